/** The demo, served by a process of its own for the time of a measure. */
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { setFentesContrat } from '#contrat/index.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { createClone, dropClone } from '#platform/db/base-de-test.ts'
import { fentesStrategie } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../../db/demo/charger.ts'

/** `adresse`: the product. `temoin`: the same process serving bytes from memory, and counting its statements. */
const Adresses = z.object({ adresse: z.string(), temoin: z.string() })
export type Demo = z.infer<typeof Adresses>

/** @param prepare what the demo lacks, as the owner of the database */
export async function withDemo<T>(faire: (demo: Demo) => Promise<T>, prepare: (db: Tx) => Promise<unknown> = async () => {}): Promise<T> {
  const { nom, url } = await createClone()
  const donnees = await mkdtemp(join(tmpdir(), 'parvis-banc-'))
  const base = openBase(url, { role: null, max: 2 })
  setFentesContrat(fentesStrategie)
  await base.db.transaction().execute((tx) => loadDecoupageIn(tx, new Date()))
  await loadDemo(base.db, new Date())
  await prepare(base.db)
  await base.close()
  const enfant = fork(fileURLToPath(new URL('./serveur.ts', import.meta.url)), [url, donnees], { execArgv: ['--import', 'tsx'] })
  try {
    return await faire(Adresses.parse(await new Promise((resolve, reject) => enfant.once('message', resolve).once('exit', reject))))
  } finally {
    enfant.kill()
    await dropClone(nom)
    await rm(donnees, { recursive: true, force: true })
  }
}
