import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { deNom, LIBELLES_ROLES } from '../agent.ts'
import { listDelegations } from '../delegation.store.ts'
import { canEndMandats } from '../droits.ts'
import { id, idFacultatif, jourFacultatif } from '../formes.ts'
import { listMandatsParId, lockMandatsOfContrats, saveFinMandat } from '../mandat.store.ts'
import type { MandatComplet } from '../mandat.ts'
import { liste } from '../mandat-formes.ts'
import { createGroupe } from '../mandat-lot.store.ts'
import { endedMandats, previewFin } from '../mandat-lot.ts'

/** Mandates that one act may end: what a page can show before it is done. */
export const MANDATS_MAX = 1000

const forme = z.object({
  /** The contract, or none for the administrators who act over all contracts of one organisation. */
  contratId: idFacultatif,
  organisationId: idFacultatif,
  mandatIds: liste(id, MANDATS_MAX),
  /** Last day in force; none: at once. */
  dernierJour: jourFacultatif,
})

/** Ends several mandates on one date, all or none: an election night. It can be undone as a whole. */
export const endMandats = command('compte.terminer_mandats', forme, async ({ tx, agent, now }, saisie) => {
  const { contratId, organisationId, mandatIds, dernierJour } = saisie
  assertCan(canEndMandats(agent, contratId), 'Seule la personne cheffe de projet de ce contrat met fin à ses mandats.')
  const quand = { dernierJour, jour: jourParis(now), now }
  const tous = await lockPerimetre(tx, { contratId, organisationId }, mandatIds)
  const delegations = await listDelegations(tx, tous)
  const avant = new Map(tous.map((mandat) => [mandat.id, mandat]))
  const finis = endedMandats(previewFin(tous, mandatIds, delegations, quand), quand)
  for (const mandat of finis) await saveFinMandat(tx, mandat, agent.personneId)
  const lignes = finis.map((mandat) => ({
    mandat,
    finAvant: avant.get(mandat.id)?.fin ?? null,
    finApres: mandat.fin,
    retireApres: mandat.retireLe,
  }))
  const groupeId = await createGroupe(
    tx,
    { genre: 'fin', jour: dernierJour, organisationId: contratId === null ? organisationId : null, lignes },
    { id: agent.personneId, now },
  )
  const moment = dernierJour === null ? 'tout de suite' : `le ${formatDate(dernierJour)} au soir`
  return {
    valeur: { groupeId, nombre: finis.length },
    trace: finis.map((mandat) => ({
      contratId: mandat.contratId,
      objet: { type: 'mandat', id: mandat.id },
      libelle: `Mandat « ${LIBELLES_ROLES[mandat.role]} » ${deNom(mandat.personne)} terminé ${moment}${finis.length === 1 ? '' : `, avec ${accorde(finis.length - 1, 'autre')}`}`,
      avant: { fin: avant.get(mandat.id)?.fin ?? null, retireLe: null },
      apres: { fin: mandat.fin, retireLe: mandat.retireLe, acteGroupe: groupeId },
    })),
  }
})

/** Every mandate of the contracts concerned, locked. @throws RegleViolee when one of those chosen lies outside */
async function lockPerimetre(
  tx: Tx,
  perimetre: { contratId: string | null; organisationId: string | null },
  mandatIds: readonly string[],
): Promise<MandatComplet[]> {
  const connus = await listMandatsParId(tx, mandatIds)
  const dedans = [...connus.values()].filter(({ contratId, organisationId }) =>
    perimetre.contratId === null ? contratId !== null && organisationId === perimetre.organisationId : contratId === perimetre.contratId,
  )
  if (dedans.length !== new Set(mandatIds).size) {
    throw new RegleViolee('Un des mandats choisis n’est pas de ce contrat : revenez à la liste et choisissez de nouveau.')
  }
  return lockMandatsOfContrats(tx, [...new Set(dedans.flatMap(({ contratId }) => contratId ?? []))])
}
