/** Child process of bench/pages.ts: the whole product on its database, and the same pages served from memory beside it. */
import { createServer } from 'node:http'
import pg from 'pg'
import { parseConfiguration } from '#platform/configuration.ts'
import { startServer } from '#server.ts'

// Every statement that leaves this process is counted, those of a transaction's frame apart.
let requetes = 0
const CADRE = /^(\/\* prepare identite \*\/ )?(begin|start transaction|commit|rollback|select set_config|listen)/i
pg.Client.prototype.query = new Proxy(pg.Client.prototype.query, {
  apply(cible, ceci, args: unknown[]) {
    const [premier] = args
    const texte =
      typeof premier === 'string'
        ? premier
        : typeof premier === 'object' && premier !== null && 'text' in premier
          ? String(premier.text)
          : ''
    if (texte !== '' && !CADRE.test(texte.trim())) requetes += 1
    return Reflect.apply(cible, ceci, args)
  },
})

const [databaseUrl = '', donnees = ''] = process.argv.slice(2)
const configuration = parseConfiguration({ PORT: '0', DATABASE_URL: databaseUrl, PARVIS_DEMO: '1', PARVIS_DONNEES: donnees })
const serveur = await startServer({ configuration, databaseUrl })

const memoire = new Map<string, Buffer>()
const temoin = createServer(async (requete, reponse) => {
  const chemin = requete.url ?? '/'
  if (chemin === '/requetes') {
    reponse.end(String(requetes))
    return
  }
  if (requete.method === 'PUT') {
    const morceaux: Buffer[] = []
    for await (const morceau of requete) morceaux.push(morceau)
    memoire.set(chemin, Buffer.concat(morceaux))
    reponse.end()
    return
  }
  reponse.setHeader('content-type', 'text/html; charset=UTF-8')
  reponse.end(memoire.get(chemin))
})
temoin.listen(0, () => {
  const adresse = temoin.address()
  process.send?.({
    adresse: serveur.adresse,
    temoin: `http://localhost:${typeof adresse === 'object' && adresse !== null ? adresse.port : 0}`,
  })
})
process.on('disconnect', () => process.exit(0))
