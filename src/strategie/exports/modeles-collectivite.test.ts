import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type DocumentAEcrire, type Element, THEME_PARVIS } from '#platform/documents/ecriture/document.ts'
import { writeDocx } from '#platform/documents/ecriture/docx.ts'
import type { SchemaModele } from '#platform/documents/ecriture/modele-document.ts'
import { writeOdt } from '#platform/documents/ecriture/odt.ts'
import { readDocument } from '#platform/documents/lecture/lire.ts'
import { RegleViolee } from '#platform/errors.ts'
import { brut, type Fragment } from '#platform/texte/commonmark.ts'
import { buildContratEngendre } from './fiches-engendrees.ts'
import { listFiches } from './modele.ts'
import { checkModele, fillContrat, fillFiche, SCHEMA_CONTRAT, SCHEMA_FICHE } from './modeles-collectivite.ts'

function buildModele(paragraphes: readonly (string | Fragment[])[]): DocumentAEcrire & { corps: Element[] } {
  const corps: Element[] = paragraphes.map((texte) => ({
    sorte: 'paragraphe',
    ton: 'normal',
    texte: typeof texte === 'string' ? [brut(texte)] : texte,
  }))
  return {
    titre: 'Modèle',
    auteur: 'Ville',
    sujet: '',
    entete: 'Ville des Ormes',
    pied: '{contrat}',
    date: null,
    couverture: null,
    sommaire: 0,
    corps,
  }
}

const ECRIRE = {
  docx: (document: DocumentAEcrire) => writeDocx(document, THEME_PARVIS),
  odt: async (document: DocumentAEcrire) => writeOdt(document, THEME_PARVIS),
}

for (const format of ['docx', 'odt'] as const) {
  test(`un modèle ${format} de la collectivité est rempli avec la fiche, dans l’ordre et en entier`, async () => {
    const contrat = buildContratEngendre(1, 11)
    const [modele] = listFiches(contrat)
    assert.ok(modele)
    const ligne = (texte: string) => ({ id: modele.id, texte })
    const fiche = {
      ...modele,
      intitule: 'Gérer <b>ensemble</b> & {code}',
      empreinte: null,
      enjeu: 'Un **premier** point.\n\nUn second.',
      contexte: [ligne('{intitule} n’est pas un champ ici'), ligne('deux ; "guillemets" 😀')],
      effets: [{ ...ligne('Mieux vivre'), id: 'e1' }],
      indicateursEffets: [{ ...ligne('nombre de fêtes'), effetId: 'e1' }],
    }
    const morceaux = [brut('Titre : {inti'), { ...brut('tule'), gras: true }, brut('}')]
    const gabarit = buildModele([
      morceaux,
      '{#enjeu}{enjeu}{/enjeu}{#empreinte}jamais{/empreinte}',
      '{#contexte}',
      '– {texte}',
      '{/contexte}',
      '{#indicateurs_effets}',
      '{effet} :',
      '{#indicateurs}{texte}{/indicateurs}',
      '{/indicateurs_effets}',
    ])
    const rempli = await fillFiche(contrat, fiche, `modele.${format}`, await ECRIRE[format](gabarit))
    assert.equal(rempli.nom, `fiche-${fiche.code}.${format}`)
    const lu = await readDocument(rempli.nom, rempli.contenu)
    const corps = lu.blocs.filter(({ zone }) => zone === 'corps').map(({ texte }) => texte)
    assert.deepEqual(corps, [
      'Titre : Gérer <b>ensemble</b> & {code}',
      'Un premier point. Un second.',
      '{intitule} n’est pas un champ ici',
      'deux ; "guillemets" 😀',
      'Mieux vivre :',
      'nombre de fêtes',
    ])
    assert.ok(lu.blocs.some(({ zone, texte }) => zone === 'pied' && texte.startsWith(contrat.titre)))
  })

  test(`une liste dans une ligne de tableau d’un modèle ${format} répète la ligne`, async () => {
    const contrat = buildContratEngendre(1, 13)
    const colonnes = [
      { titre: 'Organisation', part: 1, aligne: 'debut' as const },
      { titre: 'Rôle', part: 1, aligne: 'debut' as const },
    ]
    const gabarit = buildModele([])
    gabarit.corps = [
      { sorte: 'tableau', legende: 'Signataires', colonnes, lignes: [['{#signataires}{organisation}', '{role}{/signataires}']] },
    ]
    const rempli = await fillContrat(contrat, `t.${format}`, await ECRIRE[format](gabarit))
    const cases = (await readDocument(rempli.nom, rempli.contenu)).blocs.filter(({ cellule }) => (cellule?.ligne ?? 0) > 0)
    assert.deepEqual(
      cases.map(({ texte, cellule }) => [cellule?.ligne, cellule?.colonne, texte]),
      contrat.signataires.flatMap(({ organisation, role }, rang) => [
        [rang + 1, 0, organisation],
        [rang + 1, 1, role],
      ]),
    )
  })

  test(`un modèle ${format} de contrat répète ses fiches`, async () => {
    const contrat = buildContratEngendre(3, 12)
    const gabarit = buildModele([
      '{contrat} ({epci})',
      '{#fiches}',
      'Fiche {code}',
      '{#financements}{texte} {montant}{/financements}',
      '{/fiches}',
      '{#signataires}',
      '{organisation}',
      '{/signataires}',
    ])
    const rempli = await fillContrat(contrat, `c.${format}`, await ECRIRE[format](gabarit))
    const textes = (await readDocument(rempli.nom, rempli.contenu)).blocs.map(({ texte }) => texte)
    for (const fiche of listFiches(contrat)) assert.ok(textes.includes(`Fiche ${fiche.code}`))
    for (const { organisation } of contrat.signataires) assert.ok(textes.includes(organisation))
  })

  test(`un champ inconnu d’un modèle ${format} est nommé, avec le champ le plus proche`, async () => {
    const refus = async (paragraphes: string[], ...phrases: string[]) => {
      const contenu = await ECRIRE[format](buildModele(paragraphes))
      await assert.rejects(checkModele(`mon-modele.${format}`, contenu, 'fiche'), (erreur) => {
        assert.ok(erreur instanceof RegleViolee)
        for (const phrase of [`mon-modele.${format}`, ...phrases])
          assert.ok(erreur.message.includes(phrase), `${erreur.message} / ${phrase}`)
        return true
      })
    }
    await refus(['{intitulé}'], '{intitulé} n’est pas un champ connu', 'vouliez-vous dire {intitule}')
    await refus(['{#contextes}{texte}{/contextes}'], '{#contextes} n’est pas un champ connu', '{contexte}')
    await refus(['{contexte}'], '{contexte} est une liste', '{#contexte}{texte}{/contexte}')
    await refus(['{montant}'], '{montant} n’existe qu’entre {#financements} et {/financements}')
    await refus(['{#effets}{texte}'], '{#effets} n’est jamais fermée')
    await refus(['{/effets}'], '{/effets} ferme une liste qui n’est pas ouverte')
    await refus(['{enjeu'], 'accolade seule')
  })
}

test('un modèle qui n’est ni Word ni ODT est refusé', async () => {
  await assert.rejects(checkModele('m.txt', new TextEncoder().encode('{code}'), 'fiche'), /doit être un document Word/)
})

test('le guide nomme tous les champs des modèles, et aucun autre', () => {
  const chemin = new URL('../../../docs/guide/modeles-de-documents.md', import.meta.url)
  assert.ok(existsSync(chemin))
  const guide = readFileSync(chemin, 'utf8')
  const noms = (schema: SchemaModele): string[] =>
    Object.entries(schema).flatMap(([nom, contenu]) => [nom, ...(contenu === 'texte' ? [] : noms(contenu))])
  const attendus = new Set([...noms(SCHEMA_FICHE), ...noms(SCHEMA_CONTRAT)])
  const dits = new Set([...guide.matchAll(/\{[#/]?([a-z_]+)\}/g)].map(([, nom]) => nom ?? ''))
  for (const nom of attendus) assert.ok(dits.has(nom), `the guide forgets {${nom}}`)
  for (const nom of dits) assert.ok(attendus.has(nom) || nom === 'champ' || nom === 'liste', `the guide names {${nom}}`)
})
