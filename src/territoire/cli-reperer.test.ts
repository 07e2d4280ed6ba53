import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { after, test } from 'node:test'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { locateFromCli } from './cli-reperer.adaptateur.ts'
import { carre, createQuartierDeTest } from './quartier-de-test.ts'

const base = await createBaseDeTest()
const dossier = await mkdtemp(path.join(tmpdir(), 'parvis-locate-'))
after(() => rm(dossier, { recursive: true, force: true }))

async function locate(...args: string[]) {
  const sortie = new PassThrough()
  const morceaux: Uint8Array[] = []
  sortie.on('data', (morceau: Uint8Array) => morceaux.push(morceau))
  const dits: string[] = []
  const geocodeur = {
    allume: false,
    search: async () => ({ ok: false, echec: 'eteint' }) as const,
    reverse: async () => ({ ok: false, echec: 'eteint' }) as const,
    async *searchMany() {},
  }
  const code = await locateFromCli(args, {
    db: base.db,
    geocodeur,
    now: new Date('2026-03-01T10:00:00Z'),
    sortie,
    erreur: (l) => dits.push(l),
  })
  return { code, texte: Buffer.concat(morceaux).toString('utf8'), dit: dits.join('\n') }
}

test('le fichier répondu sort, les comptes sont dits à part', async () => {
  const fichier = path.join(dossier, 'points.csv')
  await writeFile(fichier, 'a;b;c\n1.6950;47.3850;x\n1.6600;47.3850;y\n')
  assert.match((await locate(fichier)).dit, /Aucun contour de quartier/)
  await createQuartierDeTest(base.libre, { code: 'QN03787N', nom: 'Les Lignes', communes: ['37261'], geometrie: carre(1.69, 47.38, 0.01) })
  const { code, texte, dit } = await locate(fichier, '--lon', 'a', '--lat', 'b', '--par', 'c')
  assert.equal(code, 0)
  assert.match(texte, /^1\.6950;47\.3850;x;QN03787N;Les Lignes;QPV2024;\d+;;oui\n1\.6600;47\.3850;y;;;;2265;;non\n$/m)
  assert.match(dit, /2.lignes lues/)
  assert.match(dit, /Par c;x;masqué/)
  const [sortie, comptes] = [path.join(dossier, 'rendu.csv'), path.join(dossier, 'comptes.csv')]
  assert.equal((await locate(fichier, '--lon', 'a', '--lat', 'b', '--sortie', sortie, '--comptes', comptes)).code, 0)
  assert.match(await readFile(sortie, 'utf8'), /QN03787N/)
  assert.match(await readFile(comptes, 'utf8'), /Ensemble du fichier/)
})

test('fichier absent, option inconnue, colonne absente : une phrase, rien d’écrit', async () => {
  const fichier = path.join(dossier, 'autre.csv')
  await writeFile(fichier, 'nom\nx\n')
  for (const [args, phrase] of [
    [[path.join(dossier, 'rien.csv')], /n’existe pas/],
    [[fichier, '--longueur', '3'], /Usage/],
    [[], /Usage/],
    [[fichier, '--sortie', path.join(dossier, 'jamais.csv')], /aucune colonne n’a été reconnue/],
  ] as const) {
    const { code, texte, dit } = await locate(...args)
    assert.equal(code, 2)
    assert.equal(texte, '')
    assert.match(dit, phrase)
  }
  await assert.rejects(readFile(path.join(dossier, 'jamais.csv')))
})
