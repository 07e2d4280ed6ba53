import { accorde, formatNombre } from '#platform/formats.ts'
import { T } from '#ui/pieces.tsx'
import { fois, fraction, sayFraction } from '../fraction.ts'
import { classementAu } from '../palier.ts'
import type { Critere, Score } from '../score.ts'
import type { Bascule } from '../sensibilite.ts'
import type { TableauLu } from './criteres-lecture.ts'
import { hrefLieu } from './paliers-carte.ts'

/** « 692 »: a score out of a thousand, rounded; it is compared exact. */
export function sayScore(total: Score['total']): string {
  return total === null ? '–' : sayFraction(fois(total, fraction(1000)), 0)
}

/** What is tried out, above everything: nothing of it is kept. */
export function BandeauSimulation({ criteres, essai, base }: { criteres: readonly Critere[]; essai: readonly Critere[]; base: string }) {
  const changes = essai.flatMap((critere, rang) => {
    const avant = criteres[rang]?.poids ?? 0
    return avant === critere.poids ? [] : [{ libelle: critere.libelle, avant, apres: critere.poids }]
  })
  return (
    <aside class="pv-simulation" aria-label="Ceci est une simulation">
      <div>
        <strong>Simulation : rien n’est enregistré</strong>{' '}
        {changes.map(({ libelle, avant, apres }, rang) => (
          <>
            {rang > 0 && ', '}
            <T>{libelle}</T> <del>{formatNombre(avant)}</del> {accorde(apres, 'point')}
          </>
        ))}
      </div>
      <a class="ds-button" data-variant="secondary" data-size="sm" href={`${base}/criteres`}>
        Quitter la simulation
      </a>
    </aside>
  )
}

/** Places × criteria, strongest first, with the score, the tier it leads to and the tier in force. @param avant scores before the simulation */
export function TableScores(props: {
  tableau: TableauLu
  criteres: readonly Critere[]
  scores: readonly Score[]
  avant: readonly Score[] | null
}) {
  const { tableau, criteres, scores } = props
  const { paliers, lieux, classements, jour, base } = tableau
  const libelle = (id: string | null) => paliers.find((palier) => palier.id === id)?.libelle ?? 'aucun'
  return (
    <section class="pv-defile" aria-label="Scores des lieux" tabindex={0}>
      <table class="ds-table pv-scores">
        <caption>Scores sur 1 000, du plus fort besoin au plus faible</caption>
        <thead>
          <tr>
            <th scope="col">Lieu</th>
            {criteres.map(({ libelle: nom, unite, poids }) => (
              <th scope="col" class="n">
                <T>{nom}</T>
                <span class="pv-petit"> {[unite, accorde(poids, 'point')].filter((un) => un !== null).join(', ')}</span>
              </th>
            ))}
            <th scope="col" class="n">
              Score
            </th>
            <th scope="col">Palier par le score</th>
            <th scope="col">Palier en vigueur</th>
          </tr>
        </thead>
        <tbody>
          {scores.map((score) => {
            const lieu = lieux.find(({ cle }) => cle === score.lieu)
            if (lieu === undefined) return null
            const avant = props.avant?.find((un) => un.lieu === score.lieu)
            const enVigueur = classementAu(classements, lieu.cle, jour)?.palierId ?? null
            return (
              <tr>
                <th scope="row">
                  <a href={hrefLieu(lieu, base)}>
                    <T>{lieu.nom}</T>
                  </a>
                </th>
                {score.notes.map(({ valeur }) => (
                  <td class="n">{valeur ?? <span title="chiffre non connu">n. c.</span>}</td>
                ))}
                <td class="n">
                  {avant !== undefined && sayScore(avant.total) !== sayScore(score.total) && <del>{sayScore(avant.total)} </del>}
                  <strong>{sayScore(score.total)}</strong>
                  {score.total !== null && score.poidsComptes < score.poidsTotal && (
                    <span class="pv-petit">
                      {' '}
                      sur {formatNombre(score.poidsComptes)} points des {formatNombre(score.poidsTotal)}
                    </span>
                  )}
                </td>
                <td>
                  {avant !== undefined && avant.palierId !== score.palierId && (
                    <del>
                      <T>{libelle(avant.palierId)}</T>{' '}
                    </del>
                  )}
                  <T>{libelle(score.palierId)}</T>
                </td>
                <td>
                  <T>{libelle(enVigueur)}</T>
                  {enVigueur !== null && score.palierId !== null && enVigueur !== score.palierId && (
                    <span class="pv-petit"> diffère du score</span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** Other weights to look at, by the address: nothing is kept. */
export function EssaiPoids({ criteres, base }: { criteres: readonly Critere[]; base: string }) {
  return (
    <details class="ds-details pv-haut-2">
      <summary>Essayer d’autres poids</summary>
      <form action={`${base}/criteres`} class="pv-formulaire">
        <div class="pv-cote">
          {criteres.map(({ id, libelle, poids }) => (
            <div class="ds-field">
              <label for={`poids-${id}`}>
                <T>{libelle}</T>
              </label>
              <input class="ds-input" id={`poids-${id}`} name={`poids-${id}`} inputmode="numeric" value={poids} />
            </div>
          ))}
        </div>
        <div class="pv-actions">
          <button class="ds-button" data-variant="secondary" type="submit">
            Simuler
          </button>
        </div>
      </form>
    </details>
  )
}

/** « Ce qui basculerait » if one weight moved. */
export function Sensibilite(props: {
  tableau: TableauLu
  criteres: readonly Critere[]
  bascules: readonly Bascule[]
  variationPm: number
}) {
  const { tableau, criteres, bascules, variationPm } = props
  const part = `${sayFraction(fraction(variationPm, 10), variationPm % 10 === 0 ? 0 : 1)}\u00a0%`
  const sansSeuil = tableau.paliers.every(({ seuilPm }) => seuilPm === null)
  return (
    <section class="pv-section" aria-labelledby="h-bascule">
      <h2 id="h-bascule">Ce qui basculerait</h2>
      {sansSeuil ? (
        <p class="pv-note">Aucun palier ne demande de score : rien ne peut basculer. Les scores requis se fixent avec les paliers.</p>
      ) : bascules.length === 0 ? (
        <p>
          <T>{`Aucun lieu ne change de palier si le poids d’un critère varie de ${part}, dans un sens ou dans l’autre.`}</T>
        </p>
      ) : (
        <section class="pv-defile" aria-label="Lieux qui changeraient de palier" tabindex={0}>
          <table class="ds-table">
            <caption>
              <T>{`Lieux qui changeraient de palier si un seul poids variait de ${part}, les autres restant ce qu’ils sont`}</T>
            </caption>
            <thead>
              <tr>
                <th scope="col">Critère</th>
                <th scope="col">Lieu</th>
                <th scope="col">Du palier</th>
                <th scope="col">Au palier</th>
                <th scope="col">À partir de</th>
              </tr>
            </thead>
            <tbody>
              {bascules.map((bascule) => {
                const critere = criteres.find(({ id }) => id === bascule.critereId)
                return (
                  <tr>
                    <th scope="row">
                      <T>{critere?.libelle ?? ''}</T>
                    </th>
                    <td>
                      <T>{tableau.lieux.find(({ cle }) => cle === bascule.lieu)?.nom ?? ''}</T>
                    </td>
                    <td>
                      <T>{bascule.avant?.libelle ?? 'aucun'}</T>
                    </td>
                    <td>
                      <T>{bascule.apres?.libelle ?? 'aucun'}</T>
                    </td>
                    <td>
                      <T>
                        {`${sayFraction(bascule.poidsBascule, 1)} points au lieu de ${formatNombre(critere?.poids ?? 0)} (${bascule.sens === 'hausse' ? '+' : '−'} ${sayFraction(fraction(bascule.ecartPm, 10), 1)} %)`}
                      </T>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}

const METHODES: Record<Critere['normalisation'], string> = {
  rang: 'rang parmi les lieux connus',
  min_max: 'place entre le plus faible et le plus fort',
  seuil: 'seuil atteint ou non',
}

/** Each score line by line, so that anyone can do it again. */
export function Derivations({ tableau, criteres, scores }: { tableau: TableauLu; criteres: readonly Critere[]; scores: readonly Score[] }) {
  return (
    <section class="pv-section" aria-labelledby="h-derivation">
      <h2 id="h-derivation">Comment chaque score se calcule</h2>
      <p class="pv-note">
        Chaque chiffre devient une note de 0 à 1 par la méthode de son critère ; le score est la moyenne des notes connues, pesées par leurs
        points.
      </p>
      <ul class="ds-list pv-note">
        {criteres.map(({ libelle, normalisation, sens, source, millesime }) => (
          <li>
            <T>
              {`${libelle} : ${METHODES[normalisation]}, un chiffre ${sens} marque un besoin. Source : ${[source, millesime].filter((un) => un !== null).join(', ') || 'non dite'}.`}
            </T>
          </li>
        ))}
      </ul>
      {scores.map((score) => (
        <details class="ds-details">
          <summary>
            <T>{`${tableau.lieux.find(({ cle }) => cle === score.lieu)?.nom ?? ''} : ${sayScore(score.total)}`}</T>
          </summary>
          <section class="pv-defile" aria-label="Calcul du score" tabindex={0}>
            <table class="ds-table">
              <thead>
                <tr>
                  <th scope="col">Critère</th>
                  <th scope="col" class="n">
                    Chiffre
                  </th>
                  <th scope="col">Méthode</th>
                  <th scope="col" class="n">
                    Note
                  </th>
                  <th scope="col" class="n">
                    Points
                  </th>
                </tr>
              </thead>
              <tbody>
                {score.notes.map(({ valeur, note, derivation }, rang) => {
                  const critere = criteres[rang]
                  return (
                    <tr>
                      <th scope="row">
                        <T>{critere?.libelle ?? ''}</T>
                      </th>
                      <td class="n">{valeur ?? 'n. c.'}</td>
                      <td>
                        <T>{derivation}</T>
                      </td>
                      <td class="n">{note === null ? '–' : sayFraction(note, 3)}</td>
                      <td class="n">
                        {note === null
                          ? `hors calcul (${critere?.poids ?? 0})`
                          : `${sayFraction(fois(note, fraction(critere?.poids ?? 0)), 2)} sur ${formatNombre(critere?.poids ?? 0)}`}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colspan={4}>
                    {score.total === null
                      ? 'Aucun chiffre connu : pas de score'
                      : `Somme, rapportée à ${formatNombre(score.poidsComptes)} points`}
                  </th>
                  <td class="n">
                    {score.total === null
                      ? '–'
                      : `${sayFraction(fois(score.total, fraction(score.poidsComptes)), 2)}, soit ${sayScore(score.total)} ‰`}
                  </td>
                </tr>
              </tfoot>
            </table>
          </section>
        </details>
      ))}
    </section>
  )
}
