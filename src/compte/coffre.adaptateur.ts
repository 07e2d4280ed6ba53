import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** What the key of the instance does for sign-in. Each use has its own key, drawn from the secret. */
export type Coffre = {
  /** Keyed digest (64 hexadecimal digits): what is kept of a secret that someone else holds. */
  empreinte: (usage: string, texte: string) => string
  /** Encrypts what must be read again (AES-256-GCM). @param usage bound to the text: one kind does not pass for another */
  chiffre: (usage: string, texte: string) => string
  /** @throws Error when the text was altered, or encrypted by another instance */
  dechiffre: (usage: string, chiffre: string) => string
}

export function openCoffre(secret: string): Coffre {
  const cle = (nom: string) => Buffer.from(hkdfSync('sha256', secret, 'parvis', nom, 32))
  const [cleEmpreinte, cleChiffre] = [cle('empreintes'), cle('chiffre')]
  return {
    empreinte: (usage, texte) => createHmac('sha256', cleEmpreinte).update(`${usage}\n${texte}`).digest('hex'),
    chiffre: (usage, texte) => {
      const sel = randomBytes(12)
      const chiffreur = createCipheriv('aes-256-gcm', cleChiffre, sel).setAAD(Buffer.from(usage))
      const corps = Buffer.concat([chiffreur.update(texte, 'utf8'), chiffreur.final()])
      return Buffer.concat([sel, chiffreur.getAuthTag(), corps]).toString('base64url')
    },
    dechiffre: (usage, chiffre) => {
      const octets = Buffer.from(chiffre, 'base64url')
      const dechiffreur = createDecipheriv('aes-256-gcm', cleChiffre, octets.subarray(0, 12), { authTagLength: 16 })
        .setAAD(Buffer.from(usage))
        .setAuthTag(octets.subarray(12, 28))
      return Buffer.concat([dechiffreur.update(octets.subarray(28)), dechiffreur.final()]).toString('utf8')
    },
  }
}

/** A secret for a link: 192 bits, safe in an address. */
export function drawSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** How a command receives the key of the instance: from its caller, never from a form. */
export const formeCoffre = z.custom<Coffre>((valeur) => typeof valeur === 'object' && valeur !== null && 'empreinte' in valeur)
