import type { RegleViolee } from '#platform/errors.ts'
import type { C } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { publique, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { enterCode, findEtape } from '../commands/enter-code.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { redirectWith } from './connexion.tsx'
import { depuisOf, noStore, porteOf } from './depuis.ts'
import { tieJeton } from './oidc-session.ts'

const RECOMMENCER = '/connexion?fait=etape'

/** The second step of signing in: the code of the device, or a recovery code. */
export function addRoutesConnexionCode(routes: Routes, { sessions }: { sessions: Sessions }): void {
  routes.get('/connexion/code', publique, async (c) => {
    const etape = await findEtape(porteOf(c, sessions), depuisOf(c))
    return etape === null ? c.redirect(RECOMMENCER, 303) : showCode(c)
  })

  routes.post('/connexion/code', publique, async (c) => {
    const saisie = await parseFormulaire(c)
    const etape = await findEtape(porteOf(c, sessions), depuisOf(c))
    if (etape === null) return c.redirect(RECOMMENCER, 303)
    return orShow(
      async () => {
        const entree = await enterCode(porteOf(c, sessions), etape, typed(saisie, 'code'), depuisOf(c))
        await tieJeton(c, sessions, entree.cookies)
        return redirectWith(c, entree.vers, entree.cookies)
      },
      (erreur) => showCode(c, erreur),
    )
  })
}

function showCode(c: C, erreur?: RegleViolee): Response | Promise<Response> {
  noStore(c)
  return c.html(
    <PageSimple titre="Second facteur" demo={c.get('configuration').demo}>
      <h1>Tapez votre code</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">Ouvrez votre application de codes et tapez celui qu’elle affiche pour Parvis.</p>
      <form method="post" class="pv-formulaire" novalidate>
        <ChampTexte
          nom="code"
          libelle="Code à six chiffres"
          aide="Téléphone perdu ? Tapez ici l’un de vos codes de récupération."
          autocomplete="one-time-code"
          longueurMax={20}
          requis
          erreurs={erreur?.champs}
        />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Continuer
          </button>
          <a href="/connexion">Recommencer la connexion</a>
        </div>
      </form>
      <p class="pv-note pv-note-max pv-haut-2">
        Ni téléphone, ni code de récupération : seule l’administration de la plateforme peut retirer votre second facteur, après avoir
        vérifié que c’est bien vous.
      </p>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
