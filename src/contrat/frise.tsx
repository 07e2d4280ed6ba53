import { formatDate } from '#platform/formats.ts'
import { T } from '#ui/pieces.tsx'
import { ecritPeriode, type Jalon } from './calendrier.ts'
import { type Barre, type DessinFrise, drawFrise, LARGEUR, MARGE } from './dessin-frise.ts'

const LIBELLES_PRECISION = {
  jour: 'au jour',
  mois: 'au mois',
  trimestre: 'au trimestre',
  annee: 'à l’année',
  au_fil_de_leau: 'au fil de l’eau',
} as const

/**
 * The calendar as a picture and, under it, as a table with every value. Full: done; outline: to come; dots: all along;
 * lozenge: one date; brick line: today. @param prefixe unique in the page
 */
export function Frise({ jalons, jour, prefixe }: { jalons: readonly Jalon[]; jour: string; prefixe: string }) {
  const dessin = drawFrise(jalons, jour)
  return (
    <>
      {dessin !== null && <Dessin dessin={dessin} prefixe={prefixe} />}
      <details class="ds-details pv-haut-1" open={dessin === null}>
        <summary>Le même calendrier en tableau</summary>
        <section class="pv-defile" aria-label="Tableau du calendrier" tabindex={0}>
          <table class="ds-table">
            <caption class="pv-cache">Phases et dates du contrat</caption>
            <thead>
              <tr>
                <th scope="col">Phase</th>
                <th scope="col">Début</th>
                <th scope="col">Fin</th>
                <th scope="col">Précision</th>
              </tr>
            </thead>
            <tbody>
              {jalons.map((jalon) => (
                <tr>
                  <th scope="row">
                    <T>{jalon.libelle}</T>
                    {jalon.detail !== null && (
                      <span class="pv-detail">
                        <T>{jalon.detail}</T>
                      </span>
                    )}
                  </th>
                  <td>{jalon.debut === null ? '–' : formatDate(jalon.debut)}</td>
                  <td>{jalon.fin === null ? '–' : formatDate(jalon.fin)}</td>
                  <td>{jalon.precision === null ? 'sans date' : LIBELLES_PRECISION[jalon.precision]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </>
  )
}

function Dessin({ dessin, prefixe }: { dessin: DessinFrise; prefixe: string }) {
  const { hauteur, reperes, bandes, barres, aujourdhui } = dessin
  return (
    <section class="pv-defile" aria-label="Frise du calendrier" tabindex={0}>
      <div class="pv-frise">
        <svg class="pv-gantt" viewBox={`0 0 ${LARGEUR} ${hauteur}`} role="img" aria-labelledby={`${prefixe}-t ${prefixe}-d`}>
          <title id={`${prefixe}-t`}>{`Calendrier du contrat, de ${dessin.premier.slice(0, 4)} à ${dessin.dernier.slice(0, 4)}`}</title>
          <desc id={`${prefixe}-d`}>{barres.map((barre) => `${barre.jalon.libelle} : ${ecritPeriode(barre.jalon)}.`).join(' ')}</desc>
          {reperes.map(({ x, libelle }) => (
            <>
              <line class="trait" x1={x} x2={x} y1="24" y2={hauteur} />
              <text class="t2" x={x + 5} y="18" font-size="13">
                {libelle}
              </text>
            </>
          ))}
          {bandes.map(({ x, largeur }) => (
            <rect class="bande" x={x} y="24" width={largeur} height={hauteur - 24} />
          ))}
          {aujourdhui !== null && <line class="jour" x1={aujourdhui} x2={aujourdhui} y1="24" y2={hauteur} />}
          {barres.map((barre) => (
            <Rangee barre={barre} />
          ))}
        </svg>
      </div>
    </section>
  )
}

function Rangee({ barre }: { barre: Barre }) {
  const { nom, y, forme, x, largeur, faite, etat } = barre
  const milieu = y + 19
  const couleur = etat === 'a_venir' ? 'd2' : 'd1'
  return (
    <>
      {nom.map((ligne, rang) => (
        <text x="0" y={milieu + 5 + (rang - (nom.length - 1) / 2) * 16} font-size="15">
          {ligne}
        </text>
      ))}
      {forme === 'phase' && (
        <>
          {faite > 0 && <rect class={`f ${couleur}`} x={x} y={milieu - 10} width={faite} height="20" rx="2" />}
          {faite < largeur && (
            <rect
              class={`vide ${couleur}`}
              x={x + faite + (faite > 0 ? 1 : 0)}
              y={milieu - 10}
              width={Math.max(largeur - faite - (faite > 0 ? 1 : 0), 2)}
              height="20"
              rx="2"
            />
          )}
        </>
      )}
      {forme === 'jalon' && (
        <rect class="f d2" x={x - 6} y={milieu - 6} width="12" height="12" rx="2" transform={`rotate(45 ${x} ${milieu})`} />
      )}
      {forme === 'fil' && <line class="fil d4" x1={x + 4} x2={x + largeur - 4} y1={milieu} y2={milieu} />}
      <Mention barre={barre} />
    </>
  )
}

/** Words beside or inside a bar: what it is about, or its date. About 6.4 units a letter at 13. */
function Mention({ barre }: { barre: Barre }) {
  const { jalon, forme, x, largeur, faite, y } = barre
  const mots =
    forme === 'phase' ? jalon.detail : [forme === 'fil' ? 'au fil de l’eau' : ecritPeriode(jalon), jalon.detail].filter(Boolean).join(' : ')
  if (mots === null || mots === '') return null
  const place = mots.length * 6.4 + 16
  const ligne = y + 24
  if (forme === 'sans_date') return <Texte x={MARGE + 5} y={ligne} classe="t2" mots={mots} />
  if (forme === 'fil') return <Texte x={x + 8} y={ligne - 11} classe="t2" mots={mots} />
  const droite = forme === 'jalon' ? x + 14 : x + largeur + 8
  if (forme === 'phase' && faite >= place) return <Texte x={x + 8} y={ligne} classe="blanc" mots={mots} />
  if (forme === 'phase' && largeur - faite >= place) return <Texte x={x + faite + 9} y={ligne} mots={mots} />
  if (droite + place <= LARGEUR) return <Texte x={droite} y={ligne} classe="t2" mots={mots} />
  const gauche = forme === 'jalon' ? x - 14 : x - 8
  return gauche - place >= MARGE ? <Texte x={gauche} y={ligne} classe="t2" mots={mots} cale="end" /> : null
}

function Texte({ x, y, mots, classe, cale }: { x: number; y: number; mots: string; classe?: string; cale?: 'end' }) {
  return (
    <text class={classe} x={x} y={y} font-size="13" text-anchor={cale}>
      {mots}
    </text>
  )
}
