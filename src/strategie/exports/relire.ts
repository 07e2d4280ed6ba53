/**
 * Reads back the documents that we export, exactly: same layout, same sentences, visible text only. Anything that is not
 * word for word ours is left to recognition. Pure.
 */
import type { Bloc, DocumentLu } from '#platform/documents/bloc.ts'
import type { Champ, Kind } from '../fiche.ts'
import { CHAMPS, LIBELLES_CHAMPS } from '../fiche.ts'
import type { FicheComprise, ImportCompris, Placement } from '../import/compris.ts'
import type { Cible, Variante } from '../import/dictionnaire.ts'
import { A_CLASSER, isEtat, NON_RENSEIGNE } from './mentions.ts'
import { type ChampsDits, emptyComprise, type Paragraphe, parseRepere, placeChamp } from './relire-champ.ts'
import { readFeuilles } from './relire-feuille.ts'

/**
 * What a document exported by Parvis holds, or null when the document is not one, or was changed so much that its layout
 * is no longer ours.
 * @param libelles labels that the contract gives to its fields
 */
export function readExport(document: DocumentLu, libelles: readonly Variante[] = []): ImportCompris | null {
  const champs = champsOf(libelles)
  const feuilles = readFeuilles(document, champs)
  if (feuilles !== null) return feuilles
  const corps = document.blocs.filter((bloc) => bloc.zone === 'corps')
  const ouvertures = corps.flatMap((bloc, rang) => (bloc.nature === 'titre' && parseOuverture(bloc.texte) !== null ? [rang] : []))
  if (ouvertures.length === 0 || corps.some((bloc) => bloc.feuille !== null)) return null
  const etendues = ouvertures.map((debut, n) => cut(corps, debut, ouvertures[n + 1] ?? corps.length))
  const fiches: FicheComprise[] = []
  const placements = new Map<number, Placement>()
  for (const etendue of etendues) {
    const fiche = etendue === null ? null : readFiche(etendue, fiches.length, champs, placements)
    if (fiche === null) return null
    fiches.push(fiche)
  }
  for (const bloc of document.blocs) if (!placements.has(bloc.index)) placements.set(bloc.index, outside(bloc, corps[ouvertures[0] ?? 0]))
  const ordre = document.blocs.map((bloc) => placements.get(bloc.index)).filter((placement) => placement !== undefined)
  return {
    source: document.source,
    fiches,
    aClasser: ordre
      .filter(({ statut }) => statut === 'a_classer')
      .map(({ bloc }) => ({ texte: document.blocs[bloc]?.texte ?? '', blocs: [bloc] })),
    placements: ordre,
    anomalies: [],
  }
}

function champsOf(libelles: readonly Variante[]): ChampsDits {
  const champs = new Map<string, Champ | 'aClasser'>([[A_CLASSER, 'aClasser']])
  for (const champ of CHAMPS) champs.set(LIBELLES_CHAMPS[champ], champ)
  for (const { cible, libelle } of libelles) {
    const champ = CHAMPS.find((candidat) => candidat === cible)
    if (champ !== undefined) champs.set(libelle.replace(/\s+/gu, ' ').trim(), champ)
  }
  return champs
}

const OUVERTURE = /^Fiche (orientation|action|bilan)(?: (\S+))? : (.+)$/su

function parseOuverture(texte: string): { kind: Kind; code: string | null; intitule: string } | null {
  const trouve = OUVERTURE.exec(texte)
  if (trouve?.[1] === undefined || trouve[3] === undefined) return null
  return { kind: trouve[1] as Kind, code: trouve[2] ?? null, intitule: trouve[3] }
}

/** The blocks of a fiche, from its heading to the sentence that closes it; null when it is missing. */
function cut(corps: readonly Bloc[], debut: number, suivante: number): Bloc[] | null {
  for (let rang = debut + 1; rang < suivante; rang += 1) if (isEtat(corps[rang]?.texte ?? '')) return corps.slice(debut, rang + 1)
  return null
}

function readFiche(blocs: readonly Bloc[], rang: number, champs: ChampsDits, placements: Map<number, Placement>): FicheComprise | null {
  const [tete, ...suite] = blocs
  const ouverture = parseOuverture(tete?.texte ?? '')
  if (tete === undefined || ouverture === null) return null
  const fiche = emptyComprise(rang, ouverture.kind, tete.index)
  fiche.code = ouverture.code === null ? null : { texte: ouverture.code, blocs: [tete.index] }
  fiche.intitule = { texte: ouverture.intitule, blocs: [tete.index] }
  const place = (bloc: Bloc, cible: Cible | null, etiquette = false) => placements.set(bloc.index, placed(bloc, rang, cible, etiquette))
  placements.set(tete.index, { ...placed(tete, rang, 'intitule', false), champs: ['kind', 'code', 'intitule'] })
  let champ: Champ | 'aClasser' | null = null
  let paragraphes: Paragraphe[] = []
  for (const bloc of suite) {
    if (isEtat(bloc.texte)) {
      placements.set(bloc.index, ignored(bloc, rang, 'mention de l’export'))
    } else if (bloc.nature === 'titre') {
      if (champ !== null) placeChamp(fiche, champ, paragraphes)
      champ = champs.get(bloc.texte) ?? null
      if (champ === null) return null
      paragraphes = []
      place(bloc, champ === 'aClasser' ? null : champ, true)
      if (champ !== 'aClasser')
        fiche.etiquettes.push({ bloc: bloc.index, libelle: bloc.texte, cibles: [champ], variante: bloc.texte, mode: 'exacte' })
    } else if (champ === null) {
      const niveau = parseRepere(bloc)
      if (niveau === null) return null
      fiche.rattachement.push(niveau)
      place(bloc, 'niveau')
    } else if (bloc.texte === NON_RENSEIGNE && bloc.nature === 'paragraphe') {
      placements.set(bloc.index, ignored(bloc, rang, 'champ vide'))
    } else {
      paragraphes.push({ texte: textOf(bloc), niveau: bloc.nature === 'item' ? bloc.niveau : 0, bloc: bloc.index })
      if (champ === 'aClasser')
        placements.set(bloc.index, { ...placed(bloc, rang, null, false), statut: 'a_classer', raison: 'déjà à classer dans le document' })
      else place(bloc, champ)
    }
  }
  if (champ !== null) placeChamp(fiche, champ, paragraphes)
  return fiche
}

/** The text as it was typed: a forced line break is kept, a bullet typed in a paragraph is part of it. */
function textOf(bloc: Bloc): string {
  const texte = (bloc.lignes ?? [bloc.texte]).join('  \n')
  return bloc.puce !== null && !PUCES.has(bloc.puce) ? `${bloc.puce} ${texte}` : texte
}

/** The bullets of our own lists, in Word and ODT, and as a page says them. */
const PUCES: ReadonlySet<string> = new Set(['▪', '•'])

function placed(bloc: Bloc, fiche: number, cible: Cible | null, etiquette: boolean): Placement {
  return { bloc: bloc.index, statut: 'place', fiche, champs: cible === null ? [] : [cible], etiquette, raison: null }
}

function ignored(bloc: Bloc, fiche: number | null, raison: string): Placement {
  return { bloc: bloc.index, statut: 'ignore', fiche, champs: [], etiquette: false, raison }
}

// Cover, table of contents and headings of the tree say nothing that the fiches do not; the rest is kept.
function outside(bloc: Bloc, premiere: Bloc | undefined): Placement {
  if (bloc.zone === 'entete') return ignored(bloc, null, 'en-tête répété')
  if (bloc.zone === 'pied') return ignored(bloc, null, 'pied de page répété')
  if (bloc.nature === 'titre') return ignored(bloc, null, 'titre de partie')
  const avant = premiere !== undefined && bloc.index < premiere.index
  if (avant && (/^■(?:[■ ])*$/u.test(bloc.texte) || bloc.texte === 'Sommaire' || OUVERTURE.test(bloc.texte)))
    return ignored(bloc, null, 'page de garde ou sommaire')
  return { bloc: bloc.index, statut: 'a_classer', fiche: null, champs: [], etiquette: false, raison: 'texte hors de toute fiche' }
}
