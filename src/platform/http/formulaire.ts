import { RegleViolee } from '#platform/errors.ts'
import type { C } from './env.ts'

/** What a form sends: texts, files, lists and groups by the names of their fields (`phases.0.debut`). */
export type Saisie = { [champ: string]: unknown }

const CHAMPS_MAX = 20_000

/**
 * Reads a form into nested values: `titre`, `communes` repeated (always a list when the name ends with `[]`), `phases.0.debut`.
 * Numbered groups become lists in the order of their numbers, holes closed. Line ends are \n, NUL characters refused.
 * @throws RegleViolee when the form is malformed or has too many fields
 */
export async function parseFormulaire(c: C): Promise<Saisie> {
  let donnees: FormData
  try {
    donnees = await c.req.formData()
  } catch {
    throw new RegleViolee('Le formulaire reçu est illisible : rechargez la page et recommencez.')
  }
  return nestForm(donnees.entries())
}

/** The pure part of `parseFormulaire`. */
export function nestForm(entrees: Iterable<[string, string | File]>): Saisie {
  const racine: Noeud = new Map()
  let nombre = 0
  for (const [nom, valeur] of entrees) {
    nombre += 1
    if (nombre > CHAMPS_MAX) throw new RegleViolee(`Le formulaire compte plus de ${CHAMPS_MAX} champs.`)
    const chemin = nom.split('.')
    if (chemin.length > 6 || chemin.some((morceau) => !/^[\p{L}\p{N}_-]+(\[\])?$/u.test(morceau))) {
      throw new RegleViolee(`Le champ « ${nom.slice(0, 80)} » n’est pas attendu.`)
    }
    place(racine, chemin, typeof valeur === 'string' ? cleanText(valeur, nom) : valeur)
  }
  return toSaisie(racine)
}

type Feuille = { valeurs: (string | File)[]; liste: boolean }
type Noeud = Map<string, Noeud | Feuille>

function place(noeud: Noeud, chemin: string[], valeur: string | File): void {
  const [tete = '', ...suite] = chemin
  const liste = tete.endsWith('[]')
  const cle = liste ? tete.slice(0, -2) : tete
  const connu = noeud.get(cle)
  if (suite.length === 0) {
    if (connu === undefined) noeud.set(cle, { valeurs: [valeur], liste })
    else if (connu instanceof Map) throw new RegleViolee(`Le champ « ${cle} » est à la fois une valeur et un groupe.`)
    else connu.valeurs.push(valeur)
    return
  }
  if (connu === undefined) {
    const nouveau: Noeud = new Map()
    noeud.set(cle, nouveau)
    place(nouveau, suite, valeur)
  } else if (connu instanceof Map) place(connu, suite, valeur)
  else throw new RegleViolee(`Le champ « ${cle} » est à la fois une valeur et un groupe.`)
}

function toSaisie(noeud: Noeud): Saisie {
  const saisie: Saisie = Object.create(null) as Saisie
  for (const [cle, contenu] of noeud) saisie[cle] = contenu instanceof Map ? toGroupe(contenu) : toValeur(contenu)
  return saisie
}

function toGroupe(noeud: Noeud): unknown {
  const cles = [...noeud.keys()]
  if (!cles.every((cle) => /^\d{1,6}$/.test(cle))) return toSaisie(noeud)
  return cles
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((cle): unknown[] => {
      const contenu = noeud.get(cle)
      if (contenu === undefined) return []
      return contenu instanceof Map ? [toSaisie(contenu)] : contenu.valeurs
    })
}

function toValeur(feuille: Feuille): unknown {
  const [premiere] = feuille.valeurs
  return feuille.liste || feuille.valeurs.length > 1 || premiere === undefined ? feuille.valeurs : premiere
}

function cleanText(texte: string, champ: string): string {
  if (texte.includes('\u0000')) throw new RegleViolee(`Le champ « ${champ} » contient un caractère nul, qui n’est pas du texte.`)
  return texte.replace(/\r\n?/g, '\n')
}
