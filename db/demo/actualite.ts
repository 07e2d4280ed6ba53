/** The last weeks of the story: remarks in the margin and acts, so that every page has something of the day. */
import { findAgentByCourriel } from '#compte/index.ts'
import { actIn, type Commande } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import type { Tx } from '#platform/db/base.ts'
import { addCommentaire, answerCommentaire, getFiche, listFichesByCodes, validateFiche } from '#strategie/index.ts'

const JOUR = 86_400_000

/** Acts of the personas on the contract of Tours, each at its own instant of the last days. */
export async function writeActualite(tx: Tx, contratId: string, now: Date): Promise<void> {
  const jour = now.toISOString().slice(0, 10)
  const agent = async (qui: string): Promise<Acteur> => {
    const trouve = await findAgentByCourriel(tx, `${qui}@demo.parvis.invalid`, jour)
    if (trouve === null) throw new Error(`no persona ${qui}`)
    return trouve
  }
  const claire = await agent('claire.morvan')
  const fiches = await listFichesByCodes(tx, contratId, ['2.1.5', '2.1.6', '1.1.1', '3.2.2'])
  const ficheId = (code: string) => fiches.get(code) ?? ''
  const faitA = <E, T>(qui: Acteur, jours: number, commande: Commande<E, T>, entree: unknown) =>
    actIn(
      tx,
      { agent: qui, now: new Date(now.getTime() - jours * JOUR), requeteId: 'demonstration' },
      commande,
      commande.entree.parse(entree),
    )
  const question = await faitA(await agent('karim.bertin'), 12, addCommentaire, {
    contratId,
    ficheId: ficheId('2.1.5'),
    champ: 'contexte',
    texte: 'Préciser « bon » : nos enquêtes donnent 6,8 sur 10 au Sanitas, 5,9 à la Rabière.',
  })
  await faitA(claire, 11, answerCommentaire, {
    contratId,
    ficheId: ficheId('2.1.5'),
    commentaireId: question.id,
    texte: 'Merci. Je joins les deux notes à la prochaine version.',
  })
  await faitA(await agent('josette.amara'), 9, addCommentaire, {
    contratId,
    ficheId: ficheId('2.1.5'),
    champ: 'realisations',
    texte: 'Deux diagnostics par an, oui, mais un le soir ou le samedi. Sinon nous sommes entre professionnels.',
  })
  await faitA(await agent('anne.kervella'), 6, addCommentaire, {
    contratId,
    ficheId: ficheId('1.1.1'),
    champ: 'financements',
    texte: 'Le montant du programme de réussite éducative est à confirmer pour l’an prochain.',
  })
  await faitA(await agent('samira.lefort'), 4, addCommentaire, {
    contratId,
    ficheId: ficheId('2.1.6'),
    champ: '',
    texte: 'La ville propose de tenir les ateliers à la maison des associations.',
  })
  const aValider = await getFiche(tx, contratId, ficheId('3.2.2'))
  await faitA(claire, 2, validateFiche, { contratId, ficheId: aValider.id, version: aValider.version })
}
