import assert from 'node:assert/strict'
import test from 'node:test'
import { openInstance } from './instance.ts'
import { createMalformees, type Demande, type Reponse, sendMalformee } from './malformees.ts'

const NOMBRE = 2_000
/** Longer than any answer takes, and than the server waits for one who dawdles. */
const ATTENTE_MS = 30_000
const A_LA_FOIS = 24

const instance = await openInstance()
const port = Number(new URL(instance.adresse).port)

test(`${NOMBRE} malformed requests: no error of the server, no connection left waiting, and it goes on working`, async (t) => {
  const page = await instance.open({ persona: 'Claire' })
  await page.goto('/espace/tours-2015')
  const chemins = await page
    .locator('a[href^="/espace/tours-2015"]')
    .evaluateAll((liens) => liens.map((lien) => lien.getAttribute('href') ?? '/'))
  await page.goto('/espace/tours-2015/strategie')
  const fiche = await page.locator('a[href*="/fiches/"]').first().getAttribute('href')
  assert.ok(fiche !== null && chemins.length > 3)
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  await page.goto(fiche)
  const avant = await page.locator('main h1').textContent()
  const next = createMalformees(11, {
    hote: `localhost:${port}`,
    cookie,
    chemins: [
      '/',
      '/connexion',
      '/compte',
      ...chemins,
      fiche,
      ...['modifier', 'soumettre', 'remarques'].map((acte) => `${fiche}/${acte}`),
      '/espace/tours-2015/importer',
    ],
  })
  const statuts: Record<string, number> = {}
  const fautes: { demande: Demande; reponse: Reponse }[] = []
  let restent = NOMBRE
  const work = async () => {
    while (restent > 0) {
      restent -= 1
      const demande = next()
      const reponse = await sendMalformee(port, demande, ATTENTE_MS)
      statuts[String(reponse.statut)] = (statuts[String(reponse.statut)] ?? 0) + 1
      if ((reponse.statut ?? 0) >= 500 || reponse.fin === 'attente') fautes.push({ demande, reponse })
    }
  }
  await Promise.all(Array.from({ length: A_LA_FOIS }, work))
  t.diagnostic(`${NOMBRE} requests, answers by status (null: closed without one): ${JSON.stringify(statuts)}`)
  assert.deepEqual(
    fautes
      .slice(0, 10)
      .map(
        ({ demande, reponse }) => `${demande.genre} ${reponse.statut} ${reponse.fin} ${demande.octets.toString('latin1').slice(0, 400)}`,
      ),
    [],
  )
  assert.ok((statuts['400'] ?? 0) > 0 && (statuts['403'] ?? 0) > 0 && (statuts['404'] ?? 0) > 0 && (statuts['200'] ?? 0) > 0)
  const apres = await instance.open({ persona: 'Claire' })
  await apres.goto(fiche)
  assert.equal(await apres.locator('main h1').textContent(), avant)
})
