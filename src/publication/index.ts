/** Front door of `publication`: what the public sees. */

export { droitsPublication } from './actions.ts'
export { listenPublications } from './annonce.store.ts'
export { createCachePublic } from './cache.ts'
export { publishContrat } from './commands/publish-contrat.ts'
export { withdrawContrat } from './commands/withdraw-contrat.ts'
export { travauxPublication } from './jobs.ts'
export { lexiquePublication } from './journal.ts'
export { createRoutesPublication, entreesPublication } from './pages/index.ts'
