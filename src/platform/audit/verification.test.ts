import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { sql } from 'kysely'
import { openBase, type Tx } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { RegleViolee } from '#platform/errors.ts'
import { type Ancre, parseAncre, takenAncre, writeAncre } from './ancre.ts'
import { appendAudit } from './audit.store.ts'
import { empreinteContenu, empreinteLigne, nomChaine } from './chaine.ts'
import { type IoAudit, runAudit } from './cli-audit.ts'
import { type DefautAudit, listTetes, verifyAudit } from './verification.store.ts'

const base = await createBaseDeTest()
const owner = openBase(base.url, { role: null, max: 1 })
after(() => owner.close())

/** A chain of its own with that many lines. */
async function createChaine(lignes: number): Promise<{ contratId: string; chaine: string }> {
  const contratId = randomUUID()
  for (let valeur = 1; valeur <= lignes; valeur += 1) {
    const trace = { contratId, objet: { type: 'note', id: String(valeur) }, libelle: `Note ${valeur}`, avant: null, apres: { valeur } }
    const auteur = { acteurId: null, mandatId: null, mandat: 'une fonction', requeteId: 'r', instant: new Date(), commande: 'test.noter' }
    await base.db.transaction().execute((tx) => appendAudit(tx, trace, auteur))
  }
  return { contratId, chaine: nomChaine(contratId) }
}

class Retour extends Error {}

/** Tampers as a superuser with the triggers off, verifies, and takes all of it back. @returns the defects of this chain */
async function tamper(chaine: string, faire: (tx: Tx) => Promise<unknown>, ancre: Ancre | null = null): Promise<DefautAudit[]> {
  let defauts: DefautAudit[] = []
  await owner.db
    .transaction()
    .execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await faire(tx)
      defauts = (await verifyAudit(tx, ancre)).defauts
      throw new Retour()
    })
    .catch((erreur: unknown) => {
      if (!(erreur instanceof Retour)) throw erreur
    })
  assert.ok(defauts.every((defaut) => defaut.chaine === chaine))
  return defauts
}

const takeAncre = async () => takenAncre(await listTetes(owner.db), new Date('2026-11-22T10:00:00Z'))

test('chains that nobody touched verify', async () => {
  await createChaine(3)
  const { lignes, defauts } = await verifyAudit(owner.db)
  assert.ok(lignes >= 3)
  assert.deepEqual(defauts, [])
})

test('an altered line is found, whichever of its facts was altered', async () => {
  const { chaine } = await createChaine(4)
  const alterations = [
    sql`commande = 'autre'`,
    sql`acteur_id = ${randomUUID()}`,
    sql`mandat_id = ${randomUUID()}`,
    sql`objet_type = 'autre'`,
    sql`objet_id = 'autre'`,
    sql`requete_id = 'autre'`,
    sql`instant = instant + interval '1 millisecond'`,
  ]
  for (const alteration of alterations) {
    const defauts = await tamper(chaine, (tx) =>
      sql`update platform.audit_ligne set ${alteration} where chaine = ${chaine} and numero = 2`.execute(tx),
    )
    assert.deepEqual(defauts, [{ chaine, numero: 2, defaut: 'la ligne a été modifiée' }])
  }
})

test('an altered payload is found: sentence, title, before, after, salt, or the whole of it gone', async () => {
  const { chaine } = await createChaine(3)
  const visee = sql`ligne_id = (select id from platform.audit_ligne where chaine = ${chaine} and numero = 2)`
  for (const alteration of [
    sql`libelle = 'Autre'`,
    sql`mandat = 'une autre fonction'`,
    sql`mandat = null`,
    sql`avant = '{"valeur": 1}'`,
    sql`apres = '{"valeur": 7}'`,
    sql`sel = '\\x00'`,
    sql`sel = null`,
    sql`libelle = null`,
  ]) {
    const defauts = await tamper(chaine, (tx) => sql`update platform.audit_contenu set ${alteration} where ${visee}`.execute(tx))
    assert.deepEqual(defauts, [{ chaine, numero: 2, defaut: 'le contenu de la ligne a été modifié' }])
  }
  const retire = await tamper(chaine, (tx) => sql`delete from platform.audit_contenu where ${visee}`.execute(tx))
  assert.deepEqual(retire, [{ chaine, numero: 2, defaut: 'le contenu de la ligne a disparu' }])
  const reecrit = await tamper(chaine, (tx) =>
    sql`update platform.audit_contenu set efface_le = now(), libelle = 'Autre' where ${visee}`.execute(tx),
  )
  assert.deepEqual(reecrit, [{ chaine, numero: 2, defaut: 'le contenu de la ligne a été modifié après son effacement' }])
})

test('a line removed in the middle, at the start or at the end is found', async () => {
  const { chaine } = await createChaine(5)
  const remove = (numeros: number[]) =>
    tamper(chaine, (tx) => sql`delete from platform.audit_ligne where chaine = ${chaine} and numero = any(${numeros})`.execute(tx))
  assert.deepEqual(await remove([3]), [
    { chaine, numero: 4, defaut: 'la ligne 3 manque' },
    { chaine, numero: 4, defaut: 'la ligne ne suit pas celle qui la précède' },
  ])
  assert.equal((await remove([1, 2]))[0]?.defaut, 'les lignes 1 à 2 manquent')
  assert.deepEqual(await remove([5]), [{ chaine, numero: 5, defaut: 'la ligne 5 manque à la fin de la chaîne' }])
  assert.deepEqual(await remove([1, 2, 3, 4, 5]), [{ chaine, numero: 1, defaut: 'les lignes 1 à 5 manquent à la fin de la chaîne' }])
})

test('a last line removed with the head brought back to the one before is found against an anchor only', async () => {
  const { chaine } = await createChaine(3)
  const ancre = await takeAncre()
  const cut = async (tx: Tx) => {
    await sql`delete from platform.audit_ligne where chaine = ${chaine} and numero = 3`.execute(tx)
    await sql`update platform.audit_chaine c set dernier_numero = 2, derniere_empreinte = l.empreinte
      from platform.audit_ligne l where c.chaine = ${chaine} and l.chaine = c.chaine and l.numero = 2`.execute(tx)
  }
  assert.deepEqual(await tamper(chaine, cut), [])
  assert.deepEqual(await tamper(chaine, cut, ancre), [{ chaine, numero: 3, defaut: 'la ligne que l’ancre a notée a disparu' }])
})

test('a line inserted at the end, or between two others with those after it renumbered, is found', async () => {
  const { chaine } = await createChaine(4)
  const copie = (tx: Tx, numero: number) =>
    sql`
    insert into platform.audit_ligne select gen_random_uuid(), chaine, ${numero}, instant, commande, acteur_id, mandat_id, objet_type, objet_id,
      requete_id, empreinte_contenu, empreinte_precedente, empreinte from platform.audit_ligne where chaine = ${chaine} and numero = 1`.execute(
      tx,
    )
  const fin = await tamper(chaine, (tx) => copie(tx, 5))
  assert.ok(fin.some(({ numero, defaut }) => numero === 5 && defaut === 'la chaîne finit à la ligne 4 : ce qui la suit a été ajouté'))
  const milieu = await tamper(chaine, async (tx) => {
    await sql`update platform.audit_ligne set numero = numero + 100 where chaine = ${chaine} and numero >= 3`.execute(tx)
    await copie(tx, 3)
    await sql`update platform.audit_ligne set numero = numero - 99 where chaine = ${chaine} and numero > 100`.execute(tx)
  })
  assert.equal(milieu[0]?.numero, 3)
  assert.ok(milieu.some(({ numero, defaut }) => numero === 3 && defaut === 'la ligne ne suit pas celle qui la précède'))
  assert.ok(milieu.some(({ numero, defaut }) => numero === 4 && defaut === 'la ligne a été modifiée'))
})

test('two lines that change places are found', async () => {
  const { chaine } = await createChaine(4)
  const defauts = await tamper(chaine, async (tx) => {
    await sql`update platform.audit_ligne set numero = 100 where chaine = ${chaine} and numero = 2`.execute(tx)
    await sql`update platform.audit_ligne set numero = 2 where chaine = ${chaine} and numero = 3`.execute(tx)
    await sql`update platform.audit_ligne set numero = 3 where chaine = ${chaine} and numero = 100`.execute(tx)
  })
  assert.deepEqual([...new Set(defauts.map(({ numero }) => numero))], [2, 3, 4])
})

test('a chain given to another contract is found', async () => {
  const { chaine } = await createChaine(2)
  const voleuse = nomChaine(randomUUID())
  const defauts = await tamper(voleuse, async (tx) => {
    await sql`update platform.audit_chaine set chaine = ${voleuse} where chaine = ${chaine}`.execute(tx)
    await sql`update platform.audit_ligne set chaine = ${voleuse} where chaine = ${chaine}`.execute(tx)
  })
  assert.deepEqual(
    defauts.map(({ numero, defaut }) => [numero, defaut]),
    [
      [1, 'la ligne a été modifiée'],
      [2, 'la ligne a été modifiée'],
    ],
  )
})

test('a whole chain gone, and a chain without its head', async () => {
  const { chaine } = await createChaine(2)
  const ancre = await takeAncre()
  const tete = await tamper(chaine, (tx) => sql`delete from platform.audit_chaine where chaine = ${chaine}`.execute(tx))
  assert.deepEqual(tete, [{ chaine, numero: 0, defaut: 'la tête de cette chaîne a disparu' }])
  const remove = async (tx: Tx) => {
    await sql`delete from platform.audit_ligne where chaine = ${chaine}`.execute(tx)
    await sql`delete from platform.audit_chaine where chaine = ${chaine}`.execute(tx)
  }
  assert.deepEqual(await tamper(chaine, remove, ancre), [
    { chaine, numero: 0, defaut: 'la chaîne a disparu : l’ancre en connaît 2 lignes' },
  ])
})

/** Rewrites a line and every line after it as the product would have written them: the head too. */
async function rechain(tx: Tx, chaine: string, depuis: number): Promise<void> {
  const lignes = await tx.selectFrom('platform.audit_ligne').selectAll().where('chaine', '=', chaine).orderBy('numero').execute()
  let precedente = ''
  for (const ligne of lignes) {
    if (ligne.numero >= depuis) {
      const sel = Buffer.from('0'.repeat(32), 'hex')
      const contenu = { libelle: 'Réécrite', mandat: null, avant: null, apres: null }
      const faits = {
        chaine,
        numero: ligne.numero,
        instant: ligne.instant.toISOString(),
        commande: ligne.commande,
        acteurId: ligne.acteur_id,
        mandatId: ligne.mandat_id,
        objetType: ligne.objet_type,
        objetId: ligne.objet_id,
        requeteId: ligne.requete_id,
        empreinteContenu: empreinteContenu(sel, contenu),
      }
      const empreinte = empreinteLigne(faits, precedente)
      await sql`update platform.audit_contenu set sel = ${sel}, libelle = 'Réécrite', mandat = null, avant = 'null', apres = 'null'
        where ligne_id = ${ligne.id}`.execute(tx)
      await sql`update platform.audit_ligne set empreinte_contenu = ${faits.empreinteContenu}, empreinte_precedente = ${precedente},
        empreinte = ${empreinte} where id = ${ligne.id}`.execute(tx)
      precedente = empreinte
    } else precedente = ligne.empreinte
  }
  await sql`update platform.audit_chaine set derniere_empreinte = ${precedente} where chaine = ${chaine}`.execute(tx)
}

test('a tail rewritten and chained again passes alone, and fails against an anchor taken before', async () => {
  const { chaine } = await createChaine(5)
  const ancre = await takeAncre()
  assert.deepEqual(await tamper(chaine, (tx) => rechain(tx, chaine, 2)), [])
  const defauts = await tamper(chaine, (tx) => rechain(tx, chaine, 2), ancre)
  assert.equal(defauts.length, 1)
  assert.equal(defauts[0]?.numero, 5)
  assert.match(defauts[0]?.defaut ?? '', /l’ancre/)
})

test('lines written after an anchor are no defect, and an erased payload stays valid', async () => {
  const { contratId, chaine } = await createChaine(2)
  const ancre = await takeAncre()
  await base.db
    .transaction()
    .execute((tx) =>
      appendAudit(
        tx,
        { contratId, objet: { type: 'note', id: '3' }, libelle: 'Note 3', avant: null, apres: null },
        { acteurId: null, mandatId: null, mandat: null, requeteId: 'r', instant: new Date(), commande: 'test.noter' },
      ),
    )
  await sql`update platform.audit_contenu set sel = null, libelle = null, avant = null, apres = null, efface_le = now()
    where ligne_id = (select id from platform.audit_ligne where chaine = ${chaine} and numero = 1)`.execute(owner.db)
  assert.deepEqual((await verifyAudit(owner.db, ancre)).defauts, [])
})

test('an anchor is read back as it was written, and anything else is refused', async () => {
  const ancre = await takeAncre()
  assert.deepEqual(parseAncre(writeAncre(ancre)), ancre)
  for (const texte of ['', '{}', '[1]', '{"format":"parvis-ancre-1","prise":"hier","chaines":[]}']) {
    assert.throws(() => parseAncre(texte), RegleViolee)
  }
})

test('the command line takes an anchor, verifies against it, and says the chain, the line and the defect', async () => {
  const dossier = await mkdtemp(join(tmpdir(), 'parvis-ancre-'))
  after(() => rm(dossier, { recursive: true, force: true }))
  const fichier = join(dossier, 'ancre.json')
  const dit: string[] = []
  const io: IoAudit = {
    print: (texte) => void dit.push(texte),
    printError: (texte) => void dit.push(texte),
    now: () => new Date('2026-11-22T10:00:00Z'),
    withBase: (faire) => faire(owner.db),
  }
  assert.equal(await runAudit('anchor', ['--sortie', fichier], io), 0)
  assert.equal(await runAudit('anchor', ['--sortie', fichier], io), 2, 'an anchor is never written over')
  assert.match(dit.at(-1) ?? '', /existe : donnez un autre nom/)
  assert.equal(await runAudit('verify', ['--ancre', fichier], io), 0)
  assert.match(dit.at(-1) ?? '', /comparées à l’ancre du 2026-11-22T10:00:00\.000Z, aucune altérée/)
  const ancre = parseAncre(await readFile(fichier, 'utf8'))
  const [premiere] = ancre.chaines
  assert.ok(premiere)
  await writeFile(fichier, writeAncre({ ...ancre, chaines: [{ ...premiere, empreinte: '0'.repeat(64) }] }))
  assert.equal(await runAudit('verify', ['--ancre', fichier], io), 1)
  assert.match(dit.at(-1) ?? '', new RegExp(`^${premiere.chaine}, ligne ${premiere.numero} : .*\\nJournal altéré : 1 défaut `))
  assert.equal(await runAudit('verify', ['--ancre', join(dossier, 'absente')], io), 2)
  assert.equal(await runAudit('verify', ['--autre', 'x'], io), 2)
})
