import type { ChampFautif, RegleViolee } from '#platform/errors.ts'
import type { Saisie } from '#platform/http/formulaire.ts'
import { typed } from '#platform/http/saisie.ts'
import { BilanErreurs, Case, ChampChoix, ChampTexte, idChamp, type Option } from '#ui/champs.tsx'
import { LIBELLES_ROLES, ROLES } from '../agent.ts'
import { LIBELLES_QUALITES, LIBELLES_SUPPLEANCES, type MandatComplet, QUALITES, SUPPLEANCES } from '../mandat.ts'
import { type NomsTerritoire, type Territoire, territoireOf } from '../mandat-territoire.ts'
import type { Organisation, TypeOrganisation } from '../organisation.ts'

/** A new member of a team: the person, her organisation, her mandate. */
export function FormulaireMembre(props: {
  action: string
  /** What the form does: « Ajouter à l’équipe », « Envoyer l’invitation ». */
  bouton: string
  contrat: NomsTerritoire
  titulaires: readonly MandatComplet[]
  organisations: readonly Organisation[]
  types: readonly TypeOrganisation[]
  saisie: Saisie
  erreur: RegleViolee | undefined
}) {
  const { saisie, erreur } = props
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  return (
    <>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" action={props.action} class="pv-formulaire" novalidate>
        <fieldset class="ds-fieldset">
          <legend>La personne</legend>
          <ChampTexte {...champ('courriel')} libelle="Adresse électronique" type="email" autocomplete="off" requis />
          <div class="pv-cote">
            <ChampTexte {...champ('prenom')} libelle="Prénom" autocomplete="off" aide="Si cette adresse n’a pas encore de compte." />
            <ChampTexte {...champ('nom')} libelle="Nom" autocomplete="off" aide="Si cette adresse n’a pas encore de compte." />
          </div>
          <ChampTexte {...champ('fonction')} libelle="Fonction" autocomplete="off" aide="Par exemple : directeur de la cohésion sociale." />
        </fieldset>
        <fieldset class="ds-fieldset">
          <legend>Son organisation</legend>
          <ChampChoix
            {...champ('organisationId')}
            libelle="Organisation connue"
            vide="Aucune de la liste"
            options={props.organisations.map(({ id, nom, sigle }) => ({ valeur: id, libelle: sigle === null ? nom : `${nom} (${sigle})` }))}
          />
          <div class="pv-cote">
            <ChampTexte {...champ('organisationNom')} libelle="Ou nouvelle organisation" aide="Son nom complet." />
            <ChampChoix
              {...champ('organisationType')}
              libelle="Nature de la nouvelle organisation"
              vide="À choisir"
              options={props.types.map(({ code, libelle }) => ({ valeur: code, libelle }))}
            />
          </div>
        </fieldset>
        <ChampsMandat saisie={saisie} erreurs={erreur?.champs} contrat={props.contrat} titulaires={props.titulaires} />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            {props.bouton}
          </button>
        </div>
      </form>
    </>
  )
}

/** Role, territory, suppléance and dates of a mandate on a contract. */
export function ChampsMandat(props: {
  saisie: Saisie
  erreurs: readonly ChampFautif[] | undefined
  contrat: NomsTerritoire
  /** Mandates that a suppléance may stand in for; none: the field is not asked. */
  titulaires?: readonly MandatComplet[]
}) {
  const champ = (nom: string) => ({ nom, valeur: typed(props.saisie, nom), erreurs: props.erreurs })
  const titulaires = props.titulaires ?? []
  return (
    <fieldset class="ds-fieldset">
      <legend>Son mandat</legend>
      <ChampChoix
        {...champ('role')}
        libelle="Rôle"
        requis
        vide="À choisir"
        options={ROLES.filter((role) => role !== 'admin_plateforme').map((role) => ({ valeur: role, libelle: LIBELLES_ROLES[role] }))}
      />
      <ChampsTerritoire saisie={props.saisie} erreurs={props.erreurs} contrat={props.contrat} />
      <ChampChoix
        {...champ('qualite')}
        libelle="Qualité"
        requis
        options={QUALITES.map((qualite) => ({ valeur: qualite, libelle: LIBELLES_QUALITES[qualite] }))}
      />
      {titulaires.length > 0 && (
        <div class="pv-cote">
          <ChampChoix
            {...champ('remplaceId')}
            libelle="Supplée"
            aide="Le mandat tombe avec celui de la personne suppléée."
            vide="Personne en particulier"
            options={titulaires.map((mandat) => ({
              valeur: mandat.id,
              libelle: `${mandat.personne}, ${LIBELLES_ROLES[mandat.role]} (${mandat.organisation})`,
            }))}
          />
          <ChampChoix
            {...champ('quand')}
            libelle="Quand"
            requis
            options={SUPPLEANCES.map((valeur) => ({ valeur, libelle: LIBELLES_SUPPLEANCES[valeur] }))}
          />
        </div>
      )}
      <div class="pv-cote">
        <ChampTexte {...champ('debut')} libelle="Premier jour" type="date" requis />
        <ChampTexte {...champ('fin')} libelle="Dernier jour" type="date" aide="Vide : sans terme." />
      </div>
    </fieldset>
  )
}

/** Boxes of communes and neighbourhoods; none ticked is the whole contract. */
export function ChampsTerritoire(props: { saisie: Saisie; erreurs: readonly ChampFautif[] | undefined; contrat: NomsTerritoire }) {
  return (
    <>
      <Lieux
        nom="communes"
        legende="Communes"
        aide="Pour un mandat qui ne vaut que là. Rien de coché : tout le contrat."
        coches={lieux(props.saisie, 'communes')}
        options={props.contrat.communes.map(({ code, nom }) => ({ valeur: code, libelle: nom }))}
        erreurs={props.erreurs}
      />
      <Lieux
        nom="quartiers"
        legende="Quartiers"
        aide="Au lieu de communes entières."
        coches={lieux(props.saisie, 'quartiers')}
        options={(props.contrat.quartiers ?? []).map(({ id, nom }) => ({ valeur: id, libelle: nom }))}
        erreurs={props.erreurs}
      />
    </>
  )
}

function Lieux(props: {
  nom: 'communes' | 'quartiers'
  legende: string
  aide: string
  coches: readonly string[]
  options: readonly Option[]
  erreurs: readonly ChampFautif[] | undefined
}) {
  const erreur = props.erreurs?.find(({ champ }) => champ === props.nom)?.message
  if (props.options.length === 0 && erreur === undefined) return null
  return (
    <fieldset class="ds-fieldset" id={idChamp(props.nom)} tabindex={-1}>
      <legend>
        {props.legende} <span class="pv-petit">(facultatif)</span>
      </legend>
      <p data-field="description">{props.aide}</p>
      <div class="pv-lieux">
        {props.options.map(({ valeur, libelle }) => (
          <Case nom={`${props.nom}[]`} valeur={valeur} libelle={libelle} coche={props.coches.includes(valeur)} />
        ))}
      </div>
      {erreur !== undefined && <p class="ds-validation-message">{erreur}</p>}
    </fieldset>
  )
}

/** The territory that a form names, before any check of its codes. @throws RegleViolee when both kinds are ticked */
export function lieuxSaisis(saisie: Saisie): Territoire {
  return territoireOf({ communes: lieux(saisie, 'communes'), quartiers: lieux(saisie, 'quartiers') })
}

function lieux(saisie: Saisie, nom: string): string[] {
  const valeur = saisie[nom]
  return [valeur].flat().filter((texte): texte is string => typeof texte === 'string' && texte !== '')
}
