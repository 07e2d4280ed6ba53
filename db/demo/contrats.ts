/** The three contracts of the story. Places are real, people, dates of acts and amounts are invented. */

import { AURAY_FICHES, AURAY_NOEUDS } from './auray.ts'
import type { FicheEcrite, NoeudEcrit } from './ecriture.ts'
import { IGNY_FICHES, IGNY_NOEUDS } from './igny.ts'
import { TOURS_PILIER_1 } from './tours-pilier-1.ts'
import { TOURS_PILIER_2 } from './tours-pilier-2.ts'
import { TOURS_PILIERS_3_4 } from './tours-piliers-3-4.ts'

export type ContratEcrit = {
  adresse: string
  modele: string
  titre: string
  epciSiren: string
  communes: string[]
  debut: string
  fin: string
  signeLe: string
  statut: 'en_vigueur' | 'echu'
  /** Instant of the acts that write it. */
  ecritLe: string
  accroche: string
  presentation: string
  facile: string | null
  signataires: {
    organisation: string
    precisionRole?: string
    role: 'pilote' | 'obligatoire' | 'facultatif'
    representant?: string
    fonction?: string
  }[]
  quartiers: { place: 'quartier' | 'partie'; nom: string; commune?: string; codeOfficiel?: string; description?: string }[]
  /** Levels when the template's do not suit. */
  niveaux?: { singulier: string; pluriel: string; feminin?: boolean }[]
  noeuds: NoeudEcrit[]
  fiches: FicheEcrite[]
  /** Later ends, each with its reason. */
  prorogations?: { fin: string; motif: string; decideeLe: string }[]
  publie: string | null
}

const TOURS_NOEUDS: NoeudEcrit[] = [
  {
    code: '1',
    intitule: 'Cohésion sociale',
    description: 'Grandir, se soigner, accéder à ses droits et à la culture, où que l’on habite.',
  },
  { code: '1.1', intitule: 'Réussite éducative et parentalité' },
  { code: '1.2', intitule: 'Santé et accès aux droits' },
  { code: '1.2.1', intitule: 'Aller au-devant des personnes' },
  { code: '1.2.1.1', intitule: 'Ouvrir les droits de celles et ceux qui ne demandent rien' },
  { code: '1.2.2', intitule: 'Soigner près de chez soi' },
  { code: '1.3', intitule: 'Culture et sport' },
  {
    code: '2',
    intitule: 'Cadre de vie et renouvellement urbain',
    description: 'Des quartiers entretenus, habités, reliés au reste de la ville.',
  },
  { code: '2.1', intitule: 'Gestion de proximité et qualité d’usage' },
  { code: '2.2', intitule: 'Diversité de l’habitat' },
  {
    code: '3',
    intitule: 'Développement de l’activité économique et de l’emploi',
    description: 'Travailler près de chez soi, créer, garder des commerces utiles.',
  },
  { code: '3.1', intitule: 'Accès à l’emploi' },
  { code: '3.2', intitule: 'Création d’activité et commerce' },
  { code: '3.3', intitule: 'Liens entre l’école et l’entreprise' },
  { code: '4', intitule: 'Valeurs de la République et citoyenneté', description: 'Décider ensemble, lutter contre les discriminations.' },
  { code: '4.1', intitule: 'Participation des habitants' },
  { code: '4.2', intitule: 'Égalité et tranquillité' },
]

export const CONTRATS: ContratEcrit[] = [
  {
    adresse: 'tours-2015',
    modele: 'quatre-piliers-2015',
    titre: 'Contrat de ville de Tours',
    epciSiren: '243700754',
    communes: ['37261', '37122', '37195', '37233', '37214', '37109'],
    debut: '2015-01-01',
    fin: '2020-12-31',
    signeLe: '2015-06-30',
    statut: 'en_vigueur',
    ecritLe: '2015-07-02T08:30:00Z',
    accroche: 'Six communes s’engagent pour dix quartiers',
    presentation:
      'Un contrat de ville est un accord écrit. L’État, l’intercommunalité, les communes, les bailleurs et d’autres institutions s’y engagent, noir sur blanc, envers les quartiers où les revenus sont les plus bas.\n\nD’abord, chacun doit y faire ce qu’il fait partout : l’école, la santé, l’emploi, l’entretien. C’est le droit commun. Ensuite seulement viennent des crédits en plus.',
    facile: null,
    signataires: [
      { organisation: 'État', precisionRole: 'préfecture d’Indre-et-Loire', role: 'pilote' },
      { organisation: 'Tours Métropole Val de Loire', precisionRole: 'intercommunalité', role: 'pilote' },
      { organisation: 'Ville de Tours', role: 'obligatoire' },
      { organisation: 'Ville de Joué-lès-Tours', role: 'obligatoire' },
      { organisation: 'Ville de Saint-Pierre-des-Corps', role: 'obligatoire' },
      { organisation: 'Ville de La Riche', role: 'obligatoire' },
      { organisation: 'Région Centre-Val de Loire', role: 'facultatif' },
      { organisation: 'Département d’Indre-et-Loire', role: 'facultatif' },
      { organisation: 'Caf Touraine', role: 'facultatif' },
      { organisation: 'Tours Habitat', precisionRole: 'bailleur', role: 'facultatif' },
      { organisation: 'Val Touraine Habitat', precisionRole: 'bailleur', role: 'facultatif' },
      { organisation: 'Mission locale de Touraine', role: 'facultatif' },
    ],
    quartiers: [
      { place: 'quartier', nom: 'Sanitas', commune: 'Tours' },
      { place: 'quartier', nom: 'Europe', commune: 'Tours' },
      { place: 'quartier', nom: 'Rives du Cher', commune: 'Tours' },
      { place: 'quartier', nom: 'Maryse Bastié', commune: 'Tours et La Riche' },
      { place: 'quartier', nom: 'Rabière', commune: 'Joué-lès-Tours' },
      { place: 'quartier', nom: 'Rabaterie', commune: 'Saint-Pierre-des-Corps' },
    ],
    noeuds: TOURS_NOEUDS,
    fiches: [...TOURS_PILIER_1, ...TOURS_PILIER_2, ...TOURS_PILIERS_3_4],
    prorogations: [
      { fin: '2022-12-31', motif: 'Loi de finances pour 2019', decideeLe: '2018-12-28' },
      { fin: '2027-12-31', motif: 'Prorogation le temps d’écrire le contrat suivant', decideeLe: '2022-12-15' },
    ],
    publie: 'Première mise en ligne du contrat signé',
  },
  {
    adresse: 'auray-2030',
    modele: 'priorites-2030',
    titre: 'Contrat de ville d’Auray',
    epciSiren: '200043123',
    communes: ['56007'],
    debut: '2024-01-01',
    fin: '2030-12-31',
    signeLe: '2024-06-21',
    statut: 'en_vigueur',
    ecritLe: '2024-07-01T08:30:00Z',
    accroche: 'Sept ans pour changer le quotidien dans cinq secteurs',
    presentation:
      'Un contrat de ville est un accord écrit. L’État, les collectivités, les bailleurs et d’autres institutions s’y engagent, noir sur blanc, envers un quartier où les revenus sont les plus bas.\n\nD’abord, chacun doit y faire ce qu’il fait partout : l’école, la santé, l’emploi, l’entretien. C’est le droit commun. Ensuite seulement viennent des crédits en plus.\n\nLe contrat d’Auray réunit les questions sociales, urbaines, économiques et de santé. Il se relit tous les trois ans, avec les habitants.',
    facile:
      'Ce contrat concerne cinq endroits d’Auray.\n\nPlusieurs services publics ont signé ce contrat.\n\nIls promettent d’aider les habitants pour l’école, le logement, le travail et la vie du quartier.\n\nVous pouvez donner votre avis. Des rencontres ont lieu dehors, dans le quartier. Elles s’appellent les terrasses de quartier.',
    signataires: [
      { organisation: 'État', precisionRole: 'préfecture du Morbihan', role: 'pilote' },
      { organisation: 'Auray Quiberon Terre Atlantique', precisionRole: 'intercommunalité', role: 'pilote' },
      { organisation: 'Ville d’Auray', precisionRole: 'au cœur de la mise en œuvre', role: 'obligatoire' },
      { organisation: 'Région Bretagne', role: 'facultatif' },
      { organisation: 'Département du Morbihan', role: 'facultatif' },
      { organisation: 'Caf du Morbihan', precisionRole: 'accès aux droits, parentalité', role: 'facultatif' },
      { organisation: 'Agence régionale de santé', role: 'facultatif' },
      { organisation: 'France Travail', role: 'facultatif' },
      { organisation: 'Banque des Territoires', role: 'facultatif' },
      { organisation: 'Morbihan Habitat', precisionRole: 'bailleur', role: 'facultatif' },
      { organisation: 'Bretagne Sud Habitat', precisionRole: 'bailleur', role: 'facultatif' },
      { organisation: 'Mission locale du Pays d’Auray', role: 'facultatif' },
    ],
    quartiers: [
      { place: 'quartier', nom: 'Quartier prioritaire d’Auray', commune: 'Auray' },
      { place: 'partie', nom: 'Le Gumenen', description: 'la maison de quartier rouvre en septembre' },
      { place: 'partie', nom: 'Le Goaner', description: 'un chemin piéton vers la gare' },
      { place: 'partie', nom: 'Parco-Pointer', description: 'réhabilitation de 148 logements' },
      { place: 'partie', nom: 'Bel Air', description: 'un conseiller emploi chaque mardi' },
      { place: 'partie', nom: 'Montfort-Beaumanoir', description: 'un local pour les associations' },
    ],
    niveaux: [{ singulier: 'Axe', pluriel: 'Axes' }],
    noeuds: AURAY_NOEUDS,
    fiches: AURAY_FICHES,
    publie: 'Contrat signé et ses premières actions',
  },
  {
    adresse: 'igny-cucs',
    modele: 'cucs-cinq-themes',
    titre: 'Convention territoriale d’Igny 2007-2009',
    epciSiren: '200056232',
    communes: ['91312'],
    debut: '2007-01-01',
    fin: '2009-12-31',
    signeLe: '2007-05-14',
    statut: 'echu',
    ecritLe: '2024-05-13T08:30:00Z',
    accroche: 'Prévenir la ségrégation urbaine et sociale',
    presentation:
      'La commune, le Département et l’intercommunalité s’étaient engagés ensemble, au titre de la prévention, sur cinq thèmes.',
    facile: null,
    signataires: [
      { organisation: 'Conseil général de l’Essonne', role: 'obligatoire' },
      { organisation: 'Ville d’Igny', role: 'pilote' },
      { organisation: 'Communauté d’agglomération du Plateau de Saclay', role: 'obligatoire' },
    ],
    quartiers: [
      { place: 'quartier', nom: 'Les Ruchères', commune: 'Igny' },
      { place: 'quartier', nom: 'Le Pommier', commune: 'Igny' },
    ],
    noeuds: IGNY_NOEUDS,
    fiches: IGNY_FICHES,
    publie: null,
  },
]
