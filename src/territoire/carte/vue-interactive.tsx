import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { actif } from '#ui/actifs.ts'
import type { DonneesCarte } from './donnees-carte.ts'
import { Carte, type VueCarte } from './vue-carte.tsx'

/** Where the pictures under the map come from; null: nothing but our outlines. */
export type FondCarte = { adresse: string; attribution: string } | null

/** Custom elements to name in `elements` of the page that shows a <CarteInteractive>. */
export const ELEMENTS_CARTE = ['carte-quartiers'] as const

export type VueInteractive = VueCarte & {
  /** Address of the shapes (GeoJSON of `toDonneesCarte`), or the shapes themselves, written in the page. */
  donnees: string | DonneesCarte
  fond?: FondCarte
  /** Identifier of the textarea that receives what is drawn, as GeoJSON; the map then offers to draw. */
  champ?: string
  /** Under the tools: what to know about drawing here. */
  aide?: Child
}

/**
 * A map of the server that the browser upgrades when it can (script, WebGL): layers, generations, measure, and drawing when a
 * field is named. The server's map stays under it for print and for who has no script.
 */
export function CarteInteractive({ donnees, fond = null, champ, aide, ...carte }: VueInteractive) {
  return (
    <carte-quartiers
      class="pv-carte-vive"
      data-titre={carte.demande.titre}
      data-moteur={actif('elements/carte-moteur.js')}
      data-travailleur={actif('elements/maplibre-gl-worker.mjs')}
      data-feuille={actif('elements/carte-moteur.css')}
      data-source={typeof donnees === 'string' ? donnees : undefined}
      data-fond={fond === null ? undefined : fond.adresse}
      data-attribution={fond === null ? undefined : fond.attribution}
      data-champ={champ}
    >
      {typeof donnees !== 'string' && raw(`<script type="application/json">${JSON.stringify(donnees).replaceAll('<', '\\u003c')}</script>`)}
      <Carte {...carte} />
      {aide}
    </carte-quartiers>
  )
}
