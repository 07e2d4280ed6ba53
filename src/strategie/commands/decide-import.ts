import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { CHAMPS, KINDS } from '../fiche.ts'
import type { Decisions } from '../import/revue.ts'
import { getFicheARelire, saveDecisions } from '../lot.store.ts'
import { canImportFiches } from '../lot-droits.ts'

const destination = z.enum([...CHAMPS, 'aClasser', 'ignore'], 'Choisissez un champ de la liste.')

/** A reviewer's decisions on one fiche of an import: they add to those taken before, and can each be changed again. */
export const decideImport = command(
  'strategie.relire_import',
  z.object({
    contratId: z.uuid(),
    importFicheId: z.uuid(),
    code: z.string().trim().max(40, 'Un code compte 40 caractères au plus.').optional(),
    intitule: z.string().trim().min(1, 'Donnez un intitulé à la fiche.').max(500, 'Un intitulé compte 500 caractères au plus.').optional(),
    kind: z.enum(KINDS, 'Choisissez une sorte de fiche.').optional(),
    noeudId: z.union([z.uuid(), z.literal('')]).optional(),
    placements: z.record(z.string().regex(/^\d+$/), destination).default({}),
    doutes: z.record(z.string(), z.enum(['juste', 'reprendre', 'separer'])).default({}),
  }),
  async ({ tx, agent }, entree) => {
    assertCan(canImportFiches(agent, entree.contratId), 'Votre mandat ne permet pas d’importer des fiches dans ce contrat.')
    const fiche = await getFicheARelire(tx, entree.contratId, entree.importFicheId, 'ecrire')
    if (fiche.etat !== 'a_relire') throw new RegleViolee('Cette fiche d’import est déjà traitée : modifiez la fiche elle-même.')
    const nombre = fiche.source.blocs.length
    for (const bloc of Object.keys(entree.placements)) {
      if (Number(bloc) >= nombre) throw new RegleViolee(`Le bloc ${Number(bloc) + 1} n’est pas dans ce document.`)
    }
    const { noeudId: noeudAvant, ...avant } = fiche.decisions
    const noeudId = entree.noeudId === undefined ? noeudAvant : entree.noeudId === '' ? undefined : entree.noeudId
    const apres: Decisions = {
      ...avant,
      ...(entree.code === undefined ? {} : { code: entree.code }),
      ...(entree.intitule === undefined ? {} : { intitule: entree.intitule }),
      ...(entree.kind === undefined ? {} : { kind: entree.kind }),
      ...(noeudId === undefined ? {} : { noeudId }),
      placements: { ...avant.placements, ...entree.placements },
      doutes: { ...avant.doutes, ...entree.doutes },
    }
    await saveDecisions(tx, fiche.id, apres)
    return {
      valeur: apres,
      trace: {
        contratId: entree.contratId,
        objet: { type: 'import_fiche', id: fiche.id },
        libelle: `Relecture de « ${fiche.source.nom} »`,
        avant: fiche.decisions,
        apres,
      },
    }
  },
)
