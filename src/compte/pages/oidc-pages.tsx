import type { C } from '#platform/http/env.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { Message } from '#ui/pieces.tsx'
import type { Fournisseur } from '../oidc-configuration.ts'

/** « ?suite=… », left out for the usual place. */
export function querySuite(suite: string): string {
  return suite === '/espace' ? '' : `?suite=${encodeURIComponent(suite)}`
}

/** On the way to the provider, for browsers that do not go by themselves. */
export function PageDepart({ fournisseur, adresse, demo }: { fournisseur: Fournisseur; adresse: string; demo: boolean }) {
  return (
    <PageSimple titre={`Vers ${fournisseur.libelle}`} demo={demo}>
      <h1>Vous allez sur le site de {fournisseur.libelle}</h1>
      <p class="pv-chapeau">Identifiez-vous là-bas : vous reviendrez ici, et cette identité sera reliée à votre compte.</p>
      <p class="pv-haut-1">
        <a class="ds-button" href={adresse}>
          Continuer vers {fournisseur.libelle}
        </a>
      </p>
    </PageSimple>
  )
}

/** Where the browser goes to close the session of the provider too. */
export type Sortie = { adresse: string; libelle: string }

/** The session here is closed; the browser goes on by itself, for a form of ours may not lead to another site. */
export function showSortie(c: C, { adresse, libelle }: Sortie, cookies: Headers): Response | Promise<Response> {
  for (const cookie of cookies.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  c.header('refresh', `0; url=${adresse}`)
  c.header('cache-control', 'no-store')
  return c.html(
    <PageSimple titre="Déconnexion" demo={c.get('configuration').demo}>
      <h1>Vous êtes déconnecté de Parvis</h1>
      <p class="pv-chapeau">Votre session chez {libelle} se ferme aussi.</p>
      <div class="pv-actions pv-haut-1">
        <a class="ds-button" href={adresse}>
          Fermer ma session {libelle}
        </a>
        <a class="ds-button" data-variant="tertiary" href="/connexion">
          Revenir à la page de connexion
        </a>
      </div>
    </PageSimple>,
  )
}

/** Why the provider opened nothing, and what can be done. */
export function PageRefus(props: { fournisseur: Fournisseur; message: string; suite: string; relie: boolean; demo: boolean }) {
  const { fournisseur, message, suite, relie } = props
  return (
    <PageSimple titre={`Connexion par ${fournisseur.libelle}`} demo={props.demo}>
      <h1>{relie ? `${fournisseur.libelle} n’a pas été relié` : `La connexion par ${fournisseur.libelle} n’a pas abouti`}</h1>
      <Message ton="danger">{message}</Message>
      <div class="pv-actions pv-haut-1">
        {relie ? (
          <a class="ds-button" href="/compte">
            Revenir à mon compte
          </a>
        ) : (
          <>
            <a class="ds-button" href={`/connexion/fournisseur/${fournisseur.id}${querySuite(suite)}`}>
              Recommencer avec {fournisseur.libelle}
            </a>
            <a class="ds-button" data-variant="secondary" href={`/connexion${querySuite(suite)}`}>
              Me connecter autrement
            </a>
          </>
        )}
      </div>
    </PageSimple>
  )
}
