import { spawn } from 'node:child_process'
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { RegleViolee } from '#platform/errors.ts'
import { LIMITES } from '../limites.ts'
import { refus } from '../refus.ts'

/** Path of LibreOffice on this machine, null when it is not installed. */
export function findSoffice(chemins: string = process.env.PATH ?? ''): string | null {
  for (const dossier of chemins.split(delimiter)) {
    for (const nom of ['soffice', 'libreoffice', 'soffice.exe']) {
      const chemin = join(dossier, nom)
      try {
        accessSync(chemin, constants.X_OK)
        return chemin
      } catch {}
    }
  }
  return null
}

/**
 * Turns an old Word file (.doc, .rtf) into .docx by LibreOffice, in a profile and a folder of its own, within a minute.
 * @throws RegleViolee when LibreOffice is not there, cannot read the file or takes too long
 */
export async function convertDoc(nom: string, contenu: Uint8Array, extension: 'doc' | 'rtf', soffice = findSoffice()): Promise<Uint8Array> {
  if (soffice === null) {
    throw new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est au format .${extension}\u00a0: le lire demande LibreOffice, qui n’est pas installé ici. Enregistrez-le en .docx ou en .odt, puis réessayez.`,
    )
  }
  const dossier = await mkdtemp(join(tmpdir(), 'parvis-doc-'))
  try {
    await writeFile(join(dossier, `entree.${extension}`), contenu)
    const profil = `-env:UserInstallation=file://${join(dossier, 'profil')}`
    const options = [
      '--headless',
      '--norestore',
      '--nologo',
      '--nolockcheck',
      profil,
      '--convert-to',
      'docx:MS Word 2007 XML',
      '--outdir',
      dossier,
    ]
    const fini = await run(soffice, [...options, join(dossier, `entree.${extension}`)], LIMITES.delaiBureautique - 5_000)
    if (!fini) throw refus.lent(nom, LIMITES.delaiBureautique / 1000)
    return new Uint8Array(await readFile(join(dossier, 'entree.docx')))
  } catch (erreur) {
    throw erreur instanceof RegleViolee ? erreur : refus.abime(nom)
  } finally {
    await rm(dossier, { recursive: true, force: true }).catch(() => {})
  }
}

/** Runs to the end, or kills the program and all that it has started. False when it took too long. */
function run(commande: string, options: readonly string[], delai: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const enfant = spawn(commande, options, { stdio: 'ignore' })
    let arrete = false
    const minuterie = setTimeout(() => {
      arrete = true
      for (const pid of descendantsOf(enfant.pid)) kill(pid)
      enfant.kill('SIGKILL')
    }, delai)
    enfant.on('error', (erreur) => {
      clearTimeout(minuterie)
      reject(erreur)
    })
    enfant.on('exit', () => {
      clearTimeout(minuterie)
      resolve(!arrete)
    })
  })
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
}

/** LibreOffice starts itself through two other programs: killing the first would leave the others. Linux only. */
function descendantsOf(pid: number | undefined): number[] {
  if (pid === undefined || process.platform !== 'linux') return []
  const enfants = readdirSync('/proc')
    .filter((entree) => /^\d+$/.test(entree) && parentOf(entree) === pid)
    .map(Number)
  return enfants.flatMap((enfant) => [...descendantsOf(enfant), enfant])
}

function parentOf(pid: string): number | null {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return null
  }
}
