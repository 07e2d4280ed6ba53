import { RegleViolee } from '#platform/errors.ts'
import { consumeJeton, findJeton, type Jeton } from '../jeton.store.ts'
import { proveCourriel } from './prove-courriel.ts'
import { type Depuis, type Entree, enter, type Porte } from './sign-in.ts'

export const LIEN_PERIME = 'Ce lien ne sert plus\u00a0: il a déjà servi, ou son délai est passé. Demandez-en un autre.'

/** Whose link this is, for the page that shows the button: looking does not use it, so that a scanner of mails uses up nothing. */
export async function findLien({ base, sessions }: Porte, secret: string, now: Date): Promise<Jeton | null> {
  return findJeton(base.db, sessions.coffre, 'connexion', secret, now)
}

/** The link serves: the first step is made. @throws RegleViolee when it has served or is over */
export async function useLien(porte: Porte, secret: string, depuis: Depuis): Promise<Entree> {
  const { base, sessions } = porte
  const { now } = depuis
  const jeton = await base.db.transaction().execute(async (tx) => {
    const trouve = await findJeton(tx, sessions.coffre, 'connexion', secret, now)
    if (trouve === null || !(await consumeJeton(tx, trouve.id, now))) throw new RegleViolee(LIEN_PERIME)
    await proveCourriel(tx, trouve, now)
    return trouve
  })
  return enter(porte, { compte: jeton, moyen: 'lien', suite: jeton.suite ?? '/espace' }, depuis)
}
