import { Logger, parseCronItems, run, runMigrations } from 'graphile-worker'
import { withIdentite } from '#platform/acte.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { logIncident } from '#platform/incident.ts'
import { listPeriodiques } from '#platform/periodique.ts'
import { advanceTache, endTache, enqueuePeriodique, startTache, type Tache, TRAVAIL } from './tache.store.ts'

/** What the work of one kind of task receives. `avance` answers false once somebody cancelled: stop and return. */
export type Travail = {
  db: Tx
  tache: Tache
  now: () => Date
  avance: (fait: number, total: number, message?: string) => Promise<boolean>
}
export type FinDeTravail = { message: string | null; resultat?: unknown; fichier?: { id: string; nom: string } }
/** The work behind each kind of task (`genre`), given by the capabilities. */
export type Travaux = Record<string, (travail: Travail) => Promise<FinDeTravail>>

const PERIODIQUE = 'periodique'

const silencieux = new Logger(() => () => {})

/** Installs the queue's own schema. Runs as the owner, after our migrations; the application only calls platform.enfiler(). */
export async function migrateFile(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: silencieux })
}

/**
 * Runs queued tasks until stopped. The queue itself is the owner's (`url`); the work is done under the role `parvis_ouvrier`,
 * which sees the contract of the task and no other; a task without contract is the platform's and sees all. A task that
 * throws a `RegleViolee` fails with its sentence and is not tried again.
 */
export async function startOuvrier(
  url: string,
  travaux: Travaux,
  now: () => Date = () => new Date(),
): Promise<{ stop: () => Promise<void> }> {
  const base = openBase(url, { role: 'parvis_ouvrier', max: 4 })
  const coureur = await run({
    connectionString: url,
    maxPoolSize: 3,
    concurrency: 1,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: silencieux,
    parsedCronItems: parseCronItems(
      listPeriodiques().map(({ genre, cron }) => ({ task: PERIODIQUE, match: cron, identifier: genre, payload: { genre } })),
    ),
    taskList: {
      // What comes back at fixed hours becomes a task like another: it is seen, and its last end is kept.
      [PERIODIQUE]: async (charge) => {
        const genre = genreOf(charge)
        if (travaux[genre] !== undefined) await base.db.transaction().execute((tx) => enqueuePeriodique(tx, genre))
      },
      [TRAVAIL]: async (charge, aide) => {
        const id = idOf(charge)
        const tache = await startTache(base.db, id, now())
        if (tache === null) return
        const travail = travaux[tache.genre]
        try {
          if (travail === undefined) throw new Error(`no work for tasks of kind ${tache.genre}`)
          const avance: Travail['avance'] = (fait, total, message) =>
            advanceTache(base.db, id, { fait, total, ...(message === undefined ? {} : { message }) })
          const identite = {
            personneId: tache.demandeurId,
            contrats: tache.contratId === null ? [] : [tache.contratId],
            technique: tache.contratId === null,
          }
          const fin = await withIdentite(base.db, identite, (db) => travail({ db, tache, now, avance }))
          await endTache(base.db, id, { etat: 'faite', ...fin }, now())
        } catch (erreur) {
          const derniere = aide.job.attempts >= aide.job.max_attempts
          if (!(erreur instanceof RegleViolee) && !derniere) throw erreur
          const message = erreur instanceof RegleViolee ? erreur.message : 'La tâche a échoué trois fois. Rien n’a été enregistré à moitié.'
          if (!(erreur instanceof RegleViolee)) logIncident(`tache ${id} ${tache.genre}`, erreur)
          await endTache(base.db, id, { etat: 'echouee', message }, now())
        }
      },
    },
  })
  return {
    stop: async () => {
      await coureur.stop()
      await base.close()
    },
  }
}

function idOf(charge: unknown): string {
  if (typeof charge === 'object' && charge !== null && 'id' in charge && typeof charge.id === 'string') return charge.id
  throw new Error('a task without its id')
}

function genreOf(charge: unknown): string {
  if (typeof charge === 'object' && charge !== null && 'genre' in charge && typeof charge.genre === 'string') return charge.genre
  throw new Error('a periodic job without its kind')
}
