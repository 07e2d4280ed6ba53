/** Mulberry32: the same seed gives the same choices. */
export type Hasard = {
  pick: <T>(liste: readonly T[]) => T
  /** True once in so many: 0.3 is three times in ten. */
  chance: (part: number) => boolean
  entier: (borne: number) => number
  octets: (nombre: number) => Buffer
}

export function createHasard(graine: number): Hasard {
  let etat = graine
  const next = () => {
    etat = (etat + 0x6d2b79f5) | 0
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const entier = (borne: number) => Math.floor(next() * borne)
  return {
    entier,
    chance: (part: number) => next() < part,
    pick: <T>(liste: readonly T[]): T => {
      const choix = liste[entier(liste.length)]
      if (choix === undefined) throw new Error('nothing to pick from')
      return choix
    },
    octets: (nombre: number) => Buffer.from(Array.from({ length: nombre }, () => entier(256))),
  }
}
