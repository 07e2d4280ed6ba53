/** Names of the tasks of the capability, and what they are given; those that come back each night. Pure. */
import { declarePeriodique } from '#platform/periodique.ts'

export const EXPORTER_DONNEES = 'compte.exporter_donnees'
/** Whose data are copied: the asker's own, or another's when the administrators were asked otherwise. */
export type ParametresCopie = { personneId: string }

export const FERMER_COMPTES = declarePeriodique({
  genre: 'compte.fermer_comptes',
  libelle: 'Fermer les comptes dont le jour est venu, prévenir ceux qui ne servent plus',
  quand: 'chaque nuit',
  cron: '10 2 * * *',
}).genre
export const CONSERVER = declarePeriodique({
  genre: 'compte.appliquer_durees',
  libelle: 'Effacer ce dont la durée de conservation est passée',
  quand: 'chaque nuit',
  cron: '40 2 * * *',
}).genre
