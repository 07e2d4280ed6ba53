import { CORPS, type Recueil } from '../recueil.ts'
import { refus } from '../refus.ts'
import { childOf, childrenOf, type Noeud, parseXml } from '../xml.ts'
import type { Zip } from '../zip.ts'
import { createComptes } from './listes-odt.ts'
import { type MarcheOdt, walkOdt } from './marche-odt.ts'
import { readStylesOdt } from './styles-odt.ts'
import { layOutTable } from './tableau-odt.ts'

/**
 * Reads an OpenDocument spreadsheet: every paragraph of every filled cell in the words that the sheet shows, merged cells
 * with their spans. `paragraphe` is the number of the row. Hidden sheets are left out with a warning.
 */
export function readOds(zip: Zip, recueil: Recueil): void {
  const contenu = zip.read('content.xml')
  const racine = contenu === null ? null : parse(recueil.nom, contenu)
  const classeur = childOf(childOf(racine ?? undefined, 'office:body'), 'office:spreadsheet')
  if (racine === null || classeur === undefined) throw refus.abime(recueil.nom)
  const styles = readStylesOdt([racine])
  const marche: MarcheOdt = { recueil, styles, comptes: createComptes(), images: () => null, notes: [], commentaires: [] }
  const masquees = hiddenStyles(racine)
  for (const feuille of childrenOf(classeur, 'table:table')) {
    const nom = feuille.attributs['table:name'] ?? ''
    if (masquees.has(feuille.attributs['table:style-name'] ?? '')) {
      recueil.warn('feuille_masquee', `La feuille «\u00a0${nom}\u00a0» est masquée dans le classeur\u00a0: elle n’a pas été reprise.`)
      continue
    }
    const table = recueil.openTable()
    for (const { noeud, ...position } of layOutTable(feuille)) {
      walkOdt(marche, noeud, { ...CORPS, feuille: nom, rang: position.ligne + 1, cellule: { table, ...position, suivant: 0 } })
    }
  }
  for (const commentaire of marche.commentaires) walkOdt(marche, commentaire, { ...CORPS, zone: 'commentaire' })
}

function parse(nom: string, octets: Uint8Array): Noeud {
  try {
    return parseXml(nom, octets)
  } catch (erreur) {
    throw erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur : refus.abime(nom)
  }
}

function hiddenStyles(racine: Noeud): Set<string> {
  const masquees = new Set<string>()
  for (const style of childrenOf(childOf(racine, 'office:automatic-styles'), 'style:style')) {
    if (childOf(style, 'style:table-properties')?.attributs['table:display'] === 'false') masquees.add(style.attributs['style:name'] ?? '')
  }
  return masquees
}
