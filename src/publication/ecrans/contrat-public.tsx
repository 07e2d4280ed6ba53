import { accorde, formatDate } from '#platform/formats.ts'
import { enfantsDe, fichesSous, type Instantane } from '#strategie/index.ts'
import { T } from '#ui/pieces.tsx'
import { PagePublique } from '../cadre.tsx'
import { Place } from '../place.tsx'
import type { FormatPublie } from '../tables.ts'
import { Prose } from './prose.tsx'
import { Argent, Axes, Documents, isEngagee, Quartiers, Signataires } from './sections.tsx'

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
