/** Requests that no browser sends: broken headers, cookies, bodies, encodings, sizes, slowness. Written on raw connections. */
import { connect } from 'node:net'
import { createHasard } from './hasard.ts'
import { BRUITS, CHEMINS, COOKIES, ENCODAGES, ENTETES, FORMULAIRES, JSONS, MULTIPARTS, NOMS } from './malformees-textes.ts'

export type Demande = { genre: string; octets: Buffer /** Bytes sent one by one after a pause: a client that dawdles. */; lente?: true }
export type Reponse = { statut: number | null; duree: number; fin: 'reponse' | 'fermee' | 'attente' }

/** A deterministic source of malformed requests. @param chemins addresses of pages and forms that exist, `cookie` of someone signed in */
export function createMalformees(
  graine: number,
  { hote, chemins, cookie }: { hote: string; chemins: readonly string[]; cookie: string },
): () => Demande {
  const hasard = createHasard(graine)
  const { entier, pick, chance, octets } = hasard
  const chemin = () => (chance(0.7) ? pick(chemins) : pick(CHEMINS))
  const entetes = (methode: string, cible: string, ...autres: string[]) =>
    [
      `${methode} ${cible} HTTP/1.1`,
      `host: ${hote}`,
      'connection: close',
      ...(chance(0.7) ? [`cookie: ${cookie}`] : []),
      ...(methode === 'GET' ? [] : [`origin: http://${hote}`]),
      ...autres,
    ].join('\r\n')
  const avecCorps = (type: string, corps: Buffer | string, ...autres: string[]) =>
    Buffer.concat([
      Buffer.from(
        `${entetes('POST', chemin(), `content-type: ${type}`, `content-length: ${Buffer.byteLength(corps)}`, ...autres)}\r\n\r\n`,
      ),
      Buffer.from(corps),
    ])
  const sansCorps = (texte: string) => Buffer.from(`${texte}\r\n\r\n`, 'latin1')
  const genres: Record<string, () => Buffer> = {
    methode: () =>
      sansCorps(entetes(pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'HEAD', 'get', 'G\u00cbT', 'POST']), chemin())),
    chemin: () =>
      sansCorps(entetes('GET', pick(CHEMINS) + pick(['', '?', `?q=${pick(ENCODAGES)}`, '?a[b][c]=1&a=2', '#x', '?'.repeat(50)]))),
    requete: () => sansCorps(entetes('GET', `${pick(chemins)}?${pick(NOMS)}=${pick(ENCODAGES)}&${pick(NOMS)}=${pick(ENCODAGES)}`)),
    entete: () => sansCorps(entetes('GET', chemin(), pick(ENTETES))),
    cookie: () =>
      sansCorps(
        `GET ${chemin()} HTTP/1.1\r\nhost: ${hote}\r\nconnection: close\r\ncookie: ${pick(
          COOKIES(
            cookie,
            octets(entier(60))
              .toString('latin1')
              .replace(/[\r\n\0]/g, ''),
          ),
        )}`,
      ),
    grand: () =>
      sansCorps(
        entetes(
          'GET',
          pick([`/${'a'.repeat(20_000)}`, `/espace?q=${'%C3%A9'.repeat(3000)}`]),
          ...(chance(0.5) ? [`x-grand: ${'b'.repeat(30_000)}`] : []),
        ),
      ),
    hote: () =>
      sansCorps(
        `GET ${chemin()} HTTP/1.1\r\n${pick(['', 'host: ', 'host: a\r\nhost: b', 'host: [::1', 'host: évil.example', `host: ${hote}@evil.example`])}\r\nconnection: close`,
      ),
    formulaire: () => avecCorps('application/x-www-form-urlencoded', pick(FORMULAIRES)()),
    json: () => avecCorps(pick(['application/json', 'application/json; charset=utf-7', 'text/json']), pick(JSONS)()),
    multipart: () =>
      avecCorps(
        pick([
          'multipart/form-data; boundary=b',
          'multipart/form-data',
          'multipart/form-data; boundary=""',
          `multipart/form-data; boundary=${'x'.repeat(400)}`,
        ]),
        pick(MULTIPARTS)(),
      ),
    type: () =>
      avecCorps(
        pick([
          '',
          'x',
          'text/html',
          'application/octet-stream',
          'application/x-www-form-urlencoded; charset=utf-16',
          'é/è',
          'multipart/mixed',
        ]),
        octets(entier(400)),
      ),
    encodage: () =>
      avecCorps(
        'application/x-www-form-urlencoded',
        octets(50),
        pick(['content-encoding: gzip', 'content-encoding: br', 'transfer-encoding: chunked', 'transfer-encoding: gzip, chunked']),
      ),
    longueur: () =>
      Buffer.from(
        `${entetes('POST', chemin(), 'content-type: application/x-www-form-urlencoded', pick(['content-length: -1', 'content-length: 1e9', 'content-length: 10\r\ncontent-length: 20', 'content-length: 99999999999999999999', 'content-length: 0x10']))}\r\n\r\na=1`,
      ),
    morceaux: () =>
      Buffer.from(
        `${entetes('POST', chemin(), 'content-type: application/x-www-form-urlencoded', 'transfer-encoding: chunked')}\r\n\r\n${pick(['zz\r\na=1\r\n0\r\n\r\n', '5\r\na=1\r\n0\r\n\r\n', 'ffffffffffffffff\r\na', '-1\r\n\r\n', '3;ext="\u0001\r\na=1\r\n0\r\n\r\n'])}`,
      ),
    bruit: () => (chance(0.5) ? octets(1 + entier(300)) : Buffer.from(pick(BRUITS))),
    origine: () =>
      Buffer.from(
        `POST ${chemin()} HTTP/1.1\r\nhost: ${hote}\r\nconnection: close\r\ncookie: ${cookie}\r\norigin: ${pick(['null', 'http://evil.example', `http://${hote}.evil.example`, 'x', 'http://[::1', ''])}\r\nsec-fetch-site: cross-site\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\n\r\na=1`,
      ),
  }
  const noms = Object.keys(genres)
  return () => {
    const genre = pick(noms)
    const produit = genres[genre]
    if (produit === undefined) throw new Error(genre)
    const normale = { genre, octets: produit() }
    return chance(0.005) ? { genre: 'lente', octets: normale.octets.subarray(0, 200), lente: true } : normale
  }
}

const DEPART_MS = 2_000

/** Sends one request and waits for the end of the answer, for `attenteMs` at most. */
export function sendMalformee(port: number, demande: Demande, attenteMs: number): Promise<Reponse> {
  const debut = performance.now()
  return new Promise((resolve) => {
    const recu: Buffer[] = []
    const socket = connect(port, '127.0.0.1')
    const end = (fin: Reponse['fin']) => {
      clearTimeout(minuteur)
      socket.destroy()
      const ligne = /^HTTP\/1\.[01] (\d{3})/.exec(Buffer.concat(recu).toString('latin1', 0, 40))
      resolve({
        statut: ligne === null ? null : Number(ligne[1]),
        duree: performance.now() - debut,
        fin: ligne !== null && fin === 'fermee' ? 'reponse' : fin,
      })
    }
    const minuteur = setTimeout(() => end('attente'), attenteMs)
    socket.on('data', (morceau) => recu.push(morceau))
    socket.on('close', () => end('fermee'))
    socket.on('error', () => {})
    if (demande.lente !== true) {
      socket.write(demande.octets)
      // Still waiting for what the request announced: the client leaves, as people do.
      setTimeout(() => socket.end(), DEPART_MS).unref()
      return
    }
    let rang = 0
    const goutte = setInterval(() => {
      if (socket.destroyed || rang >= demande.octets.length) return clearInterval(goutte)
      socket.write(demande.octets.subarray(rang, rang + 1))
      rang += 1
    }, 400)
    socket.on('close', () => clearInterval(goutte))
  })
}
