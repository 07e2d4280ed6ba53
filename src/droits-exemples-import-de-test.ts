/** Examples of the commands of imports, exports and publication. */
import { sql } from 'kysely'
import { THEME_PARVIS } from '#platform/documents/ecriture/document.ts'
import { writeDocx } from '#platform/documents/ecriture/docx.ts'
import { brut } from '#platform/texte/commonmark.ts'
import { createLotDeTest } from '#strategie/import-de-test.ts'
import { type Exemple, type Ou, set, un } from './droits-exemples-forme-de-test.ts'

const VERSION = 1
/** A document that leaves nothing to ask. */
const SANS_DOUTE = [
  '# FICHE ACTION 2.1.3 : Ouvrir les jardins',
  'Pilier 2 : Cadre de vie',
  'Axe 1 : Gestion de proximité',
  '## Contexte',
  '• Les jardins sont fermés le soir',
  '## Objectifs',
  '• Ouvrir deux jardins',
]

async function writeModele(): Promise<Uint8Array> {
  const vide = { auteur: '', sujet: '', entete: '', pied: '', date: null, couverture: null, sommaire: 0 as const }
  return writeDocx({ ...vide, titre: 'Modèle', corps: [{ sorte: 'paragraphe', ton: 'normal', texte: [brut('{intitule}')] }] }, THEME_PARVIS)
}
async function publish({ tx, contratId }: Ou): Promise<void> {
  await sql`insert into contrat.version (id, contrat_id, numero, motif, contenu, sha256, cree_le, publie_le)
    values (gen_random_uuid(), ${contratId}, 1, 'Essai', '{"fiches":[],"noeuds":[]}', repeat('0', 64), now(), now())`.execute(tx)
}
const relue = (suite: Record<string, unknown>): readonly Exemple[] =>
  un(({ contratId, id }) => ({ contratId, importFicheId: id('importFiche'), ...suite }))

export const exemplesImport: Readonly<Record<string, readonly Exemple[]>> = {
  'strategie.deposer_lot': un(({ contratId }) => ({
    contratId,
    libelle: '',
    fichiers: [{ nom: 'a.txt', contenu: Buffer.from('Contexte') }],
  })),
  'strategie.relire_import': relue({ intitule: 'Des halls' }),
  'strategie.ecarter_fiche_importee': relue({ geste: 'ecarter' }),
  'strategie.creer_fiche_importee': un(({ contratId, id }) => ({
    contratId,
    importFicheId: id('importFiche'),
    intitule: 'Rénover les halls',
    code: '2.1.7',
    kind: 'action',
    noeud: id('a21'),
  })),
  'strategie.creer_fiches_du_lot': un(async ({ tx, agent, contratId }) => {
    const { lotId } = await createLotDeTest(tx, contratId, agent, { 'jardins.docx': SANS_DOUTE })
    return { contratId, lotId }
  }),
  'strategie.mettre_a_jour_fiche_importee': [
    { cas: 'en brouillon', entree: ({ contratId, id }) => maj(contratId, id('importFiche'), id('f4')) },
    { cas: 'soumise ou validée', entree: ({ contratId, id }) => maj(contratId, id('importFiche'), id('f8')) },
  ],
  'strategie.annuler_lot': [
    {
      cas: 'déposé par soi',
      entree: async ({ tx, agent, contratId, id }) => {
        await set(tx, 'strategie.import_lot', id('lot'), { depose_par: agent.personneId })
        return { contratId, lotId: id('lot'), portee: 'tout' }
      },
    },
    { cas: 'déposé par une autre personne', entree: ({ contratId, id }) => ({ contratId, lotId: id('lot'), portee: 'tout' }) },
  ],
  'strategie.ajouter_libelle_import': un(({ contratId }) => ({ contratId, libelle: 'Constats partagés', cible: 'contexte' })),
  'strategie.retirer_libelle_import': un(({ contratId, id }) => ({ contratId, libelleId: id('libelle') })),
  'strategie.demander_export': un(({ contratId }) => ({ contratId, format: 'docx' })),
  'strategie.annuler_export': un(async ({ tx, agent, contratId, id }) => {
    await set(tx, 'platform.tache', id('tache'), { demandeur_id: agent.personneId })
    return { contratId, tacheId: id('tache') }
  }),
  'strategie.choisir_apparence': un(({ contratId }) => ({
    contratId,
    principale: '#1f3d5a',
    accent: '#b0552f',
    enTete: 'Métropole',
    logo: '',
    alt: '',
  })),
  'strategie.ajouter_modele': un(async ({ contratId }) => ({
    contratId,
    nom: 'modele.docx',
    usage: 'fiche',
    contenu: await writeModele(),
  })),
  'strategie.archiver_modele': un(({ contratId, id }) => ({ contratId, modeleId: id('modele') })),
  'publication.publier_contrat': un(async ({ tx, contratId, id }) => {
    await set(tx, 'strategie.fiche', id('f5'), { statut: 'brouillon' })
    return { contratId, motif: 'Première version' }
  }),
  'publication.retirer_contrat': un(async (ou) => {
    await publish(ou)
    return { contratId: ou.contratId, raison: 'Une erreur' }
  }),
  'publication.recomposer_documents': un(async (ou) => {
    await publish(ou)
    return { contratId: ou.contratId }
  }),
}

function maj(contratId: string, importFicheId: string, ficheId: string) {
  return { contratId, importFicheId, ficheId, version: VERSION, champs: ['contexte'] }
}
