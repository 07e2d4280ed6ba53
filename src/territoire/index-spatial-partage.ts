/** An index laid in shared memory, so that threads use it without a copy. Pure. */
import type { ArbreBords, IndexSpatial } from './index-spatial-forme.ts'

/** The same index, its arrays in shared memory. */
export function shared(index: IndexSpatial): IndexSpatial {
  const arbre: ArbreBords = {
    boites: moved(index.arbre.boites),
    premiers: moved(index.arbre.premiers),
    fins: moved(index.arbre.fins),
    zones: moved(index.arbre.zones),
    debutsRacines: moved(index.arbre.debutsRacines),
    racines: moved(index.arbre.racines),
  }
  return {
    ...index,
    colonnes: movedShort(index.colonnes),
    lignes: movedShort(index.lignes),
    pages: moved(index.pages),
    cases: moved(index.cases),
    fines: movedShort(index.fines),
    bases: moved(index.bases),
    adresses: moved(index.adresses),
    fiches: moved(index.fiches),
    debuts: moved(index.debuts),
    membres: moved(index.membres),
    sommets: moved(index.sommets),
    arbre,
  }
}

function moved(tableau: Int32Array): Int32Array {
  if (tableau.buffer instanceof SharedArrayBuffer) return tableau
  const copie = new Int32Array(new SharedArrayBuffer(tableau.byteLength))
  copie.set(tableau)
  return copie
}

function movedShort(tableau: Uint16Array): Uint16Array {
  if (tableau.buffer instanceof SharedArrayBuffer) return tableau
  const copie = new Uint16Array(new SharedArrayBuffer(tableau.byteLength))
  copie.set(tableau)
  return copie
}
