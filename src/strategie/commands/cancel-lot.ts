import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { cancelTache } from '#platform/taches/tache.store.ts'
import { lockArbre } from '../arbre.store.ts'
import { getFiche } from '../fiche.store.ts'
import { contenuDe } from '../fiche-contenu.ts'
import { saveFiche, saveStatut } from '../fiche-ecriture.store.ts'
import { archived } from '../fiche-statut.ts'
import { cancelLotRow, getLot, listFichesDuLot, settleFicheImportee } from '../lot.store.ts'
import { canImportFiches } from '../lot-droits.ts'
import { createVersion, getVersions, listVersions } from '../version.store.ts'
import { ecritVersion } from '../version.ts'

/**
 * Stops the reading of a batch, or undoes the whole import: fiches that it created are archived, those that it updated get their
 * former text back; a fiche that somebody has changed since is left alone, and said.
 */
export const cancelLot = command(
  'strategie.annuler_lot',
  z.object({ contratId: z.uuid(), lotId: z.uuid(), portee: z.enum(['lecture', 'tout']) }),
  async ({ tx, agent, now }, { contratId, lotId, portee }) => {
    assertCan(canImportFiches(agent, contratId), 'Votre mandat ne permet pas d’annuler un import dans ce contrat.')
    const lot = await getLot(tx, contratId, lotId)
    if (lot.annuleLe !== null) throw new RegleViolee('Cet import est déjà annulé.')
    if (lot.tacheId !== null) await cancelTache(tx, lot.tacheId, now)
    const objet = { type: 'import', id: lotId }
    if (portee === 'lecture') {
      return {
        valeur: { laissees: [] as string[] },
        trace: [{ contratId, objet, libelle: `Lecture de l’import « ${lot.libelle} » arrêtée`, avant: null, apres: null }],
      }
    }
    await lockArbre(tx, contratId)
    const auteur = { now, par: agent.personneId }
    const traces: Trace[] = []
    const laissees: string[] = []
    for (const ligne of await listFichesDuLot(tx, lotId)) {
      if (ligne.ficheId === null || (ligne.etat !== 'creee' && ligne.etat !== 'mise_a_jour')) continue
      const fiche = await getFiche(tx, contratId, ligne.ficheId)
      const [derniere] = await listVersions(tx, fiche.id)
      const intacte = fiche.archiveeLe === null && derniere?.acte === 'import' && derniere.sha256 === ecritVersion(fiche).sha256
      if (!intacte) {
        if (fiche.archiveeLe === null) laissees.push(fiche.code)
        continue
      }
      const avant = { code: fiche.code, contenu: contenuDe(fiche) }
      if (ligne.etat === 'creee') {
        await saveStatut(tx, archived(fiche, now), auteur)
        traces.push({
          contratId,
          objet: { type: 'fiche', id: fiche.id },
          libelle: `Fiche ${fiche.code} archivée, son import est annulé`,
          avant,
          apres: null,
        })
      } else {
        const numero = ligne.versionAvant ?? 1
        const [ancienne] = await getVersions(tx, fiche.id, [numero])
        if (ancienne === undefined) continue
        const rendue = await saveFiche(tx, { ...fiche, ...ancienne.contenu }, auteur)
        await createVersion(tx, rendue, { acte: 'retour', motif: `Import « ${lot.libelle} » annulé`, ...auteur })
        traces.push({
          contratId,
          objet: { type: 'fiche', id: fiche.id },
          libelle: `Fiche ${fiche.code} rendue à son texte d’avant l’import`,
          avant,
          apres: { contenu: contenuDe(rendue) },
        })
      }
      await settleFicheImportee(tx, ligne.id, {
        etat: 'annulee',
        ficheId: fiche.id,
        versionAvant: ligne.versionAvant,
        par: agent.personneId,
        le: now,
      })
    }
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
