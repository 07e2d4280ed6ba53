/** Is each feature who it says it is? Code, name, communes. Pure. */
import type { Reparation } from './defaut.ts'

/** Who a feature is, by the columns that a person or the program has recognised. */
export type Identite = {
  code: string | null
  nom: string | null
  /** INSEE codes. */
  communes: readonly string[]
  /** By a column; the code of the quartier says it otherwise. */
  departement: string | null
}

export type ReglesIdentite = {
  /** Does a code follow the grammar of the generation (BR-04)? Null: any does. */
  grammaire: ((code: string) => boolean) | null
  /** How the generation is called in a sentence: « Quartiers prioritaires 2024 ». */
  generation: string | null
  /** Codes of communes of the reference; null: not checked. */
  communes: ReadonlySet<string> | null
}

export type ConstatIdentite = {
  rang: number
  nature: 'code_absent' | 'code_invalide' | 'code_double' | 'nom_absent' | 'commune_inconnue'
  bloquant: boolean
  phrase: string
  reparations: readonly Reparation[]
}

export function identiteConstats(identites: readonly Identite[], { grammaire, generation, communes }: ReglesIdentite): ConstatIdentite[] {
  const premiers = new Map<string, number>()
  return identites.flatMap(({ code, nom, communes: siennes }, rang): ConstatIdentite[] => {
    const constats: ConstatIdentite[] = []
    const say = (nature: ConstatIdentite['nature'], bloquant: boolean, phrase: string, reparations: readonly Reparation[] = []) =>
      constats.push({ rang, nature, bloquant, phrase, reparations })
    if (code === null || code === '')
      say('code_absent', true, 'n’a pas de code. Ajoutez-le dans le fichier, ou choisissez une autre colonne pour le code.')
    else {
      const net = normalisedCode(code)
      if (grammaire !== null && !grammaire(code)) {
        const juste = net !== code && grammaire(net)
        const attendu = generation === null ? 'la forme attendue' : `la forme des codes de la génération «\u00a0${generation}\u00a0»`
        say(
          'code_invalide',
          true,
          `porte le code «\u00a0${code.slice(0, 40)}\u00a0», qui n’a pas ${attendu}.${juste ? '' : ' Corrigez-le dans le fichier.'}`,
          juste ? [{ variante: `code:${net}`, libelle: `Lire ce code «\u00a0${net}\u00a0»`, aireAvantM2: null, aireApresM2: null }] : [],
        )
      }
      const premier = premiers.get(net)
      if (premier === undefined) premiers.set(net, rang)
      else
        say(
          'code_double',
          true,
          `porte le même code que l’entité n°\u00a0${premier + 1} («\u00a0${net.slice(0, 40)}\u00a0»). Gardez-en une dans le fichier.`,
        )
    }
    if (nom === null || nom === '')
      say('nom_absent', true, 'n’a pas de nom. Ajoutez-le dans le fichier, ou choisissez une autre colonne pour le nom.')
    const inconnues = communes === null ? [] : siennes.filter((commune) => !communes.has(commune))
    if (inconnues.length > 0) {
      const liste = inconnues.slice(0, 5).map((commune) => `«\u00a0${commune.slice(0, 20)}\u00a0»`)
      say(
        'commune_inconnue',
        false,
        `cite ${inconnues.length === 1 ? 'une commune inconnue' : 'des communes inconnues'} du référentiel (${liste.join(', ')}). Vérifiez le code INSEE\u00a0: la commune a pu fusionner.`,
      )
    }
    return constats
  })
}

/** Capital letters, without spaces or signs around. */
function normalisedCode(code: string): string {
  return code.toUpperCase().replace(/[\s\u00a0\u202f._-]/g, '')
}
