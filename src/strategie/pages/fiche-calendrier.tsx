import { bornesDe, chevauchements, ecritPeriode, periodeDe } from '#contrat/index.ts'
import { formatDate } from '#platform/formats.ts'
import type { ContenuFiche, Phase } from '../fiche.ts'
import { LIBELLES_PRECISIONS } from '../fiche-libelles.ts'
import { Mots } from './fiche-texte.tsx'

/** Of the column it stands in: its words keep their size. */
const LARGEUR = 540
const HAUT = 26
const RANG = 46

/** The calendar of a fiche: its words, its phases as a picture, and the same as a list. @param jour today, ISO */
export function Calendrier({ calendrier, jour }: { calendrier: ContenuFiche['calendrier']; jour: string }) {
  const communs = chevauchements(calendrier.phases)
  return (
    <>
      {calendrier.texte !== null ? (
        <p>
          <Mots texte={calendrier.texte} />
        </p>
      ) : (
        calendrier.precision === 'au_fil_de_leau' && <p>{LIBELLES_PRECISIONS.au_fil_de_leau}.</p>
      )}
      <Gantt phases={calendrier.phases} jour={jour} />
      {calendrier.phases.length > 0 && (
        <ol class="pv-phases">
          {calendrier.phases.map((phase) => (
            <li>
              <Mots texte={phase.texte} />
              <span class="pv-note"> {ecritPeriode(phase)}</span>
            </li>
          ))}
        </ol>
      )}
      {communs.length > 0 && (
        <p class="pv-note">
          Des phases se chevauchent{' '}
          {communs.map(({ premier, dernier }) => `du ${formatDate(premier)} au ${formatDate(dernier)}`).join(', puis ')}.
        </p>
      )}
    </>
  )
}

/** Full: done; outline: to come; dots: au fil de l’eau; lozenge: one day; pale band: overlap; brick line: today. */
function Gantt({ phases, jour }: { phases: readonly Phase[]; jour: string }) {
  const datees = phases.filter((phase) => periodeDe(phase) !== null)
  if (datees.length === 0) return null
  const bornes = datees.flatMap((phase) => periodeDe(phase) ?? [])
  const [debut, fin] = [
    annee(bornes.map((b) => b.premier).sort()[0]),
    annee(
      bornes
        .map((b) => b.dernier)
        .sort()
        .at(-1),
    ) + 1,
  ]
  const [de, a] = [jours(`${debut}-01-01`), jours(`${fin}-01-01`)]
  const x = (iso: string) => Math.round(((jours(iso) - de) / (a - de)) * LARGEUR * 10) / 10
  const hauteur = HAUT + datees.length * RANG
  const pas = Math.ceil((fin - debut) / 8)
  const annees = Array.from({ length: fin - debut }, (_, rang) => debut + rang).filter((_, rang) => rang % pas === 0)
  return (
    <section class="pv-defile" tabindex={0} aria-label="Calendrier dessiné">
      <svg
        class="pv-gantt pv-gantt-fiche"
        viewBox={`0 0 ${LARGEUR} ${hauteur}`}
        width={LARGEUR}
        height={hauteur}
        role="img"
        aria-labelledby="g-t g-d"
      >
        <title id="g-t">{`Les phases de la fiche, de ${debut} à ${fin - 1}`}</title>
        <desc id="g-d">La liste qui suit dit la même chose en mots.</desc>
        {chevauchements(phases).map(({ premier, dernier }) => (
          <rect class="bande" x={x(premier)} y={HAUT - 6} width={x(dernier) - x(premier)} height={hauteur - HAUT + 6} />
        ))}
        {annees.map((an) => (
          <>
            <line class="trait" x1={x(`${an}-01-01`)} x2={x(`${an}-01-01`)} y1={HAUT - 6} y2={hauteur} />
            <text class="t2" x={x(`${an}-01-01`) + 5} y="14" font-size="13">
              {an}
            </text>
          </>
        ))}
        {jour >= `${debut}-01-01` && jour < `${fin}-01-01` && <line class="jour" x1={x(jour)} x2={x(jour)} y1={HAUT - 6} y2={hauteur} />}
        {datees.map((phase, rang) => (
          <Barre phase={phase} y={HAUT + rang * RANG} x={x} jour={jour} />
        ))}
      </svg>
    </section>
  )
}

function Barre({ phase, y, x, jour }: { phase: Phase; y: number; x: (iso: string) => number; jour: string }) {
  const periode = periodeDe(phase)
  if (periode === null) return null
  const [gauche, droite] = [x(periode.premier), x(periode.dernier)]
  const nom = phase.texte.length > 56 ? `${phase.texte.slice(0, 55)}…` : phase.texte
  const aGauche = gauche < LARGEUR * 0.55
  const etiquette = (
    <text x={aGauche ? gauche + 2 : Math.max(droite, gauche + 8)} y={y + 14} font-size="14" text-anchor={aGauche ? 'start' : 'end'}>
      {nom}
    </text>
  )
  const barre = y + 20
  if (phase.precision === 'au_fil_de_leau') {
    const fin = phase.fin === null ? LARGEUR - 2 : droite
    return (
      <>
        {etiquette}
        <line class="fil d4" x1={gauche} x2={Math.max(fin, gauche + 8)} y1={barre + 8} y2={barre + 8} />
      </>
    )
  }
  const ponctuelle = phase.debut === null || phase.fin === null || phase.debut === phase.fin
  if (ponctuelle && bornesDe(phase.debut ?? phase.fin ?? '').premier === periode.dernier) {
    const [cx, cy] = [gauche, barre + 8]
    return (
      <>
        {etiquette}
        <path class={`${periode.dernier <= jour ? 'f' : 'vide'} d1`} d={`M${cx} ${cy - 7}l7 7-7 7-7-7z`} />
      </>
    )
  }
  const large = Math.max(droite - gauche, 4)
  const faite = jour <= periode.premier ? 0 : jour >= periode.dernier ? large : Math.min(large, Math.max(0, x(jour) - gauche))
  return (
    <>
      {etiquette}
      {faite > 0 && <rect class="f d1" x={gauche} y={barre} width={faite} height="16" rx="2" />}
      {faite < large && (
        <rect class="vide d1" x={gauche + faite + 1} y={barre + 1} width={Math.max(large - faite - 2, 2)} height="14" rx="2" />
      )}
    </>
  )
}

function jours(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / 86_400_000
}
function annee(iso: string | undefined): number {
  return Number((iso ?? '2000').slice(0, 4))
}
