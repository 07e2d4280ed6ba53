/** Something outside the program keeps it from starting. Its message is one French sentence, shown alone before exit code 1. */
export class ErreurDemarrage extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ErreurDemarrage'
  }
}

/** The code of a system error (`ENOENT`, `EACCES`…), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Turns a system error met on a path into the sentence that says what to do. */
export function pathFailure(chemin: string, error: unknown): ErreurDemarrage {
  const code = systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ErreurDemarrage(`Le disque est plein : impossible d’écrire dans « ${chemin} ». Libérez de la place, puis relancez.`, {
      cause: error,
    })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ErreurDemarrage(
      `Le dossier « ${chemin} » n’est pas accessible à l’utilisateur qui lance Parvis : donnez-lui ce dossier, ou relancez avec son propriétaire.`,
      { cause: error },
    )
  }
  if (code === 'EROFS') {
    return new ErreurDemarrage(`Le dossier « ${chemin} » est en lecture seule : choisissez un autre dossier de données.`, { cause: error })
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new ErreurDemarrage(`« ${chemin} » n’est pas un dossier : déplacez ce fichier, puis relancez.`, { cause: error })
  }
  return new ErreurDemarrage(`Le dossier de données « ${chemin} » est illisible (${code ?? String(error)}).`, { cause: error })
}
