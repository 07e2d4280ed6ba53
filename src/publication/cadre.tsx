import type { Child } from 'hono/jsx'
import { Page, Pied } from '#ui/gabarits.tsx'
import { Marque } from '#ui/marque.tsx'

export type LienPublic = { libelle: string; href: string; courant?: boolean }

/** Frame of the public pages of a contract. `sortie`: where the button at the end of the bar leads, to sign in unless said. */
export function PagePublique(props: {
  titre: string
  description?: string
  nom: string
  accueil: string
  liens: readonly LienPublic[]
  sortie?: { libelle: string; href: string }
  demo: boolean
  children: Child
}) {
  const sortie = props.sortie ?? { libelle: 'Se connecter', href: '/connexion' }
  return (
    <Page
      titre={props.titre}
      taille="md"
      corps="pv-p-public"
      {...(props.description === undefined ? {} : { description: props.description })}
    >
      <header class="pv-haut pv-haut-public">
        <Marque mot={props.nom} href={props.accueil} />
        <nav class="large pousse" aria-label="Principale">
          <ul>
            {props.liens.map((lien) => (
              <li>
                <a href={lien.href} aria-current={lien.courant === true ? 'page' : undefined}>
                  {lien.libelle}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <a class="ds-button large" data-variant="secondary" data-size="xs" href={sortie.href}>
          {sortie.libelle}
        </a>
        <details class="pv-menu">
          <summary>Menu</summary>
          <ul>
            {props.liens.map((lien) => (
              <li>
                <a href={lien.href} aria-current={lien.courant === true ? 'page' : undefined}>
                  {lien.libelle}
                </a>
              </li>
            ))}
            <li>
              <a href={sortie.href}>{sortie.libelle}</a>
            </li>
          </ul>
        </details>
      </header>
      <main id="contenu" tabindex={-1}>
        {props.children}
      </main>
      <div class="pv-seuil" aria-hidden="true" />
      <Pied demo={props.demo} />
    </Page>
  )
}

/** Says on every page of a preview that nobody else sees it, and where one publishes. */
export function BandeauApercu({ retour }: { retour: string }) {
  return (
    <div class="pv-simulation">
      <p class="pv-page">
        <strong>Aperçu</strong> : cette page n’est pas publiée, rien ici n’est visible du public.{' '}
        <a href={retour}>Revenir à la publication</a>
      </p>
    </div>
  )
}
