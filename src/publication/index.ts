/** Front door of `publication`: what the public sees. */

export { listenPublications } from './annonce.store.ts'
export { createCachePublic } from './cache.ts'
export { publishContrat } from './commands/publish-contrat.ts'
export { withdrawContrat } from './commands/withdraw-contrat.ts'
export { travauxPublication } from './jobs.ts'
export { createRoutesPublication, entreesPublication } from './pages/index.ts'
