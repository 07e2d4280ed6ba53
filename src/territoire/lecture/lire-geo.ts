import { isBinary } from '#platform/documents/lecture/encodage.ts'
import { RegleViolee } from '#platform/errors.ts'
import { findProjection, nomProjection, PROJECTIONS } from '../projection.ts'
import { plausibleProjections } from '../systeme.ts'
import { affiche, openArchiveGeo, soleCandidat } from './archive-geo.ts'
import { readCsvGeo } from './csv.ts'
import { readGeoJson } from './geojson.ts'
import { readGeoPackage } from './geopackage.ts'
import { readKml } from './kml.ts'
import type { Brut, OptionsLecture, QuestionGeo, ReponseGeo } from './lecture.ts'
import { LIMITES_GEO } from './limites-geo.ts'
import { refusGeo } from './refus-geo.ts'
import { readShapefile } from './shapefile.ts'

type Lu = Brut | { couches: readonly string[] }

/**
 * Reads a geographic file, told by its bytes: GeoJSON, TopoJSON, Shapefile in a zip, GeoPackage, CSV with WKT, KML, KMZ, or a
 * zip that holds one of them. Runs in the calling process without limits of time or memory: see atelier-geo.ts for those.
 * @returns the features, or the question to ask first (which layer, which system of coordinates)
 * @throws RegleViolee with one French sentence that names the file, whatever is wrong with it
 */
export async function readGeo(nom: string, octets: Uint8Array, options: OptionsLecture = {}): Promise<ReponseGeo> {
  if (octets.byteLength === 0) throw refusGeo.vide(nom)
  if (octets.byteLength > LIMITES_GEO.octetsEntree) throw refusGeo.tropGros(nom, LIMITES_GEO.octetsEntree / 1024 / 1024)
  if (options.epsg !== undefined && findProjection(options.epsg) === null) {
    throw new RegleViolee(`Le système de coordonnées EPSG:${options.epsg} n’est pas connu. Choisissez-en un dans la liste.`, [
      { champ: 'epsg', message: 'Choisissez un système de la liste.' },
    ])
  }
  try {
    const tampon = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
    return tampon.readUInt16BE(0) === 0x504b && tampon.length > 21
      ? await readArchive(nom, tampon, options)
      : answer(nom, readSeul(nom, tampon, options.couche), options, null)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) throw erreur
    // Whatever a library says of a damaged file, the person needs one sentence.
    const profond = erreur instanceof RangeError && /stack/i.test(erreur.message)
    throw Object.assign(profond ? refusGeo.tropProfond(nom) : refusGeo.abime(nom), { cause: erreur })
  }
}

async function readArchive(nom: string, octets: Buffer, options: OptionsLecture): Promise<ReponseGeo> {
  const archive = await openArchiveGeo(nom, octets)
  // « chemin|couche » when the file chosen has several layers itself.
  const [voulu, ...reste] = (options.couche ?? '').split('|')
  const choisi = archive.candidats.find(({ chemin }) => chemin === voulu) ?? soleCandidat(archive.candidats)
  if (choisi === null) {
    return question(
      'couche',
      `L’archive «\u00a0${nom}\u00a0» contient plusieurs fichiers\u00a0: lequel lire\u202f?`,
      archive.candidats.map(({ chemin }) => ({ valeur: chemin, libelle: affiche(chemin) })),
    )
  }
  const couche = choisi.chemin === voulu ? reste.join('|') || undefined : options.couche
  const lu =
    choisi.extension === 'shp'
      ? readShapefile(archive.pieces(choisi.chemin))
      : readSeul(affiche(choisi.chemin), archive.read(choisi.chemin), couche)
  const reponse = answer(affiche(choisi.chemin), lu, options, affiche(choisi.chemin))
  if (reponse.etat === 'question') {
    if (reponse.sur === 'epsg' || archive.candidats.length === 1) return reponse
    return { ...reponse, choix: reponse.choix.map((un) => ({ ...un, valeur: `${choisi.chemin}|${un.valeur}` })) }
  }
  const autres = archive.candidats.filter((un) => un !== choisi)
  if (autres.length === 0 || voulu === choisi.chemin) return reponse
  const phrase = `Le fichier «\u00a0${affiche(choisi.chemin)}\u00a0» a été lu\u00a0; l’archive contient aussi ${autres
    .map(({ chemin }) => affiche(chemin))
    .slice(0, 5)
    .join(', ')}.`
  return { ...reponse, avertissements: [...reponse.avertissements, phrase] }
}

function readSeul(nom: string, octets: Buffer, couche: string | undefined): Lu {
  if (octets.length === 0) throw refusGeo.vide(nom)
  const tete = octets.subarray(0, 512)
  if (tete.toString('latin1', 0, 15) === 'SQLite format 3') return readGeoPackage(nom, octets, couche)
  if (octets.length >= 4 && octets.readInt32BE(0) === 9994) {
    throw refusGeo.phrase(
      nom,
      'un .shp seul n’a ni attributs ni projection. Mettez dans un .zip les fichiers .shp, .dbf, .prj (et .cpg) de même nom.',
    )
  }
  if (isBinary(octets)) throw refusGeo.inconnu(nom)
  const debut = tete
    .toString('utf8')
    .replaceAll('\0', '')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (debut.startsWith('{')) return readGeoJson(nom, octets, couche)
  if (/^\[/.test(debut)) throw refusGeo.phrase(nom, 'ce JSON n’est pas du GeoJSON (il manque «\u00a0"type": "FeatureCollection"\u00a0»).')
  if (/^(<\?xml|<!--|<(\w+:)?(kml|Document|Folder|Placemark)[\s>])/i.test(debut)) return readKml(nom, octets)
  if (debut.startsWith('<')) throw refusGeo.inconnu(nom)
  return readCsvGeo(nom, octets)
}

/** Settles the system of coordinates: chosen by the person, said by the file, fixed by the format; else it is asked. */
function answer(nom: string, lu: Lu, { epsg: choisi }: OptionsLecture, fichier: string | null): ReponseGeo {
  if ('couches' in lu) {
    if (lu.couches.length === 0) throw refusGeo.phrase(nom, 'il ne contient aucune couche de contours.')
    return question(
      'couche',
      `Le fichier «\u00a0${nom}\u00a0» contient plusieurs couches\u00a0: laquelle lire\u202f?`,
      lu.couches.map((valeur) => ({ valeur, libelle: valeur })),
    )
  }
  const { epsg, epsgDuFormat, systemeInconnu, ...reste } = lu
  if (lu.entites.length === 0) throw refusGeo.phrase(nom, 'il ne contient aucune entité.')
  const retenu = choisi ?? epsg ?? (systemeInconnu === null ? epsgDuFormat : null)
  if (retenu === null) return askEpsg(nom, lu)
  const origine = choisi !== undefined ? 'choix' : epsg !== null ? 'fichier' : 'format'
  return { etat: 'lu', fichier, projection: { epsg: retenu, origine }, ...reste }
}

function askEpsg(nom: string, { entites, systemeInconnu }: Brut): QuestionGeo {
  const plausibles = plausibleProjections(entites)
  const autres = PROJECTIONS.map(({ epsg }) => epsg).filter((epsg) => !plausibles.includes(epsg))
  const quoi =
    systemeInconnu === null ? 'ne dit pas son système de coordonnées' : `annonce un système de coordonnées inconnu (${systemeInconnu})`
  const conseil = plausibles[0] === undefined ? '' : ` Ses valeurs conviennent à ${nomProjection(plausibles[0])}.`
  return question(
    'epsg',
    `Le fichier «\u00a0${nom}\u00a0» ${quoi}\u00a0: lequel est-ce\u202f?${conseil}`,
    [...plausibles, ...autres].map((epsg) => ({ valeur: String(epsg), libelle: nomProjection(epsg) })),
  )
}

function question(sur: QuestionGeo['sur'], phrase: string, choix: QuestionGeo['choix']): QuestionGeo {
  return { etat: 'question', sur, phrase, choix: choix.slice(0, 200) }
}
