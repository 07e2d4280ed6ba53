import { z } from 'zod'
import { assertModifiable, getContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { insertLot } from '../lot.store.ts'
import { canImportFiches } from '../lot-droits.ts'
import { REFUS_IMPORT } from './open-import.ts'

/** Files in one drop; a zip counts for one. */
const DOCUMENTS_MAX = 200
const OCTETS_MAX = 50 * 1024 * 1024

/** Kind of the task that reads a batch. */
export const LIRE_LOT = 'strategie.lire_lot'
export type ParametresLot = { lotId: string; fichiers: { fichierId: string; nom: string }[] }

/** Drops files to be read: they are kept as they came, and a task is queued to read them. Nothing becomes a fiche yet. */
export const createLot = command(
  'strategie.deposer_lot',
  z.object({
    contratId: z.uuid(),
    libelle: z.string().trim().max(200, 'Un nom d’import compte 200 caractères au plus.'),
    fichiers: z
      .array(z.object({ nom: z.string().min(1), contenu: z.instanceof(Uint8Array) }))
      .min(1, 'Choisissez au moins un fichier à importer.')
      .max(DOCUMENTS_MAX, `Déposez ${DOCUMENTS_MAX} fichiers au plus à la fois, ou un dossier compressé (.zip).`),
  }),
  async ({ tx, agent, now }, { contratId, libelle, fichiers }) => {
    assertCan(canImportFiches(agent, contratId), REFUS_IMPORT)
    assertModifiable(await getContrat(tx, contratId))
    for (const fichier of fichiers) {
      if (fichier.contenu.byteLength === 0)
        throw new RegleViolee(`Le fichier « ${fichier.nom} » est vide.`, [
          { champ: 'fichiers', message: `Le fichier « ${fichier.nom} » est vide : choisissez-en un autre.` },
        ])
      if (fichier.contenu.byteLength > OCTETS_MAX) {
        const message = `Le fichier « ${fichier.nom} » dépasse 50 Mo : découpez-le ou retirez ses images.`
        throw new RegleViolee(message, [{ champ: 'fichiers', message }])
      }
    }
    const lotId = createId(now.getTime())
    const gardes: ParametresLot['fichiers'] = []
    for (const { nom, contenu } of fichiers) {
      const { id } = await saveFichier(tx, { contenu, type: 'application/octet-stream', now })
      gardes.push({ fichierId: id, nom })
    }
    const parametres: ParametresLot = { lotId, fichiers: gardes }
    const tacheId = await enqueueTache(tx, {
      genre: LIRE_LOT,
      contratId,
      demandeurId: agent.personneId,
      parametres,
      total: fichiers.length,
      message: `En file, ${accorde(fichiers.length, 'document')}`,
    })
    const nom = libelle === '' ? (fichiers.length === 1 ? (fichiers[0]?.nom ?? '') : `${accorde(fichiers.length, 'document')}`) : libelle
    await insertLot(tx, { id: lotId, contratId, libelle: nom, deposePar: agent.personneId, deposeLe: now, tacheId })
    return {
      valeur: { lotId },
      trace: {
        contratId,
        objet: { type: 'import', id: lotId },
        libelle: `Import « ${nom} » déposé, ${accorde(fichiers.length, 'document')}`,
        avant: null,
        apres: { libelle: nom, fichiers: gardes },
      },
    }
  },
)
