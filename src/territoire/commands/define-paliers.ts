import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canEditTerritoire } from '../droits.ts'
import { REFUS_GEOGRAPHIE } from '../droits-geographie.ts'
import { identifiant, ligneFacultative } from '../generation-formes.ts'
import { entier, entierFacultatif, texteFacultatif } from '../geographie-formes.ts'
import { listPaliers, raiseGeographieLocale, savePaliers } from '../geographie-locale.store.ts'
import { assertPaliers, codeOf, type Palier } from '../palier.ts'

const PALIERS_MAX = 20

/** Defines the tiers of a contract, strongest first, as a whole list. */
export const definePaliers = command(
  'territoire.definir_paliers',
  z.object({
    contratId: identifiant,
    version: entier(0, 1_000_000, 'Rechargez la page.'),
    paliers: z
      .array(
        z.object({
          id: z.union([identifiant, z.literal('').transform(() => undefined)]).optional(),
          libelle: ligneFacultative(120),
          definition: texteFacultatif(1000),
          conditions: texteFacultatif(1000),
          couleur: entier(1, 6, 'Choisissez une couleur de 1 à 6.'),
          seuilPm: entierFacultatif(0, 1000, 'Un score est un nombre entier de 0 à 1 000.'),
        }),
      )
      .max(PALIERS_MAX, `${PALIERS_MAX} paliers au plus.`),
  }),
  async ({ tx, agent, now }, { contratId, version, paliers: saisis }) => {
    assertCan(canEditTerritoire(agent, contratId), REFUS_GEOGRAPHIE)
    // A line left without a name is a line left empty.
    const lignes = saisis.flatMap(({ libelle, ...ligne }) => (libelle === null ? [] : [{ ...ligne, libelle }]))
    assertPaliers(lignes)
    const avant = await listPaliers(tx, contratId)
    const inconnu = lignes.find(({ id }) => id !== undefined && !avant.some((palier) => palier.id === id))
    if (inconnu !== undefined) throw new RegleViolee(`Le palier « ${inconnu.libelle} » n’existe plus : rechargez la page.`)
    const nouvelle = await raiseGeographieLocale(tx, contratId, version)
    const paliers = named(lignes, avant, now)
    await savePaliers(tx, contratId, paliers)
    return {
      valeur: { version: nouvelle },
      trace: {
        contratId,
        objet: { type: 'paliers', id: contratId },
        libelle: 'Paliers de la géographie locale modifiés',
        avant: { paliers: avant.map(kept) },
        apres: { paliers: paliers.map(kept) },
      },
    }
  },
)

type Ligne = Omit<Palier, 'id' | 'rang' | 'code'> & { id?: string | undefined }

/** A tier keeps its code for good; a new one gets it from its name. */
function named(lignes: readonly Ligne[], avant: readonly Palier[], now: Date): Palier[] {
  const pris = new Set(avant.map(({ code }) => code))
  return lignes.map(({ id, ...ligne }, rang) => {
    const connu = avant.find((palier) => palier.id === id)
    const code = connu?.code ?? codeOf(ligne.libelle, pris)
    pris.add(code)
    return { ...ligne, id: connu?.id ?? createId(now.getTime()), rang: rang + 1, code }
  })
}

const kept = ({ libelle, definition, conditions, couleur, seuilPm }: Palier) => ({ libelle, definition, conditions, couleur, seuilPm })
