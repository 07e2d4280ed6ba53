/** Spoils real geographic files of every format, and says whether what reads them stands it. */
import { readFileSync } from 'node:fs'
import PizZip from 'pizzip'
import { strike } from '#platform/documents/lecture/fixtures/mutations.ts'
import { type ContexteDefauts, findDefauts } from '../defauts.ts'
import type { MultiPolygone } from '../geometrie.ts'
import { createHasard, generateQuartiers } from '../quartiers-synthetiques-de-test.ts'
import { repairEntites } from '../reparation.ts'
import { csvOf, type EntiteDeTest, geojsonOf, gpkgOf, kmlOf, kmzOf, shapefileOf } from './ecrire-de-test.ts'
import type { OptionsLecture } from './lecture.ts'
import { readGeo } from './lire-geo.ts'

export type FichierVrai = { nom: string; contenu: Buffer }

/** A few quartiers, real ones where ../shared/data is there, in every format. */
export function vraisFichiers(): FichierVrai[] {
  const entites: EntiteDeTest[] =
    readVrais() ??
    generateQuartiers(5, { nombre: 5, sommets: 300 }).map(({ geometrie, code, nom }) => ({
      geometrie,
      proprietes: { code_qp: code, lib_qp: nom },
    }))
  const topologie = {
    type: 'Topology',
    transform: { scale: [1e-4, 1e-4], translate: [2, 48] },
    objects: {
      zones: {
        type: 'GeometryCollection',
        geometries: [
          { type: 'Polygon', arcs: [[0, 1]], properties: { code: 'A' } },
          { type: 'MultiPolygon', arcs: [[[-1, 2]]] },
        ],
      },
    },
    arcs: [
      [
        [0, 0],
        [0, 10],
      ],
      [
        [0, 10],
        [-10, 0],
        [0, -10],
        [10, 0],
      ],
      [
        [0, 0],
        [10, 0],
        [0, 10],
        [-10, 0],
      ],
    ],
  }
  return [
    { nom: 'a.geojson', contenu: geojsonOf(entites, { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } } }) },
    { nom: 'a.zip', contenu: shapefileOf(entites) },
    { nom: 'a.gpkg', contenu: gpkgOf({ quartiers: { epsg: 2154, entites } }) },
    { nom: 'a.csv', contenu: csvOf(entites, 4326) },
    { nom: 'a.kml', contenu: kmlOf(entites) },
    { nom: 'a.kmz', contenu: kmzOf(entites) },
    { nom: 'a.topojson', contenu: Buffer.from(JSON.stringify(topologie)) },
  ]
}

function readVrais(): EntiteDeTest[] | null {
  try {
    const { features }: { features: { properties: Record<string, string>; geometry: { coordinates: MultiPolygone } }[] } = JSON.parse(
      readFileSync(new URL('../../../../shared/data/qpv-2024-real/qpv2024_auray_tours_saint-etienne.geojson', import.meta.url), 'utf8'),
    )
    return features.slice(0, 6).map(({ geometry, properties }) => ({
      geometrie: geometry.coordinates,
      proprietes: { code_qp: properties.code_qp ?? null, lib_qp: properties.lib_qp ?? null },
    }))
  } catch {
    return null
  }
}

const NOMBRES = [
  'NaN',
  '1e308',
  '-0',
  '-1e999',
  '0.1e-320',
  '99999999999999999999',
  '',
  'null',
  '"x"',
  '[]',
  '6700000',
  '-181',
  '2.4128913231573907',
]

/** One file spoilt, told by a seed: bytes, texts (numbers, tags, brackets), pieces of a zip, pages of a database. */
export function spoilt({ nom, contenu }: FichierVrai, graine: number): FichierVrai {
  const hasard = createHasard(graine)
  const upTo = (borne: number) => Math.floor(hasard() * borne)
  const genre = upTo(4)
  if (genre === 0) return { nom, contenu: strikeBytes(contenu, hasard) }
  if (/\.(zip|kmz)$/.test(nom)) return { nom, contenu: spoiltZip(contenu, hasard) }
  if (nom.endsWith('.gpkg')) return { nom, contenu: spoiltPages(contenu, hasard) }
  return { nom, contenu: genre === 1 ? spoiltText(contenu, hasard) : spoiltCoordinates(contenu, hasard) }
}

/** Numbers only, so that the file is still read: some become what nobody draws, some change places, which makes lines cross. */
function spoiltCoordinates(contenu: Buffer, hasard: () => number): Buffer {
  let texte = contenu.toString('utf8')
  const pick = () => /-?\d+\.\d+/.exec(texte.slice(Math.floor(hasard() * texte.length)))?.[0]
  for (let tour = 0; tour <= Math.floor(hasard() * 6); tour += 1) {
    const [un, deux] = [pick(), pick()]
    if (un === undefined || deux === undefined) continue
    if (hasard() < 0.3) texte = texte.replace(un, ['1e308', '-0', '6700000', '-181', '0', '1e-320'][Math.floor(hasard() * 6)] ?? '0')
    else texte = texte.replace(un, '@').replace(deux, un).replace('@', deux)
  }
  return Buffer.from(texte)
}

function strikeBytes(contenu: Buffer, hasard: () => number): Buffer {
  const sortes = ['change', 'ote', 'double', 'insere', 'coupe'] as const
  const coups = Array.from({ length: 1 + Math.floor(hasard() * 5) }, () => ({
    sorte: sortes[Math.floor(hasard() * (hasard() < 0.8 ? 4 : 5))] ?? 'change',
    ou: hasard(),
    combien: Math.floor(hasard() * (hasard() < 0.9 ? 12 : 400)),
    octet: Math.floor(hasard() * 256),
  }))
  return Buffer.from(strike(contenu, coups))
}

function spoiltText(contenu: Buffer, hasard: () => number): Buffer {
  let texte = contenu.toString('utf8')
  for (let tour = 0; tour <= Math.floor(hasard() * 4); tour += 1) {
    const genre = Math.floor(hasard() * 5)
    const ou = Math.floor(hasard() * texte.length)
    const reste = texte.slice(ou)
    const trouve = [/-?\d+(\.\d+)?/, /<[^>]*>|"[^"]*"|\([^()]*\)/, /[[\]{}(),:;]/, /[[\]{}(),:;"<>]/, /[-\d.]+[ ,][-\d.]+/][genre]?.exec(
      reste,
    )
    if (trouve === undefined || trouve === null) continue
    const [fragment] = trouve
    const debut = ou + trouve.index
    const remplace = [
      () => NOMBRES[Math.floor(hasard() * NOMBRES.length)] ?? '',
      () => fragment + fragment,
      () => '',
      () => (hasard() < 0.2 ? '['.repeat(5000) : fragment.repeat(1 + Math.floor(hasard() * 60))),
      () => `${NOMBRES[Math.floor(hasard() * NOMBRES.length)]} ${fragment}`,
    ][genre]?.()
    texte = texte.slice(0, debut) + (remplace ?? '') + texte.slice(debut + fragment.length)
  }
  return Buffer.from(texte)
}

/** A piece of the zip spoilt, left out, emptied or doubled under another name; sums are right again. */
function spoiltZip(contenu: Buffer, hasard: () => number): Buffer {
  const zip = new PizZip(contenu)
  const noms = Object.keys(zip.files)
  const nom = noms[Math.floor(hasard() * noms.length)] ?? ''
  const piece = Buffer.from(zip.file(nom)?.asUint8Array() ?? [])
  const genre = Math.floor(hasard() * 8)
  if (genre === 0) zip.remove(nom)
  else if (genre === 1) zip.file(nom, new Uint8Array())
  else if (genre === 2) zip.file(`copie/${nom}`, piece)
  else if (genre === 3) zip.file(nom, Buffer.alloc(3 * 1024 * 1024, 32))
  else zip.file(nom, /\.(kml|prj|cpg)$/.test(nom) ? spoiltText(piece, hasard) : spoiltNumbers(strikeBytes(piece, hasard), hasard))
  return Buffer.from(zip.generate({ type: 'uint8array', compression: 'DEFLATE' }))
}

/** Eight bytes in a row become a number that nobody draws; four, a count. */
function spoiltNumbers(octets: Buffer, hasard: () => number): Buffer {
  if (octets.length < 64) return octets
  const valeurs = [Number.NaN, Infinity, 1e308, -0, 5e-324, 6_700_000]
  for (let tour = 0; tour < 3; tour += 1) {
    const ou = Math.floor(hasard() * (octets.length - 8))
    if (hasard() < 0.6) octets.writeDoubleLE(valeurs[Math.floor(hasard() * valeurs.length)] ?? 0, ou - (ou % 4))
    else octets.writeInt32LE([0, -1, 0x7fffffff, 1, 1_000_000][Math.floor(hasard() * 5)] ?? 0, ou - (ou % 4))
  }
  return octets
}

function spoiltPages(contenu: Buffer, hasard: () => number): Buffer {
  const octets = Buffer.from(contenu)
  const page = 4096
  const pages = Math.max(1, Math.floor(octets.length / page))
  const debut = Math.floor(hasard() * pages) * page
  const genre = Math.floor(hasard() * 4)
  if (genre === 0) octets.fill(Math.floor(hasard() * 256), debut, debut + page)
  else if (genre === 1) octets.copy(octets, debut, 0, page)
  else if (genre === 2) return spoiltNumbers(octets, hasard)
  else for (let i = 0; i < 20; i += 1) octets[debut + Math.floor(hasard() * page)] = Math.floor(hasard() * 256)
  return octets
}

const CONTEXTE: ContexteDefauts = {
  identites: [],
  grammaire: (code) => /^QN([0-9]{3}|02[AB])[0-9]{2}[NMI]$/.test(code),
  generation: null,
  communes: null,
  annonces: null,
  seuilChevauchementM2: 1,
}

/**
 * Reads a spoilt file, lists its defects and repairs what can be. @returns 'lu', 'question' or 'refus'
 * @throws what is neither features nor one French sentence, or a stumble of our own code behind a sentence
 */
export async function survives({ nom, contenu }: FichierVrai): Promise<'lu' | 'question' | 'refus'> {
  try {
    let reponse = await readGeo(nom, contenu)
    if (reponse.etat === 'question') {
      const [premier] = reponse.choix
      const options: OptionsLecture = reponse.sur === 'epsg' ? { epsg: Number(premier?.valeur ?? 4326) } : { couche: premier?.valeur ?? '' }
      reponse = await readGeo(nom, contenu, options)
      if (reponse.etat === 'question') return 'question'
    }
    const identites = reponse.entites.map(({ proprietes }) => ({
      code: String(proprietes.code_qp ?? ''),
      nom: String(proprietes.lib_qp ?? ''),
      communes: [],
      departement: null,
    }))
    const defauts = findDefauts(reponse, { ...CONTEXTE, identites })
    for (const { phrase, numero, lieux } of defauts) {
      if (!/[.!?]$/.test(phrase) || /undefined|NaN|null|Infinity/.test(phrase.replace(/«[^»]*»|entité \S+/g, '')))
        throw new Error(`a poor sentence: ${phrase}`)
      if (numero !== null && reponse.entites[numero - 1] === undefined) throw new Error('a defect of no feature')
      if (lieux.some(([lon, lat]) => !Number.isFinite(lon) || !Number.isFinite(lat))) throw new Error(`a place that is none: ${phrase}`)
    }
    const accords = defauts.flatMap(({ nature, numero, reparations: [une] }) =>
      une === undefined ? [] : [{ nature, numero: numero ?? ('toutes' as const), variante: une.variante }],
    )
    const reparees = repairEntites(reponse, accords)
    if (reparees.length !== reponse.entites.length) throw new Error('half a result')
    return 'lu'
  } catch (erreur) {
    if (!(erreur instanceof Error) || erreur.name !== 'RegleViolee') throw erreur
    if (!/^[A-ZL].*[.?!»]$/.test(erreur.message)) throw new Error(`a poor refusal: ${erreur.message}`)
    if (erreur.cause instanceof TypeError || erreur.cause instanceof ReferenceError) throw erreur.cause
    return 'refus'
  }
}
