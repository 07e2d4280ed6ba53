/** An application with the pages of `compte` alone, and people to play with, for tests. */

import type { Acteur } from '#platform/acteur.ts'
import { listJournal } from '#platform/audit/audit.store.ts'
import type { Configuration } from '#platform/configuration.ts'
import { createJetonsCourriel } from '#platform/courriel/jeton.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Introuvable } from '#platform/errors.ts'
import { createApp } from '#platform/http/application.tsx'
import { requireAgent } from '#platform/http/env.ts'
import { createId } from '#platform/identifiants.ts'
import { droitsCompte } from './actions.ts'
import { mandatsSur, type Role } from './agent.ts'
import type { ContratConnu } from './contrat-connu.ts'
import { createMandatRow } from './mandat.store.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'
import { createFournisseurs } from './oidc.adaptateur.ts'
import { createOrganisationRow } from './organisation.store.ts'
import { createRoutesCompte } from './pages/routes.ts'
import { createPersonneRow } from './personne.store.ts'
import { createSessions } from './sessions.adaptateur.ts'
import { createMotDePasse } from './utilisateur.store.ts'

export { annule, createBaseDeTest }

export const NOW = new Date()
export const CONTRAT: ContratConnu = {
  id: '0190a000-0000-7000-8000-00000000c001',
  titre: 'Contrat d’essai',
  adresse: 'essai',
  communes: [{ code: '37261', nom: 'Tours' }],
}
export const AUTRE_CONTRAT: ContratConnu = {
  ...CONTRAT,
  id: '0190a000-0000-7000-8000-00000000c002',
  titre: 'Autre contrat',
  adresse: 'autre',
}
export const QUARTIERS = [{ id: '0190a000-0000-7000-8000-00000000e001', nom: 'Sanitas' }]
export const MOT_DE_PASSE = 'un pavé de grès clair'

export const CONFIGURATION: Configuration = {
  production: false,
  port: 3000,
  databaseUrl: null,
  demo: false,
  secret: 'x'.repeat(40),
  adresse: null,
  donnees: 'data',
  courriel: null,
  courrielsMontres: true,
}

export const JETONS = createJetonsCourriel('x'.repeat(40))

/** The application, its clock fixed at NOW unless said otherwise. */
export async function buildApp(base: Awaited<ReturnType<typeof createBaseDeTest>>, partiel: Partial<Configuration> = {}, now = () => NOW) {
  const configuration = { ...CONFIGURATION, ...partiel }
  const sessions = createSessions(base, configuration, 'x'.repeat(40))
  const contrats = [CONTRAT, AUTRE_CONTRAT]
  const routes = createRoutesCompte({
    sessions,
    fournisseurs: createFournisseurs(configuration),
    configuration,
    jetons: JETONS,
    listContrats: async () => contrats,
    droits: [droitsCompte],
    espace: {
      droit: (nom, peut = () => true) => ({
        nom,
        verifier: (c) => {
          const agent = requireAgent(c)
          const contrat = contrats.find(({ adresse }) => adresse === c.req.param('contrat'))
          if (contrat === undefined || mandatsSur(agent, contrat.id).length === 0 || !peut(agent, contrat)) throw new Introuvable()
        },
      }),
      contratOf: async (c) => {
        const contrat = contrats.find(({ adresse }) => adresse === c.req.param('contrat'))
        if (contrat === undefined) throw new Introuvable()
        return { ...contrat, quartiers: QUARTIERS, debut: null, fin: null, epciSiren: null, epciNom: 'Métropole' }
      },
      Espace: ({ titre, children }) => (
        <main>
          <title>{titre}</title>
          {children}
        </main>
      ),
    },
  })
  return { sessions, ...createApp({ base, configuration, findAgent: sessions.findAgent, routes: [routes], now }) }
}
export type App = Awaited<ReturnType<typeof buildApp>>

/** A person with a password, and a mandate when `role` is given. */
export async function createMembre(
  tx: Tx,
  membre: { courriel: string; role?: Role; contratId?: string | null; sansMotDePasse?: true; debut?: string; fin?: string | null },
): Promise<Acteur> {
  const [id, utilisateurId, organisationId, mandatId] = [createId(), createId(), createId(), createId()] as const
  await createPersonneRow(
    tx,
    { id, utilisateurId, prenom: 'Alix', nom: membre.courriel.split('@')[0] ?? '', fonction: null, courriel: membre.courriel },
    NOW,
  )
  if (membre.sansMotDePasse === undefined) await createMotDePasse(tx, utilisateurId, MOT_DE_PASSE, NOW)
  const organisation = `Organisation de ${membre.courriel.split('@')[0]}`
  await createOrganisationRow(tx, { id: organisationId, nom: organisation, sigle: null, type: 'autre', siren: null, siret: null }, NOW)
  const agent: Acteur = {
    personneId: id,
    prenom: 'Alix',
    nom: membre.courriel.split('@')[0] ?? '',
    courriel: membre.courriel,
    fonction: null,
    mandats: [],
    autresMandats: [],
  }
  if (membre.role === undefined) return agent
  const contratId = membre.contratId === undefined ? CONTRAT.id : membre.contratId
  const mandat = { id: mandatId, organisationId, role: membre.role, contratId, territoire: TOUT_LE_CONTRAT }
  const dates = { debut: membre.debut ?? '2020-01-01', fin: membre.fin ?? null }
  await createMandatRow(tx, { ...mandat, ...dates, personneId: id, qualite: 'titulaire', suppleance: null }, { id: null, now: NOW })
  return { ...agent, mandats: [{ ...mandat, organisation, suppleantDe: null, delegations: [] }] }
}

/** Posts a form as a browser would. */
export function post(app: App, chemin: string, champs: Record<string, string>, cookie?: string): Promise<Response> {
  return Promise.resolve(
    app.hono.request(`http://localhost:3000${chemin}`, {
      method: 'POST',
      headers: {
        origin: 'http://localhost:3000',
        'content-type': 'application/x-www-form-urlencoded',
        ...(cookie === undefined ? {} : { cookie }),
      },
      body: new URLSearchParams(champs),
    }),
  )
}

export function get(app: App, chemin: string, cookie?: string): Promise<Response> {
  return Promise.resolve(app.hono.request(`http://localhost:3000${chemin}`, { headers: cookie === undefined ? {} : { cookie } }))
}

/** The cookies to send back. */
export function cookiesOf(reponse: Response): string {
  return reponse.headers
    .getSetCookie()
    .map((ligne) => ligne.split(';')[0] ?? '')
    .join('; ')
}

/** Signs in; fails when it is refused. */
export async function signIn(app: App, courriel: string, motDePasse = MOT_DE_PASSE): Promise<string> {
  const reponse = await post(app, '/connexion', { courriel, motDePasse })
  if (reponse.status !== 303) throw new Error(`sign-in refused: ${reponse.status} ${(await reponse.text()).slice(0, 2000)}`)
  return cookiesOf(reponse)
}

/** Sentences of the audit of the platform and of the contract of the tests. */
export async function listLibelles(tx: Tx): Promise<string[]> {
  const lignes = [
    ...(await listJournal(tx, { contratId: null, limite: 1000 })),
    ...(await listJournal(tx, { contratId: CONTRAT.id, limite: 1000 })),
  ]
  return lignes.map(({ libelle }) => libelle ?? '')
}
