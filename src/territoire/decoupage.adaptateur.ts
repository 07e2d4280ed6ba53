import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { TypeCommune, TypeEpci } from './lieux.ts'
import { TYPES_EPCI } from './lieux.ts'
import { cleEpci, cleRecherche } from './nom.ts'

/** Name of the reference in `territoire.reference_version`. */
export const SOURCE_DECOUPAGE = '@etalab/decoupage-administratif'
/** Raised when what is kept of the reference changes, so that installed databases load it again. */
const FORMAT = 1

/** The reference, ready to be written: rows of the tables of `territoire`. */
export type Decoupage = {
  version: string
  regions: { code: string; nom: string }[]
  departements: { code: string; nom: string; region_code: string }[]
  epci: { siren: string; nom: string; type: TypeEpci; population: number | null; departements: string[]; cle: string }[]
  communes: LigneCommune[]
  membres: { epci_siren: string; commune_code: string }[]
}
type LigneCommune = {
  code: string
  type: TypeCommune
  nom: string
  commune_actuelle: string
  departement_code: string
  region_code: string
  epci_siren: string | null
  siren: string | null
  population: number | null
  codes_postaux: string[]
  cle: string
}

// The files alone are resolved: importing the package's index throws.
const resolve = createRequire(import.meta.url).resolve

/** Version of the reference installed beside the program: « 6.0.0+1 ». Quick: reads no data file. */
export async function readVersionDecoupage(): Promise<string> {
  const { version } = z.object({ version: z.string() }).parse(await readJson('../package.json'))
  return `${version}+${FORMAT}`
}

/** Reads the reference installed beside the program (licence ouverte, INSEE COG and DGCL). About 13 MB of JSON. */
export async function readDecoupage(): Promise<Decoupage> {
  const [version, regions, departements, communes, epci, ept] = await Promise.all([
    readVersionDecoupage(),
    readJson('regions.json').then((brut) => z.array(formeRegion).parse(brut)),
    readJson('departements.json').then((brut) => z.array(formeDepartement).parse(brut)),
    readJson('communes.json').then((brut) => z.array(formeCommune).parse(brut)),
    readJson('epci.json').then((brut) => z.array(formeEpci).parse(brut)),
    readJson('ept.json').then((brut) => z.array(formeEpci).parse(brut)),
  ])
  return assembleDecoupage(version, { regions, departements, communes, epci, ept })
}

async function readJson(nom: string): Promise<unknown> {
  const dossier = dirname(resolve(`${SOURCE_DECOUPAGE}/data/communes.json`))
  return JSON.parse(await readFile(join(dossier, nom), 'utf8'))
}

const formeRegion = z.object({ code: z.string(), nom: z.string() })
const formeDepartement = z.object({ code: z.string(), nom: z.string(), region: z.string() })
const formeCommune = z.object({
  code: z.string(),
  nom: z.string(),
  departement: z.string(),
  region: z.string(),
  type: z.enum(['commune-actuelle', 'commune-deleguee', 'commune-associee', 'arrondissement-municipal']),
  chefLieu: z.string().optional(),
  commune: z.string().optional(),
  siren: z.string().optional(),
  population: z.number().int().optional(),
  codesPostaux: z.array(z.string()).default([]),
})
const formeEpci = z.object({
  code: z.string(),
  nom: z.string(),
  type: z.enum(TYPES_EPCI),
  populationMunicipale: z.number().int().optional(),
  membres: z.array(z.object({ code: z.string(), populationMunicipale: z.number().int().optional() })),
})

type Bruts = {
  regions: z.infer<typeof formeRegion>[]
  departements: z.infer<typeof formeDepartement>[]
  communes: z.infer<typeof formeCommune>[]
  epci: z.infer<typeof formeEpci>[]
  ept: z.infer<typeof formeEpci>[]
}

const TYPES: Record<Bruts['communes'][number]['type'], TypeCommune> = {
  'commune-actuelle': 'actuelle',
  'commune-deleguee': 'deleguee',
  'commune-associee': 'associee',
  'arrondissement-municipal': 'arrondissement',
}

/** Joins the files: keys of search, the intercommunality of each commune, the départements of each intercommunality. */
export function assembleDecoupage(version: string, bruts: Bruts): Decoupage {
  const epciDe = new Map(bruts.epci.flatMap((epci) => epci.membres.map((membre): [string, string] => [membre.code, epci.code])))
  const departementDe = new Map(bruts.communes.map((commune) => [commune.code, commune.departement]))
  const tous = [...bruts.epci, ...bruts.ept]
  return {
    version,
    regions: bruts.regions.map(({ code, nom }) => ({ code, nom })),
    departements: bruts.departements.map(({ code, nom, region }) => ({ code, nom, region_code: region })),
    epci: tous.map((epci) => ({
      siren: epci.code,
      nom: epci.nom,
      type: epci.type,
      population: epci.populationMunicipale ?? null,
      departements: departementsOf(epci, departementDe),
      cle: ` ${cleEpci(epci.nom)}`,
    })),
    communes: bruts.communes.map((commune) => {
      const actuelle = commune.commune ?? commune.chefLieu ?? commune.code
      return {
        code: commune.code,
        type: TYPES[commune.type],
        nom: commune.nom,
        commune_actuelle: actuelle,
        departement_code: commune.departement,
        region_code: commune.region,
        epci_siren: epciDe.get(actuelle) ?? null,
        siren: commune.siren ?? null,
        population: commune.population ?? null,
        codes_postaux: commune.codesPostaux,
        cle: ` ${cleRecherche(commune.nom)}`,
      }
    }),
    membres: tous.flatMap((epci) => epci.membres.map((membre) => ({ epci_siren: epci.code, commune_code: membre.code }))),
  }
}

function departementsOf(epci: Bruts['epci'][number], departementDe: Map<string, string>): string[] {
  const habitants = new Map<string, number>()
  for (const membre of epci.membres) {
    const departement = departementDe.get(membre.code)
    if (departement === undefined) continue
    habitants.set(departement, (habitants.get(departement) ?? 0) + (membre.populationMunicipale ?? 0))
  }
  return [...habitants].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([code]) => code)
}
