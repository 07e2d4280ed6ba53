/**
 * Reading a file of the size of the national layer of quartiers and finding its defects, in each format: synthetic quartiers, the
 * same in all. Beside the least that could be done: JSON.parse of the whole GeoJSON, the package « shapefile » on the .shp and .dbf.
 */
import PizZip from 'pizzip'
import { open } from 'shapefile'
import { findDefauts } from '#territoire/defauts.ts'
import { createAtelierGeo } from '#territoire/lecture/atelier-geo.ts'
import { csvOf, type EntiteDeTest, geojsonOf, gpkgOf, kmlOf, kmzOf, shapefileOf } from '#territoire/lecture/ecrire-de-test.ts'
import { readGeo } from '#territoire/lecture/lire-geo.ts'
import { generateQuartiers } from '#territoire/quartiers-synthetiques-de-test.ts'
import { repairEntites } from '#territoire/reparation.ts'

export const titre = 'Reading geographic files'

const TOURS = 5
const CONTEXTE = { identites: [], grammaire: null, generation: null, communes: null, annonces: null, seuilChevauchementM2: 1 }

type Mesure = { lire: number; defauts: number; reparer: number; processus: number; trouves: number }

/** Median of several runs, ms, as a Markdown table. */
export async function measure(): Promise<string> {
  const entites: EntiteDeTest[] = generateQuartiers(1).map(({ geometrie, code, nom }) => ({
    geometrie,
    proprietes: { code_qp: code, lib_qp: nom },
  }))
  const sommets = entites.reduce((total, { geometrie }) => total + geometrie.flat().reduce((somme, anneau) => somme + anneau.length, 0), 0)
  const geojson = geojsonOf(entites)
  const shapefile = shapefileOf(entites)
  const fichiers: { format: string; nom: string; octets: Buffer; pair: (() => Promise<unknown>) | null }[] = [
    { format: 'GeoJSON', nom: 'q.geojson', octets: geojson, pair: async () => JSON.parse(geojson.toString('utf8')) },
    { format: 'Shapefile in a zip, Lambert-93', nom: 'q.zip', octets: shapefile, pair: () => readByPackage(shapefile) },
    { format: 'GeoPackage, Lambert-93', nom: 'q.gpkg', octets: gpkgOf({ quartiers: { epsg: 2154, entites } }), pair: null },
    { format: 'CSV with EWKT', nom: 'q.csv', octets: csvOf(entites, 4326), pair: null },
    { format: 'KML', nom: 'q.kml', octets: kmlOf(entites), pair: null },
    { format: 'KMZ', nom: 'q.kmz', octets: kmzOf(entites), pair: null },
  ]
  const atelier = createAtelierGeo()
  const lignes: string[] = []
  try {
    for (const { format, nom, octets, pair } of fichiers) {
      const mesures: Mesure[] = []
      const pairs: number[] = []
      for (let tour = 0; tour < TOURS; tour += 1) {
        mesures.push(await mesurer(nom, octets, atelier))
        if (pair !== null) pairs.push(await timed(pair))
      }
      const of = (quoi: keyof Mesure) => Math.round(median(mesures.map((une) => une[quoi])))
      const autre = pair === null ? '' : `${Math.round(median(pairs))}`
      lignes.push(
        `| ${format} | ${(octets.length / 1e6).toFixed(1)} | ${of('lire')} | ${autre} | ${of('defauts')} | ${of('trouves')} | ${of('reparer')} | ${of('processus')} |`,
      )
    }
  } finally {
    await atelier.close()
  }
  return [
    '| format | MB | read ms | peer ms | find defects ms | found | repair ms | read and find in another process ms |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lignes,
    '',
    `${entites.length} multipolygons, ${sommets} vertices, synthetic (seed 1); median of ${TOURS} runs. Peer: JSON.parse of the whole text for GeoJSON (no check, no flat arrays), the package « shapefile » on the inflated .shp and .dbf. What is found: overlaps drawn on purpose.`,
  ].join('\n')
}

async function mesurer(nom: string, octets: Buffer, atelier: ReturnType<typeof createAtelierGeo>): Promise<Mesure> {
  const debut = performance.now()
  const reponse = await readGeo(nom, octets)
  const lue = performance.now()
  if (reponse.etat !== 'lu') throw new Error(reponse.phrase)
  const defauts = findDefauts(reponse, CONTEXTE)
  const trouves = performance.now()
  repairEntites(reponse, [])
  const fin = performance.now()
  const processus = await timed(() => atelier.examine(nom, octets, { contexte: CONTEXTE }))
  return { lire: lue - debut, defauts: trouves - lue, reparer: fin - trouves, processus, trouves: defauts.length }
}

async function readByPackage(zip: Buffer): Promise<number> {
  const pieces = new PizZip(zip)
  const piece = (nom: string) => pieces.file(nom)?.asUint8Array() ?? new Uint8Array()
  const source = await open(piece('quartiers.shp'), piece('quartiers.dbf'), { encoding: 'utf-8' })
  let lues = 0
  while (!(await source.read()).done) lues += 1
  return lues
}

async function timed(faire: () => Promise<unknown>): Promise<number> {
  const debut = performance.now()
  await faire()
  return performance.now() - debut
}

function median(valeurs: number[]): number {
  return valeurs.sort((a, b) => a - b)[Math.floor(valeurs.length / 2)] ?? 0
}
