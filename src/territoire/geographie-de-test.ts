/** For tests of the local geography: a contract, its people, its three tiers, official quartiers. */
import { after } from 'node:test'
import { sql } from 'kysely'
import { buildAgent, buildMandat } from '#compte/agent.build.ts'
import { actIn, type Commande } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { parseEntree } from '#platform/entree.ts'
import { createId } from '#platform/identifiants.ts'
import { createArbreDeTest } from '#strategie/arbre-de-test.ts'
import { definePaliers } from './commands/define-paliers.ts'
import { listPaliers } from './geographie-locale.store.ts'
import { aireM2, boiteOf, encodeWkb, type MultiPolygone, quantised } from './geometrie.ts'
import { MODELES_PALIERS } from './paliers-modeles.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const base = await createBaseDeTest()
after(() => base.close())

export type Lieu = { tx: Tx; contratId: string; chef: Acteur; referent: Acteur; elue: Acteur }

export const essai = (faire: (lieu: Lieu) => Promise<void>) => () =>
  annule(base.libre, async (tx) => {
    const { contratId } = await createArbreDeTest(tx)
    const agent = (role: 'chef_projet' | 'referent_commune' | 'elu_epci', codes?: string[]) =>
      buildAgent({
        mandats: [buildMandat({ role, contratId, ...(codes === undefined ? {} : { territoire: { type: 'communes', codes } }) })],
      })
    await faire({ tx, contratId, chef: agent('chef_projet'), referent: agent('referent_commune', ['37261']), elue: agent('elu_epci') })
  })

export const faire = async <E, T>(tx: Tx, agent: Acteur, commande: Commande<E, T>, brut: unknown) =>
  actIn(tx, { agent, now: NOW, requeteId: 'essai' }, commande, parseEntree(commande.entree, brut))

export const palier = (libelle: string, plus: object = {}) => ({
  libelle,
  definition: '',
  conditions: '',
  couleur: '1',
  seuilPm: '',
  ...plus,
})
const TROIS = (MODELES_PALIERS[0]?.paliers ?? []).map((un, rang) => ({
  ...un,
  couleur: String(un.couleur),
  seuilPm: ['700', '400', '0'][rang],
}))

export async function withPaliers({ tx, contratId, chef }: Lieu): Promise<string[]> {
  await faire(tx, chef, definePaliers, { contratId, version: '0', paliers: TROIS })
  return (await listPaliers(tx, contratId)).map(({ id }) => id)
}

export function rectangle(x: number, l: number): MultiPolygone {
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

export async function createQuartier(tx: Tx, code: string, geometrie: MultiPolygone, commune = '37261'): Promise<string> {
  const id = createId()
  const [ouest, sud, est, nord] = boiteOf(geometrie)
  await sql`insert into territoire.quartier (id, generation_id, code, nom, cle, geometrie, ouest, sud, est, nord, aire_m2)
    values (${id}, '01930000-0000-7000-8000-000000000003', ${code}, ${code}, ${code}, ${encodeWkb(geometrie)}, ${ouest}, ${sud}, ${est}, ${nord},
      ${Math.round(aireM2(geometrie))})`.execute(tx)
  await sql`insert into territoire.quartier_commune (quartier_id, commune_code) values (${id}, ${commune})`.execute(tx)
  return id
}
