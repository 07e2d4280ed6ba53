import { accorde, formatDate, formatEuros, formatTaille, INSECABLE } from '#platform/formats.ts'
import { enfantsDe, type FicheInstantane, fichesSous, type Instantane, LIBELLES_NATURES } from '#strategie/index.ts'
import { Icone } from '#ui/icone.tsx'
import { Code, Paves, T } from '#ui/pieces.tsx'
import { sumByNature } from '../argent.ts'
import type { FormatPublie } from '../tables.ts'
import type { VuePublique } from './contrat-public.tsx'

const LIBELLES_FORMATS: Record<FormatPublie, string> = {
  pdf: 'PDF accessible',
  docx: 'Word',
  odt: 'ODT',
  json: 'données JSON',
  xlsx: 'tableur Excel',
  ods: 'tableur ODS',
  csv: 'tableau CSV',
}

/** A fiche is under way when one of its expected outputs is. */
export function isEngagee(fiche: Pick<FicheInstantane, 'realisations'>): boolean {
  return fiche.realisations.some((realisation) => realisation.etat === 'en_cours' || realisation.etat === 'realisee')
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
          {secteurs > 0
            ? `${accorde(quartiers.length, 'quartier')}, ${accorde(secteurs, 'secteur')}`
            : accorde(quartiers.length, 'quartier')}
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

export function Axes({ vue }: { vue: VuePublique }) {
  const { instantane, base } = vue
  return (
    <ol class="pv-axes">
      {enfantsDe(instantane, null).map((axe, rang) => {
        const fiches = fichesSous(instantane, axe.id)
        const engagees = fiches.filter(isEngagee).length
        return (
          <li class={`d${(rang % 6) + 1}`}>
            <span class="gros" aria-hidden="true">
              {axe.code}
            </span>
            <h3>
              <span class="pv-cache">{`${axe.code} `}</span>
              <T>{axe.intitule}</T>
            </h3>
            {axe.description !== null && (
              <p>
                <T>{axe.description}</T>
              </p>
            )}
            {fiches.length > 0 && (
              <>
                <p>
                  <Paves
                    pleins={engagees}
                    total={fiches.length}
                    libelle={`${accorde(engagees, 'fiche')} en cours ou faites sur ${fiches.length}`}
                  />
                  <span class="pv-petit">
                    {engagees} en cours ou {engagees > 1 ? 'faites' : 'faite'} sur {fiches.length}
                  </span>
                </p>
                <ul class="pv-fiches-publiques">
                  {fiches.map((fiche) => (
                    <li>
                      <Code code={fiche.code} />{' '}
                      <a href={`${base}/fiches/${encodeURIComponent(fiche.code)}`}>
                        <T>{fiche.intitule}</T>
                      </a>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </li>
        )
      })}
    </ol>
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
                <td aria-hidden="true">
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
          Version publiée le {formatDate(vue.publieLe.toISOString().slice(0, 10))}. Empreinte{INSECABLE}:{' '}
          <span class="pv-empreinte">{vue.sha256.slice(0, 12)}</span>
        </p>
      </div>
      <ul class="pv-lignes pv-docs">
        {telechargements === null && <li>Les documents du contrat sont en cours de composition : revenez dans quelques minutes.</li>}
        {(telechargements ?? []).map((document) => (
          <li>
            <a href={document.href}>
              <Icone nom="telecharger" />
              {document.libelle}
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
        {instantane.documents.map((document) => (
          <li>
            <a href={`${base}/documents/${document.id}`}>
              <Icone nom="telecharger" />
              {document.titre}
            </a>
            <span>
              {document.nom.split('.').at(-1)?.toUpperCase()} · {formatTaille(document.taille)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
