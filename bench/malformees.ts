/** Requests that no browser sends, on raw connections, against the whole application: errors of the server and hangs are counted. */
import { createMalformees, sendMalformee } from '../e2e/malformees.ts'
import { withDemo } from './banc/demo.ts'

export const titre = 'Malformed requests'

const NOMBRE = 10_000
const A_LA_FOIS = 24
const ATTENTE_MS = 30_000

/** Answers by status, errors of the server, connections left waiting. */
export function measure(): Promise<string> {
  return withDemo(async ({ adresse }) => {
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
  })
}
