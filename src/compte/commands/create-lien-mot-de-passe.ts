import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { findAgentByPersonne } from '../agent.store.ts'
import type { Agent } from '../agent.ts'
import { DUREE_LIEN_MS } from '../auth.adaptateur.ts'
import { type Coffre, formeCoffre } from '../coffre.adaptateur.ts'
import { canMakeLien } from '../droits.ts'
import { id } from '../formes.ts'
import { createJeton, removeJetons } from '../jeton.store.ts'
import { listMandatsOfPersonne } from '../mandat.store.ts'
import { etatMandat } from '../mandat.ts'
import { getPersonne } from '../personne.store.ts'

/** A link by which a person chooses her password, to be handed over by hand. It is shown once and kept nowhere. */
export const createLienMotDePasse = command(
  'compte.creer_lien_mot_de_passe',
  z.object({ personneId: id, coffre: formeCoffre }),
  async ({ tx, agent, now }, { personneId, coffre }) => {
    const personne = await getPersonne(tx, personneId)
    assertCan(
      await isLienFaisable(tx, agent, personneId, jourParis(now)),
      'Cette personne a déjà un mot de passe, ou agit sur d’autres contrats : demandez le lien à l’administration de la plateforme.',
    )
    const fin = new Date(now.getTime() + DUREE_LIEN_MS)
    const jeton = await createLien(tx, coffre, { utilisateurId: personne.utilisateurId, fin }, now)
    return {
      valeur: { jeton, fin, personne },
      trace: {
        contratId: null,
        objet: { type: 'personne', id: personne.id },
        libelle: `Lien de mot de passe fait pour ${personne.prenom} ${personne.nom}`,
        avant: null,
        apres: { finDuLien: fin.toISOString() },
      },
    }
  },
)

/** A link handed over is one at a time: who makes another means the former to die. */
async function createLien(tx: Tx, coffre: Coffre, lien: { utilisateurId: string; fin: Date }, now: Date): Promise<string> {
  await removeJetons(tx, lien.utilisateurId, ['mot_de_passe'])
  return createJeton(tx, coffre, { genre: 'mot_de_passe', ...lien }, now)
}

/** The same right, for the page that offers the link. @param jour ISO */
export async function isLienFaisable(tx: Tx, agent: Agent, personneId: string, jour: string): Promise<boolean> {
  const { motDePasseChoisi } = await getPersonne(tx, personneId)
  const mandats = (await listMandatsOfPersonne(tx, personneId)).filter((mandat) => etatMandat(mandat, jour) !== 'termine')
  // Row-level security hides the mandates on contracts of others: those in force are asked as a session of that person would.
  const enVigueur = await findAgentByPersonne(tx, personneId, jour)
  const ailleurs = [...(enVigueur?.mandats ?? []), ...(enVigueur?.autresMandats ?? [])]
  return canMakeLien(agent, { motDePasseChoisi, mandats: [...mandats, ...ailleurs] })
}
