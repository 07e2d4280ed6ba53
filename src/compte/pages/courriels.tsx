import { act } from '#platform/acte.ts'
import { type GenreCourriel, listGenresCourriel } from '#platform/courriel/genres.ts'
import { CHEMIN_PREFERENCES, type JetonsCourriel } from '#platform/courriel/jeton.ts'
import { getPreferences } from '#platform/courriel/preferences.store.ts'
import { LIBELLES_RYTHMES, type Preferences, RYTHMES, rythmeOf, TOUS_GENRES } from '#platform/courriel/preferences.ts'
import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { connecte, publique, type Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampChoix, Radios } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { findAgentByPersonne } from '../agent.store.ts'
import type { Agent } from '../agent.ts'
import { chooseCourriels } from '../commands/choose-courriels.ts'

/** How often one receives the digest: from one's account, or by the link at the foot of each digest, without signing in. */
export function addRoutesCourriels(routes: Routes, { jetons }: { jetons: JetonsCourriel }): void {
  routes.get('/compte/courriels', connecte, async (c) => {
    const preferences = await readHttp(c, (tx) => getPreferences(tx, requireAgent(c).personneId))
    return showPreferences(c, { preferences, action: '/compte/courriels', etape: true })
  })
  routes.post('/compte/courriels', connecte, async (c) => {
    const { personneId } = requireAgent(c)
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, chooseCourriels, choixOf(saisie, personneId))
        return c.redirect('/compte/courriels?fait=choix', 303)
      },
      async (erreur) => {
        const preferences = await readHttp(c, (tx) => getPreferences(tx, personneId))
        return showPreferences(c, { preferences, action: '/compte/courriels', etape: true, erreur })
      },
    )
  })

  routes.get(`${CHEMIN_PREFERENCES}:jeton`, publique, async (c) => {
    const agent = await agentOfJeton(c, jetons)
    const preferences = await readHttp(c, (tx) => getPreferences(tx, agent.personneId))
    return showPreferences(c, { preferences, action: c.req.path, etape: false, prenom: agent.prenom })
  })
  routes.post(`${CHEMIN_PREFERENCES}:jeton`, publique, async (c) => {
    const agent = await agentOfJeton(c, jetons)
    const saisie = await parseFormulaire(c)
    // RFC 8058: the button of a mailbox says only that, and stops everything that can be stopped.
    const unGeste = saisie['List-Unsubscribe'] === 'One-Click'
    const choix = unGeste ? { personneId: agent.personneId, tous: 'jamais' } : choixOf(saisie, agent.personneId)
    return orShow(
      async () => {
        await act({ db: c.get('base').db, agent, now: c.get('now'), requeteId: c.get('requeteId') }, chooseCourriels, choix)
        return unGeste ? c.text('Vous ne recevrez plus de récapitulatif.\n') : c.redirect(`${c.req.path}?fait=choix`, 303)
      },
      async (erreur) => {
        const preferences = await readHttp(c, (tx) => getPreferences(tx, agent.personneId))
        return showPreferences(c, { preferences, action: c.req.path, etape: false, prenom: agent.prenom, erreur })
      },
    )
  })
}

/** Whose link it is, whoever is signed in. @throws Introuvable */
async function agentOfJeton(c: C, jetons: JetonsCourriel): Promise<Agent> {
  const personneId = jetons.read(c.req.param('jeton') ?? '')
  const agent = personneId === null ? null : await readHttp(c, (tx) => findAgentByPersonne(tx, personneId, jourParis(c.get('now'))))
  if (agent === null) throw new Introuvable('Ce lien n’est pas valable. Vos courriels se règlent aussi dans « Mon compte ».')
  return agent
}

function choixOf(saisie: Saisie, personneId: string): unknown {
  return { personneId, tous: saisie.tous, genres: saisie.genres }
}

type Vue = {
  preferences: Preferences
  action: string
  /** Reached from one's account. */
  etape: boolean
  prenom?: string
  erreur?: RegleViolee
}

function showPreferences(c: C, { preferences, action, etape, prenom, erreur }: Vue): Response | Promise<Response> {
  // The address holds the right to change: it goes nowhere else.
  if (!etape) c.header('referrer-policy', 'no-referrer')
  c.header('cache-control', 'private, no-store')
  const genres = listGenresCourriel()
  return c.html(
    <PageSimple titre="Mes courriels" demo={c.get('configuration').demo}>
      {etape && <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Mes courriels' }]} />}
      <h1>Mes courriels</h1>
      {c.req.query('fait') === 'choix' && <Message ton="success">Votre choix est enregistré.</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        {prenom === undefined ? '' : `${prenom}, ce`}
        {prenom === undefined ? 'Ce' : ''} qui peut attendre vous arrive en un seul courriel, le récapitulatif. Choisissez son rythme.
      </p>
      <form method="post" action={action} class="pv-formulaire pv-haut-1" novalidate>
        <Radios
          nom="tous"
          legende="Recevoir le récapitulatif"
          valeur={rythmeOf(preferences, TOUS_GENRES)}
          options={RYTHMES.map((valeur) => ({ valeur, libelle: LIBELLES_RYTHMES[valeur] }))}
        />
        {genres.length > 0 && (
          <fieldset class="ds-fieldset">
            <legend>Sauf pour</legend>
            {genres.map((genre) => (
              <ChoixGenre genre={genre} preferences={preferences} />
            ))}
          </fieldset>
        )}
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Enregistrer
          </button>
        </div>
      </form>
      <p class="pv-note pv-haut-1">
        Les courriels nécessaires à votre compte (liens de connexion, invitations, alertes de sécurité) partent toujours tout de suite, un
        par un.
      </p>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function ChoixGenre({ genre, preferences }: { genre: GenreCourriel; preferences: Preferences }) {
  return (
    <ChampChoix
      nom={`genres.${genre.genre}`}
      libelle={genre.libelle}
      aide={genre.aide}
      requis
      vide="comme ci-dessus"
      valeur={preferences[genre.genre] ?? ''}
      options={RYTHMES.map((valeur) => ({ valeur, libelle: LIBELLES_RYTHMES[valeur] }))}
    />
  )
}
