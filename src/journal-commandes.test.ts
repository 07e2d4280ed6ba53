/** Every command leaves its line in the journal, in the same transaction; every command and object of the journal has its words. */
import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { DROITS, LEXIQUES } from '#app.ts'
import { type Agent, dureeMaxAcces, SUJETS } from '#compte/index.ts'
import { type CommandeDeclaree, identiteOf, listCommandes, setIdentite } from '#platform/acte.ts'
import { joinLexiques } from '#platform/audit/lexique.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { matrixOf } from '#platform/droits.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { champReglage } from '#platform/reglages.ts'
import { EXEMPLES } from './droits-exemples-de-test.ts'
import { type Exemple, ouDe } from './droits-exemples-forme-de-test.ts'
import { createScene, idOf } from './droits-scene-de-test.ts'

const base = await createBaseDeTest()
const scene = await createScene(base)
after(() => scene.close())
const lexique = joinLexiques(LEXIQUES)

/** Commands that may leave no line, and why. */
const SANS_LIGNE: Readonly<Record<string, string>> = {
  'strategie.apercu_fiches': 'undone before it ends: it shows what would change',
}
/** Places where a command may give back no trace, and why: nothing was changed. */
const TRACES_NULLES: Readonly<Record<string, string>> = {
  'src/compte/commands/change-reglages.ts': 'every setting already is as typed',
  'src/compte/commands/correct-identite.ts': 'the identity already is as typed',
  'src/compte/commands/edit-organisation.ts': 'the organisation already is as typed',
  'src/compte/commands/note-identite.ts': 'the provider says what it said before',
  'src/strategie/commands/set-themes-fiche.ts': 'the themes asked are those that the fiche has',
  'src/strategie/commands/situate-fiche.ts': 'the places asked are those that the fiche has',
  'src/territoire/commands/adjust-simulation.ts': 'the cells asked are those that the simulation has',
  'src/strategie/commands/bulk-edit-fiches.ts': 'the preview, and fiches that already are as asked',
}

/** Examples that would change nothing, made to change something. */
const PRECISIONS: Readonly<Record<string, object>> = {
  'strategie.situer_fiche': { lieux: [{ type: 'commune', code: '37261' }] },
  'strategie.etiqueter_fiche': { themeIds: [idOf(scene.ici, 'theme')] },
  'compte.changer_reglages': { section: dureeMaxAcces.section, valeurs: { [champReglage(dureeMaxAcces.cle)]: '2' } },
}

type LigneEcrite = { chaine: string; commande: string; acteur_id: string; mandat_id: string | null; mandat: string | null; libelle: string }

async function countLignes(tx: Tx): Promise<number> {
  return (await listLignesEcrites(tx)).length
}

async function listLignesEcrites(tx: Tx): Promise<LigneEcrite[]> {
  const { rows } = await sql<LigneEcrite>`select l.chaine, l.commande, l.acteur_id, l.mandat_id, c.mandat, c.libelle
    from platform.audit_ligne l join platform.audit_contenu c on c.ligne_id = l.id order by l.chaine, l.numero`.execute(tx)
  return rows
}

/** Does it for real under the application's role, checks its line, then undoes it. @returns what is wrong; null when the state of things refused the act */
async function attempt(commande: CommandeDeclaree, exemple: Exemple, agent: Agent): Promise<string[] | null> {
  const fautes: string[] = []
  let faite = false
  await annule(scene.proprietaire, async (tx) => {
    const brut = Object.assign({}, await exemple.entree(ouDe(scene, tx, agent)), PRECISIONS[commande.nom])
    const avant = await countLignes(tx)
    await sql`set local role parvis_app`.execute(tx)
    await setIdentite(tx, identiteOf(agent))
    try {
      await commande.actIn(tx, { agent, now: new Date(), requeteId: 'preuve' }, brut)
    } catch (erreur) {
      // Refusals are proven elsewhere: here another person is asked.
      if (erreur instanceof RegleViolee || erreur instanceof Interdit || erreur instanceof Introuvable) return
      throw erreur
    }
    faite = true
    await sql`set local role parvis_essai`.execute(tx)
    const ecrites = (await listLignesEcrites(tx)).slice(avant).filter((une) => une.commande === commande.nom)
    if (SANS_LIGNE[commande.nom] !== undefined) {
      if (ecrites.length > 0) fautes.push('une ligne de trop')
      return
    }
    if (ecrites.length === 0) fautes.push('aucune ligne')
    for (const une of ecrites) {
      if (une.acteur_id !== agent.personneId) fautes.push('la ligne est d’une autre personne')
      if (agent.mandats.length > 0 && (une.mandat_id === null || une.mandat === null)) fautes.push('la ligne ne dit pas le mandat')
      if (une.libelle.trim() === '') fautes.push('la ligne n’a pas de phrase')
    }
    if ((await verifyAudit(tx)).defauts.length > 0) fautes.push('la chaîne ne vérifie plus')
  })
  return faite ? fautes : null
}

test('chaque commande permise écrit sa ligne : qui, sous quel mandat et à quel titre, dans la chaîne qui vérifie', {
  timeout: 120_000,
}, async () => {
  const matrice = matrixOf(DROITS, SUJETS, scene.ici.contratId)
  const fautes: string[] = []
  const prouvees = new Set<string>()
  for (const commande of listCommandes()) {
    for (const exemple of EXEMPLES[commande.nom] ?? []) {
      const ligne = matrice.find(
        ({ action, cas }) => action.commandes.includes(commande.nom) && (exemple.cas === undefined || cas.libelle === exemple.cas),
      )
      for (const { cle } of SUJETS) {
        const agent = ligne?.permis.has(cle) ? (scene.agents.get(cle) ?? null) : null
        const trouvees = agent === null ? null : await attempt(commande, exemple, agent)
        if (trouvees === null) continue
        fautes.push(...trouvees.map((faute) => `${commande.nom}, ${cle} : ${faute}`))
        prouvees.add(commande.nom)
        break
      }
    }
  }
  assert.deepEqual(fautes, [])
  assert.ok(prouvees.size >= 60, `only ${prouvees.size} commands proven`)
})

test('a trace is null only where a list says why', async () => {
  const nulles = new Set<string>()
  for await (const chemin of glob('src/*/commands/*.ts')) {
    if (chemin.endsWith('.test.ts')) continue
    if (/trace:\s*(null|[^,{]*\?\s*null)/.test(await readFile(chemin, 'utf8'))) nulles.add(chemin)
  }
  assert.deepEqual([...nulles].sort(), Object.keys(TRACES_NULLES).sort())
})

test('chaque commande a son nom en français pour le filtre du journal', () => {
  const manque = listCommandes().filter(({ nom }) => lexique.commandes[nom] === undefined)
  assert.deepEqual(
    manque.map(({ nom }) => nom),
    [],
    'add them to the journal.adaptateur.ts of their capability',
  )
})

test('chaque type d’objet écrit au journal a son nom', async () => {
  const types = new Set<string>()
  for await (const chemin of glob('src/*/{commands,.}/**/*.ts')) {
    if (/test\.ts$|de-test|build/.test(chemin)) continue
    for (const [, type] of (await readFile(chemin, 'utf8')).matchAll(/objet: \{ type: '([a-z_]+)'/g))
      if (type !== undefined) types.add(type)
  }
  assert.ok(types.size > 8)
  assert.deepEqual(
    [...types].filter((type) => lexique.objets[type] === undefined),
    [],
    'add them to the journal.adaptateur.ts of their capability',
  )
})
