import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { type Agent, addNomOrganisation } from '#compte/index.ts'
import type { Commande } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { getContratComplet, listChoixChamps, listNiveaux, listQuartiersNommes, listThemes } from '../contrat-complet.store.ts'
import { setFentesContrat } from '../fentes.ts'
import { buildAgent, createContratDeTest, fait, fillJeu } from '../jeu-de-test.ts'
import { empreinteListe, VersionPerimee } from '../verrou.ts'
import { saveChampsFiche } from './save-champs-fiche.ts'
import { saveJalons } from './save-jalons.ts'
import { saveNiveaux } from './save-niveaux.ts'
import { saveQuartiersNommes } from './save-quartiers-nommes.ts'
import { saveSignataires } from './save-signataires.ts'
import { saveThemes } from './save-themes.ts'

const base = await createBaseDeTest()
const jeu = await fillJeu(base)
afterEach(() => setFentesContrat({}))

const VIDE = empreinteListe([])
const par =
  <E, T>(commande: Commande<E, T>) =>
  (tx: Tx, agent: Agent, entree: unknown) =>
    fait(tx, agent, commande, entree)
/** Each list, with a good input for a contract whose list is empty (« vide »). */
const LISTES: [string, (tx: Tx, agent: Agent, entree: unknown) => Promise<unknown>, Record<string, unknown>][] = [
  ['signataires', par(saveSignataires), { signataires: [{ organisation: 'État', role: 'obligatoire' }] }],
  ['themes', par(saveThemes), { themes: [{ libelle: 'Jeunesse' }] }],
  ['quartiers', par(saveQuartiersNommes), { quartiers: [{ nom: 'Sanitas' }] }],
  ['jalons', par(saveJalons), { jalons: [{ libelle: 'Signature', debut: 'juin 2026' }] }],
  ['champs', par(saveChampsFiche), { champs: [{ champ: 'enjeu', libelle: 'Enjeu', utilise: 'oui' }] }],
]

for (const [nom, enregistre, bonne] of LISTES) {
  test(`${nom} : la cheffe de projet enregistre, les autres non, un formulaire périmé non plus`, () =>
    annule(base.db, async (tx) => {
      const { id, claire } = await createContratDeTest(tx, jeu, { modele: 'vide' })
      const entree = { ...bonne, contratId: id, empreinte: VIDE }
      const karim = buildAgent(jeu, 'karim', [{ role: 'delegue_prefet', contratId: id }])
      await assert.rejects(enregistre(tx, karim, entree), Interdit)
      await enregistre(tx, claire, entree)
      await assert.rejects(enregistre(tx, claire, entree), VersionPerimee)
    }))
}

test('une partie connue de Parvis, sous son nom ou un autre, est rattachée à son organisation', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu, { modele: 'vide' })
    await addNomOrganisation(tx, jeu.organisationId, 'Tour(s)plus')
    const signataires = ['tours metropole val de loire', 'Tour(s)plus', 'Inconnue'].map((organisation) => ({
      organisation,
      role: 'facultatif',
    }))
    await fait(tx, claire, saveSignataires, { contratId: id, empreinte: VIDE, signataires })
    const gardes = (await getContratComplet(tx, id)).signataires
    assert.deepEqual(
      gardes.map((signataire) => signataire.organisationId),
      [jeu.organisationId, jeu.organisationId, null],
    )
  }))

test('la liste gardée revient telle quelle, dans son ordre, et son formulaire rendu tel quel passe', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const avant = await getContratComplet(tx, id)
    const inverse = [...avant.signataires].reverse().map((s) => ({ ...s, signeLe: s.signeLe ?? '' }))
    await fait(tx, claire, saveSignataires, { contratId: id, empreinte: empreinteListe(avant.signataires), signataires: inverse })
    const apres = await getContratComplet(tx, id)
    assert.deepEqual(apres.signataires, [...avant.signataires].reverse())
    assert.deepEqual([apres.jalons, apres.themes, apres.niveaux], [avant.jalons, avant.themes, avant.niveaux])
  }))

test('une ligne d’un autre contrat ne se prend pas : elle devient une ligne neuve', () =>
  annule(base.db, async (tx) => {
    const autre = await createContratDeTest(tx, jeu)
    const [theme] = await listThemes(tx, autre.id)
    assert.ok(theme)
    const { id, claire } = await createContratDeTest(tx, jeu, { modele: 'vide' })
    await fait(tx, claire, saveThemes, { contratId: id, empreinte: VIDE, themes: [{ id: theme.id, libelle: 'Volé' }] })
    assert.equal((await listThemes(tx, autre.id))[0]?.libelle, theme.libelle)
    assert.notEqual((await listThemes(tx, id))[0]?.id, theme.id)
  }))

test('deux thèmes échangent leurs noms', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const avant = await listThemes(tx, id)
    const [a, b] = avant
    assert.ok(a && b)
    const themes = [
      { id: a.id, libelle: b.libelle },
      { id: b.id, libelle: a.libelle },
    ]
    await fait(tx, claire, saveThemes, { contratId: id, empreinte: empreinteListe(avant), themes })
    assert.deepEqual(await listThemes(tx, id), themes)
  }))

test('un thème qui sert ne se retire pas', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const avant = await listThemes(tx, id)
    setFentesContrat({ themesUtilises: async () => new Map([[avant[0]?.id ?? '', 3]]) })
    await assert.rejects(fait(tx, claire, saveThemes, { contratId: id, empreinte: empreinteListe(avant), themes: [] }), /marque 3/)
  }))

test('un niveau qui porte des éléments ne se retire pas ; une autre numérotation fait suivre les codes', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const avant = await listNiveaux(tx, id)
    let suivis = 0
    setFentesContrat({
      niveauxUtilises: async () => new Map([[2, 4]]),
      apresNumerotation: async () => {
        suivis += 1
      },
    })
    const lignes = avant.map((niveau) => ({ ...niveau, id: String(niveau.rang), feminin: '' }))
    const entree = { contratId: id, empreinte: empreinteListe(avant) }
    await assert.rejects(fait(tx, claire, saveNiveaux, { ...entree, niveaux: lignes.slice(0, 1) }), /« Axe » porte 4/)
    await fait(tx, claire, saveNiveaux, { ...entree, niveaux: lignes.map((niveau) => ({ ...niveau, numerotation: 'romain' })) })
    assert.equal(suivis, 1)
    assert.deepEqual(
      (await listNiveaux(tx, id)).map((niveau) => niveau.numerotation),
      ['romain', 'romain', 'romain'],
    )
  }))

test('les niveaux se renomment, et les autres personnes ne les changent pas', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const avant = await listNiveaux(tx, id)
    const entree = {
      contratId: id,
      empreinte: empreinteListe(avant),
      niveaux: [{ id: '1', singulier: 'Priorité', pluriel: 'Priorités', feminin: 'oui' }],
    }
    await assert.rejects(fait(tx, buildAgent(jeu, 'karim', [{ role: 'elu_epci', contratId: id }]), saveNiveaux, entree), Interdit)
    await fait(tx, claire, saveNiveaux, entree)
    assert.deepEqual(await listNiveaux(tx, id), [
      { rang: 1, singulier: 'Priorité', pluriel: 'Priorités', feminin: true, numerotation: 'arabe' },
    ])
    await assert.rejects(fait(tx, claire, saveNiveaux, { ...entree, niveaux: [] }), RegleViolee)
  }))

test('les parties d’un quartier le suivent, et le quitter se peut', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const quartiers = [
      { nom: 'Gumenen', codeOfficiel: '' },
      { nom: 'Bel Air', place: 'partie' },
      { nom: 'Parco-Pointer', place: 'partie' },
      { nom: 'Autre' },
    ]
    await fait(tx, claire, saveQuartiersNommes, { contratId: id, empreinte: VIDE, quartiers })
    const gardes = await listQuartiersNommes(tx, id)
    assert.deepEqual(
      gardes.map((q) => gardes.find((p) => p.id === q.parentId)?.nom ?? null),
      [null, 'Gumenen', 'Gumenen', null],
    )
    const suite = gardes.slice(1).map((q, rang) => ({ ...q, place: rang === 0 ? 'quartier' : q.parentId === null ? 'quartier' : 'partie' }))
    await fait(tx, claire, saveQuartiersNommes, { contratId: id, empreinte: empreinteListe(gardes), quartiers: suite })
    const apres = await listQuartiersNommes(tx, id)
    assert.deepEqual(
      apres.map((q) => [q.nom, apres.find((p) => p.id === q.parentId)?.nom ?? null]),
      [
        ['Bel Air', null],
        ['Parco-Pointer', 'Bel Air'],
        ['Autre', null],
      ],
    )
    await assert.rejects(
      fait(tx, claire, saveQuartiersNommes, {
        contratId: id,
        empreinte: empreinteListe(apres),
        quartiers: [{ nom: 'Seule', place: 'partie' }],
      }),
      /première ligne/,
    )
  }))

test('les champs gardent leur nom quand ils ne servent plus', () =>
  annule(base.db, async (tx) => {
    setFentesContrat({ champsConnus: ['enjeu', 'contexte'].map((champ) => ({ champ, libelle: champ })) })
    const { id, claire } = await createContratDeTest(tx, jeu, { modele: 'vide' })
    const avant = await listChoixChamps(tx, id)
    assert.deepEqual(
      avant.map((choix) => choix.utilise),
      [true, true],
    )
    const champs = [
      { champ: 'contexte', libelle: 'Constats', utilise: 'oui' },
      { champ: 'enjeu', libelle: 'Le défi' },
    ]
    await fait(tx, claire, saveChampsFiche, { contratId: id, empreinte: empreinteListe(avant), champs })
    assert.deepEqual(await listChoixChamps(tx, id), [
      { champ: 'contexte', libelle: 'Constats', ordre: 0, utilise: true },
      { champ: 'enjeu', libelle: 'Le défi', ordre: 1, utilise: false },
    ])
  }))

test('le calendrier lit les dates écrites et refuse celles qui n’en sont pas', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu, { modele: 'vide' })
    const entree = { contratId: id, empreinte: VIDE }
    await assert.rejects(fait(tx, claire, saveJalons, { ...entree, jalons: [{ libelle: 'X', debut: 'un jour' }] }), /n’est pas une date/)
    const [jalon] = await fait(tx, claire, saveJalons, {
      ...entree,
      jalons: [{ libelle: 'Élaboration', debut: 'nov. 2025', fin: 'T2 2026' }],
    })
    assert.deepEqual([jalon?.debut, jalon?.fin, jalon?.precision], ['2025-11', '2026-T2', 'trimestre'])
    assert.deepEqual((await getContratComplet(tx, id)).jalons, [jalon])
  }))
