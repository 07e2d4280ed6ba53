import { z } from 'zod'
import { type Contexte, command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { cancelTache } from '#platform/taches/tache.store.ts'
import { identifiant } from '../generation-formes.ts'
import { etatOf } from '../import/forme.ts'
import { markAnnule, removeImport } from '../import.store.ts'
import { listTouches, removeQuartiers, restoreQuartiers } from '../import-annulation.store.ts'
import { undoContours, undoUnites } from '../import-contour.store.ts'
import { openImportTerritoire } from './open-import-territoire.ts'

/**
 * Gives back what an import changed: quartiers that it created go, those it changed are as before. A quartier that something else
 * has changed since is left alone, and said. Nothing is given back when a quartier created by it is used elsewhere.
 */
export const undoImportTerritoire = command(
  'territoire.annuler_import',
  z.object({ importId: identifiant }),
  async (contexte, { importId }) => {
    const { tx, agent, now } = contexte
    const un = await openImportTerritoire(contexte, importId)
    const etat = etatOf(un)
    if (etat === 'annule') throw new RegleViolee('Cet import est déjà annulé.')
    if (etat !== 'importe') throw new RegleViolee('Cet import n’a encore rien changé : il n’y a rien à annuler.')
    const laisses = un.genre === 'quartiers' ? await undoQuartiers(contexte, importId) : []
    if (un.genre === 'contours') await undoContours(tx, importId)
    if (un.genre === 'unites_urbaines') await undoUnites(tx, importId)
    await markAnnule(tx, importId, { now, par: agent.personneId })
    const suite =
      laisses.length === 0
        ? ''
        : ` ; ${accorde(laisses.length, 'quartier modifié depuis, laissé', 'quartiers modifiés depuis, laissés')} : ${laisses.join(', ')}`
    return {
      valeur: { laisses },
      trace: {
        contratId: null,
        objet: { type: 'import_territoire', id: importId },
        libelle: `Import de « ${un.nom} » annulé${suite}`,
        avant: un.bilan,
        apres: { laisses },
      },
    }
  },
)

async function undoQuartiers({ tx }: Contexte, importId: string): Promise<string[]> {
  const touches = await listTouches(tx, importId)
  const crees = touches.filter(({ creation, depuis }) => creation && !depuis)
  const changes = touches.filter(({ creation, depuis }) => !creation && !depuis)
  await restoreQuartiers(
    tx,
    importId,
    changes.map(({ quartierId }) => quartierId),
  )
  const sort = await removeQuartiers(
    tx,
    crees.map(({ quartierId }) => quartierId),
  )
  if (sort === 'employes')
    throw new RegleViolee(
      'Des quartiers que cet import a créés servent déjà dans des contrats : détachez-les d’abord, puis annulez l’import. Rien n’a changé.',
    )
  return touches.filter(({ depuis }) => depuis).map(({ code }) => code)
}

/** Stops the reading of a file under way. */
export const stopLecture = command('territoire.arreter_lecture', z.object({ importId: identifiant }), async (contexte, { importId }) => {
  const { tx, now } = contexte
  const un = await openImportTerritoire(contexte, importId)
  const arretee = un.tacheId !== null && (await cancelTache(tx, un.tacheId, now))
  if (!arretee) throw new RegleViolee('La lecture de ce fichier est déjà terminée.')
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'import_territoire', id: importId },
      libelle: `Lecture de « ${un.nom} » arrêtée`,
      avant: null,
      apres: null,
    },
  }
})

/** Forgets a file that will not be imported. */
export const discardImport = command(
  'territoire.abandonner_import',
  z.object({ importId: identifiant }),
  async (contexte, { importId }) => {
    const { tx, now } = contexte
    const un = await openImportTerritoire(contexte, importId)
    if (un.importeLe !== null) throw new RegleViolee('Cet import est fait : annulez-le, son histoire reste.')
    if (un.tacheId !== null) await cancelTache(tx, un.tacheId, now)
    await removeImport(tx, importId)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'import_territoire', id: importId },
        libelle: `Fichier « ${un.nom} » abandonné sans être importé`,
        avant: null,
        apres: null,
      },
    }
  },
)
