import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { createId } from '#platform/identifiants.ts'
import { setReglage } from '#platform/reglages.ts'
import { annule, createBaseDeTest, createMembre, NOW } from './compte.build.tsx'
import { createInteretRow, getRegleConflit, impartialSur, listAppartenances, saveInteret } from './conflit.store.ts'
import { type Appartenance, depuisJour, findConflit, isImpartial, sayConflit } from './conflit.ts'
import { moisConflit } from './conflit-reglage.ts'
import { createMandatRow, saveFinMandat } from './mandat.store.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'
import { createOrganisationRow } from './organisation.store.ts'

const JOUR = '2026-07-01'
const lien = (partiel: Partial<Appartenance> = {}): Appartenance => ({
  organisationId: 'asso',
  organisation: 'Association des Rives',
  debut: '2020-01-01',
  fin: null,
  source: 'mandat',
  ...partiel,
})
const dossier = { libelle: 'le dossier « Ateliers »', organisationIds: ['asso', 'ville'] }

test('qui appartient à une organisation n’intervient pas sur ce qui la concerne (BR-30)', () => {
  const regle = { mois: 12, jour: JOUR }
  assert.equal(isImpartial([lien()], dossier, regle), false)
  assert.equal(isImpartial([lien()], { organisationIds: ['autre'] }, regle), true)
  assert.equal(isImpartial([], dossier, regle), true)
  assert.equal(isImpartial([lien({ debut: '2026-07-02' })], dossier, regle), true, 'not yet')
})

test('un lien passé compte encore le nombre de mois réglé, jour pour jour', () => {
  assert.equal(isImpartial([lien({ fin: '2025-07-01' })], dossier, { mois: 12, jour: JOUR }), false)
  assert.equal(isImpartial([lien({ fin: '2025-06-30' })], dossier, { mois: 12, jour: JOUR }), true)
  assert.equal(isImpartial([lien({ fin: '2026-07-01' })], dossier, { mois: 0, jour: JOUR }), false)
  assert.equal(isImpartial([lien({ fin: '2026-06-30' })], dossier, { mois: 0, jour: JOUR }), true)
})

test('les mois se comptent comme dans la base, fins de mois comprises', () => {
  assert.equal(depuisJour({ jour: '2026-03-31', mois: 1 }), '2026-02-28')
  assert.equal(depuisJour({ jour: '2024-03-31', mois: 1 }), '2024-02-29')
  assert.equal(depuisJour({ jour: '2026-01-15', mois: 1 }), '2025-12-15')
  assert.equal(depuisJour({ jour: '2026-01-15', mois: 25 }), '2023-12-15')
})

test('une phrase dit pourquoi, le lien qui dure d’abord', () => {
  const passe = lien({ source: 'interet', fin: '2026-03-31' })
  const regle = { mois: 12, jour: JOUR }
  assert.equal(findConflit([passe, lien()], dossier, regle)?.source, 'mandat')
  assert.equal(
    sayConflit(lien(), 'avis', dossier, JOUR),
    'Vous ne pouvez pas donner un avis sur le dossier « Ateliers » : cela concerne Association des Rives, organisation au nom de laquelle vous avez un mandat.',
  )
  assert.match(sayConflit(passe, 'decision', dossier, JOUR), /décider de .* vous avez déclaré un lien jusqu’au 31\u00a0mars 2026\.$/)
  assert.match(
    sayConflit(lien({ fin: '2026-01-31' }), 'instruction', dossier, JOUR),
    /vous aviez un mandat jusqu’au 31\u00a0janvier 2026\.$/,
  )
})

const base = await createBaseDeTest()
const jour = fc.integer({ min: 0, max: 900 }).map((rang) => new Date(Date.UTC(2024, 0, 1 + rang)).toISOString().slice(0, 10))
const periode = fc.record({
  organisation: fc.integer({ min: 0, max: 3 }),
  source: fc.constantFrom('mandat' as const, 'interet' as const),
  debut: jour,
  duree: fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }),
  /** Ended at once on that day (a mandate), withdrawn (an interest). */
  retire: fc.option(jour, { nil: null }),
})

test('la règle et la portée en base disent la même chose', async () => {
  const vus = { barre: 0, libre: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(periode, { maxLength: 5 }), jour, fc.integer({ min: 0, max: 30 }), async (periodes, leJour, mois) => {
      await annule(base.db, async (tx) => {
        const agent = await createMembre(tx, { courriel: `${createId()}@exemple.fr`, sansMotDePasse: true })
        const organisations = [createId(), createId(), createId(), createId()]
        for (const [rang, id] of organisations.entries()) {
          await createOrganisationRow(
            tx,
            { id, nom: `Organisation ${rang}`, sigle: null, type: 'association', siren: null, siret: null },
            NOW,
          )
        }
        for (const { organisation, source, debut, duree, retire } of periodes) {
          const organisationId = organisations[organisation] ?? ''
          const fin = duree === null ? null : new Date(Date.parse(`${debut}T12:00:00Z`) + duree * 86_400_000).toISOString().slice(0, 10)
          const id = createId()
          const quand = retire === null ? null : new Date(`${retire}T12:00:00Z`)
          if (source === 'interet') {
            await createInteretRow(tx, { id, personneId: agent.personneId, organisationId, nature: 'benevole', debut, fin }, NOW)
            if (quand !== null) await saveInteret(tx, id, { fin, retireLe: quand })
          } else {
            const mandat = {
              role: 'financeur' as const,
              contratId: createId(),
              territoire: TOUT_LE_CONTRAT,
              qualite: 'titulaire' as const,
              suppleance: null,
            }
            await createMandatRow(tx, { ...mandat, id, personneId: agent.personneId, organisationId, debut, fin }, { id: null, now: NOW })
            if (quand !== null) await saveFinMandat(tx, { id, fin, retireLe: quand }, agent.personneId)
          }
        }
        const regle = { mois, jour: leJour }
        const liens = await listAppartenances(tx, agent.personneId)
        const { rows } = await sql<{ id: string }>`select o.id from compte.organisation o
          where ${impartialSur(agent.personneId, sql`o.id`, regle)}`.execute(tx)
        const libres = new Set(rows.map(({ id }) => id))
        for (const id of organisations) {
          const impartial = isImpartial(liens, { organisationIds: [id] }, regle)
          assert.equal(libres.has(id), impartial)
          vus[impartial ? 'libre' : 'barre'] += 1
        }
      })
    }),
    { numRuns: 60 },
  )
  assert.ok(vus.barre > 0 && vus.libre > 0, JSON.stringify(vus))
})

test('ce qui n’a jamais commencé n’est pas une appartenance', async () => {
  await annule(base.db, async (tx) => {
    const agent = await createMembre(tx, { courriel: 'jamais@exemple.fr', role: 'financeur', debut: '2026-05-01' })
    const [mandat] = agent.mandats
    assert.ok(mandat)
    await saveFinMandat(tx, { id: mandat.id, fin: null, retireLe: new Date('2026-04-01T12:00:00Z') }, agent.personneId)
    assert.deepEqual(await listAppartenances(tx, agent.personneId), [])
  })
})

test('la durée se règle par l’instance', async () => {
  await annule(base.db, async (tx) => {
    assert.deepEqual(await getRegleConflit(tx, JOUR), { mois: 12, jour: JOUR })
    await setReglage(tx, moisConflit, 24, NOW)
    assert.deepEqual(await getRegleConflit(tx, JOUR), { mois: 24, jour: JOUR })
  })
})
