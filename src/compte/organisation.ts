/** An organisation: a body that signs, pays, acts or is heard. Pure. */
import { RegleViolee } from '#platform/errors.ts'

/** What is asked of a kind of organisation beside its name. */
export type NumeroAttendu = 'siret' | 'rna' | 'aucun'
export const LIBELLES_NUMEROS: Record<NumeroAttendu, string> = {
  siret: 'un SIRET',
  rna: 'un SIRET et un RNA',
  aucun: 'aucun numéro',
}

/** Code of `compte.type_organisation`; the list is data. */
export type TypeOrganisation = { code: string; libelle: string; numeroAttendu: NumeroAttendu }

export type Organisation = {
  id: string
  nom: string
  sigle: string | null
  type: string
  typeLibelle: string
  siren: string | null
  siret: string | null
}

/** What is known of it, and edited. Days are ISO. */
export type ChampsOrganisation = Pick<Organisation, 'nom' | 'sigle' | 'type' | 'siren' | 'siret'> & {
  rna: string | null
  /** Register of a court, where there is no RNA (Alsace-Moselle). */
  inscriptionLocale: string | null
  adresse: string | null
  codePostal: string | null
  commune: string | null
  representantNom: string | null
  representantFonction: string | null
  representantDepuis: string | null
  /** Last day of its existence. */
  fermeeLe: string | null
}

export type OrganisationComplete = ChampsOrganisation & {
  id: string
  typeLibelle: string
  numeroAttendu: NumeroAttendu
  version: number
  modifieLe: Date
  archiveLe: Date | null
  /** The organisation into which it was merged. */
  fusionneeDans: string | null
  /** Other names under which documents call it. */
  noms: string[]
}

export const LIBELLES_CHAMPS: Record<keyof ChampsOrganisation, string> = {
  nom: 'Nom',
  sigle: 'Sigle',
  type: 'Nature',
  siren: 'SIREN',
  siret: 'SIRET',
  rna: 'RNA',
  inscriptionLocale: 'Inscription au registre du tribunal',
  adresse: 'Adresse',
  codePostal: 'Code postal',
  commune: 'Commune',
  representantNom: 'Représentant légal',
  representantFonction: 'Fonction du représentant',
  representantDepuis: 'Représentant depuis le',
  fermeeLe: 'Fermée le',
}
export const CHAMPS = Object.keys(LIBELLES_CHAMPS) as (keyof ChampsOrganisation)[]

/** The same fields alone, in their order. */
export function champsOf(organisation: ChampsOrganisation): ChampsOrganisation {
  return Object.fromEntries(CHAMPS.map((champ) => [champ, organisation[champ]])) as ChampsOrganisation
}

/** An organisation that has just its name and kind. */
export function bareOrganisation(nom: string, type: string): ChampsOrganisation {
  return { ...(Object.fromEntries(CHAMPS.map((champ) => [champ, null])) as unknown as ChampsOrganisation), nom, type }
}

/**
 * What the fields say together. @param jour ISO day of today
 * @throws RegleViolee on the field at fault
 */
export function givenOrganisation(champs: ChampsOrganisation, jour: string): ChampsOrganisation {
  if (champs.representantNom === null && (champs.representantFonction !== null || champs.representantDepuis !== null)) {
    fautif('representantNom', 'Tapez le nom du représentant légal, ou videz sa fonction et sa date.')
  }
  if (champs.representantDepuis !== null && champs.representantDepuis > jour) {
    fautif('representantDepuis', 'Cette date est à venir : tapez le jour de l’élection ou de la nomination.')
  }
  if (champs.siret !== null && champs.siren !== champs.siret.slice(0, 9)) {
    fautif('siret', 'Le SIRET commence par le SIREN : corrigez l’un des deux.')
  }
  if (champs.adresse !== null && champs.codePostal === null) fautif('codePostal', 'Tapez le code postal de cette adresse.')
  return champs
}

/** Fields that two states do not say alike. */
export function changedChamps(avant: ChampsOrganisation, apres: ChampsOrganisation): (keyof ChampsOrganisation)[] {
  return CHAMPS.filter((champ) => avant[champ] !== apres[champ])
}

export const PROBLEMES = ['sans_siret', 'sans_rna', 'document_expire', 'doublon'] as const
export type Probleme = (typeof PROBLEMES)[number]
export const LIBELLES_PROBLEMES: Record<Probleme, string> = {
  sans_siret: 'sans SIRET',
  sans_rna: 'sans RNA',
  document_expire: 'document expiré',
  doublon: 'doublon possible',
}

function fautif(champ: keyof ChampsOrganisation, message: string): never {
  throw new RegleViolee(message, [{ champ, message }])
}
