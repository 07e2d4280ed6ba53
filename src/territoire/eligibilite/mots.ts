/** The words of a simulation: its threshold derived line by line, its figures. Pure. */
import { accorde, formatDate, formatEuros, formatNombre } from '#platform/formats.ts'
import type { Candidat, Critere } from './candidats.ts'
import type { ParametreDecret, VerdictUnite } from './decret.ts'
import { ECHELLE } from './grille.ts'
import type { Carroyage, Scenario } from './scenario.ts'
import { centsOf, type Fraction, seuilOf, tombeJuste } from './seuil.ts'

/** « 60 % », « 66,5 % ». */
export function formatPm(pm: number): string {
  return `${formatNombre(pm / 10)}\u00a0%`
}

/** A count kept × ECHELLE, to the unit. */
export function formatCompte(valeur: number | null): string {
  return valeur === null ? 'n. c.' : formatNombre(Math.round(valeur / ECHELLE))
}

export type EtapeSeuil = { quoi: string; valeur: string; note: string }

/** The threshold, a line at a time: what is typed with its source, what the decree weighs, the sum, the comparison. */
export function deriveSeuil(scenario: Scenario, parametre: ParametreDecret): EtapeSeuil[] {
  const { revenuNationalCents, revenuUniteCents } = scenario
  const texte = `décret n° ${parametre.decret}${parametre.verifieLe === null ? ' (non vérifié)' : ''}`
  if (scenario.critere === 'pauvrete' || revenuNationalCents === null || revenuUniteCents === null) {
    return [
      {
        quoi: 'Part de ménages pauvres à dépasser',
        valeur: formatPm(scenario.partPauvresPm ?? 0),
        note: 'Choisie pour la simulation : aucun décret ne la fixe.',
      },
    ]
  }
  const seuil = seuilOf({ ...parametre, revenuNationalCents, revenuUniteCents })
  const unite = scenario.uniteNom === '' ? 'de l’unité urbaine' : `de l’unité urbaine de ${scenario.uniteNom}`
  return [
    { quoi: 'Revenu médian national', valeur: formatEuros(revenuNationalCents), note: sourceOf(scenario.revenuNationalSource) },
    { quoi: `Revenu médian ${unite}`, valeur: formatEuros(revenuUniteCents), note: sourceOf(scenario.revenuUniteSource) },
    {
      quoi: 'Moyenne pondérée',
      valeur: formatFraction({ numerateur: seuil.numerateur, denominateur: (seuil.denominateur * BigInt(parametre.facteurPm)) / 1000n }),
      note: `${formatPm(parametre.poidsNationalPm)} du revenu national et ${formatPm(parametre.poidsUnitePm)} de celui de l’unité urbaine : ${texte}`,
    },
    { quoi: 'Seuil', valeur: formatFraction(seuil), note: `${formatPm(parametre.facteurPm)} de cette moyenne : ${texte}` },
    {
      quoi: 'Comparaison',
      valeur: parametre.inegalite === 'stricte' ? 'strictement inférieur' : 'inférieur ou égal',
      note:
        parametre.inegalite === 'stricte'
          ? 'Un carreau exactement au seuil n’est pas retenu. Le calcul se fait en entiers, sans arrondi.'
          : 'Un carreau exactement au seuil est retenu. Le calcul se fait en entiers, sans arrondi.',
    },
  ]
}

/** A fraction of cents, said « environ » when it falls between two cents. */
function formatFraction(fraction: Fraction): string {
  if (fraction.denominateur === 0n) return '–'
  return `${tombeJuste(fraction) ? '' : 'environ '}${formatEuros(centsOf(fraction))}`
}

function sourceOf(source: string): string {
  return source === '' ? 'Source non indiquée.' : `Source : ${source}`
}

/** The urban unit, in one sentence. */
export function phraseUnite(scenario: Scenario, parametre: ParametreDecret, unite: VerdictUnite): string {
  const minimum = formatNombre(parametre.unitePopulationMin)
  if (unite.arrondie === null || scenario.unitePopulation === null) {
    return `Population de l’unité urbaine non indiquée : on ne sait pas si elle atteint ${minimum} habitants.`
  }
  const compte =
    unite.arrondie === scenario.unitePopulation
      ? `${formatNombre(unite.arrondie)} habitants`
      : `${formatNombre(scenario.unitePopulation)} habitants, arrondis à ${formatNombre(unite.arrondie)} (multiple de ${formatNombre(parametre.uniteArrondi)} supérieur)`
  if (unite.terme !== null) {
    return unite.verdict === 'oui'
      ? `L’unité urbaine compte ${compte} : moins de ${minimum}, mais les quartiers déjà inscrits sont réputés conformes jusqu’à la veille du ${formatDate(unite.terme)}.`
      : `L’unité urbaine compte ${compte} : moins de ${minimum}, et la dérogation de ${parametre.derogationAnnees} ans ne vaut pas le ${formatDate(scenario.jour)}.`
  }
  return unite.verdict === 'oui'
    ? `L’unité urbaine compte ${compte} : au moins ${minimum}, elle est éligible.`
    : `L’unité urbaine compte ${compte} : moins de ${minimum}, aucun de ses quartiers n’est éligible.`
}

/** The proxy figure of a set of cells: what it is, never called a median. */
export function proxyOf(
  candidat: Pick<Candidat, 'niveauCents' | 'population' | 'menages' | 'menagesPauvres'>,
  critere: Critere['sorte'],
): string {
  if (critere === 'pauvrete') {
    return candidat.menages === 0 ? 'n. c.' : formatPm(Math.round((candidat.menagesPauvres * 1000) / candidat.menages))
  }
  if (candidat.niveauCents === null || candidat.population === null || candidat.population === 0) return 'n. c.'
  return formatEuros(Math.round((candidat.niveauCents * ECHELLE) / candidat.population))
}

export const ENTETE_PROXY: Record<Critere['sorte'], string> = {
  revenu: 'Moyenne du niveau de vie',
  pauvrete: 'Ménages pauvres',
}

/** What the figures of cells are, and are not. */
export const MISE_EN_GARDE: Record<Critere['sorte'], string> = {
  revenu:
    'Le décret compare le revenu médian ; les carreaux n’en donnent pas. Ils donnent la somme des niveaux de vie, dont on tire une moyenne : une approximation du revenu médian, en général plus haute que lui. Les carreaux imputés, où vivent trop peu de ménages, sont estimés par l’Insee.',
  pauvrete:
    'Ce carroyage ne donne pas de revenu : les carreaux sont choisis par leur part de ménages pauvres. C’est une exploration, pas le critère d’un décret.',
}

/** Share of a set of cells that the statistician imputed. */
export function formatImpute({
  impute,
  population,
  menages,
  cellulesImputees,
}: Pick<Candidat, 'impute' | 'population' | 'menages' | 'cellulesImputees'>): string {
  const tout = population ?? menages
  return cellulesImputees === 0 || tout === 0 ? '–' : formatPm(Math.round((impute * 1000) / tout))
}

/** « Ensemble 3 ». */
export function nomEnsemble(rang: number): string {
  return `Ensemble\u00a0${rang}`
}

/** What a simulation found, in a sentence: goes under its title. */
export function phraseBilan(
  scenario: Scenario,
  {
    candidats,
    proches,
    manques,
    excedents,
    quartiers,
  }: { candidats: number; proches: number; manques: number; excedents: number; quartiers: number },
): string {
  const trouves =
    candidats === 0
      ? `Aucun ensemble de carreaux ne réunit ${formatNombre(scenario.populationMin)} habitants sous le seuil`
      : `${accorde(candidats, 'ensemble')} de carreaux ${candidats === 1 ? 'réunit' : 'réunissent'} au moins ${formatNombre(scenario.populationMin)} habitants sous le seuil`
  const autour = proches === 0 ? '' : `, ${formatNombre(proches)} ${proches === 1 ? 'en approche' : 'en approchent'}`
  const officiels =
    quartiers === 0
      ? 'Aucun quartier officiel connu ici à comparer.'
      : `Sur ${accorde(quartiers, 'quartier officiel', 'quartiers officiels')}, ${manques === 0 ? 'aucun n’est manqué' : `${formatNombre(manques)} ${manques === 1 ? 'est manqué' : 'sont manqués'}`} ; ${excedents === 0 ? 'aucun ensemble n’est en plus' : `${accorde(excedents, 'ensemble')} en plus`}.`
  return `${trouves}${autour}. ${officiels}`
}

/** Where a grid comes from. */
export function sourceCarroyage({ source, millesime }: Pick<Carroyage, 'source' | 'millesime'>): string {
  return source.includes(String(millesime)) ? source : `${source}, ${millesime}`
}
