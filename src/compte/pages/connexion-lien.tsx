import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import type { C } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { publique, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { atLeast, sendLien } from '../commands/send-lien.ts'
import { findLien, LIEN_PERIME, useLien } from '../commands/use-lien.ts'
import { safeSuite, sendsCourriels } from '../connexion.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { parseCourriel, redirectWith } from './connexion.tsx'
import { depuisOf, noStore, porteOf } from './depuis.ts'

/** Links by mail: to sign in without a password, or to choose another one. The answer is the same for every address. */
export const REPONSE_MIN_MS = 250

export function addRoutesConnexionLien(routes: Routes, { sessions }: { sessions: Sessions }): void {
  for (const genre of ['connexion', 'mot_de_passe'] as const) {
    const { chemin } = DEMANDES[genre]
    routes.get(chemin, publique, (c) => showDemande(c, genre, { suite: safeSuite(c.req.query('suite')) }))
    routes.post(chemin, publique, async (c) => {
      const saisie = await parseFormulaire(c)
      const suite = safeSuite(typed(saisie, 'suite'))
      return orShow(
        async () => {
          assertCourriels(c)
          const courriel = parseCourriel(typed(saisie, 'courriel'))
          await atLeast(REPONSE_MIN_MS, () => sendLien(porteOf(c, sessions), { genre, courriel, suite }, depuisOf(c)))
          return c.redirect(`${chemin}/envoye`, 303)
        },
        (erreur) => showDemande(c, genre, { suite, courriel: typed(saisie, 'courriel'), erreur }),
      )
    })
    routes.get(`${chemin}/envoye`, publique, (c) => showEnvoye(c, genre))
  }

  // Looking at the link uses nothing up: scanners of mails open every link. The button does.
  routes.get('/connexion/lien/:jeton', publique, async (c) => {
    noStore(c)
    const jeton = await findLien(porteOf(c, sessions), c.req.param('jeton') ?? '', c.get('now'))
    if (jeton === null) throw new Introuvable(LIEN_PERIME)
    return c.html(
      <PageSimple titre="Se connecter" demo={c.get('configuration').demo}>
        <h1>Vous connecter</h1>
        <p class="pv-chapeau">
          Compte de{' '}
          <strong>
            {jeton.prenom} {jeton.nom}
          </strong>
          , {jeton.courriel}.
        </p>
        {!jeton.courrielVerifie && (
          <p class="pv-note pv-note-max">
            C’est la première fois que vous prouvez cette adresse : par précaution, le mot de passe choisi avant cette preuve et les autres
            sessions ne vaudront plus.
          </p>
        )}
        <form method="post" class="pv-formulaire">
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Me connecter
            </button>
          </div>
        </form>
      </PageSimple>,
    )
  })

  routes.post('/connexion/lien/:jeton', publique, async (c) => {
    noStore(c)
    const entree = await useLien(porteOf(c, sessions), c.req.param('jeton') ?? '', depuisOf(c))
    return redirectWith(c, safeSuiteOrSecond(entree.vers), entree.cookies)
  })
}

/** The second step stands under /connexion, where nothing else leads after signing in. */
function safeSuiteOrSecond(vers: string): string {
  return vers === '/connexion/code' ? vers : safeSuite(vers)
}

const DEMANDES = {
  connexion: {
    chemin: '/connexion/lien',
    titre: 'Recevoir un lien de connexion',
    chapeau: 'Tapez votre adresse : vous recevez un lien qui vous connecte sans mot de passe.',
    bouton: 'Recevoir un lien',
    envoye: 'Si cette adresse a un compte, un lien de connexion vient de lui être envoyé. Il vaut vingt minutes.',
  },
  mot_de_passe: {
    chemin: '/mot-de-passe',
    titre: 'Choisir un nouveau mot de passe',
    chapeau: 'Tapez votre adresse : vous recevez un lien pour choisir un nouveau mot de passe.',
    bouton: 'Recevoir un lien',
    envoye: 'Si cette adresse a un compte, un lien pour choisir un mot de passe vient de lui être envoyé. Il vaut une heure.',
  },
} as const
type Genre = keyof typeof DEMANDES

/** @throws Introuvable when this instance sends no mail */
export function assertCourriels(c: C): void {
  if (sendsCourriels(c.get('configuration'))) return
  throw new Introuvable('Cette instance n’envoie pas de courriel : demandez un lien à la personne qui pilote votre contrat.')
}

function showDemande(c: C, genre: Genre, vue: { suite: string; courriel?: string; erreur?: RegleViolee }): Response | Promise<Response> {
  assertCourriels(c)
  const { chemin, titre, chapeau, bouton } = DEMANDES[genre]
  return c.html(
    <PageSimple titre={titre} demo={c.get('configuration').demo}>
      <h1>{titre}</h1>
      <BilanErreurs message={vue.erreur?.message} erreurs={vue.erreur?.champs} />
      <p class="pv-chapeau">{chapeau}</p>
      <form method="post" action={chemin} class="pv-formulaire" novalidate>
        <input type="hidden" name="suite" value={vue.suite} />
        <ChampTexte
          nom="courriel"
          libelle="Adresse électronique"
          type="email"
          autocomplete="username"
          requis
          valeur={vue.courriel}
          erreurs={vue.erreur?.champs}
        />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            {bouton}
          </button>
          <a href="/connexion">Revenir à la connexion</a>
        </div>
      </form>
    </PageSimple>,
    vue.erreur === undefined ? 200 : 422,
  )
}

function showEnvoye(c: C, genre: Genre): Response | Promise<Response> {
  return c.html(
    <PageSimple titre="Regardez vos courriels" demo={c.get('configuration').demo}>
      <h1>Regardez vos courriels</h1>
      <p class="pv-chapeau">{DEMANDES[genre].envoye}</p>
      <p class="pv-note-max">
        Rien n’arrive ? Regardez dans les indésirables, attendez quelques minutes, vérifiez l’adresse tapée. Cette page dit la même chose
        pour toutes les adresses : elle n’apprend à personne qui a un compte.
      </p>
      <p>
        <a href="/connexion">Revenir à la connexion</a>
      </p>
    </PageSimple>,
  )
}
