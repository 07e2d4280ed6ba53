import { accorde } from '#platform/formats.ts'
import { CHAMPS } from '../fiche.ts'
import type { Destination } from '../import/deplacement.ts'
import { bareLabel } from '../import/etiquette.ts'
import { CIBLES } from '../import/libelles-cibles.ts'
import { type BlocRelu, proposedDestination } from '../import/revue.ts'
import { lienBloc, type VueRelecture } from './relire-vue.ts'

/** Unplaced blocks shown at once: the next ones come when these are placed. */
const MONTRES = 60

/** Where a block goes: the fields of the fiche, kept to be placed later, aside; back where Parvis had read it when it was moved. */
export function ChoixDestination(props: {
  nom: string
  libelle: string
  vue: VueRelecture
  choisie: Destination | null
  proposee: Destination | null
  origine?: boolean
  focus?: boolean
}) {
  const { nom, vue, proposee } = props
  const choisie = proposee ?? props.choisie
  return (
    <div class="ds-field">
      <label for={`d-${nom}`}>{props.libelle}</label>
      <select class="ds-input" id={`d-${nom}`} name={nom} form="relecture" autofocus={props.focus === true}>
        {props.origine === true && <option value="origine">Comme Parvis l’avait lu</option>}
        {choisie === null && <option value="">Choisir…</option>}
        <optgroup label="Champs de la fiche">
          {[...vue.champs, ...CHAMPS.filter((champ) => !vue.champs.includes(champ))].map((champ) => (
            <option value={champ} selected={champ === choisie}>
              {vue.libelles[champ]}
            </option>
          ))}
        </optgroup>
        <optgroup label="Ou bien">
          <option value="aClasser" selected={choisie === 'aClasser'}>
            Garder avec la fiche, à classer plus tard
          </option>
          <option value="ignore" selected={choisie === 'ignore'}>
            Écarter : pas dans la fiche
          </option>
        </optgroup>
      </select>
    </div>
  )
}

/** Blocks that nobody could place: each goes in one gesture, or all as they are proposed. */
export function Bac({ vue }: { vue: VueRelecture }) {
  const sansPlace = vue.relecture.blocs.filter((bloc) => bloc.statut === 'a_classer' && !bloc.deplace)
  if (sansPlace.length === 0 || !vue.peut.modifier) return null
  const montres = sansPlace.slice(0, MONTRES)
  return (
    <section class="pv-bac" id="bac" aria-labelledby="h-bac">
      <div class="pv-tete">
        <h2 id="h-bac">{sansPlace.length === 1 ? 'Un bloc sans place' : `${accorde(sansPlace.length, 'bloc')} sans place`}</h2>
        <p class="pv-note">
          {sansPlace.length === 1 ? 'Il reste ici' : 'Ils restent ici'} tant que vous n’avez pas décidé, et{' '}
          {sansPlace.length === 1 ? 'suit' : 'suivent'} la fiche « à classer » si vous la créez ainsi.
        </p>
      </div>
      <ul>
        {montres.map((bloc) => (
          <LigneBac vue={vue} relu={bloc} />
        ))}
      </ul>
      {montres.length > 1 && (
        <div class="pv-actions pv-haut-1">
          <button class="ds-button" data-variant="secondary" type="submit" form="relecture" name="geste" value="placer-tout">
            Placer ces {montres.length} blocs comme indiqué
          </button>
          {sansPlace.length > montres.length && (
            <span class="pv-note">
              {accorde(sansPlace.length - montres.length, 'autre bloc paraîtra', 'autres blocs paraîtront')} ensuite.
            </span>
          )}
        </div>
      )}
    </section>
  )
}

function LigneBac({ vue, relu }: { vue: VueRelecture; relu: BlocRelu }) {
  const { aRelire, relecture } = vue
  const texte = aRelire.source.blocs[relu.bloc]?.texte ?? ''
  const numero = relu.bloc + 1
  return (
    <li>
      <div>
        <p class="pv-petit">
          Bloc <a href={lienBloc(vue, relu.bloc)}>{numero}</a>
          {relu.raison !== null && `, ${relu.raison}`}
        </p>
        <p class="texte">{texte}</p>
        {vue.peut.enseigner && isEtiquettePossible(texte) && <Enseigner vue={vue} bloc={relu.bloc} libelle={bareLabel(texte)} />}
      </div>
      <div class="pv-placer">
        <ChoixDestination
          nom={`places.b${relu.bloc}`}
          libelle={`Placer le bloc ${numero} dans`}
          vue={vue}
          choisie={null}
          proposee={proposedDestination(relecture.blocs, relu.bloc) ?? 'aClasser'}
        />
        <button class="ds-button" data-variant="secondary" type="submit" form="relecture" name="geste" value={`placer-${relu.bloc}`}>
          Placer<span class="pv-cache"> le bloc {numero}</span>
        </button>
        {aRelire.total > 1 && (
          <button class="ds-button" data-variant="tertiary" type="submit" form="relecture" name="geste" value={`partout-${relu.bloc}`}>
            Partout où il figure
          </button>
        )}
      </div>
    </li>
  )
}

/** A label is short and does not end like a sentence. */
function isEtiquettePossible(texte: string): boolean {
  const libelle = bareLabel(texte)
  return libelle.length >= 2 && libelle.length <= 80 && !/[.;!]$/u.test(texte.trim()) && libelle.split(' ').length <= 10
}

function Enseigner({ vue, bloc, libelle }: { vue: VueRelecture; bloc: number; libelle: string }) {
  return (
    <details class="pv-enseigner">
      <summary>C’est une étiquette</summary>
      <div class="pv-placer">
        <div class="ds-field">
          <label for={`e-${bloc}`}>Dans vos documents, « {libelle} » annonce</label>
          <select class="ds-input" id={`e-${bloc}`} name={`etiquettes.b${bloc}`} form="relecture">
            {CIBLES.map((cible) => (
              <option value={cible}>{vue.libelles[cible]}</option>
            ))}
          </select>
        </div>
        <button
          class="ds-button"
          data-size="xs"
          data-variant="secondary"
          type="submit"
          form="relecture"
          name="geste"
          value={`etiquette-${bloc}`}
        >
          Retenir et relire
        </button>
      </div>
    </details>
  )
}
