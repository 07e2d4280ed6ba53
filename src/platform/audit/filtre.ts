/** The filter of a journal in its address. What is not understood is left out. Pure. */
import { isId } from '#platform/identifiants.ts'
import type { Curseur, FiltreJournal } from './journal.store.ts'

/** Lines of one page of a journal. */
export const LIGNES_PAGE = 50

/** What the form and the address of a journal hold, as typed. */
export type SaisieJournal = { personne: string; acte: string; objet: string; du: string; au: string; q: string }
const CLES = ['personne', 'acte', 'objet', 'du', 'au', 'q'] as const

export function parseSaisie(query: Readonly<Record<string, string | undefined>>): SaisieJournal {
  const lu = (cle: keyof SaisieJournal) => (query[cle] ?? '').trim().slice(0, 200)
  return { personne: lu('personne'), acte: lu('acte'), objet: lu('objet'), du: lu('du'), au: lu('au'), q: lu('q') }
}

/** What the chain is asked for. */
export function filtreOf(contratId: string | null, { personne, acte, objet, du, au, q }: SaisieJournal): FiltreJournal {
  return {
    contratId,
    ...(isId(personne) ? { acteurId: personne } : {}),
    ...(/^[a-z_]+\.[a-z_]*$/.test(acte) ? { commande: acte } : {}),
    ...(/^[a-z_]+$/.test(objet) ? { objetType: objet } : {}),
    ...(isJour(du) ? { du } : {}),
    ...(isJour(au) ? { au } : {}),
    ...(q === '' ? {} : { texte: q }),
  }
}

/** Where the page starts, by the number of a line. */
export function curseurOf(query: Readonly<Record<string, string | undefined>>, limite = LIGNES_PAGE): Curseur {
  const [avant, apres] = [numeroOf(query.avant), numeroOf(query.apres)]
  return { limite, ...(avant === undefined ? (apres === undefined ? {} : { apres }) : { avant }) }
}

/** The address of the same journal: filters kept, with `plus`. */
export function hrefJournal(base: string, saisie: SaisieJournal, plus: Readonly<Record<string, string>> = {}): string {
  const parametres = new URLSearchParams()
  for (const cle of CLES) if (saisie[cle] !== '') parametres.set(cle, saisie[cle])
  for (const [cle, valeur] of Object.entries(plus)) parametres.set(cle, valeur)
  const suite = parametres.toString()
  return suite === '' ? base : `${base}?${suite}`
}

function numeroOf(texte: string | undefined): number | undefined {
  return texte !== undefined && /^\d{1,15}$/.test(texte) ? Number(texte) : undefined
}

function isJour(texte: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(texte) &&
    !Number.isNaN(Date.parse(`${texte}T00:00:00Z`)) &&
    new Date(`${texte}T00:00:00Z`).toISOString().startsWith(texte)
  )
}
