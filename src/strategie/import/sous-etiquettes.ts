import type { Cible } from './dictionnaire.ts'
import type { Etiquette } from './etiquette.ts'
import type { Flux } from './flux.ts'
import type { Releve } from './releve.ts'
import { normalized } from './texte.ts'

/** Fields whose labels are often found inside one another's cell. */
export const SOEURS: readonly (readonly Cible[])[] = [
  ['animateur', 'partenaires', 'dispositifs'],
  ['indicateursRealisation', 'indicateursEffets', 'suivi'],
  ['financements', 'moyens'],
  ['calendrier', 'debut', 'fin'],
  ['echelleTerritoriale', 'publics'],
]

const SORTES_DE_PARTENAIRES =
  /^(?:partenaires )?(?:institutionnels|associatifs|opérationnels|techniques|locaux|économiques|publics|privés)\s*(?::\s*(.*))?$/iu
const MOYENS_FINANCIERS = /^(?:moyens )?financiers?\s*:\s*(.*)$/iu

const INDICATEURS: ReadonlySet<Cible> = new Set(['indicateursRealisation', 'indicateursEffets'])
const SOUS_INDICATEUR =
  /^(?:(?:les )?indicateurs? )?(?:(?:de |d['’]|des |du )\s*)?(réalisations?|activités?|moyens|suivi|mise en œuvre|résultats?|effets?|impacts?)(?:\s+(?:attendus?|et d['’]impacts?|quantitatifs?|qualitatifs?))?\s*(?:\([^)]*\)\s*)?(?::\s*(.*))?$/iu

/** Inside a cell of indicators, "De réalisation : …" and "Impact : …" say which kind follows; "Financiers : …" inside means. */
export function subIndicator(actif: Cible, texte: string): { cible: Cible; reste: string | null } | null {
  const financiers = actif === 'moyens' ? MOYENS_FINANCIERS.exec(texte) : null
  if (financiers !== null) return { cible: 'financements', reste: financiers[1] === '' ? null : (financiers[1] ?? null) }
  const partenaires = actif === 'partenaires' ? SORTES_DE_PARTENAIRES.exec(texte) : null
  if (partenaires !== null)
    return { cible: 'partenaires', reste: partenaires[1] === undefined || partenaires[1] === '' ? null : partenaires[1] }
  if (!INDICATEURS.has(actif)) return null
  const trouve = SOUS_INDICATEUR.exec(texte)
  if (trouve?.[1] === undefined) return null
  const cible = /^(?:résultat|effet|impact)/iu.test(trouve[1]) ? 'indicateursEffets' : 'indicateursRealisation'
  const reste = trouve[2]?.trim() ?? ''
  return { cible, reste: reste === '' ? null : reste }
}

/**
 * In running text under "Indicateurs", "Réalisations :" or "Résultats :" goes on with the indicators when that field has
 * been read already, or comes as the first word of the list.
 */
export function readSubLabel(actif: Releve | null, lue: Etiquette, flux: Flux, rang: number, releves: readonly Releve[]): Cible | null {
  if (actif === null || !INDICATEURS.has(actif.cible)) return null
  const sous = subIndicator(actif.cible, lue.libelle)
  if (sous === null || normalized(lue.libelle).startsWith('indicateur')) return null
  const propre = lue.cibles[0]
  const segment = flux.segments[rang]
  const label = flux.segments[actif.labels[0] ?? -1]
  if (propre === 'suivi' || propre === 'moyens') return null
  const dejaLu = releves.some((releve) => releve.cible === propre && releve.valeurs.length > 0)
  const moindre =
    segment !== undefined &&
    label !== undefined &&
    (label.titre > 0 ? segment.titre === 0 || segment.titre > label.titre : label.accent && !segment.accent)
  return dejaLu || moindre || segment?.puce != null || actif.valeurs.length === 0 ? sous.cible : null
}
