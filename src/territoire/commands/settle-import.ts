import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { cancelTache } from '#platform/taches/tache.store.ts'
import { identifiant } from '../generation-formes.ts'
import { type Import, type Reglages, ROLES_COLONNE } from '../import/forme.ts'
import { reglagesSaisis, withSaisie } from '../import/formes.ts'
import { saveReglages } from '../import.store.ts'
import { listGenerations } from '../quartier.store.ts'
import { enqueueLecture } from './deposit-import.ts'
import { assertPasImporte, openImportTerritoire } from './open-import-territoire.ts'

/** Says how a file is to be read: columns, layer, system of coordinates, generation, vintage. It is read again when that changes what is read. */
export const settleImport = command(
  'territoire.regler_import',
  z.object({ importId: identifiant, reglages: reglagesSaisis, lecture: z.enum(['tache', 'appelant']).default('tache') }),
  async (contexte, { importId, reglages: saisis, lecture }) => {
    const { tx, agent, now } = contexte
    const un = await openImportTerritoire(contexte, importId)
    assertPasImporte(un)
    const reglages = await checked(tx, withSaisie(un.reglages, saisis), un.lecture?.colonnes.map(({ nom }) => nom) ?? [])
    const relire = mustReadAgain(un, reglages) || (un.luLe === null && un.lecture?.question != null)
    if (relire && un.tacheId !== null) await cancelTache(tx, un.tacheId, now)
    const tacheId = relire ? (lecture === 'appelant' ? null : await enqueueLecture(tx, importId, agent.personneId)) : undefined
    await saveReglages(tx, importId, { reglages, ...(tacheId === undefined ? {} : { tacheId }) })
    return {
      valeur: { relu: relire },
      trace: {
        contratId: null,
        objet: { type: 'import_territoire', id: importId },
        libelle: `Lecture de « ${un.nom} » réglée`,
        avant: un.reglages,
        apres: reglages,
      },
    }
  },
)

type Tx = Parameters<typeof listGenerations>[0]

async function checked(tx: Tx, reglages: Reglages, colonnes: readonly string[]): Promise<Reglages> {
  for (const [role, colonne] of Object.entries(reglages.colonnes ?? {})) {
    if (colonne !== null && colonnes.length > 0 && !colonnes.includes(colonne))
      throw fautif(`colonnes.${role}`, `Le fichier n’a pas de colonne « ${colonne} » : choisissez-en une de la liste.`)
  }
  if (reglages.generationId === undefined) return reglages
  const generation = (await listGenerations(tx)).find(({ id }) => id === reglages.generationId)
  if (generation === undefined) throw fautif('generationId', 'Cette génération n’existe pas, ou plus : choisissez-en une de la liste.')
  // The text of another generation is no choice for this one.
  const connu = reglages.decretId == null || generation.decrets.some(({ id }) => id === reglages.decretId)
  if (connu) return reglages
  const { decretId: _, ...sansTexte } = reglages
  return sansTexte
}

/** The generation decides which codes are right; the rest decides what is read. Text, vintage and source are written as they are. */
function mustReadAgain({ reglages: avant, lecture }: Import, apres: Reglages): boolean {
  // A column that was recognised and is chosen as it was changes nothing.
  const lues = lecture?.correspondance ?? {}
  return (
    avant.couche !== apres.couche ||
    avant.epsg !== apres.epsg ||
    avant.generationId !== apres.generationId ||
    ROLES_COLONNE.some((role) => apres.colonnes?.[role] !== undefined && apres.colonnes[role] !== (lues[role] ?? null))
  )
}

function fautif(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
