import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, formatInstant, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { isId } from '#platform/identifiants.ts'
import { ChampTexte } from '#ui/champs.tsx'
import { T } from '#ui/pieces.tsx'
import { Carte } from '../carte/vue-carte.tsx'
import { nameSousQuartier, removeSousQuartier } from '../commands/name-sous-quartier.ts'
import { citeDecret } from '../generation.ts'
import { type LigneHistoire, listHistoire } from '../import-annulation.store.ts'
import { getGeometries, listQuartiersByIds } from '../quartier.store.ts'
import type { Quartier } from '../quartier.ts'
import { listSousQuartiers, type SousQuartier } from '../sous-quartier.store.ts'
import { CadreTerritoire, CHEMIN, droitAdministrerTerritoire } from './administration-cadre.tsx'
import { CHAMPS_DIFFERENCE } from './import-mots.ts'

const QUARTIER = `${CHEMIN}/quartiers/:quartier`

/** One quartier as the administration keeps it: where it lies, its named parts, what changed it. */
export function createRoutesQuartierAdministre(): Routes {
  const routes = createRoutes()
  const droit = droitAdministrerTerritoire
  const adresse = (c: C, suite = '') => `${CHEMIN}/quartiers/${c.req.param('quartier') ?? ''}${suite}`
  routes.get(QUARTIER, droit, (c) => pageQuartier(c))
  routes.post(`${QUARTIER}/sous-quartiers`, droit, async (c) => {
    const saisie = await parseFormulaire(c)
    try {
      const sousQuartierId = saisie.sousQuartierId === '' ? undefined : saisie.sousQuartierId
      await actHttp(c, nameSousQuartier, { quartierId: c.req.param('quartier'), nom: saisie.nom, sousQuartierId })
      return c.redirect(adresse(c, '?fait=nomme#sous-quartiers'), 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return pageQuartier(c, { erreur, saisie })
      throw erreur
    }
  })
  routes.post(`${QUARTIER}/sous-quartiers/:sousQuartier/retirer`, droit, async (c) => {
    await actHttp(c, removeSousQuartier, { quartierId: c.req.param('quartier'), sousQuartierId: c.req.param('sousQuartier') })
    return c.redirect(adresse(c, '?fait=retire#sous-quartiers'), 303)
  })
  return routes
}

const FAITS: Readonly<Record<string, string>> = { nomme: 'Le sous-quartier est enregistré.', retire: 'Le sous-quartier est retiré.' }

type Reprise = { erreur: RegleViolee; saisie: Saisie }

async function pageQuartier(c: C, reprise?: Reprise): Promise<Response> {
  const id = c.req.param('quartier') ?? ''
  const lu = await readHttp(c, async (tx) => {
    const [quartier] = isId(id) ? await listQuartiersByIds(tx, [id]) : []
    if (quartier === undefined) throw new Introuvable('Ce quartier n’existe pas, ou plus.')
    return {
      quartier,
      sous: await listSousQuartiers(tx, id),
      histoire: await listHistoire(tx, id),
      geometrie: (await getGeometries(tx, [id])).get(id),
    }
  })
  const { quartier, geometrie } = lu
  return c.html(
    <CadreTerritoire
      c={c}
      titre={quartier.nom}
      ariane={[{ libelle: quartier.generation, href: `${CHEMIN}/generations/${quartier.generation}` }]}
      fait={FAITS[c.req.query('fait') ?? '']}
      erreur={reprise?.erreur}
    >
      <p class="pv-chapeau">
        {quartier.code}, <T>{quartier.nature}</T>, en vigueur depuis le {formatDate(quartier.debut)}
        {quartier.fin === null ? '' : ` jusqu’au ${formatDate(quartier.fin)}`}.
      </p>
      <Identite quartier={quartier} />
      {geometrie !== undefined && (
        <Carte
          tableau="page"
          demande={{
            titre: `Contour de ${quartier.nom}`,
            description: `Le contour du quartier ${quartier.nom}.`,
            calques: [
              {
                id: 'quartier',
                libelle: 'ce quartier',
                style: 'ici',
                formes: [{ id: quartier.id, nom: quartier.nom, code: quartier.code, geometrie }],
              },
            ],
            source: `génération ${quartier.generation}`,
            format: 'paysage',
          }}
        />
      )}
      <SousQuartiers
        sous={lu.sous}
        adresse={`${CHEMIN}/quartiers/${quartier.id}/sous-quartiers`}
        reprise={reprise}
        demande={c.req.query('sous') ?? ''}
      />
      <Histoire lignes={lu.histoire} />
    </CadreTerritoire>,
    reprise === undefined ? 200 : 422,
  )
}

function Identite({ quartier }: { quartier: Quartier }) {
  const { communes, population, populationMillesime, aireM2 } = quartier
  return (
    <ul>
      <li>
        {communes.length === 0
          ? 'Aucune commune rattachée.'
          : `${communes.length === 1 ? 'Commune' : 'Communes'} : ${communes
              .map(({ nom, surfacePm }) => (surfacePm === null ? nom : `${nom} (${formatNombre(surfacePm / 10)}\u00a0% de sa surface)`))
              .join(', ')}.`}
        {communes.length > 1 &&
          communes.some(({ surfacePm }) => surfacePm === null) &&
          ' Parts de surface non mesurées : chargez les contours des communes, puis importez à nouveau.'}
      </li>
      <li>
        {population === null
          ? 'Population inconnue.'
          : `${accorde(population, 'habitant')}${populationMillesime === null ? '' : ` (${populationMillesime})`}.`}
      </li>
      <li>{aireM2 === null ? 'Sans contour.' : `${formatNombre(Math.round(aireM2 / 1000) / 10)} hectares.`}</li>
    </ul>
  )
}

type PropsSous = { sous: readonly SousQuartier[]; adresse: string; reprise: Reprise | undefined; demande: string }

/** One name is changed at a time: the one asked by the address; otherwise one more may be given. */
function SousQuartiers({ sous, adresse, reprise, demande }: PropsSous) {
  const voulu = reprise === undefined ? demande : String(reprise.saisie.sousQuartierId ?? '')
  const ouvert = sous.some(({ id }) => id === voulu) ? voulu : ''
  return (
    <section class="pv-section" id="sous-quartiers">
      <h2>Sous-quartiers</h2>
      {sous.length === 0 && (
        <p class="pv-note">
          Aucun. Les parties que les habitants appellent par leur nom se retrouvent ensuite à la recherche et à l’import des fiches.
        </p>
      )}
      <ul class="pv-lignes">
        {sous.map(({ id, nom }) => (
          <li>
            <strong>
              <T>{nom}</T>
            </strong>
            {ouvert === id ? (
              <>
                <Nommer adresse={adresse} id={id} nom={String(reprise?.saisie.nom ?? nom)} erreurs={reprise?.erreur.champs} />
                <form method="post" action={`${adresse}/${id}/retirer`} class="pv-haut-1">
                  <button class="ds-button" data-variant="tertiary" data-size="sm" data-color="danger" type="submit">
                    Retirer ce sous-quartier
                  </button>
                </form>
              </>
            ) : (
              <a href={`?sous=${id}#sous-quartiers`}>
                Modifier<span class="pv-cache"> {nom}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      {ouvert === '' && <Nommer adresse={adresse} id="" nom={String(reprise?.saisie.nom ?? '')} erreurs={reprise?.erreur.champs} />}
    </section>
  )
}

function Nommer({ adresse, id, nom, erreurs }: { adresse: string; id: string; nom: string; erreurs: RegleViolee['champs'] | undefined }) {
  return (
    <form method="post" action={adresse} class="pv-formulaire pv-haut-1">
      <input type="hidden" name="sousQuartierId" value={id} />
      <ChampTexte
        nom="nom"
        libelle={id === '' ? 'Nommer un sous-quartier' : 'Nom'}
        valeur={nom}
        longueurMax={200}
        erreurs={erreurs}
        requis
      />
      <div class="pv-actions">
        <button class="ds-button" data-variant="secondary" type="submit">
          {id === '' ? 'Ajouter' : 'Renommer'}
        </button>
      </div>
    </form>
  )
}

function Histoire({ lignes }: { lignes: readonly LigneHistoire[] }) {
  return (
    <section class="pv-section">
      <h2>Histoire</h2>
      {lignes.length === 0 ? (
        <p class="pv-note">Aucun changement connu.</p>
      ) : (
        <ul class="pv-lignes">
          {lignes.map((ligne) => (
            <li>
              <p>
                {ligne.creation ? 'Ajouté' : `Modifié : ${ligne.champs.map((champ) => CHAMPS_DIFFERENCE[champ] ?? champ).join(', ')}`}
                {ligne.decret !== null && (
                  <>
                    , <T>{citeDecret(ligne.decret)}</T>
                  </>
                )}
                . {ligne.ancienNom !== null && <T>{`Il s’appelait « ${ligne.ancienNom} ».`}</T>}
                {ligne.annuleLe !== null && ' Cet import a été annulé.'}
              </p>
              <p class="pv-note">
                {formatInstant(ligne.changeLe)}
                {ligne.importId !== null && (
                  <>
                    , <a href={`${CHEMIN}/imports/${ligne.importId}`}>{ligne.fichier ?? 'import'}</a>
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
