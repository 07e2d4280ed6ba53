import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { DocumentOrganisation, NatureDocument } from './organisation-document.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

export async function listNaturesDocument(tx: Tx): Promise<NatureDocument[]> {
  return compte(tx)
    .selectFrom('compte.nature_document')
    .select(['code', 'libelle', 'duree_mois as dureeMois', 'aide'])
    .orderBy('ordre')
    .orderBy('code')
    .execute()
}

function selectDocuments(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.organisation_document as d')
    .innerJoin('compte.nature_document as n', 'n.code', 'd.nature')
    .innerJoin('platform.fichier as f', 'f.id', 'd.fichier_id')
    .select([
      'd.id',
      'd.organisation_id as organisationId',
      'd.nature',
      'n.libelle as natureLibelle',
      'd.titre',
      'd.nom_fichier as nomFichier',
      'd.type',
      'd.taille',
      'd.fichier_id as fichierId',
      'f.sha256',
      'd.valable_du as valableDu',
      'd.valable_jusqu as valableJusqu',
      'd.ajoute_le as ajouteLe',
      'd.archive_le as archiveLe',
    ])
}

/** Documents of an organisation, archived ones included: kind by kind, the latest first. */
export async function listDocumentsOrganisation(tx: Tx, organisationId: string): Promise<DocumentOrganisation[]> {
  return selectDocuments(tx)
    .where('d.organisation_id', '=', organisationId)
    .orderBy('n.ordre')
    .orderBy('d.valable_du', 'desc')
    .orderBy('d.id', 'desc')
    .execute()
}

/** One document of this very organisation, with the digest of its file. @throws Introuvable */
export async function getDocumentOrganisation(
  tx: Tx,
  organisationId: string,
  id: string,
): Promise<DocumentOrganisation & { sha256: string }> {
  const document = await selectDocuments(tx).where('d.id', '=', id).where('d.organisation_id', '=', organisationId).executeTakeFirst()
  if (document === undefined) throw new Introuvable('Ce document n’existe pas, ou plus.')
  return document
}

export async function addDocumentOrganisationRow(
  tx: Tx,
  document: Omit<DocumentOrganisation, 'natureLibelle' | 'archiveLe'>,
  ajoutePar: string,
): Promise<void> {
  await compte(tx)
    .insertInto('compte.organisation_document')
    .values({
      id: document.id,
      organisation_id: document.organisationId,
      nature: document.nature,
      titre: document.titre,
      nom_fichier: document.nomFichier,
      type: document.type,
      taille: document.taille,
      fichier_id: document.fichierId,
      valable_du: document.valableDu,
      valable_jusqu: document.valableJusqu,
      ajoute_le: document.ajouteLe,
      ajoute_par: ajoutePar,
    })
    .execute()
}

/** Its title, its days, whether it is put away. */
export async function saveDocumentOrganisation(
  tx: Tx,
  document: Pick<DocumentOrganisation, 'id' | 'titre' | 'valableDu' | 'valableJusqu' | 'archiveLe'>,
): Promise<void> {
  await compte(tx)
    .updateTable('compte.organisation_document')
    .set({
      titre: document.titre,
      valable_du: document.valableDu,
      valable_jusqu: document.valableJusqu,
      archive_le: document.archiveLe,
    })
    .where('id', '=', document.id)
    .execute()
}

/** A new kind of document, the last of the list. @returns false when its code is taken */
export async function createNatureDocument(tx: Tx, nature: NatureDocument): Promise<boolean> {
  const ajoutee = await compte(tx)
    .insertInto('compte.nature_document')
    .values({
      code: nature.code,
      libelle: nature.libelle,
      duree_mois: nature.dureeMois,
      aide: nature.aide,
      ordre: sql`(select coalesce(max(ordre), 0) + 1 from compte.nature_document)`,
    })
    .onConflict((conflit) => conflit.doNothing())
    .returning('code')
    .executeTakeFirst()
  return ajoutee !== undefined
}
