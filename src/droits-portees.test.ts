/** What the lists give is what the predicates allow: for agents and states of things drawn at random, under row-level security. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type Agent, listMandatsOfContrat, mandatsSur, ROLES, type Role } from '#compte/index.ts'
import { agentOfRole } from '#compte/sujets.ts'
import { listContrats } from '#contrat/contrat.store.ts'
import { listDocuments } from '#contrat/contrat-complet.store.ts'
import { canReadContrat, canReadDocument, contratsLisibles } from '#contrat/droits.ts'
import { identiteOf, setIdentite } from '#platform/acte.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { listFichesArbre } from '#strategie/arbre-liste.store.ts'
import { canReadFiche } from '#strategie/droits.ts'
import { listFiches, visibleTo } from '#strategie/fiche.store.ts'
import { listLots } from '#strategie/lot.store.ts'
import { canImportFiches } from '#strategie/lot-droits.ts'
import { searchStrategie } from '#strategie/recherche.store.ts'
import { parseRequete } from '#strategie/recherche.ts'
import { createLieu, type LieuDeTest } from './droits-scene-de-test.ts'

const base = await createBaseDeTest()
const proprietaire = openBase(base.url, { role: null, max: 2 })
after(() => proprietaire.close())
const lieux = await proprietaire.db.transaction().execute(async (tx) => {
  await sql`insert into territoire.region values ('24', 'Centre-Val de Loire')`.execute(tx)
  await sql`insert into territoire.departement values ('37', 'Indre-et-Loire', '24')`.execute(tx)
  const tous: LieuDeTest[] = []
  for (const adresse of ['un', 'deux', 'trois']) tous.push(await createLieu(tx, adresse))
  return tous
})

const TOUT = parseRequete('2')
assert.ok(TOUT !== null)

type Objet = { id: string; contratId: string; archiveLe: Date | null }
type Etat = { fiches: Objet[]; documents: Objet[]; lots: Objet[]; mandats: Objet[] }

async function readEtat(tx: Tx): Promise<Etat> {
  const lire = async (table: string, archive: string) =>
    (
      await sql<Objet>`select id, contrat_id as "contratId", ${sql.raw(archive)} as "archiveLe" from ${sql.table(table)} where contrat_id is not null`.execute(
        tx,
      )
    ).rows
  return {
    fiches: await lire('strategie.fiche', 'archive_le'),
    documents: await lire('contrat.document', 'archive_le'),
    lots: await lire('strategie.import_lot', 'null::timestamptz'),
    mandats: await lire('compte.mandat', 'null::timestamptz'),
  }
}

const ids = (objets: readonly { id: string }[]) => objets.map(({ id }) => id).sort()
const role: fc.Arbitrary<Role | null> = fc.constantFrom(null, ...ROLES.filter((un) => un !== 'admin_plateforme'))

/** Someone with at most one mandate a contract, and perhaps the platform's administration; or the public. */
const agentArbitraire: fc.Arbitrary<Agent | null> = fc.option(
  fc.record({ roles: fc.tuple(role, role, role), admin: fc.boolean() }).map(({ roles, admin }) => ({
    ...agentOfRole(null, ''),
    mandats: [
      ...lieux.flatMap(({ contratId }, rang) => agentOfRole(roles[rang] ?? null, contratId).mandats),
      ...(admin ? agentOfRole('admin_plateforme', '').mandats : []),
    ],
  })),
  { nil: null, freq: 12 },
)

/** Puts away some objects, brings others back. @param tirage one bit an object */
async function shuffle(tx: Tx, tirage: readonly boolean[]): Promise<void> {
  for (const table of ['strategie.fiche', 'contrat.document']) {
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} order by id`.execute(tx)
    const archives = rows.filter((_, rang) => tirage[rang % tirage.length] === true).map(({ id }) => id)
    await sql`update ${sql.table(table)} set archive_le = case when id = any (${archives}::uuid[]) then now() end`.execute(tx)
  }
}

test('les listes donnent exactement ce que les prédicats permettent, pour tout agent et tout état', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(agentArbitraire, fc.array(fc.boolean(), { minLength: 3, maxLength: 15 }), async (agent, tirage) => {
      await annule(proprietaire.db, async (tx) => {
        await shuffle(tx, tirage)
        const etat = await readEtat(tx)
        const attendues = etat.fiches.filter((fiche) => canReadFiche(agent, { ...fiche, archiveeLe: fiche.archiveLe }))
        const vivantes = attendues.filter((fiche) => fiche.archiveLe === null)
        await sql`set local role parvis_app`.execute(tx)
        await setIdentite(tx, identiteOf(agent))
        const { rows } = await sql<{ id: string }>`select f.id from strategie.fiche f where ${visibleTo(agent)}`.execute(tx)
        assert.deepEqual(ids(rows), ids(attendues), 'visibleTo')
        const lisibles = await listContrats(tx, contratsLisibles(agent))
        assert.deepEqual(
          ids(lisibles),
          ids(lieux.map(({ contratId }) => ({ id: contratId })).filter(({ id }) => canReadContrat(agent, id))),
          'contracts',
        )
        for (const { contratId } of lieux) {
          const ici = (objets: readonly Objet[]) => ids(objets.filter((objet) => objet.contratId === contratId))
          const archivees = attendues.filter((fiche) => fiche.archiveLe !== null)
          assert.deepEqual(ids(await listFiches(tx, agent, contratId)), ici(attendues), 'listFiches')
          assert.deepEqual(ids(await listFichesArbre(tx, agent, contratId)), ici(vivantes), 'tree')
          assert.deepEqual(ids(await listFichesArbre(tx, agent, contratId, null, 'archives')), ici(archivees), 'archived fiches')
          const trouve = await searchStrategie(tx, contratId, TOUT, { page: 1, taille: 50 })
          assert.deepEqual(ids(trouve.trouves.filter(({ genre }) => genre === 'fiche')), ici(vivantes), 'search')
          const lus = etat.documents.filter((document) => canReadDocument(agent, document))
          assert.deepEqual(ids(await listDocuments(tx, agent, contratId)), ici(lus), 'documents')
          const lots = canImportFiches(agent, contratId) ? ici(etat.lots) : []
          assert.deepEqual(ids(await listLots(tx, agent, contratId, 50)), lots, 'imports')
          const technique = agent?.mandats.some((mandat) => mandat.contratId === null) ?? false
          const equipe = technique || mandatsSur(agent, contratId).length > 0 ? ici(etat.mandats) : []
          assert.deepEqual(ids(await listMandatsOfContrat(tx, contratId)), equipe, 'team')
        }
      })
    }),
    { numRuns: 60 },
  )
})
