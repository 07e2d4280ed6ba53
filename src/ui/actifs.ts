import { readFileSync } from 'node:fs'

/** Public addresses of the built assets, by the name of their source: { "parvis.css": "/actifs/parvis.3f2a….css" }. */
export type Manifeste = Record<string, string>

let manifeste: Manifeste | null = null

/** Reads dist/public/manifest.json once; the build writes it. */
export function loadManifeste(chemin: string): void {
  manifeste = JSON.parse(readFileSync(chemin, 'utf8')) as Manifeste
}

/** Address of an asset. Before the build (a test of a page alone), its plain name. */
export function actif(nom: string): string {
  return manifeste?.[nom] ?? `/actifs/${nom}`
}
