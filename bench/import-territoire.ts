/** Import of a national layer of quartiers, from the bytes of a GeoJSON to rows in the base, stage by stage. */
import { sql } from 'kysely'
import { act } from '#platform/acte.ts'
import { decideDefauts } from '#territoire/commands/decide-defauts.ts'
import { depositImport } from '#territoire/commands/deposit-import.ts'
import { importTerritoire } from '#territoire/commands/import-territoire.ts'
import { undoImportTerritoire } from '#territoire/commands/undo-import-territoire.ts'
import { boiteOf, countSommets, toGeoJson } from '#territoire/geometrie.ts'
import { createLecteurTerritoire } from '#territoire/import/import-processus.adaptateur.ts'
import { readImport } from '#territoire/import/lire-import.ts'
import { generateQuartiers, type QuartierSynthetique } from '#territoire/quartiers-synthetiques-de-test.ts'
import { createBaseTerritoire } from './banc/base-territoire.ts'

export const titre = 'Import of a national layer of quartiers'

const FOIS = 5

/** Median of each stage, and of the whole. */
export async function measure(): Promise<string> {
  const quartiers = generateQuartiers(1).map(inTheirPlace)
  const contenu = Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      features: quartiers.map(({ code, nom, departement, epciSiren, geometrie }) => ({
        type: 'Feature',
        properties: { code_qp: code, lib_qp: nom, insee_dep: departement, siren_epci: epciSiren },
        geometry: toGeoJson(geometrie),
      })),
    }),
  )
  const sommets = quartiers.reduce((total, { geometrie }) => total + countSommets(geometrie), 0)
  const temps: Record<string, number[]> = { deposit: [], read: [], decide: [], write: [], again: [], undo: [], total: [] }
  const { db, agent, close } = await createBaseTerritoire()
  try {
    const appel = { db, agent, now: new Date(), requeteId: 'bench' }
    const timed = async <T>(etape: string, faire: () => Promise<T>): Promise<T> => {
      const debut = performance.now()
      const valeur = await faire()
      temps[etape]?.push(performance.now() - debut)
      return valeur
    }
    const deposit = () => act(appel, depositImport, { genre: 'quartiers', nom: 'national.geojson', contenu, lecture: 'appelant' })
    const read = (importId: string) =>
      readImport(
        db,
        importId,
        createLecteurTerritoire(),
        () => new Date(),
        async () => true,
      )
    const decide = (importId: string) => act(appel, decideDefauts, { importId, sur: 'tous', decision: 'accepte' }).catch(() => null)
    for (let fois = 0; fois < FOIS; fois += 1) {
      const debut = performance.now()
      const { importId } = await timed('deposit', deposit)
      await timed('read', () => read(importId))
      await timed('decide', () => decide(importId))
      const { bilan } = await timed('write', () => act(appel, importTerritoire, { importId }))
      temps.total?.push(performance.now() - debut)
      if (bilan.nouveaux !== quartiers.length) throw new Error(`${bilan.nouveaux} quartiers written out of ${quartiers.length}`)
      const encore = await deposit()
      await read(encore.importId)
      await decide(encore.importId)
      const second = await timed('again', () => act(appel, importTerritoire, { importId: encore.importId }))
      if (second.bilan.identiques !== quartiers.length) throw new Error('the same file changed something')
      await timed('undo', () => act(appel, undoImportTerritoire, { importId }))
    }
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from territoire.quartier`.execute(db)
    if (rows[0]?.n !== 0) throw new Error('the undo left quartiers behind')
  } finally {
    await close()
  }
  const lignes = Object.entries(LIBELLES).map(([etape, libelle]) => `| ${libelle} | ${Math.round(median(temps[etape] ?? []))} |`)
  return [
    `${quartiers.length.toLocaleString('en')} multipolygons, ${sommets.toLocaleString('en')} vertices, ${(contenu.length / 1e6).toFixed(1)} MB of GeoJSON; synthetic, drawn from a seed.`,
    '',
    '| stage | ms |',
    '| --- | ---: |',
    ...lignes,
    '',
    `Median of ${FOIS}. The bar is 10 s for the whole.`,
  ].join('\n')
}

/** The published centres of overseas contracts are drawn beside the mainland: those quartiers take a code of the mainland. */
function inTheirPlace(quartier: QuartierSynthetique, rang: number): QuartierSynthetique {
  const [ouest, , , nord] = boiteOf(quartier.geometrie)
  if (!/^9[78]/.test(quartier.departement) || ouest < -10 || ouest > 12 || nord < 40) return quartier
  const departement = String(10 + Math.floor(rang / 100))
  return { ...quartier, departement, code: `QN0${departement}${String(rang % 100).padStart(2, '0')}I` }
}

const LIBELLES: Readonly<Record<string, string>> = {
  deposit: 'file kept in the database',
  read: 'read in a process of its own, every defect found, repairs prepared, rows kept for the review',
  decide: 'every repair accepted',
  write: 'written in one transaction, with its audit line',
  total: '**the whole**',
  again: 'the same file again: compared, nothing written',
  undo: 'undone',
}

function median(valeurs: readonly number[]): number {
  const triees = [...valeurs].sort((a, b) => a - b)
  return triees[Math.floor(triees.length / 2)] ?? 0
}
