import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { canEditLieu, REFUS_LIEU } from '../droits-geographie.ts'
import { identifiant, jour } from '../generation-formes.ts'
import { cleLieu, decisionSaisie, texteFacultatif } from '../geographie-formes.ts'
import { listClassements, listPaliers, saveClassement } from '../geographie-locale.store.ts'
import { getLieu, keepDecision } from '../lieu.store.ts'
import { classementAu, reclasse } from '../palier.ts'

/** Places a perimeter or an official quartier in a tier from a day on, or takes it out; its history is kept. */
export const classifyLieu = command(
  'territoire.classer_lieu',
  z.object({
    contratId: identifiant,
    lieu: cleLieu,
    palierId: z.union([identifiant, z.literal('').transform(() => null)], 'Choisissez un palier.'),
    debut: jour,
    decision: decisionSaisie,
    motif: texteFacultatif(500),
    /** Line in force that the person saw, '' for none: someone else may have placed it since. */
    vu: z.string().optional(),
  }),
  async ({ tx, agent, now }, { contratId, lieu: cle, palierId, debut, decision, motif, vu }) => {
    const lieu = await getLieu(tx, contratId, cle)
    assertCan(
      canEditLieu(
        agent,
        contratId,
        lieu.communes.map(({ code }) => code),
      ),
      REFUS_LIEU,
    )
    const paliers = await listPaliers(tx, contratId)
    const palier = palierId === null ? null : paliers.find(({ id }) => id === palierId)
    if (palier === undefined)
      throw new RegleViolee('Ce palier n’existe plus : rechargez la page.', [{ champ: 'palierId', message: 'Choisissez un palier.' }])
    const histoire = (await listClassements(tx, contratId)).filter((un) => un.lieu === lieu.cle)
    const enCours = classementAu(histoire, lieu.cle, debut)
    const dernier = histoire.find(({ fin }) => fin === null) ?? null
    if (vu !== undefined && vu !== (dernier?.id ?? '')) {
      throw new RegleViolee('Une autre personne a changé le palier de ce lieu entre-temps : rechargez la page pour voir sa décision.')
    }
    const changement = reclasse(histoire, palierId, debut)
    const id = createId(now.getTime())
    const decisionId = await keepDecision(tx, contratId, decision, now)
    await saveClassement(tx, contratId, {
      ...changement,
      ouvre: changement.ouvre && palierId !== null ? { id, sorte: lieu.sorte, lieuId: lieu.id, palierId, debut, decisionId, motif } : null,
    })
    const nomDe = (un: string | undefined) => paliers.find((p) => p.id === un)?.libelle ?? null
    return {
      valeur: { classementId: changement.ouvre ? id : null },
      trace: {
        contratId,
        objet: { type: 'classement', id: lieu.cle },
        libelle:
          palier === null
            ? `« ${lieu.nom} » quitte son palier le ${formatDate(debut)}`
            : `« ${lieu.nom} » classé en « ${palier.libelle} » à partir du ${formatDate(debut)}`,
        avant: { palier: nomDe(enCours?.palierId) },
        apres: { palier: palier?.libelle ?? null, debut, motif, decision: decision?.libelle ?? null },
      },
    }
  },
)
