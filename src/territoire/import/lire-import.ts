/** The reading of an import: the file in a process of its own, then the reference, then everything kept at once for the review. */
import type { Tx } from '#platform/db/base.ts'
import { loadFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde } from '#platform/formats.ts'
import { countCodesSuivis, listCodesHorsGrammaire } from '../generation.store.ts'
import { guessGeneration } from '../generation.ts'
import { getImport, saveLecture } from '../import.store.ts'
import { type EntiteImport, insertDefauts, insertEntites, type NouveauDefaut } from '../import-entite.store.ts'
import { findCommunesParNom, findEpciDesCommunes, listCommunesInconnues, listContoursPour } from '../import-reference.store.ts'
import { listGenerations } from '../quartier.store.ts'
import type { Generation } from '../quartier.ts'
import type { Analyse, EntiteAnalysee } from './analyse.ts'
import { askedCodes, askedNames, attached, findDefautsAttributs, type Reference } from './attacher.ts'
import { defautGarde } from './defauts-gardes.ts'
import type { GenreImport, Import, Lecture, Reglages } from './forme.ts'
import type { Avance, LecteurTerritoire } from './import-processus.adaptateur.ts'
import { findDefautsTableau } from './tableau-defauts.ts'

/**
 * Reads the file of an import, or reads it again as its settings now say.
 * @returns one French sentence; null when somebody cancelled: what was read before, if anything, is left
 * @throws RegleViolee with one sentence, whatever the file does
 */
export async function readImport(
  db: Tx,
  importId: string,
  lecteur: LecteurTerritoire,
  now: () => Date,
  avance: Avance,
): Promise<string | null> {
  const { nom, genre, fichierId, reglages } = await getImport(db, importId)
  const octets = await loadFichier(db, fichierId)
  const analyse = await lecteur.analyse({ quoi: 'lire', nom, octets, genre, reglages }, avance)
  if (analyse === null) return null
  if (analyse.quoi === 'question') {
    await db.transaction().execute((tx) => saveLecture(tx, importId, { lecture: analyse.lecture, reglages, luLe: null }))
    return 'Une question est posée avant la lecture.'
  }
  if (analyse.quoi !== 'lu') throw new Error(`unexpected answer ${analyse.quoi}`)
  const prepare = await prepareImport(db, { genre, reglages }, analyse)
  const mesure = genre === 'quartiers' ? await measureCommunes(db, nom, prepare.entites, lecteur, avance) : null
  if (mesure === 'annulee' || !(await avance(92, 100, 'Enregistrement pour la relecture'))) return null
  const lecture: Lecture = { ...analyse.lecture, contours: mesure?.contours ?? null }
  const defauts = numbered([...prepare.defauts, ...(mesure?.defauts ?? [])])
  await db.transaction().execute(async (tx) => {
    await saveLecture(tx, importId, { lecture, reglages: prepare.reglages, luLe: now() })
    await insertEntites(tx, importId, prepare.entites)
    await insertDefauts(tx, importId, defauts)
  })
  const aVoir = defauts.length === 0 ? 'aucun défaut' : accorde(defauts.length, 'défaut')
  return `${accorde(prepare.entites.length, genre === 'unites_urbaines' ? 'ligne lue' : 'entité lue', genre === 'unites_urbaines' ? 'lignes lues' : 'entités lues')}, ${aVoir}.`
}

type Sujet = Pick<Import, 'genre' | 'reglages'>
type Prepare = { entites: EntiteImport[]; defauts: Omit<NouveauDefaut, 'rang'>[]; reglages: Reglages }

async function prepareImport(db: Tx, { genre, reglages }: Sujet, lue: Extract<Analyse, { quoi: 'lu' }>): Promise<Prepare> {
  const { correspondance } = lue.lecture
  const generation = genre === 'quartiers' ? await chooseGeneration(db, reglages, lue.entites) : null
  const reference = await askReference(db, genre, lue, generation)
  // A quartier is attached to communes that exist; a reference of another vintage keeps its own codes.
  const rattachement = genre === 'quartiers' ? reference : { ...reference, communesInconnues: new Set<string>() }
  const entites = lue.entites.map((entite) => attached(entite, correspondance, rattachement))
  const geometriques = lue.defauts.map(defautGarde)
  const autres = findAutresDefauts(genre, lue, reference, generation).map((un) => ({
    reparation: null,
    lon: null,
    lat: null,
    detail: null,
    ...un,
  }))
  const vus = new Set(autres.map(({ genre: sorte, entite }) => `${sorte}|${entite}`))
  // What both the reader of geometry and the reference find is said once.
  const defauts = [...geometriques.filter(({ genre: sorte, entite }) => !vus.has(`${sorte}|${entite}`)), ...autres]
  return { entites, defauts, reglages: generation === null ? reglages : completed(reglages, generation) }
}

function findAutresDefauts(
  genre: GenreImport,
  { entites, lecture }: Extract<Analyse, { quoi: 'lu' }>,
  reference: Reference,
  generation: Generation | null,
) {
  if (genre === 'quartiers') return findDefautsAttributs(entites, lecture.correspondance, reference, generation)
  return findDefautsTableau(genre, entites, lecture.correspondance, reference)
}

/** The generation chosen, or the one whose codes these are. */
async function chooseGeneration(db: Tx, { generationId }: Reglages, entites: readonly EntiteAnalysee[]): Promise<Generation | null> {
  const generations = await listGenerations(db)
  const choisie = generations.find(({ id }) => id === generationId)
  if (choisie !== undefined) return choisie
  const codes = entites.flatMap(({ code }) => code ?? [])
  return guessGeneration(generations, await countCodesSuivis(db, codes), codes.length)
}

/** By default, the text that lists the quartiers of the generation. */
function completed(reglages: Reglages, generation: Generation): Reglages {
  const liste = generation.decrets.find(({ objet }) => objet === 'liste')
  return { ...reglages, generationId: generation.id, decretId: reglages.decretId === undefined ? (liste?.id ?? null) : reglages.decretId }
}

async function askReference(
  db: Tx,
  genre: GenreImport,
  { entites, lecture }: Extract<Analyse, { quoi: 'lu' }>,
  generation: Generation | null,
): Promise<Reference> {
  const { correspondance } = lecture
  const grammaire = generation?.grammaireCode ?? null
  const codes = entites.flatMap(({ code }) => code ?? [])
  const communes = genre === 'contours' ? codes : askedCodes(entites, correspondance)
  const communesParNom =
    genre === 'quartiers' ? await findCommunesParNom(db, askedNames(entites, correspondance)) : new Map<string, string>()
  return {
    communesInconnues: new Set(await listCommunesInconnues(db, communes)),
    communesParNom,
    epciDesCommunes: genre === 'quartiers' ? await findEpciDesCommunes(db, [...communes, ...communesParNom.values()]) : new Map(),
    codesRefuses: new Set(grammaire === null ? [] : await listCodesHorsGrammaire(db, codes, grammaire)),
  }
}

type Mesure = { contours: Lecture['contours']; defauts: Omit<NouveauDefaut, 'rang'>[] }

/** Shares of area in communes whose outlines are loaded, written in the features; null when none is loaded here. */
async function measureCommunes(
  db: Tx,
  nom: string,
  entites: EntiteImport[],
  lecteur: LecteurTerritoire,
  avance: Avance,
): Promise<Mesure | null | 'annulee'> {
  const boites = entites.flatMap(({ boite, valeurs }) =>
    boite === null || valeurs.departement === undefined
      ? []
      : [{ departement: valeurs.departement, ouest: boite[0], sud: boite[1], est: boite[2], nord: boite[3] }],
  )
  const charges = await listContoursPour(db, boites)
  if (charges === null) return null
  const quartiers = entites.flatMap(({ rang, geometrie, communes }) => (geometrie === null ? [] : [{ rang, geometrie, communes }]))
  const analyse = await lecteur.analyse({ quoi: 'mesurer', nom, quartiers, contours: charges.contours }, avance)
  if (analyse === null) return 'annulee'
  const parts = new Map((analyse.quoi === 'mesure' ? analyse.parts : []).map((une) => [une.rang, une]))
  const defauts: Mesure['defauts'] = []
  for (const entite of entites) {
    const mesurees = parts.get(entite.rang)
    if (mesurees?.parts == null) continue
    entite.parts = mesurees.parts
    entite.communes = mesurees.parts.map(({ code }) => code)
    for (const { code, surfacePm } of mesurees.nonCitees) {
      const part = `${(surfacePm / 10).toLocaleString('fr-FR')}\u00a0%`
      defauts.push({
        entite: entite.rang,
        autre: null,
        genre: 'commune_non_citee',
        gravite: 'a_voir',
        phrase: `${entite.code ?? entite.place} s’étend pour ${part} sur la commune ${code}, que le fichier ne cite pas : elle est rattachée avec cette part.`,
        reparation: null,
        lon: null,
        lat: null,
        detail: null,
      })
    }
  }
  return { contours: { millesime: charges.millesime, source: charges.source }, defauts }
}

function numbered(defauts: readonly Omit<NouveauDefaut, 'rang'>[]): NouveauDefaut[] {
  return [...defauts].sort((a, b) => (a.entite ?? 0) - (b.entite ?? 0)).map((defaut, i) => ({ rang: i + 1, ...defaut }))
}
