import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { buildAgent, buildMandat } from '#compte/agent.build.ts'
import { actIn, type Commande } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { parseEntree } from '#platform/entree.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { createArbreDeTest } from '#strategie/arbre-de-test.ts'
import { classifyLieu } from './commands/classify-lieu.ts'
import { defineCriteres, noteValeurs } from './commands/define-criteres.ts'
import { definePaliers } from './commands/define-paliers.ts'
import { archivePerimetre, savePerimetre } from './commands/save-perimetre.ts'
import { listCriteres, listValeurs } from './critere.store.ts'
import { getGeographieLocale, listClassements, listDecisions, listPaliers } from './geographie-locale.store.ts'
import { aireM2, boiteOf, encodeWkb, type MultiPolygone, quantised } from './geometrie.ts'
import { classementAu } from './palier.ts'
import { MODELES_PALIERS } from './paliers-modeles.ts'
import { getContours, getPerimetre, listPerimetres } from './perimetre.store.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const base = await createBaseDeTest()
after(() => base.close())

type Lieu = { tx: Tx; contratId: string; chef: Acteur; referent: Acteur; elue: Acteur }

const essai = (faire: (lieu: Lieu) => Promise<void>) => () =>
  annule(base.libre, async (tx) => {
    const { contratId } = await createArbreDeTest(tx)
    const agent = (role: 'chef_projet' | 'referent_commune' | 'elu_epci', codes?: string[]) =>
      buildAgent({
        mandats: [buildMandat({ role, contratId, ...(codes === undefined ? {} : { territoire: { type: 'communes', codes } }) })],
      })
    await faire({ tx, contratId, chef: agent('chef_projet'), referent: agent('referent_commune', ['37261']), elue: agent('elu_epci') })
  })

const faire = async <E, T>(tx: Tx, agent: Acteur, commande: Commande<E, T>, brut: unknown) =>
  actIn(tx, { agent, now: NOW, requeteId: 'essai' }, commande, parseEntree(commande.entree, brut))

const palier = (libelle: string, plus: object = {}) => ({ libelle, definition: '', conditions: '', couleur: '1', seuilPm: '', ...plus })
const TROIS = (MODELES_PALIERS[0]?.paliers ?? []).map((un, rang) => ({
  ...un,
  couleur: String(un.couleur),
  seuilPm: ['700', '400', '0'][rang],
}))

async function withPaliers({ tx, contratId, chef }: Lieu): Promise<string[]> {
  await faire(tx, chef, definePaliers, { contratId, version: '0', paliers: TROIS })
  return (await listPaliers(tx, contratId)).map(({ id }) => id)
}

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

async function createQuartier(tx: Tx, code: string, geometrie: MultiPolygone, commune = '37261'): Promise<string> {
  const id = createId()
  const [ouest, sud, est, nord] = boiteOf(geometrie)
  await sql`insert into territoire.quartier (id, generation_id, code, nom, cle, geometrie, ouest, sud, est, nord, aire_m2)
    values (${id}, '01930000-0000-7000-8000-000000000003', ${code}, ${code}, ${code}, ${encodeWkb(geometrie)}, ${ouest}, ${sud}, ${est}, ${nord},
      ${Math.round(aireM2(geometrie))})`.execute(tx)
  await sql`insert into territoire.quartier_commune (quartier_id, commune_code) values (${id}, ${commune})`.execute(tx)
  return id
}

test(
  'un contrat définit ses paliers, dans leur ordre ; leur code ne change plus',
  essai(async (lieu) => {
    const { tx, contratId, chef } = lieu
    await withPaliers(lieu)
    const [p1, p2, p3] = await listPaliers(tx, contratId)
    assert.deepEqual([p1?.code, p2?.code, p3?.code], ['priorite-1', 'intervention-sociale-forte', 'veille'])
    assert.equal(p1?.seuilPm, 700)
    const lignes = [palier('En veille', { id: p3?.id }), palier(''), palier('Cumul urbain et social', { id: p1?.id })]
    await faire(tx, chef, definePaliers, { contratId, version: '1', paliers: lignes })
    assert.deepEqual(
      (await listPaliers(tx, contratId)).map(({ rang, code, libelle }) => [rang, code, libelle]),
      [
        [1, 'veille', 'En veille'],
        [2, 'priorite-1', 'Cumul urbain et social'],
      ],
    )
  }),
)

test(
  'deux personnes qui définissent les paliers ensemble ne s’écrasent pas',
  essai(async (lieu) => {
    const { tx, contratId, chef } = lieu
    await withPaliers(lieu)
    await assert.rejects(faire(tx, chef, definePaliers, { contratId, version: '0', paliers: [palier('X')] }), /entre-temps/)
    assert.equal((await listPaliers(tx, contratId)).length, 3)
  }),
)

test(
  'des paliers aux scores inversés, aux noms doubles ou mal saisis sont refusés',
  essai(async ({ tx, contratId, chef }) => {
    const define = (...paliers: object[]) => faire(tx, chef, definePaliers, { contratId, version: 0, paliers })
    await assert.rejects(define(palier('A', { seuilPm: '300' }), palier('B', { seuilPm: '500' })), /plus bas/)
    await assert.rejects(define(palier('A'), palier('a')), /noms différents/)
    await assert.rejects(define(palier('A', { couleur: '9' })), RegleViolee)
    await assert.rejects(define(palier('A', { seuilPm: 'beaucoup' })), /0 à 1/)
  }),
)

test(
  'un périmètre se nomme sans contour, puis se dessine ; sa version protège ce que les autres ont écrit',
  essai(async ({ tx, contratId, chef }) => {
    const { perimetreId } = await faire(tx, chef, savePerimetre, { contratId, nom: '  La  Rabaterie ', communes: ['37233'] })
    assert.equal((await getPerimetre(tx, contratId, perimetreId)).nom, 'La Rabaterie')
    assert.equal((await getPerimetre(tx, contratId, perimetreId)).aireM2, null)
    const contour = { sorte: 'dessin', detail: null, retenu: rectangle(0, 4), recu: null }
    const dessin = { contratId, perimetreId, version: 1, nom: 'La Rabaterie', communes: ['37233'], contour }
    await faire(tx, chef, savePerimetre, dessin)
    assert.deepEqual((await getContours(tx, contratId, null)).get(perimetreId), rectangle(0, 4))
    await assert.rejects(faire(tx, chef, savePerimetre, dessin), /entre-temps/)
    await faire(tx, chef, savePerimetre, { ...dessin, version: 2, contour: undefined, note: 'Autour de la place' })
    assert.equal((await getContours(tx, contratId, [perimetreId])).size, 1, 'sans nouveau contour, l’ancien reste')
    await assert.rejects(faire(tx, chef, savePerimetre, { contratId, nom: 'la rabaterie', communes: [] }), /déjà/)
    await faire(tx, chef, archivePerimetre, { contratId, perimetreId, version: 3 })
    assert.deepEqual(await listPerimetres(tx, contratId), [])
    await assert.rejects(faire(tx, chef, archivePerimetre, { contratId, perimetreId, version: 3 }), /entre-temps/)
  }),
)

test(
  'un contour plat, ouvert ou hors du monde est refusé',
  essai(async ({ tx, contratId, chef }) => {
    const save = (retenu: unknown) =>
      faire(tx, chef, savePerimetre, { contratId, nom: 'X', contour: { sorte: 'dessin', detail: null, retenu, recu: null } })
    await assert.rejects(
      save([
        [
          [
            [0, 47],
            [1, 47],
            [0, 47],
            [0, 47],
          ],
        ],
      ]),
      /surface/,
    )
    await assert.rejects(
      save([
        [
          [
            [0, 47],
            [1, 47],
            [1, 48],
            [0, 48],
          ],
        ],
      ]),
      /surface/,
    )
    await assert.rejects(
      save([
        [
          [
            [0, 470],
            [1, 47],
            [1, 48],
            [0, 470],
          ],
        ],
      ]),
      RegleViolee,
    )
    await assert.rejects(save([]), RegleViolee)
  }),
)

test(
  'un périmètre fait de quartiers officiels est leur réunion, et le dit',
  essai(async ({ tx, contratId, chef }) => {
    await createQuartier(tx, 'QN03701I', rectangle(0, 4))
    await createQuartier(tx, 'QN03702I', rectangle(3, 4))
    const contour = { sorte: 'quartiers', codes: ['QN03702I', 'QN03701I'] }
    const { perimetreId } = await faire(tx, chef, savePerimetre, { contratId, nom: 'Les deux', contour })
    const perimetre = await getPerimetre(tx, contratId, perimetreId)
    assert.equal(perimetre.origineDetail, 'QN03701I, QN03702I')
    assert.equal(perimetre.aireM2, Math.round(aireM2(rectangle(0, 7))))
    await assert.rejects(
      faire(tx, chef, savePerimetre, { contratId, nom: 'Y', contour: { sorte: 'quartiers', codes: ['QN99999N'] } }),
      /QN99999N/,
    )
  }),
)

test(
  'un lieu est classé avec sa décision ; son histoire se suit jour par jour',
  essai(async (lieu) => {
    const { tx, contratId, chef } = lieu
    const [p1, , p3] = await withPaliers(lieu)
    const quartierId = await createQuartier(tx, 'QN03701I', rectangle(0, 4))
    const cle = `quartier:${quartierId}`
    const decision = { libelle: 'Géographie locale validée', instance: 'COPIL', jour: '2014-10-15', reference: 'CR 3' }
    await faire(tx, chef, classifyLieu, { contratId, lieu: cle, palierId: p1, debut: '2015-01-01', decision })
    await faire(tx, chef, classifyLieu, {
      contratId,
      lieu: cle,
      palierId: p3,
      debut: '2020-01-01',
      motif: 'Rénovation achevée',
      decision: { id: (await listDecisions(tx, contratId))[0]?.id },
    })
    await faire(tx, chef, classifyLieu, { contratId, lieu: cle, palierId: '', debut: '2024-01-01' })
    const histoire = await listClassements(tx, contratId)
    assert.deepEqual(
      histoire.map(({ palierId, debut, fin, decision: prise }) => [palierId, debut, fin, prise?.instance]),
      [
        [p3, '2020-01-01', '2023-12-31', 'COPIL'],
        [p1, '2015-01-01', '2019-12-31', 'COPIL'],
      ],
    )
    assert.equal(classementAu(histoire, cle, '2019-12-31')?.palierId, p1)
    assert.equal(classementAu(histoire, cle, '2024-01-01'), null)
    assert.equal((await listDecisions(tx, contratId)).length, 1)
  }),
)

test(
  'un classement refait l’histoire du jour même, jamais celle d’avant, et voit celui des autres',
  essai(async (lieu) => {
    const { tx, contratId, chef } = lieu
    const [p1, p2] = await withPaliers(lieu)
    const { perimetreId } = await faire(tx, chef, savePerimetre, { contratId, nom: 'Centre', communes: ['37261'] })
    const classer = (palierId: string | undefined, debut: string, plus: object = {}) =>
      faire(tx, chef, classifyLieu, { contratId, lieu: `perimetre:${perimetreId}`, palierId, debut, ...plus })
    await classer(p1, '2026-01-01')
    await classer(p2, '2026-01-01')
    assert.deepEqual(
      (await listClassements(tx, contratId)).map(({ palierId }) => palierId),
      [p2],
    )
    await assert.rejects(classer(p1, '2025-12-31'), /plus récent/)
    await assert.rejects(classer(p2, '2026-02-01'), /déjà dans ce palier/)
    await assert.rejects(classer(p1, '2026-02-01', { vu: '' }), /entre-temps/)
    await assert.rejects(classer(p1, '31/02/2026'), RegleViolee)
    await assert.rejects(classer(createId(), '2026-02-01'), /n’existe plus/)
    await assert.rejects(classer(p1, '2026-02-01', { decision: { libelle: 'Vote', instance: '', jour: '' } }), /instance/)
    const { version } = await getGeographieLocale(tx, contratId)
    await assert.rejects(faire(tx, chef, definePaliers, { contratId, version, paliers: [palier('Autre')] }), /son histoire se garde/)
    await assert.rejects(
      faire(tx, chef, classifyLieu, { contratId, lieu: `perimetre:${createId()}`, palierId: p1, debut: '2026-01-01' }),
      Introuvable,
    )
  }),
)

const CHOMAGE = {
  libelle: 'Taux de chômage',
  unite: '%',
  sens: 'haut',
  poids: '60',
  normalisation: 'min_max',
  source: 'INSEE',
  millesime: '2021',
}
const HLM = { libelle: 'Logements sociaux', unite: '%', sens: 'haut', poids: '40', normalisation: 'seuil', seuil: '20,0' }

test(
  'les critères gardent poids, source et décision ; les chiffres se notent case par case',
  essai(async ({ tx, contratId, chef }) => {
    await faire(tx, chef, defineCriteres, {
      contratId,
      version: 0,
      sensibilitePm: '100',
      criteres: [CHOMAGE, { ...HLM, libelle: '' }, HLM],
      decision: { libelle: 'Grille adoptée', instance: 'COTECH', jour: '2026-02-01' },
    })
    const [chomage, hlm] = await listCriteres(tx, contratId)
    assert.equal(chomage?.millesime, 2021)
    assert.equal(Number(hlm?.seuil), 20)
    const generale = await getGeographieLocale(tx, contratId)
    assert.equal(generale.decision?.instance, 'COTECH')
    assert.equal(generale.sensibilitePm, 100)
    const { perimetreId } = await faire(tx, chef, savePerimetre, { contratId, nom: 'Centre', communes: ['37261'] })
    const cellule = { critereId: chomage?.id, lieu: `perimetre:${perimetreId}` }
    const noter = (valeur: string, avant: string) => faire(tx, chef, noteValeurs, { contratId, valeurs: [{ ...cellule, valeur, avant }] })
    await noter('1\u202f234,5', '')
    assert.equal(Number((await listValeurs(tx, contratId)).get(chomage?.id ?? '')?.get(cellule.lieu)), 1234.5)
    await assert.rejects(noter('13', ''), /entre-temps/)
    await assert.rejects(noter('douze', '1234,5'), /nombre/)
    await assert.rejects(noter('1234.50', '1 234,5'), /rien à enregistrer/)
    await noter('', '1234,5')
    assert.equal((await listValeurs(tx, contratId)).size, 0, 'effacé : inconnu, pas zéro')
    await assert.rejects(
      faire(tx, chef, defineCriteres, { contratId, version: 1, sensibilitePm: 100, criteres: [{ ...HLM, seuil: '' }] }),
      /seuil/,
    )
    await assert.rejects(
      faire(tx, chef, defineCriteres, { contratId, version: 1, sensibilitePm: 100, criteres: [HLM, HLM] }),
      /noms différents/,
    )
    await assert.rejects(
      faire(tx, chef, defineCriteres, { contratId, version: 1, sensibilitePm: 100, criteres: [{ ...HLM, poids: '1,5' }] }),
      /points/,
    )
    await assert.rejects(faire(tx, chef, defineCriteres, { contratId, version: 0, sensibilitePm: 100, criteres: [] }), /entre-temps/)
  }),
)

test(
  'le référent communal tient les lieux de sa commune, et rien d’autre',
  essai(async (lieu) => {
    const { tx, contratId, chef, referent, elue } = lieu
    const [p1] = await withPaliers(lieu)
    const { perimetreId } = await faire(tx, referent, savePerimetre, { contratId, nom: 'À Tours', communes: ['37261'] })
    await faire(tx, referent, classifyLieu, { contratId, lieu: `perimetre:${perimetreId}`, palierId: p1, debut: '2026-01-01' })
    await assert.rejects(faire(tx, referent, savePerimetre, { contratId, nom: 'Ailleurs', communes: ['37122'] }), Interdit)
    await assert.rejects(faire(tx, referent, savePerimetre, { contratId, nom: 'Partout', communes: [] }), Interdit)
    await assert.rejects(faire(tx, referent, savePerimetre, { contratId, nom: 'Les deux', communes: ['37261', '37122'] }), Interdit)
    const autre = await faire(tx, chef, savePerimetre, { contratId, nom: 'À Joué', communes: ['37122'] })
    await assert.rejects(
      faire(tx, referent, savePerimetre, { contratId, perimetreId: autre.perimetreId, version: 1, nom: 'Pris', communes: ['37261'] }),
      Interdit,
    )
    await assert.rejects(faire(tx, referent, archivePerimetre, { contratId, perimetreId: autre.perimetreId, version: 1 }), Interdit)
    const joue = await createQuartier(tx, 'QN03705M', rectangle(0, 4), '37122')
    await assert.rejects(
      faire(tx, referent, classifyLieu, { contratId, lieu: `quartier:${joue}`, palierId: p1, debut: '2026-01-01' }),
      Interdit,
    )
    await assert.rejects(faire(tx, referent, definePaliers, { contratId, version: 1, paliers: [] }), Interdit)
    await assert.rejects(faire(tx, referent, defineCriteres, { contratId, version: 1, sensibilitePm: 100, criteres: [] }), Interdit)
    await faire(tx, chef, defineCriteres, { contratId, version: 1, sensibilitePm: 100, criteres: [CHOMAGE] })
    const critereId = (await listCriteres(tx, contratId))[0]?.id
    const noter = (cle: string, agent = referent) =>
      faire(tx, agent, noteValeurs, { contratId, valeurs: [{ critereId, lieu: cle, valeur: '1', avant: '' }] })
    await noter(`perimetre:${perimetreId}`)
    await assert.rejects(noter(`quartier:${joue}`), Interdit)
    for (const [commande, entree] of [
      [savePerimetre, { contratId, nom: 'X', communes: ['37261'] }],
      [definePaliers, { contratId, version: 2, paliers: [] }],
    ] as const)
      await assert.rejects(faire(tx, elue, commande as typeof definePaliers, entree), Interdit)
    await assert.rejects(noter(`perimetre:${perimetreId}`, elue), Interdit)
  }),
)
