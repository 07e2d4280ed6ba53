/** Dumbbells: a square for the quartier, a ring for its reference, the gap between them. Pure. */
import * as Plot from '@observablehq/plot'
import { DOCUMENT, toNoeuds } from './noeuds.ts'

/** One line of the drawing. Values are floats: they are drawn, never printed; texts come from the exact ones. */
export type LigneHaltere = {
  libelle: string
  quartier: { valeur: number; texte: string } | null
  reference: { valeur: number; texte: string } | null
  /** Said instead, when nothing is compared: « n. c. ». */
  faute: string | null
}
export type Format = 'large' | 'etroit'
export type Haltere = { largeur: number; hauteur: number; noeuds: ReturnType<typeof toNoeuds> }

/** Pixels: `large` labels stand before the line, `etroit` (a phone) above it. */
const FORMES = {
  large: { largeur: 520, gauche: 196, droite: 36, pas: 44, haut: 26, bas: 8 },
  etroit: { largeur: 288, gauche: 30, droite: 34, pas: 60, haut: 26, bas: 8 },
} as const
/** Between a mark and its figure. */
const ECART_TEXTE = 12
/** Letters that fit before the line. */
const LETTRES = { large: 28, etroit: 38 } as const

const GARDES = 400
const dessins = new Map<string, Haltere>()

/** @param domaine bounds of the axis, zero included: a gap is seen in its true size @param graduation text of a tick */
export function drawHaltere(
  lignes: readonly LigneHaltere[],
  domaine: readonly [number, number],
  graduations: readonly { valeur: number; texte: string }[],
  format: Format,
): Haltere {
  const cle = JSON.stringify([lignes, domaine, graduations, format])
  const connu = dessins.get(cle)
  if (connu !== undefined) return connu
  const dessin = draw(lignes, domaine, graduations, format)
  if (dessins.size >= GARDES) dessins.delete(dessins.keys().next().value ?? '')
  dessins.set(cle, dessin)
  return dessin
}

function draw(
  lignes: readonly LigneHaltere[],
  domaine: readonly [number, number],
  graduations: readonly { valeur: number; texte: string }[],
  format: Format,
): Haltere {
  const { largeur, gauche, droite, pas, haut, bas } = FORMES[format]
  const hauteur = haut + bas + lignes.length * pas
  const places = lignes.map((ligne, rang) => ({ ...ligne, rang }))
  const comparees = places.filter((ligne) => ligne.quartier !== null && ligne.reference !== null)
  const avec = (de: 'quartier' | 'reference') => places.filter((ligne) => ligne[de] !== null)
  const x = (de: 'quartier' | 'reference') => (ligne: LigneHaltere) => ligne[de]?.valeur ?? 0
  const texte = (de: 'quartier' | 'reference') => (ligne: LigneHaltere) => ligne[de]?.texte ?? ''
  /** The figure of each mark stands outside the two. */
  const outside = (ligne: LigneHaltere, de: 'quartier' | 'reference') => {
    const [moi, autre] = [ligne[de], ligne[de === 'quartier' ? 'reference' : 'quartier']]
    return moi !== null && (autre === null || moi.valeur > autre.valeur || (moi.valeur === autre.valeur && de === 'quartier'))
      ? 'droite'
      : 'gauche'
  }
  const figures = (de: 'quartier' | 'reference', cote: 'gauche' | 'droite') =>
    Plot.text(
      avec(de).filter((ligne) => outside(ligne, de) === cote),
      {
        x: x(de),
        y: 'rang',
        text: texte(de),
        dx: cote === 'droite' ? ECART_TEXTE : -ECART_TEXTE,
        textAnchor: cote === 'droite' ? 'start' : 'end',
        dy: format === 'etroit' ? 12 : 0,
        className: de === 'quartier' ? 'fort' : 'doux',
      },
    )
  const decale = format === 'etroit' ? 12 : 0
  const svg = Plot.plot({
    document: DOCUMENT,
    width: largeur,
    height: hauteur,
    marginLeft: gauche,
    marginRight: droite,
    marginTop: haut,
    marginBottom: bas,
    x: { domain: [...domaine], axis: null },
    y: { domain: [-0.5, lignes.length - 0.5], axis: null, reverse: true },
    marks: [
      Plot.ruleX(graduations, { x: 'valeur', className: 'axe' }),
      Plot.text(graduations, { x: 'valeur', frameAnchor: 'top', text: 'texte', dy: -14, className: 'gradue' }),
      Plot.text(places, {
        x: domaine[0],
        y: 'rang',
        text: (ligne: LigneHaltere) => shortened(ligne.libelle, LETTRES[format]),
        dx: 1 - gauche,
        dy: format === 'etroit' ? -14 : 0,
        textAnchor: 'start',
        className: 'nom',
      }),
      Plot.link(comparees, { x1: x('reference'), x2: x('quartier'), y1: 'rang', y2: 'rang', dy: decale, className: 'lien' }),
      Plot.dot(avec('quartier'), { x: x('quartier'), y: 'rang', symbol: 'square', r: 8, dy: decale, className: 'quartier' }),
      Plot.dot(avec('reference'), { x: x('reference'), y: 'rang', r: 7, dy: decale, className: 'reference' }),
      figures('quartier', 'gauche'),
      figures('quartier', 'droite'),
      figures('reference', 'gauche'),
      figures('reference', 'droite'),
      Plot.text(
        places.filter(({ faute, quartier }) => faute !== null && quartier === null),
        {
          x: domaine[0],
          y: 'rang',
          text: (ligne: LigneHaltere) => ligne.faute ?? '',
          dx: 6,
          textAnchor: 'start',
          dy: decale,
          className: 'doux',
        },
      ),
    ],
  })
  return { largeur, hauteur, noeuds: toNoeuds(svg) }
}

function shortened(texte: string, lettres: number): string {
  return texte.length <= lettres ? texte : `${texte.slice(0, lettres - 1).trimEnd()}…`
}

/** Ticks of an axis from zero: 0, 25, 50, 75, 100 for percentages that go that far, round steps elsewhere. */
export function axisOf(valeurs: readonly number[], { pourcent }: { pourcent: 'oui' | 'non' }): { domaine: [number, number]; pas: number } {
  const [min, max] = [Math.min(0, ...valeurs), Math.max(0, ...valeurs)]
  if (pourcent === 'oui' && min >= 0 && max > 40 && max <= 100) return { domaine: [0, 100], pas: 25 }
  const etendue = max - min || 1
  const brut = etendue / 4
  const ordre = 10 ** Math.floor(Math.log10(brut))
  const pas = ([1, 2, 2.5, 5, 10].find((multiple) => multiple * ordre >= brut) ?? 10) * ordre
  return { domaine: [Math.floor(min / pas) * pas, Math.ceil(max / pas) * pas || pas], pas }
}
