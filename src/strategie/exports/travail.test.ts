import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import PizZip from 'pizzip'
import { findAgentByCourriel } from '#compte/index.ts'
import { findContratByAdresse, setFentesContrat } from '#contrat/index.ts'
import { act } from '#platform/acte.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { loadFichier } from '#platform/fichiers/fichier.store.ts'
import { cancelTache, getTache, startTache } from '#platform/taches/tache.store.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../../../db/demo/charger.ts'
import { askExport, EXPORTER } from '../commands/ask-export.ts'
import { cancelExport } from '../commands/cancel-export.ts'
import { saveApparence } from '../commands/save-apparence.ts'
import { fentesStrategie } from '../fentes.adaptateur.ts'
import { closeExports } from './exporter.ts'
import type { FormatExport } from './formats.ts'
import { travauxExports } from './travail.ts'

const now = new Date('2026-11-02T09:00:00Z')
const base = await createBaseDeTest({ role: null })
setFentesContrat(fentesStrategie)
await base.db.transaction().execute((tx) => loadDecoupageIn(tx, now))
await loadDemo(base.db, now)
after(() => closeExports())

async function agentOf(courriel: string) {
  const agent = await findAgentByCourriel(base.db, `${courriel}@demo.parvis.invalid`, '2026-11-02')
  assert.ok(agent)
  return agent
}
const claire = await agentOf('claire.morvan')
const josette = await agentOf('josette.amara')
const tours = await findContratByAdresse(base.db, 'tours-2015')
const auray = await findContratByAdresse(base.db, 'auray-2030')
assert.ok(tours && auray)
const appel = (agent: typeof claire) => ({ db: base.db, agent, now, requeteId: 'test' })

async function compose(format: FormatExport, code: string | null = null) {
  const { tacheId } = await act(appel(claire), askExport, { contratId: tours?.id, format, code })
  const tache = await startTache(base.db, tacheId, now)
  assert.ok(tache)
  const travail = travauxExports[EXPORTER]
  assert.ok(travail)
  const fin = await travail({ db: base.db, tache, now: () => now, avance: async () => true })
  assert.ok(fin.fichier)
  return { ...fin.fichier, contenu: await loadFichier(base.db, fin.fichier.id) }
}

test('tout le contrat se compose dans chaque format, avec le nom de son extension', async () => {
  const signatures: Record<FormatExport, string> = {
    pdf: '%PDF-',
    docx: 'PK',
    odt: 'PK',
    html: '<!',
    xlsx: 'PK',
    ods: 'PK',
    csv: '',
    json: '{',
  }
  for (const [format, debut] of Object.entries(signatures) as [FormatExport, string][]) {
    const { nom, contenu } = await compose(format)
    assert.ok(nom.endsWith(`.${format}`), nom)
    assert.ok(contenu.byteLength > 1000, `${format}: ${contenu.byteLength} bytes`)
    assert.ok(
      contenu
        .toString('latin1')
        .replace(/^\u00ef\u00bb\u00bf/, '')
        .toLowerCase()
        .startsWith(debut.toLowerCase()),
      format,
    )
  }
})

test('le contrat entier montre la carte de ses quartiers et leur tableau ; une branche, non', async () => {
  const html = (await compose('html')).contenu.toString('utf8')
  assert.match(html, /Le territoire du contrat/)
  const svg = Buffer.from(/<img src="data:image\/svg\+xml;base64,([^"]+)"/.exec(html)?.[1] ?? '', 'base64').toString('utf8')
  assert.match(svg, /Sanitas/)
  assert.doesNotMatch(svg, /var\(--|class=|href=/)
  assert.match(html, /<th scope="row">Sanitas<\/th><td>QN03709M<\/td>/)
  const { files } = new PizZip((await compose('docx')).contenu)
  const images = Object.keys(files).filter((nom) => nom.startsWith('word/media/'))
  assert.ok(images.some((nom) => nom.endsWith('.svg')) && images.some((nom) => nom.endsWith('.png')), images.join(' '))
  assert.doesNotMatch((await compose('html', '2.1')).contenu.toString('utf8'), /Le territoire du contrat/)
})

test('une branche ne contient que ses fiches', async () => {
  const { contenu } = await compose('json', '2.1')
  const texte = contenu.toString('utf8')
  assert.match(texte, /gestion adaptée aux quartiers/)
  assert.doesNotMatch(texte, /parcours individualisés/)
})

test('une branche inconnue, un format inconnu et une personne sans mandat sont refusés', async () => {
  await assert.rejects(act(appel(claire), askExport, { contratId: tours?.id, format: 'pdf', code: '9.9' }), RegleViolee)
  await assert.rejects(act(appel(claire), askExport, { contratId: tours?.id, format: 'exe' }), RegleViolee)
  await assert.rejects(act(appel(josette), askExport, { contratId: auray?.id, format: 'pdf' }), Interdit)
})

test('un document s’arrête par qui l’a demandé, pas par un autre, et pas deux fois', async () => {
  const { tacheId } = await act(appel(claire), askExport, { contratId: tours?.id, format: 'pdf', code: null })
  await assert.rejects(act(appel(josette), cancelExport, { contratId: tours?.id, tacheId }), Interdit)
  await act(appel(claire), cancelExport, { contratId: tours?.id, tacheId })
  assert.equal((await getTache(base.db, tacheId)).etat, 'annulee')
  assert.equal(await startTache(base.db, tacheId, now), null, 'a cancelled task is never taken in hand')
  await assert.rejects(act(appel(claire), cancelExport, { contratId: tours?.id, tacheId }), RegleViolee)
  assert.equal(await cancelTache(base.db, tacheId, now), false)
})

test('l’apparence est choisie par la cheffe de projet seule, un logo est un PNG décrit', async () => {
  const choix = {
    contratId: tours?.id,
    principale: '#123456',
    accent: '#654321',
    enTete: 'Métropole\nDirection',
    logo: '' as const,
    alt: '',
  }
  assert.deepEqual((await act(appel(claire), saveApparence, choix)).enTete, ['Métropole', 'Direction'])
  await assert.rejects(act(appel(josette), saveApparence, choix), Interdit)
  await assert.rejects(act(appel(claire), saveApparence, { ...choix, principale: 'rouge' }), /couleur/)
  await assert.rejects(act(appel(claire), saveApparence, { ...choix, logo: new Uint8Array([1, 2, 3]), alt: 'Logo' }), /PNG/)
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  await assert.rejects(act(appel(claire), saveApparence, { ...choix, logo: png }), /Décrivez le logo/)
})
