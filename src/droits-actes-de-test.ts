/** For the proof of the routes: what people have done already, for the pages that undo it or show it. */
import { openCoffre } from '#compte/coffre.adaptateur.ts'
import { declareAbsence } from '#compte/commands/declare-absence.ts'
import { delegateMandat } from '#compte/commands/delegate-mandat.ts'
import { endMandats } from '#compte/commands/end-mandats.ts'
import { inviteMembre } from '#compte/commands/invite-membre.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { jourParis } from '#platform/formats.ts'
import { askForTiers } from './droits-exemples-compte-de-test.ts'
import { ouDe, prepare } from './droits-exemples-forme-de-test.ts'
import { createEvaluateur, idOf, type SceneDeTest, suspend } from './droits-scene-de-test.ts'

const NOW = new Date()
const JOUR = jourParis(NOW)

/** The scene with a delegation, an absence, a bulk end, an invitation and a mail, written for good. */
export async function addActes(scene: SceneDeTest): Promise<SceneDeTest> {
  const chef = scene.agents.get('chef_projet')
  if (chef == null) throw new Error('the scene has no chef de projet')
  const { contratId } = scene.ici
  const id = (nom: string) => idOf(scene.ici, nom)
  const actes = await scene.proprietaire.transaction().execute(async (tx) => {
    const ou = ouDe(scene, tx, chef)
    const delegation = { delegataireId: id('collegue'), matieres: ['courrier'], arrete: 'Arrêté', debut: JOUR }
    const { delegationId } = await prepare(ou, delegateMandat, { ...delegation, mandatId: id('mandat') })
    const { absenceId } = await prepare(ou, declareAbsence, { mandatId: id('mandat'), debut: JOUR, fin: JOUR })
    const mandatIds = [await createEvaluateur(tx, scene.ici)]
    const { groupeId } = await prepare(ou, endMandats, { contratId, organisationId: '', mandatIds, dernierJour: '' })
    const { invitationId } = await prepare(ou, inviteMembre, {
      coffre: openCoffre('x'.repeat(40)),
      contratId,
      contrat: 'Contrat d’essai',
      courriel: 'invitee@exemple.fr',
      organisationId: id('organisation'),
      role: 'bailleur',
      communes: [],
      quartiers: [],
      qualite: 'titulaire',
      debut: JOUR,
    })
    const a = { courriel: 'tiers@exemple.fr', personneId: id('tiers') }
    const courriel = await enqueueCourriel(
      tx,
      { genre: 'essai', a, objet: 'Essai', corps: ['Essai'], pourquoi: 'Essai', envoi: 'immediat' },
      NOW,
    )
    const suspension = await suspend(tx, scene.ici)
    const cloture = await askForTiers(ou)
    return {
      cloture,
      suspension,
      delegation: delegationId,
      absence: absenceId,
      groupe: groupeId,
      invitation: invitationId,
      courriel,
    }
  })
  return { ...scene, ici: { ...scene.ici, ids: { ...scene.ici.ids, ...actes } } }
}
