/** Defects of the shape of one feature, and the shape repaired: one pass finds and, where accepted, repairs. Pure. */
import { type Croisement, findCroisements } from './croisements.ts'
import type { NatureDefaut, Reparation } from './defaut.ts'
import { coveredParts, strayHoles, strayRings } from './emboitement.ts'
import { type AnneauPas, aireDoublePas, aireFormeM2, type FormePas, type PolygonePas, positionAt } from './forme-pas.ts'
import type { Position } from './geometrie.ts'
import { closed, isDegenere, type Nettoye, withoutDoubles, withoutNonFinite, withoutPointes } from './nettoyage.ts'
import { findPincements } from './pincements.ts'
import { oriented, type Regle, uncrossed } from './recroisement.ts'

/** What is wrong with a shape, before it becomes a Defaut with its feature and sentence. */
export type Constat = {
  nature: NatureDefaut
  bloquant: boolean
  nombre: number
  lieux: readonly Position[]
  /** What happens there, for the sentence: « se recoupe », « se touche »… */
  detail: string | null
  reparations: readonly Reparation[]
}

/** Winding that the format asks: RFC 7946 for GeoJSON; none for the others, whose winding is turned without a word. */
export type ReglesForme = { sensImpose: boolean; apercus: boolean }

/** The variant accepted for a defect of that nature, null when none. */
export type Acceptees = (nature: NatureDefaut) => string | null

const LIEUX = 10
/** Meetings of edges past which a contour is to be drawn again, and no repair is offered. */
const TROP = 300

const ADVISED: Partial<Record<NatureDefaut, string>> = {
  coordonnees_non_finies: 'oter',
  anneau_ouvert: 'fermer',
  sommets_doubles: 'oter',
  pointe: 'oter',
  anneau_degenere: 'oter',
  auto_intersection: 'tout_entoure',
  trou_hors_contour: 'oter',
  parties_superposees: 'tout_entoure',
  sens_anneau: 'inverser',
}

/** The repair advised for each defect of shape: to know what a shape would be, not to change what is imported. */
export function advised(nature: NatureDefaut): string | null {
  return ADVISED[nature] ?? null
}

/**
 * Finds what is wrong with a shape; what `accepte` names is repaired in the shape given back, the rest is left as it is. Each
 * defect is looked for in a shape cleaned of those before it, so that one fault is told once.
 */
export function examineForme(forme: FormePas, regles: ReglesForme, accepte: Acceptees): { constats: Constat[]; forme: FormePas } {
  const constats: Constat[] = []
  let nette = forme
  let rendue = forme
  const ringStep = (nature: NatureDefaut, bloquant: boolean, variante: string, libelle: string, step: (anneau: AnneauPas) => Nettoye) => {
    const vu = cleanedRings(nette, step)
    if (vu.nombre > 0) {
      constats.push({ nature, bloquant, nombre: vu.nombre, lieux: vu.lieux, detail: null, reparations: [sansAire(variante, libelle)] })
    }
    // What is accepted is taken off the clean ring: a tooth cannot be told in a ring left open, or with doubles.
    if (vu.nombre > 0 && accepte(nature) === variante) rendue = nature === 'pointe' ? vu.forme : cleanedRings(rendue, step).forme
    nette = vu.forme
  }
  ringStep('coordonnees_non_finies', true, 'oter', 'Retirer ces sommets sans coordonnées', withoutNonFinite)
  ringStep('anneau_ouvert', true, 'fermer', 'Refermer le contour sur son premier sommet', closed)
  ringStep('sommets_doubles', false, 'oter', 'Retirer les sommets répétés', withoutDoubles)
  ringStep('pointe', false, 'oter', 'Retirer les pointes', withoutPointes)
  // A ring is compared with others once it is closed and finite; a shape left as it is may not be.
  const degeneres = withoutDegeneres(nette)
  if (degeneres.nombre > 0) {
    const reste = degeneres.forme.length > 0
    constats.push({
      nature: 'anneau_degenere',
      bloquant: !reste,
      nombre: degeneres.nombre,
      lieux: degeneres.lieux,
      detail: reste ? null : 'seul',
      reparations: reste ? [sansAire('oter', 'Retirer ces contours sans surface')] : [],
    })
    nette = degeneres.forme
    if (reste && accepte('anneau_degenere') === 'oter') rendue = withoutDegeneres(rendue).forme
  }
  const croisements = surfaceConstats(nette, regles)
  for (const constat of croisements) {
    constats.push(constat)
    const variante = accepte(constat.nature)
    if (variante === null || !constat.reparations.some((reparation) => reparation.variante === variante)) continue
    rendue = repairSurface(nette, variante) ?? rendue
    nette = rendue
  }
  if (croisements.length === 0) {
    const sens = wrongWinding(nette)
    if (sens.nombre > 0 && regles.sensImpose) {
      constats.push({
        nature: 'sens_anneau',
        bloquant: false,
        ...sens,
        detail: null,
        reparations: [sansAire('inverser', 'Remettre les contours dans le sens de la norme')],
      })
    }
    if (!regles.sensImpose || accepte('sens_anneau') === 'inverser') rendue = wound(rendue)
  }
  return { constats, forme: rendue }
}

const sansAire = (variante: string, libelle: string): Reparation => ({ variante, libelle, aireAvantM2: null, aireApresM2: null })

function cleanedRings(forme: FormePas, step: (anneau: AnneauPas) => Nettoye): { forme: FormePas; nombre: number; lieux: Position[] } {
  let nombre = 0
  const lieux: Position[] = []
  let change = false
  const nette = forme.map((polygone) =>
    polygone.map((anneau) => {
      const fait = step(anneau)
      if (fait.anneau !== anneau) change = true
      nombre += fait.nombre
      for (const lieu of fait.lieux) if (lieux.length < LIEUX) lieux.push(lieu)
      return fait.anneau
    }),
  )
  return { forme: change ? nette : forme, nombre, lieux }
}

function withoutDegeneres(forme: FormePas): { forme: FormePas; nombre: number; lieux: Position[] } {
  let nombre = 0
  const lieux: Position[] = []
  const say = (anneau: AnneauPas) => {
    nombre += 1
    if (lieux.length < LIEUX && anneau.length >= 2 && !Number.isNaN(anneau[0])) lieux.push(positionAt(anneau, 0))
  }
  const nette = forme.flatMap((polygone): PolygonePas[] => {
    const [coque, ...trous] = polygone
    if (coque === undefined) return []
    if (isDegenere(coque)) {
      say(coque)
      return []
    }
    const gardes = trous.filter((trou) => {
      if (isDegenere(trou)) say(trou)
      return !isDegenere(trou)
    })
    return [gardes.length === trous.length ? polygone : [coque, ...gardes]]
  })
  return { forme: nombre === 0 ? forme : nette, nombre, lieux }
}

/** Crossings first: where edges cross, inside and outside mean nothing yet. */
function surfaceConstats(forme: FormePas, regles: ReglesForme): Constat[] {
  const croisements = findCroisements(forme, 2 * TROP)
  const memeAnneau = ({ a, b }: Croisement) => a.polygone === b.polygone && a.anneau === b.anneau
  const recoupe = croisements.filter(
    (un) => (un.a.polygone === un.b.polygone && un.genre !== 'touche') || (memeAnneau(un) && un.genre === 'touche'),
  )
  const parties = croisements.filter((un) => un.a.polygone !== un.b.polygone && un.genre !== 'touche')
  if (recoupe.length > 0) {
    const croise = recoupe.some(({ genre }) => genre !== 'touche')
    return [
      {
        nature: 'auto_intersection',
        bloquant: croise,
        nombre: recoupe.length,
        lieux: recoupe.slice(0, LIEUX).map(({ lieu }) => lieu),
        detail: croise ? 'recoupe' : 'touche',
        reparations:
          recoupe.length >= TROP
            ? []
            : regles.apercus
              ? bothRules(forme)
              : REGLES.map(({ variante, libelle }) => sansAire(variante, libelle)),
      },
    ]
  }
  const constats: Constat[] = []
  const apercu = (reparation: Reparation) => (regles.apercus ? withAires(reparation, forme) : reparation)
  const pincements = findPincements(croisements)
  if (pincements.length > 0) {
    constats.push({
      nature: 'auto_intersection',
      bloquant: false,
      nombre: pincements.length,
      lieux: pincements.slice(0, LIEUX).map(({ lieu }) => lieu),
      detail: 'coupe',
      reparations: [apercu(sansAire('tout_entoure', 'Faire de chaque morceau une partie'))],
    })
  }
  const dehors = strayHoles(forme)
  if (dehors.nombre > 0) {
    const reparations = [sansAire('oter', 'Retirer ces trous'), sansAire('contour', 'En faire des parties du quartier')].map(apercu)
    constats.push({ nature: 'trou_hors_contour', bloquant: true, ...dehors, detail: null, reparations })
  }
  const dedans = parties.length > 0 ? null : coveredParts(forme)
  if (parties.length === 0 && (dedans === null || dedans.nombre === 0)) return constats
  const croise = parties.some(({ genre }) => genre === 'croise') || (dedans?.nombre ?? 0) > 0
  constats.push({
    nature: 'parties_superposees',
    bloquant: croise,
    nombre: parties.length > 0 ? parties.length : (dedans?.nombre ?? 0),
    lieux: parties.length > 0 ? parties.slice(0, LIEUX).map(({ lieu }) => lieu) : (dedans?.lieux ?? []),
    detail: croise ? 'recoupe' : 'longe',
    reparations: [apercu(sansAire('tout_entoure', 'Réunir les parties qui se superposent'))],
  })
  return constats
}

const REGLES: readonly { variante: Regle; libelle: string }[] = [
  { variante: 'tout_entoure', libelle: 'Garder tout ce que le contour entoure' },
  { variante: 'pair_impair', libelle: 'Laisser de côté ce que le contour entoure deux fois' },
]

/** One repair when both rules give the same surface, else two. None when the contour is beyond repair. */
function bothRules(forme: FormePas): Reparation[] {
  const [tout, pair] = REGLES.map(({ variante, libelle }) => withAires(sansAire(variante, libelle), forme))
  if (tout === undefined || tout.aireApresM2 === null) return pair === undefined || pair.aireApresM2 === null ? [] : [pair]
  if (pair === undefined || pair.aireApresM2 === null) return [tout]
  return Math.abs(tout.aireApresM2 - pair.aireApresM2) < 1 ? [{ ...tout, libelle: 'Redessiner le contour sans croisement' }] : [tout, pair]
}

function withAires(reparation: Reparation, forme: FormePas): Reparation {
  const apres = repairSurface(forme, reparation.variante)
  return { ...reparation, aireAvantM2: aireFormeM2(forme), aireApresM2: apres === null ? null : aireFormeM2(apres) }
}

function repairSurface(forme: FormePas, variante: string): FormePas | null {
  if (variante === 'oter' || variante === 'contour') {
    const parties = forme.flatMap((polygone): PolygonePas[] => {
      const [coque, ...trous] = polygone
      if (coque === undefined) return []
      const egares = new Set(strayRings(polygone))
      const restes = trous.filter((trou) => !egares.has(trou))
      return [[coque, ...restes], ...(variante === 'contour' ? [...egares].map((trou) => [trou]) : [])]
    })
    const sens = wound(parties)
    return variante === 'contour' ? (uncrossed(sens, 'tout_entoure') ?? sens) : sens
  }
  return uncrossed(forme, variante === 'pair_impair' ? 'pair_impair' : 'tout_entoure')
}

function wrongWinding(forme: FormePas): { nombre: number; lieux: Position[] } {
  const faux = forme.flatMap((polygone) => polygone.filter((anneau, rang) => aireDoublePas(anneau) * (rang === 0 ? 1 : -1) < 0))
  return { nombre: faux.length, lieux: faux.slice(0, LIEUX).map((anneau) => positionAt(anneau, 0)) }
}

/** Shells counter-clockwise, holes clockwise (RFC 7946, 3.1.6). */
function wound(forme: FormePas): FormePas {
  return forme.map((polygone) => polygone.map((anneau, rang) => oriented(anneau, rang === 0 ? 1 : -1)))
}
