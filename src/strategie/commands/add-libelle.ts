import { z } from 'zod'
import { assertModifiable, getContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import type { FormatDocument } from '#platform/documents/bloc.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { attributed } from '../import/attribution.ts'
import type { Variante } from '../import/dictionnaire.ts'
import { QUESTIONS } from '../import/doutes.ts'
import { bareLabel } from '../import/etiquette.ts'
import { CIBLES, LIBELLES_CIBLES } from '../import/libelles-cibles.ts'
import { recognizeFiches } from '../import/reconnaitre.ts'
import { keptDecisions } from '../import/revue.ts'
import { isLegible } from '../import/texte.ts'
import { type FicheARelire, getFicheARelire, lockFichesARelire, saveDecisions } from '../import-fiche.store.ts'
import { insertLibelle, listLibelles } from '../libelle-import.store.ts'
import { saveCompris } from '../lot.store.ts'
import { canEditLibelles } from '../lot-droits.ts'

/** A contract's own labels at most: each is compared with every block. */
const LIBELLES_MAX = 500

/**
 * Teaches the dictionary a label of this contract: next imports know it. Taught from a review, the document under review
 * is understood anew with it; what the reviewer has decided stands.
 */
export const addLibelle = command(
  'strategie.ajouter_libelle_import',
  z.object({
    contratId: z.uuid(),
    libelle: z
      .string('Écrivez l’étiquette.')
      .trim()
      .max(110, 'Une étiquette compte 110 caractères au plus.')
      .transform(bareLabel)
      .refine(isLegible, 'Écrivez l’étiquette telle que vos documents la portent, par exemple « Constats partagés ».'),
    cible: z.enum(CIBLES, 'Choisissez ce que l’étiquette annonce.'),
    importFicheId: z.uuid().nullish(),
  }),
  async ({ tx, agent, now }, { contratId, libelle, cible, importFicheId }) => {
    assertCan(canEditLibelles(agent, contratId), 'Seule la cheffe ou le chef de projet complète le dictionnaire du contrat.')
    assertModifiable(await getContrat(tx, contratId))
    const connus = await listLibelles(tx, contratId)
    if (connus.length >= LIBELLES_MAX)
      throw new RegleViolee(`Le dictionnaire d’un contrat compte ${LIBELLES_MAX} étiquettes au plus : retirez-en.`)
    const id = await insertLibelle(tx, contratId, { cible, libelle })
    const relu =
      importFicheId == null
        ? false
        : await understandAnew(tx, await getFicheARelire(tx, contratId, importFicheId, 'ecrire'), [
            ...connus.filter((connu) => connu.libelle !== libelle),
            { cible, libelle },
          ])
    return {
      valeur: { id, relu },
      trace: {
        contratId,
        objet: { type: 'libelle_import', id },
        libelle: `Étiquette « ${libelle} » ajoutée au dictionnaire des imports : ${LIBELLES_CIBLES[cible]}`,
        avant: connus.find((connu) => connu.libelle === libelle) ?? null,
        apres: { libelle, cible, ajouteLe: now },
      },
    }
  },
)

/** Only while every fiche of the document is still to review, and when it holds as many fiches as before. */
async function understandAnew(tx: Tx, { lotId, source, annuleLe }: FicheARelire, libelles: readonly Variante[]): Promise<boolean> {
  if (annuleLe !== null) return false
  const siennes = (await lockFichesARelire(tx, lotId)).filter((autre) => autre.sourceId === source.id)
  if (siennes.length !== source.compris.fiches.length) return false
  const { nom, sha256 } = source
  const document = {
    source: { nom, format: source.compris.source.format satisfies FormatDocument, sha256 },
    blocs: source.blocs,
    images: [],
    avertissements: [],
  }
  const lu = recognizeFiches(document, { libelles })
  if (lu.fiches.length !== source.compris.fiches.length) return false
  const nouveau = attributed({ ...lu, anomalies: [...fromReader(source.compris.anomalies), ...lu.anomalies] })
  await saveCompris(tx, source.id, nouveau)
  for (const { id, rang, decisions } of siennes) await saveDecisions(tx, id, keptDecisions(decisions, nouveau, rang))
  return true
}

type Remarques = FicheARelire['source']['compris']['anomalies']

// What the reader of the file noticed is not found again in its blocks: it is kept from the first reading.
function fromReader(avant: Remarques): Remarques {
  const connus = new Set([...QUESTIONS, ...REMARQUES_DE_RECONNAISSANCE])
  return avant.filter(({ code }) => !connus.has(code))
}

/** Kinds of remark that recognition makes by itself. */
const REMARQUES_DE_RECONNAISSANCE: readonly string[] = [
  'signet_retire',
  'champ_vide',
  'code_absent',
  'intitule_absent',
  'etiquette_inconnue',
  'phases_superposees',
]
