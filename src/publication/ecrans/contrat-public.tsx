import { accorde, formatDate, formatEuros, formatTaille, INSECABLE } from '#platform/formats.ts'
import { enfantsDe, type FicheInstantane, fichesSous, type Instantane, LIBELLES_NATURES } from '#strategie/index.ts'
import { Icone } from '#ui/icone.tsx'
import { Code, Paves, T } from '#ui/pieces.tsx'
import { sumByNature } from '../argent.ts'
import { PagePublique } from '../cadre.tsx'
import { Place } from '../place.tsx'
import type { FormatPublie } from '../tables.ts'
import { Prose } from './prose.tsx'

export type DocumentPublic = { format: FormatPublie; libelle: string; taille: number; pages: number | null; href: string }

export type VuePublique = {
  instantane: Instantane
  /** Documents composed at publication; null while they are being composed. */
  telechargements: DocumentPublic[] | null
  publieLe: Date
  sha256: string
  /** Address of the public page, without a trailing slash. */
  base: string
  demo: boolean
  /** A preview shows what would be published, and says so. */
  apercu: boolean
}

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

export function ContratPublic({ vue }: { vue: VuePublique }) {
  const { instantane, base } = vue
  const { contrat } = instantane
  const axes = enfantsDe(instantane, null)
  const niveau = instantane.niveaux[0]
  const liens = [
    { libelle: 'Le contrat', href: `${base}#contenu`, courant: true },
    ...(instantane.quartiers.length > 0 ? [{ libelle: 'Quartiers', href: `${base}#quartiers` }] : []),
    { libelle: 'Engagements', href: `${base}#engagements` },
    { libelle: 'Argent', href: `${base}#argent` },
    { libelle: 'Documents', href: `${base}#documents` },
  ]
  const paves = axes.flatMap((axe, rang) => fichesSous(instantane, axe.id).map((fiche) => ({ serie: rang + 1, engagee: isEngagee(fiche) })))
  return (
    <PagePublique
      titre={contrat.titre}
      description={contrat.accroche ?? contrat.titre}
      nom={contrat.titre}
      accueil={base}
      liens={liens}
      demo={vue.demo}
    >
      {vue.apercu && (
        <p class="pv-simulation pv-page">
          <strong>Aperçu</strong> : cette page n’est pas publiée. Rien ici n’est visible du public.
        </p>
      )}
      <div class="pv-scene">
        <div>
          <div>
            <p class="pv-sur">
              {contrat.epciNom} · {contrat.generationLibelle}
            </p>
            <h1>{contrat.accroche ?? contrat.titre}</h1>
            <p class="pv-chapeau">
              <T>{chapeau(instantane)}</T>
            </p>
            <a class="ds-button" href="#engagements">
              Lire les engagements
            </a>
            {contrat.facile !== null && (
              <p>
                <a href={`${base}/facile`}>Lire cette page en facile à lire (FALC)</a>
              </p>
            )}
          </div>
          <Place paves={paves} series={axes.map((axe) => `${axe.code} ${axe.intitule}`)} mot="fiche" />
        </div>
      </div>
      <div class="pv-page">
        <section class="pv-bloc pv-clair" aria-labelledby="h-clair">
          <h2 id="h-clair">En clair</h2>
          <div>
            <Prose
              texte={
                contrat.presentation ??
                'Un contrat de ville est un accord écrit : l’État, les collectivités, les bailleurs et d’autres institutions s’y engagent envers les quartiers où les revenus sont les plus bas.'
              }
            />
            {contrat.debut !== null && contrat.fin !== null && (
              <p>
                Le contrat court du {formatDate(contrat.debut)} au {formatDate(contrat.fin)}.
              </p>
            )}
          </div>
        </section>
        <Signataires instantane={instantane} />
        {instantane.quartiers.length > 0 && <Quartiers instantane={instantane} />}
        <section class="pv-bloc" id="engagements" aria-labelledby="h-e">
          <div>
            <h2 id="h-e">
              {axes.length > 1 && niveau !== undefined
                ? `${accorde(axes.length, niveau.singulier.toLowerCase(), niveau.pluriel.toLowerCase())} d’engagement`
                : 'Les engagements'}
            </h2>
            <p class="pv-note">Chaque engagement nomme qui le tient et comment on le vérifie.</p>
          </div>
          {axes.length === 0 ? <p>Les engagements ne sont pas encore publiés.</p> : <Axes vue={vue} />}
        </section>
        {instantane.jalons.length > 0 && (
          <section class="pv-bloc" aria-labelledby="h-c">
            <h2 id="h-c">Le calendrier</h2>
            <ol class="pv-agenda">
              {instantane.jalons.map((jalon) => (
                <li class={jalon.debut !== null && jalon.debut.slice(0, 10) < vue.publieLe.toISOString().slice(0, 10) ? 'fait' : undefined}>
                  <span class="quand">{jalon.debut === null ? 'Au fil de l’eau' : formatDate(jalon.debut)}</span>
                  <p>
                    <T>{jalon.libelle}</T>
                    {jalon.detail !== null && <T>{` : ${jalon.detail}`}</T>}
                  </p>
                </li>
              ))}
            </ol>
          </section>
        )}
        <Argent instantane={instantane} />
        <Documents vue={vue} />
      </div>
    </PagePublique>
  )
}

function chapeau(instantane: Instantane): string {
  const { contrat, signataires, fiches } = instantane
  const secteurs = instantane.quartiers.flatMap((quartier) =>
    quartier.secteurs.length > 0 ? quartier.secteurs.map((s) => s.nom) : [quartier.nom],
  )
  const ou =
    secteurs.length === 0 ? contrat.communes.join(', ') : secteurs.length > 8 ? accorde(secteurs.length, 'quartier') : secteurs.join(', ')
  const qui = signataires.length === 0 ? contrat.epciNom : accorde(signataires.length, 'institution')
  return `${qui} ${signataires.length > 1 ? 's’engagent' : 's’engage'} sur ${accorde(fiches.length, 'fiche')} pour ${ou}. Cette page montre ce qui est promis, par qui, et comment on le vérifie.`
}

function Signataires({ instantane }: { instantane: Instantane }) {
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

function Quartiers({ instantane }: { instantane: Instantane }) {
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
        <p class="pv-note">Communes : {instantane.contrat.communes.join(', ')}.</p>
      </div>
      <ol class="pv-lignes pv-quartiers">
        {quartiers.flatMap((quartier) => {
          const lignes = quartier.secteurs.length > 0 ? quartier.secteurs : [{ nom: quartier.nom, description: quartier.description }]
          return lignes.map((ligne) => (
            <li>
              <strong>{ligne.nom}</strong>
              <small>
                {[quartier.secteurs.length > 0 ? quartier.nom : null, quartier.commune, ligne.description]
                  .filter((mot) => mot !== null)
                  .join(' · ')}
              </small>
            </li>
          ))
        })}
      </ol>
    </section>
  )
}

function Axes({ vue }: { vue: VuePublique }) {
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
                    {engagees} en cours ou faites sur {fiches.length}
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

function Argent({ instantane }: { instantane: Instantane }) {
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

function Documents({ vue }: { vue: VuePublique }) {
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
