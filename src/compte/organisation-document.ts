/** A document of an organisation and the days on which it is worth something. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'

/** A kind of document: data. `dureeMois` null: until it is replaced. */
export type NatureDocument = { code: string; libelle: string; dureeMois: number | null; aide: string | null }

export type DocumentOrganisation = {
  id: string
  organisationId: string
  nature: string
  natureLibelle: string
  titre: string | null
  nomFichier: string
  type: string
  /** Bytes. */
  taille: number
  fichierId: string
  /** ISO days, both included. */
  valableDu: string
  valableJusqu: string | null
  ajouteLe: Date
  archiveLe: Date | null
}
export type Validite = Pick<DocumentOrganisation, 'valableDu' | 'valableJusqu'>

export type EtatDocument = 'a_venir' | 'valable' | 'bientot' | 'expire'
export const LIBELLES_ETATS_DOCUMENT: Record<EtatDocument, string> = {
  a_venir: 'à venir',
  valable: 'valable',
  bientot: 'bientôt expiré',
  expire: 'expiré',
}

/** @param jour ISO day of today @param preavisJours days before the end from which one is told */
export function etatDocument({ valableDu, valableJusqu }: Validite, jour: string, preavisJours: number): EtatDocument {
  if (valableJusqu !== null && valableJusqu < jour) return 'expire'
  if (valableDu > jour) return 'a_venir'
  if (valableJusqu !== null && valableJusqu <= addJours(jour, preavisJours)) return 'bientot'
  return 'valable'
}

/** Last valid day of a document of this kind that begins that day: twelve months from 15 January end on 14 January. */
export function finUsuelle(valableDu: string, dureeMois: number | null): string | null {
  if (dureeMois === null) return null
  const [annee = 0, mois = 1, jour = 1] = valableDu.split('-').map(Number)
  // A month that has not that day ends the eve of the next month's first.
  const dernier = new Date(Date.UTC(annee, mois - 1 + dureeMois + 1, 0, 12)).getUTCDate()
  return addJours(
    new Date(Date.UTC(annee, mois - 1 + dureeMois, Math.min(jour, dernier), 12)).toISOString().slice(0, 10),
    jour > dernier ? 0 : -1,
  )
}

/** @throws RegleViolee when it ends before it begins */
export function givenValidite<V extends Validite>(validite: V): V {
  if (validite.valableJusqu !== null && validite.valableJusqu < validite.valableDu) {
    const message = 'La fin de validité précède son début : corrigez l’une des deux dates.'
    throw new RegleViolee(message, [{ champ: 'valableJusqu', message }])
  }
  return validite
}

/** « du 1er mars 2026 au 28 février 2027 », « depuis le 1er mars 2026, jusqu’à son remplacement ». */
export function sayValidite({ valableDu, valableJusqu }: Validite): string {
  return valableJusqu === null
    ? `depuis le ${formatDate(valableDu)}, jusqu’à son remplacement`
    : `du ${formatDate(valableDu)} au ${formatDate(valableJusqu)}`
}

function addJours(jour: string, nombre: number): string {
  return new Date(Date.parse(`${jour}T12:00:00Z`) + nombre * 86_400_000).toISOString().slice(0, 10)
}
