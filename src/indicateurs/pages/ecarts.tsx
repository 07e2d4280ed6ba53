import type { Child } from 'hono/jsx'
import { INSECABLE } from '#platform/formats.ts'
import { formatDecimal, roundDecimal, toFloat } from '../decimal.ts'
import type { Ecart } from '../ecart.ts'
import { NON_COMPARABLE, sayBon, sayDepuis, sayEcart, sayEvolution, sayRaison, shortEvolution } from '../ecart-phrase.ts'
import { axisOf, drawHaltere, type LigneHaltere } from '../graphique/haltere.ts'
import { formatDifference, formatValeur, type Indicateur, suffixeUnite } from '../indicateur.ts'
import { LIBELLES_ABSENCES, LIBELLES_STATUTS, type Statut } from '../observation.ts'
import { formatPeriode } from '../periode.ts'
import type { BlocIndicateur, LigneEcart } from '../tableau.ts'

/** A figure without its unit, for columns that say it above. */
export function bare(valeur: Parameters<typeof roundDecimal>[0], { decimales }: Pick<Indicateur, 'decimales'>): string {
  return formatDecimal(roundDecimal(valeur, decimales))
}

/** The line of a dumbbell; `libelle` is what tells it from the others: an indicator, or a quartier. */
export function ligneHaltere(libelle: string, { ecart, quartier }: LigneEcart): LigneHaltere {
  const mark = (valeur: Parameters<typeof bare>[0]) => ({ valeur: toFloat(valeur), texte: bare(valeur, ecart.indicateur) })
  const { point } = ecart
  if (point !== null) return { libelle, quartier: mark(point.valeur), reference: mark(point.valeurReference), faute: null }
  const seul = quartier?.valeur ?? null
  return {
    libelle,
    quartier: seul === null ? null : mark(seul),
    reference: null,
    faute: `${NON_COMPARABLE}${quartier !== null && quartier.absence !== null ? ` (${LIBELLES_ABSENCES[quartier.absence]})` : ''}`,
  }
}

/** Dumbbells, drawn twice: for a wide page and for a phone, one of which is shown. Its twin is the table beside it. */
export function Halteres(props: { titre: string; desc: string; lignes: readonly LigneHaltere[]; indicateur: Pick<Indicateur, 'unite'> }) {
  const valeurs = props.lignes.flatMap(({ quartier, reference }) =>
    [quartier?.valeur, reference?.valeur].filter((valeur) => valeur !== undefined),
  )
  if (valeurs.length === 0) return null
  const { domaine, pas } = axisOf(valeurs, { pourcent: props.indicateur.unite === 'pourcent' ? 'oui' : 'non' })
  const suffixe = suffixeUnite(props.indicateur.unite)
  const decimales = pas < 1 ? 1 : 0
  const graduations: { valeur: number; texte: string }[] = []
  for (let valeur = domaine[0]; valeur <= domaine[1] + pas / 1000; valeur += pas)
    graduations.push({
      valeur,
      texte: `${formatDecimal({ entier: Math.round(valeur * 10 ** decimales), echelle: decimales })}${suffixe === '' ? '' : `${INSECABLE}${suffixe}`}`,
    })
  return (
    <figure class="pv-haltere">
      {(['large', 'etroit'] as const).map((format) => {
        // Fewer ticks where there is less room.
        const montrees = format === 'large' ? graduations : graduations.filter((_, rang) => rang % 2 === 0)
        const { largeur, hauteur, noeuds } = drawHaltere(props.lignes, domaine, montrees, format)
        return (
          <svg class={format} viewBox={`0 0 ${largeur} ${hauteur}`} role="img" aria-label={`${props.titre}. ${props.desc}`}>
            <title>{props.titre}</title>
            <desc>{props.desc}</desc>
            {noeuds}
          </svg>
        )
      })}
    </figure>
  )
}

/** The value of the quartier, or the reason why there is none. */
export function CaseValeur({ ligne, unite }: { ligne: LigneEcart; unite?: true }) {
  const { quartier, ecart } = ligne
  if (quartier === null) return <span class="pv-petit">–</span>
  if (quartier.valeur === null) return <span class="pv-petit">{LIBELLES_ABSENCES[quartier.absence ?? 'manquant']}</span>
  return <>{unite === true ? formatValeur(quartier.valeur, ecart.indicateur) : bare(quartier.valeur, ecart.indicateur)}</>
}

/** « +31,2 », « 2,3 % de la référence » or « n. c. » with its reason. */
export function CaseEcart({ ecart, unite }: { ecart: Ecart; unite?: true }) {
  const { point, indicateur, raison } = ecart
  if (point === null)
    return (
      <span class="pv-petit">
        {NON_COMPARABLE}
        <span class="pv-cache">{` : ${sayRaison(raison ?? { code: 'sans_quartier' })}`}</span>
      </span>
    )
  const court =
    point.part !== null
      ? `${formatDecimal(point.part)}${INSECABLE}%`
      : unite === true
        ? formatDifference(point.difference, indicateur)
        : formatDecimal(roundDecimal(point.difference, indicateur.decimales), 'toujours')
  return (
    <>
      {court}
      <span class="pv-cache">{` (${sayEcart(point, indicateur)})`}</span>
    </>
  )
}

/** « +1,5 réduit »: how the gap moved, said in a word too, never by colour alone. */
export function CaseEvolution({ ecart: { evolution, indicateur } }: { ecart: Ecart }) {
  const court = shortEvolution(evolution, indicateur)
  const texte = sayEvolution(evolution, indicateur)
  if (!evolution.possible || court === 'stable')
    return (
      <span class="pv-petit">
        {court}
        <span class="pv-cache">{` : ${texte}`}</span>
      </span>
    )
  return (
    <span class="pv-evolution" data-bon={evolution.bon === null ? undefined : evolution.bon ? 'oui' : 'non'}>
      {court}
      <span class="pv-detail" aria-hidden="true">
        {MOUVEMENTS[evolution.mouvement]}
      </span>
      <span class="pv-cache">{` : ${[texte, sayBon(evolution)].filter((morceau) => morceau !== null).join(', ')}`}</span>
    </span>
  )
}
const MOUVEMENTS = { reduit: 'réduit', creuse: 'creusé', stable: 'stable', inverse: 'inversé' }

/** Source, vintage and status of what a block shows; invented values say so. */
export function SourcesBloc({ sources, children }: { sources: BlocIndicateur['sources']; children?: Child }) {
  return (
    <p class="pv-petit pv-sources-chiffres">
      {sources.map(({ nom, nature, millesimes, periodes, statuts }, rang) => (
        <>
          {rang > 0 && ' ; '}
          {nature === 'demonstration' && <strong>Valeurs inventées. </strong>}
          {`${nom}, ${periodes.map(formatPeriode).join(', ')}`}
          {millesimes.length > 0 && millesimes.join() !== periodes.join() ? `, millésime ${millesimes.join(', ')}` : ''}
          {`, ${statuts.map((statut) => LIBELLES_STATUTS[statut as Statut]).join(', ')}`}
        </>
      ))}
      {sources.length > 0 && '.'} {children}
    </p>
  )
}

/** Sentences that a table of gaps owes to its reader: why « n. c. », what is more recent, which reference was chosen. Each once. */
export function reasonsOf(lignes: readonly LigneEcart[], name: (ligne: LigneEcart) => string): string[] {
  const parRaison = new Map<string, string[]>()
  const add = (raison: string, qui: string) => {
    const liste = parRaison.get(raison)
    if (liste === undefined) parRaison.set(raison, [qui])
    else if (!liste.includes(qui)) liste.push(qui)
  }
  for (const ligne of lignes) {
    const { ecart, reference, quartier } = ligne
    if (ecart.raison !== null && quartier !== null) add(sayRaison(ecart.raison, quartier.periode), name(ligne))
    const depuis = sayDepuis(ecart)
    if (depuis !== null) add(`plus récent mais sans écart, ${depuis}`, name(ligne))
    if (!ecart.evolution.possible && ecart.evolution.raison !== 'un_seul_point' && ecart.evolution.raison !== 'effectif')
      add(sayEvolution(ecart.evolution, ecart.indicateur).replace(`${NON_COMPARABLE}${INSECABLE}: `, ''), name(ligne))
    if (reference?.choix != null) add(reference.choix, '')
  }
  return [...parRaison].map(([raison, noms]) => {
    const qui = noms.filter((nom) => nom !== '')
    return qui.length === 0 ? raison : `${qui.length > 4 ? `${qui.length} lignes` : qui.join(', ')}${INSECABLE}: ${raison}.`
  })
}
