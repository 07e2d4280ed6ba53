import { formatNombre } from '#platform/formats.ts'
import { Statut, T } from '#ui/pieces.tsx'
import type { Verdict } from '../eligibilite/decret.ts'
import { concerns, judgeCommune, LIBELLES_COMPARAISON, type MesureCommune, type RegleCommunale } from '../eligibilite/regle-communale.ts'

type Commune = { code: string; nom: string }

const MOTS: Record<Verdict, { etat: 'validee' | 'abandonnee' | 'brouillon'; mot: string }> = {
  oui: { etat: 'validee', mot: 'remplit la règle' },
  non: { etat: 'abandonnee', mot: 'ne la remplit pas' },
  inconnu: { etat: 'brouillon', mot: 'on ne sait pas' },
}

/** Rules on communes that concern the contract, commune by commune, with the figures that decide. */
export function ReglesCommunales(props: {
  regles: readonly RegleCommunale[]
  mesures: readonly MesureCommune[]
  communes: readonly Commune[]
  jour: string
}) {
  const { mesures, communes, jour } = props
  const regles = props.regles
    .map((regle) => ({ regle, concernees: communes.filter(({ code }) => concerns(regle, code, jour)) }))
    .filter(({ concernees }) => concernees.length > 0)
  return (
    <>
      {regles.map(({ regle, concernees }) => (
        <section class="pv-section" aria-labelledby={`regle-${regle.id}`}>
          <h2 id={`regle-${regle.id}`}>
            <T>{regle.nom}</T>
          </h2>
          <p>
            <T>{regle.description}</T> Source{'\u00a0'}: <T>{regle.source}</T>.
          </p>
          <section class="pv-defile" tabindex={0} aria-label={`Communes : ${regle.nom}`}>
            <table class="ds-table">
              <caption class="pv-cache">
                <T>{regle.nom}</T>
              </caption>
              <thead>
                <tr>
                  <th scope="col">Commune</th>
                  {regle.conditions.map((condition) => (
                    <th scope="col">
                      <T>{`${condition.libelle} : ${LIBELLES_COMPARAISON[condition.comparaison]} ${formatNombre(condition.seuilMilliemes / 1000)} ${condition.unite}`}</T>
                    </th>
                  ))}
                  <th scope="col">Verdict</th>
                </tr>
              </thead>
              <tbody>
                {concernees.map((commune) => (
                  <Ligne commune={commune} regle={regle} mesures={mesures.filter(({ communeCode }) => communeCode === commune.code)} />
                ))}
              </tbody>
            </table>
          </section>
        </section>
      ))}
    </>
  )
}

function Ligne({ commune, regle, mesures }: { commune: Commune; regle: RegleCommunale; mesures: readonly MesureCommune[] }) {
  const { verdict, conditions } = judgeCommune(regle, mesures)
  return (
    <tr>
      <th scope="row">{commune.nom}</th>
      {conditions.map(({ condition, mesure }) => (
        <td>
          {mesure === null ? (
            'n. c.'
          ) : (
            <>
              <T>{`${formatNombre(mesure.valeurMilliemes / 1000)} ${condition.unite}`}</T>
              <span class="pv-petit">
                {' '}
                <T>{`${mesure.source}, ${mesure.millesime}`}</T>
              </span>
            </>
          )}
        </td>
      ))}
      <td>
        <Statut etat={MOTS[verdict].etat}>{MOTS[verdict].mot}</Statut>
      </td>
    </tr>
  )
}
