/** 200 Word fiches read and understood, beside LibreOffice turning the same files into plain text in the same run. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { THEME_PARVIS } from '#platform/documents/ecriture/document.ts'
import { createAtelier } from '#platform/documents/lecture/atelier.ts'
import { exportFiche } from '#strategie/exports/exporter.ts'
import { buildContratEngendre } from '#strategie/exports/fiches-engendrees.ts'
import { listFiches } from '#strategie/exports/modele.ts'
import { recognizeFiches } from '#strategie/import/reconnaitre.ts'

export const titre = 'Import of Word fiches'

const NOMBRE = 200
const run = promisify(execFile)

/** Fiches a second of the whole import, through the pool of reading processes, cold and warm. */
export async function measure(): Promise<string> {
  const dossier = await mkdtemp(join(tmpdir(), 'parvis-bench-import-'))
  const atelier = createAtelier()
  try {
    const contrat = buildContratEngendre(NOMBRE, Date.now() % 1_000_000)
    const noms: string[] = []
    for (const [rang, fiche] of listFiches(contrat).entries()) {
      const { contenu } = await exportFiche(contrat, fiche.id, 'docx', THEME_PARVIS)
      const nom = `fiche-${String(rang).padStart(3, '0')}.docx`
      await writeFile(join(dossier, nom), contenu)
      noms.push(nom)
    }
    const fichiers = await Promise.all(noms.map(async (nom) => ({ nom, contenu: await readFile(join(dossier, nom)) })))
    const froid = await importAll(atelier, fichiers)
    const chaud = await importAll(atelier, fichiers)
    const office = await toText(dossier, noms)
    return [
      '| what | seconds | fiches/s |',
      '| --- | ---: | ---: |',
      `| read and understood, reading processes cold | ${froid.secondes.toFixed(2)} | ${(noms.length / froid.secondes).toFixed(0)} |`,
      `| read and understood, warm | ${chaud.secondes.toFixed(2)} | ${(noms.length / chaud.secondes).toFixed(0)} |`,
      office === null
        ? '| LibreOffice, same files to text | not on this machine | |'
        : `| LibreOffice, same files to text, one process | ${office.toFixed(2)} | ${(noms.length / office).toFixed(0)} |`,
      '',
      `${noms.length} distinct Word files, ${chaud.fiches} fiches understood, ${chaud.blocs} blocks.${office === null ? '' : ` Ratio LibreOffice / ours, warm: ${(office / chaud.secondes).toFixed(1)}.`}`,
    ].join('\n')
  } finally {
    await atelier.close()
    await rm(dossier, { recursive: true, force: true })
  }
}

async function importAll(atelier: ReturnType<typeof createAtelier>, fichiers: readonly { nom: string; contenu: Uint8Array }[]) {
  const debut = performance.now()
  let fiches = 0
  let blocs = 0
  await Promise.all(
    fichiers.map(async ({ nom, contenu }) => {
      const document = await atelier.read(nom, contenu)
      blocs += document.blocs.length
      fiches += recognizeFiches(document).fiches.length
    }),
  )
  return { secondes: (performance.now() - debut) / 1000, fiches, blocs }
}

async function toText(dossier: string, noms: readonly string[]): Promise<number | null> {
  if (spawnSync('soffice', ['--version']).status !== 0) return null
  const debut = performance.now()
  const profil = `-env:UserInstallation=file://${join(dossier, 'profil')}`
  await run(
    'soffice',
    [profil, '--headless', '--convert-to', 'txt:Text', '--outdir', join(dossier, 'txt'), ...noms.map((nom) => join(dossier, nom))],
    { timeout: 300_000 },
  )
  const secondes = (performance.now() - debut) / 1000
  const faits = (await readdir(join(dossier, 'txt'))).length
  if (faits !== noms.length) throw new Error(`LibreOffice wrote ${faits} files of ${noms.length}`)
  return secondes
}
