/** What one may do with what the public sees: shown by « Qui peut quoi », proven on each command and route. */
import { canReadContrat } from '#contrat/index.ts'
import type { Action, Chapitre } from '#platform/droits.ts'
import { canPublishContrat } from './droits.ts'

const actions: readonly Action[] = [
  {
    nom: 'publication.voir',
    libelle: 'voir ce que le public lira, avant de publier',
    portee: 'contrat',
    commandes: [],
    droits: ['publication.voir'],
    cas: [{ libelle: '', peut: (agent, contratId) => canReadContrat(agent, contratId) }],
  },
  {
    nom: 'publication.publier',
    libelle: 'publier le contrat, retirer la publication',
    portee: 'contrat',
    commandes: ['publication.publier_contrat', 'publication.retirer_contrat', 'publication.recomposer_documents'],
    droits: ['publication.publier'],
    cas: [{ libelle: '', peut: (agent, contratId) => canPublishContrat(agent, contratId) }],
  },
]

export const droitsPublication: Chapitre = { capacite: 'publication', libelle: 'Publication', actions }
