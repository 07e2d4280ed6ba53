import type { Child } from 'hono/jsx'
import type { ChampFautif, RegleViolee } from '#platform/errors.ts'
import { ChampChoix, ChampLong, ChampTexte, type Option } from '#ui/champs.tsx'
import { type Geste, lignesDe, type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { type LigneSaisie, Lignes } from '#ui/lignes.tsx'
import { CHAMPS, type Champ, type ChoixChamp, LIBELLES_CHAMPS } from '../fiche.ts'
import { LIBELLES_GENRES, LIBELLES_NATURES, LIBELLES_PRECISIONS } from '../fiche-libelles.ts'

export type EtatFormulaire = {
  saisi: Saisi
  geste: Geste | null
  erreur: RegleViolee | null
}

/** What every field of the form needs. */
export type Ctx = EtatFormulaire & { erreurs: readonly ChampFautif[] | undefined }

/** Choices of a select, from a table of words. */
export const options = <V extends string>(libelles: Record<V, string>): Option[] =>
  (Object.entries(libelles) as [V, string][]).map(([valeur, libelle]) => ({ valeur, libelle }))

/** The fields of a group (« calendrier »); none when it was not sent. */
export function groupeDe(saisi: Saisi, nom: string): Saisi {
  const groupe = saisi[nom]
  return typeof groupe === 'object' && groupe !== null && !Array.isArray(groupe) ? (groupe as Saisi) : {}
}

export function Texte({ ctx, ligne, libelle, large = 'tout' }: { ctx: Ctx; ligne: LigneSaisie; libelle: string; large?: 'tout' | 'deux' }) {
  const valeur = texteDe(ligne.ligne, 'texte')
  const hauteur = Math.min(8, Math.max(2, Math.ceil(valeur.length / 60), valeur.split('\n').length))
  return (
    <div class={large}>
      <ChampLong nom={`${ligne.prefixe}texte`} libelle={libelle} requis lignes={hauteur} valeur={valeur} erreurs={ctx.erreurs} />
    </div>
  )
}

export function Liste(props: {
  ctx: Ctx
  nom: string
  legende: string
  ajouter: string
  /** What a row is: « Réalisation ». */
  une: string
  aide?: string
  forme?: 'large' | 'dense'
  children: (ligne: LigneSaisie) => Child
}) {
  return (
    <Lignes
      nom={props.nom}
      legende={props.legende}
      {...(props.aide === undefined ? {} : { aide: props.aide })}
      saisi={props.ctx.saisi}
      ajouter={props.ajouter}
      geste={props.ctx.geste}
      erreurs={props.ctx.erreurs}
      forme={props.forme ?? 'large'}
      vide="Rien pour l’instant."
      nomLigne={(ligne, rang) => {
        const texte = texteDe(ligne, 'texte')
        return texte === '' ? `${props.une} ${rang + 1}` : `${props.une} ${rang + 1}\u00a0: ${texte.slice(0, 60)}`
      }}
      champs={props.children}
    />
  )
}

export function IndicateursEffets({ ctx, libelle }: { ctx: Ctx; libelle: string }) {
  const effets = lignesDe(ctx.saisi, 'effets')
  const choix = effets.map((effet, rang) => ({
    valeur: texteDe(effet, 'id'),
    libelle: `${String.fromCharCode(65 + (rang % 26))} ${texteDe(effet, 'texte').slice(0, 70) || 'effet à écrire'}`,
  }))
  return (
    <Liste ctx={ctx} nom="indicateursEffets" legende={libelle} ajouter="Ajouter un indicateur d’effet" une="Indicateur">
      {(ligne) => (
        <>
          <Texte ctx={ctx} ligne={ligne} libelle="Indicateur" large="deux" />
          <ChampChoix
            nom={`${ligne.prefixe}effetId`}
            libelle="Effet mesuré"
            requis
            vide="À rattacher"
            valeur={texteDe(ligne.ligne, 'effetId')}
            options={choix}
            erreurs={ctx.erreurs}
          />
        </>
      )}
    </Liste>
  )
}

export function Publics({ ctx, libelle }: { ctx: Ctx; libelle: string }) {
  return (
    <Liste ctx={ctx} nom="publics" legende={libelle} ajouter="Ajouter un public" une="Public">
      {({ prefixe, ligne }) => {
        const champ = (nom: string, quoi: string, aide?: string) => (
          <ChampTexte
            nom={`${prefixe}${nom}`}
            libelle={quoi}
            inputmode="numeric"
            {...(aide === undefined ? {} : { aide })}
            valeur={texteDe(ligne, nom)}
            erreurs={ctx.erreurs}
          />
        )
        return (
          <>
            <div class="deux">
              <ChampTexte nom={`${prefixe}texte`} libelle="Public" requis valeur={texteDe(ligne, 'texte')} erreurs={ctx.erreurs} />
            </div>
            <ChampChoix
              nom={`${prefixe}genre`}
              libelle="Femmes, hommes"
              vide="Non précisé"
              valeur={texteDe(ligne, 'genre')}
              options={options(LIBELLES_GENRES)}
              erreurs={ctx.erreurs}
            />
            {champ('nombre', 'Nombre de personnes')}
            {champ('ageMin', 'À partir de (ans)')}
            {champ('ageMax', 'Jusqu’à (ans)')}
            {champ('partQpv', 'Venant des quartiers prioritaires (%)')}
          </>
        )
      }}
    </Liste>
  )
}

export function FinancementsSaisis({ ctx, libelle }: { ctx: Ctx; libelle: string }) {
  return (
    <Liste ctx={ctx} nom="financements" legende={libelle} ajouter="Ajouter un financement" une="Financement">
      {({ prefixe, ligne }) => (
        <>
          <div class="deux">
            <ChampTexte nom={`${prefixe}texte`} libelle="Financement" requis valeur={texteDe(ligne, 'texte')} erreurs={ctx.erreurs} />
          </div>
          <ChampChoix
            nom={`${prefixe}nature`}
            libelle="Nature"
            requis
            valeur={texteDe(ligne, 'nature')}
            options={options(LIBELLES_NATURES)}
            erreurs={ctx.erreurs}
          />
          <ChampTexte
            nom={`${prefixe}organisations`}
            libelle="Organisations, séparées par «&nbsp;;&nbsp;»"
            valeur={texteDe(ligne, 'organisations')}
            erreurs={ctx.erreurs}
          />
          <ChampTexte
            nom={`${prefixe}montant`}
            libelle="Montant (€)"
            inputmode="decimal"
            valeur={texteDe(ligne, 'montant')}
            erreurs={ctx.erreurs}
          />
        </>
      )}
    </Liste>
  )
}

export function CalendrierSaisi({ ctx, libelle }: { ctx: Ctx; libelle: string }) {
  const groupe = groupeDe(ctx.saisi, 'calendrier')
  return (
    <fieldset class="ds-fieldset pv-groupe" id="c-calendrier">
      <legend>{libelle}</legend>
      <div class="pv-cote">
        <ChampTexte nom="calendrier.texte" libelle="En quelques mots" valeur={texteDe(groupe, 'texte')} erreurs={ctx.erreurs} />
        <ChampChoix
          nom="calendrier.precision"
          libelle="Précision"
          vide="Non précisée"
          valeur={texteDe(groupe, 'precision')}
          options={options(LIBELLES_PRECISIONS)}
          erreurs={ctx.erreurs}
        />
      </div>
      <Liste
        ctx={ctx}
        nom="calendrier.phases"
        legende="Phases"
        ajouter="Ajouter une phase"
        une="Phase"
        aide="Une date s’écrit 15/04/2027, avril 2027, T2 2027 ou 2027. Deux phases peuvent se chevaucher."
      >
        {({ prefixe, ligne }) => (
          <>
            <div class="deux">
              <ChampTexte nom={`${prefixe}texte`} libelle="Phase" requis valeur={texteDe(ligne, 'texte')} erreurs={ctx.erreurs} />
            </div>
            <ChampTexte nom={`${prefixe}debut`} libelle="Début" valeur={texteDe(ligne, 'debut')} erreurs={ctx.erreurs} />
            <ChampTexte nom={`${prefixe}fin`} libelle="Fin" valeur={texteDe(ligne, 'fin')} erreurs={ctx.erreurs} />
            <ChampChoix
              nom={`${prefixe}rythme`}
              libelle="Rythme"
              vide="Selon ses dates"
              valeur={texteDe(ligne, 'rythme')}
              options={[{ valeur: 'au_fil_de_leau', libelle: LIBELLES_PRECISIONS.au_fil_de_leau }]}
              erreurs={ctx.erreurs}
            />
          </>
        )}
      </Liste>
    </fieldset>
  )
}

/** What an import left: each row may go to a field in one gesture. */
export function AClasser({ ctx, champs }: { ctx: Ctx; champs: readonly ChoixChamp[] }) {
  const nom = (champ: Champ) => champs.find((choix) => choix.champ === champ)?.libelle ?? LIBELLES_CHAMPS[champ]
  return (
    <Liste
      ctx={ctx}
      nom="aClasser"
      legende="À classer"
      ajouter="Ajouter une ligne à classer"
      une="Ligne"
      aide="Lignes du document importé qui n’ont pas encore de champ. Choisissez où ranger chacune&#8239;; elle y ira à l’enregistrement."
    >
      {(ligne) => (
        <>
          <Texte ctx={ctx} ligne={ligne} libelle="Texte du document" large="deux" />
          <ChampChoix
            nom={`${ligne.prefixe}vers`}
            libelle="Ranger dans"
            vide="Laisser à classer"
            valeur={texteDe(ligne.ligne, 'vers')}
            options={CHAMPS.map((champ) => ({ valeur: champ, libelle: nom(champ) }))}
            erreurs={ctx.erreurs}
          />
        </>
      )}
    </Liste>
  )
}
