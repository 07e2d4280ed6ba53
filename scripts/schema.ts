/** `npm run db:schema`: writes db/schema.sql, the picture of the database that the migrations make. */
import { writeFile } from 'node:fs/promises'
import { startServeurDeTest } from './bases-de-test.ts'
import { renderMigrated } from './rendu-schema.ts'

const serveur = await startServeurDeTest(() => {})
try {
  await writeFile('db/schema.sql', await renderMigrated(serveur.url))
  console.log('db/schema.sql')
} finally {
  await serveur.stop()
}
