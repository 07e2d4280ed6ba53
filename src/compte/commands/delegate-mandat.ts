import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { deNom } from '../agent.ts'
import { createDelegationRow, listMatieres, lockDelegation, revokeDelegationRow } from '../delegation.store.ts'
import { etatDelegation, givenDelegation } from '../delegation.ts'
import { canDelegate } from '../droits.ts'
import { id, jourFacultatif, jourRequis, texteRequis } from '../formes.ts'
import { lockMandat } from '../mandat.store.ts'
import { liste } from '../mandat-formes.ts'

const forme = z.object({
  /** Whose signature it is. */
  mandatId: id,
  /** Who will sign in her name. */
  delegataireId: id,
  matieres: liste(z.string().max(60)),
  arrete: texteRequis('Donnez la référence de l’arrêté : sans lui, la délégation est sans effet.', 200),
  debut: jourRequis,
  fin: jourFacultatif,
})
export const REFUS = 'Seules la personne qui détient la signature et la personne cheffe de projet en enregistrent la délégation.'

/** A delegation of signature, as an arrêté has given it. */
export const delegateMandat = command('compte.deleguer_signature', forme, async ({ tx, agent, now }, saisie) => {
  const delegant = await lockMandat(tx, saisie.mandatId)
  assertCan(canDelegate(agent, delegant), REFUS)
  const delegataire = await lockMandat(tx, saisie.delegataireId)
  const { contratId } = delegant
  const donnee = givenDelegation(saisie, { delegant, delegataire, matieres: await listMatieres(tx), jour: jourParis(now) })
  if (contratId === null) throw new Introuvable()
  const delegation = { ...donnee, id: createId(now.getTime()), contratId }
  await createDelegationRow(tx, delegation, { id: agent.personneId, now })
  return {
    valeur: { delegationId: delegation.id },
    trace: {
      contratId,
      objet: { type: 'delegation', id: delegation.id },
      libelle: `Signature ${deNom(delegant.personne)} déléguée à ${delegataire.personne} (arrêté ${donnee.arrete})`,
      avant: null,
      apres: delegation,
    },
  }
})

/** The delegation is withdrawn: the delegate signs no more, from the next page on. What was signed stays signed. */
export const revokeDelegation = command(
  'compte.revoquer_delegation',
  z.object({ delegationId: id }),
  async ({ tx, agent, now }, saisie) => {
    const delegation = await lockDelegation(tx, saisie.delegationId)
    const { delegant, delegataire } = delegation
    assertCan(canDelegate(agent, delegant), REFUS)
    if (etatDelegation(delegation, jourParis(now)) === 'terminee') throw new RegleViolee('Cette délégation est déjà terminée.')
    await revokeDelegationRow(tx, delegation.id, { id: agent.personneId, now })
    return {
      valeur: null,
      trace: {
        contratId: delegation.contratId,
        objet: { type: 'delegation', id: delegation.id },
        libelle: `Délégation de signature ${deNom(delegant.personne)} à ${delegataire.personne} révoquée (arrêté ${delegation.arrete})`,
        avant: { revoqueeLe: null },
        apres: { revoqueeLe: now },
      },
    }
  },
)
