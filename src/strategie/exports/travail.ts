/** Long work of the exports: composing a document of a contract outside the web process. */

import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { loadFichier, saveFichier } from '#platform/fichiers/fichier.store.ts'
import type { Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { loadTheme } from '../apparence.store.ts'
import { assembleInstantane } from '../assemblage.store.ts'
import { EXPORTER, type ParametresExport } from '../commands/ask-export.ts'
import { getModeleDocument } from '../modele-document.store.ts'
import { toExport } from './depuis-instantane.ts'
import { exportBranche, type FichierExporte } from './exporter.ts'
import { type ContratAExporter, fichesOf, getBranche, listFiches } from './modele.ts'
import { fillContrat } from './modeles-collectivite.ts'
import { readTerritoire } from './territoire.adaptateur.ts'

export const travauxExports: Travaux = { [EXPORTER]: composeExport }

async function composeExport({ db, tache, now, avance }: Travail) {
  const { format, code, modele: modeleId } = tache.parametres as ParametresExport
  if (tache.contratId === null) throw new RegleViolee('Cet export ne dit pas de quel contrat.')
  if (!(await avance(0, 1, 'Lecture du contrat'))) return { message: null }
  const contrat = toExport(await assembleInstantane(db, tache.contratId))
  const theme = await loadTheme(db, tache.contratId)
  const annulation = new AbortController()
  const territoire = code === null && modeleId === null ? await readTerritoire(db, tache.contratId, contrat, { format, now: now() }) : []
  const composed = modeleId === null ? null : await fillModele(db, tache.contratId, modeleId, contrat, code)
  const { nom, type, contenu } =
    composed ??
    (await exportBranche(contrat, code, format, theme, {
      date: now(),
      signal: annulation.signal,
      territoire,
      avance: (phrase) => {
        void avance(0, 1, phrase).then((continuer) => {
          if (!continuer) annulation.abort()
        })
      },
    }))
  if (!(await avance(1, 1))) return { message: null }
  const { id } = await saveFichier(db, { contenu, type, now: now() })
  return { message: nom, resultat: { taille: contenu.byteLength }, fichier: { id, nom } }
}

/** The collectivité's own template, filled with the contract or the branch. */
async function fillModele(
  db: Tx,
  contratId: string,
  modeleId: string,
  contrat: ContratAExporter,
  code: string | null,
): Promise<FichierExporte> {
  const modele = await getModeleDocument(db, contratId, modeleId)
  const fiches = code === null ? listFiches(contrat) : fichesOf(getBranche(contrat, code).noeud)
  return fillContrat(contrat, modele.nom, await loadFichier(db, modele.fichierId), fiches)
}
