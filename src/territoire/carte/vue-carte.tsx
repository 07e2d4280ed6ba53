import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { formatNombre, typographie } from '#platform/formats.ts'
import { type DemandeCarte, type EntreeLegende, idCarte } from './carte.ts'
import { swatchOf } from './couleurs.ts'
import { drawCarte } from './dessin.ts'

export type VueCarte = {
  demande: DemandeCarte
  /** The table of every shape: folded under the map (default), open, or left to the page, which has one of its own. */
  tableau?: 'replie' | 'ouvert' | 'page'
  /** Under the source: links, what to know before reading. */
  children?: Child
}

/** A map with all it needs to be read: legend, scale, source, and the same in a table. */
export function Carte({ demande, tableau = 'replie', children }: VueCarte) {
  const dessin = drawCarte(demande)
  return (
    <figure class="pv-plan">
      {dessin === null ? (
        <p class="pv-note">Aucun contour à dessiner.</p>
      ) : (
        <>
          {raw(dessin.svg)}
          <Legende id={dessin.id} entrees={dessin.legende} />
        </>
      )}
      <figcaption>
        {dessin !== null && dessin.reduites > 0 && (
          <span class="pv-plan-note">
            {dessin.reduites === 1
              ? 'Un lieu trop petit à cette échelle est montré'
              : `${formatNombre(dessin.reduites)} lieux trop petits à cette échelle sont montrés`}{' '}
            par un carré.{' '}
          </span>
        )}
        {dessin !== null && dessin.ailleurs.length > 0 && (
          <span class="pv-plan-note">
            {dessin.ailleurs.length === 1
              ? 'Un lieu, loin de ceux-ci, n’est pas dessiné'
              : `${formatNombre(dessin.ailleurs.length)} lieux, loin de ceux-ci, ne sont pas dessinés`}{' '}
            {'\u00a0'}: une carte ne garde ses formes que d’un côté de l’océan. Le tableau les cite.{' '}
          </span>
        )}
        Contours{'\u00a0'}: {typographie(demande.source)}
        {demande.millesime !== undefined && `, ${typographie(demande.millesime)}`}.{dessin !== null && ` Projection ${dessin.projection}.`}{' '}
        {children}
      </figcaption>
      {tableau !== 'page' && <Jumeau demande={demande} ouvert={tableau === 'ouvert' ? '' : undefined} />}
    </figure>
  )
}

/** Patch of each layer, with its words and its count. */
function Legende({ id, entrees }: { id: string; entrees: readonly EntreeLegende[] }) {
  return (
    <ul class="pv-plan-legende" aria-label="Légende">
      {entrees.map(({ libelle, style, nombre, calque }) => (
        <li data-calque={calque}>
          {raw(swatchOf(style, `${id}-cle`))}
          {typographie(libelle)}
          {nombre > 1 && <span class="pv-petit"> ({formatNombre(nombre)})</span>}
        </li>
      ))}
    </ul>
  )
}

/** Every shape of the map, in the order of the layers. */
function Jumeau({ demande, ouvert }: { demande: DemandeCarte; ouvert: '' | undefined }) {
  const calques = demande.calques.filter(({ role, formes }) => role !== 'fond' && formes.length > 0)
  if (calques.length === 0) return null
  const toutes = calques.flatMap(({ formes }) => formes)
  const avecCode = toutes.some(({ code }) => code !== undefined)
  const avecValeur = toutes.some(({ valeur }) => valeur !== undefined)
  const nom = `${idCarte(demande)}-tableau`
  return (
    <details class="ds-details pv-haut-1" open={ouvert === ''}>
      <summary>La même carte en tableau</summary>
      <section class="pv-defile" aria-label={`Tableau de la carte : ${demande.titre}`} tabindex={0} id={nom}>
        <table class="ds-table">
          <caption class="pv-cache">{typographie(demande.titre)}</caption>
          <thead>
            <tr>
              <th scope="col">Lieu</th>
              {avecCode && <th scope="col">Code</th>}
              {calques.length > 1 && <th scope="col">Sur la carte</th>}
              {avecValeur && <th scope="col">{demande.enteteValeur ?? 'Valeur'}</th>}
            </tr>
          </thead>
          <tbody>
            {calques.flatMap((calque) =>
              calque.formes.map((forme) => (
                <tr>
                  <th scope="row">
                    {forme.href === undefined ? typographie(forme.nom) : <a href={forme.href}>{typographie(forme.nom)}</a>}
                  </th>
                  {avecCode && <td>{forme.code ?? '–'}</td>}
                  {calques.length > 1 && <td>{typographie(calque.libelle)}</td>}
                  {avecValeur && <td>{forme.valeur === undefined ? '–' : typographie(forme.valeur)}</td>}
                </tr>
              )),
            )}
          </tbody>
        </table>
      </section>
    </details>
  )
}
