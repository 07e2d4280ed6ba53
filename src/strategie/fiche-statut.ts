/**
 * The life of a fiche: brouillon → à valider → validée, or abandonnée. Pure.
 *
 * A validated fiche is not frozen for ever: editing it opens a new draft (statut brouillon) and the validated text stays
 * among its versions, with its hash, until the draft is submitted and validated in its turn. What is published is a
 * snapshot: it does not move when a draft is opened.
 */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import type { Champ, ContenuFiche, Fiche } from './fiche.ts'
import { abrege, fautesContenu } from './fiche-regles.ts'

/** An archived fiche is read, not changed. @throws RegleViolee */
export function assertVivante(fiche: Pick<Fiche, 'archiveeLe'>): void {
  if (fiche.archiveeLe !== null) throw new RegleViolee('Cette fiche est archivée\u00a0: restaurez-la avant de la modifier.')
}

/** An archived or abandoned fiche is not written. @throws RegleViolee */
export function assertEcrivable(fiche: Pick<Fiche, 'archiveeLe' | 'statut'>): void {
  assertVivante(fiche)
  if (fiche.statut === 'abandonnee') throw new RegleViolee('Cette fiche est abandonnée\u00a0: rouvrez-la avant de la modifier.')
}

/**
 * What a draft lacks before the technical committee may read it; none: it can be submitted.
 * @param champs fields that the contract uses
 */
export function manquesPourSoumettre(contenu: ContenuFiche, champs: readonly Champ[]): ChampFautif[] {
  const orphelins = contenu.indicateursEffets.flatMap((indicateur, rang) =>
    indicateur.effetId === null
      ? [
          {
            champ: `indicateursEffets.${rang}.effetId`,
            message: `Dites quel effet mesure l’indicateur «\u00a0${abrege(indicateur.texte)}\u00a0» avant de soumettre la fiche.`,
          },
        ]
      : [],
  )
  const objectif =
    champs.includes('objectifs') && contenu.objectifs.length === 0
      ? [{ champ: 'objectifs', message: 'Indiquez au moins un objectif avant de soumettre la fiche.' }]
      : []
  return [...fautesContenu(contenu), ...objectif, ...orphelins]
}

/** A draft becomes à valider. @throws RegleViolee */
export function submitted(fiche: Fiche, champs: readonly Champ[], at: Date): Fiche {
  assertVivante(fiche)
  if (fiche.statut === 'a_valider') throw new RegleViolee('Cette fiche est déjà soumise.')
  if (fiche.statut === 'validee') throw new RegleViolee('Cette fiche est validée\u00a0: modifiez-la pour en ouvrir un nouveau brouillon.')
  if (fiche.statut === 'abandonnee') throw new RegleViolee('Cette fiche est abandonnée\u00a0: rouvrez-la avant de la soumettre.')
  const manques = manquesPourSoumettre(fiche, champs)
  if (manques.length > 0) throw new RegleViolee(manques.map((manque) => manque.message).join(' '), manques)
  return { ...fiche, statut: 'a_valider', soumiseLe: at, valideeLe: null }
}

/** A submitted fiche becomes validée: its text is kept as a version. @throws RegleViolee */
export function validated(fiche: Fiche, at: Date): Fiche {
  assertVivante(fiche)
  if (fiche.statut === 'validee') throw new RegleViolee('Cette fiche est déjà validée.')
  if (fiche.statut !== 'a_valider') throw new RegleViolee('Seule une fiche soumise peut être validée.')
  return { ...fiche, statut: 'validee', valideeLe: at }
}

/** A submitted fiche goes back to brouillon. @param motif what is to be changed, told to those who wrote it. @throws RegleViolee */
export function rejected(fiche: Fiche, motif: string): Fiche {
  assertVivante(fiche)
  if (fiche.statut !== 'a_valider') throw new RegleViolee('Seule une fiche soumise peut être renvoyée en brouillon.')
  if (motif.trim() === '') {
    throw new RegleViolee('Dites ce qui est à revoir\u00a0: la fiche revient à ses auteurs avec votre motif.', [
      { champ: 'motif', message: 'Dites ce qui est à revoir.' },
    ])
  }
  return { ...fiche, statut: 'brouillon', soumiseLe: null }
}

/** The action will not be done; the fiche stays readable, and can be reopened. @throws RegleViolee */
export function abandoned(fiche: Fiche): Fiche {
  assertVivante(fiche)
  if (fiche.statut === 'abandonnee') throw new RegleViolee('Cette fiche est déjà abandonnée.')
  return { ...fiche, statut: 'abandonnee', soumiseLe: null, valideeLe: null }
}

/** An abandoned fiche becomes a draft again. @throws RegleViolee */
export function reopened(fiche: Fiche): Fiche {
  assertVivante(fiche)
  if (fiche.statut !== 'abandonnee') throw new RegleViolee('Seule une fiche abandonnée se rouvre\u202f; les autres se modifient.')
  return { ...fiche, statut: 'brouillon', soumiseLe: null, valideeLe: null }
}

/**
 * The fiche with another content. A draft stays one, a submitted fiche stays to be validated, a validated one becomes a
 * draft again. @throws RegleViolee
 */
export function edited(fiche: Fiche, contenu: ContenuFiche): Fiche {
  assertEcrivable(fiche)
  const fautes = fautesContenu(contenu)
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  const reouverte = fiche.statut === 'validee'
  return {
    ...fiche,
    ...contenu,
    statut: reouverte ? 'brouillon' : fiche.statut,
    soumiseLe: reouverte ? null : fiche.soumiseLe,
    valideeLe: null,
  }
}

/** Put away, out of the tree; found again and restored whenever one likes. @throws RegleViolee */
export function archived(fiche: Fiche, at: Date): Fiche {
  if (fiche.archiveeLe !== null) throw new RegleViolee('Cette fiche est déjà archivée.')
  return { ...fiche, archiveeLe: at }
}

/** @throws RegleViolee when it is not archived */
export function restored(fiche: Fiche): Fiche {
  if (fiche.archiveeLe === null) throw new RegleViolee('Cette fiche n’est pas archivée.')
  return { ...fiche, archiveeLe: null }
}
