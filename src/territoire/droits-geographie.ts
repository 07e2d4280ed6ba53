/** Who may draw the local geography of a contract. Pure predicates (domain §5). */
import { type Agent, coversCommune, mandatsSur } from '#compte/index.ts'
import { canEditTerritoire } from './droits.ts'

/** The chef de projet everywhere; a référent communal where all the communes of the place are hers. @param communes INSEE codes */
export function canEditLieu(agent: Agent | null, contratId: string, communes: readonly string[]): boolean {
  if (canEditTerritoire(agent, contratId)) return true
  return (
    communes.length > 0 &&
    mandatsSur(agent, contratId).some(
      (mandat) => mandat.role === 'referent_commune' && communes.every((commune) => coversCommune(mandat, commune)),
    )
  )
}

/** May this person draw anything at all here? Shows the button; each act asks about its own place. */
export function canEditUnLieu(agent: Agent | null, contratId: string): boolean {
  return canEditTerritoire(agent, contratId) || mandatsSur(agent, contratId).some(({ role }) => role === 'referent_commune')
}

export const REFUS_GEOGRAPHIE = 'La géographie locale est tenue par la personne cheffe de projet.'
export const REFUS_LIEU =
  'Ce lieu est tenu par la personne cheffe de projet, ou par le référent communal dont toutes les communes sont les siennes.'
