/**
 * The tree of a contract: nodes and fiches, their numbers and codes. Pure.
 *
 * One numbering: nodes and fiches that hang from one place share it, so that no code is borne twice. A level numbered
 * « aucune » adds nothing to the code: what hangs below it is numbered with its nearest numbered ancestor, its *scope*.
 */
import { formatNumero, type Niveau } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { avecIndefini, designation, niveauDe } from './noeud.ts'

export type TypeObjet = 'noeud' | 'fiche'

/** Where something stands: under which node (null: the root), with which number. */
export type Place = { type: TypeObjet; id: string; parentId: string | null; numero: number }

/** A live node (`rang` from 1) or fiche (`rang` null) with the code it bears today. */
export type Objet = Place & { rang: number | null; code: string; intitule: string }

export type Arbre = {
  niveaux: readonly Niveau[]
  objets: ReadonlyMap<string, Objet>
  /** Children by parent, in the order of their numbers. */
  enfants: ReadonlyMap<string | null, readonly Objet[]>
}

/** Builds the tree of the live objects of one contract. What hangs from an unknown node is shown at the root, never dropped. */
export function buildArbre(niveaux: readonly Niveau[], objets: Iterable<Objet>): Arbre {
  const parId = new Map<string, Objet>()
  for (const objet of objets) parId.set(objet.id, objet)
  const enfants = new Map<string | null, Objet[]>()
  for (const objet of parId.values()) {
    const parent = objet.parentId !== null && parId.get(objet.parentId)?.type === 'noeud' ? objet.parentId : null
    const freres = enfants.get(parent)
    if (freres === undefined) enfants.set(parent, [objet])
    else freres.push(objet)
  }
  for (const freres of enfants.values()) freres.sort((a, b) => a.numero - b.numero)
  return { niveaux, objets: parId, enfants }
}

/** @throws RegleViolee when the object is not in the tree any more */
export function getObjet(arbre: Arbre, id: string): Objet {
  const objet = arbre.objets.get(id)
  if (objet === undefined) throw new RegleViolee('Cet élément n’est plus dans l’arbre : il a été archivé ou déplacé dans un autre contrat.')
  return objet
}

/** Children of one type under a node, in the order of their numbers. */
export function enfantsDe(arbre: Arbre, parentId: string | null, type: TypeObjet): Objet[] {
  return (arbre.enfants.get(parentId) ?? []).filter((objet) => objet.type === type)
}

/** True when the object adds its number to the codes. */
export function isNumerote(arbre: Arbre, objet: Pick<Objet, 'type' | 'rang'>): boolean {
  return objet.type === 'fiche' || arbre.niveaux.find((n) => n.rang === objet.rang)?.numerotation !== 'aucune'
}

/** The node whose code begins the codes of what hangs from `parentId`: itself or its nearest numbered ancestor; null: the root. */
export function scopeDe(arbre: Arbre, parentId: string | null): string | null {
  let id = parentId
  while (id !== null) {
    const noeud = arbre.objets.get(id)
    if (noeud === undefined) return null
    if (isNumerote(arbre, noeud)) return id
    id = noeud.parentId
  }
  return null
}

/** Numbered objects right under a place in the codes, passing through unnumbered nodes, in reading order. */
export function objetsDuScope(arbre: Arbre, depuis: string | null): Objet[] {
  const enfants = arbre.enfants.get(depuis) ?? []
  const directs = enfants.filter((objet) => isNumerote(arbre, objet))
  const traverses = enfants.filter((objet) => !isNumerote(arbre, objet))
  return [...directs, ...traverses.flatMap((noeud) => objetsDuScope(arbre, noeud.id))]
}

/** Objects that share the numbering of an object of this kind under this node. */
export function groupeDe(arbre: Arbre, objet: Pick<Objet, 'type' | 'rang'>, parentId: string | null): Objet[] {
  return isNumerote(arbre, objet)
    ? objetsDuScope(arbre, scopeDe(arbre, parentId))
    : enfantsDe(arbre, parentId, 'noeud').filter((frere) => !isNumerote(arbre, frere))
}

/** The code of every object, from its numbers (BR-27); empty for a node whose level is not numbered. */
export function codesOf(arbre: Arbre): Map<string, string> {
  const codes = new Map<string, string>()
  const descend = (parentId: string | null, prefixe: string): void => {
    for (const objet of arbre.enfants.get(parentId) ?? []) {
      const numerote = isNumerote(arbre, objet)
      const code = numerote ? `${prefixe}${texteNumero(arbre, objet, objet.numero)}` : ''
      codes.set(objet.id, code)
      if (objet.type === 'noeud') descend(objet.id, numerote ? `${code}.` : prefixe)
    }
  }
  descend(null, '')
  return codes
}

/** The code that an object would bear at a place. */
export function codeEn(arbre: Arbre, objet: Pick<Objet, 'type' | 'rang'>, parentId: string | null, numero: number): string {
  if (!isNumerote(arbre, objet)) return ''
  const scope = scopeDe(arbre, parentId)
  const prefixe = scope === null ? '' : `${codesOf(arbre).get(scope) ?? ''}.`
  return `${prefixe}${texteNumero(arbre, objet, numero)}`
}

function texteNumero(arbre: Arbre, objet: Pick<Objet, 'type' | 'rang'>, numero: number): string {
  const style = objet.type === 'fiche' ? 'arabe' : (arbre.niveaux.find((n) => n.rang === objet.rang)?.numerotation ?? 'arabe')
  return formatNumero(numero, style)
}

/** Objects whose borne code is no longer that of their numbers. */
export function codesChanges(arbre: Arbre): { objet: Objet; code: string }[] {
  const codes = codesOf(arbre)
  return [...arbre.objets.values()].flatMap((objet) => {
    const code = codes.get(objet.id) ?? ''
    return code === objet.code ? [] : [{ objet, code }]
  })
}

/** The whole tree in reading order: the fiches of a node, then its nodes. `profondeur` from 0. */
export function parcours(arbre: Arbre): { objet: Objet; profondeur: number }[] {
  const rangs: { objet: Objet; profondeur: number }[] = []
  const descend = (parentId: string | null, profondeur: number): void => {
    for (const objet of enfantsDe(arbre, parentId, 'fiche')) rangs.push({ objet, profondeur })
    for (const objet of enfantsDe(arbre, parentId, 'noeud')) {
      rangs.push({ objet, profondeur })
      descend(objet.id, profondeur + 1)
    }
  }
  descend(null, 0)
  return rangs
}

/** The object and all that hangs from it. */
export function branche(arbre: Arbre, id: string): Objet[] {
  const racine = getObjet(arbre, id)
  return [racine, ...(arbre.enfants.get(id) ?? []).flatMap((enfant) => branche(arbre, enfant.id))]
}

/** Nodes from the root down to the parent of an object. */
export function ancetres(arbre: Arbre, parentId: string | null): Objet[] {
  const noeud = parentId === null ? undefined : arbre.objets.get(parentId)
  return noeud === undefined ? [] : [...ancetres(arbre, noeud.parentId), noeud]
}

/** « la fiche 2.1.5 », « l’axe 2.1 », « la racine du contrat ». */
export function nomme(arbre: Arbre, id: string | null): string {
  const objet = id === null ? undefined : arbre.objets.get(id)
  if (objet === undefined) return 'la racine du contrat'
  if (objet.type === 'fiche') return `la fiche ${objet.code}`
  return designation(
    objet,
    arbre.niveaux.find((n) => n.rang === objet.rang),
  )
}

/** A sentence beginning: « La fiche 2.1.5 ». */
export function nommeEnTete(arbre: Arbre, id: string | null): string {
  const nom = nomme(arbre, id)
  return nom.charAt(0).toLocaleUpperCase('fr') + nom.slice(1)
}

/** For the journal: « Fiche 2.1.5 déplacée », « Axe 2.1 archivé ». @param participe masculine singular */
export function acteSur(arbre: Arbre, id: string, participe: string): string {
  const objet = getObjet(arbre, id)
  const niveau = arbre.niveaux.find((n) => n.rang === objet.rang)
  const nom = objet.type === 'fiche' ? 'Fiche' : (niveau?.singulier ?? 'Nœud')
  const accord = objet.type === 'fiche' || niveau?.feminin === true ? 'e' : ''
  return `${nom} ${objet.code === '' ? `«\u00a0${objet.intitule}\u00a0»` : objet.code} ${participe}${accord}`
}

/**
 * What may hang where: a node of rank r under a node of rank r − 1, a node of rank 1 and any fiche at the root, a fiche
 * under any node; nothing under itself.
 * @throws RegleViolee
 */
export function assertPeutPendre(arbre: Arbre, objet: Pick<Objet, 'type' | 'rang'> & { id?: string }, parentId: string | null): void {
  const parent = parentId === null ? null : arbre.objets.get(parentId)
  if (parent === undefined || parent?.type === 'fiche') {
    throw new RegleViolee('Le nœud choisi n’existe plus dans cet arbre : choisissez-en un autre.')
  }
  if (objet.type === 'fiche') return
  if (objet.id !== undefined && ancetres(arbre, parentId).some((noeud) => noeud.id === objet.id)) {
    throw new RegleViolee(`${nommeEnTete(arbre, objet.id)} ne peut pas être rangé sous lui-même.`)
  }
  const rang = objet.rang ?? 1
  if ((parent?.rang ?? 0) === rang - 1) return
  const niveau = niveauDe(arbre.niveaux, rang)
  const sujet = avecIndefini(niveau)
  const attendu = rang === 1 ? 'à la racine du contrat' : `sous ${avecIndefini(niveauDe(arbre.niveaux, rang - 1))}`
  throw new RegleViolee(
    `${sujet.charAt(0).toLocaleUpperCase('fr')}${sujet.slice(1)} se range ${attendu}, pas ${parentId === null ? 'à la racine du contrat' : `sous ${nomme(arbre, parentId)}`}.`,
  )
}
