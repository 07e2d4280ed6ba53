import type { RegleViolee } from '#platform/errors.ts'
import { Introuvable } from '#platform/errors.ts'
import { sendFichier } from '#platform/fichiers/envoi.ts'
import { jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { getReglage } from '#platform/reglages.ts'
import { BilanErreurs, ChampChoix, ChampFichier, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { addDocument, archiveDocument, editDocument, restoreDocument } from '../commands/document-organisation.ts'
import { getOrganisation } from '../organisation.store.ts'
import { getDocumentOrganisation, listDocumentsOrganisation, listNaturesDocument } from '../organisation-document.store.ts'
import { sayValidite } from '../organisation-document.ts'
import { EXTENSIONS_PIECE } from '../organisation-fichier.ts'
import { preavisDocuments } from '../organisation-reglages.ts'
import { droitDocumentsOrganisation, organisationOf } from './droit-organisations.ts'
import { TableDocuments } from './organisation-documents-table.tsx'

const BASE = '/organisations/:organisation/documents'

/** Documents of an organisation: brought, corrected, put away, downloaded. */
export function addRoutesDocumentsOrganisation(routes: Routes): void {
  routes.get(BASE, droitDocumentsOrganisation, (c) => showDocuments(c, { valableDu: jourParis(c.get('now')) }))

  routes.post(BASE, droitDocumentsOrganisation, async (c) => {
    const saisie = await parseFormulaire(c)
    const fichier = saisie.contenu instanceof File && saisie.contenu.name !== '' ? saisie.contenu : null
    return orShow(
      async () => {
        await actHttp(c, addDocument, {
          ...saisie,
          organisationId: organisationOf(c),
          nom: fichier?.name ?? '',
          contenu: fichier === null ? undefined : new Uint8Array(await fichier.arrayBuffer()),
        })
        return c.redirect(`/organisations/${organisationOf(c)}/documents?fait=ajout`, 303)
      },
      (erreur) => showDocuments(c, saisie, erreur),
    )
  })

  routes.get(`${BASE}/:document`, droitDocumentsOrganisation, (c) => showDocument(c))

  routes.post(`${BASE}/:document`, droitDocumentsOrganisation, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const designe = { organisationId: organisationOf(c), documentId: documentOf(c) }
        const action = typed(saisie, 'action')
        if (action === 'archiver') await actHttp(c, archiveDocument, designe)
        else if (action === 'restaurer') await actHttp(c, restoreDocument, designe)
        else await actHttp(c, editDocument, { ...saisie, ...designe })
        const fait = action === 'archiver' || action === 'restaurer' ? action : 'correction'
        return c.redirect(`/organisations/${organisationOf(c)}/documents?fait=${fait}`, 303)
      },
      (erreur) => showDocument(c, saisie, erreur),
    )
  })

  routes.get(`${BASE}/:document/fichier`, droitDocumentsOrganisation, async (c) => {
    const document = await readHttp(c, (tx) => getDocumentOrganisation(tx, organisationOf(c), documentOf(c)))
    return sendFichier(c, {
      id: document.fichierId,
      taille: document.taille,
      sha256: document.sha256,
      nom: document.nomFichier,
      type: document.type,
    })
  })
}

const FAITS: Record<string, string> = {
  ajout: 'Le document est déposé.',
  correction: 'Les dates du document sont enregistrées.',
  archiver: 'Le document est archivé : il ne compte plus, il peut être restauré ci-dessous.',
  restaurer: 'Le document est restauré.',
}

function documentOf(c: C): string {
  const id = c.req.param('document') ?? ''
  if (!isId(id)) throw new Introuvable('Ce document n’existe pas, ou plus.')
  return id
}

async function showDocuments(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const organisationId = organisationOf(c)
  const { organisation, documents, natures, preavis } = await readHttp(c, async (tx) => ({
    organisation: await getOrganisation(tx, organisationId),
    documents: await listDocumentsOrganisation(tx, organisationId),
    natures: await listNaturesDocument(tx),
    preavis: await getReglage(tx, preavisDocuments),
  }))
  const base = `/organisations/${organisationId}`
  const fait = FAITS[c.req.query('fait') ?? '']
  const courants = documents.filter(({ archiveLe }) => archiveLe === null)
  const archives = documents.filter(({ archiveLe }) => archiveLe !== null)
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  return c.html(
    <PageSimple titre={`Documents, ${organisation.nom}`} demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: organisation.nom, href: base }, { libelle: 'Documents' }]} />
      <h1>Documents</h1>
      {fait !== undefined && erreur === undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {courants.length > 0 && <TableDocuments base={base} documents={courants} jour={jourParis(c.get('now'))} preavis={preavis} modifie />}
      <section class="pv-section" aria-labelledby="h-deposer">
        <h2 id="h-deposer">Déposer un document</h2>
        <form method="post" action={`${base}/documents`} enctype="multipart/form-data" class="pv-formulaire" novalidate>
          <ChampChoix
            {...champ('nature')}
            libelle="Nature"
            requis
            vide="À choisir"
            options={natures.map(({ code, libelle, dureeMois }) => ({
              valeur: code,
              libelle: dureeMois === null ? libelle : `${libelle} (${dureeMois} mois)`,
            }))}
          />
          <ChampFichier
            nom="contenu"
            libelle="Fichier"
            aide={`20 Mo au plus : ${EXTENSIONS_PIECE.join(', ')}.`}
            accepte={EXTENSIONS_PIECE.map((extension) => `.${extension}`).join(',')}
            erreurs={erreur?.champs}
            requis
          />
          <ChampTexte {...champ('titre')} libelle="Titre" aide="À défaut, le nom du fichier." longueurMax={200} />
          <div class="pv-cote">
            <ChampTexte {...champ('valableDu')} libelle="Valable à partir du" type="date" requis />
            <ChampTexte {...champ('valableJusqu')} libelle="Jusqu’au" type="date" aide="À défaut, la durée usuelle de cette nature." />
          </div>
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Déposer le document
            </button>
          </div>
        </form>
      </section>
      {archives.length > 0 && (
        <details class="ds-details pv-haut-2">
          <summary>{archives.length === 1 ? 'Un document archivé' : `${archives.length} documents archivés`}</summary>
          <ul class="pv-lignes">
            {archives.map((document) => (
              <li>
                <form method="post" action={`${base}/documents/${document.id}`} class="pv-tete">
                  <span>
                    {document.natureLibelle}
                    <span class="pv-detail">{sayValidite(document)}</span>
                  </span>
                  <button class="ds-button" data-variant="secondary" data-size="xs" type="submit" name="action" value="restaurer">
                    Restaurer<span class="pv-cache"> : {document.natureLibelle}</span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </details>
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

async function showDocument(c: C, saisie?: Saisie, erreur?: RegleViolee): Promise<Response> {
  const organisationId = organisationOf(c)
  const { organisation, document } = await readHttp(c, async (tx) => ({
    organisation: await getOrganisation(tx, organisationId),
    document: await getDocumentOrganisation(tx, organisationId, documentOf(c)),
  }))
  const base = `/organisations/${organisationId}`
  const dit: Saisie = saisie ?? { titre: document.titre ?? '', valableDu: document.valableDu, valableJusqu: document.valableJusqu ?? '' }
  const champ = (nom: string) => ({ nom, valeur: typed(dit, nom), erreurs: erreur?.champs })
  return c.html(
    <PageSimple titre={`${document.natureLibelle}, ${organisation.nom}`} demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[
          { libelle: organisation.nom, href: base },
          { libelle: 'Documents', href: `${base}/documents` },
          { libelle: document.natureLibelle },
        ]}
      />
      <h1>{document.natureLibelle}</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        <a href={`${base}/documents/${document.id}/fichier`}>{document.nomFichier}</a>, {sayValidite(document)}
      </p>
      <form method="post" action={`${base}/documents/${document.id}`} class="pv-formulaire" novalidate>
        <ChampTexte {...champ('titre')} libelle="Titre" longueurMax={200} />
        <div class="pv-cote">
          <ChampTexte {...champ('valableDu')} libelle="Valable à partir du" type="date" requis />
          <ChampTexte {...champ('valableJusqu')} libelle="Jusqu’au" type="date" aide="Vide : jusqu’à son remplacement." />
        </div>
        <div class="pv-actions">
          <button class="ds-button" type="submit" name="action" value="enregistrer">
            Enregistrer
          </button>
          {document.archiveLe === null && (
            <button class="ds-button" data-variant="tertiary" type="submit" name="action" value="archiver">
              Archiver ce document
            </button>
          )}
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
