import { spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { ErreurDemarrage, systemCode } from './erreur-demarrage.ts'

/** A system account that PostgreSQL runs as: it refuses to run as root. */
export type UtilisateurSysteme = { nom: string; uid: number; gid: number }

/**
 * The account PostgreSQL must run as, or undefined when the current one will do (anyone but root).
 * As root: the owner of an existing database, else `parvis`, else `postgres`, else `parvis` created, else `nobody`.
 * @throws ErreurDemarrage when root has no account to lend.
 */
export async function chooseUtilisateur(donnees: string): Promise<UtilisateurSysteme | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await ownerOf(donnees)
  const found =
    (owner === undefined ? undefined : findUtilisateur(String(owner))) ?? findUtilisateur('parvis') ?? findUtilisateur('postgres')
  if (found) return found
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    'parvis',
  ])
  const created = findUtilisateur('parvis') ?? findUtilisateur('nobody')
  if (created) return created
  throw new ErreurDemarrage(
    'PostgreSQL refuse de tourner en root et aucun utilisateur système n’a pu être créé : créez-en un avec « useradd --system parvis », puis relancez.',
  )
}

/** Can this account enter the folder? Asked to the system itself, so that every right (owner, group, ACL) counts. */
export function canReach(utilisateur: UtilisateurSysteme, dossier: string): boolean {
  const { uid, gid } = utilisateur
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dossier], { uid, gid, cwd: '/' }).status === 0
}

function findUtilisateur(nom: string): UtilisateurSysteme | undefined {
  const ask = (option: string) => {
    const answer = spawnSync('id', [option, nom], { encoding: 'utf8' })
    return answer.status === 0 ? answer.stdout.trim() : undefined
  }
  const [uid, gid, nomReel] = [ask('-u'), ask('-g'), ask('-un')]
  if (!uid || !gid || !nomReel || uid === '0') return undefined
  return { nom: nomReel, uid: Number(uid), gid: Number(gid) }
}

async function ownerOf(chemin: string): Promise<number | undefined> {
  try {
    const { uid } = await stat(chemin)
    return uid === 0 ? undefined : uid
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
