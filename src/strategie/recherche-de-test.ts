/** For tests and benchmarks: many distinct fiches, always the same, with frequent and rare words as in a language. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

const RACINES =
  'quartier habitant jardin partage emploi insertion logement école parent lecture santé prévention médiation proximité espace public nature ville mobilité vélo femme homme égalité jeunesse sport culture association bailleur commune métropole fonds soutien formation entreprise création accompagnement projet urbain renouvellement gestion sociale qualité cadre vie collège atelier chantier permanence adulte enfance famille numérique médecin régie collectif concertation diagnostic marche sécurité tranquillité déchet énergie rénovation terrain équipement bibliothèque théâtre musique orientation stage mentorat crèche garde mobilier éclairage stationnement commerce artisan apprentissage'.split(
    ' ',
  )
const SYLLABES =
  'ba be bi bo ca ce co da de di fa fe fi ga gi la le li lo ma me mi mo na ne ni pa pe pi po ra re ri sa se si ta te ti va ve vi'.split(' ')

/** A rare word of the corpus, in a few fiches only. */
export const MOT_RARE = 'hydrogéologie'

/** Numbers from 0 to 1, always the same for one seed. */
function hasard(graine: number): () => number {
  let etat = graine
  return () => {
    etat = (etat + 0x6d2b79f5) | 0
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Adds `nombre` fiches of about 1 kB of text to a contract. @returns their codes, in order */
export async function createCorpus(tx: Tx, contratId: string, nombre: number, graine = 7): Promise<string[]> {
  const alea = hasard(graine)
  const au = (max: number) => Math.floor(alea() * max)
  const inventes = Array.from({ length: 5000 }, () => Array.from({ length: 2 + au(4) }, () => SYLLABES[au(SYLLABES.length)] ?? '').join(''))
  const mots = [...RACINES, ...inventes]
  // The frequency of a word falls with its rank.
  const mot = () => mots[Math.min(mots.length - 1, Math.floor(mots.length ** alea()) - 1 + au(40))] ?? 'ville'
  const phrase = (longueur: number) => Array.from({ length: longueur }, mot).join(' ')
  const codes: string[] = []
  for (let debut = 0; debut < nombre; debut += 500) {
    const lignes = Array.from({ length: Math.min(500, nombre - debut) }, (_, i) => {
      const n = debut + i
      const code = `${1 + Math.floor(n / 1000)}.${1 + (Math.floor(n / 50) % 20)}.${1 + (n % 50)}`
      codes.push(code)
      const numero = 1 + (n % 9999)
      return { numero, code, intitule: phrase(6), texte: `${phrase(160)}${n % 1000 === 17 ? ` ${MOT_RARE}` : ''}` }
    })
    await sql`
      insert into strategie.fiche (id, contrat_id, numero, code, kind, intitule, texte_recherche)
      select gen_random_uuid(), ${contratId}, numero, code, 'action', intitule, texte
      from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb) as l (numero integer, code text, intitule text, texte text)`.execute(tx)
  }
  return codes
}
