import type { ChampFautif } from '#platform/errors.ts'
import { ChampChoix, ChampTexte } from '#ui/champs.tsx'
import type { ChoixTable } from '../import/lecture.ts'
import { LIBELLES_STATUTS, type Source, STATUTS } from '../observation.ts'
import { formatPeriode } from '../periode.ts'
import { NOUVEAU } from './choix-saisi.ts'

type Props = { choix: ChoixTable; sources: readonly Source[]; erreurs?: readonly ChampFautif[] | undefined }

/** Where the figures come from: a source that is there, or another described here. */
export function SourceTable({ choix, sources, erreurs }: Props) {
  const nouvelle = 'nom' in choix.source ? choix.source : null
  return (
    <fieldset class="ds-fieldset">
      <legend>D’où viennent ces chiffres</legend>
      <p class="pv-note">
        Un quartier ne se compare à son agglomération que si la même source mesure les deux : reprenez la même source pour les deux tables.
      </p>
      {sources.length > 0 && (
        <ChampChoix
          nom="sourceId"
          libelle="Source"
          requis
          valeur={'id' in choix.source ? choix.source.id : NOUVEAU}
          options={[
            ...sources.map(({ id, nom }) => ({ valeur: id, libelle: nom })),
            { valeur: NOUVEAU, libelle: 'Une autre source, décrite ci-dessous' },
          ]}
          erreurs={erreurs}
        />
      )}
      <ChampTexte
        nom="sourceNom"
        libelle="Nom de la source"
        aide="Filosofi, Recensement de la population…"
        requis={sources.length === 0}
        valeur={nouvelle?.nom ?? ''}
        longueurMax={300}
        erreurs={erreurs}
      />
      <ChampTexte
        nom="producteur"
        libelle="Producteur"
        aide="Insee, Cnaf, France Travail…"
        valeur={nouvelle?.producteur ?? ''}
        longueurMax={300}
      />
      <div class="pv-cote">
        <ChampTexte nom="licence" libelle="Licence" valeur={nouvelle?.licence ?? ''} longueurMax={300} />
        <ChampTexte nom="adresse" libelle="Adresse de la page" valeur={nouvelle?.adresse ?? ''} longueurMax={1000} />
      </div>
      <ChampChoix
        nom="nature"
        libelle="Nature"
        requis
        valeur={nouvelle?.nature ?? 'officielle'}
        options={[
          { valeur: 'officielle', libelle: 'statistique publique' },
          { valeur: 'locale', libelle: 'mesure locale' },
          { valeur: 'demonstration', libelle: 'valeurs inventées, pour la démonstration' },
        ]}
      />
      <div class="pv-cote">
        <ChampTexte
          nom="millesime"
          libelle="Millésime"
          aide={`L’édition de la source, ${choix.periode === null ? '2021' : formatPeriode(choix.periode)} par exemple.`}
          valeur={choix.millesime}
          longueurMax={60}
        />
        <ChampChoix
          nom="statut"
          libelle="Statut des chiffres"
          requis
          valeur={choix.statut}
          options={STATUTS.map((statut) => ({ valeur: statut, libelle: LIBELLES_STATUTS[statut] }))}
        />
      </div>
    </fieldset>
  )
}
