import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { EspaceDuContrat } from '#compte/index.ts'
import { type Atelier, createAtelier } from '#platform/documents/lecture/atelier.ts'
import { RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { canRepererLot } from '../droits.ts'
import type { Geocodeur } from '../geocodeur.ts'
import { getIndexQuartiers } from '../index-quartiers.store.ts'
import type { BilanDeLot, OptionsDeLot } from '../lot.ts'
import { csvOfClasseur, isClasseur } from '../lot-classeur.ts'
import { type Envoi, readEnvoi } from '../lot-envoi.ts'
import { answerFlux } from '../lot-flux.ts'
import { csvOfComptes, type Fondement, phrasesDuFondement } from '../lot-rendu.ts'
import { isToutConnu } from '../lot-reponse.ts'
import { type DemandeDeLot, parseDemandeLot } from '../lot-saisie.ts'
import { writeZip } from '../lot-zip.ts'
import { getReglagesAdresse } from '../reglages-adresse.ts'
import { getReglagesLot, type ReglagesLot } from '../reglages-lot.ts'
import { FormulaireLot, PageComptes } from './reperer-vues.tsx'

type Deps = { espace: EspaceDuContrat; geocodeur: Geocodeur }

/** Files answered at the same time by a process: each one takes a share of its only thread. */
const ENSEMBLE_MAX = 3
/** A workbook is read whole, in another process. */
const CLASSEUR_MAX = 20 * 1024 * 1024

/** A file of beneficiaries, answered and given back. Nothing of it is kept: not in the database, on the disk or in a log. */
export function createRoutesReperer({ espace, geocodeur }: Deps): Routes {
  const routes = createRoutes()
  const droit: Droit = espace.droit('territoire.reperer', (agent, contrat) => canRepererLot(agent, contrat.id))
  const chemin = '/espace/:contrat/territoire/reperer'
  let atelier: Atelier | null = null
  const readClasseur = async (nom: string, octets: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> => {
    const contenu = await collect(octets)
    atelier ??= createAtelier({ taille: 1 })
    const csv = csvOfClasseur(await atelier.read(nom, contenu))
    return one(csv)
  }
  let enCours = 0

  routes.get(chemin, droit, async (c) => page(c, espace, await readHttp(c, getReglagesLot), geocodeur.allume))
  routes.post(chemin, droit, async (c) => {
    const contrat = await espace.contratOf(c)
    const { lot, ...cadre } = await readHttp(c, async (tx) => ({ lot: await getReglagesLot(tx), adresse: await getReglagesAdresse(tx) }))
    let envoi: Envoi | null = null
    const dit = (champ: string) => envoi?.champs.get(champ)?.at(-1) ?? ''
    if (enCours >= ENSEMBLE_MAX) {
      return page(
        c,
        espace,
        lot,
        geocodeur.allume,
        new RegleViolee('Plusieurs fichiers sont en cours ici : réessayez dans un instant.'),
        dit,
      )
    }
    enCours += 1
    let confie: 'non' | 'flux' = 'non'
    const done = () => {
      enCours -= 1
    }
    try {
      envoi = await readEnvoi(c.req.header('content-type') ?? '', bodyOf(c))
      const { fichier } = envoi
      const demande = parseDemandeLot(dit, { jour: jourParis(c.get('now')), bandesAge: lot.bandesAge })
      if (fichier === null) throw new RegleViolee('Choisissez un fichier.', [{ champ: 'fichier', message: 'Choisissez un fichier.' }])
      const { options, fondement } = await prepare(c, demande, cadre.adresse, lot)
      const source = isClasseur(fichier.nom) ? await readClasseur(fichier.nom, fichier.octets) : fichier.octets
      const abandon = new AbortController()
      const signal = AbortSignal.any([c.req.raw.signal, abandon.signal])
      const flux = await startFlux(
        answerFlux(source, { ...options, geocodeur, seuils: cadre.adresse.seuils, signal, pause: () => yieldToOthers() }),
      )
      if (demande.sortie === 'comptes') {
        for await (const _ of flux.octets()) signal.throwIfAborted()
        return c.html(<PageComptes c={c} espace={espace} contrat={contrat} bilan={flux.bilan()} fondement={fondement} />)
      }
      const nom = baseName(fichier.nom)
      const zip = writeZip(
        [
          { nom: `${nom}-quartiers.csv`, octets: flux.octets },
          { nom: 'comptes.csv', octets: () => one(csvOfComptes(flux.bilan(), lot.seuil)) },
          { nom: 'lisez-moi.txt', octets: () => one(Buffer.from(`${phrasesDuFondement(fondement).join('\r\n')}\r\n`, 'utf8')) },
        ],
        c.get('now'),
      )
      const reponse = c.body(eagerStream(zip, abandon, done), 200, {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="quartiers.zip"; filename*=UTF-8''${encodeURIComponent(`${nom}-quartiers.zip`)}`,
        'cache-control': 'no-store',
      })
      // The place is given back when the stream ends.
      confie = 'flux'
      return reponse
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return page(c, espace, lot, geocodeur.allume, erreur, dit)
      throw erreur
    } finally {
      if (confie === 'non') done()
    }
  })
  return routes
}

function page(
  c: C,
  espace: EspaceDuContrat,
  { bandesAge }: ReglagesLot,
  adresses: boolean,
  erreur?: RegleViolee,
  dit: (champ: string) => string = () => '',
): Response | Promise<Response> {
  const vue = <FormulaireLot c={c} espace={espace} bandesAge={bandesAge} adresses={adresses} erreur={erreur} dit={dit} />
  return c.html(vue, erreur === undefined ? 200 : 422)
}

/** The index of that day and what the instance chose: read before the first row. */
async function prepare(
  c: C,
  demande: DemandeDeLot,
  adresse: Awaited<ReturnType<typeof getReglagesAdresse>>,
  { seuil }: ReglagesLot,
): Promise<{ options: OptionsDeLot; fondement: Fondement }> {
  const { index, quartiers, generations } = await readHttp(c, (tx) => getIndexQuartiers(tx, demande.jour))
  const complet = isToutConnu(generations, quartiers)
  const { bandes, rayonConnuM, attribution, seuils } = adresse
  return {
    options: {
      base: { index, complet, toleranceM: seuils.toleranceM, rayonConnuM, bandes },
      quartiers,
      colonnes: demande.colonnes,
      bandesAge: demande.bandesAge,
      jour: demande.jour,
      toWgs84: demande.toWgs84,
    },
    fondement: {
      jour: demande.jour,
      generations: generations.filter(({ id }) => quartiers.some(({ generationId }) => generationId === id)).map(({ libelle }) => libelle),
      quartiers: quartiers.length,
      complet,
      toleranceM: seuils.toleranceM,
      bandes,
      seuil,
      attribution,
    },
  }
}

type Flux = { octets: () => AsyncGenerator<Buffer>; bilan: () => BilanDeLot }

/** Reads as far as the first answered rows: what is wrong with the columns is said by a page, not within a file half sent. */
async function startFlux(source: AsyncGenerator<Buffer, BilanDeLot>): Promise<Flux> {
  let bilan: BilanDeLot | null = null
  let premier = await source.next()
  while (premier.done !== true && premier.value.length === 0) premier = await source.next()
  return {
    async *octets() {
      let ici = premier
      while (ici.done !== true) {
        yield ici.value
        ici = await source.next()
      }
      bilan = ici.value
    },
    bilan: () => {
      if (bilan === null) throw new Error('the file is not finished')
      return bilan
    },
  }
}

/**
 * Made as fast as the file comes, whether or not the browser reads yet: several send their whole body before they read, and each
 * side would wait for the other. What waits is compressed, and no larger than what one sending may hold.
 */
function eagerStream(source: AsyncGenerator<Buffer>, abandon: AbortController, done: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const pump = async () => {
        for await (const morceau of source) controller.enqueue(new Uint8Array(morceau.buffer, morceau.byteOffset, morceau.length))
        controller.close()
      }
      // Whoever left hears nothing; whoever is there sees the download fail.
      pump()
        .catch((erreur: unknown) => controller.error(erreur))
        .catch(() => {})
        .finally(done)
    },
    cancel: () => abandon.abort(),
  })
}

async function* bodyOf(c: C): AsyncGenerator<Uint8Array> {
  const { body } = c.req.raw
  if (body !== null) for await (const morceau of body) yield morceau
}

async function* one(octets: Buffer): AsyncGenerator<Uint8Array> {
  yield octets
}

async function collect(octets: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const morceaux: Uint8Array[] = []
  let taille = 0
  for await (const morceau of octets) {
    taille += morceau.length
    if (taille > CLASSEUR_MAX) {
      const message = 'Ce classeur dépasse 20 Mo : enregistrez-le en CSV, qui se lit sans limite de lignes.'
      throw new RegleViolee(message, [{ champ: 'fichier', message }])
    }
    morceaux.push(Uint8Array.from(morceau))
  }
  return Buffer.concat(morceaux)
}

/** Name of the file without its end, safe in an archive. */
function baseName(nom: string): string {
  const sans = nom.replace(/^.*[\\/]/, '').replace(/\.[a-z0-9]{1,5}$/i, '')
  return sans.replace(/[^\p{L}\p{N} _.-]/gu, '-').slice(0, 80) || 'fichier'
}
