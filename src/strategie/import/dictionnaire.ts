import type { Champ } from '../fiche.ts'

/**
 * The labels under which documents give each field, in their own words. Compared without accents, case, apostrophes,
 * plurals or little words; a few qualifiers ("de l’action", "prévisionnel", "mobilisables"…) may follow.
 */

/** What a label announces: a field of the fiche, its identity, a level of the tree, one end of a period, or nothing we hold. */
export type Cible = Champ | 'code' | 'intitule' | 'kind' | 'niveau' | 'debut' | 'fin' | 'autre'

/** A label that a contract adds to the dictionary for its own documents. */
export type Variante = { cible: Cible; libelle: string }

export const LIBELLES: Record<Cible, readonly string[]> = {
  enjeu: parsed(`
    Enjeu | Enjeux | Enjeu identifié | Enjeu principal | Enjeux du territoire | Enjeu territorial | Enjeux locaux | Enjeu prioritaire |
    Enjeu du contrat | Enjeu auquel répond l’action | Enjeux auxquels répond l’action | Besoin identifié | Besoins identifiés |
    Besoins | Réponse à quel besoin | À quel besoin cela répond-il | Défi | Défi à relever | Question posée
  `),
  contexte: parsed(`
    Contexte | Contexte et constats | Constat | Constats | Constats partagés | Éléments de constat | Éléments de contexte |
    Éléments de diagnostic | Diagnostic | Diagnostic partagé | Diagnostic local | Diagnostic initial | État des lieux | Situation |
    Situation initiale | Situation actuelle | Situation de départ | Problématique | Problématiques | Problème à résoudre |
    Rappel du contexte | Contexte local | Contexte de l’action | Contexte et justification | Justification |
    Justification de l’action | Motivation | Motifs | Origine | Origine de l’action | Genèse | Préambule | Pourquoi |
    Pourquoi cette action | Pourquoi agir | D’où part-on | Analyse de la situation | Analyse des besoins | Forces | Faiblesses |
    Forces et faiblesses | Atouts | Atouts et faiblesses | Points forts | Points faibles | Points d’appui | Opportunités | Menaces |
    Présentation du contexte | Historique | Existant | Bilan de l’existant | Constats de départ | Ce que nous constatons
  `),
  objectifs: parsed(`
    Objectifs | Objectif | Objectifs et dynamiques | Objectif général | Objectifs généraux | Objectifs opérationnels |
    Objectifs stratégiques | Objectifs spécifiques | Objectifs poursuivis | Objectifs visés | Objectifs de l’action |
    Objectifs du projet | Objectifs principaux | But | Buts | Buts recherchés | Finalité | Finalités | Finalités et objectifs |
    Intentions | Ambition | Ambitions | Visée | Objectifs détaillés | Objectifs intermédiaires | Objectifs secondaires |
    Pour quoi faire | Que voulons-nous | Ce que nous visons | Objectifs chiffrés | Objectifs de résultat
  `),
  realisations: parsed(`
    Réalisations attendues | Réalisations | Réalisation | Réalisations prévues | Détail de l’action | Détail des actions |
    Description | Descriptif | Description de l’action | Descriptif de l’action | Description du projet | Descriptif du projet |
    Description détaillée | Description synthétique | Présentation de l’action | Présentation du projet | Présentation | Contenu |
    Contenu de l’action | Contenus | Nature de l’action | Déroulement | Déroulé | Déroulement de l’action |
    Modalités de mise en œuvre | Modalités | Modalités pratiques | Modalités opérationnelles | Mise en œuvre |
    Modalités d’intervention | Modalités d’organisation | Modalités de réalisation | Actions | Actions prévues | Actions à mener |
    Actions à conduire | Actions envisagées | Actions proposées | Actions concrètes | Actions à mettre en œuvre | Plan d’action |
    Plan d’actions | Programme d’actions | Activités | Activités prévues | Opérations | Opérations prévues | Travaux |
    Étapes de mise en œuvre | Étapes de réalisation | Livrables | Productions attendues | Mesures | Mesures prévues | Comment | Quoi |
    Que fait-on | En quoi consiste l’action | Ce que nous ferons | Méthode | Méthodologie | Démarche | Actions réalisées |
    Actions mises en œuvre | Actions menées | Traduction opérationnelle | Déclinaison opérationnelle | Résumé de l’action | Résumé |
    Engagements | Engagements pris | Pistes d’action | Pistes d’actions | Leviers d’action | Attendus
  `),
  effets: parsed(`
    Effets attendus | Effets | Effet attendu | Effets recherchés | Effets visés | Résultats attendus | Résultats | Résultat attendu |
    Résultats visés | Résultats escomptés | Résultats recherchés | Résultats obtenus | Résultats atteints | Impacts attendus |
    Impact attendu | Impacts | Impact | Bénéfices attendus | Changements attendus | Changements visés | Plus-value |
    Plus-value attendue | Plus-value du contrat | Valeur ajoutée | Valeur ajoutée attendue | Retombées | Retombées attendues |
    Effet levier attendu | Ce qui va changer | Transformations attendues | Améliorations attendues
  `),
  indicateursRealisation: parsed(`
    Évaluation : indicateurs proposés au regard des objectifs ci-dessus | Indicateurs proposés au regard des objectifs |
    Indicateurs au regard des objectifs | Indicateurs de réalisation | Indicateurs | Indicateur | Indicateurs de suivi | Indicateurs d’activité | Indicateurs de moyens |
    Indicateurs de mise en œuvre | Indicateurs de production | Indicateurs quantitatifs | Indicateurs qualitatifs |
    Indicateurs de processus | Indicateurs retenus | Indicateurs proposés | Indicateurs de suivi et d’évaluation |
    Indicateurs d’évaluation | Indicateurs d’évaluation et de suivi | Critères et indicateurs | Indicateurs de l’action |
    Indicateurs chiffrés | Indicateurs clés | Indicateurs d’avancement | Indicateurs de pilotage | Critères d’évaluation |
    Éléments de mesure | Comment mesure-t-on | Outils de mesure | Mesure des réalisations
  `),
  indicateursEffets: parsed(`
    Indicateurs d’effets | Indicateurs d’effet | Indicateurs de résultat | Indicateurs de résultats | Indicateurs d’impact |
    Indicateurs d’impacts | Indicateurs d’effets attendus | Indicateurs de résultat attendus | Indicateurs d’efficacité |
    Indicateurs de résultat et d’impact | Indicateurs d’effets et d’impact | Indicateurs de changement | Indicateurs de performance |
    Indicateurs d’effets et de résultats | Indicateurs de résultat/d’impact/d’effets | Mesure des effets | Mesure des résultats |
    Mesure de l’impact | Indicateurs liés aux effets | Indicateurs de plus-value
  `),
  echelleTerritoriale: parsed(`
    Échelle territoriale | Échelle | Échelle d’intervention | Territoire | Territoires | Territoire concerné |
    Territoires d’intervention | Territoire d’action | Territoires concernés | Territoire visé | Territoire prioritaire | Périmètre |
    Périmètre géographique | Périmètre d’intervention | Périmètre de l’action | Localisation | Localisation de l’action | Lieu |
    Lieux | Lieu de réalisation | Lieux d’intervention | Lieu de l’action | Quartier | Quartiers | Quartier concerné |
    Quartiers concernés | Quartiers prioritaires | Quartiers prioritaires concernés | Quartiers ciblés | QPV | QPV concernés |
    Communes concernées | Commune | Communes | Secteur | Secteurs | Secteur géographique | Secteurs géographiques | Zone géographique |
    Zone d’intervention | Zones concernées | Sites concernés | Site | Géographie | Géographie prioritaire | Implantation | Où |
    Territoires et quartiers concernés | Quartiers et territoires concernés | Échelle géographique | Niveau territorial |
    Territoire de mise en œuvre | Aire géographique | Territoire bénéficiaire
  `),
  publics: parsed(`
    Bénéficiaires : caractéristiques sociales | Publics bénéficiaires |
    Bénéficiaires : caractéristiques sociales, respect de l’égalité d’accès (tarifaire, etc.), de la mixité | Publics | Public | Public cible | Publics cibles | Public visé | Publics visés | Public concerné | Publics concernés |
    Publics prioritaires | Public bénéficiaire | Bénéficiaires | Bénéficiaires de l’action | Bénéficiaires visés |
    Bénéficiaires directs | Nombre de bénéficiaires | Nombre et profil des bénéficiaires | Population | Populations |
    Population cible | Population concernée | Population bénéficiaire | Cible | Cibles | Destinataires | Usagers | Usagers concernés |
    Personnes concernées | Pour qui | À qui s’adresse l’action | Public touché | Public attendu | Profil du public |
    Typologie du public | Caractéristiques du public | Locataires concernés | Habitants concernés | Types de publics | Public ciblé |
    Public accueilli | Tranche d’âge
  `),
  animateur: parsed(`
    Animateur | Animateurs | Animation | Animateur de la fiche | Pilote | Pilotes | Pilote de l’action | Pilotage | Co-pilote |
    Co-pilotes | Copilote | Copilotage | Pilotes et copilotes | Porteur | Porteurs | Porteur de projet | Porteur du projet |
    Porteur de l’action | Portage | Portage de l’action | Structure porteuse | Structures porteuses | Structure pilote |
    Organisme porteur | Association porteuse | Opérateur | Opérateurs | Maître d’ouvrage | Maîtres d’ouvrage | Maîtrise d’ouvrage |
    Maître d’œuvre | Maîtrise d’œuvre | Chef de file | Chefs de file | Cheffe de file | Chef de projet | Cheffe de projet | Référent |
    Référents | Référente | Référent de l’action | Responsable | Responsables | Responsable de l’action | Coordinateur |
    Coordonnateur | Coordination | Coordinatrice | Service pilote | Service référent | Service porteur | Service responsable |
    Institution pilote | Qui pilote | Qui | Qui fait quoi | Nom du porteur | Bailleur porteur | Organisme responsable |
    Structure responsable | Structure référente | Structure coordinatrice | Acteur pilote | Élu référent | Direction pilote |
    Porteur pressenti | Collectivité porteuse | Pilotage de l’action | Animation et pilotage | Gouvernance et pilotage |
    Pilotage et gouvernance
  `),
  partenaires: parsed(`
    Partenaires mobilisables | Partenaires | Partenaire | Partenariat | Partenariats | Partenaires mobilisés | Partenaires associés |
    Partenaires impliqués | Partenaires de l’action | Partenaires pressentis | Partenaires opérationnels | Partenaires locaux |
    Partenaires institutionnels | Partenaires techniques | Acteurs | Acteurs associés | Acteurs mobilisés | Acteurs concernés |
    Acteurs impliqués | Acteurs à mobiliser | Structures associées | Structures partenaires | Organismes associés | Contributeurs |
    Intervenants | Parties prenantes | Réseau partenarial | Avec qui | Partenariats mobilisés | Partenariat mobilisé | Co-porteurs |
    Acteurs et partenaires | Partenaires à mobiliser | Partenaires à associer | Signataires associés | Participation des habitants |
    Associations partenaires | Partenaires et acteurs | Liste des partenaires | Mobilisation partenariale | Partenaires envisagés |
    Implication des habitants | Place des habitants
  `),
  dispositifs: parsed(`
    Articulation avec d’autres plans | Articulation avec d’autres plans ou programmes | Articulation avec d’autres dispositifs |
    Articulation avec les politiques publiques | Articulation avec d’autres politiques | Dispositifs mobilisables | Dispositifs | Dispositif | Dispositifs mobilisés | Dispositifs existants | Dispositifs concernés |
    Dispositifs associés | Dispositifs de droit commun | Dispositifs d’appui | Dispositifs à mobiliser | Outils mobilisables | Outils |
    Outils et dispositifs | Dispositifs et outils | Outils mobilisés | Programmes mobilisables | Politiques mobilisées |
    Politiques publiques mobilisées | Politiques de droit commun mobilisées | Droit commun mobilisé | Mobilisation du droit commun |
    Droit commun | Cadres d’intervention | Schémas et plans | Dispositifs et schémas | Conventions mobilisées |
    Dispositifs mobilisés ou à mobiliser | Dispositifs spécifiques | Actions et dispositifs existants |
    Dispositifs sur lesquels s’appuyer | Articulation avec les dispositifs | Articulation avec les dispositifs existants |
    Articulation avec le droit commun
  `),
  moyens: parsed(`
    Moyens | Moyens humains | Moyens matériels | Moyens humains et matériels | Moyens matériels et humains | Moyens mobilisés |
    Moyens nécessaires | Moyens à mobiliser | Moyens prévus | Moyens techniques | Moyens humains et techniques | Moyens mis en œuvre |
    Moyens affectés | Ressources | Ressources humaines | Ressources mobilisées | Ressources nécessaires |
    Ressources humaines et matérielles | Ingénierie | Besoins en ingénierie | Logistique | Équipe | Équipe dédiée |
    Moyens logistiques | Équipements | Matériel | Conditions matérielles | Moyens d’intervention | Personnel mobilisé | Temps dédié
  `),
  financements: parsed(`
    Financements mobilisables | Financement | Financements | Financements mobilisés | Financements prévus | Financement prévisionnel |
    Plan de financement | Plan de financement prévisionnel | Budget | Budget prévisionnel | Budget estimé | Budget total |
    Budget de l’action | Coût | Coûts | Coût total | Coût estimé | Coût prévisionnel | Coût de l’action | Coût estimatif |
    Estimation financière | Estimation du coût | Montant | Montants | Montant total | Montant prévisionnel | Cofinanceurs |
    Co-financeurs | Cofinancements | Financeurs | Financeur | Financeurs sollicités | Sources de financement | Moyens financiers |
    Ressources financières | Crédits mobilisables | Crédits mobilisés | Crédits | Crédits spécifiques | Crédits de droit commun |
    Volet financier | Éléments financiers | Maquette financière | Financement de l’action | Dépense prévisionnelle | Dépenses |
    Dépenses prévisionnelles | Dépense valorisée | Dépense valorisée TFPB | Financement bailleur | Autre financement |
    Autres financements | Financements spécifiques | Financements de droit commun | Budget et financement | Coût et financement |
    Coûts et financements | Taux de valorisation TFPB | Subvention | Subvention demandée | Subventions | Recettes |
    Recettes prévisionnelles | Combien | Combien ça coûte | Modalités de financement | Enveloppe | Enveloppe financière | Chiffrage |
    Coût par bénéficiaire | Budget global | Estimation budgétaire | Valorisation TFPB | Participation financière | Montant valorisé |
    Abattement TFPB
  `),
  calendrier: parsed(`
    Étapes de mise en œuvre et calendrier | Date ou période de réalisation : du (le) au | Calendrier | Calendrier prévisionnel | Calendrier de réalisation | Calendrier de mise en œuvre | Calendrier de l’action |
    Calendrier prévisionnel de réalisation | Échéancier | Échéancier prévisionnel | Échéance | Échéances | Planning |
    Planning prévisionnel | Planification | Durée | Durée de l’action | Durée prévue | Période | Période de réalisation |
    Période d’exécution | Dates | Date | Dates prévues | Date de réalisation | Date de mise en œuvre | Date ou période de réalisation |
    Délai | Délais | Délai de réalisation | Temporalité | Phasage | Phasage prévisionnel | Étapes | Étapes et calendrier |
    Calendrier et étapes | Grandes étapes | Étapes clés | Rétroplanning | Chronologie | Agenda | Quand | Jalons | Dates clés |
    Horizon | Programmation temporelle | Durée et calendrier | Calendrier et durée | Fréquence | Périodicité | Années de réalisation |
    Année de réalisation | Mise en œuvre prévue | Calendrier d’exécution | Dates de réalisation | Démarrage et durée | Phases
  `),
  suivi: parsed(`
    Suivi | Suivi et évaluation | Suivi-évaluation | Modalités de suivi | Modalités de suivi et d’évaluation | Modalités d’évaluation |
    Évaluation | Évaluation de l’action | Évaluation prévue | Méthode d’évaluation | Méthodes d’évaluation | Outils de suivi |
    Outils d’évaluation | Bilan | Bilan annuel | Instances de suivi | Comité de suivi | Gouvernance et suivi | Suivi de l’action |
    Pilotage et suivi | Suivi et pilotage | Dispositif de suivi | Dispositif d’évaluation | Évaluation et suivi | Modalités de bilan |
    Modalités de suivi-évaluation | Questions évaluatives | Question évaluative | Outils de suivi et d’évaluation | Suivi et bilan |
    Modalités de pilotage et de suivi
  `),
  liens: parsed(`
    Liens | Liens autres fiches | Liens autres actions | Liens autres axes | Liens autres enjeux | Liens autres orientations | Liens autres fiches actions |
    Liens avec d’autres axes | Liens avec les autres enjeux | Liens entre actions | Liens avec d’autres projets | Actions associées | Fiches en lien avec celle-ci | Liens avec d’autres fiches | Liens avec d’autres actions | Liens avec les autres fiches | Liens autres enjeux / fiches |
    Liens autres enjeux / fiches orientations opérationnelles | Liens avec les autres actions | Liens avec d’autres orientations |
    Lien avec les autres axes | Lien avec d’autres enjeux | Articulation | Articulations | Articulation avec d’autres actions |
    Articulation avec les autres fiches | Articulation avec d’autres fiches | Articulation avec d’autres axes | Fiches liées |
    Fiche liée | Fiches associées | Fiches connexes | Actions liées | Actions connexes | Renvois | Voir aussi | Fiches en lien |
    Actions en lien | Transversalité | Transversalités | Correspondance avec d’autres fiches | Liens entre fiches | Complémentarités |
    Complémentarité avec d’autres actions | Synergies | Lien avec d’autres fiches actions | Interactions
  `),
  code: parsed(`
    Code | N° | Numéro | N° de fiche | N° fiche | Numéro de fiche | Numéro de la fiche | N° de l’action | Numéro de l’action |
    N° action | N° d’action | Fiche n° | Fiche action n° | Action n° | Code de la fiche | Code fiche | Code action | Code de l’action |
    Référence | Référence de la fiche | Réf. | Identifiant | Numérotation | Fiche numéro | N° d’ordre
  `),
  intitule: parsed(`
    Intitulé | Intitulé de l’action | Intitulé du projet | Intitulé de la fiche | Intitulé de l’opération | Titre | Titre de l’action |
    Titre du projet | Titre de la fiche | Nom de l’action | Nom du projet | Nom de la fiche | Nom | Libellé | Libellé de l’action |
    Libellé du projet | Action | Projet | Opération | Dénomination | Dénomination de l’action | Désignation | Désignation de l’action |
    Objet | Objet de l’action | Intitulé de la mesure | Intitulé complet | Nom du dispositif | Sujet
  `),
  kind: parsed(`
    Type de fiche | Nature de la fiche | Catégorie de fiche | Modèle de fiche
  `),
  niveau: parsed(`
    Pilier | Pilier du contrat | Pilier du contrat de ville | Axe | Axe stratégique | Axe prioritaire | Axe transversal |
    Axe de travail | Axe du contrat | Axe d’intervention | Priorité | Priorité du contrat | Priorité stratégique | Volet | Thématique |
    Thème | Thématiques | Champ d’intervention | Domaine | Domaine d’intervention | Orientation | Orientation stratégique |
    Orientation du contrat | Orientation opérationnelle | Orientation générale | Objectif stratégique | Objectif stratégique visé |
    Objectif opérationnel | Objectif opérationnel visé | Objectif opérationnel du contrat | Objectif du contrat |
    Objectif du contrat de ville | Objectif de rattachement | Rattachement | Rattachement au contrat | Axe et objectif |
    Axe du contrat de ville | Programme | Chantier | Axe TFPB | Pilier concerné | Axe concerné | Priorité concernée |
    Enjeu du contrat de ville | Référence au contrat | Référence au contrat de ville | Axe de rattachement | Sous-axe | Sous-thème |
    Orientation de rattachement
  `),
  debut: parsed(`
    Date de début | Début | Date de démarrage | Démarrage | Date de lancement | Lancement | Début de l’action | Date de début prévue |
    Commencement
  `),
  fin: parsed(`
    Date de fin | Fin | Date d’achèvement | Achèvement | Date de clôture | Fin de l’action | Date de fin prévue | Date d’échéance |
    Clôture
  `),
  autre: parsed(`
    Date de mise à jour | Mise à jour | Version | Rédacteur | Rédactrice | Auteur | Rédigé par | Contact | Contacts | Coordonnées |
    Courriel | Mail | E-mail | Téléphone | Adresse | SIRET | Statut | Statut juridique | État d’avancement | Avancement |
    Observations | Observation | Commentaires | Commentaire | Remarques | Remarque | Visa | Signature | Signatures | Annexe | Annexes |
    Pièces jointes | Sommaire | Table des matières | Glossaire | Communication | Points de vigilance | Point de vigilance | Vigilance |
    Freins | Freins et leviers | Freins identifiés | Leviers | Conditions de réussite | Difficultés rencontrées | Difficultés |
    Perspectives | Gouvernance | Type d’action | Action nouvelle ou reconduite | Avis | Décision | Fait à | Documents joints | Notes |
    Divers | Risques | Informations complémentaires | Représentant légal | Priorisation | Niveau de priorité | Degré de priorité |
    Date de création | Égalité femmes-hommes | Priorités transversales | Priorité transversale | Objectifs transversaux |
    Axes transversaux | Thématiques transversales | Laïcité | Liste des signataires | Signataires
  `),
}

/** Labels that announce two fields at once and whose parts, alone, would say something else. */
export const LIBELLES_COMPOSES: readonly { libelle: string; cibles: readonly Cible[] }[] = [
  { libelle: 'Indicateurs de réalisation et de résultat', cibles: ['indicateursRealisation', 'indicateursEffets'] },
  { libelle: 'Indicateurs de réalisation et d’effets', cibles: ['indicateursRealisation', 'indicateursEffets'] },
  { libelle: 'Indicateurs de réalisation et d’impact', cibles: ['indicateursRealisation', 'indicateursEffets'] },
  { libelle: 'Indicateurs de suivi et de résultat', cibles: ['indicateursRealisation', 'indicateursEffets'] },
  { libelle: 'Moyens humains et financiers', cibles: ['moyens', 'financements'] },
  { libelle: 'Moyens humains, matériels et financiers', cibles: ['moyens', 'financements'] },
  { libelle: 'Moyens humains, techniques et financiers', cibles: ['moyens', 'financements'] },
  { libelle: 'Partenaires techniques et financiers', cibles: ['partenaires', 'financements'] },
  { libelle: 'Dispositifs et financements mobilisables', cibles: ['dispositifs', 'financements'] },
]

/** The same word announces a title in the singular and a list in the plural ("Action" / "Actions"). */
export const SINGULIER_SEUL: ReadonlySet<string> = new Set(
  parsed(`
    Action | Projet | Opération | Objectif stratégique | Objectif opérationnel | Orientation | Axe | Pilier | Priorité | Volet |
    Démarche | Mesure | Enjeu du contrat de ville | Ambition | Programme | Chantier | Réponse | Nom | Titre | Objectif du contrat
  `),
)
export const PLURIEL_SEUL: ReadonlySet<string> = new Set(
  parsed(`
    Actions | Objectifs opérationnels | Objectifs stratégiques | Opérations | Mesures | Attendus | Outils | Phases | Étapes | Effets |
    Travaux | Notes | Populations | Secteurs | Signatures | Engagements | Indicateurs | Communes | Dates | Forces | Atouts
  `),
)

/** Words too common to be a label without a sign: a colon, a cell of labels, a heading, bold or capitals. */
export const FAIBLES: ReadonlySet<string> = new Set(
  parsed(`
    Action | Projet | Opération | Nom | Titre | Objet | Sujet | Code | N° | Numéro | Référence | Réf. | Identifiant | Bilan | Où |
    Quand | Comment | Quoi | Qui | Combien | Pourquoi | Pour qui | Avec qui | Description | Présentation | Existant | Territoire |
    Quartier | Quartiers | Commune | Communes | Site | Lieu | Lieux | QPV | Secteur | Public | Cible | Population | Usagers | Actions |
    Mesures | Travaux | Outils | Montant | Montants | Crédits | Enveloppe | Subvention | Subventions | Date | Dates | Début | Fin |
    Étapes | Phases | Forces | Faiblesses | Atouts | Menaces | Opportunités | Points forts | Points faibles | Équipe | Matériel |
    Équipements | Logistique | Ingénierie | Thème | Domaine | Programme | Volet | Orientation | Axe | Pilier | Priorité | Chantier |
    Communication | Version | Statut | Avis | Décision | Contact | Divers | Notes | Mail | Adresse | Animation | Coordination |
    Droit commun | Impact | But | Attendus | Engagements | Livrables | Responsable | Acteurs | Intervenants | Clôture | Lancement |
    Abattement TFPB | Besoins | Motifs | Situation | Défi | Dispositif | Recettes | Dépenses | Géographie | Implantation | Risques |
    Freins | Leviers | Échelle | Avancement | Démarrage | Résumé | Démarche | Articulation | Horizon | Fréquence | Agenda | Laïcité |
    Annexe | Origine | Interactions | Synergies | Ambition | Ambitions | Crédits spécifiques | Crédits de droit commun |
    Financements spécifiques | Financements de droit commun | Dispositifs de droit commun | Associations partenaires |
    Quartiers prioritaires | Nombre de bénéficiaires | Coût par bénéficiaire | Commencement | Achèvement | Cibles |
    Personnes concernées
  `),
)

function parsed(liste: string): string[] {
  return liste
    .split(/[|\n]/)
    .map((libelle) => libelle.trim())
    .filter((libelle) => libelle !== '')
}
