/** The mandates that the database gives an agent are those that the rules give: on generated mandates, suppléances, absences and choices. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { findAgentByPersonne } from './agent.store.ts'
import { type Agent, actingMandats, mandatsSur } from './agent.ts'
import { annule, createBaseDeTest, createMembre, NOW } from './compte.build.tsx'
import { createAbsenceRow, createMandatRow, listMandatsOfPersonne, saveFinMandat, saveMandatChoisi } from './mandat.store.ts'
import { etatMandat, type MandatComplet } from './mandat.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'
import { createOrganisationRow } from './organisation.store.ts'

const base = await createBaseDeTest()
const CONTRATS = [createId(), createId()] as const
const ROLES = ['bailleur', 'financeur', 'evaluateur'] as const

const jourDe = (rang: number) => new Date(Date.UTC(2026, 0, 1 + rang)).toISOString().slice(0, 10)
const jour = fc.integer({ min: 0, max: 30 }).map(jourDe)
/** Seldom true, so that most cases meet mandates in force. */
const rarement = fc.integer({ min: 0, max: 5 }).map((rang) => rang === 3)
const dates = fc
  .tuple(fc.integer({ min: 0, max: 12 }).map(jourDe), fc.option(fc.integer({ min: 0, max: 30 }), { nil: null, freq: 1 }))
  .map(([debut, duree]) => ({
    debut,
    fin: duree === null ? null : new Date(new Date(`${debut}T12:00:00Z`).getTime() + duree * 86_400_000).toISOString().slice(0, 10),
  }))
const mandat = fc.record({
  contrat: fc.constantFrom(0, 0, 1),
  dates,
  retire: rarement,
  /** Stands in for the mandate of a titulaire of its own, or not. */
  suppleance: fc.option(
    fc.record({
      quand: fc.constantFrom('permanente' as const, 'absence' as const),
      titulaire: dates,
      retire: rarement,
      absences: fc.array(fc.tuple(jour, fc.integer({ min: 0, max: 9 })), { maxLength: 2 }),
    }),
    { nil: null },
  ),
  seul: fc.boolean(),
  choisi: fc.boolean(),
})
const cas = fc.record({ mandats: fc.array(mandat, { minLength: 2, maxLength: 6 }), jour: fc.integer({ min: 8, max: 24 }).map(jourDe) })

type Cas = { mandats: Parameters<typeof prepare>[1]; jour: string }
async function prepare(
  tx: Tx,
  mandats: (typeof mandat extends fc.Arbitrary<infer M> ? M : never)[],
): Promise<{ agent: Agent; choisis: string[] }> {
  const agent = await createMembre(tx, { courriel: `${createId()}@exemple.fr`, sansMotDePasse: true })
  const autre = await createMembre(tx, { courriel: `${createId()}@exemple.fr`, sansMotDePasse: true })
  const choisis = new Map<string, string>()
  for (const [rang, ecrit] of mandats.entries()) {
    const organisationId = createId()
    await createOrganisationRow(
      tx,
      { id: organisationId, nom: `Organisation ${rang}`, sigle: null, type: 'autre', siren: null, siret: null },
      NOW,
    )
    const contratId = CONTRATS[ecrit.contrat] ?? ''
    const commun = { organisationId, contratId, role: ROLES[rang % ROLES.length] ?? 'bailleur', territoire: TOUT_LE_CONTRAT }
    const ecrire = async (
      personneId: string,
      valeurs: { debut: string; fin: string | null },
      reste: Pick<MandatComplet, 'qualite'> & { suppleance: { mandatId: string; quand: 'permanente' | 'absence' } | null },
      retire: boolean,
    ) => {
      const id = createId()
      await createMandatRow(tx, { ...commun, ...valeurs, ...reste, id, personneId }, { id: null, now: NOW })
      if (retire) await saveFinMandat(tx, { id, fin: valeurs.fin, retireLe: NOW }, agent.personneId)
      return id
    }
    let suppleance: { mandatId: string; quand: 'permanente' | 'absence' } | null = null
    if (ecrit.suppleance !== null) {
      const { titulaire, retire, quand, absences } = ecrit.suppleance
      const mandatId = await ecrire(autre.personneId, titulaire, { qualite: 'titulaire', suppleance: null }, retire)
      suppleance = { mandatId, quand }
      for (const [debut, duree] of absences) {
        const fin = new Date(new Date(`${debut}T12:00:00Z`).getTime() + duree * 86_400_000).toISOString().slice(0, 10)
        await createAbsenceRow(tx, { id: mandatId, contratId }, { id: createId(), debut, fin }, { id: agent.personneId, now: NOW })
      }
    }
    const qualite = suppleance !== null || !ecrit.seul ? 'suppleant' : 'titulaire'
    const id = await ecrire(agent.personneId, ecrit.dates, { qualite, suppleance }, ecrit.retire)
    if (ecrit.choisi) {
      choisis.set(contratId, id)
      await saveMandatChoisi(tx, { personneId: agent.personneId, contratId, mandatId: id }, NOW)
    }
  }
  return { agent, choisis: [...choisis.values()] }
}

test('les mandats en cours selon la base sont ceux de la règle, un seul agissant par contrat', async () => {
  const vus = { enCours: 0, enAttente: 0, autres: 0 }
  await fc.assert(
    fc.asyncProperty(cas, async ({ mandats, jour }: Cas) => {
      await annule(base.db, async (tx) => {
        const { agent, choisis } = await prepare(tx, mandats)
        const lu = await findAgentByPersonne(tx, agent.personneId, jour)
        assert.ok(lu)
        const ecrits = await listMandatsOfPersonne(tx, agent.personneId)
        const enCours = ecrits
          .filter((candidat) => etatMandat(candidat, jour) === 'en_cours')
          .sort(
            (a, b) =>
              (a.qualite === b.qualite ? 0 : a.qualite === 'titulaire' ? -1 : 1) ||
              a.debut.localeCompare(b.debut) ||
              a.id.localeCompare(b.id),
          )
        const attendu = actingMandats(enCours, choisis)
        assert.deepEqual(
          lu.mandats.map(({ id }) => id),
          attendu.mandats.map(({ id }) => id),
        )
        assert.deepEqual(
          lu.autresMandats.map(({ id }) => id),
          attendu.autresMandats.map(({ id }) => id),
        )
        for (const contratId of CONTRATS) assert.ok(mandatsSur(lu, contratId).length <= 1)
        vus.enCours += enCours.length
        vus.autres += lu.autresMandats.length
        vus.enAttente += ecrits.filter((candidat) => etatMandat(candidat, jour) === 'en_attente').length
      })
    }),
    { numRuns: 60 },
  )
  assert.ok(vus.enCours > 0 && vus.enAttente > 0 && vus.autres > 0, `the cases meet every state: ${JSON.stringify(vus)}`)
})

test('le mandat choisi agit tant qu’il est en cours, sinon le premier titulaire', () => {
  const m = (id: string, contratId: string | null) => ({ id, contratId })
  const liste = [m('a', 'c1'), m('b', 'c1'), m('c', 'c2'), m('d', null)]
  assert.deepEqual(actingMandats(liste, []), { mandats: [m('a', 'c1'), m('c', 'c2'), m('d', null)], autresMandats: [m('b', 'c1')] })
  assert.deepEqual(actingMandats(liste, ['b']).mandats, [m('b', 'c1'), m('c', 'c2'), m('d', null)])
  assert.deepEqual(actingMandats(liste, ['parti']).mandats[0], m('a', 'c1'))
  assert.deepEqual(actingMandats([], ['b']), { mandats: [], autresMandats: [] })
})
