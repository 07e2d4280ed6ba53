/** For tests of imports: an administrator, a few communes, the real files when they are there, a file read as the page does. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { type Agent, createMandatRow, createOrganisationRow, createPersona, findAgentByPersonne, TOUT_LE_CONTRAT } from '#compte/index.ts'
import { act } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import type { BaseDeTest } from '#platform/db/base-de-test.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { depositImport } from '../commands/deposit-import.ts'
import { normaliseNom } from '../nom.ts'
import type { GenreImport } from './forme.ts'
import { createLecteurTerritoire, type LecteurTerritoire } from './import-processus.adaptateur.ts'
import { readImport } from './lire-import.ts'

export const MAINTENANT = new Date('2026-03-02T09:00:00Z')

const DONNEES = path.resolve(fileURLToPath(new URL('../../../../shared/data', import.meta.url)))
/** Real open data lie beside the project, or nowhere: then the test says that it skips. */
export const SANS_DONNEES = existsSync(DONNEES) ? false : 'the real data of ../shared/data is not here'
export const readDonnees = (chemin: string): Buffer => readFileSync(path.join(DONNEES, chemin))
export const QPV_2024 = 'qpv-2024-real/qpv2024_auray_tours_saint-etienne.geojson'
export const communesDe = (departement: string) => `contours-communes/communes-${departement}.geojson`

/** The quartiers of 2015 of the data, as a CSV with EWKT: the form that the readers take. */
export function csvQpv2015(): Buffer {
  const quartiers = JSON.parse(readDonnees('qpv-itou-factories/qpv2015_ewkt.json').toString()) as Record<
    'code' | 'nom' | 'communes' | 'ewkt',
    string
  >[]
  const cellule = (texte: string) => `"${texte.replaceAll('"', '""')}"`
  return Buffer.from(
    [
      'code_qp;nom_qp;commune_qp;geom',
      ...quartiers.map(({ code, nom, communes, ewkt }) => [code, nom, communes, ewkt].map(cellule).join(';')),
    ].join('\n'),
  )
}

/** A square of `cote` degrees as a GeoJSON ring. */
export function carre(lon: number, lat: number, cote = 0.01): number[][] {
  return [
    [lon, lat],
    [lon + cote, lat],
    [lon + cote, lat + cote],
    [lon, lat + cote],
    [lon, lat],
  ]
}

export function geojson(entites: readonly { proprietes: Record<string, unknown>; anneaux: number[][][] }[]): Buffer {
  return Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      features: entites.map(({ proprietes, anneaux }) => ({
        type: 'Feature',
        properties: proprietes,
        geometry: { type: 'Polygon', coordinates: anneaux },
      })),
    }),
  )
}

export async function createAdministrateur(db: Tx, nom = 'Roy'): Promise<Agent> {
  return createAgent(db, nom, 'admin_plateforme')
}

/** Someone with an account and no mandate. */
export async function createAgent(db: Tx, nom: string, role: 'admin_plateforme' | null = null): Promise<Agent> {
  const courriel = `${nom.toLowerCase()}@exemple.fr`
  const { personneId } = await createPersona(
    db,
    { prenom: 'Dominique', nom, fonction: null, courriel, presentation: nom, ordre: 1 },
    MAINTENANT,
  )
  if (role !== null) {
    const organisationId = createId()
    await createOrganisationRow(
      db,
      { id: organisationId, nom: `Organisation ${nom}`, sigle: null, type: 'autre', siren: null, siret: null },
      MAINTENANT,
    )
    const mandat = {
      id: createId(),
      personneId,
      organisationId,
      role,
      contratId: null,
      territoire: TOUT_LE_CONTRAT,
      qualite: 'titulaire' as const,
      suppleance: null,
      debut: '2020-01-01',
      fin: null,
    }
    await createMandatRow(db, mandat, { id: null, now: MAINTENANT })
  }
  const agent = await findAgentByPersonne(db, personneId, jourParis(MAINTENANT))
  if (agent === null) throw new Error(`no agent for ${nom}`)
  return agent
}

const COMMUNES: readonly (readonly [code: string, nom: string, type?: string, actuelle?: string])[] = [
  ['37261', 'Tours'],
  ['37195', 'La Riche'],
  ['37233', 'Saint-Pierre-des-Corps'],
  ['37122', 'Joué-lès-Tours'],
  ['42218', 'Saint-Étienne'],
  ['56007', 'Auray'],
  ['75056', 'Paris'],
  ['75120', 'Paris 20e Arrondissement', 'arrondissement', '75056'],
  ['93001', 'Aubervilliers'],
  ['93027', 'La Courneuve'],
  ['93066', 'Saint-Denis'],
  ['94017', 'Champigny-sur-Marne'],
]

/** The few communes of the files of the tests, as the owner of the database. */
export async function createCommunes(db: Tx): Promise<void> {
  await sql`insert into territoire.region values ('00', 'Essai') on conflict do nothing`.execute(db)
  for (const [code, nom, type = 'actuelle', actuelle = code] of COMMUNES) {
    const departement = code.slice(0, 2)
    await sql`insert into territoire.departement values (${departement}, ${`Département ${departement}`}, '00') on conflict do nothing`.execute(
      db,
    )
    const cle = ` ${normaliseNom(nom)
      .split(' ')
      .filter((mot) => !['la', 'le', 'les', 'des'].includes(mot))
      .join(' ')}`
    await sql`insert into territoire.commune (code, type, nom, commune_actuelle, departement_code, region_code, codes_postaux, cle, reference)
      values (${code}, ${type}, ${nom}, ${actuelle}, ${departement}, '00', '{}', ${cle}, 'essai')`.execute(db)
  }
}

export type Depose = { nom: string; contenu: Uint8Array; genre?: GenreImport; reglages?: Record<string, unknown> }

/** Deposits a file and reads it at once. @returns id of the import and what the reading says */
export async function depositAndRead(
  base: BaseDeTest,
  agent: Agent,
  { nom, contenu, genre = 'quartiers', reglages = {} }: Depose,
  lecteur: LecteurTerritoire = createLecteurTerritoire(),
): Promise<{ importId: string; dit: string | null }> {
  const { importId } = await act({ db: base.db, agent, now: MAINTENANT, requeteId: 'essai' }, depositImport, {
    genre,
    nom,
    contenu,
    reglages: { source: '', ...reglages },
    lecture: 'appelant',
  })
  const dit = await readImport(
    base.db,
    importId,
    lecteur,
    () => MAINTENANT,
    async () => true,
  )
  return { importId, dit }
}
