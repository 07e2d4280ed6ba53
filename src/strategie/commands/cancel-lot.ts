import { z } from 'zod'
import { assertModifiable, getContrat } from '#contrat/index.ts'
import { type Contexte, command } from '#platform/acte.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import { canonicalJson } from '#platform/canonique.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { cancelTache } from '#platform/taches/tache.store.ts'
import { loadArbre, lockArbre } from '../arbre.store.ts'
import { acteSur, enfantsDe } from '../arbre.ts'
import { getFiche } from '../fiche.store.ts'
import type { ContenuFiche, Fiche } from '../fiche.ts'
import { contenuDe } from '../fiche-contenu.ts'
import { saveFiche, saveStatut } from '../fiche-ecriture.store.ts'
import { archived } from '../fiche-statut.ts'
import { type FicheDuLot, listFichesDuLot, listNoeudsCrees, settleFicheImportee } from '../import-fiche.store.ts'
import { cancelLotRow, getLot } from '../lot.store.ts'
import { canCancelLot } from '../lot-droits.ts'
import { archiveBranche } from '../noeud.store.ts'
import { createVersion, getVersions, listVersions } from '../version.store.ts'

/**
 * Stops the reading of a batch, or undoes the whole import: fiches that it created are archived, with the nodes it added
 * when nothing else hangs from them; those it updated get their former text back; a fiche that somebody has changed
 * since is left alone, and said.
 */
export const cancelLot = command(
  'strategie.annuler_lot',
  z.object({ contratId: z.uuid(), lotId: z.uuid(), portee: z.enum(['lecture', 'tout']) }),
  async (contexte, { contratId, lotId, portee }) => {
    const { tx, agent, now } = contexte
    const lot = await getLot(tx, contratId, lotId, 'ecrire')
    assertCan(canCancelLot(agent, lot), 'Un import est annulé par la personne qui l’a déposé, ou par la cheffe ou le chef de projet.')
    assertModifiable(await getContrat(tx, contratId))
    if (lot.annuleLe !== null) throw new RegleViolee('Cet import est déjà annulé.')
    const objet = { type: 'import', id: lotId }
    const arretee = lot.tacheId !== null && (await cancelTache(tx, lot.tacheId, now))
    if (portee === 'lecture') {
      if (!arretee) throw new RegleViolee('La lecture de cet import est déjà terminée.')
      const trace: Trace = { contratId, objet, libelle: `Lecture de l’import « ${lot.libelle} » arrêtée`, avant: null, apres: null }
      return { valeur: { laissees: [] as string[] }, trace: [trace] }
    }
    await lockArbre(tx, contratId)
    const traces: Trace[] = []
    const laissees: string[] = []
    for (const ligne of await listFichesDuLot(tx, lotId)) {
      if (ligne.ficheId === null || (ligne.etat !== 'creee' && ligne.etat !== 'mise_a_jour')) continue
      const fiche = await getFiche(tx, contratId, ligne.ficheId)
      if (await isIntacte(contexte, ligne, fiche)) traces.push(await undo(contexte, ligne, fiche, lot.libelle))
      else if (fiche.archiveeLe === null) laissees.push(fiche.code)
      await settleFicheImportee(tx, ligne.id, {
        etat: 'annulee',
        ficheId: fiche.id,
        versionAvant: ligne.versionAvant,
        par: agent.personneId,
        le: now,
      })
    }
    traces.push(...(await archiveNoeudsVides(contexte, contratId, await listNoeudsCrees(tx, lotId))))
    await cancelLotRow(tx, lotId, now)
    const suite =
      laissees.length === 0
        ? ''
        : ` ; ${accorde(laissees.length, 'fiche modifiée depuis, laissée', 'fiches modifiées depuis, laissées')} : ${laissees.join(', ')}`
    return {
      valeur: { laissees },
      trace: [
        ...traces,
        { contratId, objet, libelle: `Import « ${lot.libelle} » annulé en entier${suite}`, avant: null, apres: { laissees } },
      ],
    }
  },
)

/** True when nobody has written in the fiche since this import did: its last version is the import's, and says what the fiche says. */
async function isIntacte({ tx }: Contexte, ligne: FicheDuLot, fiche: Fiche): Promise<boolean> {
  if (fiche.archiveeLe !== null || (ligne.etat === 'creee' && fiche.statut !== 'brouillon')) return false
  const [derniere] = await listVersions(tx, fiche.id)
  const sienne = ligne.etat === 'creee' ? 1 : (ligne.versionAvant ?? 0) + 1
  if (derniere?.numero !== sienne) return false
  const [version] = await getVersions(tx, fiche.id, [sienne])
  return version !== undefined && sameTexte(version.contenu, fiche)
}

// The code that a link shows follows the fiche it was tied to since: it is no change of the text.
function sameTexte(a: ContenuFiche, b: ContenuFiche): boolean {
  const ecrit = (contenu: ContenuFiche) =>
    canonicalJson({ ...contenuDe(contenu), liens: contenu.liens.map(({ id, texte }) => ({ id, texte })) })
  return ecrit(a) === ecrit(b)
}

async function undo({ tx, agent, now }: Contexte, ligne: FicheDuLot, fiche: Fiche, lot: string): Promise<Trace> {
  const { contratId } = fiche
  const objet = { type: 'fiche', id: fiche.id }
  const avant = { code: fiche.code, contenu: contenuDe(fiche) }
  const auteur = { now, par: agent.personneId }
  if (ligne.etat === 'creee') {
    await saveStatut(tx, archived(fiche, now), auteur)
    return { contratId, objet, libelle: `Fiche ${fiche.code} archivée, son import est annulé`, avant, apres: { archiveeLe: now } }
  }
  const [ancienne] = await getVersions(tx, fiche.id, [ligne.versionAvant ?? 0])
  if (ancienne === undefined) throw new Error(`no version ${ligne.versionAvant} of fiche ${fiche.id}`)
  const rendue = await saveFiche(tx, { ...fiche, ...ancienne.contenu }, auteur)
  await createVersion(tx, rendue, { acte: 'retour', motif: `Import « ${lot} » annulé`, ...auteur })
  return {
    contratId,
    objet,
    libelle: `Fiche ${fiche.code} rendue à son texte d’avant l’import`,
    avant,
    apres: { contenu: contenuDe(rendue) },
  }
}

/** The nodes that this import added, from the deepest, as long as nothing hangs from them. */
async function archiveNoeudsVides({ tx, now }: Contexte, contratId: string, noeudIds: readonly string[]): Promise<Trace[]> {
  const traces: Trace[] = []
  for (const noeudId of [...noeudIds].reverse()) {
    const arbre = await loadArbre(tx, contratId)
    if (!arbre.objets.has(noeudId) || enfantsDe(arbre, noeudId, 'noeud').length + enfantsDe(arbre, noeudId, 'fiche').length > 0) continue
    await archiveBranche(tx, { noeuds: [noeudId], fiches: [] }, now)
    const libelle = `${acteSur(arbre, noeudId, 'archivé')}, son import est annulé`
    traces.push({ contratId, objet: { type: 'noeud', id: noeudId }, libelle, avant: null, apres: { archiveLe: now } })
  }
  return traces
}
