import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { accesSur } from '../acces.ts'

/** Writes in the chain of the contract that a page is read under an access: its address, not what it holds. @throws Interdit */
export const noteLecture = command(
  'compte.lire_contenu',
  z.object({
    contratId: z.uuid('Choisissez un contrat.'),
    chemin: z.string('Donnez l’adresse de la page.').max(2000, 'Cette adresse est trop longue.'),
  }),
  async ({ agent }, { contratId, chemin }) => {
    const acces = accesSur(agent, contratId)
    assertCan(acces !== null, 'Vous n’avez pas d’accès ouvert à ce contrat.')
    return {
      valeur: null,
      trace: {
        contratId,
        objet: { type: 'acces', id: acces?.id ?? '' },
        libelle: `Page lue sous accès justifié : ${chemin}`,
        avant: null,
        apres: { chemin },
      },
    }
  },
)
