import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { multiOf } from '../carte-de-test.ts'
import type { MultiPolygone, Position } from '../geometrie.ts'
import { generateQuartiers } from '../quartiers-synthetiques-de-test.ts'
import { type Calque, type DemandeCarte, STYLES_CARTE } from './carte.ts'
import { poleOf } from './coeur.ts'
import { APPARENCES } from './couleurs.ts'
import { drawCarte } from './dessin.ts'
import { scaleBar } from './echelle.ts'
import { placeEtiquettes, textWidth } from './etiquettes.ts'
import { frameOf, placeOf } from './formes.ts'

const carre = (lon: number, lat: number, cote = 0.01): MultiPolygone =>
  multiOf([
    [lon, lat],
    [lon + cote, lat],
    [lon + cote, lat + cote],
    [lon, lat + cote],
  ])
const calque = (formes: Calque['formes'], autres: Partial<Calque> = {}): Calque => ({
  id: 'q',
  libelle: 'Quartiers',
  style: 'quartier',
  formes,
  ...autres,
})
const demande = (calques: Calque[], autres: Partial<DemandeCarte> = {}): DemandeCarte => ({
  titre: 'Essai',
  description: 'Ce que montre la carte',
  source: 'essai',
  calques,
  ...autres,
})
const dessin = (d: DemandeCarte) => {
  const fait = drawCarte(d)
  assert.ok(fait !== null)
  return fait
}

test('un point connu tombe à sa place au demi-pixel', () => {
  // Lambert-93 of Tours and of a point 1 km east, 500 m north in the plane, from IGN's formulas by proj4.
  const d = demande([calque([{ id: 'a', nom: 'A', geometrie: carre(0.69, 47.38, 0.02) }])])
  const cadrage = frameOf(d, d.calques)
  assert.ok(cadrage !== null)
  const { x, y } = placeOf([0.69, 47.38], cadrage)
  const m = new Float64Array(2)
  cadrage.projection.projete(0.69, 47.38, m, 0)
  assert.ok(Math.abs(x - ((m[0] ?? 0) - cadrage.ouestM) * cadrage.echelle) < 0.01)
  // The square is within its margins, and touches those of the side that limits it.
  const coins = [
    placeOf([0.69, 47.38], cadrage),
    placeOf([0.71, 47.38], cadrage),
    placeOf([0.69, 47.4], cadrage),
    placeOf([0.71, 47.4], cadrage),
  ]
  const bas = Math.max(...coins.map((coin) => coin.y))
  const haut = Math.min(...coins.map((coin) => coin.y))
  assert.ok(Math.abs(haut - 32) < 0.5 && Math.abs(bas - (cadrage.hauteur - 32)) < 0.5, `${haut} ${bas}`)
  const { svg } = dessin(d)
  const premier = /<path d="M([\d.]+) ([\d.]+)l/.exec(svg)
  assert.ok(
    coins.some((coin) => Math.hypot(coin.x - Number(premier?.[1]), coin.y - Number(premier?.[2])) < 0.5),
    `${premier?.[0]} ${y}`,
  )
})

test('la barre d’échelle a une longueur ronde, vraie sur la carte', () => {
  for (const parMetre of [0.001, 0.0137, 0.3, 2.2]) {
    const { metres, largeur } = scaleBar(parMetre, 130)
    assert.ok([1, 2, 5].includes(Number(String(metres).replace(/[0.]/g, ''))), String(metres))
    assert.ok(largeur <= 130.1 && largeur > 50)
  }
  // Two points 2 km apart on the ground by Vincenty, on a parallel near Tours: 0.0265 degrees of longitude there.
  const d = demande([calque([{ id: 'a', nom: 'A', geometrie: carre(0.66, 47.36, 0.06) }])])
  const cadrage = frameOf(d, d.calques)
  assert.ok(cadrage !== null)
  const { echelle } = dessin(d)
  const [a, b] = [placeOf([0.68, 47.39], cadrage), placeOf([0.68 + 2000 / 75_480.6, 47.39], cadrage)]
  const parMetre = Math.hypot(a.x - b.x, a.y - b.y) / 2000
  assert.ok(Math.abs(echelle.largeur / echelle.metres / parMetre - 1) < 0.002, `${echelle.largeur / echelle.metres} ${parMetre}`)
})

test('la même demande donne la même carte, octet pour octet', () => {
  const d = demande([calque([{ id: 'a', nom: 'A', geometrie: carre(0.69, 47.38) }], { etiquettes: 'nom' })])
  assert.equal(dessin(d).svg, dessin(structuredClone(d)).svg)
})

test('un quartier trop petit ne disparaît pas : un carré le montre', () => {
  const grand = carre(-1, 46, 4)
  const fait = dessin(
    demande([
      calque([{ id: 'g', nom: 'Grand', geometrie: grand }]),
      calque([{ id: 'p', nom: 'Petit', geometrie: carre(0.69, 47.38, 0.002), href: '/p' }], { id: 'p' }),
    ]),
  )
  assert.equal(fait.reduites, 1)
  assert.match(fait.svg, /<a href="\/p" aria-label="Petit"><path d="M[\d.]+ [\d.]+h6v6h-6z"/)
})

test('la carte d’une partie du pays ne dessine pas l’autre, et le dit', () => {
  const fait = dessin(
    demande([
      calque([
        { id: 'a', nom: 'Tours', geometrie: carre(0.69, 47.38) },
        { id: 'b', nom: 'Joué', geometrie: carre(0.66, 47.35) },
        { id: 'c', nom: 'Saint-Denis', geometrie: carre(55.45, -20.9) },
      ]),
    ]),
  )
  assert.deepEqual(
    fait.ailleurs.map(({ nom }) => nom),
    ['Saint-Denis'],
  )
  assert.equal(fait.projection, 'Lambert-93')
  assert.equal(fait.svg.match(/class="c-quartier"/g)?.length, 2)
})

test('rien à dessiner : pas de carte, et jamais d’erreur sur une forme vide ou brisée', () => {
  assert.equal(drawCarte(demande([])), null)
  assert.equal(drawCarte(demande([calque([{ id: 'a', nom: 'A', geometrie: [] }])])), null)
  const brisees: MultiPolygone[] = [
    [[]],
    [[[]]],
    [[[[1, 47]]]],
    multiOf([
      [1, 47],
      [1, 47],
      [1, 47],
    ]),
  ]
  for (const geometrie of brisees)
    assert.doesNotThrow(() =>
      drawCarte(
        demande([
          calque([
            { id: 'a', nom: 'A', geometrie },
            { id: 'b', nom: 'B', geometrie: carre(0.6, 47) },
          ]),
        ]),
      ),
    )
  const unPoint = dessin(demande([calque([{ id: 'p', nom: 'Ici', geometrie: [0.69, 47.38] as Position }], { style: 'point' })]))
  assert.equal(unPoint.echelle.metres, 200, 'half a kilometre is shown around a point alone')
})

test('l’image se lit sans la voir, et son texte ne peut rien y glisser', () => {
  const lie = dessin(
    demande([calque([{ id: 'a', nom: '<b>"A"</b>', geometrie: carre(0.69, 47.38), href: '/x?a=1&b="' }], { etiquettes: 'nom' })], {
      titre: 'A & <B>',
    }),
  )
  assert.match(
    lie.svg,
    /role="group" aria-labelledby="(\S+)-t \1-d"><title id="\1-t">A &amp; &lt;B&gt;<\/title><desc id="\1-d">Ce que montre la carte\. Barre d’échelle/,
  )
  assert.match(lie.svg, /href="\/x\?a=1&amp;b=&quot;"/)
  assert.doesNotMatch(lie.svg, /<b>|style=/)
  assert.match(dessin(demande([calque([{ id: 'a', nom: 'A', geometrie: carre(0.69, 47.38) }])])).svg, /role="img"/)
})

test('en page les couleurs viennent des classes, en document elles sont écrites', () => {
  for (const style of STYLES_CARTE) {
    const d = demande([calque([{ id: 'a', nom: 'A', geometrie: carre(0.69, 47.38) }], { style })])
    const page = drawCarte(d, 'page')?.svg ?? ''
    assert.match(page, new RegExp(`class="c-${style}"`))
    assert.doesNotMatch(page, /#[0-9a-f]{6}\b/i)
    const document = drawCarte(d, 'document')?.svg ?? ''
    assert.doesNotMatch(document, /class=|var\(--/)
    if (!['plein', 'vide'].includes(APPARENCES[style].motif)) assert.match(document, new RegExp(`<pattern id="[^"]+-${style}"`))
  }
})

test('chaque style a ses couleurs dans la feuille de style', () => {
  const css = readFileSync(new URL('../../ui/theme/carte.css', import.meta.url), 'utf8')
  for (const style of STYLES_CARTE) {
    assert.match(css, new RegExp(`\\.c-${style}\\b`))
    if (['plein', 'vide'].includes(APPARENCES[style].motif)) continue
    assert.match(css, new RegExp(`\\.b-${style}\\b`))
    assert.match(css, new RegExp(`\\.h-${style}\\b`))
  }
})

test('les noms ne se couvrent pas et restent dans le cadre', () => {
  const formes = generateQuartiers(7, { nombre: 60, sommets: 4000 }).map((q) => ({ q }))
  const aposer = formes.map((_, rang) => {
    const [x, y] = [30 + (rang % 10) * 62, 40 + Math.floor(rang / 10) * 70]
    const anneau = Float64Array.from([x, y, x + 12, y, x + 12, y + 12, x, y + 12])
    return { texte: `Quartier du n° ${rang}`, anneaux: [anneau], boite: { x, y, largeur: 12, hauteur: 12 }, fond: false }
  })
  const corps = 15
  const posees = placeEtiquettes(aposer, { largeur: 640, hauteur: 460, corps, pris: [] })
  const boites = posees.map(({ x, y, lignes }) => {
    const largeur = Math.max(...lignes.map((ligne) => textWidth(ligne, corps)))
    return { x1: x - largeur / 2, x2: x + largeur / 2, y1: y - corps * 0.82, y2: y - corps * 0.82 + lignes.length * corps * 1.12 }
  })
  assert.ok(posees.length >= 15, `${posees.length} names`)
  for (const [i, a] of boites.entries()) {
    assert.ok(a.x1 >= 0 && a.x2 <= 640 && a.y1 >= 0 && a.y2 <= 460)
    for (const b of boites.slice(i + 1))
      assert.ok(a.x2 <= b.x1 + 0.2 || b.x2 <= a.x1 + 0.2 || a.y2 <= b.y1 + 0.2 || b.y2 <= a.y1 + 0.2, `${i}`)
  }
})

test('un nom se place au cœur de la forme, pas au milieu de sa boîte', () => {
  // A horseshoe: the middle of its box is outside.
  const fer = Float64Array.from([0, 0, 100, 0, 100, 20, 20, 20, 20, 80, 100, 80, 100, 100, 0, 100])
  const pole = poleOf([fer])
  assert.ok(pole !== null && pole.centre.x < 25, JSON.stringify(pole?.centre))
})

const REELS = new URL('../../../../shared/data/qpv-2024-real/qpv2024_auray_tours_saint-etienne.geojson', import.meta.url)
test('les 17 quartiers réels : trois cartes, aucune au-dessus de 30 ko, tous présents', {
  skip: !existsSync(REELS) && '../shared/data absent',
}, () => {
  const lu = z
    .object({
      features: z.array(
        z.object({
          properties: z.object({ code_qp: z.string(), lib_qp: z.string(), insee_dep: z.string() }),
          geometry: z.object({ coordinates: z.array(z.array(z.array(z.tuple([z.number(), z.number()])))) }),
        }),
      ),
    })
    .parse(JSON.parse(readFileSync(REELS, 'utf8')))
  let total = 0
  for (const dep of ['56', '37', '42']) {
    const formes = lu.features
      .filter(({ properties }) => properties.insee_dep === dep)
      .map(({ properties, geometry }) => ({
        id: properties.code_qp,
        code: properties.code_qp,
        nom: properties.lib_qp,
        geometrie: geometry.coordinates,
        href: `/${properties.code_qp}`,
      }))
    const { svg } = dessin(demande([calque(formes, { etiquettes: 'nom' })]))
    assert.equal(svg.match(/<a href/g)?.length, formes.length)
    total += formes.length
    assert.ok(gzipSync(svg).length < 30_000)
    for (const { nom } of formes) assert.ok(svg.includes(nom.split(' ')[0] ?? ''), `${nom} is written`)
  }
  assert.equal(total, 17)
})

test('la France entière, 1 609 formes synthétiques : tout est là, ou une marque', () => {
  const formes = generateQuartiers(4, { sommets: 40_000 }).map(({ code, nom, geometrie }) => ({ id: code, nom, geometrie }))
  const fait = dessin(demande([calque(formes)]))
  const dessinees = fait.legende[0]?.nombre ?? 0
  assert.equal(dessinees + fait.ailleurs.length, 1609)
  assert.ok(fait.reduites > 1000)
  assert.ok(gzipSync(fait.svg).length < 40_000, `${gzipSync(fait.svg).length}`)
})
