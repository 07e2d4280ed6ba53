import type { Child } from 'hono/jsx'
import { formatNombre } from '#platform/formats.ts'
import { Message, T } from '#ui/pieces.tsx'
import { deriveSeuil, phraseUnite } from '../eligibilite/mots.ts'
import type { ScenarioComplet } from '../eligibilite/scenario.store.ts'
import type { Simulation } from '../eligibilite/simulation.store.ts'

/** The striped banner of every page of a simulation. */
export function BanniereSimulation({ children }: { children: Child }) {
  return (
    <aside class="pv-simulation" aria-label="Ceci est une simulation">
      <p>
        <strong>Simulation</strong> {children}
      </p>
    </aside>
  )
}

/** The threshold line by line, then what the urban unit and the simulation change. */
export function Derivation({
  complet,
  simulation,
  ecarts,
}: {
  complet: ScenarioComplet
  simulation: Simulation
  ecarts: readonly string[]
}) {
  const { scenario, parametre } = complet
  const { resultat } = simulation
  return (
    <section class="pv-section" aria-labelledby="seuil">
      <h2 id="seuil">D’où vient le seuil</h2>
      <section class="pv-defile" tabindex={0} aria-label="Calcul du seuil">
        <table class="ds-table">
          <caption class="pv-cache">Calcul du seuil, ligne à ligne</caption>
          <thead>
            <tr>
              <th scope="col">Étape</th>
              <th scope="col" class="n">
                Valeur
              </th>
              <th scope="col">D’où cela vient</th>
            </tr>
          </thead>
          <tbody>
            {deriveSeuil(scenario, parametre).map(({ quoi, valeur, note }) => (
              <tr>
                <th scope="row">
                  <T>{quoi}</T>
                </th>
                <td class="n">{valeur}</td>
                <td>
                  <T>{note}</T>
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">Carreaux sous le seuil</th>
              <td class="n">{formatNombre(resultat.sousLeSeuil)}</td>
              <td>
                <T>{`sur ${formatNombre(resultat.grille.x.length)} carreaux habités de l’emprise`}</T>
              </td>
            </tr>
            <tr>
              <th scope="row">Ensembles de carreaux qui se touchent</th>
              <td class="n">{formatNombre(resultat.amas)}</td>
              <td>{scenario.voisinage === 8 ? 'par un côté ou par un coin' : 'par un côté'}</td>
            </tr>
          </tbody>
        </table>
      </section>
      {parametre.champ === 'metropole' && (
        <p>
          <T>{phraseUnite(scenario, parametre, simulation.unite)}</T>
        </p>
      )}
      {parametre.verifieLe === null && (
        <Message ton="warning">Les paramètres de ce texte n’ont pas été vérifiés : le résultat ne vaut pas avant qu’ils le soient.</Message>
      )}
      {ecarts.length > 0 && (
        <p>
          <T>{`Cette simulation s’écarte du décret : ${ecarts.join(' ; ')}.`}</T>
        </p>
      )}
      <p class="pv-note">
        <T>{`Texte : ${parametre.source}.`}</T>
      </p>
    </section>
  )
}
