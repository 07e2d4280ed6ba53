import { INSECABLE } from '#platform/formats.ts'
import type { C } from '#platform/http/env.ts'
import { createRoutes, publique } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'

/** What software may ask of this site, in one page. The whole of it is in docs/api.md. */
export const routesApi = createRoutes()

const APPELS = [
  [
    'GET /api/v1/quartiers?lon=0.6889&lat=47.39',
    'Ce point est-il dans un quartier ? Ajoutez date=2023-01-01 pour un autre jour, precision=10 pour des mètres.',
  ],
  ['POST /api/v1/quartiers', 'Plusieurs points à la fois : { "points": [{ "id": "a", "lon": 0.6889, "lat": 47.39 }] }.'],
  ['GET /api/v1/quartiers/QN03701M', 'Un quartier : nom, communes, population, textes.'],
  ['GET /api/v1/quartiers/QN03701M.geojson', 'Le même, avec son contour.'],
] as const

routesApi.get('/api', publique, (c: C) =>
  c.html(
    <PageSimple titre="API des quartiers" demo={c.get('configuration').demo}>
      <h1>L’API des quartiers</h1>
      <div class="pv-texte">
        <p>
          Un logiciel peut demander si un point est dans un quartier prioritaire, sans clé ni compte. Les réponses sont en JSON, lisibles
          depuis tout site.
        </p>
        <dl class="pv-appels">
          {APPELS.map(([appel, sens]) => (
            <>
              <dt>
                <code>{appel}</code>
              </dt>
              <dd>{sens.replaceAll(' :', `${INSECABLE}:`).replaceAll(' ?', '\u202f?')}</dd>
            </>
          ))}
        </dl>
        <h2>Lire la réponse</h2>
        <p>
          <code>dans_un_quartier</code> vaut <code>true</code>, <code>false</code>, ou <code>null</code> quand la limite est trop proche (
          <code>certitude</code>
          {INSECABLE}: <code>limite</code>) ou quand ce site ne connaît pas les quartiers de l’endroit (<code>inconnue</code>
          ). Un <code>null</code> n’est jamais un «{INSECABLE}non{INSECABLE}».
        </p>
        <h2>Règles</h2>
        <p>
          Le nombre de points par minute est limité{INSECABLE}; au-delà, la réponse est 429 avec <code>retry-after</code>. Rien de ce qui
          est demandé n’est gardé. Citez la source donnée par <code>attribution</code>.
        </p>
        <p>
          Pour une personne{INSECABLE}: <a href="/mon-adresse">Mon adresse est-elle dans un quartier prioritaire{'\u202f'}?</a>
        </p>
      </div>
    </PageSimple>,
  ),
)
