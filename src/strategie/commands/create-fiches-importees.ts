import { z } from 'zod'
import { assertModifiable, getContrat, listNiveaux } from '#contrat/index.ts'
import { type Contexte, command } from '#platform/acte.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { loadArbre } from '../arbre.store.ts'
import { insertCommentaire } from '../commentaire.store.ts'

import { ficheFromImport } from '../exports/depuis-import.ts'
import { getFiche } from '../fiche.store.ts'
import { CHAMPS, KINDS } from '../fiche.ts'
import { keptIds } from '../fiche-rapproche.ts'
import { insertFicheDeReprise } from '../fiche-reprise.store.ts'
import { findFicheSemblable } from '../fiche-semblable.store.ts'
import { cleDoute, type Decisions, type Relecture, reviewed } from '../import/revue.ts'
import { type FicheARelire, getFicheARelire, getLot, listFichesDuLot, saveDecisions, settleFicheImportee } from '../lot.store.ts'
import { canImportFiches } from '../lot-droits.ts'
import { attached, numeroDe } from '../rattachement.ts'
import { createVersion } from '../version.store.ts'
import { organisationDe } from './commentaire-entrees.ts'
import { createNoeud } from './create-noeud.ts'
import { saveFiche } from './save-fiche.ts'

const REFUS = 'Votre mandat ne permet pas d’importer des fiches dans ce contrat.'

/** Ends the review of one fiche: creates it, updates the fiche it is again, or sets it aside. */
export const createFicheImportee = command(
  'strategie.creer_fiche_importee',
  z.object({
    contratId: z.uuid(),
    importFicheId: z.uuid(),
    geste: z.enum(['creer', 'ecarter']),
    /** The live fiche to update; null: a new one. */
    cible: z.uuid('Choisissez la fiche à mettre à jour.').nullable(),
    intitule: z.string().trim().max(500, 'Un intitulé compte 500 caractères au plus.'),
    code: z.string().trim().max(40, 'Un code compte 40 caractères au plus.'),
    kind: z.enum(KINDS, 'Choisissez une sorte de fiche.'),
    /** A node's id, '' for the root, « creer » for the attachment that the document names. */
    noeud: z.union([z.uuid(), z.literal(''), z.literal('creer')]),
  }),
  async (contexte, { contratId, importFicheId, geste, cible, ...saisie }) => {
    const { tx, agent, now } = contexte
    assertCan(canImportFiches(agent, contratId), REFUS)
    assertModifiable(await getContrat(tx, contratId))
    const aRelire = await getFicheARelire(tx, contratId, importFicheId, 'ecrire')
    assertARelire(aRelire)
    if (geste === 'ecarter') {
      await settleFicheImportee(tx, aRelire.id, { etat: 'ecartee', ficheId: null, versionAvant: null, par: agent.personneId, le: now })
      const trace: Trace = {
        contratId,
        objet: { type: 'import_fiche', id: aRelire.id },
        libelle: `Fiche de « ${aRelire.source.nom} » écartée de l’import`,
        avant: null,
        apres: null,
      }
      return { valeur: { ficheId: null as string | null }, trace: [trace] }
    }
    if (saisie.intitule === '')
      throw new RegleViolee('Donnez un intitulé à la fiche.', [{ champ: 'intitule', message: 'Donnez un intitulé à la fiche.' }])
    const decisions: Decisions = { ...aRelire.decisions, intitule: saisie.intitule, code: saisie.code, kind: saisie.kind }
    await saveDecisions(tx, aRelire.id, decisions)
    const fin =
      cible === null
        ? await create(contexte, contratId, aRelire, decisions, saisie.noeud)
        : await update(contexte, contratId, aRelire, decisions, cible)
    return { valeur: { ficheId: fin.ficheId as string | null }, trace: fin.traces }
  },
)

/** Creates at once every fiche of a batch that leaves no doubt: a title, every block placed, no open question, no fiche it may be again. */
export const createFichesDuLot = command(
  'strategie.creer_fiches_du_lot',
  z.object({ contratId: z.uuid(), lotId: z.uuid() }),
  async (contexte, { contratId, lotId }) => {
    const { tx, agent } = contexte
    assertCan(canImportFiches(agent, contratId), REFUS)
    assertModifiable(await getContrat(tx, contratId))
    const lot = await getLot(tx, contratId, lotId)
    if (lot.annuleLe !== null) throw new RegleViolee('Cet import a été annulé : déposez les documents à nouveau.')
    const traces: Trace[] = []
    let creees = 0
    for (const ligne of await listFichesDuLot(tx, lotId)) {
      if (ligne.etat !== 'a_relire' || ligne.intitule === null || ligne.aClasser > 0 || ligne.doutes > ligne.decides) continue
      const aRelire = await getFicheARelire(tx, contratId, ligne.id, 'ecrire')
      const { fiche } = relue(aRelire, aRelire.decisions)
      if (
        await findFicheSemblable(tx, contratId, {
          code: fiche.code?.texte ?? null,
          intitule: ligne.intitule,
          sha256: aRelire.source.sha256,
        })
      )
        continue
      const fin = await create(contexte, contratId, aRelire, aRelire.decisions, aRelire.decisions.noeudId ?? 'creer')
      traces.push(...fin.traces)
      creees += 1
    }
    if (creees === 0) throw new RegleViolee('Aucune fiche de cet import n’est sans doute : relisez-les une à une.')
    return { valeur: { creees }, trace: traces }
  },
)

function assertARelire(aRelire: FicheARelire): void {
  if (aRelire.annuleLe !== null) throw new RegleViolee('Cet import a été annulé : déposez le document à nouveau.')
  if (aRelire.etat !== 'a_relire') throw new RegleViolee('Cette fiche d’import est déjà traitée.')
}

function relue(aRelire: FicheARelire, decisions: Decisions): Relecture {
  const { compris, blocs } = aRelire.source
  if (compris === null) throw new RegleViolee(`Le document « ${aRelire.source.nom} » n’a pas pu être lu.`)
  return reviewed(compris, aRelire.rang, decisions, (bloc) => blocs[bloc]?.texte ?? '')
}

type Fin = { ficheId: string; traces: Trace[] }

async function create(contexte: Contexte, contratId: string, aRelire: FicheARelire, decisions: Decisions, noeud: string): Promise<Fin> {
  const { tx, agent, now } = contexte
  const { fiche } = relue(aRelire, decisions)
  const traces: Trace[] = []
  const code = fiche.code?.texte ?? null
  const attache = attached(await loadArbre(tx, contratId), await listNiveaux(tx, contratId), fiche.rattachement, code)
  let noeudId: string | null = noeud === 'creer' ? attache.noeudId : noeud === '' ? null : noeud
  if (noeud === 'creer') {
    for (const aCreer of attache.aCreer) {
      const { valeur, trace } = await createNoeud.faire(contexte, {
        contratId,
        parentId: noeudId,
        intitule: aCreer.intitule,
        description: null,
        numero: aCreer.numero,
        themeIds: [],
      })
      noeudId = valeur.id
      if (trace !== null) traces.push(...('contratId' in trace ? [trace] : trace))
    }
  }
  const gardee = await insertFicheDeReprise(
    tx,
    { now, par: agent.personneId },
    {
      contratId,
      noeudId,
      numero: numeroDe((code ?? '').split('.').at(-1) ?? null),
      statut: 'brouillon',
      themeIds: [],
      contenu: ficheFromImport(fiche),
      motif: `Importée de « ${aRelire.source.nom} », ${accorde(aRelire.source.blocs.length, 'bloc')}`,
    },
  )
  await settleFicheImportee(tx, aRelire.id, { etat: 'creee', ficheId: gardee.id, versionAvant: null, par: agent.personneId, le: now })
  await remind(contexte, contratId, gardee.id, aRelire, decisions)
  traces.push({
    contratId,
    objet: { type: 'fiche', id: gardee.id },
    libelle: `Fiche ${gardee.code} importée de « ${aRelire.source.nom} »`,
    avant: null,
    apres: {
      code: gardee.code,
      intitule: gardee.intitule,
      source: { nom: aRelire.source.nom, sha256: aRelire.source.sha256 },
      importFicheId: aRelire.id,
    },
  })
  return { ficheId: gardee.id, traces }
}

async function update(contexte: Contexte, contratId: string, aRelire: FicheARelire, decisions: Decisions, cible: string): Promise<Fin> {
  const { tx, agent, now } = contexte
  const avant = await getFiche(tx, contratId, cible)
  const contenu = keptIds(ficheFromImport(relue(aRelire, decisions).fiche), avant)
  const gardee = await createVersion(tx, avant, {
    acte: 'import',
    motif: `Avant la mise à jour depuis « ${aRelire.source.nom} »`,
    now,
    par: agent.personneId,
  })
  const { valeur, trace } = await saveFiche.faire(contexte, { contratId, ficheId: cible, version: avant.version, contenu })
  await createVersion(tx, valeur, { acte: 'import', motif: `Mise à jour depuis « ${aRelire.source.nom} »`, now, par: agent.personneId })
  await settleFicheImportee(tx, aRelire.id, {
    etat: 'mise_a_jour',
    ficheId: cible,
    versionAvant: gardee.numero,
    par: agent.personneId,
    le: now,
  })
  await remind(contexte, contratId, cible, aRelire, decisions)
  return { ficheId: cible, traces: trace === null ? [] : 'contratId' in trace ? [trace] : [...trace] }
}

/** « À reprendre »: the doubt becomes a remark in the margin of the fiche. */
async function remind(
  { tx, agent, now }: Contexte,
  contratId: string,
  ficheId: string,
  aRelire: FicheARelire,
  decisions: Decisions,
): Promise<void> {
  for (const anomalie of aRelire.source.compris?.anomalies ?? []) {
    if (decisions.doutes[cleDoute(anomalie)] !== 'reprendre') continue
    const cible = aRelire.source.compris?.placements.find((placement) => placement.bloc === anomalie.bloc)?.champs[0]
    await insertCommentaire(tx, {
      id: createId(now.getTime()),
      ficheId,
      parentId: null,
      champ: CHAMPS.find((champ) => champ === cible) ?? null,
      texte: `À reprendre après l’import de « ${aRelire.source.nom} » : ${anomalie.message}`,
      auteurId: agent.personneId,
      organisation: organisationDe(agent, contratId),
      ecritLe: now,
      regleLe: null,
      reglePar: null,
    })
  }
}
