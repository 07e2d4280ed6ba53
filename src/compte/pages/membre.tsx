import type { ChampFautif, RegleViolee } from '#platform/errors.ts'
import type { Saisie } from '#platform/http/formulaire.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { LIBELLES_ROLES, ROLES } from '../agent.ts'
import type { ContratConnu } from '../contrat-connu.ts'
import { LIBELLES_QUALITES, QUALITES } from '../mandat.ts'
import type { Organisation, TypeOrganisation } from '../organisation.ts'
import { typed } from './formulaire.ts'

/** A new member of a team: the person, her organisation, her mandate. */
export function FormulaireMembre(props: {
  action: string
  communes: ContratConnu['communes']
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
        <ChampsMandat saisie={saisie} erreurs={erreur?.champs} communes={props.communes} />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Ajouter à l’équipe
          </button>
        </div>
      </form>
    </>
  )
}

/** Role, commune and dates of a mandate on a contract. */
export function ChampsMandat(props: { saisie: Saisie; erreurs: readonly ChampFautif[] | undefined; communes: ContratConnu['communes'] }) {
  const champ = (nom: string) => ({ nom, valeur: typed(props.saisie, nom), erreurs: props.erreurs })
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
      <ChampChoix
        {...champ('communeCode')}
        libelle="Commune"
        aide="Pour un rôle communal ; sinon, laissez tout le contrat."
        vide="Tout le contrat"
        options={props.communes.map(({ code, nom }) => ({ valeur: code, libelle: nom }))}
      />
      <ChampChoix
        {...champ('qualite')}
        libelle="Qualité"
        requis
        options={QUALITES.map((qualite) => ({ valeur: qualite, libelle: LIBELLES_QUALITES[qualite] }))}
      />
      <div class="pv-cote">
        <ChampTexte {...champ('debut')} libelle="Premier jour" type="date" requis />
        <ChampTexte {...champ('fin')} libelle="Dernier jour" type="date" aide="Vide : sans terme." />
      </div>
    </fieldset>
  )
}
