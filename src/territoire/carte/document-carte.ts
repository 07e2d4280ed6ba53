/** A map and its table as parts of a document, whatever its format. */
import type { Element } from '#platform/documents/ecriture/document.ts'
import { rasterize } from '#platform/documents/ecriture/rasteriser.ts'
import { typographie } from '#platform/formats.ts'
import type { DemandeCarte, EntreeLegende } from './carte.ts'
import { drawCarte } from './dessin.ts'

export type CarteDocument = {
  /** Literal colours, its legend in it. */
  svg: string
  /** For Word; null when not asked, or when this machine cannot make one. */
  png: Uint8Array | null
  largeur: number
  hauteur: number
  legende: readonly EntreeLegende[]
  /** Source, vintage and projection, in a sentence. */
  source: string
}

/**
 * A map for a document; null when there is nothing to draw.
 * @param pixels `oui`: with its pixels too, which only Word needs
 */
export async function mapForDocument(demande: DemandeCarte, pixels: 'oui' | 'non'): Promise<CarteDocument | null> {
  const dessin = drawCarte(demande, 'document')
  if (dessin === null) return null
  const { svg, largeur, hauteur, legende, projection, ailleurs } = dessin
  const png = pixels === 'oui' ? await rasterize({ svg, largeur, hauteur }) : null
  const millesime = demande.millesime === undefined ? '' : `, ${demande.millesime}`
  const loin = ailleurs.length === 0 ? '' : ` ${ailleurs.map(({ nom }) => nom).join(', ')} : trop loin pour cette carte, voir le tableau.`
  return {
    svg,
    png,
    largeur,
    hauteur,
    legende,
    source: typographie(`Contours : ${demande.source}${millesime}. Projection ${projection}.${loin}`),
  }
}

/** The map, then every shape of it in a table; empty when there is nothing to draw. */
export async function elementsOfCarte(demande: DemandeCarte, pixels: 'oui' | 'non'): Promise<Element[]> {
  const carte = await mapForDocument(demande, pixels)
  if (carte === null) return []
  const { svg, png, largeur, hauteur, source } = carte
  const devant = demande.calques.filter(({ role }) => role !== 'fond')
  const formes = devant.flatMap(({ formes, libelle }) => formes.map((forme) => ({ ...forme, libelle })))
  return [
    { sorte: 'image', svg, png, largeur, hauteur, alt: typographie(`${demande.titre}. ${demande.description}`), legende: source },
    {
      sorte: 'tableau',
      legende: typographie(demande.titre),
      colonnes: [
        { titre: 'Lieu', part: 40, aligne: 'debut' },
        { titre: 'Code', part: 16, aligne: 'debut' },
        { titre: 'Sur la carte', part: 26, aligne: 'debut' },
        { titre: demande.enteteValeur ?? 'Valeur', part: 18, aligne: 'fin' },
      ],
      lignes: formes.map(({ nom, code, libelle, valeur }) => [nom, code ?? '–', libelle, valeur ?? '–']),
    },
  ]
}
