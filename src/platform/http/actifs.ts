import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Introuvable } from '#platform/errors.ts'
import type { C } from './env.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}

/** Folder of the built assets, from the sources as from the bundle. */
export function dossierActifs(): string {
  const candidats = ['../../../dist/public', './public'].map((chemin) => fileURLToPath(new URL(chemin, import.meta.url)))
  return candidats.find((chemin) => existsSync(join(chemin, 'manifest.json'))) ?? candidats[0] ?? 'dist/public'
}

const memoire = new Map<string, Uint8Array<ArrayBuffer>>()

/** Serves /actifs/*: names bear the digest of their content, so a year in cache is safe; the folder is flat but for elements/. */
export async function serveActifs(c: C): Promise<Response> {
  const demande = c.req.path.slice('/actifs/'.length)
  const nom = demande.startsWith('elements/') ? join('elements', basename(demande)) : basename(demande)
  const type = TYPES[extname(nom)]
  if (type === undefined || nom.startsWith('.')) throw new Introuvable()
  let contenu = memoire.get(nom)
  if (contenu === undefined) {
    try {
      contenu = new Uint8Array(await readFile(join(dossierActifs(), nom)))
    } catch {
      throw new Introuvable()
    }
    memoire.set(nom, contenu)
  }
  const fige = /\.[0-9a-z]{6,}\.[a-z0-9]+$/i.test(nom)
  return c.body(contenu, 200, { 'content-type': type, 'cache-control': fige ? 'public, max-age=31536000, immutable' : 'no-cache' })
}
