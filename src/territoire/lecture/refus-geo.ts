import { RegleViolee } from '#platform/errors.ts'

/** The sentences a reader of geographic files says when it cannot read one: each names the file and what to do. */
export const refusGeo = {
  vide: (nom: string) => new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» est vide.`),
  abime: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est abîmé ou incomplet\u00a0: il n’a pas pu être lu. Exportez-le de nouveau depuis votre logiciel de cartographie, puis réessayez.`,
    ),
  tropGros: (nom: string, mo: number) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est trop gros\u00a0: la limite est de ${mo}\u00a0Mo. Gardez les seules entités utiles, puis réessayez.`,
    ),
  tropLong: (nom: string, quoi: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» contient trop de ${quoi} pour être lu en une fois. Gardez les seules entités utiles, puis réessayez.`,
    ),
  tropProfond: (nom: string) =>
    new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» imbrique trop d’éléments les uns dans les autres\u00a0: il n’a pas été lu.`),
  inconnu: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» n’est pas un fichier géographique lisible. Formats acceptés\u00a0: GeoJSON, Shapefile dans un .zip, GeoPackage (.gpkg), CSV avec une colonne WKT, KML ou KMZ, TopoJSON, ou l’archive .zip de data.gouv.fr.`,
    ),
  illisible: (nom: string, ou: string, quoi: string) =>
    new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» n’a pas pu être lu\u00a0: ${ou}, ${quoi}. Corrigez-le, puis réessayez.`),
  phrase: (nom: string, phrase: string) => new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» n’a pas pu être lu\u00a0: ${phrase}`),
}

/** « l’entité n° 12 (ligne 340) ». */
export function ouEntite(numero: number, ligne: number | null): string {
  return ligne === null ? `à l’entité n°\u00a0${numero}` : `à l’entité n°\u00a0${numero} (ligne ${ligne})`
}
