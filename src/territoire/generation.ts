/** What a generation of quartiers may say of itself, and how its texts are cited. Pure. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import type { Decret, Generation, ObjetDecret } from './quartier.ts'

export const OBJETS_DECRET = ['liste', 'correction', 'methode'] as const satisfies readonly ObjetDecret[]
export const LIBELLES_OBJET_DECRET: Record<ObjetDecret, string> = {
  liste: 'liste des quartiers',
  correction: 'correction de la liste',
  methode: 'méthode de délimitation',
}

/** « décret n° 2023-1314 du 28 décembre 2023 »: the day of signature is the one that is cited; failing that, of publication. */
export function citeDecret({ numero, signeLe, publieLe }: Pick<Decret, 'numero' | 'signeLe' | 'publieLe'>): string {
  const jour = signeLe ?? publieLe
  return `décret n°\u00a0${numero}${jour === null ? '' : ` du ${formatDate(jour)}`}`
}

/** Signature, publication, entry into force: each on its own line of a page, those that are known. */
export function sayDatesDecret({ signeLe, publieLe, enVigueurLe }: Pick<Decret, 'signeLe' | 'publieLe' | 'enVigueurLe'>): string {
  const dites = [
    signeLe === null ? null : `signé le ${formatDate(signeLe)}`,
    publieLe === null ? null : `publié le ${formatDate(publieLe)}`,
    enVigueurLe === null ? null : `en vigueur le ${formatDate(enVigueurLe)}`,
  ].filter((une) => une !== null)
  return dites.length === 0 ? 'dates non connues' : dites.join(', ')
}

/**
 * Counts that texts announce, typed one a line: « metropole : 1362 », « N : 111 », « 37 : 11 ». A key is `total`, `metropole`,
 * `outre-mer`, the last letter of a code, or a département.
 * @throws RegleViolee naming the line
 */
export function parseComptes(texte: string): Record<string, number> | null {
  const comptes: Record<string, number> = {}
  for (const [rang, ligne] of texte.split('\n').entries()) {
    if (ligne.trim() === '') continue
    const trouve = /^\s*(total|m[ée]tropole|outre-mer|[A-Z]|\d{2,3}|2[AB])\s*[:=]\s*([\d\s\u00a0\u202f]{1,12})$/i.exec(ligne)
    const cle = trouve?.[1]
    const nombre = Number((trouve?.[2] ?? '').replace(/\D/g, '') || Number.NaN)
    if (cle === undefined || !Number.isSafeInteger(nombre)) {
      const message = `Ligne ${rang + 1} des nombres annoncés : écrivez « metropole : 1362 », « N : 111 » ou « 37 : 11 ».`
      throw new RegleViolee(message, [{ champ: 'comptes', message }])
    }
    comptes[cleOf(cle)] = nombre
  }
  return Object.keys(comptes).length === 0 ? null : comptes
}

function cleOf(cle: string): string {
  if (/^m/i.test(cle) && cle.length > 1) return 'metropole'
  return cle.length === 1 || /^\d?\d?[AB]?$/i.test(cle) ? cle.toUpperCase() : cle.toLowerCase()
}

/** The same, as it is typed. */
export function sayComptes(comptes: Readonly<Record<string, number>> | null): string {
  return Object.entries(comptes ?? {})
    .map(([cle, nombre]) => `${cle} : ${nombre}`)
    .join('\n')
}

/** @throws RegleViolee when the days of a generation or of one of its texts cannot follow one another */
export function assertJours(dates: { debut?: string; fin?: string | null; signeLe?: string | null; publieLe?: string | null }): void {
  const champs: ChampFautif[] = []
  if (dates.debut !== undefined && dates.fin != null && dates.fin < dates.debut)
    champs.push({ champ: 'fin', message: 'La fin de validité ne peut pas précéder son début.' })
  if (dates.signeLe != null && dates.publieLe != null && dates.publieLe < dates.signeLe)
    champs.push({ champ: 'publieLe', message: 'Un décret est publié le jour de sa signature ou après : vérifiez les deux dates.' })
  if (champs[0] !== undefined) throw new RegleViolee(champs[0].message, champs)
}

/** Metropole or overseas, by département (three figures overseas). */
export function isOutreMer(departement: string): boolean {
  return /^9[78]\d$/.test(departement)
}

/**
 * Counts of codes recomputed (BR-05): in all, metropole and overseas, by last letter when codes end with one, by département.
 * @param quartiers code, and département as its code or its file says
 */
export function countQuartiers(quartiers: readonly { code: string; departement: string | null }[]): Record<string, number> {
  const comptes: Record<string, number> = { total: quartiers.length }
  const add = (cle: string) => {
    comptes[cle] = (comptes[cle] ?? 0) + 1
  }
  for (const { code, departement } of quartiers) {
    if (departement !== null) {
      add(isOutreMer(departement) ? 'outre-mer' : 'metropole')
      add(departement)
    }
    const lettre = /[A-Z]$/.exec(code)?.[0]
    // A letter is a sort of quartier only in metropole lists, which is what the texts count.
    if (lettre !== undefined && (departement === null || !isOutreMer(departement))) add(lettre)
  }
  return comptes
}

/** Counts that are announced and differ from those found. */
export function findEcartsComptes(
  annonces: Readonly<Record<string, number>> | null,
  trouves: Readonly<Record<string, number>>,
): { cle: string; annonce: number; trouve: number }[] {
  const rang = (cle: string) => (ORDRE_COMPTES.includes(cle) ? ORDRE_COMPTES.indexOf(cle) : ORDRE_COMPTES.length)
  return Object.entries(annonces ?? {})
    .map(([cle, annonce]) => ({ cle, annonce, trouve: trouves[cle] ?? 0 }))
    .sort((a, b) => rang(a.cle) - rang(b.cle) || (a.cle < b.cle ? -1 : 1))
}

const ORDRE_COMPTES: readonly string[] = ['total', 'metropole', 'outre-mer', 'N', 'M', 'I']

const LETTRES: Readonly<Record<string, string>> = { N: 'nouveaux (N)', M: 'modifiés (M)', I: 'inchangés (I)' }

/** « nouveaux (N) », « département 37 ». */
export function nameCompte(cle: string): string {
  if (cle === 'total') return 'en tout'
  if (cle === 'metropole') return 'en métropole'
  if (cle === 'outre-mer') return 'en outre-mer'
  return LETTRES[cle] ?? (/^\d|^2[AB]/.test(cle) ? `département ${cle}` : `codes en ${cle}`)
}

/** Département that a code of quartier bears: QP/QN, then three signs (« 037 », « 02A », « 974 »); null for other codes. */
export function departementDuCode(code: string): string | null {
  const trois = /^Q[PN](\d{3}|02[AB])/.exec(code)?.[1]
  if (trois === undefined) return null
  return trois.startsWith('0') ? trois.slice(1) : trois
}

/** The generation that these codes belong to: the one whose grammar they follow most, by counts given by the database. */
export function guessGeneration(
  generations: readonly Generation[],
  suivies: ReadonlyMap<string, number>,
  total: number,
): Generation | null {
  const meilleure = [...generations].sort((a, b) => (suivies.get(b.id) ?? 0) - (suivies.get(a.id) ?? 0))[0]
  return meilleure !== undefined && total > 0 && (suivies.get(meilleure.id) ?? 0) * 2 > total ? meilleure : null
}
