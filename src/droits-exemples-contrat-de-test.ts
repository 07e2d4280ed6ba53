/** Examples of the commands of the contract. */
import {
  empreinteListe,
  getContrat,
  listChoixChamps,
  listJalons,
  listNiveaux,
  listQuartiersNommes,
  listSignataires,
  listThemes,
} from '#contrat/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { type Exemple, type Ou, set, un } from './droits-exemples-forme-de-test.ts'

const versionDe = async ({ tx, contratId }: Ou) => (await getContrat(tx, contratId)).version
const listee = (list: (tx: Tx, contratId: string) => Promise<unknown>, nom: string, lignes: unknown) =>
  un(async ({ tx, contratId }) => ({ contratId, empreinte: empreinteListe(await list(tx, contratId)), [nom]: lignes }))
const documentVise = (nom: string, suite: Record<string, unknown> = {}) =>
  un(({ contratId, id }) => ({ contratId, documentId: id(nom), ...suite }))

export const exemplesContrat: Readonly<Record<string, readonly Exemple[]>> = {
  'contrat.creer': un(() => ({
    modele: 'trois-piliers-2015',
    titre: 'Un autre contrat',
    epciNom: 'Ville d’essai',
    debut: '2027-01-01',
    fin: '2032-12-31',
  })),
  'contrat.modifier': un(async (ou) => ({
    contratId: ou.contratId,
    version: await versionDe(ou),
    titre: 'Un autre titre',
    generation: 'autre',
    epciNom: 'Métropole',
  })),
  'contrat.enregistrer_champs': un(async ({ tx, contratId }) => {
    const champs = await listChoixChamps(tx, contratId)
    return {
      contratId,
      empreinte: empreinteListe(champs),
      champs: champs.map(({ champ, libelle }) => ({ champ, libelle, utilise: 'oui' })),
    }
  }),
  'contrat.enregistrer_niveaux': un(async ({ tx, contratId }) => {
    const niveaux = await listNiveaux(tx, contratId)
    return {
      contratId,
      empreinte: empreinteListe(niveaux),
      niveaux: niveaux.map((niveau, rang) => ({ ...niveau, id: String(rang + 1), pluriel: `${niveau.pluriel} ` })),
    }
  }),
  'contrat.enregistrer_quartiers': listee(listQuartiersNommes, 'quartiers', [{ nom: 'Sanitas' }]),
  'contrat.enregistrer_signataires': listee(listSignataires, 'signataires', [{ organisation: 'Métropole', role: 'pilote' }]),
  'contrat.enregistrer_themes': listee(listThemes, 'themes', [{ libelle: 'Égalité' }]),
  'contrat.enregistrer_calendrier': listee(listJalons, 'jalons', [{ libelle: 'Signature', debut: '2027', fin: '' }]),
  'contrat.ajouter_document': un(({ contratId }) => ({ contratId, titre: 'Annexe', nom: 'annexe.txt', contenu: new Uint8Array([65]) })),
  'contrat.modifier_document': documentVise('document', { titre: 'Un autre nom' }),
  'contrat.archiver_document': documentVise('document'),
  'contrat.restaurer_document': documentVise('documentArchive'),
  'contrat.changer_statut': un(async (ou) => ({
    contratId: ou.contratId,
    version: await versionDe(ou),
    vers: 'redaction',
    confirme: 'oui',
  })),
  'contrat.proroger': un(async (ou) => {
    await set(ou.tx, 'contrat.contrat', ou.contratId, { statut: 'en_vigueur', debut: '2024-01-01', fin: '2030-12-31' })
    return { contratId: ou.contratId, version: await versionDe(ou), fin: '2033-12-31', motif: 'Avenant' }
  }),
  'contrat.archiver': un(async (ou) => ({ contratId: ou.contratId, version: await versionDe(ou) })),
  'contrat.restaurer': un(async (ou) => {
    await archive(ou)
    return { contratId: ou.contratId, version: await versionDe(ou) }
  }),
}

async function archive({ tx, contratId }: Ou): Promise<void> {
  await tx
    .withTables<{ 'contrat.contrat': { id: string; statut: string; statut_avant_archive: string; archive_le: Date } }>()
    .updateTable('contrat.contrat')
    .set({ statut: 'archive', statut_avant_archive: 'preparation', archive_le: new Date() })
    .where('id', '=', contratId)
    .execute()
}
