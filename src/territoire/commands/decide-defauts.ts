import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { Introuvable } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { identifiant } from '../generation-formes.ts'
import { LIBELLES_DEFAUT } from '../import/defauts-mots.ts'
import { decideDefauts as decideRows } from '../import-entite.store.ts'
import { assertLu, openImportTerritoire } from './open-import-territoire.ts'

/** Accepts or refuses the repair of one defect, of all those of a kind, or of all; or sets a feature aside. Can be changed until the import. */
export const decideDefauts = command(
  'territoire.decider_defauts',
  z.object({
    importId: identifiant,
    /** Rank of one defect, or kind, or « tous ». */
    sur: z.union([
      z.coerce.number<unknown>().int().positive(),
      z.string().regex(/^[a-z_]{3,40}$/, 'Cette sorte de défaut n’existe pas : rechargez la page.'),
    ]),
    decision: z.enum(['accepte', 'refuse', 'ecarte', 'rien'], 'Choisissez d’accepter ou de refuser.'),
    variante: z.string().max(60).optional(),
  }),
  async (contexte, { importId, sur, decision, variante }) => {
    const un = await openImportTerritoire(contexte, importId)
    assertLu(un)
    const cible = typeof sur === 'number' ? { rang: sur } : sur === 'tous' ? ('tous' as const) : { genre: sur }
    const nombre = await decideRows(contexte.tx, importId, cible, {
      decision: decision === 'rien' ? null : decision,
      variante: variante ?? null,
    })
    if (nombre === 0) throw new Introuvable('Aucun défaut de cette sorte à décider : rechargez la page.')
    const quoi =
      typeof sur === 'number' ? `défaut n° ${sur}` : sur === 'tous' ? 'tous les défauts réparables' : (LIBELLES_DEFAUT[sur] ?? sur)
    return {
      valeur: { nombre },
      trace: {
        contratId: null,
        objet: { type: 'import_territoire', id: importId },
        libelle: `Défauts de « ${un.nom} » décidés : ${quoi}, ${accorde(nombre, 'défaut')}`,
        avant: null,
        apres: { sur, decision, variante, nombre },
      },
    }
  },
)
