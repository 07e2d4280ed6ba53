import { Logger, parseCronItems, run } from 'graphile-worker'
import { openBase, type Tx } from '#platform/db/base.ts'
import { logIncident } from '#platform/incident.ts'
import { getReglages } from '#platform/reglages.ts'
import type { ConfigurationCourriel } from './configuration-courriel.ts'
import { delaiApres, ESSAIS_MAX, echeanceRecueil } from './echeances.ts'
import { claimCourriel, claimFin, eraseCourriels, type Suite, settleCourriel, sweepCourriels } from './file.store.ts'
import { composeMessage, type Maison } from './message.ts'
import { gatherRecueils } from './recueil.store.ts'
import { conservationCourriels, heureRecueil } from './reglages.ts'
import { DELAIS, type Delais, type IssueEnvoi, sendPli } from './smtp.adaptateur.ts'

/** What sending needs. Without `courriel`, mails are kept and wait. */
export type Poste = {
  db: Tx
  courriel: ConfigurationCourriel | null
  maison: Maison
  /** Links of sent mails stay readable, for /dev/courriels. */
  gardeLiens: boolean
  now: () => Date
  delais?: Delais
  /** Milliseconds before the next try, after so many. */
  delaiApres?: (essais: number) => number
}

/** Sends one mail if it waits, and writes what became of it. */
export async function sendCourriel(poste: Poste, id: string): Promise<IssueEnvoi['issue'] | 'rien'> {
  const { db, courriel: configuration, now } = poste
  if (configuration === null) return 'rien'
  const { serveur, expediteur } = configuration
  const pris = await claimCourriel(db, id, { now: now(), domaine: expediteur.adresse.split('@')[1] ?? 'localhost' })
  if (pris === null) return 'rien'
  const contenu = await composeMessage(pris, expediteur, poste.maison).catch((erreur: unknown) => {
    logIncident(`courriel ${id} ne se compose pas`, erreur)
    return null
  })
  if (contenu === null) {
    await settleCourriel(db, pris, { etat: 'abandonne', now: now(), erreur: 'le message n’a pas pu être composé' })
    return 'refuse'
  }
  const pli = { de: expediteur.adresse, a: pris.destinataire, contenu }
  const issue = await sendPli(serveur, pli, () => claimFin(db, pris), poste.delais ?? DELAIS)
  const suite = suiteOf(issue, pris.essais, poste)
  if (suite !== null) await settleCourriel(db, pris, suite)
  return issue.issue
}

function suiteOf(issue: IssueEnvoi, essais: number, { now, gardeLiens, delaiApres: delai = delaiApres }: Poste): Suite | null {
  const instant = now()
  if (issue.issue === 'dessaisi') return null
  if (issue.issue === 'accepte') return { etat: 'envoye', now: instant, gardeLiens }
  const { erreur } = issue
  if (issue.issue === 'incertain') return { etat: 'incertain', now: instant, erreur }
  if (issue.issue === 'refuse' || essais >= ESSAIS_MAX) return { etat: 'abandonne', now: instant, erreur }
  return { etat: 'en_attente', prochainEssaiLe: new Date(instant.getTime() + delai(essais)), erreur }
}

/** The round: puts right what died, writes the digests that are due, erases what is old. May run at any time, any number of times. */
export async function makeRonde({ db, courriel, now }: Poste): Promise<void> {
  const instant = now()
  // Without a server, what waits goes on waiting.
  if (courriel !== null) await sweepCourriels(db, instant)
  const { valeurOf } = await getReglages(db, [heureRecueil, conservationCourriels])
  const echeance = echeanceRecueil(instant, valeurOf(heureRecueil))
  if (echeance !== null) await gatherRecueils(db, echeance, instant)
  await eraseCourriels(db, new Date(instant.getTime() - valeurOf(conservationCourriels) * 24 * 3600_000), instant)
}

export type OptionsFacteur = Omit<Poste, 'db'> & {
  /** The owner's address: the queue is the owner's, the work is done under the role of the worker. */
  url: string
  production: boolean
  /** Mails sent at once by this process. */
  concurrence?: number
  pollInterval?: number
}

const silencieux = new Logger(() => () => {})

/** Sends queued mail until stopped, apart from the long tasks: an import of an hour delays no sign-in link. */
export async function startFacteur(options: OptionsFacteur): Promise<{ stop: () => Promise<void> }> {
  const { url, production, concurrence = 3, pollInterval = 2000, ...reste } = options
  if (production && reste.courriel === null) {
    console.warn('PARVIS_SMTP_URL n’est pas réglé : aucun courriel ne part (invitations, liens de connexion). Voir docs/exploitation.md.')
  }
  const base = openBase(url, { role: 'parvis_ouvrier', max: concurrence + 2 })
  const poste: Poste = { ...reste, db: base.db }
  const coureur = await run({
    connectionString: url,
    maxPoolSize: 3,
    concurrency: concurrence,
    noHandleSignals: true,
    pollInterval,
    logger: silencieux,
    parsedCronItems: parseCronItems([{ task: 'courriels_ronde', match: '*/5 * * * *', options: { backfillPeriod: 0, maxAttempts: 1 } }]),
    taskList: {
      courriel: async (charge) => {
        await sendCourriel(poste, idOf(charge))
      },
      courriels_ronde: () => makeRonde(poste),
    },
  })
  await makeRonde(poste).catch((erreur: unknown) => logIncident('courriels, première ronde', erreur))
  return {
    stop: async () => {
      await coureur.stop()
      await base.close()
    },
  }
}

function idOf(charge: unknown): string {
  if (typeof charge === 'object' && charge !== null && 'id' in charge && typeof charge.id === 'string') return charge.id
  throw new Error('a mail job without its id')
}
