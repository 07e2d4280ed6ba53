/** How a reviewed fiche of an import enters the contract: as a new draft, or laid over the fiche that it is again. */
import { getContrat } from '#contrat/index.ts'
import type { Contexte } from '#platform/acte.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { loadArbre } from '../arbre.store.ts'
import type { Arbre } from '../arbre.ts'
import { insertCommentaire } from '../commentaire.store.ts'
import { CHAMPS, type Champ, type ContenuFiche, type Fiche } from '../fiche.ts'
import { insertFicheDeReprise } from '../fiche-reprise.store.ts'
import { type Decisions, settledDoutes } from '../import/revue.ts'
import { contenuImporte } from '../import/vers-contenu.ts'
import { type FicheLue, saveDecisions, settleFicheImportee } from '../import-fiche.store.ts'
import { type LieuxReconnus, lieuxAVerifier, lieuxImportes, recognizedLieux } from '../lieux-reconnus.ts'
import { type Attache, attached, placePrevue } from '../rattachement.ts'
import { organisationDe, REMARQUE_MAX } from './commentaire-entrees.ts'
import { createNoeud } from './create-noeud.ts'
import { relue } from './open-import.ts'
import { listChoixDuContrat } from './situate-fiche.ts'

/** What to do when the number that the document gives is borne already: say so, or take the next free one. */
export type SiPris = 'refuser' | 'suivant'

/** A node chosen for the fiche: its id, '' for the root, « creer » for the attachment that the document names. */
export type NoeudChoisi = string

/** Creates the fiche as a draft, with the nodes it lacks when asked, and keeps what the document said as its first version. */
export async function createFromImport(
  contexte: Contexte,
  contratId: string,
  aRelire: FicheLue,
  decisions: Decisions,
  { noeud, siPris }: { noeud: NoeudChoisi; siPris: SiPris },
): Promise<{ fiche: Fiche; traces: Trace[] }> {
  const { tx, agent, now } = contexte
  const { fiche: comprise, doutes } = relue(aRelire, decisions)
  const contenu = contenuImporte(comprise)
  const arbre = await loadArbre(tx, contratId)
  const attache = attached(arbre, arbre.niveaux, comprise.rattachement, comprise.code?.texte ?? null)
  const { noeudId, noeudsCrees, traces } = await placeFor(contexte, contratId, attache, noeud)
  const reconnus = await listReconnus(contexte, contratId, contenu)
  const gardee = await insertFicheDeReprise(
    tx,
    { now, par: agent.personneId },
    {
      contratId,
      noeudId,
      numero: numeroFor(arbre, attache, noeudId, noeudsCrees, siPris),
      statut: 'brouillon',
      themeIds: [],
      contenu,
      lieux: lieuxImportes(reconnus),
      motif: `Importée de « ${aRelire.source.nom} », ${accorde(aRelire.source.blocs.length, 'bloc')}`,
    },
  )
  await saveDecisions(tx, aRelire.id, { ...decisions, noeudsCrees })
  await settleFicheImportee(tx, aRelire.id, { etat: 'creee', ficheId: gardee.id, versionAvant: null, par: agent.personneId, le: now })
  await remind(contexte, gardee, aRelire, doutes)
  await remark(contexte, gardee, lieuxAVerifier(reconnus), 'echelleTerritoriale')
  const trace: Trace = {
    contratId,
    objet: { type: 'fiche', id: gardee.id },
    libelle: `Fiche ${gardee.code} importée de « ${aRelire.source.nom} »`,
    avant: null,
    apres: {
      code: gardee.code,
      intitule: gardee.intitule,
      source: { nom: aRelire.source.nom, sha256: aRelire.source.sha256 },
      lotId: aRelire.lotId,
    },
  }
  return { fiche: gardee, traces: [...traces, trace] }
}

const AUCUN: LieuxReconnus = { surs: [], ambigus: [], introuvables: [], horsEchelle: false }

/** Places that the document names, against the reference of the contract. */
async function listReconnus({ tx, now }: Contexte, contratId: string, contenu: ContenuFiche): Promise<LieuxReconnus> {
  const choix = await listChoixDuContrat(tx, await getContrat(tx, contratId), now)
  // Without any quartier loaded, « introuvable » would say nothing of the document.
  return choix.some(({ type }) => type === 'quartier') ? recognizedLieux(contenu, choix) : AUCUN
}

async function placeFor(contexte: Contexte, contratId: string, attache: Attache, noeud: NoeudChoisi) {
  const traces: Trace[] = []
  const noeudsCrees: string[] = []
  let noeudId = noeud === 'creer' ? attache.noeudId : noeud === '' ? null : noeud
  for (const aCreer of noeud === 'creer' ? attache.aCreer : []) {
    const { valeur, trace } = await createNoeud.faire(contexte, {
      contratId,
      parentId: noeudId,
      intitule: aCreer.intitule,
      description: null,
      numero: aCreer.numero,
      themeIds: [],
    })
    noeudId = valeur.id
    noeudsCrees.push(valeur.id)
    if (trace !== null) traces.push(...('contratId' in trace ? [trace] : trace))
  }
  return { noeudId, noeudsCrees, traces }
}

function numeroFor(arbre: Arbre, { numero }: Attache, noeudId: string | null, crees: readonly string[], siPris: SiPris): number | null {
  if (numero === null || crees.length > 0) return numero
  const { prisPar, codeLibre } = placePrevue(arbre, noeudId, numero)
  if (prisPar === null) return numero
  if (siPris === 'suivant') return null
  const message = `Le numéro ${numero} est déjà pris ici par « ${prisPar.intitule} » (${prisPar.code}). Videz le champ « Code » pour prendre ${codeLibre}, ou choisissez un autre numéro.`
  throw new RegleViolee(message, [{ champ: 'code', message }])
}

/** Doubts left open, or kept « à reprendre », become remarks in the margin of the fiche: none passes unseen. */
export async function remind(
  contexte: Contexte,
  { id, contratId }: Pick<Fiche, 'id' | 'contratId'>,
  aRelire: FicheLue,
  doutes: Parameters<typeof settledDoutes>[0]['doutes'],
): Promise<void> {
  for (const { doute, reponse } of settledDoutes({ doutes })) {
    if (reponse !== 'reprendre') continue
    const champ = CHAMPS.find((champ) => champ === doute.lieu) ?? null
    await remark(contexte, { id, contratId }, [`À vérifier depuis l’import de « ${aRelire.source.nom} » : ${doute.message}`], champ)
  }
}

async function remark(
  { tx, agent, now }: Contexte,
  { id, contratId }: Pick<Fiche, 'id' | 'contratId'>,
  phrases: readonly string[],
  champ: Champ | null,
): Promise<void> {
  for (const phrase of phrases) {
    await insertCommentaire(tx, {
      id: createId(now.getTime()),
      ficheId: id,
      parentId: null,
      champ,
      texte: phrase.slice(0, REMARQUE_MAX),
      auteurId: agent.personneId,
      organisation: organisationDe(agent, contratId),
      ecritLe: now,
      regleLe: null,
      reglePar: null,
    })
  }
}
