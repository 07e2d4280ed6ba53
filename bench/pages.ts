/** Pages of the product beside the same HTML served from memory, in the same run and the same process. */
import { gzipSync } from 'node:zlib'
import autocannon from 'autocannon'
import { withDemo } from './banc/demo.ts'

export const titre = 'Pages'

const SECONDES = 5
const CONNEXIONS = 16

type Mesure = { parSeconde: number; p50: number; p95: number }

/** Requests a second, p50 and p95 of each page, its statements and its weight, and the ratio to memory. */
export function measure(): Promise<string> {
  return withDemo(async ({ adresse, temoin }) => {
    const cookie = await signIn(adresse)
    const fiche = /\/espace\/tours-2015\/fiches\/[0-9a-f-]{36}/.exec(await text(`${adresse}/espace/tours-2015/strategie`, cookie))?.[0]
    if (fiche === undefined) throw new Error('no fiche in the tree')
    const pages: [string, string, string | null][] = [
      ['public page of a contract', '/contrats/auray-2030', null],
      ['a fiche, signed in', fiche, cookie],
      ['the tree of 27 fiches, signed in', '/espace/tours-2015/strategie', cookie],
      ['home of a contract, signed in', '/espace/tours-2015', cookie],
    ]
    const lignes: string[] = []
    for (const [quoi, chemin, temoinCookie] of pages) {
      const html = await text(adresse + chemin, temoinCookie)
      const requetes = await statements(adresse + chemin, temoinCookie, temoin)
      await fetch(temoin + chemin, { method: 'PUT', body: html })
      const notre = await fire(adresse + chemin, temoinCookie)
      const memoire = await fire(temoin + chemin, null)
      lignes.push(
        `| ${quoi} | ${Math.round(notre.parSeconde)} | ${notre.p50} | ${notre.p95} | ${requetes} | ${kilo(html.length)} | ${kilo(gzipSync(html).length)} | ${(notre.parSeconde / memoire.parSeconde).toFixed(2)} |`,
      )
    }
    return [
      '| page | req/s | p50 ms | p95 ms | SQL statements | HTML kB | gzipped kB | ratio to the same HTML from memory |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...lignes,
      '',
      `${CONNEXIONS} connections, ${SECONDES} s each, load generator on the same machine; one server process. Statements without BEGIN, identity and COMMIT.`,
    ].join('\n')
  })
}

async function signIn(adresse: string): Promise<string> {
  const page = await text(`${adresse}/connexion`, null)
  const action = /action="(\/connexion\/persona\/[^"]+)"/.exec(page)?.[1]
  if (action === undefined) throw new Error('no persona on the sign-in page')
  const reponse = await fetch(adresse + action, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: adresse, 'content-type': 'application/x-www-form-urlencoded' },
  })
  return reponse.headers
    .getSetCookie()
    .map((biscuit) => biscuit.split(';')[0])
    .join('; ')
}

async function text(url: string, cookie: string | null): Promise<string> {
  const reponse = await fetch(url, { headers: cookie === null ? {} : { cookie } })
  if (!reponse.ok) throw new Error(`${reponse.status} at ${url}`)
  return reponse.text()
}

/** Statements that one request costs, once the page has been asked before. */
async function statements(url: string, cookie: string | null, temoin: string): Promise<number> {
  const compte = async () => Number(await text(`${temoin}/requetes`, null))
  await text(url, cookie)
  const debut = await compte()
  await text(url, cookie)
  return (await compte()) - debut
}

async function fire(url: string, cookie: string | null): Promise<Mesure> {
  const headers = cookie === null ? {} : { cookie }
  await autocannon({ url, headers, connections: CONNEXIONS, duration: 1 })
  const mesure = await autocannon({ url, headers, connections: CONNEXIONS, duration: SECONDES })
  if (mesure.non2xx > 0) throw new Error(`${mesure.non2xx} refusals at ${url}`)
  return { parSeconde: mesure.requests.average, p50: mesure.latency.p50, p95: mesure.latency.p97_5 }
}

const kilo = (octets: number) => (octets / 1000).toFixed(1)
