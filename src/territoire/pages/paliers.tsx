import type { ContratEspace, EspaceDuContrat } from '#compte/index.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { FilAriane, Message, T, Vide } from '#ui/pieces.tsx'
import { Carte } from '../carte/vue-carte.tsx'
import { canEditTerritoire } from '../droits.ts'
import { canEditLieu, canEditUnLieu } from '../droits-geographie.ts'
import { classementAu } from '../palier.ts'
import { jourDuContrat } from '../quartier.ts'
import { NavTerritoire } from './nav-territoire.tsx'
import { calquesDesPaliers } from './paliers-carte.ts'
import { type GeographieLue, readGeographie } from './paliers-lecture.ts'
import { Histoire, SansPalier, sayDecision, UnPalier } from './paliers-vue.tsx'

/** The tiers of a contract: their places, their map, their history. */
export function createRoutesPaliers(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  const lire: Droit = espace.droit('territoire.lire')
  routes.get('/espace/:contrat/territoire/paliers', lire, (c) => showPaliers(c, espace))
  routes.get('/espace/:contrat/territoire/perimetres.geojson', lire, (c) => sendPerimetres(c, espace))
  return routes
}

/** The ISO day asked by the address, else today, held within the life of the contract. */
function jourOf(c: C, contrat: ContratEspace): string {
  const demande = c.req.query('jour') ?? ''
  return /^\d{4}-\d{2}-\d{2}$/.test(demande) && !Number.isNaN(Date.parse(demande))
    ? demande
    : jourDuContrat(contrat, jourParis(c.get('now')))
}

const MESSAGES: Record<string, string> = {
  paliers: 'Les paliers sont enregistrés.',
  classement: 'Le lieu est classé.',
  archive: 'Le périmètre est archivé. Son histoire reste.',
}

async function showPaliers(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const jour = jourOf(c, contrat)
  const lue = await readHttp(c, (tx) => readGeographie(tx, contrat, jour))
  const { paliers, lieux, classements } = lue
  const agent = requireAgent(c)
  const base = `/espace/${contrat.adresse}/territoire`
  const calques = calquesDesPaliers(lue, jour, base)
  const fait = MESSAGES[c.req.query('fait') ?? '']
  const tient = canEditTerritoire(agent, contrat.id)
  return c.html(
    <espace.Espace c={c} titre="Géographie locale" entree="territoire">
      <FilAriane etapes={[{ libelle: 'Territoire', href: base }, { libelle: 'Géographie locale' }]} />
      <div class="pv-titre-page">
        <h1>Géographie locale</h1>
        <div class="pv-actions">
          {tient && paliers.length > 0 && (
            <a class="ds-button" data-variant="secondary" href={`${base}/paliers/modifier`}>
              Modifier les paliers
            </a>
          )}
          {canEditUnLieu(agent, contrat.id) && (
            <a class="ds-button" data-variant="secondary" href={`${base}/perimetres/nouveau`}>
              Nouveau périmètre
            </a>
          )}
        </div>
      </div>
      <NavTerritoire base={base} ici="paliers" />
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <p class="pv-chapo">
        <T>{phraseOf(lue, jour)}</T>
      </p>
      {paliers.length === 0 && (
        <Vide titre="Aucun palier défini">
          <p>
            Les paliers disent l’intensité de l’intervention, dans les quartiers prioritaires et en dehors : priorité, veille, poche de
            pauvreté, quartier vécu. Le contrat choisit les siens.
          </p>
          {tient && (
            <p>
              <a class="ds-button" href={`${base}/paliers/modifier`}>
                Définir les paliers
              </a>
            </p>
          )}
        </Vide>
      )}
      {calques.length > 0 && (
        <Carte
          demande={{
            id: 'paliers',
            titre: `Géographie locale au ${formatDate(jour)}`,
            description: phraseOf(lue, jour),
            calques,
            source: 'quartiers officiels tels qu’importés, périmètres du contrat',
          }}
          tableau="page"
        />
      )}
      {paliers.map((palier) => (
        <UnPalier palier={palier} lieux={lieux} classements={classements} jour={jour} base={base} />
      ))}
      <SansPalier
        lue={lue}
        jour={jour}
        base={base}
        peut={(lieu) =>
          canEditLieu(
            agent,
            contrat.id,
            lieu.communes.map(({ code }) => code),
          )
        }
      />
      <nav class="pv-actions pv-haut-2" aria-label="Suite">
        <a href={`${base}/criteres`}>Critères, scores et sensibilité</a>
        <a href={`${base}/perimetres.geojson`}>Télécharger les périmètres (GeoJSON)</a>
      </nav>
      <Histoire lue={lue} base={base} jour={jour} />
    </espace.Espace>,
  )
}

function phraseOf({ paliers, lieux, classements }: GeographieLue, jour: string): string {
  const classes = lieux.filter(({ cle }) => classementAu(classements, cle, jour) !== null).length
  const quartiers = lieux.filter(({ sorte }) => sorte === 'quartier').length
  return `${accorde(paliers.length, 'palier')}, ${accorde(quartiers, 'quartier officiel', 'quartiers officiels')} et ${accorde(lieux.length - quartiers, 'périmètre du contrat', 'périmètres du contrat')}, dont ${accorde(classes, 'lieu classé', 'lieux classés')} au ${formatDate(jour)}.`
}

async function sendPerimetres(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const jour = jourOf(c, contrat)
  const { paliers, lieux, classements, contours } = await readHttp(c, (tx) => readGeographie(tx, contrat, jour))
  const features = lieux
    .filter((lieu) => lieu.sorte === 'perimetre' || classementAu(classements, lieu.cle, jour) !== null)
    .map((lieu) => {
      const classement = classementAu(classements, lieu.cle, jour)
      const geometrie = contours.get(lieu.id)
      return {
        type: 'Feature',
        id: lieu.id,
        properties: {
          nom: lieu.nom,
          code: lieu.code,
          sorte: lieu.sorte,
          communes: lieu.communes.map(({ code }) => code),
          palier: paliers.find(({ id }) => id === classement?.palierId)?.libelle ?? null,
          palier_depuis: classement?.debut ?? null,
          decision: classement?.decision == null ? null : sayDecision(classement.decision),
        },
        geometry: geometrie === undefined ? null : { type: 'MultiPolygon', coordinates: geometrie },
      }
    })
  c.header('content-type', 'application/geo+json; charset=utf-8')
  c.header('content-disposition', `attachment; filename="perimetres-${contrat.adresse}.geojson"`)
  return c.body(JSON.stringify({ type: 'FeatureCollection', name: `Périmètres au ${jour}`, features }))
}
