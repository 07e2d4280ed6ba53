/** Two people have written the same fiche: who changed what, and one text out of both. Pure. */
import { sha256 } from '#platform/canonique.ts'
import type { ContenuFiche, Ligne } from './fiche.ts'
import { CHAMPS_LISTES, isChampListe } from './fiche-listes.ts'
import { CHAMPS_COMPARES, type ChampCompare, motsDuChamp, sameChamp } from './fiche-mots.ts'

export const CHOIX_CONFLIT = ['mien', 'sien', 'deux'] as const
export type ChoixConflit = (typeof CHOIX_CONFLIT)[number]

/** What a form was opened on: a short digest of each field, so that one knows later which ones each person has changed. */
export function empreintesChamps(contenu: ContenuFiche): string {
  return CHAMPS_COMPARES.map((champ) => `${champ}:${empreinte(contenu, champ)}`).join(' ')
}

function empreinte(contenu: ContenuFiche, champ: ChampCompare): string {
  return sha256(
    motsDuChamp(contenu, champ)
      .map((ligne) => ligne.texte)
      .join('\n'),
  ).slice(0, 8)
}

export type ChampEnConflit = { champ: ChampCompare; propose: ChoixConflit | null }

/**
 * The fields where the two texts differ, with the choice that is beyond doubt: a field that one person alone has changed
 * is hers. Null: both changed it, somebody must choose.
 * @param vue what `empreintesChamps` gave when the form was opened
 */
export function conflits(vue: string, mien: ContenuFiche, sien: ContenuFiche): ChampEnConflit[] {
  const ouvertes = new Map(vue.split(' ').map((mot): [string, string] => [mot.slice(0, mot.indexOf(':')), mot.slice(mot.indexOf(':') + 1)]))
  return CHAMPS_COMPARES.filter((champ) => !sameChamp(mien, sien, champ)).map((champ) => {
    const ouverte = ouvertes.get(champ)
    const [jAiChange, elleAChange] = [empreinte(mien, champ) !== ouverte, empreinte(sien, champ) !== ouverte]
    return { champ, propose: jAiChange === elleAChange ? null : jAiChange ? 'mien' : 'sien' }
  })
}

/** True when a field can hold both texts: lists, and the texts that may have several paragraphs. */
export function canHoldBoth(champ: ChampCompare): boolean {
  return champ !== 'kind' && champ !== 'intitule' && champ !== 'calendrier'
}

/** One text: for each field that differs, mine, theirs or both. A field without choice is mine. @param newId id of a row that both have changed */
export function merged(
  mien: ContenuFiche,
  sien: ContenuFiche,
  choix: Readonly<Partial<Record<ChampCompare, ChoixConflit>>>,
  newId: () => string,
): ContenuFiche {
  const champs = CHAMPS_COMPARES.filter((champ) => !sameChamp(mien, sien, champ))
  const retenu = (champ: ChampCompare): unknown => {
    const choisi = choix[champ] ?? 'mien'
    if (choisi === 'mien') return mien[champ]
    if (choisi === 'sien' || !canHoldBoth(champ)) return sien[champ]
    if (isChampListe(champ)) return union<Ligne>(sien[champ], mien[champ], newId)
    return [sien.enjeu, mien.enjeu].filter((mots) => mots !== null).join('\n\n')
  }
  const fusion: ContenuFiche = { ...mien, ...Object.fromEntries(champs.map((champ) => [champ, retenu(champ)])) }
  return reattached(withoutDoubles(fusion, newId), [mien, sien])
}

/** Their rows, then mine that they do not have. A row that both have changed appears twice. */
function union<L extends Ligne>(siennes: readonly L[], miennes: readonly L[], newId: () => string): L[] {
  const ids = new Set(siennes.map((ligne) => ligne.id))
  const textes = new Set(siennes.map((ligne) => JSON.stringify({ ...ligne, id: '' })))
  const autres = miennes.filter((ligne) => !textes.has(JSON.stringify({ ...ligne, id: '' })))
  return [...siennes, ...autres.map((ligne) => (ids.has(ligne.id) ? { ...ligne, id: newId() } : ligne))]
}

/** A row that was moved from one field to another by one person may come back twice: each keeps its own id. */
function withoutDoubles(contenu: ContenuFiche, newId: () => string): ContenuFiche {
  const vus = new Set<string>()
  const seules = <L extends Ligne>(lignes: readonly L[]): L[] =>
    lignes.map((ligne) => {
      const double = vus.has(ligne.id)
      vus.add(ligne.id)
      return double ? { ...ligne, id: newId() } : ligne
    })
  const listes = Object.fromEntries(CHAMPS_LISTES.map((champ) => [champ, seules<Ligne>(contenu[champ])]))
  return { ...contenu, ...listes, calendrier: { ...contenu.calendrier, phases: seules(contenu.calendrier.phases) } }
}

/** Indicators follow their effect by its id, else by its words; one whose effect is gone waits for another (BR-28). */
function reattached(contenu: ContenuFiche, sources: readonly ContenuFiche[]): ContenuFiche {
  const connus = new Set(contenu.effets.map((effet) => effet.id))
  const indicateursEffets = contenu.indicateursEffets.map((indicateur) => {
    if (indicateur.effetId === null || connus.has(indicateur.effetId)) return indicateur
    const mots = sources.flatMap((source) => source.effets).find((effet) => effet.id === indicateur.effetId)?.texte
    return { ...indicateur, effetId: contenu.effets.find((effet) => effet.texte === mots)?.id ?? null }
  })
  return { ...contenu, indicateursEffets }
}
