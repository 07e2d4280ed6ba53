/** Which columns of a file say where and what. Pure. */
import { RegleViolee } from '#platform/errors.ts'

/** Ranks of columns; -1: none. `lon` and `lat`, or else `adresse`. */
export type Colonnes = {
  lon: number
  lat: number
  adresse: number
  codePostal: number
  commune: number
  codeCommune: number
  age: number
  /** Columns counted, with the name they bear. */
  groupes: readonly { rang: number; nom: string }[]
}

/** Names given by the person; empty: guessed. */
export type ColonnesDites = { lon: string; lat: string; adresse: string; age: string; groupes: readonly string[] }

const NOMS = {
  lon: ['lon', 'longitude', 'long', 'lng', 'x', 'coord_x', 'x_wgs84', 'lon_wgs84', 'result_longitude'],
  lat: ['lat', 'latitude', 'y', 'coord_y', 'y_wgs84', 'lat_wgs84', 'result_latitude'],
  adresse: ['adresse', 'adresse_complete', 'address', 'adresse_postale', 'adresse_1', 'voie', 'rue'],
  codePostal: ['code_postal', 'codepostal', 'cp', 'postcode', 'zip'],
  commune: ['commune', 'ville', 'nom_commune', 'city', 'localite'],
  codeCommune: ['code_insee', 'insee', 'codgeo', 'citycode', 'code_commune', 'insee_com'],
  age: ['age', 'date_naissance', 'date_de_naissance', 'ne_le', 'naissance', 'annee_naissance'],
} as const

/**
 * Columns by the names typed, else by the names usual in French files.
 * @throws RegleViolee that names the missing column, and those of the file
 */
export function findColonnes(entetes: readonly string[], dites: ColonnesDites): Colonnes {
  const cles = entetes.map(keyOf)
  const named = (champ: string, libelle: string, nom: string): number => {
    const rang = cles.indexOf(keyOf(nom))
    if (rang >= 0) return rang
    const message = `${libelle} : aucune colonne ne s’appelle « ${nom} ». Le fichier a ${listOf(entetes)}.`
    throw new RegleViolee(message, [{ champ, message }])
  }
  const guessed = (noms: readonly string[]): number => {
    for (const nom of noms) if (cles.includes(nom)) return cles.indexOf(nom)
    return -1
  }
  const lon = dites.lon === '' ? guessed(NOMS.lon) : named('lon', 'Longitude', dites.lon)
  const lat = dites.lat === '' ? guessed(NOMS.lat) : named('lat', 'Latitude', dites.lat)
  const adresse = dites.adresse === '' ? guessed(NOMS.adresse) : named('adresse', 'Adresse', dites.adresse)
  if ((lon < 0 || lat < 0) && adresse < 0) {
    const message = `Ni longitude et latitude, ni adresse : aucune colonne n’a été reconnue. Le fichier a ${listOf(entetes)}. Tapez le nom des bonnes colonnes.`
    throw new RegleViolee(message, [{ champ: 'lon', message }])
  }
  const commun = { codePostal: guessed(NOMS.codePostal), commune: guessed(NOMS.commune), codeCommune: guessed(NOMS.codeCommune) }
  const age = dites.age === '' ? guessed(NOMS.age) : named('age', 'Âge', dites.age)
  const voulus = dites.groupes.map((nom) => named('groupes', 'Compter par', nom))
  // The commune is counted without being asked for, when the file says it.
  const implicite = commun.commune >= 0 ? commun.commune : commun.codeCommune
  const rangs = [...new Set([...(implicite >= 0 ? [implicite] : []), ...voulus])].filter((rang) => rang !== age)
  return { lon, lat, adresse, ...commun, age, groupes: rangs.map((rang) => ({ rang, nom: entetes[rang] ?? '' })) }
}

/** « Code postal », « code-postal » and « CODE_POSTAL » are one name. */
function keyOf(nom: string): string {
  return nom
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
}

function listOf(entetes: readonly string[]): string {
  const montrees = entetes.slice(0, 12).map((nom) => `« ${nom.slice(0, 40)} »`)
  return `${entetes.length === 1 ? 'une seule colonne' : `${entetes.length} colonnes`} : ${montrees.join(', ')}${entetes.length > 12 ? '…' : ''}`
}
