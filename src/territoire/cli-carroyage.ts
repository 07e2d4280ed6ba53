/** What the command line loads for `parvis territoire carroyage`. */
export { type IoCarroyage, runCarroyage } from './eligibilite/ligne-commande.ts'
