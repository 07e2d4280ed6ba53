import { ecritPeriode, etatJalon, precisionDe } from '#contrat/index.ts'
import { extensionDe } from '#platform/fichiers/types.ts'
import { accorde, formatDate, formatEuros, formatTaille, INSECABLE, jourParis } from '#platform/formats.ts'
import { type Instantane, LIBELLES_NATURES } from '#strategie/index.ts'
import { Icone } from '#ui/icone.tsx'
import { T } from '#ui/pieces.tsx'
import { sumByNature } from '../argent.ts'
import { enLettres, enTete } from '../nombres.ts'
import { FORMATS_PUBLIES, type FormatPublie } from '../tables.ts'
import type { VuePublique } from './vue.ts'

const LIBELLES_FORMATS: Record<FormatPublie, string> = {
  pdf: 'PDF accessible',
  docx: 'Word',
  odt: 'ODT',
  json: 'données JSON',
  xlsx: 'tableur Excel',
  ods: 'tableur ODS',
  csv: 'tableau CSV',
}

const LIBELLES_DOCUMENTS: Record<FormatPublie, string> = {
  pdf: 'Le contrat et ses fiches',
  docx: 'Le contrat, modifiable dans Word',
  odt: 'Le contrat, modifiable dans LibreOffice',
  json: 'Toutes les données du contrat',
  xlsx: 'Les fiches en tableur, pour Excel',
  ods: 'Les fiches en tableur, pour LibreOffice',
  csv: 'Les fiches en tableau, pour d’autres outils',
}

export function Signataires({ instantane }: { instantane: Instantane }) {
  const { signataires, contrat } = instantane
  if (signataires.length === 0) return null
  const dates = signataires.flatMap((signataire) => (signataire.signeLe === null ? [] : [signataire.signeLe])).sort()
  const signeLe = contrat.signeLe ?? dates.at(-1)
  return (
    <section class="pv-bloc" aria-labelledby="h-sig">
      <div>
        <h2 id="h-sig">Qui signe</h2>
        <p class="pv-note">
          {accorde(signataires.length, 'signataire')}.{signeLe !== undefined && ` Signé le ${formatDate(signeLe)}.`}
        </p>
      </div>
      <ul class="pv-signataires">
        {signataires.map((signataire) => (
          <li>
            {signataire.organisation}
            {(signataire.precision !== null || signataire.role === 'pilote') && (
              <small>
                {[signataire.precision, signataire.role === 'pilote' ? 'pilote' : null].filter((mot) => mot !== null).join(' · ')}
              </small>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

export function Quartiers({ instantane }: { instantane: Instantane }) {
  const { quartiers } = instantane
  const secteurs = quartiers.reduce((nombre, quartier) => nombre + quartier.secteurs.length, 0)
  return (
    <section class="pv-bloc" id="quartiers" aria-labelledby="h-q">
      <div>
        <h2 id="h-q">
          {enTete(enLettres(quartiers.length, 'quartier', 'quartiers'))}
          {secteurs > 0 && `, ${enLettres(secteurs, 'secteur', 'secteurs')}`}
        </h2>
        <p class="pv-note">
          {quartiers.length === 1 ? `${quartiers[0]?.nom}. ` : ''}
          {instantane.contrat.communes.length > 1 ? 'Communes' : 'Commune'} : {instantane.contrat.communes.join(', ')}.
        </p>
      </div>
      <ol class="pv-lignes pv-quartiers">
        {quartiers.flatMap((quartier) => {
          const lignes = quartier.secteurs.length > 0 ? quartier.secteurs : [{ nom: quartier.nom, description: quartier.description }]
          return lignes.map((ligne) => (
            <li>
              <span class="rang" aria-hidden="true" />
              <strong>{ligne.nom}</strong>
              <small>
                {[quartier.secteurs.length > 0 ? null : quartier.commune, ligne.description].filter((mot) => mot !== null).join(' · ')}
              </small>
            </li>
          ))
        })}
      </ol>
    </section>
  )
}

export function Argent({ instantane }: { instantane: Instantane }) {
  const { natures, totalCents, sansMontant } = sumByNature(instantane.fiches)
  const plusGrand = natures[0]?.totalCents ?? 1
  return (
    <section class="pv-bloc" id="argent" aria-labelledby="h-a">
      <div>
        <h2 id="h-a">L’argent</h2>
        <p class="pv-note">
          Montants inscrits dans les fiches publiées, toutes années.{' '}
          {sansMontant > 0 &&
            `${accorde(sansMontant, 'financement')} sans montant ${sansMontant > 1 ? 'ne sont pas comptés' : 'n’est pas compté'}.`}
        </p>
      </div>
      {natures.length === 0 ? (
        <p>Les fiches publiées ne portent pas encore de montant.</p>
      ) : (
        <table class="pv-argent">
          <caption class="pv-cache">Montants prévus par nature de financement</caption>
          <tbody>
            {natures.map((nature, rang) => (
              <tr class={`d${(rang % 6) + 1}`}>
                <th scope="row">
                  {LIBELLES_NATURES[nature.nature]}
                  <br />
                  <span class="pv-petit">{accorde(nature.lignes, 'ligne')}</span>
                </th>
                <td>
                  <svg class="pv-jauge" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">
                    <rect class="f" width={Math.max(0.6, (nature.totalCents * 100) / plusGrand).toFixed(2)} height="8" />
                  </svg>
                </td>
                <td class="n">{formatEuros(nature.totalCents)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total inscrit</th>
              <td />
              <td class="n">{formatEuros(totalCents)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  )
}

export function Documents({ vue }: { vue: VuePublique }) {
  const { instantane, telechargements, base } = vue
  return (
    <section class="pv-bloc" id="documents" aria-labelledby="h-d">
      <div>
        <h2 id="h-d">Documents</h2>
        <p class="pv-note">
          {vue.apercu === null && (
            <>
              Version publiée le {formatDate(jourParis(vue.publieLe))}. Empreinte{INSECABLE}:{' '}
              <span class="pv-empreinte">{vue.sha256.slice(0, 12)}</span>
            </>
          )}
        </p>
      </div>
      <ul class="pv-lignes pv-docs">
        {telechargements.map((document) => (
          <li>
            <a href={document.href}>
              <Icone nom="telecharger" />
              {LIBELLES_DOCUMENTS[document.format]}
            </a>
            <span>
              {[
                LIBELLES_FORMATS[document.format],
                document.pages === null ? null : accorde(document.pages, 'page'),
                formatTaille(document.taille),
              ]
                .filter((mot) => mot !== null)
                .join(' · ')}
            </span>
          </li>
        ))}
        {telechargements.length < FORMATS_PUBLIES.length && (
          <li class="pv-note">
            {vue.apercu !== null
              ? 'Les documents du contrat se composent à la publication : PDF accessible, Word, ODT, tableurs et données.'
              : `${telechargements.length === 0 ? 'Les documents du contrat' : 'D’autres documents'} sont en cours de composition : revenez dans quelques minutes.`}
          </li>
        )}
        {instantane.documents.map((document) => (
          <li>
            {vue.apercu === null ? (
              <a href={`${base}/documents/${document.id}`}>
                <Icone nom="telecharger" />
                {document.titre}
              </a>
            ) : (
              <strong>{document.titre}</strong>
            )}
            <span>
              {extensionDe(document.nom).toUpperCase()} · {formatTaille(document.taille)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The calendar of the contract: what is done, under way and to come on the day it is read. */
export function Agenda({ vue: { instantane, jour } }: { vue: VuePublique }) {
  const { jalons } = instantane
  if (jalons.length === 0) return null
  return (
    <section class="pv-bloc" aria-labelledby="h-c">
      <h2 id="h-c">Le calendrier</h2>
      <ol class="pv-agenda">
        {jalons.map((jalon) => {
          const dates = { ...jalon, precision: precisionOf(jalon) }
          const etat = etatJalon(dates, jour)
          const quand = ecritPeriode(dates)
          return (
            <li class={etat === 'passe' ? 'fait' : etat === 'en_cours' && jalon.debut !== null ? 'la' : undefined}>
              <span class="quand">
                {`${quand.charAt(0).toUpperCase()}${quand.slice(1)}`}
                {etat === 'en_cours' && jalon.debut !== null && ', en ce moment'}
                {etat === 'passe' && <span class="pv-cache">, passé</span>}
              </span>
              <p>
                <T>{jalon.libelle}</T>
                {jalon.detail !== null && <T>{` : ${jalon.detail}`}</T>}
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function precisionOf({ debut, fin }: Instantane['jalons'][number]) {
  if (debut !== null) return precisionDe(debut)
  return fin === null ? ('au_fil_de_leau' as const) : null
}
