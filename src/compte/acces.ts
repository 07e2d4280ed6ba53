/**
 * Access of the platform's administrators to the content of a contract: for a reason, for some hours, reading only, in sight of
 * those who pilot it. Pure.
 */
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { type Agent, isAdminPlateforme, type Mandat, mandatsSur, sayTitre } from './agent.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'

export type Acces = { id: string; contratId: string; personneId: string; motif: string; ouvertLe: Date; fin: Date; fermeLe: Date | null }

/** An access in force, as the session of its holder reads it. `fin` is an instant in ISO. */
export type AccesEnVigueur = { id: string; contratId: string; fin: string; organisationId: string; organisation: string }

export const MOTIF_MIN = 20
export const MOTIF_MAX = 1000
/** The database allows no more, whatever the setting. */
export const DUREE_MAX_H = 8

/** One opens for oneself, as an administrator of the platform, where one has no mandate. */
export function canOpenAcces(agent: Agent | null, contratId: string): boolean {
  return isAdminPlateforme(agent) && mandatsSur(agent, contratId).every((mandat) => mandat.acces !== undefined)
}

/** Closed before its end by who opened it. */
export function canCloseAcces(agent: Agent | null, acces: Pick<Acces, 'personneId'>): boolean {
  return agent !== null && agent.personneId === acces.personneId
}

/** The access under which the agent reads a contract; null under a mandate, or without any. */
export function accesSur(agent: Agent | null, contratId: string): { id: string; fin: Date } | null {
  return mandatsSur(agent, contratId)[0]?.acces ?? null
}

/** A new access. @param dureeH whole hours @param maxH of the instance @throws RegleViolee */
export function openedAcces(
  demande: { id: string; contratId: string; personneId: string; motif: string; dureeH: number },
  maxH: number,
  now: Date,
): Acces {
  const { dureeH, ...acces } = demande
  const borne = Math.min(maxH, DUREE_MAX_H)
  if (dureeH > borne) {
    const message = `L’accès dure ${accorde(borne, 'heure')} au plus : choisissez une durée plus courte.`
    throw new RegleViolee(message, [{ champ: 'duree', message }])
  }
  return { ...acces, ouvertLe: now, fin: new Date(now.getTime() + dureeH * 3_600_000), fermeLe: null }
}

/** The mandate that an access stands for: it opens the workspace, gives no role of the field, and no act but on accounts. */
export function mandatDeLecture({ id, contratId, fin, organisationId, organisation }: AccesEnVigueur): Mandat {
  return {
    id,
    contratId,
    organisationId,
    organisation,
    role: 'admin_plateforme',
    territoire: TOUT_LE_CONTRAT,
    suppleantDe: null,
    delegations: [],
    acces: { id, fin: new Date(fin) },
    actes: ['compte.'],
  }
}

/** Under what title a person acted, as the journal keeps it. */
export function sayTitreAudit(mandat: Mandat): string {
  return mandat.acces === undefined ? sayTitre(mandat) : `${sayTitre(mandat)}, sous accès justifié`
}
