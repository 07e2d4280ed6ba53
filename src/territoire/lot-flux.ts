/** A batch from its first byte to its last: read as it comes, answered, given back. Nothing is written anywhere. Pure. */
import { judgeAdresse, LIBELLES_DOUTES, type SeuilsCertitude } from './certitude.ts'
import { type DemandeAdresse, type Geocodeur, LIBELLES_ECHECS_GEOCODAGE, type ReponseGeocodage } from './geocodeur.ts'
import { answered, type BilanDeLot, createLot, type EtatDeLot, type OptionsDeLot, type ReponseLigne } from './lot.ts'
import { type Enregistrement, textOf } from './lot-decoupe.ts'
import { answerPoint } from './lot-reponse.ts'

export type OptionsDeFlux = OptionsDeLot & {
  geocodeur: Geocodeur
  seuils: Pick<SeuilsCertitude, 'scoreMin' | 'ecartMin'>
  signal?: AbortSignal
  /** Told after each piece. */
  surAvance?: (bilan: Pick<BilanDeLot, 'lignes' | 'octets'>) => void
  /** Lets the other requests of the process pass between two pieces. */
  pause?: () => Promise<void>
}

/** A row of an address, kept until the geocoder has answered it. */
type Attente = { un: Enregistrement; etat: EtatDeLot; demande: DemandeAdresse }

/** Bytes handled at once: a few milliseconds. */
const MORCEAU = 65_536

/**
 * The answered file by pieces; its counts once it is finished.
 * @throws RegleViolee before the first piece when the columns are not known; the reason of `signal` when it is aborted
 */
export async function* answerFlux(source: AsyncIterable<Uint8Array>, options: OptionsDeFlux): AsyncGenerator<Buffer, BilanDeLot> {
  const { signal } = options
  const attente: Attente[] = []
  const lot = createLot(options, (un, etat) => attente.push({ un: copied(un), etat, demande: demandeOf(un, etat) }))
  const morceaux = piecesOf(source)
  let fini = false
  /** Reads one piece more. @returns what it gave */
  const pull = async (): Promise<Buffer> => {
    signal?.throwIfAborted()
    const { value, done } = await morceaux.next()
    // The wait may have been long.
    signal?.throwIfAborted()
    const sorti = done === true ? lot.end() : lot.push(value)
    fini = done === true
    options.surAvance?.(lot.bilan())
    await options.pause?.()
    return sorti
  }
  try {
    while (!fini && attente.length === 0) yield await pull()
    if (attente.length > 0) yield* geocode(options, attente, lot.take, async () => (fini ? null : await pull()))
    const { arret } = lot.bilan()
    if (arret !== null) yield Buffer.from(`"Arrêt. ${arret.replaceAll('"', '""')}"\r\n`, 'utf8')
    return lot.bilan()
  } finally {
    // Whatever the end, the sender is told that nobody reads any more.
    await morceaux.return(undefined).catch(() => {})
  }
}

/** Rows of addresses are asked in order and answered in order, read as the answers are taken. */
async function* geocode(
  { geocodeur, seuils, base, signal, pause }: OptionsDeFlux,
  attente: Attente[],
  take: () => Buffer,
  more: () => Promise<Buffer | null>,
): AsyncGenerator<Buffer> {
  const enCours: Attente[] = []
  // Rows answered while the next ones were read: they come out before the following.
  let sortis: Buffer[] = []
  async function* ask(): AsyncGenerator<DemandeAdresse> {
    for (;;) {
      for (const une of attente.splice(0)) {
        enCours.push(une)
        yield une.demande
      }
      const sorti = await more()
      if (sorti === null && attente.length === 0) return
      if (sorti !== null) sortis.push(sorti)
    }
  }
  const takeAll = (): Buffer => {
    const tout = Buffer.concat([...sortis, take()])
    sortis = []
    return tout
  }
  let ecrites = 0
  for await (const { reponse } of geocodeur.searchMany(ask(), signal === undefined ? {} : { signal })) {
    signal?.throwIfAborted()
    const une = enCours.shift()
    if (une === undefined) throw new Error('an answer to no question')
    answered(une.un, une.etat, answerAdresse(reponse, une.demande, base, seuils))
    ecrites += 1
    if (ecrites % 256 === 0) {
      yield takeAll()
      await pause?.()
    }
  }
  signal?.throwIfAborted()
  yield takeAll()
}

/** Only a number well recognised, well ahead of the next address, is placed. */
function answerAdresse(
  reponse: ReponseGeocodage,
  demande: DemandeAdresse,
  base: OptionsDeLot['base'],
  seuils: Pick<SeuilsCertitude, 'scoreMin' | 'ecartMin'>,
): ReponseLigne {
  if (!reponse.ok) return { point: null, raison: `à vérifier. ${LIBELLES_ECHECS_GEOCODAGE[reponse.echec]}`, classe: 'averifier' }
  const jugee = judgeAdresse(demande, reponse, seuils)
  if (!jugee.decide) return { point: null, raison: `à vérifier. ${LIBELLES_DOUTES[jugee.doute]}`, classe: 'averifier' }
  const [lon, lat] = jugee.candidat.position
  return { point: answerPoint(base, lon, lat, 0) }
}

function demandeOf(un: Enregistrement, { colonnes, encodage }: EtatDeLot): DemandeAdresse {
  const part = (rang: number) => (rang < 0 ? null : textOf(un, rang, encodage) || null)
  return {
    adresse: textOf(un, colonnes.adresse, encodage),
    codePostal: part(colonnes.codePostal),
    commune: part(colonnes.commune),
    codeCommune: part(colonnes.codeCommune),
  }
}

/** A record of its own, out of the buffer that will be used again. */
function copied(un: Enregistrement): Enregistrement {
  const octets = Buffer.from(un.octets.subarray(un.debut, un.suite))
  const moved = (places: Int32Array) => places.slice(0, un.cellules).map((place) => place - un.debut)
  return {
    ...un,
    octets,
    debut: 0,
    fin: un.fin - un.debut,
    suite: octets.length,
    debuts: moved(un.debuts),
    fins: moved(un.fins),
    cites: un.cites.slice(0, un.cellules),
  }
}

async function* piecesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const morceau of source) {
    for (let de = 0; de < morceau.length; de += MORCEAU) yield morceau.subarray(de, de + MORCEAU)
  }
}
