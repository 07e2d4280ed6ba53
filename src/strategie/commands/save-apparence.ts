import { z } from 'zod'
import { canEditContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { saveReglage } from '#platform/reglage.store.ts'
import { getApparence } from '../apparence.store.ts'
import { type Apparence, cleApparence, schemaApparence } from '../apparence.ts'

const LOGO_MAX = 512 * 1024

/** Chooses how the documents of a contract look. The logo is a PNG: it is shown as it is, never interpreted. */
export const saveApparence = command(
  'strategie.choisir_apparence',
  z.object({
    contratId: z.uuid(),
    principale: schemaApparence.shape.principale,
    accent: schemaApparence.shape.accent,
    enTete: z
      .string()
      .max(800)
      .transform((texte) =>
        texte
          .split('\n')
          .map((ligne) => ligne.trim())
          .filter((ligne) => ligne !== ''),
      )
      .pipe(schemaApparence.shape.enTete),
    /** A new logo, '' to keep the one there is, 'retirer' for none. */
    logo: z.union([z.instanceof(Uint8Array), z.literal(''), z.literal('retirer')]),
    alt: z.string().trim().max(200, 'La description du logo compte 200 caractères au plus.'),
  }),
  async ({ tx, agent, now }, { contratId, logo, alt, ...reste }) => {
    assertCan(canEditContrat(agent, contratId), 'Seule la cheffe ou le chef de projet choisit l’apparence des documents.')
    const avant = await getApparence(tx, contratId)
    const apres: Apparence = { ...reste, logo: logo === 'retirer' ? null : logo === '' ? avant.logo : await keepLogo(logo) }
    async function keepLogo(contenu: Uint8Array): Promise<Apparence['logo']> {
      const faute = fauteLogo(contenu, alt)
      if (faute !== null) throw new RegleViolee(faute.message, [faute])
      const { id } = await saveFichier(tx, { contenu, type: 'image/png', now })
      return { fichierId: id, type: 'image/png', alt }
    }
    await saveReglage(tx, cleApparence(contratId), apres, now)
    return {
      valeur: apres,
      trace: { contratId, objet: { type: 'contrat', id: contratId }, libelle: 'Apparence des documents choisie', avant, apres },
    }
  },
)

function fauteLogo(contenu: Uint8Array, alt: string): { champ: string; message: string } | null {
  const png = contenu[0] === 0x89 && contenu[1] === 0x50 && contenu[2] === 0x4e && contenu[3] === 0x47
  if (!png) return { champ: 'logo', message: 'Le logo est une image PNG : enregistrez-le sous ce format.' }
  if (contenu.byteLength > LOGO_MAX) return { champ: 'logo', message: 'Le logo dépasse 512 ko : réduisez l’image.' }
  if (alt === '') return { champ: 'alt', message: 'Décrivez le logo en quelques mots, pour qui ne le voit pas : « Logo de la métropole ».' }
  return null
}
