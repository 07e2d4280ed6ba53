/** A mail as it travels: headers, plain text, page. The two say the same. */
import MailComposer from 'nodemailer/lib/mail-composer'
import { typographie } from '#platform/formats.ts'
import { Lettre, type LettreHtml } from '#ui/courriel.tsx'
import type { Expediteur } from './configuration-courriel.ts'
import type { CorpsCourriel, EnvoiCourriel } from './courriel.ts'
import { CHEMIN_PREFERENCES, type JetonsCourriel } from './jeton.ts'

export type CourrielAEnvoyer = {
  personneId: string | null
  destinataire: string
  objet: string
  corps: CorpsCourriel
  envoi: EnvoiCourriel
  messageId: string
  creeLe: Date
}
/** Where links lead, and who signs them. @param site public address, without a slash at its end */
export type Maison = { site: string; jetons: JetonsCourriel }

/** Text and page of a mail. */
export function renderLettre(
  courriel: Pick<CourrielAEnvoyer, 'personneId' | 'objet' | 'corps' | 'envoi'>,
  maison: Maison,
): { texte: string; html: string } {
  const lettre: LettreHtml = {
    titre: typographie(courriel.objet),
    site: `Parvis, ${new URL(maison.site).host}`,
    rubriques: courriel.corps.rubriques.map(({ titre, paragraphes, action, pourquoi }) => ({
      ...(titre === undefined ? {} : { titre: typographie(titre) }),
      paragraphes: paragraphes.map(typographie),
      ...(action === undefined ? {} : { action: { libelle: typographie(action.libelle), href: `${maison.site}${action.href}` } }),
      pourquoi: typographie(pourquoi),
    })),
    arret: arretOf(courriel, maison),
  }
  return { texte: textOf(lettre), html: String(Lettre(lettre)) }
}

/** The whole message, CRLF ends of lines. */
export async function composeMessage(courriel: CourrielAEnvoyer, expediteur: Expediteur, maison: Maison): Promise<Buffer> {
  const { texte, html } = renderLettre(courriel, maison)
  const lien = courriel.envoi === 'recueil' ? lienPreferences(courriel.personneId, maison) : null
  const composeur = new MailComposer({
    from: { name: expediteur.nom, address: expediteur.adresse },
    to: { name: '', address: courriel.destinataire },
    subject: courriel.objet,
    messageId: courriel.messageId,
    date: courriel.creeLe,
    text: texte,
    html,
    newline: 'win',
    disableUrlAccess: true,
    disableFileAccess: true,
    headers: {
      'Content-Language': 'fr',
      // RFC 3834: no robot answers a robot.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      // RFC 8058: the button « se désabonner » of a mailbox posts here.
      ...(lien === null
        ? {}
        : { 'List-Unsubscribe': { prepared: true, value: `<${lien}>` }, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  })
  return new Promise((resolve, reject) => composeur.compile().build((erreur, message) => (erreur ? reject(erreur) : resolve(message))))
}

function lienPreferences(personneId: string | null, { site, jetons }: Maison): string | null {
  return personneId === null ? null : `${site}${CHEMIN_PREFERENCES}${jetons.sign(personneId)}`
}

function arretOf({ envoi, personneId }: Pick<CourrielAEnvoyer, 'envoi' | 'personneId'>, maison: Maison): LettreHtml['arret'] {
  const lien = lienPreferences(personneId, maison)
  if (envoi === 'recueil' && lien !== null) {
    return {
      phrase: 'Vous recevez au plus un récapitulatif par jour.',
      libelle: 'Choisir un autre rythme, ou ne plus en recevoir',
      href: lien,
    }
  }
  if (personneId === null) return null
  return {
    phrase: 'Ce courriel est envoyé une seule fois, parce qu’il est nécessaire à votre compte. Les autres se règlent\u00a0:',
    libelle: 'choisir mes courriels',
    href: `${maison.site}/compte/courriels`,
  }
}

function textOf({ titre, site, rubriques, arret }: LettreHtml): string {
  const [premiere] = rubriques
  const seule = rubriques.length === 1
  const morceaux = [titre]
  for (const rubrique of rubriques) {
    if (!seule && rubrique.titre !== undefined) morceaux.push(`\n${rubrique.titre}\n${'-'.repeat(Math.min(rubrique.titre.length, 60))}`)
    morceaux.push(...rubrique.paragraphes)
    if (rubrique.action !== undefined) morceaux.push(`${rubrique.action.libelle}\u00a0:\n${rubrique.action.href}`)
    if (!seule) morceaux.push(rubrique.pourquoi)
  }
  // RFC 3676: what follows is a signature, which a reader may skip.
  const pied = ['-- ', ...(seule && premiere !== undefined ? [premiere.pourquoi] : [])]
  if (arret !== null) pied.push(`${arret.phrase} ${arret.libelle}\u00a0:\n${arret.href}`)
  return `${morceaux.join('\n\n')}\n\n${[...pied, site].join('\n')}\n`
}
