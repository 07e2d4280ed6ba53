/** `npm run docs:registre`: writes docs/registre-traitements.md, the register of processings that the schema makes. */
import { writeFile } from 'node:fs/promises'
import pg from 'pg'
import '#compte/traitements.ts'
import '#contrat/traitements.ts'
import '#indicateurs/traitements.ts'
import { openBase } from '#platform/db/base.ts'
import { migrate } from '#platform/db/migrations.ts'
import { listColonnes } from '#platform/donnees-personnelles/colonne.store.ts'
import { listTraitements, registreOf } from '#platform/donnees-personnelles/traitement.ts'
import '#strategie/traitements.ts'
import '#territoire/traitements.ts'
import { registreMarkdown } from '#compte/registre.ts'
import { listValeursCitees } from '#compte/valeurs-citees.store.ts'
import { startServeurDeTest } from './bases-de-test.ts'

const serveur = await startServeurDeTest(() => {})
try {
  const admin = new pg.Client({ connectionString: serveur.url })
  await admin.connect()
  await admin.query(`create database parvis_test_registre template template0 encoding 'UTF8' locale 'C'`)
  const adresse = new URL(serveur.url)
  adresse.pathname = '/parvis_test_registre'
  try {
    await migrate(adresse.toString())
    const base = openBase(adresse.toString(), { max: 1 })
    const registre = registreOf(await listColonnes(base.db), listTraitements())
    await writeFile('docs/registre-traitements.md', registreMarkdown(registre, await listValeursCitees(base.db)))
    await base.close()
    console.log('docs/registre-traitements.md')
  } finally {
    await admin.query('drop database if exists parvis_test_registre with (force)')
    await admin.end()
  }
} finally {
  await serveur.stop()
}
