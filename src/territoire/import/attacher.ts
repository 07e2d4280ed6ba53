/** What codes and names say, beside the reference: communes, département, intercommunality, population; and what is wrong with them. Pure. */
import { departementDuCode } from '../generation.ts'
import type { EntiteImport, NouveauDefaut, ValeursEntite } from '../import-entite.store.ts'
import { cleRecherche } from '../nom.ts'
import type { EntiteAnalysee } from './analyse.ts'
import { textOf, wholeOf } from './correspondance.ts'
import type { Correspondance } from './forme.ts'

/** What the reference answers. */
export type Reference = {
  communesInconnues: ReadonlySet<string>
  /** By `departement|cle`. */
  communesParNom: ReadonlyMap<string, string>
  epciDesCommunes: ReadonlyMap<string, string>
  codesRefuses: ReadonlySet<string>
}

const CODE_COMMUNE = /^(\d{2}|2[AB])\d{3}$/

/** Codes of communes of a cell (« 37261, 37195 », « ["37261"] »), and what is left that is no code: names. */
export function splitCommunes(texte: string | null): { codes: string[]; noms: string[] } {
  const morceaux = (texte ?? '')
    .split(/[,;|/]|\s-\s/)
    .map((morceau) => morceau.replace(/^[\s["'{]+|[\s\]"'}]+$/g, ''))
    .filter((morceau) => morceau !== '')
  const codes = morceaux
    .map((morceau) => (/^[1-9]\d{3}$/.test(morceau) ? `0${morceau}` : morceau.toUpperCase()))
    .filter((code) => CODE_COMMUNE.test(code))
  return {
    codes: [...new Set(codes)],
    noms: morceaux.filter((morceau) => !CODE_COMMUNE.test(morceau.toUpperCase()) && !/^\d+$/.test(morceau)),
  }
}

/** Département of a feature: its column, its code, its first commune. */
export function departementOf(entite: Pick<EntiteAnalysee, 'code' | 'proprietes'>, correspondance: Correspondance): string | null {
  const dit = textOf(entite.proprietes, correspondance, 'departement')
  if (dit !== null && /^(\d{1,3}|2[AB])$/i.test(dit)) return dit.length === 1 ? `0${dit}` : dit.toUpperCase()
  const duCode = entite.code === null ? null : departementDuCode(entite.code)
  if (duCode !== null) return duCode
  const [commune] = splitCommunes(textOf(entite.proprietes, correspondance, 'communes')).codes
  return commune === undefined ? null : /^9[78]/.test(commune) ? commune.slice(0, 3) : commune.slice(0, 2)
}

/** « Paris 20ème arrondissement » is written « Paris 20e Arrondissement » by the reference. */
export function cleCommune(nom: string): string {
  return cleRecherche(nom).replace(
    /\b(\d{1,2})(?:eme|er|e) arrondissement\b/,
    (_, n: string) => `${n}${n === '1' ? 'er' : 'e'} arrondissement`,
  )
}

/** Names of communes to ask the reference for. */
export function askedNames(entites: readonly EntiteAnalysee[], correspondance: Correspondance): { departement: string; cle: string }[] {
  return entites.flatMap((entite) => {
    const departement = departementOf(entite, correspondance)
    const { noms } = splitCommunes(textOf(entite.proprietes, correspondance, 'communes'))
    return departement === null ? [] : noms.map((nom) => ({ departement, cle: cleCommune(nom) }))
  })
}

export function askedCodes(entites: readonly EntiteAnalysee[], correspondance: Correspondance): string[] {
  return [...new Set(entites.flatMap(({ proprietes }) => splitCommunes(textOf(proprietes, correspondance, 'communes')).codes))]
}

/** A feature with its communes and figures. */
export function attached(entite: EntiteAnalysee, correspondance: Correspondance, reference: Reference): EntiteImport {
  const departement = departementOf(entite, correspondance)
  const { codes, noms } = splitCommunes(textOf(entite.proprietes, correspondance, 'communes'))
  const parNom = noms.flatMap((nom) => reference.communesParNom.get(`${departement}|${cleCommune(nom)}`) ?? [])
  const communes = [...new Set([...codes.filter((code) => !reference.communesInconnues.has(code)), ...parNom])]
  const epciDit = textOf(entite.proprietes, correspondance, 'epci')
  const epci = epciDit !== null && /^\d{9}$/.test(epciDit) ? epciDit : soleEpci(communes, reference)
  const population = wholeOf(textOf(entite.proprietes, correspondance, 'population'))
  const millesime = wholeOf(textOf(entite.proprietes, correspondance, 'populationMillesime'))
  const valeurs: ValeursEntite = {
    ...(departement === null ? {} : { departement }),
    ...(epci === null ? {} : { epci }),
    ...(population === null ? {} : { population }),
    ...(population === null || millesime === null || millesime < 1900 || millesime > 2100 ? {} : { populationMillesime: millesime }),
  }
  const { geometrie, geometrieLue, ...reste } = entite
  return {
    ...reste,
    communes,
    valeurs,
    parts: null,
    geometrie: geometrie === null ? null : Buffer.from(geometrie),
    geometrieLue: geometrieLue === null ? null : Buffer.from(geometrieLue),
  }
}

/** Of several communes, the intercommunality that they all belong to; null when they differ. */
function soleEpci(communes: readonly string[], { epciDesCommunes }: Reference): string | null {
  const epcis = new Set(communes.map((code) => epciDesCommunes.get(code) ?? null))
  const [seul] = epcis
  return epcis.size === 1 && seul !== undefined ? seul : null
}

type Constat = Pick<NouveauDefaut, 'entite' | 'autre' | 'genre' | 'gravite' | 'phrase'>

/** Defects of codes, names and communes of quartiers. @param grammaire in words, null when the generation has none */
export function findDefautsAttributs(
  entites: readonly EntiteAnalysee[],
  correspondance: Correspondance,
  reference: Reference,
  generation: { code: string } | null,
): Constat[] {
  const constats: Constat[] = []
  const say = (entite: number, genre: string, gravite: Constat['gravite'], phrase: string, autre: number | null = null) =>
    constats.push({ entite, autre, genre, gravite, phrase })
  const premiers = new Map<string, EntiteAnalysee>()
  for (const entite of entites) {
    const { rang, code, nom, place } = entite
    const qui = code === null ? place : `${code}${nom === null ? '' : ` (${nom})`}`
    if (code === null) say(rang, 'code_absent', 'bloquant', `L’${place} n’a pas de code.`)
    else if (!/^[A-Z0-9]{3,20}$/.test(code))
      say(rang, 'code_invalide', 'bloquant', `« ${code} » n’est pas un code : 3 à 20 lettres et chiffres sont attendus.`)
    else if (reference.codesRefuses.has(code))
      say(rang, 'code_invalide', 'bloquant', `Le code ${code} n’a pas la forme des codes de la génération ${generation?.code ?? ''}.`)
    if (nom === null) say(rang, 'nom_absent', 'bloquant', `${qui} n’a pas de nom.`)
    const double = code === null ? undefined : premiers.get(code)
    if (double !== undefined)
      say(
        rang,
        'code_double',
        'bloquant',
        `Le code ${code} est porté par deux entités du fichier : ${double.place} et ${place}.`,
        double.rang,
      )
    else if (code !== null) premiers.set(code, entite)
    const departement = departementOf(entite, correspondance)
    const { codes, noms } = splitCommunes(textOf(entite.proprietes, correspondance, 'communes'))
    for (const commune of codes) {
      if (reference.communesInconnues.has(commune))
        say(
          rang,
          'commune_inconnue',
          'a_voir',
          `${qui} cite la commune ${commune}, que la référence ne connaît pas : elle n’est pas rattachée.`,
        )
    }
    for (const commune of noms) {
      if (!reference.communesParNom.has(`${departement}|${cleCommune(commune)}`))
        say(
          rang,
          'commune_inconnue',
          'a_voir',
          `${qui} cite « ${commune} », qui ne désigne pas une seule commune du département ${departement ?? 'inconnu'} : elle n’est pas rattachée.`,
        )
    }
  }
  return constats
}
