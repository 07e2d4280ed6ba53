/** The tiers that a contract defines, and where its places stand from one day to another. Pure. */
import { RegleViolee } from '#platform/errors.ts'

export type Palier = {
  id: string
  /** 1 for the strongest. */
  rang: number
  code: string
  libelle: string
  definition: string | null
  /** What a place must meet, in words. */
  conditions: string | null
  /** Rank in the palette, 1 to 6. */
  couleur: number
  /** Lowest score, in ‰, that leads to this tier; null: the score does not lead to it. */
  seuilPm: number | null
}

/** What a body decided, as it is cited. */
export type Decision = { id: string; libelle: string; instance: string; jour: string; reference: string | null }

/** A place that may stand in a tier: a perimeter of the contract or an official quartier, « perimetre:ID » or « quartier:ID ». */
export type CleLieu = `perimetre:${string}` | `quartier:${string}`

export function parseCleLieu(texte: string): { sorte: 'perimetre' | 'quartier'; id: string } | null {
  const lu = /^(perimetre|quartier):([0-9a-f-]{36})$/.exec(texte)
  return lu === null ? null : { sorte: lu[1] === 'perimetre' ? 'perimetre' : 'quartier', id: lu[2] ?? '' }
}

/** Where a place stood, in ISO days, both ends included; `fin` null: until further notice. */
export type Classement = {
  id: string
  lieu: CleLieu
  palierId: string
  debut: string
  fin: string | null
  decision: Decision | null
  motif: string | null
}

/** The tier of a place on a day; null: none. */
export function classementAu(classements: readonly Classement[], lieu: string, jour: string): Classement | null {
  return classements.find((un) => un.lieu === lieu && un.debut <= jour && (un.fin === null || jour <= un.fin)) ?? null
}

/** What must be written so that a place stands in a tier, or in none, from a day on. */
export type Changement = {
  /** Line to be ended the day before. */
  ferme: { id: string; fin: string } | null
  /** Line of the same day, taken away: it is being corrected. */
  remplace: string | null
  ouvre: boolean
}

/**
 * A place has one tier at a time. What began the same day is corrected; what began before ends the day before; a day before the last
 * change would rewrite history and is refused. @param palierId null: the place leaves its tier @throws RegleViolee
 */
export function reclasse(histoire: readonly Classement[], palierId: string | null, debut: string): Changement {
  const dernier = [...histoire].sort((a, b) => (a.debut < b.debut ? 1 : -1))[0] ?? null
  if (dernier === null) {
    if (palierId === null) throw fautif('palierId', 'Ce lieu n’est dans aucun palier : il n’y a rien à quitter.')
    return { ferme: null, remplace: null, ouvre: true }
  }
  if (debut < dernier.debut || (dernier.fin !== null && debut <= dernier.fin && dernier.debut !== debut)) {
    throw fautif('debut', 'Le lieu a déjà un classement plus récent : donnez une date qui le suit.')
  }
  const enCours = dernier.fin === null
  if (dernier.debut === debut) return { ferme: null, remplace: dernier.id, ouvre: palierId !== null }
  if (!enCours) {
    if (palierId === null) throw fautif('palierId', 'Ce lieu n’est dans aucun palier à cette date : il n’y a rien à quitter.')
    return { ferme: null, remplace: null, ouvre: true }
  }
  if (dernier.palierId === palierId) throw fautif('palierId', 'Ce lieu est déjà dans ce palier.')
  return { ferme: { id: dernier.id, fin: veille(debut) }, remplace: null, ouvre: palierId !== null }
}

/** The ISO day before. */
export function veille(jour: string): string {
  const date = new Date(`${jour}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}

/** A code of a tier made from its name: « Priorité 1 » → « priorite-1 ». */
export function codeOf(libelle: string, pris: ReadonlySet<string>): string {
  const base =
    libelle
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 34) || 'palier'
  for (let n = 1; ; n += 1) {
    const code = n === 1 ? base : `${base}-${n}`
    if (!pris.has(code)) return code
  }
}

/** @throws RegleViolee when two tiers have one name, or a stronger tier asks a lower score than a weaker one */
export function assertPaliers(paliers: readonly Pick<Palier, 'libelle' | 'seuilPm'>[]): void {
  const noms = new Set<string>()
  paliers.forEach(({ libelle }, rang) => {
    const cle = libelle.toLowerCase()
    if (noms.has(cle)) throw fautif(`paliers.${rang}.libelle`, `Deux paliers s’appellent « ${libelle} » : donnez-leur des noms différents.`)
    noms.add(cle)
  })
  let dernier: number | null = null
  paliers.forEach(({ seuilPm, libelle }, rang) => {
    if (seuilPm === null) return
    if (dernier !== null && seuilPm >= dernier)
      throw fautif(`paliers.${rang}.seuilPm`, `Le score de « ${libelle} » doit être plus bas que celui des paliers qui le précèdent.`)
    dernier = seuilPm
  })
}

function fautif(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
