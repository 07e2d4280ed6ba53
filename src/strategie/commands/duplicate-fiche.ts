import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { lockArbre } from '../arbre.store.ts'
import { placeNouvelle } from '../arbre-deplacement.ts'
import { canCreateFiche } from '../droits.ts'
import { contenuDe, copiedContenu } from '../fiche-contenu.ts'
import { insertFiche, listThemesFiche, saveThemesFiche } from '../fiche-ecriture.store.ts'
import { INTITULE_MAX } from '../fiche-schema.ts'
import { assertVivante } from '../fiche-statut.ts'
import { ficheFaite, ficheVisee, openFiche } from './open-fiche.ts'

/** Makes a draft with the same text under the same node, with the next number. Remarks and versions stay with the first. */
export const duplicateFiche = command('strategie.dupliquer_fiche', z.object(ficheVisee), async ({ tx, agent, now }, visee) => {
  const { contratId } = visee
  const refus = 'Votre mandat sur ce contrat ne permet pas d’y écrire une fiche.'
  assertCan(canCreateFiche(agent, contratId), refus)
  const arbre = await lockArbre(tx, contratId) // before the fiche, as the moves of the tree do
  const modele = await openFiche({ tx, agent }, visee, { may: (agent) => canCreateFiche(agent, contratId), refus })
  assertVivante(modele)
  const newId = () => createId(now.getTime())
  const place = placeNouvelle(arbre, { type: 'fiche', rang: null, parentId: modele.noeudId }, null)
  const copie = copiedContenu(contenuDe(modele), newId)
  const fiche = await insertFiche(
    tx,
    {
      ...copie,
      ...place,
      intitule: `${copie.intitule} (copie)`.slice(0, INTITULE_MAX),
      id: newId(),
      contratId: modele.contratId,
      noeudId: modele.noeudId,
      statut: 'brouillon',
      version: 1,
      soumiseLe: null,
      valideeLe: null,
      archiveeLe: null,
      modifieeLe: now,
      lieux: modele.lieux,
    },
    { now, par: agent.personneId },
  )
  await saveThemesFiche(tx, fiche.id, await listThemesFiche(tx, modele.id))
  return ficheFaite(null, fiche, `créée, copie de la fiche ${modele.code}`, { modele: modele.id })
})
