/**
 * A batch of addresses asked slice by slice: slowed, asked again where it was cut, split when refused. The network comes by an
 * argument. An address leaves with its postal code and commune and a key of its own, never with the rest of its line.
 */
import type { DemandeAdresse, EchecGeocodage, OptionsLot, ReponseDeLot, ReponseGeocodage } from './geocodeur.ts'
import { requeteOf } from './geocodeur.ts'
import { type LigneDeLot, readLot, writeLot } from './geoplateforme.ts'

export type Attend = (ms: number, signal?: AbortSignal) => Promise<void>
/** What came of one request: a text, whole or cut, or nothing. `repos`: milliseconds that the service asks for. */
export type Recu =
  | { texte: string; complet: boolean; motif: EchecGeocodage | null }
  | { echec: EchecGeocodage; repos: number | null; statut: number | null }
export type Envoi = (corps: string, signal?: AbortSignal) => Promise<Recu>
/** Waits for a turn; false when the wait would be longer than `patience`. */
export type Cadence = (patience: number, signal?: AbortSignal) => Promise<boolean>

/** Turns spread evenly: never more than `parSeconde` in a second, whoever asks. */
export function createCadence(parSeconde: number, horloge: () => number, attend: Attend): Cadence {
  const pas = 1000 / parSeconde
  let prochain = 0
  return async (patience, signal) => {
    const tour = Math.max(horloge(), prochain)
    const attente = tour - horloge()
    if (attente > patience) return false
    prochain = tour + pas
    if (attente > 0) await attend(attente, signal)
    return true
  }
}

type Reglages = OptionsLot & {
  /** null: the geocoder is switched off. */
  envoie: Envoi | null
  cadence: (signal?: AbortSignal) => Promise<boolean>
  attend: Attend
  tranche: number
  tranchesEnVol: number
  essaisMax: number
}

/** Longest rest between two attempts, whatever the service asks: past it the slice waits again and counts one attempt. */
const ATTENTE_MAX = 60_000
/** Slices lost in a row after which the rest is not asked any more. */
const TRANCHES_PERDUES_MAX = 2

/** Answers in the order of the questions; ends at once when the signal is aborted. */
export async function* searchLots(
  demandes: Iterable<DemandeAdresse> | AsyncIterable<DemandeAdresse>,
  reglages: Reglages,
): AsyncGenerator<ReponseDeLot, void, undefined> {
  const arret = new AbortController()
  const signal = reglages.signal === undefined ? arret.signal : AbortSignal.any([arret.signal, reglages.signal])
  const etat: Etat = { perdues: 0 }
  const enVol: Promise<ReponseGeocodage[]>[] = []
  let rang = 0
  try {
    for await (const tranche of sliced(demandes, reglages.tranche)) {
      if (signal.aborted) return
      enVol.push(answerTranche(tranche, { ...reglages, signal }, etat))
      if (enVol.length < reglages.tranchesEnVol) continue
      for (const reponse of (await enVol.shift()) ?? []) {
        if (signal.aborted) return
        yield { rang: rang++, reponse }
      }
    }
    for (const promesse of enVol) {
      for (const reponse of await promesse) {
        if (signal.aborted) return
        yield { rang: rang++, reponse }
      }
    }
  } finally {
    // Whoever stops taking answers stops the questions.
    arret.abort()
  }
}

type Etat = { perdues: number }

async function answerTranche(tranche: readonly DemandeAdresse[], reglages: Reglages, etat: Etat): Promise<ReponseGeocodage[]> {
  const { envoie } = reglages
  if (envoie === null) return tranche.map(() => ({ ok: false, echec: 'eteint' }))
  // The same address twice in a slice is asked once.
  const cles = new Map<string, number>()
  const lignes: LigneDeLot[] = []
  const cleOf = tranche.map((demande) => {
    const adresse = requeteOf(demande)
    if (adresse === null) return null
    const codePostal = /^\d{5}$/.test(demande.codePostal ?? '') ? (demande.codePostal ?? '') : ''
    const ligne = { adresse, codePostal, codeCommune: demande.codeCommune ?? '' }
    const identite = JSON.stringify(ligne)
    const connue = cles.get(identite)
    if (connue !== undefined) return connue
    cles.set(identite, lignes.length)
    lignes.push({ cle: lignes.length, ...ligne })
    return lignes.length - 1
  })
  const reponses = new Map<number, ReponseGeocodage>()
  const motif = await askUntilAnswered(lignes, reponses, { ...reglages, envoie }, etat)
  return cleOf.map((cle) => {
    if (cle === null) return { ok: false, echec: 'trop_court' }
    return reponses.get(cle) ?? { ok: false, echec: motif }
  })
}

/** Fills `reponses`, asking only what has no answer yet. @returns why what is missing at the end is missing */
async function askUntilAnswered(
  lignes: readonly LigneDeLot[],
  reponses: Map<number, ReponseGeocodage>,
  reglages: Reglages & { envoie: Envoi },
  etat: Etat,
): Promise<EchecGeocodage> {
  const { envoie, cadence, attend, essaisMax, signal, surAttente } = reglages
  let motif: EchecGeocodage = 'illisible'
  for (let essai = 1; essai <= essaisMax; ) {
    const restantes = lignes.filter((ligne) => !reponses.has(ligne.cle))
    if (restantes.length === 0) {
      etat.perdues = 0
      return motif
    }
    if (isArrete(signal)) return 'abandonne'
    if (etat.perdues >= TRANCHES_PERDUES_MAX) return 'coupe'
    await cadence(signal)
    const recu = await envoie(writeLot(restantes), signal)
    if (isArrete(signal)) return 'abandonne'
    const lues = 'texte' in recu ? readLot(recu.texte, restantes, recu.complet) : null
    for (const [cle, reponse] of lues ?? []) reponses.set(cle, reponse)
    if ('echec' in recu && (recu.statut === 413 || recu.statut === 400 || recu.statut === 422)) {
      // Too much at once, or one line that it cannot bear: halves, down to the line that is refused alone.
      const [seule] = restantes
      if (restantes.length === 1 && seule !== undefined) {
        reponses.set(seule.cle, { ok: false, echec: 'refuse' })
        return 'refuse'
      }
      const milieu = Math.ceil(restantes.length / 2)
      await askUntilAnswered(restantes.slice(0, milieu), reponses, reglages, etat)
      return askUntilAnswered(restantes.slice(milieu), reponses, reglages, etat)
    }
    motif = 'echec' in recu ? recu.echec : (recu.motif ?? 'illisible')
    const avance = (lues?.size ?? 0) > 0
    if (lignes.every((ligne) => reponses.has(ligne.cle))) continue
    if (!avance) essai += 1
    if (essai > essaisMax) break
    const repos = 'echec' in recu ? recu.repos : null
    const attenteMs = avance ? 0 : Math.min(ATTENTE_MAX, repos ?? 500 * 2 ** (essai - 2))
    surAttente?.({ motif, attenteMs, essai })
    if (attenteMs > 0) await attend(attenteMs, signal)
  }
  etat.perdues += 1
  return motif
}

function isArrete(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

async function* sliced<T>(source: Iterable<T> | AsyncIterable<T>, taille: number): AsyncGenerator<T[], void, undefined> {
  let tranche: T[] = []
  for await (const element of source) {
    tranche.push(element)
    if (tranche.length < taille) continue
    yield tranche
    tranche = []
  }
  if (tranche.length > 0) yield tranche
}
