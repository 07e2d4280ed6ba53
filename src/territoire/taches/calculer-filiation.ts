/** Long work: the overlay of two generations. */
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import type { FinDeTravail, Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { CALCULER_FILIATION, type ParametresFiliation } from '../commands/ask-filiation.ts'
import { replaceCalcul } from '../filiation.store.ts'
import { classifyLiens, compareAncien, prepareQuartier, type QuartierPrepare, type Recouvrement } from '../filiation.ts'
import { getRevision, listGeometries } from '../quartier.store.ts'
import type { QuartierAvecGeometrie } from '../quartier.ts'

export const travauxFiliation: Travaux = { [CALCULER_FILIATION]: computeFiliationTask }

/** Old quartiers compared between two looks at the button « arrêter ». */
const LOT = 100

async function computeFiliationTask({ db, tache, now, avance }: Travail): Promise<FinDeTravail> {
  const { ancienneId, nouvelleId, identiquePm, negligeablePm } = tache.parametres as ParametresFiliation
  const revision = await getRevision(db)
  const anciens = await prepares(db, ancienneId)
  const nouveaux = await prepares(db, nouvelleId)
  if (anciens.length === 0 || nouveaux.length === 0) {
    throw new RegleViolee('L’une des deux générations n’a aucun contour : chargez d’abord ses quartiers.')
  }
  const recouvrements: Recouvrement[] = []
  for (let i = 0; i < anciens.length; i += LOT) {
    if (!(await avance(i, anciens.length, `${i} quartiers sur ${anciens.length} comparés`))) return { message: null }
    for (const ancien of anciens.slice(i, i + LOT)) recouvrements.push(...compareAncien(ancien, nouveaux))
  }
  const seuils = { identiquePm, negligeablePm }
  const liens = classifyLiens(
    recouvrements,
    anciens.map(({ id }) => id),
    nouveaux.map(({ id }) => id),
    seuils,
  )
  if (!(await avance(anciens.length, anciens.length))) return { message: null }
  const instant = now()
  const ecrits = await db
    .transaction()
    .execute((tx) =>
      replaceCalcul(
        tx,
        { ancienneId, nouvelleId, ...seuils, revision, calculeLe: instant, paires: recouvrements.length, cellulesSource: null },
        liens,
        instant,
      ),
    )
  return {
    message: `${accorde(ecrits, 'lien proposé', 'liens proposés')}, ${accorde(liens.length - ecrits, 'lien déjà relu gardé', 'liens déjà relus gardés')}`,
  }
}

async function prepares(db: Travail['db'], generationId: string): Promise<QuartierPrepare[]> {
  return (await listGeometries(db, [generationId])).filter(hasGeometrie).map(prepareQuartier)
}

function hasGeometrie(
  q: QuartierAvecGeometrie,
): q is QuartierAvecGeometrie & { geometrie: NonNullable<QuartierAvecGeometrie['geometrie']> } {
  return q.geometrie !== null
}
