/** Where an imported fiche hangs: its attachment as the document says it, found in the tree of the contract. Pure. */
import type { Niveau } from '#contrat/index.ts'
import { type Arbre, enfantsDe, type Objet } from './arbre.ts'

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
 * fiche. What is missing is proposed for creation, never created here.
 */
export function attached(arbre: Arbre, niveaux: readonly Niveau[], etapes: readonly EtapeRattachement[], code: string | null): Attache {
  const numeros = (code ?? '').split('.').map(numeroDe)
  const numero = numeros.at(-1) ?? null
  const chemin: EtapeRattachement[] =
    etapes.length > 0
      ? [...etapes]
      : numeros
          .slice(0, -1)
          .map((n, rang) => ({ niveau: niveaux[rang]?.singulier ?? '', code: n === null ? null : String(n), intitule: null }))
  let parent: Objet | null = null
  const aCreer: NoeudACreer[] = []
  let rang = 0
  for (const etape of chemin) {
    rang += 1
    const niveau = niveaux.find((n) => plain(n.singulier) === plain(etape.niveau)) ?? niveaux.find((n) => n.rang === rang)
    if (niveau === undefined) {
      return {
        noeudId: parent?.id ?? null,
        aCreer,
        numero,
        doute: `Ce contrat n’a pas de niveau « ${etape.niveau} » : la fiche est proposée au niveau le plus proche.`,
      }
    }
    if (niveau.rang < rang) continue
    const local = numeroDe((etape.code ?? '').split('.').at(-1) ?? null)
    const freres: Objet[] = aCreer.length > 0 ? [] : enfantsDe(arbre, parent?.id ?? null, 'noeud')
    const trouve: Objet | undefined =
      freres.find((noeud) => local !== null && noeud.numero === local) ??
      freres.find((noeud) => etape.intitule !== null && plain(noeud.intitule) === plain(etape.intitule))
    if (trouve === undefined) {
      if (etape.code === null && etape.intitule === null) break
      aCreer.push({ rang, numero: local, intitule: etape.intitule ?? `${etape.niveau} ${etape.code}` })
    } else parent = trouve
  }
  return { noeudId: parent?.id ?? null, aCreer, numero, doute: null }
}
