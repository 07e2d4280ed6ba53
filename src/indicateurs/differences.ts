/** What a table would change in the figures that stand: new, changed, the same, absent from the file. Reading and writing are given. */
import { formatDecimal, sameDecimal } from './decimal.ts'
import type { ChoixTable } from './import/lecture.ts'
import type { ObservationLue } from './import/plan.ts'
import type { EnPlace, NouvelleObservation } from './observation.store.ts'
import { type Absence, LIBELLES_ABSENCES, type TypeTerritoire } from './observation.ts'
import type { BilanTable, Difference } from './table.ts'

const MONTRES = 100
const LOT = 4000

export type Comparaison = {
  /** Figures of one indicator, period and source that stand today, by code of place. */
  listEnPlace: (cible: { indicateurId: string; periode: string; sourceId: string; type: TypeTerritoire }) => Promise<Map<string, EnPlace>>
  choix: ChoixTable
  /** Of the columns, by key of indicator: to name what changes. */
  noms: ReadonlyMap<string, string>
  /** Receives what is new or changed, in lots. */
  write: (lot: NouvelleObservation[]) => Promise<void>
  advance: (fait: number, total: number) => Promise<void>
}

/** Group by group (one indicator, one period), so that memory follows the largest group, not the table. */
export async function comparePlan(
  observations: readonly ObservationLue[],
  { listEnPlace, choix, noms, write, advance }: Comparaison,
): Promise<Pick<BilanTable, 'nouvelles' | 'changees' | 'identiques' | 'absentes' | 'exemples'>> {
  const groupes = new Map<string, ObservationLue[]>()
  for (const observation of observations) {
    const cle = `${observation.indicateur} ${observation.periode}`
    const groupe = groupes.get(cle)
    if (groupe === undefined) groupes.set(cle, [observation])
    else groupe.push(observation)
  }
  const bilan = { nouvelles: 0, changees: 0, identiques: 0, absentes: 0 }
  const exemples: Difference[] = []
  let fait = 0
  for (const groupe of groupes.values()) {
    const [premiere] = groupe
    if (premiere === undefined) continue
    const { indicateur: indicateurId, periode } = premiere
    const connue = 'id' in choix.source && !indicateurId.startsWith('nouveau:') ? { indicateurId, sourceId: choix.source.id } : null
    const enPlace = connue === null ? new Map<string, EnPlace>() : await listEnPlace({ ...connue, periode, type: choix.territoire.type })
    const lot: NouvelleObservation[] = []
    for (const { territoire, valeur, absence, ligne } of groupe) {
      const avant = enPlace.get(territoire.code)
      enPlace.delete(territoire.code)
      if (avant !== undefined && avant.absence === absence && sameDecimal(avant.valeur, valeur) && avant.statut === choix.statut) {
        bilan.identiques += 1
        continue
      }
      if (avant === undefined) bilan.nouvelles += 1
      else {
        bilan.changees += 1
        if (exemples.length < MONTRES)
          exemples.push({
            indicateur: noms.get(indicateurId) ?? indicateurId,
            territoire: `${territoire.nom} (${territoire.code})`,
            periode,
            avant: say(avant),
            apres: say({ valeur, absence }),
          })
      }
      const { type, code, generationCode } = territoire
      lot.push({ indicateurId, type, code, generationCode, periode, valeur, absence, ligne, remplace: avant?.id ?? null })
    }
    for (let debut = 0; debut < lot.length; debut += LOT) await write(lot.slice(debut, debut + LOT))
    bilan.absentes += enPlace.size
    fait += groupe.length
    await advance(fait, observations.length)
  }
  return { ...bilan, exemples }
}

function say({ valeur, absence }: { valeur: ObservationLue['valeur']; absence: Absence | null }): string {
  return valeur === null ? LIBELLES_ABSENCES[absence ?? 'manquant'] : formatDecimal(valeur)
}
