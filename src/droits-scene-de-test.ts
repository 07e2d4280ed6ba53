/** For the proofs of rights: two contracts with something of every kind in them, and one person per role, all written for good. */
import { sql } from 'kysely'
import {
  type Agent,
  createMandatRow,
  createOrganisationRow,
  createPersona,
  findAgentByPersonne,
  ROLES,
  type Role,
  SUJETS,
} from '#compte/index.ts'
import { createPersonneRow } from '#compte/personne.store.ts'
import { completedChoix } from '#contrat/champs-fiche.ts'
import { setFentesContrat } from '#contrat/index.ts'
import { saveChampsRows } from '#contrat/listes.store.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { createArbreDeTest } from '#strategie/arbre-de-test.ts'
import { EXPORTER } from '#strategie/commands/ask-export.ts'
import { getFiche } from '#strategie/fiche.store.ts'
import { LIGNES_FICHE } from '#strategie/import/documents-de-test.ts'
import { createLotDeTest } from '#strategie/import-de-test.ts'
import { fentesStrategie } from '#strategie/index.ts'
import { createVersion } from '#strategie/version.store.ts'
import { createCarroyageDeTest, createSimulationDeTest } from '#territoire/eligibilite/simulation-de-test.ts'
import { createQuartierDeTest } from '#territoire/quartier-de-test.ts'
import { createLienDeTest, createPerimetreDeTest } from './droits-scene-geographie-de-test.ts'
import { createTableDeTest } from './droits-scene-indicateurs-de-test.ts'
import { createReferenceDeTest } from './droits-scene-reference-de-test.ts'

const NOW = new Date()
setFentesContrat(fentesStrategie)

/** Ids of what stands in one contract. Fiches: f4 brouillon, f5 à valider, f8 validée, g1 abandonnée, z9 archivée. */
export type LieuDeTest = { contratId: string; adresse: string; ids: Readonly<Record<string, string>> }

export type SceneDeTest = {
  /** Pool of the owner: it sees all, whatever the policies. */
  proprietaire: Tx
  ici: LieuDeTest
  ailleurs: LieuDeTest
  /** By key of `SUJETS`; null for the public. */
  agents: ReadonlyMap<string, Agent | null>
  close: () => Promise<void>
}

/** An id by its name. @throws Error when the scene has none */
export function idOf(lieu: LieuDeTest, nom: string): string {
  const id = lieu.ids[nom]
  if (id === undefined) throw new Error(`no « ${nom} » in the scene`)
  return id
}

export async function createScene(base: { url: string }): Promise<SceneDeTest> {
  const proprietaire = openBase(base.url, { role: null, max: 2 })
  const { db } = proprietaire
  await sql`insert into territoire.region values ('24', 'Centre-Val de Loire')`.execute(db)
  await sql`insert into territoire.departement values ('37', 'Indre-et-Loire', '24')`.execute(db)
  const halles = await createQuartierDeTest(db, { code: 'QN03798N', nom: 'Les Halles', communes: ['37261'] })
  const reference = {
    ...(await createReferenceDeTest(db, halles)),
    tableIndicateurs: await createTableDeTest(db, 'a_relire'),
    lienFiliation: await createLienDeTest(db),
  }
  const [ici, ailleurs] = await db
    .transaction()
    .execute(
      async (tx) =>
        [withReference(await createLieu(tx, 'ici'), reference), withReference(await createLieu(tx, 'la-bas'), reference)] as const,
    )
  const agents = new Map<string, Agent | null>()
  for (const [ordre, sujet] of SUJETS.entries()) {
    agents.set(sujet.cle, sujet.cle === 'public' ? null : await createSujet(db, sujet.cle, ordre, { ici, ailleurs }))
  }
  return { proprietaire: db, ici, ailleurs, agents, close: proprietaire.close }
}

/** The reference geography is that of both contracts. */
const withReference = (lieu: LieuDeTest, reference: LieuDeTest['ids']): LieuDeTest => ({ ...lieu, ids: { ...lieu.ids, ...reference } })

async function createSujet(db: Tx, cle: string, ordre: number, lieux: { ici: LieuDeTest; ailleurs: LieuDeTest }): Promise<Agent> {
  const identite = { prenom: 'Sujet', nom: cle, fonction: null, courriel: `${cle.replaceAll('_', '-')}@exemple.fr` }
  const { personneId } = await createPersona(db, { ...identite, presentation: cle, ordre }, NOW)
  const role = cle === 'ailleurs' ? 'chef_projet' : ROLES.find((connu) => connu === cle)
  if (role !== undefined) {
    const lieu = cle === 'ailleurs' ? lieux.ailleurs : lieux.ici
    await createMandat(db, { personneId, role, contratId: role === 'admin_plateforme' ? null : lieu.contratId, nom: `Organisation ${cle}` })
    // A second holder, so that ending one mandate is never ending the last.
    if (cle === 'chef_projet' || cle === 'admin_plateforme') {
      const autre = await createPersonne(db, `autre-${cle.replaceAll('_', '-')}`)
      await createMandat(db, { personneId: autre, role, contratId: cle === 'chef_projet' ? lieu.contratId : null, nom: `Autre ${cle}` })
    }
  }
  const agent = await findAgentByPersonne(db, personneId, jourParis(NOW))
  if (agent === null) throw new Error(`no agent for ${cle}`)
  return agent
}

async function createPersonne(tx: Tx, nom: string): Promise<string> {
  const id = createId()
  await createPersonneRow(tx, { id, utilisateurId: createId(), prenom: 'Autre', nom, fonction: null, courriel: `${nom}@exemple.fr` }, NOW)
  return id
}

type MandatVoulu = { personneId: string; role: Role; contratId: string | null } & ({ nom: string } | { organisationId: string })

async function createMandat(tx: Tx, m: MandatVoulu): Promise<{ id: string; organisationId: string }> {
  const id = createId()
  const organisationId = 'nom' in m ? await createOrganisation(tx, m.nom) : m.organisationId
  const communal = m.role === 'referent_commune' || m.role === 'elu_commune'
  await createMandatRow(
    tx,
    {
      id,
      personneId: m.personneId,
      organisationId,
      role: m.role,
      contratId: m.contratId,
      territoire: communal ? { type: 'communes', codes: ['37261'] } : { type: 'contrat' },
      qualite: 'titulaire',
      suppleance: null,
      debut: '2020-01-01',
      fin: null,
    },
    { id: null, now: NOW },
  )
  return { id, organisationId }
}

async function createOrganisation(tx: Tx, nom: string): Promise<string> {
  const id = createId()
  await createOrganisationRow(tx, { id, nom, sigle: null, type: 'autre', siren: null, siret: null }, NOW)
  return id
}

/** A mandate that waits to be confirmed, its holder having changed organisation. @returns id of the suspension */
export async function suspend(tx: Tx, lieu: LieuDeTest): Promise<string> {
  const id = createId()
  await sql`insert into compte.mandat_suspendu (id, mandat_id, contrat_id, fournisseur, ancien_siret, nouveau_siret, depuis)
    values (${id}, ${idOf(lieu, 'collegue')}, ${lieu.contratId}, 'essai', '21370261600011', '24370075400035', now())`.execute(tx)
  return id
}

/** The third person also acts on the other contract, so that nobody but the administrators may open an account for her. */
export async function actElsewhere(tx: Tx, scene: SceneDeTest): Promise<string> {
  const personneId = idOf(scene.ici, 'tiers')
  await createMandat(tx, { personneId, role: 'bailleur', contratId: scene.ailleurs.contratId, nom: 'Organisation d’ailleurs' })
  return personneId
}

/** One more mandate in force on the contract, to be ended. @returns its id */
export async function createEvaluateur(tx: Tx, { contratId, adresse }: LieuDeTest): Promise<string> {
  const personneId = await createPersonne(tx, `evaluatrice-${adresse}`)
  return (await createMandat(tx, { personneId, role: 'evaluateur', contratId, nom: `Bureau d’études, ${adresse}` })).id
}

/** A contract with something of every kind in it. */
export async function createLieu(tx: Tx, adresse: string): Promise<LieuDeTest> {
  const { contratId, ids } = await createArbreDeTest(tx, adresse)
  const tiers = await createPersonne(tx, `tiers-${adresse}`)
  const mandat = await createMandat(tx, { personneId: tiers, role: 'bailleur', contratId, nom: `Organisation du tiers, ${adresse}` })
  const { organisationId } = mandat
  const collegue = await createMandat(tx, {
    personneId: await createPersonne(tx, `collegue-${adresse}`),
    role: 'bailleur',
    contratId,
    organisationId,
  })
  const carroyage = await createCarroyageDeTest(tx)
  const scenario = await createSimulationDeTest(tx, contratId, carroyage)
  const autres = Object.fromEntries(
    ['z9', 'theme', 'document', 'documentArchive', 'remarque', 'libelle', 'modele', 'jalon', 'noeudVide', 'noeudArchive'].map((nom) => [
      nom,
      createId(),
    ]),
  )
  const lieu: LieuDeTest = {
    contratId,
    adresse,
    ids: {
      perimetre: await createPerimetreDeTest(tx, contratId),
      ...ids,
      ...autres,
      tiers,
      organisation: organisationId,
      mandat: mandat.id,
      collegue: collegue.id,
      carroyage,
      scenario,
    },
  }
  const id = (nom: string) => idOf(lieu, nom)
  await sql`update strategie.fiche set statut = 'a_valider', soumise_le = now() where id = ${id('f5')}`.execute(tx)
  await sql`update strategie.fiche set statut = 'validee', soumise_le = now(), validee_le = now() where id = ${id('f8')}`.execute(tx)
  await sql`update strategie.fiche set statut = 'abandonnee' where id = ${id('g1')}`.execute(tx)
  await sql`insert into strategie.fiche (id, contrat_id, noeud_id, numero, code, kind, intitule, archive_le)
    values (${id('z9')}, ${contratId}, ${id('a22')}, 9, '2.2.9', 'action', 'Une fiche archivée', now())`.execute(tx)
  await sql`insert into strategie.noeud (id, contrat_id, parent_id, rang, numero, code, intitule, archive_le)
    values (${id('noeudVide')}, ${contratId}, ${id('p1')}, 2, 7, '1.7', 'Un axe vide', null),
      (${id('noeudArchive')}, ${contratId}, ${id('p1')}, 2, 8, '1.8', 'Un axe archivé', now())`.execute(tx)
  await sql`insert into contrat.commune (contrat_id, code_insee, nom, ordre) values (${contratId}, '37261', 'Tours', 0)`.execute(tx)
  await sql`insert into contrat.theme (id, contrat_id, libelle, ordre) values (${id('theme')}, ${contratId}, 'Jeunesse', 1)`.execute(tx)
  await saveChampsRows(tx, contratId, completedChoix([], fentesStrategie.champsConnus ?? []))
  const fichier = await saveFichier(tx, { contenu: Buffer.from(`Document de ${adresse}`), type: 'text/plain', now: NOW })
  for (const nom of ['document', 'documentArchive']) {
    await sql`insert into contrat.document (id, contrat_id, titre, nom_fichier, type, taille, fichier_id, ordre, ajoute_le, archive_le)
      values (${id(nom)}, ${contratId}, ${nom}, 'essai.txt', 'text/plain', ${fichier.taille}, ${fichier.id}, 1, now(),
        ${nom === 'documentArchive' ? NOW : null})`.execute(tx)
  }
  await sql`insert into strategie.commentaire (id, fiche_id, texte, auteur_id, organisation, ecrit_le)
    values (${id('remarque')}, ${id('f4')}, 'Une remarque', ${tiers}, 'Tiers', now())`.execute(tx)
  await sql`insert into strategie.libelle_import (id, contrat_id, variante, champ) values (${id('libelle')}, ${contratId}, 'Constats', 'contexte')`.execute(
    tx,
  )
  await sql`insert into strategie.modele_document (id, contrat_id, nom, usage, fichier_id, ajoute_le, ajoute_par)
    values (${id('modele')}, ${contratId}, 'modele.docx', 'fiche', ${fichier.id}, now(), ${tiers})`.execute(tx)
  const auteur = await findAgentByPersonne(tx, tiers, jourParis(NOW))
  if (auteur === null) throw new Error('no agent for the third person')
  const lot = await createLotDeTest(tx, contratId, auteur, { 'halls.docx': LIGNES_FICHE })
  const tache = await enqueueTache(tx, {
    genre: EXPORTER,
    contratId,
    demandeurId: tiers,
    parametres: { format: 'csv', code: null, modele: null },
    total: 1,
    message: 'Export',
  })
  const { rows } = await sql<{ id: string }>`
    update strategie.import_source set fichier_id = ${fichier.id},
      images = ${JSON.stringify([{ fichierId: fichier.id, nom: 'image.png', type: 'image/png', bloc: 0 }])}::jsonb
    where lot_id = ${lot.lotId} returning id`.execute(tx)
  const fiche = await getFiche(tx, contratId, id('f4'))
  await createVersion(tx, fiche, { acte: 'soumission', motif: 'Essai', now: NOW, par: tiers })
  return {
    ...lieu,
    ids: {
      ...lieu.ids,
      lot: lot.lotId,
      importFiche: lot.ids[0] ?? '',
      source: rows[0]?.id ?? '',
      tache,
      fichier: fichier.id,
      image: fichier.id,
    },
  }
}
