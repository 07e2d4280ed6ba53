import { z } from 'zod'
import { assertModifiable, getContrat } from '#contrat/index.ts'
import { type Contexte, command } from '#platform/acte.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { loadArbre } from '../arbre.store.ts'
import { INTITULE_MAX } from '../fiche-schema.ts'
import { findFicheSemblable } from '../fiche-semblable.store.ts'
import { type FicheDuLot, type FicheLue, listFichesDuLot, lockFichesARelire } from '../import-fiche.store.ts'
import { getComprise, getLot } from '../lot.store.ts'
import { canImportFiches } from '../lot-droits.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { attached, placePrevue } from '../rattachement.ts'
import { createFromImport } from './fiche-importee.ts'
import { REFUS_IMPORT, relue } from './open-import.ts'

/** Fiches created by one act: what follows is created by the next. */
const FICHES_MAX = 200

/**
 * Creates at once every fiche of a batch that leaves no doubt: a title, every block placed or put aside, no open question,
 * a place that is free and known, no fiche that it may be again. The others stay to be reviewed.
 */
export const createFichesDuLot = command(
  'strategie.creer_fiches_du_lot',
  z.object({ contratId: z.uuid(), lotId: z.uuid() }),
  async (contexte, { contratId, lotId }) => {
    const { tx, agent } = contexte
    assertCan(canImportFiches(agent, contratId), REFUS_IMPORT)
    assertModifiable(await getContrat(tx, contratId))
    if ((await getLot(tx, contratId, lotId)).annuleLe !== null)
      throw new RegleViolee('Cet import a été annulé : déposez les documents à nouveau.')
    const traces: Trace[] = []
    let creees = 0
    let source: FicheLue['source'] | null = null
    // One walk of the documents leaves out all that is not worth a second look.
    const nettes = new Set((await listFichesDuLot(tx, lotId)).filter(isNette).map((fiche) => fiche.id))
    for (const ligne of await lockFichesARelire(tx, lotId)) {
      if (creees === FICHES_MAX) break
      if (!nettes.has(ligne.id)) continue
      // Fiches of one document follow each other: it is read once.
      if (source?.id !== ligne.sourceId) source = await getComprise(tx, contratId, ligne.sourceId)
      const aRelire: FicheLue = { ...ligne, source }
      if (!(await isSansDoute(contexte, contratId, aRelire))) continue
      const fin = await createFromImport(contexte, contratId, aRelire, aRelire.decisions, {
        noeud: aRelire.decisions.noeudId ?? 'creer',
        siPris: 'refuser',
      })
      traces.push(...fin.traces)
      creees += 1
    }
    if (creees === 0) throw new RegleViolee('Aucune fiche de cet import n’est sans doute : relisez-les une à une.')
    return { valeur: { creees }, trace: traces }
  },
)

function isNette({ aClasser, doutes, intitule }: FicheDuLot): boolean {
  return aClasser === 0 && doutes === 0 && intitule !== null
}

async function isSansDoute({ tx, agent }: Contexte, contratId: string, aRelire: FicheLue): Promise<boolean> {
  const { fiche, compte } = relue(aRelire, aRelire.decisions)
  const intitule = fiche.intitule?.texte ?? ''
  if (intitule === '' || intitule.length > INTITULE_MAX || compte.aClasser > 0 || compte.doutesOuverts > 0) return false
  const arbre = await loadArbre(tx, contratId)
  const attache = attached(arbre, arbre.niveaux, fiche.rattachement, fiche.code?.texte ?? null)
  const choisi = aRelire.decisions.noeudId
  if (choisi === undefined && (attache.doute !== null || (attache.aCreer.length > 0 && !canEditArbre(agent, contratId)))) return false
  const parentId = choisi === undefined ? attache.noeudId : choisi === '' ? null : choisi
  const cree = choisi === undefined && attache.aCreer.length > 0
  if (!cree && placePrevue(arbre, parentId, attache.numero).prisPar !== null) return false
  const codes = fiche.code === null ? [] : [fiche.code.texte]
  const semblable = await findFicheSemblable(tx, contratId, {
    codes,
    intitule,
    source: { nom: aRelire.source.nom, rang: aRelire.rang },
    lotId: aRelire.lotId,
  })
  return semblable === null
}
