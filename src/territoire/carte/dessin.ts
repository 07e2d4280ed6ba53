/** A map as SVG: shapes, words at each width of the screen, scale bar, north. Pure, and the same for the same request. */
import { type Calque, type DemandeCarte, type DessinCarte, type Echelle, idCarte } from './carte.ts'
import { attributesOf, COULEURS_DOCUMENT, patternOf, type Theme } from './couleurs.ts'
import { scaleBar } from './echelle.ts'
import { COTE_MINIMAL, drawForme, type FormeDessinee, frameOf, splitContrees } from './formes.ts'
import { writeLegende } from './legende.ts'
import { labelsOf } from './mots.ts'
import { localeOf } from './projection-carte.ts'
import { ecritXml } from './xml.ts'

/** Over this number, shapes without link of one layer are one path: nothing tells them apart but the table. */
const SEPARES_MAX = 300
/** Names are placed for a layer of at most so many shapes. */
const NOMMES_MAX = 120
/** The north is shown when it leans by more, in degrees. */
const PENTE_VISIBLE = 0.5
/**
 * Widths on the screen, in CSS pixels, from which a set of words is shown: each set is written so that its text measures at
 * least 13 pixels there. carte.css shows one set at a time.
 */
const LARGEURS_ECRAN = [280, 400, 560, 800] as const
const CORPS_ECRAN = 13.5
const CORPS_DOCUMENT = 14

/** Draws a map; null when there is nothing to draw. @throws never for a geometry, however broken */
export function drawCarte(demande: DemandeCarte, theme: Theme = 'page'): DessinCarte | null {
  const parts = splitContrees(demande)
  const cadrage = parts === null ? null : frameOf(demande, parts.calques)
  if (parts === null || cadrage === null) return null
  const id = idCarte(demande)
  const { largeur, hauteur } = cadrage
  const dessines = parts.calques.map((calque) => ({ calque, formes: calque.formes.flatMap((forme) => drawForme(forme, cadrage) ?? []) }))
  const presents = dessines.filter(({ formes }) => formes.length > 0)
  const { echelle: grossissement, nord } = localeOf(cadrage.projection, cadrage.centre)
  const parMetre = cadrage.echelle * grossissement
  const penche = Math.abs(nord) > PENTE_VISIBLE ? nord : null
  const nommes = presents.filter(({ calque, formes }) => calque.etiquettes !== undefined && formes.length <= NOMMES_MAX)
  const obstacles = presents.filter(({ calque, formes }) => calque.role !== 'fond' && formes.length <= NOMMES_MAX)
  const jeux =
    theme === 'document'
      ? [{ classe: null, corps: CORPS_DOCUMENT }]
      : LARGEURS_ECRAN.filter((ecran, rang) => rang === 0 || ecran <= largeur * 1.05).map((ecran) => ({
          classe: `mots e${ecran}`,
          corps: Math.round((CORPS_ECRAN * largeur * 10) / ecran) / 10,
        }))
  const mots = jeux.map(({ classe, corps }) => {
    const echelle = scaleBar(parMetre, largeur * Math.min(0.4, 0.2 + corps / 200))
    return { echelle, texte: labelsOf({ nommes, obstacles, echelle, nord: penche, largeur, hauteur, corps, classe, theme }) }
  })
  const lie = presents.some(({ formes }) => formes.some(({ forme }) => forme.href !== undefined))
  const styles = [...new Set(presents.map(({ calque }) => calque.style))]
  const motifs = styles.map((style) => patternOf(style, id, theme)).join('')
  const legende = presents.map(({ calque, formes }) => ({
    calque: calque.id,
    libelle: calque.libelle,
    style: calque.style,
    nombre: formes.length,
  }))
  const dessous = theme === 'document' ? writeLegende(legende, id, { largeur, hauteur, corps: CORPS_DOCUMENT }) : { texte: '', hauteur: 0 }
  const total = hauteur + dessous.hauteur
  const svg = [
    theme === 'page'
      ? `<svg class="pv-plan-dessin" data-e="${jeux.at(-1)?.classe?.slice(6) ?? ''}" viewBox="0 0 ${largeur} ${hauteur}" role="${lie ? 'group' : 'img'}" aria-labelledby="${id}-t ${id}-d">`
      : `<svg xmlns="http://www.w3.org/2000/svg" width="${largeur}" height="${total}" viewBox="0 0 ${largeur} ${total}">`,
    `<title id="${id}-t">${ecritXml(demande.titre)}</title><desc id="${id}-d">${ecritXml(describe(demande, mots.at(-1)?.echelle))}</desc>`,
    `<defs>${motifs}<clipPath id="${id}-f"><rect width="${largeur}" height="${hauteur}"/></clipPath></defs>`,
    theme === 'page' ? '' : `<rect width="${largeur}" height="${total}" fill="${COULEURS_DOCUMENT.papier}"/>`,
    `<rect width="${largeur}" height="${hauteur}" ${theme === 'page' ? 'class="fond"' : `fill="${COULEURS_DOCUMENT.sable}"`}/>`,
    `<g clip-path="url(#${id}-f)">`,
    ...presents.map(({ calque, formes }) => writeCalque(calque, formes, id, theme)),
    '</g>',
    ...mots.map(({ texte }) => texte),
    dessous.texte,
    '</svg>',
  ].join('')
  return {
    svg,
    id,
    largeur,
    hauteur: total,
    legende,
    echelle: mots.at(-1)?.echelle ?? scaleBar(parMetre, largeur * 0.25),
    nord: Math.round(nord * 100) / 100,
    projection: cadrage.projection.nom,
    ailleurs: parts.ailleurs,
    reduites: presents.reduce((somme, { formes }) => somme + formes.filter(({ nature }) => nature === 'reduite').length, 0),
  }
}

function describe({ description }: DemandeCarte, echelle: Echelle | undefined): string {
  const phrase = description.trim()
  return `${phrase}${/[.!?…]$/.test(phrase) ? '' : '.'}${echelle === undefined ? '' : ` Barre d’échelle : ${echelle.libelle}.`}`
}

function writeCalque(calque: Calque, formes: readonly FormeDessinee[], id: string, theme: Theme): string {
  const attributs = attributesOf(calque.style, id, theme)
  const seul = formes.length > SEPARES_MAX
  const ensemble = seul ? formes.filter(({ forme }) => forme.href === undefined || theme === 'document') : []
  const separes = seul ? formes.filter(({ forme }) => forme.href !== undefined && theme === 'page') : formes
  const commun = ensemble.map(markOrTrace).join('')
  const ecrits = separes.map((dessinee) => {
    const { forme } = dessinee
    const trace = `<path d="${markOrTrace(dessinee)}" fill-rule="evenodd" ${attributs}/>`
    if (theme === 'document' || forme.href === undefined) return trace
    const nom = forme.code === undefined ? forme.nom : `${forme.nom}, ${forme.code}`
    return `<a href="${ecritXml(forme.href)}" aria-label="${ecritXml(nom)}">${trace}</a>`
  })
  return `<g>${commun === '' ? '' : `<path d="${commun}" ${attributs}/>`}${ecrits.join('')}</g>`
}

/** A shape by its outline; too small, by a square centred on it; a position, by a lozenge. */
function markOrTrace({ trace, nature, boite }: FormeDessinee): string {
  if (nature === 'contour') return trace
  const [x, y] = [round(boite.x + boite.largeur / 2), round(boite.y + boite.hauteur / 2)]
  if (nature === 'point') return `M${x} ${round(y - 7)}l7 7-7 7-7-7z`
  return `M${round(x - COTE_MINIMAL / 2)} ${round(y - COTE_MINIMAL / 2)}h${COTE_MINIMAL}v${COTE_MINIMAL}h-${COTE_MINIMAL}z`
}

function round(valeur: number): number {
  return Math.round(valeur * 10) / 10
}
