import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { lockArbre } from '../arbre.store.ts'
import { placeNouvelle } from '../arbre-deplacement.ts'
import { canCreateFiche } from '../droits.ts'
import { insertFiche } from '../fiche-ecriture.store.ts'
import { assertContenu } from '../fiche-regles.ts'
import { schemaContenu } from '../fiche-schema.ts'
import { champNumero } from './noeud-entrees.ts'
import { ficheFaite, identifiant } from './open-fiche.ts'

/** Adds a draft under a node, or at the root; its number is the next free one unless one is chosen. */
export const createFiche = command(
  'strategie.creer_fiche',
  z.object({ contratId: identifiant, noeudId: identifiant.nullable(), numero: champNumero, contenu: schemaContenu }),
  async ({ tx, agent, now }, { contratId, noeudId, numero, contenu }) => {
    assertCan(canCreateFiche(agent, contratId), 'Votre mandat sur ce contrat ne permet pas d’y écrire une fiche.')
    assertContenu(contenu)
    const arbre = await lockArbre(tx, contratId)
    const place = placeNouvelle(arbre, { type: 'fiche', rang: null, parentId: noeudId }, numero)
    const fiche = await insertFiche(
      tx,
      {
        ...contenu,
        ...place,
        id: createId(now.getTime()),
        contratId,
        noeudId,
        statut: 'brouillon',
        version: 1,
        soumiseLe: null,
        valideeLe: null,
        archiveeLe: null,
        modifieeLe: now,
        lieux: [],
      },
      { now, par: agent.personneId },
    )
    return ficheFaite(null, fiche, 'créée')
  },
)
