import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DemandeAdresse, ReponseDeLot } from './geocodeur.ts'
import { buildGeocodeur, csvOf, fichierOf, html, ligneCsv, type Repond, rue, sendCsv, statut } from './geocodeur-de-test.ts'
import { createGeoplateforme } from './geoplateforme.adaptateur.ts'

async function collect(reponses: AsyncIterable<ReponseDeLot>): Promise<string[]> {
  const lues: string[] = []
  let rang = 0
  for await (const une of reponses) {
    assert.equal(une.rang, rang++)
    lues.push(une.reponse.ok ? (une.reponse.candidats[0]?.libelle ?? 'introuvable') : une.reponse.echec)
  }
  return lues
}
const questions = (n: number): DemandeAdresse[] => Array.from({ length: n }, (_, i) => ({ adresse: `${i} rue x`, codePostal: '37000' }))
const repondRues: Repond = ({ corps }, r) =>
  sendCsv(r, csvOf(fichierOf(corps).map((l) => [l, [rue(Number.parseInt(l.adresse ?? '', 10))]] as const)))
const attendues = (n: number) => Array.from({ length: n }, (_, i) => `${i} Rue X`)

test('a batch: slices in order, only the columns of the address leave, the same address once', async () => {
  const { geocodeur, vues } = await buildGeocodeur(repondRues, { tranche: 4 })
  const demandes = [
    ...questions(9),
    { adresse: '5 rue x', codePostal: '37000' },
    { adresse: '?' },
    { adresse: '8 rue x', codePostal: '37000', nom: 'TEMOIN' },
  ]
  assert.deepEqual(await collect(geocodeur.searchMany(demandes)), [...attendues(9), '5 Rue X', 'trop_court', '8 Rue X'])
  assert.equal(vues.length, 3)
  const [premiere] = vues
  assert.equal(premiere?.methode, 'POST')
  assert.match(
    premiere?.corps ?? '',
    /name="columns"\r\n\r\nadresse\r\n[\s\S]*name="postcode"\r\n\r\ncode_postal[\s\S]*name="citycode"\r\n\r\ncode_commune/,
  )
  assert.deepEqual(Object.keys(fichierOf(premiere?.corps ?? '')[0] ?? {}), ['cle', 'adresse', 'code_postal', 'code_commune'])
  assert.ok(vues.every(({ corps }) => !corps.includes('TEMOIN')))
  assert.equal(fichierOf(vues[2]?.corps ?? '').length, 2, '« 8 rue x » twice in a slice is one question')
})

test('a reply that is cut: what was answered is kept, only the rest is asked again, half a line is nothing', async () => {
  const demandees: number[] = []
  const { geocodeur } = await buildGeocodeur(({ corps, rang }, r) => {
    const lignes = fichierOf(corps)
    demandees.push(lignes.length)
    const texte = csvOf(lignes.map((l) => [l, [rue(Number.parseInt(l.adresse ?? '', 10))]] as const))
    if (rang >= 3) return sendCsv(r, texte)
    // Half way through a line, then the connection falls.
    r.writeHead(200, { 'content-type': 'text/csv', 'content-length': String(Buffer.byteLength(texte)) })
    r.write(texte.slice(0, texte.indexOf('"3 Rue X"') > 0 ? texte.indexOf('"3 Rue X"') + 4 : 400), () => setTimeout(() => r.destroy(), 5))
  })
  assert.deepEqual(await collect(geocodeur.searchMany(questions(6))), attendues(6))
  assert.equal(demandees[0], 6)
  assert.equal(demandees[1], 3)
  assert.ok(demandees.every((n, i) => i === 0 || n <= (demandees[i - 1] ?? 0)))
})

test('429 on a batch is obeyed, in seconds or by a date, then the same slice is asked again', async () => {
  const { geocodeur, attentes } = await buildGeocodeur(({ rang, ...reste }, r) => {
    if (rang === 0) return statut(429, { 'retry-after': '7' })(undefined as never, r)
    if (rang === 1) return statut(429, { 'retry-after': 'Sun, 22 Mar 2026 10:00:20 GMT' })(undefined as never, r)
    return repondRues({ rang, ...reste }, r)
  })
  const dites: string[] = []
  const lues = await collect(geocodeur.searchMany(questions(3), { surAttente: ({ motif }) => dites.push(motif) }))
  assert.deepEqual(lues, attendues(3))
  assert.deepEqual(attentes, [7000, 13_000])
  assert.deepEqual(dites, ['occupe', 'occupe'])
})

test('too large a slice, or a line that the service cannot bear, is found by halves', async () => {
  const { geocodeur } = await buildGeocodeur(({ corps, ...reste }, r) => {
    const lignes = fichierOf(corps)
    if (lignes.length > 3) return statut(413)(undefined as never, r)
    if (lignes.some((l) => l.adresse?.startsWith('5 '))) return statut(400)(undefined as never, r)
    return repondRues({ corps, ...reste }, r)
  })
  assert.deepEqual(await collect(geocodeur.searchMany(questions(8))), attendues(8).with(5, 'refuse'))
})

test('a batch that lies: lines swapped, doubled, of another file, out of France, in HTML, are not believed', async () => {
  const { geocodeur } = await buildGeocodeur(({ corps }, r) => {
    const lignes = fichierOf(corps)
    const ok = (l: Record<string, string>) => ligneCsv(l, rue(Number.parseInt(l.adresse ?? '', 10)))
    const entete =
      csvOf([]).length === 0
        ? ''
        : `${Object.keys(lignes[0] ?? {}).join(',')},${csvOf([[{}, []]])
            .split('\r\n')[0]
            ?.slice(1)}`
    const par = new Map(lignes.map((l) => [l.adresse, l]))
    const rendues = lignes.flatMap((l) => {
      if (l.adresse === '0 rue x 37000') return [ok({ ...l, cle: par.get('1 rue x 37000')?.cle ?? l.cle ?? '' })]
      if (l.adresse === '1 rue x 37000') return [ok({ ...l, cle: '9999' })]
      if (l.adresse === '2 rue x 37000') return [ok(l), ligneCsv(l, rue(77))]
      if (l.adresse === '3 rue x 37000') return [ligneCsv(l, { ...rue(3), lon: 0, lat: 0 })]
      if (l.adresse === '4 rue x 37000') return [ligneCsv(l, undefined, 'error')]
      if (l.adresse === '5 rue x 37000') return [ligneCsv(l, undefined, 'not-found')]
      return [ok(l)]
    })
    sendCsv(r, [entete, ...rendues].join('\n'))
  })
  assert.deepEqual(await collect(geocodeur.searchMany(questions(7))), [
    'illisible',
    'illisible',
    'illisible',
    'illisible',
    'illisible',
    'introuvable',
    '6 Rue X',
  ])
  const portail = await buildGeocodeur(html)
  assert.deepEqual(await collect(portail.geocodeur.searchMany(questions(2))), ['illisible', 'illisible'])
})

test('a service that is down: waits grow, then the rest is not asked any more', async () => {
  const { geocodeur, vues, attentes } = await buildGeocodeur(statut(502), { tranche: 2, tranchesEnVol: 1, essaisMax: 3 })
  const lues = await collect(geocodeur.searchMany(questions(10)))
  assert.deepEqual(lues, [...Array(4).fill('injoignable'), ...Array(6).fill('coupe')])
  assert.equal(vues.length, 6)
  assert.deepEqual(attentes.slice(0, 2), [500, 1000])
})

test('questions are read as answers are taken; who stops taking them stops the questions', async () => {
  let lus = 0
  async function* source() {
    for (const demande of questions(1000)) {
      lus += 1
      yield demande
    }
  }
  const { geocodeur, vues } = await buildGeocodeur(repondRues, { tranche: 10, tranchesEnVol: 2 })
  let pris = 0
  for await (const _ of geocodeur.searchMany(source())) if (++pris === 15) break
  assert.ok(lus <= 40, `${lus} questions read for 15 answers`)
  assert.ok(vues.length <= 4)
  const arret = new AbortController()
  arret.abort()
  assert.deepEqual(await collect(geocodeur.searchMany(questions(5), { signal: arret.signal })), [])
  assert.deepEqual(await collect(createGeoplateforme({ adresse: null }).searchMany(questions(2))), ['eteint', 'eteint'])
})
