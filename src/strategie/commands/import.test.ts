import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { loadArbre } from '../arbre.store.ts'
import { buildAgent, createArbreDeTest, fait } from '../arbre-de-test.ts'
import { getFiche } from '../fiche.store.ts'
import { FicheModifiee } from '../fiche-verrou.ts'
import { LIGNES_FICHE } from '../import/documents-de-test.ts'
import { createLotDeTest } from '../import-de-test.ts'
import { getFicheARelire, listFichesDuLot } from '../import-fiche.store.ts'
import { getVersion, listVersions } from '../version.store.ts'
import { cancelLot } from './cancel-lot.ts'
import { createFicheImportee } from './create-fiche-importee.ts'
import { createLot } from './create-lot.ts'
import { decideImport } from './decide-import.ts'
import { updateFicheImportee } from './update-fiche-importee.ts'

const base = await createBaseDeTest()
const plusTard = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 9, minutes))

/** A contract, a person, and one fiche of an import to review. */
async function scene(tx: Tx, lignes: readonly string[] = LIGNES_FICHE) {
  const arbre = await createArbreDeTest(tx)
  const { lotId, ids } = await createLotDeTest(tx, arbre.contratId, arbre.agent, { 'halls.docx': lignes })
  const visee = { contratId: arbre.contratId, importFicheId: ids[0] ?? '' }
  return { ...arbre, lotId, visee, lue: () => getFicheARelire(tx, arbre.contratId, ids[0] ?? '') }
}
const fin = { intitule: 'Rénover les halls', code: '2.1.7', kind: 'action', noeud: 'creer' }
const bloc = (debut: string) => LIGNES_FICHE.findIndex((ligne) => ligne.includes(debut))
const archive = (tx: Tx, contratId: string) =>
  sql`update contrat.contrat set archive_le = now(), statut = 'archive', statut_avant_archive = 'preparation' where id = ${contratId}`.execute(
    tx,
  )

test('déposer des fichiers les garde, met la lecture en file et ne crée aucune fiche', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    const fichiers = [
      { nom: 'a.txt', contenu: Buffer.from('Contexte') },
      { nom: 'b.txt', contenu: Buffer.from('Objectifs') },
    ]
    const { lotId } = await fait(tx, agent, createLot, { contratId, libelle: '', fichiers })
    const { rows } = await sql<{ etat: string; libelle: string }>`
      select t.etat, l.libelle from strategie.import_lot l join platform.tache t on t.id = l.tache_id where l.id = ${lotId}`.execute(tx)
    assert.deepEqual(rows[0], { etat: 'en_file', libelle: '2\u00a0documents' })
    assert.deepEqual(await listFichesDuLot(tx, lotId), [])
    const [trace] = await listJournal(tx, { contratId, limite: 1 })
    assert.equal(trace?.libelle, 'Import « 2\u00a0documents » déposé, 2\u00a0documents')
  }))

test('déposer : rien, un fichier vide, un mandat qui n’écrit pas, un contrat archivé', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    const fichiers = [{ nom: 'a.txt', contenu: Buffer.from('x') }]
    await assert.rejects(async () => fait(tx, agent, createLot, { contratId, libelle: '', fichiers: [] }), /Choisissez au moins un fichier/)
    await assert.rejects(
      fait(tx, agent, createLot, { contratId, libelle: '', fichiers: [{ nom: 'vide.docx', contenu: new Uint8Array() }] }),
      /« vide\.docx » est vide/,
    )
    await assert.rejects(fait(tx, buildAgent(contratId, 'conseil_citoyen'), createLot, { contratId, libelle: '', fichiers }), Interdit)
    await assert.rejects(fait(tx, buildAgent(createId()), createLot, { contratId, libelle: '', fichiers }), Interdit)
    await archive(tx, contratId)
    await assert.rejects(fait(tx, agent, createLot, { contratId, libelle: '', fichiers }), /archivé/)
  }))

test('les décisions de relecture s’ajoutent, se reprennent, et laissent une trace', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, lue, contratId } = await scene(tx)
    await fait(tx, agent, decideImport, { ...visee, placements: { [bloc('Le marché')]: 'contexte' }, intitule: 'Des halls' })
    await fait(tx, agent, decideImport, {
      ...visee,
      placements: { [bloc('Points')]: 'ignore' },
      doutes: { 'plusieurs_indicateurs@17': 'separer' },
    })
    assert.deepEqual((await lue()).decisions, {
      placements: { [bloc('Le marché')]: 'contexte', [bloc('Points')]: 'ignore' },
      doutes: { 'plusieurs_indicateurs@17': 'separer' },
      intitule: 'Des halls',
    })
    await fait(tx, agent, decideImport, { ...visee, placements: { [bloc('Points')]: 'origine' } })
    assert.deepEqual(Object.keys((await lue()).decisions.placements), [String(bloc('Le marché'))])
    const [trace] = await listJournal(tx, { contratId, limite: 1 })
    assert.equal(trace?.libelle, 'Relecture de « halls.docx »')
  }))

test('décider : bloc d’ailleurs, réponse sans doute, champ inconnu, autre contrat, mandat, contrat archivé, import annulé', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, contratId, lotId } = await scene(tx)
    await assert.rejects(
      fait(tx, agent, decideImport, { ...visee, placements: { 999: 'contexte' } }),
      /Le bloc 1000 n’est pas de cette fiche/,
    )
    await assert.rejects(fait(tx, agent, decideImport, { ...visee, doutes: { 'invente@3': 'juste' } }), /ne correspond plus à un doute/)
    await assert.rejects(
      async () => fait(tx, agent, decideImport, { ...visee, placements: { 3: 'nulle_part' } }),
      /Choisissez un champ de la liste/,
    )
    await assert.rejects(fait(tx, buildAgent(contratId, 'elu_commune'), decideImport, visee), Interdit)
    const autre = await createArbreDeTest(tx)
    await assert.rejects(fait(tx, autre.agent, decideImport, { ...visee, contratId: autre.contratId }), Introuvable)
    await fait(tx, agent, cancelLot, { contratId, lotId, portee: 'tout' })
    await assert.rejects(fait(tx, agent, decideImport, visee), /Cet import a été annulé/)
    await archive(tx, contratId)
    await assert.rejects(fait(tx, agent, decideImport, visee), /archivé/)
  }))

test('le même choix vaut pour le même texte dans tout l’import', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    const autre = LIGNES_FICHE.map((ligne) => ligne.replace('2.1.7', '2.1.9').replace('halls', 'porches'))
    const { ids } = await createLotDeTest(tx, contratId, agent, { 'a.docx': LIGNES_FICHE, 'b.docx': autre })
    const points = bloc('Points')
    const { ailleurs } = await fait(tx, agent, decideImport, {
      contratId,
      importFicheId: ids[0],
      placements: { [points]: 'ignore' },
      partout: points,
    })
    assert.equal(ailleurs, 1)
    assert.deepEqual((await getFicheARelire(tx, contratId, ids[1] ?? '')).decisions.placements, { [points]: 'ignore' })
  }))

test('créer une fiche importée la place par son code, garde ses lignes, une version, et note le doute en marge', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, lue, contratId, ids } = await scene(tx)
    const { ficheId, code } = await fait(tx, agent, createFicheImportee, { ...visee, ...fin })
    assert.equal(code, '2.1.7')
    const fiche = await getFiche(tx, contratId, ficheId)
    assert.deepEqual([fiche.noeudId, fiche.statut, fiche.intitule], [ids.a21, 'brouillon', 'Rénover les halls'])
    assert.deepEqual(
      fiche.partenaires.map((un) => un.texte),
      ['Bailleur', 'Ville', 'habitants (conseil citoyen, amicale)'],
    )
    assert.deepEqual(
      fiche.aClasser.map((un) => un.texte),
      ['Points de blocage', 'Le marché de peinture est à relancer'],
    )
    assert.equal((await listVersions(tx, ficheId))[0]?.motif, 'Importée de « halls.docx », 20\u00a0blocs')
    const { rows } = await sql<{
      champ: string
      texte: string
    }>`select champ, texte from strategie.commentaire where fiche_id = ${ficheId}`.execute(tx)
    assert.equal(rows[0]?.champ, 'indicateursRealisation')
    assert.match(rows[0]?.texte ?? '', /À vérifier depuis l’import de « halls\.docx » : Une même ligne contient 2 indicateurs/)
    assert.deepEqual([(await lue()).etat, (await lue()).ficheId], ['creee', ficheId])
    const [trace] = await listJournal(tx, { contratId, objet: { type: 'fiche', id: ficheId }, limite: 1 })
    assert.equal(trace?.libelle, 'Fiche 2.1.7 importée de « halls.docx »')
    await assert.rejects(fait(tx, agent, createFicheImportee, { ...visee, ...fin }), /déjà traitée/)
  }))

test('un doute tranché ne laisse pas de remarque', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, contratId } = await scene(tx)
    const doutes = { 'plusieurs_indicateurs@17': 'separer' }
    const { ficheId } = await fait(tx, agent, createFicheImportee, { ...visee, ...fin, doutes })
    const { rows } = await sql`select 1 from strategie.commentaire where fiche_id = ${ficheId}`.execute(tx)
    assert.equal(rows.length, 0)
    assert.equal((await getFiche(tx, contratId, ficheId)).indicateursRealisation.length, 2)
  }))

test('créer : numéro pris (dit, puis le suivant), sans titre, nœud inconnu, mandat, contrat archivé', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, contratId } = await scene(tx)
    await assert.rejects(fait(tx, agent, createFicheImportee, { ...visee, ...fin, code: '2.1.5' }), (erreur) => {
      assert.ok(erreur instanceof RegleViolee)
      assert.match(erreur.message, /Le numéro 5 est déjà pris ici par « Une gestion adaptée aux quartiers » \(2\.1\.5\).*2\.1\.9/)
      assert.equal(erreur.champs[0]?.champ, 'code')
      return true
    })
    await assert.rejects(async () => fait(tx, agent, createFicheImportee, { ...visee, ...fin, intitule: ' ' }), /Donnez un intitulé/)
    await assert.rejects(fait(tx, agent, createFicheImportee, { ...visee, ...fin, noeud: createId() }), RegleViolee)
    await assert.rejects(fait(tx, buildAgent(contratId, 'financeur'), createFicheImportee, { ...visee, ...fin }), Interdit)
    const { code } = await fait(tx, agent, createFicheImportee, { ...visee, ...fin, code: '2.1.5', siPris: 'suivant' })
    assert.equal(code, '2.1.9')
    await archive(tx, contratId)
    await assert.rejects(fait(tx, agent, createFicheImportee, { ...visee, ...fin }), /archivé/)
  }))

const NOUVEL_AXE = LIGNES_FICHE.map((ligne) =>
  ligne
    .replace('2.1.7', '3.4.1')
    .replace('Pilier 2 : Cadre de vie', 'Pilier 3 : Emploi')
    .replace('Axe 1 : Gestion de proximité', 'Axe 4 : Insertion'),
)

test('les nœuds qui manquent sont créés avec la fiche, par qui tient l’arbre seulement, et repartent avec l’import annulé', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, contratId, lotId } = await scene(tx, NOUVEL_AXE)
    await assert.rejects(fait(tx, buildAgent(contratId, 'bailleur'), createFicheImportee, { ...visee, ...fin, code: '3.4.1' }), Interdit)
    const { code } = await fait(tx, agent, createFicheImportee, { ...visee, ...fin, code: '3.4.1' }, plusTard(1))
    assert.equal(code, '3.4.1')
    const noeuds = async () =>
      [...(await loadArbre(tx, contratId)).objets.values()].filter((objet) => objet.type === 'noeud').map((objet) => objet.code)
    assert.ok((await noeuds()).includes('3.4'))
    await fait(tx, agent, cancelLot, { contratId, lotId, portee: 'tout' }, plusTard(2))
    assert.deepEqual((await noeuds()).sort(), ['1', '2', '2.1', '2.2'])
  }))

test('mettre à jour la même fiche prend les champs choisis et garde le texte d’avant', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, contratId, ids, lue } = await scene(tx)
    const entree = { ...visee, ficheId: ids.f5, version: 1, champs: ['contexte', 'objectifs'] }
    await fait(tx, agent, updateFicheImportee, entree)
    const fiche = await getFiche(tx, contratId, ids.f5 ?? '')
    assert.equal(fiche.intitule, 'Une gestion adaptée aux quartiers')
    assert.deepEqual([fiche.contexte.length, fiche.objectifs.length, fiche.partenaires.length], [2, 1, 0])
    const versions = await listVersions(tx, fiche.id)
    assert.deepEqual(
      versions.map((version) => version.motif),
      ['Mise à jour depuis « halls.docx »', 'Avant la mise à jour depuis « halls.docx »'],
    )
    assert.equal((await getVersion(tx, fiche.id, 1)).contenu.contexte.length, 0)
    assert.deepEqual([(await lue()).etat, (await lue()).ficheVersionAvant], ['mise_a_jour', 1])
  }))

test('mettre à jour : aucun champ, version dépassée, autre contrat, mandat, fiche déjà traitée', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, contratId, ids } = await scene(tx)
    const entree = { ...visee, ficheId: ids.f5, version: 1, champs: ['contexte'] }
    await assert.rejects(async () => fait(tx, agent, updateFicheImportee, { ...entree, champs: [] }), /Cochez au moins un champ/)
    await assert.rejects(fait(tx, agent, updateFicheImportee, { ...entree, version: 7 }), FicheModifiee)
    const autre = await createArbreDeTest(tx)
    await assert.rejects(fait(tx, agent, updateFicheImportee, { ...entree, ficheId: autre.ids.f5 }), Introuvable)
    await assert.rejects(fait(tx, buildAgent(contratId, 'conseil_citoyen'), updateFicheImportee, entree), Interdit)
    await sql`update strategie.fiche set statut = 'a_valider' where id = ${ids.f5}`.execute(tx)
    await assert.rejects(fait(tx, buildAgent(contratId, 'bailleur'), updateFicheImportee, entree), Interdit)
    await fait(tx, agent, updateFicheImportee, entree)
    await assert.rejects(fait(tx, agent, updateFicheImportee, { ...entree, version: 2 }), /déjà traitée/)
  }))
