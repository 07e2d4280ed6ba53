/**
 * The words of the journal: how each capability calls its objects, their fields and its commands. `app.ts` joins them at start.
 * What no capability names is shown under its raw name, never hidden.
 */
import type { Tx } from '#platform/db/base.ts'

/** How a value is written; guessed from the value (date, instant, yes or no) and from its name (`…Cents`) when not said. */
export type FormatChamp = 'euros' | 'date' | 'pour_mille' | 'taille'

export type ChampNomme = {
  libelle: string
  format?: FormatChamp
  /** Words of the values: « a_valider » → « soumise, à valider ». */
  valeurs?: Readonly<Record<string, string>>
  /** Of use to those who run the machine: left out of sentences, kept in details. */
  technique?: true
}
/** By path in the trace: `statut`, `contenu.objectifs`, `contenu.financements.montantCents` for a member of its rows. */
export type ChampsNommes = Readonly<Record<string, string | ChampNomme>>

export type ObjetNomme = {
  /** With its article, as in a sentence: « la fiche ». */
  nom: string
  champs?: ChampsNommes
}

export type Lexique = {
  /** By type of object of the trace. */
  objets: Readonly<Record<string, ObjetNomme>>
  /** Other nouns that begin the sentences of traces, with their article: « les signataires du contrat ». */
  noms?: readonly string[]
  /** By name of command or event: an infinitive for the filter; a whole verb phrase when the sentence of the trace cannot be turned. */
  commandes: Readonly<Record<string, string | { libelle: string; phrase: string }>>
  /** Sentences of traces turned otherwise than by their participle. */
  tournures?: readonly (readonly [RegExp, string])[]
  /** Names of the objects behind these ids, those that it knows. One statement. */
  nommer?: (tx: Tx, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

export type LexiqueJoint = Required<Omit<Lexique, 'nommer'>> & { nommeurs: readonly NonNullable<Lexique['nommer']>[] }

/** One lexicon of all; a type of object named twice joins its fields. */
export function joinLexiques(lexiques: readonly Lexique[]): LexiqueJoint {
  const objets: Record<string, ObjetNomme> = {}
  for (const [type, objet] of lexiques.flatMap((lexique) => Object.entries(lexique.objets))) {
    objets[type] = { nom: objets[type]?.nom ?? objet.nom, champs: { ...objets[type]?.champs, ...objet.champs } }
  }
  return {
    objets,
    noms: lexiques.flatMap((lexique) => lexique.noms ?? []),
    commandes: Object.assign({}, ...lexiques.map((lexique) => lexique.commandes)),
    tournures: lexiques.flatMap((lexique) => lexique.tournures ?? []),
    nommeurs: lexiques.flatMap((lexique) => lexique.nommer ?? []),
  }
}

let joint: LexiqueJoint = joinLexiques([])

/** Called once by `app.ts`. */
export function setLexique(lexiques: readonly Lexique[]): void {
  joint = joinLexiques(lexiques)
}
export function lexique(): LexiqueJoint {
  return joint
}

/** What a command does, in words: « modifier une fiche »; its raw name when nobody named it. */
export function nameCommande({ commandes }: LexiqueJoint, commande: string): string {
  const dite = commandes[commande]
  return dite === undefined ? commande : typeof dite === 'string' ? dite : dite.libelle
}

/** « fiche », without its article; the raw type when nobody named it. */
export function nameType({ objets }: LexiqueJoint, type: string): string {
  return objets[type]?.nom.replace(/^(le |la |les |l’)/, '') ?? type
}

/** Names of objects by their ids, asked of each capability in turn until all are known. */
export async function nameObjets(tx: Tx, { nommeurs }: LexiqueJoint, ids: Iterable<string>): Promise<Map<string, string>> {
  const noms = new Map<string, string>()
  let restants = [...new Set(ids)]
  for (const nommer of nommeurs) {
    if (restants.length === 0) break
    for (const [id, nom] of await nommer(tx, restants)) noms.set(id, nom)
    restants = restants.filter((id) => !noms.has(id))
  }
  return noms
}
