import { act } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { publique, type Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { Message } from '#ui/pieces.tsx'
import { findAdresseReseau } from '../adresse-reseau.ts'
import { noteConnexion, noteConnexionPersona, noteDeconnexion } from '../commands/note-session.ts'
import { assertPersonasInterdits, safeSuite } from '../connexion.ts'
import { courriel as formeCourriel } from '../formes.ts'
import { getPersona, listPersonas, type Persona } from '../persona.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { orShow, typed } from './formulaire.ts'

/** Signing in and out, without JavaScript. Persona routes are mounted in the demo alone. */
export function addRoutesConnexion(
  routes: Routes,
  deps: { sessions: Sessions; configuration: { production: boolean; demo: boolean } },
): void {
  const { sessions } = deps
  routes.get('/connexion', publique, (c) => {
    const suite = safeSuite(c.req.query('suite'))
    if (c.get('agent') !== null) return c.redirect(suite, 303)
    return showConnexion(c, { suite, message: MESSAGES[c.req.query('fait') ?? ''] })
  })

  routes.post('/connexion', publique, async (c) => {
    const saisie = await parseFormulaire(c)
    const suite = safeSuite(typed(saisie, 'suite'))
    return orShow(
      async () => {
        const courriel = formeCourriel.safeParse(typed(saisie, 'courriel'))
        if (!courriel.success) {
          const message = courriel.error.issues[0]?.message ?? ''
          throw new RegleViolee(message, [{ champ: 'courriel', message }])
        }
        const motDePasse = typed(saisie, 'motDePasse')
        if (motDePasse === '') throw manque('motDePasse', 'Tapez votre mot de passe.')
        const essai = { courriel: courriel.data, adresse: findAdresseReseau(c) }
        const cookies = await sessions.signIn({ ...essai, motDePasse, headers: c.req.raw.headers, now: c.get('now') })
        await traceFor(c, sessions, cookies, noteConnexion)
        return redirectWith(c, suite, cookies)
      },
      (erreur) => showConnexion(c, { suite, courriel: typed(saisie, 'courriel'), erreur }),
    )
  })

  routes.post('/deconnexion', publique, async (c) => {
    const agent = c.get('agent')
    if (agent !== null) {
      await act({ db: c.get('base').db, agent, now: c.get('now'), requeteId: c.get('requeteId') }, noteDeconnexion, {})
    }
    return redirectWith(c, '/connexion?fait=deconnexion', await sessions.signOut(c.req.raw.headers))
  })

  if (!assertPersonasInterdits(deps.configuration)) return
  routes.post('/connexion/persona/:personne', publique, async (c) => {
    const persona = await readHttp(c, (tx) => getPersona(tx, c.req.param('personne') ?? ''))
    const cookies = await sessions.openFor(persona.utilisateurId, c.req.raw.headers)
    await traceFor(c, sessions, cookies, noteConnexionPersona)
    return redirectWith(c, safeSuite(typed(await parseFormulaire(c), 'suite')), cookies)
  })
}

const MESSAGES: Record<string, string | undefined> = {
  deconnexion: 'Vous êtes déconnecté.',
  'mot-de-passe': 'Votre mot de passe est enregistré : connectez-vous avec lui.',
}

function manque(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}

/** Sends the cookies of a session and goes on. */
export function redirectWith(c: C, chemin: string, cookies: Headers): Response {
  const reponse = c.redirect(chemin, 303)
  for (const cookie of cookies.getSetCookie()) reponse.headers.append('set-cookie', cookie)
  reponse.headers.set('cache-control', 'no-store')
  return reponse
}

/** Writes the audit line of a session just opened, in the name of who holds it. */
async function traceFor(c: C, sessions: Sessions, cookies: Headers, commande: typeof noteConnexion): Promise<void> {
  const cookie = cookies.getSetCookie().map((ligne) => ligne.split(';')[0] ?? '')
  const agent = await sessions.findAgent(new Headers({ cookie: cookie.join('; ') }), c.get('now'))
  if (agent !== null) await act({ db: c.get('base').db, agent, now: c.get('now'), requeteId: c.get('requeteId') }, commande, {})
}

type Vue = { suite: string; courriel?: string; erreur?: RegleViolee; message?: string | undefined }

async function showConnexion(c: C, vue: Vue): Promise<Response> {
  const { demo } = c.get('configuration')
  const personas = demo ? await readHttp(c, listPersonas) : []
  return c.html(<PageConnexion {...vue} demo={demo} personas={personas} />, vue.erreur === undefined ? 200 : 422)
}

function PageConnexion({ suite, courriel, erreur, message, demo, personas }: Vue & { demo: boolean; personas: readonly Persona[] }) {
  return (
    <PageSimple titre="Se connecter" classe="pv-seuil-page" demo={demo}>
      <div class="scene">
        <Dallage />
        <p class="grand">De chaque euro à la fiche, à l’enjeu et à la décision.</p>
        <p>
          Les contrats de ville et leurs engagements. <a href="/">Voir le site public, sans compte</a>
        </p>
      </div>
      <div class="porte">
        <h1>Se connecter</h1>
        {message !== undefined && <Message ton="success">{message}</Message>}
        <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
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
          <button class="ds-button" data-fullwidth type="submit">
            Se connecter
          </button>
        </form>
        <p class="pv-note">
          Pas encore de mot de passe, ou oublié ? Demandez un lien à la personne qui pilote votre contrat ou qui administre la plateforme.
        </p>
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
