import type { Child } from 'hono/jsx'
import { BilanErreurs, Case, ChampChoix, ChampLong, ChampTexte, idChamp } from '#ui/champs.tsx'
import { lignesDe, type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { EnvoiParDefaut } from '#ui/lignes.tsx'
import type { Champ, ChoixChamp } from '../fiche.ts'
import { LIBELLES_ECHELLES, LIBELLES_ETATS, LIBELLES_KINDS } from '../fiche-libelles.ts'
import {
  AClasser,
  CalendrierSaisi,
  type Ctx,
  type EtatFormulaire,
  FinancementsSaisis,
  groupeDe,
  IndicateursEffets,
  Liste,
  options,
  Publics,
  Texte,
} from './fiche-lignes.tsx'

/**
 * The form of a fiche: each field of the contract, in its order and under its names. What a person types is kept whatever
 * happens; every button works without JavaScript.
 * @param champs fields to show; those left out keep their text
 */
export function FormulaireFiche(props: {
  etat: EtatFormulaire
  champs: readonly ChoixChamp[]
  envoi: string
  retour: string
  avant?: Child
}) {
  const { etat, champs } = props
  const ctx: Ctx = { ...etat, erreurs: etat.erreur?.champs }
  const aClasser = lignesDe(etat.saisi, 'aClasser').length > 0 || etat.geste?.nom === 'aClasser'
  const affiches = [...champs.map((choix) => choix.champ), ...(aClasser ? ['aClasser'] : [])]
  return (
    <form method="post" class="pv-formulaire pv-formulaire-fiche">
      <EnvoiParDefaut />
      <BilanErreurs message={etat.erreur?.message} erreurs={etat.erreur?.champs} />
      <input type="hidden" name="version" value={texteDe(etat.saisi, 'version')} />
      <input type="hidden" name="vue" value={texteDe(etat.saisi, 'vue')} />
      <input type="hidden" name="affiches" value={affiches.join(' ')} />
      {props.avant}
      <ChampLong nom="intitule" libelle="Intitulé" requis lignes={2} valeur={texteDe(etat.saisi, 'intitule')} erreurs={ctx.erreurs} />
      <ChampChoix
        nom="kind"
        libelle="Sorte de fiche"
        requis
        valeur={texteDe(etat.saisi, 'kind')}
        options={options(LIBELLES_KINDS)}
        erreurs={ctx.erreurs}
      />
      {champs.map(({ champ, libelle }) => (
        <ChampSaisi ctx={ctx} champ={champ} libelle={libelle} />
      ))}
      {aClasser && <AClasser ctx={ctx} champs={champs} />}
      <div class="pv-boutons pv-envoi">
        <button class="ds-button" type="submit" name="action" value="enregistrer">
          {props.envoi}
        </button>
        <a class="ds-button" data-variant="secondary" href={props.retour}>
          Ne rien changer
        </a>
      </div>
    </form>
  )
}

/** Links to the fields of the form, those still empty said so. */
export function SommaireFormulaire({ champs, saisi }: { champs: readonly ChoixChamp[]; saisi: Saisi }) {
  return (
    <nav class="pv-sommaire" aria-label="Champs de la fiche">
      <ol>
        <li>
          <a href="#c-intitule">Intitulé</a>
        </li>
        {champs.map(({ champ, libelle }) => (
          <li>
            <a href={`#${idChamp(champ)}`}>{libelle}</a>
            {isVide(saisi, champ) && <span class="pv-petit"> vide</span>}
          </li>
        ))}
        {lignesDe(saisi, 'aClasser').length > 0 && (
          <li>
            <a href="#c-aClasser">À classer</a>
          </li>
        )}
      </ol>
    </nav>
  )
}

function isVide(saisi: Saisi, champ: Champ): boolean {
  if (champ === 'enjeu') return texteDe(saisi, 'enjeu').trim() === ''
  if (champ === 'calendrier') {
    const groupe = groupeDe(saisi, 'calendrier')
    return (
      texteDe(groupe, 'texte').trim() === '' && texteDe(groupe, 'precision') === '' && lignesDe(saisi, 'calendrier.phases').length === 0
    )
  }
  return lignesDe(saisi, champ).length === 0
}

function ChampSaisi({ ctx, champ, libelle }: { ctx: Ctx; champ: Champ; libelle: string }) {
  switch (champ) {
    case 'enjeu':
      return <ChampLong nom="enjeu" libelle={libelle} lignes={3} valeur={texteDe(ctx.saisi, 'enjeu')} erreurs={ctx.erreurs} />
    case 'calendrier':
      return <CalendrierSaisi ctx={ctx} libelle={libelle} />
    case 'realisations':
      return (
        <Liste ctx={ctx} nom={champ} legende={libelle} ajouter="Ajouter une réalisation" une="Réalisation">
          {(ligne) => (
            <>
              <Texte ctx={ctx} ligne={ligne} libelle="Réalisation" large="deux" />
              <ChampChoix
                nom={`${ligne.prefixe}etat`}
                libelle="État"
                requis
                valeur={texteDe(ligne.ligne, 'etat')}
                options={options(LIBELLES_ETATS)}
                erreurs={ctx.erreurs}
              />
            </>
          )}
        </Liste>
      )
    case 'indicateursEffets':
      return <IndicateursEffets ctx={ctx} libelle={libelle} />
    case 'echelleTerritoriale':
      return (
        <Liste ctx={ctx} nom={champ} legende={libelle} ajouter="Ajouter un territoire" une="Territoire">
          {(ligne) => (
            <>
              <ChampTexte
                nom={`${ligne.prefixe}texte`}
                libelle="Territoire"
                requis
                valeur={texteDe(ligne.ligne, 'texte')}
                erreurs={ctx.erreurs}
              />
              <ChampChoix
                nom={`${ligne.prefixe}type`}
                libelle="Échelle"
                requis
                valeur={texteDe(ligne.ligne, 'type') || 'quartier'}
                options={options(LIBELLES_ECHELLES)}
                erreurs={ctx.erreurs}
              />
            </>
          )}
        </Liste>
      )
    case 'publics':
      return <Publics ctx={ctx} libelle={libelle} />
    case 'partenaires':
      return (
        <Liste ctx={ctx} nom={champ} legende={libelle} ajouter="Ajouter un partenaire" une="Partenaire">
          {(ligne) => (
            <>
              <ChampTexte
                nom={`${ligne.prefixe}texte`}
                libelle="Organisation ou groupe"
                requis
                valeur={texteDe(ligne.ligne, 'texte')}
                erreurs={ctx.erreurs}
              />
              <ChampTexte nom={`${ligne.prefixe}role`} libelle="Rôle" valeur={texteDe(ligne.ligne, 'role')} erreurs={ctx.erreurs} />
              <Case
                nom={`${ligne.prefixe}habitants`}
                libelle="Des habitants y participent"
                coche={texteDe(ligne.ligne, 'habitants') === 'oui'}
              />
            </>
          )}
        </Liste>
      )
    case 'financements':
      return <FinancementsSaisis ctx={ctx} libelle={libelle} />
    case 'liens':
      return (
        <Liste
          ctx={ctx}
          nom={champ}
          legende={libelle}
          ajouter="Ajouter un lien"
          une="Lien"
          aide="Donnez le code de l’autre fiche&nbsp;: le lien la suivra si elle change de place."
        >
          {(ligne) => (
            <>
              <ChampTexte
                nom={`${ligne.prefixe}code`}
                libelle="Code de la fiche"
                valeur={texteDe(ligne.ligne, 'code')}
                erreurs={ctx.erreurs}
              />
              <ChampTexte
                nom={`${ligne.prefixe}texte`}
                libelle="Ce que dit le document"
                valeur={texteDe(ligne.ligne, 'texte')}
                erreurs={ctx.erreurs}
              />
            </>
          )}
        </Liste>
      )
    default:
      return <Simple ctx={ctx} champ={champ} libelle={libelle} />
  }
}

/** A list whose rows are one text. */
function Simple({ ctx, champ, libelle }: { ctx: Ctx; champ: Champ; libelle: string }) {
  const court = champ === 'animateur' || champ === 'dispositifs'
  return (
    <Liste ctx={ctx} nom={champ} legende={libelle} ajouter="Ajouter une ligne" une={champ === 'effets' ? 'Effet' : 'Ligne'} forme="dense">
      {(ligne) =>
        court ? (
          <ChampTexte nom={`${ligne.prefixe}texte`} libelle={libelle} requis valeur={texteDe(ligne.ligne, 'texte')} erreurs={ctx.erreurs} />
        ) : (
          <Texte ctx={ctx} ligne={ligne} libelle={libelle} />
        )
      }
    </Liste>
  )
}
