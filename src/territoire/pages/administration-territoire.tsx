import { accorde, formatDate, formatInstant, formatNombre } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { Statut, T } from '#ui/pieces.tsx'
import { countParGeneration } from '../generation.store.ts'
import { citeDecret } from '../generation.ts'
import { etatOf, type Import, LIBELLES_GENRE, LIBELLES_TYPE_CONTOUR } from '../import/forme.ts'
import { listImports } from '../import.store.ts'
import { type EtatReference, getEtatReference } from '../import-reference.store.ts'
import { listGenerations } from '../quartier.store.ts'
import { decretDeListe, type Generation } from '../quartier.ts'
import { CadreTerritoire, CHEMIN, droitAdministrerTerritoire } from './administration-cadre.tsx'
import { ETATS_IMPORT } from './import-mots.ts'

const IMPORTS_MONTRES = 20

/** The door of the reference geography: what is loaded, what is missing, what was imported. */
export function createRoutesAdministrationTerritoire(): Routes {
  const routes = createRoutes()
  routes.get(CHEMIN, droitAdministrerTerritoire, showTerritoire)
  return routes
}

const FAITS: Readonly<Record<string, string>> = { abandon: 'Le fichier est abandonné : rien n’a changé.' }

async function showTerritoire(c: C): Promise<Response> {
  const { etat, generations, comptes, imports } = await readHttp(c, async (tx) => ({
    etat: await getEtatReference(tx),
    generations: await listGenerations(tx),
    comptes: await countParGeneration(tx),
    imports: await listImports(tx, { limite: IMPORTS_MONTRES }),
  }))
  return c.html(
    <CadreTerritoire c={c} titre="Territoire" fait={FAITS[c.req.query('fait') ?? '']}>
      <p class="pv-chapeau">
        La géographie de référence, commune à tous les contrats : quartiers par génération, contours, unités urbaines.
      </p>
      <div class="pv-actions">
        <a class="ds-button" href={`${CHEMIN}/importer`}>
          Importer un fichier
        </a>
        <a class="ds-button" data-variant="secondary" href={`${CHEMIN}/filiation`}>
          Filiation des quartiers
        </a>
        <a class="ds-button" data-variant="secondary" href={`${CHEMIN}/carroyages`}>
          Carroyages et éligibilité
        </a>
      </div>
      <Generations generations={generations} comptes={comptes} />
      <Reference etat={etat} />
      <section class="pv-section">
        <h2>Imports</h2>
        {imports.length === 0 ? (
          <p class="pv-note">
            Aucun fichier importé pour l’instant. Chaque import paraîtra ici, avec ce qu’il a changé, et pourra être annulé.
          </p>
        ) : (
          <Imports imports={imports} />
        )}
      </section>
    </CadreTerritoire>,
  )
}

function Generations({
  generations,
  comptes,
}: {
  generations: readonly Generation[]
  comptes: Awaited<ReturnType<typeof countParGeneration>>
}) {
  return (
    <section class="pv-section">
      <h2>Générations de quartiers</h2>
      <section class="pv-defile" aria-label="Générations de quartiers" tabindex={0}>
        <table class="ds-table">
          <caption class="pv-cache">Générations de quartiers, la plus récente d’abord</caption>
          <thead>
            <tr>
              <th scope="col">Génération</th>
              <th scope="col">Liste</th>
              <th scope="col">Validité</th>
              <th scope="col" class="n">
                Quartiers
              </th>
              <th scope="col" class="n">
                Avec contour
              </th>
            </tr>
          </thead>
          <tbody>
            {generations.map((generation) => {
              const liste = decretDeListe(generation)
              const compte = comptes.get(generation.id)
              return (
                <tr>
                  <th scope="row">
                    <a href={`${CHEMIN}/generations/${generation.code}`}>
                      <T>{generation.libelle}</T>
                    </a>
                  </th>
                  <td>{liste === null ? '–' : <T>{citeDecret(liste)}</T>}</td>
                  <td>
                    {generation.fin === null
                      ? `depuis le ${formatDate(generation.debut)}`
                      : `${formatDate(generation.debut)} – ${formatDate(generation.fin)}`}
                  </td>
                  <td class="n">{compte === undefined ? '–' : formatNombre(compte.quartiers)}</td>
                  <td class="n">{compte === undefined ? '–' : formatNombre(compte.contours)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <p class="pv-haut-1">
        <a href={`${CHEMIN}/generations/nouvelle`}>Déclarer une génération</a>
      </p>
    </section>
  )
}

function Reference({ etat }: { etat: EtatReference }) {
  return (
    <section class="pv-section">
      <h2>Communes, contours, unités urbaines</h2>
      <ul class="pv-lignes">
        {etat.versions.map(({ source, version, chargeLe, lignes }) => (
          <li>
            <strong>
              {source}, version {version}
            </strong>
            , chargée le {formatInstant(chargeLe)} : {accorde(lignes, 'ligne')}.
          </li>
        ))}
        <li>
          {etat.communes === 0
            ? 'Aucune commune n’est chargée : la référence se charge au démarrage du service.'
            : `${accorde(etat.communes, 'commune actuelle', 'communes actuelles')} et ${accorde(etat.epci, 'intercommunalité')}.`}
        </li>
        {etat.contours.map(({ type, millesime, nombre, source }) => (
          <li>
            Contours de {LIBELLES_TYPE_CONTOUR[type as keyof typeof LIBELLES_TYPE_CONTOUR] ?? type} {millesime} :{' '}
            {accorde(nombre, 'contour')} (<T>{source}</T>).
          </li>
        ))}
        {etat.unites.map(({ millesime, nombre, communes }) => (
          <li>
            Unités urbaines {millesime} : {accorde(nombre, 'unité')}, {accorde(communes, 'commune')}.
          </li>
        ))}
      </ul>
      <Manques etat={etat} />
    </section>
  )
}

/** What is missing, and what it prevents. */
function Manques({ etat }: { etat: EtatReference }) {
  const manques = [
    etat.contours.some(({ type }) => type === 'commune')
      ? etat.communesSansContour > 0
        ? `${accorde(etat.communesSansContour, 'commune actuelle n’a', 'communes actuelles n’ont')} pas de contour : les parts de surface des quartiers n’y sont pas mesurées.`
        : null
      : 'Aucun contour de commune : la part de chaque commune dans un quartier à cheval reste inconnue, et les cartes n’ont pas de fond.',
    etat.unites.length === 0 ? 'Aucune unité urbaine : les écarts à l’unité urbaine et l’éligibilité ne se calculent pas.' : null,
  ].filter((un) => un !== null)
  if (manques.length === 0) return null
  return (
    <div class="pv-haut-1">
      <h3>Ce qui manque</h3>
      <ul>
        {manques.map((manque) => (
          <li>
            <T>{manque}</T>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Imports({ imports }: { imports: readonly Import[] }) {
  return (
    <ul class="pv-lignes pv-lots">
      {imports.map((un) => {
        const { etat, mot } = ETATS_IMPORT[etatOf(un)]
        return (
          <li>
            <a href={`${CHEMIN}/imports/${un.id}`}>
              <T>{un.nom}</T>
            </a>
            <span class="pv-note">
              {LIBELLES_GENRE[un.genre]}, {formatInstant(un.deposeLe)}
              {un.lecture !== null && un.lecture.entites > 0 && ` · ${accorde(un.lecture.entites, 'entité')}`}
            </span>
            <Statut etat={etat}>{mot}</Statut>
          </li>
        )
      })}
    </ul>
  )
}
