/** What the content of a fiche must respect, whoever writes it: form, import, demo. Pure. */
import { bornesDe, fauteOrdre, parseDatePrecise } from '#contrat/index.ts'
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import type { ContenuFiche, Ligne } from './fiche.ts'
import { LISTES_FICHE } from './fiche-listes.ts'

/** Rows of all the lists of a fiche, with the path of each in a form (`financements.2`, `calendrier.phases.0`). */
export function lignesDuContenu(contenu: ContenuFiche): { chemin: string; ligne: Ligne }[] {
  return LISTES_FICHE.flatMap(({ chemin, lignes }) => lignes(contenu).map((ligne, rang) => ({ chemin: `${chemin}.${rang}`, ligne })))
}

/** Faults of a content, each with the path of its field and a sentence that says how to repair it; none: it can be kept. */
export function fautesContenu(contenu: ContenuFiche): ChampFautif[] {
  return [
    ...(contenu.intitule.trim() === '' ? [{ champ: 'intitule', message: 'Donnez un intitulé à la fiche.' }] : []),
    ...fautesIds(contenu),
    ...fautesPhases(contenu),
    ...fautesIndicateurs(contenu),
    ...fautesPublics(contenu),
    ...fautesFinancements(contenu),
  ]
}

/** @throws RegleViolee naming each field at fault */
export function assertContenu(contenu: ContenuFiche): void {
  const fautes = fautesContenu(contenu)
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
}

function fautesIds(contenu: ContenuFiche): ChampFautif[] {
  const vus = new Set<string>()
  return lignesDuContenu(contenu).flatMap(({ chemin, ligne }) => {
    const double = vus.has(ligne.id)
    vus.add(ligne.id)
    return double
      ? [{ champ: `${chemin}.texte`, message: 'Cette ligne est envoyée deux fois\u00a0: rechargez la page et recommencez.' }]
      : []
  })
}

/** BR-07: phases may overlap, but none ends before it starts. */
function fautesPhases(contenu: ContenuFiche): ChampFautif[] {
  return contenu.calendrier.phases.flatMap((phase, rang): ChampFautif[] => {
    const champ = `calendrier.phases.${rang}`
    const dates = (['debut', 'fin'] as const).flatMap((bout) => {
      const date = phase[bout]
      return date === null || isDatePrecise(date)
        ? []
        : [{ champ: `${champ}.${bout}`, message: `«\u00a0${date}\u00a0» n’est pas une date.` }]
    })
    if (dates.length > 0) return dates
    const faute = fauteOrdre(phase.debut, phase.fin)
    return faute === null ? [] : [{ champ: `${champ}.fin`, message: `Phase «\u00a0${phase.texte}\u00a0»\u00a0: ${faute}` }]
  })
}

function isDatePrecise(date: string): boolean {
  if (parseDatePrecise(date) !== date) return false
  return bornesDe(date).premier !== ''
}

/** BR-28: an effect indicator belongs to an effect of this fiche. Waiting for one (null) is allowed until the fiche is submitted. */
function fautesIndicateurs(contenu: ContenuFiche): ChampFautif[] {
  const effets = new Set(contenu.effets.map((effet) => effet.id))
  return contenu.indicateursEffets.flatMap((indicateur, rang) =>
    indicateur.effetId === null || effets.has(indicateur.effetId)
      ? []
      : [
          {
            champ: `indicateursEffets.${rang}.effetId`,
            message: `L’indicateur «\u00a0${abrege(indicateur.texte)}\u00a0» mesurait un effet qui n’est plus dans la fiche\u00a0: choisissez l’effet qu’il mesure.`,
          },
        ],
  )
}

function fautesPublics(contenu: ContenuFiche): ChampFautif[] {
  return contenu.publics.flatMap((public_, rang) => {
    const { ageMin, ageMax } = public_
    if (ageMin === null || ageMax === null || ageMin <= ageMax) return []
    return [
      {
        champ: `publics.${rang}.ageMax`,
        message: `Public «\u00a0${abrege(public_.texte)}\u00a0»\u00a0: l’âge maximal (${ageMax}) est sous l’âge minimal (${ageMin}).`,
      },
    ]
  })
}

function fautesFinancements(contenu: ContenuFiche): ChampFautif[] {
  return contenu.financements.flatMap(({ montantCents, texte }, rang) =>
    montantCents === null || (Number.isSafeInteger(montantCents) && montantCents >= 0)
      ? []
      : [
          {
            champ: `financements.${rang}.montantCents`,
            message: `Financement «\u00a0${abrege(texte)}\u00a0»\u00a0: le montant est un nombre de centimes, positif ou nul.`,
          },
        ],
  )
}

/** The beginning of a text, to name it in a sentence. */
export function abrege(texte: string, longueur = 60): string {
  return texte.length <= longueur ? texte : `${texte.slice(0, longueur - 1).trimEnd()}…`
}
