/** Long work: reading a table, checking it, writing its figures. */
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { loadFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import type { FinDeTravail, Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { listTerritoiresConnus } from '#territoire/index.ts'
import { comparePlan } from './differences.ts'
import { definedNouveau, nameCible, obstaclesOf } from './import/choix.ts'
import type { TerritoireConnu } from './import/codes-territoires.ts'
import { chooseTerritoire, cleTerritoire, sampleCodes } from './import/forme.ts'
import type { Feuille, Grille } from './import/grille.ts'
import type { ChoixTable, LectureTable } from './import/lecture.ts'
import { codesOfCorps, indicateurOf, type PlanTable, planTable } from './import/plan.ts'
import { recognizeTable } from './import/reconnaitre.ts'
import { isCodeVariable, motifToKeep } from './import/variables.ts'
import { ensureSource, listIndicateurs, listMarqueurs, listVariables, saveIndicateur, saveVariable } from './indicateur.store.ts'
import { type Lecteur, loadGrille } from './lecture-fichier.ts'
import { listEnPlace, lockEcriture, writeObservations } from './observation.store.ts'
import { NATURES_SOURCE, STATUTS } from './observation.ts'
import { getTable, lockTable, saveTable } from './table.store.ts'
import { assertInscriptible, type BilanTable, type EtatTable, type TableImportee } from './table.ts'
import { ECRIRE_TABLE, LIRE_TABLE, type ParametresLecture, type ParametresTable, PREPARER_TABLE } from './taches.ts'

export function travauxIndicateurs(lecteur: Lecteur): Travaux {
  return {
    [LIRE_TABLE]: (travail) => guarded(travail, 'en_lecture', (table) => readTable(travail, lecteur, table)),
    [PREPARER_TABLE]: (travail) => guarded(travail, 'en_preparation', (table) => prepareTable(travail, lecteur, table)),
    [ECRIRE_TABLE]: (travail) => guarded(travail, 'en_ecriture', (table) => writeTable(travail, lecteur, table)),
  }
}

/** Somebody stopped the work: what was begun is undone. */
class Arret extends Error {}

/** A rule that breaks is said on the table, which goes back to where it was. */
async function guarded({ db, tache }: Travail, etat: EtatTable, faire: (table: TableImportee) => Promise<string>): Promise<FinDeTravail> {
  const { tableId } = tache.parametres as ParametresTable
  const table = await getTable(db, tableId)
  if (table.etat !== etat) return { message: null }
  try {
    return { message: await faire(table) }
  } catch (erreur) {
    if (erreur instanceof Arret) return { message: null }
    if (!(erreur instanceof RegleViolee)) throw erreur
    const retour = {
      en_lecture: table.lecture === null ? 'illisible' : 'a_relire',
      en_preparation: 'a_relire',
      en_ecriture: 'a_relire',
    } as const
    await saveTable(db, tableId, { etat: retour[etat as keyof typeof retour], erreur: erreur.message }, [etat])
    return { message: erreur.message }
  }
}

async function readTable({ db, tache }: Travail, lecteur: Lecteur, table: TableImportee): Promise<string> {
  const demande = tache.parametres as ParametresLecture
  const grille = await gridOf(db, lecteur, table)
  const dictionnaire = await dictionaryOf(db, lecteur, table)
  const choisi = await chooseFeuille(db, grille, demande)
  const feuille = grille.feuilles[choisi.feuille]
  if (feuille === undefined) throw new RegleViolee('Cette feuille n’existe pas dans le fichier.')
  const connus = await loadConnus(db, codesOfCorps(feuille, { premiere: 0, derniere: feuille.lignes.length - 1 }, choisi.territoire))
  const [indicateurs, variables, marqueurs] = [await listIndicateurs(db), await listVariables(db), await listMarqueurs(db)]
  const vivants = indicateurs.filter(({ archiveLe }) => archiveLe === null)
  const lecture = recognizeTable(
    grille,
    choisi.feuille,
    choisi.territoire,
    connus,
    { indicateurs: vivants, variables, marqueurs },
    dictionnaire,
  )
  await saveTable(db, table.id, { etat: 'a_relire', erreur: null, lecture, choix: null, bilan: null }, ['en_lecture'])
  return accorde(lecture.derniere - lecture.premiere + 1, 'ligne lue', 'lignes lues')
}

/** The sheet and the column that name the most places; or those that a person said. */
async function chooseFeuille(
  db: Tx,
  grille: Grille,
  demande: ParametresLecture,
): Promise<{ feuille: number; territoire: ChoixTable['territoire'] }> {
  if (demande.territoire !== undefined && demande.feuille !== undefined) return { feuille: demande.feuille, territoire: demande.territoire }
  let choisie: { feuille: number; territoire: ChoixTable['territoire']; note: number } | null = null
  for (const [rang, feuille] of grille.feuilles.entries()) {
    if (demande.feuille !== undefined && rang !== demande.feuille) continue
    const trouve = chooseTerritoire(feuille, await loadConnus(db, sampleCodes(feuille)))
    const note = (trouve?.note ?? 0) * Math.log2(feuille.lignes.length + 2)
    if (trouve !== null && (choisie === null || note > choisie.note))
      choisie = { feuille: rang, territoire: { colonne: trouve.colonne, type: trouve.type }, note }
  }
  if (choisie === null)
    throw new RegleViolee(
      'Aucune colonne de ce fichier ne nomme des territoires connus : il faut une colonne de codes de quartiers, de communes, d’EPCI ou d’unités urbaines.',
    )
  return choisie
}

async function prepareTable(travail: Travail, lecteur: Lecteur, table: TableImportee): Promise<string> {
  const { plan, choix, lecture } = await replan(travail, lecteur, table)
  const bilan = await weigh(travail, plan, choix, lecture)
  await saveTable(travail.db, table.id, { etat: 'prete', erreur: null, bilan }, ['en_preparation'])
  return `${accorde(bilan.nouvelles, 'valeur nouvelle', 'valeurs nouvelles')}, ${accorde(bilan.changees, 'changée')}`
}

/** All the figures, or none; refused when what would be written is no longer what was shown. */
async function writeTable(travail: Travail, lecteur: Lecteur, table: TableImportee): Promise<string> {
  const { db, now } = travail
  const { plan, choix, lecture } = await replan(travail, lecteur, table)
  const { nouvelles, changees } = await db.transaction().execute(async (tx) => {
    await lockEcriture(tx)
    const tenue = await lockTable(tx, table.id)
    if (tenue.etat !== 'en_ecriture') throw new Arret()
    assertInscriptible('prete', tenue.bilan)
    const sourceId = await sourceOf(tx, choix, now())
    const ids = await createNouveaux(tx, choix, now())
    const statut = STATUTS.find((connu) => connu === choix.statut) ?? 'declare'
    const bilan = await weigh({ ...travail, db: tx }, plan, choix, lecture, async (lot) => {
      await writeObservations(
        tx,
        { tableId: table.id, sourceId, statut },
        lot.map((o) => ({ ...o, indicateurId: ids.get(o.indicateurId) ?? o.indicateurId })),
      )
    })
    if (!sameFigures(bilan, tenue.bilan))
      throw new RegleViolee('Les chiffres en place ont changé depuis la vérification : vérifiez de nouveau la table avant de l’importer.')
    await learnVariables(tx, choix, lecture, ids)
    await saveTable(tx, table.id, { etat: 'ecrite', erreur: null, sourceId, millesime: choix.millesime, ecriteLe: now() })
    return bilan
  })
  return `${accorde(nouvelles, 'valeur nouvelle', 'valeurs nouvelles')}, ${accorde(changees, 'changée')}`
}

async function replan(
  { db }: Travail,
  lecteur: Lecteur,
  table: TableImportee,
): Promise<{ plan: PlanTable; choix: ChoixTable; lecture: LectureTable }> {
  const { choix, lecture } = table
  if (choix === null || lecture === null) throw new RegleViolee('Dites d’abord ce que sont les colonnes de cette table.')
  const feuille = (await gridOf(db, lecteur, table)).feuilles[choix.feuille]
  if (feuille === undefined) throw new RegleViolee('Cette feuille n’existe pas dans le fichier.')
  const connus = await loadConnus(db, codesOfCorps(feuille, lecture, choix.territoire))
  return { plan: planTable(feuille, lecture, choix, connus, await listMarqueurs(db)), choix, lecture }
}

/** Compares with what stands, indicator by indicator; `write` receives what changes. Stops when somebody asks. */
async function weigh(
  { db, avance }: Travail,
  plan: PlanTable,
  choix: ChoixTable,
  lecture: LectureTable,
  write: Parameters<typeof comparePlan>[1]['write'] = async () => {},
): Promise<BilanTable> {
  const noms = new Map(choix.cibles.map((cible) => [indicateurOf(cible) ?? '', nameCible(cible.cle, lecture)]))
  const differences = await comparePlan(plan.observations, {
    listEnPlace: (cible) => listEnPlace(db, cible),
    choix,
    noms,
    write,
    advance: async (fait, total) => {
      if (!(await avance(fait, total, `${accorde(fait, 'valeur comparée', 'valeurs comparées')}`))) throw new Arret()
    },
  })
  return {
    decompte: plan.decompte,
    ...differences,
    inconnus: plan.inconnus.slice(0, 200),
    incompris: plan.incompris,
    contradictions: plan.contradictions,
    nouveauxIndicateurs: choix.cibles.flatMap(({ action, nouveau }) => (action === 'nouveau' && nouveau !== null ? [nouveau.libelle] : [])),
    obstacles: obstaclesOf(plan, choix),
  }
}

function sameFigures(a: BilanTable, b: BilanTable | null): boolean {
  return b !== null && a.nouvelles === b.nouvelles && a.changees === b.changees && a.identiques === b.identiques
}

async function sourceOf(tx: Tx, { source }: ChoixTable, now: Date): Promise<string> {
  if ('id' in source) return source.id
  const nature = NATURES_SOURCE.find((connue) => connue === source.nature) ?? 'officielle'
  return ensureSource(tx, { ...source, id: createId(now.getTime()), nature }, now)
}

async function createNouveaux(tx: Tx, choix: ChoixTable, now: Date): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const cible of choix.cibles) {
    if (cible.action !== 'nouveau' || cible.nouveau === null) continue
    const indicateur = { ...definedNouveau(cible.nouveau), id: createId(now.getTime()) }
    await saveIndicateur(tx, indicateur, now, 'creation')
    ids.set(`nouveau:${indicateur.code}`, indicateur.id)
  }
  return ids
}

/** Next time, these variables are recognised by themselves. */
async function learnVariables(tx: Tx, choix: ChoixTable, lecture: LectureTable, ids: ReadonlyMap<string, string>): Promise<void> {
  for (const cible of choix.cibles) {
    const indicateur = indicateurOf(cible)
    const code = cible.cle.startsWith('v:') ? cible.cle.slice(2) : lecture.colonnes.find(({ rang }) => `c${rang}` === cible.cle)?.code
    if (indicateur === null || code === null || code === undefined || !isCodeVariable(code)) continue
    await saveVariable(tx, motifToKeep(code, cible.periode ?? choix.periode ?? ''), ids.get(indicateur) ?? indicateur)
  }
}

async function gridOf(db: Tx, lecteur: Lecteur, table: TableImportee): Promise<Grille> {
  return loadGrille(lecteur, table.nomFichier, await loadFichier(db, table.fichierId))
}

async function dictionaryOf(db: Tx, lecteur: Lecteur, table: TableImportee): Promise<Feuille[]> {
  if (table.dictionnaireId === null || table.dictionnaireNom === null) return []
  return (await loadGrille(lecteur, table.dictionnaireNom, await loadFichier(db, table.dictionnaireId))).feuilles
}

async function loadConnus(db: Tx, codes: Parameters<typeof listTerritoiresConnus>[1]): Promise<Map<string, TerritoireConnu>> {
  return new Map((await listTerritoiresConnus(db, codes)).map((lieu) => [cleTerritoire(lieu.type, lieu.code), lieu]))
}
