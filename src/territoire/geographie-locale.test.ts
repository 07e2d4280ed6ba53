import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { classifyLieu } from './commands/classify-lieu.ts'
import { definePaliers } from './commands/define-paliers.ts'
import { archivePerimetre, restorePerimetre, savePerimetre } from './commands/save-perimetre.ts'
import { createQuartier, essai, faire, palier, rectangle, withPaliers } from './geographie-de-test.ts'
import { getGeographieLocale, listClassements, listDecisions, listPaliers } from './geographie-locale.store.ts'
import { aireM2 } from './geometrie.ts'
import { classementAu } from './palier.ts'
import { getContours, getPerimetre, listPerimetres } from './perimetre.store.ts'

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
    const autre = await faire(tx, chef, savePerimetre, { contratId, nom: 'la rabaterie', communes: [] })
    await assert.rejects(faire(tx, chef, restorePerimetre, { contratId, perimetreId }), /déjà/)
    await faire(tx, chef, archivePerimetre, { contratId, perimetreId: autre.perimetreId, version: 1 })
    await faire(tx, chef, restorePerimetre, { contratId, perimetreId })
    assert.deepEqual(
      (await listPerimetres(tx, contratId)).map(({ id }) => id),
      [perimetreId],
    )
    await assert.rejects(faire(tx, chef, restorePerimetre, { contratId, perimetreId }), /pas archivé/)
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
