/** All that is drawn from a file before any look at the database: features, defects, geometries ready and as published. No database. */

import type { Defaut } from '../defaut.ts'
import type { Identite } from '../defauts.ts'
import { type Boite, countSommets, encodeWkb } from '../geometrie.ts'
import type { EntiteLue, LectureGeo, QuestionGeo, Valeur } from '../lecture/lecture.ts'
import { readGeo } from '../lecture/lire-geo.ts'
import { departementOf } from './attacher.ts'
import { chosenColonnes, guessColonnes, showColonnes, textOf } from './correspondance.ts'
import type { Correspondance, GenreImport, Lecture, Reglages } from './forme.ts'
import { facesOf, inspectGeometries } from './geometries.ts'
import { type ContourAMesurer, measureParts, type PartsMesurees, type QuartierAMesurer } from './parts.ts'
import { readTableau } from './tableau.ts'

export type DemandeAnalyse =
  | { quoi: 'lire'; nom: string; octets: Uint8Array; genre: GenreImport; reglages: Reglages }
  | { quoi: 'mesurer'; nom: string; quartiers: readonly QuartierAMesurer[]; contours: readonly ContourAMesurer[] }

/** A feature as it will be kept, save what the reference says of its codes. WKB. */
export type EntiteAnalysee = {
  rang: number
  place: string
  proprietes: Readonly<Record<string, Valeur>>
  code: string | null
  nom: string | null
  geometrieLue: Uint8Array | null
  geometrie: Uint8Array | null
  boite: Boite | null
  aireM2: number | null
}

export type Analyse =
  | { quoi: 'question'; lecture: Lecture }
  | { quoi: 'lu'; lecture: Lecture; entites: EntiteAnalysee[]; defauts: Defaut[] }
  | { quoi: 'mesure'; parts: PartsMesurees[] }

export type SayAvance = (fait: number, total: number, message: string) => void

/** @throws RegleViolee with one French sentence that names the file */
export async function analyse(demande: DemandeAnalyse, avance: SayAvance): Promise<Analyse> {
  if (demande.quoi === 'mesurer') return { quoi: 'mesure', parts: measureParts(demande.quartiers, demande.contours, avance) }
  const debut = performance.now()
  avance(0, 100, 'Lecture du fichier')
  if (demande.genre === 'unites_urbaines') return analyseTableau(demande, debut)
  const { couche, epsg } = demande.reglages
  const lue = await readGeo(demande.nom, demande.octets, {
    ...(couche === undefined ? {} : { couche }),
    ...(epsg === undefined ? {} : { epsg }),
  })
  if (lue.etat === 'question') return { quoi: 'question', lecture: questionOf(lue) }
  avance(25, 100, `Recherche des défauts de ${lue.entites.length} entités`)
  return analyseGeo(demande, lue, debut, avance)
}

function analyseGeo(demande: DemandeAnalyse & { quoi: 'lire' }, lue: LectureGeo, debut: number, avance: SayAvance): Analyse {
  const lignes = lue.entites.map(({ proprietes }) => proprietes)
  const correspondance = chosenColonnes(guessColonnes(demande.genre, lue.colonnes, lignes), demande.reglages.colonnes, lue.colonnes)
  const identites = lue.entites.map((entite) => identiteOf(entite, correspondance))
  const { defauts, reparees } = inspectGeometries(demande.genre, lue, identites, (fait, total) =>
    avance(25 + Math.floor((45 * fait) / total), 100, `Recherche des défauts, ${fait} entités sur ${total}`),
  )
  avance(75, 100, 'Préparation des contours')
  let sommets = 0
  const entites = lue.entites.map((entite, i): EntiteAnalysee => {
    const { geometrie, origine } = reparees[i] ?? { geometrie: [], origine: [] }
    sommets += countSommets(origine)
    return {
      rang: i + 1,
      place: placeOf(entite),
      proprietes: entite.proprietes,
      code: codeOf(textOf(entite.proprietes, correspondance, 'code')),
      nom: textOf(entite.proprietes, correspondance, 'nom'),
      geometrieLue: origine.length === 0 ? null : encodeWkb(origine),
      ...facesOf(geometrie),
    }
  })
  const lecture: Lecture = {
    format: lue.format,
    fichier: lue.fichier,
    couche: lue.couche,
    projection: lue.projection,
    colonnes: showColonnes(lue.colonnes, lignes),
    correspondance,
    entites: entites.length,
    sommets,
    annonce: lue.annonce,
    avertissements: lue.avertissements,
    question: null,
    contours: null,
    dureeMs: Math.round(performance.now() - debut),
  }
  return { quoi: 'lu', lecture, entites, defauts }
}

function analyseTableau(demande: DemandeAnalyse & { quoi: 'lire' }, debut: number): Analyse {
  const tableau = readTableau(demande.nom, demande.octets, demande.genre)
  const lignes = tableau.lignes.map(({ valeurs }) => valeurs)
  const correspondance = chosenColonnes(guessColonnes(demande.genre, tableau.colonnes, lignes), demande.reglages.colonnes, tableau.colonnes)
  const entites = tableau.lignes.map(
    ({ ligne, valeurs }, i): EntiteAnalysee => ({
      rang: i + 1,
      place: `ligne ${ligne}`,
      proprietes: valeurs,
      code: codeOf(textOf(valeurs, correspondance, 'code')),
      nom: textOf(valeurs, correspondance, 'nom'),
      geometrieLue: null,
      ...facesOf([]),
    }),
  )
  const lecture: Lecture = {
    format: 'tableur',
    fichier: tableau.feuille,
    couche: null,
    projection: null,
    colonnes: showColonnes(tableau.colonnes, lignes),
    correspondance,
    entites: entites.length,
    sommets: 0,
    annonce: null,
    avertissements: tableau.avertissements,
    question: null,
    contours: null,
    dureeMs: Math.round(performance.now() - debut),
  }
  return { quoi: 'lu', lecture, entites, defauts: [] }
}

function identiteOf(entite: EntiteLue, correspondance: Correspondance): Identite {
  const code = codeOf(textOf(entite.proprietes, correspondance, 'code'))
  const vue = { code, proprietes: entite.proprietes }
  return { code, nom: textOf(entite.proprietes, correspondance, 'nom'), communes: [], departement: departementOf(vue, correspondance) }
}

function placeOf({ numero, ligne }: Pick<EntiteLue, 'numero' | 'ligne'>): string {
  return ligne === null ? `entité ${numero}` : `ligne ${ligne}`
}

/** Codes are written in capitals, without spaces or signs. */
function codeOf(texte: string | null): string | null {
  return texte === null ? null : texte.replace(/[\s._-]/gu, '').toUpperCase()
}

function questionOf(question: QuestionGeo): Lecture {
  return {
    format: 'geojson',
    fichier: null,
    couche: null,
    projection: null,
    colonnes: [],
    correspondance: {},
    entites: 0,
    sommets: 0,
    annonce: null,
    avertissements: [],
    question,
    contours: null,
    dureeMs: 0,
  }
}
