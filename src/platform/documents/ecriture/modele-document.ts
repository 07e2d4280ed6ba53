/**
 * Documents of a collectivité used as templates: a Word or ODT file with `{champ}` and `{#liste}…{/liste}`. What it asks
 * for is checked against the fields there are before anything is filled.
 */
import Docxtemplater from 'docxtemplater'
import { fillTemplate, healPlaceholders } from 'odf-kit/template'
import PizZip from 'pizzip'
import { RegleViolee } from '#platform/errors.ts'
import { brut } from '#platform/texte/commonmark.ts'
import { readDocument } from '../lecture/lire.ts'

/** Fields by name: a text, or a list of things with fields of their own. */
export type SchemaModele = { [champ: string]: 'texte' | SchemaModele }
export type DonneesModele = { [champ: string]: string | DonneesModele[] }

export type Modele = {
  nom: string
  format: 'docx' | 'odt'
  contenu: Uint8Array
  /** Marks in the order of the document, one list a part of it (body, header…). */
  balises: Balise[][]
}

type Balise = { sorte: 'champ' | 'debut' | 'fin'; nom: string; texte: string }

/**
 * Reads a template and the marks that it bears.
 * @throws RegleViolee with a sentence that names the file when it is neither Word nor ODT, or a brace is left open
 */
export async function parseModele(nom: string, contenu: Uint8Array): Promise<Modele> {
  const document = await readDocument(nom, contenu)
  const { format } = document.source
  if (format !== 'docx' && format !== 'odt') {
    throw new RegleViolee(
      `Le modèle «\u00a0${nom}\u00a0» doit être un document Word (.docx) ou ODT\u00a0: enregistrez-le sous l’un de ces formats.`,
    )
  }
  const zones = new Map<string, Balise[]>()
  for (const { zone, texte } of document.blocs) zones.set(zone, [...(zones.get(zone) ?? []), ...balisesOf(nom, texte)])
  return { nom, format, contenu, balises: [...zones.values()] }
}

/** @throws RegleViolee that names every mark which is not a field, with the nearest field there is */
export function assertModele(modele: Modele, schema: SchemaModele): void {
  const fautes = modele.balises.flatMap((balises) => faultsOf(balises, schema))
  if (fautes.length === 0) return
  const dites = [...new Set(fautes)]
  const suite = dites.length > 6 ? ` Et ${dites.length - 6} autres.` : ''
  throw new RegleViolee(`Le modèle «\u00a0${modele.nom}\u00a0» ne peut pas être rempli. ${dites.slice(0, 6).join(' ')}${suite}`)
}

/**
 * Fills a template. Call assertModele before.
 * @param donnees a value for each field; what is missing is left empty
 */
export function fillModele({ nom, format, contenu }: Modele, donnees: DonneesModele): Uint8Array {
  return format === 'docx' ? fillDocx(nom, contenu, donnees) : fillOdt(contenu, donnees)
}

const BALISE = /\{\s*([#/]?)\s*([^{}]*?)\s*\}/gu

function balisesOf(nom: string, texte: string): Balise[] {
  const reste = texte.replace(BALISE, '')
  const seule = /[{}]/u.exec(reste)
  if (seule !== null) {
    const pres = reste.slice(Math.max(0, seule.index - 20), seule.index + 20).trim()
    throw new RegleViolee(
      `Le modèle «\u00a0${nom}\u00a0» a une accolade seule près de «\u00a0${pres}\u00a0»\u00a0: un champ s’écrit {champ}.`,
    )
  }
  return [...texte.matchAll(BALISE)].map(([dite, signe, champ = '']) => ({
    sorte: signe === '#' ? 'debut' : signe === '/' ? 'fin' : 'champ',
    nom: champ,
    texte: dite,
  }))
}

type Portee = { nom: string; schema: SchemaModele }

function faultsOf(balises: readonly Balise[], schema: SchemaModele): string[] {
  const fautes: string[] = []
  const portees: Portee[] = [{ nom: '', schema }]
  for (const { sorte, nom, texte } of balises) {
    const trouve = portees.findLast((portee) => Object.hasOwn(portee.schema, nom))?.schema[nom]
    if (sorte === 'fin') {
      const ouverte = portees.length > 1 ? portees.at(-1) : undefined
      if (ouverte?.nom === nom) portees.pop()
      else
        fautes.push(
          ouverte === undefined ? `{/${nom}} ferme une liste qui n’est pas ouverte.` : `{/${nom}} arrive avant {/${ouverte.nom}}.`,
        )
    } else if (trouve === undefined) {
      fautes.push(unknown(texte, nom, portees, schema))
      if (sorte === 'debut') portees.push({ nom, schema: {} })
    } else if (sorte === 'debut') portees.push({ nom, schema: trouve === 'texte' ? {} : trouve })
    else if (trouve !== 'texte') {
      const premier = Object.keys(trouve)[0] ?? 'texte'
      fautes.push(`{${nom}} est une liste\u00a0: écrivez {#${nom}}{${premier}}{/${nom}}.`)
    }
  }
  for (const { nom } of portees.slice(1)) fautes.push(`{#${nom}} n’est jamais fermée\u00a0: ajoutez {/${nom}}.`)
  return fautes
}

function unknown(texte: string, nom: string, portees: readonly Portee[], schema: SchemaModele): string {
  const ailleurs = parentsOf(schema, nom)
  if (ailleurs !== null) return `${texte} n’existe qu’entre {#${ailleurs}} et {/${ailleurs}}.`
  const connus = portees.flatMap((portee) => Object.keys(portee.schema))
  const proche = nearest(nom, connus.length > 0 ? connus : Object.keys(schema))
  return `${texte} n’est pas un champ connu${proche === null ? '.' : `\u00a0: vouliez-vous dire {${proche}}\u202f?`}`
}

/** The list in which a field of this name is found; null when there is none. */
function parentsOf(schema: SchemaModele, nom: string): string | null {
  for (const [champ, contenu] of Object.entries(schema)) {
    if (contenu === 'texte') continue
    if (Object.hasOwn(contenu, nom)) return champ
    const dessous = parentsOf(contenu, nom)
    if (dessous !== null) return dessous
  }
  return null
}

function nearest(nom: string, connus: readonly string[]): string | null {
  const net = (texte: string) => texte.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const distances = connus.map((connu) => ({ connu, ecart: distance(net(nom), net(connu)) })).sort((a, b) => a.ecart - b.ecart)
  const [premier] = distances
  return premier !== undefined && premier.ecart <= Math.max(2, nom.length / 2) ? premier.connu : null
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let ligne = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const suivante = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (ligne[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      suivante.push(Math.min(change, (ligne[j] ?? 0) + 1, (suivante[j - 1] ?? 0) + 1))
    }
    ligne = suivante
  }
  return ligne[b.length] ?? 0
}

function fillDocx(nom: string, contenu: Uint8Array, donnees: DonneesModele): Uint8Array {
  try {
    const modele = new Docxtemplater(new PizZip(contenu), {
      paragraphLoop: true,
      linebreaks: true,
      errorLogging: false,
      nullGetter: () => '',
    })
    modele.render(mapValues(donnees, (texte) => brut(texte).texte))
    return modele.getZip().generate({ type: 'uint8array', compression: 'DEFLATE' })
  } catch (erreur) {
    // Marks were checked: what is left is a mark cut by a table or a text box in a way that cannot be repeated.
    if (erreur instanceof Error && erreur.name === 'TemplateError') throw cannotRepeat(nom)
    if (erreur instanceof Error && 'properties' in erreur) throw cannotRepeat(nom)
    throw erreur
  }
}

function cannotRepeat(nom: string): RegleViolee {
  return new RegleViolee(
    `Le modèle «\u00a0${nom}\u00a0» ne peut pas être rempli\u00a0: une liste commence et finit à des endroits qui ne vont pas ensemble. Mettez {#liste} et {/liste} dans la même case, ou seuls sur leur ligne.`,
  )
}

// odf-kit fills a text again after each list, and knows no line break: signs that mean something to it travel as others.
const VOYAGE: readonly (readonly [string, string, string])[] = [
  ['{', '\ue000', '{'],
  ['}', '\ue001', '}'],
  ['\n', '\ue002', '<text:line-break/>'],
]

function fillOdt(contenu: Uint8Array, donnees: DonneesModele): Uint8Array {
  const modele = new PizZip(contenu)
  const source = modele.file('content.xml')?.asText()
  if (source !== undefined) modele.file('content.xml', loopRows(healPlaceholders(source)))
  const rempli = fillTemplate(
    modele.generate({ type: 'uint8array' }),
    mapValues(donnees, (texte) => VOYAGE.reduce((net, [signe, passager]) => net.replaceAll(signe, passager), brut(texte).texte)),
  )
  const zip = new PizZip(rempli)
  for (const partie of ['content.xml', 'styles.xml', 'meta.xml']) {
    const xml = zip.file(partie)?.asText()
    if (xml !== undefined)
      zip.file(
        partie,
        VOYAGE.reduce((net, [, passager, arrivee]) => net.replaceAll(passager, arrivee), xml),
      )
  }
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' })
}

const RANGEE = /<table:table-row\b[^>]*>(?:(?!<table:table-row\b)[\s\S])*?<\/table:table-row>/gu

/** A list that begins in one cell of a row and ends in another repeats the row, as it does in Word. */
function loopRows(xml: string): string {
  return xml.replace(RANGEE, (rangee) => {
    const nom = /\{#([a-z_]+)\}/u.exec(rangee)?.[1]
    if (nom === undefined) return rangee
    const [debut, fin] = [`{#${nom}}`, `{/${nom}}`]
    const dedans = rangee.slice(rangee.indexOf(debut) + debut.length, rangee.lastIndexOf(fin))
    if (!rangee.includes(fin) || !dedans.includes('</table:table-cell>')) return rangee
    const nue = rangee.replace(debut, '')
    const place = nue.lastIndexOf(fin)
    return `${debut}${nue.slice(0, place)}${nue.slice(place + fin.length)}${fin}`
  })
}

function mapValues(donnees: DonneesModele, change: (texte: string) => string): DonneesModele {
  return Object.fromEntries(
    Object.entries(donnees).map(([champ, valeur]) => [
      champ,
      typeof valeur === 'string' ? change(valeur) : valeur.map((ligne) => mapValues(ligne, change)),
    ]),
  )
}
