/** What a person does with a table that has been dropped: read elsewhere, check, write, stop, undo. */
import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { cancelTache, enqueueTache } from '#platform/taches/tache.store.ts'
import { canTenirIndicateurs } from '../droits.ts'
import { checkedChoix } from '../import/choix.ts'
import { listIndicateurs, listSources } from '../indicateur.store.ts'
import { findSuivante, lockEcriture, removeObservations } from '../observation.store.ts'
import { STATUTS, TYPES_TERRITOIRE } from '../observation.ts'
import { lockTable, saveTable } from '../table.store.ts'
import { assertAnnulable, assertArretable, assertInscriptible, assertRelisable, type TableImportee } from '../table.ts'
import { ECRIRE_TABLE, LIRE_TABLE, PREPARER_TABLE } from '../taches.ts'

const designee = { tableId: z.uuid() }
const rang = z.coerce.number<unknown>().int().min(0).max(16_384)

const trace = ({ id }: Pick<TableImportee, 'id'>, libelle: string, avant: unknown, apres: unknown) => ({
  contratId: null,
  objet: { type: 'table_indicateurs', id } as const,
  libelle,
  avant,
  apres,
})

/** Another sheet, another column of places: the file is read again. */
export const rereadTable = command(
  'indicateurs.relire_table',
  z.object({ ...designee, feuille: rang, colonne: rang, type: z.enum(TYPES_TERRITOIRE, 'Choisissez ce que nomme la colonne.') }),
  async ({ tx, agent }, { tableId, feuille, colonne, type }) => {
    assertCan(canTenirIndicateurs(agent))
    const table = await lockTable(tx, tableId)
    if (table.etat !== 'illisible') assertRelisable(table.etat)
    const parametres = { tableId, feuille, territoire: { colonne, type } }
    const tacheId = await enqueueTache(tx, { genre: LIRE_TABLE, contratId: null, demandeurId: agent.personneId, parametres })
    await saveTable(tx, tableId, { etat: 'en_lecture', erreur: null, tacheId })
    return { valeur: null, trace: trace(table, `Table « ${table.nomFichier} » à relire autrement`, null, parametres) }
  },
)

const cible = z.object({
  cle: z.string().max(300),
  action: z.enum(['ignorer', 'indicateur', 'nouveau']),
  indicateurId: z.string().max(60).nullable(),
  nouveau: z
    .object({
      code: z.string().trim().max(60),
      libelle: z.string().max(200, 'Le nom compte 200 caractères au plus.'),
      unite: z.string().max(40),
      sens: z.string().max(40),
      sommable: z.boolean(),
      millesimes: z.string().max(40),
      decimales: z.number().int().min(0).max(6),
    })
    .nullable(),
  periode: z.string().max(20).nullable(),
  cent: z.enum(['tel', 'cent']),
  convention: z.enum(['virgule', 'point']),
})
const choix = z.object({
  feuille: rang,
  territoire: z.object({ colonne: rang, type: z.enum(TYPES_TERRITOIRE) }),
  forme: z.enum(['large', 'longue']),
  colonneVariable: rang.nullable(),
  colonneValeur: rang.nullable(),
  colonnePeriode: rang.nullable(),
  periode: z.string().max(20).nullable(),
  cibles: z.array(cible).max(5000),
  source: z.union([
    z.object({ id: z.uuid() }),
    z.object({
      nom: z.string().max(300, 'Le nom de la source compte 300 caractères au plus.'),
      producteur: z.string().max(300),
      licence: z.string().max(300),
      adresse: z.string().max(1000),
      nature: z.string().max(40),
    }),
  ]),
  millesime: z.string().trim().max(60, 'Le millésime compte 60 caractères au plus.'),
  statut: z.enum(STATUTS, 'Choisissez un statut.'),
  inconnus: z.enum(['refuser', 'laisser']),
  incompris: z.enum(['refuser', 'laisser']),
})

/** What the columns are is said: what the import would change is worked out, nothing is written. */
export const checkTable = command(
  'indicateurs.verifier_table',
  z.object({ ...designee, choix }),
  async ({ tx, agent }, { tableId, choix: dit }) => {
    assertCan(canTenirIndicateurs(agent))
    const table = await lockTable(tx, tableId)
    assertRelisable(table.etat)
    if (table.lecture === null) throw new RegleViolee('Cette table n’a pas encore été lue.')
    const sources = await listSources(tx)
    const connue = 'id' in dit.source ? sources.find(({ id }) => 'id' in dit.source && id === dit.source.id) : undefined
    if ('id' in dit.source && connue === undefined)
      throw new RegleViolee('Choisissez une source de la liste.', [{ champ: 'sourceId', message: 'Choisissez une source de la liste.' }])
    // A source typed again under the name of one that is there is that one.
    const memeNom = 'nom' in dit.source ? sources.find(({ nom }) => 'nom' in dit.source && nom === dit.source.nom.trim()) : undefined
    const source =
      'id' in dit.source ? dit.source : memeNom === undefined ? { ...dit.source, nom: dit.source.nom.trim() } : { id: memeNom.id }
    const garde = checkedChoix({ ...dit, source }, table.lecture, await listIndicateurs(tx))
    const tacheId = await enqueueTache(tx, {
      genre: PREPARER_TABLE,
      contratId: null,
      demandeurId: agent.personneId,
      parametres: { tableId },
    })
    await saveTable(tx, tableId, { etat: 'en_preparation', erreur: null, choix: garde, bilan: null, tacheId })
    const colonnes = garde.cibles.filter(({ action }) => action !== 'ignorer').length
    return {
      valeur: null,
      trace: trace(table, `Table « ${table.nomFichier} » à vérifier, ${accorde(colonnes, 'indicateur')}`, null, {
        source,
        millesime: garde.millesime,
        colonnes,
      }),
    }
  },
)

/** Its figures are written, all or none. */
export const writeTableFigures = command('indicateurs.ecrire_table', z.object(designee), async ({ tx, agent }, { tableId }) => {
  assertCan(canTenirIndicateurs(agent))
  const table = await lockTable(tx, tableId)
  assertInscriptible(table.etat, table.bilan)
  const { nouvelles = 0, changees = 0 } = table.bilan ?? {}
  const tacheId = await enqueueTache(tx, { genre: ECRIRE_TABLE, contratId: null, demandeurId: agent.personneId, parametres: { tableId } })
  await saveTable(tx, tableId, { etat: 'en_ecriture', erreur: null, tacheId })
  return {
    valeur: null,
    trace: trace(
      table,
      `Import de la table « ${table.nomFichier} » lancé, ${accorde(nouvelles, 'valeur nouvelle', 'valeurs nouvelles')}, ${accorde(changees, 'changée')}`,
      null,
      {
        nouvelles,
        changees,
      },
    ),
  }
})

/** Work under way is stopped; a table that waits is left. Nothing of it is in the figures. */
export const stopTable = command('indicateurs.arreter_table', z.object(designee), async ({ tx, agent, now }, { tableId }) => {
  assertCan(canTenirIndicateurs(agent))
  const table = await lockTable(tx, tableId)
  assertArretable(table.etat)
  const arretee = table.tacheId !== null && (await cancelTache(tx, table.tacheId, now))
  const etat = !arretee
    ? 'abandonnee'
    : table.etat === 'en_preparation'
      ? 'a_relire'
      : table.etat === 'en_ecriture'
        ? 'prete'
        : 'abandonnee'
  await saveTable(tx, tableId, { etat })
  return {
    valeur: { etat },
    trace: trace(
      table,
      `Table « ${table.nomFichier} » ${etat === 'abandonnee' ? 'abandonnée' : 'arrêtée'}`,
      { etat: table.etat },
      { etat },
    ),
  }
})

/** Its figures go, those that they had replaced stand again. */
export const undoTable = command('indicateurs.annuler_table', z.object(designee), async ({ tx, agent, now }, { tableId }) => {
  assertCan(canTenirIndicateurs(agent))
  await lockEcriture(tx)
  const table = await lockTable(tx, tableId)
  assertAnnulable(table.etat)
  const suivante = await findSuivante(tx, tableId)
  if (suivante !== null) throw new RegleViolee(`La table « ${suivante} » a remplacé des valeurs de celle-ci depuis : annulez-la d’abord.`)
  const { retirees, rendues } = await removeObservations(tx, tableId)
  await saveTable(tx, tableId, { etat: 'annulee', annuleeLe: now })
  return {
    valeur: { retirees, rendues },
    trace: trace(
      table,
      `Import de la table « ${table.nomFichier} » annulé, ${accorde(retirees, 'valeur retirée', 'valeurs retirées')}, ${accorde(rendues, 'rendue')}`,
      { retirees: 0 },
      { retirees, rendues },
    ),
  }
})
