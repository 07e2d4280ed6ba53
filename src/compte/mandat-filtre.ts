/** Which mandates of a list are shown or chosen: by role, kind of organisation, organisation, commune, words. Pure. */
import { ROLES, type Role } from './agent.ts'
import type { MandatComplet } from './mandat.ts'

export type FiltreMandats = {
  role: Role | null
  typeOrganisation: string | null
  organisationId: string | null
  /** INSEE code: mandates whose territory names this commune. */
  commune: string | null
  /** Part of a name of person or organisation. */
  texte: string | null
}

/** What the address of the page asks; a value that is none is left out. */
export function parseFiltre(demande: (nom: string) => string | undefined): FiltreMandats {
  const lu = (nom: string) => {
    const valeur = (demande(nom) ?? '').trim().slice(0, 200)
    return valeur === '' ? null : valeur
  }
  return {
    role: ROLES.find((role) => role === lu('role')) ?? null,
    typeOrganisation: lu('type'),
    organisationId: lu('organisation'),
    commune: lu('commune'),
    texte: lu('qui'),
  }
}

export function isFiltreVide(filtre: FiltreMandats): boolean {
  return Object.values(filtre).every((valeur) => valeur === null)
}

/** The filter as it stands in an address, in the order of its fields. */
export function queryOf(filtre: FiltreMandats): [string, string][] {
  const champs: [string, string | null][] = [
    ['role', filtre.role],
    ['type', filtre.typeOrganisation],
    ['organisation', filtre.organisationId],
    ['commune', filtre.commune],
    ['qui', filtre.texte],
  ]
  return champs.flatMap(([nom, valeur]) => (valeur === null ? [] : [[nom, valeur]]))
}

export function filteredMandats<M extends MandatComplet>(mandats: readonly M[], filtre: FiltreMandats): M[] {
  const mots = filtre.texte === null ? null : sansAccents(filtre.texte)
  return mandats.filter(
    (mandat) =>
      (filtre.role === null || mandat.role === filtre.role) &&
      (filtre.typeOrganisation === null || mandat.typeOrganisation === filtre.typeOrganisation) &&
      (filtre.organisationId === null || mandat.organisationId === filtre.organisationId) &&
      (filtre.commune === null || (mandat.territoire.type === 'communes' && mandat.territoire.codes.includes(filtre.commune))) &&
      (mots === null || sansAccents(`${mandat.personne} ${mandat.organisation}`).includes(mots)),
  )
}

/** What a page chooses in a filtered list. `sauf`: all but those ticked. */
export type ChoixMandats = { portee: string; coches: readonly string[]; retires: readonly string[] }

/** The mandates chosen: the filter, the boxes, what they mean, less those taken out since. */
export function chosenMandats<M extends MandatComplet>(mandats: readonly M[], filtre: FiltreMandats, choix: ChoixMandats): M[] {
  const [coches, retires] = [new Set(choix.coches), new Set(choix.retires)]
  return filteredMandats(mandats, filtre).filter(({ id }) => {
    if (retires.has(id)) return false
    return choix.portee === 'toutes' || (choix.portee === 'sauf' ? !coches.has(id) : coches.has(id))
  })
}

function sansAccents(texte: string): string {
  return texte.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** One page of a list. @param page from 1; beyond the last, the last */
export function pageOf<T>(liste: readonly T[], page: number, taille: number): { page: number; lignes: T[] } {
  const derniere = Math.max(1, Math.ceil(liste.length / taille))
  const numero = Math.min(Math.max(1, Number.isInteger(page) ? page : 1), derniere)
  return { page: numero, lignes: liste.slice((numero - 1) * taille, numero * taille) }
}
