/** The words of a map at one size of text: names, scale bar, north. Pure. */
import type { Calque, Echelle } from './carte.ts'
import { covers } from './coeur.ts'
import { APPARENCES, COULEURS_DOCUMENT, type Theme } from './couleurs.ts'
import { type Aposer, type Etiquette, placeEtiquettes, textWidth } from './etiquettes.ts'
import type { FormeDessinee } from './formes.ts'
import type { Rectangle } from './trace.ts'
import { ecritXml } from './xml.ts'

export type Mots = {
  nommes: readonly { calque: Calque; formes: readonly FormeDessinee[] }[]
  /** Layers that words should not cover. */
  obstacles: readonly { calque: Calque; formes: readonly FormeDessinee[] }[]
  echelle: Echelle
  /** Lean of the north in degrees; null when it is up. */
  nord: number | null
  largeur: number
  hauteur: number
  /** Size of the text, units. */
  corps: number
  /** Class of the group; null in a document, where one set is always shown. */
  classe: string | null
  theme: Theme
}

/** The group of the words. */
export function labelsOf(mots: Mots): string {
  const { largeur, hauteur, corps, classe } = mots
  const [barre, prisBarre] = writeBarre(mots)
  const [fleche, prisFleche] = writeNord(mots)
  const aposer = listAposer(mots)
  const posees = placeEtiquettes(
    aposer.map(({ mot }) => mot),
    { largeur, hauteur, corps, pris: [prisBarre, ...(prisFleche === null ? [] : [prisFleche])] },
  )
  const textes = posees.map((etiquette) => writeEtiquette(etiquette, aposer[etiquette.rang]?.calque, mots))
  return `<g${classe === null ? '' : ` class="${classe}"`} font-size="${corps}"${familyOf(mots)}>${textes.join('')}${barre}${fleche}</g>`
}

function familyOf({ theme }: Mots): string {
  return theme === 'document' ? ` font-family="Atkinson Hyperlegible Next" fill="${COULEURS_DOCUMENT.encre}"` : ''
}

/**
 * Names to place: the shapes in front, then the background. A name that two layers share (a quartier in two generations) is
 * written on the upper one; the other, and layers without names, still keep words off them.
 */
function listAposer({ nommes, obstacles }: Mots): { calque: Calque; mot: Aposer }[] {
  const ecrits = new Set<string>()
  const textes = [...nommes].reverse().flatMap(({ calque, formes }) => {
    const siens = formes.map((dessinee) => {
      const texte = calque.etiquettes === 'code' ? (dessinee.forme.code ?? dessinee.forme.nom) : dessinee.forme.nom
      return {
        calque,
        mot: { texte: ecrits.has(texte) ? '' : texte, anneaux: dessinee.anneaux, boite: dessinee.boite, fond: calque.role === 'fond' },
      }
    })
    if (calque.role !== 'fond') for (const { mot } of siens) ecrits.add(mot.texte)
    return siens
  })
  const muets = obstacles
    .filter(({ calque }) => calque.etiquettes === undefined)
    .flatMap(({ calque, formes }) => formes.map(({ anneaux, boite }) => ({ calque, mot: { texte: '', anneaux, boite, fond: false } })))
  return [...textes.filter(({ mot }) => !mot.fond), ...textes.filter(({ mot }) => mot.fond), ...muets]
}

function writeEtiquette({ lignes, x, y, dedans, renvoi }: Etiquette, calque: Calque | undefined, { theme, corps }: Mots): string {
  const style = calque?.style ?? 'commune'
  const fond = calque?.role === 'fond'
  const trait =
    renvoi === null
      ? ''
      : `<path d="M${renvoi.x1} ${renvoi.y1}L${renvoi.x2} ${renvoi.y2}" ${theme === 'page' ? 'class="renvoi"' : `fill="none" stroke="${COULEURS_DOCUMENT.encre}" stroke-width="1"`}/>`
  const contenu =
    lignes.length === 1
      ? ecritXml(lignes[0] ?? '')
      : lignes
          .map((ligne, rang) => `<tspan x="${x}"${rang === 0 ? '' : ` dy="${round(corps * 1.12)}"`}>${ecritXml(ligne)}</tspan>`)
          .join('')
  const place = `x="${x}" y="${y}" text-anchor="middle"`
  if (theme === 'page') return `${trait}<text ${place} class="${fond ? 't-fond' : dedans ? `t-${style}` : 't'}">${contenu}</text>`
  const apparence = APPARENCES[style]
  const encre = fond ? COULEURS_DOCUMENT.gris : dedans ? apparence.encre : COULEURS_DOCUMENT.encre
  const halo = !dedans || fond ? COULEURS_DOCUMENT.sable : apparence.motif === 'plein' ? null : apparence.fond
  return `${trait}${haloOf(place, contenu, halo)}<text ${place} fill="${encre}">${contenu}</text>`
}

/** In a document, the halo is a text of its own, under the other: not every reader knows which of fill and stroke comes first. */
function haloOf(place: string, contenu: string, couleur: string | null): string {
  if (couleur === null || couleur === 'none') return ''
  return `<text ${place} fill="none" stroke="${couleur}" stroke-width="3" stroke-linejoin="round">${contenu}</text>`
}

/** The bar, its length written above it, in the corner that hides least: bottom left, bottom right, top left. */
function writeBarre({ echelle, largeur, hauteur, corps, theme, obstacles }: Mots): [string, Rectangle] {
  const large = Math.max(echelle.largeur, textWidth(echelle.libelle, corps)) + corps * 0.5
  const haut = corps * 1.9
  const marge = corps * 0.7
  const coins = [
    { x: marge, y: hauteur - marge - haut },
    { x: largeur - marge - large, y: hauteur - marge - haut },
    { x: marge, y: marge },
  ].map((coin) => ({ ...coin, largeur: large, hauteur: haut }))
  const couverts = coins.map((coin) => obstacles.reduce((n, { formes }) => n + formes.filter((forme) => covers(forme, coin)).length, 0))
  const pris = coins[couverts.indexOf(Math.min(...couverts))] as Rectangle
  const [x, y] = [round(pris.x), round(pris.y + haut)]
  const trait = `M${x} ${round(y - 6)}v6h${echelle.largeur}v-6`
  const place = `x="${x}" y="${round(y - corps * 0.6)}"`
  const texte =
    theme === 'page'
      ? `<text ${place} class="t">${echelle.libelle}</text>`
      : `${haloOf(place, echelle.libelle, COULEURS_DOCUMENT.sable)}<text ${place}>${echelle.libelle}</text>`
  const style = theme === 'page' ? 'class="barre"' : `fill="none" stroke="${COULEURS_DOCUMENT.encre}" stroke-width="2"`
  return [`${texte}<path d="${trait}" ${style}/>`, pris]
}

/** An arrow at the top right that leans as the north does, with its letter. */
function writeNord({ nord, largeur, corps, theme }: Mots): [string, Rectangle | null] {
  if (nord === null) return ['', null]
  const [x, y] = [round(largeur - corps * 1.2), round(corps * 2.1)]
  const h = round(corps * 0.75)
  const l = round(corps * 0.4)
  const pointe = `M0 -${h}L${l} ${h}L0 ${round(h * 0.55)}L-${l} ${h}z`
  const [forme, lettre] = theme === 'page' ? ['class="fleche"', 'class="t"'] : [`fill="${COULEURS_DOCUMENT.encre}"`, '']
  return [
    `<g transform="translate(${x} ${y}) rotate(${round(nord)})"><path d="${pointe}" ${forme}/><text y="-${round(h + corps * 0.2)}" text-anchor="middle" ${lettre}>N</text></g>`,
    { x: x - corps, y: 0, largeur: corps * 2, hauteur: corps * 3.2 },
  ]
}

function round(valeur: number): number {
  return Math.round(valeur * 10) / 10
}
