/** Examples of the commands of the tree and of the fiches. */
import { sql } from 'kysely'
import { createId } from '#platform/identifiants.ts'
import { moveNoeud } from '#strategie/commands/move-noeud.ts'
import { emptyContenu } from '#strategie/fiche.ts'
import { type Exemple, type Ou, prepare, set, un } from './droits-exemples-forme-de-test.ts'

const VERSION = 1
const contenu = emptyContenu('action', 'Un intitulé')
const visee = (nom: string) => un(({ contratId, id }) => ({ contratId, ficheId: id(nom), version: VERSION }))

/** Makes the organisation of the agent a partner of the fiche. */
async function addPartenaire({ tx, agent, id }: Ou, nom: string): Promise<string> {
  const ficheId = id(nom)
  const organisation = agent.mandats[0]?.organisation ?? 'Personne'
  await sql`insert into strategie.fiche_ligne (id, fiche_id, champ, ordre, texte)
    values (${createId()}, ${ficheId}, 'partenaires', 1, ${organisation})`.execute(tx)
  return ficheId
}
async function addObjectif({ tx }: Ou, ficheId: string): Promise<void> {
  await sql`insert into strategie.fiche_ligne (id, fiche_id, champ, ordre, texte) values (${createId()}, ${ficheId}, 'objectifs', 1, 'Faire')`.execute(
    tx,
  )
}

const parEtat = (entree: (contratId: string, ficheId: string) => unknown): readonly Exemple[] => [
  { cas: 'en brouillon', entree: ({ contratId, id }) => entree(contratId, id('f4')) },
  { cas: 'en brouillon, où son organisation prend part', entree: async (ou) => entree(ou.contratId, await addPartenaire(ou, 'f4')) },
  { cas: 'soumise ou validée', entree: async (ou) => entree(ou.contratId, await addPartenaire(ou, 'f5')) },
  { cas: 'soumise ou validée', entree: async (ou) => entree(ou.contratId, await addPartenaire(ou, 'f8')) },
]

export const exemplesFiche: Readonly<Record<string, readonly Exemple[]>> = {
  'strategie.creer_fiche': un(({ contratId, id }) => ({ contratId, noeudId: id('a21'), numero: '', contenu })),
  'strategie.dupliquer_fiche': visee('f8'),
  'strategie.modifier_fiche': parEtat((contratId, ficheId) => ({ contratId, ficheId, version: VERSION, contenu })),
  'strategie.etiqueter_fiche': parEtat((contratId, ficheId) => ({ contratId, ficheId, themeIds: [] })),
  'strategie.situer_fiche': parEtat((contratId, ficheId) => ({ contratId, ficheId, version: VERSION, lieux: [] })),
  'strategie.soumettre_fiche': [
    {
      entree: async (ou) => {
        await addObjectif(ou, ou.id('f4'))
        return { contratId: ou.contratId, ficheId: ou.id('f4'), version: VERSION }
      },
    },
    {
      cas: 'où son organisation prend part',
      entree: async (ou) => {
        const ficheId = await addPartenaire(ou, 'f4')
        await addObjectif(ou, ficheId)
        return { contratId: ou.contratId, ficheId, version: VERSION }
      },
    },
  ],
  'strategie.valider_fiche': visee('f5'),
  'strategie.renvoyer_fiche': un(({ contratId, id }) => ({ contratId, ficheId: id('f5'), version: VERSION, motif: 'À préciser' })),
  'strategie.abandonner_fiche': visee('f4'),
  'strategie.rouvrir_fiche': visee('g1'),
  'strategie.archiver_fiche': visee('f4'),
  'strategie.restaurer_fiche': visee('z9'),
  'strategie.ajouter_remarque': un(({ contratId, id }) => ({ contratId, ficheId: id('f4'), champ: '', texte: 'Une remarque' })),
  'strategie.repondre_remarque': un(({ contratId, id }) => ({
    contratId,
    ficheId: id('f4'),
    commentaireId: id('remarque'),
    texte: 'Une réponse',
  })),
  'strategie.regler_remarque': [
    {
      cas: 'écrite par soi',
      entree: async ({ tx, agent, contratId, id }) => {
        await set(tx, 'strategie.commentaire', id('remarque'), { auteur_id: agent.personneId })
        return { contratId, ficheId: id('f4'), commentaireId: id('remarque') }
      },
    },
    {
      cas: 'écrite par une autre personne',
      entree: ({ contratId, id }) => ({ contratId, ficheId: id('f4'), commentaireId: id('remarque') }),
    },
  ],
  'strategie.modifier_fiches': un(({ contratId, id }) => ({
    contratId,
    fiches: [{ id: id('f4'), version: VERSION }],
    modification: { geste: 'ajouter_theme', themeId: id('theme') },
  })),
  'strategie.apercu_fiches': un(({ contratId, id }) => ({
    contratId,
    fiches: [{ id: id('f4'), version: VERSION }],
    modification: { geste: 'ajouter_theme', themeId: id('theme') },
  })),
  'strategie.creer_noeud': un(({ contratId, id }) => ({
    contratId,
    parentId: id('p1'),
    intitule: 'Un axe',
    description: '',
    numero: '',
    themeIds: [],
  })),
  'strategie.modifier_noeud': un(({ contratId, id }) => ({
    contratId,
    noeudId: id('a21'),
    version: VERSION,
    intitule: 'Un autre titre',
    description: '',
    themeIds: [],
  })),
  'strategie.deplacer_noeud': un(({ contratId, id }) => ({ contratId, noeudId: id('a22'), vers: 'haut' })),
  'strategie.deplacer_fiche': un(({ contratId, id }) => ({ contratId, ficheId: id('f8'), vers: 'haut' })),
  'strategie.annuler_deplacement': un(async (ou) => {
    const { tx, contratId, id } = ou
    await prepare(ou, moveNoeud, { contratId, noeudId: id('a22'), vers: 'haut' })
    const { rows } = await sql<{ id: string }>`select id from strategie.deplacement where contrat_id = ${contratId}`.execute(tx)
    return { contratId, deplacementId: rows[0]?.id }
  }),
  'strategie.renumeroter': un(({ contratId }) => ({ contratId, noeudId: '' })),
  'strategie.archiver_noeud': un(({ contratId, id }) => ({ contratId, noeudId: id('noeudVide') })),
  'strategie.restaurer_noeud': un(({ contratId, id }) => ({ contratId, noeudId: id('noeudArchive') })),
}
