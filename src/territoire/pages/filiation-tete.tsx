import { accorde, formatInstant, formatNombre } from '#platform/formats.ts'
import type { Tache } from '#platform/taches/tache.store.ts'
import { ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { Message, T } from '#ui/pieces.tsx'
import type { CalculFiliation, EtatLien } from '../filiation.store.ts'
import { TYPES_FILIATION } from '../filiation-saisie.ts'
import { type Generation, LIBELLES_FILIATION, type TypeFiliation } from '../quartier.ts'

export const CHEMIN_FILIATION = '/administration/territoire/filiation'

export type Paire = { ancienne: Generation; nouvelle: Generation }

export function FormulaireCalcul(props: {
  generations: readonly Generation[]
  paire: Paire
  seuils: { identiquePm: number; negligeablePm: number }
}) {
  const options = props.generations.map(({ id, libelle }) => ({ valeur: id, libelle }))
  return (
    <form method="post" action={`${CHEMIN_FILIATION}/calculer`} class="pv-formulaire">
      <div class="pv-cote">
        <ChampChoix nom="ancienneId" libelle="Ancienne génération" requis valeur={props.paire.ancienne.id} options={options} />
        <ChampChoix nom="nouvelleId" libelle="Nouvelle génération" requis valeur={props.paire.nouvelle.id} options={options} />
      </div>
      <div class="pv-cote">
        <ChampTexte
          nom="identiquePm"
          libelle="Identique à partir de (‰ commun)"
          aide="Part commune, de l’ancien comme du nouveau."
          inputmode="numeric"
          requis
          valeur={String(props.seuils.identiquePm)}
        />
        <ChampTexte
          nom="negligeablePm"
          libelle="Frange ignorée sous (‰ commun)"
          aide="Deux dessins du même bord ne font pas un lien."
          inputmode="numeric"
          requis
          valeur={String(props.seuils.negligeablePm)}
        />
      </div>
      <div class="pv-actions">
        <button class="ds-button" type="submit">
          Calculer la filiation
        </button>
      </div>
    </form>
  )
}

export function EtatCalcul({ calcul, tache }: { calcul: CalculFiliation | null; tache: Tache | null }) {
  const enCours = tache !== null && (tache.etat === 'en_file' || tache.etat === 'en_cours')
  return (
    <>
      {enCours && (
        <Message ton="info">
          <p>
            <T>{`Calcul ${tache.etat === 'en_file' ? 'en file' : 'en cours'} : ${tache.message ?? ''}`}</T>
          </p>
          <progress class="pv-avancement" value={tache.fait} max={Math.max(1, tache.total)} aria-label="Avancement du calcul" />
          <form method="post" action={`${CHEMIN_FILIATION}/arreter`} class="pv-actions">
            <input type="hidden" name="tacheId" value={tache.id} />
            <a class="ds-button" data-variant="secondary" data-size="sm" href={CHEMIN_FILIATION}>
              Actualiser
            </a>
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">
              Arrêter le calcul
            </button>
          </form>
        </Message>
      )}
      {!enCours && tache?.etat === 'echouee' && <Message ton="warning">{tache.message ?? 'Le dernier calcul a échoué.'}</Message>}
      {calcul !== null && (
        <p class="pv-note pv-haut-1">
          Calculée le {formatInstant(calcul.calculeLe)} sur {accorde(calcul.paires, 'paire', 'paires')} de contours qui se recouvrent,
          identique à partir de {calcul.identiquePm} ‰, frange sous {calcul.negligeablePm} ‰.
          {calcul.perime && ' Les quartiers ont changé depuis : calculez-la de nouveau.'}
        </p>
      )}
    </>
  )
}

export function Comptes({
  comptes,
  paire,
  base,
}: {
  comptes: readonly { type: TypeFiliation; etat: EtatLien; nombre: number }[]
  paire: Paire
  base: string
}) {
  const nombre = (type: TypeFiliation, etat: EtatLien) => comptes.find((un) => un.type === type && un.etat === etat)?.nombre ?? 0
  return (
    <section class="pv-defile" aria-label="Liens par sorte" tabindex={0}>
      <table class="ds-table">
        <caption>Liens par sorte</caption>
        <thead>
          <tr>
            <th scope="col">Sorte</th>
            <th scope="col" class="n">
              À relire
            </th>
            <th scope="col" class="n">
              Relus
            </th>
            <th scope="col" class="n">
              Écartés
            </th>
            <th scope="col">Relecture groupée</th>
          </tr>
        </thead>
        <tbody>
          {TYPES_FILIATION.filter((type) => comptes.some((un) => un.type === type)).map((type) => (
            <tr>
              <th scope="row">
                <a href={`${base}&type=${type}`}>{LIBELLES_FILIATION[type]}</a>
              </th>
              {(['a_relire', 'relus', 'ecartes'] as const).map((etat) => (
                <td class="n">{nombre(type, etat) === 0 ? '–' : formatNombre(nombre(type, etat))}</td>
              ))}
              <td>
                {nombre(type, 'a_relire') > 0 && (
                  <form method="post" action={`${CHEMIN_FILIATION}/accepter`} class="pv-en-ligne">
                    <input type="hidden" name="ancienneId" value={paire.ancienne.id} />
                    <input type="hidden" name="nouvelleId" value={paire.nouvelle.id} />
                    <input type="hidden" name="type" value={type} />
                    <input type="hidden" name="nombre" value={nombre(type, 'a_relire')} />
                    <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit">
                      Accepter {nombre(type, 'a_relire') === 1 ? 'le lien' : `les ${formatNombre(nombre(type, 'a_relire'))}`}
                      <span class="pv-cache">, {LIBELLES_FILIATION[type]}</span>
                    </button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
