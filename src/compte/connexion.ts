/** What the sign-in page may do: whose part may be played, where one goes next. Pure. */

/**
 * True when the routes of the personas may be mounted.
 * @throws Error in production: the program must not start with accounts that open without a password
 */
export function assertPersonasInterdits(configuration: { production: boolean; demo: boolean }): boolean {
  if (configuration.production && configuration.demo) {
    throw new Error(
      'Les personnages de la démonstration ouvrent des comptes sans mot de passe : Parvis refuse de démarrer ainsi en production.',
    )
  }
  return configuration.demo
}

/** True when mails leave, or are shown where nobody really works: links are then sent rather than handed over. */
export function sendsCourriels(configuration: { courriel: unknown; courrielsMontres: boolean }): boolean {
  return configuration.courriel !== null || configuration.courrielsMontres
}

/** Where to go after signing in: a path of this site, never another. */
export function safeSuite(suite: string | undefined): string {
  const defaut = '/espace'
  if (suite === undefined || !suite.startsWith('/') || suite.length > 500) return defaut
  const depart = 'https://parvis.invalid'
  let url: URL
  try {
    url = new URL(suite, depart)
  } catch {
    return defaut
  }
  if (url.origin !== depart || url.pathname.startsWith('//') || url.pathname.startsWith('/connexion')) return defaut
  return url.pathname + url.search
}
