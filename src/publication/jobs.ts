/** Long work of the capability: composing the documents of a published version. */
import { getContrat, getVersion } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde } from '#platform/formats.ts'
import type { FinDeTravail, Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { exportBranche, type Instantane, loadTheme, toExport } from '#strategie/index.ts'
import { COMPOSER_VERSION, type ParametresComposition } from './commands/publish-contrat.ts'
import { countPages } from './pages-pdf.ts'
import { FORMATS_PUBLIES, type FormatPublie } from './tables.ts'
import { listTelechargements, saveTelechargement } from './telechargement.store.ts'

/** Writes one document of a published contract. */
export type Compose = typeof exportBranche

export function travauxPublication(compose: Compose = exportBranche): Travaux {
  return { [COMPOSER_VERSION]: (travail) => composeVersion(travail, compose) }
}

/**
 * Composes the documents of a version one after the other; each is online as soon as it is kept. Tried again, the work goes
 * on from where it was. A format that refuses the contract does not stop the others.
 */
async function composeVersion({ db, tache, now, avance }: Travail, compose: Compose): Promise<FinDeTravail> {
  const { contratId, numero } = tache.parametres as ParametresComposition
  const contrat = await getContrat(db, contratId)
  const version = await getVersion(db, contratId, numero)
  if (version.retireLe !== null) return { message: `La version ${numero} n’est plus en ligne : rien à composer` }
  const source = toExport(JSON.parse(version.contenu) as Instantane)
  const theme = await loadTheme(db, contratId)
  const faits = new Set((await listTelechargements(db, version.id)).map((document) => document.format))
  const refus: string[] = []
  for (const format of FORMATS_PUBLIES) {
    if (faits.has(format)) continue
    if (!(await avance(faits.size, FORMATS_PUBLIES.length, `Composition de « ${contrat.titre} » : ${format.toUpperCase()}`)))
      return { message: null }
    try {
      const { nom, type, contenu } = await compose(source, null, format, theme, { date: version.publieLe ?? version.creeLe })
      await keep(db, version.id, { format, nom, type, contenu }, now())
      faits.add(format)
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee)) throw new Error(`composition of version ${version.id} in ${format}`, { cause: erreur })
      refus.push(`${format.toUpperCase()} : ${erreur.message}`)
    }
  }
  if (refus.length > 0) throw new RegleViolee(`Version ${numero} : ${refus.join(' ')}`)
  await avance(faits.size, FORMATS_PUBLIES.length)
  return { message: `Version ${numero} : ${accorde(faits.size, 'document composé', 'documents composés')}` }
}

async function keep(
  db: Travail['db'],
  versionId: string,
  { format, nom, type, contenu }: { format: FormatPublie; nom: string; type: string; contenu: Uint8Array },
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id, taille } = await saveFichier(tx, { contenu, type, now })
    await saveTelechargement(
      tx,
      versionId,
      { format, nom, type, taille, pages: format === 'pdf' ? countPages(contenu) : null, fichierId: id },
      now,
    )
  })
}
