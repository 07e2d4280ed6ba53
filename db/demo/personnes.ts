/** People of the story. Every person is invented. */
import type { Role } from '#compte/index.ts'

export type PersonaEcrite = {
  prenom: string
  nom: string
  courriel: string
  fonction: string
  presentation: string
  mandats: MandatEcrit[]
  /** Organisation for which she runs the machine. */
  administre?: string
}

export type MandatEcrit = {
  contrat: string
  organisation: string
  role: Role
  commune?: string
  /** Address of the titulaire for whom the person acts on the days of her absences. */
  supplee?: string
  /** Days away, from today. */
  absente?: readonly [number, number]
  depuis?: string
}

/** Signatures lent: `courriel role` of who lends and of who signs. */
export const DELEGATIONS = [
  {
    contrat: 'tours-2015',
    de: 'helene.garnier@demo.parvis.invalid elu_epci',
    a: 'claire.morvan@demo.parvis.invalid chef_projet',
    arrete: '2026-118',
    matieres: ['notification', 'courrier'],
  },
] as const

export const PERSONAS: PersonaEcrite[] = [
  {
    prenom: 'Claire',
    nom: 'Morvan',
    courriel: 'claire.morvan@demo.parvis.invalid',
    fonction: 'cheffe de projet',
    presentation: 'Elle pilote les contrats : tout écrire, importer, valider, publier.',
    mandats: [
      { contrat: 'tours-2015', organisation: 'metropole', role: 'chef_projet' },
      { contrat: 'auray-2030', organisation: 'auray', role: 'chef_projet' },
      { contrat: 'igny-cucs', organisation: 'metropole', role: 'chef_projet' },
    ],
  },
  {
    prenom: 'Samira',
    nom: 'Lefort',
    courriel: 'samira.lefort@demo.parvis.invalid',
    fonction: 'référente communale',
    presentation: 'Elle écrit les fiches de sa ville et les soumet.',
    mandats: [{ contrat: 'tours-2015', organisation: 'joue', role: 'referent_commune', commune: '37122' }],
  },
  {
    prenom: 'Anne',
    nom: 'Kervella',
    courriel: 'anne.kervella@demo.parvis.invalid',
    fonction: 'déléguée du préfet',
    presentation: 'Elle suit les quartiers pour l’État et complète les fiches.',
    mandats: [{ contrat: 'tours-2015', organisation: 'prefecture', role: 'delegue_prefet', absente: [20, 34] }],
  },
  {
    prenom: 'Karim',
    nom: 'Bertin',
    courriel: 'karim.bertin@demo.parvis.invalid',
    fonction: 'responsable de proximité, bailleur',
    presentation: 'Il tient les engagements de son organisme et remplit ses fiches.',
    mandats: [{ contrat: 'tours-2015', organisation: 'bailleur', role: 'bailleur' }],
  },
  {
    prenom: 'Josette',
    nom: 'Amara',
    courriel: 'josette.amara@demo.parvis.invalid',
    fonction: 'membre du conseil citoyen',
    presentation: 'Elle lit tout et laisse des remarques en marge.',
    mandats: [{ contrat: 'tours-2015', organisation: 'conseil', role: 'conseil_citoyen' }],
  },
  {
    prenom: 'Hélène',
    nom: 'Garnier',
    courriel: 'helene.garnier@demo.parvis.invalid',
    fonction: 'vice-présidente de la métropole et adjointe à Joué-lès-Tours',
    presentation: 'Elle siège pour la métropole et pour sa ville : elle choisit au nom de qui elle agit.',
    mandats: [
      { contrat: 'tours-2015', organisation: 'metropole', role: 'elu_epci', depuis: '2020-07-15' },
      { contrat: 'tours-2015', organisation: 'joue', role: 'elu_commune', commune: '37122', depuis: '2020-07-04' },
    ],
  },
  {
    prenom: 'Julien',
    nom: 'Marchand',
    courriel: 'julien.marchand@demo.parvis.invalid',
    fonction: 'instructeur, direction de l’emploi et des solidarités',
    presentation: 'Il instruit pour l’État et supplée la déléguée du préfet en son absence.',
    mandats: [
      { contrat: 'tours-2015', organisation: 'prefecture', role: 'instructeur_etat' },
      {
        contrat: 'tours-2015',
        organisation: 'prefecture',
        role: 'delegue_prefet',
        supplee: 'anne.kervella@demo.parvis.invalid',
      },
    ],
  },
  {
    prenom: 'Nadia',
    nom: 'Ferrand',
    courriel: 'nadia.ferrand@demo.parvis.invalid',
    fonction: 'administratrice de la plateforme',
    presentation: 'Elle tient les comptes, les organisations et les réglages ; le contenu des contrats lui est fermé.',
    mandats: [],
    administre: 'metropole',
  },
]
