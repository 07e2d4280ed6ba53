/** Reads back the sheets that we export, exactly. Pure. */
import type { Bloc, DocumentLu } from '#platform/documents/bloc.ts'
import { unprotectCell } from '#platform/documents/ecriture/cellule-csv.ts'
import type { Champ, Kind } from '../fiche.ts'
import type { FicheComprise, ImportCompris, Placement } from '../import/compris.ts'
import type { Cible } from '../import/dictionnaire.ts'
import { FAMILLES } from './document-fiche.ts'
import { COLONNES_APRES, COLONNES_AVANT, FEUILLE_ARBRE, manyLines, TIRET } from './feuilles.ts'
import { A_CLASSER } from './mentions.ts'
import { type ChampsDits, emptyComprise, parseRepere, placeChamp } from './relire-champ.ts'

type Colonne = {
  rang: number
  titre: string
  cible: Champ | 'aClasser' | (typeof COLONNES_AVANT)[number] | (typeof COLONNES_APRES)[number]
}

/** Null when the document is not a sheet of ours: its first and last columns, and every label between them, must be known. */
export function readFeuilles(document: DocumentLu, champs: ChampsDits): ImportCompris | null {
  const premiere = document.blocs[0]
  if (premiere?.cellule == null || !['xlsx', 'ods', 'xls', 'csv'].includes(document.source.format)) return null
  const table = premiere.cellule.table
  const lignes = rowsOf(document.blocs, table)
  const entete = lignes.get(0)
  const colonnes = entete === undefined ? null : headerOf(entete, champs)
  if (entete === undefined || colonnes === null) return null
  const placements = new Map<number, Placement>()
  const label = ({ cible }: Colonne): Cible[] => (cible in CIBLES ? (CIBLES[cible] ?? []) : isChamp(cible) ? [cible] : [])
  for (const bloc of entete.values()) for (const b of bloc) placements.set(b.index, place(b, 0, [], true))
  for (const colonne of colonnes) for (const b of entete.get(colonne.rang) ?? []) placements.set(b.index, place(b, 0, label(colonne), true))
  const fiches: FicheComprise[] = []
  for (const [ligne, cases] of lignes) {
    if (ligne === 0) continue
    const fiche = readRow(cases, colonnes, fiches.length, document.source.format === 'csv')
    if (fiche === null) return null
    for (const colonne of colonnes) {
      for (const bloc of cases.get(colonne.rang) ?? []) {
        const aClasser = colonne.cible === A_CLASSER
        const ignore = colonne.cible === 'État de la fiche' || colonne.cible === 'Version'
        const base = place(bloc, fiches.length, label(colonne), false)
        placements.set(
          bloc.index,
          aClasser
            ? { ...base, statut: 'a_classer', raison: 'déjà à classer dans le document' }
            : ignore
              ? { ...base, statut: 'ignore', champs: [], raison: 'mention de l’export' }
              : base,
        )
      }
    }
    fiches.push(fiche)
  }
  for (const bloc of document.blocs) {
    if (placements.has(bloc.index)) continue
    const arbre = bloc.feuille === FEUILLE_ARBRE
    placements.set(bloc.index, {
      ...place(bloc, 0, [], false),
      fiche: null,
      statut: arbre ? 'ignore' : 'a_classer',
      raison: arbre ? 'feuille de l’arbre' : 'texte hors de toute fiche',
    })
  }
  const ordre = document.blocs.map((bloc) => placements.get(bloc.index)).filter((placement) => placement !== undefined)
  const aClasser = ordre
    .filter(({ statut, fiche }) => statut === 'a_classer' && fiche === null)
    .map(({ bloc }) => ({ texte: document.blocs[bloc]?.texte ?? '', blocs: [bloc] }))
  return { source: document.source, fiches, aClasser, placements: ordre, anomalies: [] }
}

type Cases = Map<number, Bloc[]>

function rowsOf(blocs: readonly Bloc[], table: number): Map<number, Cases> {
  const lignes = new Map<number, Cases>()
  for (const bloc of blocs) {
    if (bloc.cellule?.table !== table) continue
    const cases = lignes.get(bloc.cellule.ligne) ?? new Map<number, Bloc[]>()
    lignes.set(bloc.cellule.ligne, cases)
    cases.set(bloc.cellule.colonne, [...(cases.get(bloc.cellule.colonne) ?? []), bloc])
  }
  return lignes
}

function headerOf(entete: Cases, champs: ChampsDits): Colonne[] | null {
  const titres = [...entete].map(([rang, blocs]) => ({ rang, titre: blocs.map(({ texte }) => texte).join(' ') }))
  const avant = titres.slice(0, COLONNES_AVANT.length)
  const apres = titres.slice(-COLONNES_APRES.length)
  if (!COLONNES_AVANT.every((titre, n) => avant[n]?.titre === titre) || !COLONNES_APRES.every((titre, n) => apres[n]?.titre === titre))
    return null
  const colonnes: Colonne[] = []
  for (const { rang, titre } of titres) {
    const fixe = [...COLONNES_AVANT, ...COLONNES_APRES].find((connu) => connu === titre)
    const cible = fixe ?? champs.get(titre)
    if (cible === undefined) return null
    colonnes.push({ rang, titre, cible })
  }
  return colonnes
}

function readRow(cases: Cases, colonnes: readonly Colonne[], rang: number, csv: boolean): FicheComprise | null {
  const blocsDe = (cible: Colonne['cible']) => cases.get(colonnes.find((colonne) => colonne.cible === cible)?.rang ?? -1) ?? []
  const [famille] = blocsDe('Type de fiche')
  const kind = (Object.keys(FAMILLES) as Kind[]).find((candidat) => FAMILLES[candidat] === famille?.texte)
  const intitule = blocsDe('Intitulé')
  if (kind === undefined || famille === undefined) return null
  const fiche = emptyComprise(rang, kind, famille.index)
  const [code] = blocsDe('Code')
  if (code !== undefined) fiche.code = { texte: code.texte, blocs: [code.index] }
  if (intitule.length > 0)
    fiche.intitule = {
      texte: intitule.map((bloc, n) => textOf(bloc, csv && n === 0)).join('\n'),
      blocs: intitule.map(({ index }) => index),
    }
  for (const bloc of blocsDe('Rattachement')) {
    const niveau = parseRepere(bloc)
    if (niveau !== null) fiche.rattachement.push(niveau)
  }
  for (const { cible } of colonnes) {
    if (!isChamp(cible) && cible !== A_CLASSER) continue
    const champ = isChamp(cible) ? cible : 'aClasser'
    const sousEffet = champ === 'indicateursEffets'
    const paragraphes = blocsDe(cible).map((bloc, n) => {
      const indicateur = sousEffet && bloc.puce === TIRET.trim()
      const texte = indicateur ? manyLines(bloc.texte) : textOf(bloc, csv && n === 0)
      return { texte, niveau: indicateur ? 2 : 1, bloc: bloc.index }
    })
    placeChamp(fiche, champ, paragraphes)
  }
  return fiche
}

/** The line as it was written: a typed bullet is part of it, the apostrophe of a protected cell is not. */
function textOf(bloc: Bloc, protegee: boolean): string {
  const texte = bloc.puce === null ? bloc.texte : `${bloc.puce} ${bloc.texte}`
  return manyLines(protegee ? unprotectCell(texte) : texte)
}

const CIBLES: Record<string, Cible[]> = { Code: ['code'], 'Type de fiche': ['kind'], Intitulé: ['intitule'], Rattachement: ['niveau'] }
const FIXES: ReadonlySet<string> = new Set([...COLONNES_AVANT, ...COLONNES_APRES])

function isChamp(cible: Colonne['cible']): cible is Champ {
  return !FIXES.has(cible) && cible !== 'aClasser'
}

function place(bloc: Bloc, fiche: number, champs: Cible[], etiquette: boolean): Placement {
  return { bloc: bloc.index, statut: 'place', fiche, champs, etiquette, raison: null }
}
