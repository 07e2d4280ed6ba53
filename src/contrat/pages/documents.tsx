import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { sendFichier } from '#platform/fichiers/envoi.ts'
import { extensionDe } from '#platform/fichiers/types.ts'
import { formatDate, formatTaille, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, Case, ChampFichier, ChampTexte } from '#ui/champs.tsx'
import { type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { addDocument, EXTENSIONS } from '../commands/add-document.ts'
import { archiveDocument } from '../commands/archive-document.ts'
import { editDocument } from '../commands/edit-document.ts'
import { restoreDocument } from '../commands/restore-document.ts'
import type { DocumentContrat } from '../contrat.ts'
import { getDocument, listDocuments } from '../contrat-complet.store.ts'
import { canReadDocument } from '../droits.ts'
import { droitEspace, Espace } from '../espace.tsx'
import { droitModifier } from './page-liste.tsx'

/** Documents attached to the contract: the signed text, its annexes, the resolutions. */
export const routesDocuments = createRoutes()
const ADRESSE = '/espace/:contrat/contrat/documents'

const FAITS: Record<string, string> = {
  ajoute: 'Le document est joint au contrat.',
  modifie: 'Le document est enregistré.',
  archive: 'Le document est archivé : il n’est plus montré, il peut être restauré ci-dessous.',
  restaure: 'Le document est restauré.',
}

routesDocuments.get(ADRESSE, droitModifier, (c) => show(c, {}))

routesDocuments.post(ADRESSE, droitModifier, async (c) => {
  const saisi = await parseFormulaire(c)
  const fichier = saisi.contenu instanceof File && saisi.contenu.name !== '' ? saisi.contenu : null
  return orShow(c, { titre: texteDe(saisi, 'titre'), public: texteDe(saisi, 'public') }, async () => {
    await actHttp(c, addDocument, {
      contratId: c.get('contrat').id,
      titre: saisi.titre,
      public: saisi.public,
      nom: fichier?.name ?? '',
      contenu: fichier === null ? undefined : new Uint8Array(await fichier.arrayBuffer()),
    })
    return 'ajoute'
  })
})

routesDocuments.get(`${ADRESSE}/:document`, droitEspace('contrat.lire'), async (c) => {
  const contratId = c.get('contrat').id
  const document = await readHttp(c, (tx) => getDocument(tx, contratId, idDe(c)))
  if (!canReadDocument(c.get('agent'), { contratId, archiveLe: document.archiveLe }))
    throw new Introuvable('Ce document n’existe pas, ou plus.')
  return sendFichier(c, {
    id: document.fichierId,
    taille: document.taille,
    sha256: document.sha256,
    nom: document.nomFichier,
    type: document.type,
  })
})

routesDocuments.post(`${ADRESSE}/:document`, droitModifier, async (c) => {
  const saisi = await parseFormulaire(c)
  return orShow(c, {}, async () => {
    const entree = { contratId: c.get('contrat').id, documentId: idDe(c) }
    const action = texteDe(saisi, 'action')
    if (action === 'archiver') {
      await actHttp(c, archiveDocument, entree)
      return 'archive'
    }
    if (action === 'restaurer') {
      await actHttp(c, restoreDocument, entree)
      return 'restaure'
    }
    await actHttp(c, editDocument, { ...entree, titre: saisi.titre, public: saisi.public })
    return 'modifie'
  })
})

/** An id that is not one is a document that does not exist. */
function idDe(c: C): string {
  const id = c.req.param('document') ?? ''
  return /^[0-9a-f-]{36}$/.test(id) ? id : '00000000-0000-0000-0000-000000000000'
}

async function orShow(c: C, saisi: Saisi, faire: () => Promise<string>): Promise<Response> {
  try {
    const fait = await faire()
    return c.redirect(`/espace/${c.get('contrat').adresse}/contrat/documents?fait=${fait}`, 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return show(c, saisi, erreur)
    throw erreur
  }
}

async function show(c: C, saisi: Saisi, erreur?: RegleViolee): Promise<Response> {
  const contrat = c.get('contrat')
  const documents = await readHttp(c, (tx) => listDocuments(tx, c.get('agent'), contrat.id))
  const page = `/espace/${contrat.adresse}/contrat`
  const archives = documents.filter((document) => document.archiveLe !== null)
  const fait = FAITS[c.req.query('fait') ?? '']
  return c.html(
    <Espace c={c} titre="Documents du contrat" entree="contrat">
      <FilAriane etapes={[{ libelle: 'Contrat', href: page }, { libelle: 'Documents' }]} />
      <div class="pv-titre-page">
        <h1>Documents</h1>
        <p class="pv-note pv-note-max">
          Le contrat signé, ses annexes, les délibérations. Un document public se télécharge aussi depuis la page du contrat.
        </p>
      </div>
      {fait !== undefined && erreur === undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {documents.length > archives.length && (
        <ul class="pv-lignes pv-documents">
          {documents
            .filter((document) => document.archiveLe === null)
            .map((document) => (
              <li>
                <UnDocument document={document} page={page} />
              </li>
            ))}
        </ul>
      )}
      <section class="pv-section" aria-labelledby="h-joindre">
        <h2 id="h-joindre">Joindre un document</h2>
        <form method="post" action={`${page}/documents`} enctype="multipart/form-data" class="pv-formulaire">
          <ChampFichier
            nom="contenu"
            libelle="Fichier"
            aide={`50 Mo au plus : ${EXTENSIONS.join(', ')}.`}
            accepte={EXTENSIONS.map((extension) => `.${extension}`).join(',')}
            erreurs={erreur?.champs}
            requis
          />
          <ChampTexte
            nom="titre"
            libelle="Titre"
            aide="À défaut, le nom du fichier."
            valeur={texteDe(saisi, 'titre')}
            longueurMax={200}
            erreurs={erreur?.champs}
          />
          <Case nom="public" libelle="Le montrer au public" coche={texteDe(saisi, 'public') === 'oui'} />
          <p>
            <button class="ds-button" type="submit">
              Joindre
            </button>
          </p>
        </form>
      </section>
      {archives.length > 0 && (
        <details class="ds-details pv-haut-2">
          <summary>{archives.length === 1 ? 'Un document archivé' : `${archives.length} documents archivés`}</summary>
          <ul class="pv-lignes">
            {archives.map((document) => (
              <li>
                <form method="post" action={`${page}/documents/${document.id}`} class="pv-tete">
                  <span>
                    <T>{document.titre}</T>
                    {document.archiveLe !== null && <span class="pv-detail">archivé le {formatDate(jourParis(document.archiveLe))}</span>}
                  </span>
                  <button class="ds-button" data-variant="secondary" data-size="xs" type="submit" name="action" value="restaurer">
                    Restaurer<span class="pv-cache"> : {document.titre}</span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function UnDocument({ document, page }: { document: DocumentContrat; page: string }) {
  return (
    <form method="post" action={`${page}/documents/${document.id}`}>
      <p>
        <a href={`${page}/documents/${document.id}`}>
          <span class="pv-i" data-i="telecharger" aria-hidden="true" />
          <T>{document.titre}</T>
        </a>
        <span class="pv-detail">
          {extensionDe(document.nomFichier).toUpperCase()} · {formatTaille(document.taille)} · joint le{' '}
          {formatDate(jourParis(document.ajouteLe))} ·{' '}
          <a href={page.replace(/contrat$/, `historique/document/${document.id}`)}>
            historique<span class="pv-cache"> de {document.titre}</span>
          </a>
        </span>
      </p>
      <div class="pv-document-champs">
        <div class="ds-field">
          <label for={`titre-${document.id}`}>
            Titre<span class="pv-cache"> de {document.nomFichier}</span>
          </label>
          <input class="ds-input" id={`titre-${document.id}`} name="titre" value={document.titre} maxlength={200} />
        </div>
        <div class="ds-field">
          <input class="ds-input" type="checkbox" id={`public-${document.id}`} name="public" value="oui" checked={document.public} />
          <label for={`public-${document.id}`}>Public</label>
        </div>
        <div class="pv-actions">
          <button class="ds-button" data-variant="secondary" data-size="xs" type="submit" name="action" value="enregistrer">
            Enregistrer<span class="pv-cache"> : {document.titre}</span>
          </button>
          <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit" name="action" value="archiver">
            Archiver<span class="pv-cache"> : {document.titre}</span>
          </button>
        </div>
      </div>
    </form>
  )
}
