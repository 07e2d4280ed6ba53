import { CHAMPS, LIBELLES_CHAMPS } from '../fiche.ts'
import { bounds } from './calendrier.ts'
import type { LectureFiche } from './cloture.ts'
import type { Anomalie, FicheComprise, FinancementCompris, PhaseComprise } from './compris.ts'
import { countIndicators } from './effets.ts'
import type { Entete } from './entete.ts'
import { isTotal } from './financements.ts'
import type { Flux } from './flux.ts'
import { findSpellings } from './graphies.ts'
import type { Releve } from './releve.ts'
import { ETIQUETTE_INCONNUE } from './releves.ts'
import { endsWithComma, isLegible } from './texte.ts'

/** What deserves a second look in one fiche. Nothing is corrected here. */
export function findAnomalies(flux: Flux, fiche: FicheComprise, lecture: LectureFiche, entete: Entete, ligne: boolean): Anomalie[] {
  const blocOf = (rang: number | undefined) => (rang === undefined ? null : (flux.segments[rang]?.bloc ?? null))
  const trouvees: Omit<Anomalie, 'fiche'>[] = [
    ...missingIdentity(fiche),
    ...(ligne ? [] : emptyFields(lecture.releves, blocOf)),
    ...unknownLabels(flux, lecture, blocOf),
    ...lecture.partages.map((rang) => ({
      code: 'etiquettes_partagees',
      message: 'Plusieurs étiquettes partagent cette case et rien ne sépare leurs valeurs\u00a0: vérifiez la répartition.',
      bloc: blocOf(rang),
    })),
    ...openEnds(flux, lecture.releves, blocOf),
    ...fiche.listes.indicateursRealisation
      .filter(({ texte }) => countIndicators(texte) > 1)
      .map(({ texte, blocs }) => ({
        code: 'plusieurs_indicateurs',
        message: `Une même ligne contient ${countIndicators(texte)} indicateurs\u00a0: faut-il les séparer\u202f?`,
        bloc: blocs[0] ?? null,
      })),
    ...phaseDoubts(fiche.calendrier.phases),
    ...totalDoubts(flux, fiche, lecture.releves),
    ...codeDoubts(fiche),
    ...findSpellings(flux, lecture, entete),
  ]
  if (entete.autreTitre !== null) {
    trouvees.push({
      code: 'deux_intitules',
      message: `Le document porte un second titre\u00a0: «\u00a0${entete.autreTitre.texte}\u00a0».`,
      bloc: blocOf(entete.autreTitre.rang),
    })
  }
  return trouvees.map((anomalie) => ({ ...anomalie, fiche: fiche.rang }))
}

type Remarque = Omit<Anomalie, 'fiche'>

function missingIdentity(fiche: FicheComprise): Remarque[] {
  const remarques: Remarque[] = []
  if (fiche.code === null) remarques.push({ code: 'code_absent', message: 'Le document ne donne pas de code à cette fiche.', bloc: null })
  if (fiche.intitule === null)
    remarques.push({ code: 'intitule_absent', message: 'Aucun intitulé n’a été trouvé pour cette fiche.', bloc: null })
  return remarques
}

function emptyFields(releves: readonly Releve[], blocOf: (rang: number | undefined) => number | null): Remarque[] {
  const remplis = new Set(
    releves.filter((releve) => releve.valeurs.some((valeur) => isLegible(valeur.texte))).map((releve) => releve.cible),
  )
  const vides = new Map<string, Remarque>()
  const groupes = new Set(releves.filter((releve) => releve.valeurs.length > 0).map((releve) => releve.groupe))
  for (const { cible, labels, etiquette, groupe } of releves) {
    const champ = CHAMPS.find((candidat) => candidat === cible)
    if (champ === undefined || remplis.has(cible) || vides.has(cible) || groupes.has(groupe)) continue
    const libelle = etiquette.libelle === '' ? LIBELLES_CHAMPS[champ] : etiquette.libelle
    vides.set(cible, { code: 'champ_vide', message: `«\u00a0${libelle}\u00a0» est annoncé, mais rien ne suit.`, bloc: blocOf(labels[0]) })
  }
  return [...vides.values()]
}

function unknownLabels(flux: Flux, lecture: LectureFiche, blocOf: (rang: number | undefined) => number | null): Remarque[] {
  return lecture.perdus
    .filter(
      ({ rang, raison }) =>
        raison === ETIQUETTE_INCONNUE &&
        (flux.notes[rang]?.table?.sorte === 'inconnue' || (flux.segments[rang]?.titre ?? 0) > 0 || flux.segments[rang]?.accent === true),
    )
    .map(({ rang }) => ({
      code: 'etiquette_inconnue',
      message: `«\u00a0${flux.segments[rang]?.texte ?? ''}\u00a0» ressemble à une étiquette que le dictionnaire ne connaît pas\u00a0: ce qui suit est à classer.`,
      bloc: blocOf(rang),
    }))
}

function openEnds(flux: Flux, releves: readonly Releve[], blocOf: (rang: number | undefined) => number | null): Remarque[] {
  const remarques: Remarque[] = []
  for (const { cible, valeurs } of releves) {
    const liste =
      cible === 'partenaires' || cible === 'animateur' || cible === 'publics' || cible === 'echelleTerritoriale' || cible === 'dispositifs'
    for (const [place, { rang, texte }] of valeurs.entries()) {
      if (flux.segments[rang]?.coche === false) continue
      const suivi = place < valeurs.length - 1
      if (endsWithComma(texte) && !(liste && suivi)) {
        remarques.push({
          code: 'virgule_finale',
          message: 'Cette ligne se termine par une virgule\u00a0: manque-t-il quelque chose\u202f?',
          bloc: blocOf(rang),
        })
      }
      if (liste && /(?:…|\.{3}|\betc\.?)\s*$/iu.test(texte)) {
        remarques.push({
          code: 'liste_ouverte',
          message: 'Cette liste n’est pas close\u00a0: d’autres noms sont peut-être à ajouter.',
          bloc: blocOf(rang),
        })
      }
    }
  }
  return remarques
}

function phaseDoubts(phases: readonly PhaseComprise[]): Remarque[] {
  const remarques: Remarque[] = []
  const datees = phases.flatMap((phase) => {
    const bornes = bounds(phase.debut, phase.fin)
    return bornes === null ? [] : [{ phase, bornes }]
  })
  for (const { phase, bornes } of datees) {
    if (bornes.a < bornes.de)
      remarques.push({
        code: 'fin_avant_debut',
        message: `«\u00a0${phase.libelle}\u00a0»\u00a0: la fin est avant le début.`,
        bloc: phase.blocs[0] ?? null,
      })
  }
  for (const [rang, un] of datees.entries()) {
    for (const autre of datees.slice(rang + 1)) {
      if (!overlaps(un, autre)) continue
      const message = `«\u00a0${un.phase.libelle}\u00a0» et «\u00a0${autre.phase.libelle}\u00a0» se chevauchent. C’est permis\u00a0: vérifiez seulement les dates.`
      remarques.push({ code: 'phases_superposees', message, bloc: autre.phase.blocs[0] ?? null })
    }
  }
  for (const phase of phases) {
    if (phase.debut === null && phase.fin === null)
      remarques.push({
        code: 'date_sans_annee',
        message: `«\u00a0${phase.libelle}\u00a0»\u00a0: le document ne dit pas l’année.`,
        bloc: phase.blocs[0] ?? null,
      })
  }
  return remarques
}

type Datee = { phase: PhaseComprise; bornes: { de: string; a: string } }

// Phases that meet in the month where one ends and the other begins follow each other.
function overlaps(a: Datee, b: Datee): boolean {
  if (a.bornes.de === b.bornes.de && a.bornes.a === b.bornes.a) return a.phase.debut !== a.phase.fin
  const [premiere, seconde] = a.bornes.de <= b.bornes.de ? [a, b] : [b, a]
  return seconde.bornes.de < premiere.bornes.a && seconde.phase.debut !== premiere.phase.fin
}

function totalDoubts(flux: Flux, fiche: FicheComprise, releves: readonly Releve[]): Remarque[] {
  // "Coût total | 45 000 €": the label says that it is one.
  const sousTotal = new Set(
    releves.flatMap(({ cible, etiquette, valeurs }) =>
      cible === 'financements' && valeurs.length === 1 && isTotal(etiquette.libelle)
        ? valeurs.map(({ rang }) => flux.segments[rang]?.bloc)
        : [],
    ),
  )
  const isSum = (ligne: FinancementCompris) => isTotal(ligne.texte) || sousTotal.has(ligne.blocs[0])
  const chiffres = fiche.financements.filter((ligne) => ligne.montantCents !== null)
  const total = chiffres.find(isSum)
  const parts = chiffres.filter((ligne) => ligne !== total && !isSum(ligne))
  if (total === undefined || parts.length < 2) return []
  const somme = parts.reduce((cumul, ligne) => cumul + (ligne.montantCents ?? 0), 0)
  if (somme === total.montantCents) return []
  const message = `Le total annoncé (${euros(total.montantCents ?? 0)}) n’est pas la somme des lignes (${euros(somme)}).`
  return [{ code: 'total_incoherent', message, bloc: total.blocs[0] ?? null }]
}

function euros(cents: number): string {
  const entiers = String(Math.floor(cents / 100)).replace(/\B(?=(?:\d{3})+$)/g, '\u202f')
  return cents % 100 === 0 ? `${entiers}\u00a0€` : `${entiers},${String(cents % 100).padStart(2, '0')}\u00a0€`
}

/** A code says its path: 2.1.5 hangs from 2, then 1. */
function codeDoubts(fiche: FicheComprise): Remarque[] {
  const chemin = fiche.code?.texte.split('.') ?? []
  if (fiche.code === null || chemin.length < 2 || chemin.length !== fiche.rattachement.length + 1) return []
  for (const [rang, niveau] of fiche.rattachement.entries()) {
    const attendu = chemin.slice(0, rang + 1)
    if (niveau.code === null || rang >= chemin.length - 1 || !/^[\d.]+$/.test(niveau.code) || !/^[\d.]+$/.test(fiche.code.texte)) continue
    if (niveau.code === attendu.join('.') || niveau.code === attendu.at(-1)) continue
    const message = `Le code ${fiche.code.texte} ne suit pas «\u00a0${niveau.niveau} ${niveau.code}\u00a0».`
    return [{ code: 'code_incoherent', message, bloc: niveau.blocs[0] ?? null }]
  }
  return []
}
