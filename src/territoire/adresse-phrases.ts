/** The answer in one sentence, and what goes with it: short words, one idea each. Pure. */
import { accorde, formatDate, formatNombre, INSECABLE } from '#platform/formats.ts'
import type { Verdict } from './certitude.ts'
import { decretDeListe, type Generation } from './quartier.ts'
import type { QuartierSitue, SituationDatee } from './situation.ts'

/** What was asked about, as the sentence names it. */
export type Sujet = 'adresse' | 'position' | 'point'
const CE_SUJET: Record<Sujet, string> = { adresse: 'cette adresse', position: 'l’endroit où vous êtes', point: 'ce point' }

/** « le quartier prioritaire Sanitas », « du quartier… », « de la zone… ». */
function sayQuartierSitue({ nature, nom }: Pick<QuartierSitue, 'nature' | 'nom'>, de: 'le' | 'du'): string {
  const article = de === 'le' ? (isFeminin(nature) ? 'la' : 'le') : isFeminin(nature) ? 'de la' : 'du'
  return `${article} ${nature} ${nom}`
}

/** A generation may be one of zones. */
function isFeminin(nature: string): boolean {
  return /^(zone|cité|poche|aire|veille)\b/iu.test(nature)
}

/** The heading: people read headings. @param aujourdhui false: the answer holds for another day, said in the sentence */
export function sayVerdict(verdict: Verdict, situation: SituationDatee, sujet: Sujet, aujourdhui: boolean): string {
  const ce = CE_SUJET[sujet]
  const [etat, nie] = aujourdhui ? ['est', 'n’est pas'] : ['était', 'n’était pas']
  const date = aujourdhui ? '' : `, au ${formatDate(situation.jour)}`
  const { dedans, proche } = situation
  const nature = proche?.nature ?? situation.generations[0]?.nature ?? 'quartier prioritaire'
  if (verdict === 'oui') {
    const ou = dedans.map((un) => sayQuartierSitue(un, 'le')).join(' et ')
    return `Oui, ${ce} ${etat} dans ${ou}${date}.`
  }
  if (verdict === 'non') return `Non, ${ce} ${nie} dans ${isFeminin(nature) ? 'une' : 'un'} ${nature}${date}.`
  if (verdict === 'limite' && proche !== null) {
    const un = dedans[0] ?? proche
    return `${capitale(ce)} ${etat} à la limite ${sayQuartierSitue(un, 'du')}${date} : à vérifier.`.replace(' :', `${INSECABLE}:`)
  }
  return `Nous ne savons pas répondre pour ${ce}${date}.`
}

/** Why this answer, in a sentence or two. */
export function explainVerdict(verdict: Verdict, situation: SituationDatee, precisionM: number): string {
  const { proche, connus, complet } = situation
  if (verdict === 'inconnu')
    return connus === 0
      ? `Aucun contour de quartier n’est chargé sur ce site au ${formatDate(situation.jour)}. Ce n’est pas un «${INSECABLE}non${INSECABLE}».`
      : `Ce site ne connaît que ${accorde(connus, 'quartier')}, tous loin d’ici. Ce n’est pas un «${INSECABLE}non${INSECABLE}».`
  if (verdict === 'limite')
    return `La limite passe à moins de ${formatMetres(Math.max(1, precisionM))} d’ici. C’est trop près pour qu’un site décide : il peut se tromper de côté de la rue.`.replace(
      ' :',
      `${INSECABLE}:`,
    )
  if (verdict === 'oui') return ''
  const pres = proche === null ? '' : `Le plus proche est ${proche.nom}, à ${formatMetres(proche.distanceM)}.`
  return complet ? pres : `${pres} Ce site connaît ${accorde(connus, 'quartier')} et non la liste entière du pays.`.trim()
}

/** « 40 m », « 1,2 km »: as precise as the figure deserves. */
export function formatMetres(metres: number): string {
  if (metres < 10) return `${formatNombre(Math.max(1, Math.round(metres)))}${INSECABLE}m`
  if (metres < 1000) return `${formatNombre(Math.round(metres / 10) * 10)}${INSECABLE}m`
  return `${formatNombre(Math.round(metres / 100) / 10)}${INSECABLE}km`
}

/** « Quartiers prioritaires 2024, décret n° 2023-1314 du 28 décembre 2023, en vigueur depuis le 1er janvier 2024 ». */
export function sayListe(generation: Generation): string {
  const decret = decretDeListe(generation)
  const texte =
    decret === null ? '' : `, décret n°${INSECABLE}${decret.numero}${decret.signeLe === null ? '' : ` du ${formatDate(decret.signeLe)}`}`
  const depuis = decret?.enVigueurLe ?? generation.debut
  const fin = generation.fin === null ? `depuis le ${formatDate(depuis)}` : `du ${formatDate(depuis)} au ${formatDate(generation.fin)}`
  return `${generation.libelle}${texte}, en vigueur ${fin}`
}

function capitale(texte: string): string {
  return texte.charAt(0).toUpperCase() + texte.slice(1)
}
