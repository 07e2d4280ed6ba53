import { raw } from 'hono/html'
import { formatDate } from '#platform/formats.ts'
import { T } from '#ui/pieces.tsx'
import { swatchOf } from '../carte/couleurs.ts'
import type { Lieu } from '../lieu.store.ts'
import { type Classement, classementAu, type Decision, type Palier } from '../palier.ts'
import { hrefLieu, styleOf } from './paliers-carte.ts'
import type { GeographieLue } from './paliers-lecture.ts'

/** One tier and its places. */
export function UnPalier(props: {
  palier: Palier
  lieux: readonly Lieu[]
  classements: readonly Classement[]
  jour: string
  base: string
}) {
  const { palier, jour, base } = props
  const siens = props.lieux.flatMap((lieu) => {
    const classement = classementAu(props.classements, lieu.cle, jour)
    return classement?.palierId === palier.id ? [{ lieu, classement }] : []
  })
  return (
    <section class="pv-section" id={palier.code} aria-labelledby={`h-${palier.code}`}>
      <h2 id={`h-${palier.code}`}>
        <span class="pv-plan pv-palier-cle">{raw(swatchOf(styleOf(palier), `cle-${palier.code}`))}</span> <T>{palier.libelle}</T>
      </h2>
      {palier.definition !== null && (
        <p>
          <T>{palier.definition}</T>
        </p>
      )}
      <p class="pv-note">
        {palier.conditions !== null && <T>{`Conditions : ${palier.conditions} `}</T>}
        {palier.seuilPm !== null && <T>{`Score requis : ${palier.seuilPm} sur 1 000.`}</T>}
      </p>
      {siens.length === 0 ? (
        <p class="pv-note">Aucun lieu dans ce palier au {formatDate(jour)}.</p>
      ) : (
        <ul class="pv-lignes pv-mandats-choix">
          {siens.map(({ lieu, classement }) => (
            <li>
              <div>
                <a href={hrefLieu(lieu, base)}>
                  <T>{lieu.nom}</T>
                </a>{' '}
                <span class="pv-note">
                  {lieu.code === null ? 'périmètre du contrat' : lieu.code}
                  {lieu.communes.length > 0 && `, ${lieu.communes.map(({ nom }) => nom).join(', ')}`} ; depuis le{' '}
                  {formatDate(classement.debut)}
                  {classement.decision !== null && <T>{`, ${sayDecision(classement.decision)}`}</T>}
                </span>
              </div>
              <a href={`${base}/paliers/classer?lieu=${lieu.cle}`} aria-label={`Classement de ${lieu.nom}`}>
                Classement
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** « délibération du 3 mars 2026 (conseil communautaire, n° 12) » */
export function sayDecision({ libelle, instance, jour, reference }: Decision): string {
  return `${libelle}, ${formatDate(jour)} (${instance}${reference === null ? '' : `, ${reference}`})`
}

/** Places that stand in no tier. */
export function SansPalier(props: { lue: GeographieLue; jour: string; base: string; peut: (lieu: Lieu) => boolean }) {
  const hors = props.lue.lieux.filter(({ cle }) => classementAu(props.lue.classements, cle, props.jour) === null)
  if (hors.length === 0) return null
  return (
    <section class="pv-section" aria-labelledby="h-hors">
      <h2 id="h-hors">Sans palier</h2>
      <ul class="pv-lignes pv-mandats-choix">
        {hors.map((lieu) => (
          <li>
            <div>
              <a href={hrefLieu(lieu, props.base)}>
                <T>{lieu.nom}</T>
              </a>{' '}
              <span class="pv-note">
                {lieu.code === null ? 'périmètre du contrat' : lieu.code}
                {lieu.communes.length > 0 && `, ${lieu.communes.map(({ nom }) => nom).join(', ')}`}
                {!props.lue.contours.has(lieu.id) && ', connu par son nom seul'}
              </span>
            </div>
            {props.lue.paliers.length > 0 && props.peut(lieu) && (
              <a href={`${props.base}/paliers/classer?lieu=${lieu.cle}`} aria-label={`Classer ${lieu.nom}`}>
                Classer
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Every line of the history, and a day to look back to. */
export function Histoire({ lue, base, jour }: { lue: GeographieLue; base: string; jour: string }) {
  const { classements, lieux, paliers } = lue
  if (classements.length === 0) return null
  return (
    <section class="pv-section" aria-labelledby="h-histoire">
      <h2 id="h-histoire">Histoire des paliers</h2>
      <search>
        <form class="pv-filtres">
          <div class="ds-field">
            <label for="f-jour">La géographie telle qu’au</label>
            <input class="ds-input" type="date" id="f-jour" name="jour" value={jour} />
          </div>
          <button class="ds-button" data-variant="secondary" type="submit">
            Voir ce jour
          </button>
        </form>
      </search>
      <section class="pv-defile" aria-label="Tableau de l’histoire des paliers" tabindex={0}>
        <table class="ds-table">
          <caption class="pv-cache">Histoire des paliers, du plus récent au plus ancien</caption>
          <thead>
            <tr>
              <th scope="col">Lieu</th>
              <th scope="col">Palier</th>
              <th scope="col">Du</th>
              <th scope="col">Au</th>
              <th scope="col">Décision</th>
            </tr>
          </thead>
          <tbody>
            {classements.map((un) => {
              const lieu = lieux.find(({ cle }) => cle === un.lieu)
              return (
                <tr>
                  <th scope="row">
                    {lieu === undefined ? (
                      <a href={`${base}/paliers/classer?lieu=${un.lieu}`}>Lieu archivé, ou d’une autre génération</a>
                    ) : (
                      <a href={`${base}/paliers/classer?lieu=${lieu.cle}`}>{lieu.nom}</a>
                    )}
                  </th>
                  <td>
                    <T>{paliers.find(({ id }) => id === un.palierId)?.libelle ?? ''}</T>
                  </td>
                  <td>{formatDate(un.debut)}</td>
                  <td>{un.fin === null ? '–' : formatDate(un.fin)}</td>
                  <td>
                    <T>{un.decision === null ? (un.motif ?? '–') : sayDecision(un.decision)}</T>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </section>
  )
}
