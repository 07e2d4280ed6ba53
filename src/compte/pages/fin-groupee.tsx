import type { RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, formatInstant, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Droit, Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampTexte, Radios } from '#ui/champs.tsx'
import { Pagination, Vide } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { endMandats } from '../commands/end-mandats.ts'
import { etatMandat } from '../mandat.ts'
import { filteredMandats, isFiltreVide, pageOf, parseFiltre, queryOf } from '../mandat-filtre.ts'
import { type GroupeMandats, listGroupes } from '../mandat-lot.store.ts'
import { sayGroupe } from '../mandat-lot.ts'
import { listTypesOrganisation } from '../organisation.store.ts'
import { showApercu } from './fin-groupee-apercu.tsx'
import type { Perimetre, PerimetreDe } from './fin-groupee-cadre.tsx'
import { FiltresMandats, TableMandats } from './mandats-table.tsx'

const PAR_PAGE = 50

/** Ending several mandates on one date: choose, see what changes, act. */
export function addRoutesFinGroupee(routes: Routes, base: string, droit: Droit, perimetreDe: PerimetreDe): void {
  routes.get(`${base}/fin-groupee`, droit, async (c) => showChoix(c, await perimetreDe(c)))
  routes.get(`${base}/fin-groupee/apercu`, droit, async (c) => {
    const perimetre = await perimetreDe(c)
    return orShow(
      async () => showApercu(c, perimetre),
      (erreur) => showChoix(c, perimetre, erreur),
    )
  })
  routes.post(`${base}/fin-groupee`, droit, async (c) => {
    const perimetre = await perimetreDe(c)
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { contratId, organisationId } = perimetre
        const dernierJour = typed(saisie, 'dernierJour')
        const { groupeId } = await actHttp(c, endMandats, { contratId, organisationId, mandatIds: saisie.mandatIds, dernierJour })
        return c.redirect(`${perimetre.chemin}/actes/${groupeId}`, 303)
      },
      (erreur) => showChoix(c, perimetre, erreur),
    )
  })
}

/** Which part of the filtered list is chosen. */
const PORTEES = [
  { valeur: 'cochees', libelle: 'Seulement les lignes cochées' },
  { valeur: 'toutes', libelle: 'Toutes les lignes du filtre, cochées ou non' },
  { valeur: 'sauf', libelle: 'Toutes les lignes du filtre, sauf les cochées' },
] as const

async function showChoix(c: C, perimetre: Perimetre, erreur?: RegleViolee): Promise<Response> {
  const { mandats, types, groupes } = await readHttp(c, async (tx) => ({
    mandats: await perimetre.listMandats(tx),
    types: await listTypesOrganisation(tx),
    groupes: perimetre.contratId === null ? [] : await listGroupes(tx, perimetre.contratId, 10),
  }))
  const jour = jourParis(c.get('now'))
  const filtre = parseFiltre((nom) => c.req.query(nom))
  const vivants = mandats.filter((mandat) => etatMandat(mandat, jour) !== 'termine')
  const retenus = filteredMandats(vivants, filtre)
  const { page, lignes } = pageOf(retenus, Number(c.req.query('page') ?? 1), PAR_PAGE)
  const cochees = c.req.queries('m') ?? []
  const { Cadre } = perimetre
  const adresse = `${perimetre.chemin}/fin-groupee`
  return c.html(
    <Cadre c={c} titre="Mettre fin à plusieurs mandats" etape="Fin groupée">
      <div class="pv-titre-page">
        <h1>Mettre fin à plusieurs mandats</h1>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Un soir d’élection, un service qui change : choisissez les mandats et le jour. Rien ne change avant que vous ayez vu qui perd quoi,
        et l’acte s’annule d’un bloc.
      </p>
      <FiltresMandats action={adresse} filtre={filtre} communes={perimetre.noms.communes} types={types} />
      {retenus.length === 0 ? (
        <Vide titre={vivants.length === 0 ? 'Aucun mandat en cours' : 'Aucun mandat ne répond à ce filtre'}>
          <p>Les mandats en cours et à venir paraissent ici.</p>
        </Vide>
      ) : (
        <form method="get" action={`${adresse}/apercu`} class="pv-haut-1">
          {queryOf(filtre).map(([nom, valeur]) => (
            <input type="hidden" name={nom} value={valeur} />
          ))}
          <TableMandats
            legende={`${accorde(retenus.length, 'mandat')}${isFiltreVide(filtre) ? ' en cours et à venir' : ' du filtre'}`}
            mandats={lignes}
            jour={jour}
            noms={perimetre.noms}
            coche={(mandat) => (
              <input
                class="ds-input"
                type="checkbox"
                name="m"
                value={mandat.id}
                checked={cochees.includes(mandat.id)}
                aria-label={`${mandat.personne}, ${LIBELLES_ROLES[mandat.role]}, ${mandat.organisation}`}
              />
            )}
            {...(perimetre.contratId === null
              ? { geste: { titre: 'Contrat', cellule: (mandat) => perimetre.titreDe(mandat.contratId) } }
              : {})}
          />
          <Pagination
            page={page}
            taille={PAR_PAGE}
            total={retenus.length}
            href={(autre) => `${adresse}?${new URLSearchParams([...queryOf(filtre), ['page', `${autre}`]])}`}
          />
          <div class="pv-formulaire pv-haut-1">
            <Radios nom="portee" legende="Mandats choisis" valeur={c.req.query('portee') ?? 'cochees'} options={PORTEES} />
            <ChampTexte
              nom="dernierJour"
              libelle="Dernier jour des mandats"
              type="date"
              aide="Vide : tout de suite."
              valeur={c.req.query('dernierJour')}
              erreurs={erreur?.champs}
            />
            <div class="pv-actions">
              <button class="ds-button" type="submit">
                Voir qui perdrait quoi
              </button>
            </div>
          </div>
        </form>
      )}
      <Recents groupes={groupes} chemin={perimetre.chemin} />
    </Cadre>,
    erreur === undefined ? 200 : 422,
  )
}

/** Bulk acts done lately, to be read or undone. */
function Recents({ groupes, chemin }: { groupes: readonly GroupeMandats[]; chemin: string }) {
  if (groupes.length === 0) return null
  return (
    <section class="pv-section">
      <h2>Actes récents sur plusieurs mandats</h2>
      <ul class="pv-lignes">
        {groupes.map((groupe) => (
          <li>
            <a href={`${chemin}/actes/${groupe.id}`}>{sayGroupe(groupe)}</a>
            <span class="pv-note pv-mandat-suite">
              {groupe.auteur}, {formatInstant(groupe.creeLe)}
              {groupe.annuleLe !== null && `, annulé le ${formatDate(jourParis(groupe.annuleLe))}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
