import assert from 'node:assert/strict'
import test from 'node:test'
import { setFentesContrat } from '#contrat/index.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { assembleInstantane, fentesStrategie } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { isBaseVide, loadDemo } from './charger.ts'

const base = await createBaseDeTest({ role: null })
const now = new Date('2026-03-09T08:00:00Z')

test('the demo loads three contracts by ordinary commands, and its audit chains verify', async () => {
  setFentesContrat(fentesStrategie)
  await base.db.transaction().execute((tx) => loadDecoupageIn(tx, now))
  assert.equal(await isBaseVide(base.db), true)
  const charge = await loadDemo(base.db, now)
  assert.equal(charge.contrats, 3)
  assert.equal(await isBaseVide(base.db), false)
  const { lignes, defauts } = await verifyAudit(base.libre)
  assert.deepEqual(defauts, [])
  assert.ok(lignes > charge.fiches)
  const { rows } = await base.pool.query<{ id: string }>("select id from contrat.contrat where adresse = 'tours-2015'")
  const tours = await assembleInstantane(base.db, rows[0]?.id ?? '')
  const fiche = tours.fiches.find((une) => une.code === '2.1.5')
  assert.equal(fiche?.contexte.length, 5)
  assert.equal(fiche?.indicateursEffets.length, 4)
  assert.ok(
    fiche?.liens.every((lien) => lien.ficheId !== null),
    'links between fiches are tied',
  )
  assert.ok(tours.fiches.length >= 25, `${tours.fiches.length} fiches`)
  assert.equal(Math.max(...tours.noeuds.map((noeud) => noeud.rang)), 4)
})
