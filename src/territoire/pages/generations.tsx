import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { ChampTexte } from '#ui/champs.tsx'
import { Code, Pagination, T } from '#ui/pieces.tsx'
import { declareDecret, removeDecret } from '../commands/declare-decret.ts'
import { declareGeneration } from '../commands/declare-generation.ts'
import { getGeneration, listCodes } from '../generation.store.ts'
import {
  citeDecret,
  countQuartiers,
  findEcartsComptes,
  LIBELLES_OBJET_DECRET,
  nameCompte,
  sayComptes,
  sayDatesDecret,
} from '../generation.ts'
import type { Generation, Quartier } from '../quartier.ts'
import { listQuartiersAdministres } from '../quartier-administre.store.ts'
import { CadreTerritoire, CHEMIN, droitAdministrerTerritoire } from './administration-cadre.tsx'
import { FormulaireDecret, FormulaireGeneration, saisieOf } from './generation-formulaires.tsx'

const GENERATION = `${CHEMIN}/generations/:generation`
const PAGE = 50

/** Generations of quartiers and their texts: rows that the administration keeps, nothing of them stands in the code. */
export function createRoutesGenerations(): Routes {
  const routes = createRoutes()
  const droit = droitAdministrerTerritoire
  routes.get(`${CHEMIN}/generations/nouvelle`, droit, (c) => pageNouvelle(c))
  routes.post(`${CHEMIN}/generations/nouvelle`, droit, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, declareGeneration, saisie)
        return c.redirect(`${CHEMIN}/generations/${String(saisie.code).trim().toUpperCase()}?fait=declaree`, 303)
      },
      (erreur) => pageNouvelle(c, erreur, saisie),
    )
  })
  routes.get(GENERATION, droit, (c) => pageGeneration(c))
  routes.post(GENERATION, droit, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { id } = await loadGeneration(c)
        await actHttp(c, declareGeneration, { ...saisie, generationId: id })
        return c.redirect(`${CHEMIN}/generations/${String(saisie.code).trim().toUpperCase()}?fait=modifiee`, 303)
      },
      (erreur) => pageGeneration(c, { erreur, saisie, sur: 'generation' }),
    )
  })
  routes.post(`${GENERATION}/decrets`, droit, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { id, code } = await loadGeneration(c)
        await actHttp(c, declareDecret, { ...saisie, generationId: id, ...(saisie.decretId === '' ? { decretId: undefined } : {}) })
        return c.redirect(`${CHEMIN}/generations/${code}?fait=decret#textes`, 303)
      },
      (erreur) => pageGeneration(c, { erreur, saisie, sur: 'decret' }),
    )
  })
  routes.post(`${GENERATION}/decrets/:decret/retirer`, droit, async (c) => {
    const { id, code } = await loadGeneration(c)
    await actHttp(c, removeDecret, { generationId: id, decretId: c.req.param('decret') })
    return c.redirect(`${CHEMIN}/generations/${code}?fait=retire#textes`, 303)
  })
  return routes
}

async function orShow(faire: () => Promise<Response>, show: (erreur: RegleViolee) => Response | Promise<Response>): Promise<Response> {
  try {
    return await faire()
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return show(erreur)
    throw erreur
  }
}

const loadGeneration = (c: C): Promise<Generation> => readHttp(c, (tx) => getGeneration(tx, c.req.param('generation') ?? ''))

const FAITS: Readonly<Record<string, string>> = {
  declaree: 'La génération est déclarée : ajoutez ses textes, puis importez ses quartiers.',
  modifiee: 'La génération est modifiée.',
  decret: 'Le texte est enregistré.',
  retire: 'Le texte est retiré.',
}

function pageNouvelle(c: C, erreur?: RegleViolee, saisie: Saisie = {}): Response | Promise<Response> {
  return c.html(
    <CadreTerritoire c={c} titre="Déclarer une génération" erreur={erreur}>
      <FormulaireGeneration saisie={saisie} erreurs={erreur?.champs} mot="Déclarer" />
    </CadreTerritoire>,
    erreur === undefined ? 200 : 422,
  )
}

type Reprise = { erreur: RegleViolee; saisie: Saisie; sur: 'generation' | 'decret' }

async function pageGeneration(c: C, reprise?: Reprise): Promise<Response> {
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const texte = c.req.query('q') ?? ''
  const { generation, codes, liste } = await readHttp(c, async (tx) => {
    const generation = await getGeneration(tx, c.req.param('generation') ?? '')
    return {
      generation,
      codes: await listCodes(tx, generation.id),
      liste: await listQuartiersAdministres(tx, generation.id, { texte, limite: PAGE, debut: (page - 1) * PAGE }),
    }
  })
  const { id: _, decrets: __, compteAnnonce, ...valeurs } = generation
  const saisie = reprise?.sur === 'generation' ? reprise.saisie : { ...valeurs, comptes: sayComptes(compteAnnonce) }
  return c.html(
    <CadreTerritoire c={c} titre={generation.libelle} fait={FAITS[c.req.query('fait') ?? '']} erreur={reprise?.erreur}>
      <p class="pv-chapeau">
        En vigueur depuis le {formatDate(generation.debut)}
        {generation.fin === null ? '' : `, jusqu’au ${formatDate(generation.fin)}`}.{' '}
        {codes.length === 0 ? 'Aucun quartier chargé.' : `${accorde(codes.length, 'quartier chargé', 'quartiers chargés')}.`}
      </p>
      <Ecarts generation={generation} codes={codes} />
      <Textes generation={generation} reprise={reprise?.sur === 'decret' ? reprise : undefined} demande={c.req.query('texte') ?? ''} />
      {codes.length > 0 && <Quartiers generation={generation} liste={liste} texte={texte} page={page} />}
      <section class="pv-section">
        <h2>La génération</h2>
        <details class="ds-details" open={reprise?.sur === 'generation'}>
          <summary>Modifier son nom, sa validité, la forme de ses codes</summary>
          <FormulaireGeneration
            saisie={saisie}
            erreurs={reprise?.sur === 'generation' ? reprise.erreur.champs : undefined}
            mot="Enregistrer"
            version={generation.version}
          />
        </details>
      </section>
    </CadreTerritoire>,
    reprise === undefined ? 200 : 422,
  )
}

/** Counts of the quartiers loaded beside those that the texts announce (BR-05). */
function Ecarts({ generation, codes }: { generation: Generation; codes: readonly { code: string; departement: string | null }[] }) {
  const ecarts = findEcartsComptes(generation.compteAnnonce, countQuartiers(codes))
  if (ecarts.length === 0) return null
  return (
    <section class="pv-defile" aria-label="Comptes" tabindex={0}>
      <table class="ds-table">
        <caption class="pv-cache">Nombre de quartiers d’après les textes et dans la base</caption>
        <thead>
          <tr>
            <th scope="col">Quartiers</th>
            <th scope="col" class="n">
              Selon les textes
            </th>
            <th scope="col" class="n">
              Chargés
            </th>
          </tr>
        </thead>
        <tbody>
          {ecarts.map(({ cle, annonce, trouve }) => (
            <tr>
              <th scope="row">{nameCompte(cle)}</th>
              <td class="n">{formatNombre(annonce)}</td>
              <td class="n">{formatNombre(trouve)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** One text is corrected at a time: the form of the one asked by the address. */
function Textes({ generation, reprise, demande }: { generation: Generation; reprise: Reprise | undefined; demande: string }) {
  const adresse = `${CHEMIN}/generations/${generation.code}/decrets`
  const ouvert =
    reprise === undefined ? (generation.decrets.length === 0 ? 'nouveau' : demande) : String(reprise.saisie.decretId ?? '') || 'nouveau'
  return (
    <section class="pv-section" id="textes">
      <h2>Textes</h2>
      <ul class="pv-lignes">
        {generation.decrets.map((decret) => (
          <li>
            <p>
              <strong>
                <T>{citeDecret(decret)}</T>
              </strong>
              , {LIBELLES_OBJET_DECRET[decret.objet]}
              {decret.intitule !== null && (
                <>
                  {'\u00a0'}: <T>{decret.intitule}</T>
                </>
              )}
              . {decret.adresse !== null && <a href={decret.adresse}>Lire le texte</a>}
            </p>
            <p class="pv-note">{sayDatesDecret(decret)}</p>
            {ouvert === decret.id ? (
              <>
                <FormulaireDecret adresse={adresse} decret={reprise?.saisie ?? saisieOf(decret)} erreurs={reprise?.erreur.champs} />
                <form method="post" action={`${adresse}/${decret.id}/retirer`} class="pv-haut-1">
                  <button class="ds-button" data-variant="tertiary" data-size="sm" data-color="danger" type="submit">
                    Retirer ce texte
                  </button>
                </form>
              </>
            ) : (
              <a href={`${CHEMIN}/generations/${generation.code}?texte=${decret.id}#textes`}>
                Corriger<span class="pv-cache"> le texte {decret.numero}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      {ouvert === 'nouveau' ? (
        <FormulaireDecret adresse={adresse} decret={reprise?.saisie ?? {}} erreurs={reprise?.erreur.champs} />
      ) : (
        <p class="pv-haut-1">
          <a href={`${CHEMIN}/generations/${generation.code}?texte=nouveau#textes`}>Ajouter un texte</a>
        </p>
      )}
    </section>
  )
}

function Quartiers({
  generation,
  liste,
  texte,
  page,
}: {
  generation: Generation
  liste: { quartiers: readonly Quartier[]; total: number }
  texte: string
  page: number
}) {
  const adresse = `${CHEMIN}/generations/${generation.code}`
  return (
    <section class="pv-section" id="quartiers">
      <h2>Quartiers</h2>
      <search>
        <form action={`${adresse}#quartiers`} class="pv-filtres">
          <ChampTexte nom="q" libelle="Nom, code ou département" type="search" valeur={texte} />
          <button class="ds-button" data-variant="secondary" type="submit">
            Chercher
          </button>
        </form>
      </search>
      {liste.total === 0 ? (
        <p class="pv-note">Aucun quartier de cette génération ne correspond.</p>
      ) : (
        <section class="pv-defile" aria-label="Quartiers de la génération" tabindex={0}>
          <table class="ds-table">
            <caption class="pv-cache">Quartiers de la génération</caption>
            <thead>
              <tr>
                <th scope="col">Quartier</th>
                <th scope="col">Code</th>
                <th scope="col">Communes</th>
                <th scope="col" class="n">
                  Habitants
                </th>
              </tr>
            </thead>
            <tbody>
              {liste.quartiers.map((quartier) => (
                <tr>
                  <th scope="row">
                    <a href={`${CHEMIN}/quartiers/${quartier.id}`}>
                      <T>{quartier.nom}</T>
                    </a>
                  </th>
                  <td>
                    <Code code={quartier.code} />
                  </td>
                  <td>{quartier.communes.map(({ nom }) => nom).join(', ') || '–'}</td>
                  <td class="n">{quartier.population === null ? '–' : formatNombre(quartier.population)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Pagination
        page={page}
        taille={PAGE}
        total={liste.total}
        href={(numero) => `${adresse}?${new URLSearchParams({ q: texte, page: String(numero) })}#quartiers`}
      />
    </section>
  )
}
