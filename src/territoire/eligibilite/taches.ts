/** The task that reads a grid. Pure. */
export const LIRE_CARROYAGE = 'territoire.lire_carroyage'
export type ParametresCarroyage = { carroyageId: string; fichierId: string; octets: number }
