import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { LIMITES } from '#platform/documents/lecture/limites.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { formatTaille } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { canTenirIndicateurs } from '../droits.ts'
import { EXTENSIONS_TABLE } from '../lecture-fichier.ts'
import { createTableRow, saveTable } from '../table.store.ts'
import { LIRE_TABLE } from '../taches.ts'

const fichier = z.object({ nom: z.string().min(1).max(300), contenu: z.instanceof(Uint8Array) })

/** A table of figures is dropped: kept as it is, then read apart. */
export const depositTable = command(
  'indicateurs.deposer_table',
  z.object({ table: fichier.optional(), dictionnaire: fichier.optional() }),
  async ({ tx, agent, now }, { table, dictionnaire }) => {
    assertCan(canTenirIndicateurs(agent))
    if (table === undefined) throw new RegleViolee('Choisissez un fichier.', [{ champ: 'table', message: 'Choisissez un fichier.' }])
    checkFichier('table', table)
    if (dictionnaire !== undefined) checkFichier('dictionnaire', dictionnaire)
    const keep = async ({ contenu }: { contenu: Uint8Array }) =>
      (await saveFichier(tx, { contenu, type: 'application/octet-stream', now })).id
    const id = createId(now.getTime())
    await createTableRow(tx, {
      id,
      nomFichier: table.nom,
      fichierId: await keep(table),
      dictionnaireNom: dictionnaire?.nom ?? null,
      dictionnaireId: dictionnaire === undefined ? null : await keep(dictionnaire),
      deposeePar: agent.personneId,
      deposeeLe: now,
    })
    const tacheId = await enqueueTache(tx, {
      genre: LIRE_TABLE,
      contratId: null,
      demandeurId: agent.personneId,
      parametres: { tableId: id },
    })
    await saveTable(tx, id, { tacheId })
    return {
      valeur: { tableId: id },
      trace: {
        contratId: null,
        objet: { type: 'table_indicateurs', id },
        libelle: `Table « ${table.nom} » déposée`,
        avant: null,
        apres: { fichier: table.nom, dictionnaire: dictionnaire?.nom ?? null },
      },
    }
  },
)

function checkFichier(champ: string, { nom, contenu }: z.infer<typeof fichier>): void {
  const extension = nom.split('.').at(-1)?.toLowerCase() ?? ''
  const connue = EXTENSIONS_TABLE.some((autre) => autre === extension)
  const message = !connue
    ? `« ${nom} » n’est pas une table : donnez un fichier ${EXTENSIONS_TABLE.join(', ')}.`
    : contenu.byteLength === 0
      ? `« ${nom} » est vide.`
      : contenu.byteLength > LIMITES.octetsEntree
        ? `« ${nom} » dépasse ${formatTaille(LIMITES.octetsEntree)} : importez-le en plusieurs parties.`
        : null
  if (message !== null) throw new RegleViolee(message, [{ champ, message }])
}
