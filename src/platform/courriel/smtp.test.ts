import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import tls from 'node:tls'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { ServeurSmtp } from './configuration-courriel.ts'
import { sendPli } from './smtp.adaptateur.ts'

const pli = { de: 'parvis@exemple.fr', a: 'personne@exemple.fr', contenu: Buffer.from('Subject: essai\r\n\r\n.Un point au début\r\n') }
type Vu = { textes: string[]; comptes: string[]; chiffre: boolean[] }

/** A server, and what it has seen. */
async function listen(options: SMTPServerOptions): Promise<{ reglage: ServeurSmtp; vu: Vu }> {
  const vu: Vu = { textes: [], comptes: [], chiffre: [] }
  const smtp = new SMTPServer({
    disableReverseLookup: true,
    logger: false,
    onAuth({ username = '', password }, _session, suite) {
      vu.comptes.push(username)
      return password === 'bon' ? suite(null, { user: username }) : suite(new Error('Invalid username or password'))
    },
    onData(flux, session, suite) {
      let texte = ''
      flux.on('data', (morceau: Buffer) => {
        texte += morceau.toString()
      })
      flux.on('end', () => {
        vu.textes.push(texte)
        vu.chiffre.push(session.secure)
        suite()
      })
    },
    ...options,
  })
  smtp.on('error', () => {})
  const net = smtp.listen(0, '127.0.0.1')
  await new Promise<void>((resolve) => net.once('listening', resolve))
  after(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  const adresse = net.address()
  const port = typeof adresse === 'object' && adresse !== null ? adresse.port : 0
  return { reglage: { hote: 'localhost', port, tlsDesLeDebut: options.secure === true, exigeTls: true, identifiants: null }, vu }
}

/** A certificate of `localhost` made for this run, trusted by this process; null where openssl is not. */
function trustLocalhost(): { key: string; cert: string } | null {
  const dossier = mkdtempSync(join(tmpdir(), 'parvis-smtp-'))
  try {
    const [cle, certificat] = [join(dossier, 'cle.pem'), join(dossier, 'certificat.pem')]
    const noms = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...noms, '-keyout', cle, '-out', certificat], {
      stdio: 'ignore',
    })
    const cert = readFileSync(certificat, 'utf8')
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert])
    return { key: readFileSync(cle, 'utf8'), cert }
  } catch {
    return null
  } finally {
    rmSync(dossier, { recursive: true, force: true })
  }
}
const certificat = trustLocalhost()

for (const secure of [false, true]) {
  test(`${secure ? 'TLS from the first byte' : 'STARTTLS'}: password and text go under a certificate that is trusted`, {
    skip: certificat === null,
  }, async () => {
    const { reglage, vu } = await listen({ secure, ...certificat })
    const connu = { ...reglage, identifiants: { user: 'parvis', pass: 'bon' } }
    assert.deepEqual(await sendPli(connu, pli, async () => true), { issue: 'accepte' })
    assert.deepEqual(vu, { textes: ['Subject: essai\r\n\r\n.Un point au début\r\n'], comptes: ['parvis'], chiffre: [true] })
  })

  test(`${secure ? 'TLS from the first byte' : 'STARTTLS'}: a certificate that is not trusted gets neither password nor address`, async () => {
    const { reglage, vu } = await listen({ secure })
    const issue = await sendPli({ ...reglage, identifiants: { user: 'parvis', pass: 'bon' } }, pli, async () => true)
    assert.equal(issue.issue, 'reporte')
    assert.deepEqual(vu, { textes: [], comptes: [], chiffre: [] })
  })
}

test('a password that the server refuses is our fault, not that of the mail: it waits', async () => {
  const { reglage, vu } = await listen({ allowInsecureAuth: true, disabledCommands: ['STARTTLS'] })
  const clair = { ...reglage, exigeTls: false }
  const issue = await sendPli({ ...clair, identifiants: { user: 'parvis', pass: 'mauvais' } }, pli, async () => true)
  assert.equal(issue.issue, 'reporte')
  assert.match('erreur' in issue ? issue.erreur : '', /EAUTH/)
  assert.doesNotMatch('erreur' in issue ? issue.erreur : '', /mauvais/)
  assert.deepEqual(await sendPli({ ...clair, identifiants: { user: 'parvis', pass: 'bon' } }, pli, async () => true), { issue: 'accepte' })
  assert.equal(vu.textes.length, 1)
})

test('a sender that our server refuses, or that the server does not let in, waits too', async () => {
  const refuse = await listen({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_adresse, _session, suite) => suite(Object.assign(new Error('Sender not allowed'), { responseCode: 550 })),
  })
  const ferme = await listen({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect: (_session, suite) => suite(Object.assign(new Error('No service'), { responseCode: 554 })),
  })
  for (const { reglage, vu } of [refuse, ferme]) {
    assert.equal((await sendPli({ ...reglage, exigeTls: false }, pli, async () => true)).issue, 'reporte')
    assert.equal(vu.textes.length, 0)
  }
})

test('the database that fails before the last byte: the server keeps nothing, the mail waits', async () => {
  const { reglage, vu } = await listen({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] })
  const issue = await sendPli({ ...reglage, exigeTls: false }, pli, async () => {
    throw new Error('the database is gone')
  })
  assert.equal(issue.issue, 'reporte')
  assert.equal(vu.textes.length, 0)
})
