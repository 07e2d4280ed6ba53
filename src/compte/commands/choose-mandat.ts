import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable } from '#platform/errors.ts'
import { sayTitre } from '../agent.ts'
import { canChooseMandat } from '../droits.ts'
import { id } from '../formes.ts'
import { saveMandatChoisi } from '../mandat.store.ts'

const forme = z.object({ mandatId: id })

/** From the next page on, the person acts on the contract under this mandate of hers, until she chooses another or it ends. */
export const chooseMandat = command('compte.choisir_mandat', forme, async ({ tx, agent, now }, { mandatId }) => {
  assertCan(canChooseMandat(agent, mandatId), 'Ce mandat n’est pas le vôtre, ou il n’est plus en cours.')
  const mandat = [...agent.mandats, ...agent.autresMandats].find((connu) => connu.id === mandatId)
  if (mandat === undefined || mandat.contratId === null) throw new Introuvable()
  const { contratId } = mandat
  const quitte = agent.mandats.find((connu) => connu.contratId === contratId)
  await saveMandatChoisi(tx, { personneId: agent.personneId, contratId, mandatId }, now)
  return {
    valeur: { mandat },
    trace: {
      contratId,
      objet: { type: 'mandat', id: mandatId },
      libelle: `${agent.prenom} ${agent.nom} agit désormais au titre de : ${sayTitre(mandat)}`,
      avant: { mandatId: quitte?.id ?? null },
      apres: { mandatId },
    },
  }
})
