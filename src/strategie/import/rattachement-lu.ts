import { isOpening } from './decoupe.ts'
import type { Entete } from './entete.ts'
import type { Flux } from './flux.ts'
import { niveauOfLabel, parseNiveau, parseValeurNiveau } from './niveaux.ts'
import type { Releve } from './releve.ts'
import { collapsed, isLegible, normalized } from './texte.ts'
import { cleanTitle } from './titre.ts'

export function readLevels(flux: Flux, entete: Entete, tete: readonly number[], releves: readonly Releve[], libres: Set<number>): void {
  const lus: Entete['rattachement'] = []
  for (const rang of tete) {
    const niveaux = flux.notes[rang]?.niveaux ?? []
    if (niveaux.length === 0 || (isOpening(flux, rang) && flux.notes[rang]?.repere?.faible === false)) continue
    lus.push(...niveaux.map((niveau) => ({ ...niveau, rangs: [rang] })))
    libres.delete(rang)
    // "Axe 1", then its title after a forced line break.
    const dernier = lus.at(-1)
    const suite = tete.find((autre) => autre > rang && libres.has(autre) && flux.segments[autre]?.bloc === flux.segments[rang]?.bloc)
    if (suite === undefined || dernier === undefined || dernier.intitule !== null || (flux.notes[suite]?.niveaux.length ?? 0) > 0) continue
    dernier.intitule = flux.segments[suite]?.texte ?? null
    dernier.rangs.push(suite)
    libres.delete(suite)
  }
  for (const releve of releves) {
    if (releve.cible !== 'niveau') continue
    lus.push(...readLevelLabel(flux, releve))
  }
  takeObjectives(entete, lus)
  // In the order of the document, whether a line or a label names them.
  lus.sort((a, b) => Math.min(...a.rangs) - Math.min(...b.rangs))
  for (const niveau of lus) {
    // "Axe 2" then, on the next line, its title alone: the same node twice is one.
    const deja = entete.rattachement.find(
      (autre) =>
        normalized(autre.niveau) === normalized(niveau.niveau) &&
        autre.code === niveau.code &&
        (autre.intitule === null || niveau.intitule === null || autre.intitule === niveau.intitule),
    )
    if (deja === undefined) entete.rattachement.push(niveau)
    else {
      deja.intitule ??= niveau.intitule
      deja.rangs.push(...niveau.rangs)
    }
  }
}

// A fiche hangs from one objective; "Objectif 1 : …", "Objectif 2 : …" are its own.
function takeObjectives(entete: Entete, lus: Entete['rattachement']): void {
  const noms = new Set(lus.map((niveau) => normalized(niveau.niveau)).filter((nom) => nom.startsWith('objectif')))
  for (const nom of noms) {
    const memes = lus.filter((niveau) => normalized(niveau.niveau) === nom)
    if (new Set(memes.map((niveau) => niveau.code)).size < 2) continue
    entete.objectifs.push(...memes.map((niveau) => niveau.rangs.at(-1) ?? -1))
    for (const niveau of memes) lus.splice(lus.indexOf(niveau), 1)
  }
}

/** "Axe stratégique | 2 – Emploi", or "Axe stratégique 2 | Emploi": the number stands in the value or in the label. */
function readLevelLabel(flux: Flux, releve: Releve): Entete['rattachement'] {
  const valeurs = releve.valeurs.filter((valeur) => isLegible(valeur.texte) && flux.segments[valeur.rang]?.coche !== false)
  const niveau = niveauOfLabel(releve.etiquette.libelle)
  const code = parseNiveau(releve.etiquette.libelle)?.code ?? null
  if (code !== null && valeurs.length > 0) {
    const texte = collapsed(valeurs.map((valeur) => valeur.texte).join(' '))
    return [{ niveau, code, intitule: cleanTitle(texte), rangs: [...releve.labels, ...valeurs.map((valeur) => valeur.rang)] }]
  }
  const lus = valeurs.flatMap((valeur) => parseValeurNiveau(niveau, valeur.texte).map((lu) => ({ ...lu, rangs: [valeur.rang] })))
  const [premier, second] = lus
  // "2." then, on the next line of the cell, its title.
  if (lus.length === 2 && premier?.intitule === null && second?.code === null)
    return [{ ...premier, intitule: second.intitule, rangs: [...premier.rangs, ...second.rangs] }]
  return lus
}

/** "Axe 1" and its title in the paragraph under it, in the same cell; the title of the fiche has been found elsewhere. */
export function titleLevels(flux: Flux, entete: Entete, tete: readonly number[], libres: Set<number>): void {
  for (const niveau of entete.rattachement) {
    const rang = niveau.rangs.at(-1) ?? -1
    const suite = tete[tete.indexOf(rang) + 1]
    const [ici, apres] = [flux.segments[rang]?.cellule, flux.segments[suite ?? -1]?.cellule]
    if (niveau.intitule !== null || suite === undefined || !libres.has(suite) || ici == null || apres == null) continue
    if (ici.table !== apres.table || ici.ligne !== apres.ligne || ici.colonne !== apres.colonne) continue
    niveau.intitule = flux.segments[suite]?.texte ?? null
    niveau.rangs.push(suite)
    libres.delete(suite)
  }
}

/** "Orientation opérationnelle 4.2 – Mieux se soigner" right over the fields, without another title, is the fiche itself. */
export function promoteLevel(flux: Flux, entete: Entete, tete: readonly number[]): void {
  const dernier = entete.rattachement.at(-1)
  if (dernier?.intitule == null || !/^(?:orientation|objectif|mesure|enjeu|chantier|défi)/iu.test(dernier.niveau)) return
  if (!dernier.rangs.every((rang) => tete.includes(rang)) || (flux.notes[dernier.rangs[0] ?? -1]?.niveaux.length ?? 0) !== 1) return
  entete.rattachement.pop()
  entete.intitule = { texte: dernier.intitule, rangs: dernier.rangs }
  if (entete.code === null && dernier.code !== null) entete.code = { texte: dernier.code, rangs: dernier.rangs }
  entete.kind ??= { valeur: /^mesure|^chantier/iu.test(dernier.niveau) ? 'action' : 'orientation', rangs: dernier.rangs }
}
