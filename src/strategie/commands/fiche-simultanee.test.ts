import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act } from '#platform/acte.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createArbreDeTest, MAINTENANT } from '../arbre-de-test.ts'
import { getFiche } from '../fiche.store.ts'
import { buildContenu, ligne } from '../fiche-de-test.ts'
import { FicheModifiee } from '../fiche-verrou.ts'
import { saveFiche } from './save-fiche.ts'

const base = await createBaseDeTest()

test('deux enregistrements au même instant : un seul passe, l’autre reçoit les deux textes', async () => {
  const arbre = await base.libre.transaction().execute((tx) => createArbreDeTest(tx))
  const { contratId, agent, ids } = arbre
  const ecrit = (nom: string, cite: string, enjeu: string, version: number) =>
    act({ db: base.db, agent, now: MAINTENANT, requeteId: 'test' }, saveFiche, {
      contratId,
      ficheId: ids[nom] ?? '',
      version,
      contenu: buildContenu({ enjeu, liens: [{ ...ligne('Voir aussi'), code: cite, ficheId: null }] }),
    })
  for (let version = 1; version <= 5; version += 1) {
    const fins = await Promise.allSettled([ecrit('f5', '2.1.4', 'A', version), ecrit('f5', '2.1.4', 'B', version)])
    assert.deepEqual(fins.map((fin) => fin.status).sort(), ['fulfilled', 'rejected'])
    const refus = fins.find((fin) => fin.status === 'rejected')
    assert.ok(refus?.reason instanceof FicheModifiee)
    assert.deepEqual([refus.reason.actuelle.enjeu, refus.reason.saisie?.enjeu].sort(), ['A', 'B'])
  }
  // Two fiches that cite each other do not wait for each other in a circle.
  for (let version = 6; version <= 10; version += 1) {
    await Promise.all([ecrit('f5', '2.1.4', 'A', version), ecrit('f4', '2.1.5', 'B', version - 5)])
  }
  assert.equal((await getFiche(base.libre, contratId, ids.f5 ?? '')).version, 11)
})
