/** How long a contract lasts (BR-06), and how prorogations move its end. Pure. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import { ajouteJours, ajouteMois, isJour } from './dates.ts'

/** A kind of contract, as the instance knows it: politics renames them, so they are rows. Durations in years. */
export type Generation = {
  code: string
  libelle: string
  nomQuartiers: string
  dureeAns: number
  /** Duration when the contract is signed a year late; null when the texts foresee none. */
  dureeSiRetardAns: number | null
  /** First day of most of its contracts, ISO; null: the 1 January after the signature. */
  debutUsuel: string | null
  /** Where these durations are written. */
  source: string | null
}

export type Dates = { debut: string | null; fin: string | null }

/** The dates usual for a contract signed that year: from the next 1 January, for the duration of its generation, less if late. */
export function proposedDates(generation: Generation, anneeSignature: number, signature: 'a_temps' | 'en_retard' = 'a_temps'): Dates {
  const ans = signature === 'en_retard' ? (generation.dureeSiRetardAns ?? generation.dureeAns) : generation.dureeAns
  return { debut: `${anneeSignature + 1}-01-01`, fin: `${anneeSignature + ans}-12-31` }
}

/** The dates to propose for a contract of this kind, whether it is taken over or begins: its usual first day, else next 1 January. */
export function usualDates(generation: Generation, anneeCourante: number): Dates {
  if (generation.debutUsuel === null) return proposedDates(generation, anneeCourante)
  return { debut: generation.debutUsuel, fin: ajouteJours(ajouteMois(generation.debutUsuel, generation.dureeAns * 12), -1) }
}

/** Dates that cannot be: not days, or an end before the start (BR-07). Anything else is allowed, a decree may say otherwise. */
export function fautesDates({ debut, fin }: Dates): ChampFautif[] {
  const fautes: ChampFautif[] = []
  if (debut !== null && !isJour(debut))
    fautes.push({ champ: 'debut', message: 'Le début n’est pas une date : écrivez-la comme 01/01/2027.' })
  if (fin !== null && !isJour(fin)) fautes.push({ champ: 'fin', message: 'La fin n’est pas une date : écrivez-la comme 31/12/2032.' })
  if (fautes.length === 0 && debut !== null && fin !== null && fin < debut) {
    fautes.push({ champ: 'fin', message: `La fin (${formatDate(fin)}) est avant le début (${formatDate(debut)}).` })
  }
  return fautes
}

/**
 * What differs from the usual duration, in sentences for people: said, never refused.
 * @param fin the end as signed, before any prorogation
 */
export function ecartsDuree({ debut, fin }: Dates, generation: Generation): string[] {
  if (debut === null || fin === null || fin < debut) return []
  const ecarts: string[] = []
  const source = generation.source === null ? '' : ` (${generation.source})`
  if (!debut.endsWith('-01-01')) ecarts.push(`Le contrat commence le ${formatDate(debut)}, et non un 1er janvier${source}.`)
  const ans = anneesPleines(debut, fin)
  if (ans === generation.dureeAns) return ecarts
  if (ans !== null && ans === generation.dureeSiRetardAns) {
    ecarts.push(`Il dure ${ans} ans : c’est la durée d’un contrat signé avec un an de retard${source}.`)
  } else {
    ecarts.push(`Il dure ${dureeEnMots(debut, fin)}, alors que la durée habituelle est de ${generation.dureeAns} ans${source}.`)
  }
  return ecarts
}

/** « 6 ans », « 5 ans et 3 mois », from the first to the last day, both included. */
export function dureeEnMots(debut: string, fin: string): string {
  const lendemain = ajouteJours(fin, 1)
  let mois = (Number(lendemain.slice(0, 4)) - Number(debut.slice(0, 4))) * 12 + Number(lendemain.slice(5, 7)) - Number(debut.slice(5, 7))
  if (ajouteMois(debut, mois) > lendemain) mois -= 1
  if (mois <= 0) return 'moins d’un mois'
  const ans = Math.floor(mois / 12)
  const reste = mois % 12
  const enAns = ans === 0 ? '' : ans === 1 ? '1 an' : `${ans} ans`
  return [enAns, reste === 0 ? '' : `${reste} mois`].filter((mot) => mot !== '').join(' et ')
}

function anneesPleines(debut: string, fin: string): number | null {
  const lendemain = ajouteJours(fin, 1)
  return lendemain.slice(5) === debut.slice(5) ? Number(lendemain.slice(0, 4)) - Number(debut.slice(0, 4)) : null
}

/** A prorogation: the new end, why, and when it was decided. ISO days. */
export type Prorogation = { id: string; fin: string; motif: string; decideeLe: string | null }

/**
 * The contract goes on until a later day. The ends follow each other in order.
 * @throws RegleViolee when the contract has no end, or when the new one is not after it
 */
export function prolonged(fin: string | null, prorogation: Prorogation): { fin: string } {
  if (fin === null) throw new RegleViolee('Ce contrat n’a pas encore de fin : indiquez ses dates avant de le proroger.')
  if (!isJour(prorogation.fin))
    throw new RegleViolee('La nouvelle fin est à corriger.', [{ champ: 'fin', message: 'Écrivez une date comme 31/12/2027.' }])
  if (prorogation.fin <= fin) {
    const message = `La nouvelle fin doit venir après la fin actuelle, le ${formatDate(fin)}.`
    throw new RegleViolee(message, [{ champ: 'fin', message }])
  }
  return { fin: prorogation.fin }
}
