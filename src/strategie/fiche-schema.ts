/** The shape of the content of a fiche: what commands receive, what a kept version gives back. Pure. */
import { z } from 'zod'
import { type ContenuFiche, ECHELLES, ETATS_REALISATION, GENRES, KINDS, NATURES_FINANCEMENT, PRECISIONS } from './fiche.ts'
import { MONTANT_MAX_CENTS } from './fiche-montants.ts'

export const TEXTE_MAX = 20_000
export const INTITULE_MAX = 500
/** Rows of one list at most. */
export const LIGNES_FICHE_MAX = 500
export const AGE_MAX = 130
export const NOMBRE_MAX = 100_000_000

/** A text that PostgreSQL and JSON can hold: no NUL, no half of a surrogate pair. */
function propre(texte: string): boolean {
  return !texte.includes('\u0000') && texte.isWellFormed()
}
const ILLISIBLE = 'Ce texte contient un caractère illisible\u00a0: retapez-le.'

export const texteLong = z
  .string('Un texte est attendu.')
  .trim()
  .max(TEXTE_MAX, `C’est trop long\u00a0: ${TEXTE_MAX} caractères au plus.`)
  .refine(propre, ILLISIBLE)

const texte = texteLong.min(1, 'Écrivez cette ligne, ou retirez-la.')
const facultatif = texteLong.transform((valeur) => (valeur === '' ? null : valeur)).nullable()
export const texteIntitule = z
  .string('Donnez un intitulé à la fiche.')
  .trim()
  .min(1, 'Donnez un intitulé à la fiche.')
  .max(INTITULE_MAX, `Un intitulé compte ${INTITULE_MAX} caractères au plus.`)
  .refine(propre, ILLISIBLE)
const id = z.uuid('L’identifiant de cette ligne n’a pas la forme attendue\u00a0: rechargez la page.')
const date = z
  .string()
  .regex(/^\d{4}(-(T[1-4]|\d{2}(-\d{2})?))?$/, 'Cette date n’a pas la forme attendue.')
  .nullable()
const entier = (max: number) =>
  z.int('Un nombre entier est attendu.').min(0, 'Un nombre positif est attendu.').max(max, 'Ce nombre est trop grand.').nullable()

const ligne = { id, texte }
function liste<F extends z.ZodRawShape>(forme: F) {
  return z.array(z.object(forme)).max(LIGNES_FICHE_MAX, `Une liste compte ${LIGNES_FICHE_MAX} lignes au plus.`)
}
const simple = liste(ligne)

export const schemaContenu: z.ZodType<ContenuFiche> = z.object({
  kind: z.enum(KINDS, 'Choisissez une sorte de fiche.'),
  intitule: texteIntitule,
  enjeu: facultatif,
  contexte: simple,
  objectifs: simple,
  realisations: liste({ ...ligne, etat: z.enum(ETATS_REALISATION) }),
  effets: simple,
  echelleTerritoriale: liste({ ...ligne, type: z.enum(ECHELLES) }),
  publics: liste({
    ...ligne,
    nombre: entier(NOMBRE_MAX),
    ageMin: entier(AGE_MAX),
    ageMax: entier(AGE_MAX),
    genre: z.enum(GENRES).nullable(),
    partQpvPourMille: entier(1000),
  }),
  animateur: simple,
  partenaires: liste({ ...ligne, role: facultatif, habitants: z.boolean() }),
  dispositifs: simple,
  moyens: simple,
  financements: liste({
    ...ligne,
    nature: z.enum(NATURES_FINANCEMENT),
    organisations: z.array(texte).max(100),
    montantCents: entier(MONTANT_MAX_CENTS),
  }),
  calendrier: z.object({
    texte: facultatif,
    precision: z.enum(PRECISIONS).nullable(),
    phases: liste({ ...ligne, debut: date, fin: date, precision: z.enum(PRECISIONS).nullable() }),
  }),
  indicateursRealisation: simple,
  indicateursEffets: liste({ ...ligne, effetId: id.nullable() }),
  suivi: simple,
  liens: liste({ ...ligne, code: z.string().trim().max(40).nullable(), ficheId: id.nullable() }),
  aClasser: simple,
})
