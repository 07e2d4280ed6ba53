import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { getPreferences, savePreferences } from '#platform/courriel/preferences.store.ts'
import { LIBELLES_RYTHMES, type Preferences, RYTHMES, type Rythme, TOUS_GENRES } from '#platform/courriel/preferences.ts'
import { assertCan } from '#platform/errors.ts'
import { canChooseCourriels } from '../droits.ts'
import { id } from '../formes.ts'

const error = 'Choisissez un rythme dans la liste.'
const forme = z.object({
  personneId: id,
  tous: z.enum(RYTHMES, { error }),
  /** By genre; one that is empty or missing follows `tous`. */
  genres: z
    .record(z.string().regex(/^[a-z][a-z_-]{0,39}$/, 'Ce genre de courriel n’existe pas.'), z.enum([...RYTHMES, ''], { error }), { error })
    .default({}),
})

/** Says how often one wants the digest. */
export const chooseCourriels = command('compte.choisir_courriels', forme, async ({ tx, agent, now }, { personneId, tous, genres }) => {
  assertCan(canChooseCourriels(agent, personneId), 'Chaque personne choisit ses propres courriels.')
  const avant = await getPreferences(tx, personneId)
  const propres = Object.entries(genres).filter((choix): choix is [string, Rythme] => choix[1] !== '' && choix[1] !== tous)
  const apres: Preferences = { [TOUS_GENRES]: tous, ...Object.fromEntries(propres) }
  await savePreferences(tx, personneId, apres, now)
  return {
    valeur: apres,
    trace: {
      contratId: null,
      objet: { type: 'personne', id: personneId },
      libelle: `Récapitulatif par courriel\u00a0: ${LIBELLES_RYTHMES[tous]}`,
      avant,
      apres,
    },
  }
})
