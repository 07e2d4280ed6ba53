import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Configuration } from '#platform/configuration.ts'

/**
 * The key that signs sessions: PARVIS_SECRET, else one made once and kept beside the data, readable by this account alone.
 * @throws Error with a French sentence when the file cannot be read or written
 */
export async function ensureSecret(configuration: Pick<Configuration, 'secret' | 'donnees'>): Promise<string> {
  if (configuration.secret !== null) return configuration.secret
  const fichier = join(configuration.donnees, 'secret')
  const connu = await readSecret(fichier)
  if (connu !== null) return connu
  const nouveau = randomBytes(32).toString('base64url')
  const brouillon = `${fichier}.${nouveau.slice(0, 8)}`
  try {
    await mkdir(configuration.donnees, { recursive: true })
    // Written whole, then named: two processes that start together agree on the first.
    await writeFile(brouillon, `${nouveau}\n`, { mode: 0o600, flag: 'wx' })
    await link(brouillon, fichier).finally(() => unlink(brouillon))
    return nouveau
  } catch (cause) {
    const autre = await readSecret(fichier)
    if (autre !== null) return autre
    throw new Error(`Le secret des sessions ne peut pas être écrit dans ${fichier} : donnez-le par PARVIS_SECRET.`, { cause })
  }
}

async function readSecret(fichier: string): Promise<string | null> {
  let texte: string
  try {
    texte = (await readFile(fichier, 'utf8')).trim()
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw new Error(`Le fichier ${fichier}, qui garde le secret des sessions, ne peut pas être lu.`, { cause })
  }
  if (texte.length < 32)
    throw new Error(`Le fichier ${fichier} est abîmé : supprimez-le, un autre secret sera tiré et chacun se reconnectera.`)
  return texte
}
