import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { deNom, LIBELLES_ROLES } from '../agent.ts'
import { listDelegations } from '../delegation.store.ts'
import { canEndMandats } from '../droits.ts'
import { id } from '../formes.ts'
import { lockMandatsOfContrats, saveFinMandat } from '../mandat.store.ts'
import { completeGroupe, lockGroupe, markAnnule } from '../mandat-lot.store.ts'
import { obstaclesAnnulation, undoneMandats } from '../mandat-lot.ts'

/** Undoes a bulk end or renewal as a whole: every mandate is as it was before. Refused when one of them has lived on since. */
export const undoMandats = command('compte.annuler_mandats', z.object({ groupeId: id }), async ({ tx, agent, now }, { groupeId }) => {
  const lu = await lockGroupe(tx, groupeId)
  const portees = lu.organisationId === null ? lu.contratIds : [null]
  assertCan(
    portees.every((contratId) => canEndMandats(agent, contratId)),
    'Seule la personne cheffe de projet de ce contrat annule un acte sur ses mandats.',
  )
  const tous = await lockMandatsOfContrats(tx, lu.contratIds)
  const groupe = completeGroupe(lu, tous)
  const [obstacle] = obstaclesAnnulation(groupe, tous, await listDelegations(tx, tous), jourParis(now))
  if (obstacle !== undefined) throw new RegleViolee(`${obstacle} Rien n’est annulé.`)
  const rendus = undoneMandats(groupe, now)
  for (const mandat of rendus) await saveFinMandat(tx, mandat, agent.personneId)
  await markAnnule(tx, groupeId, { id: agent.personneId, now })
  const quoi = groupe.genre === 'fin' ? 'rendu : sa fin est annulée' : 'annulé : son renouvellement n’a plus lieu'
  return {
    valeur: { nombre: rendus.length },
    trace: groupe.lignes.map(({ mandat }, rang) => ({
      contratId: mandat.contratId,
      objet: { type: 'mandat', id: mandat.id },
      libelle: `Mandat « ${LIBELLES_ROLES[mandat.role]} » ${deNom(mandat.personne)} ${quoi}`,
      avant: { fin: mandat.fin, retireLe: mandat.retireLe },
      apres: { fin: rendus[rang]?.fin ?? null, retireLe: rendus[rang]?.retireLe ?? null },
    })),
  }
})
