/** « Qui peut quoi » and the sentence of a refusal, in the whole application. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApplication } from './droits-application-de-test.ts'
import { idOf } from './droits-scene-de-test.ts'

const { scene, send, signIn } = await openApplication()

async function ask(cle: string, chemin: string, corps?: Record<string, string>) {
  const reponse = await send(corps === undefined ? 'GET' : 'POST', chemin, await signIn(cle), corps)
  return { statut: reponse.status, texte: (await reponse.text()).replaceAll('\u00a0', ' '), type: reponse.headers.get('content-type') }
}

test('la page montre la matrice, ma colonne, qui porte les rôles et ce que mon mandat ne permet pas', async () => {
  const { statut, texte } = await ask('prefet', '/espace/ici/droits')
  assert.equal(statut, 200)
  assert.match(texte, /<th scope="col" class="pv-mienne"><span class="pv-debout">préfecture<\/span>/)
  assert.match(texte, /Valider une fiche, la renvoyer en brouillon/)
  assert.match(texte, /Autre tiers-ici \(Organisation du tiers, ici\)/)
  assert.match(
    texte,
    /il faut un mandat « chef ou cheffe de projet » sur ce contrat\. Autre autre-chef-projet ou Sujet chef_projet peuvent vous le donner\./,
  )
  assert.ok(!texte.includes('la-bas'), 'nothing of another contract')
})

test('la page se filtre par son adresse, et s’exporte en CSV', async () => {
  const { texte } = await ask('prefet', '/espace/ici/droits?role=bailleur&partie=publication')
  assert.match(texte, /Publier le contrat, retirer la publication/)
  assert.ok(!texte.includes('Importer des documents et les relire'))
  const csv = await ask('prefet', '/espace/ici/droits.csv')
  assert.equal(csv.type, 'text/csv; charset=utf-8')
  const lignes = csv.texte.split('\r\n')
  assert.match(lignes[0] ?? '', /^\ufeff?Partie;Action;Cas;chef ou cheffe de projet;/)
  assert.ok(lignes.some((ligne) => ligne.startsWith('Publication;publier le contrat, retirer la publication;;oui;non;')))
})

test('un refus à l’entrée d’une page dit quel mandat il faudrait et qui peut le donner', async () => {
  const { statut, texte } = await ask('evaluateur', '/espace/ici/contrat/modifier')
  assert.equal(statut, 403)
  assert.match(texte, /Pour tenir le contrat, il faut un mandat « chef ou cheffe de projet » sur ce contrat\./)
  assert.match(texte, /href="\/espace\/ici\/droits"/)
})

test('un refus venu d’une commande le dit aussi, pour les seuls cas refusés', async () => {
  const { statut, texte } = await ask('bailleur', `/espace/ici/fiches/${idOf(scene.ici, 'f5')}/themes`, { themeIds: '' })
  assert.equal(statut, 403)
  assert.match(
    texte,
    /Pour modifier une fiche, ses thèmes, ses lieux \(soumise ou validée\), il faut un mandat « chef ou cheffe de projet »/,
  )
  assert.ok(!texte.includes('(en brouillon)'))
})

test('hors d’un espace, ou sans mandat sur lui, un refus ne nomme personne', async () => {
  const dehors = await ask('sans_mandat', '/administration/personnes')
  assert.equal(dehors.statut, 403)
  assert.ok(!dehors.texte.includes('peut vous le donner') && !dehors.texte.includes('Sujet chef_projet'))
  const ailleurs = await ask('ailleurs', '/espace/ici/contrat/modifier')
  assert.equal(ailleurs.statut, 404)
  assert.ok(!ailleurs.texte.includes('Sujet chef_projet'))
})
