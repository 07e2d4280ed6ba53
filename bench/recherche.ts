/** Search over 5 000 fiches of one contract, beside a plain ILIKE on the same rows in the same run. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { setIdentite } from '#platform/acte.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { migrate } from '#platform/db/migrations.ts'
import { createArbreDeTest } from '#strategie/arbre-de-test.ts'
import { searchStrategie } from '#strategie/recherche.store.ts'
import { parseRequete } from '#strategie/recherche.ts'
import { createCorpus, MOT_RARE } from '#strategie/recherche-de-test.ts'

export const titre = 'Search over 5 000 fiches'

const FICHES = 5000
const TOURS = 60
const GENRES: { nom: string; textes: string[] }[] = [
  { nom: 'rare word', textes: [MOT_RARE] },
  { nom: 'two words', textes: ['atelier théâtre', 'crèche apprentissage', 'médecin numérique'] },
  { nom: 'very frequent word', textes: ['quartier', 'habitant'] },
  { nom: 'misspelt word', textes: ['hydrogeolgie', 'aprentissage', 'bibliotèque'] },
  { nom: 'code', textes: ['3.4.7', '1.12.30', '2.9'] },
]

/** p50 and p95 of each kind of request, in milliseconds, as a Markdown table. */
export async function measure(): Promise<string> {
  const adresse = process.env.PARVIS_TEST_PG ?? process.env.DATABASE_URL
  if (adresse === undefined) throw new Error('PARVIS_TEST_PG is not set')
  const nom = `parvis_test_${randomBytes(6).toString('hex')}`
  const url = new URL(adresse)
  url.pathname = `/${nom}`
  const admin = new pg.Client({ connectionString: adresse })
  await admin.connect()
  await admin.query(`create database ${nom} template template0 encoding 'UTF8' locale_provider icu icu_locale 'fr-FR' locale 'C'`)
  const base = openBase(url.toString(), { role: null, max: 1 })
  const application = openBase(url.toString(), { max: 1 })
  try {
    await migrate(url.toString())
    const { contratId } = await base.db.transaction().execute((tx) => createArbreDeTest(tx))
    await createCorpus(base.db, contratId, FICHES)
    await sql`analyze`.execute(base.db)
    const lignes: string[] = []
    for (const { nom: genre, textes } of GENRES) {
      const notre = await times(textes, (texte) =>
        application.db.transaction().execute(async (tx) => {
          await setIdentite(tx, { personneId: null, contrats: [contratId], technique: false })
          return cherche(tx, contratId, texte)
        }),
      )
      const libre = await times(textes, (texte) => cherche(base.db, contratId, texte))
      const naif = await times(textes, (texte) => ilike(base.db, contratId, texte))
      lignes.push(
        `| ${genre} | ${ms(notre.p50)} | ${ms(notre.p95)} | ${notre.trouvees} | ${ms(libre.p50)} | ${ms(naif.p50)} | ${ms(naif.p95)} | ${naif.trouvees} |`,
      )
    }
    return [
      '| request | p50 ms | p95 ms | found | p50 ms without row-level security | ILIKE p50 ms | ILIKE p95 ms | ILIKE found |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...lignes,
      '',
      `One connection, ${TOURS} requests a line, each with its count, its first 20 rows and their marked snippets; ILIKE gives rows and count only. « found »: rows of the first request of the line.`,
    ].join('\n')
  } finally {
    await application.close()
    await base.close()
    await admin.query(`drop database if exists ${nom} with (force)`)
    await admin.end()
  }
}

async function cherche(db: Tx, contratId: string, texte: string): Promise<number> {
  const requete = parseRequete(texte)
  if (requete === null) return 0
  return (await searchStrategie(db, contratId, requete, { page: 1, taille: 20 })).total
}

async function ilike(db: Tx, contratId: string, texte: string): Promise<number> {
  const mots = texte.split(' ').map((mot) => sql`(code || ' ' || intitule || ' ' || texte_recherche) ilike ${`%${mot}%`}`)
  const { rows } = await sql<{ total: number }>`
    select id, code, intitule, count(*) over ()::int as total from strategie.fiche
    where contrat_id = ${contratId} and archive_le is null and ${sql.join(mots, sql` and `)}
    order by code limit 20`.execute(db)
  return rows[0]?.total ?? 0
}

async function times(textes: readonly string[], faire: (texte: string) => Promise<number>) {
  const durees: number[] = []
  let trouvees = 0
  for (let tour = 0; tour < TOURS; tour += 1) {
    const texte = textes[tour % textes.length] ?? ''
    const debut = performance.now()
    const nombre = await faire(texte)
    durees.push(performance.now() - debut)
    if (tour === 0) trouvees = nombre
  }
  durees.sort((a, b) => a - b)
  const rang = (part: number) => durees[Math.min(durees.length - 1, Math.floor(durees.length * part))] ?? 0
  return { p50: rang(0.5), p95: rang(0.95), trouvees }
}

function ms(duree: number): string {
  return duree.toFixed(1)
}
