/** The open JSON format of a contract, « parvis-contrat-1 »: documented in docs/format-json.md. Pure. */
import { z } from 'zod'
import { canonicalJson, sha256 } from '#platform/canonique.ts'
import { RegleViolee } from '#platform/errors.ts'
import { CHAMPS, STATUTS } from '../fiche.ts'
import { schemaContenu } from '../fiche-schema.ts'
import type { ContratAExporter, FicheAExporter, NoeudAExporter, Portee } from './modele.ts'

export const SCHEMA = 'parvis-contrat-1'

const jour = z.iso.date().nullable()
const empreinte = z.string().regex(/^[0-9a-f]{64}$/)

const fiche: z.ZodType<FicheAExporter> = z.intersection(
  schemaContenu,
  z.object({
    id: z.uuid(),
    code: z.string().max(40),
    statut: z.enum(STATUTS),
    version: z.int().min(1),
    empreinte: empreinte.nullable(),
    rattachement: z.array(z.object({ niveau: z.string(), code: z.string(), intitule: z.string() })),
  }),
)

const noeud: z.ZodType<NoeudAExporter> = z.object({
  code: z.string(),
  niveau: z.string(),
  intitule: z.string(),
  description: z.string().nullable(),
  themes: z.array(z.string()),
  get enfants() {
    return z.array(noeud)
  },
  fiches: z.array(fiche),
})

const entete = z.object({
  titre: z.string(),
  generation: z.string(),
  epci: z.string().nullable(),
  communes: z.array(z.string()),
  debut: jour,
  fin: jour,
  statut: z.string(),
  resume: z.string().nullable(),
  niveaux: z.array(z.object({ rang: z.int().min(1), singulier: z.string(), pluriel: z.string() })),
  signataires: z.array(
    z.object({
      organisation: z.string(),
      representant: z.string().nullable(),
      fonction: z.string().nullable(),
      role: z.enum(['pilote', 'obligatoire', 'facultatif']),
      signeLe: jour,
    }),
  ),
  champs: z.array(z.object({ champ: z.enum(CHAMPS), libelle: z.string(), ordre: z.int(), utilise: z.boolean() })),
})

export const schemaContrat = z.object({
  schema: z.literal(SCHEMA),
  /** What part of the contract the file holds. */
  portee: z.enum(['contrat', 'branche', 'fiche']),
  contrat: entete,
  arbre: z.array(noeud),
  /** Fiches that hang from no node; the fiche itself when it is exported alone. */
  fiches: z.array(fiche),
  /** SHA-256 of the canonical JSON of all the rest. */
  empreinte,
})
export type ContratJson = z.infer<typeof schemaContrat>

/** Canonical JSON (keys sorted, no space) with its digest; ends with a line feed. */
export function renderJson(contrat: ContratAExporter, portee: Portee): string {
  const { arbre, fichesRacine, ...reste } = contrat
  const corps = {
    schema: SCHEMA,
    portee: portee.sorte,
    contrat: reste,
    arbre: portee.sorte === 'contrat' ? arbre : portee.sorte === 'branche' ? [portee.noeud] : [],
    fiches: portee.sorte === 'contrat' ? fichesRacine : portee.sorte === 'fiche' ? [portee.fiche] : [],
  }
  const net = JSON.parse(canonicalJson(corps)) as typeof corps
  return `${canonicalJson({ ...net, empreinte: sha256(canonicalJson(net)) })}\n`
}

/**
 * Reads a contract back.
 * @param nom name of the file, for sentences
 * @throws RegleViolee when it is not JSON, not of this format, or changed since it was written
 */
export function parseContratJson(nom: string, texte: string): { portee: ContratJson['portee']; contrat: ContratAExporter } {
  const valeur = parseValue(nom, texte)
  const lu = schemaContrat.safeParse(valeur)
  if (!lu.success) {
    const faute = lu.error.issues[0]
    const chemin = faute === undefined || faute.path.length === 0 ? 'le début du fichier' : `«\u00a0${faute.path.join('.')}\u00a0»`
    throw new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» n’est pas au format ${SCHEMA}\u00a0: ${chemin} n’a pas la forme attendue.`)
  }
  const { empreinte: annoncee, ...reste } = valeur as Record<string, unknown>
  if (sha256(canonicalJson(reste)) !== annoncee) {
    throw new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» a été modifié depuis son export\u00a0: son empreinte ne correspond plus.`)
  }
  const { contrat, arbre, fiches, portee } = lu.data
  return { portee, contrat: { ...contrat, arbre, fichesRacine: fiches } }
}

function parseValue(nom: string, texte: string): unknown {
  try {
    return JSON.parse(texte.replace(/^\ufeff/, ''))
  } catch {
    throw new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» n’est pas du JSON\u00a0: il a peut-être été coupé en chemin.`)
  }
}
