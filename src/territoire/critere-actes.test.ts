import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Interdit } from '#platform/errors.ts'
import { classifyLieu } from './commands/classify-lieu.ts'
import { defineCriteres, noteValeurs } from './commands/define-criteres.ts'
import { definePaliers } from './commands/define-paliers.ts'
import { archivePerimetre, restorePerimetre, savePerimetre } from './commands/save-perimetre.ts'
import { listCriteres, listValeurs } from './critere.store.ts'
import { createQuartier, essai, faire, rectangle, withPaliers } from './geographie-de-test.ts'
import { getGeographieLocale } from './geographie-locale.store.ts'

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
    await assert.rejects(faire(tx, referent, restorePerimetre, { contratId, perimetreId: autre.perimetreId }), Interdit)
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
