/** Names of variables in the files of sources, and the year that they hide. Pure. */
import { parsePeriode } from '../periode.ts'

/** True for « TP6021 », « P21_POP », « DISP_MED »: a name of variable, not a label for people. */
export function isCodeVariable(texte: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_.]{1,49}$/.test(texte) && (/[0-9_]/.test(texte) || texte === texte.toUpperCase())
}

/** The patterns under which a variable may be kept: itself, then with two digits at a time replaced by ## (the year). */
export function motifsOf(code: string): { motif: string; annee: string | null }[] {
  const net = code.trim().toUpperCase()
  const motifs: { motif: string; annee: string | null }[] = [{ motif: net, annee: null }]
  for (let place = 0; place + 2 <= net.length; place += 1) {
    const paire = net.slice(place, place + 2)
    if (/^\d\d$/.test(paire)) motifs.push({ motif: `${net.slice(0, place)}##${net.slice(place + 2)}`, annee: anneeOf(paire) })
  }
  return motifs
}

/** The pattern to keep once a person has said what a variable is and of which period. */
export function motifToKeep(code: string, periode: string): string {
  const fin = /(\d\d)$/.exec(periode.slice(0, 4))?.[1]
  const candidats = motifsOf(code).filter(({ annee }) => annee !== null && fin !== undefined && annee === periode.slice(0, 4))
  // The year stands last in a name more often than elsewhere, but for P21_POP.
  const choisi = /^[A-Z]\d\d_/.test(code.toUpperCase()) ? candidats[0] : candidats.at(-1)
  return choisi?.motif ?? code.trim().toUpperCase()
}

/** A period that a title says in full: « en 2021 », « (2019-2021) », « 4e trimestre 2021 ». Null when it says none, or several. */
export function periodeOfTitre(titre: string): string | null {
  const dites = new Set<string>()
  const reste = titre
    .replace(/(\d)(?:er|e|ème)\s+trimestre\s+((?:19|20)\d\d)/gi, (_, trimestre: string, annee: string) =>
      note(dites, `${annee}-T${trimestre}`),
    )
    .replace(/\b((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)\d\d)\b/g, (tout) => note(dites, parsePeriode(tout)))
  for (const [annee] of reste.matchAll(/\b(?:19|20)\d\d\b/g)) note(dites, parsePeriode(annee))
  const [seule] = dites
  return dites.size === 1 && seule !== undefined ? seule : null
}

function note(dites: Set<string>, periode: string | null): string {
  if (periode !== null) dites.add(periode)
  return ' '
}

function anneeOf(paire: string): string {
  return `${Number(paire) > 60 ? 19 : 20}${paire}`
}

/** A label as two writings of it are compared: without accents, punctuation, years and units. */
export function cleLibelle(libelle: string): string {
  return libelle
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\b(19|20)\d\d\b/g, ' ')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
