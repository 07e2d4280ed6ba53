import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canEditLieu, REFUS_LIEU } from '../droits-geographie.ts'
import { identifiant, ligneRequise } from '../generation-formes.ts'
import { entier, texteFacultatif } from '../geographie-formes.ts'
import { aireM2, type MultiPolygone, quantised } from '../geometrie.ts'
import {
  archivePerimetre as archiveRow,
  getPerimetre,
  restorePerimetre as restoreRow,
  savePerimetre as saveRow,
} from '../perimetre.store.ts'
import { getGeometries, listQuartiersByCode } from '../quartier.store.ts'
import { unionOf } from '../superposition.ts'

const contour = z.array(z.array(z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])).min(4)).min(1)).min(1)

/** Names a perimeter, with or without a contour: drawn, read from a file, or made of official quartiers. */
export const savePerimetre = command(
  'territoire.enregistrer_perimetre',
  z.object({
    contratId: identifiant,
    perimetreId: identifiant.optional(),
    version: entier(1, 1_000_000, 'Rechargez la page.').optional(),
    nom: ligneRequise('Donnez un nom au périmètre.', 200),
    note: texteFacultatif(2000),
    communes: z
      .array(z.string().regex(/^(\d{2}|2[AB])\d{3}$/, 'Choisissez une commune de la liste.'))
      .max(100)
      .default([]),
    quartierNommeId: z.union([identifiant, z.literal('').transform(() => undefined)]).optional(),
    /** Contour as it is kept, and as it came; `origine` says from where. Absent: unchanged. */
    contour: z
      .union([
        z.object({ sorte: z.literal('aucun') }),
        z.object({
          sorte: z.enum(['dessin', 'fichier']),
          detail: z.string().max(200).nullable(),
          retenu: contour,
          recu: contour.nullable(),
        }),
        z.object({ sorte: z.literal('quartiers'), codes: z.array(z.string()).min(1, 'Choisissez au moins un quartier.').max(100) }),
      ])
      .optional(),
  }),
  async ({ tx, agent, now }, { contratId, perimetreId, version, contour, quartierNommeId, ...saisie }) => {
    assertCan(canEditLieu(agent, contratId, saisie.communes), REFUS_LIEU)
    const avant = perimetreId === undefined ? null : await getPerimetre(tx, contratId, perimetreId)
    // Neither taking a place over from another commune, nor away from one's own.
    if (avant !== null)
      assertCan(
        canEditLieu(
          agent,
          contratId,
          avant.communes.map(({ code }) => code),
        ),
        REFUS_LIEU,
      )
    const trace = await contourOf(tx, contour)
    const id = perimetreId ?? createId(now.getTime())
    await saveRow(
      tx,
      contratId,
      {
        id,
        ...saisie,
        origine: trace?.origine ?? avant?.origine ?? 'nom',
        origineDetail: trace === null ? (avant?.origineDetail ?? null) : trace.detail,
        quartierNommeId: quartierNommeId ?? null,
        geometrie: trace === null ? undefined : trace.geometrie,
      },
      avant === null ? null : (version ?? 0),
    )
    const apres = await getPerimetre(tx, contratId, id)
    return {
      valeur: { perimetreId: id },
      trace: {
        contratId,
        objet: { type: 'perimetre', id },
        libelle: `Périmètre « ${saisie.nom} » ${avant === null ? 'créé' : 'modifié'}`,
        avant: avant === null ? null : kept(avant),
        apres: kept(apres),
      },
    }
  },
)

/** Puts a perimeter away: it leaves the lists and keeps its history. */
export const archivePerimetre = command(
  'territoire.archiver_perimetre',
  z.object({ contratId: identifiant, perimetreId: identifiant, version: entier(1, 1_000_000, 'Rechargez la page.') }),
  async ({ tx, agent, now }, { contratId, perimetreId, version }) => {
    const perimetre = await getPerimetre(tx, contratId, perimetreId)
    assertCan(
      canEditLieu(
        agent,
        contratId,
        perimetre.communes.map(({ code }) => code),
      ),
      REFUS_LIEU,
    )
    await archiveRow(tx, contratId, perimetreId, version, now)
    return {
      valeur: null,
      trace: {
        contratId,
        objet: { type: 'perimetre', id: perimetreId },
        libelle: `Périmètre « ${perimetre.nom} » archivé`,
        avant: { archive: false },
        apres: { archive: true },
      },
    }
  },
)

/** Brings an archived perimeter back. */
export const restorePerimetre = command(
  'territoire.restaurer_perimetre',
  z.object({ contratId: identifiant, perimetreId: identifiant }),
  async ({ tx, agent }, { contratId, perimetreId }) => {
    const perimetre = await getPerimetre(tx, contratId, perimetreId)
    assertCan(
      canEditLieu(
        agent,
        contratId,
        perimetre.communes.map(({ code }) => code),
      ),
      REFUS_LIEU,
    )
    if (perimetre.archiveLe === null) throw new RegleViolee('Ce périmètre n’est pas archivé.')
    await restoreRow(tx, contratId, perimetre)
    return {
      valeur: null,
      trace: {
        contratId,
        objet: { type: 'perimetre', id: perimetreId },
        libelle: `Périmètre « ${perimetre.nom} » restauré`,
        avant: { archive: true },
        apres: { archive: false },
      },
    }
  },
)

type Contour = {
  origine: 'nom' | 'dessin' | 'fichier' | 'quartiers'
  detail: string | null
  geometrie: { retenue: MultiPolygone; recue: MultiPolygone } | null
}
type ContourSaisi =
  | { sorte: 'aucun' }
  | { sorte: 'dessin' | 'fichier'; detail: string | null; retenu: MultiPolygone; recu: MultiPolygone | null }
  | { sorte: 'quartiers'; codes: readonly string[] }

/** Null: unchanged. @throws RegleViolee */
async function contourOf(tx: Parameters<typeof getGeometries>[0], saisi: ContourSaisi | undefined): Promise<Contour | null> {
  if (saisi === undefined) return null
  if (saisi.sorte === 'aucun') return { origine: 'nom', detail: null, geometrie: null }
  if (saisi.sorte === 'quartiers') return contourOfQuartiers(tx, saisi.codes)
  const retenue = quantised(saisi.retenu)
  const ferme = retenue.every((polygone) =>
    polygone.every((anneau) => anneau[0]?.[0] === anneau.at(-1)?.[0] && anneau[0]?.[1] === anneau.at(-1)?.[1]),
  )
  if (!ferme || aireM2(retenue) < 1) {
    const message = 'Ce contour ne fait pas une surface : dessinez au moins trois sommets, et revenez au premier.'
    throw new RegleViolee(message, [{ champ: 'geometrie', message }])
  }
  return { origine: saisi.sorte, detail: saisi.detail, geometrie: { retenue, recue: saisi.recu ?? retenue } }
}

async function contourOfQuartiers(tx: Parameters<typeof getGeometries>[0], codes: readonly string[]): Promise<Contour> {
  const quartiers = await listQuartiersByCode(tx, codes)
  const geometries = await getGeometries(
    tx,
    quartiers.map(({ id }) => id),
  )
  const sans = codes.filter((code) => !quartiers.some((quartier) => quartier.code === code && geometries.has(quartier.id)))
  if (sans.length > 0) {
    const message = `Aucun contour n’est connu pour ${sans.join(', ')}.`
    throw new RegleViolee(message, [{ champ: 'codes', message }])
  }
  const retenue = unionOf([...geometries.values()])
  return { origine: 'quartiers', detail: [...codes].sort().join(', '), geometrie: { retenue, recue: retenue } }
}

const kept = (p: Awaited<ReturnType<typeof getPerimetre>>) => ({
  nom: p.nom,
  note: p.note,
  communes: p.communes.map(({ nom }) => nom),
  origine: p.origine,
  origineDetail: p.origineDetail,
  aireM2: p.aireM2,
})
