import type { Child } from 'hono/jsx'
import { Page, Pied } from '#ui/gabarits.tsx'
import { Marque } from '#ui/marque.tsx'

export type LienPublic = { libelle: string; href: string; courant?: boolean }

/** Frame of the public pages of a contract. */
export function PagePublique(props: {
  titre: string
  description?: string
  nom: string
  accueil: string
  liens: readonly LienPublic[]
  demo: boolean
  children: Child
}) {
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
        <a class="ds-button large" data-variant="secondary" data-size="xs" href="/connexion">
          Se connecter
        </a>
        <details class="pv-menu">
          <summary>Menu</summary>
          <ul>
            {props.liens.map((lien) => (
              <li>
                <a href={lien.href}>{lien.libelle}</a>
              </li>
            ))}
            <li>
              <a href="/connexion">Se connecter</a>
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
