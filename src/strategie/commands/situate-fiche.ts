import { z } from 'zod'
import { type ContratCourant, getContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { type ChoixLieu, jourDuContrat, listChoixLieux } from '#territoire/index.ts'
import { mayEditFiche } from '../droits.ts'
import type { ContenuFiche } from '../fiche.ts'
import { assertEcrivable } from '../fiche-statut.ts'
import { saveLieuxFiche } from '../lieu.store.ts'
import { fautesLieux, LIEUX_MAX, type LieuFiche, REPARTITIONS, type Repartition, sayLieu, shared, TOUT_PM, TYPES_LIEU } from '../lieu.ts'
import { lieuxImportes, recognizedLieux } from '../lieux-reconnus.ts'
import { ficheVisee, openFiche } from './open-fiche.ts'

const entree = z.object({
  ...ficheVisee,
  repartition: z.enum(REPARTITIONS, 'Choisissez comment partager.').default('aucune'),
  lieux: z
    .array(
      z.object({
        type: z.enum(TYPES_LIEU, 'Ce lieu n’est pas d’une sorte connue.'),
        code: z.string().trim().min(1, 'Le code du lieu manque.').max(60, 'Ce code de lieu est trop long.'),
        partPm: z
          .int('Une part est un nombre, par exemple 33,3.')
          .min(0, 'Une part va de 0 à 100 %.')
          .max(TOUT_PM, 'Une part va de 0 à 100 %.')
          .nullable()
          .default(null),
      }),
    )
    .max(LIEUX_MAX, `Une fiche vise ${LIEUX_MAX} lieux au plus.`),
})

/** Places that the fiches of this contract may point at, today or at the end of its life. */
export async function listChoixDuContrat(tx: Tx, contrat: ContratCourant, now: Date): Promise<ChoixLieu[]> {
  return listChoixLieux(tx, {
    contratId: contrat.id,
    communes: contrat.communes,
    epci: contrat.epciSiren === null ? null : { siren: contrat.epciSiren, nom: contrat.epciNom },
    jour: jourDuContrat(contrat, jourParis(now)),
  })
}

/** Places that the text of a fiche names without doubt, as an import keeps them. */
export async function listLieuxNommes(tx: Tx, contrat: ContratCourant, contenu: ContenuFiche, now: Date): Promise<LieuFiche[]> {
  return lieuxImportes(recognizedLieux(contenu, await listChoixDuContrat(tx, contrat, now)))
}

/**
 * Replaces the places that a fiche points at, with their shares. They are tags: its text does not move, nor its version, but the
 * version shown is asked all the same, so that nobody places a text that has changed.
 */
export const situateFiche = command('strategie.situer_fiche', entree, async ({ tx, agent, now }, saisie) => {
  const { contratId, ficheId, repartition } = saisie
  const fiche = await openFiche({ tx, agent }, saisie, {
    may: mayEditFiche,
    refus: 'Votre mandat ne permet pas de changer les lieux de cette fiche dans son état actuel.',
  })
  assertEcrivable(fiche)
  const choix = await listChoixDuContrat(tx, await getContrat(tx, contratId), now)
  const lieux = partagees(
    saisie.lieux.map((voulu) => lieuOf(voulu, choix, fiche.lieux)),
    repartition,
  )
  const fautes = fautesLieux(lieux.map(({ lieu }) => lieu))
  if (fautes.length > 0) throw new RegleViolee(fautes.map(({ message }) => message).join(' '), fautes)
  const apres = lieux.map(({ lieu }) => lieu)
  if (JSON.stringify(apres) === JSON.stringify(fiche.lieux)) return { valeur: apres, trace: null }
  await saveLieuxFiche(tx, ficheId, apres)
  return {
    valeur: apres,
    trace: {
      contratId,
      objet: { type: 'fiche', id: ficheId },
      libelle:
        apres.length === 0 ? `Fiche ${fiche.code} : lieux retirés` : `Fiche ${fiche.code} située : ${apres.map(sayLieu).join(' ; ')}`,
      avant: { lieux: fiche.lieux.map(sayLieu) },
      apres: { lieux: apres.map(sayLieu) },
    },
  }
})

type Situe = { lieu: LieuFiche; population: number | null }

/** A place as it is known today; one that the reference has lost stays as the fiche kept it. */
function lieuOf(voulu: Pick<LieuFiche, 'type' | 'code' | 'partPm'>, choix: readonly ChoixLieu[], gardes: readonly LieuFiche[]): Situe {
  const memes = ({ type, code }: { type: string; code: string }) => type === voulu.type && code === voulu.code
  const connu = choix.find(memes)
  const garde = gardes.find(memes)
  const origine = garde?.origine ?? 'saisie'
  if (connu !== undefined) {
    const { type, code, nom, communes, population } = connu
    return { lieu: { type, code, nom, communes, partPm: voulu.partPm, origine }, population }
  }
  if (garde !== undefined) return { lieu: { ...garde, partPm: voulu.partPm }, population: null }
  const message = `« ${voulu.code} » n’est pas un lieu de ce contrat : choisissez dans la liste.`
  throw new RegleViolee(message, [{ champ: 'lieux', message }])
}

/** @throws RegleViolee when inhabitants are asked to share by and one place has none known */
function partagees(lieux: Situe[], repartition: Repartition): Situe[] {
  const avec = (parts: readonly (number | null)[]) =>
    lieux.map(({ lieu, population }, rang) => ({ population, lieu: { ...lieu, partPm: parts[rang] ?? null } }))
  if (lieux.length === 0 || repartition === 'aucune') return avec([])
  if (repartition === 'saisie') return lieux
  if (repartition === 'egale')
    return avec(
      shared(
        TOUT_PM,
        lieux.map(() => 1),
      ),
    )
  const inconnu = lieux.find(({ population }) => population === null)
  if (inconnu !== undefined) {
    const message = `Le nombre d’habitants de « ${inconnu.lieu.nom} » n’est pas connu : partagez à parts égales, ou écrivez les parts.`
    throw new RegleViolee(message, [{ champ: 'repartition', message }])
  }
  const habitants = lieux.map(({ population }) => population ?? 0)
  if (habitants.every((nombre) => nombre === 0)) {
    const message = 'Aucun de ces lieux n’a d’habitants : partagez à parts égales, ou écrivez les parts.'
    throw new RegleViolee(message, [{ champ: 'repartition', message }])
  }
  return avec(shared(TOUT_PM, habitants))
}
