/** The fiches of a contract as the tree lists them: filters, sorts, counts, completeness. The state is the address. Pure. */
import { accorde } from '#platform/formats.ts'
import { type Arbre, branche, type Objet, parcours } from './arbre.ts'
import { type Champ, type Kind, STATUTS, type StatutFiche } from './fiche.ts'

/** A fiche as a row of the tree. */
export type FicheListee = {
  id: string
  noeudId: string | null
  numero: number
  code: string
  kind: Kind
  intitule: string
  statut: StatutFiche
  version: number
  soumiseLe: Date | null
  modifieeLe: Date
  archiveeLe: Date | null
  animateurs: string[]
  territoires: string[]
  financeurs: string[]
  themeIds: string[]
  /** Fields that hold something, of all that exist. */
  champsRemplis: string[]
  /** True when the text searched is in it, or when nothing is searched. */
  trouvee: boolean
}

export const TRIS = ['code', 'intitule', 'complet', 'statut', 'modifiee'] as const
export type Tri = (typeof TRIS)[number]
export const COMPLETUDES = ['complete', 'a_completer', 'moitie'] as const
export type Completude = (typeof COMPLETUDES)[number]

/** State of the list, held by the address. null: no filter. */
export type Filtre = {
  texte: string | null
  noeudId: string | null
  statut: StatutFiche | null
  animateur: string | null
  territoire: string | null
  financeur: string | null
  themeId: string | null
  completude: Completude | null
  /** null: the tree. */
  tri: Tri | null
  sens: 'croissant' | 'decroissant'
  page: number
}

/** Reads the state from the address; what is unknown is no filter. @param lit a parameter by its name */
export function parseFiltre(lit: (nom: string) => string | undefined): Filtre {
  const texte = (nom: string): string | null => {
    const valeur = lit(nom)?.trim().slice(0, 200) ?? ''
    return valeur === '' ? null : valeur
  }
  const parmi = <T extends string>(nom: string, valeurs: readonly T[]): T | null => valeurs.find((valeur) => valeur === lit(nom)) ?? null
  const page = Number(lit('page') ?? '1')
  return {
    texte: texte('q'),
    noeudId: texte('noeud'),
    statut: parmi('statut', STATUTS),
    animateur: texte('animateur'),
    territoire: texte('territoire'),
    financeur: texte('financeur'),
    themeId: texte('theme'),
    completude: parmi('completude', COMPLETUDES),
    tri: parmi('tri', TRIS),
    sens: lit('sens') === 'decroissant' ? 'decroissant' : 'croissant',
    page: Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1,
  }
}

/** The address of a state, with some of it changed; what is not a filter is left out. */
export function adresseFiltre(filtre: Filtre, change: Partial<Filtre> = {}): string {
  const f = { ...filtre, page: 1, ...change }
  const paires: [string, string | null][] = [
    ['q', f.texte],
    ['noeud', f.noeudId],
    ['statut', f.statut],
    ['animateur', f.animateur],
    ['territoire', f.territoire],
    ['financeur', f.financeur],
    ['theme', f.themeId],
    ['completude', f.completude],
    ['tri', f.tri],
    ['sens', f.tri !== null && f.sens === 'decroissant' ? 'decroissant' : null],
    ['page', f.page > 1 ? String(f.page) : null],
  ]
  const query = new URLSearchParams(paires.flatMap(([nom, valeur]) => (valeur === null ? [] : [[nom, valeur]])))
  return query.size === 0 ? '' : `?${query}`
}

/** « 13 champs remplis sur 14 ». */
export function completudeDe(fiche: Pick<FicheListee, 'champsRemplis'>, champs: readonly Champ[]): { remplis: number; total: number } {
  const remplis = new Set(fiche.champsRemplis)
  return { remplis: champs.filter((champ) => remplis.has(champ)).length, total: champs.length }
}

/** True when the state narrows the list. */
export function isFiltre(filtre: Filtre): boolean {
  const { texte, noeudId, statut, animateur, territoire, financeur, themeId, completude } = filtre
  return [texte, noeudId, statut, animateur, territoire, financeur, themeId, completude].some((valeur) => valeur !== null)
}

/** Fiches that pass every filter. */
export function filtered(fiches: readonly FicheListee[], filtre: Filtre, arbre: Arbre, champs: readonly Champ[]): FicheListee[] {
  const dansBranche =
    filtre.noeudId === null
      ? null
      : arbre.objets.has(filtre.noeudId)
        ? new Set(branche(arbre, filtre.noeudId).map((objet) => objet.id))
        : new Set<string>()
  return fiches.filter(
    (fiche) =>
      fiche.trouvee &&
      (dansBranche === null || (fiche.noeudId !== null && dansBranche.has(fiche.noeudId))) &&
      (filtre.statut === null || fiche.statut === filtre.statut) &&
      (filtre.animateur === null || fiche.animateurs.includes(filtre.animateur)) &&
      (filtre.territoire === null || fiche.territoires.includes(filtre.territoire)) &&
      (filtre.financeur === null || fiche.financeurs.includes(filtre.financeur)) &&
      (filtre.themeId === null || fiche.themeIds.includes(filtre.themeId)) &&
      (filtre.completude === null || isCompletude(filtre.completude, completudeDe(fiche, champs))),
  )
}

function isCompletude(voulue: Completude, { remplis, total }: { remplis: number; total: number }): boolean {
  if (voulue === 'complete') return remplis === total
  if (voulue === 'a_completer') return remplis < total
  return remplis * 2 < total
}

/** Fiches in the order asked; equal ones in the order of the tree, which is that of `fiches`. */
export function sorted(fiches: readonly FicheListee[], filtre: Pick<Filtre, 'tri' | 'sens'>, champs: readonly Champ[]): FicheListee[] {
  const { tri } = filtre
  if (tri === null) return [...fiches]
  const signe = filtre.sens === 'decroissant' ? -1 : 1
  const ordre = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' })
  const compare: Record<Tri, (a: FicheListee, b: FicheListee) => number> = {
    code: (a, b) => ordre.compare(a.code, b.code),
    intitule: (a, b) => ordre.compare(a.intitule, b.intitule),
    complet: (a, b) => completudeDe(a, champs).remplis - completudeDe(b, champs).remplis,
    statut: (a, b) => STATUTS.indexOf(a.statut) - STATUTS.indexOf(b.statut),
    modifiee: (a, b) => a.modifieeLe.getTime() - b.modifieeLe.getTime(),
  }
  return fiches.toSorted((a, b) => signe * compare[tri](a, b))
}

/** « 4 piliers, 11 axes »: the nodes by level, in the words of the contract. */
export function phraseNiveaux(arbre: Arbre): string {
  const parRang = new Map<number, number>()
  for (const objet of arbre.objets.values()) if (objet.rang !== null) parRang.set(objet.rang, (parRang.get(objet.rang) ?? 0) + 1)
  return arbre.niveaux
    .flatMap((niveau) => {
      const nombre = parRang.get(niveau.rang) ?? 0
      return nombre === 0 ? [] : [accorde(nombre, niveau.singulier.toLocaleLowerCase('fr'), niveau.pluriel.toLocaleLowerCase('fr'))]
    })
    .join(', ')
}

/** How many fiches bear each status. */
export function countStatuts(fiches: readonly FicheListee[]): Record<StatutFiche, number> {
  const nombres: Record<StatutFiche, number> = { brouillon: 0, a_valider: 0, validee: 0, abandonnee: 0 }
  for (const fiche of fiches) nombres[fiche.statut] += 1
  return nombres
}

/** Values of one filter that the fiches offer, in French order. */
export function valeursDe(fiches: readonly FicheListee[], champ: 'animateurs' | 'territoires' | 'financeurs'): string[] {
  return [...new Set(fiches.flatMap((fiche) => fiche[champ]))].sort(new Intl.Collator('fr').compare)
}

/** A row of the page: a node, or a fiche of the page. */
export type Rang = { objet: Objet; profondeur: number }

/**
 * Rows of one page of the tree: its fiches with the nodes above them. Without a filter, nodes that hold no fiche are shown
 * too, where they stand. @param visibles fiches to show
 */
export function rangsDePage(
  arbre: Arbre,
  visibles: ReadonlySet<string>,
  { page, taille, vides }: { page: number; taille: number; vides: 'montres' | 'caches' },
): Rang[] {
  const rangs: (Rang & { pages: Set<number> })[] = []
  const ouverts: (Rang & { pages: Set<number> })[] = []
  let vues = 0
  for (const { objet, profondeur } of parcours(arbre)) {
    if (objet.type === 'fiche' && !visibles.has(objet.id)) continue
    const rang = { objet, profondeur, pages: new Set<number>() }
    while (ouverts.length > 0 && (ouverts.at(-1)?.profondeur ?? 0) >= profondeur) ouverts.pop()
    if (objet.type === 'noeud') {
      ouverts.push(rang)
      if (vides === 'montres') rang.pages.add(pageDe(Math.max(0, vues - 1), taille))
    } else {
      const sienne = pageDe(vues, taille)
      vues += 1
      for (const touche of [rang, ...ouverts]) touche.pages.add(sienne)
    }
    rangs.push(rang)
  }
  return rangs.filter((rang) => rang.pages.has(page)).map(({ objet, profondeur }) => ({ objet, profondeur }))
}

function pageDe(rang: number, taille: number): number {
  return Math.floor(rang / taille) + 1
}
