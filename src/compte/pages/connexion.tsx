import { act } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { publique, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { Message } from '#ui/pieces.tsx'
import { noteConnexionPersona, noteDeconnexion } from '../commands/note-session.ts'
import { signIn } from '../commands/sign-in.ts'
import { assertPersonasInterdits, safeSuite, sendsCourriels } from '../connexion.ts'
import { courriel as formeCourriel } from '../formes.ts'
import { getPersona, listPersonas, type Persona } from '../persona.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { depuisOf, porteOf } from './depuis.ts'
import { type Sortie, showSortie } from './oidc-pages.tsx'

/**
 * A way to sign in offered by someone else: a link, with `suite` in the query. Not a form: it leads to another site, which the
 * policy bars to our forms.
 */
export type BoutonFournisseur = { libelle: string; aide: { libelle: string; href: string } | null; chemin: string }

export type DepsConnexion = {
  sessions: Sessions
  configuration: { production: boolean; demo: boolean }
  /** Providers of the instance, shown first. */
  boutons?: readonly BoutonFournisseur[]
  /** Before the session is closed: how the browser goes on to close that of the provider, once ours is. */
  prepareSortie?: (c: C) => Promise<(() => Promise<Sortie | null>) | null>
}

/** Signing in and out, without JavaScript. Persona routes are mounted in the demo alone. */
export function addRoutesConnexion(routes: Routes, deps: DepsConnexion): void {
  const { sessions, boutons = [] } = deps
  routes.get('/connexion', publique, (c) => {
    const suite = safeSuite(c.req.query('suite'))
    if (c.get('agent') !== null) return c.redirect(suite, 303)
    return showConnexion(c, boutons, { suite, message: MESSAGES[c.req.query('fait') ?? ''] })
  })

  routes.post('/connexion', publique, async (c) => {
    const saisie = await parseFormulaire(c)
    const suite = safeSuite(typed(saisie, 'suite'))
    return orShow(
      async () => {
        const courriel = parseCourriel(typed(saisie, 'courriel'))
        const motDePasse = typed(saisie, 'motDePasse')
        if (motDePasse === '') throw manque('motDePasse', 'Tapez votre mot de passe.')
        const entree = await signIn(porteOf(c, sessions), { courriel, motDePasse, suite }, depuisOf(c))
        return redirectWith(c, entree.vers, entree.cookies)
      },
      (erreur) => showConnexion(c, boutons, { suite, courriel: typed(saisie, 'courriel'), erreur }),
    )
  })

  routes.post('/deconnexion', publique, async (c) => {
    const agent = c.get('agent')
    if (agent !== null) {
      await act({ db: c.get('base').db, agent, now: c.get('now'), requeteId: c.get('requeteId') }, noteDeconnexion, {})
    }
    const prepare = agent === null ? null : await deps.prepareSortie?.(c)
    const cookies = await sessions.signOut(c.req.raw.headers)
    const sortie = (await prepare?.()) ?? null
    return sortie === null ? redirectWith(c, '/connexion?fait=deconnexion', cookies) : showSortie(c, sortie, cookies)
  })

  if (!assertPersonasInterdits(deps.configuration)) return
  routes.post('/connexion/persona/:personne', publique, async (c) => {
    const persona = await readHttp(c, (tx) => getPersona(tx, c.req.param('personne') ?? ''))
    const now = c.get('now')
    // The demo asks for nothing: a role that needs a second factor is played all the same.
    const cookies = await sessions.openFor(persona.utilisateurId, c.req.raw.headers, { now, moyen: 'persona', secondFacteur: 'donne' })
    const cookie = cookies.getSetCookie().map((ligne) => ligne.split(';')[0] ?? '')
    const agent = await sessions.findAgent(new Headers({ cookie: cookie.join('; ') }), now)
    if (agent !== null) await act({ db: c.get('base').db, agent, now, requeteId: c.get('requeteId') }, noteConnexionPersona, {})
    return redirectWith(c, safeSuite(typed(await parseFormulaire(c), 'suite')), cookies)
  })
}

/** @throws RegleViolee on the field `courriel` */
export function parseCourriel(texte: string): string {
  const lu = formeCourriel.safeParse(texte)
  if (lu.success) return lu.data
  throw manque('courriel', lu.error.issues[0]?.message ?? '')
}

function manque(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}

const MESSAGES: Record<string, string> = {
  'mot-de-passe': 'Votre mot de passe est enregistré : connectez-vous avec lui.',
  deconnexion: 'Vous êtes déconnecté.',
  etape: 'Recommencez : la demande de code est close, ou trop ancienne.',
}

/** Sends the cookies of a session and goes on. */
export function redirectWith(c: C, chemin: string, cookies: Headers): Response {
  const reponse = c.redirect(chemin, 303)
  for (const cookie of cookies.getSetCookie()) reponse.headers.append('set-cookie', cookie)
  reponse.headers.set('cache-control', 'no-store')
  return reponse
}

type Vue = { suite: string; courriel?: string; erreur?: RegleViolee; message?: string | undefined }

async function showConnexion(c: C, boutons: readonly BoutonFournisseur[], vue: Vue): Promise<Response> {
  const configuration = c.get('configuration')
  const { demo } = configuration
  const personas = demo ? await readHttp(c, listPersonas) : []
  const page = <PageConnexion {...vue} demo={demo} personas={personas} boutons={boutons} courriels={sendsCourriels(configuration)} />
  return c.html(page, vue.erreur === undefined ? 200 : 422)
}

type PropsConnexion = Vue & {
  demo: boolean
  personas: readonly Persona[]
  boutons: readonly BoutonFournisseur[]
  /** Links are sent by mail. */
  courriels: boolean
}

function PageConnexion({ suite, courriel, erreur, message, demo, personas, boutons, courriels }: PropsConnexion) {
  return (
    <PageSimple titre="Se connecter" classe="pv-seuil-page" demo={demo}>
      <div class="scene">
        <Dallage />
        <p class="grand">De chaque euro à la fiche, à l’enjeu et à la décision.</p>
        <p>
          Les contrats de ville et leurs engagements. <a href="/">Voir le site public, sans compte</a>, ou{' '}
          <a href="/mon-adresse">chercher le quartier d’une adresse</a>
        </p>
      </div>
      <div class="porte">
        <h1>Se connecter</h1>
        {message !== undefined && <Message ton="success">{message}</Message>}
        <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
        {boutons.length > 0 && (
          <>
            <div class="pv-pile">
              {boutons.map(({ libelle, aide, chemin }) => (
                <div>
                  <a class="ds-button" data-fullwidth href={`${chemin}?suite=${encodeURIComponent(suite)}`}>
                    {libelle}
                  </a>
                  {aide !== null && (
                    <p class="pv-note">
                      <a href={aide.href} rel="external">
                        {aide.libelle}
                      </a>
                    </p>
                  )}
                </div>
              ))}
            </div>
            <p class="pv-ou">ou</p>
          </>
        )}
        <form action="/connexion" method="post" class="pv-pile" novalidate>
          <input type="hidden" name="suite" value={suite} />
          <ChampTexte
            nom="courriel"
            libelle="Adresse électronique"
            type="email"
            autocomplete="username"
            requis
            valeur={courriel}
            erreurs={erreur?.champs}
          />
          <ChampTexte
            nom="motDePasse"
            libelle="Mot de passe"
            type="password"
            autocomplete="current-password"
            requis
            erreurs={erreur?.champs}
          />
          <button class="ds-button" data-fullwidth data-variant={boutons.length > 0 ? 'secondary' : undefined} type="submit">
            Se connecter
          </button>
        </form>
        {courriels ? (
          <ul class="pv-portes-autres">
            <li>
              <a href={`/connexion/lien?suite=${encodeURIComponent(suite)}`}>Recevoir un lien de connexion par courriel</a>
            </li>
            <li>
              <a href="/mot-de-passe">Mot de passe oublié</a>
            </li>
            <li>
              Porteur de projet, première venue ? <a href="/inscription">Créer votre compte</a>
            </li>
          </ul>
        ) : (
          <p class="pv-note">
            Pas encore de mot de passe, ou oublié ? Demandez un lien à la personne qui pilote votre contrat ou qui administre la plateforme.
          </p>
        )}
        {personas.length > 0 && (
          <>
            <p class="pv-ou">ou</p>
            <section class="pv-personas" aria-labelledby="personas">
              <h2 id="personas">Jouer un personnage de la démonstration</h2>
              {personas.map((persona) => (
                <form action={`/connexion/persona/${persona.personneId}`} method="post">
                  <input type="hidden" name="suite" value={suite} />
                  <button class="ds-button" data-variant="secondary" data-fullwidth type="submit">
                    <span>
                      <strong>
                        {persona.prenom} {persona.nom}
                      </strong>
                      <br />
                      <span class="pv-note">{persona.presentation}</span>
                    </span>
                  </button>
                </form>
              ))}
            </section>
          </>
        )}
      </div>
    </PageSimple>
  )
}

/** Paving stones around an open square: pairs of rows, one shifted by half a stone. */
function Dallage() {
  const rangs = Array.from({ length: 7 }, (_, rang) => rang)
  return (
    <svg viewBox="0 0 640 420" preserveAspectRatio="xMaxYMin slice" aria-hidden="true">
      {rangs.flatMap((rang) =>
        Array.from({ length: 10 }, (_, colonne) => colonne * 80 - (rang % 2) * 40)
          .filter((x) => rang < 2 || x < 160 - (rang % 2) * 40 || x >= 480)
          .map((x) => <rect class="pave" x={x} y={rang * 50} width="74" height="44" rx="3" />),
      )}
      <rect class="cl" x="280" y="190" width="80" height="64" rx="4" />
    </svg>
  )
}
