/** Shapes of what the forms of an organisation give. Pure. */
import { z } from 'zod'
import { jourFacultatif, texteFacultatif, texteRequis } from './formes.ts'
import type { ChampsOrganisation } from './organisation.ts'
import { parseRna } from './rna.ts'
import { parseSirenOuSiret } from './siret.ts'

/** One field for the SIREN or the SIRET; whether they exist is said by `champsSaisis`, on their fields. */
export const formeOrganisation = z.object({
  nom: texteRequis('Tapez le nom de l’organisation.', 300),
  sigle: texteFacultatif(40),
  type: texteRequis('Choisissez la nature de l’organisation.', 40),
  siret: z.string({ error: 'Tapez un numéro SIRET, ou laissez vide.' }).max(40, 'Le numéro SIRET compte 14 chiffres.').default(''),
  rna: z.string({ error: 'Tapez un numéro RNA, ou laissez vide.' }).max(40, 'Le numéro RNA compte 10 signes.').default(''),
  inscriptionLocale: texteFacultatif(200),
  adresse: texteFacultatif(300),
  codePostal: texteFacultatif(10)
    .transform((texte) => texte?.replace(/\s/g, '') ?? null)
    .refine((texte) => texte === null || /^\d{5}$/.test(texte), 'Un code postal compte cinq chiffres.'),
  commune: texteFacultatif(100),
  representantNom: texteFacultatif(200),
  representantFonction: texteFacultatif(200),
  representantDepuis: jourFacultatif,
  fermeeLe: jourFacultatif,
})
export type SaisieOrganisation = z.infer<typeof formeOrganisation>

/** The fields from what was typed. @throws RegleViolee on `siret` or `rna` when the number cannot be */
export function champsSaisis(saisie: SaisieOrganisation): ChampsOrganisation {
  return { ...saisie, ...parseSirenOuSiret(saisie.siret), rna: parseRna(saisie.rna) }
}
