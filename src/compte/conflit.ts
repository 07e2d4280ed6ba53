/**
 * Conflict of interest, a rule of the platform: who belongs to an organisation, now or in the last months, is barred from acts on
 * an object that concerns it (domain BR-30: a member of the porteur gives no avis). Pure.
 */
import { formatDate } from '#platform/formats.ts'

export const NATURES_INTERET = ['dirigeant', 'salarie', 'benevole', 'prestataire', 'proche', 'autre'] as const
export type NatureInteret = (typeof NATURES_INTERET)[number]
export const LIBELLES_NATURES: Record<NatureInteret, string> = {
  dirigeant: 'dirigeante ou dirigeant, administratrice ou administrateur',
  salarie: 'salariée ou salarié',
  benevole: 'bénévole ou membre actif',
  prestataire: 'prestataire ou fournisseur',
  proche: 'une ou un proche y a des responsabilités',
  autre: 'autre lien',
}

/** Acts from which a tie bars: a capability that opens another one adds it to its own list. */
export const ACTES_IMPARTIAUX = ['avis', 'instruction', 'decision'] as const
export type ActeImpartial = (typeof ACTES_IMPARTIAUX)[number]
const LIBELLES_ACTES: Record<ActeImpartial, string> = {
  avis: 'donner un avis sur',
  instruction: 'instruire',
  decision: 'décider de',
}

/** A tie of a person with an organisation: a mandate held, or an interest declared. Days are ISO; `fin` null: still so. */
export type Appartenance = {
  organisationId: string
  organisation: string
  debut: string
  fin: string | null
  source: 'mandat' | 'interet'
}

/** An object that concerns organisations: the dossier of a porteur, the convention of a bailleur. */
export type ObjetConcernant = { libelle: string; organisationIds: readonly string[] }

/** The rule as the instance sets it. @param mois how long a past tie still bars, in months; 0: only while it lasts */
export type RegleConflit = { mois: number; jour: string }

/**
 * First day of the months that count, as PostgreSQL subtracts them: the day of the month is cut to the length of the month.
 * @param jour ISO @param mois whole, from 0
 */
export function depuisJour({ jour, mois }: RegleConflit): string {
  const [annee = 0, rang = 1, quantieme = 1] = jour.split('-').map(Number)
  const total = annee * 12 + (rang - 1) - mois
  const [a, m] = [Math.floor(total / 12), (total % 12) + 1]
  const dernier = new Date(Date.UTC(a, m, 0)).getUTCDate()
  return `${String(a).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(Math.min(quantieme, dernier)).padStart(2, '0')}`
}

/** The tie counts on that day: begun, and not over for longer than the months of the rule. */
export function compte(appartenance: Pick<Appartenance, 'debut' | 'fin'>, regle: RegleConflit): boolean {
  return appartenance.debut <= regle.jour && (appartenance.fin === null || appartenance.fin >= depuisJour(regle))
}

/** The tie that bars the person from the object, the one that lasts first; null when nothing does. */
export function findConflit(
  appartenances: readonly Appartenance[],
  objet: Pick<ObjetConcernant, 'organisationIds'>,
  regle: RegleConflit,
): Appartenance | null {
  const liens = appartenances.filter((lien) => objet.organisationIds.includes(lien.organisationId) && compte(lien, regle))
  return liens.find((lien) => lien.fin === null || lien.fin >= regle.jour) ?? liens[0] ?? null
}

/** The person may do this act on the object, as far as interests go: her mandate decides of the rest. */
export function isImpartial(
  appartenances: readonly Appartenance[],
  objet: Pick<ObjetConcernant, 'organisationIds'>,
  regle: RegleConflit,
): boolean {
  return findConflit(appartenances, objet, regle) === null
}

/** « Vous ne pouvez pas donner un avis sur le dossier 12 : il concerne l’association X, à laquelle vous appartenez … » */
export function sayConflit(conflit: Appartenance, acte: ActeImpartial, objet: Pick<ObjetConcernant, 'libelle'>, jour: string): string {
  const passe = conflit.fin !== null && conflit.fin < jour
  const lien =
    conflit.source === 'mandat'
      ? passe
        ? `au nom de laquelle vous aviez un mandat jusqu’au ${formatDate(conflit.fin ?? jour)}`
        : 'au nom de laquelle vous avez un mandat'
      : passe
        ? `avec laquelle vous avez déclaré un lien jusqu’au ${formatDate(conflit.fin ?? jour)}`
        : 'avec laquelle vous avez déclaré un lien'
  return `Vous ne pouvez pas ${LIBELLES_ACTES[acte]} ${objet.libelle} : cela concerne ${conflit.organisation}, organisation ${lien}.`
}
