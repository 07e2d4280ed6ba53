/** What deploy/ holds is read here as the tools that run it would: nobody else does before it serves. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseConfiguration } from '#platform/configuration.ts'

const racine = fileURLToPath(new URL('..', import.meta.url))
const read = (fichier: string) => readFile(path.join(racine, fichier), 'utf8')
const dossier = await mkdtemp(path.join(tmpdir(), 'parvis-deploiement-'))
after(() => rm(dossier, { recursive: true, force: true }))

const dockerfile = await read('deploy/Dockerfile')
const compose = await read('deploy/compose.yaml')
const { port } = parseConfiguration({ PARVIS_DEMO: '0' })

/** Instructions of the Dockerfile, lines joined, comments left out. */
const instructions = dockerfile
  .replace(/^\s*#.*$/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .flatMap((ligne) => {
    const [, mot, reste] = /^([A-Z]+)\s+(.*)$/.exec(ligne.trim()) ?? []
    return mot === undefined || reste === undefined ? [] : [{ mot, reste: reste.replace(/\s+/g, ' ') }]
  })
const debuts = instructions.flatMap(({ mot }, rang) => (mot === 'FROM' ? [rang] : []))
const etages = debuts.map((debut, rang) => instructions.slice(debut, debuts[rang + 1]))
const dernier = etages.at(-1) ?? []
const restes = (mot: string, dans = dernier) => dans.filter((une) => une.mot === mot).map(({ reste }) => reste)

test('Dockerfile: it builds apart, then runs as nobody in particular, with a state of health, on the port of the product', async () => {
  assert.ok(etages.length >= 2, 'tools of the build stay out of what runs')
  for (const [image] of etages.map((etage) => restes('FROM', etage))) {
    assert.match(image ?? '', /^node:24-bookworm-slim(?: AS \w+)?$/, 'the major version is said, never latest')
  }
  const { engines } = JSON.parse(await read('package.json')) as { engines: { node: string } }
  assert.match(engines.node, /24/)
  const utilisateur = dernier.findIndex(({ mot }) => mot === 'USER')
  assert.match(dernier[utilisateur]?.reste ?? '', /^(?!root|0)[a-z]+$/)
  assert.ok(
    dernier.slice(utilisateur).every(({ mot }) => mot !== 'COPY' && mot !== 'RUN'),
    'what is copied belongs to root: the service cannot change it',
  )
  assert.deepEqual(restes('EXPOSE'), [String(port)])
  assert.match(restes('HEALTHCHECK').join(), /\/sante/)
  assert.match(restes('ENV').join(' '), /NODE_ENV=production/)
  assert.match(restes('CMD').join(), /^\["node", "dist\/servir\.js"\]$/)
  assert.doesNotMatch(dockerfile, /\b(ADD|--privileged|curl|wget)\b|PARVIS_SECRET|PASSWORD/)
})

test('Dockerfile: the state of health is good when /sante says so, bad when it does not or when nothing answers', async () => {
  const [programme = '', ...args] = JSON.parse(/CMD (\[.*\])$/.exec(restes('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]') as string[]
  assert.equal(programme, 'node')
  let statut = 200
  const serveur = createServer((demande, reponse) => {
    reponse.writeHead(demande.url === '/sante' ? statut : 404).end()
  })
  serveur.listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  const adresse = serveur.address()
  const PORT = String(typeof adresse === 'object' ? adresse?.port : adresse)
  const check = async () => {
    const [code] = (await once(spawn(process.execPath, args, { env: { ...process.env, PORT }, stdio: 'ignore' }), 'exit')) as [number]
    return code
  }
  assert.equal(await check(), 0)
  statut = 503
  assert.equal(await check(), 1)
  serveur.closeAllConnections()
  serveur.close()
  await once(serveur, 'close')
  assert.equal(await check(), 1)
})

test('Dockerfile: every file that it takes exists or is built, and no data or secret of the folder goes in', async () => {
  const bati = new Set(['node_modules', 'dist'])
  const copies = etages
    .flatMap((etage) => restes('COPY', etage))
    .flatMap((reste) =>
      reste
        .replace(/^--\S+ /, '')
        .split(' ')
        .slice(0, -1),
    )
  for (const source of copies) {
    const relatif = source.replace(/^\/parvis\/?/, '')
    assert.ok(relatif === '.' || bati.has(relatif) || existsSync(path.join(racine, relatif)), source)
  }
  const ignores = (await read('.dockerignore')).split('\n')
  for (const nom of ['data', '.git', 'node_modules', 'dist', '**/.env']) assert.ok(ignores.includes(nom), `.dockerignore: ${nom}`)
})

test('compose: no password by default, each service has its state of health, data outlives containers, only this machine reaches it', () => {
  const images = [...compose.matchAll(/^\s+image: (\S+)$/gm)].map(([, image]) => image ?? '')
  assert.ok(images.length > 0)
  for (const image of images) assert.match(image, /^postgres:\d+-bookworm$/, 'a major version, never latest')
  for (const [ligne, valeur = ''] of compose.matchAll(/^\s+\w*(?:PASSWORD|SECRET)\w*: (.*)$/gm)) {
    assert.match(valeur, /^\$\{\w+:\?\}$/, `${ligne}: asked for, without a default`)
  }
  assert.match(compose, /DATABASE_URL: postgres:\/\/parvis:\$\{POSTGRES_PASSWORD:\?\}@base:5432\/parvis/)
  assert.match(compose, /healthcheck:\n\s+test: \[CMD-SHELL, pg_isready/)
  assert.match(compose, /condition: service_healthy/)
  assert.deepEqual(
    [...compose.matchAll(/^\s+- "(.*:\d+)"$/gm)].map(([, ports]) => ports),
    [`127.0.0.1:${port}:${port}`],
    'PostgreSQL is published nowhere, the site to this machine alone',
  )
  const declares = [...(/^volumes:\n((?: {2}\w+:\n?)+)/m.exec(compose)?.[1] ?? '').matchAll(/(\w+):/g)].map(([, nom]) => nom)
  const montes = [...compose.matchAll(/^\s+- (\w+):\/\S+$/gm)].map(([, nom]) => nom)
  assert.deepEqual(montes.sort(), declares.sort())
  for (const [, chemin] of compose.matchAll(/^\s+- (?:donnees|sauvegardes):(\/\S+)$/gm))
    assert.ok(restes('VOLUME').join().includes(`"${chemin}"`))
  assert.equal(compose.match(/no-new-privileges:true/g)?.length, 2)
  assert.doesNotMatch(compose, /privileged: true|network_mode|docker\.sock/)
})

const UNITES = ['parvis.service', 'parvis-sauvegarde.service', 'parvis-sauvegarde.timer'] as const
const analyse = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' })
const sansSystemd = analyse.status !== 0 && 'systemd-analyze is not on this machine'

test('systemd: the units are valid', { skip: sansSystemd }, async () => {
  // Where the project really is, so that the programs they name exist.
  for (const unite of UNITES) {
    await writeFile(path.join(dossier, unite), (await read(`deploy/${unite}`)).replaceAll('/opt/parvis/', racine))
  }
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...UNITES.map((unite) => path.join(dossier, unite))], {
    encoding: 'utf8',
  })
  assert.equal(stderr, '')
  assert.equal(status, 0)
})

test('systemd: what the services may reach is little, as systemd itself rates it', { skip: sansSystemd }, () => {
  for (const unite of UNITES.filter((nom) => nom.endsWith('.service'))) {
    const { status, stdout } = spawnSync(
      'systemd-analyze',
      ['security', '--offline=true', '--threshold=20', path.join(racine, 'deploy', unite)],
      { encoding: 'utf8' },
    )
    assert.equal(status, 0, stdout.split('\n').slice(-3).join('\n'))
  }
})

test('systemd: the services run as someone without rights, and hold no secret', async () => {
  for (const unite of UNITES.filter((nom) => nom.endsWith('.service'))) {
    const texte = await read(`deploy/${unite}`)
    for (const attendu of [
      'User=parvis',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateTmp=yes',
      'CapabilityBoundingSet=',
    ])
      assert.ok(texte.split('\n').includes(attendu), `${unite}: ${attendu}`)
    assert.match(texte, /^EnvironmentFile=\/etc\/parvis\.env$/m)
    assert.doesNotMatch(texte.replace(/^#.*$/gm, ''), /SECRET|PASSWORD|postgres:\/\//)
    for (const [, programme = ''] of texte.matchAll(/^ExecStart=\/opt\/parvis\/(\S+)/gm))
      assert.ok(programme === 'node_modules/.bin/node' || existsSync(path.join(racine, programme)), programme)
  }
})

/** Runs sauvegarder.sh with a command that stands for `parvis`: it writes the file asked for, or fails. */
async function save(dans: string, nombre: string, commande: string): Promise<{ status: number | null; fichiers: string[]; dit: string }> {
  const parvis = path.join(dossier, 'parvis')
  await writeFile(parvis, `#!/bin/sh\n${commande}\n`)
  await chmod(parvis, 0o755)
  const { status, stderr } = spawnSync(path.join(racine, 'deploy/sauvegarder.sh'), [dans, nombre], {
    encoding: 'utf8',
    env: { ...process.env, PARVIS_COMMANDE: parvis },
  })
  return { status, fichiers: (await readdir(dans)).sort(), dit: stderr }
}
const ECRIT = 'if [ "$2" = --verify ]; then test -s "$3"; else echo "$1" > "$2"; fi'

test('the nightly backup is read again, then the oldest beyond the number go; nothing goes when it failed', async () => {
  const dans = await mkdtemp(path.join(dossier, 'sauvegardes de nuit '))
  const anciennes = ['01', '02', '03'].map((jour) => `parvis-2026-01-${jour}T011500Z.sauvegarde`)
  for (const nom of [...anciennes, 'à garder.txt']) await writeFile(path.join(dans, nom), 'x')
  for (const commande of ['exit 2', 'if [ "$2" = --verify ]; then exit 2; fi; echo abîmé > "$2"']) {
    const { status, fichiers } = await save(dans, '1', commande)
    assert.equal(status, 2)
    for (const nom of anciennes) assert.ok(fichiers.includes(nom))
  }
  for (const nom of await readdir(dans)) if (!anciennes.includes(nom) && nom.endsWith('.sauvegarde')) await rm(path.join(dans, nom))
  const { status, fichiers, dit } = await save(dans, '2', ECRIT)
  assert.equal(status, 0, dit)
  assert.deepEqual(fichiers.length, 3)
  assert.ok(fichiers.includes('à garder.txt') && fichiers.includes(anciennes[2] ?? ''))
  assert.equal(
    await readFile(path.join(dans, fichiers.find((nom) => !anciennes.includes(nom) && nom.endsWith('.sauvegarde')) ?? ''), 'utf8'),
    'backup\n',
  )
})

test('the nightly backup refuses a number that would keep nothing, and a folder that is not there', async () => {
  const dans = await mkdtemp(path.join(dossier, 'vide-'))
  for (const nombre of ['0', 'beaucoup', '-1']) {
    const { status, fichiers, dit } = await save(dans, nombre, ECRIT)
    assert.equal(status, 2, nombre)
    assert.match(dit, /1 ou plus/)
    assert.deepEqual(fichiers, [])
  }
  const absent = spawnSync(path.join(racine, 'deploy/sauvegarder.sh'), [path.join(dossier, 'absent')], { encoding: 'utf8' })
  assert.equal(absent.status, 2)
  assert.match(absent.stderr, /n’existe pas/)
})
