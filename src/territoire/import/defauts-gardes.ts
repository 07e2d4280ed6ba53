/** A defect found by the reader of geometry, as the review keeps it. Pure. */
import type { Defaut } from '../defaut.ts'
import type { NouveauDefaut } from '../import-entite.store.ts'

/** What the review keeps of the repairs proposed. */
export type DetailDefaut = {
  reparations: readonly { variante: string; libelle: string; aireAvantM2: number | null; aireApresM2: number | null }[]
  nombre: number
  lieux: readonly (readonly [number, number])[]
}

export function defautGarde(defaut: Defaut): Omit<NouveauDefaut, 'rang'> {
  const [lieu] = defaut.lieux
  const [conseil] = defaut.reparations
  const detail: DetailDefaut = { reparations: defaut.reparations, nombre: defaut.nombre, lieux: defaut.lieux.slice(0, 10) }
  return {
    entite: defaut.numero,
    autre: defaut.voisin?.numero ?? null,
    genre: defaut.nature,
    gravite: defaut.bloquant ? 'bloquant' : defaut.reparations.length > 0 ? 'reparable' : 'a_voir',
    phrase: defaut.phrase,
    reparation: conseil?.libelle ?? null,
    lon: lieu?.[0] ?? null,
    lat: lieu?.[1] ?? null,
    detail,
  }
}
