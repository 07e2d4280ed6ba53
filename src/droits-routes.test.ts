/** Every route, asked by everyone over HTTP: refused if and only if « Qui peut quoi » says so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DROITS } from '#app.ts'
import { SUJETS } from '#compte/index.ts'
import { findAction, matrixOf } from '#platform/droits.ts'
import type { RouteDeclaree } from '#platform/http/routes.ts'
import { addActes } from './droits-actes-de-test.ts'
import { openApplication } from './droits-application-de-test.ts'
import { PRECISIONS, pathOf, SANS_OBJET } from './droits-chemins-de-test.ts'
import { idOf } from './droits-scene-de-test.ts'

const { application, send, signIn, ...ouverte } = await openApplication()
const scene = await addActes(ouverte.scene)
const lignes = matrixOf(DROITS, SUJETS, scene.ici.contratId)

/** Who may pass, by the matrix: the right of the route, or the one that its command asks when the route's is only to read. */
function permisOf(route: RouteDeclaree): ReadonlySet<string> {
  const precision = PRECISIONS[`${route.methode} ${route.chemin}`]
  const action = findAction(DROITS, precision?.action ?? route.droit)
  assert.ok(action !== null, `${route.droit} is in no action`)
  const retenues = lignes.filter(
    (ligne) => ligne.action === action && (precision?.cas === undefined || ligne.cas.libelle === precision.cas),
  )
  assert.ok(retenues.length > 0, `${route.chemin}: no such case`)
  return new Set(retenues.flatMap((ligne) => [...ligne.permis]))
}

const isRefus = (reponse: Response) =>
  reponse.status === 403 || reponse.status === 404 || (reponse.headers.get('location')?.startsWith('/connexion?suite=') ?? false)

test('every route that writes asks a right of its own, or names the one that its command asks', () => {
  const lectures = DROITS.flatMap(({ actions }) => actions.filter(({ nom }) => /\.(lire|voir)/.test(nom)))
  assert.deepEqual(
    application.routes
      .filter(({ methode, droit }) => methode === 'POST' && lectures.some(({ droits }) => droits.includes(droit)))
      .map(({ methode, chemin }) => `${methode} ${chemin}`)
      .filter((nom) => PRECISIONS[nom] === undefined),
    [],
    'routes that write under a right to read: give them a right, or a line in src/droits-chemins-de-test.ts',
  )
  const connues = application.routes.map(({ methode, chemin }) => `${methode} ${chemin}`)
  assert.deepEqual(
    [...Object.keys(PRECISIONS), ...SANS_OBJET].filter((nom) => !connues.includes(nom)),
    [],
    'lines of src/droits-chemins-de-test.ts about routes that are gone',
  )
})

test('ce qui est archivé ne se lit que par qui peut le restaurer', async () => {
  for (const chemin of [`fiches/${idOf(scene.ici, 'z9')}`, `contrat/documents/${idOf(scene.ici, 'documentArchive')}`]) {
    for (const { cle } of SUJETS) {
      const reponse = await send('GET', `/espace/ici/${chemin}`, await signIn(cle))
      assert.equal(isRefus(reponse), cle !== 'chef_projet', `${chemin}, ${cle} : ${reponse.status}`)
    }
  }
})

test('chaque route, par chaque rôle : refusée si et seulement si la matrice le dit', { timeout: 230_000 }, async () => {
  const fautes: string[] = []
  const compte = { attendus: 0, prouves: 0, accords: 0 }
  const cookies = new Map<string, string>()
  for (const { cle } of SUJETS) cookies.set(cle, await signIn(cle))
  // Reading first. What belongs to everyone closes sessions and accounts: last, each time with a new session.
  const rang = ({ methode, droit }: RouteDeclaree) => (methode === 'GET' ? 0 : droit === 'public' || droit === 'connecté' ? 2 : 1)
  // A right that is in no action is another test's failure (droits.test.ts).
  const connues = application.routes.filter(({ droit }) => findAction(DROITS, droit) !== null)
  const routes = connues.sort((a, b) => rang(a) - rang(b))
  for (const route of routes) {
    const nom = `${route.methode} ${route.chemin}`
    const permis = permisOf(route)
    const precision = PRECISIONS[nom]
    const chemin = pathOf(route.chemin, scene.ici)
    let passee = SANS_OBJET.includes(nom) || SUJETS.every(({ cle }) => permis.has(cle))
    // Those who may come after those who may not: what they change does not hide a refusal.
    for (const { cle } of [...SUJETS].sort((a, b) => Number(permis.has(a.cle)) - Number(permis.has(b.cle)))) {
      await precision?.avant?.(scene, scene.agents.get(cle) ?? null)
      const cookie = rang(route) === 2 ? await signIn(cle) : (cookies.get(cle) ?? '')
      const reponse = await send(route.methode, chemin, cookie, { essai: '1', ...precision?.corps?.(scene.ici) })
      const refus = isRefus(reponse)
      if (reponse.status >= 500) fautes.push(`${nom}, ${cle} : ${reponse.status}`)
      if (permis.has(cle)) {
        compte.accords += 1
        if (!refus) passee = true
        if (SANS_OBJET.includes(nom)) continue
        if (reponse.status === 403 || (refus && reponse.status === 303))
          fautes.push(`${nom}, ${cle} : devrait passer, et ${reponse.status}`)
      } else {
        compte.attendus += 1
        if (refus) compte.prouves += 1
        else fautes.push(`${nom}, ${cle} : devrait être refusée, et ${reponse.status}`)
      }
      await reponse.body?.cancel()
    }
    if (!passee) fautes.push(`${nom} : personne ne l’ouvre (${chemin}) ; son refus ne prouve rien`)
  }
  assert.deepEqual(fautes, [])
  console.log(`droits : ${compte.prouves}/${compte.attendus} refus de routes prouvés, ${compte.accords} accords ; ${routes.length} routes`)
  assert.equal(compte.prouves, compte.attendus)
})
