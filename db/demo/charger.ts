/** Loads the demo story into an empty database: people and their parts, then the three contracts, by the same commands as on screen. */
import { z } from 'zod'
import { createPersona, findAgentByCourriel, type Role, TOUT_LE_CONTRAT } from '#compte/index.ts'
import {
  createContrat,
  editContrat,
  empreinteListe,
  getContrat,
  listNiveaux,
  listQuartiersNommes,
  listSignataires,
  listThemes,
  prolongContrat,
  saveNiveaux,
  saveQuartiersNommes,
  saveSignataires,
} from '#contrat/index.ts'
import { type Appel, actIn, command } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { publishContrat } from '#publication/index.ts'
import { createNoeud, insertFicheDeReprise, listLieuxNommes, listNoeudsParCode } from '#strategie/index.ts'
import { writeActualite } from './actualite.ts'
import { CONTRATS, type ContratEcrit } from './contrats.ts'
import { toContenu } from './ecriture.ts'
import { writeIndicateurs } from './indicateurs.ts'
import { writeAdministration, writeMandats } from './mandats.ts'
import { linkSignataires, writeDocuments, writeOrganisations } from './organisations.ts'
import { writePaliers } from './paliers.ts'
import { PERSONAS } from './personnes.ts'
import { writeTerritoire } from './territoire.ts'

const SYSTEME: Acteur = {
  personneId: '00000000-0000-7000-8000-000000000001',
  prenom: 'Parvis',
  nom: 'démonstration',
  courriel: 'demo@parvis.invalid',
  fonction: null,
  mandats: [],
  autresMandats: [],
}

type Suite = { tx: Tx; now: Date; jour: string }
const appel = (agent: Acteur, now: Date): Omit<Appel, 'db'> => ({ agent, now, requeteId: 'demonstration' })

/** True when no contract has ever been created here. */
export async function isBaseVide(db: Tx): Promise<boolean> {
  const lignes = await db.selectFrom('platform.audit_chaine').select('chaine').limit(1).execute()
  return lignes.length === 0
}

/** Everything or nothing. Runs under any role that may write; a few seconds. @returns number of fiches */
export async function loadDemo(db: Tx, now: Date): Promise<{ contrats: number; fiches: number }> {
  return db.transaction().execute(async (tx) => {
    const suite: Suite = { tx, now, jour: now.toISOString().slice(0, 10) }
    const organisations = await writeOrganisations(tx, now)
    const admin: Acteur = {
      ...SYSTEME,
      mandats: [
        {
          id: SYSTEME.personneId,
          contratId: null,
          organisationId: '',
          organisation: '',
          role: 'admin_plateforme' as Role,
          territoire: TOUT_LE_CONTRAT,
          suppleantDe: null,
          delegations: [],
        },
      ],
    }
    const personnes = new Map<string, string>()
    for (const [ordre, persona] of PERSONAS.entries()) {
      const { personneId } = await createPersona(
        tx,
        {
          prenom: persona.prenom,
          nom: persona.nom,
          fonction: persona.fonction,
          courriel: persona.courriel,
          presentation: persona.presentation,
          ordre,
        },
        now,
      )
      personnes.set(persona.courriel, personneId)
    }
    await writeAdministration(tx, { organisations, personnes }, now)
    await writeDocuments(tx, organisations, personnes.get(PERSONAS[0]?.courriel ?? '') ?? '', now)
    await actIn(tx, appel(admin, now), writeTerritoire, {})
    await actIn(tx, appel(admin, now), writeIndicateurs, {})
    let fiches = 0
    for (const ecrit of CONTRATS) {
      const alors = new Date(ecrit.ecritLe)
      const { id } = await actIn(tx, appel(admin, alors), createContrat, createContrat.entree.parse(ecrit))
      await writeMandats(tx, { id, adresse: ecrit.adresse }, { organisations, personnes }, now)
      const chef = await findAgentByCourriel(tx, PERSONAS[0]?.courriel ?? '', suite.jour)
      if (chef === null) throw new Error('the demo has no chef de projet')
      fiches += await writeContrat({ ...suite, now: alors }, chef, ecrit, { id, aujourdhui: now })
      await linkSignataires(tx, { id, adresse: ecrit.adresse }, organisations)
      if (ecrit.adresse === 'tours-2015') {
        await writeActualite(tx, id, now)
        await writePaliers(tx, { id, communes: ecrit.communes }, chef, now)
      }
    }
    return { contrats: CONTRATS.length, fiches }
  })
}

const ecrireFiche = command(
  'demo.reprendre_fiche',
  z.custom<Parameters<typeof insertFicheDeReprise>[2]>(),
  async ({ tx, agent, now }, fiche) => {
    const gardee = await insertFicheDeReprise(tx, { now, par: agent.personneId }, fiche)
    return {
      valeur: gardee,
      trace: {
        contratId: fiche.contratId,
        objet: { type: 'fiche', id: gardee.id },
        libelle: `Fiche ${gardee.code} reprise du contrat signé`,
        avant: null,
        apres: { code: gardee.code, intitule: gardee.intitule, statut: gardee.statut },
      },
    }
  },
)

async function writeContrat(
  { tx, now }: Suite,
  chef: Acteur,
  ecrit: ContratEcrit,
  { id: contratId, aujourdhui }: { id: string; aujourdhui: Date },
): Promise<number> {
  const fait = <E, T>(commande: Parameters<typeof actIn<E, T>>[2], entree: unknown) =>
    actIn(tx, appel(chef, now), commande, commande.entree.parse(entree))
  if (ecrit.niveaux !== undefined) {
    await fait(saveNiveaux, {
      contratId,
      empreinte: empreinteListe(await listNiveaux(tx, contratId)),
      niveaux: ecrit.niveaux.map((niveau) => ({ ...niveau, id: '' })),
    })
  }
  await fait(saveSignataires, {
    contratId,
    empreinte: empreinteListe(await listSignataires(tx, contratId)),
    signataires: ecrit.signataires.map((s) => ({ ...s, id: '', signeLe: ecrit.signeLe })),
  })
  await fait(saveQuartiersNommes, {
    contratId,
    empreinte: empreinteListe(await listQuartiersNommes(tx, contratId)),
    quartiers: ecrit.quartiers.map((q) => ({ ...q, id: '' })),
  })
  const contrat = await getContrat(tx, contratId)
  await fait(editContrat, {
    ...ecrit,
    contratId,
    version: contrat.version,
    generation: contrat.generation,
    signeLe: ecrit.signeLe,
    presentationFalc: ecrit.facile,
  })
  for (const prorogation of ecrit.prorogations ?? []) {
    const decidee = new Date(`${prorogation.decideeLe}T09:00:00Z`)
    await actIn(
      tx,
      appel(chef, decidee),
      prolongContrat,
      prolongContrat.entree.parse({ ...prorogation, contratId, version: (await getContrat(tx, contratId)).version }),
    )
  }
  const noeuds = await listNoeudsParCode(tx, contratId)
  for (const noeud of ecrit.noeuds) {
    if (noeuds.has(noeud.code)) continue
    const chemin = noeud.code.split('.')
    const cree = await fait(createNoeud, {
      contratId,
      parentId: noeuds.get(chemin.slice(0, -1).join('.')) ?? null,
      intitule: noeud.intitule,
      description: noeud.description ?? null,
      numero: Number(chemin.at(-1)),
      themeIds: [],
    })
    noeuds.set(noeud.code, cree.id)
  }
  const themes = new Map((await listThemes(tx, contratId)).map((theme) => [theme.libelle, theme.id]))
  const intituleDe = (code: string) => ecrit.fiches.find((autre) => `${autre.sous}.${autre.numero}` === code)?.intitule ?? code
  const courant = await getContrat(tx, contratId)
  for (const fiche of ecrit.fiches) {
    const contenu = toContenu(fiche, () => createId(now.getTime()), intituleDe)
    await fait(ecrireFiche, {
      contratId,
      noeudId: noeuds.get(fiche.sous) ?? null,
      numero: fiche.numero,
      statut: fiche.statut ?? 'brouillon',
      themeIds: (fiche.themes ?? []).flatMap((libelle) => themes.get(libelle) ?? []),
      contenu,
      lieux: await listLieuxNommes(tx, courant, contenu, aujourdhui),
      motif: 'Reprise du contrat signé',
    })
  }
  if (ecrit.publie !== null) await fait(publishContrat, { contratId, motif: ecrit.publie })
  return ecrit.fiches.length
}
