import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, codesDe, createArbreDeTest, fait } from '../arbre-de-test.ts'
import { getFiche, listFiches } from '../fiche.store.ts'
import { contenuDe } from '../fiche-contenu.ts'
import { buildContenu, ligne } from '../fiche-de-test.ts'
import { FicheModifiee } from '../fiche-verrou.ts'
import { getVersion, listVersions } from '../version.store.ts'
import { abandonFiche } from './abandon-fiche.ts'
import { addCommentaire } from './add-commentaire.ts'
import { answerCommentaire } from './answer-commentaire.ts'
import { archiveFiche } from './archive-fiche.ts'
import { createFiche } from './create-fiche.ts'
import { duplicateFiche } from './duplicate-fiche.ts'
import { rejectFiche } from './reject-fiche.ts'
import { reopenFiche } from './reopen-fiche.ts'
import { restoreFiche } from './restore-fiche.ts'
import { saveFiche } from './save-fiche.ts'
import { settleCommentaire } from './settle-commentaire.ts'
import { submitFiche } from './submit-fiche.ts'
import { validateFiche } from './validate-fiche.ts'

const base = await createBaseDeTest()
const contenu = buildContenu({ objectifs: [ligne('Garder les démarches engagées')], enjeu: 'Bien vivre ici' })

test('créer une fiche lui donne le numéro libre, le code de sa place et une ligne au journal', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const fiche = await fait(tx, agent, createFiche, { contratId, noeudId: ids.a21, contenu })
    assert.deepEqual([fiche.code, fiche.statut, fiche.version], ['2.1.9', 'brouillon', 1])
    assert.deepEqual(contenuDe(await getFiche(tx, contratId, fiche.id)), contenu)
    const [trace] = await listJournal(tx, { contratId, objet: { type: 'fiche', id: fiche.id }, limite: 5 })
    assert.deepEqual([trace?.commande, trace?.libelle], ['strategie.creer_fiche', 'Fiche 2.1.9 créée'])
  })
})

test('créer une fiche : numéro pris, nœud inconnu, mandat qui ne le permet pas', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await assert.rejects(fait(tx, agent, createFiche, { contratId, noeudId: ids.a21, numero: 5, contenu }), RegleViolee)
    await assert.rejects(fait(tx, agent, createFiche, { contratId, noeudId: createId(), contenu }), RegleViolee)
    await assert.rejects(
      async () => fait(tx, agent, createFiche, { contratId, noeudId: null, contenu: { ...contenu, intitule: ' ' } }),
      /intitulé/,
    )
    const citoyenne = buildAgent(contratId, 'conseil_citoyen')
    await assert.rejects(fait(tx, citoyenne, createFiche, { contratId, noeudId: ids.a21, contenu }), Interdit)
  })
})

test('de brouillon à validée : deux versions gardées, la même empreinte, quatre lignes au journal', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '' }
    const ecrite = await fait(tx, buildAgent(contratId, 'bailleur'), saveFiche, { ...visee, version: 1, contenu })
    const soumise = await fait(tx, buildAgent(contratId, 'bailleur'), submitFiche, { ...visee, version: ecrite.version })
    assert.equal(soumise.statut, 'a_valider')
    const validee = await fait(tx, buildAgent(contratId, 'elu_epci'), validateFiche, { ...visee, version: soumise.version })
    assert.equal((await getFiche(tx, contratId, visee.ficheId)).statut, 'validee')
    const versions = await listVersions(tx, visee.ficheId)
    assert.deepEqual(
      versions.map((version) => [version.numero, version.acte]),
      [
        [2, 'validation'],
        [1, 'soumission'],
      ],
    )
    assert.equal(versions[0]?.sha256, versions[1]?.sha256)
    // Editing it afterwards opens a draft; the validated text stays.
    const rouverte = await fait(tx, agent, saveFiche, { ...visee, version: validee.version, contenu: { ...contenu, enjeu: 'Autre chose' } })
    assert.deepEqual([rouverte.statut, rouverte.valideeLe], ['brouillon', null])
    assert.equal((await getVersion(tx, visee.ficheId, 2)).contenu.enjeu, 'Bien vivre ici')
    const journal = await listJournal(tx, { contratId, objet: { type: 'fiche', id: visee.ficheId }, limite: 10 })
    assert.deepEqual(
      journal.map((trace) => trace.libelle),
      [
        'Fiche 2.1.5 modifiée\u00a0: un nouveau brouillon est ouvert',
        'Fiche 2.1.5 validée',
        'Fiche 2.1.5 soumise à validation',
        'Fiche 2.1.5 modifiée',
      ],
    )
  })
})

test('un enregistrement périmé rend les deux textes et n’écrit rien', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '', version: 1 }
    await fait(tx, agent, saveFiche, { ...visee, contenu: { ...contenu, enjeu: 'Le sien' } })
    await assert.rejects(fait(tx, agent, saveFiche, { ...visee, contenu: { ...contenu, enjeu: 'Le mien' } }), (erreur: unknown) => {
      assert.ok(erreur instanceof FicheModifiee)
      assert.deepEqual([erreur.actuelle.enjeu, erreur.saisie?.enjeu, erreur.actuelle.version], ['Le sien', 'Le mien', 2])
      return true
    })
    assert.equal((await getFiche(tx, contratId, visee.ficheId)).enjeu, 'Le sien')
    await assert.rejects(fait(tx, agent, submitFiche, visee), FicheModifiee)
  })
})

test('qui ne peut pas écrire, soumettre ou valider en est empêché par la commande aussi', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '', version: 1 }
    for (const role of ['conseil_citoyen', 'evaluateur', 'elu_commune', 'financeur'] as const) {
      await assert.rejects(fait(tx, buildAgent(contratId, role), saveFiche, { ...visee, contenu }), Interdit, role)
    }
    const { version } = await fait(tx, agent, saveFiche, { ...visee, contenu })
    await assert.rejects(fait(tx, buildAgent(contratId, 'elu_epci'), submitFiche, { ...visee, version }), Interdit)
    const soumise = await fait(tx, agent, submitFiche, { ...visee, version })
    for (const role of ['bailleur', 'referent_commune', 'delegue_prefet'] as const) {
      const autre = buildAgent(contratId, role)
      await assert.rejects(fait(tx, autre, validateFiche, { ...visee, version: soumise.version }), Interdit, role)
      await assert.rejects(fait(tx, autre, rejectFiche, { ...visee, version: soumise.version, motif: 'Non' }), Interdit, role)
      await assert.rejects(fait(tx, autre, saveFiche, { ...visee, version: soumise.version, contenu }), Interdit, role)
    }
    // Someone of another contract learns nothing of it, whatever contract the form claims.
    await assert.rejects(fait(tx, buildAgent(createId()), saveFiche, { ...visee, contenu }), Introuvable)
    const ailleurs = await createArbreDeTest(tx)
    await assert.rejects(fait(tx, ailleurs.agent, saveFiche, { ...visee, contratId: ailleurs.contratId, contenu }), Introuvable)
  })
})

test('un contenu mal formé est refusé avant la base', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '', version: 1 }
    const financement = { ...ligne('Ville'), nature: 'specifique', organisations: [], montantCents: 12.5 }
    await assert.rejects(
      async () => fait(tx, agent, saveFiche, { ...visee, contenu: { ...contenu, financements: [financement] } }),
      RegleViolee,
    )
    await assert.rejects(async () => fait(tx, agent, saveFiche, { ...visee, contenu: { ...contenu, enjeu: 'nul \u0000' } }), RegleViolee)
    await assert.rejects(async () => fait(tx, agent, saveFiche, { ...visee, version: 'un', contenu }), RegleViolee)
    const double = ligne('Deux fois')
    await assert.rejects(
      fait(tx, agent, saveFiche, { ...visee, contenu: { ...contenu, contexte: [double], suivi: [double] } }),
      /deux fois/,
    )
    assert.equal((await getFiche(tx, contratId, visee.ficheId)).version, 1)
  })
})

test('renvoyer une fiche laisse le motif en marge', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '' }
    const { version } = await fait(tx, agent, saveFiche, { ...visee, version: 1, contenu })
    const soumise = await fait(tx, agent, submitFiche, { ...visee, version })
    await assert.rejects(async () => fait(tx, agent, rejectFiche, { ...visee, version: soumise.version, motif: ' ' }), RegleViolee)
    const renvoyee = await fait(tx, agent, rejectFiche, { ...visee, version: soumise.version, motif: 'Préciser les publics' })
    assert.equal(renvoyee.statut, 'brouillon')
    const { rows } = await sql<{ texte: string; organisation: string }>`
      select texte, organisation from strategie.commentaire where fiche_id = ${visee.ficheId}`.execute(tx)
    assert.deepEqual(rows, [{ texte: 'Renvoyée en brouillon\u00a0: Préciser les publics', organisation: 'Métropole' }])
  })
})

test('abandonner, rouvrir', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '' }
    await assert.rejects(fait(tx, buildAgent(contratId, 'bailleur'), abandonFiche, { ...visee, version: 1 }), Interdit)
    const abandonnee = await fait(tx, agent, abandonFiche, { ...visee, version: 1 })
    await assert.rejects(fait(tx, agent, saveFiche, { ...visee, version: abandonnee.version, contenu }), /rouvrez-la avant de la modifier/)
    await assert.rejects(
      fait(tx, buildAgent(contratId, 'bailleur'), saveFiche, { ...visee, version: abandonnee.version, contenu }),
      Interdit,
    )
    const rouverte = await fait(tx, agent, reopenFiche, { ...visee, version: abandonnee.version })
    assert.equal(rouverte.statut, 'brouillon')
    await assert.rejects(fait(tx, agent, reopenFiche, { ...visee, version: rouverte.version }), RegleViolee)
  })
})

test('archiver libère le numéro, restaurer rend la fiche à sa place', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '' }
    const archivee = await fait(tx, agent, archiveFiche, { ...visee, version: 1 })
    assert.deepEqual(
      (await listFiches(tx, buildAgent(contratId, 'bailleur'), contratId)).map((fiche) => fiche.code),
      ['2.1.4', '2.1.8', '2.2.1'],
    )
    await assert.rejects(fait(tx, buildAgent(contratId, 'bailleur'), restoreFiche, { ...visee, version: archivee.version }), Interdit)
    const neuve = await fait(tx, agent, createFiche, { contratId, noeudId: ids.a21, numero: 5, contenu })
    assert.equal(neuve.code, '2.1.5')
    const restauree = await fait(tx, agent, restoreFiche, { ...visee, version: archivee.version })
    assert.equal(restauree.code, '2.1.9')
    assert.equal((await codesDe(tx, contratId))[visee.ficheId], '2.1.9')
    assert.equal((await getFiche(tx, contratId, visee.ficheId)).archiveeLe, null)
  })
})

test('dupliquer fait un brouillon de même texte, avec ses propres lignes', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const effet = ligne('Un effet')
    const visee = { contratId, ficheId: ids.f5 ?? '' }
    const modele = await fait(tx, agent, saveFiche, {
      ...visee,
      version: 1,
      contenu: { ...contenu, effets: [effet], indicateursEffets: [{ ...ligne('Un indicateur'), effetId: effet.id }] },
    })
    const copie = await fait(tx, agent, duplicateFiche, { ...visee, version: modele.version })
    const lue = await getFiche(tx, contratId, copie.id)
    assert.deepEqual([lue.code, lue.statut, lue.intitule], ['2.1.9', 'brouillon', `${contenu.intitule} (copie)`])
    assert.notEqual(lue.effets[0]?.id, effet.id)
    assert.equal(lue.indicateursEffets[0]?.effetId, lue.effets[0]?.id)
    assert.deepEqual((await getFiche(tx, contratId, visee.ficheId)).effets, [effet])
  })
})

test('un contrat archivé se lit, ses fiches ne changent plus', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await sql`update contrat.contrat set statut = 'archive', statut_avant_archive = 'preparation', archive_le = now() where id = ${contratId}`.execute(
      tx,
    )
    const visee = { contratId, ficheId: ids.f5 ?? '', version: 1 }
    for (const commande of [submitFiche, abandonFiche, archiveFiche, duplicateFiche]) {
      await assert.rejects(fait(tx, agent, commande, visee), /archivé/)
    }
    await assert.rejects(fait(tx, agent, saveFiche, { ...visee, contenu }), /archivé/)
  })
})

test('un lien qui attendait son code se noue quand la fiche est créée', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const lien = { ...ligne('Associer les habitants'), code: '2.1.9', ficheId: null }
    await fait(tx, agent, saveFiche, { contratId, ficheId: ids.f5, version: 1, contenu: { ...contenu, liens: [lien] } })
    const neuve = await fait(tx, agent, createFiche, { contratId, noeudId: ids.a21, numero: 9, contenu: buildContenu() })
    assert.equal((await getFiche(tx, contratId, ids.f5 ?? '')).liens[0]?.ficheId, neuve.id)
  })
})

test('une remarque, sa réponse, son règlement', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '' }
    const citoyenne = buildAgent(contratId, 'conseil_citoyen')
    const remarque = await fait(tx, citoyenne, addCommentaire, { ...visee, champ: 'contexte', texte: 'Préciser « bon ».' })
    assert.deepEqual([remarque.champ, remarque.organisation], ['contexte', 'Métropole'])
    const bailleur = buildAgent(contratId, 'bailleur')
    const reponse = await fait(tx, bailleur, answerCommentaire, { ...visee, commentaireId: remarque.id, texte: '6,8 sur 10.' })
    assert.deepEqual([reponse.parentId, reponse.champ], [remarque.id, 'contexte'])
    await assert.rejects(fait(tx, bailleur, answerCommentaire, { ...visee, commentaireId: reponse.id, texte: 'Hé' }), RegleViolee)
    await assert.rejects(
      fait(tx, buildAgent(contratId, 'elu_commune'), settleCommentaire, { ...visee, commentaireId: remarque.id }),
      Interdit,
    )
    await fait(tx, bailleur, settleCommentaire, { ...visee, commentaireId: remarque.id })
    await assert.rejects(fait(tx, citoyenne, settleCommentaire, { ...visee, commentaireId: remarque.id }), /est réglée/)
    await assert.rejects(fait(tx, citoyenne, answerCommentaire, { ...visee, commentaireId: remarque.id, texte: 'Encore' }), /est réglée/)
    // The text of the fiche did not move.
    assert.equal((await getFiche(tx, contratId, visee.ficheId)).version, 1)
  })
})

test('une remarque : vide, sur un champ inconnu, par qui ne fait que lire, sur une autre fiche', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const visee = { contratId, ficheId: ids.f5 ?? '' }
    await assert.rejects(async () => fait(tx, agent, addCommentaire, { ...visee, texte: '  ' }), RegleViolee)
    await assert.rejects(async () => fait(tx, agent, addCommentaire, { ...visee, champ: 'couleur', texte: 'Bleu' }), RegleViolee)
    await assert.rejects(fait(tx, buildAgent(contratId, 'evaluateur'), addCommentaire, { ...visee, texte: 'Non' }), Interdit)
    const remarque = await fait(tx, agent, addCommentaire, { ...visee, texte: 'Ici' })
    const ailleurs = { contratId, ficheId: ids.f4 ?? '', commentaireId: remarque.id }
    await assert.rejects(fait(tx, agent, settleCommentaire, ailleurs), Introuvable)
    await assert.rejects(fait(tx, agent, answerCommentaire, { ...ailleurs, texte: 'Là' }), Introuvable)
  })
})
