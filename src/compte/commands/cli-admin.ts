import { parseArgs } from 'node:util'
import { act } from '#platform/acte.ts'
import type { Base } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { createAdmin } from './create-admin.ts'

/** What the command line lends to the command. */
export type IoAdmin = {
  ecrire: (ligne: string) => void
  erreur: (ligne: string) => void
  /** Asks at the terminal, without showing what is typed. */
  demanderSecret: (question: string) => Promise<string>
  /** First line of the standard input. */
  lireEntree: () => Promise<string>
  openBase: () => Promise<Base>
  now: () => Date
}

const USAGE = `Usage : parvis admin create --courriel ADRESSE --prenom PRENOM --nom NOM [--fonction TEXTE] [--organisation NOM] [--mot-de-passe-stdin]

Crée la première personne qui administre la plateforme. Le mot de passe est demandé, ou lu sur l’entrée standard.`

/**
 * `parvis admin create`: the first administrator of an instance.
 * @returns exit code: 0 done, 2 refused with one sentence on the error output
 */
export async function runAdmin(args: readonly string[], io: IoAdmin): Promise<0 | 2> {
  try {
    const valeurs = parseOptions(args)
    if (valeurs === null) {
      io.ecrire(USAGE)
      return 0
    }
    const motDePasse = valeurs['mot-de-passe-stdin'] === true ? await io.lireEntree() : await askTwice(io)
    const personneId = createId(io.now().getTime())
    const { courriel = '', prenom = '', nom = '' } = valeurs
    const base = await io.openBase()
    try {
      await act(
        {
          db: base.db,
          agent: { personneId, prenom, nom, courriel, fonction: null, mandats: [], autresMandats: [] },
          now: io.now(),
          requeteId: 'ligne-de-commande',
        },
        createAdmin,
        {
          personneId,
          courriel,
          prenom,
          nom,
          fonction: valeurs.fonction,
          organisation: valeurs.organisation ?? 'Administration de la plateforme',
          motDePasse,
        },
      )
    } finally {
      await base.close()
    }
    io.ecrire(`Compte d’administration créé : ${prenom} ${nom} peut se connecter avec ${courriel}.`)
    return 0
  } catch (erreur) {
    io.erreur(erreur instanceof RegleViolee ? sentenceOf(erreur) : erreur instanceof Error ? erreur.message : String(erreur))
    return 2
  }
}

function parseOptions(args: readonly string[]) {
  const [verbe, ...suite] = args
  if (verbe === undefined || verbe === '--help' || verbe === 'help') return null
  if (verbe !== 'create') throw new Error(`« ${verbe} » n’est pas une commande de « parvis admin » : essayez « parvis admin create ».`)
  try {
    const { values } = parseArgs({
      args: suite,
      strict: true,
      options: {
        courriel: { type: 'string' },
        prenom: { type: 'string' },
        nom: { type: 'string' },
        fonction: { type: 'string' },
        organisation: { type: 'string' },
        'mot-de-passe-stdin': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    return values.help === true ? null : values
  } catch {
    throw new Error(`Une option n’est pas reconnue.\n\n${USAGE}`)
  }
}

async function askTwice(io: IoAdmin): Promise<string> {
  const premier = await io.demanderSecret('Mot de passe (12 caractères au moins) : ')
  const second = await io.demanderSecret('Le même, encore une fois : ')
  if (premier !== second) throw new Error('Les deux mots de passe diffèrent : rien n’a été fait, recommencez.')
  return premier
}

/** Names the option at fault. */
function sentenceOf(erreur: RegleViolee): string {
  const [premier] = erreur.champs
  const options: Record<string, string> = { courriel: '--courriel', prenom: '--prenom', nom: '--nom', organisation: '--organisation' }
  const option = premier === undefined ? undefined : options[premier.champ]
  return option === undefined ? (premier?.message ?? erreur.message) : `${option} : ${premier?.message ?? erreur.message}`
}
