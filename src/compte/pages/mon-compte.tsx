import { formatDate, jourParis } from '#platform/formats.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { Message } from '#ui/pieces.tsx'
import { type Agent, deNom, LIBELLES_ROLES, type Mandat } from '../agent.ts'
import type { ContratConnu, ListContrats } from '../contrat-connu.ts'
import { canAdministerComptes } from '../droits.ts'
import type { Fournisseurs } from '../oidc.adaptateur.ts'
import { canListOrganisations } from '../organisation-droits.ts'
import { findSecondFacteurOf } from '../second-facteur.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { FaitFournisseur, loadFournisseurs, SectionFournisseurs } from './oidc-compte.tsx'

type DepsMonCompte = { sessions: Sessions; listContrats: ListContrats; fournisseurs?: Fournisseurs }

/** One's own account: mandates in force, what protects it, signing out. */
export function addRoutesMonCompte(routes: Routes, deps: DepsMonCompte): void {
  routes.get('/compte', connecte, (c) => showCompte(c, deps))
}

const MESSAGES: Record<string, string> = {
  'mot-de-passe': 'Votre mot de passe est changé. Vos autres sessions sont fermées.',
}

async function showCompte(c: C, { sessions, listContrats, fournisseurs }: DepsMonCompte): Promise<Response> {
  const agent = requireAgent(c)
  const { contrats, facteur, vueFournisseurs } = await readHttp(c, async (tx) => ({
    contrats: new Map((await listContrats(tx)).map((contrat) => [contrat.id, contrat])),
    facteur: await findSecondFacteurOf(tx, agent.personneId),
    vueFournisseurs: await loadFournisseurs(tx, fournisseurs, agent.personneId),
  }))
  const fermes = (await sessions.findAgentDeSession(c.req.raw.headers, c.get('now')))?.mandatsFermes ?? 0
  const mandats = [...agent.mandats, ...agent.autresMandats]
  const fait = MESSAGES[c.req.query('fait') ?? '']
  return c.html(
    <PageSimple titre="Mon compte" demo={c.get('configuration').demo}>
      <h1>
        {agent.prenom} {agent.nom}
      </h1>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <FaitFournisseur fait={c.req.query('fait')} />
      {fermes > 0 && (
        <Message ton="warning">
          Votre rôle demande un second facteur : sans lui, vos droits restent fermés.{' '}
          <a href="/compte/second-facteur">Ajouter un second facteur</a>
        </Message>
      )}
      <p class="pv-chapeau">
        {agent.courriel}
        {agent.fonction !== null && `, ${agent.fonction}`}
      </p>
      <section class="pv-section">
        <h2>Vos mandats en cours</h2>
        {mandats.length === 0 ? (
          <p>Aucun mandat aujourd’hui : la personne qui pilote un contrat peut vous en donner un.</p>
        ) : (
          <ul class="pv-lignes">
            {mandats.map((mandat) => (
              <LigneMandat
                mandat={mandat}
                contrat={mandat.contratId === null ? undefined : contrats.get(mandat.contratId)}
                choix={choixOf(agent, mandat)}
              />
            ))}
          </ul>
        )}
        {canAdministerComptes(agent) && (
          <p class="pv-haut-1">
            <a href="/administration">Administrer la plateforme</a>
          </p>
        )}
        {canListOrganisations(agent) && (
          <p class="pv-haut-1">
            <a href="/organisations">Organisations : SIRET, représentants, documents, doublons</a>
          </p>
        )}
      </section>
      <section class="pv-section">
        <h2>Protéger votre compte</h2>
        <ul class="pv-lignes">
          <li>
            <a href="/compte/mot-de-passe">Changer de mot de passe</a>
          </li>
          <li>
            <a href="/compte/second-facteur">Second facteur</a> :{' '}
            {facteur?.activeLe ? `actif depuis le ${formatDate(jourParis(facteur.activeLe))}` : 'aucun'}
          </li>
          <li>
            <a href="/compte/sessions">Sessions ouvertes</a>
          </li>
          <li>
            <a href="/compte/activite">Activité de mon compte</a>
          </li>
        </ul>
      </section>
      {vueFournisseurs !== null && <SectionFournisseurs vue={vueFournisseurs} courriel={agent.courriel} />}
      <section class="pv-section">
        <h2>Vos liens d’intérêts</h2>
        <p>
          <a href="/compte/interets">Déclarer mes liens avec des organisations</a>
        </p>
      </section>
      <section class="pv-section">
        <h2>Vos courriels</h2>
        <p>
          <a href="/compte/courriels">Choisir le rythme de mes courriels</a>
        </p>
      </section>
      <section class="pv-section">
        <h2>Vos données</h2>
        <p>
          <a href="/compte/mes-donnees">Copier mes données, ou fermer mon compte</a>
        </p>
      </section>
      <section class="pv-section">
        <h2>Se déconnecter</h2>
        <form method="post" action="/deconnexion">
          <button class="ds-button" type="submit">
            Se déconnecter
          </button>
        </form>
      </section>
    </PageSimple>,
  )
}

function choixOf({ autresMandats }: Agent, mandat: Mandat): 'agissant' | 'autre' | null {
  if (autresMandats.some(({ id }) => id === mandat.id)) return 'autre'
  return autresMandats.some(({ contratId }) => contratId === mandat.contratId) ? 'agissant' : null
}

/** `choix`: the person holds another mandate on this contract; `agissant`: she acts under this one. */
function LigneMandat({
  mandat,
  contrat,
  choix,
}: {
  mandat: Mandat
  contrat: ContratConnu | undefined
  choix: 'agissant' | 'autre' | null
}) {
  return (
    <li>
      <strong>{LIBELLES_ROLES[mandat.role]}</strong>, {mandat.organisation}
      {contrat !== undefined && (
        <>
          {' '}
          : <a href={`/espace/${contrat.adresse}`}>{contrat.titre}</a>
        </>
      )}
      {mandat.suppleantDe !== null && `, en suppléance ${deNom(mandat.suppleantDe)}`}
      {choix === 'agissant' && ', mandat sous lequel vous agissez'}
      {choix === 'autre' && contrat !== undefined && (
        <>
          {', '}
          <a href={`/espace/${contrat.adresse}/mandat`}>
            agir sous ce mandat<span class="pv-cache"> ({mandat.organisation})</span>
          </a>
        </>
      )}
    </li>
  )
}
