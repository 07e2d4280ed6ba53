/** Secrets typed at a terminal or given on the standard input of a command. */
import type { ReadStream } from 'node:tty'

/**
 * Asks for a secret without showing it. Ctrl-C gives it up.
 * @throws Error with a French sentence when there is no terminal to ask
 */
export function readSecretTty(question: string, entree: ReadStream, sortie: NodeJS.WritableStream): Promise<string> {
  if (!entree.isTTY) return Promise.reject(new Error('Pas de terminal pour taper le mot de passe : donnez-le par --mot-de-passe-stdin.'))
  sortie.write(question)
  entree.setRawMode(true)
  entree.setEncoding('utf8')
  entree.resume()
  return new Promise((resolve, reject) => {
    let secret = ''
    const finish = (rendre: () => void) => {
      entree.off('data', lire)
      entree.setRawMode(false)
      entree.pause()
      sortie.write('\n')
      rendre()
    }
    const lire = (morceau: string | Buffer) => {
      for (const caractere of String(morceau)) {
        if (caractere === '\r' || caractere === '\n' || caractere === '\u0004') return finish(() => resolve(secret))
        if (caractere === '\u0003') return finish(() => reject(new Error('Abandon : rien n’a été fait.')))
        if (caractere === '\u007f' || caractere === '\b') secret = [...secret].slice(0, -1).join('')
        else if (caractere >= ' ') secret += caractere
      }
    }
    entree.on('data', lire)
  })
}

/** The first line of the standard input. */
export async function readSecretStdin(entree: AsyncIterable<Buffer | string>): Promise<string> {
  const morceaux: Buffer[] = []
  for await (const morceau of entree) morceaux.push(Buffer.from(morceau))
  return Buffer.concat(morceaux).toString('utf8').split(/\r?\n/)[0] ?? ''
}
