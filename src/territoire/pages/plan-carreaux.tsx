import { formatNombre } from '#platform/formats.ts'
import { T } from '#ui/pieces.tsx'
import { formatCode } from '../eligibilite/lecture-carroyage.ts'
import type { CarreauPlan, Plan } from '../eligibilite/plan.ts'

/**
 * Cells as a table of boxes to tick, north at the top: the picture and the form are one, with or without script. The element
 * <plan-carreaux> adds ticking by dragging.
 */
export function PlanCarreaux(props: {
  plan: Plan
  repere: { epsg: number; coteM: number }
  critere: 'revenu' | 'pauvrete'
  ici: string
  version: string
}) {
  const { plan, repere, critere, ici, version } = props
  const { x, y } = plan.centre
  const pas = Math.floor(plan.colonnes.length / 2)
  const vers = (dx: number, dy: number) => `${ici}?vue=${x + dx},${y + dy}#plan`
  const vus = plan.lignes.flatMap(({ carreaux }) => carreaux.map((un) => `${un.garde ? '+' : '-'}${un.x},${un.y}`))
  return (
    <>
      <p>
        <T>
          {`Cochez les carreaux à garder. Fond plein : sous le seuil ; trait épais : ajouté ou retiré à la main ; hachures : dans un quartier officiel. Le chiffre est ${critere === 'revenu' ? 'la moyenne du niveau de vie, en milliers d’euros' : 'la part de ménages pauvres, en %'}.`}
        </T>
      </p>
      <nav class="pv-plan-rose" aria-label="Déplacer le plan">
        <a href={vers(0, pas)}>Vers le nord</a> <a href={vers(-pas, 0)}>Vers l’ouest</a> <a href={vers(pas, 0)}>Vers l’est</a>{' '}
        <a href={vers(0, -pas)}>Vers le sud</a>
      </nav>
      <form method="post" action={ici}>
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="vue" value={`${x},${y}`} />
        <input type="hidden" name="vus" value={vus.join(' ')} />
        <plan-carreaux>
          <section class="pv-defile" tabindex={0} aria-label="Plan des carreaux">
            <table class="pv-carreaux">
              <caption class="pv-cache">
                Carreaux de {repere.coteM} m, du nord au sud et d’ouest en est, autour de {formatCode(repere, x, y)}
              </caption>
              <tbody>
                {plan.lignes.map(({ carreaux }) => (
                  <tr>
                    {carreaux.map((carreau) => (
                      <Carreau carreau={carreau} code={formatCode(repere, carreau.x, carreau.y)} critere={critere} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </plan-carreaux>
        <p class="pv-actions">
          <button class="ds-button" type="submit">
            Enregistrer ces carreaux
          </button>
        </p>
      </form>
    </>
  )
}

function Carreau({ carreau, code, critere }: { carreau: CarreauPlan; code: string; critere: 'revenu' | 'pauvrete' }) {
  const { x, y, garde, sousLeSeuil, habitants, menages, chiffre, quartier, imputee } = carreau
  const dit = [
    code,
    habitants === null ? (menages === null ? 'inhabité' : `${formatNombre(menages)} ménages`) : `${formatNombre(habitants)} habitants`,
    ...(chiffre === null
      ? []
      : [
          critere === 'revenu'
            ? `niveau de vie moyen ${formatNombre(chiffre)} milliers d’euros`
            : `${formatNombre(chiffre)} % de ménages pauvres`,
        ]),
    sousLeSeuil ? 'sous le seuil' : 'au-dessus du seuil',
    ...(imputee ? ['imputé'] : []),
    ...(quartier === null ? [] : [`dans ${quartier}`]),
  ].join(', ')
  return (
    <td
      class="c"
      data-s={sousLeSeuil ? '' : undefined}
      data-q={quartier === null ? undefined : ''}
      data-m={garde === sousLeSeuil ? undefined : garde ? 'plus' : 'moins'}
      data-v={habitants === null && menages === null ? '' : undefined}
    >
      <label title={dit}>
        <input type="checkbox" name="gardes[]" value={`${x},${y}`} checked={garde} aria-label={dit} />
        <span aria-hidden="true">{chiffre === null ? '' : formatNombre(chiffre)}</span>
      </label>
    </td>
  )
}
