import { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { ChampChoix, ChampFichier, ChampTexte, Radios } from '#ui/champs.tsx'
import { depositImport } from '../commands/deposit-import.ts'
import { GENRES_IMPORT, LIBELLES_GENRE, LIBELLES_TYPE_CONTOUR, TYPES_CONTOUR } from '../import/forme.ts'
import { CadreTerritoire, CHEMIN, droitAdministrerTerritoire } from './administration-cadre.tsx'

/** Formats said on the page and to the file chooser. */
const ACCEPTES = '.zip,.geojson,.json,.topojson,.gpkg,.csv,.txt,.kml,.kmz,.xlsx,.xls,.ods'

const GENRES: Record<(typeof GENRES_IMPORT)[number], string> = {
  quartiers: 'Des quartiers : le fichier officiel (ZIP de data.gouv.fr), GeoJSON, Shapefile (.zip), GeoPackage, CSV avec WKT, KML',
  contours: 'Des contours de communes, d’intercommunalités, de départements ou de régions',
  unites_urbaines: 'Des unités urbaines et leur population (CSV, XLSX, ODS)',
}

/** The deposit of a file of geography. */
export function createRoutesDeposer(): Routes {
  const routes = createRoutes()
  routes.get(`${CHEMIN}/importer`, droitAdministrerTerritoire, (c) => pageDepot(c))
  routes.post(`${CHEMIN}/importer`, droitAdministrerTerritoire, async (c) => {
    const saisie = await parseFormulaire(c)
    try {
      const { fichier } = saisie
      const recu =
        fichier instanceof File && fichier.name !== '' ? { nom: fichier.name, contenu: new Uint8Array(await fichier.arrayBuffer()) } : {}
      const reglages = { typeContour: saisie.typeContour, millesime: saisie.millesime, source: saisie.source }
      const { importId } = await actHttp(c, depositImport, { genre: saisie.genre, reglages, nom: '', ...recu })
      return c.redirect(`${CHEMIN}/imports/${importId}`, 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return pageDepot(c, erreur, saisie)
      throw erreur
    }
  })
  return routes
}

function pageDepot(c: C, erreur?: RegleViolee, saisie: Saisie = {}): Response | Promise<Response> {
  const dit = (champ: string) => (typeof saisie[champ] === 'string' ? saisie[champ] : '')
  const erreurs = erreur?.champs.map(({ champ, message }) => ({
    champ: champ.replace(/^reglages\./, '').replace(/^(nom|contenu)$/, 'fichier'),
    message,
  }))
  return c.html(
    <CadreTerritoire c={c} titre="Importer un fichier" erreur={erreur === undefined ? undefined : new RegleViolee(erreur.message, erreurs)}>
      <p class="pv-chapeau">
        Le fichier est lu, chaque défaut est montré avec sa réparation, et rien ne change avant que vous ayez relu et importé.
      </p>
      <form method="post" enctype="multipart/form-data" class="pv-formulaire pv-depot">
        <Radios
          nom="genre"
          legende="Que contient ce fichier ?"
          valeur={dit('genre') || 'quartiers'}
          options={GENRES_IMPORT.map((genre) => ({ valeur: genre, libelle: GENRES[genre] ?? LIBELLES_GENRE[genre] }))}
        />
        <ChampFichier
          nom="fichier"
          libelle="Le fichier"
          aide="64 Mo au plus : un fichier plus gros se compresse (.zip). Un Shapefile se dépose dans un .zip avec ses fichiers .shp, .dbf et .prj."
          accepte={ACCEPTES}
          requis
          erreurs={erreurs}
        />
        <fieldset class="ds-fieldset pv-haut-1">
          <legend>Pour des contours ou des unités urbaines</legend>
          <ChampChoix
            nom="typeContour"
            libelle="Contours de"
            valeur={dit('typeContour')}
            vide="Pas des contours"
            options={TYPES_CONTOUR.map((valeur) => ({ valeur, libelle: LIBELLES_TYPE_CONTOUR[valeur] }))}
            erreurs={erreurs}
          />
          <ChampTexte
            nom="millesime"
            libelle="Millésime"
            aide="Par exemple 2024."
            inputmode="numeric"
            valeur={dit('millesime')}
            longueurMax={4}
            erreurs={erreurs}
          />
          <ChampTexte
            nom="source"
            libelle="Source"
            aide="Par exemple « IGN, Admin Express, licence ouverte »."
            valeur={dit('source')}
            longueurMax={200}
            erreurs={erreurs}
          />
        </fieldset>
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Lire ce fichier
          </button>
        </div>
      </form>
    </CadreTerritoire>,
    erreur === undefined ? 200 : 422,
  )
}
