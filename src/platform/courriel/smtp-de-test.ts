/** A real SMTP server behind a line that breaks on request, for tests and measures. */

import type { AddressInfo } from 'node:net'
import { createServer, connect as netConnect, type Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { ConfigurationCourriel } from './configuration-courriel.ts'

export const PANNES = [
  /** Hangs up before a word. */
  'raccroche',
  'reporte_destinataire',
  'reporte_texte',
  'refuse_destinataire',
  'refuse_texte',
  /** Cut in the middle of the text. */
  'coupe_texte',
  /** The line that ends the text never arrives. */
  'coupe_fin',
  /** The server keeps the message, its answer never arrives. */
  'coupe_reponse',
  /** Not a word comes back. */
  'muet',
] as const
export type Panne = (typeof PANNES)[number]

export type MessageRecu = { messageId: string; de: string; a: string[]; brut: string }
export type ServeurDeTest = {
  configuration: ConfigurationCourriel
  /** Messages that the server has kept, in order. */
  recus: MessageRecu[]
  /** Connections so far. */
  connexions: () => number
  /** What the next connections suffer, in order; then none. */
  prevoir: (...pannes: (Panne | null)[]) => void
  stop: () => Promise<void>
}

/** @param panneDe what the n-th connection suffers, from 0, when nothing was foreseen for it */
export async function createServeurDeTest(panneDe: (rang: number) => Panne | null = () => null): Promise<ServeurDeTest> {
  const recus: MessageRecu[] = []
  const prevues: (Panne | null)[] = []
  const pannes = new Map<number, Panne | null>()
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo(_adresse, session, suite) {
      const panne = pannes.get(session.remotePort)
      if (panne === 'reporte_destinataire') return suite(reponse(450, 'Greylisted <personne@exemple.fr>, come back later'))
      if (panne === 'refuse_destinataire') return suite(reponse(550, 'No such user <personne@exemple.fr>'))
      suite()
    },
    onData(flux, session, suite) {
      const morceaux: Buffer[] = []
      flux.on('data', (morceau: Buffer) => morceaux.push(morceau))
      flux.on('end', () => {
        const panne = pannes.get(session.remotePort)
        if (panne === 'reporte_texte') return suite(reponse(451, 'Try again'))
        if (panne === 'refuse_texte') return suite(reponse(554, 'Rejected as spam'))
        const brut = Buffer.concat(morceaux).toString('utf8')
        const { mailFrom, rcptTo } = session.envelope
        recus.push({
          messageId: /^Message-ID: (.+)$/im.exec(brut)?.[1]?.trim() ?? '',
          de: mailFrom === false ? '' : mailFrom.address,
          a: rcptTo.map(({ address }) => address),
          brut,
        })
        suite()
      })
    },
  })
  smtp.on('error', () => {})
  const interne = await listen((port) => smtp.listen(port, '127.0.0.1'))
  let connexions = 0
  const ouvertes = new Set<Socket>()
  const ligne = createServer((client) => {
    const panne = prevues.length > 0 ? (prevues.shift() ?? null) : panneDe(connexions)
    connexions += 1
    if (panne === 'raccroche') return void client.destroy()
    const serveur = netConnect(interne, '127.0.0.1', () => {
      pannes.set(serveur.localPort ?? 0, panne)
      join(client, serveur, panne)
    })
    for (const cote of [client, serveur]) {
      ouvertes.add(cote)
      cote.on('error', () => {})
      cote.on('close', () => ouvertes.delete(cote))
    }
  })
  await new Promise<void>((resolve) => ligne.listen(0, '127.0.0.1', resolve))
  return {
    configuration: {
      serveur: { hote: '127.0.0.1', port: portOf(ligne.address()), tlsDesLeDebut: false, exigeTls: false, identifiants: null },
      expediteur: { nom: 'Parvis', adresse: 'parvis@exemple.fr' },
    },
    recus,
    connexions: () => connexions,
    prevoir: (...suite) => void prevues.push(...suite),
    stop: async () => {
      for (const prise of ouvertes) prise.destroy()
      await new Promise<void>((resolve) => ligne.close(() => resolve()))
      await new Promise<void>((resolve) => smtp.close(() => resolve()))
    },
  }
}

/** Carries bytes both ways until the fault. The end of the text leaves the client apart from the text, so that it can be seen. */
function join(client: Socket, serveur: Socket, panne: Panne | null): void {
  let texte = ''
  let dansLeTexte = false
  let finVue = false
  const cut = () => {
    client.destroy()
    serveur.destroy()
  }
  client.on('data', (morceau) => {
    texte = (texte + morceau.toString('latin1')).slice(-4096)
    const debutTexte = !dansLeTexte && /(^|\n)DATA\r\n/.test(texte)
    if (dansLeTexte && panne === 'coupe_texte') return cut()
    if (dansLeTexte && /(\r\n|^)\.\r\n$/.test(texte)) {
      finVue = true
      if (panne === 'coupe_fin') return cut()
    }
    if (debutTexte) {
      dansLeTexte = true
      texte = ''
    }
    serveur.write(morceau)
  })
  serveur.on('data', (morceau) => {
    if (panne === 'muet') return
    if (panne === 'coupe_reponse' && finVue) return cut()
    client.write(morceau)
  })
  client.on('close', () => serveur.destroy())
  serveur.on('close', () => client.destroy())
}

function reponse(code: number, texte: string): Error {
  return Object.assign(new Error(texte), { responseCode: code })
}

async function listen(
  ouvrir: (port: number) => { address: () => AddressInfo | string | null; once: (nom: 'listening', suite: () => void) => unknown },
) {
  const serveur = ouvrir(0)
  await new Promise<void>((resolve) => serveur.once('listening', resolve))
  return portOf(serveur.address())
}

function portOf(adresse: AddressInfo | string | null): number {
  if (adresse === null || typeof adresse === 'string') throw new Error('not listening on a port')
  return adresse.port
}
