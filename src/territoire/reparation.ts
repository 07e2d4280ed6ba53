/** Repairs what a person accepted, feature by feature or by kind, and keeps the original. Pure, deterministic, idempotent. */
import type { Accord, EntiteReparee, NatureDefaut } from './defaut.ts'
import { placementAccepte } from './defauts.ts'
import { advised, examineForme } from './defauts-forme.ts'
import { formatAire, LIBELLES_DEFAUT } from './defauts-phrases.ts'
import { findChevauchements } from './defauts-voisins.ts'
import { aireFormeM2, type FormePas, formeOf, formeOfMultiPolygone, multiPolygoneOf, origineOf } from './forme-pas.ts'
import type { MultiPolygone } from './geometrie.ts'
import type { AnneauBrut, EntiteLue, LectureGeo } from './lecture/lecture.ts'
import { difference } from './superposition.ts'

/** Repairs accepted, found by defect and feature without going through the list. */
type Index = ReadonlyMap<NatureDefaut, ReadonlyMap<number | 'toutes', string>>

function indexOf(accords: readonly Accord[]): Index {
  const index = new Map<NatureDefaut, Map<number | 'toutes', string>>()
  for (const { nature, numero, variante } of accords) {
    const siens = index.get(nature) ?? new Map<number | 'toutes', string>()
    if (!siens.has(numero)) siens.set(numero, variante)
    index.set(nature, siens)
  }
  return index
}

/** The variant accepted for a defect of a feature: its own choice before the one made for all; null when none. */
function variantOf(index: Index, numero: number, nature: NatureDefaut): string | null {
  const siens = index.get(nature)
  return siens?.get(numero) ?? siens?.get('toutes') ?? null
}

/**
 * Every feature of the file after the accepted repairs, in order; those that nothing was accepted for are placed on the grid and
 * otherwise left as they are. @param seuilChevauchementM2 as in findDefauts
 */
export function repairEntites(lecture: LectureGeo, accords: readonly Accord[], seuilChevauchementM2: number | null = 1): EntiteReparee[] {
  const index = indexOf(accords)
  const reparees = lecture.entites.map((entite) => repaired(lecture, entite, index))
  return seuilChevauchementM2 === null || !index.has('superposition')
    ? reparees
    : withoutChevauchements(reparees, index, seuilChevauchementM2)
}

/** One feature alone; overlaps with neighbours need them all (`repairEntites`) or `withoutCommun`. */
export function repairEntite(lecture: LectureGeo, entite: EntiteLue, accords: readonly Accord[]): EntiteReparee {
  return repaired(lecture, entite, indexOf(accords))
}

function repaired(lecture: LectureGeo, entite: EntiteLue, index: Index): EntiteReparee {
  const accepte = (nature: NatureDefaut) => variantOf(index, entite.numero, nature)
  const placement = placementAccepte(lecture, entite, accepte)
  const depart = formeOf(entite.polygones, placement)
  const { constats, forme } = examineForme(depart, { sensImpose: lecture.format === 'geojson', apercus: false }, accepte)
  const [aireAvantM2, aireApresM2] = [aireFormeM2(depart), aireFormeM2(forme)]
  const faites = constats
    .filter(({ nature, reparations }) => reparations.some(({ variante }) => variante === accepte(nature)))
    .map(({ nature }) => nature)
  if (placement.permute) faites.unshift('coordonnees_inversees')
  if (placement.epsg !== lecture.projection.epsg) faites.unshift('projection_fausse')
  return {
    numero: entite.numero,
    geometrie: multiPolygoneOf(forme),
    origine: origineOf(entite.polygones, { epsg: placement.epsg, permute: false }),
    faites: faites.map((nature) => sayDone(nature, aireAvantM2, aireApresM2)),
    aireAvantM2,
    aireApresM2,
  }
}

/** The code of a feature once « read this code … » was accepted. */
export function repairCode(accords: readonly Accord[], numero: number, code: string | null): string | null {
  return /^code:(.+)$/.exec(variantOf(indexOf(accords), numero, 'code_invalide') ?? '')?.[1] ?? code
}

/** The file as it would be read once repaired: to look for defects again. */
export function rereadable(lecture: LectureGeo, reparees: readonly EntiteReparee[]): LectureGeo {
  return {
    ...lecture,
    projection: { epsg: 4326, origine: lecture.projection.origine },
    entites: lecture.entites.map((entite, rang) => ({
      ...entite,
      dimension: 2,
      polygones: (reparees[rang]?.geometrie ?? []).map((polygone) =>
        polygone.map((anneau): AnneauBrut => Float64Array.from(anneau.flat())),
      ),
    })),
  }
}

/** The later of two takes off what it shares with the earlier, in the order of the file. */
function withoutChevauchements(reparees: readonly EntiteReparee[], index: Index, seuil: number): EntiteReparee[] {
  const formes: FormePas[] = reparees.map(({ geometrie }) => formeOfMultiPolygone(geometrie))
  const rendues = [...reparees]
  for (const { a, b } of findChevauchements(formes, seuil)) {
    const [premiere, seconde] = [rendues[a], rendues[b]]
    if (premiere === undefined || seconde === undefined || variantOf(index, seconde.numero, 'superposition') !== 'retrancher') continue
    const geometrie = withoutCommun(seconde.geometrie, premiere.geometrie)
    const aireApresM2 = aireFormeM2(formeOfMultiPolygone(geometrie))
    rendues[b] = {
      ...seconde,
      geometrie,
      aireApresM2,
      faites: [...seconde.faites, sayDone('superposition', seconde.aireApresM2, aireApresM2)],
    }
  }
  return rendues
}

/** A contour without what it shares with its neighbour, clean of what the cut leaves. */
export function withoutCommun(geometrie: MultiPolygone, voisine: MultiPolygone): MultiPolygone {
  return settled(difference(geometrie, voisine))
}

/** What a cut leaves at the rounding of its new vertices (teeth, doubles) goes with it. */
function settled(geometrie: MultiPolygone): MultiPolygone {
  let forme = formeOfMultiPolygone(geometrie)
  for (let tour = 0; tour < 3; tour += 1) {
    const { constats, forme: suivante } = examineForme(forme, { sensImpose: true, apercus: false }, advised)
    forme = suivante
    if (constats.length === 0) break
  }
  return multiPolygoneOf(forme)
}

function sayDone(nature: NatureDefaut, avant: number, apres: number): string {
  const ecart = Math.abs(avant - apres) >= 0.05 ? `\u00a0: de ${formatAire(avant)} à ${formatAire(apres)}` : ''
  return `${LIBELLES_DEFAUT[nature]}, réparé${ecart}.`
}
