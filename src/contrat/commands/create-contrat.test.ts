import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { getContratComplet } from '../contrat-complet.store.ts'
import { setFentesContrat } from '../fentes.ts'
import { buildAgent, createContratDeTest, fait, fillJeu, SIREN } from '../jeu-de-test.ts'
import type { NoeudPropose } from '../modeles.ts'
import { createContrat } from './create-contrat.ts'

const base = await createBaseDeTest()
const jeu = await fillJeu(base)
const claire = buildAgent(jeu, 'claire', [{ role: 'chef_projet', contratId: createId() }])
const entree = {
  modele: 'trois-piliers-2015',
  titre: 'Contrat de ville',
  epciSiren: SIREN,
  communes: ['37261'],
  debut: '2027-01-01',
  fin: '2032-12-31',
}
afterEach(() => setFentesContrat({}))

const champsDe = async (promesse: Promise<unknown>) => {
  try {
    await promesse
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return erreur.champs.map((champ) => champ.champ)
    throw erreur
  }
  return []
}

test('un contrat créé d’un modèle a ses niveaux, champs, thèmes, parties, phases et premiers nœuds', () =>
  annule(base.db, async (tx) => {
    const noeuds: NoeudPropose[] = []
    setFentesContrat({
      champsConnus: [
        { champ: 'enjeu', libelle: 'Enjeu' },
        { champ: 'moyens', libelle: 'Moyens' },
      ],
      apresCreation: async (_contexte, _contratId, proposes) => {
        noeuds.push(...proposes)
      },
    })
    const { id, adresse } = await createContratDeTest(tx, jeu)
    const contrat = await getContratComplet(tx, id)
    assert.equal(adresse, 'tours-metropole-val-de-loire-2027-2032')
    assert.equal(contrat.epciNom, 'Tours Métropole Val de Loire')
    assert.equal(contrat.statut, 'preparation')
    assert.deepEqual(contrat.communes, [
      { code: '37261', nom: 'Tours' },
      { code: '37195', nom: 'La Riche' },
    ])
    assert.deepEqual(
      contrat.niveaux.map((niveau) => niveau.singulier),
      ['Pilier', 'Axe', 'Objectif'],
    )
    assert.deepEqual(
      contrat.champs.map((choix) => [choix.champ, choix.utilise]),
      [
        ['enjeu', true],
        ['moyens', false],
      ],
    )
    assert.equal(contrat.themes.length, 3)
    assert.deepEqual(
      contrat.signataires.filter((s) => s.role !== 'facultatif').map((s) => s.organisation),
      ['État, préfecture (Indre-et-Loire)', 'Tours Métropole Val de Loire', 'Ville de Tours', 'Ville de La Riche'],
    )
    assert.ok(contrat.jalons.length > 0)
    assert.deepEqual(noeuds.length, 3)
  }))

test('sa créatrice, cheffe de projet, reçoit le même mandat sur lui ; l’acte est tracé', () =>
  annule(base.db, async (tx) => {
    const { id } = await createContratDeTest(tx, jeu)
    const { rows } = await sql<{ role: string; personne_id: string; debut: string }>`
      select role, personne_id, debut from compte.mandat where contrat_id = ${id}`.execute(tx)
    assert.deepEqual(rows, [{ role: 'chef_projet', personne_id: jeu.personne.claire, debut: '2026-03-09' }])
    const journal = await listJournal(tx, { contratId: id, limite: 10 })
    assert.deepEqual(
      journal.map((ligne) => [ligne.commande, ligne.libelle]),
      [['contrat.creer', 'Contrat « Contrat de ville 2027-2032 » créé']],
    )
  }))

test('l’administration crée un contrat sans en devenir cheffe de projet', () =>
  annule(base.db, async (tx) => {
    const ines = buildAgent(jeu, 'ines', [{ role: 'admin_plateforme', contratId: null }])
    const { id } = await fait(tx, ines, createContrat, entree)
    const { rows } = await sql`select 1 from compte.mandat where contrat_id = ${id}`.execute(tx)
    assert.equal(rows.length, 0)
  }))

test('sans mandat de cheffe de projet, la création est refusée', () =>
  annule(base.db, async (tx) => {
    for (const role of ['referent_commune', 'delegue_prefet', 'bailleur', 'conseil_citoyen'] as const) {
      const autre = buildAgent(jeu, 'karim', [{ role, contratId: createId() }])
      await assert.rejects(fait(tx, autre, createContrat, entree), Interdit)
    }
  }))

test('deux contrats de même nom ont deux adresses ; une adresse prise ou réservée est refusée', () =>
  annule(base.db, async (tx) => {
    const un = await fait(tx, claire, createContrat, entree)
    const deux = await fait(tx, claire, createContrat, entree)
    assert.equal(deux.adresse, `${un.adresse}-2`)
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...entree, adresse: un.adresse })), ['adresse'])
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...entree, adresse: 'nouveau' })), ['adresse'])
  }))

test('un contrat ancien se reprend avec son statut, si ses dates le permettent', () =>
  annule(base.db, async (tx) => {
    const ancien = { ...entree, modele: 'cucs-cinq-themes', debut: '2007-01-01', fin: '2014-12-31', statut: 'echu' }
    const { id } = await fait(tx, claire, createContrat, ancien)
    assert.equal((await getContratComplet(tx, id)).statut, 'echu')
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...ancien, statut: 'en_vigueur' })), ['statut'])
  }))

test('une collectivité hors de la référence se nomme', () =>
  annule(base.db, async (tx) => {
    const { id } = await fait(tx, claire, createContrat, { modele: 'vide', titre: 'CUCS', epciNom: 'Ville d’Igny' })
    const contrat = await getContratComplet(tx, id)
    assert.deepEqual([contrat.epciNom, contrat.epciSiren, contrat.debut], ['Ville d’Igny', null, null])
  }))

test('une saisie fausse nomme son champ', () =>
  annule(base.db, async (tx) => {
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...entree, modele: 'inconnu' })), ['modele'])
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...entree, epciSiren: '123456789' })), ['epciSiren'])
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...entree, epciSiren: '' })), ['epciNom'])
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...entree, communes: ['99999'] })), ['communes'])
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...entree, fin: '2026-12-31' })), ['fin'])
    assert.deepEqual(await champsDe(fait(tx, claire, createContrat, { ...entree, generation: 'inconnue' })), ['generation'])
  }))
