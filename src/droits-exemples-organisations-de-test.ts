/** Examples of the commands of organisations. */
import { sql } from 'kysely'
import { mergeOrganisations } from '#compte/commands/merge-organisations.ts'
import { createOrganisationRow } from '#compte/index.ts'
import { createId } from '#platform/identifiants.ts'
import type { Exemple, Ou } from './droits-exemples-forme-de-test.ts'

const PDF = new TextEncoder().encode('%PDF-1.7\n1 0 obj\n')
const PRESENTE = 'présente sur le contrat'
const SIENNE = 'la sienne, sur un autre contrat'
const ICI = 'présentes sur ce seul contrat'
const AILLEURS = 'présentes aussi ailleurs'

/** Another organisation, a signatory of these contracts. */
async function createSignataire({ tx }: Ou, contrats: readonly string[]): Promise<string> {
  const id = createId()
  await createOrganisationRow(tx, { id, nom: 'Régie de test', sigle: null, type: 'autre', siren: null, siret: null }, new Date())
  for (const contratId of contrats) {
    await sql`insert into contrat.signataire (id, contrat_id, organisation_id, organisation, role, ordre)
      values (${createId()}, ${contratId}, ${id}, 'Régie de test', 'facultatif', 9)`.execute(tx)
  }
  return id
}

const presente = (entree: (organisationId: string, ou: Ou) => unknown): Exemple => ({
  cas: PRESENTE,
  entree: (ou) => entree(ou.id('organisation'), ou),
})
/** The agent's own organisation; null for who acts for none. It is on no contract but through her own mandate. */
const sienne = (entree: (organisationId: string, ou: Ou) => unknown): Exemple => ({
  cas: SIENNE,
  entree: async (ou) => {
    const organisationId = ou.agent.mandats[0]?.organisationId
    return organisationId === undefined ? null : entree(organisationId, ou)
  },
})
const paires = (entree: (a: string, b: string, ou: Ou) => unknown): readonly Exemple[] => [
  { cas: ICI, entree: async (ou) => entree(ou.id('organisation'), await createSignataire(ou, [ou.contratId]), ou) },
  {
    cas: AILLEURS,
    entree: async (ou) => entree(ou.id('organisation'), await createSignataire(ou, [ou.contratId, ou.scene.ailleurs.contratId]), ou),
  },
]
const reunion = (gardeId: string, absorbeId: string) => ({ gardeId, absorbeId, versionGarde: 1, versionAbsorbe: 1 })

async function createPiece({ tx, id }: Ou, organisationId: string, archivee: boolean): Promise<string> {
  const piece = createId()
  await sql`insert into compte.organisation_document (id, organisation_id, nature, nom_fichier, type, taille, fichier_id, valable_du, ajoute_le, archive_le)
    values (${piece}, ${organisationId}, 'rib', 'rib.pdf', 'application/pdf', 1, ${id('fichier')}, '2026-01-01', now(), ${archivee ? new Date() : null})`.execute(
    tx,
  )
  return piece
}
async function createPaire({ tx }: Ou, x: string, y: string, ecartee: boolean): Promise<{ a: string; b: string }> {
  const [a, b] = x < y ? [x, y] : [y, x]
  await sql`insert into compte.organisation_doublon (a, b, score, raisons, trouve_le, ecarte_le)
    values (${a}, ${b}, 90, '{nom}', now(), ${ecartee ? new Date() : null})`.execute(tx)
  return { a, b }
}
const deposee = (organisationId: string) => ({ organisationId, nature: 'rib', valableDu: '2026-01-01', nom: 'rib.pdf', contenu: PDF })
const pieces = (entree: (organisationId: string, ou: Ou) => unknown): readonly Exemple[] => [presente(entree), sienne(entree)]

export const exemplesOrganisations: Readonly<Record<string, readonly Exemple[]>> = {
  'compte.modifier_organisation': [presente((organisationId) => ({ organisationId, version: 1, nom: 'Nouveau nom', type: 'autre' }))],
  'compte.ajouter_nom_organisation': [presente((organisationId) => ({ organisationId, variante: 'Un autre nom' }))],
  'compte.retirer_nom_organisation': [
    presente(async (organisationId, { tx }) => {
      await sql`insert into compte.organisation_nom (organisation_id, nom) values (${organisationId}, 'Un autre nom')`.execute(tx)
      return { organisationId, variante: 'Un autre nom' }
    }),
  ],
  'compte.archiver_organisation': [presente((organisationId) => ({ organisationId }))],
  'compte.restaurer_organisation': [
    presente(async (organisationId, { tx }) => {
      await sql`update compte.organisation set archive_le = now() where id = ${organisationId}`.execute(tx)
      return { organisationId }
    }),
  ],
  'compte.ajouter_document_organisation': pieces((organisationId) => deposee(organisationId)),
  'compte.modifier_document_organisation': pieces(async (organisationId, ou) => ({
    organisationId,
    documentId: await createPiece(ou, organisationId, false),
    valableDu: '2026-02-01',
  })),
  'compte.archiver_document_organisation': pieces(async (organisationId, ou) => ({
    organisationId,
    documentId: await createPiece(ou, organisationId, false),
  })),
  'compte.restaurer_document_organisation': pieces(async (organisationId, ou) => ({
    organisationId,
    documentId: await createPiece(ou, organisationId, true),
  })),
  'compte.reunir_organisations': paires((a, b) => reunion(a, b)),
  'compte.annuler_reunion_organisations': paires(async (a, b, ou) => {
    const admin = ou.scene.agents.get('admin_plateforme')
    if (admin == null) throw new Error('the scene has no administrator')
    const entree = mergeOrganisations.entree.parse(reunion(a, b))
    const { valeur } = await mergeOrganisations.faire({ tx: ou.tx, agent: admin, now: new Date() }, entree)
    return { fusionId: valeur.fusionId }
  }),
  'compte.ecarter_doublon': paires((a, b, ou) => createPaire(ou, a, b, false)),
  'compte.rouvrir_doublon': paires((a, b, ou) => createPaire(ou, a, b, true)),
  'compte.declarer_type_organisation': [{ entree: () => ({ libelle: 'Régie de quartier', numeroAttendu: 'rna' }) }],
  'compte.declarer_nature_document': [{ entree: () => ({ libelle: 'Agrément' }) }],
  'compte.chercher_doublons': [{ entree: () => ({}) }],
}
