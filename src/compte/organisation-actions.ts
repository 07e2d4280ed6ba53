/** What one may do with organisations: part of the actions of `compte`. */
import type { Action } from '#platform/droits.ts'
import {
  canDeclareNatures,
  canEditOrganisation,
  canMergeOrganisations,
  canReadOrganisation,
  canUseDocuments,
} from './organisation-droits.ts'

/** An organisation of which the agent is not a member, on this contract alone. */
const presente = (contratId: string) => ({ id: '00000000-0000-7000-8000-0000000000b1', contrats: [contratId] })
/** One of which she is, on no contract of hers. */
const sienne = (organisationId: string | undefined) => ({ id: organisationId ?? '', contrats: [] })
const PRESENTE = 'présente sur le contrat'
const SIENNE = 'la sienne, sur un autre contrat'

export const actionsOrganisations: readonly Action[] = [
  {
    nom: 'compte.lire_organisation',
    libelle: 'lire l’identité d’une organisation',
    portee: 'contrat',
    commandes: [],
    droits: ['lire une organisation'],
    cas: [
      { libelle: PRESENTE, peut: (agent, contratId) => canReadOrganisation(agent, presente(contratId)) },
      { libelle: SIENNE, peut: (agent) => canReadOrganisation(agent, sienne(agent?.mandats[0]?.organisationId)) },
    ],
  },
  {
    nom: 'compte.modifier_organisation',
    libelle: 'modifier une organisation, ses autres noms, l’archiver',
    portee: 'contrat',
    commandes: [
      'compte.modifier_organisation',
      'compte.ajouter_nom_organisation',
      'compte.retirer_nom_organisation',
      'compte.archiver_organisation',
      'compte.restaurer_organisation',
    ],
    droits: ['modifier une organisation'],
    cas: [{ libelle: PRESENTE, peut: (agent, contratId) => canEditOrganisation(agent, presente(contratId)) }],
  },
  {
    nom: 'compte.documents_organisation',
    libelle: 'lire et déposer les documents d’une organisation',
    portee: 'contrat',
    commandes: [
      'compte.ajouter_document_organisation',
      'compte.modifier_document_organisation',
      'compte.archiver_document_organisation',
      'compte.restaurer_document_organisation',
    ],
    droits: ['documents d’une organisation'],
    cas: [
      { libelle: PRESENTE, peut: (agent, contratId) => canUseDocuments(agent, presente(contratId)) },
      { libelle: SIENNE, peut: (agent) => canUseDocuments(agent, sienne(agent?.mandats[0]?.organisationId)) },
    ],
  },
  {
    nom: 'compte.reunir_organisations',
    libelle: 'réunir deux organisations, annuler, dire que ce ne sont pas des doublons',
    portee: 'contrat',
    commandes: ['compte.reunir_organisations', 'compte.annuler_reunion_organisations', 'compte.ecarter_doublon', 'compte.rouvrir_doublon'],
    droits: [],
    cas: [
      { libelle: 'présentes sur ce seul contrat', peut: (agent, contratId) => canMergeOrganisations(agent, [presente(contratId)]) },
      {
        libelle: 'présentes aussi ailleurs',
        peut: (agent, contratId) =>
          canMergeOrganisations(agent, [{ ...presente(contratId), contrats: [contratId, '00000000-0000-7000-8000-0000000000b2'] }]),
      },
    ],
  },
  {
    nom: 'compte.declarer_natures',
    libelle: 'déclarer des natures d’organisations et de documents, chercher les doublons partout',
    portee: 'plateforme',
    commandes: ['compte.declarer_type_organisation', 'compte.declarer_nature_document', 'compte.chercher_doublons'],
    droits: [],
    cas: [{ libelle: '', peut: (agent) => canDeclareNatures(agent) }],
  },
]
