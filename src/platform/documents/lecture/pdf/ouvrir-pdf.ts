import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { LIMITES } from '../limites.ts'
import { refus } from '../refus.ts'
import { listCesures, slide } from './cesures.ts'
import { PIXELS_MAX, readImages } from './images-pdf.ts'
import type { Fragment, PageBrute } from './page-brute.ts'
import { markUnderlined } from './soulignes.ts'
import { listTraits } from './traits.ts'

/**
 * Reads what every page draws. pdf.js is loaded at the first PDF only.
 * @throws RegleViolee when the file is protected, damaged or has too many pages
 */
export async function readPages(nom: string, contenu: Uint8Array): Promise<PageBrute[]> {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const dossier = packageFolder()
  const chargement = pdfjs.getDocument({
    // pdf.js takes ownership of the bytes: it gets a copy.
    data: new Uint8Array(contenu),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    maxImageSize: PIXELS_MAX,
    // The true names of fonts, which tell bold.
    fontExtraProperties: true,
    ...(dossier === null
      ? {}
      : { cMapUrl: join(dossier, 'cmaps/'), cMapPacked: true, standardFontDataUrl: join(dossier, 'standard_fonts/') }),
  })
  try {
    const document = await chargement.promise
    if (document.numPages > LIMITES.pages) throw refus.tropLong(nom)
    const pages: PageBrute[] = []
    const vues = new Set<string>()
    for (let numero = 1; numero <= document.numPages; numero += 1) {
      const page = await document.getPage(numero)
      pages.push(await readPage(page, numero, pdfjs, vues))
      page.cleanup()
    }
    return pages
  } catch (erreur) {
    if (erreur instanceof Error && erreur.name === 'PasswordException') throw refus.protege(nom)
    throw erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur : refus.abime(nom)
  } finally {
    await chargement.destroy().catch(() => {})
  }
}

type Pdfjs = typeof import('pdfjs-dist/legacy/build/pdf.mjs')
type Page = Awaited<ReturnType<Awaited<ReturnType<Pdfjs['getDocument']>['promise']>['getPage']>>

async function readPage(page: Page, numero: number, { OPS, Util }: Pdfjs, vues: Set<string>): Promise<PageBrute> {
  const vue = page.getViewport({ scale: 1 })
  const operations = await page.getOperatorList()
  const texte = await page.getTextContent({ includeMarkedContent: true })
  const [a, b, c, d, e, f] = vue.transform.map(Number)
  const base = [a ?? 1, b ?? 0, c ?? 0, d ?? -1, e ?? 0, f ?? 0] as const
  const brute: PageBrute = { numero, largeur: vue.width, hauteur: vue.height, fragments: [], tournes: [], traits: [], images: [] }
  brute.traits = listTraits(operations.fnArray, operations.argsArray, OPS, base)
  brute.images = await readImages(operations.fnArray, operations.argsArray, OPS, page, vues)
  const cesures = listCesures(operations.fnArray, operations.argsArray, OPS.showText)
  let empreinte = ''
  const gras = new Map<string, boolean>()
  const marques: boolean[] = []
  let espace = false
  for (const item of texte.items) {
    if (!('str' in item)) {
      if (item.type === 'endMarkedContent') marques.pop()
      else marques.push('tag' in item && item.tag === 'Artifact')
      continue
    }
    if (item.str.trim() === '') {
      espace = true
      continue
    }
    empreinte = slide(empreinte, item.str)
    const coupe = cesures[0] !== undefined && cesures[0] === empreinte
    if (coupe) cesures.shift()
    const [ma = 1, mb = 0, mc = 0, md = 1, x = 0, y = 0] = Util.transform(vue.transform, item.transform).map(Number)
    const taille = Math.hypot(mc, md)
    if (Math.abs(mb) > Math.abs(ma) * 0.2) {
      brute.tournes.push(item.str)
      continue
    }
    if (x > vue.width || x + item.width < 0 || y < -taille || y > vue.height + taille) continue
    const fragment: Fragment = {
      texte: coupe ? `${item.str}\u00ad` : item.str,
      x,
      y,
      largeur: item.width,
      taille: taille || item.height || 10,
      gras: isBold(page, item.fontName, gras),
      artefact: marques.includes(true),
      espaceAvant: espace,
    }
    espace = item.hasEOL
    if (!isOverprint(brute.fragments, fragment)) brute.fragments.push(fragment)
  }
  markUnderlined(brute)
  return brute
}

function isBold(page: Page, police: string, connues: Map<string, boolean>): boolean {
  const connue = connues.get(police)
  if (connue !== undefined) return connue
  const objet: unknown = page.commonObjs.has(police) ? page.commonObjs.get(police) : null
  const nom = typeof objet === 'object' && objet !== null && 'name' in objet ? String(objet.name) : ''
  const gras = /bold|black|heavy|demi|gras/i.test(nom)
  connues.set(police, gras)
  return gras
}

/** The same text drawn again in place, as some programs do for bold. */
function isOverprint(fragments: readonly Fragment[], nouveau: Fragment): boolean {
  return fragments
    .slice(-6)
    .some(
      (ancien) =>
        ancien.texte === nouveau.texte &&
        Math.abs(ancien.x - nouveau.x) < nouveau.taille * 0.2 &&
        Math.abs(ancien.y - nouveau.y) < nouveau.taille * 0.2,
    )
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  } catch {
    return null
  }
}
