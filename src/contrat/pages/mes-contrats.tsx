import { LIBELLES_ROLES, mandatsSur } from '#compte/index.ts'
import { accorde } from '#platform/formats.ts'
import { readHttp, requireAgent } from '#platform/http/env.ts'
import { connecte, createRoutes } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { Message, T, Vide } from '#ui/pieces.tsx'
import { listContrats } from '../contrat.store.ts'
import { type ContratCourant, LIBELLES_STATUTS } from '../contrat.ts'
import { canCreateContrat, contratsLisibles } from '../droits.ts'

/** The contracts on which the person has a mandate. */
export const routesMesContrats = createRoutes()

routesMesContrats.get('/espace', connecte, async (c) => {
  const agent = requireAgent(c)
  const contrats = await readHttp(c, (tx) => listContrats(tx, contratsLisibles(agent)))
  const courants = contrats.filter((contrat) => contrat.archiveLe === null)
  const archives = contrats.filter((contrat) => contrat.archiveLe !== null)
  const peutCreer = canCreateContrat(agent)
  const roleSur = (contrat: ContratCourant) => mandatsSur(agent, contrat.id)[0]?.role
  const ligne = (contrat: ContratCourant) => {
    const role = roleSur(contrat)
    return (
      <li>
        <div>
          <h2>
            <a href={`/espace/${contrat.adresse}`}>
              <T>{contrat.titre}</T>
            </a>
          </h2>
          <p>
            <T>{contrat.epciNom}</T>
          </p>
        </div>
        <p class="pv-note">
          {LIBELLES_STATUTS[contrat.statut]}
          {contrat.debut !== null && contrat.fin !== null && `, ${contrat.debut.slice(0, 4)}-${contrat.fin.slice(0, 4)}`}
          {role !== undefined && <span class="pv-detail">{LIBELLES_ROLES[role]}</span>}
        </p>
      </li>
    )
  }
  return c.html(
    <PageSimple titre="Mes contrats" demo={c.get('configuration').demo}>
      <div class="pv-tete pv-tete-page">
        <h1>{courants.length === 1 ? 'Votre contrat' : 'Vos contrats'}</h1>
        {peutCreer && (
          <a class="ds-button" href="/espace/nouveau">
            Créer un contrat
          </a>
        )}
      </div>
      {c.req.query('fait') === 'cree' && (
        <Message ton="success">
          Le contrat est créé. Donnez maintenant un mandat à la personne qui le conduira, dans Personnes et organisations.
        </Message>
      )}
      {courants.length > 0 && <ul class="pv-lignes pv-contrats">{courants.map(ligne)}</ul>}
      {courants.length === 0 && (
        <Vide titre="Vous n’avez pas encore de contrat">
          <p>
            {peutCreer
              ? 'Créez le premier à partir d’un modèle, puis déposez-y vos fiches Word, ODT ou PDF : vous relirez ce qui en a été compris.'
              : 'Cette page montrera les contrats sur lesquels vous avez un mandat. La cheffe ou le chef de projet de votre contrat peut vous en donner un.'}
          </p>
        </Vide>
      )}
      {archives.length > 0 && (
        <details class="ds-details pv-haut-2">
          <summary>{accorde(archives.length, 'contrat archivé', 'contrats archivés')}</summary>
          <ul class="pv-lignes pv-contrats">{archives.map(ligne)}</ul>
        </details>
      )}
    </PageSimple>,
  )
})
