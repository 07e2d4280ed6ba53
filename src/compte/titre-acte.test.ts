import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { act, command } from '#platform/acte.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, buildMandat } from './agent.build.ts'
import './index.ts'

const base = await createBaseDeTest()
const toucher = command('essai.toucher', z.object({ contratId: z.uuid() }), async (_contexte, { contratId }) => ({
  valeur: null,
  trace: { contratId, objet: { type: 'essai', id: 'x' }, libelle: 'Essai touché', avant: null, apres: null },
}))

async function listTitres(contratId: string): Promise<(string | null)[]> {
  const { rows } = await sql<{
    mandat: string | null
  }>`select c.mandat from platform.audit_contenu c join platform.audit_ligne l on l.id = c.ligne_id
    where l.chaine = ${`contrat:${contratId}`} order by l.numero`.execute(base.libre)
  return rows.map(({ mandat }) => mandat)
}
const appel = (mandats: Parameters<typeof buildMandat>[0][]) => ({
  db: base.db,
  agent: buildAgent({ mandats: mandats.map((mandat) => buildMandat({ id: createId(), ...mandat })) }),
  now: new Date(),
  requeteId: 'r',
})

test('the journal keeps under what title an act was done, suppléance said, in the words of that day', async () => {
  const contratId = createId()
  await act(appel([{ contratId, role: 'chef_projet', organisation: 'Tours Métropole' }]), toucher, { contratId })
  await act(appel([{ contratId, role: 'prefet', organisation: 'Préfecture', suppleantDe: 'Anne K.' }]), toucher, { contratId })
  await act(appel([{ contratId: null, role: 'admin_plateforme', organisation: 'Parvis Centre' }]), toucher, { contratId })
  await act(appel([]), toucher, { contratId })
  assert.deepEqual(await listTitres(contratId), [
    'chef ou cheffe de projet pour Tours Métropole',
    'préfecture pour Préfecture, en suppléance d’Anne K.',
    'administration de la plateforme pour Parvis Centre',
    null,
  ])
  assert.deepEqual((await verifyAudit(base.libre)).defauts, [])
})

test('under a mandate that only reads, an act on content is refused and leaves nothing', async () => {
  const contratId = createId()
  const lecture = { contratId, role: 'admin_plateforme' as const, actes: ['compte.'] }
  await assert.rejects(act(appel([lecture]), toucher, { contratId }), Interdit)
  assert.deepEqual(await listTitres(contratId), [])
})
