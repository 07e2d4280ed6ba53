/** Words of the journal for what is published. */
import type { Lexique } from '#platform/audit/lexique.ts'

export const lexiquePublication: Lexique = {
  objets: {
    publication: {
      nom: 'la publication',
      champs: {
        numero: 'version',
        motif: 'motif',
        raison: 'raison',
        fiches: 'nombre de fiches',
        faits: 'documents composés',
        publieLe: 'publiée le',
        retireLe: 'retirée le',
      },
    },
  },
  noms: ['la composition des documents'],
  commandes: {
    'publication.publier_contrat': 'publier le contrat',
    'publication.recomposer_documents': 'composer à nouveau les documents publiés',
    'publication.retirer_contrat': 'retirer la publication',
  },
  tournures: [
    [
      /^Composition des documents de la version (.*) demandée à nouveau$/s,
      'a demandé de composer à nouveau les documents de la version $1',
    ],
  ],
}
