/** What a person asks of a file of beneficiaries, as it was typed. Pure. */
import { z } from 'zod'
import { RegleViolee } from '#platform/errors.ts'
import { type Bandes, parseBandesAge } from './lot-age.ts'
import type { ColonnesDites } from './lot-colonnes.ts'
import { PROJECTIONS, toWgs84 } from './projection.ts'

export const SORTIES = ['zip', 'comptes'] as const
export type SortieDemandee = (typeof SORTIES)[number]

export type DemandeDeLot = {
  sortie: SortieDemandee
  jour: string
  colonnes: ColonnesDites
  bandesAge: Bandes
  toWgs84: ((x: number, y: number) => readonly [number, number]) | null
}

const Jour = z.iso.date()
const GROUPES_MAX = 5

/** @throws RegleViolee naming the field */
export function parseDemandeLot(dit: (champ: string) => string, defauts: { jour: string; bandesAge: string }): DemandeDeLot {
  const jour = dit('jour') || defauts.jour
  if (!Jour.safeParse(jour).success) throw faute('jour', 'Date : tapez une date, par exemple 01/03/2026.')
  const groupes = dit('groupes')
    .split(/[;\n]+/)
    .map((nom) => nom.trim())
    .filter((nom) => nom !== '')
  if (groupes.length > GROUPES_MAX) throw faute('groupes', `Compter par : ${GROUPES_MAX} colonnes au plus.`)
  const epsg = dit('projection') === '' ? 4326 : Number(dit('projection'))
  const projection = PROJECTIONS.find((une) => une.epsg === epsg)
  if (projection === undefined) throw faute('projection', 'Système de coordonnées : choisissez-en un dans la liste.')
  return {
    sortie: SORTIES.find((une) => une === dit('sortie')) ?? 'zip',
    jour,
    colonnes: { lon: dit('lon').trim(), lat: dit('lat').trim(), adresse: dit('adresse').trim(), age: dit('age').trim(), groupes },
    bandesAge: parseBandesAge(dit('bandes').trim() || defauts.bandesAge),
    toWgs84: projection.geographique ? null : (x, y) => toWgs84(epsg, x, y),
  }
}

function faute(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
