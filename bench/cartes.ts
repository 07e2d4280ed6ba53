/** Maps drawn by the server, beside the plain paths of d3-geo for the same shapes in the same run. */
import { gzipSync } from 'node:zlib'
import { geoConicConformal, geoPath } from 'd3-geo'
import type { Feature, FeatureCollection } from 'geojson'
import type { DemandeCarte, FormeCarte } from '#territoire/carte/carte.ts'
import { drawCarte } from '#territoire/carte/dessin.ts'
import { contreeOf } from '#territoire/carte/projection-carte.ts'
import { countSommets, type MultiPolygone } from '#territoire/geometrie.ts'
import { generateQuartiers } from '#territoire/quartiers-synthetiques-de-test.ts'

export const titre = 'Maps drawn by the server'

const LARGEUR = 640
const TOURS = 7

/** Median milliseconds and bytes of maps of 17, 200 and all the synthetic quartiers of metropolitan France, as a Markdown table. */
export function measure(): string {
  const tous = generateQuartiers(2024).filter(({ geometrie }) => contreeOf(geometrie[0]?.[0]?.[0] ?? [0, 0]) === 'métropole')
  const jeux = [
    { nom: '17 of one département', quartiers: parDepartement(tous, 17), etiquettes: 'nom' as const },
    { nom: '200', quartiers: tous.slice(0, 200), etiquettes: undefined },
    { nom: 'all of metropolitan France', quartiers: tous, etiquettes: undefined },
  ]
  const lignes = jeux.map(({ nom, quartiers, etiquettes }) => {
    const formes = quartiers.map((q): FormeCarte => ({ id: q.code, code: q.code, nom: q.nom, geometrie: q.geometrie }))
    const demande: DemandeCarte = {
      titre: nom,
      description: nom,
      source: 'drawn from a seed',
      largeur: LARGEUR,
      calques: [{ id: 'q', libelle: 'Quartiers', style: 'quartier', formes, ...(etiquettes === undefined ? {} : { etiquettes }) }],
    }
    const sommets = quartiers.reduce((somme, { geometrie }) => somme + countSommets(geometrie), 0)
    const notre = median(() => drawCarte(demande)?.svg ?? '')
    const features = toFeatures(quartiers.map(({ geometrie }) => geometrie))
    const brut = median(() => pathsOf(features))
    return `| ${nom} | ${quartiers.length} | ${sommets.toLocaleString('en')} | ${notre.ms.toFixed(1)} | ${ko(notre.sortie)} | ${brut.ms.toFixed(1)} | ${ko(brut.sortie)} | ${(brut.ms / notre.ms).toFixed(1)} | ${(gzip(brut.sortie) / gzip(notre.sortie)).toFixed(1)} |`
  })
  return [
    '| map | shapes | vertices | ours ms | ours kB, gz | d3-geo ms | d3-geo kB, gz | times faster | times lighter, gz |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lignes,
    '',
    `Median of ${TOURS} drawings, ${LARGEUR} units wide. Ours: the whole picture (exact Lambert-93, outlines lightened under half a pixel, marks for what is too small, names in three sizes of screen for the first, scale, north). d3-geo: \`geoPath\` with one digit and \`geoConicConformal\` on a sphere, fitted to the same width: the paths alone. Shapes are drawn from a seed, not real.`,
  ].join('\n')
}

function parDepartement<T extends { departement: string }>(tous: readonly T[], nombre: number): T[] {
  const [premier] = [...Map.groupBy(tous, ({ departement }) => departement).values()].sort((a, b) => b.length - a.length)
  return (premier ?? []).slice(0, nombre)
}

/** As d3-geo reads them: shells clockwise. */
function toFeatures(geometries: readonly MultiPolygone[]): FeatureCollection {
  const features = geometries.map(
    (m): Feature => ({
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'MultiPolygon',
        coordinates: m.map((polygone) => polygone.map((anneau) => anneau.map(([lon, lat]) => [lon, lat]).reverse())),
      },
    }),
  )
  return { type: 'FeatureCollection', features }
}

function pathsOf(collection: FeatureCollection): string {
  const projection = geoConicConformal().parallels([44, 49]).rotate([-3, 0]).center([0, 46.5]).fitWidth(LARGEUR, collection)
  const path = geoPath(projection).digits(1)
  return collection.features.map((feature) => `<path d="${path(feature) ?? ''}"/>`).join('')
}

function median(draw: () => string): { ms: number; sortie: string } {
  let sortie = draw()
  const temps = Array.from({ length: TOURS }, () => {
    const debut = performance.now()
    sortie = draw()
    return performance.now() - debut
  }).sort((a, b) => a - b)
  return { ms: temps[Math.floor(TOURS / 2)] ?? 0, sortie }
}

function gzip(texte: string): number {
  return gzipSync(texte).length
}

function ko(texte: string): string {
  return `${(texte.length / 1000).toFixed(0)}, ${(gzip(texte) / 1000).toFixed(1)}`
}
