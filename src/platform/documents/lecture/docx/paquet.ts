import { refus } from '../refus.ts'
import { childrenOf, type Noeud, parseXml } from '../xml.ts'
import type { Zip } from '../zip.ts'

/** A relationship of an OOXML part: its kind (last word of its type), its target in the package, outside of it or not. */
export type Relation = { id: string; sorte: string; cible: string; externe: boolean }

/** A part with its tree and its relationships by id. */
export type Partie = { chemin: string; racine: Noeud; relations: Map<string, Relation> }

/** The main part of a package, found by its relationships as Word does, else where Word puts it. */
export function mainPart(zip: Zip): string | null {
  for (const relation of readRelations(zip, '').values()) {
    if (relation.sorte === 'officeDocument' && zip.has(relation.cible)) return relation.cible
  }
  return zip.has('word/document.xml') ? 'word/document.xml' : null
}

/** Reads a part; null when the package has none there. */
export function readPartie(nom: string, zip: Zip, chemin: string): Partie | null {
  const octets = zip.read(chemin)
  if (octets === null) return null
  return { chemin, racine: parsePart(nom, octets), relations: readRelations(zip, chemin) }
}

/** First part that a relationship of this kind leads to. */
export function readRelated(nom: string, zip: Zip, partie: Partie, sorte: string): Partie | null {
  for (const relation of partie.relations.values()) {
    if (relation.sorte === sorte && !relation.externe) return readPartie(nom, zip, relation.cible)
  }
  return null
}

function readRelations(zip: Zip, chemin: string): Map<string, Relation> {
  const relations = new Map<string, Relation>()
  const coupe = chemin.lastIndexOf('/')
  const dossier = coupe === -1 ? '' : chemin.slice(0, coupe + 1)
  const octets = zip.read(`${dossier}_rels/${chemin.slice(coupe + 1)}.rels`)
  if (octets === null) return relations
  for (const noeud of childrenOf(parsePart('', octets))) {
    const id = noeud.attributs.Id
    const cible = noeud.attributs.Target
    if (id === undefined || cible === undefined) continue
    const externe = noeud.attributs.TargetMode === 'External'
    const sorte = (noeud.attributs.Type ?? '').split('/').at(-1) ?? ''
    relations.set(id, { id, sorte, cible: externe ? cible : resolvePath(dossier, cible), externe })
  }
  return relations
}

function parsePart(nom: string, octets: Uint8Array): Noeud {
  try {
    return parseXml(nom, octets)
  } catch (erreur) {
    throw erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur : refus.abime(nom)
  }
}

function resolvePath(dossier: string, cible: string): string {
  if (cible.startsWith('/')) return cible.slice(1)
  const morceaux = dossier.split('/').filter((morceau) => morceau !== '')
  for (const morceau of cible.split('/')) {
    if (morceau === '..') morceaux.pop()
    else if (morceau !== '.' && morceau !== '') morceaux.push(morceau)
  }
  return morceaux.join('/')
}
