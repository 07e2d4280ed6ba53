/** The life of a contract, from its preparation to its end: which passages are open, and what stands in their way. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import type { StatutContrat } from './contrat.ts'
import { type Signataire, signaturesManquantes } from './signataire.ts'

/** What a passage looks at. Days are ISO. */
export type EtatContrat = {
  statut: StatutContrat
  debut: string | null
  fin: string | null
  signeLe: string | null
  signataires: readonly Pick<Signataire, 'organisation' | 'role' | 'signeLe'>[]
}

/** A passage to another status: its name on the button, what it says, and what stands in its way. */
export type Passage = {
  vers: StatutContrat
  libelle: string
  effet: string
  /** Sentences that forbid it today. */
  obstacles: string[]
  /** Sentences to read and confirm: unusual, not forbidden. */
  reserves: string[]
}

type Declaration = { vers: StatutContrat; libelle: string; effet: string }

/** Passages that a person chooses; prorogation, archiving and restoring have their own acts. */
const PASSAGES: Record<StatutContrat, readonly Declaration[]> = {
  preparation: [
    {
      vers: 'concertation',
      libelle: 'Ouvrir la concertation',
      effet: 'Les partenaires et les habitants donnent leur avis sur les enjeux.',
    },
    { vers: 'redaction', libelle: 'Passer à la rédaction', effet: 'Les enjeux sont connus, les fiches s’écrivent.' },
  ],
  concertation: [
    { vers: 'redaction', libelle: 'Passer à la rédaction', effet: 'Les enjeux sont connus, les fiches s’écrivent.' },
    { vers: 'preparation', libelle: 'Revenir à la préparation', effet: 'La concertation reprendra plus tard.' },
  ],
  redaction: [
    { vers: 'validation', libelle: 'Soumettre à la validation', effet: 'Le projet part au comité de pilotage et aux assemblées.' },
    { vers: 'concertation', libelle: 'Rouvrir la concertation', effet: 'Le texte reste, les avis reprennent.' },
  ],
  validation: [
    { vers: 'signe', libelle: 'Constater la signature', effet: 'Les parties ont signé le contrat.' },
    { vers: 'redaction', libelle: 'Reprendre la rédaction', effet: 'Une assemblée ou le comité de pilotage demande des corrections.' },
  ],
  signe: [
    { vers: 'en_vigueur', libelle: 'Mettre en vigueur', effet: 'Le contrat engage ses parties à partir de son premier jour.' },
    { vers: 'validation', libelle: 'Revenir à la validation', effet: 'La signature a été constatée trop tôt.' },
  ],
  en_vigueur: [{ vers: 'echu', libelle: 'Constater la fin', effet: 'Le contrat n’engage plus ses parties ; tout y reste lisible.' }],
  proroge: [{ vers: 'echu', libelle: 'Constater la fin', effet: 'Le contrat n’engage plus ses parties ; tout y reste lisible.' }],
  echu: [],
  archive: [],
}

/** Statuses in which a prorogation makes sense: a contract that runs, or has just ended. */
export const PROROGEABLES: readonly StatutContrat[] = ['en_vigueur', 'proroge', 'echu']

/** The passages open from here, each with what stands in its way on that day. @param jour ISO day of today */
export function passagesDe(etat: EtatContrat, jour: string): Passage[] {
  return PASSAGES[etat.statut].map((passage) => ({ ...passage, ...empechements(etat, passage.vers, jour) }))
}

/**
 * The status after the passage.
 * @param confirme the reserves that the person has read
 * @throws RegleViolee when the passage does not exist from here, is forbidden today, or asks for a confirmation
 */
export function passed(etat: EtatContrat, vers: StatutContrat, jour: string, confirme: 'reserves_lues' | null): StatutContrat {
  const passage = passagesDe(etat, jour).find((ouvert) => ouvert.vers === vers)
  if (passage === undefined) throw new RegleViolee('Ce passage n’est pas possible : le contrat a changé de statut. Rechargez la page.')
  if (passage.obstacles.length > 0) throw new RegleViolee(passage.obstacles.join(' '))
  if (passage.reserves.length > 0 && confirme === null) {
    throw new RegleViolee(`${passage.reserves.join(' ')} Cochez la case pour passer outre.`, [
      { champ: 'confirme', message: 'Confirmez que vous avez lu les réserves.' },
    ])
  }
  return vers
}

function empechements(etat: EtatContrat, vers: StatutContrat, jour: string): { obstacles: string[]; reserves: string[] } {
  const obstacles: string[] = []
  const reserves: string[] = []
  if (vers === 'signe' && etat.statut === 'validation') {
    const manquent = signaturesManquantes(etat.signataires)
    if (etat.signataires.length === 0) reserves.push('Aucun signataire n’est inscrit au contrat.')
    else if (manquent.length > 0) reserves.push(`Il manque la date de signature de : ${manquent.map((s) => s.organisation).join(', ')}.`)
  }
  if (vers === 'en_vigueur') {
    if (etat.debut === null || etat.fin === null) obstacles.push('Indiquez le début et la fin du contrat.')
    else if (jour < etat.debut) obstacles.push(`Le contrat commence le ${formatDate(etat.debut)}.`)
    else if (jour > etat.fin) reserves.push(`Sa fin, le ${formatDate(etat.fin)}, est déjà passée.`)
  }
  if (vers === 'echu') {
    if (etat.fin === null) obstacles.push('Indiquez la fin du contrat.')
    else if (jour <= etat.fin) obstacles.push(`Le contrat court jusqu’au ${formatDate(etat.fin)}.`)
  }
  return { obstacles, reserves }
}

/** Statuses with which a contract may enter Parvis: a new one, or one that lives already. */
export const STATUTS_INITIAUX = ['preparation', 'en_vigueur', 'echu'] as const satisfies readonly StatutContrat[]

/** @throws RegleViolee when a contract taken over cannot be in that status on that day */
export function initialStatut(
  statut: (typeof STATUTS_INITIAUX)[number],
  { debut, fin }: { debut: string | null; fin: string | null },
  jour: string,
): StatutContrat {
  if (statut === 'preparation') return statut
  const refuse = (champ: string, message: string) => new RegleViolee(message, [{ champ, message }])
  if (debut === null) throw refuse('debut', 'Indiquez le début de ce contrat déjà signé.')
  if (fin === null) throw refuse('fin', 'Indiquez la fin de ce contrat déjà signé.')
  if (statut === 'en_vigueur' && jour < debut) throw refuse('statut', `Ce contrat ne commence que le ${formatDate(debut)}.`)
  if (statut === 'en_vigueur' && jour > fin)
    throw refuse('statut', `Ce contrat a pris fin le ${formatDate(fin)} : choisissez « Il est terminé ».`)
  if (statut === 'echu' && jour <= fin) throw refuse('statut', `Ce contrat court jusqu’au ${formatDate(fin)}.`)
  return statut
}

/** After a prorogation: in force again, unless even the new end is past. @throws RegleViolee when it is not signed yet */
export function statutProroge(statut: StatutContrat, nouvelleFin: string, jour: string): StatutContrat {
  if (!PROROGEABLES.includes(statut)) {
    throw new RegleViolee('Seul un contrat en vigueur ou échu se proroge. Pour les autres, changez leurs dates.')
  }
  return jour > nouvelleFin ? 'echu' : 'proroge'
}

/** What the calendar says about the status, when the two disagree, since which day; null when they agree. @param jour ISO */
export function retardStatut(
  etat: Pick<EtatContrat, 'statut' | 'debut' | 'fin'>,
  jour: string,
): { titre: string; message: string; jour: string } | null {
  if ((etat.statut === 'en_vigueur' || etat.statut === 'proroge') && etat.fin !== null && jour > etat.fin) {
    return {
      titre: 'Constater la fin du contrat, ou le proroger',
      message: `Il a pris fin le ${formatDate(etat.fin)} et se dit encore en vigueur.`,
      jour: etat.fin,
    }
  }
  if (etat.statut === 'signe' && etat.debut !== null && jour >= etat.debut) {
    return {
      titre: 'Mettre le contrat en vigueur',
      message: `Il est signé et commence le ${formatDate(etat.debut)}.`,
      jour: etat.debut,
    }
  }
  return null
}
