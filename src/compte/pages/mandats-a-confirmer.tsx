import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, Vide } from '#ui/pieces.tsx'
import { isAdminPlateforme, LIBELLES_ROLES } from '../agent.ts'
import { liftSuspension } from '../commands/lift-suspension.ts'
import type { ContratConnu, ListContrats } from '../contrat-connu.ts'
import { canLiftSuspension } from '../droits.ts'
import { listSuspensions, type Suspension } from '../oidc.store.ts'
import { formatSiret } from '../siret.ts'

/** Mandates whose holder has changed organisation: whoever may give them confirms them, or ends them. */
export function addRoutesMandatsAConfirmer(routes: Routes, listContrats: ListContrats): void {
  routes.get('/mandats-a-confirmer', connecte, (c) => showMandats(c, listContrats))

  routes.post('/mandats-a-confirmer/:suspension', connecte, async (c) => {
    await actHttp(c, liftSuspension, { suspensionId: c.req.param('suspension') })
    return c.redirect('/mandats-a-confirmer?fait=confirme', 303)
  })
}

async function showMandats(c: C, listContrats: ListContrats): Promise<Response> {
  const agent = requireAgent(c)
  const pilotes = agent.mandats.flatMap(({ role, contratId }) => (role === 'chef_projet' && contratId !== null ? [contratId] : []))
  const { attentes, contrats } = await readHttp(c, async (tx) => ({
    attentes: await listSuspensions(tx, { contrats: isAdminPlateforme(agent) ? null : pilotes }),
    contrats: new Map((await listContrats(tx)).map((contrat) => [contrat.id, contrat])),
  }))
  const confirmables = attentes.filter((attente) => canLiftSuspension(agent, attente))
  return c.html(
    <PageSimple titre="Mandats à confirmer" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon espace', href: '/espace' }, { libelle: 'Mandats à confirmer' }]} />
      <h1>Mandats à confirmer</h1>
      {c.req.query('fait') === 'confirme' && <Message ton="success">Le mandat est confirmé : il ouvre de nouveau ses droits.</Message>}
      {confirmables.length === 0 ? (
        <Vide titre="Aucun mandat n’attend de confirmation">
          <p>
            Quand le fournisseur d’identité d’une personne annonce une autre organisation que la dernière fois, les mandats qu’elle tenait
            pour la précédente attendent ici. Ils n’ouvrent aucun droit entre-temps.
          </p>
        </Vide>
      ) : (
        <>
          <p class="pv-chapeau">
            Le fournisseur d’identité de ces personnes annonce une autre organisation que la dernière fois. Leurs mandats n’ouvrent aucun
            droit tant que vous ne les avez pas confirmés.
          </p>
          <ul class="pv-lignes">
            {confirmables.map((attente) => (
              <LigneAttente attente={attente} contrat={attente.contratId === null ? undefined : contrats.get(attente.contratId)} />
            ))}
          </ul>
        </>
      )}
    </PageSimple>,
  )
}

function LigneAttente({ attente, contrat }: { attente: Suspension; contrat: ContratConnu | undefined }) {
  const { id, personne, role, organisation, nouvelleOrganisation, nouveauSiret, depuis } = attente
  return (
    <li>
      <p>
        <strong>{personne}</strong>, {LIBELLES_ROLES[role]} pour {organisation}
        {contrat !== undefined && `, ${contrat.titre}`}
      </p>
      <p class="pv-note">
        Annoncée depuis le {formatDate(jourParis(depuis))} :{' '}
        {nouvelleOrganisation === null ? `SIRET ${formatSiret(nouveauSiret)}, inconnu ici` : nouvelleOrganisation}
      </p>
      <div class="pv-actions">
        <form method="post" action={`/mandats-a-confirmer/${id}`}>
          <button class="ds-button" data-size="sm" type="submit" aria-label={`Confirmer le mandat de ${personne}`}>
            Confirmer le mandat
          </button>
        </form>
        {contrat !== undefined && (
          <a class="ds-button" data-variant="secondary" data-size="sm" href={`/espace/${contrat.adresse}/equipe`}>
            Y mettre fin dans l’équipe
          </a>
        )}
      </div>
    </li>
  )
}
