/** A database with the official geography and one administrator, dropped by `close`. */
import { type Agent, createMandatRow, createOrganisationRow, createPersona, findAgentByPersonne, TOUT_LE_CONTRAT } from '#compte/index.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { createClone, dropClone } from '#platform/db/base-de-test.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { loadDecoupageIn } from '#territoire/index.ts'

export async function createBaseTerritoire(): Promise<{ db: Tx; agent: Agent; close: () => Promise<void> }> {
  const { nom, url } = await createClone()
  const now = new Date()
  const proprietaire = openBase(url, { role: null, max: 1 })
  await proprietaire.db.transaction().execute((tx) => loadDecoupageIn(tx, now))
  const agent = await createAdministrateur(proprietaire.db, now)
  await proprietaire.close()
  const base = openBase(url, { max: 2 })
  return {
    db: base.db,
    agent,
    close: async () => {
      await base.close()
      await dropClone(nom)
    },
  }
}

async function createAdministrateur(db: Tx, now: Date): Promise<Agent> {
  const identite = { prenom: 'Dominique', nom: 'Roy', fonction: null, courriel: 'dominique.roy@exemple.fr' }
  const { personneId } = await createPersona(db, { ...identite, presentation: 'Administration', ordre: 1 }, now)
  const organisationId = createId()
  await createOrganisationRow(db, { id: organisationId, nom: 'Administration', sigle: null, type: 'autre', siren: null, siret: null }, now)
  const mandat = {
    id: createId(),
    personneId,
    organisationId,
    role: 'admin_plateforme' as const,
    contratId: null,
    territoire: TOUT_LE_CONTRAT,
  }
  await createMandatRow(db, { ...mandat, qualite: 'titulaire', suppleance: null, debut: '2020-01-01', fin: null }, { id: null, now })
  const agent = await findAgentByPersonne(db, personneId, jourParis(now))
  if (agent === null) throw new Error('no administrator')
  return agent
}
