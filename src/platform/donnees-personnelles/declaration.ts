/** What a column says of the personal data that it holds, in its comment in the database. Pure. */

/**
 * What erasing a person does to the column. `ligne`: her row goes. `vide`: emptied on her rows. `mention`: emptied on the rows
 * that name her. `remplace`: her name becomes a number. `garde`: kept, for a reason of law. `reference`: points at her row,
 * which no longer says who she was.
 */
export type Effacement = 'ligne' | 'vide' | 'mention' | 'remplace' | 'garde' | 'reference'

export type Declaration =
  | {
      sorte: 'personnel'
      finalite: string
      base: string
      /** May cite settings: « {compte.journal_ans} ans ». */
      conservation: string
      effacement: Effacement
      /** Why it is kept (`garde`). */
      raison: string | null
      /** This reference says whose row it is, though its name does not. */
      sujet: boolean
      /** Never given out, even to the person. */
      secret: boolean
    }
  | { sorte: 'non_personnel'; raison: string }

const EFFACEMENTS: readonly string[] = ['ligne', 'vide', 'mention', 'remplace', 'garde']
const CLES: readonly string[] = ['finalite', 'base', 'conservation', 'effacement']

/** Reads the comment of a column. @returns a sentence that says what is wrong with it */
export function parseDeclaration(commentaire: string | null): Declaration | { defaut: string } {
  const texte = commentaire?.trim() ?? ''
  if (texte === '') return { defaut: 'elle ne dit rien' }
  const raison = /^non personnel\s*:\s*(.*)$/s.exec(texte)?.[1]
  if (raison !== undefined) return raison === '' ? { defaut: 'elle ne dit pas pourquoi' } : { sorte: 'non_personnel', raison }
  const [tete, ...parts] = texte.split('|').map((part) => part.trim())
  if (tete !== 'personnel') return { defaut: `« ${texte.slice(0, 40)} » n’est pas une déclaration` }
  const valeurs = new Map<string, string>()
  const marques = new Set<string>()
  for (const part of parts) {
    const [, cle, valeur] = /^([a-z]+)\s*:\s*(.*)$/s.exec(part) ?? []
    if (cle === undefined || valeur === undefined) {
      if (part !== 'sujet' && part !== 'secret') return { defaut: `« ${part.slice(0, 40)} » n’est pas compris` }
      marques.add(part)
    } else if (!CLES.includes(cle) || valeur === '') return { defaut: `« ${part.slice(0, 40)} » n’est pas compris` }
    else valeurs.set(cle, valeur)
  }
  const [finalite, base, conservation] = [valeurs.get('finalite'), valeurs.get('base'), valeurs.get('conservation')]
  if (finalite === undefined) return { defaut: 'sa finalité manque' }
  if (base === undefined) return { defaut: 'sa base légale manque' }
  if (conservation === undefined) return { defaut: 'sa durée de conservation manque' }
  const [, mot = '', pourquoi = null] = /^([a-z]+)(?:\s*\((.*)\))?$/s.exec(valeurs.get('effacement') ?? 'reference') ?? []
  if (mot !== 'reference' && !EFFACEMENTS.includes(mot))
    return { defaut: `l’effacement « ${valeurs.get('effacement')} » n’est pas compris` }
  if (mot === 'garde' && pourquoi === null) return { defaut: 'elle est gardée sans dire pourquoi' }
  return {
    sorte: 'personnel',
    finalite,
    base,
    conservation,
    effacement: mot as Effacement,
    raison: pourquoi,
    sujet: marques.has('sujet'),
    secret: marques.has('secret'),
  }
}

/** A column, as the catalog of the database has it. */
export type Colonne = {
  /** `schema.table` */
  tableau: string
  nom: string
  type: string
  obligatoire: boolean
  cle: boolean
  /** Table that it points at, `schema.table`. */
  cible: string | null
  cibleCascade: boolean
  /** A person may stand in it: it must say whether one does. */
  aDeclarer: boolean
  commentaire: string | null
}
export type ColonnePersonnelle = Colonne & { declaration: Extract<Declaration, { sorte: 'personnel' }> }

/** Columns that should declare themselves and do not, or badly: `schema.table.column: what is wrong`. */
export function findDefauts(colonnes: readonly Colonne[]): string[] {
  return colonnes.flatMap((colonne) => {
    const lue = parseDeclaration(colonne.commentaire)
    if (!('defaut' in lue)) {
      // A reference that says nothing of its erasure is one; a text is not.
      const muette = lue.sorte === 'personnel' && lue.effacement === 'reference' && isTexte(colonne)
      return muette ? [`${colonne.tableau}.${colonne.nom} : elle ne dit pas ce que l’effacement en fait`] : []
    }
    const parle = colonne.commentaire !== null && /^(non )?personnel\b/.test(colonne.commentaire)
    return colonne.aDeclarer || parle ? [`${colonne.tableau}.${colonne.nom} : ${lue.defaut}`] : []
  })
}

/** The columns that hold personal data, with what they say of it. */
export function listPersonnelles(colonnes: readonly Colonne[]): ColonnePersonnelle[] {
  return colonnes.flatMap((colonne) => {
    const declaration = parseDeclaration(colonne.commentaire)
    return 'sorte' in declaration && declaration.sorte === 'personnel' ? [{ ...colonne, declaration }] : []
  })
}

function isTexte(colonne: Colonne): boolean {
  return /^(text|character|json|jsonb|citext|inet|cidr|bytea|tsvector|xml)/.test(colonne.type)
}

const SUJETS: readonly string[] = ['personne_id', 'utilisateur_id', 'auteur_id']

/** This column says whose row it is (not who only touched it). */
export function isSujet(colonne: Colonne): boolean {
  const declaration = parseDeclaration(colonne.commentaire)
  return SUJETS.includes(colonne.nom) || ('sorte' in declaration && declaration.sorte === 'personnel' && declaration.sujet)
}
