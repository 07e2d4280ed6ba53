import { formatNumero, type StyleNumero } from '../numeros.ts'
import { childOf, childrenOf, type Noeud } from '../xml.ts'
import { type Styles, valOf } from './styles.ts'

/** Automatic numbers and bullets of a document, counted as its paragraphs pass. */
export type Numerotation = {
  /** Level at which a style stands in a list, when the list names the style. */
  levelOfStyle(numId: string, styleId: string | null): number | null
  /** Advances the count of that level and gives what Word shows before the text; null when it shows nothing. */
  next(numId: string, ilvl: number): string | null
}

type Niveau = {
  debut: number
  format: string
  modele: string
  reprise: number | null
  legal: boolean
  style: string | null
  image: boolean
}
type Liste = { cle: string; niveaux: Map<number, Niveau>; debuts: Map<number, number> }

/** Reads word/numbering.xml (abstract lists, overrides, style links). */
export function readNumerotation(racine: Noeud | undefined, styles: Styles): Numerotation {
  const abstraits = new Map<string, Noeud>()
  const instances = new Map<string, Noeud>()
  for (const noeud of childrenOf(racine)) {
    if (noeud.nom === 'w:abstractNum') abstraits.set(noeud.attributs['w:abstractNumId'] ?? '', noeud)
    if (noeud.nom === 'w:num') instances.set(noeud.attributs['w:numId'] ?? '', noeud)
  }
  const listes = new Map<string, Liste | null>()
  const comptes = new Map<string, Map<number, number>>()
  const commencees = new Set<string>()

  const listOf = (numId: string, profondeur = 0): Liste | null => {
    const connue = listes.get(numId)
    if (connue !== undefined) return connue
    const instance = instances.get(numId)
    const cle = valOf(childOf(instance, 'w:abstractNumId'))
    const abstrait = cle === null ? undefined : abstraits.get(cle)
    if (instance === undefined || cle === null || abstrait === undefined || profondeur > 5) return null
    const lien = valOf(childOf(abstrait, 'w:numStyleLink'))
    const suivi = lien === null ? null : styles.numIdOfStyle(lien)
    const liee = suivi === null || suivi === numId ? null : listOf(suivi, profondeur + 1)
    const liste: Liste = liee === null ? { cle, niveaux: readLevels(abstrait), debuts: new Map() } : { ...liee, debuts: new Map() }
    applyOverrides(instance, liste)
    listes.set(numId, liste)
    return liste
  }

  return {
    levelOfStyle(numId, styleId) {
      if (styleId === null) return null
      for (const [rang, niveau] of listOf(numId)?.niveaux ?? []) if (niveau.style === styleId) return rang
      return null
    },
    next(numId, ilvl) {
      const liste = listOf(numId)
      const niveau = liste?.niveaux.get(ilvl)
      if (liste === null || niveau === undefined) return null
      let compte = comptes.get(liste.cle)
      if (compte === undefined) {
        compte = new Map()
        comptes.set(liste.cle, compte)
      }
      if (!commencees.has(numId)) {
        commencees.add(numId)
        for (const rang of liste.debuts.keys()) compte.delete(rang)
      }
      for (let rang = 0; rang < ilvl; rang += 1) if (!compte.has(rang)) compte.set(rang, startOf(liste, rang))
      const actuel = compte.get(ilvl)
      compte.set(ilvl, actuel === undefined ? startOf(liste, ilvl) : actuel + 1)
      for (let rang = ilvl + 1; rang < 9; rang += 1) {
        const reprise = liste.niveaux.get(rang)?.reprise ?? null
        if (reprise === null || (reprise !== 0 && ilvl < reprise)) compte.delete(rang)
      }
      return show(liste, niveau, compte)
    },
  }
}

function startOf(liste: Liste, rang: number): number {
  return liste.debuts.get(rang) ?? liste.niveaux.get(rang)?.debut ?? 1
}

function readLevels(abstrait: Noeud): Map<number, Niveau> {
  const niveaux = new Map<number, Niveau>()
  for (const noeud of childrenOf(abstrait, 'w:lvl')) niveaux.set(Number(noeud.attributs['w:ilvl'] ?? 0), readLevel(noeud))
  return niveaux
}

function readLevel(noeud: Noeud): Niveau {
  const choix = childrenOf(noeud, 'mc:AlternateContent').flatMap((alternative) =>
    childrenOf(childOf(alternative, 'mc:Fallback'), 'w:numFmt'),
  )
  const reprise = valOf(childOf(noeud, 'w:lvlRestart'))
  const legal = childOf(noeud, 'w:isLgl')
  return {
    debut: Number(valOf(childOf(noeud, 'w:start')) ?? 0),
    format: valOf(childOf(noeud, 'w:numFmt') ?? choix[0]) ?? 'decimal',
    modele: valOf(childOf(noeud, 'w:lvlText')) ?? '',
    reprise: reprise === null ? null : Number(reprise),
    legal: legal !== undefined && legal.attributs['w:val'] !== '0' && legal.attributs['w:val'] !== 'false',
    style: valOf(childOf(noeud, 'w:pStyle')),
    image: childOf(noeud, 'w:lvlPicBulletId') !== undefined,
  }
}

function applyOverrides(instance: Noeud, liste: Liste): void {
  for (const noeud of childrenOf(instance, 'w:lvlOverride')) {
    const rang = Number(noeud.attributs['w:ilvl'] ?? 0)
    const niveau = childOf(noeud, 'w:lvl')
    if (niveau !== undefined) liste.niveaux = new Map(liste.niveaux).set(rang, readLevel(niveau))
    const debut = valOf(childOf(noeud, 'w:startOverride'))
    if (debut !== null) liste.debuts.set(rang, Number(debut))
  }
}

function show(liste: Liste, niveau: Niveau, compte: Map<number, number>): string | null {
  if (niveau.image) return '•'
  if (niveau.format === 'bullet') return bulletOf(niveau.modele)
  const texte = niveau.modele.replace(/%([1-9])/g, (_, chiffre: string) => {
    const rang = Number(chiffre) - 1
    const format = liste.niveaux.get(rang)?.format ?? 'decimal'
    return formatNumero(compte.get(rang) ?? startOf(liste, rang), niveau.legal && format !== 'none' ? 'decimal' : styleOf(format))
  })
  return texte.trim() === '' ? null : texte.trim()
}

// Symbol and Wingdings bullets live in the private area, where no other font shows them: a plain bullet says as much.
function bulletOf(modele: string): string | null {
  const signe = modele.trim()
  if (signe === '') return null
  return /[\uf000-\uf0ff\ufffd]/.test(signe) || signe === 'o' ? '•' : signe
}

function styleOf(format: string): StyleNumero {
  switch (format) {
    case 'decimalZero':
    case 'lowerLetter':
    case 'upperLetter':
    case 'lowerRoman':
    case 'upperRoman':
    case 'ordinal':
    case 'none':
      return format
    default:
      return 'decimal'
  }
}
