/** Shapes of what the forms of a mandate give. Pure. */
import { z } from 'zod'
import { id, idFacultatif, jourFacultatif, jourRequis, qualite, role } from './formes.ts'
import { type NouveauMandat, SUPPLEANCES } from './mandat.ts'
import { territoireOf } from './mandat-territoire.ts'

/** A list of boxes: none gives nothing, one alone gives a text. */
export function liste<T extends z.ZodType<string, string>>(forme: T, max = 500) {
  return z
    .union([z.string(), z.array(z.string())], { error: 'Choix manquant.' })
    .nullish()
    .transform((valeur) => (valeur === undefined || valeur === null ? [] : [valeur].flat().filter((texte) => texte !== '')))
    .pipe(z.array(forme).max(max, `${max} choix au plus à la fois.`))
}

const codeCommune = z.string().regex(/^(\d{2}|2[AB])\d{3}$/, 'Choisissez une commune dans la liste.')

/** Role, territory, quality and dates of a mandate. */
export const champsMandat = {
  role,
  communes: liste(codeCommune),
  quartiers: liste(id),
  qualite,
  /** Mandate of the titulaire, for a suppléance. */
  remplaceId: idFacultatif,
  quand: z
    .union([z.enum(SUPPLEANCES), z.literal('')], { error: 'Choisissez quand la suppléance joue.' })
    .nullish()
    .transform((valeur) => (valeur === undefined || valeur === null || valeur === '' ? 'permanente' : valeur)),
  debut: jourRequis,
  fin: jourFacultatif,
}

type ChampsMandat = z.infer<z.ZodObject<typeof champsMandat>>

/** What the fields say of a mandate. @throws RegleViolee when communes and neighbourhoods are both ticked */
export function mandatSaisi(saisie: ChampsMandat): Pick<NouveauMandat, 'role' | 'territoire' | 'qualite' | 'suppleance' | 'debut' | 'fin'> {
  const { role, communes, quartiers, qualite, remplaceId, quand, debut, fin } = saisie
  const suppleance = remplaceId === null ? null : { mandatId: remplaceId, quand }
  return { role, territoire: territoireOf({ communes, quartiers }), qualite, suppleance, debut, fin }
}
