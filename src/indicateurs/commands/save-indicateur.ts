import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canTenirIndicateurs } from '../droits.ts'
import { getIndicateur, listIndicateurs, saveIndicateur } from '../indicateur.store.ts'
import { definedIndicateur, type Indicateur, MILLESIMES, SENS, TYPES_INDICATEUR, UNITES } from '../indicateur.ts'

const codeTerme = z
  .string()
  .trim()
  .transform((code) => (code === '' ? null : code))
  .nullable()
  .default(null)

/** A definition: made when there is no id, corrected otherwise. */
export const saveDefinition = command(
  'indicateurs.enregistrer_indicateur',
  z.object({
    id: z.uuid().optional(),
    version: z.coerce.number<unknown>().int().default(1),
    code: z.string().trim(),
    libelle: z.string().max(200, 'Le nom compte 200 caractères au plus.'),
    definition: z.string().max(4000, 'La définition compte 4 000 caractères au plus.').default(''),
    theme: z.string().max(100, 'Le thème compte 100 caractères au plus.').default(''),
    type: z.enum(TYPES_INDICATEUR, 'Choisissez un type.'),
    unite: z.enum(UNITES, 'Choisissez une unité.'),
    sens: z.enum(SENS, 'Choisissez un sens.'),
    sommable: z.enum(['oui']).optional(),
    decimales: z.coerce
      .number<unknown>('Indiquez un nombre de décimales.')
      .int()
      .min(0, 'De 0 à 6 décimales.')
      .max(6, 'De 0 à 6 décimales.'),
    millesimes: z.enum(MILLESIMES, 'Dites si les millésimes se comparent.'),
    numerateurCode: codeTerme,
    denominateurCode: codeTerme,
    facteur: z.coerce
      .number<unknown>('Indiquez un nombre.')
      .int()
      .min(1, 'De 1 à 1 000 000.')
      .max(1_000_000, 'De 1 à 1 000 000.')
      .default(1),
    ordre: z.coerce.number<unknown>('Indiquez un rang.').int().min(0, 'De 0 à 9 999.').max(9999, 'De 0 à 9 999.').default(1000),
  }),
  async ({ tx, agent, now }, { id, sommable, ...entree }) => {
    assertCan(canTenirIndicateurs(agent))
    const avant = id === undefined ? null : await getIndicateur(tx, id)
    const indicateur = definedIndicateur({
      ...entree,
      id: id ?? createId(now.getTime()),
      sommable: sommable === 'oui',
      archiveLe: avant?.archiveLe ?? null,
    })
    await assertTermes(indicateur, await listIndicateurs(tx))
    await saveIndicateur(tx, indicateur, now, avant === null ? 'creation' : 'correction')
    return {
      valeur: { id: indicateur.id },
      trace: {
        contratId: null,
        objet: { type: 'indicateur', id: indicateur.id },
        libelle: `Indicateur « ${indicateur.libelle} » ${avant === null ? 'créé' : 'modifié'}`,
        avant,
        apres: indicateur,
      },
    }
  },
)

/** The two terms of a ratio are there, and can be summed. @throws RegleViolee */
async function assertTermes({ numerateurCode, denominateurCode }: Indicateur, connus: readonly Indicateur[]): Promise<void> {
  for (const [champ, code] of [
    ['numerateurCode', numerateurCode],
    ['denominateurCode', denominateurCode],
  ] as const) {
    if (code === null) continue
    const terme = connus.find((connu) => connu.code === code)
    const message =
      terme === undefined
        ? `Aucun indicateur ne porte le code « ${code} ».`
        : terme.sommable
          ? null
          : `« ${terme.libelle} » ne se somme pas : un rapport se recalcule de deux effectifs.`
    if (message !== null) throw new RegleViolee(message, [{ champ, message }])
  }
}
