import { createHash } from 'node:crypto'
import type { DocumentLu } from '#platform/documents/bloc.ts'
import type { EntreeLue } from '#platform/documents/lecture/archive.ts'
import { RegleViolee } from '#platform/errors.ts'
import { type ImportJson, toJson } from './import/json.ts'
import { recognizeFiches } from './import/reconnaitre.ts'

/** What the command needs of the outside: files, a pool of readers, the two outputs. */
export type Entrees = {
  /** @throws RegleViolee with one French sentence when there is no such file, or it is too big */
  read(chemin: string): Promise<Uint8Array>
  nomDe(chemin: string): string
  isArchive(nom: string, contenu: Uint8Array): Promise<boolean>
  readDocument(nom: string, contenu: Uint8Array): Promise<DocumentLu>
  readArchive(nom: string, contenu: Uint8Array): AsyncGenerator<EntreeLue>
  print(texte: string): void
  printError(texte: string): void
}

/** A file that could not be read, in its place in the list. */
export type Illisible = { source: { nom: string; format: null; sha256: string | null }; erreur: string }

export const AIDE = `Usage : parvis fiche import FICHIER… --json

Comprend les fiches d’un ou de plusieurs documents (.docx, .doc, .odt, .pdf, .html, .txt, .md, .xlsx, .xls, .ods, .csv,
ou .zip de tels fichiers) et écrit ce qui a été compris. Rien n’est enregistré, aucune base n’est nécessaire.

  --json   une valeur JSON : un objet pour un fichier, un tableau pour plusieurs fichiers ou une archive
           (sans --json : un résumé à lire)
  --aide   ce texte
`

/**
 * `parvis fiche import FILE… [--json]`: one object for one file, an array in order for several or for an archive.
 * @returns exit code: 0, or 2 when nothing could be read (one French sentence on the error output)
 */
export async function importFromCli(args: readonly string[], entrees: Entrees): Promise<number> {
  if (args.includes('--aide') || args.includes('--help') || args.includes('-h')) {
    entrees.print(AIDE)
    return 0
  }
  const chemins = filesOf(args)
  if (typeof chemins === 'string') {
    entrees.printError(chemins)
    return 2
  }
  const { resultats, liste } = await readAll(chemins, entrees)
  const lus = resultats.filter((resultat) => 'fiches' in resultat)
  if (lus.length === 0) {
    entrees.printError(nothingRead(resultats))
    return 2
  }
  if (args.includes('--json')) {
    const valeur = liste ? resultats : resultats[0]
    entrees.print(`${JSON.stringify(valeur, null, 2)}\n`)
  } else entrees.print(`${resultats.map(summary).join('\n\n')}\n`)
  return 0
}

function filesOf(args: readonly string[]): string[] | string {
  const fin = args.indexOf('--')
  const options = (fin === -1 ? args : args.slice(0, fin)).filter((arg) => arg.startsWith('-') && arg.length > 1)
  const inconnue = options.find((option) => option !== '--json' && option !== '--')
  if (inconnue !== undefined) return `Option inconnue : ${inconnue}. Écrivez « parvis fiche import FICHIER… --json ».`
  const chemins = args.filter((arg, rang) => (fin !== -1 && rang > fin) || !options.includes(arg)).filter((arg) => arg !== '--')
  return chemins.length > 0 ? chemins : 'Indiquez au moins un fichier : « parvis fiche import FICHIER… --json ».'
}

type Resultat = ImportJson | Illisible

async function readAll(chemins: readonly string[], entrees: Entrees): Promise<{ resultats: Resultat[]; liste: boolean }> {
  let liste = chemins.length > 1
  // The pool reads several files at a time; the order is that of the command line.
  const lectures = chemins.map((chemin) => () => readOne(chemin, entrees))
  const resultats: Resultat[] = []
  for (const lecture of await inOrder(lectures, 6)) {
    liste ||= lecture.archive
    resultats.push(...lecture.resultats)
  }
  return { resultats, liste }
}

async function inOrder<T>(taches: readonly (() => Promise<T>)[], ensemble: number): Promise<T[]> {
  const enCours: Promise<T>[] = []
  const faits: T[] = []
  for (const tache of taches) {
    enCours.push(tache())
    const premiere = enCours.length >= ensemble ? enCours.shift() : undefined
    if (premiere !== undefined) faits.push(await premiere)
  }
  faits.push(...(await Promise.all(enCours)))
  return faits
}

async function readOne(chemin: string, entrees: Entrees): Promise<{ archive: boolean; resultats: Resultat[] }> {
  const nom = entrees.nomDe(chemin)
  let sha256: string | null = null
  try {
    const contenu = await entrees.read(chemin)
    sha256 = createHash('sha256').update(contenu).digest('hex')
    if (!(await entrees.isArchive(nom, contenu)))
      return { archive: false, resultats: [understand(await entrees.readDocument(nom, contenu))] }
    const resultats: Resultat[] = []
    for await (const entree of entrees.readArchive(nom, contenu)) {
      resultats.push(
        'document' in entree
          ? understand(entree.document)
          : { source: { nom: entree.nom, format: null, sha256: null }, erreur: entree.erreur },
      )
    }
    return { archive: true, resultats }
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    return { archive: false, resultats: [{ source: { nom, format: null, sha256 }, erreur: erreur.message }] }
  }
}

function understand(document: DocumentLu): ImportJson {
  return toJson(recognizeFiches(document), (bloc) => document.blocs[bloc]?.texte ?? '')
}

function nothingRead(resultats: readonly Resultat[]): string {
  const erreurs = resultats.flatMap((resultat) => ('erreur' in resultat ? [resultat.erreur] : []))
  const [premiere] = erreurs
  if (premiere !== undefined && erreurs.length === 1) return premiere
  return premiere === undefined
    ? 'Aucun fichier à lire.'
    : `Aucun des ${erreurs.length} fichiers n’a pu être lu ; pour le premier : ${premiere}`
}

/** What a person reads without --json. */
function summary(resultat: Resultat): string {
  if ('erreur' in resultat) return `${resultat.source.nom}\n  ${resultat.erreur}`
  const { blocs, fiches, anomalies } = resultat
  const lignes = fiches.map((fiche) => `  ${fiche.code ?? 'sans code'} – ${fiche.intitule ?? 'sans intitulé'} (${fiche.kind})`)
  const compte = `  ${blocs.total} blocs : ${blocs.places} placés, ${blocs.aClasser} à classer, ${blocs.ignores.length} ignorés ; ${anomalies.length} point(s) à vérifier`
  return [resultat.source.nom, ...(lignes.length > 0 ? lignes : ['  Aucune fiche reconnue.']), compte].join('\n')
}
