import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { formatInstant, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { getReglage } from '#platform/reglages.ts'
import { createAcces, listPilotes, lockAccesOuvert } from '../acces.store.ts'
import { type Acces, canOpenAcces, MOTIF_MAX, MOTIF_MIN, openedAcces } from '../acces.ts'
import { getContratConnu } from '../contrat-connu.ts'
import { dureeMaxAcces } from '../reglages-acces.ts'

const entree = z.object({
  contratId: z.uuid('Choisissez un contrat.'),
  motif: z
    .string('Dites pourquoi vous devez lire ce contrat.')
    .transform((texte) => texte.replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(MOTIF_MIN, `Dites pourquoi en ${MOTIF_MIN} caractères au moins : la demande, qui l’a faite, ce qu’il faut regarder.`)
        .max(MOTIF_MAX, `${MOTIF_MAX} caractères au plus.`),
    ),
  duree: z.coerce.number<unknown>('Choisissez une durée.').int('Choisissez un nombre entier d’heures.').min(1, 'Choisissez une durée.'),
})

/**
 * An administrator opens the content of a contract to herself, to read it, for a reason and for some hours. Those who pilot the
 * contract receive a mail at once. @throws Interdit @throws Introuvable @throws RegleViolee
 */
export const openAcces = command('compte.ouvrir_acces', entree, async ({ tx, agent, now }, { contratId, motif, duree }) => {
  assertCan(
    canOpenAcces(agent, contratId),
    'Seule l’administration de la plateforme ouvre ainsi le contenu d’un contrat, et seulement sans y avoir de mandat.',
  )
  const contrat = await getContratConnu(tx, contratId)
  const ouvert = await lockAccesOuvert(tx, { contratId, personneId: agent.personneId }, now)
  if (ouvert !== null) throw new RegleViolee(`Votre accès à ce contrat est déjà ouvert jusqu’au ${formatInstant(ouvert.fin)}.`)
  const demande = { id: createId(now.getTime()), contratId, personneId: agent.personneId, motif, dureeH: duree }
  const acces = openedAcces(demande, await getReglage(tx, dureeMaxAcces), now)
  await createAcces(tx, acces)
  for (const pilote of await listPilotes(tx, contratId, jourParis(now))) {
    await enqueueCourriel(tx, courrielOf(acces, { agent, contrat, pilote }), now)
  }
  return {
    valeur: acces,
    trace: {
      contratId,
      objet: { type: 'acces', id: acces.id },
      libelle: `Contenu ouvert à l’administration jusqu’au ${formatInstant(acces.fin)} : ${motif}`,
      avant: null,
      apres: { motif, fin: acces.fin },
    },
  }
})

function courrielOf(
  { motif, fin }: Acces,
  qui: {
    agent: { prenom: string; nom: string }
    contrat: { titre: string; adresse: string }
    pilote: { personneId: string; courriel: string }
  },
) {
  const { agent, contrat, pilote } = qui
  return {
    genre: 'acces_ouvert',
    a: pilote,
    objet: `L’administration de la plateforme lit «\u00a0${contrat.titre.slice(0, 200)}\u00a0»`,
    corps: [
      `${agent.prenom} ${agent.nom}, de l’administration de la plateforme, a ouvert le contenu du contrat « ${contrat.titre} » jusqu’au ${formatInstant(fin)}.`,
      `Le motif donné : ${motif}`,
      'Cet accès permet de lire, pas de modifier. Chaque page ouverte est notée au journal du contrat.',
    ],
    action: { libelle: 'Voir le journal du contrat', href: `/espace/${contrat.adresse}/journal?objet=acces` },
    pourquoi: 'Vous recevez ce courriel parce que vous pilotez ce contrat : il part à chaque accès de l’administration à son contenu.',
    envoi: 'immediat' as const,
  }
}
