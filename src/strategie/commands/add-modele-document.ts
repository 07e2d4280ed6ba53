import { z } from 'zod'
import { canEditContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { checkModele } from '../exports/modeles-collectivite.ts'
import { insertModeleDocument } from '../modele-document.store.ts'

const OCTETS_MAX = 10 * 1024 * 1024

/** Adds a collectivité's own template. Its fields are checked before it is kept: an unknown one is named. */
export const addModeleDocument = command(
  'strategie.ajouter_modele',
  z.object({
    contratId: z.uuid(),
    nom: z.string().min(1, 'Choisissez un fichier.').max(200, 'Le nom du fichier compte 200 caractères au plus.'),
    usage: z.enum(['fiche', 'contrat'], 'Dites si le modèle sert pour une fiche ou pour le contrat.'),
    contenu: z.instanceof(Uint8Array, { message: 'Choisissez un fichier Word (.docx) ou ODT.' }),
  }),
  async ({ tx, agent, now }, { contratId, nom, usage, contenu }) => {
    assertCan(canEditContrat(agent, contratId), 'Seule la cheffe ou le chef de projet ajoute un modèle de document.')
    if (contenu.byteLength === 0 || contenu.byteLength > OCTETS_MAX) {
      const message = contenu.byteLength === 0 ? `Le fichier « ${nom} » est vide.` : `Le fichier « ${nom} » dépasse 10 Mo.`
      throw new RegleViolee(message, [{ champ: 'fichier', message }])
    }
    await checkModele(nom, contenu, usage)
    const { id: fichierId } = await saveFichier(tx, { contenu, type: 'application/octet-stream', now })
    const modele = { id: createId(now.getTime()), nom, usage, fichierId, ajouteLe: now }
    await insertModeleDocument(tx, { ...modele, contratId, ajoutePar: agent.personneId })
    return {
      valeur: modele,
      trace: {
        contratId,
        objet: { type: 'modele', id: modele.id },
        libelle: `Modèle de document « ${nom} » ajouté`,
        avant: null,
        apres: modele,
      },
    }
  },
)
