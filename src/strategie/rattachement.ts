/** Where an imported fiche hangs: its attachment as the document says it, found in the tree of the contract. Pure. */
import type { Niveau } from '#contrat/index.ts'
import { type Arbre, codeEn, enfantsDe, groupeDe, type Objet } from './arbre.ts'
import { nextNumero } from './arbre-deplacement.ts'

export type EtapeRattachement = { niveau: string; code: string | null; intitule: string | null }

/** A node that the tree lacks: created with the words of the document, or with its level and number when it gives no title. */
export type NoeudACreer = { rang: number; numero: number | null; intitule: string }

export type Attache = {
  /** Deepest node found; null at the root. */
  noeudId: string | null
  aCreer: NoeudACreer[]
  /** Number of the fiche in its place, when its code says so. */
  numero: number | null
  /** A sentence when the document and the tree disagree; null otherwise. */
  doute: string | null
}

/** « 2 », « II », « B » → 2; null when the text is no number. */
export function numeroDe(code: string | null): number | null {
  if (code === null) return null
  const texte = code.trim().replace(/[.)°]+$/, '')
  if (/^\d{1,4}$/.test(texte)) return Number(texte) > 0 ? Number(texte) : null
  if (/^[IVXLCDM]+$/.test(texte)) return romain(texte)
  if (/^[A-Z]$/.test(texte)) return texte.charCodeAt(0) - 64
  return null
}

function romain(texte: string): number {
  const valeurs: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 }
  const chiffres = [...texte].map((lettre) => valeurs[lettre] ?? 0)
  return chiffres.reduce((somme, valeur, rang) => somme + ((chiffres[rang + 1] ?? 0) > valeur ? -valeur : valeur), 0)
}

function plain(texte: string): string {
  return texte
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * Finds, level by level, the nodes that the document names: by number, else by title; without attachment, by the code of the
 * fiche. What is missing is proposed for creation, never created here; where both disagree, it is said.
 */
export function attached(arbre: Arbre, niveaux: readonly Niveau[], etapes: readonly EtapeRattachement[], code: string | null): Attache {
  const numeros = (code ?? '').split('.').map(numeroDe)
  const attache: Attache = { noeudId: null, aCreer: [], numero: numeros.at(-1) ?? null, doute: null }
  const chemin: EtapeRattachement[] =
    etapes.length > 0
      ? [...etapes]
      : numeros
          .slice(0, -1)
          .map((n, rang) => ({ niveau: niveaux[rang]?.singulier ?? '', code: n === null ? null : String(n), intitule: null }))
  let profondeur = 0
  for (const etape of chemin) {
    const niveau = niveaux.find((n) => plain(n.singulier) === plain(etape.niveau)) ?? niveaux.find((n) => n.rang === profondeur + 1)
    if (niveau === undefined) {
      const doute = `Ce contrat n’a pas de niveau « ${etape.niveau} » : la fiche est proposée au niveau le plus proche.`
      return { ...attache, doute }
    }
    if (niveau.rang <= profondeur) continue
    const trouve = attache.aCreer.length > 0 ? undefined : findNoeud(arbre, attache.noeudId, niveau.rang, etape)
    if (trouve !== undefined) {
      attache.noeudId = trouve.id
      attache.doute ??= autreTitre(niveau, etape, trouve)
    } else if (niveau.rang > profondeur + 1) {
      return { ...attache, doute: `Le document nomme « ${designe(etape)} » sans dire ce qui le porte : choisissez sa place.` }
    } else if (etape.code === null && etape.intitule === null) {
      return attache
    } else {
      const local = numeroDe((etape.code ?? '').split('.').at(-1) ?? null)
      attache.aCreer.push({ rang: niveau.rang, numero: local, intitule: etape.intitule ?? designe(etape) })
    }
    profondeur = niveau.rang
  }
  return attache
}

/** The node of this level that a step names: under the node found before, by its number or its title, or anywhere by its whole code. */
function findNoeud(arbre: Arbre, parentId: string | null, rang: number, etape: EtapeRattachement): Objet | undefined {
  const local = numeroDe((etape.code ?? '').split('.').at(-1) ?? null)
  const enfants = enfantsDe(arbre, parentId, 'noeud').filter((noeud) => noeud.rang === rang)
  const dessous = branche(arbre, parentId).filter((noeud) => noeud.type === 'noeud' && noeud.rang === rang)
  const parTitre = (noeuds: readonly Objet[]) =>
    noeuds.filter((noeud) => etape.intitule !== null && plain(noeud.intitule) === plain(etape.intitule))
  return (
    enfants.find((noeud) => local !== null && noeud.numero === local) ??
    parTitre(enfants)[0] ??
    dessous.find((noeud) => etape.code?.includes('.') === true && noeud.code === etape.code) ??
    (parTitre(dessous).length === 1 ? parTitre(dessous)[0] : undefined)
  )
}

function branche(arbre: Arbre, parentId: string | null): Objet[] {
  return (arbre.enfants.get(parentId) ?? []).flatMap((objet) => (objet.type === 'noeud' ? [objet, ...branche(arbre, objet.id)] : []))
}

function autreTitre(niveau: Niveau, etape: EtapeRattachement, noeud: Objet): string | null {
  if (etape.intitule === null || plain(etape.intitule) === plain(noeud.intitule)) return null
  return `Dans l’arbre, ${niveau.singulier} ${noeud.code} s’intitule « ${noeud.intitule} » ; le document dit « ${etape.intitule} ».`
}

function designe({ niveau, code, intitule }: EtapeRattachement): string {
  return [niveau, code].filter((mot) => mot !== null && mot !== '').join(' ') || (intitule ?? '')
}

/** What stands already at the number that a fiche asks for under a node, and the code that it would bear at the next free one. */
export function placePrevue(arbre: Arbre, parentId: string | null, numero: number | null): { prisPar: Objet | null; codeLibre: string } {
  const fiche = { type: 'fiche', rang: null } as const
  const prisPar = numero === null ? undefined : groupeDe(arbre, fiche, parentId).find((objet) => objet.numero === numero)
  return { prisPar: prisPar ?? null, codeLibre: codeEn(arbre, fiche, parentId, nextNumero(arbre, fiche, parentId)) }
}
