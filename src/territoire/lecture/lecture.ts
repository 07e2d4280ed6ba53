/** What a geographic file holds once read: types shared by every reader, pure data, cheap to send between processes. */

export type FormatGeo = 'geojson' | 'topojson' | 'shapefile' | 'geopackage' | 'csv' | 'kml'

/** A value of a column: lists of the file are joined with « , », objects are left as JSON text. */
export type Valeur = string | number | boolean | null

/** x0, y0, x1, y1… as the file has them: in its own system, not closed, not quantised, maybe not finite. */
export type AnneauBrut = Float64Array

/** The shell, then its holes, as the file groups them. */
export type PolygoneBrut = readonly AnneauBrut[]

/** One feature of the file. */
export type EntiteLue = {
  /** 1 for the first of the file (or of the layer). */
  numero: number
  /** Line of the file where it starts; null when the format has no line. */
  ligne: number | null
  /** As the file names it: « Polygon », « MultiPolygon », « Point »… ; null when there is no geometry. */
  nature: string | null
  /** Empty when the geometry is empty, missing, or not a surface. */
  polygones: readonly PolygoneBrut[]
  /** Numbers of a position; `mixte` when positions of one feature differ. Only the first two are kept. */
  dimension: 2 | 3 | 4 | 'mixte'
  proprietes: Readonly<Record<string, Valeur>>
}

/** Where the system of coordinates comes from: said by the file, chosen by the person, or the rule of the format. */
export type OrigineProjection = 'fichier' | 'choix' | 'format'

export type LectureGeo = {
  etat: 'lu'
  format: FormatGeo
  /** Path of the file read inside the archive; null outside of one. */
  fichier: string | null
  couche: string | null
  projection: { epsg: number; origine: OrigineProjection }
  /** Names of the columns, in the order of the file. */
  colonnes: readonly string[]
  entites: readonly EntiteLue[]
  /** How many features the file says it has; null when it does not say. Never believed (BR-05). */
  annonce: number | null
  /** Sentences: what was left out or guessed. */
  avertissements: readonly string[]
}

/** The file cannot be read before a person chooses: read again with the value chosen. */
export type QuestionGeo = {
  etat: 'question'
  /** Which option of `OptionsLecture` answers. */
  sur: 'couche' | 'epsg'
  phrase: string
  choix: readonly { valeur: string; libelle: string }[]
}

export type ReponseGeo = LectureGeo | QuestionGeo

export type OptionsLecture = {
  /** Layer of a GeoPackage or of a TopoJSON, file of an archive: a `valeur` of the question. */
  couche?: string
  /** System of coordinates when the file does not say it, or in place of the one it says. */
  epsg?: number
}

/** What each reader gives to `readGeo`, which settles the system of coordinates. */
export type Brut = Omit<LectureGeo, 'etat' | 'fichier' | 'projection'> & {
  /** Null when the file says nothing; the WKT or name when it says something that is not recognised. */
  epsg: number | null
  systemeInconnu: string | null
  /** Where the format fixes the system when the file is silent (GeoJSON, KML: WGS 84). */
  epsgDuFormat: number | null
}
