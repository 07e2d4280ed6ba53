/** Front door of `publication`: what the public sees. */
export { publishContrat } from './commands/publish-contrat.ts'
export { withdrawContrat } from './commands/withdraw-contrat.ts'
