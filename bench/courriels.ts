/** The mail queue when its server fails, its lines break and its processes are killed: what is lost, what is sent twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { BAIL_MS } from '#platform/courriel/echeances.ts'
import { requeueCourriel, sweepCourriels } from '#platform/courriel/file.store.ts'
import { createServeurDeTest, PANNES } from '#platform/courriel/smtp-de-test.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { createClone, dropClone } from '#platform/db/base-de-test.ts'

export const titre = 'Mail under SMTP failure'

const COURRIELS = 500
const PART_EN_PANNE = 0.3
const PROCESSUS = 2
const ATTENTE_MAX_MS = 120_000
const REPIT_MS = 4000

/** Sends the mails through two processes, one of them killed halfway; then puts back what was shown as not sent. */
export async function measure(): Promise<string> {
  const { nom, url } = await createClone()
  const base = openBase(url, { role: null, max: 4 })
  const tirage = suiteDe(20260309)
  let pannes = 0
  const serveur = await createServeurDeTest(() => {
    if (tirage() >= PART_EN_PANNE) return null
    pannes += 1
    return PANNES[Math.floor(tirage() * PANNES.length)] ?? null
  })
  const enfants: ChildProcess[] = []
  const start = () => {
    const fichier = fileURLToPath(new URL('./banc/facteur.ts', import.meta.url))
    const port = String(serveur.configuration.serveur.port)
    const enfant = spawn(process.execPath, ['--import', 'tsx', fichier, url, port], { stdio: ['ignore', 'inherit', 'inherit'] })
    enfants.push(enfant)
    return enfant
  }
  try {
    const acte = performance.now()
    const ids = await write(base.db)
    const duree = performance.now() - acte
    const debut = performance.now()
    const [victime] = Array.from({ length: PROCESSUS }, start)
    while (serveur.recus.length < COURRIELS / 2) await sleep(20)
    if (victime !== undefined) await kill(victime)
    await sleep(REPIT_MS)
    // What the lease of the dead will say in twenty minutes: no try of the living lasts so long as this pause.
    const { rows: orphelins } = await sql`
      update platform.courriel set pris_le = ${new Date(Date.now() - 2 * BAIL_MS)}
      where etat in ('en_cours', 'remise') and pris_le < ${new Date(Date.now() - REPIT_MS)} returning id`.execute(base.db)
    await sweepCourriels(base.db, new Date())
    await drain(base.db)
    const secondes = (performance.now() - debut) / 1000
    const bilan = await statesOf(base.db)
    const recus = countRecus(serveur.recus.map(({ messageId }) => messageId))
    const montres = await listMontres(base.db)
    const envoyes = bilan.get('envoye') ?? 0
    const doubles = [...recus.values()].filter((fois) => fois > 1).length
    const perdus = ids.filter((id) => !recus.has(id) && !montres.has(id)).length
    const douteRecu = [...montres].filter(([id, etat]) => etat === 'incertain' && recus.has(id)).length
    const tableau = [
      '| what | mails |',
      '| --- | ---: |',
      `| written, in ${COURRIELS} acts | ${ids.length} |`,
      `| in the hands of the process that was killed | ${orphelins.length} |`,
      `| said sent | ${envoyes} |`,
      `| said refused for good (5xx) and shown | ${bilan.get('abandonne') ?? 0} |`,
      `| said uncertain and shown | ${bilan.get('incertain') ?? 0} |`,
      `| … of which the server had kept | ${douteRecu} |`,
      `| **lost**: neither kept by the server nor shown | ${perdus} |`,
      `| **sent twice**: kept twice by the server | ${doubles} |`,
    ]
    const connexions = serveur.connexions()
    serveur.prevoir(...Array.from({ length: 10 * COURRIELS }, () => null))
    for (const id of montres.keys()) await requeueCourriel(base.db, id, new Date())
    await drain(base.db)
    const apres = countRecus(serveur.recus.map(({ messageId }) => messageId))
    return [
      ...tableau,
      `| put back by an administrator, once the server works | ${montres.size} |`,
      `| kept by the server in the end | ${apres.size} |`,
      `| … twice, under one Message-ID, because an uncertain one was put back | ${[...apres.values()].filter((fois) => fois > 1).length} |`,
      '',
      `${connexions} connections, ${pannes} of them broken (${Math.round((100 * pannes) / connexions)} %) in nine ways drawn at random: hung up, 4xx and 5xx at the address and at the text, cut in the text, before its last line, before the answer, silent for good. ${PROCESSUS} processes of 3 senders, one killed (SIGKILL) halfway. ${(ids.length / secondes).toFixed(0)} mails a second, failed tries, the start of the processes and a pause of ${REPIT_MS / 1000} s included; writing one in its act takes ${(duree / ids.length).toFixed(1)} ms.`,
    ].join('\n')
  } finally {
    for (const enfant of enfants) await kill(enfant)
    await serveur.stop()
    await base.close()
    await dropClone(nom)
  }
}

async function write(db: Tx): Promise<string[]> {
  const ids: string[] = []
  for (let rang = 0; rang < COURRIELS; rang += 1) {
    const mail = {
      genre: 'invitation',
      a: { courriel: `personne${rang}@exemple.fr`, personneId: null },
      objet: `Invitation à rejoindre le contrat, n° ${rang}`,
      corps: ['Bonjour,', 'On vous invite à agir sur ce contrat. '.repeat(20)],
      action: { libelle: 'Lire l’invitation', href: `/invitation/${rang}` },
      pourquoi: 'Vous recevez ce courriel parce qu’on a tapé votre adresse.',
      envoi: 'immediat' as const,
    }
    ids.push(await db.transaction().execute((tx) => enqueueCourriel(tx, mail, new Date())))
  }
  return ids
}

/** Waits until nothing waits. */
async function drain(db: Tx): Promise<void> {
  const fin = performance.now() + ATTENTE_MAX_MS
  for (;;) {
    const etats = await statesOf(db)
    const reste = (etats.get('en_attente') ?? 0) + (etats.get('en_cours') ?? 0) + (etats.get('remise') ?? 0)
    if (reste === 0) return
    if (performance.now() > fin) throw new Error(`${reste} mails still wait`)
    await sleep(50)
  }
}

async function statesOf(db: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ etat: string; n: number }>`select etat, count(*)::int as n from platform.courriel group by etat`.execute(db)
  return new Map(rows.map(({ etat, n }) => [etat, n]))
}

async function listMontres(db: Tx): Promise<Map<string, string>> {
  const { rows } = await sql<{
    id: string
    etat: string
  }>`select id, etat from platform.courriel where etat in ('abandonne', 'incertain')`.execute(db)
  return new Map(rows.map(({ id, etat }) => [id, etat]))
}

/** How often each mail was kept, by the id in its Message-ID. */
function countRecus(messageIds: readonly string[]): Map<string, number> {
  const recus = new Map<string, number>()
  for (const messageId of messageIds) {
    const id = /^<([^@]+)@/.exec(messageId)?.[1] ?? messageId
    recus.set(id, (recus.get(id) ?? 0) + 1)
  }
  return recus
}

async function kill(enfant: ChildProcess): Promise<void> {
  if (enfant.exitCode !== null || enfant.signalCode !== null) return
  const mort = new Promise((resolve) => enfant.once('exit', resolve))
  enfant.kill('SIGKILL')
  await mort
}

/** Draws in [0, 1), the same at each run. */
function suiteDe(graine: number): () => number {
  let etat = graine
  return () => {
    etat = (Math.imul(etat, 1664525) + 1013904223) >>> 0
    return etat / 2 ** 32
  }
}
