/** Long work of eligibility: reading a statistical grid. */
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { readFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde, formatNombre } from '#platform/formats.ts'
import type { FinDeTravail, Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { findProjection } from '../projection.ts'
import { listBlocs } from './bloc.ts'
import { type Avance, readCarroyage } from './carroyage.adaptateur.ts'
import { type FaitsCarroyage, fillCarroyage, getCarroyageDepose } from './carroyage.store.ts'
import { type Grille, sortGrille } from './grille.ts'
import { formatCode, type LectureCarroyage } from './lecture-carroyage.ts'
import { LIRE_CARROYAGE, type ParametresCarroyage } from './taches.ts'

export function travauxEligibilite(): Travaux {
  return { [LIRE_CARROYAGE]: readDepot }
}

/** Reads the file of a grid that was deposited; all of its cells are kept, or none. */
async function readDepot({ db, tache, now, avance }: Travail): Promise<FinDeTravail> {
  const { carroyageId, fichierId, octets } = tache.parametres as ParametresCarroyage
  const depot = await getCarroyageDepose(db, carroyageId)
  const fait = await loadCarroyage(db, {
    id: carroyageId,
    nom: depot.fichierNom,
    source: readFichier(db, fichierId),
    demande: depot,
    now,
    avance: (lus, cellules) => avance(Math.min(lus, octets), octets, `${accorde(cellules, 'carreau lu', 'carreaux lus')}`),
  })
  return fait === null
    ? { message: null }
    : { message: `${accorde(fait.cellules, 'carreau', 'carreaux')}, dont ${formatNombre(fait.imputees)} imputés`, resultat: fait }
}

/**
 * Reads a grid and writes its cells, in one transaction at the end. @returns null when it was told to stop, or the grid was taken off
 * @throws RegleViolee with one French sentence, which names the bad lines
 */
export async function loadCarroyage(
  db: Tx,
  {
    id,
    nom,
    source,
    demande,
    now,
    avance,
  }: {
    id: string
    nom: string
    source: AsyncIterable<Uint8Array>
    demande: Parameters<typeof readCarroyage>[2]
    now: () => Date
    avance: Avance
  },
): Promise<{ cellules: number; imputees: number } | null> {
  const lecture = await readCarroyage(nom, source, demande, avance)
  if (lecture === null) return null
  checkProjection(lecture)
  const { grille, doublon } = sortGrille(lecture.cellules)
  if (doublon !== null) {
    const code = formatCode({ epsg: lecture.epsg, coteM: demande.coteM }, doublon.x, doublon.y)
    throw new RegleViolee(`Le carroyage n’est pas enregistré : le carreau ${code} y figure deux fois.`, [
      { champ: 'fichier', message: 'Carreau en double.' },
    ])
  }
  const faits = faitsOf(grille, lecture)
  if (!(await avance(Number.MAX_SAFE_INTEGER, grille.x.length))) return null
  const ecrit = await db.transaction().execute((tx) => fillCarroyage(tx, id, { blocs: listBlocs(grille), faits, now: now() }))
  return ecrit ? { cellules: grille.x.length, imputees: faits.imputees } : null
}

function checkProjection({ epsg }: LectureCarroyage): void {
  const projection = findProjection(epsg)
  if (projection === null || projection.geographique) {
    throw new RegleViolee(`Le carroyage est en projection EPSG:${epsg}, qui n’est pas connue ici.`, [
      { champ: 'fichier', message: 'Projection inconnue.' },
    ])
  }
}

function faitsOf(grille: Grille, lecture: LectureCarroyage): FaitsCarroyage {
  let imputees = 0
  const emprise = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity }
  for (let i = 0; i < grille.x.length; i += 1) {
    const x = grille.x[i] as number
    const y = grille.y[i] as number
    imputees += grille.imputee[i] as number
    emprise.x0 = Math.min(emprise.x0, x)
    emprise.x1 = Math.max(emprise.x1, x)
    emprise.y0 = Math.min(emprise.y0, y)
    emprise.y1 = Math.max(emprise.y1, y)
  }
  const { epsg, avecPopulation, avecNiveau, avecMenages } = lecture
  return { epsg, avecPopulation, avecNiveau, avecMenages, imputees, emprise }
}
