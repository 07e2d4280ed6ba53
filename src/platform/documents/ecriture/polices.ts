import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Names of the families as documents ask for them. */
export const POLICE_TEXTE = 'Atkinson Hyperlegible Next'
export const POLICE_TITRE = 'Bricolage Grotesque'

const ATKINSON = '@expo-google-fonts/atkinson-hyperlegible-next'
const BRICOLAGE = '@expo-google-fonts/bricolage-grotesque'

/** Faces in use, by a short name. All under the SIL Open Font Licence, which allows embedding. */
const FICHIERS = {
  texte: [ATKINSON, '400Regular', 'AtkinsonHyperlegibleNext_400Regular.ttf'],
  texteItalique: [ATKINSON, '400Regular_Italic', 'AtkinsonHyperlegibleNext_400Regular_Italic.ttf'],
  texteGras: [ATKINSON, '700Bold', 'AtkinsonHyperlegibleNext_700Bold.ttf'],
  texteGrasItalique: [ATKINSON, '700Bold_Italic', 'AtkinsonHyperlegibleNext_700Bold_Italic.ttf'],
  titreMoyen: [BRICOLAGE, '500Medium', 'BricolageGrotesque_500Medium.ttf'],
  titre: [BRICOLAGE, '600SemiBold', 'BricolageGrotesque_600SemiBold.ttf'],
  titreGras: [BRICOLAGE, '700Bold', 'BricolageGrotesque_700Bold.ttf'],
} as const
export type Police = keyof typeof FICHIERS

const require = createRequire(import.meta.url)
const lues = new Map<Police, Buffer>()

/** Folders that hold the faces: fonts come from the packages, never from the system. */
export function listDossiers(): string[] {
  return (Object.keys(FICHIERS) as Police[]).map((police) => dirname(pathOf(police)))
}

/** The TTF file of a face, read once. */
export function readPolice(police: Police): Buffer {
  const lue = lues.get(police)
  if (lue !== undefined) return lue
  const contenu = readFileSync(pathOf(police))
  lues.set(police, contenu)
  return contenu
}

function pathOf(police: Police): string {
  const [paquet, dossier, fichier] = FICHIERS[police]
  return join(dirname(require.resolve(`${paquet}/package.json`)), dossier, fichier)
}
