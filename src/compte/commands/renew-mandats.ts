import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import { LIBELLES_ROLES } from '../agent.ts'
import { canManageEquipe } from '../droits.ts'
import { courriel, id, jourFacultatif, jourRequis, texteFacultatif } from '../formes.ts'
import { listMandatsParId, lockMandatsOfContrats } from '../mandat.store.ts'
import { createGroupe } from '../mandat-lot.store.ts'
import { renewedMandat } from '../mandat-renouvellement.ts'
import { writeMandat } from './give-mandat.ts'
import { findOrCreatePersonne } from './welcome-membre.ts'

const ligne = z.discriminatedUnion(
  'choix',
  [
    z.object({ choix: z.literal('meme'), mandatId: id }),
    z.object({
      choix: z.literal('autre'),
      mandatId: id,
      courriel,
      /** Asked for when the address is not known yet. */
      prenom: texteFacultatif(100),
      nom: texteFacultatif(100),
    }),
    z.object({ choix: z.literal('aucun'), mandatId: id }),
  ],
  { error: 'Choisissez la même personne, une autre, ou personne.' },
)
const forme = z.object({
  contratId: id,
  debut: jourRequis,
  fin: jourFacultatif,
  lignes: z.array(ligne, { error: 'Choisissez des mandats à renouveler.' }).max(200, '200 mandats au plus à la fois.'),
})

/** Gives again the roles of mandates that have ended, from one date, to the same people or to new ones. Undone as a whole. */
export const renewMandats = command('compte.renouveler_mandats', forme, async ({ tx, agent, now }, saisie) => {
  const { contratId, debut, fin } = saisie
  assertCan(canManageEquipe(agent, contratId), 'Seule la personne cheffe de projet de ce contrat renouvelle ses mandats.')
  const tous = await lockMandatsOfContrats(tx, [contratId])
  const anciens = new Map(tous.map((mandat) => [mandat.id, mandat]))
  const voulues = saisie.lignes
    .flatMap((choix, rang) => {
      const ancien = anciens.get(choix.mandatId)
      if (ancien === undefined) throw new RegleViolee('Un des mandats choisis n’est pas de ce contrat : rechargez la page.')
      return choix.choix === 'aucun' ? [] : [{ choix, rang, ancien }]
    })
    // A titulaire first: the suppléance that follows her names her new mandate.
    .sort((a, b) => Number(a.ancien.suppleance !== null) - Number(b.ancien.suppleance !== null))
  if (voulues.length === 0) throw new RegleViolee('Aucun mandat n’est renouvelé : choisissez au moins une personne.')
  const nouveaux = new Map<string, string>()
  for (const { choix, rang, ancien } of voulues) {
    const personneId =
      choix.choix === 'meme'
        ? ancien.personneId
        : (await onLine(rang, () => findOrCreatePersonne(tx, { ...choix, fonction: null }, now))).id
    const suite = renewedMandat(ancien, { personneId, debut, fin }, tous, nouveaux)
    const { id: mandatId } = await writeMandat(tx, suite, { id: agent.personneId, now })
    nouveaux.set(ancien.id, mandatId)
  }
  const donnes = await listMandatsParId(tx, [...nouveaux.values()])
  const lignes = [...donnes.values()].map((mandat) => ({ mandat, finAvant: mandat.fin, finApres: mandat.fin, retireApres: null }))
  const groupeId = await createGroupe(
    tx,
    { genre: 'renouvellement', jour: debut, organisationId: null, lignes },
    { id: agent.personneId, now },
  )
  return {
    valeur: { groupeId, nombre: lignes.length },
    trace: lignes.map(({ mandat }) => ({
      contratId,
      objet: { type: 'mandat', id: mandat.id },
      libelle: `Mandat « ${LIBELLES_ROLES[mandat.role]} » donné à ${mandat.personne} (${mandat.organisation}) à partir du ${formatDate(debut)}, en renouvellement`,
      avant: null,
      apres: { ...mandat, acteGroupe: groupeId },
    })),
  }
})

/** A fault of one line names the field of that line. */
async function onLine<T>(rang: number, faire: () => Promise<T>): Promise<T> {
  try {
    return await faire()
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    throw new RegleViolee(
      erreur.message,
      erreur.champs.map(({ champ, message }) => ({ champ: `lignes.${rang}.${champ}`, message })),
    )
  }
}
