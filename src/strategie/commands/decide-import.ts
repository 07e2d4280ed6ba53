import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { CHAMPS, KINDS } from '../fiche.ts'
import { texteIntitule } from '../fiche-schema.ts'
import type { Destination } from '../import/deplacement.ts'
import type { Decisions } from '../import/revue.ts'
import { type FicheARelire, placeMemesBlocs, saveDecisions } from '../import-fiche.store.ts'
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

/** « origine »: back where Parvis had read it. */
const destination = z.enum([...CHAMPS, 'aClasser', 'ignore', 'origine'], 'Choisissez un champ de la liste.')

/** A reviewer's decisions on one fiche of an import: they add to those taken before, and each can be changed again. */
export const decideImport = command(
  'strategie.relire_import',
  z.object({
    ...ficheImportee,
    intitule: texteIntitule.optional(),
    code: codeSaisi.optional(),
    kind: z.enum(KINDS, 'Choisissez une sorte de fiche.').optional(),
    noeud: noeudChoisi.optional(),
    placements: z.record(z.string().regex(/^\d{1,7}$/), destination).default({}),
    doutes: reponsesDoutes,
    /** A block whose place holds for the same text without place in the whole batch. */
    partout: z.coerce.number<unknown>().int().nonnegative().optional(),
  }),
  async ({ tx, agent }, entree) => {
    const aRelire = await openImport({ tx, agent }, entree)
    assertARelire(aRelire)
    const placements = withPlacements(aRelire, entree.placements)
    const apres = withReponses(aRelire, withSaisie({ ...aRelire.decisions, placements }, entree), entree.doutes)
    await saveDecisions(tx, aRelire.id, apres)
    const ailleurs = await placeElsewhere(aRelire, entree.partout, placements, (texte, vers) =>
      placeMemesBlocs(tx, { lotId: aRelire.lotId, saufId: aRelire.id, texte, destination: vers }),
    )
    return {
      valeur: { decisions: apres, ailleurs },
      trace: {
        contratId: entree.contratId,
        objet: { type: 'import', id: aRelire.lotId },
        libelle: `Relecture de « ${aRelire.source.nom} »${ailleurs === 0 ? '' : `, et de ${accorde(ailleurs, 'bloc identique', 'blocs identiques')}`}`,
        avant: aRelire.decisions,
        apres,
      },
    }
  },
)

function withPlacements(aRelire: FicheARelire, voulus: Record<string, Destination | 'origine'>): Decisions['placements'] {
  const placements = { ...aRelire.decisions.placements }
  for (const [bloc, vers] of Object.entries(voulus)) {
    const cle = String(Number(bloc))
    if (aRelire.source.compris.placements[Number(bloc)]?.fiche !== aRelire.rang)
      throw new RegleViolee(`Le bloc ${Number(bloc) + 1} n’est pas de cette fiche : rechargez la page.`)
    if (vers === 'origine') delete placements[cle]
    else placements[cle] = vers
  }
  return placements
}

async function placeElsewhere(
  aRelire: FicheARelire,
  bloc: number | undefined,
  placements: Decisions['placements'],
  place: (texte: string, destination: Destination) => Promise<number>,
): Promise<number> {
  const vers = bloc === undefined ? undefined : placements[String(bloc)]
  const texte = bloc === undefined ? undefined : aRelire.source.blocs[bloc]?.texte
  return vers === undefined || texte === undefined ? 0 : place(texte, vers)
}
