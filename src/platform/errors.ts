/** A rule of the field is broken. Its message is a French sentence shown as it is (HTTP 422). */
export class RegleViolee extends Error {
  readonly champs: readonly ChampFautif[]
  constructor(message: string, champs: readonly ChampFautif[] = []) {
    super(message)
    this.name = 'RegleViolee'
    this.champs = champs
  }
}

/** The agent holds no mandate that allows this (HTTP 403). The message says what is missing, in French. */
export class Interdit extends Error {
  /** Name of the command or of the route's right that refused, for « pourquoi je ne peux pas »; `act` and the routes fill it in. */
  demande: string | null = null
  constructor(message = 'Vous n’avez pas le droit de faire cela.') {
    super(message)
    this.name = 'Interdit'
  }
}

/** Nothing at this address or with this identifier, or not for this agent (HTTP 404). */
export class Introuvable extends Error {
  constructor(message = 'Cette page n’existe pas, ou plus.') {
    super(message)
    this.name = 'Introuvable'
  }
}

/** A field named in a form, with the sentence that says how to repair it. */
export type ChampFautif = { champ: string; message: string }

/** @throws Interdit when the predicate said no. */
export function assertCan(allowed: boolean, message?: string): void {
  if (!allowed) throw new Interdit(message)
}

/** Does it; a refusal learns what was asked. @param demande name of a command or of the right of a route */
export async function naming<T>(demande: string, faire: () => T | Promise<T>): Promise<T> {
  try {
    return await faire()
  } catch (erreur) {
    if (erreur instanceof Interdit) erreur.demande ??= demande
    throw erreur
  }
}
