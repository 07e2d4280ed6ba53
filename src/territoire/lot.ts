/**
 * A batch: the rows of a file go in by pieces and come out answered, with the counts at the end. No row is kept: what is held is
 * the unfinished row of the moment and the counters. Pure.
 */

import { RegleViolee } from '#platform/errors.ts'
import { type Bandes, bandeOfAge, parseAge } from './lot-age.ts'
import { type Colonnes, type ColonnesDites, findColonnes } from './lot-colonnes.ts'
import { type Classe, type Compteur, createCompteur, type TableComptes } from './lot-comptes.ts'
import { createDecoupeur, type Decimal, type Enregistrement, guessSeparateur, parseDecimal, textOf } from './lot-decoupe.ts'
import { answerPoint, type BaseDeReponse, precisionOf, type ReponsePoint } from './lot-reponse.ts'
import { createSortie, type Sortie } from './lot-sortie.ts'

export type QuartierDeLot = { code: string; nom: string; generation: string; communes: readonly { nom: string }[] }

export type OptionsDeLot = {
  base: BaseDeReponse
  quartiers: readonly QuartierDeLot[]
  colonnes: ColonnesDites
  bandesAge: Bandes
  /** Day at which ages are counted, ISO. */
  jour: string
  /** Longitude and latitude of two columns in another system of coordinates; null: they are degrees. */
  toWgs84: ((x: number, y: number) => readonly [number, number]) | null
}

/** What a file brought. `arret`: why the reading stopped before its end, which the last line given back says too. */
export type BilanDeLot = { lignes: number; octets: number; tables: readonly TableComptes[]; arret: string | null }

export type Lot = {
  /** Rows answered so far. @throws RegleViolee at the first row, when the columns are not known */
  push(morceau: Uint8Array): Buffer
  end(): Buffer
  /** What is written and not yet taken. */
  take(): Buffer
  bilan(): BilanDeLot
}

/** Columns added on the right, in this order. */
export const COLONNES_AJOUTEES = [
  'quartier_code',
  'quartier_nom',
  'quartier_generation',
  'quartier_distance_m',
  'quartier_bande_m',
  'quartier_certitude',
] as const

/** Rows of a CSV of points; a row of an address alone is handed to `adresse`, which answers it later. */
export function createLot(options: OptionsDeLot, adresse: (un: Enregistrement, etat: EtatDeLot) => void = () => {}): Lot {
  return createTexte(options, (un, etat) => {
    if (etat.colonnes.lon < 0 || etat.colonnes.lat < 0) return adresse(un, etat)
    answered(un, etat, answerRow(un, etat.colonnes, options))
  })
}

/** Writes the answer of a row, and counts it. */
export function answered(un: Enregistrement, etat: EtatDeLot, reponse: ReponseLigne): void {
  etat.sortie.row(un, etat.entetes.length, reponse)
  etat.count(un, reponse)
}

/** How a row was answered: the point's answer, or why there is none. */
export type ReponseLigne = { point: ReponsePoint } | { point: null; raison: string; classe?: Classe }

const lu: Decimal = { valeur: 0, decimales: 0 }

function answerRow(un: Enregistrement, colonnes: Colonnes, { base, toWgs84 }: OptionsDeLot): ReponseLigne {
  parseDecimal(un, colonnes.lon, lu)
  const x = lu.valeur
  const decimalesX = lu.decimales
  parseDecimal(un, colonnes.lat, lu)
  const y = lu.valeur
  if (Number.isNaN(x) || Number.isNaN(y)) return { point: null, raison: 'sans position' }
  if (toWgs84 !== null) {
    const [lon, lat] = toWgs84(x, y)
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return { point: null, raison: 'hors du système de coordonnées' }
    return { point: answerPoint(base, lon, lat, 0) }
  }
  if (Math.abs(x) > 180 || Math.abs(y) > 90) return { point: null, raison: 'pas des degrés : choisissez le système de coordonnées' }
  return { point: answerPoint(base, x, y, precisionOf(Math.max(decimalesX, lu.decimales))) }
}

export type EtatDeLot = {
  entetes: readonly string[]
  encodage: 'utf-8' | 'windows-1252'
  colonnes: Colonnes
  sortie: Sortie
  count(un: Enregistrement, reponse: ReponseLigne): void
}

/** Bytes seen before the encoding is decided. */
const TETE = 65_536

/** Cuts the file into rows and hands each to `chaque`, once its first row has said the columns. */
function createTexte(options: OptionsDeLot, chaque: (un: Enregistrement, etat: EtatDeLot) => void): Lot {
  let decoupeur: ReturnType<typeof createDecoupeur> | null = null
  let etat: EtatDeLot | null = null
  let compteurs: Compteur[] = []
  let utf16: TextDecoder | null = null
  let tete: Buffer = Buffer.alloc(0)
  let [lignes, octets] = [0, 0]
  let arret: string | null = null

  const record = (encodage: 'utf-8' | 'windows-1252', separateur: string, marque: 'avec' | 'sans') => (un: Enregistrement) => {
    if (un.fin === un.debut) {
      if (etat !== null && etat.colonnes.lon >= 0) etat.sortie.same(un)
      return
    }
    if (etat === null) {
      const entetes = Array.from({ length: un.cellules }, (_, rang) => textOf(un, rang, encodage))
      const colonnes = findColonnes(entetes, options.colonnes)
      const counting = createCount(options, colonnes, encodage)
      compteurs = counting.compteurs
      etat = { entetes, encodage, colonnes, sortie: createSortie(separateur, encodage, options.quartiers), count: counting.count }
      etat.sortie.header(un, COLONNES_AJOUTEES, marque)
      return
    }
    lignes += 1
    chaque(un, etat)
  }

  const start = (premier: Buffer): Buffer => {
    const bom = premier[0] === 0xef && premier[1] === 0xbb && premier[2] === 0xbf
    const encodage = bom || isUtf8(premier) ? 'utf-8' : 'windows-1252'
    const separateur = guessSeparateur(firstLine(premier))
    decoupeur = createDecoupeur(separateur.charCodeAt(0))
    // A spreadsheet tells UTF-8 by its mark: given back when there was one.
    feed = record(encodage, separateur, bom || utf16 !== null ? 'avec' : 'sans')
    return bom ? premier.subarray(3) : premier
  }
  let feed: (un: Enregistrement) => void = () => {}
  const advance = (faire: (coupe: NonNullable<typeof decoupeur>) => void): Buffer => {
    try {
      if (decoupeur !== null && arret === null) faire(decoupeur)
    } catch (erreur) {
      // Before the first row, the person is told. After, rows are on their way: the file says where it stops.
      if (!(erreur instanceof RegleViolee) || etat === null || lignes === 0) throw erreur
      arret = erreur.message
    }
    return etat?.sortie.take() ?? Buffer.alloc(0)
  }

  return {
    push(brut) {
      octets += brut.length
      let morceau = Buffer.from(brut.buffer, brut.byteOffset, brut.length)
      if (decoupeur === null) {
        if (octets === brut.length && morceau[0] === 0xff && morceau[1] === 0xfe) utf16 = new TextDecoder('utf-16le')
        if (utf16 !== null) morceau = Buffer.from(utf16.decode(morceau, { stream: true }), 'utf8')
        tete = Buffer.concat([tete, morceau])
        if (tete.length < TETE) return Buffer.alloc(0)
        morceau = start(tete)
      } else if (utf16 !== null) morceau = Buffer.from(utf16.decode(morceau, { stream: true }), 'utf8')
      return advance((coupe) => coupe.push(morceau, feed))
    },
    end() {
      const fin = decoupeur === null ? start(tete) : null
      if (fin !== null && fin.length === 0)
        throw new RegleViolee('Ce fichier est vide.', [{ champ: 'fichier', message: 'Ce fichier est vide.' }])
      const sorti = advance((coupe) => {
        if (fin !== null) coupe.push(fin, feed)
        coupe.end(feed)
      })
      if (lignes === 0 && arret === null) {
        const message = 'Ce fichier n’a pas de ligne sous sa première ligne, celle des titres.'
        throw new RegleViolee(message, [{ champ: 'fichier', message }])
      }
      return sorti
    },
    take: () => etat?.sortie.take() ?? Buffer.alloc(0),
    bilan: () => ({ lignes, octets, tables: compteurs.map((compteur) => compteur.table()), arret }),
  }
}

function isUtf8(octets: Buffer): boolean {
  try {
    // The end may be cut within a sign: three bytes at most.
    new TextDecoder('utf-8', { fatal: true }).decode(octets, { stream: true })
    return true
  } catch {
    return false
  }
}

function firstLine(octets: Buffer): string {
  const fin = octets.indexOf(10)
  return octets.subarray(0, fin < 0 ? octets.length : fin).toString('latin1')
}

/** Counters: quartiers, communes of these quartiers, ages, then the columns asked for. */
function createCount(
  { quartiers, bandesAge, jour }: OptionsDeLot,
  { age, groupes }: Colonnes,
  encodage: 'utf-8' | 'windows-1252',
): { compteurs: Compteur[]; count: (un: Enregistrement, reponse: ReponseLigne) => void } {
  const ensemble = createCompteur('Ensemble du fichier')
  const parQuartier = createCompteur('Par quartier', Object.values(NOMS_HORS), quartiers.length + 4)
  // Where the file says no commune, that of the quartier is counted.
  const parCommune = groupes.length > 0 ? null : createCompteur('Par commune du quartier', Object.values(NOMS_HORS), quartiers.length + 4)
  const communes = quartiers.map((quartier) => quartier.communes.map(({ nom }) => nom).join(' et '))
  const ages =
    age < 0
      ? null
      : createCompteur(
          'Par âge',
          bandesAge.map(({ libelle }) => libelle),
        )
  const parColonne = groupes.map(({ rang, nom }) => ({ rang, compteur: createCompteur(`Par ${nom}`) }))
  const noms = quartiers.map(({ code, nom }) => `${nom} (${code})`)
  return {
    compteurs: [
      ensemble,
      parQuartier,
      ...(parCommune === null ? [] : [parCommune]),
      ...(ages === null ? [] : [ages]),
      ...parColonne.map(({ compteur }) => compteur),
    ],
    count(un, reponse) {
      const classe = classOf(reponse)
      ensemble.add('Ensemble', classe)
      const premier = reponse.point?.rangs[0]
      const hors = classe !== 'dedans' || premier === undefined
      parQuartier.add(hors ? NOMS_HORS[classe] : (noms[premier] ?? ''), classe)
      parCommune?.add(hors ? NOMS_HORS[classe] : (communes[premier] ?? ''), classe)
      if (ages !== null) ages.add(bandeOfAge(parseAge(textOf(un, age, encodage), jour), bandesAge), classe)
      for (const { rang, compteur } of parColonne) compteur.add(textOf(un, rang, encodage).slice(0, 120) || '(vide)', classe)
    },
  }
}

const NOMS_HORS: Record<Classe, string> = {
  dedans: '',
  dehors: 'Hors quartier',
  averifier: 'À vérifier',
  sans: 'Sans position',
}

/** A point in two quartiers counts once, in the first. */
export function classOf(reponse: ReponseLigne): Classe {
  if (reponse.point === null) return reponse.classe ?? 'sans'
  const { verdict } = reponse.point
  return verdict === 'oui' ? 'dedans' : verdict === 'non' ? 'dehors' : 'averifier'
}
