/**
 * Who may do what on a fiche (domain §5). Pure predicates: the command asserts them, the page shows or hides with them.
 *
 * - chef_projet writes and validates all; elu_epci and prefet validate; referent_commune, delegue_prefet and bailleur write
 *   and submit drafts, where their mandate holds; financeur writes the fiches that its organisation leads or takes part in, known
 *   by its name until organisations are tied to fiches; conseil_citoyen and elu_commune comment; evaluateur reads.
 * - Every mandate on a contract reads its live fiches; archived ones are read by those who can restore them.
 */
import { type Agent, coversCommune, hasRole, mandatsSur, type Role } from '#compte/index.ts'
import type { Fiche } from './fiche.ts'
import { communesDesLieux } from './lieu.ts'

/** What a predicate looks at. */
export type FicheVisee = Pick<Fiche, 'contratId' | 'statut' | 'archiveeLe' | 'animateur' | 'partenaires' | 'lieux'>
type Lieu = Pick<Fiche, 'contratId' | 'archiveeLe'>

const REDACTEURS: readonly Role[] = ['chef_projet', 'referent_commune', 'delegue_prefet', 'bailleur']
const VALIDEURS: readonly Role[] = ['chef_projet', 'elu_epci', 'prefet']
/** Everyone but those who study from outside and those who run the machine. */
const MUETS: readonly Role[] = ['evaluateur', 'admin_plateforme']
/** Roles that see what is archived: those who can bring it back. */
export const ROLES_ARCHIVES: readonly Role[] = ['chef_projet']

export function canReadFiche(agent: Agent | null, fiche: Lieu): boolean {
  if (fiche.archiveeLe !== null) return hasRole(agent, fiche.contratId, ROLES_ARCHIVES)
  return mandatsSur(agent, fiche.contratId).length > 0
}

export function canCreateFiche(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, REDACTEURS)
}

// « may » is the right alone, which commands ask before they look at the state; « can » adds the state, for the pages.

/**
 * The right to write a fiche and to submit it: writers where their mandate holds, and the financeur for the fiches of its
 * organisation. A fiche that points at no place is written by all writers: someone has to place it.
 */
export function mayWriteFiche(agent: Agent | null, fiche: Pick<FicheVisee, 'contratId' | 'animateur' | 'partenaires' | 'lieux'>): boolean {
  const communes = communesDesLieux(fiche.lieux)
  const tient = (mandat: { territoire: Agent['mandats'][number]['territoire'] }) =>
    communes.length === 0 || mandat.territoire.type === 'quartiers' || communes.some((code) => coversCommune(mandat, code))
  if (mandatsSur(agent, fiche.contratId).some((mandat) => REDACTEURS.includes(mandat.role) && tient(mandat))) return true
  return mandatsSur(agent, fiche.contratId).some((mandat) => mandat.role === 'financeur' && isPartie(fiche, mandat.organisation))
}

/** Drafts are written by all writers; what is submitted, validated or given up is changed by the chef de projet only. */
export function mayEditFiche(agent: Agent | null, fiche: FicheVisee): boolean {
  return mayKeepFiches(agent, fiche.contratId) || (fiche.statut === 'brouillon' && mayWriteFiche(agent, fiche))
}
export function canEditFiche(agent: Agent | null, fiche: FicheVisee): boolean {
  return fiche.archiveeLe === null && fiche.statut !== 'abandonnee' && mayEditFiche(agent, fiche)
}

export function canSubmitFiche(agent: Agent | null, fiche: FicheVisee): boolean {
  return fiche.archiveeLe === null && fiche.statut === 'brouillon' && mayWriteFiche(agent, fiche)
}

/** Validating, and sending back with a reason. */
export function mayValidateFiches(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, VALIDEURS)
}
export function canValidateFiche(agent: Agent | null, fiche: FicheVisee): boolean {
  return fiche.archiveeLe === null && fiche.statut === 'a_valider' && mayValidateFiches(agent, fiche.contratId)
}

/** Giving an action up, and taking it up again, changes the contract: the chef de projet. */
export function mayKeepFiches(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}
export function canAbandonFiche(agent: Agent | null, fiche: FicheVisee): boolean {
  return fiche.archiveeLe === null && fiche.statut !== 'abandonnee' && mayKeepFiches(agent, fiche.contratId)
}
export function canReopenFiche(agent: Agent | null, fiche: FicheVisee): boolean {
  return fiche.archiveeLe === null && fiche.statut === 'abandonnee' && mayKeepFiches(agent, fiche.contratId)
}

/** A copy is a new draft. */
export function canDuplicateFiche(agent: Agent | null, fiche: Lieu): boolean {
  return fiche.archiveeLe === null && canCreateFiche(agent, fiche.contratId)
}

export function canArchiveFiche(agent: Agent | null, fiche: Lieu): boolean {
  return fiche.archiveeLe === null && hasRole(agent, fiche.contratId, ROLES_ARCHIVES)
}
export function canRestoreFiche(agent: Agent | null, fiche: Lieu): boolean {
  return fiche.archiveeLe !== null && hasRole(agent, fiche.contratId, ROLES_ARCHIVES)
}

/** Remarks in the margin: everyone at the table, citizens' council included. */
export function mayCommentFiches(agent: Agent | null, contratId: string): boolean {
  return mandatsSur(agent, contratId).some((mandat) => !MUETS.includes(mandat.role))
}
export function canCommentFiche(agent: Agent | null, fiche: Lieu): boolean {
  return fiche.archiveeLe === null && mayCommentFiches(agent, fiche.contratId)
}

/** A remark is settled by who wrote it, or by those who answer for the text. */
export function maySettleCommentaire(agent: Agent | null, fiche: FicheVisee, commentaire: { auteurId: string }): boolean {
  if (!mayCommentFiches(agent, fiche.contratId)) return false
  return agent?.personneId === commentaire.auteurId || mayWriteFiche(agent, fiche)
}
export function canSettleCommentaire(agent: Agent | null, fiche: FicheVisee, commentaire: { auteurId: string }): boolean {
  return fiche.archiveeLe === null && maySettleCommentaire(agent, fiche, commentaire)
}

/** True when the organisation leads the fiche or takes part in it, by its name: accents, case and punctuation aside. */
export function isPartie(fiche: Pick<Fiche, 'animateur' | 'partenaires'>, organisation: string): boolean {
  const nom = simplifie(organisation)
  if (nom === '') return false
  return [...fiche.animateur, ...fiche.partenaires].some((ligne) => ` ${simplifie(ligne.texte)} `.includes(` ${nom} `))
}

function simplifie(texte: string): string {
  return texte
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
