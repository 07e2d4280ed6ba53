/** One message over one SMTP connection, and what is known of it afterwards. */
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NodemailerError } from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { ServeurSmtp } from './configuration-courriel.ts'

/**
 * `accepte`: the server answered for it. `refuse`: it said no for good, or the address cannot be. `reporte`: nothing was handed
 * over, try again. `incertain`: the line fell after the last byte, before the answer. `dessaisi`: another sender holds it.
 */
export type IssueEnvoi = { issue: 'accepte' } | { issue: 'dessaisi' } | { issue: 'refuse' | 'reporte' | 'incertain'; erreur: string }

export type Delais = { connexionMs: number; silenceMs: number; totalMs: number; avantFinMs: number }

export const DELAIS: Delais = {
  connexionMs: 15_000,
  silenceMs: 60_000,
  totalMs: 120_000,
  // A server that hangs up while the text is still going is heard before the last byte goes: the mail can be tried again.
  avantFinMs: 40,
}

export type Pli = { de: string; a: string; contenu: Buffer }

/**
 * Hands a message to the server. A server keeps a message once it has received the line that ends it, and must not keep it
 * before: `claimFin` is asked, and its answer awaited, between the last line of the text and that line. When it answers false
 * the message does not leave. Only a loss after that point is uncertain.
 */
export async function sendPli(
  serveur: ServeurSmtp,
  pli: Pli,
  claimFin: () => Promise<boolean>,
  delais: Delais = DELAIS,
): Promise<IssueEnvoi> {
  const suivi = { finEnvoyee: false, dessaisi: false, clos: false }
  const connexion = new SMTPConnection({
    host: serveur.hote,
    port: serveur.port,
    secure: serveur.tlsDesLeDebut,
    requireTLS: serveur.exigeTls && !serveur.tlsDesLeDebut,
    ignoreTLS: !serveur.exigeTls && !serveur.tlsDesLeDebut,
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: delais.connexionMs,
    greetingTimeout: delais.connexionMs,
    dnsTimeout: delais.connexionMs,
    socketTimeout: delais.silenceMs,
    // Closing destroys: no byte still in memory leaves after we gave up.
    socketCloseTimeout: 0,
    logger: false,
  })
  const fil = new AbortController()
  try {
    await Promise.race([
      new Promise<never>((_, reject) => connexion.on('error', reject)),
      sleep(delais.totalMs, null, { signal: fil.signal }).then(() => {
        throw Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })
      }),
      converse(connexion, serveur, pli, () => textOf(pli.contenu, claimFin, suivi, delais.avantFinMs)),
    ])
    connexion.quit()
    return { issue: 'accepte' }
  } catch (erreur) {
    if (suivi.dessaisi) return { issue: 'dessaisi' }
    return issueOf(erreur, suivi.finEnvoyee)
  } finally {
    suivi.clos = true
    fil.abort()
    connexion.on('error', () => {})
    connexion.close()
  }
}

async function converse(connexion: SMTPConnection, serveur: ServeurSmtp, pli: Pli, text: () => Readable): Promise<void> {
  await new Promise<void>((resolve, reject) => connexion.connect((erreur) => (erreur ? reject(erreur) : resolve())))
  const identifiants = serveur.identifiants
  if (identifiants !== null) {
    await new Promise<void>((resolve, reject) => connexion.login(identifiants, (erreur) => (erreur ? reject(erreur) : resolve())))
  }
  const enveloppe = { from: pli.de, to: [pli.a], size: pli.contenu.length }
  await new Promise<void>((resolve, reject) => connexion.send(enveloppe, text(), (erreur) => (erreur ? reject(erreur) : resolve())))
}

/** The text, then a claim, then its end. */
function textOf(
  contenu: Buffer,
  claimFin: () => Promise<boolean>,
  suivi: { finEnvoyee: boolean; dessaisi: boolean; clos: boolean },
  avantFinMs: number,
): Readable {
  return Readable.from(
    (async function* () {
      yield contenu
      await sleep(avantFinMs)
      if (suivi.clos) throw new Error('the connection is closed')
      if (!(await claimFin())) {
        suivi.dessaisi = true
        throw new Error('another sender holds this mail')
      }
      if (suivi.clos) throw new Error('the connection is closed')
      suivi.finEnvoyee = true
    })(),
    { objectMode: false },
  )
}

/** What an error says about the message. A refusal of our name, our password or our TLS is not one of the message. */
function issueOf(erreur: unknown, finEnvoyee: boolean): IssueEnvoi {
  const { code, responseCode, response, command } = detailsOf(erreur)
  const texte = [code, command, maskAdresses(response ?? '')].filter((morceau) => morceau !== undefined && morceau !== '').join(' · ')
  const repondu = responseCode !== undefined && responseCode >= 400 && responseCode < 600
  if (finEnvoyee && !repondu) return { issue: 'incertain', erreur: texte }
  const surLeMessage = command === 'RCPT TO' || command === 'DATA'
  const definitif = repondu && responseCode >= 500 && responseCode !== 503 && surLeMessage
  return { issue: definitif ? 'refuse' : 'reporte', erreur: texte }
}

function detailsOf(erreur: unknown): Pick<NodemailerError, 'code' | 'responseCode' | 'response' | 'command'> {
  return erreur instanceof Error ? (erreur as NodemailerError) : {}
}

/** The answer of a server names the addressee: it is kept without. @returns 200 characters at most, on one line */
function maskAdresses(texte: string): string {
  return texte
    .replace(/[^\s<>]+@[^\s<>]+/g, '…')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 200)
}
