/** Templates to start a contract from. Plain data: a new one is a row here, not a branch in the code. */

import type { Jalon } from './calendrier.ts'
import type { Niveau } from './contrat.ts'
import { ajouteJours, ajouteMois, type PrecisionJalon } from './dates.ts'
import type { RoleSignataire } from './signataire.ts'

/** A first node of the tree, proposed: the capability of the tree creates it. */
export type NoeudPropose = { intitule: string; enfants?: readonly NoeudPropose[] }
/** A field of the fiche, by its key, with the label that this contract gives it; in the order of the fiche. */
export type ChampPropose = { champ: string; libelle: string }
/** Who is expected to sign: the State, the pilot EPCI, each commune, or a named body. BR-08 is these rows. */
export type PartiePropose = {
  qui: 'etat' | 'epci' | 'chaque_commune' | 'departement' | 'autre'
  organisation?: string
  precisionRole: string | null
  role: RoleSignataire
}
/** A phase proposed, in months from the first day of the contract (negative: before it); `a` included, 'fin': to the end. */
export type JalonPropose = { libelle: string; detail: string | null; de: number; a: number | 'fin' | null; precision: PrecisionJalon }

export type Modele = {
  code: string
  libelle: string
  description: string
  generation: string
  /** From the root. */
  niveaux: readonly Omit<Niveau, 'rang'>[]
  champs: readonly ChampPropose[]
  themes: readonly string[]
  noeuds: readonly NoeudPropose[]
  parties: readonly PartiePropose[]
  jalons: readonly JalonPropose[]
}

const niveau = (singulier: string, pluriel: string, genre: 'f' | 'm' = 'm', numerotation: Niveau['numerotation'] = 'arabe') => ({
  singulier,
  pluriel,
  feminin: genre === 'f',
  numerotation,
})

const CHAMPS_2015: readonly ChampPropose[] = [
  { champ: 'enjeu', libelle: 'Enjeu' },
  { champ: 'contexte', libelle: 'Contexte' },
  { champ: 'objectifs', libelle: 'Objectifs et dynamiques' },
  { champ: 'realisations', libelle: 'Réalisations attendues' },
  { champ: 'effets', libelle: 'Effets attendus' },
  { champ: 'echelleTerritoriale', libelle: 'Échelle territoriale' },
  { champ: 'publics', libelle: 'Publics' },
  { champ: 'animateur', libelle: 'Animateur' },
  { champ: 'partenaires', libelle: 'Partenaires mobilisables' },
  { champ: 'dispositifs', libelle: 'Dispositifs mobilisables' },
  { champ: 'financements', libelle: 'Financements mobilisables' },
  { champ: 'calendrier', libelle: 'Calendrier' },
  { champ: 'indicateursRealisation', libelle: 'Indicateurs de réalisation' },
  { champ: 'indicateursEffets', libelle: 'Indicateurs d’effets' },
  { champ: 'liens', libelle: 'Liens avec d’autres fiches' },
]

const CHAMPS_2030: readonly ChampPropose[] = [
  { champ: 'enjeu', libelle: 'Enjeu' },
  { champ: 'contexte', libelle: 'Constats partagés' },
  { champ: 'objectifs', libelle: 'Objectifs' },
  { champ: 'realisations', libelle: 'Actions prévues' },
  { champ: 'effets', libelle: 'Changements attendus' },
  { champ: 'publics', libelle: 'Publics' },
  { champ: 'echelleTerritoriale', libelle: 'Quartiers et communes' },
  { champ: 'animateur', libelle: 'Pilote' },
  { champ: 'partenaires', libelle: 'Partenaires, dont habitants' },
  { champ: 'dispositifs', libelle: 'Dispositifs' },
  { champ: 'moyens', libelle: 'Moyens de droit commun' },
  { champ: 'financements', libelle: 'Financements' },
  { champ: 'calendrier', libelle: 'Calendrier' },
  { champ: 'indicateursRealisation', libelle: 'Indicateurs de réalisation' },
  { champ: 'indicateursEffets', libelle: 'Indicateurs de résultat' },
  { champ: 'suivi', libelle: 'Suivi et évaluation' },
  { champ: 'liens', libelle: 'Liens avec d’autres fiches' },
]

const CHAMPS_CUCS: readonly ChampPropose[] = [
  { champ: 'contexte', libelle: 'Contexte' },
  { champ: 'objectifs', libelle: 'Objectifs' },
  { champ: 'realisations', libelle: 'Détail de l’action' },
  { champ: 'publics', libelle: 'Population bénéficiaire' },
  { champ: 'echelleTerritoriale', libelle: 'Territoire' },
  { champ: 'animateur', libelle: 'Porteur' },
  { champ: 'partenaires', libelle: 'Partenaires' },
  { champ: 'moyens', libelle: 'Moyens' },
  { champ: 'financements', libelle: 'Financement' },
  { champ: 'calendrier', libelle: 'Calendrier' },
  { champ: 'indicateursRealisation', libelle: 'Indicateurs' },
  { champ: 'suivi', libelle: 'Évaluation' },
]

const THEMES = ['Jeunesse', 'Égalité entre les femmes et les hommes', 'Lutte contre les discriminations'] as const

const PARTIES: readonly PartiePropose[] = [
  { qui: 'etat', precisionRole: null, role: 'obligatoire' },
  { qui: 'epci', precisionRole: null, role: 'pilote' },
  { qui: 'chaque_commune', precisionRole: null, role: 'obligatoire' },
  { qui: 'departement', precisionRole: null, role: 'facultatif' },
  { qui: 'autre', organisation: 'Conseil régional', precisionRole: null, role: 'facultatif' },
  { qui: 'autre', organisation: 'Caisse d’allocations familiales', precisionRole: null, role: 'facultatif' },
]

const JALONS: readonly JalonPropose[] = [
  { libelle: 'Élaboration et signature', detail: null, de: -9, a: -1, precision: 'mois' },
  { libelle: 'Programmation annuelle', detail: 'Un appel à projets par an', de: 0, a: 'fin', precision: 'annee' },
  { libelle: 'Évaluation à mi-parcours', detail: null, de: 32, a: 38, precision: 'mois' },
  { libelle: 'Gestion urbaine de proximité', detail: null, de: 0, a: 'fin', precision: 'au_fil_de_leau' },
  { libelle: 'Évaluation finale', detail: null, de: 62, a: 71, precision: 'mois' },
]

const PILIERS: readonly NoeudPropose[] = [
  { intitule: 'Cohésion sociale' },
  { intitule: 'Cadre de vie et renouvellement urbain' },
  { intitule: 'Développement de l’activité économique et de l’emploi' },
]

export const MODELES: readonly Modele[] = [
  {
    code: 'priorites-2030',
    libelle: 'Engagements Quartiers 2030, priorités libres',
    description: 'Quelques enjeux locaux, déclinés en orientations puis en objectifs opérationnels. Aucun pilier national.',
    generation: 'engagements-quartiers-2030',
    niveaux: [
      niveau('Enjeu', 'Enjeux'),
      niveau('Orientation', 'Orientations', 'f'),
      niveau('Objectif opérationnel', 'Objectifs opérationnels'),
    ],
    champs: CHAMPS_2030,
    themes: [...THEMES, 'Transition écologique'],
    noeuds: [],
    parties: PARTIES,
    jalons: JALONS,
  },
  {
    code: 'trois-piliers-2015',
    libelle: 'Contrat de ville 2015, trois piliers',
    description: 'Les trois piliers nationaux de 2015, déclinés en axes puis en objectifs.',
    generation: 'contrat-de-ville-2015',
    niveaux: [niveau('Pilier', 'Piliers'), niveau('Axe', 'Axes'), niveau('Objectif', 'Objectifs')],
    champs: CHAMPS_2015,
    themes: THEMES,
    noeuds: PILIERS,
    parties: PARTIES,
    jalons: JALONS,
  },
  {
    code: 'quatre-piliers-2015',
    libelle: 'Contrat de ville 2015, quatre piliers',
    description: 'Les trois piliers nationaux et un quatrième, souvent ajouté : les valeurs de la République et la citoyenneté.',
    generation: 'contrat-de-ville-2015',
    niveaux: [niveau('Pilier', 'Piliers'), niveau('Axe', 'Axes'), niveau('Enjeu', 'Enjeux'), niveau('Orientation', 'Orientations', 'f')],
    champs: CHAMPS_2015,
    themes: THEMES,
    noeuds: [...PILIERS, { intitule: 'Valeurs de la République et citoyenneté' }],
    parties: PARTIES,
    jalons: JALONS,
  },
  {
    code: 'cucs-cinq-themes',
    libelle: 'Contrat urbain de cohésion sociale, cinq thèmes',
    description: 'Les cinq champs d’intervention des CUCS, pour reprendre un contrat signé à partir de 2007 et son bilan.',
    generation: 'cucs',
    niveaux: [niveau('Thème', 'Thèmes'), niveau('Objectif', 'Objectifs')],
    champs: CHAMPS_CUCS,
    themes: ['Lutte contre les discriminations', 'Égalité entre les femmes et les hommes'],
    noeuds: [
      { intitule: 'Accès à l’emploi et développement économique' },
      { intitule: 'Habitat et cadre de vie' },
      { intitule: 'Réussite éducative' },
      { intitule: 'Citoyenneté et prévention de la délinquance' },
      { intitule: 'Accès à la santé' },
    ],
    parties: [
      { qui: 'etat', precisionRole: null, role: 'obligatoire' },
      { qui: 'chaque_commune', precisionRole: null, role: 'obligatoire' },
      { qui: 'epci', precisionRole: null, role: 'obligatoire' },
      { qui: 'departement', precisionRole: null, role: 'facultatif' },
    ],
    jalons: [
      { libelle: 'Programmation annuelle', detail: null, de: 0, a: 'fin', precision: 'annee' },
      { libelle: 'Bilan', detail: null, de: 27, a: 35, precision: 'mois' },
    ],
  },
  {
    code: 'vide',
    libelle: 'Contrat vide',
    description: 'Un seul niveau, tous les champs de la fiche, rien d’autre : à composer soi-même ou à remplir par import.',
    generation: 'autre',
    niveaux: [niveau('Axe', 'Axes')],
    champs: [],
    themes: [],
    noeuds: [],
    parties: [],
    jalons: [],
  },
]

/** The template of this code, or null. */
export function findModele(code: string): Modele | null {
  return MODELES.find((modele) => modele.code === code) ?? null
}

/** The parties that the template expects, by name. @param departement name of the first one of the EPCI */
export function proposedParties(
  modele: Modele,
  lieu: { epci: string; communes: readonly string[]; departement: string | null },
): { organisation: string; precisionRole: string | null; role: RoleSignataire }[] {
  const entre = lieu.departement === null ? '' : ` (${lieu.departement})`
  return modele.parties.flatMap(({ qui, organisation = '', precisionRole, role }) => {
    const noms = {
      etat: [`État, préfecture${entre}`],
      epci: [lieu.epci],
      chaque_commune: lieu.communes.map((commune) => `Ville ${deCommune(commune)}`),
      departement: lieu.departement === null ? [] : [`Conseil départemental${entre}`],
      autre: [organisation],
    }
    return noms[qui].map((nom) => ({ organisation: nom, precisionRole, role }))
  })
}

/** « de Tours », « d’Auray », « du Mans », « des Mureaux », « de La Riche ». */
export function deCommune(nom: string): string {
  if (nom.startsWith('Le ')) return `du ${nom.slice(3)}`
  if (nom.startsWith('Les ')) return `des ${nom.slice(4)}`
  return /^[aeiouyàâéèêëîïôöùûüœæ]/i.test(nom) ? `d’${nom}` : `de ${nom}`
}

/** The phases that the template proposes for these dates; none without a start. */
export function proposedJalons(modele: Modele, { debut, fin }: { debut: string | null; fin: string | null }): Omit<Jalon, 'id'>[] {
  if (debut === null) return []
  return modele.jalons.flatMap(({ libelle, detail, de, a, precision }) => {
    const premier = ajouteMois(debut, de)
    const dernier = a === 'fin' ? fin : a === null ? null : ajouteJours(ajouteMois(debut, a + 1), -1)
    if (fin !== null && premier > fin) return []
    return { libelle, detail, debut: coupe(premier, precision), fin: dernier === null ? null : coupe(dernier, precision), precision }
  })
}

function coupe(jour: string, precision: PrecisionJalon): string {
  if (precision === 'jour') return jour
  if (precision === 'mois') return jour.slice(0, 7)
  if (precision === 'trimestre') return `${jour.slice(0, 4)}-T${Math.ceil(Number(jour.slice(5, 7)) / 3)}`
  return jour.slice(0, 4)
}
