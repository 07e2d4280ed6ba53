/** Long work of the exports: composing a document of a contract outside the web process. */
import { RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import type { Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { loadTheme } from '../apparence.store.ts'
import { assembleInstantane } from '../assemblage.store.ts'
import { EXPORTER, type ParametresExport } from '../commands/ask-export.ts'
import { toExport } from './depuis-instantane.ts'
import { exportBranche } from './exporter.ts'

export const travauxExports: Travaux = { [EXPORTER]: composeExport }

async function composeExport({ db, tache, now, avance }: Travail) {
  const { format, code } = tache.parametres as ParametresExport
  if (tache.contratId === null) throw new RegleViolee('Cet export ne dit pas de quel contrat.')
  if (!(await avance(0, 1, 'Lecture du contrat'))) return { message: null }
  const contrat = toExport(await assembleInstantane(db, tache.contratId))
  const theme = await loadTheme(db, tache.contratId)
  const annulation = new AbortController()
  const { nom, type, contenu } = await exportBranche(contrat, code, format, theme, {
    date: now(),
    signal: annulation.signal,
    avance: (phrase) => {
      void avance(0, 1, phrase).then((continuer) => {
        if (!continuer) annulation.abort()
      })
    },
  })
  if (!(await avance(1, 1))) return { message: null }
  const { id } = await saveFichier(db, { contenu, type, now: now() })
  return { message: nom, resultat: { taille: contenu.byteLength }, fichier: { id, nom } }
}
