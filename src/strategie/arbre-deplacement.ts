/** Moves in the tree: each gives back the tree after it; the difference between two trees is what is written. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import {
  type Arbre,
  assertPeutPendre,
  branche,
  buildArbre,
  codeEn,
  enfantsDe,
  getObjet,
  groupeDe,
  isNumerote,
  nomme,
  nommeEnTete,
  type Objet,
  objetsDuScope,
  type Place,
  scopeDe,
} from './arbre.ts'
import { avecDe } from './noeud.ts'

export const NUMERO_MAX = 9999

/** Places before and after a move: all that is needed to undo it. */
export type Mouvement = { avant: Place[]; apres: Place[] }

/** Swaps the numbers of an object and of its neighbour of the same kind; holes stay where they are. @throws RegleViolee at the end */
export function shifted(arbre: Arbre, id: string, sens: 'haut' | 'bas'): Arbre {
  const objet = getObjet(arbre, id)
  const freres = enfantsDe(arbre, parentVu(arbre, objet), objet.type)
  const voisin = freres[freres.findIndex((frere) => frere.id === id) + (sens === 'haut' ? -1 : 1)]
  if (voisin === undefined) {
    throw new RegleViolee(
      `${nommeEnTete(arbre, id)} est déjà ${sens === 'haut' ? 'au début' : 'à la fin'} ${avecDe(nomme(arbre, objet.parentId))}.`,
    )
  }
  return withPlaces(arbre, [
    { ...toPlace(objet), numero: voisin.numero },
    { ...toPlace(voisin), numero: objet.numero },
  ])
}

/**
 * Hangs an object from a node (null: the root), before a sibling of the same kind or, without one, at the end: under
 * another node it then takes the next free number. Under the same node, the numbers of the siblings are dealt again in the
 * new order, holes kept. Before a sibling of another node it takes its number, and the following give way up to the first hole.
 * @throws RegleViolee when it may not hang there, or would not move
 */
export function moved(arbre: Arbre, id: string, vers: { parentId: string | null; avantId: string | null }): Arbre {
  const objet = getObjet(arbre, id)
  assertPeutPendre(arbre, objet, vers.parentId)
  const avant = vers.avantId === null ? null : getObjet(arbre, vers.avantId)
  if (avant !== null && (avant.type !== objet.type || parentVu(arbre, avant) !== vers.parentId)) {
    throw new RegleViolee('La place choisie n’existe plus : l’arbre a changé depuis l’affichage de la page.')
  }
  if (vers.parentId === parentVu(arbre, objet)) return reordered(arbre, objet, avant)
  const groupe = groupeDe(arbre, objet, vers.parentId)
  // Between two unnumbered nodes of one scope the number, so the code, is kept.
  const garde = groupe.some((autre) => autre.id === objet.id)
  const places =
    avant === null
      ? []
      : pushed(
          groupe.filter((autre) => autre.id !== objet.id),
          avant.numero,
        )
  const numero = avant !== null ? avant.numero : garde ? objet.numero : nextNumero(arbre, objet, vers.parentId)
  const pose = withPlaces(arbre, [...places, { ...toPlace(objet), parentId: vers.parentId, numero }])
  // The fiches of an unnumbered node are numbered with what holds it: in another scope they take the next free numbers.
  if (isNumerote(arbre, objet) || scopeDe(arbre, objet.parentId) === scopeDe(pose, vers.parentId)) return pose
  return renewed(pose, arbre, id)
}

function reordered(arbre: Arbre, objet: Objet, avant: Objet | null): Arbre {
  const freres = enfantsDe(arbre, parentVu(arbre, objet), objet.type)
  const autres = freres.filter((frere) => frere.id !== objet.id)
  const rang = avant === null ? autres.length : autres.findIndex((frere) => frere.id === avant.id)
  const ordre = avant?.id === objet.id ? freres : [...autres.slice(0, rang), objet, ...autres.slice(rang)]
  const numeros = freres.map((frere) => frere.numero)
  const places = ordre.flatMap((frere, i) => {
    const numero = numeros[i] ?? frere.numero
    return numero === frere.numero ? [] : [{ ...toPlace(frere), numero }]
  })
  if (places.length === 0) throw new RegleViolee(`${nommeEnTete(arbre, objet.id)} est déjà à cette place.`)
  return withPlaces(arbre, places)
}

/** Objects of a group that must give way so that `numero` becomes free. */
function pushed(groupe: readonly Objet[], numero: number): Place[] {
  const parNumero = new Map(groupe.map((objet) => [objet.numero, objet]))
  const places: Place[] = []
  let suivant = numero
  for (let occupant = parNumero.get(suivant); occupant !== undefined; occupant = parNumero.get(suivant)) {
    suivant += 1
    places.push({ ...toPlace(occupant), numero: assertNumero(suivant) })
  }
  return places
}

function renewed(pose: Arbre, avant: Arbre, id: string): Arbre {
  const dedans = new Set(objetsDuScope(avant, id).map((objet) => objet.id))
  const dehors = objetsDuScope(pose, scopeDe(pose, id)).filter((objet) => !dedans.has(objet.id))
  let numero = dehors.reduce((max, objet) => Math.max(max, objet.numero), 0)
  const places = objetsDuScope(avant, id).map((objet) => {
    numero += 1
    return { ...toPlace(objet), numero: assertNumero(numero) }
  })
  return withPlaces(pose, places)
}

/** Closes the holes of the numbering of a node and of all that hangs from it (null: the whole contract), order kept. @throws RegleViolee when there is no hole */
export function renumbered(arbre: Arbre, noeudId: string | null): Arbre {
  const scopes = new Set<string | null>([scopeDe(arbre, noeudId)])
  const noeuds = noeudId === null ? [...arbre.objets.values()] : branche(arbre, noeudId)
  for (const objet of noeuds) if (objet.type === 'noeud' && isNumerote(arbre, objet)) scopes.add(objet.id)
  const places: Place[] = []
  const deal = (groupe: readonly Objet[]) => {
    groupe.forEach((objet, i) => {
      if (objet.numero !== i + 1) places.push({ ...toPlace(objet), numero: i + 1 })
    })
  }
  for (const scope of scopes) deal(objetsDuScope(arbre, scope))
  const nonNumerotes = noeuds.filter((objet) => objet.type === 'noeud' && !isNumerote(arbre, objet))
  for (const parentId of new Set(nonNumerotes.map((noeud) => noeud.parentId))) {
    deal(enfantsDe(arbre, parentId, 'noeud').filter((noeud) => !isNumerote(arbre, noeud)))
  }
  if (places.length === 0) {
    throw new RegleViolee(`La numérotation ${noeudId === null ? 'du contrat' : avecDe(nomme(arbre, noeudId))} n’a pas de trou.`)
  }
  return withPlaces(arbre, places)
}

/**
 * The tree once each number is borne once in its numbering: after a level has been numbered otherwise, two fiches may bear
 * the same number. The first in reading order keeps it, the others take the next free ones.
 */
export function settled(arbre: Arbre): Arbre {
  const scopes: (string | null)[] = [null]
  const places: Place[] = []
  const settle = (groupe: readonly Objet[]) => {
    const vus = new Set<number>()
    let max = groupe.reduce((m, objet) => Math.max(m, objet.numero), 0)
    for (const objet of groupe) {
      if (vus.has(objet.numero)) {
        max += 1
        places.push({ ...toPlace(objet), numero: assertNumero(max) })
      }
      vus.add(objet.numero)
    }
  }
  for (const objet of arbre.objets.values()) if (objet.type === 'noeud' && isNumerote(arbre, objet)) scopes.push(objet.id)
  for (const scope of scopes) settle(objetsDuScope(arbre, scope))
  for (const parentId of [null, ...arbre.objets.keys()])
    settle(enfantsDe(arbre, parentId, 'noeud').filter((noeud) => !isNumerote(arbre, noeud)))
  return withPlaces(arbre, places)
}

/** Where something new goes: the number wished when it is free, else refused; without a wish, the next free number. @throws RegleViolee */
export function placeNouvelle(
  arbre: Arbre,
  objet: Pick<Objet, 'type' | 'rang' | 'parentId'>,
  numeroVoulu: number | null,
): { numero: number; code: string } {
  assertPeutPendre(arbre, objet, objet.parentId)
  const numero = numeroVoulu === null ? nextNumero(arbre, objet, objet.parentId) : assertNumero(numeroVoulu)
  const code = codeEn(arbre, objet, objet.parentId, numero)
  const porteur = groupeDe(arbre, objet, objet.parentId).find((autre) => autre.numero === numero)
  if (porteur !== undefined) {
    const dit = code === '' ? `Le rang ${numero}` : `Le code ${code}`
    const message = `${dit} est déjà porté par ${nomme(arbre, porteur.id)}, «\u00a0${porteur.intitule}\u00a0» : choisissez un autre numéro.`
    throw new RegleViolee(message, [{ champ: 'numero', message }])
  }
  return { numero, code }
}

/** Where something archived comes back: its number when it is still free, else the next one. @throws RegleViolee when its node is gone */
export function placeRestauree(
  arbre: Arbre,
  objet: Pick<Objet, 'type' | 'rang' | 'parentId' | 'numero'>,
): { numero: number; code: string } {
  const pris = groupeDe(arbre, objet, objet.parentId).some((autre) => autre.numero === objet.numero)
  return placeNouvelle(arbre, objet, pris ? null : objet.numero)
}

/** The next free number under a node: one more than the last, so that a hole left by an import is not filled by chance. */
export function nextNumero(arbre: Arbre, objet: Pick<Objet, 'type' | 'rang'>, parentId: string | null): number {
  return assertNumero(groupeDe(arbre, objet, parentId).reduce((max, autre) => Math.max(max, autre.numero), 0) + 1)
}

/** The tree with some places changed. */
export function withPlaces(arbre: Arbre, places: readonly Place[]): Arbre {
  const objets = new Map(arbre.objets)
  for (const place of places) {
    const objet = objets.get(place.id)
    if (objet !== undefined) objets.set(place.id, { ...objet, parentId: place.parentId, numero: place.numero })
  }
  return buildArbre(arbre.niveaux, objets.values())
}

/** What changed between two trees of the same objects. */
export function mouvementEntre(avant: Arbre, apres: Arbre): Mouvement {
  const mouvement: Mouvement = { avant: [], apres: [] }
  for (const objet of avant.objets.values()) {
    const la = apres.objets.get(objet.id)
    if (la === undefined || (la.parentId === objet.parentId && la.numero === objet.numero)) continue
    mouvement.avant.push(toPlace(objet))
    mouvement.apres.push(toPlace(la))
  }
  return mouvement
}

/**
 * The tree as it was before a move.
 * @throws RegleViolee, saying what happened since, when something of it has moved again, gone, or lost its place to another
 */
export function undone(arbre: Arbre, mouvement: Mouvement): Arbre {
  for (const place of mouvement.apres) {
    const objet = arbre.objets.get(place.id)
    if (objet === undefined) {
      throw new RegleViolee('Ce déplacement ne peut plus être annulé : une fiche ou un nœud qu’il concerne a été archivé depuis.')
    }
    if (objet.parentId !== place.parentId || objet.numero !== place.numero) {
      throw new RegleViolee(`Ce déplacement ne peut plus être annulé : ${nomme(arbre, objet.id)} a encore changé de place depuis.`)
    }
  }
  for (const place of mouvement.avant) {
    if (place.parentId !== null && arbre.objets.get(place.parentId)?.type !== 'noeud') {
      throw new RegleViolee('Ce déplacement ne peut plus être annulé : le nœud d’origine a été archivé depuis.')
    }
  }
  const rendu = withPlaces(arbre, mouvement.avant)
  for (const place of mouvement.avant) {
    const objet = getObjet(rendu, place.id)
    assertPeutPendre(rendu, objet, objet.parentId)
    const autre = groupeDe(rendu, objet, objet.parentId).find((a) => a.id !== objet.id && a.numero === objet.numero)
    if (autre !== undefined) {
      throw new RegleViolee(`Ce déplacement ne peut plus être annulé : ${nomme(arbre, autre.id)} a pris l’ancienne place depuis.`)
    }
  }
  return rendu
}

function toPlace(objet: Objet): Place {
  return { type: objet.type, id: objet.id, parentId: objet.parentId, numero: objet.numero }
}

/** The parent under which the object is shown: the root when its own is unknown. */
function parentVu(arbre: Arbre, objet: Objet): string | null {
  return objet.parentId !== null && arbre.objets.get(objet.parentId)?.type === 'noeud' ? objet.parentId : null
}

function assertNumero(numero: number): number {
  if (Number.isInteger(numero) && numero >= 1 && numero <= NUMERO_MAX) return numero
  const message = 'Un numéro va de 1 à 9999.'
  throw new RegleViolee(message, [{ champ: 'numero', message }])
}
