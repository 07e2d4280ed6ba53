import type { EspaceDuContrat } from '#compte/index.ts'
import { isAdminPlateforme } from '#compte/index.ts'
import { writeCsv, writeXlsx } from '#platform/documents/ecriture/classeur.ts'
import { THEME_PARVIS } from '#platform/documents/ecriture/document.ts'
import { contentDisposition } from '#platform/fichiers/envoi.ts'
import { accorde, INSECABLE, jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import type { Routes } from '#platform/http/routes.ts'
import { ChampChoix } from '#ui/champs.tsx'
import { Message, Pagination, Vide } from '#ui/pieces.tsx'
import { canReadIndicateurs } from '../droits.ts'
import { loadEcarts } from '../ecarts.store.ts'
import { feuilleEcarts } from '../export-ecarts.ts'
import { LIBELLES_REFERENCES, type Repere, TYPES_REFERENCE, type TypeReference } from '../reference.ts'
import { type BlocIndicateur, countEvolutions, type Donnees, defaultReference, sortedLignes, tableauEcarts } from '../tableau.ts'
import { BlocDuContrat } from './bloc-contrat.tsx'
import { type FiltreEcarts, parseFiltre, queryOf } from './filtre.ts'

const CHEMIN = '/espace/:contrat/indicateurs'
const PAR_PAGE = 8

/** The gaps of a contract: every indicator, every quartier. */
export function addRoutesEcarts(routes: Routes, espace: EspaceDuContrat): void {
  const lire = espace.droit('indicateurs.lire', (agent, contrat) => canReadIndicateurs(agent, contrat.id))
  routes.get(CHEMIN, lire, (c) => showEcarts(c, espace))
  routes.get(`${CHEMIN}/ecarts.csv`, lire, (c) => sendEcarts(c, espace, 'csv'))
  routes.get(`${CHEMIN}/ecarts.xlsx`, lire, (c) => sendEcarts(c, espace, 'xlsx'))
}

type Vue = {
  filtre: FiltreEcarts
  reperes: readonly Repere[]
  donnees: Donnees
  type: TypeReference
  blocs: BlocIndicateur[]
  themes: string[]
}

async function loadVue(c: C, contrat: { communes: readonly { code: string }[] }): Promise<Vue> {
  const filtre = parseFiltre((nom) => c.req.query(nom))
  const communes = contrat.communes.map(({ code }) => code)
  const { reperes, donnees } = await readHttp(c, (tx) => loadEcarts(tx, { communes, jour: jourParis(c.get('now')) }))
  const type = filtre.reference ?? defaultReference(reperes, donnees)
  const choisis = filtre.quartier === '' ? reperes : reperes.filter(({ code }) => code === filtre.quartier)
  const tous = tableauEcarts(choisis, donnees, type)
  const themes = [...new Set(tous.map(({ indicateur }) => indicateur.theme).filter((theme) => theme !== ''))]
  const blocs = filtre.theme === '' ? tous : tous.filter(({ indicateur }) => indicateur.theme === filtre.theme)
  return {
    filtre,
    reperes,
    donnees,
    type,
    blocs: blocs.map((bloc) => ({ ...bloc, lignes: sortedLignes(bloc.lignes, filtre.tri, filtre.sens) })),
    themes,
  }
}

async function showEcarts(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const vue = await loadVue(c, contrat)
  const { filtre, reperes, blocs, type } = vue
  const base = `/espace/${contrat.adresse}/indicateurs`
  const page = Math.min(filtre.page, Math.max(1, Math.ceil(blocs.length / PAR_PAGE)))
  const inventees = blocs.some(({ sources }) => sources.some(({ nature }) => nature === 'demonstration'))
  return c.html(
    <espace.Espace c={c} titre="Indicateurs" entree="indicateurs">
      <div class="pv-titre-page">
        <h1>{titleOf(blocs)}</h1>
      </div>
      {inventees && (
        <Message ton="warning">Ces chiffres sont inventés, pour la démonstration. Ils ne décrivent aucun quartier réel.</Message>
      )}
      {blocs.length === 0 && reperes.length === 0 ? (
        <Vide titre="Aucun quartier prioritaire connu dans les communes du contrat">
          <p>
            Cette page compare chaque quartier à son unité urbaine, à son intercommunalité ou à sa commune. Elle se remplit dès que la
            géographie prioritaire est chargée.
          </p>
        </Vide>
      ) : vue.donnees.mesures.length === 0 ? (
        <Vide titre="Aucun chiffre n’est encore connu de ces quartiers">
          <p>
            Cette page mesure l’écart de chaque quartier avec son territoire. L’administration de la plateforme importe les tables de
            chiffres, de l’Insee par exemple.
          </p>
          {isAdminPlateforme(c.get('agent')) && (
            <p>
              <a class="ds-button" href="/administration/indicateurs/tables">
                Importer une table
              </a>
            </p>
          )}
        </Vide>
      ) : (
        <>
          <p class="pv-chapeau">{summaryOf(blocs)}</p>
          <Filtres base={base} vue={vue} />
          {blocs.slice((page - 1) * PAR_PAGE, page * PAR_PAGE).map((bloc) => (
            <BlocDuContrat
              bloc={bloc}
              type={type}
              base={base}
              territoire={`/espace/${contrat.adresse}/territoire/quartiers`}
              filtre={filtre}
            />
          ))}
          <Pagination
            page={page}
            taille={PAR_PAGE}
            total={blocs.length}
            href={(autre) => `${base}${queryOf({ ...filtre, page: autre })}`}
          />
          <p class="pv-note pv-haut-2">
            {accorde(blocs.length, 'indicateur')} de ce tableau en{' '}
            <a href={`${base}/ecarts.csv${queryOf({ ...filtre, page: 1 })}`} download="">
              CSV
            </a>{' '}
            ou{' '}
            <a href={`${base}/ecarts.xlsx${queryOf({ ...filtre, page: 1 })}`} download="">
              Excel
            </a>
            . Chaque ligne y porte sa source, sa période et ce qui ne se compare pas.
          </p>
        </>
      )}
    </espace.Espace>,
  )
}

/** The verdict, because people read headings: the law aims at reducing gaps. */
function titleOf(blocs: readonly BlocIndicateur[]): string {
  const { reduits, creuses, comparables } = countEvolutions(blocs)
  if (comparables === 0) return 'Les écarts des quartiers'
  if (reduits === creuses) return `Autant d’écarts se réduisent que se creusent`
  return reduits > creuses
    ? `Les écarts se réduisent pour ${accorde(reduits, 'mesure')} sur ${comparables}`
    : `Les écarts se creusent pour ${accorde(creuses, 'mesure')} sur ${comparables}`
}

function summaryOf(blocs: readonly BlocIndicateur[]): string {
  const { reduits, creuses, stables, comparables, non } = countEvolutions(blocs)
  const tete = 'La loi du 21 février 2014 veut réduire les écarts entre les quartiers prioritaires et leur agglomération. '
  const suite =
    comparables === 0
      ? 'Aucune évolution ne peut encore se mesurer : il faut deux périodes comparables.'
      : `Sur ${accorde(comparables, 'mesure comparable', 'mesures comparables')} d’une période à l’autre${INSECABLE}: ${reduits} dans le sens souhaité, ${creuses} à l’inverse, ${stables} sans changement ni sens.`
  return `${tete}${suite}${non > 0 ? ` ${accorde(non, 'mesure ne se compare pas', 'mesures ne se comparent pas')} dans le temps : la raison est dite sous chaque tableau.` : ''}`
}

function Filtres({ base, vue: { filtre, reperes, type, themes } }: { base: string; vue: Vue }) {
  const actif = filtre.theme !== '' || filtre.quartier !== '' || filtre.reference !== null
  return (
    <form class="pv-filtres pv-filtres-ecarts" action={base}>
      <ChampChoix
        nom="reference"
        libelle="Comparer à"
        requis
        valeur={type}
        options={TYPES_REFERENCE.map((valeur) => ({ valeur, libelle: LIBELLES_REFERENCES[valeur] }))}
      />
      <ChampChoix
        nom="theme"
        libelle="Thème"
        requis
        valeur={filtre.theme}
        vide="Tous"
        options={[...new Set([...themes, filtre.theme])]
          .filter((theme) => theme !== '')
          .map((theme) => ({ valeur: theme, libelle: theme }))}
      />
      <ChampChoix
        nom="quartier"
        libelle="Quartier"
        requis
        valeur={filtre.quartier}
        vide="Tous"
        options={reperes.map(({ code, nom }) => ({ valeur: code, libelle: nom }))}
      />
      {filtre.tri !== 'nom' && <input type="hidden" name="tri" value={filtre.tri} />}
      {filtre.sens !== 'asc' && <input type="hidden" name="sens" value={filtre.sens} />}
      <button class="ds-button" data-variant="secondary" type="submit">
        Filtrer
      </button>
      {actif && <a href={base}>Retirer les filtres</a>}
    </form>
  )
}

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }

async function sendEcarts(c: C, espace: EspaceDuContrat, format: 'csv' | 'xlsx'): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const { blocs } = await loadVue(c, contrat)
  const feuille = feuilleEcarts(blocs)
  const contenu = format === 'csv' ? writeCsv(feuille) : await writeXlsx([feuille], THEME_PARVIS)
  return c.body(new Uint8Array(contenu), 200, {
    'content-type': TYPES[format],
    'content-disposition': contentDisposition(`ecarts-${contrat.adresse}-${jourParis(c.get('now'))}.${format}`),
    'cache-control': 'private, no-store',
  })
}
