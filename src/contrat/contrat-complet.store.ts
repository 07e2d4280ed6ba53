import { sql } from 'kysely'
import type { Agent } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Jalon } from './calendrier.ts'
import type { ChoixChampContrat, CommuneContrat, ContratComplet, DocumentContrat, Niveau, QuartierNomme, Theme } from './contrat.ts'
import { canReadDocument } from './droits.ts'
import type { Prorogation } from './duree.ts'
import type { Signataire } from './signataire.ts'

/** One list of a contract as JSON, in its order. The members are those of the types of `contrat.ts`. */
const LISTES = {
  communes: sql`select json_build_object('code', code_insee, 'nom', nom) as o, ordre as r from contrat.commune`,
  prorogations: sql`select json_build_object('id', id, 'fin', fin, 'motif', motif, 'decideeLe', decidee_le) as o, fin as r from contrat.prorogation`,
  niveaux: sql`select json_build_object('rang', rang, 'singulier', singulier, 'pluriel', pluriel, 'feminin', feminin,
    'numerotation', numerotation) as o, rang as r from contrat.niveau`,
  champs: sql`select json_build_object('champ', champ, 'libelle', libelle, 'ordre', ordre, 'utilise', utilise) as o, ordre as r from contrat.champ_fiche`,
  themes: sql`select json_build_object('id', id, 'libelle', libelle) as o, ordre as r from contrat.theme`,
  signataires: sql`select json_build_object('id', id, 'organisationId', organisation_id, 'organisation', organisation,
    'precisionRole', precision_role, 'representant', representant, 'fonction', fonction, 'role', role, 'signeLe', signe_le) as o, ordre as r
    from contrat.signataire`,
  quartiers: sql`select json_build_object('id', id, 'parentId', parent_id, 'nom', nom, 'commune', commune, 'codeOfficiel', code_officiel,
    'description', description) as o, ordre as r from contrat.quartier_nomme`,
  jalons: sql`select json_build_object('id', id, 'libelle', libelle, 'detail', detail, 'debut', debut, 'fin', fin,
    'precision', "precision") as o, ordre as r from contrat.jalon`,
  documents: sql`select json_build_object('id', id, 'titre', titre, 'nomFichier', nom_fichier, 'type', type, 'taille', taille,
    'fichierId', fichier_id, 'public', public, 'ajouteLe', ajoute_le, 'archiveLe', archive_le) as o, ordre as r from contrat.document`,
} as const
type NomListe = keyof typeof LISTES

function liste(nom: NomListe, contratId: unknown, filtre = sql``) {
  return sql`coalesce((select json_agg(l.o order by l.r) from (${LISTES[nom]} where contrat_id = ${contratId} ${filtre}) l), '[]')`
}

async function listOf<T>(tx: Tx, nom: NomListe, contratId: string, portee = sql`true`): Promise<T[]> {
  const { rows } = await sql<{ o: T }>`
    select o from (${LISTES[nom]} where contrat_id = ${contratId} and ${portee}) l order by l.r`.execute(tx)
  return rows.map((ligne) => ligne.o)
}

/** The levels of a contract, from the root. */
export const listNiveaux = (tx: Tx, contratId: string): Promise<Niveau[]> => listOf(tx, 'niveaux', contratId)
/** Every field of the fiche with the choice of the contract, unused ones included, in its order. */
export const listChoixChamps = (tx: Tx, contratId: string): Promise<ChoixChampContrat[]> => listOf(tx, 'champs', contratId)
export const listThemes = (tx: Tx, contratId: string): Promise<Theme[]> => listOf(tx, 'themes', contratId)
export const listSignataires = (tx: Tx, contratId: string): Promise<Signataire[]> => listOf(tx, 'signataires', contratId)
/** Neighbourhoods of the contract, each followed by its parts. */
export const listQuartiersNommes = (tx: Tx, contratId: string): Promise<QuartierNomme[]> => listOf(tx, 'quartiers', contratId)
export const listCommunesContrat = (tx: Tx, contratId: string): Promise<CommuneContrat[]> => listOf(tx, 'communes', contratId)
export const listJalons = (tx: Tx, contratId: string): Promise<Jalon[]> => listOf(tx, 'jalons', contratId)
export const listProrogations = (tx: Tx, contratId: string): Promise<Prorogation[]> => listOf(tx, 'prorogations', contratId)

/** How a contract names its levels, its fields of the fiche and its themes. */
export type CadreFiche = { niveaux: Niveau[]; champs: ChoixChampContrat[]; themes: Theme[] }

/** What the page of a fiche needs of its contract, in one statement. */
export async function getCadreFiche(tx: Tx, contratId: string): Promise<CadreFiche> {
  const { rows } = await sql<CadreFiche>`/* prepare contrat.cadre-fiche */
    select ${liste('niveaux', sql`c.id`)} as niveaux, ${liste('champs', sql`c.id`)} as champs, ${liste('themes', sql`c.id`)} as themes
    from (select ${contratId}::uuid as id) c`.execute(tx)
  const cadre = rows[0]
  if (cadre === undefined) throw new Introuvable('Ce contrat n’existe pas.')
  return cadre
}

/** The whole contract in one statement. Documents are those not archived. @throws Introuvable */
export async function getContratComplet(tx: Tx, id: string): Promise<ContratComplet> {
  const { rows } = await sql<LigneComplete>`
    select c.id, c.adresse, c.titre, c.generation, g.libelle as "generationLibelle", g.nom_quartiers as "nomQuartiers",
      c.epci_siren as "epciSiren", c.epci_nom as "epciNom", c.statut, c.debut, c.fin, c.fin_initiale as "finInitiale",
      c.signe_le as "signeLe", c.presentation, c.accroche, c.presentation_falc as "presentationFalc", c.version,
      c.archive_le as "archiveLe", c.statut_avant_archive as "statutAvantArchive", c.modifie_le as "modifieLe",
      ${liste('communes', sql`c.id`)} as communes, ${liste('prorogations', sql`c.id`)} as prorogations,
      ${liste('niveaux', sql`c.id`)} as niveaux, ${liste('champs', sql`c.id`)} as champs, ${liste('themes', sql`c.id`)} as themes,
      ${liste('signataires', sql`c.id`)} as signataires, ${liste('quartiers', sql`c.id`)} as quartiers,
      ${liste('jalons', sql`c.id`)} as jalons, ${liste('documents', sql`c.id`, sql`and archive_le is null`)} as documents
    from contrat.contrat c join contrat.generation g on g.code = c.generation
    where c.id = ${id}`.execute(tx)
  const contrat = rows[0]
  if (contrat === undefined) throw new Introuvable('Ce contrat n’existe pas.')
  return { ...contrat, documents: contrat.documents.map(readDocument) }
}

type LigneDocument = Omit<DocumentContrat, 'ajouteLe' | 'archiveLe'> & { ajouteLe: string; archiveLe: string | null }
type LigneComplete = Omit<ContratComplet, 'documents'> & { documents: LigneDocument[] }

function readDocument(ligne: LigneDocument): DocumentContrat {
  return { ...ligne, ajouteLe: new Date(ligne.ajouteLe), archiveLe: ligne.archiveLe === null ? null : new Date(ligne.archiveLe) }
}

/** Documents of a contract that the agent may read, in their order, archived ones included. */
export async function listDocuments(tx: Tx, agent: Agent | null, contratId: string): Promise<DocumentContrat[]> {
  return (await listOf<LigneDocument>(tx, 'documents', contratId, documentsVisibles(agent, contratId))).map(readDocument)
}

/** The scope of `canReadDocument` in SQL, on the documents of a contract. */
function documentsVisibles(agent: Agent | null, contratId: string) {
  const peut = (archiveLe: Date | null) => canReadDocument(agent, { contratId, archiveLe })
  return sql`case when archive_le is null then ${peut(null)}::boolean else ${peut(new Date(0))}::boolean end`
}

/** A document of this contract, archived or not. @throws Introuvable */
export async function getDocument(tx: Tx, contratId: string, id: string): Promise<DocumentContrat & { sha256: string }> {
  const { rows } = await sql<{ o: LigneDocument; sha256: string }>`
    select l.o, f.sha256 from (${LISTES.documents} where contrat_id = ${contratId} and id = ${id}) l
    join platform.fichier f on f.id = (l.o ->> 'fichierId')::uuid`.execute(tx)
  const ligne = rows[0]
  if (ligne === undefined) throw new Introuvable('Ce document n’existe pas, ou plus.')
  return { ...readDocument(ligne.o), sha256: ligne.sha256 }
}
