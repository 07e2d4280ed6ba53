import type { Child } from 'hono/jsx'
import { accorde, formatNombre } from '#platform/formats.ts'
import { Statut, T } from '#ui/pieces.tsx'
import { Carte } from '../carte/vue-carte.tsx'
import type { EtatLien, FiltreLiens, LienFiliation } from '../filiation.store.ts'
import { sayDesaccord, sayLien, sayPart } from '../filiation-mots.ts'
import { TYPES_FILIATION } from '../filiation-saisie.ts'
import { LIBELLES_FILIATION } from '../quartier.ts'
import { carteDeLien, type LienDessine } from './filiation-carte.ts'
import { CHEMIN_FILIATION, type Paire } from './filiation-tete.tsx'

/** The links of a page: picture, sentence, shares, state. */
export function LiensFiliation(props: {
  liens: readonly LienDessine[]
  filtre: FiltreLiens
  total: number
  base: string
  paire: Paire
  etats: Readonly<Record<EtatLien, string>>
  children: Child
}) {
  const { liens, filtre, total, paire } = props
  const source = `${paire.ancienne.libelle} et ${paire.nouvelle.libelle}, tels qu’importés`
  const filtree = filtre.etat !== null || filtre.type !== null || filtre.texte !== ''
  return (
    <section aria-labelledby="h-liens">
      <div class="pv-titre-page">
        <h2 id="h-liens">{accorde(total, 'lien')}</h2>
        <a
          class="ds-button"
          data-variant="secondary"
          data-size="sm"
          href={`${CHEMIN_FILIATION}/ajouter?${new URLSearchParams({ de: paire.ancienne.code, vers: paire.nouvelle.code })}`}
        >
          Ajouter un lien
        </a>
      </div>
      <search>
        <form class="pv-filtres">
          <input type="hidden" name="de" value={paire.ancienne.code} />
          <input type="hidden" name="vers" value={paire.nouvelle.code} />
          <div class="ds-field">
            <label for="f-q">Code ou nom</label>
            <input class="ds-input" id="f-q" name="q" type="search" value={filtre.texte} />
          </div>
          <div class="ds-field">
            <label for="f-etat">État</label>
            <select class="ds-input" id="f-etat" name="etat">
              <option value="">Tous sauf écartés</option>
              {Object.entries(props.etats).map(([valeur, libelle]) => (
                <option value={valeur} selected={valeur === filtre.etat}>
                  {libelle}
                </option>
              ))}
            </select>
          </div>
          <div class="ds-field">
            <label for="f-type">Sorte</label>
            <select class="ds-input" id="f-type" name="type">
              <option value="">Toutes</option>
              {TYPES_FILIATION.map((type) => (
                <option value={type} selected={type === filtre.type}>
                  {LIBELLES_FILIATION[type]}
                </option>
              ))}
            </select>
          </div>
          <button class="ds-button" data-variant="secondary" type="submit">
            Chercher
          </button>
        </form>
      </search>
      {filtree && (
        <p>
          <a href={props.base}>Retirer le filtre</a>
        </p>
      )}
      <ul class="pv-superpositions">
        {liens.map((dessine) => (
          <li>
            <UnLien dessine={dessine} source={source} />
          </li>
        ))}
      </ul>
      {props.children}
    </section>
  )
}

function UnLien({ dessine, source }: { dessine: LienDessine; source: string }) {
  const { lien } = dessine
  const demande = carteDeLien(dessine, { largeur: 320, source })
  const desaccord = lien.nouveau === null ? null : sayDesaccord(lien.nouveau.code, [lien.type])
  return (
    <article>
      <h3>
        <a href={`${CHEMIN_FILIATION}/${lien.id}`}>
          <T>{(lien.nouveau ?? lien.ancien)?.nom ?? ''}</T>
        </a>
      </h3>
      <p>
        <T>{sayLien(lien)}</T>
      </p>
      <Etat lien={lien} /> <Parts lien={lien} />
      {desaccord !== null && (
        <p class="pv-alerte">
          <T>{desaccord}</T>
        </p>
      )}
      {demande === null ? <p class="pv-note">Aucun contour connu.</p> : <Carte demande={demande} tableau="page" />}
    </article>
  )
}

/** State of the review, in a word. */
export function Etat({ lien }: { lien: LienFiliation }) {
  if (lien.ecarteLe !== null) return <Statut etat="abandonnee">écarté</Statut>
  if (lien.revueLe === null) return <Statut etat="brouillon">à relire</Statut>
  return <Statut etat="validee">{lien.origine === 'saisie' ? 'saisi ou corrigé' : 'accepté'}</Statut>
}

/** Shares of area, and of population when known. */
export function Parts({ lien }: { lien: LienFiliation }) {
  if (lien.partAncienPm === null || lien.partNouveauPm === null) return null
  const population = lien.partPopulationAncienPm === null ? '' : `, et ${sayPart(lien.partPopulationAncienPm)} de ses habitants`
  return (
    <span class="pv-note">
      {sayPart(lien.partAncienPm)} de la surface de l’ancien{population}, {sayPart(lien.partNouveauPm)} de celle du nouveau
      {lien.ancien?.aireM2 != null && lien.nouveau?.aireM2 != null && (
        <>
          {' '}
          ({formatNombre(Math.round(lien.ancien.aireM2 / 10_000))} ha, puis {formatNombre(Math.round(lien.nouveau.aireM2 / 10_000))} ha)
        </>
      )}
    </span>
  )
}
