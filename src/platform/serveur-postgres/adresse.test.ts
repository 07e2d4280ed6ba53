import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { test } from 'node:test'
import { checkDatabaseUrl } from './adresse.ts'
import { ErreurDemarrage } from './erreur-demarrage.ts'

const serveur = process.env.PARVIS_TEST_PG ?? process.env.DATABASE_URL

function sentence(fragment: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof ErreurDemarrage, String(error))
    assert.match(error.message, fragment)
    assert.doesNotMatch(error.message, /\n|mot-secret/)
    return true
  }
}

/** A server that speaks just enough of the protocol to answer one row, whatever is asked. */
async function startFauxServeur(valeurs: string[]): Promise<{ faux: Server; url: string }> {
  const message = (type: string, corps: Buffer) => {
    const taille = Buffer.alloc(4)
    taille.writeInt32BE(corps.length + 4)
    return Buffer.concat([Buffer.from(type), taille, corps])
  }
  const int16 = (valeur: number) => Buffer.from([valeur >> 8, valeur & 255])
  const ready = message('Z', Buffer.from('I'))
  const colonne = (nom: string) =>
    Buffer.concat([Buffer.from(`${nom}\0`), Buffer.alloc(6), Buffer.from([0, 0, 0, nom === 'droit' ? 16 : 25]), Buffer.alloc(8)])
  const champ = (texte: string) => Buffer.concat([Buffer.from([0, 0, 0, texte.length]), Buffer.from(texte)])
  const reponse = Buffer.concat([
    message('T', Buffer.concat([int16(3), ...['version', 'codage', 'droit'].map(colonne)])),
    message('D', Buffer.concat([int16(3), ...valeurs.map(champ)])),
    message('C', Buffer.from('SELECT 1\0')),
    ready,
  ])
  const faux = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]))
      socket.on('data', (recu) => (recu[0] === 0x51 ? socket.write(reponse) : socket.end()))
    })
  }).listen(0, '127.0.0.1')
  await once(faux, 'listening')
  const adresse = faux.address()
  assert.ok(adresse && typeof adresse === 'object')
  return { faux, url: `postgres://u:mot-secret@127.0.0.1:${adresse.port}/base` }
}

test('an address that is none, a server that is not there: one sentence each', async () => {
  await assert.rejects(checkDatabaseUrl('ma base'), sentence(/n’est pas une adresse PostgreSQL/))
  await assert.rejects(checkDatabaseUrl('mysql://u:mot-secret@localhost/b'), sentence(/n’est pas une adresse PostgreSQL/))
  await assert.rejects(
    checkDatabaseUrl('postgres://u:mot-secret@127.0.0.1:1/b'),
    sentence(/Aucun PostgreSQL ne répond à l’adresse 127\.0\.0\.1:1/),
  )
  await assert.rejects(checkDatabaseUrl('postgres://u:mot-secret@serveur.invalid/b'), sentence(/introuvable|ne répond pas/))
})

test('a PostgreSQL too old, or a database not in UTF-8, is said to be so', async () => {
  for (const [valeurs, fragment] of [
    [['140011', 'UTF8', 't'], /PostgreSQL 14 : Parvis demande PostgreSQL 15/],
    [['150004', 'LATIN1', 't'], /est en LATIN1 : recréez-la en UTF8/],
    [['150004', 'UTF8', 'f'], /« u » de DATABASE_URL n’a pas le droit de créer dans la base « base »/],
  ] as const) {
    const { faux, url } = await startFauxServeur([...valeurs])
    await assert.rejects(checkDatabaseUrl(url), sentence(fragment))
    faux.close()
  }
})

test('a user and a database that do not exist are told apart', { skip: !serveur && 'no PARVIS_TEST_PG' }, async () => {
  const url = new URL(serveur ?? '')
  await checkDatabaseUrl(url.toString())
  url.pathname = '/absente'
  await assert.rejects(checkDatabaseUrl(url.toString()), sentence(/La base « absente » de DATABASE_URL n’existe pas/))
  url.username = 'absente'
  url.password = 'mot-secret'
  await assert.rejects(checkDatabaseUrl(url.toString()), sentence(/PostgreSQL refuse l’utilisateur « absente »/))
})
