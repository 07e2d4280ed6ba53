/** What an act changed, field by field, row by row, from the payload of its line. Pure. */
import { canonicalJson } from '#platform/canonique.ts'
import { formatDate, formatEuros, formatInstant, formatNombre, formatTaille, INSECABLE } from '#platform/formats.ts'
import type { ChampNomme, ChampsNommes } from './lexique.ts'

export type Noms = ReadonlyMap<string, string>
type Place = { chemin: string; libelle: string; technique: boolean }
/** A value in words; null when there was, or is, none. */
export type ValeurChangee = Place & { sorte: 'valeur'; avant: string | null; apres: string | null }
export type LigneChangee = { libelle: string; differences: Difference[] }
export type ListeChangee = Place & {
  sorte: 'liste'
  ajouts: string[]
  retraits: string[]
  modifiees: LigneChangee[]
  /** The rows that stayed are in another order. */
  deplacees: boolean
}
export type Difference = ValeurChangee | ListeChangee

/** Fields that mean the same everywhere. */
const COMMUNS: ChampsNommes = {
  id: { libelle: 'identifiant', technique: true },
  version: { libelle: 'version', technique: true },
  contratId: { libelle: 'contrat', technique: true },
  empreinte: { libelle: 'empreinte', technique: true },
  sha256: { libelle: 'empreinte SHA-256', technique: true },
  creeLe: { libelle: 'créé le', technique: true },
  modifieLe: { libelle: 'modifié le', technique: true },
  archiveLe: 'archivé le',
  intitule: 'intitulé',
  titre: 'titre',
  nom: 'nom',
  libelle: 'libellé',
  description: 'description',
  statut: 'statut',
  texte: 'texte',
  debut: 'début',
  fin: 'fin',
  ordre: 'ordre',
  code: 'code',
  motif: 'motif',
}

/** The fields that differ: those that the lexicon names in its order, then the others, technical ones last. */
export function differencesOf(avant: unknown, apres: unknown, champs: ChampsNommes, noms: Noms = new Map()): Difference[] {
  return compare(avant, apres, { champs, noms, base: '' })
}

type Lecture = { champs: ChampsNommes; noms: Noms; base: string }

function compare(avant: unknown, apres: unknown, lecture: Lecture): Difference[] {
  const [anciens, nouveaux] = [flattened(avant), flattened(apres)]
  const differences: Difference[] = []
  for (const chemin of new Set([...nouveaux.keys(), ...anciens.keys()])) {
    const [ancien, nouveau] = [anciens.get(chemin) ?? null, nouveaux.get(chemin) ?? null]
    if (canonicalJson(ancien) === canonicalJson(nouveau)) continue
    const nomme = champOf(chemin, lecture)
    const place: Place = { chemin, libelle: nomme.libelle, technique: nomme.technique === true }
    if (Array.isArray(ancien) || Array.isArray(nouveau)) {
      const liste = compareListes(asListe(ancien), asListe(nouveau), { ...lecture, base: joinChemin(lecture.base, chemin) }, nomme)
      if (liste !== null) differences.push({ ...place, ...liste })
    } else {
      const valeurs = { avant: writeValeur(ancien, chemin, nomme, lecture.noms), apres: writeValeur(nouveau, chemin, nomme, lecture.noms) }
      if (valeurs.avant !== valeurs.apres) differences.push({ ...place, sorte: 'valeur', ...valeurs })
    }
  }
  const rang = new Map(Object.keys(lecture.champs).map((chemin, numero) => [chemin, numero]))
  const cle = ({ chemin, technique }: Place) =>
    (technique ? 2000 : 0) + (rang.get(joinChemin(lecture.base, chemin)) ?? rang.get(chemin) ?? 1000)
  return differences.sort((a, b) => cle(a) - cle(b))
}

/** Members by their path; a list, or a value that is no object, is one member. A whole that is a list has the path ''. */
function flattened(valeur: unknown, chemin = ''): Map<string, unknown> {
  if (valeur === null || valeur === undefined) return new Map()
  if (!isObjet(valeur)) return new Map([[chemin, valeur]])
  return new Map(Object.entries(valeur).flatMap(([cle, membre]) => [...flattened(membre, joinChemin(chemin, cle))]))
}

function isObjet(valeur: unknown): valeur is Record<string, unknown> {
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur) && !(valeur instanceof Date)
}

const joinChemin = (base: string, chemin: string): string => (base === '' ? chemin : chemin === '' ? base : `${base}.${chemin}`)

/** By its whole path, else by its path in the row, else by its last name if that is a common one, else raw. */
function champOf(chemin: string, { champs, base }: Lecture): ChampNomme {
  const dernier = chemin.split('.').at(-1) ?? chemin
  const nomme = champs[joinChemin(base, chemin)] ?? champs[chemin] ?? COMMUNS[chemin] ?? COMMUNS[dernier]
  if (nomme === undefined) return { libelle: chemin }
  return typeof nomme === 'string' ? { libelle: nomme } : nomme
}

function asListe(valeur: unknown): readonly unknown[] {
  if (Array.isArray(valeur)) return valeur
  return valeur === null || valeur === undefined ? [] : [valeur]
}

function compareListes(avant: readonly unknown[], apres: readonly unknown[], lecture: Lecture, nomme: ChampNomme) {
  const [anciennes, nouvelles] = [keyed(avant), keyed(apres)]
  const say = (ligne: unknown) => writeLigne(ligne, nomme, lecture)
  const ajouts = [...nouvelles].filter(([cle]) => !anciennes.has(cle)).map(([, ligne]) => say(ligne))
  const retraits = [...anciennes].filter(([cle]) => !nouvelles.has(cle)).map(([, ligne]) => say(ligne))
  const modifiees = [...nouvelles].flatMap(([cle, ligne]): LigneChangee[] => {
    const ancienne = anciennes.get(cle)
    if (ancienne === undefined || canonicalJson(ancienne) === canonicalJson(ligne)) return []
    const differences = compare(ancienne, ligne, lecture)
    return differences.length === 0 ? [] : [{ libelle: say(ancienne), differences }]
  })
  const restees = (liste: Map<string, unknown>, autre: Map<string, unknown>) => [...liste.keys()].filter((cle) => autre.has(cle)).join('\n')
  const deplacees = restees(anciennes, nouvelles) !== restees(nouvelles, anciennes)
  if (ajouts.length + retraits.length + modifiees.length === 0 && !deplacees) return null
  return { sorte: 'liste' as const, ajouts, retraits, modifiees, deplacees }
}

/** Names that follow a row from one state to the next, best first. */
const CLES = ['id', 'rang', 'champ', 'code', 'effetId'] as const

/** Rows by what follows them; those that nothing follows, by their very content. */
function keyed(lignes: readonly unknown[]): Map<string, unknown> {
  const parCle = new Map<string, unknown>()
  for (const ligne of lignes) {
    const nom = isObjet(ligne) ? CLES.find((cle) => ligne[cle] !== undefined && ligne[cle] !== null) : undefined
    const cle = nom === undefined || !isObjet(ligne) ? canonicalJson(ligne) : `${nom} ${String(ligne[nom])}`
    let libre = cle
    for (let fois = 2; parCle.has(libre); fois += 1) libre = `${cle}\n${fois}`
    parCle.set(libre, ligne)
  }
  return parCle
}

const TITRES = ['texte', 'libelle', 'intitule', 'titre', 'nom', 'organisation', 'singulier', 'champ', 'code'] as const

/** A row by its name, else by all that it holds. */
function writeLigne(ligne: unknown, nomme: ChampNomme, { noms, ...lecture }: Lecture): string {
  if (!isObjet(ligne)) return writeValeur(ligne, '', nomme, noms) ?? 'vide'
  const titre = TITRES.map((nom) => ligne[nom]).find((valeur) => typeof valeur === 'string' && valeur.trim() !== '')
  if (typeof titre === 'string') return titre
  return [...flattened(ligne)]
    .filter(([chemin]) => chemin !== 'id')
    .map(([chemin, valeur]) => {
      const champ = champOf(chemin, { noms, ...lecture })
      const dit = Array.isArray(valeur)
        ? valeur.map((v) => writeLigne(v, champ, { noms, ...lecture })).join(' ; ')
        : writeValeur(valeur, chemin, champ, noms)
      return `${champ.libelle}${INSECABLE}: ${dit ?? 'vide'}`
    })
    .join(', ')
}

/** A value as people read it; null for none. An id becomes the name of its object when it is known. */
function writeValeur(valeur: unknown, chemin: string, { format, valeurs }: ChampNomme, noms: Noms): string | null {
  if (valeur === null || valeur === undefined || valeur === '') return null
  if (typeof valeur === 'boolean') return valeurs?.[String(valeur)] ?? (valeur ? 'oui' : 'non')
  if (typeof valeur === 'number') return writeNombre(valeur, chemin.endsWith('Cents') ? 'euros' : format)
  if (valeur instanceof Date) return formatInstant(valeur)
  if (typeof valeur !== 'string') return canonicalJson(valeur)
  if (valeurs?.[valeur] !== undefined) return valeurs[valeur]
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(valeur)) return formatInstant(new Date(valeur))
  if (format === 'date' || /^\d{4}-\d{2}-\d{2}$/.test(valeur)) return formatDate(valeur)
  return noms.get(valeur) ?? valeur
}

function writeNombre(valeur: number, format: ChampNomme['format']): string {
  if (format === 'euros' && Number.isSafeInteger(valeur)) return formatEuros(valeur)
  if (format === 'pour_mille') return `${formatNombre(valeur / 10)}${INSECABLE}%`
  if (format === 'taille') return formatTaille(valeur)
  // A year is no quantity: as it is.
  return Math.abs(valeur) < 10_000 ? String(valeur).replace('.', ',') : formatNombre(valeur)
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Ids that a payload holds, so that their objects can be named. */
export function idsIn(valeur: unknown, trouves = new Set<string>()): Set<string> {
  if (typeof valeur === 'string') {
    if (ID.test(valeur)) trouves.add(valeur)
  } else if (Array.isArray(valeur)) for (const element of valeur) idsIn(element, trouves)
  // The id of a row itself names nothing else.
  else if (isObjet(valeur)) for (const [cle, membre] of Object.entries(valeur)) if (cle !== 'id') idsIn(membre, trouves)
  return trouves
}
