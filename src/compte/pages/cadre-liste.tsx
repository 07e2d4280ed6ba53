import type { Child } from 'hono/jsx'
import type { RegleViolee } from '#platform/errors.ts'
import { BilanErreurs, type Option } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { Icone } from '#ui/icone.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'

/** A header that sorts by the address; without `href`, a plain one. */
export type EnteteListe = { libelle: string; href?: string; sens?: 'croissant' | 'decroissant' | null }

/** A list of the administrators and the pilots: filters, a table with its caption, and what comes after. */
export function CadreListe(props: {
  titre: string
  demo: boolean
  ariane: { libelle: string; href?: string }[]
  /** Beside the title. */
  actions?: Child
  fait?: string | undefined
  erreur?: RegleViolee | undefined
  /** Fields of the filters; their button is here. */
  filtres?: Child
  legende: string
  entetes: readonly EnteteListe[]
  /** Rows of the table. */
  lignes: Child
  /** Shown in the place of a table without a row. */
  vide?: Child
  /** Under the table: pages, exports. */
  pied?: Child
  children?: Child
}) {
  return (
    <PageSimple titre={props.titre} demo={props.demo} classe="pv-page pv-simple pv-liste">
      <FilAriane etapes={props.ariane} />
      <div class="pv-tete pv-tete-page">
        <h1>{props.titre}</h1>
        {props.actions !== undefined && <p class="pv-actions">{props.actions}</p>}
      </div>
      {props.fait !== undefined && <Message ton="success">{props.fait}</Message>}
      <BilanErreurs message={props.erreur?.message} erreurs={props.erreur?.champs} />
      {props.filtres !== undefined && (
        <search>
          <form class="pv-filtres">
            {props.filtres}
            <button class="ds-button" data-variant="secondary" type="submit">
              Chercher
            </button>
          </form>
        </search>
      )}
      {props.vide ?? (
        <section class="pv-defile" aria-label={props.titre} tabindex={0}>
          <table class="ds-table">
            <caption>{props.legende}</caption>
            <thead>
              <tr>
                {props.entetes.map((entete) => (
                  <Entete {...entete} />
                ))}
              </tr>
            </thead>
            <tbody>{props.lignes}</tbody>
          </table>
        </section>
      )}
      {props.pied}
      {props.children}
    </PageSimple>
  )
}

function Entete({ libelle, href, sens }: EnteteListe) {
  if (href === undefined) return <th scope="col">{libelle}</th>
  const trie = sens === 'croissant' ? 'ascending' : sens === 'decroissant' ? 'descending' : undefined
  return (
    <th scope="col" aria-sort={trie}>
      <a href={href}>{libelle}</a>
      {trie !== undefined && <Icone nom={sens === 'croissant' ? 'haut' : 'bas'} />}
    </th>
  )
}

/** A filter: no « facultatif », none is required. */
export function FiltreTexte({ nom, libelle, valeur }: { nom: string; libelle: string; valeur: string }) {
  return (
    <div class="ds-field">
      <label for={`f-${nom}`}>{libelle}</label>
      <input class="ds-input" id={`f-${nom}`} name={nom} type="search" value={valeur} />
    </div>
  )
}

/** One value among a list; `vide` is the choice of none. */
export function FiltreChoix(props: { nom: string; libelle: string; valeur: string | null; vide?: string; options: readonly Option[] }) {
  return (
    <div class="ds-field">
      <label for={`f-${props.nom}`}>{props.libelle}</label>
      <select class="ds-input" id={`f-${props.nom}`} name={props.nom}>
        {props.vide !== undefined && <option value="">{props.vide}</option>}
        {props.options.map(({ valeur, libelle }) => (
          <option value={valeur} selected={valeur === props.valeur}>
            {libelle}
          </option>
        ))}
      </select>
    </div>
  )
}
