/** In which rows of a table a person is: as the one they are about, or only as one who touched them. Pure. */
import { type Colonne, isSujet, listPersonnelles } from './declaration.ts'

/** Who is looked for. */
export type PersonneCherchee = { personneId: string; utilisateurId: string | null; courriel: string | null; prenom: string; nom: string }

/** A comparison of a column: with a value, or with the ids of the rows of another table that are about the person. */
export type Critere = { colonne: string; valeur: string } | { colonne: string; dans: Selection }

/** `sujet`: rows about the person. `touche`: rows that she made, changed, ended. */
export type Selection = { tableau: string; cle: string; sujet: Critere[]; touche: Critere[] }

const COURRIELS = /^(courriel|destinataire|envoye_a)$/

/**
 * Where the person is, table by table. `racine` is the table of people, whose key is her id; `compte` that of accounts.
 * A table that has no reference of its own but hangs on rows about her (what her identity provider said) is found through them.
 */
export function selectionsOf(
  colonnes: readonly Colonne[],
  personne: PersonneCherchee,
  { racine, compte }: { racine: string; compte: string },
): Selection[] {
  const tableaux = Map.groupBy(colonnes, (colonne) => colonne.tableau)
  const personnels = new Set(listPersonnelles(colonnes).map((colonne) => colonne.tableau))
  const directes = new Map<string, Selection>()
  for (const [tableau, siennes] of tableaux) {
    const selection = directSelection(tableau, siennes, personne, { racine, compte })
    if (selection.sujet.length + selection.touche.length > 0) directes.set(tableau, selection)
  }
  const indirectes = [...tableaux].flatMap(([tableau, siennes]): Selection[] => {
    if ((directes.get(tableau)?.sujet.length ?? 0) > 0 || !personnels.has(tableau)) return []
    const sujet = siennes.flatMap((colonne): Critere[] => {
      const dans = colonne.cible === null || colonne.cible === racine || colonne.cible === compte ? undefined : directes.get(colonne.cible)
      return dans === undefined || dans.sujet.length === 0 ? [] : [{ colonne: colonne.nom, dans: { ...dans, touche: [] } }]
    })
    return sujet.length === 0 ? [] : [{ tableau, cle: cleOf(siennes), sujet, touche: directes.get(tableau)?.touche ?? [] }]
  })
  const completees = new Map(indirectes.map((selection) => [selection.tableau, selection]))
  return [...tableaux.keys()].flatMap((tableau) => completees.get(tableau) ?? directes.get(tableau) ?? [])
}

function directSelection(
  tableau: string,
  colonnes: readonly Colonne[],
  personne: PersonneCherchee,
  { racine, compte }: { racine: string; compte: string },
): Selection {
  const selection: Selection = { tableau, cle: cleOf(colonnes), sujet: [], touche: [] }
  if (tableau === racine) selection.sujet.push({ colonne: 'id', valeur: personne.personneId })
  const declarees = new Set(listPersonnelles(colonnes).map(({ nom }) => nom))
  for (const colonne of colonnes) {
    if (colonne.type === 'uuid') {
      const duCompte = colonne.cible === compte || colonne.nom === 'utilisateur_id'
      const designe = duCompte || colonne.cible === racine || (colonne.cible === null && !colonne.cle && declarees.has(colonne.nom))
      const valeur = duCompte ? personne.utilisateurId : personne.personneId
      if (designe && valeur !== null) (isSujet(colonne) ? selection.sujet : selection.touche).push({ colonne: colonne.nom, valeur })
    } else if (colonne.type === 'text' && COURRIELS.test(colonne.nom) && declarees.has(colonne.nom) && personne.courriel !== null) {
      selection.sujet.push({ colonne: colonne.nom, valeur: personne.courriel })
    }
  }
  return selection
}

function cleOf(colonnes: readonly Colonne[]): string {
  return colonnes.find((colonne) => colonne.cle)?.nom ?? 'id'
}
