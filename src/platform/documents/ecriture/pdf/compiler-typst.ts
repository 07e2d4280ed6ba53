import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Fragment } from '#platform/texte/commonmark.ts'
import type { DocumentAEcrire, Theme } from '../document.ts'
import { listDossiers } from '../polices.ts'
import { GABARIT } from './gabarit-typst.ts'

export type CommandePdf = { document: DocumentAEcrire; theme: Theme }

const require = createRequire(import.meta.url)

/** What stands for a sign that no font at hand can draw: a tagged PDF may hold no missing glyph. */
const SANS_DESSIN = '?'

/**
 * A compiler with our fonts, kept warm. Synchronous and hungry: only ever used in a process of its own (atelier-typst.ts).
 * It gives tagged PDF/UA-1.
 */
export function createCompilateur(): Compilateur {
  const { NodeCompiler: Typst } = require('@myriaddreamin/typst-ts-node-compiler') as { NodeCompiler: typeof NodeCompiler }
  const racine = tmpdir()
  const typst = Typst.create({ workspace: racine, fontArgs: [{ fontPaths: listDossiers() }] })
  const signes: Signes = { dessines: new Set(), absents: new Set() }
  learn(typst, signes, LATIN)
  return {
    compile({ document, theme }) {
      const logo =
        theme.logo === null ? null : { chemin: `/logo.${theme.logo.type === 'image/png' ? 'png' : 'svg'}`, alt: theme.logo.alt || 'Logo' }
      const brut = JSON.stringify({ ...document, theme: { ...theme, logo } }, (_, valeur: unknown) => compact(valeur))
      learn(typst, signes, brut.match(/[\u0180-\u{10ffff}]/gu) ?? [])
      if (theme.logo !== null && logo !== null) typst.mapShadow(join(racine, logo.chemin), Buffer.from(theme.logo.contenu))
      typst.mapShadow(join(racine, 'donnees.json'), Buffer.from(withoutAbsents(brut, signes.absents)))
      return compileTo(typst, GABARIT, document.date)
    },
    forget() {
      typst.resetShadow()
      typst.evictCache(0)
    },
  }
}

export type Compilateur = {
  /** @throws Error with what Typst says */
  compile(commande: CommandePdf): Buffer
  /** Frees what the last document left in memory: to be called after each, once its PDF is sent. */
  forget(): void
}

/** Signs met in every document: tried once. */
const LATIN = Array.from({ length: 0x17f - 0x20 }, (_, rang) => String.fromCodePoint(0x20 + rang)).filter((signe) => !/\p{Cc}/u.test(signe))

/** Fragments without marks become strings, which cost the layout much less. */
function compact(valeur: unknown): unknown {
  if (!Array.isArray(valeur) || valeur.length === 0 || !valeur.every(isFragment)) return valeur
  const courts = valeur.map((fragment) =>
    fragment.gras || fragment.italique || fragment.lien !== null || fragment.texte.includes('\n') ? fragment : fragment.texte,
  )
  return courts.length === 1 && typeof courts[0] === 'string' ? courts[0] : courts
}

function isFragment(valeur: unknown): valeur is Fragment {
  return typeof valeur === 'object' && valeur !== null && 'gras' in valeur && 'lien' in valeur
}

type Signes = { dessines: Set<string>; absents: Set<string> }

function compileTo(compilateur: NodeCompiler, source: string, date: Date | null): Buffer {
  const resultat = compilateur.compile({ mainFileContent: source })
  const compile = resultat.result
  if (compile === null) throw new Error(`Typst: ${describe(compilateur, resultat.takeDiagnostics())}`)
  const horodatage = date === null ? {} : { creationTimestamp: Math.floor(date.getTime() / 1000) }
  return compilateur.pdf(compile, { pdfStandard: 'ua-1', ...horodatage })
}

/** Tries signs never met before, one a paragraph, in a tiny document: its errors name those that no font can draw. */
function learn(compilateur: NodeCompiler, signes: Signes, vus: readonly string[]): void {
  const nouveaux = [...new Set(vus)].filter((signe) => !signes.dessines.has(signe) && !signes.absents.has(signe))
  if (nouveaux.length === 0) return
  const code = nouveaux.map((signe) => `"\\u{${(signe.codePointAt(0) ?? 32).toString(16)}}"`).join(', ')
  const source = `#set document(title: "x")\n#set text(font: ("Atkinson Hyperlegible Next", "Bricolage Grotesque"))\n#for s in (${code},) { par(text(s)) }`
  try {
    compileTo(compilateur, source, null)
  } catch (erreur) {
    for (const absent of undrawable(String(erreur))) signes.absents.add(absent)
  }
  for (const signe of nouveaux) if (!signes.absents.has(signe)) signes.dessines.add(signe)
}

function withoutAbsents(texte: string, absents: ReadonlySet<string>): string {
  if (absents.size === 0 || ![...absents].some((absent) => texte.includes(absent))) return texte
  // By whole visible signs: a family emoji is one, made of several code points.
  const decoupe = new Intl.Segmenter('fr', { granularity: 'grapheme' })
  return texte.replace(/[\u0250-\u{10ffff}]+/gu, (suite) =>
    [...decoupe.segment(suite)].map(({ segment }) => ([...segment].some((signe) => absents.has(signe)) ? SANS_DESSIN : segment)).join(''),
  )
}

/** The signs that a PDF/UA-1 error says could not be displayed. */
function undrawable(message: string): string[] {
  return [...message.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/gu)].flatMap(([, texte]) => [
    ...(texte ?? '').replace(/\\+u\{([0-9a-f]+)\}/giu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
  ])
}

function describe(compilateur: NodeCompiler, erreur: ReturnType<ReturnType<NodeCompiler['compile']>['takeDiagnostics']>): string {
  return erreur === null ? 'no diagnostic' : JSON.stringify(compilateur.fetchDiagnostics(erreur)).slice(0, 2000)
}
