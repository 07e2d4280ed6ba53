import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Document, HeadingLevel, ImageRun, Packer, Paragraph, TextRun } from 'docx'
import { sql } from 'kysely'
import PizZip from 'pizzip'
import { act } from '#platform/acte.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createAtelier } from '#platform/documents/lecture/atelier.ts'
import { loadFichier } from '#platform/fichiers/fichier.store.ts'
import { advanceTache, cancelTache, getTache, startTache } from '#platform/taches/tache.store.ts'
import { createArbreDeTest, MAINTENANT } from './arbre-de-test.ts'
import { createLot, LIRE_LOT } from './commands/create-lot.ts'
import { LIGNES_FICHE } from './import/documents-de-test.ts'
import { getFicheARelire, listFichesDuLot } from './import-fiche.store.ts'
import { type Lecteur, travauxStrategie } from './jobs.ts'
import { getFichiersSource, getSource, listSourcesSansFiche } from './lot.store.ts'

const base = await createBaseDeTest()
const atelier = createAtelier({ taille: 2 })
after(() => atelier.close())

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

async function buildDocx(lignes: readonly string[]): Promise<Buffer> {
  const children = lignes.map((ligne) => {
    const titre = /^#+/.exec(ligne)?.[0].length
    const texte = ligne.replace(/^(?:•|#+)\s+/, '')
    if (titre !== undefined) return new Paragraph({ text: texte, heading: titre === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2 })
    return new Paragraph({ text: texte, ...(ligne.startsWith('•') ? { bullet: { level: 0 } } : {}) })
  })
  const image = new ImageRun({
    type: 'png',
    data: PIXEL,
    transformation: { width: 8, height: 8 },
    altText: { name: 'plan', description: 'Plan du hall', title: 'plan' },
  })
  const sections = [{ children: [...children, new Paragraph({ children: [new TextRun('Plan'), image] })] }]
  return Packer.toBuffer(new Document({ sections }))
}

async function depose(fichiers: { nom: string; contenu: Uint8Array }[]) {
  const { contratId, agent } = await base.libre.transaction().execute((tx) => createArbreDeTest(tx))
  const appel = { db: base.db, agent, now: MAINTENANT, requeteId: 'test' }
  const { lotId } = await act(appel, createLot, { contratId, libelle: 'Dépôt', fichiers })
  const { rows } = await sql<{ id: string }>`select tache_id as id from strategie.import_lot where id = ${lotId}`.execute(base.libre)
  const tacheId = rows[0]?.id ?? ''
  const run = async (lecteur: Lecteur = atelier) => {
    const tache = await startTache(base.libre, tacheId, MAINTENANT)
    const travail = travauxStrategie(lecteur)[LIRE_LOT]
    if (tache === null || travail === undefined) throw new Error('no task to run')
    const avance = (fait: number, total: number, message?: string) =>
      advanceTache(base.libre, tacheId, { fait, total, ...(message === undefined ? {} : { message }) })
    return travail({ db: base.libre, tache, now: () => MAINTENANT, avance })
  }
  return { contratId, lotId, tacheId, run }
}

test('un Word, un dossier compressé et un fichier illisible sont lus, chacun à sa place, sans que rien ne se perde', async () => {
  const zip = new PizZip()
  zip.file('pilier 2/deux.docx', await buildDocx(LIGNES_FICHE.map((ligne) => ligne.replace('2.1.7', '2.1.8'))))
  zip.file('compte rendu.txt', 'Réunion du lundi\nTout le monde est là')
  zip.file('casse.docx', (await buildDocx(LIGNES_FICHE)).subarray(0, 2000))
  const { contratId, lotId, tacheId, run } = await depose([
    { nom: 'un.docx', contenu: await buildDocx(LIGNES_FICHE) },
    { nom: 'pilier 2.zip', contenu: zip.generate({ type: 'uint8array' }) },
    { nom: 'perdu.pdf', contenu: Buffer.from('%PDF-1.4 tronqué') },
  ])
  const { message } = await run()
  assert.equal(message, '5\u00a0documents, dont 2 non lus, 2\u00a0fiches comprises')
  const fiches = await listFichesDuLot(base.libre, lotId)
  assert.deepEqual(
    fiches.map(({ source, code }) => [source, code]),
    [
      ['un.docx', '2.1.7'],
      ['pilier 2/deux.docx', '2.1.8'],
    ],
  )
  const sans = await listSourcesSansFiche(base.libre, lotId)
  assert.deepEqual(
    sans.map(({ nom, blocs }) => [nom, blocs]),
    [
      ['compte rendu.txt', 2],
      ['casse.docx', 0],
      ['perdu.pdf', 0],
    ],
  )
  assert.match(sans[1]?.erreur ?? '', /casse\.docx/)
  assert.match(sans[2]?.erreur ?? '', /perdu\.pdf/)
  const { source } = await getFicheARelire(base.libre, contratId, fiches[0]?.id ?? '')
  assert.equal(source.blocs.length, LIGNES_FICHE.length + 1)
  assert.equal(source.compris.placements.length, source.blocs.length)
  const { images, fichierId } = await getFichiersSource(base.libre, contratId, source.id)
  assert.deepEqual(
    images.map(({ type, alt, apres }) => ({ type, alt, apres })),
    [{ type: 'image/png', alt: 'Plan du hall', apres: source.blocs.length - 1 }],
  )
  assert.ok((await loadFichier(base.libre, images[0]?.fichierId ?? '')).equals(PIXEL))
  assert.ok((await loadFichier(base.libre, fichierId ?? '')).length > 0, 'l’original est gardé')
  assert.deepEqual([(await getTache(base.libre, tacheId)).fait, (await getTache(base.libre, tacheId)).total], [5, 5])
})

test('reprise après une coupure, la lecture ne lit rien deux fois', async () => {
  const { lotId, run } = await depose([
    { nom: 'un.docx', contenu: await buildDocx(LIGNES_FICHE) },
    { nom: 'deux.txt', contenu: Buffer.from('Bonjour à tous') },
  ])
  await run()
  await run()
  assert.equal((await listFichesDuLot(base.libre, lotId)).length, 1)
  assert.equal((await listSourcesSansFiche(base.libre, lotId)).length, 1)
})

test('une lecture arrêtée n’enregistre pas le document suivant', async () => {
  const { lotId, tacheId, run } = await depose([{ nom: 'un.docx', contenu: await buildDocx(LIGNES_FICHE) }])
  await run({
    ...atelier,
    read: async (nom, contenu) => {
      await cancelTache(base.libre, tacheId, MAINTENANT)
      return atelier.read(nom, contenu)
    },
  })
  assert.deepEqual(await listFichesDuLot(base.libre, lotId), [])
})

test('caractères nuls, emoji et écriture de droite à gauche passent, ou sont retirés, sans faire échouer la lecture', async () => {
  const { contratId, lotId, run } = await depose([
    { nom: 'étrange.txt', contenu: Buffer.from('Contexte\n\u0000 🌿 مرحبا \u202e fin', 'utf8') },
  ])
  await run()
  const [source] = await listSourcesSansFiche(base.libre, lotId)
  const fiches = await listFichesDuLot(base.libre, lotId)
  const lue =
    source === undefined
      ? (await getFicheARelire(base.libre, contratId, fiches[0]?.id ?? '')).source
      : await getSource(base.libre, contratId, source.id)
  assert.match(lue.blocs.map((bloc) => bloc.texte).join(' '), /🌿 مرحبا/)
})
