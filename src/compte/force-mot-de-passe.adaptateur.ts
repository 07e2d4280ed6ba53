import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { RegleViolee } from '#platform/errors.ts'
import { acceptedMotDePasse, LONGUEUR_MAX } from './mot-de-passe.ts'

/** A thousand million guesses (log 10): with scrypt behind, more than a stranger with a stolen copy will spend on one account. */
const ESSAIS_MIN_LOG10 = 9

/** What a stranger tries first on this site. */
const MOTS_DU_SITE = [
  'parvis',
  'contrat',
  'contratdeville',
  'ville',
  'quartier',
  'quartiers',
  'prioritaire',
  'metropole',
  'agglo',
  'mairie',
]

/** Why a password is guessed: the names of zxcvbn, our sentences. */
const RAISONS: Record<string, string> = {
  straightRow: 'il suit une rangée du clavier',
  keyPattern: 'il dessine un motif sur le clavier',
  simpleRepeat: 'il répète un caractère',
  extendedRepeat: 'il répète le même morceau',
  sequences: 'il suit l’ordre des lettres ou des chiffres',
  recentYears: 'une année récente se devine',
  dates: 'une date se devine',
  topTen: 'c’est l’un des plus employés au monde',
  topHundred: 'c’est l’un des plus employés',
  common: 'il est très employé',
  similarToCommon: 'il ressemble à un mot de passe très employé',
  wordByItself: 'un mot seul se devine',
  namesByThemselves: 'un prénom ou un nom seul se devine',
  commonNames: 'un prénom ou un nom se devine',
  userInputs: 'il reprend votre nom, votre adresse ou un mot de ce site',
}

let charge: Promise<ZxcvbnFactory> | null = null

/** Ninety megabytes of words are read at the first password chosen, not when the program starts. */
async function loadZxcvbn(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, commun, francais] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-fr'),
  ])
  const { warnings } = francais.translations
  return new ZxcvbnFactory({
    dictionary: { ...commun.dictionary, ...francais.dictionary },
    graphs: commun.adjacencyGraphs,
    // Each warning gives back its name, which RAISONS puts into our words.
    translations: {
      ...francais.translations,
      warnings: { ...warnings, ...Object.fromEntries(Object.keys(RAISONS).map((nom) => [nom, nom])) },
    },
    maxLength: LONGUEUR_MAX,
  })
}

/**
 * The password as it may be kept: the rule of length, then its strength against who knows French, this site and the person.
 * @param connus texts that a stranger would try first: first name, name, address
 * @throws RegleViolee on the field `motDePasse`
 */
export async function chosenMotDePasse(motDePasse: string, connus: readonly string[]): Promise<string> {
  acceptedMotDePasse(motDePasse, connus)
  charge ??= loadZxcvbn()
  const mots = connus.flatMap((connu) => [connu, ...connu.split(/[\s.@_-]+/u)]).filter((mot) => mot.length > 2)
  const { guessesLog10, feedback } = (await charge).check(
    motDePasse,
    [...MOTS_DU_SITE, ...mots].map((mot) => mot.toLowerCase()),
  )
  if (guessesLog10 >= ESSAIS_MIN_LOG10) return motDePasse
  const raison = RAISONS[feedback.warning ?? ''] ?? 'ses mots sont trop courants'
  const message = `Ce mot de passe se devine trop vite\u00a0: ${raison}. Prenez plutôt quatre mots sans rapport entre eux.`
  throw new RegleViolee(message, [{ champ: 'motDePasse', message }])
}

/** Texts of a person that her password must not be made of. */
export function motsDe(personne: { prenom: string; nom: string; courriel: string }): string[] {
  return [personne.prenom, personne.nom, personne.courriel.split('@')[0] ?? '']
}
