/** How much one visitor may ask, in the memory of the process: a bucket that fills with time. Pure but for what it remembers. */

export type Debit = {
  /** Takes `cout` from the bucket of `cle`. @returns 0 when taken, else milliseconds to wait before it can be */
  take: (cle: string, cout: number, parMinute: number, now: number) => number
}

/** Visitors remembered at once: over it, the one unseen for longest is forgotten, so that memory stays bounded. */
const CLES_MAX = 20_000

export function createDebit(): Debit {
  const seaux = new Map<string, { reste: number; vu: number }>()
  return {
    take: (cle, cout, parMinute, now) => {
      const connu = seaux.get(cle)
      const reste = connu === undefined ? parMinute : Math.min(parMinute, connu.reste + (Math.max(0, now - connu.vu) * parMinute) / 60_000)
      // What costs more than a whole bucket passes when the bucket is full, and empties it.
      const du = Math.min(cout, parMinute)
      seaux.delete(cle)
      const pris = reste >= du
      seaux.set(cle, { reste: pris ? reste - du : reste, vu: now })
      const plusVieille = seaux.keys().next().value
      if (seaux.size > CLES_MAX && plusVieille !== undefined) seaux.delete(plusVieille)
      return pris ? 0 : Math.ceil(((du - reste) * 60_000) / parMinute)
    },
  }
}
