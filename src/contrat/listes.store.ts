import type { Tx } from '#platform/db/base.ts'
import type { Jalon } from './calendrier.ts'
import type { ChoixChampContrat, CommuneContrat, DocumentContrat, Niveau, QuartierNomme, Theme } from './contrat.ts'
import type { Prorogation } from './duree.ts'
import type { Signataire } from './signataire.ts'
import type { TablesContrat } from './tables.ts'

// Lists of the contract, written whole under the lock of its row: what is no longer in the list goes, what stays keeps its id.

const contratsDe = (tx: Tx) => tx.withTables<TablesContrat>()

export async function saveCommunesRows(tx: Tx, contratId: string, communes: readonly CommuneContrat[]): Promise<void> {
  await contratsDe(tx).deleteFrom('contrat.commune').where('contrat_id', '=', contratId).execute()
  if (communes.length === 0) return
  const lignes = communes.map(({ code, nom }, ordre) => ({ contrat_id: contratId, code_insee: code, nom, ordre }))
  await contratsDe(tx).insertInto('contrat.commune').values(lignes).execute()
}

export async function addProrogationRow(tx: Tx, contratId: string, { id, fin, motif, decideeLe }: Prorogation): Promise<void> {
  await contratsDe(tx).insertInto('contrat.prorogation').values({ id, contrat_id: contratId, fin, motif, decidee_le: decideeLe }).execute()
}

export async function saveNiveauxRows(tx: Tx, contratId: string, niveaux: readonly Niveau[]): Promise<void> {
  await contratsDe(tx).deleteFrom('contrat.niveau').where('contrat_id', '=', contratId).execute()
  await contratsDe(tx)
    .insertInto('contrat.niveau')
    .values(niveaux.map((niveau) => ({ contrat_id: contratId, ...niveau })))
    .execute()
}

export async function saveChampsRows(tx: Tx, contratId: string, champs: readonly ChoixChampContrat[]): Promise<void> {
  await contratsDe(tx).deleteFrom('contrat.champ_fiche').where('contrat_id', '=', contratId).execute()
  if (champs.length === 0) return
  await contratsDe(tx)
    .insertInto('contrat.champ_fiche')
    .values(champs.map((choix) => ({ contrat_id: contratId, ...choix })))
    .execute()
}

/** Themes keep their ids: nodes and fiches point at them. */
export async function saveThemesRows(tx: Tx, contratId: string, themes: readonly Theme[]): Promise<void> {
  await deleteAbsents(tx, 'contrat.theme', contratId, themes)
  if (themes.length === 0) return
  await contratsDe(tx)
    .insertInto('contrat.theme')
    .values(themes.map(({ id, libelle }, ordre) => ({ id, contrat_id: contratId, libelle, ordre })))
    .onConflict((conflit) =>
      conflit.column('id').doUpdateSet((eb) => ({ libelle: eb.ref('excluded.libelle'), ordre: eb.ref('excluded.ordre') })),
    )
    .execute()
}

export async function saveSignatairesRows(tx: Tx, contratId: string, signataires: readonly Signataire[]): Promise<void> {
  await deleteAbsents(tx, 'contrat.signataire', contratId, signataires)
  if (signataires.length === 0) return
  await contratsDe(tx)
    .insertInto('contrat.signataire')
    .values(
      signataires.map((signataire, ordre) => ({
        id: signataire.id,
        contrat_id: contratId,
        organisation_id: signataire.organisationId,
        organisation: signataire.organisation,
        precision_role: signataire.precisionRole,
        representant: signataire.representant,
        fonction: signataire.fonction,
        role: signataire.role,
        signe_le: signataire.signeLe,
        ordre,
      })),
    )
    .onConflict((conflit) =>
      conflit.column('id').doUpdateSet((eb) => ({
        organisation_id: eb.ref('excluded.organisation_id'),
        organisation: eb.ref('excluded.organisation'),
        precision_role: eb.ref('excluded.precision_role'),
        representant: eb.ref('excluded.representant'),
        fonction: eb.ref('excluded.fonction'),
        role: eb.ref('excluded.role'),
        signe_le: eb.ref('excluded.signe_le'),
        ordre: eb.ref('excluded.ordre'),
      })),
    )
    .execute()
}

/** A part follows its quartier in the list, so that its parent exists when it is written. */
export async function saveQuartiersNommesRows(tx: Tx, contratId: string, quartiers: readonly QuartierNomme[]): Promise<void> {
  if (quartiers.length > 0) {
    await contratsDe(tx)
      .insertInto('contrat.quartier_nomme')
      .values(
        quartiers.map((quartier, ordre) => ({
          id: quartier.id,
          contrat_id: contratId,
          parent_id: quartier.parentId,
          nom: quartier.nom,
          commune: quartier.commune,
          code_officiel: quartier.codeOfficiel,
          description: quartier.description,
          ordre,
        })),
      )
      .onConflict((conflit) =>
        conflit.column('id').doUpdateSet((eb) => ({
          parent_id: eb.ref('excluded.parent_id'),
          nom: eb.ref('excluded.nom'),
          commune: eb.ref('excluded.commune'),
          code_officiel: eb.ref('excluded.code_officiel'),
          description: eb.ref('excluded.description'),
          ordre: eb.ref('excluded.ordre'),
        })),
      )
      .execute()
  }
  // After the parts have left their old quartier.
  await deleteAbsents(tx, 'contrat.quartier_nomme', contratId, quartiers)
}

export async function saveJalonsRows(tx: Tx, contratId: string, jalons: readonly Jalon[]): Promise<void> {
  await contratsDe(tx).deleteFrom('contrat.jalon').where('contrat_id', '=', contratId).execute()
  if (jalons.length === 0) return
  await contratsDe(tx)
    .insertInto('contrat.jalon')
    .values(jalons.map((jalon, ordre) => ({ contrat_id: contratId, ...jalon, ordre })))
    .execute()
}

/** Adds a document after the others. */
export async function addDocumentRow(tx: Tx, contratId: string, document: Omit<DocumentContrat, 'archiveLe'>): Promise<void> {
  await contratsDe(tx)
    .insertInto('contrat.document')
    .values((eb) => ({
      id: document.id,
      contrat_id: contratId,
      titre: document.titre,
      nom_fichier: document.nomFichier,
      type: document.type,
      taille: document.taille,
      fichier_id: document.fichierId,
      public: document.public,
      ajoute_le: document.ajouteLe,
      ordre: eb
        .selectFrom('contrat.document')
        .select((s) => s.fn.coalesce(s(s.fn.max('ordre'), '+', 1), s.val(0)).as('suivant'))
        .where('contrat_id', '=', contratId),
    }))
    .execute()
}

export async function saveDocumentRow(
  tx: Tx,
  contratId: string,
  { id, titre, public: visible, archiveLe }: Pick<DocumentContrat, 'id' | 'titre' | 'public' | 'archiveLe'>,
): Promise<void> {
  await contratsDe(tx)
    .updateTable('contrat.document')
    .set({ titre, public: visible, archive_le: archiveLe })
    .where('contrat_id', '=', contratId)
    .where('id', '=', id)
    .execute()
}

async function deleteAbsents(
  tx: Tx,
  table: 'contrat.theme' | 'contrat.signataire' | 'contrat.quartier_nomme',
  contratId: string,
  gardes: readonly { id: string }[],
): Promise<void> {
  const absents = contratsDe(tx).deleteFrom(table).where('contrat_id', '=', contratId)
  const ids = gardes.map((ligne) => ligne.id)
  await (ids.length === 0 ? absents : absents.where('id', 'not in', ids)).execute()
}
