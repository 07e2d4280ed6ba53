import type { Child } from 'hono/jsx'
import { typographie } from '#platform/formats.ts'

/** « 2.1.5 » with its brick dots. */
export function Code({ code, taille }: { code: string; taille?: 'moyen' | 'grand' | 'geant' }) {
  const morceaux = code.split('.')
  return (
    <span class="pv-code" data-taille={taille}>
      {morceaux.map((morceau, rang) => (
        <>
          {rang > 0 && <i>.</i>}
          {morceau}
        </>
      ))}
    </span>
  )
}

/** Stones that count: filled, under way, empty. The label says the same in words. */
export function Paves({ pleins, total, libelle }: { pleins: number; total: number; libelle: string }) {
  return (
    <span class="pv-paves" role="img" aria-label={libelle}>
      {Array.from({ length: total }, (_, rang) => (
        <i class={rang < pleins ? 'p' : undefined} />
      ))}
    </span>
  )
}

/** A status: shape and word, never colour alone. */
export function Statut({
  etat,
  children,
}: {
  etat: 'brouillon' | 'soumise' | 'validee' | 'retard' | 'doute' | 'abandonnee'
  children: Child
}) {
  return (
    <span class="pv-statut" data-etat={etat}>
      {children}
    </span>
  )
}

/** Text of a person, with French spaces. */
export function T({ children }: { children: string }) {
  return <>{typographie(children)}</>
}

export function FilAriane({ etapes }: { etapes: { libelle: string; href?: string }[] }) {
  return (
    <nav class="ds-breadcrumbs" aria-label="Fil d’Ariane">
      <ol>
        {etapes.map((etape) => (
          <li>{etape.href === undefined ? etape.libelle : <a href={etape.href}>{etape.libelle}</a>}</li>
        ))}
      </ol>
    </nav>
  )
}

/** What happened, said once at the top of the page. */
export function Message({ ton, children }: { ton: 'info' | 'success' | 'warning' | 'danger'; children: Child }) {
  return (
    <div class="ds-alert pv-message" data-color={ton} role={ton === 'danger' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}

/** Nothing here yet: why, what it will hold, one action. */
export function Vide({ titre, children }: { titre: string; children: Child }) {
  const pierres = [0, 1, 2, 3].map((x) => [1 + 56 * x, 1] as const)
  const suite = [0, 1, 2].map((x) => [29 + 56 * x, 39] as const)
  const fin = [0, 1, 2, 3].map((x) => [1 + 56 * x, 77] as const)
  const bas = [0, 1, 2].map((x) => [29 + 56 * x, 115] as const)
  return (
    <section class="pv-vide">
      <svg width="222" height="150" viewBox="0 0 222 150" aria-hidden="true">
        {[...pierres, ...suite, ...fin, ...bas].map(([x, y], rang) => (
          <rect class={rang === 0 ? 'plein' : 'creux'} x={x} y={y} width="48" height="30" rx="3" />
        ))}
      </svg>
      <div>
        <h2>{titre}</h2>
        {children}
      </div>
    </section>
  )
}

/** « 1 à 50 sur 312 », previous and next, by the address. */
export function Pagination({ page, taille, total, href }: { page: number; taille: number; total: number; href: (page: number) => string }) {
  const derniere = Math.max(1, Math.ceil(total / taille))
  if (derniere === 1) return null
  return (
    <nav class="pv-pagination" aria-label="Pages">
      {page > 1 && (
        <a href={href(page - 1)} rel="prev">
          Page précédente
        </a>
      )}
      <span class="pv-note">
        Page {page} sur {derniere}
      </span>
      {page < derniere && (
        <a href={href(page + 1)} rel="next">
          Page suivante
        </a>
      )}
    </nav>
  )
}
