/** What an act changed, field by field: values side by side, long texts word by word, lists row by row. */
import { diffWordsWithSpace } from 'diff'
import type { Difference, LigneChangee, ListeChangee, ValeurChangee } from '#platform/audit/differences.ts'
import { VALEUR_COURTE } from '#platform/audit/phrase.ts'
import { T } from './pieces.tsx'

/** Longer texts are shown whole, one after the other: word by word would take seconds. */
const MOTS_MAX = 20_000

export function Differences({ differences }: { differences: readonly Difference[] }) {
  return (
    <dl class="pv-apres-avant">
      {differences.map((difference) => (
        <div>
          <dt>{difference.libelle === '' ? 'Lignes' : majuscule(difference.libelle)}</dt>
          <dd>{difference.sorte === 'valeur' ? <Valeur valeur={difference} /> : <Liste liste={difference} />}</dd>
        </div>
      ))}
    </dl>
  )
}

function Valeur({ valeur: { avant, apres } }: { valeur: ValeurChangee }) {
  if (avant === null) return <ins>{apres}</ins>
  if (apres === null) return <del>{avant}</del>
  if (avant.length <= VALEUR_COURTE && apres.length <= VALEUR_COURTE) {
    return (
      <>
        <del>{avant}</del> devient <ins>{apres}</ins>
      </>
    )
  }
  return <Mots avant={avant} apres={apres} />
}

function Mots({ avant, apres }: { avant: string; apres: string }) {
  if (avant.length + apres.length > MOTS_MAX) {
    return (
      <>
        <del>{avant}</del>
        <br />
        <ins>{apres}</ins>
      </>
    )
  }
  return (
    <>
      {diffWordsWithSpace(avant, apres).map(({ value, added, removed }) =>
        added ? <ins>{value}</ins> : removed ? <del>{value}</del> : value,
      )}
    </>
  )
}

function Liste({ liste: { ajouts, retraits, modifiees, deplacees } }: { liste: ListeChangee }) {
  return (
    <ul class="pv-diff">
      {ajouts.map((texte) => (
        <li data-etat="ajoutee">
          <span class="etat">Ajouté</span> <T>{texte}</T>
        </li>
      ))}
      {retraits.map((texte) => (
        <li data-etat="retiree">
          <span class="etat">Retiré</span> <T>{texte}</T>
        </li>
      ))}
      {modifiees.map((ligne) => (
        <Modifiee ligne={ligne} />
      ))}
      {deplacees && <li data-etat="deplacee">Les lignes sont dans un autre ordre.</li>}
    </ul>
  )
}

function Modifiee({ ligne: { libelle, differences } }: { ligne: LigneChangee }) {
  // A row whose very text changed says it by its words: naming it before would say it twice.
  const seule = differences.length === 1 && differences[0]?.sorte === 'valeur' && differences[0].avant === libelle ? differences[0] : null
  return (
    <li data-etat="modifiee">
      <span class="etat">Modifié</span> {seule === null ? <T>{libelle}</T> : <Valeur valeur={seule} />}
      {seule === null && <Differences differences={differences} />}
    </li>
  )
}

function majuscule(texte: string): string {
  return texte.charAt(0).toUpperCase() + texte.slice(1)
}
