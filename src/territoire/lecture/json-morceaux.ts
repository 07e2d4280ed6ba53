/** Finds the members of a JSON object and the elements of a JSON list in the bytes, without building them. */
import { LIMITES_GEO } from './limites-geo.ts'
import { refusGeo } from './refus-geo.ts'

export type Morceau = { debut: number; fin: number }

const [GUILLEMET, ANTISLASH, DEUX_POINTS, VIRGULE] = [0x22, 0x5c, 0x3a, 0x2c]
const [ACCOLADE, ACCOLADE_FERMEE, CROCHET, CROCHET_FERME] = [0x7b, 0x7d, 0x5b, 0x5d]

export function skipSpaces(octets: Buffer, debut: number): number {
  let i = debut
  while (octets[i] === 32 || octets[i] === 10 || octets[i] === 13 || octets[i] === 9) i += 1
  return i
}

/** Members of the object that starts there: the last of two of the same name, as JSON.parse does. @throws RegleViolee */
export function membersOf(nom: string, octets: Buffer, debut: number): Map<string, Morceau> {
  const membres = new Map<string, Morceau>()
  if (octets[debut] !== ACCOLADE) throw refusGeo.inconnu(nom)
  let i = skipSpaces(octets, debut + 1)
  if (octets[i] === ACCOLADE_FERMEE) return membres
  for (;;) {
    if (octets[i] !== GUILLEMET) throw refusGeo.abime(nom)
    const finCle = endOfTexte(nom, octets, i)
    const cle = octets.toString('utf8', i + 1, finCle - 1)
    i = skipSpaces(octets, finCle)
    if (octets[i] !== DEUX_POINTS) throw refusGeo.abime(nom)
    i = skipSpaces(octets, i + 1)
    const fin = endOfValeur(nom, octets, i)
    membres.set(cle, { debut: i, fin })
    i = skipSpaces(octets, fin)
    if (octets[i] === ACCOLADE_FERMEE) return membres
    if (octets[i] !== VIRGULE) throw refusGeo.abime(nom)
    i = skipSpaces(octets, i + 1)
  }
}

/** Elements of the list that starts there. @throws RegleViolee */
export function elementsOf(nom: string, octets: Buffer, debut: number): Morceau[] {
  const elements: Morceau[] = []
  if (octets[debut] !== CROCHET) throw refusGeo.abime(nom)
  let i = skipSpaces(octets, debut + 1)
  if (octets[i] === CROCHET_FERME) return elements
  for (;;) {
    const fin = endOfValeur(nom, octets, i)
    elements.push({ debut: i, fin })
    if (elements.length > LIMITES_GEO.entites) throw refusGeo.tropLong(nom, 'entités')
    i = skipSpaces(octets, fin)
    if (octets[i] === CROCHET_FERME) return elements
    if (octets[i] !== VIRGULE) throw refusGeo.abime(nom)
    i = skipSpaces(octets, i + 1)
  }
}

/** Index after the value: brackets are counted, texts jumped over; what is inside is checked later, by JSON.parse. */
function endOfValeur(nom: string, octets: Buffer, debut: number): number {
  const n = octets.length
  let i = debut
  let profondeur = 0
  while (i < n) {
    const octet = octets[i] as number
    if (octet === GUILLEMET) {
      i = endOfTexte(nom, octets, i)
      if (profondeur === 0) return i
      continue
    }
    if (octet === CROCHET || octet === ACCOLADE) {
      profondeur += 1
      if (profondeur > LIMITES_GEO.profondeur) throw refusGeo.tropProfond(nom)
    } else if (octet === CROCHET_FERME || octet === ACCOLADE_FERMEE) {
      if (profondeur === 0) return i === debut ? fail(nom) : i
      profondeur -= 1
      if (profondeur === 0) return i + 1
    } else if (profondeur === 0 && (octet === VIRGULE || octet === 32 || octet === 10 || octet === 13 || octet === 9)) {
      return i === debut ? fail(nom) : i
    }
    i += 1
  }
  // A list that never closes: the file is cut short.
  return fail(nom)
}

function endOfTexte(nom: string, octets: Buffer, debut: number): number {
  let i = debut + 1
  for (;;) {
    const fin = octets.indexOf(GUILLEMET, i)
    if (fin === -1) return fail(nom)
    let avant = fin - 1
    while (octets[avant] === ANTISLASH) avant -= 1
    if ((fin - avant) % 2 === 1) return fin + 1
    i = fin + 1
  }
}

function fail(nom: string): never {
  throw refusGeo.abime(nom)
}
