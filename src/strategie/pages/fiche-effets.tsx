import type { Fiche } from '../fiche.ts'
import { Mots } from './fiche-texte.tsx'

/** Each effect with the indicators that measure it (BR-28), by letter. */
export function Effets({ fiche }: { fiche: Fiche }) {
  const orphelins = fiche.indicateursEffets.filter((ligne) => !fiche.effets.some((effet) => effet.id === ligne.effetId))
  return (
    <>
      {fiche.effets.map((effet, rang) => {
        const indicateurs = fiche.indicateursEffets.filter((ligne) => ligne.effetId === effet.id)
        return (
          <div class="pv-effet">
            <h3>
              <span>{lettre(rang)}</span>
              <Mots texte={effet.texte} />
            </h3>
            {indicateurs.length === 0 ? (
              <p class="pv-note">Pas encore d’indicateur pour cet effet.</p>
            ) : (
              <ul class="pv-indicateurs" aria-label={`Indicateurs de l’effet ${lettre(rang)}`}>
                {indicateurs.map(({ texte }) => (
                  <li>
                    <Mots texte={texte} />
                  </li>
                ))}
              </ul>
            )}
          </div>
        )
      })}
      {orphelins.length > 0 && (
        <div class="pv-effet">
          <h3>Indicateurs à rattacher à un effet</h3>
          <ul class="pv-indicateurs">
            {orphelins.map(({ texte }) => (
              <li>
                <Mots texte={texte} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function lettre(rang: number): string {
  return rang < 26 ? String.fromCharCode(65 + rang) : String(rang + 1)
}
