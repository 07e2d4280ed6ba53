import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { mayEditFiche } from '../droits.ts'
import { CHAMPS_COMPARES } from '../fiche-mots.ts'
import { matched, takenFrom } from '../fiche-rapproche.ts'
import { contenuImporte } from '../import/vers-contenu.ts'
import { settleFicheImportee } from '../import-fiche.store.ts'
import { createVersion } from '../version.store.ts'
import { remind } from './fiche-importee.ts'
import { openFiche } from './open-fiche.ts'
import { assertARelire, ficheImportee, openImport, relue } from './open-import.ts'
import { saveFiche } from './save-fiche.ts'

/** Lays the chosen fields of a reviewed document over the fiche that it is again; the text from before is kept as a version. */
export const updateFicheImportee = command(
  'strategie.mettre_a_jour_fiche_importee',
  z.object({
    ...ficheImportee,
    ficheId: z.uuid('Choisissez la fiche à mettre à jour.'),
    /** The one whose differences were shown. */
    version: z.coerce.number<unknown>('Rechargez la page.').int().positive('Rechargez la page.'),
    champs: z
      .array(z.enum(CHAMPS_COMPARES, 'Choisissez des champs de la liste.'))
      .min(1, 'Cochez au moins un champ à reprendre du document, ou écartez cette fiche de l’import.'),
  }),
  async (contexte, { contratId, importFicheId, ficheId, version, champs }) => {
    const { tx, agent, now } = contexte
    const aRelire = await openImport(contexte, { contratId, importFicheId })
    assertARelire(aRelire)
    const avant = await openFiche(
      contexte,
      { contratId, ficheId, version },
      { may: mayEditFiche, refus: 'Votre mandat ne permet pas de modifier cette fiche dans son état actuel.' },
    )
    const { fiche, doutes } = relue(aRelire, aRelire.decisions)
    if (champs.includes('intitule') && fiche.intitule === null)
      throw new RegleViolee('Le document ne donne pas d’intitulé : gardez celui de la fiche.')
    const lue = { ...fiche, intitule: fiche.intitule ?? { texte: avant.intitule, blocs: [] } }
    const contenu = takenFrom(matched(contenuImporte(lue), avant), avant, champs)
    const auteur = { now, par: agent.personneId }
    const gardee = await createVersion(tx, avant, {
      acte: 'import',
      motif: `Avant la mise à jour depuis « ${aRelire.source.nom} »`,
      ...auteur,
    })
    const { valeur, trace } = await saveFiche.faire(contexte, { contratId, ficheId, version, contenu })
    await createVersion(tx, valeur, { acte: 'import', motif: `Mise à jour depuis « ${aRelire.source.nom} »`, ...auteur })
    await settleFicheImportee(tx, aRelire.id, { etat: 'mise_a_jour', ficheId, versionAvant: gardee.numero, par: agent.personneId, le: now })
    await remind(contexte, valeur, aRelire, doutes)
    return { valeur: { ficheId, code: valeur.code }, trace }
  },
)
