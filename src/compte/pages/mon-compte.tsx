import type { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { Message } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { noteMotDePasse } from '../commands/note-session.ts'
import type { ListContrats } from '../contrat-connu.ts'
import { canAdministerComptes } from '../droits.ts'
import { acceptedMotDePasse } from '../mot-de-passe.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { redirectWith } from './connexion.tsx'
import { orShow, typed } from './formulaire.ts'
import { assertMeme, ChampsMotDePasse } from './mot-de-passe.tsx'

/** One's own account: mandates in force, password, signing out. */
export function addRoutesMonCompte(routes: Routes, deps: { sessions: Sessions; listContrats: ListContrats }): void {
  routes.get('/compte', connecte, (c) => showCompte(c, deps.listContrats))

  routes.post('/compte/mot-de-passe', connecte, async (c) => {
    const agent = requireAgent(c)
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const nouveau = typed(saisie, 'motDePasse')
        acceptedMotDePasse(nouveau, [agent.prenom, agent.nom, agent.courriel.split('@')[0] ?? ''])
        assertMeme(nouveau, typed(saisie, 'confirmation'))
        const headers = c.req.raw.headers
        const cookies = await deps.sessions.changeMotDePasse({ ancien: typed(saisie, 'ancien'), nouveau, headers })
        await actHttp(c, noteMotDePasse, {})
        return redirectWith(c, '/compte?fait=mot-de-passe', cookies)
      },
      (erreur) => showCompte(c, deps.listContrats, erreur),
    )
  })
}

async function showCompte(c: C, listContrats: ListContrats, erreur?: RegleViolee): Promise<Response> {
  const agent = requireAgent(c)
  const contrats = new Map((await readHttp(c, listContrats)).map((contrat) => [contrat.id, contrat]))
  return c.html(
    <PageSimple titre="Mon compte" demo={c.get('configuration').demo}>
      <h1>
        {agent.prenom} {agent.nom}
      </h1>
      {c.req.query('fait') === 'mot-de-passe' && (
        <Message ton="success">Votre mot de passe est changé. Vos autres sessions sont fermées.</Message>
      )}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        {agent.courriel}
        {agent.fonction !== null && `, ${agent.fonction}`}
      </p>
      <section class="pv-section">
        <h2>Vos mandats en cours</h2>
        {agent.mandats.length === 0 ? (
          <p>Aucun mandat aujourd’hui : la personne qui pilote un contrat peut vous en donner un.</p>
        ) : (
          <ul class="pv-lignes">
            {agent.mandats.map((mandat) => {
              const contrat = mandat.contratId === null ? undefined : contrats.get(mandat.contratId)
              return (
                <li>
                  <strong>{LIBELLES_ROLES[mandat.role]}</strong>, {mandat.organisation}
                  {contrat !== undefined && (
                    <>
                      {' '}
                      : <a href={`/espace/${contrat.adresse}`}>{contrat.titre}</a>
                    </>
                  )}
                </li>
              )
            })}
          </ul>
        )}
        {canAdministerComptes(agent) && (
          <p class="pv-haut-1">
            <a href="/administration/personnes">Administrer les personnes</a>,{' '}
            <a href="/administration/organisations">administrer les organisations</a>
          </p>
        )}
      </section>
      <section class="pv-section">
        <h2>Changer de mot de passe</h2>
        <form method="post" action="/compte/mot-de-passe" class="pv-formulaire" novalidate>
          <ChampTexte
            nom="ancien"
            libelle="Mot de passe actuel"
            type="password"
            autocomplete="current-password"
            requis
            erreurs={erreur?.champs}
          />
          <ChampsMotDePasse nom="motDePasse" libelle="Nouveau mot de passe" erreur={erreur} />
          <div class="pv-actions">
            <button class="ds-button" data-variant="secondary" type="submit">
              Changer de mot de passe
            </button>
          </div>
        </form>
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
    erreur === undefined ? 200 : 422,
  )
}
