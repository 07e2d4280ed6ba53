/** Cuts the CSV of a statistical grid into lines and fields as its bytes arrive; memory holds the cells, never the text. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { createCollecteur, type DemandeLecture, type Lecteur } from './lecture-carroyage.ts'

/** Longest line: beyond, the file is no table of cells. */
const LIGNE_MAX = 100_000
const SEPARATEURS = [',', ';', '\t', '|'] as const

/**
 * Reads a grid from pieces of a CSV: comma, semicolon, tabulation or bar; quotes allowed; the first line bears the headings.
 * @throws RegleViolee from `push` on unusable headings, from `end` naming the bad lines
 */
export function createLecteurCsv(demande: DemandeLecture): Lecteur {
  let collecteur: ReturnType<typeof createCollecteur> | null = null
  let separateur = ','
  let largeur = 0
  let reste = ''
  let ligne = 0

  const debuts = new Int32Array(512)
  const fins = new Int32Array(512)
  let texte = ''
  const champ = (colonne: number) => {
    const debut = debuts[colonne] as number
    const fin = fins[colonne] as number
    if (texte.charCodeAt(debut) === 34 && fin - debut >= 2 && texte.charCodeAt(fin - 1) === 34)
      return texte.substring(debut + 1, fin - 1).trim()
    const brut = texte.substring(debut, fin)
    return texte.charCodeAt(debut) === 32 || texte.charCodeAt(fin - 1) === 32 ? brut.trim() : brut
  }

  const read = (debut: number, fin: number): void => {
    ligne += 1
    if (fin > debut && texte.charCodeAt(fin - 1) === 13) fin -= 1
    if (fin === debut) return
    if (collecteur === null) {
      const entetes = texte.slice(debut, fin).replace(/^\u00ef\u00bb\u00bf/, '')
      separateur = guessSeparateur(entetes)
      const noms = entetes.split(separateur).map((nom) => nom.trim().replace(/^"|"$/g, ''))
      largeur = noms.length
      if (largeur > debuts.length)
        throw new RegleViolee('Le fichier a trop de colonnes pour un carroyage.', [{ champ: 'fichier', message: 'Trop de colonnes.' }])
      collecteur = createCollecteur(noms, demande)
      return
    }
    const champs = cutLigne(texte, debut, fin, separateur, debuts, fins)
    // A field too many or too few shifts all the others.
    if (champs !== largeur) collecteur.fault(ligne, `${champs} colonnes au lieu de ${largeur}`)
    else collecteur.add(champ, ligne)
  }

  const push = (octets: Uint8Array): void => {
    // One byte a character: only digits, codes and separators are read.
    texte = reste + Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1')
    let debut = 0
    for (let fin = texte.indexOf('\n'); fin >= 0; fin = texte.indexOf('\n', debut)) {
      read(debut, fin)
      debut = fin + 1
    }
    reste = texte.slice(debut)
    if (reste.length > LIGNE_MAX) {
      throw new RegleViolee('Le fichier n’est pas un carroyage en CSV : une de ses lignes n’a pas de fin.', [
        { champ: 'fichier', message: 'Pas un CSV.' },
      ])
    }
  }
  const end = () => {
    if (reste !== '') {
      texte = reste
      reste = ''
      read(0, texte.length)
    }
    if (collecteur === null) throw new RegleViolee('Le fichier est vide.', [{ champ: 'fichier', message: 'Fichier vide.' }])
    return collecteur.end()
  }
  return { push, end, lues: () => collecteur?.lues() ?? 0 }
}

function guessSeparateur(entetes: string): string {
  return SEPARATEURS.reduce<string>((meilleur, un) => (entetes.split(un).length > entetes.split(meilleur).length ? un : meilleur), ',')
}

/** Bounds of the fields of a line. @returns how many there are; those beyond the table are counted, not kept */
function cutLigne(texte: string, debut: number, fin: number, separateur: string, debuts: Int32Array, fins: Int32Array): number {
  let champs = 0
  let ici = debut
  for (;;) {
    let bout: number
    if (texte.charCodeAt(ici) === 34) {
      let fermeture = texte.indexOf('"', ici + 1)
      // Two quotes stand for one.
      while (fermeture >= 0 && fermeture + 1 < fin && texte.charCodeAt(fermeture + 1) === 34) fermeture = texte.indexOf('"', fermeture + 2)
      bout = fermeture < 0 || fermeture >= fin ? -1 : texte.indexOf(separateur, fermeture + 1)
    } else bout = texte.indexOf(separateur, ici)
    if (bout < 0 || bout >= fin) bout = fin
    debuts[champs] = ici
    fins[champs] = bout
    champs += 1
    if (bout === fin || champs > debuts.length) return champs
    ici = bout + 1
  }
}
