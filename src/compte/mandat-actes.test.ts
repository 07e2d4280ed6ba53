/** Mandates through their pages: choosing, standing in, delegating, ending together, undoing, renewing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { findAgentByPersonne } from './agent.store.ts'
import { chooseMandat } from './commands/choose-mandat.ts'
import { cancelAbsence, declareAbsence } from './commands/declare-absence.ts'
import { declareInteret, endInteret } from './commands/declare-interet.ts'
import { delegateMandat, revokeDelegation } from './commands/delegate-mandat.ts'
import { endMandats } from './commands/end-mandats.ts'
import { renewMandats } from './commands/renew-mandats.ts'
import { undoMandats } from './commands/undo-mandats.ts'
import { AUTRE_CONTRAT, buildApp, CONTRAT, createBaseDeTest, createMembre, get, listLibelles, NOW, post, signIn } from './compte.build.tsx'
import { listAppartenances } from './conflit.store.ts'
import { getMatiere, listDelegations } from './delegation.store.ts'
import { canSignFor } from './delegation.ts'
import { createMandatRow, listMandatsOfContrat } from './mandat.store.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'

const base = await createBaseDeTest()
const app = await buildApp(base, { courrielsMontres: false })
const JOUR = jourParis(NOW)
const dans = (jours: number) => jourParis(new Date(NOW.getTime() + jours * 86_400_000))
const ESSAI = '/espace/essai/equipe'

const cheffe = await createMembre(base.libre, { courriel: 'cheffe@exemple.fr', role: 'chef_projet' })
const prefete = await createMembre(base.libre, { courriel: 'prefete@exemple.fr', role: 'prefet' })
const bailleur = await createMembre(base.libre, { courriel: 'bailleur@exemple.fr', role: 'bailleur' })
const double = await createMembre(base.libre, { courriel: 'double@exemple.fr', role: 'evaluateur', debut: '2019-01-01' })
const admin = await createMembre(base.libre, { courriel: 'admin@exemple.fr', role: 'admin_plateforme', contratId: null })
const mandatOf = (agent: Acteur) => {
  const [mandat] = agent.mandats
  assert.ok(mandat)
  return mandat
}

/** Another mandate of someone, or a first one. */
async function donne(
  agent: Acteur,
  role: 'bailleur' | 'financeur' | 'prefet' | 'elu_epci',
  organisationId: string,
  contratId = CONTRAT.id,
): Promise<string> {
  const mandat = { id: createId(), personneId: agent.personneId, organisationId, role, contratId, territoire: TOUT_LE_CONTRAT }
  await createMandatRow(
    base.libre,
    { ...mandat, qualite: 'titulaire', suppleance: null, debut: '2020-01-01', fin: null },
    { id: null, now: NOW },
  )
  return mandat.id
}
/** The agent as the next request would find her. */
async function relu(agent: Acteur): Promise<Acteur> {
  const lu = await findAgentByPersonne(base.db, agent.personneId, JOUR)
  assert.ok(lu)
  return lu
}
const fait = <E, T>(agent: Acteur, commande: Parameters<typeof act<E, T>>[1], entree: unknown) =>
  act({ db: base.db, agent, now: NOW, requeteId: 'essai' }, commande, entree)
const roleSur = (agent: Acteur) => agent.mandats.filter(({ contratId }) => contratId === CONTRAT.id).map(({ role }) => role)

test('qui a deux mandats sur un contrat agit sous un seul, qu’elle choisit', async () => {
  const second = await donne(double, 'financeur', mandatOf(bailleur).organisationId)
  assert.deepEqual(roleSur(await relu(double)), ['evaluateur'], 'the oldest first')
  const cookies = await signIn(app, 'double@exemple.fr')
  const page = await (await get(app, '/espace/essai/mandat', cookies)).text()
  assert.match(page, /Mandat actuel/)
  assert.match(page, /Agir sous ce mandat<span class="pv-cache">, pour Organisation de bailleur, financeur/)
  assert.equal((await post(app, '/espace/essai/mandat', { mandatId: second }, cookies)).headers.get('location'), '/espace/essai')
  const agent = await relu(double)
  assert.deepEqual([roleSur(agent), agent.autresMandats.map(({ role }) => role)], [['financeur'], ['evaluateur']])
  assert.ok(
    (await listLibelles(base.libre)).some((libelle) =>
      /Alix double agit désormais au titre de : financeur pour Organisation de bailleur/.test(libelle),
    ),
  )
})

test('nul ne choisit le mandat d’autrui, ni un mandat inconnu', async () => {
  await assert.rejects(fait(bailleur, chooseMandat, { mandatId: mandatOf(prefete).id }), Interdit)
  await assert.rejects(fait(bailleur, chooseMandat, { mandatId: 'rien' }), RegleViolee)
  const cookies = await signIn(app, 'bailleur@exemple.fr')
  assert.equal((await post(app, '/espace/essai/mandat', { mandatId: mandatOf(prefete).id }, cookies)).status, 403)
})

test('une suppléance d’absence ouvre les droits les jours d’absence, et tombe avec la titulaire', async () => {
  const cookies = await signIn(app, 'cheffe@exemple.fr')
  const titulaire = mandatOf(prefete)
  const nommer = {
    prenom: 'Sam',
    nom: 'Lise',
    organisationId: titulaire.organisationId,
    role: 'prefet',
    qualite: 'suppleant',
    quand: 'absence',
    debut: JOUR,
    fin: '',
  }
  const mauvaise = await post(
    app,
    `${ESSAI}/ajouter`,
    { ...nommer, courriel: 'sam@exemple.fr', role: 'bailleur', remplaceId: titulaire.id },
    cookies,
  )
  assert.equal(mauvaise.status, 422)
  assert.match(await mauvaise.text(), /dans la même organisation, avec le même rôle/)
  assert.equal(
    (await post(app, `${ESSAI}/ajouter`, { ...nommer, courriel: 'double@exemple.fr', remplaceId: titulaire.id }, cookies)).status,
    303,
  )
  assert.ok(!(await relu(double)).autresMandats.some(({ role }) => role === 'prefet'), 'she is there')
  assert.match(
    await (await get(app, `${ESSAI}/mandats/${titulaire.id}`, cookies)).text(),
    /Alix double<\/a>, suppléance d’Alix prefete, en attente d’une absence/,
  )

  const passee = await post(app, `${ESSAI}/mandats/${titulaire.id}/absences`, { debut: '2020-01-01', fin: '2020-01-02' }, cookies)
  assert.equal(passee.status, 422)
  assert.match(await passee.text(), /Cette absence est passée/)
  await assert.rejects(fait(bailleur, declareAbsence, { mandatId: titulaire.id, debut: JOUR, fin: JOUR }), Interdit)
  const { absenceId } = await fait(prefete, declareAbsence, { mandatId: titulaire.id, debut: JOUR, fin: dans(3) })
  const present = (await relu(double)).autresMandats.find(({ role }) => role === 'prefet')
  assert.equal(present?.suppleantDe, 'Alix prefete')
  await assert.rejects(fait(bailleur, cancelAbsence, { mandatId: titulaire.id, absenceId }), Interdit)
  await assert.rejects(fait(prefete, cancelAbsence, { mandatId: titulaire.id, absenceId: createId() }), Introuvable)
  await fait(prefete, cancelAbsence, { mandatId: titulaire.id, absenceId })
  assert.ok(!(await relu(double)).autresMandats.some(({ role }) => role === 'prefet'))
})

test('une délégation de signature se donne, se lit et se révoque', async () => {
  const cookies = await signIn(app, 'cheffe@exemple.fr')
  const delegant = mandatOf(prefete)
  const dedans = { contratId: CONTRAT.id, organisationId: delegant.organisationId }
  const convention = await getMatiere(base.libre, 'convention')
  const sousPrefet = await createMembre(base.libre, { courriel: 'sous.prefet@exemple.fr' })
  const delegataireId = createId()
  await createMandatRow(
    base.libre,
    {
      ...dedans,
      id: delegataireId,
      personneId: sousPrefet.personneId,
      role: 'delegue_prefet',
      territoire: TOUT_LE_CONTRAT,
      qualite: 'titulaire',
      suppleance: null,
      debut: '2020-01-01',
      fin: null,
    },
    { id: null, now: NOW },
  )
  const saisie = { mandatId: delegant.id, delegataireId, 'matieres[]': 'convention', arrete: '2026-118', debut: JOUR, fin: '' }
  assert.equal(canSignFor(await relu(sousPrefet), dedans, convention, JOUR), false)
  const vide = await post(app, `${ESSAI}/delegations/nouvelle`, { ...saisie, arrete: '' }, cookies)
  assert.equal(vide.status, 422)
  assert.match(await vide.text(), /référence de l’arrêté/)
  await assert.rejects(fait(bailleur, delegateMandat, { ...saisie, matieres: ['convention'] }), Interdit)
  assert.equal((await post(app, `${ESSAI}/delegations/nouvelle`, saisie, cookies)).status, 303)
  const agent = await relu(sousPrefet)
  assert.equal(canSignFor(agent, dedans, convention, JOUR), true)
  assert.equal(canSignFor(agent, dedans, await getMatiere(base.libre, 'contrat'), JOUR), false)
  const page = await (await get(app, `${ESSAI}/delegations`, cookies)).text()
  assert.match(page, /Alix sous\.prefet<\/strong> signe pour Alix prefete/)
  const [delegation] = await listDelegations(base.libre, await listMandatsOfContrat(base.libre, CONTRAT.id))
  assert.ok(delegation)
  await assert.rejects(fait(bailleur, revokeDelegation, { delegationId: delegation.id }), Interdit)
  assert.equal((await post(app, `${ESSAI}/delegations/${delegation.id}/revoquer`, {}, cookies)).status, 303)
  assert.equal(canSignFor(await relu(sousPrefet), dedans, convention, JOUR), false)
  assert.equal((await post(app, `${ESSAI}/delegations/${delegation.id}/revoquer`, {}, cookies)).status, 422)
})

test('soir d’élection : aperçu, fin, perte d’accès à la requête suivante, annulation, renouvellement', async () => {
  const cookies = await signIn(app, 'cheffe@exemple.fr')
  const elus = []
  for (const nom of ['elu1', 'elu2']) elus.push(await createMembre(base.libre, { courriel: `${nom}@exemple.fr`, role: 'elu_epci' }))
  const elu = await signIn(app, 'elu1@exemple.fr')
  assert.equal((await get(app, ESSAI, elu)).status, 200)
  const choix = await (await get(app, `${ESSAI}/fin-groupee?role=elu_epci`, cookies)).text()
  assert.match(choix, /2\u00a0mandats du filtre/)
  const apercu = await (await get(app, `${ESSAI}/fin-groupee/apercu?role=elu_epci&portee=toutes`, cookies)).text()
  assert.match(apercu, /2\u00a0mandats prendraient fin tout de suite/)
  assert.match(apercu, /Plus aucun accès au contrat/)
  assert.match(apercu, /Organisation de elu1 n’aura plus personne sur ce contrat/)
  const bloque = await (await get(app, `${ESSAI}/fin-groupee/apercu?portee=cochees&m=${mandatOf(cheffe).id}`, cookies)).text()
  assert.match(bloque, /Ce choix n’est pas possible/)
  assert.ok(!bloque.includes('Mettre fin à ce mandat'))
  const rien = await get(app, `${ESSAI}/fin-groupee/apercu?portee=cochees`, cookies)
  assert.equal(rien.status, 422)
  assert.match(await rien.text(), /Aucun mandat n’est choisi/)

  const ids = elus.map((agent) => mandatOf(agent).id)
  const { groupeId } = await fait(cheffe, endMandats, { contratId: CONTRAT.id, mandatIds: ids, dernierJour: '' })
  assert.equal((await get(app, ESSAI, elu)).status, 404, 'the open session has lost the mandate at once')
  const acte = await (await get(app, `${ESSAI}/actes/${groupeId}`, cookies)).text()
  assert.match(acte, /2\u00a0mandats finis tout de suite/)
  assert.equal((await post(app, `${ESSAI}/actes/${groupeId}/annuler`, {}, cookies)).status, 303)
  assert.equal((await get(app, ESSAI, elu)).status, 200, 'given back as it was')
  assert.equal((await post(app, `${ESSAI}/actes/${groupeId}/annuler`, {}, cookies)).status, 422)
  const libelles = await listLibelles(base.libre)
  assert.equal(libelles.filter((libelle) => /« élue ou élu de l’intercommunalité » .* terminé tout de suite/.test(libelle)).length, 2)
  assert.equal(libelles.filter((libelle) => /« élue ou élu de l’intercommunalité » .* rendu/.test(libelle)).length, 2)

  const second = await fait(cheffe, endMandats, { contratId: CONTRAT.id, mandatIds: ids, dernierJour: JOUR })
  const suite = { debut: dans(1), fin: '', 'lignes.0.mandatId': ids[0] ?? '', 'lignes.0.choix': 'meme' }
  const sansAdresse = { 'lignes.1.mandatId': ids[1] ?? '', 'lignes.1.choix': 'autre', 'lignes.1.courriel': '', 'lignes.1.prenom': 'Lou' }
  const faux = await post(app, `${ESSAI}/renouveler?acte=${second.groupeId}&avant=${dans(1)}`, { ...suite, ...sansAdresse }, cookies)
  assert.equal(faux.status, 422)
  assert.match(await faux.text(), /Tapez une adresse électronique/)
  const renouvelle = { ...suite, ...sansAdresse, 'lignes.1.courriel': 'lou@exemple.fr', 'lignes.1.nom': 'Petit' }
  const reponse = await post(app, `${ESSAI}/renouveler`, renouvelle, cookies)
  assert.equal(reponse.status, 303, await reponse.text())
  const obstacle = await post(app, `${ESSAI}/actes/${second.groupeId}/annuler`, {}, cookies)
  assert.equal(obstacle.status, 422)
  assert.match(await obstacle.text(), /a été renouvelé pour Alix elu1 : annulez d’abord ce renouvellement\. Rien n’est annulé/)
  assert.equal((await post(app, `${reponse.headers.get('location')}/annuler`, {}, cookies)).status, 303)
  assert.equal((await post(app, `${ESSAI}/actes/${second.groupeId}/annuler`, {}, cookies)).status, 303)
})

test('seule la cheffe de projet met fin à plusieurs mandats, et seulement sur son contrat', async () => {
  const ailleurs = await createMembre(base.libre, { courriel: 'ailleurs@exemple.fr', role: 'bailleur', contratId: AUTRE_CONTRAT.id })
  const ids = [mandatOf(bailleur).id]
  await assert.rejects(fait(bailleur, endMandats, { contratId: CONTRAT.id, mandatIds: ids }), Interdit)
  await assert.rejects(fait(cheffe, endMandats, { contratId: AUTRE_CONTRAT.id, mandatIds: [mandatOf(ailleurs).id] }), Interdit)
  await assert.rejects(
    fait(cheffe, endMandats, { contratId: null, organisationId: mandatOf(ailleurs).organisationId, mandatIds: ids }),
    Interdit,
  )
  await assert.rejects(
    fait(cheffe, endMandats, { contratId: CONTRAT.id, mandatIds: [...ids, mandatOf(ailleurs).id] }),
    /n’est pas de ce contrat/,
  )
  await assert.rejects(fait(cheffe, endMandats, { contratId: CONTRAT.id, mandatIds: [] }), /Aucun mandat ne prendrait fin/)
  await assert.rejects(fait(cheffe, endMandats, { contratId: CONTRAT.id, mandatIds: ids, dernierJour: '2020-01-01' }), /Ce jour est passé/)
  await assert.rejects(fait(cheffe, endMandats, { contratId: CONTRAT.id, mandatIds: [mandatOf(cheffe).id] }), /Plus personne/)
  await assert.rejects(fait(bailleur, renewMandats, { contratId: CONTRAT.id, debut: JOUR, fin: '', lignes: [] }), Interdit)
  await assert.rejects(
    fait(cheffe, renewMandats, { contratId: CONTRAT.id, debut: JOUR, fin: '', lignes: [] }),
    /Aucun mandat n’est renouvelé/,
  )
  await assert.rejects(fait(cheffe, undoMandats, { groupeId: createId() }), Introuvable)
})

test('l’administration met fin aux mandats d’une organisation sur tous ses contrats, et elle seule l’annule', async () => {
  const bureau = await createMembre(base.libre, { courriel: 'bureau@exemple.fr', role: 'financeur' })
  const { organisationId } = mandatOf(bureau)
  const la = await donne(bureau, 'financeur', organisationId, AUTRE_CONTRAT.id)
  const cookies = await signIn(app, 'admin@exemple.fr')
  const chemin = `/administration/organisations/${organisationId}`
  assert.equal((await get(app, `${chemin}/fin-groupee`, await signIn(app, 'cheffe@exemple.fr'))).status, 403)
  const apercu = await get(app, `${chemin}/fin-groupee/apercu?portee=toutes`, cookies)
  assert.match(await apercu.text(), /2\u00a0mandats prendraient fin/)
  const { groupeId } = await fait(admin, endMandats, { contratId: null, organisationId, mandatIds: [mandatOf(bureau).id, la] })
  assert.deepEqual((await relu(bureau)).mandats, [])
  await assert.rejects(fait(cheffe, undoMandats, { groupeId }), Interdit)
  assert.match(await (await get(app, `${chemin}/actes/${groupeId}`, cookies)).text(), /Autre contrat/)
  assert.equal((await post(app, `${chemin}/actes/${groupeId}/annuler`, {}, cookies)).status, 303)
  assert.equal((await relu(bureau)).mandats.length, 2)
})

test('chacun déclare ses liens d’intérêts, qui comptent aussitôt', async () => {
  const cookies = await signIn(app, 'bailleur@exemple.fr')
  const { organisationId } = mandatOf(prefete)
  const saisie = { organisationId, nature: 'benevole', debut: '2025-01-01', fin: '' }
  const futur = await post(app, '/compte/interets', { ...saisie, debut: dans(2) }, cookies)
  assert.equal(futur.status, 422)
  assert.match(await futur.text(), /ce jour n’est pas encore venu/)
  assert.equal((await post(app, '/compte/interets', { ...saisie, nature: 'amitie' }, cookies)).status, 422)
  assert.equal((await post(app, '/compte/interets', saisie, cookies)).status, 303)
  assert.match(await (await get(app, '/compte/interets', cookies)).text(), /Organisation de prefete<\/strong> : lien déclaré en cours/)
  const liens = await listAppartenances(base.libre, bailleur.personneId)
  assert.deepEqual(liens.map(({ source }) => source).sort(), ['interet', 'mandat'])
  await assert.rejects(fait(prefete, declareInteret, { ...saisie, personneId: bailleur.personneId }), Interdit)
  const { interetId } = await fait(bailleur, declareInteret, { ...saisie, personneId: bailleur.personneId, nature: 'proche' })
  await assert.rejects(fait(prefete, endInteret, { personneId: prefete.personneId, interetId, fin: JOUR }), Introuvable)
  await assert.rejects(fait(prefete, endInteret, { personneId: bailleur.personneId, interetId, fin: JOUR }), Interdit)
  await assert.rejects(fait(bailleur, endInteret, { personneId: bailleur.personneId, interetId, fin: '2024-12-31' }), /précède son début/)
  assert.equal((await post(app, `/compte/interets/${interetId}/fin`, { geste: 'retirer' }, cookies)).status, 303)
  assert.equal((await listAppartenances(base.libre, bailleur.personneId)).filter(({ source }) => source === 'interet').length, 1)
  const page = await get(app, `/administration/personnes/${bailleur.personneId}`, await signIn(app, 'admin@exemple.fr'))
  assert.match(await page.text(), /Organisations qui engagent l’impartialité/)
})
