/** Clusters of a national grid, beside scipy.ndimage.label in the same run; reading of a national table; one contract end to end. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { labelAmas, type Voisinage } from '#territoire/eligibilite/amas.ts'
import { decodeBlocs, listBlocs } from '#territoire/eligibilite/bloc.ts'
import { findCandidats, listRetenues } from '#territoire/eligibilite/candidats.ts'
import { contourOf } from '#territoire/eligibilite/geometrie-cellules.ts'
import { ECHELLE, type Grille, sortGrille } from '#territoire/eligibilite/grille.ts'
import { createPays } from '#territoire/eligibilite/grille-de-test.ts'
import { formatCode } from '#territoire/eligibilite/lecture-carroyage.ts'
import { createLecteurCsv } from '#territoire/eligibilite/lecture-csv.ts'
import { seuilOf } from '#territoire/eligibilite/seuil.ts'

export const titre = 'Eligibility: clusters of a national grid'

const CELLULES = 2_300_000
const GRAINE = 20_240_101
const TOURS = 9
const SEUIL = seuilOf({
  facteurPm: 600,
  poidsNationalPm: 700,
  poidsUnitePm: 300,
  revenuNationalCents: 2_204_000,
  revenuUniteCents: 2_156_000,
})

/** Labels a dense raster, several times; prints the times, writes the label of each cell. */
const SCIPY = `
import sys, time, json, numpy as np, scipy
from scipy import ndimage
dossier, largeur, tours = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
cle = np.fromfile(dossier + '/cle.bin', dtype=np.int32)
hauteur = int(cle[-1]) // largeur + 1
rendu = {'version': scipy.__version__}
for nom in sys.argv[4:]:
    retenue = np.fromfile(dossier + '/' + nom + '.bin', dtype=np.uint8)
    raster = np.zeros(largeur * hauteur, dtype=bool)
    raster[cle] = retenue == 1
    raster = raster.reshape(hauteur, largeur)
    for voisinage in (4, 8):
        structure = None if voisinage == 4 else np.ones((3, 3))
        durees = []
        for tour in range(tours):
            debut = time.perf_counter()
            numeros, nombre = ndimage.label(raster, structure=structure)
            durees.append((time.perf_counter() - debut) * 1000)
        rendu[nom + str(voisinage)] = {'ms': sorted(durees)[len(durees) // 2], 'nombre': int(nombre)}
        numeros.ravel()[cle].astype(np.int32).tofile(dossier + '/' + nom + str(voisinage) + '.scipy')
print(json.dumps(rendu))
`

type Rendu = { version: string } & Record<string, { ms: number; nombre: number }>

export async function measure(): Promise<string> {
  const { grille } = sortGrille(createPays(CELLULES, GRAINE))
  const masques = {
    seuil: listRetenues(grille, { sorte: 'revenu', seuil: SEUIL, inegalite: 'stricte' }),
    toutes: new Uint8Array(grille.cle.length).fill(1),
  }
  const dossier = mkdtempSync(join(tmpdir(), 'parvis-banc-'))
  try {
    const scipy = runScipy(dossier, grille, masques)
    const lignes: string[] = []
    for (const [nom, retenue] of Object.entries(masques)) {
      for (const voisinage of [4, 8] as const) {
        const { ms, amas } = times(grille, retenue, voisinage)
        const pair = scipy?.[`${nom}${voisinage}`]
        const memes = pair === undefined ? null : samePartition(amas.numero, readLabels(dossier, `${nom}${voisinage}`))
        const quoi = nom === 'seuil' ? 'cells under the threshold' : 'every cell'
        lignes.push(
          `| ${quoi}, ${retenue.reduce((somme, un) => somme + un, 0)} | ${voisinage} | ${amas.nombre} | ${ms.toFixed(0)} ms | ${pair === undefined ? 'absent' : `${pair.ms.toFixed(0)} ms`} | ${pair === undefined ? '–' : (pair.ms / ms).toFixed(1)} | ${memes === null ? 'not compared' : memes && pair?.nombre === amas.nombre ? 'identical' : 'DIFFERENT'} |`,
        )
      }
    }
    return [
      '| what | neighbours | clusters | ours | scipy.ndimage.label | ratio | partitions |',
      '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
      ...lignes,
      '',
      '| around it | time |',
      '| --- | ---: |',
      ...around(grille),
      '',
      `${CELLULES} cells over the extent of metropolitan France, from a seed: synthetic. Median of ${TOURS} runs${scipy === null ? '; python3 with scipy was not found' : `, scipy ${scipy.version}`}. Ours starts from the sorted cells, as they are kept; scipy from its dense raster of booleans, ready made.`,
    ].join('\n')
  } finally {
    rmSync(dossier, { recursive: true, force: true })
  }
}

function times(grille: Grille, retenue: Uint8Array, voisinage: Voisinage) {
  const durees: number[] = []
  let amas = labelAmas(grille, retenue, voisinage)
  for (let tour = 0; tour < TOURS; tour += 1) {
    const debut = performance.now()
    amas = labelAmas(grille, retenue, voisinage)
    durees.push(performance.now() - debut)
  }
  durees.sort((a, b) => a - b)
  return { ms: durees[durees.length >> 1] ?? 0, amas }
}

/** Null when python3 or scipy is not installed. */
function runScipy(dossier: string, { cle, largeur }: Grille, masques: Record<string, Uint8Array>): Rendu | null {
  writeFileSync(join(dossier, 'cle.bin'), cle)
  for (const [nom, retenue] of Object.entries(masques)) writeFileSync(join(dossier, `${nom}.bin`), retenue)
  writeFileSync(join(dossier, 'label.py'), SCIPY)
  try {
    const sortie = execFileSync('python3', [join(dossier, 'label.py'), dossier, String(largeur), String(TOURS), ...Object.keys(masques)], {
      encoding: 'utf8',
    })
    return JSON.parse(sortie) as Rendu
  } catch {
    return null
  }
}

function readLabels(dossier: string, nom: string): Int32Array {
  const octets = readFileSync(join(dossier, `${nom}.scipy`))
  return new Int32Array(octets.buffer, octets.byteOffset, octets.byteLength >> 2)
}

/** Do two labellings put the same cells together? Ours marks the others −1, scipy 0. */
function samePartition(a: Int32Array, b: Int32Array): boolean {
  const versB = new Map<number, number>()
  const versA = new Map<number, number>()
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i] as number, b[i] as number]
    if (x < 0 || y === 0) {
      if (x >= 0 || y !== 0) return false
      continue
    }
    if ((versB.get(x) ?? y) !== y || (versA.get(y) ?? x) !== x) return false
    versB.set(x, y)
    versA.set(y, x)
  }
  return true
}

/** Reading, keeping, threshold, candidates with their outlines. */
function around(grille: Grille): string[] {
  const lignes: string[] = []
  const time = <T>(quoi: string, faire: () => T): T => {
    const debut = performance.now()
    const rendu = faire()
    lignes.push(`| ${quoi} | ${(performance.now() - debut).toFixed(0)} ms |`)
    return rendu
  }
  const morceaux = writeTable(grille)
  const octets = morceaux.reduce((somme, morceau) => somme + morceau.byteLength, 0)
  const lues = time(`reading the table as CSV, ${CELLULES} rows of 12 columns, ${Math.round(octets / 1e6)} MB, exact integers`, () => {
    const lecteur = createLecteurCsv({ coteM: 200, forme: { sorte: 'code' } })
    for (const morceau of morceaux) lecteur.push(morceau)
    return lecteur.end()
  })
  const triee = time('sorting the cells', () => sortGrille(lues.cellules).grille)
  const blocs = time('packing them into blocks', () => [...listBlocs(triee)])
  const poids = blocs.reduce((somme, { donnees }) => somme + donnees.length, 0)
  time(`unpacking all ${blocs.length} blocks, ${(poids / 1e6).toFixed(0)} MB`, () =>
    decodeBlocs(blocs, { x0: -1e9, y0: -1e9, x1: 1e9, y1: 1e9 }),
  )
  time('comparing every cell with the threshold, exact', () =>
    listRetenues(grille, { sorte: 'revenu', seuil: SEUIL, inegalite: 'stricte' }),
  )
  const regle = {
    critere: { sorte: 'revenu' as const, seuil: SEUIL, inegalite: 'stricte' as const },
    voisinage: 8 as const,
    populationMin: 1000,
    procheDePm: 800,
  }
  const { candidats } = time('the whole country: threshold, clusters, sums, candidates', () => findCandidats(grille, regle))
  time(`outlines of its ${candidats.length} candidates, exact union, projected`, () =>
    candidats.map(({ rangs }) =>
      contourOf(
        { epsg: 3035, coteM: 200 },
        [...rangs].map((i) => [grille.x[i] as number, grille.y[i] as number] as const),
      ),
    ),
  )
  const x0 = 18_000
  const y0 = 13_000
  time('one contract, 40 km by 40 km: blocks, threshold, clusters, candidates', () => {
    const fenetre = { x0, y0, x1: x0 + 199, y1: y0 + 199 }
    const utiles = blocs.filter(({ x, y }) => x * 128 <= fenetre.x1 && (x + 1) * 128 > x0 && y * 128 <= fenetre.y1 && (y + 1) * 128 > y0)
    return findCandidats(sortGrille(decodeBlocs(utiles, fenetre)).grille, regle)
  })
  return lignes
}

/** The table as INSEE writes it, in pieces of a quarter of a megabyte. */
function writeTable(grille: Grille): Buffer[] {
  const morceaux: Buffer[] = []
  let texte = 'idcar_200m,idcar_1km,i_est_200,lcog_geo,ind,men,men_pauv,men_1ind,men_prop,ind_snv,men_surf,log_soc\n'
  const repere = { epsg: 3035, coteM: 200 }
  for (let i = 0; i < grille.x.length; i += 1) {
    const [x, y] = [grille.x[i] as number, grille.y[i] as number]
    const code = formatCode(repere, x, y)
    texte += `${code},${code.replace('200m', '1000m')},${grille.imputee[i]},37261,${(grille.population[i] as number) / ECHELLE},${(grille.menages[i] as number) / ECHELLE},${(grille.menagesPauvres[i] as number) / ECHELLE},3,5,${(grille.niveauCents[i] as number) / 100},812.5,4\n`
    if (texte.length < 262_144) continue
    morceaux.push(Buffer.from(texte))
    texte = ''
  }
  morceaux.push(Buffer.from(texte))
  return morceaux
}
