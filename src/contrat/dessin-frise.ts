/** Where each phase of the calendar stands on the drawing. Pure: days to units of the picture. */
import { chevauchements, etatJalon, type Jalon, periodeDe } from './calendrier.ts'
import { ajouteJours, ajouteMois, joursEntre } from './dates.ts'

/** Picture: width, column of the names, height of a row and of the head, in units of the viewBox. */
export const LARGEUR = 960
export const MARGE = 214
const RANGEE = 38
const TETE = 26

export type Barre = {
  jalon: Jalon
  /** Name cut in at most two lines. */
  nom: string[]
  y: number
  forme: 'phase' | 'jalon' | 'fil' | 'sans_date'
  etat: ReturnType<typeof etatJalon>
  x: number
  largeur: number
  /** Part of the bar already behind, from its left. */
  faite: number
}
export type DessinFrise = {
  hauteur: number
  reperes: { x: number; libelle: string }[]
  bandes: { x: number; largeur: number }[]
  barres: Barre[]
  /** Today, when it is in the picture. */
  aujourdhui: number | null
  premier: string
  dernier: string
}

const MOIS_COURTS = ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.']
/** Under this many years, the picture counts quarters and shows where phases overlap. */
const ANNEES_EN_TRIMESTRES = 3

/** The drawing of a calendar on a day; null when nothing in it has a date. @param jour ISO */
export function drawFrise(jalons: readonly Jalon[], jour: string): DessinFrise | null {
  const periodes = jalons.flatMap((jalon) => periodeDe(jalon) ?? [])
  if (periodes.length === 0) return null
  const bornes = {
    premier: periodes.map((p) => p.premier).sort()[0] ?? jour,
    dernier:
      periodes
        .map((p) => p.dernier)
        .sort()
        .at(-1) ?? jour,
  }
  const court = joursEntre(bornes.premier, bornes.dernier) < ANNEES_EN_TRIMESTRES * 366
  const premier = court ? debutTrimestre(bornes.premier) : `${bornes.premier.slice(0, 4)}-01-01`
  const dernier = court ? ajouteJours(ajouteMois(debutTrimestre(bornes.dernier), 3), -1) : `${bornes.dernier.slice(0, 4)}-12-31`
  const echelle = (LARGEUR - MARGE - 2) / (joursEntre(premier, dernier) + 1)
  const place = (de: string) => MARGE + joursEntre(premier, de) * echelle
  const barres = jalons.map((jalon, rang): Barre => {
    const commun = { jalon, nom: coupeNom(jalon.libelle), y: TETE + rang * RANGEE, etat: etatJalon(jalon, jour), faite: 0 }
    const periode = periodeDe(jalon)
    if (jalon.precision === 'au_fil_de_leau') {
      const x = place(jalon.debut === null || periode === null ? premier : periode.premier)
      const fin = place(jalon.fin === null || periode === null ? ajouteJours(dernier, 1) : ajouteJours(periode.dernier, 1))
      return { ...commun, forme: 'fil', x, largeur: fin - x }
    }
    if (periode === null) return { ...commun, forme: 'sans_date', x: MARGE, largeur: 0 }
    const x = place(periode.premier)
    const largeur = place(ajouteJours(periode.dernier, 1)) - x
    if (jalon.debut === null || jalon.fin === null || jalon.debut === jalon.fin)
      return { ...commun, forme: 'jalon', x: x + largeur / 2, largeur: 0 }
    const faite = Math.min(Math.max(place(ajouteJours(jour, 1)) - x, 0), largeur)
    return { ...commun, forme: 'phase', x, largeur, faite }
  })
  return {
    hauteur: TETE + jalons.length * RANGEE,
    reperes: court ? trimestres(premier, dernier, place) : annees(premier, dernier, place),
    bandes: court
      ? chevauchements(jalons).map((b) => ({ x: place(b.premier), largeur: place(ajouteJours(b.dernier, 1)) - place(b.premier) }))
      : [],
    barres,
    aujourdhui: jour >= premier && jour <= dernier ? place(jour) : null,
    premier: bornes.premier,
    dernier: bornes.dernier,
  }
}

function debutTrimestre(jour: string): string {
  const mois = Math.floor((Number(jour.slice(5, 7)) - 1) / 3) * 3 + 1
  return `${jour.slice(0, 4)}-${String(mois).padStart(2, '0')}-01`
}

function annees(premier: string, dernier: string, place: (jour: string) => number): DessinFrise['reperes'] {
  const de = Number(premier.slice(0, 4))
  const nombre = Number(dernier.slice(0, 4)) - de + 1
  const pas = Math.ceil(nombre / 12)
  return Array.from({ length: Math.ceil(nombre / pas) }, (_, rang) => {
    const annee = String(de + rang * pas)
    return { x: place(`${annee}-01-01`), libelle: annee }
  })
}

function trimestres(premier: string, dernier: string, place: (jour: string) => number): DessinFrise['reperes'] {
  const reperes: DessinFrise['reperes'] = []
  for (let jour = premier; jour <= dernier; jour = ajouteMois(jour, 3)) {
    const mois = MOIS_COURTS[Number(jour.slice(5, 7)) - 1] ?? ''
    reperes.push({ x: place(jour), libelle: jour.slice(5, 7) === '01' || reperes.length === 0 ? `${mois} ${jour.slice(0, 4)}` : mois })
  }
  return reperes
}

/** At 15 units a letter takes about 7.4: 27 letters a line. The table beside says the whole. */
function coupeNom(nom: string): string[] {
  if (nom.length <= 27) return [nom]
  const coupure = nom.lastIndexOf(' ', 27)
  const a = coupure < 10 ? 27 : coupure
  const suite = nom.slice(a).trim()
  return [nom.slice(0, a), suite.length <= 27 ? suite : `${suite.slice(0, 26).trimEnd()}…`]
}
