/**
 * Every defect of a geographic file at once, each with its feature, its place, a sentence and the repairs proposed. Pure: nothing
 * is changed here (reparation.ts does, once a person has accepted).
 */
import { accorde, formatNombre } from '#platform/formats.ts'
import { comptesOf, departementOfCode, ecartsDeCompte } from './comptes.ts'
import type { Defaut, NatureDefaut, Reparation } from './defaut.ts'
import { advised, type Constat, examineForme } from './defauts-forme.ts'
import { type Identite, identiteConstats, type ReglesIdentite } from './defauts-identite.ts'
import { placeEntite, reparationsDeProjection, type Situation, situationOf, strayVertices } from './defauts-lieu.ts'
import { formatAire, formatPart, phraseAires, phraseForme, sujetOf } from './defauts-phrases.ts'
import { findChevauchements } from './defauts-voisins.ts'
import { type FormePas, formeOf, type Placement } from './forme-pas.ts'
import type { Position } from './geometrie.ts'
import type { EntiteLue, LectureGeo } from './lecture/lecture.ts'
import { nomProjection, toWgs84 } from './projection.ts'
import { typicalPoint } from './systeme.ts'
import { zoneOfDepartement } from './zones-de-france.ts'

export type { Identite } from './defauts-identite.ts'

export type ContexteDefauts = ReglesIdentite & {
  /** Of each feature, in the order of the file; empty: identities are not checked (outlines without codes). */
  identites: readonly Identite[]
  /** What the texts of the generation count (BR-05); null: nothing to compare with. */
  annonces: Readonly<Record<string, number>> | null
  /** Smallest overlap told, m²; null: overlaps are not looked for. */
  seuilChevauchementM2: number | null
}

/** Features whose repair is tried to tell its areas; beyond, areas are told when it is done. */
const APERCUS = 60

/** @param avance told from time to time how many features are done */
export function findDefauts(lecture: LectureGeo, contexte: ContexteDefauts, avance?: (fait: number, total: number) => void): Defaut[] {
  const { entites } = lecture
  const situation = situationOf(entites, lecture.projection.epsg, (entite) => departementOf(contexte, entite))
  const defauts: Defaut[] = [...fileDefauts(lecture, contexte, situation)]
  const formes: FormePas[] = []
  let apercus = 0
  for (const [rang, entite] of entites.entries()) {
    const say = teller(contexte, entite, defauts)
    const placement = placementOf(entite, situation, contexte, say)
    if (placement === null) {
      formes.push([])
      continue
    }
    if (entite.dimension === 'mixte')
      say('dimension_mixte', false, 'a des altitudes à une partie de ses sommets seulement\u00a0: elles ne sont pas gardées.')
    const regles = { sensImpose: lecture.format === 'geojson', apercus: apercus < APERCUS }
    const brute = formeOf(entite.polygones, placement)
    const egares = strayOf(entite, placement, brute)
    if (egares.nombre > 0) {
      const combien = accorde(egares.nombre, 'sommet')
      say(
        'hors_france',
        true,
        `a ${combien} loin du reste de son contour, hors de France. Corrigez le fichier.`,
        egares.lieux,
        [],
        egares.nombre,
      )
    }
    const { constats, forme } = examineForme(brute, regles, () => null)
    if (constats.some(({ nature }) => nature === 'auto_intersection')) apercus += 1
    for (const constat of constats) {
      say(constat.nature, constat.bloquant, sentenceOf(constat), constat.lieux, constat.reparations, constat.nombre)
    }
    // Overlaps are looked for in shapes as they would be once repaired: the area of the others means nothing.
    const sure = constats.every(({ bloquant }) => !bloquant)
    formes.push(sure ? forme : regles.apercus ? examineForme(brute, { ...regles, apercus: false }, advised).forme : [])
    if (avance !== undefined && rang % 100 === 99) avance(rang + 1, entites.length)
  }
  addIdentites(lecture, contexte, defauts)
  if (contexte.seuilChevauchementM2 !== null) addChevauchements(lecture, contexte, formes, contexte.seuilChevauchementM2, defauts)
  return defauts.sort((a, b) => (a.numero ?? 0) - (b.numero ?? 0))
}

/** Where a feature is to be placed, as the repairs accepted say; null when it has no surface. */
export function placementAccepte(lecture: LectureGeo, entite: EntiteLue, accepte: (nature: NatureDefaut) => string | null): Placement {
  const epsg = /^epsg:(\d+)$/.exec(accepte('projection_fausse') ?? '')?.[1]
  return {
    epsg: epsg === undefined ? lecture.projection.epsg : Number(epsg),
    permute: entite.polygones.length > 0 && accepte('coordonnees_inversees') === 'permuter',
  }
}

type Say = (
  nature: NatureDefaut,
  bloquant: boolean,
  suite: string,
  lieux?: readonly Position[],
  reparations?: readonly Reparation[],
  nombre?: number,
) => void

function teller(contexte: ContexteDefauts, entite: EntiteLue, defauts: Defaut[]): Say {
  const { code = null, nom = null } = contexte.identites[entite.numero - 1] ?? {}
  return (nature, bloquant, suite, lieux = [], reparations = [], nombre = 1) => {
    defauts.push({
      nature,
      numero: entite.numero,
      ligne: entite.ligne,
      code,
      nom,
      bloquant,
      lieux,
      wkt: wktOf(lieux[0]),
      nombre,
      phrase: `${sujetOf(entite.numero, code, nom)} ${suite}`,
      reparations,
      voisin: null,
    })
  }
}

/** Tells what is wrong with the place of a feature. @returns how to check its shape, null when it has none */
function placementOf(entite: EntiteLue, situation: Situation, contexte: ContexteDefauts, say: Say): Placement | null {
  if (entite.polygones.length === 0) {
    const surface = entite.nature === null || /polygon/i.test(entite.nature)
    if (surface) say('geometrie_absente', true, 'n’a pas de contour.')
    else say('geometrie_autre', true, `n’est pas une surface (${entite.nature})\u00a0: seuls les polygones sont lus.`)
    return null
  }
  if (situation.fausse) return situation.conseille
  const departement = departementOf(contexte, entite)
  const lieu = placeEntite(entite, situation.declare, departement)
  if (lieu === null || lieu.etat === 'juste') return situation.conseille
  const fini = Number.isFinite(lieu.position[0]) ? [lieu.position] : []
  if (lieu.etat === 'inverse') {
    const permuter = { variante: 'permuter', libelle: 'Échanger longitude et latitude', aireAvantM2: null, aireApresM2: null }
    say('coordonnees_inversees', true, 'a sa latitude à la place de sa longitude.', fini, [permuter])
    return { epsg: situation.declare, permute: true }
  }
  const attendue = departement === null ? null : zoneOfDepartement(departement).nom
  const suite =
    attendue !== null && lieu.zone !== null
      ? `est annoncée dans le département ${departement} (${attendue}), mais son contour est ailleurs\u00a0: ${lieu.zone}.`
      : `est hors de France${fini.length > 0 ? '' : '\u00a0: ses valeurs ne conviennent pas au système de coordonnées du fichier'}.`
  say('hors_france', true, suite, fini)
  // Values far out of the world say nothing of a shape.
  return fini.length > 0 && Math.abs(lieu.position[0]) <= 720 && Math.abs(lieu.position[1]) <= 360 ? situation.conseille : null
}

function strayOf(entite: EntiteLue, { epsg, permute }: Placement, forme: FormePas): { nombre: number; lieux: Position[] } {
  const point = typicalPoint(entite)
  if (point === null) return { nombre: 0, lieux: [] }
  const [lon, lat] = permute ? toWgs84(epsg, point.y, point.x) : toWgs84(epsg, point.x, point.y)
  return strayVertices(forme, lon, lat)
}

function fileDefauts(lecture: LectureGeo, contexte: ContexteDefauts, situation: Situation): Defaut[] {
  const defauts: Defaut[] = []
  const say = (nature: NatureDefaut, bloquant: boolean, phrase: string, reparations: readonly Reparation[] = []) =>
    defauts.push({
      nature,
      numero: null,
      ligne: null,
      code: null,
      nom: null,
      bloquant,
      lieux: [],
      wkt: null,
      nombre: 1,
      phrase,
      reparations,
      voisin: null,
    })
  if (situation.fausse) {
    const dit = lecture.projection.origine === 'fichier' ? 'Le fichier annonce le système' : 'Le fichier est lu dans le système'
    say(
      'projection_fausse',
      true,
      `${dit} ${nomProjection(situation.declare)}, mais ses valeurs n’y tombent pas en France. Elles conviennent à ${situation.candidats.slice(0, 3).map(nomProjection).join(', ou à ')}.`,
      reparationsDeProjection(situation),
    )
  }
  const n = lecture.entites.length
  if (lecture.annonce !== null && lecture.annonce !== n) {
    say(
      'compte_faux',
      false,
      `Le fichier annonce ${accorde(lecture.annonce, 'entité')} et en contient ${formatNombre(n)}\u00a0: c’est ${formatNombre(n)} qui compte.`,
    )
  }
  if (contexte.annonces !== null && contexte.identites.length > 0) {
    for (const { quoi, annonce, trouve } of ecartsDeCompte(comptesOf(contexte.identites.map(({ code }) => code)), contexte.annonces)) {
      say(
        'compte_faux',
        false,
        `Les textes comptent ${accorde(annonce, 'quartier')} (${LIBELLES_COMPTE[quoi] ?? quoi}), le fichier ${formatNombre(trouve)}.`,
      )
    }
  }
  return defauts
}

const LIBELLES_COMPTE: Readonly<Record<string, string>> = {
  total: 'en tout',
  metropole: 'métropole',
  outreMer: 'outre-mer',
  N: 'métropole, nouveaux',
  M: 'métropole, modifiés',
  I: 'métropole, inchangés',
}

function addIdentites(lecture: LectureGeo, contexte: ContexteDefauts, defauts: Defaut[]): void {
  for (const { rang, nature, bloquant, phrase, reparations } of identiteConstats(contexte.identites, contexte)) {
    const entite = lecture.entites[rang]
    if (entite !== undefined) teller(contexte, entite, defauts)(nature, bloquant, phrase, [], reparations)
  }
}

function addChevauchements(
  lecture: LectureGeo,
  contexte: ContexteDefauts,
  formes: readonly FormePas[],
  seuil: number,
  defauts: Defaut[],
): void {
  for (const { a, b, aireM2, partAPm, partBPm, lieu } of findChevauchements(formes, seuil)) {
    const [premiere, seconde] = [lecture.entites[a], lecture.entites[b]]
    if (premiere === undefined || seconde === undefined) continue
    const { code = null, nom = null } = contexte.identites[a] ?? {}
    const autre = sujetOf(premiere.numero, code, nom).replace(/^L’/, 'l’')
    const retrancher = {
      variante: 'retrancher',
      libelle: `Retirer de ce contour la surface commune avec ${autre}`,
      aireAvantM2: null,
      aireApresM2: null,
    }
    teller(contexte, seconde, defauts)(
      'superposition',
      false,
      `recouvre ${autre} sur ${formatAire(aireM2)} (${formatPart(partBPm)} de la première, ${formatPart(partAPm)} de la seconde).`,
      lieu === null ? [] : [lieu],
      [retrancher],
    )
    const dernier = defauts.at(-1)
    if (dernier !== undefined)
      defauts[defauts.length - 1] = { ...dernier, voisin: { numero: premiere.numero, code, aireM2, partPm: partBPm } }
  }
}

function departementOf({ identites }: ContexteDefauts, entite: EntiteLue): string | null {
  const identite = identites[entite.numero - 1]
  if (identite === undefined) return null
  return identite.departement ?? (identite.code === null ? null : departementOfCode(identite.code))
}

function sentenceOf({ nature, nombre, detail, reparations }: Constat): string {
  const phrase = phraseForme(nature, nombre, detail)
  if (nature === 'auto_intersection' && reparations.length === 0)
    return `${phrase} Redessinez-le dans le fichier\u00a0: il ne peut pas être réparé ici.`
  const aires = phraseAires(reparations)
  return aires === null ? phrase : `${phrase} ${aires}`
}

function wktOf(lieu: Position | undefined): string | null {
  return lieu === undefined ? null : `POINT (${lieu[0]} ${lieu[1]})`
}
