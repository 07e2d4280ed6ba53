import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { texteFacultatif, texteRequis } from '../formes.ts'
import { createTypeOrganisationRow } from '../organisation.store.ts'
import { createNatureDocument } from '../organisation-document.store.ts'
import { canDeclareNatures } from '../organisation-droits.ts'

const REFUS = 'Les natures d’organisations et de documents se déclarent par l’administration de la plateforme.'

const type = z.object({
  libelle: texteRequis('Tapez le nom de cette nature d’organisation.', 100),
  numeroAttendu: z.enum(['siret', 'rna', 'aucun'], { error: 'Choisissez le numéro attendu.' }),
})

/** A kind of organisation that no release foresaw. */
export const declareType = command('compte.declarer_type_organisation', type, async ({ tx, agent }, { libelle, numeroAttendu }) => {
  assertCan(canDeclareNatures(agent), REFUS)
  const code = codeOf(libelle)
  if (!(await createTypeOrganisationRow(tx, { code, libelle, numeroAttendu }))) throw taken(libelle)
  return {
    valeur: { code },
    trace: {
      contratId: null,
      objet: { type: 'type_organisation', id: code },
      libelle: `Nature d’organisation « ${libelle} » déclarée`,
      avant: null,
      apres: { code, libelle, numeroAttendu },
    },
  }
})

const nature = z.object({
  libelle: texteRequis('Tapez le nom de cette nature de document.', 100),
  dureeMois: z
    .string()
    .trim()
    .default('')
    .transform((texte) => (texte === '' ? null : Number(texte)))
    .refine(
      (mois) => mois === null || (Number.isInteger(mois) && mois >= 1 && mois <= 240),
      'Tapez une durée de 1 à 240 mois, ou laissez vide : valable jusqu’à son remplacement.',
    ),
  aide: texteFacultatif(300),
})

/** A kind of document, with its usual duration. */
export const declareNatureDocument = command(
  'compte.declarer_nature_document',
  nature,
  async ({ tx, agent }, { libelle, dureeMois, aide }) => {
    assertCan(canDeclareNatures(agent), REFUS)
    const code = codeOf(libelle)
    if (!(await createNatureDocument(tx, { code, libelle, dureeMois, aide }))) throw taken(libelle)
    return {
      valeur: { code },
      trace: {
        contratId: null,
        objet: { type: 'nature_document', id: code },
        libelle: `Nature de document « ${libelle} » déclarée`,
        avant: null,
        apres: { code, libelle, dureeMois, aide },
      },
    }
  },
)

/** « Contrat d’engagement » → « contrat_d_engagement ». @throws RegleViolee when no letter is left */
function codeOf(libelle: string): string {
  const code = libelle
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '_')
    .replace(/^_+|_+$/g, '')
  if (code !== '') return code
  const message = 'Tapez un nom en toutes lettres.'
  throw new RegleViolee(message, [{ champ: 'libelle', message }])
}

function taken(libelle: string): RegleViolee {
  const message = `« ${libelle} » existe déjà dans la liste.`
  return new RegleViolee(message, [{ champ: 'libelle', message }])
}
