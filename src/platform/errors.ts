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
