/** Joins every capability into one application. With server.ts, worker.ts and cli.ts, the only files that know them all. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { createRoutesCompte, createSessions, ensureSecret } from '#compte/index.ts'
import {
  droitEspace,
  Espace,
  entreesContrat,
  listCommunesContrat,
  listContrats,
  listContratsOuverts,
  routesContrat,
  setEntreesEspace,
  setFentesContrat,
} from '#contrat/index.ts'
import type { Configuration } from '#platform/configuration.ts'
import type { Base } from '#platform/db/base.ts'
import { createAtelier } from '#platform/documents/lecture/atelier.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { dossierActifs } from '#platform/http/actifs.ts'
import { createApp, type Retrouve } from '#platform/http/application.tsx'
import { type C, type Env, readHttp } from '#platform/http/env.ts'
import type { RouteDeclaree } from '#platform/http/routes.ts'
import { startOuvrier } from '#platform/taches/ouvrier.ts'
import {
  createCachePublic,
  createRoutesPublication,
  entreesPublication,
  listenPublications,
  travauxPublication,
} from '#publication/index.ts'
import {
  closeExports,
  entreesStrategie,
  fentesStrategie,
  findAncienCode,
  routesStrategie,
  travauxExports,
  travauxStrategie,
} from '#strategie/index.ts'
import { loadManifeste } from '#ui/actifs.ts'

export type Assemble = { hono: Hono<Env>; routes: RouteDeclaree[]; close: () => Promise<void> }

export type OptionsAssemblage = { base: Base; configuration: Configuration; databaseUrl: string; now?: () => Date }

/** Builds the whole application on an open, migrated database, and starts the queue that does its long work. */
export async function assemble({ base, configuration, databaseUrl, now = () => new Date() }: OptionsAssemblage): Promise<Assemble> {
  const manifeste = join(dossierActifs(), 'manifest.json')
  if (existsSync(manifeste)) loadManifeste(manifeste)
  setEntreesEspace([
    ...entreesContrat,
    { libelle: 'Équipe', chemin: 'equipe', ordre: 80, coupe: true },
    ...entreesStrategie,
    ...entreesPublication,
  ])
  setFentesContrat(fentesStrategie)
  const sessions = createSessions(base, configuration, await ensureSecret(configuration))
  const cache = createCachePublic()
  const annonces = await listenPublications(databaseUrl, {
    surChangement: cache.forget,
    surCoupure: cache.suspend,
    surRetour: cache.resume,
  })
  const atelier = createAtelier()
  const ouvrier = await startOuvrier(base, databaseUrl, { ...travauxStrategie(atelier), ...travauxExports, ...travauxPublication() }, now)
  const compte = createRoutesCompte({
    sessions,
    configuration,
    listContrats: listContratsOuverts,
    espace: {
      droit: droitEspace,
      contratOf: async (c: C) => ({ ...c.get('contrat'), communes: await communesOf(base.db, c.get('contrat').id) }),
      Espace,
    },
  })
  const application = createApp({
    base,
    configuration,
    findAgent: sessions.findAgent,
    routes: [compte, ...routesContrat, ...routesStrategie, ...createRoutesPublication(cache)],
    retrouve: (c, texte) => retrouve(c, texte),
    now,
  })
  return {
    ...application,
    close: async () => {
      await ouvrier.stop()
      await atelier.close()
      await closeExports()
      await annonces.close()
    },
  }
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

async function communesOf(tx: Parameters<typeof listCommunesContrat>[0], contratId: string) {
  return (await listCommunesContrat(tx, contratId)).map(({ code, nom }) => ({ code, nom }))
}
