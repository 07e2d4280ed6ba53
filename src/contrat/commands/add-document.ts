import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { extensionDe, nomSur, typeDe } from '#platform/fichiers/types.ts'
import { createId } from '#platform/identifiants.ts'
import { touchContrat } from '../contrat.store.ts'
import { addDocumentRow } from '../listes.store.ts'
import { coche, identifiant, texteFacultatif } from '../schemas.ts'
import { lockToEdit } from './open-contrat.ts'

/** One document, in bytes. */
export const TAILLE_MAX = 50 * 1024 * 1024
/** Kinds of documents that a contract attaches; a programme or a page is not one. */
export const EXTENSIONS = [
  'pdf',
  'docx',
  'doc',
  'odt',
  'xlsx',
  'xls',
  'ods',
  'csv',
  'pptx',
  'odp',
  'txt',
  'png',
  'jpg',
  'jpeg',
  'zip',
] as const

const entree = z
  .object({
    contratId: identifiant,
    titre: texteFacultatif(200),
    public: coche,
    nom: z.string(),
    contenu: z
      .instanceof(Uint8Array, { error: 'Choisissez un fichier.' })
      .refine((contenu) => contenu.byteLength > 0, 'Ce fichier est vide : choisissez-en un autre.')
      .refine((contenu) => contenu.byteLength <= TAILLE_MAX, 'Ce fichier dépasse 50 Mo : allégez-le ou coupez-le en plusieurs.'),
  })
  .superRefine(({ nom }, contexte) => {
    if (!EXTENSIONS.some((extension) => extension === extensionDe(nom))) {
      contexte.addIssue({
        code: 'custom',
        path: ['contenu'],
        message: `« ${nomSur(nom)} » n’est pas d’un format accepté : ${EXTENSIONS.join(', ')}.`,
      })
    }
  })

/** Attaches a document to the contract. The same content, attached twice, is kept once. */
export const addDocument = command('contrat.ajouter_document', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const nomFichier = nomSur(saisie.nom)
  const type = typeDe(nomFichier)
  const fichier = await saveFichier(tx, { contenu: saisie.contenu, type, now })
  const document = {
    id: createId(now.getTime()),
    titre: saisie.titre ?? nomFichier.replace(/\.[^.]+$/, ''),
    nomFichier,
    type,
    taille: fichier.taille,
    fichierId: fichier.id,
    public: saisie.public,
    ajouteLe: now,
  }
  await addDocumentRow(tx, contrat.id, document)
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: { id: document.id },
    trace: {
      contratId: contrat.id,
      objet: { type: 'document', id: document.id },
      libelle: `Document « ${document.titre} » ajouté`,
      avant: null,
      apres: { ...document, sha256: fichier.sha256 },
    },
  }
})
