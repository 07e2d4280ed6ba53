import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { actif } from './actifs.ts'
import { Marque } from './marque.tsx'
import { mentionAccessibilite } from './mention-accessibilite.ts'

/** Document skeleton. `taille` sm: workspace, 16 px; md: public pages, 18 px. */
export function Page(props: {
  titre: string
  taille: 'sm' | 'md'
  corps?: string
  elements?: readonly string[]
  description?: string
  children: Child
}) {
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang="fr" data-color-scheme="auto" data-size={props.taille}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${props.titre} · Parvis`}</title>
          {props.description !== undefined && <meta name="description" content={props.description} />}
          <link rel="icon" href="/actifs/parvis.svg" type="image/svg+xml" />
          <link rel="stylesheet" href={actif('parvis.css')} />
          {(props.elements ?? []).map((nom) => (
            <script type="module" src={actif(`elements/${nom}.js`)} />
          ))}
        </head>
        <body class={props.corps}>
          <a class="ds-skip-link" href="#contenu">
            Aller au contenu
          </a>
          {props.children}
        </body>
      </html>
    </>
  )
}

export type EntreeNavigation = { libelle: string; href: string; nombre?: number | undefined; courante: boolean; coupe?: boolean }

export type Cadre = {
  /** Body that pilots, and its contract, shown beside the mark. */
  lieu: { organisme: string; contrat: string; href: string }
  navigation: readonly EntreeNavigation[]
  moi: { initiales: string; nom: string; role: string } | null
  /** Under what title the person acts, when she could act under another. */
  titre?: { phrase: string; href: string } | undefined
  recherche: { action: string; valeur?: string | undefined }
  demo: boolean
  /** Said across every page: who reads under an exception. */
  bandeau?: Child
}

/** Page of the workspace of a contract. */
export function PageEspace(props: { titre: string; cadre: Cadre; elements?: readonly string[]; children: Child }) {
  const { cadre } = props
  return (
    <Page titre={props.titre} taille="sm" corps="pv-p-espace" {...(props.elements ? { elements: props.elements } : {})}>
      <header class="pv-haut">
        <Marque mot="Parvis" href="/espace" />
        <p class="pv-lieu">
          <strong>{cadre.lieu.organisme}</strong> <a href={cadre.lieu.href}>{cadre.lieu.contrat}</a>
        </p>
        <search class="pv-recherche">
          <form class="pv-cherche" action={cadre.recherche.action}>
            <label class="pv-cache" for="q">
              Chercher une fiche
            </label>
            <input class="ds-input" id="q" name="q" type="search" value={cadre.recherche.valeur ?? ''} />
            <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit">
              <span class="pv-i" data-i="loupe" aria-hidden="true" />
              <span class="pv-cache">Chercher</span>
            </button>
          </form>
        </search>
        <details class="pv-menu">
          <summary>Menu</summary>
          <ul>
            {cadre.navigation.map((entree) => (
              <li>
                <a href={entree.href} aria-current={entree.courante ? 'page' : undefined}>
                  {entree.libelle}
                </a>
              </li>
            ))}
            <li>
              <a href={cadre.recherche.action}>Chercher</a>
            </li>
          </ul>
        </details>
        {cadre.moi === null ? (
          <a class="ds-button" data-variant="secondary" data-size="xs" href="/connexion">
            Se connecter
          </a>
        ) : (
          <a class="pv-moi" href="/compte">
            <span class="rond" aria-hidden="true">
              {cadre.moi.initiales}
            </span>
            <span class="nom">
              {cadre.moi.nom}
              <small>{cadre.moi.role}</small>
            </span>
          </a>
        )}
      </header>
      <div class="pv-seuil" aria-hidden="true" />
      {cadre.bandeau}
      {cadre.titre !== undefined && (
        <aside class="pv-titre-agir" aria-label="Mandat sous lequel vous agissez">
          {cadre.titre.phrase} <a href={cadre.titre.href}>Changer de mandat</a>
        </aside>
      )}
      <div class="pv-espace">
        <nav class="pv-rail" aria-label="Espace du contrat">
          <ul>
            {cadre.navigation.map((entree) => (
              <li class={entree.coupe === true ? 'coupe' : undefined}>
                <a href={entree.href} aria-current={entree.courante ? 'page' : undefined}>
                  {entree.libelle}
                  {entree.nombre !== undefined && <span class="nb">{entree.nombre}</span>}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main class="pv-corps" id="contenu" tabindex={-1}>
          {props.children}
        </main>
      </div>
      <Pied demo={cadre.demo} />
    </Page>
  )
}

/** Foot of every page. */
export function Pied({ demo }: { demo: boolean }) {
  return (
    <footer class="pv-pied">
      <ul>
        <li>
          <a href="/accessibilite">{mentionAccessibilite()}</a>
        </li>
        <li>
          <a href="/mentions-legales">Mentions légales</a>
        </li>
        <li>
          <a href="/donnees-personnelles">Données personnelles</a>
        </li>
        <li>
          <a href="/aide">Aide et guide</a>
        </li>
        <li>
          <a href="/logiciel-libre">Parvis, logiciel libre</a>
        </li>
      </ul>
      {demo && <p class="pv-demo">Démonstration : les personnes, les montants et les dates de cette page sont inventés.</p>}
    </footer>
  )
}

/** A page outside any contract: sign-in, list of contracts, errors, legal pages. */
export function PageSimple(props: { titre: string; demo?: boolean; classe?: string; elements?: readonly string[]; children: Child }) {
  return (
    <Page titre={props.titre} taille="md" {...(props.elements ? { elements: props.elements } : {})}>
      <header class="pv-haut">
        <Marque mot="Parvis" href="/" />
        <nav class="pousse" aria-label="Aide et compte">
          <ul>
            <li>
              <a href="/aide">Aide</a>
            </li>
            <li>
              <a href="/espace">Mon espace</a>
            </li>
          </ul>
        </nav>
      </header>
      <div class="pv-seuil" aria-hidden="true" />
      <main id="contenu" tabindex={-1} class={props.classe ?? 'pv-page pv-simple'}>
        {props.children}
      </main>
      <Pied demo={props.demo === true} />
    </Page>
  )
}
