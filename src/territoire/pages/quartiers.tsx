import type { ContratEspace, EspaceDuContrat } from '#compte/index.ts'
import { accorde, formatDate, formatNombre, jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { T, Vide } from '#ui/pieces.tsx'
import type { DemandeCarte } from '../carte/carte.ts'
import { Carte } from '../carte/vue-carte.tsx'
import { fentesTerritoire } from '../fentes.ts'
import type { MultiPolygone } from '../geometrie.ts'
import { type Contour, listContours, listGenerations, listGeometriesDesCommunes, listQuartiersDesCommunes } from '../quartier.store.ts'
import { type Generation, isEnVigueur, jourDuContrat, type Quartier } from '../quartier.ts'
import { NavTerritoire } from './nav-territoire.tsx'

/** The list of the quartiers of a contract, with their map. */
export function createRoutesQuartiers(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  const lire: Droit = espace.droit('territoire.lire')
  routes.get('/espace/:contrat/territoire', lire, (c) => showQuartiers(c, espace))
  return routes
}

const TRIS = ['nom', 'code', 'population', 'fiches'] as const
type Tri = (typeof TRIS)[number]

async function showQuartiers(c: C, { contratOf, Espace }: EspaceDuContrat): Promise<Response> {
  const contrat = await contratOf(c)
  const jour = jourDuContrat(contrat, jourParis(c.get('now')))
  const demandee = c.req.query('generation') ?? ''
  const codes = contrat.communes.map(({ code }) => code)
  const { generations, tous, fiches, formes } = await readHttp(c, async (tx) => ({
    generations: await listGenerations(tx),
    tous: await listQuartiersDesCommunes(tx, codes, null),
    fiches: await fentesTerritoire().fichesParQuartier(tx, contrat.id),
    formes: {
      communes: await listContours(tx, 'commune', codes),
      quartiers: await listGeometriesDesCommunes(tx, codes),
    },
  }))
  const generation = generations.find(({ code }) => code === demandee) ?? null
  const retenus = tous.filter((quartier) => (generation === null ? isEnVigueur(quartier, jour) : quartier.generationId === generation.id))
  const tri = TRIS.find((un) => un === c.req.query('tri')) ?? 'nom'
  const quartiers = sorted(retenus, tri, fiches)
  const base = `/espace/${contrat.adresse}/territoire`
  return c.html(
    <Espace c={c} titre="Territoire" entree="territoire">
      <div class="pv-titre-page">
        <p class="pv-sur">
          <T>{contrat.epciNom}</T>
        </p>
        <h1>Territoire</h1>
        <p>{phraseDe(contrat, quartiers, generation, jour)}</p>
      </div>
      <NavTerritoire base={base} ici="quartiers" />
      <ChoixGeneration
        generations={generations.filter(({ id }) => tous.some((q) => q.generationId === id))}
        choisie={generation}
        base={base}
      />
      {quartiers.length === 0 ? (
        <Vide titre="Aucun quartier connu ici">
          Les quartiers officiels des communes du contrat apparaîtront dès que leur fichier aura été chargé par l’administration de la
          plateforme. Les noms de quartiers du contrat restent à la page Contrat.
        </Vide>
      ) : (
        <div class="pv-quartiers-liste">
          <TableQuartiers quartiers={quartiers} fiches={fiches} base={base} tri={tri} generation={generation} />
          <Carte demande={carteDe(quartiers, formes, contrat.epciNom, base)} tableau="page">
            <a href={`${base}/carte`}>Carte détaillée</a>
          </Carte>
        </div>
      )}
    </Espace>,
  )
}

function phraseDe(contrat: ContratEspace, quartiers: readonly Quartier[], generation: Generation | null, jour: string): string {
  const quand = generation === null ? `au ${formatDate(jour)}` : generation.libelle
  const communes = new Set(quartiers.flatMap((q) => q.communes.map(({ code }) => code)))
  return `${accorde(quartiers.length, 'quartier')} ${quand}, dans ${accorde(communes.size, 'commune')} sur ${contrat.communes.length}.`
}

function sorted(quartiers: readonly Quartier[], tri: Tri, fiches: ReadonlyMap<string, number>): readonly Quartier[] {
  if (tri === 'nom') return quartiers
  const cle: Record<Exclude<Tri, 'nom'>, (a: Quartier, b: Quartier) => number> = {
    code: (a, b) => (a.code < b.code ? -1 : 1),
    population: (a, b) => (b.population ?? -1) - (a.population ?? -1),
    fiches: (a, b) => (fiches.get(b.code) ?? 0) - (fiches.get(a.code) ?? 0),
  }
  return [...quartiers].sort(cle[tri])
}

type Formes = { communes: readonly Contour[]; quartiers: ReadonlyMap<string, MultiPolygone> }

function carteDe(quartiers: readonly Quartier[], { communes, quartiers: geometries }: Formes, lieu: string, base: string): DemandeCarte {
  const formes = quartiers.flatMap(({ id, nom, code }) => {
    const geometrie = geometries.get(id)
    return geometrie === undefined ? [] : [{ id, nom, code, geometrie, href: `${base}/quartiers/${code}` }]
  })
  // Contours of quartiers are those of their generation, as imported: the source of their inhabitants is another matter.
  const importes = [...new Set(quartiers.map(({ generation }) => `${generation} tels qu’importés`))]
  const sources = [...new Set(communes.map(({ source }) => source)), ...importes]
  return {
    titre: `Quartiers de ${lieu}`,
    description: `${accorde(formes.length, 'quartier')} : ${formes.map(({ nom }) => nom).join(', ')}. Le tableau de cette page les cite tous.`,
    calques: [
      {
        id: 'communes',
        libelle: 'Communes',
        style: 'commune',
        role: 'fond',
        etiquettes: 'nom',
        formes: communes.map(({ code, nom, geometrie }) => ({ id: code, nom: nom ?? code, geometrie })),
      },
      { id: 'quartiers', libelle: 'Quartiers', style: 'quartier', etiquettes: 'nom', formes },
    ],
    format: 'carre',
    source: sources.join(' ; '),
  }
}

function ChoixGeneration(props: { generations: readonly Generation[]; choisie: Generation | null; base: string }) {
  if (props.generations.length < 2) return null
  return (
    <div class="pv-bas-1">
      <nav class="pv-etape-choix" aria-label="Génération de quartiers">
        <a href={props.base} aria-current={props.choisie === null ? 'page' : undefined}>
          En vigueur
        </a>
        {props.generations.map((generation) => (
          <a href={`${props.base}?generation=${generation.code}`} aria-current={props.choisie?.id === generation.id ? 'page' : undefined}>
            <T>{generation.libelle}</T>
          </a>
        ))}
      </nav>
    </div>
  )
}

function TableQuartiers(props: {
  quartiers: readonly Quartier[]
  fiches: ReadonlyMap<string, number>
  base: string
  tri: Tri
  generation: Generation | null
}) {
  const { quartiers, fiches, base, tri, generation } = props
  const tete = (cle: Tri, libelle: string, nombre = false) => {
    const requete = new URLSearchParams({ ...(generation === null ? {} : { generation: generation.code }), tri: cle })
    return (
      <th scope="col" class={nombre ? 'n' : undefined} aria-sort={tri === cle ? (nombre ? 'descending' : 'ascending') : undefined}>
        <a href={`${base}?${requete}`}>{libelle}</a>
      </th>
    )
  }
  return (
    <section class="pv-defile" tabindex={0} aria-label="Tableau des quartiers">
      <table class="ds-table pv-table-fiches">
        <caption class="pv-cache">Quartiers du contrat</caption>
        <thead>
          <tr>
            {tete('nom', 'Quartier')}
            {tete('code', 'Code')}
            <th scope="col">Communes</th>
            {tete('population', 'Habitants', true)}
            {tete('fiches', 'Fiches', true)}
          </tr>
        </thead>
        <tbody>
          {quartiers.map((quartier) => (
            <tr>
              <th scope="row">
                <a href={`${base}/quartiers/${quartier.code}`}>
                  <T>{quartier.nom}</T>
                </a>
                {quartier.sousQuartiers.length > 0 && <span class="pv-petit"> {quartier.sousQuartiers.join(', ')}</span>}
              </th>
              <td>{quartier.code}</td>
              <td>{quartier.communes.map(({ nom }) => nom).join(', ')}</td>
              <td class="n">{quartier.population === null ? '–' : formatNombre(quartier.population)}</td>
              <td class="n">{fiches.get(quartier.code) ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
