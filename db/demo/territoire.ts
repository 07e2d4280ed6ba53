/**
 * Places of the demo: schematic outlines of our own drawing, with invented populations, and said so wherever they show. Loading
 * a real file (`parvis territoire import`) replaces those whose code it bears.
 */

import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { setReglage } from '#platform/reglages.ts'
import {
  computeFiliation,
  getRevision,
  listGenerations,
  listGeometries,
  type MultiPolygone,
  type Position,
  quantised,
  reglageAttribution,
  replaceCalcul,
  saveContour,
  saveQuartierSchematique,
} from '#territoire/index.ts'
import { COMMUNES, FORMES, QUARTIERS, type Trace } from './territoire-formes.ts'

const SOURCE = 'Démonstration : contour schématique, chiffres inventés'
const METRES_PAR_DEGRE = 111_195

const closed = (points: readonly Position[]): MultiPolygone => [[[...points, points[0] as Position]]]

function drawn({ forme, centre: [lon, lat], echelle = 1, decale: [est, nord] = [0, 0] }: Trace): Position[] {
  const degres = (hectometres: number) => (hectometres * 100) / METRES_PAR_DEGRE
  return FORMES[forme].map(
    ([x, y]): Position => [lon + degres(x * echelle + est) / Math.cos((lat * Math.PI) / 180), lat + degres(y * echelle + nord)],
  )
}

const shapeOf = (traces: readonly Trace[]): MultiPolygone => quantised(traces.flatMap((trace) => closed(drawn(trace))))

/** Writes the places, as one act. @returns number of quartiers */
export const writeTerritoire = command('demo.dessiner_territoire', z.object({}), async ({ tx, now }) => {
  for (const { code, nom, contour } of COMMUNES) {
    await saveContour(tx, { type: 'commune', code, nom, millesime: 2026, source: SOURCE, geometrie: quantised(closed(contour)) })
  }
  let nombre = 0
  for (const { nom, code2015, code2024, communes, traces, ajouts = [], parties = [], ...chiffres } of QUARTIERS) {
    const commun = { nom, communes, parties, source: SOURCE, millesime: 2021 }
    if (code2015 !== null) {
      await saveQuartierSchematique(tx, {
        ...commun,
        id: createId(),
        generation: 'QPV2015',
        code: code2015,
        population: chiffres.habitants2015 ?? null,
        geometrie: shapeOf(traces),
      })
    }
    if (code2024 !== null) {
      await saveQuartierSchematique(tx, {
        ...commun,
        id: createId(),
        generation: 'QPV2024',
        code: code2024,
        population: chiffres.habitants ?? null,
        geometrie: shapeOf([...traces, ...ajouts]),
      })
    }
    nombre += (code2015 === null ? 0 : 1) + (code2024 === null ? 0 : 1)
  }
  await setReglage(tx, reglageAttribution, 'contours schématiques, dessinés pour la démonstration', now)
  await keepFiliation(tx, now)
  return {
    valeur: nombre,
    trace: {
      contratId: null,
      objet: { type: 'generation', id: '01930000-0000-7000-8000-000000000003' },
      libelle: `${nombre} quartiers schématiques dessinés pour la démonstration`,
      avant: null,
      apres: { quartiers: nombre },
    },
  }
})

/** Thresholds of the computation, in ‰: those that the product proposes. */
const SEUILS = { identiquePm: 980, negligeablePm: 20 }

/** Links from 2015 to 2024, as the computation proposes them: left to be reviewed. */
async function keepFiliation(tx: Tx, now: Date): Promise<void> {
  const generations = new Map((await listGenerations(tx)).map(({ code, id }) => [code, id]))
  const [ancienneId, nouvelleId] = [generations.get('QPV2015') ?? '', generations.get('QPV2024') ?? '']
  const formesDe = async (id: string) =>
    (await listGeometries(tx, [id])).flatMap((q) => (q.geometrie === null ? [] : [{ ...q, geometrie: q.geometrie }]))
  const liens = computeFiliation(await formesDe(ancienneId), await formesDe(nouvelleId), SEUILS)
  const calcul = {
    ancienneId,
    nouvelleId,
    ...SEUILS,
    revision: await getRevision(tx),
    calculeLe: now,
    paires: liens.length,
    cellulesSource: null,
  }
  await replaceCalcul(tx, calcul, liens, now)
}
