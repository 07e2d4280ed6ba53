import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { buildAgent, buildMandat } from '#compte/agent.build.ts'
import { actIn, type Commande } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { enqueueTache, getTache, startTache } from '#platform/taches/tache.store.ts'
import { askFiliation, CALCULER_FILIATION, cancelFiliation } from './commands/ask-filiation.ts'
import { addLien, correctLien, setAsideLien } from './commands/correct-filiation.ts'
import { acceptLien, acceptLiensDuType } from './commands/review-filiation.ts'
import { countLiens, findCalcul, type LienFiliation, listFiliation, listLiens, listTypesParNouveau } from './filiation.store.ts'
import { listActes } from './filiation-revue.store.ts'
import { aireM2, boiteOf, encodeWkb, type MultiPolygone, quantised } from './geometrie.ts'
import { travauxFiliation } from './taches/calculer-filiation.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const base = await createBaseDeTest()
after(() => base.close())
const QPV2015 = '01930000-0000-7000-8000-000000000002'
const QPV2024 = '01930000-0000-7000-8000-000000000003'
const PAIRE = { ancienneId: QPV2015, nouvelleId: QPV2024 }
const TOUS = { etat: null, type: null, texte: '' } as const

const admin: Acteur = buildAgent({ mandats: [buildMandat({ role: 'admin_plateforme', contratId: null })] })
const chef: Acteur = buildAgent({ mandats: [buildMandat({ role: 'chef_projet' })] })

function rectangle(x: number, l: number): MultiPolygone {
  const [o, s, e, n] = [0.69 + x / 1000, 47.39, 0.69 + (x + l) / 1000, 47.4]
  return quantised([
    [
      [
        [o, s],
        [e, s],
        [e, n],
        [o, n],
        [o, s],
      ],
    ],
  ])
}

async function createQuartier(tx: Tx, generationId: string, code: string, geometrie: MultiPolygone): Promise<string> {
  const id = createId()
  const [ouest, sud, est, nord] = boiteOf(geometrie)
  await sql`insert into territoire.quartier (id, generation_id, code, nom, cle, geometrie, ouest, sud, est, nord, aire_m2)
    values (${id}, ${generationId}, ${code}, ${`Quartier ${code}`}, ${` ${code}`}, ${encodeWkb(geometrie)}, ${ouest}, ${sud}, ${est}, ${nord},
      ${Math.round(aireM2(geometrie))})`.execute(tx)
  return id
}

/** A is unchanged, B grows, C leaves, D enters. */
async function createGenerations(tx: Tx): Promise<Record<string, string>> {
  return {
    a: await createQuartier(tx, QPV2015, 'QP037001', rectangle(0, 10)),
    b: await createQuartier(tx, QPV2015, 'QP037002', rectangle(20, 10)),
    c: await createQuartier(tx, QPV2015, 'QP037003', rectangle(40, 5)),
    a2: await createQuartier(tx, QPV2024, 'QN03701I', rectangle(0, 10)),
    b2: await createQuartier(tx, QPV2024, 'QN03702I', rectangle(20, 12)),
    d2: await createQuartier(tx, QPV2024, 'QN03704N', rectangle(60, 5)),
  }
}

const faire = <E, T>(tx: Tx, commande: Commande<E, T>, brut: unknown, agent: Acteur = admin) =>
  actIn(tx, { agent, now: NOW, requeteId: 'essai' }, commande, commande.entree.parse(brut))

async function compute(tx: Tx, seuils = { identiquePm: 980, negligeablePm: 20 }): Promise<string | null> {
  const id = await enqueueTache(tx, {
    genre: CALCULER_FILIATION,
    contratId: null,
    demandeurId: null,
    parametres: { ...PAIRE, ...seuils },
    total: 1,
  })
  const tache = await startTache(tx, id, NOW)
  assert.ok(tache)
  const travail = travauxFiliation[CALCULER_FILIATION]
  assert.ok(travail)
  return (await travail({ db: tx, tache, now: () => NOW, avance: async () => true })).message
}

const lus = async (tx: Tx): Promise<LienFiliation[]> => (await listLiens(tx, PAIRE, TOUS, { page: 1, taille: 50 })).liens
const dit = (liens: readonly LienFiliation[]) => liens.map((l) => `${l.ancien?.code ?? '∅'}>${l.nouveau?.code ?? '∅'} ${l.type}`)
async function lienDe(tx: Tx, code: string): Promise<LienFiliation> {
  const lien = (await lus(tx)).find(({ ancien }) => ancien?.code === code)
  assert.ok(lien)
  return lien
}

/** The task opens a transaction of its own: inside the test's, which is undone, it is the test's. */
function withSavepoints(tx: Tx): Tx {
  return Object.defineProperty(tx, 'transaction', { value: () => ({ execute: (suite: (t: Tx) => Promise<unknown>) => suite(tx) }) })
}

const essai = (faire: (tx: Tx) => Promise<void>) => () => annule(base.libre, (tx) => faire(withSavepoints(tx)))

test(
  'le calcul propose un lien pour chaque quartier, avec ses parts, et garde ses seuils',
  essai(async (tx) => {
    await createGenerations(tx)
    assert.match((await compute(tx)) ?? '', /4\u00a0liens proposés/)
    assert.deepEqual(dit(await lus(tx)).sort(), [
      'QP037001>QN03701I identique',
      'QP037002>QN03702I modifie',
      'QP037003>∅ sortant',
      '∅>QN03704N entrant',
    ])
    assert.equal((await lienDe(tx, 'QP037002')).partNouveauPm, 833)
    const calcul = await findCalcul(tx, QPV2015, QPV2024)
    assert.equal(calcul?.identiquePm, 980)
    assert.equal(calcul?.negligeablePm, 20)
    assert.deepEqual((await listTypesParNouveau(tx, PAIRE)).get('QN03702I'), ['modifie'])
    assert.equal((await listLiens(tx, PAIRE, { ...TOUS, texte: 'qn03704' }, { page: 1, taille: 50 })).total, 1)
  }),
)

test(
  'un lien relu, corrigé, ajouté ou écarté survit au calcul suivant',
  essai(async (tx) => {
    await createGenerations(tx)
    await compute(tx)
    await faire(tx, acceptLien, { lienId: (await lienDe(tx, 'QP037001')).id })
    const b = await lienDe(tx, 'QP037002')
    await faire(tx, correctLien, { lienId: b.id, version: b.version, type: 'identique', motif: 'Rectification du décret' })
    const { lienId } = await faire(tx, addLien, {
      ...PAIRE,
      ancienCode: 'QP037003',
      nouveauCode: 'QN03704N',
      type: 'modifie',
      motif: 'Relogement',
    })
    assert.match((await compute(tx)) ?? '', /0\u00a0lien proposé, .*relu/)
    assert.deepEqual(dit(await lus(tx)).sort(), ['QP037001>QN03701I identique', 'QP037002>QN03702I identique', 'QP037003>QN03704N modifie'])
    const ajoute = await lienDe(tx, 'QP037003')
    assert.equal(ajoute.partAncienPm, 0)
    await faire(tx, setAsideLien, { lienId, version: ajoute.version, motif: 'Erreur' })
    await compute(tx)
    assert.deepEqual(
      dit(await lus(tx))
        .filter((un) => /37003|03704/.test(un))
        .sort(),
      ['QP037003>∅ sortant', '∅>QN03704N entrant'],
    )
    assert.equal((await listLiens(tx, PAIRE, { ...TOUS, etat: 'ecartes' }, { page: 1, taille: 50 })).total, 1)
    assert.deepEqual((await listActes(tx, 'filiation', [lienId])).map(({ libelle }) => libelle?.slice(0, 12)).sort(), [
      'Lien ajouté ',
      'Lien écarté ',
    ])
  }),
)

test(
  'les liens d’une sorte s’acceptent ensemble, si l’on a vu tous ceux qui attendent',
  essai(async (tx) => {
    await createGenerations(tx)
    await compute(tx)
    await assert.rejects(faire(tx, acceptLiensDuType, { ...PAIRE, type: 'identique', nombre: 3 }), /ont changé/)
    await faire(tx, acceptLiensDuType, { ...PAIRE, type: 'identique', nombre: 1 })
    const comptes = await countLiens(tx, PAIRE)
    assert.deepEqual(
      comptes.find(({ type }) => type === 'identique'),
      { type: 'identique', etat: 'relus', nombre: 1 },
    )
    assert.equal((await listLiens(tx, PAIRE, { ...TOUS, etat: 'a_relire' }, { page: 1, taille: 50 })).total, 3)
    await assert.rejects(faire(tx, acceptLiensDuType, { ...PAIRE, type: 'identique', nombre: 0 }), RegleViolee)
  }),
)

test(
  'la lignée d’un quartier se suit à travers les générations',
  essai(async (tx) => {
    const ids = await createGenerations(tx)
    await compute(tx)
    const zus = await createQuartier(tx, '01930000-0000-7000-8000-000000000001', 'ZUS3701', rectangle(0, 9))
    await sql`insert into territoire.filiation (id, ancien_id, nouveau_id, type, origine) values (${createId()}, ${zus}, ${ids.a}, 'modifie', 'saisie')`.execute(
      tx,
    )
    assert.deepEqual(dit(await listFiliation(tx, ids.a2 ?? '')), ['ZUS3701>QP037001 modifie', 'QP037001>QN03701I identique'])
    assert.deepEqual(dit(await listFiliation(tx, zus)), ['ZUS3701>QP037001 modifie', 'QP037001>QN03701I identique'])
    assert.deepEqual(dit(await listFiliation(tx, ids.d2 ?? '')), ['∅>QN03704N entrant'])
  }),
)

test(
  'une correction est refusée sans raison, avec une sorte impossible, ou sur une version dépassée',
  essai(async (tx) => {
    await createGenerations(tx)
    await compute(tx)
    const lien = await lienDe(tx, 'QP037002')
    const corrige = { lienId: lien.id, version: lien.version, type: 'scission', motif: 'Raison' }
    assert.throws(() => correctLien.entree.parse({ ...corrige, motif: ' ' }), /Dites pourquoi/)
    await assert.rejects(faire(tx, correctLien, { ...corrige, type: 'entrant' }), /n’est pas/)
    await assert.rejects(faire(tx, correctLien, { ...corrige, version: 7 }), /entre-temps/)
    await assert.rejects(faire(tx, setAsideLien, { ...corrige, lienId: createId() }), Introuvable)
    const ajout = { ...PAIRE, ancienCode: 'QP037002', nouveauCode: 'QN03702I', type: 'modifie', motif: 'Raison' }
    await assert.rejects(faire(tx, addLien, ajout), /existe déjà/)
    await assert.rejects(faire(tx, addLien, { ...ajout, nouveauCode: 'QN99999N' }), /QN99999N/)
    await assert.rejects(faire(tx, addLien, { ...ajout, nouveauCode: '' }), /sorti/)
    await assert.rejects(faire(tx, addLien, { ...ajout, ancienCode: '', nouveauCode: '' }), /au moins un code/)
  }),
)

test(
  'le calcul se demande, s’arrête, et refuse deux générations dans le désordre ou sans contour',
  essai(async (tx) => {
    const demande = { ...PAIRE, identiquePm: '980', negligeablePm: '20' }
    const { tacheId } = await faire(tx, askFiliation, demande)
    assert.equal((await faire(tx, cancelFiliation, { tacheId })).arretee, true)
    assert.equal((await getTache(tx, tacheId)).etat, 'annulee')
    await assert.rejects(faire(tx, askFiliation, { ...demande, ancienneId: QPV2024, nouvelleId: QPV2015 }), /plus récente/)
    assert.throws(() => askFiliation.entree.parse({ ...demande, identiquePm: 'beaucoup' }), /pour mille/)
    await assert.rejects(compute(tx), /aucun contour/)
  }),
)

test(
  'seule l’administration de la plateforme touche à la filiation',
  essai(async (tx) => {
    await createGenerations(tx)
    await compute(tx)
    const { id: lienId, version } = await lienDe(tx, 'QP037002')
    await assert.rejects(faire(tx, askFiliation, { ...PAIRE, identiquePm: 980, negligeablePm: 20 }, chef), Interdit)
    await assert.rejects(faire(tx, cancelFiliation, { tacheId: createId() }, chef), Interdit)
    await assert.rejects(faire(tx, acceptLien, { lienId }, chef), Interdit)
    await assert.rejects(faire(tx, acceptLiensDuType, { ...PAIRE, type: 'identique', nombre: 1 }, chef), Interdit)
    await assert.rejects(faire(tx, correctLien, { lienId, version, type: 'identique', motif: 'x' }, chef), Interdit)
    await assert.rejects(faire(tx, setAsideLien, { lienId, version, motif: 'x' }, chef), Interdit)
    await assert.rejects(
      faire(tx, addLien, { ...PAIRE, ancienCode: 'QP037003', nouveauCode: 'QN03704N', type: 'modifie', motif: 'x' }, chef),
      Interdit,
    )
  }),
)
