/** The local geography of a contract, by its forms and without a script: tiers, perimeters, history, criteria, simulation. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openApplication } from './droits-application-de-test.ts'

const { scene, send, signIn } = await openApplication()
const chef = await signIn('chef_projet')
const elue = await signIn('elu_epci')
const T = '/espace/ici/territoire'
const db = scene.proprietaire

const lire = async (chemin: string, cookie = chef): Promise<string> => {
  const reponse = await send('GET', chemin, cookie)
  const texte = await reponse.text()
  assert.equal(reponse.status, 200, `${chemin} : ${texte.slice(0, 400)}`)
  return texte
}
const envoyer = async (chemin: string, corps: Record<string, string>, statut: number): Promise<{ texte: string; vers: string }> => {
  const reponse = await send('POST', chemin, chef, corps)
  const texte = await reponse.text()
  assert.equal(reponse.status, statut, texte.replace(/<[^>]+>/g, ' ').slice(0, 1500))
  return { texte, vers: reponse.headers.get('location') ?? '' }
}
async function un<L>(requete: ReturnType<typeof sql<L>>): Promise<L> {
  const { rows } = await requete.execute(db)
  assert.ok(rows[0] !== undefined)
  return rows[0]
}

test('les paliers partent d’un modèle, et une saisie dépassée garde ce qui a été tapé', async () => {
  assert.match(await lire(`${T}/paliers/modifier`), /Trois paliers de solidarité différenciée/)
  const page = await lire(`${T}/paliers/modifier?modele=solidarite-differenciee`)
  assert.match(page, /value="Priorité 1"/)
  const paliers = {
    version: '0',
    'paliers.0.libelle': 'Priorité 1',
    'paliers.0.couleur': '1',
    'paliers.0.seuilPm': '600',
    'paliers.1.libelle': 'Veille',
    'paliers.1.couleur': '3',
    'paliers.1.seuilPm': '0',
  }
  await envoyer(`${T}/paliers/modifier`, paliers, 303)
  const { texte } = await envoyer(`${T}/paliers/modifier`, { ...paliers, 'paliers.0.libelle': 'Tapé trop tard' }, 409)
  assert.match(texte, /Tapé trop tard/)
  assert.match(texte, /Enregistrer ma saisie à la place/)
  assert.match(await lire(`${T}/paliers`, elue), /Score requis/)
  assert.doesNotMatch(await lire(`${T}/paliers`, elue), /Modifier les paliers/)
})

let perimetre = ''

test('un contour collé avec un défaut est montré, puis réparé quand on l’accepte ; l’original est gardé', async () => {
  const saisie = { nom: 'La Rabaterie', sorte: 'dessin', geometrie: 'POLYGON((0.71 47.385, 0.72 47.385, 0.72 47.392, 0.71 47.392))' }
  const { texte } = await envoyer(`${T}/perimetres/nouveau`, saisie, 422)
  assert.match(texte, /J’accepte ces réparations/)
  const garde = /<textarea[^>]*name="geometrie"[^>]*>\s*([^<]*)</.exec(texte)?.[1]?.replaceAll('&quot;', '"') ?? ''
  const { vers } = await envoyer(`${T}/perimetres/nouveau`, { ...saisie, geometrie: garde, repare: 'oui' }, 303)
  perimetre = /perimetres\/([0-9a-f-]+)/.exec(vers)?.[1] ?? ''
  assert.match(await lire(vers.replace(/\?.*/, '')), /hectares/)
  const lignes = await un(
    sql<{
      n: number
      o: number
    }>`select length(geometrie) as n, length(geometrie_origine) as o from territoire.perimetre where id = ${perimetre}`,
  )
  assert.equal(lignes.n - lignes.o, 16, 'l’original n’a pas le sommet qui ferme')
})

test('un contour illisible est refusé par une phrase, et ce qui a été tapé reste', async () => {
  for (const [geometrie, phrase] of [
    ['', /Dessinez un contour/],
    ['bonjour', /ni du GeoJSON ni du WKT/],
    ['{"type":"Polygon","coordinates":[[[0,', /coupé ou mal écrit/],
    ['{"type":"Point","coordinates":[0.7,47.4]}', /./],
    ['POLYGON((0.7 47.4, 0.71', /./],
  ] as const) {
    const { texte } = await envoyer(`${T}/perimetres/nouveau`, { nom: 'Un nom tapé', sorte: 'dessin', geometrie }, 422)
    assert.match(texte, phrase)
    assert.match(texte, /Un nom tapé/)
  }
})

test('un lieu se classe, et sa page dit depuis quand, par quelle décision et qui', async () => {
  const { id } = await un(
    sql<{ id: string }>`select id from territoire.palier where code = 'priorite-1' and contrat_id = ${scene.ici.contratId}`,
  )
  const lieu = `perimetre:${perimetre}`
  const saisie = {
    lieu,
    vu: '',
    palierId: id,
    debut: '2026-01-01',
    'decision.libelle': 'Géographie adoptée',
    'decision.instance': 'COPIL',
    'decision.jour': '2025-12-01',
  }
  const { texte } = await envoyer(`${T}/paliers/classer`, { ...saisie, 'decision.instance': '' }, 422)
  assert.match(texte, /quelle instance/)
  await envoyer(`${T}/paliers/classer`, saisie, 303)
  const page = await lire(`${T}/paliers/classer?lieu=${lieu}`)
  assert.match(page, /depuis le 1er.janvier.2026/)
  assert.match(page, /COPIL/)
  assert.match(page, /Sujet chef_projet/)
  const { features } = JSON.parse(await lire(`${T}/perimetres.geojson?jour=2026-06-01`)) as {
    features: { properties: { nom: string; palier: string | null } }[]
  }
  assert.equal(features.find(({ properties }) => properties.nom === 'La Rabaterie')?.properties.palier, 'Priorité 1')
})

test('les critères, les chiffres et les scores ; une simulation n’écrit rien', async () => {
  const version = await un(
    sql<{ v: string }>`select version::text as v from territoire.geographie_locale where contrat_id = ${scene.ici.contratId}`,
  )
  const criteres = {
    version: version.v,
    sensibilitePm: '500',
    'criteres.0.libelle': 'Chômage',
    'criteres.0.poids': '60',
    'criteres.0.sens': 'haut',
    'criteres.0.normalisation': 'min_max',
    'criteres.1.libelle': 'Logement social',
    'criteres.1.poids': '40',
    'criteres.1.sens': 'haut',
    'criteres.1.normalisation': 'seuil',
    'criteres.1.seuil': '20',
  }
  const { texte } = await envoyer(`${T}/criteres/modifier`, { ...criteres, 'criteres.1.seuil': '' }, 422)
  assert.match(texte, /Donnez le seuil/)
  await envoyer(`${T}/criteres/modifier`, criteres, 303)
  const form = await lire(`${T}/criteres/chiffres`)
  const cellules = [...form.matchAll(/name="valeurs\.(\d+)\.critereId" value="([^"]+)"[\s\S]*?name="valeurs\.\1\.lieu" value="([^"]+)"/g)]
  assert.ok(cellules.length >= 4)
  const corps = Object.fromEntries(
    cellules.flatMap(([, rang, critereId, lieu]) => [
      [`valeurs.${rang}.critereId`, critereId ?? ''],
      [`valeurs.${rang}.lieu`, lieu ?? ''],
      [`valeurs.${rang}.avant`, ''],
      [`valeurs.${rang}.valeur`, lieu === `perimetre:${perimetre}` ? '30' : Number(rang) % 2 === 0 ? '10' : ''],
    ]),
  )
  const refus = await envoyer(`${T}/criteres/chiffres`, { ...corps, 'valeurs.0.valeur': 'beaucoup' }, 422)
  assert.match(refus.texte, /value="beaucoup"/)
  await envoyer(`${T}/criteres/chiffres`, corps, 303)
  const page = await lire(`${T}/criteres`, elue)
  assert.match(page, /1.000/)
  assert.match(page, /n\. c\./, 'un chiffre inconnu n’est pas zéro')
  assert.match(page, /Ce qui basculerait/)
  assert.doesNotMatch(page, /Simulation/)
  const etat = () => un(sql<{ x: string }>`select md5(string_agg(c::text, ',' order by id)) as x from territoire.critere c`)
  const avant = await etat()
  const { id } = await un(sql<{ id: string }>`select id from territoire.critere where libelle = 'Chômage'`)
  assert.match(await lire(`${T}/criteres?poids-${id}=10`), /Simulation : rien n’est enregistré/)
  assert.deepEqual(await etat(), avant)
})

test('la relecture de la filiation ouvre sur les deux dernières générations', async () => {
  const admin = await signIn('admin_plateforme')
  const page = await lire('/administration/territoire/filiation', admin)
  assert.match(page, /Calculer la filiation/)
  assert.match(await lire('/administration/territoire/filiation?vue=desaccords', admin), /Lettre officielle/)
})
