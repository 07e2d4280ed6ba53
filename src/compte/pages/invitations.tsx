import type { C } from '#platform/http/env.ts'
import { actHttp } from '#platform/http/env.ts'
import type { Routes } from '#platform/http/routes.ts'
import { Statut } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { resendInvitation, withdrawInvitation } from '../commands/invite-membre.ts'
import type { EspaceDuContrat } from '../contrat-connu.ts'
import { canManageEquipe } from '../droits.ts'
import { etatInvitation, type Invitation, sayInvitation } from '../invitation.ts'
import { type NomsTerritoire, sayTerritoire } from '../mandat-territoire.ts'
import type { Sessions } from '../sessions.adaptateur.ts'

/** Invitations of a contract that wait for an answer: sent again, withdrawn. */
export function addRoutesInvitations(routes: Routes, { sessions, espace }: { sessions: Sessions; espace: EspaceDuContrat }): void {
  const gerer = espace.droit('chef de projet du contrat', (agent, contrat) => canManageEquipe(agent, contrat.id))
  const base = '/espace/:contrat/equipe/invitations/:invitation'

  routes.post(`${base}/renvoyer`, gerer, async (c) => {
    const contrat = await espace.contratOf(c)
    await actHttp(c, resendInvitation, { coffre: sessions.coffre, contratId: contrat.id, invitationId: c.req.param('invitation') })
    return backTo(c, contrat.adresse, 'renvoi')
  })
  routes.post(`${base}/retirer`, gerer, async (c) => {
    const contrat = await espace.contratOf(c)
    await actHttp(c, withdrawInvitation, { contratId: contrat.id, invitationId: c.req.param('invitation') })
    return backTo(c, contrat.adresse, 'retrait')
  })
}

function backTo(c: C, adresse: string, fait: string): Response {
  return c.redirect(`/espace/${adresse}/equipe?fait=${fait}`, 303)
}

/** The list on the page of the team, for who keeps it. */
export function InvitationsSansReponse(props: { chemin: string; invitations: readonly Invitation[]; noms: NomsTerritoire; now: Date }) {
  if (props.invitations.length === 0) return null
  return (
    <section class="pv-section pv-invitations" aria-labelledby="invitations">
      <h2 id="invitations">Invitations sans réponse</h2>
      <ul class="pv-lignes pv-sessions">
        {props.invitations.map((invitation) => (
          <LigneInvitation {...props} invitation={invitation} />
        ))}
      </ul>
    </section>
  )
}

function LigneInvitation({ chemin, invitation, noms, now }: { chemin: string; invitation: Invitation; noms: NomsTerritoire; now: Date }) {
  const expiree = etatInvitation(invitation, now) === 'expiree'
  const nom = [invitation.prenom, invitation.nom].filter((mot) => mot !== null).join(' ')
  return (
    <li>
      <div>
        <strong>{nom === '' ? invitation.courriel : nom}</strong>
        {nom !== '' && <span class="pv-note"> {invitation.courriel}</span>}
        <br />
        {LIBELLES_ROLES[invitation.role]}, {invitation.organisation}, {sayTerritoire(invitation.territoire, noms)}
        <br />
        <span class="pv-note">
          {expiree ? <Statut etat="retard">Expirée</Statut> : <Statut etat="soumise">En attente</Statut>} {sayInvitation(invitation, now)},
          par {invitation.inviteur}.
        </span>
      </div>
      <div class="pv-actions">
        <form method="post" action={`${chemin}/invitations/${invitation.id}/renvoyer`}>
          <button
            class="ds-button"
            data-variant="secondary"
            data-size="xs"
            type="submit"
            aria-label={`Renvoyer l’invitation à ${invitation.courriel}`}
          >
            Renvoyer
          </button>
        </form>
        <form method="post" action={`${chemin}/invitations/${invitation.id}/retirer`}>
          <button
            class="ds-button"
            data-variant="tertiary"
            data-size="xs"
            type="submit"
            aria-label={`Retirer l’invitation de ${invitation.courriel}`}
          >
            Retirer
          </button>
        </form>
      </div>
    </li>
  )
}
