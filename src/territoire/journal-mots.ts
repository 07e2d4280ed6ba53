/** Words of the journal for the geography. */
import type { Lexique } from '#platform/audit/lexique.ts'

export const lexiqueTerritoire: Lexique = {
  objets: {
    quartier: { nom: 'le quartier', champs: { code: 'code', nom: 'nom', population: 'habitants' } },
    generation: { nom: 'la génération de quartiers', champs: { code: 'code', libelle: 'nom', debut: 'depuis le', fin: 'jusqu’au' } },
  },
  commandes: {},
}
