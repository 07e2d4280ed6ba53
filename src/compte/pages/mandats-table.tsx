import type { Child } from 'hono/jsx'
import { formatDate } from '#platform/formats.ts'
import { ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { LIBELLES_ROLES, ROLES } from '../agent.ts'
import type { ContratEspace } from '../contrat-connu.ts'
import { datesOf, isAbsent, type MandatComplet, saySuppleance } from '../mandat.ts'
import { type FiltreMandats, isFiltreVide } from '../mandat-filtre.ts'
import { type NomsTerritoire, sayTerritoire } from '../mandat-territoire.ts'
import type { TypeOrganisation } from '../organisation.ts'

/** Mandates, one a line. `geste`: what may be done with each, in a last column. */
export function TableMandats(props: {
  legende: string
  mandats: readonly MandatComplet[]
  jour: string
  noms: NomsTerritoire
  href?: (mandat: MandatComplet) => string
  courriels?: boolean
  geste?: { titre: string; cellule: (mandat: MandatComplet) => Child }
  /** A box before each line. */
  coche?: (mandat: MandatComplet) => Child
}) {
  return (
    <section class="pv-defile pv-haut-1" aria-label={props.legende} tabindex={0}>
      <table class="ds-table">
        <caption>{props.legende}</caption>
        <thead>
          <tr>
            {props.coche !== undefined && <th scope="col">Choisir</th>}
            <th scope="col">Personne</th>
            <th scope="col">Organisation</th>
            <th scope="col">Rôle et territoire</th>
            <th scope="col">Dates</th>
            {props.geste !== undefined && <th scope="col">{props.geste.titre}</th>}
          </tr>
        </thead>
        <tbody>
          {props.mandats.map((mandat) => (
            <tr>
              {props.coche !== undefined && <td>{props.coche(mandat)}</td>}
              <th scope="row">
                {props.href === undefined ? mandat.personne : <a href={props.href(mandat)}>{mandat.personne}</a>}
                {props.courriels === true && <span class="pv-note pv-mandat-suite">{mandat.courriel}</span>}
              </th>
              <td>{mandat.organisation}</td>
              <td>
                <RoleEtTerritoire mandat={mandat} jour={props.jour} noms={props.noms} />
              </td>
              <td>
                {datesOf(mandat, props.jour)}
                <AbsenceDuJour mandat={mandat} jour={props.jour} />
              </td>
              {props.geste !== undefined && <td class="pv-mandat-geste">{props.geste.cellule(mandat)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** « élue ou élu communal, Tours », and whom it stands in for. */
export function RoleEtTerritoire({ mandat, jour, noms }: { mandat: MandatComplet; jour: string; noms: NomsTerritoire }) {
  const suppleance = saySuppleance(mandat, jour)
  return (
    <>
      {LIBELLES_ROLES[mandat.role]}
      {mandat.territoire.type !== 'contrat' && `, ${sayTerritoire(mandat.territoire, noms)}`}
      {suppleance !== null && <span class="pv-note pv-mandat-suite">{suppleance}</span>}
    </>
  )
}

function AbsenceDuJour({ mandat, jour }: { mandat: MandatComplet; jour: string }) {
  const absence = mandat.absences.find((candidate) => isAbsent([candidate], jour))
  if (absence === undefined) return null
  return <span class="pv-note pv-mandat-suite">absente ou absent jusqu’au {formatDate(absence.fin)}</span>
}

/** Filters of a list of mandates, by the address. `garde`: what the form must send along. */
export function FiltresMandats(props: {
  action: string
  filtre: FiltreMandats
  communes: ContratEspace['communes']
  types: readonly TypeOrganisation[]
  organisations?: readonly { id: string; nom: string }[]
  garde?: readonly (readonly [string, string])[]
}) {
  const { filtre } = props
  return (
    <form class="pv-filtres pv-haut-1" method="get" action={props.action} aria-label="Filtrer les mandats">
      {(props.garde ?? []).map(([nom, valeur]) => (
        <input type="hidden" name={nom} value={valeur} />
      ))}
      <ChampTexte nom="qui" libelle="Personne ou organisation" type="search" valeur={filtre.texte} requis />
      <ChampChoix
        nom="role"
        libelle="Rôle"
        requis
        vide="Tous"
        valeur={filtre.role}
        options={ROLES.filter((role) => role !== 'admin_plateforme').map((role) => ({ valeur: role, libelle: LIBELLES_ROLES[role] }))}
      />
      <ChampChoix
        nom="type"
        libelle="Nature de l’organisation"
        requis
        vide="Toutes"
        valeur={filtre.typeOrganisation}
        options={props.types.map(({ code, libelle }) => ({ valeur: code, libelle }))}
      />
      {props.communes.length > 1 && (
        <ChampChoix
          nom="commune"
          libelle="Commune"
          requis
          vide="Toutes"
          valeur={filtre.commune}
          options={props.communes.map(({ code, nom }) => ({ valeur: code, libelle: nom }))}
        />
      )}
      <button class="ds-button" data-variant="secondary" type="submit">
        Filtrer
      </button>
      {!isFiltreVide(filtre) && <a href={props.action}>Retirer le filtre</a>}
    </form>
  )
}
