/** Two organisations that may be one: the reasons, and how sure they are. Pure. */
import { cleNom, initialesOf, motsForts } from './organisation-cle.ts'
import { departementOf } from './rna.ts'

/** What is compared. */
export type Comparee = {
  id: string
  nom: string
  sigle: string | null
  noms: readonly string[]
  type: string
  siren: string | null
  siret: string | null
  rna: string | null
  adresse: string | null
  codePostal: string | null
}
/** Prepared once for many comparisons. */
type Preparee = Comparee & { ecritures: readonly (readonly string[])[]; cles: readonly string[]; adresseCle: string | null }

export const RAISONS = ['siren', 'etablissements', 'nom', 'nom_proche', 'sigle', 'adresse'] as const
export type RaisonDoublon = (typeof RAISONS)[number]
export const LIBELLES_RAISONS: Record<RaisonDoublon, string> = {
  siren: 'même SIREN',
  etablissements: 'même SIREN, deux établissements',
  nom: 'même nom, à la forme près',
  nom_proche: 'noms voisins',
  sigle: 'le nom de l’une est le sigle de l’autre',
  adresse: 'même adresse',
}

/** `score` from 1 (hardly) to 100 (surely). */
export type Doublon = { score: number; raisons: RaisonDoublon[] }

/** Under this score a pair is not shown: it would be noise. */
const SEUIL = 60

export function prepareComparaison(organisation: Comparee): Preparee {
  const ecritures = [organisation.nom, ...organisation.noms].map(motsForts).filter((mots) => mots.length > 0)
  const adresse = organisation.adresse === null ? '' : cleNom(organisation.adresse)
  return {
    ...organisation,
    ecritures,
    cles: ecritures.map((mots) => mots.join('')),
    adresseCle: adresse === '' || organisation.codePostal === null ? null : `${organisation.codePostal} ${adresse}`,
  }
}

/**
 * Why two organisations may be one; null when nothing says so, or when a number says they are two. A shared address is no
 * reason by itself (a house of associations holds thirty): it strengthens names that are alike.
 */
export function doublonOf(a: Preparee, b: Preparee): Doublon | null {
  if (a.siren !== null && b.siren !== null && a.siren !== b.siren) return null
  if (a.rna !== null && b.rna !== null && a.rna !== b.rna) return null
  const noms = compareNoms(a, b)
  if (a.siren !== null && a.siren === b.siren) {
    if (a.siret === null || b.siret === null) return { score: 95, raisons: avec('siren', noms?.raison) }
    return noms === null ? null : { score: 85, raisons: avec('etablissements', noms.raison) }
  }
  const adresse = a.adresseCle !== null && a.adresseCle === b.adresseCle
  if (noms === null) {
    return adresse && sharesHalf(a, b) && a.type === b.type ? { score: 65, raisons: ['nom_proche', 'adresse'] } : null
  }
  const score = Math.min(99, noms.score + (adresse ? 8 : 0) - ecartDeLieu(a, b) - (sameKind(a, b) ? 0 : 20))
  return score < SEUIL ? null : { score, raisons: adresse ? [noms.raison, 'adresse'] : [noms.raison] }
}

/**
 * Pairs among organisations, the surest first. Only those that share a clue are compared: thousands take a second, and no pair
 * that `doublonOf` would find is missed.
 */
export function listDoublons(organisations: readonly Comparee[]): { a: string; b: string; doublon: Doublon }[] {
  const preparees = organisations.map(prepareComparaison)
  const parIndice = new Map<string, Preparee[]>()
  for (const preparee of preparees) {
    for (const indice of indicesOf(preparee)) {
      const groupe = parIndice.get(indice)
      if (groupe === undefined) parIndice.set(indice, [preparee])
      else groupe.push(preparee)
    }
  }
  const vues = new Set<string>()
  const paires: { a: string; b: string; doublon: Doublon }[] = []
  for (const groupe of parIndice.values()) {
    for (const [rang, x] of groupe.entries()) {
      for (const y of groupe.slice(rang + 1)) {
        const [a, b] = x.id < y.id ? [x, y] : [y, x]
        const paire = `${a.id} ${b.id}`
        if (a.id === b.id || vues.has(paire)) continue
        vues.add(paire)
        const doublon = doublonOf(a, b)
        if (doublon !== null) paires.push({ a: a.id, b: b.id, doublon })
      }
    }
  }
  return paires.sort((x, y) => y.doublon.score - x.doublon.score || (x.a + x.b < y.a + y.b ? -1 : 1))
}

/** What two organisations that may be one cannot but share, one thing at least. */
function indicesOf({ siren, adresseCle, sigle, ecritures, cles }: Preparee): Set<string> {
  const indices = new Set<string>()
  if (siren !== null) indices.add(`siren ${siren}`)
  if (adresseCle !== null) indices.add(`adresse ${adresseCle}`)
  if (sigle !== null) indices.add(`sigle ${cleNom(sigle).replaceAll(' ', '')}`)
  for (const cle of cles) {
    indices.add(`nom ${cle}`)
    if (cle.length >= 3 && cle.length <= 8) indices.add(`sigle ${cle}`)
  }
  for (const mots of ecritures) {
    if (mots.length >= 3) indices.add(`sigle ${initialesOf(mots)}`)
    // All words but one, and the first letter of that one: a misspelling keeps it.
    const tries = mots.toSorted()
    for (const rang of tries.keys()) indices.add(`mots ${tries.toSpliced(rang, 1).join(' ')} ${tries[rang]?.[0]} ${tries.length}`)
  }
  return indices
}

function avec(raison: RaisonDoublon, autre: RaisonDoublon | undefined): RaisonDoublon[] {
  return autre === undefined ? [raison] : [raison, autre]
}

/** Points lost when the two are known to be in different places: the same name is common from one town to the next. */
function ecartDeLieu(a: Preparee, b: Preparee): number {
  if (a.codePostal === null || b.codePostal === null || a.codePostal === b.codePostal) return 0
  return departementOf(a.codePostal) === departementOf(b.codePostal) ? 20 : 100
}

function sameKind(a: Preparee, b: Preparee): boolean {
  return a.type === b.type || a.type === 'autre' || b.type === 'autre'
}

/** The best likeness among the names and variants of both. */
function compareNoms(a: Preparee, b: Preparee): { score: number; raison: RaisonDoublon } | null {
  if (a.cles.some((cle) => b.cles.includes(cle))) return { score: 90, raison: 'nom' }
  if (a.ecritures.some((x) => b.ecritures.some((y) => areNear(x, y)))) return { score: 75, raison: 'nom_proche' }
  if (isSigleOf(a, b) || isSigleOf(b, a)) return { score: 65, raison: 'sigle' }
  return null
}

/** The same words in any order, one of them misspelt at most. */
function areNear(x: readonly string[], y: readonly string[]): boolean {
  if (x.length !== y.length) return false
  const restants = [...y]
  const seuls = x.filter((mot) => {
    const rang = restants.indexOf(mot)
    if (rang >= 0) restants.splice(rang, 1)
    return rang < 0
  })
  const [mot, autre] = [seuls[0], restants[0]]
  if (mot === undefined || autre === undefined) return true
  return seuls.length === 1 && isMisspelt(mot, autre)
}

/** One letter added, lost, changed, or two exchanged; never the first one, a digit, or in a short word. */
function isMisspelt(x: string, y: string): boolean {
  if (x[0] !== y[0] || Math.min(x.length, y.length) < 6 || /\d/.test(x + y) || Math.abs(x.length - y.length) > 1) return false
  let debut = 0
  while (debut < x.length && x[debut] === y[debut]) debut += 1
  let fin = 0
  while (fin < Math.min(x.length, y.length) - debut && x[x.length - 1 - fin] === y[y.length - 1 - fin]) fin += 1
  const [dx, dy] = [x.slice(debut, x.length - fin), y.slice(debut, y.length - fin)]
  if (dx.length <= 1 && dy.length <= 1) return true
  return dx.length === 2 && dy.length === 2 && dx[0] === dy[1] && dx[1] === dy[0]
}

/** « VTH » is Val Touraine Habitat: the whole name of one, three letters at least, is the sigle or the initials of the other. */
function isSigleOf(court: Preparee, long: Preparee): boolean {
  const sigle = long.sigle === null ? null : cleNom(long.sigle).replaceAll(' ', '')
  return court.ecritures.some((mots) => {
    const nom = mots.join('')
    if (nom.length < 3 || nom.length > 8) return false
    return nom === sigle || (mots.length === 1 && long.ecritures.some((autres) => autres.length >= 3 && initialesOf(autres) === nom))
  })
}

/** Half of the words of the shorter name, two at least, are in the other. */
function sharesHalf(a: Preparee, b: Preparee): boolean {
  return a.ecritures.some((x) =>
    b.ecritures.some((y) => {
      const communs = x.filter((mot) => y.includes(mot)).length
      return communs >= 2 && communs >= Math.min(x.length, y.length) / 2
    }),
  )
}
