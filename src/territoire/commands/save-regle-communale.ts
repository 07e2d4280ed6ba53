import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canImportTerritoire } from '../droits.ts'
import { parseDecimal } from '../eligibilite/formes.ts'
import { listReglesCommunales, saveRegle } from '../eligibilite/regle-communale.store.ts'
import { identifiant, jourFacultatif, ligneFacultative, ligneRequise } from '../generation-formes.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

const condition = z.object({
  mesure: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9_]{1,39}$/, 'Le code d’une mesure compte des minuscules, chiffres et soulignés.'),
  libelle: ligneRequise('Nommez la mesure.', 120),
  unite: ligneFacultative(30).transform((un) => un ?? ''),
  comparaison: z.enum(['plus_de', 'au_moins', 'moins_de', 'au_plus'], { error: 'Choisissez la comparaison.' }),
  seuil: z.string().transform((texte, contexte) => {
    const valeur = parseDecimal(texte, 3)
    if (valeur !== null) return valeur
    contexte.addIssue({ code: 'custom', message: 'Un nombre à trois décimales au plus.' })
    return z.NEVER
  }),
})

/** Writes a rule on communes: all its conditions must hold. */
export const saveRegleCommunale = command(
  'territoire.enregistrer_regle_communale',
  z.object({
    regleId: identifiant.optional(),
    nom: ligneRequise('Donnez un nom à la règle.', 120),
    description: ligneFacultative(400).transform((un) => un ?? ''),
    source: ligneRequise('Citez la source de la règle.', 200),
    debut: jourFacultatif,
    fin: jourFacultatif,
    departements: z
      .string()
      .default('')
      .transform((texte) => texte.split(/[\s,;]+/).filter((un) => un !== ''))
      .refine(
        (codes) => codes.every((code) => /^(\d{2,3}|2[AB])$/.test(code)),
        'Des codes de départements séparés par des virgules, par exemple 91, 2A.',
      ),
    conditions: z
      .array(condition)
      .transform((toutes) => toutes)
      .refine((toutes) => toutes.length > 0 && toutes.length <= 10, 'Une règle compte de une à dix conditions.'),
  }),
  async ({ tx, agent, now }, { regleId, conditions, ...saisie }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const avant = (await listReglesCommunales(tx)).find(({ id }) => id === regleId) ?? null
    const id = avant?.id ?? createId(now.getTime())
    const apres = {
      ...saisie,
      id,
      conditions: conditions.map(({ seuil, ...une }, rang) => ({ ...une, rang: rang + 1, seuilMilliemes: seuil })),
    }
    await saveRegle(tx, apres)
    return {
      valeur: { regleId: id },
      trace: {
        contratId: null,
        objet: { type: 'regle_communale', id },
        libelle: `Règle « ${saisie.nom} » ${avant === null ? 'ajoutée' : 'modifiée'}`,
        avant,
        apres,
      },
    }
  },
)
