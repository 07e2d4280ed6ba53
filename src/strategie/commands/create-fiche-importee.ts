import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { KINDS } from '../fiche.ts'
import { texteIntitule } from '../fiche-schema.ts'
import { createFromImport } from './fiche-importee.ts'
import {
  assertARelire,
  codeSaisi,
  ficheImportee,
  noeudChoisi,
  openImport,
  reponsesDoutes,
  withReponses,
  withSaisie,
} from './open-import.ts'

/** Ends the review of one fiche of an import: it becomes a draft of the contract. */
export const createFicheImportee = command(
  'strategie.creer_fiche_importee',
  z.object({
    ...ficheImportee,
    intitule: texteIntitule,
    code: codeSaisi,
    kind: z.enum(KINDS, 'Choisissez une sorte de fiche.'),
    noeud: noeudChoisi,
    siPris: z.enum(['refuser', 'suivant']).default('refuser'),
    doutes: reponsesDoutes,
  }),
  async (contexte, { contratId, importFicheId, noeud, siPris, doutes, ...saisie }) => {
    const aRelire = await openImport(contexte, { contratId, importFicheId })
    assertARelire(aRelire)
    const decisions = withReponses(aRelire, withSaisie(aRelire.decisions, { ...saisie, noeud }), doutes)
    const { fiche, traces } = await createFromImport(contexte, contratId, aRelire, decisions, { noeud, siPris })
    return { valeur: { ficheId: fiche.id, code: fiche.code }, trace: traces }
  },
)
