/** Two organisations become one, field by field, and can become two again. Pure. */

import { CHAMPS, type ChampsOrganisation } from './organisation.ts'
import { cleNom } from './organisation-cle.ts'

/** Fields chosen together: half an address, or the name of one with the function of the other, would be invented. */
export const GROUPES_FUSION = {
  nom: { libelle: 'Nom', champs: ['nom'] },
  sigle: { libelle: 'Sigle', champs: ['sigle'] },
  type: { libelle: 'Nature', champs: ['type'] },
  numeros: { libelle: 'SIRET ou SIREN', champs: ['siren', 'siret'] },
  rna: { libelle: 'RNA', champs: ['rna'] },
  inscription: { libelle: 'Inscription au registre du tribunal', champs: ['inscriptionLocale'] },
  adresse: { libelle: 'Adresse', champs: ['adresse', 'codePostal', 'commune'] },
  representant: { libelle: 'Représentant légal', champs: ['representantNom', 'representantFonction', 'representantDepuis'] },
  fermeture: { libelle: 'Fermeture', champs: ['fermeeLe'] },
} as const satisfies Record<string, { libelle: string; champs: readonly (keyof ChampsOrganisation)[] }>

export type GroupeFusion = keyof typeof GROUPES_FUSION
export const NOMS_GROUPES = Object.keys(GROUPES_FUSION) as GroupeFusion[]
export type Cote = 'garde' | 'absorbe'
export type ChoixFusion = Partial<Record<GroupeFusion, Cote>>

/** Groups on which the two differ: only those are asked. */
export function differingGroupes(garde: ChampsOrganisation, absorbe: ChampsOrganisation): GroupeFusion[] {
  return NOMS_GROUPES.filter((groupe) => GROUPES_FUSION[groupe].champs.some((champ) => garde[champ] !== absorbe[champ]))
}

/** What the survivor has is kept, what it has not is taken from the other. */
export function proposedChoix(garde: ChampsOrganisation, absorbe: ChampsOrganisation): ChoixFusion {
  const vide = (cote: ChampsOrganisation, groupe: GroupeFusion) => GROUPES_FUSION[groupe].champs.every((champ) => cote[champ] === null)
  return Object.fromEntries(
    differingGroupes(garde, absorbe).map((groupe) => [groupe, vide(garde, groupe) && !vide(absorbe, groupe) ? 'absorbe' : 'garde']),
  )
}

/** The survivor as chosen; what is not chosen is proposed. */
export function mergedChamps(garde: ChampsOrganisation, absorbe: ChampsOrganisation, choix: ChoixFusion): ChampsOrganisation {
  const complet = { ...proposedChoix(garde, absorbe), ...choix }
  const resultat: Record<string, string | null> = {}
  for (const groupe of NOMS_GROUPES) {
    const source = complet[groupe] === 'absorbe' ? absorbe : garde
    for (const champ of GROUPES_FUSION[groupe].champs) resultat[champ] = source[champ]
  }
  return resultat as unknown as ChampsOrganisation
}

type Nommee = { nom: string; noms: readonly string[] }

/** Names to add to the survivor's variants: those of both that it does not bear already. */
export function nomsAjoutes(garde: Nommee, absorbe: Nommee, nomGarde: string): string[] {
  const portes = new Set([nomGarde, ...garde.noms])
  return [...new Set([garde.nom, absorbe.nom, ...absorbe.noms])].filter((nom) => cleNom(nom) !== '' && !portes.has(nom))
}

/** Rows that point at an organisation: which, in whose words, on which contracts. */
export type ReferenceOrganisation = { table: string; colonne: string; un: string; plusieurs: string; ids: string[]; contrats: string[] }
/** What a mandate said before and after it was folded. */
export type MandatAvant = { id: string; debut: string; fin: string | null; retireLe: string | null }
/** All that undoing needs. */
export type AvantFusion = {
  garde: ChampsOrganisation
  absorbe: ChampsOrganisation
  nomsAjoutes: string[]
  /** Moved from the absorbed; those the survivor had already. */
  references: ReferenceOrganisation[]
  referencesGarde: ReferenceOrganisation[]
  mandats: { avant: MandatAvant; apres: MandatAvant }[]
}

/**
 * The survivor when a merge is undone: as it was, save what someone has changed since, which stays and is listed.
 * @param avant before the merge @param apres just after it @param actuel now
 */
export function restoredChamps(
  avant: ChampsOrganisation,
  apres: ChampsOrganisation,
  actuel: ChampsOrganisation,
): { champs: ChampsOrganisation; gardes: (keyof ChampsOrganisation)[] } {
  const gardes = CHAMPS.filter((champ) => actuel[champ] !== apres[champ])
  // A number goes with its other half.
  if (gardes.includes('siret') !== gardes.includes('siren')) gardes.push(gardes.includes('siret') ? 'siren' : 'siret')
  const champs = Object.fromEntries(CHAMPS.map((champ) => [champ, gardes.includes(champ) ? actuel[champ] : avant[champ]]))
  return { champs: champs as unknown as ChampsOrganisation, gardes }
}

/** A mandate not withdrawn, of one of the two. Days are ISO, `fin` the last in force. */
export type MandatAReunir = {
  id: string
  personneId: string
  /** Role, contract, territory and suppléance, in one text: what makes it the same mandate besides person and organisation. */
  cle: string
  debut: string
  fin: string | null
  cote: Cote
  /** Something hangs from it: a delegation, a suppléance, an absence. */
  porte: boolean
}
export type MandatReuni = { garde: { id: string; debut: string; fin: string | null }; retires: string[] }

/**
 * Mandates that one person would hold twice: one is kept over the days of all, which overlap, so that no right is gained or
 * lost; the others are withdrawn. The one that bears something is kept, else the survivor's, else the oldest.
 * @returns the folds, and the groups where two bear something: they are to be settled by hand
 */
export function foldMandats(mandats: readonly MandatAReunir[]): { reunis: MandatReuni[]; bloques: string[][] } {
  const reunis: MandatReuni[] = []
  const bloques: string[][] = []
  for (const semblables of Map.groupBy(mandats, ({ personneId, cle }) => `${personneId} ${cle}`).values()) {
    for (const suite of overlapping(semblables)) {
      const [premier, ...autres] = suite.toSorted(byPreference)
      if (premier === undefined || autres.length === 0) continue
      if (autres.some(({ porte }) => porte)) bloques.push(suite.map(({ id }) => id))
      else {
        const debut = suite.map((mandat) => mandat.debut).reduce((x, y) => (x < y ? x : y))
        const fin = suite.map((mandat) => mandat.fin).reduce((x, y) => (x === null || y === null ? null : x > y ? x : y))
        reunis.push({ garde: { id: premier.id, debut, fin }, retires: autres.map(({ id }) => id) })
      }
    }
  }
  return { reunis, bloques }
}

/** Groups of mandates whose days overlap, one after the other. */
function overlapping(mandats: readonly MandatAReunir[]): MandatAReunir[][] {
  const suites: { fin: string | null; mandats: MandatAReunir[] }[] = []
  for (const mandat of mandats.toSorted((x, y) => (x.debut < y.debut ? -1 : x.debut > y.debut ? 1 : 0))) {
    const suite = suites.at(-1)
    if (suite !== undefined && (suite.fin === null || mandat.debut <= suite.fin)) {
      suite.mandats.push(mandat)
      if (suite.fin !== null && (mandat.fin === null || mandat.fin > suite.fin)) suite.fin = mandat.fin
    } else suites.push({ fin: mandat.fin, mandats: [mandat] })
  }
  return suites.map((suite) => suite.mandats)
}

function byPreference(x: MandatAReunir, y: MandatAReunir): number {
  if (x.porte !== y.porte) return x.porte ? -1 : 1
  if (x.cote !== y.cote) return x.cote === 'garde' ? -1 : 1
  return x.debut < y.debut ? -1 : x.debut > y.debut ? 1 : x.id < y.id ? -1 : 1
}
