/** The contract itself: types and rules. Pure: no database, clock or framework. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import type { Jalon } from './calendrier.ts'
import type { Prorogation } from './duree.ts'
import type { Signataire } from './signataire.ts'

export const STATUTS_CONTRAT = [
  'preparation',
  'concertation',
  'redaction',
  'validation',
  'signe',
  'en_vigueur',
  'proroge',
  'echu',
  'archive',
] as const
export type StatutContrat = (typeof STATUTS_CONTRAT)[number]

export const LIBELLES_STATUTS: Record<StatutContrat, string> = {
  preparation: 'En préparation',
  concertation: 'En concertation',
  redaction: 'En rédaction',
  validation: 'En validation',
  signe: 'Signé',
  en_vigueur: 'En vigueur',
  proroge: 'Prorogé',
  echu: 'Échu',
  archive: 'Archivé',
}

export const NUMEROTATIONS = ['arabe', 'romain', 'lettre', 'aucune'] as const
export type Numerotation = (typeof NUMEROTATIONS)[number]

/** A level of the tree as this contract names it: Pilier > Axe > Enjeu > Orientation… `rang` from 1, the root. */
export type Niveau = { rang: number; singulier: string; pluriel: string; feminin: boolean; numerotation: Numerotation }

/** A contract as every page of its workspace needs it. Dates are ISO days. */
export type ContratCourant = {
  id: string
  /** Address of its workspace and of its public page: /espace/<adresse>. */
  adresse: string
  titre: string
  generation: string
  generationLibelle: string
  epciSiren: string | null
  epciNom: string
  statut: StatutContrat
  debut: string | null
  fin: string | null
  version: number
  archiveLe: Date | null
  communes: readonly CommuneContrat[]
}

/** A commune of the contract, by its INSEE code. */
export type CommuneContrat = { code: string; nom: string }
/** A field of the fiche as this contract uses it. */
export type ChoixChampContrat = { champ: string; libelle: string; ordre: number; utilise: boolean }
export type Theme = { id: string; libelle: string }
/** A neighbourhood by its name; `parentId` when it is a part of another one. */
export type QuartierNomme = {
  id: string
  parentId: string | null
  nom: string
  commune: string | null
  codeOfficiel: string | null
  description: string | null
}
/** An attached document. `taille` in bytes. */
export type DocumentContrat = {
  id: string
  titre: string
  nomFichier: string
  type: string
  taille: number
  fichierId: string
  public: boolean
  ajouteLe: Date
  archiveLe: Date | null
}

/** The whole contract, for its page, the exports and the publication. Lists are in their order. */
export type ContratComplet = ContratCourant & {
  nomQuartiers: string
  signeLe: string | null
  /** The end that was signed, before any prorogation. */
  finInitiale: string | null
  presentation: string | null
  accroche: string | null
  presentationFalc: string | null
  modifieLe: Date
  statutAvantArchive: StatutContrat | null
  communes: CommuneContrat[]
  prorogations: Prorogation[]
  niveaux: Niveau[]
  champs: ChoixChampContrat[]
  themes: Theme[]
  signataires: Signataire[]
  quartiers: QuartierNomme[]
  jalons: Jalon[]
  /** Those not archived. */
  documents: DocumentContrat[]
}

/** Words that the addresses of Parvis keep for themselves. */
const ADRESSES_RESERVEES = new Set(['nouveau', 'espace', 'compte', 'connexion', 'aide', 'api', 'actifs', 'porteur', 'dev', 'contrats'])

/** An address made of a name and years: « Tours Métropole Val de Loire », 2015, 2020 → « tours-metropole-val-de-loire-2015-2020 ». */
export function proposedAdresse(nom: string, debut: string | null, fin: string | null): string {
  const base = nom
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '')
  const annees = [debut, fin].filter((date) => date !== null).map((date) => date.slice(0, 4))
  return [base === '' ? 'contrat' : base, ...annees].join('-')
}

/** Why an address typed by a person cannot be used; null when it can. */
export function fauteAdresse(adresse: string): string | null {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(adresse))
    return 'L’adresse se compose de lettres sans accent, de chiffres et de tirets, par exemple tours-2015-2020.'
  if (adresse.length > 80) return 'L’adresse compte 80 caractères au plus.'
  return ADRESSES_RESERVEES.has(adresse) ? `« ${adresse} » est un mot réservé de Parvis : choisissez une autre adresse.` : null
}

/**
 * A code that claims to be that of a quartier prioritaire has its form (BR-04); other codes are free.
 * @returns rows at fault, none when the list can be kept
 */
export function fautesQuartiers(quartiers: readonly Pick<QuartierNomme, 'nom' | 'codeOfficiel'>[]): ChampFautif[] {
  return quartiers.flatMap(({ nom, codeOfficiel }, rang) => {
    if (nom === '') return [{ champ: `quartiers.${rang}.nom`, message: `Ligne ${rang + 1} : donnez le nom du quartier.` }]
    if (
      codeOfficiel !== null &&
      /^Q[PN]/.test(codeOfficiel) &&
      !/^(QP(\d{3}|02[AB])\d{3}|QN(\d{3}|02[AB])\d{2}[NMI])$/.test(codeOfficiel)
    ) {
      return [
        {
          champ: `quartiers.${rang}.codeOfficiel`,
          message: `« ${codeOfficiel} » n’est pas un code de quartier prioritaire (QP042001 ou QN03701M).`,
        },
      ]
    }
    return []
  })
}

/** An archived contract is read, not changed. @throws RegleViolee */
export function assertModifiable(contrat: { archiveLe: Date | null }): void {
  if (contrat.archiveLe !== null) throw new RegleViolee('Ce contrat est archivé : restaurez-le avant de le modifier.')
}

/** « 2.1.5 », « II.3 », « B.2 »: one number of a code in the style of its level. @throws RegleViolee out of 1…9999 */
export function formatNumero(numero: number, style: Numerotation): string {
  if (!Number.isInteger(numero) || numero < 1 || numero > 9999) throw new RegleViolee('Un numéro va de 1 à 9999.')
  if (style === 'romain') return toRomain(numero)
  if (style === 'lettre') return toLettres(numero)
  return String(numero)
}

function toRomain(nombre: number): string {
  const valeurs: [number, string][] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let reste = nombre
  let texte = ''
  for (const [valeur, lettres] of valeurs) {
    while (reste >= valeur) {
      texte += lettres
      reste -= valeur
    }
  }
  return texte
}

function toLettres(nombre: number): string {
  let reste = nombre
  let texte = ''
  while (reste > 0) {
    const rang = (reste - 1) % 26
    texte = String.fromCharCode(65 + rang) + texte
    reste = Math.floor((reste - 1) / 26)
  }
  return texte
}
