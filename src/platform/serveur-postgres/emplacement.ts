import { createHash } from 'node:crypto'
import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathFailure } from './erreur-demarrage.ts'
import { canReach, chooseUtilisateur, type UtilisateurSysteme } from './utilisateur-systeme.ts'

/** Where a database lives and who runs it. `donnees` is PostgreSQL's own folder; `deplace` is true when it is not below the folder asked for. */
export type Emplacement = { lieu: string; donnees: string; utilisateur: UtilisateurSysteme | undefined; deplace: boolean }

/** Where databases and programs go when the folder asked for is closed to the account that runs PostgreSQL. */
export const LIEU_COMMUN = '/var/lib/parvis'

/**
 * Chooses the place of the database asked for in `dossier`, and makes it.
 * As root below a closed folder (a checkout in /root), that place is /var/lib/parvis/<hash of the folder>.
 * @throws ErreurDemarrage when nothing can be written there
 */
export async function chooseEmplacement(dossier: string): Promise<Emplacement> {
  const demande = path.resolve(dossier)
  await makeDossier(demande)
  const utilisateur = await chooseUtilisateur(path.join(demande, 'postgres'))
  if (!utilisateur) return { lieu: demande, donnees: path.join(demande, 'postgres'), utilisateur, deplace: false }
  await chmod(demande, 0o711)
  if (canReach(utilisateur, demande)) return { lieu: demande, donnees: path.join(demande, 'postgres'), utilisateur, deplace: false }
  const lieu = await findLieuDeplace(demande)
  const donnees = path.join(lieu, 'postgres')
  return { lieu, donnees, utilisateur: (await chooseUtilisateur(donnees)) ?? utilisateur, deplace: true }
}

/** Follows the pointer left by an earlier start (the checkout may have moved since), unless it belongs to a checkout still there. */
async function findLieuDeplace(demande: string): Promise<string> {
  const pointeur = path.join(demande, 'emplacement.txt')
  const connu = (await readFile(pointeur, 'utf8').catch(() => '')).trim()
  const origine = connu && (await readFile(path.join(connu, 'origine.txt'), 'utf8').catch(() => '')).trim()
  const moved = origine !== '' && origine !== demande && !(await exists(path.join(origine, 'emplacement.txt')))
  const hash = createHash('sha256').update(demande).digest('hex').slice(0, 12)
  const lieu = origine === demande || moved ? connu : path.join(LIEU_COMMUN, hash)
  await makeDossier(lieu, 0o711)
  await writeFile(path.join(lieu, 'origine.txt'), `${demande}\n`)
  await writeFile(pointeur, `${lieu}\n`)
  return lieu
}

async function makeDossier(dossier: string, mode?: number): Promise<void> {
  try {
    await mkdir(dossier, { recursive: true, ...(mode === undefined ? {} : { mode }) })
    await access(dossier, 7)
  } catch (error) {
    throw pathFailure(dossier, error)
  }
}

function exists(chemin: string): Promise<boolean> {
  return access(chemin).then(
    () => true,
    () => false,
  )
}
