/** « Pourquoi je ne peux pas ? »: which mandate would be needed, and who can give it. Pure. */
import { type Action, type Cas, nameCas } from '#platform/droits.ts'
import { type Agent, LIBELLES_ROLES, ROLES, type Role } from './agent.ts'
import { canManageMandat } from './droits.ts'
import { agentOfRole } from './sujets.ts'

/** Someone who holds a mandate in force on the contract. */
export type Detenteur = { personneId: string; personne: string; role: Role }

/** Cases of an action refused to the agent for want of the same roles. */
export type Manque = { cas: readonly Cas[]; roles: readonly Role[] }

/** What the agent may not do of this action on the contract: none when the rights are there and only the state says no. */
export function manquesOf(action: Action, agent: Agent | null, contratId: string): Manque[] {
  const manques = new Map<string, { cas: Cas[]; roles: Role[] }>()
  for (const cas of action.cas.filter((un) => !un.peut(agent, contratId))) {
    const roles = ROLES.filter((role) => cas.peut(agentOfRole(role, contratId), contratId))
    const manque = manques.get(roles.join()) ?? { cas: [], roles }
    manques.set(roles.join(), { ...manque, cas: [...manque.cas, cas] })
  }
  return [...manques.values()]
}

/** Why the agent may not do it, in sentences for the 403 page. */
export function explain(action: Action, agent: Agent | null, contratId: string, detenteurs: readonly Detenteur[]): string[] {
  const manques = manquesOf(action, agent, contratId)
  if (manques.length === 0) {
    return [
      `Votre mandat permet de ${sayActe(action.libelle)}, mais pas dans l’état actuel : le contrat ou la fiche a pu être soumis, validé ou archivé.`,
    ]
  }
  return manques.map((manque) => {
    const cas = action.cas.length === manque.cas.length ? null : manque.cas
    const actes = cas === null ? action.libelle : cas.map((un) => nameCas(action, un)).join(', ')
    return `Pour ${sayActe(actes)}, ${sayMandat(manque.roles)}. ${sayDonneurs(manque.roles, agent, contratId, detenteurs)}`.trim()
  })
}

/** « il faut un mandat « préfecture » ou « chef ou cheffe de projet » sur ce contrat » */
export function sayMandat(roles: readonly Role[]): string {
  if (roles.length === 0) return 'aucun mandat ne suffit : cela n’appartient à aucun rôle'
  const surContrat = roles.filter((role) => role !== 'admin_plateforme')
  const noms = oneOf(roles.map((role) => `« ${LIBELLES_ROLES[role]} »`))
  return `il faut un mandat ${noms}${surContrat.length > 0 ? ' sur ce contrat' : ''}`
}

/** Who can give the first of these mandates, by name; the mandate to choose when the agent holds it already. */
export function sayDonneurs(roles: readonly Role[], agent: Agent | null, contratId: string, detenteurs: readonly Detenteur[]): string {
  if (roles.length === 0) return ''
  const autre = agent?.autresMandats.find((mandat) => mandat.contratId === contratId && roles.includes(mandat.role))
  if (autre !== undefined) {
    return `Vous avez aussi le mandat « ${LIBELLES_ROLES[autre.role]} » pour ${autre.organisation} : choisissez-le pour agir à ce titre.`
  }
  const [role = 'admin_plateforme'] = roles
  const vise = { role, contratId: role === 'admin_plateforme' ? null : contratId }
  if (canManageMandat(agent, vise)) return 'Vous tenez les mandats de ce contrat : c’est vous qui le donnez.'
  const donneurs = detenteurs.filter((autrui) => canManageMandat(agentOfRole(autrui.role, contratId), vise))
  const noms = [...new Map(donneurs.map(({ personneId, personne }) => [personneId, personne])).values()]
  if (noms.length === 0) return 'L’administration de la plateforme peut vous le donner.'
  const cites = noms.slice(0, 3)
  return `${oneOf(cites)} ${cites.length > 1 ? 'peuvent' : 'peut'} vous le donner.`
}

/** « a », « a ou b », « a, b ou c » */
function oneOf(noms: readonly string[]): string {
  return noms.length < 2 ? (noms[0] ?? '') : `${noms.slice(0, -1).join(', ')} ou ${noms.at(-1)}`
}

/** A colon inside the name of the act would break the sentence: what follows it is a detail. */
function sayActe(libelle: string): string {
  return libelle.split(' : ')[0] ?? libelle
}
