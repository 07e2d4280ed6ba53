import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { id, jourFacultatif, jourRequis, texteFacultatif, texteRequis } from '../formes.ts'
import {
  addDocumentOrganisationRow,
  getDocumentOrganisation,
  listNaturesDocument,
  saveDocumentOrganisation,
} from '../organisation-document.store.ts'
import { type DocumentOrganisation, finUsuelle, givenValidite } from '../organisation-document.ts'
import { recognisePiece, TAILLE_PIECE } from '../organisation-fichier.ts'
import { lockToDocument } from './open-organisation.ts'

const validite = { titre: texteFacultatif(200), valableDu: jourRequis, valableJusqu: jourFacultatif }

const ajout = z.object({
  organisationId: id,
  nature: texteRequis('Choisissez la nature du document.', 40),
  ...validite,
  nom: z.string(),
  contenu: z
    .instanceof(Uint8Array, { error: 'Choisissez un fichier.' })
    .refine((contenu) => contenu.byteLength > 0, 'Ce fichier est vide : choisissez-en un autre.')
    .refine((contenu) => contenu.byteLength <= TAILLE_PIECE, 'Ce fichier dépasse 20 Mo : allégez-le.'),
})

/** Brings a document. Without an end of validity, it gets the usual one of its kind. */
export const addDocument = command('compte.ajouter_document_organisation', ajout, async ({ tx, agent, now }, saisie) => {
  const organisation = await lockToDocument({ tx, agent }, saisie.organisationId)
  const nature = (await listNaturesDocument(tx)).find(({ code }) => code === saisie.nature)
  if (nature === undefined) {
    const message = 'Choisissez la nature du document dans la liste.'
    throw new RegleViolee(message, [{ champ: 'nature', message }])
  }
  const { nomFichier, type } = await recognisePiece(saisie.nom, saisie.contenu)
  const valableJusqu = saisie.valableJusqu ?? finUsuelle(saisie.valableDu, nature.dureeMois)
  const dates = givenValidite({ valableDu: saisie.valableDu, valableJusqu })
  const fichier = await saveFichier(tx, { contenu: saisie.contenu, type, now })
  const document = {
    id: createId(now.getTime()),
    organisationId: organisation.id,
    nature: nature.code,
    titre: saisie.titre,
    nomFichier,
    type,
    taille: fichier.taille,
    fichierId: fichier.id,
    ...dates,
    ajouteLe: now,
  }
  await addDocumentOrganisationRow(tx, document, agent.personneId)
  return {
    valeur: { documentId: document.id },
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: organisation.id },
      libelle: `Document « ${nature.libelle} » déposé pour « ${organisation.nom} »`,
      avant: null,
      apres: { ...document, sha256: fichier.sha256 },
    },
  }
})

const modification = z.object({ organisationId: id, documentId: id, ...validite })

/** Corrects the title or the days of a document. Its file does not change: a new one is brought. */
export const editDocument = command('compte.modifier_document_organisation', modification, async ({ tx, agent }, saisie) => {
  const organisation = await lockToDocument({ tx, agent }, saisie.organisationId)
  const avant = await getDocumentOrganisation(tx, organisation.id, saisie.documentId)
  const { titre, valableDu, valableJusqu } = givenValidite(saisie)
  await saveDocumentOrganisation(tx, { ...avant, titre, valableDu, valableJusqu })
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: organisation.id },
      libelle: `Dates du document « ${avant.natureLibelle} » de « ${organisation.nom} » modifiées`,
      avant: { titre: avant.titre, valableDu: avant.valableDu, valableJusqu: avant.valableJusqu },
      apres: { titre, valableDu, valableJusqu },
    },
  }
})

const designation = z.object({ organisationId: id, documentId: id })

/** Puts a document away: it counts no more, and can be restored. */
export const archiveDocument = command('compte.archiver_document_organisation', designation, async ({ tx, agent, now }, saisie) => {
  const organisation = await lockToDocument({ tx, agent }, saisie.organisationId)
  const document = await getDocumentOrganisation(tx, organisation.id, saisie.documentId)
  if (document.archiveLe !== null) throw new RegleViolee('Ce document est déjà archivé.')
  await saveDocumentOrganisation(tx, { ...document, archiveLe: now })
  return { valeur: null, trace: traceOf(organisation, document, now) }
})

/** Brings back an archived document. */
export const restoreDocument = command('compte.restaurer_document_organisation', designation, async ({ tx, agent }, saisie) => {
  const organisation = await lockToDocument({ tx, agent }, saisie.organisationId)
  const document = await getDocumentOrganisation(tx, organisation.id, saisie.documentId)
  if (document.archiveLe === null) throw new RegleViolee('Ce document n’est pas archivé.')
  await saveDocumentOrganisation(tx, { ...document, archiveLe: null })
  return { valeur: null, trace: traceOf(organisation, document, null) }
})

function traceOf(organisation: { id: string; nom: string }, document: DocumentOrganisation, archiveLe: Date | null) {
  return {
    contratId: null,
    objet: { type: 'organisation', id: organisation.id },
    libelle: `Document « ${document.natureLibelle} » de « ${organisation.nom} » ${archiveLe === null ? 'restauré' : 'archivé'}`,
    avant: { documentId: document.id, archiveLe: document.archiveLe },
    apres: { documentId: document.id, archiveLe },
  }
}
