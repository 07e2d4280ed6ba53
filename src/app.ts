/** Joins every capability into one application. With server.ts, worker.ts and cli.ts, the only files that know them all. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'
import {
  createFournisseurs,
  createRechercheEntreprises,
  createRoutesCompte,
  createSessions,
  droitsCompte,
  type EspaceDuContrat,
  ETATS_ACCESSIBILITE,
  ensureSecret,
  explainRefus,
  lexiqueCompte,
  reglageAccessibilite,
  rekeySecondsFacteurs,
  setFindContrat,
  travauxCompte,
} from '#compte/index.ts'
import {
  droitEspace,
  droitsContrat,
  Espace,
  entreesContrat,
  lexiqueContrat,
  listContrats,
  listContratsOuverts,
  listQuartiersNommes,
  routesContrat,
  setEntreesEspace,
  setFentesContrat,
} from '#contrat/index.ts'
import {
  blocEcartsQuartier,
  createRoutesIndicateurs,
  droitsIndicateurs,
  lexiqueIndicateurs,
  travauxIndicateurs,
} from '#indicateurs/index.ts'
import { read } from '#platform/acte.ts'
import { type Lexique, setLexique } from '#platform/audit/lexique.ts'
import type { Configuration } from '#platform/configuration.ts'
import { startFacteur } from '#platform/courriel/facteur.ts'
import { createJetonsCourriel } from '#platform/courriel/jeton.ts'
import type { Base } from '#platform/db/base.ts'
import { createAtelier } from '#platform/documents/lecture/atelier.ts'
import type { Chapitre } from '#platform/droits.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { dossierActifs } from '#platform/http/actifs.ts'
import { createApp, type Retrouve } from '#platform/http/application.tsx'
import { type C, type Env, readHttp } from '#platform/http/env.ts'
import type { RouteDeclaree } from '#platform/http/routes.ts'
import { routesSante } from '#platform/http/sante.ts'
import { logIncident } from '#platform/incident.ts'
import { getReglage } from '#platform/reglages.ts'
import { startOuvrier } from '#platform/taches/ouvrier.ts'
import {
  createCachePublic,
  createRoutesPublication,
  droitsPublication,
  entreesPublication,
  lexiquePublication,
  listenPublications,
  travauxPublication,
} from '#publication/index.ts'
import {
  blocFichesQuartier,
  closeExports,
  countFichesParLieu,
  droitsStrategie,
  entreesStrategie,
  fentesStrategie,
  findAncienCode,
  lexiqueStrategie,
  routesStrategie,
  travauxExports,
  travauxStrategie,
} from '#strategie/index.ts'
import {
  createAtelierGeo,
  createGeoplateforme,
  createLecteurTerritoire,
  createRoutesTerritoire,
  droitsTerritoire,
  lexiqueTerritoire,
  setFentesTerritoire,
  travauxEligibilite,
  travauxFiliation,
  travauxImports,
} from '#territoire/index.ts'
import { loadManifeste } from '#ui/actifs.ts'
import { setMentionAccessibilite } from '#ui/mention-accessibilite.ts'

/** What one may do, capability by capability, in the order of the page. A new capability adds its own. */
export const DROITS: readonly Chapitre[] = [
  droitsContrat,
  droitsTerritoire,
  droitsIndicateurs,
  droitsStrategie,
  droitsPublication,
  droitsCompte,
]

/** The words of the journal, capability by capability. A new capability adds its own. */
export const LEXIQUES: readonly Lexique[] = [
  lexiqueCompte,
  lexiqueStrategie,
  lexiqueContrat,
  lexiquePublication,
  lexiqueTerritoire,
  lexiqueIndicateurs,
]

setLexique(LEXIQUES)
setFindContrat(async (tx, id) => (await listContrats(tx, [id]))[0] ?? null)

export type Assemble = { hono: Hono<Env>; routes: RouteDeclaree[]; close: () => Promise<void> }

export type OptionsAssemblage = { base: Base; configuration: Configuration; databaseUrl: string; now?: () => Date }

/** Builds the whole application on an open, migrated database, and starts the queue that does its long work. */
export async function assemble({ base, configuration, databaseUrl, now = () => new Date() }: OptionsAssemblage): Promise<Assemble> {
  const manifeste = join(dossierActifs(), 'manifest.json')
  if (existsSync(manifeste)) loadManifeste(manifeste)
  setEntreesEspace([
    ...entreesContrat,
    { libelle: 'Territoire', chemin: 'territoire', ordre: 5 },
    { libelle: 'Indicateurs', chemin: 'indicateurs', ordre: 6 },
    { libelle: 'Équipe', chemin: 'equipe', ordre: 80, coupe: true },
    ...entreesStrategie,
    ...entreesPublication,
  ])
  setFentesContrat(fentesStrategie)
  setFentesTerritoire({
    blocsQuartier: [blocEcartsQuartier, blocFichesQuartier],
    fichesParQuartier: (tx, contratId) => countFichesParLieu(tx, contratId, 'quartier'),
  })
  const secret = await ensureSecret(configuration)
  await rekeySecondsFacteurs(base.db, { actuel: secret, precedent: configuration.secretPrecedent ?? null })
  const sessions = createSessions(base, configuration, secret)
  const jetons = createJetonsCourriel(secret)
  const cache = createCachePublic()
  const refreshPied = async () => {
    try {
      setMentionAccessibilite(ETATS_ACCESSIBILITE[await read(base.db, null, (tx) => getReglage(tx, reglageAccessibilite))])
      cache.forgetAll()
    } catch (erreur) {
      logIncident('pied de page', erreur)
    }
  }
  const annonces = await listenPublications(databaseUrl, {
    surChangement: (adresse) => (adresse === TOUT ? void refreshPied() : cache.forget(adresse)),
    surCoupure: cache.suspend,
    surRetour: () => {
      cache.resume()
      void refreshPied()
    },
  })
  const atelier = createAtelier()
  const atelierGeo = createAtelierGeo()
  const ouvrier = await startOuvrier(
    databaseUrl,
    {
      ...travauxCompte,
      ...travauxImports(createLecteurTerritoire()),
      ...travauxFiliation,
      ...travauxEligibilite(),
      ...travauxIndicateurs(atelier),
      ...travauxStrategie(atelier),
      ...travauxExports,
      ...travauxPublication(),
    },
    now,
  )
  const facteur = await startFacteur({
    url: databaseUrl,
    production: configuration.production,
    courriel: configuration.courriel,
    maison: { site: siteOf(configuration), jetons },
    gardeLiens: configuration.courrielsMontres,
    now,
  })
  const espace: EspaceDuContrat = {
    droit: droitEspace,
    contratOf: async (c: C) => ({
      ...c.get('contrat'),
      quartiers: await readHttp(c, (tx) => listQuartiersNommes(tx, c.get('contrat').id)),
    }),
    Espace,
  }
  const compte = createRoutesCompte({
    sessions,
    jetons,
    fournisseurs: createFournisseurs(configuration),
    recherche: createRechercheEntreprises({ adresse: configuration.rechercheEntreprises ?? null }),
    configuration,
    listContrats: listContratsOuverts,
    droits: DROITS,
    administrees: ['/administration/contrats', '/administration/territoire', '/administration/indicateurs'],
    espace,
  })
  const application = createApp({
    base,
    configuration,
    findAgent: sessions.findAgent,
    routes: [
      routesSante,
      compte,
      createRoutesIndicateurs({ espace }),
      ...createRoutesTerritoire({ espace, geocodeur: createGeoplateforme({ adresse: configuration.geocodage ?? null }), atelierGeo }),
      ...routesContrat,
      ...routesStrategie,
      ...createRoutesPublication(cache),
    ],
    retrouve: (c, texte) => retrouve(c, texte),
    explique: (c, demande) => explainRefus(c, DROITS, demande, c.get('contrat')),
    now,
  })
  return {
    ...application,
    close: async () => {
      await ouvrier.stop()
      await facteur.stop()
      await atelier.close()
      await atelierGeo.close()
      await closeExports()
      await annonces.close()
    },
  }
}

/** Announced when a setting that every page shows has changed (db/migrations/0016). */
const TOUT = '*'

/** Where the links of mails lead. */
function siteOf({ adresse, port }: Configuration): string {
  return (adresse ?? `http://localhost:${port}`).replace(/\/+$/, '')
}

/** Fiches and nodes of the reader's contracts that used to bear this code. */
async function retrouve(c: C, texte: string): Promise<Retrouve[]> {
  return readHttp(c, async (tx) => {
    const anciens = await findAncienCode(tx, null, texte)
    const contrats = new Map(
      (await listContrats(tx, [...new Set(anciens.map((ancien) => ancien.contratId))])).map((contrat) => [contrat.id, contrat.adresse]),
    )
    return anciens.map((ancien) => ({
      code: ancien.code,
      intitule: ancien.intitule,
      href: `/espace/${contrats.get(ancien.contratId)}/${ancien.type === 'fiche' ? 'fiches' : 'noeuds'}/${ancien.id}`,
      note: `portait le code ${ancien.ancienCode} jusqu’au ${formatDate(jourParis(ancien.jusquAu))}`,
    }))
  })
}
