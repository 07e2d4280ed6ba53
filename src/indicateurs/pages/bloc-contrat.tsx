import { INSECABLE } from '#platform/formats.ts'
import { NON_COMPARABLE } from '../ecart-phrase.ts'
import { formatValeur, LIBELLES_SENS, suffixeUnite } from '../indicateur.ts'
import { formatPeriode } from '../periode.ts'
import { LIBELLES_REFERENCES, type TypeReference } from '../reference.ts'
import type { BlocIndicateur, Tri } from '../tableau.ts'
import { bare, CaseEcart, CaseEvolution, CaseValeur, Halteres, ligneHaltere, reasonsOf, SourcesBloc } from './ecarts.tsx'
import { type FiltreEcarts, queryOf } from './filtre.ts'

const COLONNES: readonly { tri: Tri; titre: string }[] = [
  { tri: 'nom', titre: 'Quartier' },
  { tri: 'valeur', titre: 'Valeur' },
  { tri: 'reference', titre: 'Référence' },
  { tri: 'ecart', titre: 'Écart' },
  { tri: 'evolution', titre: 'Évolution' },
]

/** One indicator over the quartiers of a contract: dumbbells, and the table that says the same. */
export function BlocDuContrat(props: {
  bloc: BlocIndicateur
  type: TypeReference
  base: string
  territoire: string
  filtre: FiltreEcarts
}) {
  const { indicateur, lignes, ensemble, sources } = props.bloc
  const id = `h-${indicateur.code}`
  const suffixe = suffixeUnite(indicateur.unite)
  const raisons = reasonsOf(lignes, ({ repere }) => repere.nom)
  const references = new Set(lignes.flatMap(({ reference }) => (reference === null ? [] : [reference.nom])))
  const [seule] = references
  return (
    <section class="pv-section" aria-labelledby={id}>
      <div class="pv-tete">
        <h2 id={id}>
          {indicateur.libelle}
          {suffixe !== '' && <span class="pv-note">{`${INSECABLE}${suffixe}`}</span>}
        </h2>
        {!indicateur.sommable && (
          <ul class="pv-legende">
            <li class="d2">Quartier</li>
            <li class="d1 creux">
              {references.size === 1
                ? `${majuscule(LIBELLES_REFERENCES[props.type])} : ${seule}`
                : majuscule(LIBELLES_REFERENCES[props.type])}
            </li>
          </ul>
        )}
      </div>
      <p class="pv-note">
        {indicateur.definition} {indicateur.sens === 'neutre' ? '' : `Évolution souhaitée ${LIBELLES_SENS[indicateur.sens]}.`}
      </p>
      <div class={indicateur.sommable ? 'pv-ecarts pv-ecarts-seul' : 'pv-ecarts'}>
        {!indicateur.sommable && (
          <Halteres
            titre={`${indicateur.libelle} : chaque quartier et sa référence`}
            desc={`${lignes.length} quartiers. Le tableau voisin donne chaque valeur.`}
            lignes={lignes.map((ligne) => ligneHaltere(ligne.repere.nom, ligne))}
            indicateur={indicateur}
          />
        )}
        <div>
          <section class="pv-defile pv-table-ecarts" aria-label={`${indicateur.libelle}, tableau`} tabindex={0}>
            <table class="ds-table">
              <caption class="pv-cache">{`${indicateur.libelle}, par quartier${suffixe === '' ? '' : `, en ${suffixe}`}`}</caption>
              <thead>
                <tr>
                  {COLONNES.map(({ tri, titre }) => (
                    <Entete
                      tri={tri}
                      titre={indicateur.sommable && tri === 'ecart' ? 'Part' : titre}
                      base={props.base}
                      filtre={props.filtre}
                      ancre={id}
                      indicateur={indicateur.libelle}
                    />
                  ))}
                </tr>
              </thead>
              <tbody>
                {lignes.map((ligne) => (
                  <tr>
                    <th scope="row">
                      <a href={`${props.territoire}/${ligne.repere.code}`}>{ligne.repere.nom}</a>
                      <span class="pv-detail">
                        {ligne.quartier === null ? ligne.repere.code : formatPeriode(ligne.ecart.point?.periode ?? ligne.quartier.periode)}
                        {references.size > 1 && ligne.reference !== null && `, ${ligne.reference.nom}`}
                      </span>
                    </th>
                    <td class="n">
                      <CaseValeur ligne={ligne} />
                    </td>
                    <td class="n">
                      {ligne.ecart.point === null ? <span class="pv-petit">–</span> : bare(ligne.ecart.point.valeurReference, indicateur)}
                    </td>
                    <td class="n">
                      <CaseEcart ecart={ligne.ecart} />
                    </td>
                    <td class="n">
                      <CaseEvolution ecart={ligne.ecart} />
                    </td>
                  </tr>
                ))}
              </tbody>
              {ensemble?.somme.possible === true && (
                <tfoot>
                  <tr>
                    <th scope="row">
                      Ensemble des quartiers<span class="pv-detail">{formatPeriode(ensemble.periode)}</span>
                    </th>
                    <td class="n">{formatValeur(ensemble.somme.total, indicateur)}</td>
                    <td class="n" />
                    <td class="n" />
                    <td class="n" />
                  </tr>
                </tfoot>
              )}
            </table>
          </section>
          <SourcesBloc sources={sources}>
            {ensemble?.somme.possible === false && `Pas de total : ${ensemble.somme.phrase}.`}
            {ensemble === null && lignes.length > 1 && 'Pas de total : cet indicateur ne s’additionne pas d’un quartier à l’autre.'}
          </SourcesBloc>
          {raisons.length > 0 && (
            <details class="ds-details pv-raisons">
              <summary>
                {`${NON_COMPARABLE}${INSECABLE}: non comparable, pourquoi`}
                <span class="pv-cache">{` (${indicateur.libelle})`}</span>
              </summary>
              <ul>
                {raisons.map((raison) => (
                  <li>{raison}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </div>
    </section>
  )
}

function Entete({
  tri,
  titre,
  base,
  filtre,
  ancre,
  indicateur,
}: {
  tri: Tri
  titre: string
  base: string
  filtre: FiltreEcarts
  ancre: string
  indicateur: string
}) {
  const courant = filtre.tri === tri
  const sens = courant && filtre.sens === 'asc' ? 'desc' : 'asc'
  return (
    <th
      scope="col"
      class={tri === 'nom' ? undefined : 'n'}
      aria-sort={courant ? (filtre.sens === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      <a href={`${base}${queryOf({ ...filtre, tri, sens })}#${ancre}`}>
        {titre}
        <span class="pv-cache">{` : trier ${sens === 'asc' ? 'en ordre croissant' : 'en ordre décroissant'}, ${indicateur}`}</span>
      </a>
    </th>
  )
}

function majuscule(texte: string): string {
  return texte.charAt(0).toUpperCase() + texte.slice(1)
}
