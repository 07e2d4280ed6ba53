/** The form of a table's columns: what it sends, read as a choice. Pure. */
import type { Saisie } from '#platform/http/formulaire.ts'
import { groupOf, typed } from '#platform/http/saisie.ts'
import { codeOf, proposedChoix } from '../import/choix.ts'
import type { ChoixTable, Cible, LectureTable } from '../import/lecture.ts'
import { type Indicateur, UNITES } from '../indicateur.ts'
import { parsePeriode } from '../periode.ts'

/** Value of the list of indicators for « create one ». */
export const NOUVEAU = 'nouveau'

/** « T4 2021 » → « 2021-T4 »; what is not understood is kept as typed, and refused with its sentence. */
function periodeTyped(texte: string): string | null {
  return texte.trim() === '' ? null : (parsePeriode(texte) ?? texte.trim())
}

/** The choice that a form sends, given what was read: columns that it does not show keep what was proposed. */
export function choixOf(saisie: Saisie, lecture: LectureTable): ChoixTable {
  const propose = proposedChoix(lecture)
  const lignes = Array.isArray(saisie.cibles) ? (saisie.cibles as unknown[]) : []
  const cibles = lignes.flatMap((ligne): Cible[] => (typeof ligne === 'object' && ligne !== null ? [cibleOf(ligne as Saisie)] : []))
  const sourceId = typed(saisie, 'sourceId')
  return {
    ...propose,
    colonnePeriode: typed(saisie, 'colonnePeriode') === 'non' ? null : propose.colonnePeriode,
    periode: periodeTyped(typed(saisie, 'periode')),
    cibles,
    source:
      sourceId === '' || sourceId === NOUVEAU
        ? {
            nom: typed(saisie, 'sourceNom'),
            producteur: typed(saisie, 'producteur'),
            licence: typed(saisie, 'licence'),
            adresse: typed(saisie, 'adresse'),
            nature: typed(saisie, 'nature') || 'officielle',
          }
        : { id: sourceId },
    millesime: typed(saisie, 'millesime'),
    statut: typed(saisie, 'statut') || 'officiel',
    inconnus: typed(saisie, 'inconnus') === 'laisser' ? 'laisser' : 'refuser',
    incompris: typed(saisie, 'incompris') === 'laisser' ? 'laisser' : 'refuser',
  }
}

function cibleOf(ligne: Saisie): Cible {
  const choisie = typed(ligne, 'cible')
  const nouveau = groupOf(ligne, 'nouveau')
  const decimales = Number(typed(nouveau, 'decimales') || '1')
  return {
    cle: typed(ligne, 'cle'),
    action: choisie === '' ? 'ignorer' : choisie === NOUVEAU ? 'nouveau' : 'indicateur',
    indicateurId: choisie === '' || choisie === NOUVEAU ? null : choisie,
    nouveau:
      choisie === NOUVEAU
        ? {
            code: typed(nouveau, 'code').trim(),
            libelle: typed(nouveau, 'libelle'),
            unite: typed(nouveau, 'unite'),
            sens: typed(nouveau, 'sens'),
            sommable: typed(nouveau, 'sommable') === 'oui',
            millesimes: typed(nouveau, 'millesimes') || 'comparables',
            decimales: Number.isInteger(decimales) && decimales >= 0 && decimales <= 6 ? decimales : 1,
          }
        : null,
    periode: periodeTyped(typed(ligne, 'periode')),
    cent: typed(ligne, 'cent') === 'cent' ? 'cent' : 'tel',
    convention: typed(ligne, 'convention') === 'point' ? 'point' : 'virgule',
  }
}

/** What « create one » proposes for a column: its label, a code of it, a unit that its figures suggest. */
export function proposedNouveau(
  libelle: string,
  code: string | null,
  exemples: readonly string[],
  connus: readonly Indicateur[],
): NonNullable<Cible['nouveau']> {
  const pourcent = exemples.some((texte) => texte.includes('%')) || /taux|part |%/i.test(libelle)
  const base = codeOf(libelle === code && code !== null ? code : libelle)
  let libre = base
  for (let rang = 2; connus.some((connu) => connu.code === libre); rang += 1) libre = `${base.slice(0, 56)}_${rang}`
  return {
    code: libre,
    libelle,
    unite: pourcent ? UNITES[0] : 'nombre',
    sens: 'neutre',
    sommable: false,
    millesimes: 'comparables',
    decimales: pourcent ? 1 : 0,
  }
}
