/** Requests that no browser sends, on raw connections, against the whole application: errors of the server and hangs are counted. */
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { setFentesContrat } from '#contrat/index.ts'
import { openBase } from '#platform/db/base.ts'
import { createClone, dropClone } from '#platform/db/base-de-test.ts'
import { fentesStrategie } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../db/demo/charger.ts'
import { createMalformees, sendMalformee } from '../e2e/malformees.ts'

export const titre = 'Malformed requests'

const NOMBRE = 10_000
const A_LA_FOIS = 24
const ATTENTE_MS = 30_000

/** Answers by status, errors of the server, connections left waiting. */
export async function measure(): Promise<string> {
  const { nom, url } = await createClone()
  const donnees = await mkdtemp(join(tmpdir(), 'parvis-banc-'))
  const base = openBase(url, { role: null, max: 2 })
  setFentesContrat(fentesStrategie)
  await base.db.transaction().execute((tx) => loadDecoupageIn(tx, new Date()))
  await loadDemo(base.db, new Date())
  await base.close()
  const enfant = fork(fileURLToPath(new URL('./banc/serveur.ts', import.meta.url)), [url, donnees], { execArgv: ['--import', 'tsx'] })
  try {
    const { adresse } = z
      .object({ adresse: z.string() })
      .parse(await new Promise((resolve, reject) => enfant.once('message', resolve).once('exit', reject)))
    const port = Number(new URL(adresse).port)
    const next = createMalformees(23, {
      hote: `localhost:${port}`,
      cookie: '',
      chemins: ['/', '/connexion', '/contrats/auray-2030', '/espace/tours-2015', '/compte', '/inscription'],
    })
    const statuts: Record<string, number> = {}
    let erreurs = 0
    let attentes = 0
    let restent = NOMBRE
    const debut = performance.now()
    const work = async () => {
      while (restent > 0) {
        restent -= 1
        const { statut, fin } = await sendMalformee(port, next(), ATTENTE_MS)
        const cle = statut === null ? 'closed' : String(statut)
        statuts[cle] = (statuts[cle] ?? 0) + 1
        if ((statut ?? 0) >= 500) erreurs += 1
        if (fin === 'attente') attentes += 1
      }
    }
    await Promise.all(Array.from({ length: A_LA_FOIS }, work))
    const secondes = Math.round((performance.now() - debut) / 1000)
    const reponse = await fetch(adresse)
    return [
      `${NOMBRE.toLocaleString('en')} malformed requests in ${secondes} s, ${A_LA_FOIS} at a time: **${erreurs} errors of the server, ${attentes} connections left waiting**; the next good request: ${reponse.status}.`,
      '',
      `Answers: ${Object.entries(statuts)
        .map(([statut, nombre]) => `${statut} × ${nombre}`)
        .join(', ')}.`,
    ].join('\n')
  } finally {
    enfant.kill()
    await dropClone(nom)
    await rm(donnees, { recursive: true, force: true })
  }
}
