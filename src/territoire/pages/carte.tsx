import { createHash } from 'node:crypto'
import type { ContratEspace, EspaceDuContrat } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { jourParis, typographie } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { writePolitiqueAvec } from '#platform/http/politique.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { getReglages } from '#platform/reglages.ts'
import { FilAriane, T, Vide } from '#ui/pieces.tsx'
import { type CarteContrat, readCarteContrat } from '../carte/contrat.store.ts'
import { toDonneesCarte } from '../carte/donnees-carte.ts'
import { CarteInteractive, ELEMENTS_CARTE, type FondCarte } from '../carte/vue-interactive.tsx'
import { jourDuContrat } from '../quartier.ts'
import { reglageAttributionFond, reglageFondCarte } from '../reglages-carte.ts'
import { NavTerritoire } from './nav-territoire.tsx'

/** The full map of a contract, and its shapes. */
export function createRoutesCarte(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  const lire: Droit = espace.droit('territoire.lire')
  routes.get('/espace/:contrat/territoire/carte', lire, (c) => showCarte(c, espace))
  routes.get('/espace/:contrat/territoire/carte.geojson', lire, (c) => sendDonnees(c, espace))
  return routes
}

async function showCarte(c: C, espace: EspaceDuContrat): Promise<Response> {
  const { Espace } = espace
  const contrat = await espace.contratOf(c)
  const { demande, masques, choix, fond } = await readCarte(c, contrat)
  const base = `/espace/${contrat.adresse}/territoire`
  const nombre = demande.calques.reduce((somme, { formes, role }) => somme + (role === 'fond' ? 0 : formes.length), 0)
  // Only this page asks the server of the basemap anything, and only when the instance has chosen one.
  if (fond !== null) c.header('content-security-policy', writePolitiqueAvec(fond.adresse))
  return c.html(
    <Espace c={c} titre="Carte du territoire" entree="territoire" elements={ELEMENTS_CARTE}>
      <FilAriane etapes={[{ libelle: 'Territoire', href: base }, { libelle: 'Carte' }]} />
      <h1>Carte du territoire</h1>
      <NavTerritoire base={base} ici="carte" />
      {nombre === 0 ? (
        <Vide titre="Aucun contour à montrer">
          La carte dessinera les quartiers des communes du contrat dès que leurs contours auront été chargés par l’administration de la
          plateforme.
        </Vide>
      ) : (
        <>
          <p class="pv-chapo">{typographie(demande.description)}</p>
          <ChoixGenerations choix={choix} />
          <CarteInteractive
            demande={{ ...demande, calques: demande.calques.filter(({ id }) => !masques.has(id)) }}
            donnees={`${base}/carte.geojson${queryOf(choix)}`}
            fond={fond}
          >
            <a href={`${base}/carte.geojson${queryOf(choix)}`} download={`carte-${contrat.adresse}.geojson`}>
              Télécharger les contours (GeoJSON)
            </a>
          </CarteInteractive>
        </>
      )}
    </Espace>,
  )
}

/** Without script, generations are compared by laying one over the other. */
function ChoixGenerations({ choix }: { choix: CarteContrat['choix'] }) {
  if (choix.length < 2) return null
  return (
    <form class="pv-carte-choix" method="get">
      <fieldset class="ds-fieldset">
        <legend>Générations à superposer</legend>
        {choix.map(({ generation, montree }) => (
          <label>
            <input type="checkbox" name="generation" value={generation.code} checked={montree} /> <T>{generation.libelle}</T>
          </label>
        ))}
        <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">
          Afficher
        </button>
      </fieldset>
    </form>
  )
}

function queryOf(choix: CarteContrat['choix']): string {
  const requete = new URLSearchParams(choix.filter(({ montree }) => montree).map(({ generation }) => ['generation', generation.code]))
  return requete.size === 0 ? '' : `?${requete}`
}

async function sendDonnees(c: C, espace: EspaceDuContrat): Promise<Response> {
  const { demande, masques } = await readCarte(c, await espace.contratOf(c))
  const corps = JSON.stringify(toDonneesCarte(demande, masques))
  const etag = `"${createHash('sha256').update(corps).digest('base64url').slice(0, 32)}"`
  const entetes = { etag, 'cache-control': 'private, no-cache', 'content-type': 'application/geo+json; charset=utf-8' }
  return c.req.header('if-none-match') === etag ? c.body(null, 304, entetes) : c.body(corps, 200, entetes)
}

async function readCarte(c: C, contrat: ContratEspace): Promise<CarteContrat & { fond: FondCarte }> {
  const jour = jourDuContrat(contrat, jourParis(c.get('now')))
  return readHttp(c, async (tx) => {
    const carte = await readCarteContrat(tx, contrat, jour, new Set(c.req.queries('generation') ?? []))
    return { ...carte, fond: await readFond(tx) }
  })
}

async function readFond(tx: Tx): Promise<FondCarte> {
  const { valeurOf } = await getReglages(tx, [reglageFondCarte, reglageAttributionFond])
  const adresse = valeurOf(reglageFondCarte)
  return adresse === null ? null : { adresse, attribution: valeurOf(reglageAttributionFond) ?? '' }
}
