import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createCapacite } from './nouvelle-capacite.ts'
import { checkArchitecture } from './verifier-architecture.ts'
import { findFautes } from './verifier-sources.ts'

const projet = fileURLToPath(new URL('..', import.meta.url))

test('a new capability passes the check and its own tests', async () => {
  const racine = await mkdtemp(path.join(tmpdir(), 'parvis-capacite-'))
  try {
    for (const nom of ['src', 'db', 'package.json', 'tsconfig.json', 'biome.json'])
      await cp(path.join(projet, nom), path.join(racine, nom), { recursive: true })
    await symlink(path.join(projet, 'node_modules'), path.join(racine, 'node_modules'))
    await rm(path.join(racine, 'src', 'participation'), { recursive: true, force: true })
    const chemins = await createCapacite(racine, 'participation', 'contribution')
    const run = (...commande: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, commande, {
        cwd: racine,
        encoding: 'utf8',
        env: { ...process.env, NODE_TEST_CONTEXT: undefined },
      })
      return { status, sortie: stdout + stderr }
    }
    const bin = (nom: string) => path.join(projet, 'node_modules', '.bin', nom)

    const biome = run(bin('biome'), 'check', '--write', '--vcs-enabled=false', '--error-on-warnings', 'src/participation')
    assert.equal(biome.status, 0, biome.sortie)
    const reglages = JSON.parse(await readFile(path.join(racine, 'tsconfig.json'), 'utf8'))
    await writeFile(path.join(racine, 'tsconfig.json'), JSON.stringify({ ...reglages, include: ['src/participation'] }))
    const faults = run(bin('tsc'), '-p', '.', '--noEmit')
      .sortie.split('\n')
      .filter((ligne) => ligne.startsWith('src/participation'))
    assert.deepEqual(faults, [])
    assert.deepEqual(
      (await findFautes(racine)).filter(({ fichier }) => fichier.startsWith('src/participation')),
      [],
    )
    const { infractions } = await checkArchitecture(racine)
    assert.deepEqual(
      infractions.filter(({ de }) => de.startsWith('src/participation')),
      [],
    )
    const tests = chemins.filter((chemin) => chemin.endsWith('.test.ts'))
    const essai = run('--import', 'tsx', '--test', ...tests)
    assert.equal(essai.status, 0, essai.sortie)
    const lisezMoi = await readFile(path.join(racine, 'src/participation/README.md'), 'utf8')
    assert.match(lisezMoi, /`contribution`/)
    await assert.rejects(createCapacite(racine, 'participation', 'contribution'), /is there already/)
    await assert.rejects(createCapacite(racine, 'logement', 'bail'), /is not one of/)
  } finally {
    await rm(racine, { recursive: true, force: true })
  }
})
