/**
 * What the public « Recherche d’entreprises » service says of a body, and which fields it fills. Pure.
 * Source: https://recherche-entreprises.api.gouv.fr (DINUM; répertoires Sirene and RNA).
 */
import { z } from 'zod'
import type { ChampsOrganisation } from './organisation.ts'
import { isRna } from './rna.ts'
import { isSiren, isSiret } from './siret.ts'

/** A text that may be missing; a protected value is « [NON-DIFFUSIBLE] ». */
const texte = z
  .string()
  .nullish()
  .transform((valeur) => {
    const propre = valeur?.replace(/\s+/gu, ' ').trim() ?? ''
    return propre === '' || propre.includes('NON-DIFFUSIBLE') ? null : propre.slice(0, 300)
  })

const etablissement = z.object({
  siret: texte,
  adresse: texte,
  code_postal: texte,
  libelle_commune: texte,
  etat_administratif: texte,
  date_fermeture: texte,
})

/** The part of a reply that is read; the rest is passed over, and the lists are cut. */
export const formeReponse = z.object({
  results: z
    .array(
      z.object({
        siren: z.string(),
        nom_complet: texte,
        nom_raison_sociale: texte,
        sigle: texte,
        nature_juridique: texte,
        etat_administratif: texte,
        date_fermeture: texte,
        siege: etablissement.nullish(),
        matching_etablissements: z.array(etablissement).nullish(),
        complements: z.object({ identifiant_association: texte }).nullish(),
      }),
    )
    .max(25),
  total_results: z.number().nullish(),
})
type Resultat = z.infer<typeof formeReponse>['results'][number]

/** A body found, in our fields: what the service does not say is null. */
export type Proposition = Pick<
  ChampsOrganisation,
  'nom' | 'sigle' | 'siren' | 'siret' | 'rna' | 'adresse' | 'codePostal' | 'commune' | 'fermeeLe'
> & {
  /** Code of our kinds, when the legal category says one for sure. */
  type: string | null
  enActivite: boolean
}
export type Recherche = { propositions: Proposition[]; total: number }

/** The fields that a proposal can fill. */
export const CHAMPS_PROPOSES = ['nom', 'sigle', 'type', 'siret', 'rna', 'adresse', 'codePostal', 'commune', 'fermeeLe'] as const
export type ChampPropose = (typeof CHAMPS_PROPOSES)[number]

/** What is asked of the service: a number without spaces, or a name of three signs at least; null when there is too little. */
export function requeteOf(saisie: string): string | null {
  const propre = saisie.replace(/\s+/gu, ' ').trim().slice(0, 200)
  const serre = propre.replace(/[\s.-]/g, '')
  if (/^\d{9}$|^\d{14}$/.test(serre) || isRna(serre.toUpperCase())) return serre.toUpperCase()
  return propre.length < 3 ? null : propre
}

/**
 * Proposals from a reply. When a SIRET was asked, the establishment is that one, not the head office.
 * @param requete as `requeteOf` gave it
 */
export function propositionsOf(reponse: z.infer<typeof formeReponse>, requete: string): Recherche {
  const propositions = reponse.results.filter(({ siren }) => isSiren(siren)).map((resultat) => propositionOf(resultat, requete))
  return { propositions, total: Math.max(reponse.total_results ?? 0, propositions.length) }
}

function propositionOf(resultat: Resultat, requete: string): Proposition {
  const demande = /^\d{14}$/.test(requete) ? resultat.matching_etablissements?.find(({ siret }) => siret === requete) : undefined
  const lieu = demande ?? resultat.siege ?? null
  const rna = resultat.complements?.identifiant_association?.toUpperCase() ?? null
  const fermeeLe = lieu?.date_fermeture ?? resultat.date_fermeture
  return {
    nom: caseOf(resultat.nom_raison_sociale ?? resultat.nom_complet?.replace(/\s*\([^()]*\)\s*$/, '') ?? resultat.siren),
    sigle: resultat.sigle === null ? null : resultat.sigle.slice(0, 40),
    type: typeOf(resultat.nature_juridique, rna),
    siren: resultat.siren,
    siret: lieu?.siret != null && isSiret(lieu.siret) && lieu.siret.startsWith(resultat.siren) ? lieu.siret : null,
    rna: rna !== null && isRna(rna) ? rna : null,
    adresse: streetOf(lieu),
    codePostal: lieu?.code_postal != null && /^\d{5}$/.test(lieu.code_postal) ? lieu.code_postal : null,
    commune: lieu?.libelle_commune == null ? null : caseOf(lieu.libelle_commune).slice(0, 100),
    fermeeLe: fermeeLe != null && /^\d{4}-\d{2}-\d{2}$/.test(fermeeLe) ? fermeeLe : null,
    enActivite: (lieu?.etat_administratif ?? resultat.etat_administratif) !== 'F' && resultat.etat_administratif !== 'C',
  }
}

/** The whole address ends with the postal code and the town, which have their own fields. */
function streetOf(lieu: z.infer<typeof etablissement> | null): string | null {
  if (lieu?.adresse == null) return null
  const rang = lieu.code_postal == null ? -1 : lieu.adresse.lastIndexOf(lieu.code_postal)
  const rue = (rang < 0 ? lieu.adresse : lieu.adresse.slice(0, rang)).trim()
  return rue === '' ? null : caseOf(rue)
}

/** Our kind for a legal category of Insee (four digits); null when the category tells nothing sure. */
function typeOf(nature: string | null, rna: string | null): string | null {
  if (nature === null) return rna === null ? null : 'association'
  if (/^92[2-6]/.test(nature)) return 'association'
  if (nature === '7210') return 'commune'
  if (nature === '7220') return 'departement'
  if (nature === '7230') return 'region'
  if (/^734[3-8]$|^734[14]$/.test(nature)) return 'epci'
  if (/^71/.test(nature)) return 'etat'
  if (nature === '7312' || nature === '7313' || /^73[68]/.test(nature)) return 'etablissement'
  if (nature === '4140' || nature === '5546' || nature === '5646') return 'bailleur'
  return null
}

/** Capitals of the register to a name that can be read: only when the whole is in capitals. Sigles of four letters at most stay. */
function caseOf(valeur: string): string {
  if (valeur !== valeur.toUpperCase() || !/\p{Lu}{2}/u.test(valeur)) return valeur
  const petits = new Set(['de', 'du', 'des', 'la', 'le', 'les', 'et', 'a', 'au', 'aux', 'en', 'sur', 'sous', 'pour', 'par', 'l', 'd'])
  const mots = valeur.toLowerCase().split(/(?<=[\s'’-])|(?=[\s'’-])/u)
  return mots
    .map((mot, rang) => (rang > 0 && petits.has(mot) ? mot : mot.replace(/^\p{L}/u, (lettre) => lettre.toUpperCase())))
    .join('')
    .replaceAll("'", '’')
}

/** What was typed, completed: nothing typed is replaced. */
export type Completion = {
  valeurs: Record<string, string>
  /** Empty fields that the proposal filled. */
  repris: ChampPropose[]
  /** Fields on which it says something else: a person chooses. */
  autres: Partial<Record<ChampPropose, string>>
}

/** Fills the empty fields of a form from a proposal, and says where it differs. */
export function completed(valeurs: Readonly<Record<string, string>>, proposition: Proposition): Completion {
  const dit: Record<ChampPropose, string | null> = { ...proposition, siret: proposition.siret ?? proposition.siren }
  const completion: Completion = { valeurs: { ...valeurs }, repris: [], autres: {} }
  for (const champ of CHAMPS_PROPOSES) {
    const propose = dit[champ]
    if (propose === null || propose === '') continue
    const tape = valeurs[champ]?.trim() ?? ''
    if (tape === '') {
      completion.valeurs[champ] = propose
      completion.repris.push(champ)
    } else if (compact(tape) !== compact(propose)) completion.autres[champ] = propose
  }
  return completion
}

/** The same value written otherwise is no difference. */
function compact(texte: string): string {
  return texte
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s.’'-]/g, '')
    .toLowerCase()
}
