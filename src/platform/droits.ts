/**
 * What one may do in the product, and who. Each capability declares its actions once, with the very predicates that its
 * commands and pages ask; the product shows them (« Qui peut quoi »), and tests prove them on every command and route.
 */
import type { Acteur } from './acteur.ts'

/** One state of things in which the right is asked: « en brouillon ». An action that knows no state has one case, named ''. */
export type Cas = { libelle: string; peut: (agent: Acteur | null, contratId: string) => boolean }

export type Action = {
  /** `capability.verbe_objet`, as in the snapshot. */
  nom: string
  /** An infinitive, in French: « valider une fiche ». */
  libelle: string
  /** Where the right comes from: a mandate on the contract, the platform's administration, one's own account, or the terminal of the server. */
  portee: 'contrat' | 'plateforme' | 'compte' | 'terminal'
  /** Names of the commands that ask this right. */
  commandes: readonly string[]
  /** Names of the rights (`Droit.nom`) of the routes that ask it. */
  droits: readonly string[]
  cas: readonly [Cas, ...Cas[]]
}

/** The actions of one capability, under the title that the page gives them. */
export type Chapitre = { capacite: string; libelle: string; actions: readonly Action[] }

/** Someone to whom the question is put: a role of the field, an account without a mandate, the public. */
export type Sujet = { cle: string; libelle: string; agent: (contratId: string) => Acteur | null }

/** One line of the matrix: an action in one case, and who may. */
export type LigneDroits = { chapitre: Chapitre; action: Action; cas: Cas; permis: ReadonlySet<string> }

/** Who may do what on a contract, by asking every predicate to every subject. */
export function matrixOf(chapitres: readonly Chapitre[], sujets: readonly Sujet[], contratId: string): LigneDroits[] {
  return chapitres.flatMap((chapitre) =>
    chapitre.actions.flatMap((action) =>
      action.cas.map((cas) => ({
        chapitre,
        action,
        cas,
        permis: new Set(sujets.filter((sujet) => cas.peut(sujet.agent(contratId), contratId)).map((sujet) => sujet.cle)),
      })),
    ),
  )
}

/** The action that a command or the right of a route belongs to; null when it is declared nowhere. */
export function findAction(chapitres: readonly Chapitre[], nom: string): Action | null {
  for (const { actions } of chapitres) {
    const trouvee = actions.find((action) => action.nom === nom || action.commandes.includes(nom) || action.droits.includes(nom))
    if (trouvee !== undefined) return trouvee
  }
  return null
}

/** « valider une fiche (soumise) » */
export function nameCas(action: Action, cas: Cas): string {
  return cas.libelle === '' ? action.libelle : `${action.libelle} (${cas.libelle})`
}
