/** Shapes and places of the demo: rough drawings of our own, invented populations. */
import type { Position } from '#territoire/index.ts'

/** Points east and north of a centre, in hundreds of metres. */
type Forme = readonly (readonly [est: number, nord: number])[]
export const FORMES = {
  equerre: [
    [-4, -3],
    [1, -3.4],
    [1.4, -0.4],
    [4, -0.2],
    [3.8, 3],
    [-1, 3.4],
    [-4.2, 2.6],
  ],
  bande: [
    [-6, -1.4],
    [0, -2],
    [6, -1],
    [6.3, 1.2],
    [0.4, 1.1],
    [-5.8, 1.7],
  ],
  bloc: [
    [-3, -3],
    [2.6, -3.2],
    [3.3, 0.4],
    [2.4, 3.1],
    [-2.8, 2.7],
  ],
  ilot: [
    [-1, -1.1],
    [1, -1.2],
    [1.2, 1],
    [-0.9, 1.1],
  ],
} satisfies Record<string, Forme>

export type Trace = { forme: keyof typeof FORMES; centre: Position; echelle?: number; decale?: readonly [est: number, nord: number] }

export type QuartierEcrit = {
  nom: string
  /** Codes of both generations; null: not in it. Those of 2015 are of the demo. */
  code2015: string | null
  code2024: string | null
  /** INSEE codes, the largest share first. */
  communes: readonly string[]
  habitants2015?: number
  habitants?: number
  traces: readonly Trace[]
  /** What 2024 adds. */
  ajouts?: readonly Trace[]
  parties?: readonly string[]
}

const SANITAS: Position = [0.699, 47.381]
export const QUARTIERS: readonly QuartierEcrit[] = [
  {
    nom: 'Sanitas',
    code2015: 'QP037905',
    code2024: 'QN03709M',
    communes: ['37261'],
    habitants2015: 7900,
    habitants: 8400,
    traces: [{ forme: 'equerre', centre: SANITAS, echelle: 1.2 }],
    ajouts: [
      { forme: 'ilot', centre: SANITAS, decale: [6.6, 2] },
      { forme: 'ilot', centre: SANITAS, decale: [6.4, -1.4] },
    ],
  },
  {
    nom: 'Europe',
    code2015: 'QP037906',
    code2024: 'QN03708M',
    communes: ['37261'],
    habitants2015: 3100,
    habitants: 3000,
    traces: [{ forme: 'bloc', centre: [0.682, 47.422] }],
    ajouts: [{ forme: 'ilot', centre: [0.682, 47.422], decale: [-4.6, 0] }],
  },
  {
    nom: 'Rives du Cher',
    code2015: 'QP037907',
    code2024: 'QN03707I',
    communes: ['37261'],
    habitants2015: 2300,
    habitants: 2200,
    traces: [{ forme: 'bande', centre: [0.684, 47.373] }],
  },
  {
    nom: 'Maryse Bastié',
    code2015: 'QP037908',
    code2024: 'QN03710M',
    communes: ['37261', '37195'],
    habitants2015: 1700,
    habitants: 1900,
    traces: [{ forme: 'bloc', centre: [0.671, 47.383], echelle: 0.8 }],
    ajouts: [{ forme: 'ilot', centre: [0.671, 47.383], decale: [-3.6, 0.4] }],
  },
  {
    nom: 'Rabaterie',
    code2015: 'QP037909',
    code2024: 'QN03704M',
    communes: ['37233'],
    habitants2015: 4600,
    habitants: 4500,
    traces: [{ forme: 'equerre', centre: [0.721, 47.394] }],
    ajouts: [{ forme: 'ilot', centre: [0.721, 47.394], decale: [0, 4.6] }],
  },
  {
    nom: 'Rabière',
    code2015: 'QP037910',
    code2024: 'QN03790M',
    communes: ['37122'],
    habitants2015: 4200,
    habitants: 4100,
    traces: [{ forme: 'bloc', centre: [0.664, 47.356], echelle: 1.1 }],
    ajouts: [{ forme: 'ilot', centre: [0.664, 47.356], decale: [5, 1] }],
  },
  {
    nom: 'Le Morier',
    code2015: null,
    code2024: 'QN03715N',
    communes: ['37122'],
    habitants: 1200,
    traces: [{ forme: 'bloc', centre: [0.672, 47.347], echelle: 0.6 }],
  },
  {
    nom: 'Les Bords du Parc',
    code2015: 'QP037911',
    code2024: null,
    communes: ['37214'],
    habitants2015: 1100,
    traces: [{ forme: 'bande', centre: [0.668, 47.404], echelle: 0.6 }],
  },
  {
    nom: 'Gumenen Goaner-Parco Pointer',
    code2015: 'QP056901',
    code2024: 'QN05601M',
    communes: ['56007'],
    habitants2015: 2000,
    habitants: 2300,
    traces: [{ forme: 'equerre', centre: [-2.998, 47.672] }],
    ajouts: [{ forme: 'bloc', centre: [-2.998, 47.672], echelle: 0.6, decale: [7, 3] }],
    parties: ['Le Gumenen', 'Le Goaner', 'Parco-Pointer', 'Bel Air', 'Montfort-Beaumanoir'],
  },
]

/** Communes as rough shapes around their centre, in kilometres east and north. */
export const COMMUNES: readonly { code: string; nom: string; contour: readonly Position[] }[] = [
  {
    code: '37261',
    nom: 'Tours',
    contour: [
      [0.652, 47.36],
      [0.7, 47.352],
      [0.716, 47.362],
      [0.715, 47.392],
      [0.706, 47.404],
      [0.712, 47.43],
      [0.68, 47.44],
      [0.66, 47.43],
      [0.672, 47.398],
      [0.6695, 47.379],
    ],
  },
  {
    code: '37195',
    nom: 'La Riche',
    contour: [
      [0.652, 47.36],
      [0.6695, 47.379],
      [0.672, 47.398],
      [0.63, 47.398],
      [0.622, 47.38],
    ],
  },
  {
    code: '37122',
    nom: 'Joué-lès-Tours',
    contour: [
      [0.652, 47.36],
      [0.622, 47.355],
      [0.62, 47.325],
      [0.665, 47.318],
      [0.69, 47.334],
      [0.7, 47.352],
    ],
  },
  {
    code: '37233',
    nom: 'Saint-Pierre-des-Corps',
    contour: [
      [0.716, 47.378],
      [0.75, 47.378],
      [0.77, 47.392],
      [0.745, 47.406],
      [0.706, 47.404],
      [0.715, 47.392],
    ],
  },
  {
    code: '37214',
    nom: 'Saint-Cyr-sur-Loire',
    contour: [
      [0.672, 47.398],
      [0.66, 47.43],
      [0.632, 47.424],
      [0.63, 47.398],
    ],
  },
  {
    code: '37109',
    nom: 'Fondettes',
    contour: [
      [0.63, 47.398],
      [0.632, 47.424],
      [0.61, 47.434],
      [0.575, 47.424],
      [0.572, 47.394],
    ],
  },
  {
    code: '56007',
    nom: 'Auray',
    contour: [
      [-3.02, 47.654],
      [-2.978, 47.657],
      [-2.97, 47.678],
      [-2.995, 47.69],
      [-3.022, 47.68],
    ],
  },
  {
    code: '91312',
    nom: 'Igny',
    contour: [
      [2.21, 48.728],
      [2.245, 48.732],
      [2.24, 48.75],
      [2.215, 48.748],
    ],
  },
]
