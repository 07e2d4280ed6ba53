import { findVersionEnLigne, getDocument, listContratsEnLigne } from '#contrat/index.ts'
import { Introuvable } from '#platform/errors.ts'
import { sendFichier } from '#platform/fichiers/envoi.ts'
import { getFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, publique, type Routes } from '#platform/http/routes.ts'
import type { Instantane } from '#strategie/index.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { T, Vide } from '#ui/pieces.tsx'
import type { CachePublic } from '../cache.ts'
import { PagePublique } from '../cadre.tsx'
import { ContratPublic, type DocumentPublic, type VuePublique } from '../ecrans/contrat-public.tsx'
import { FichePublique } from '../ecrans/fiche-publique.tsx'
import { Prose } from '../ecrans/prose.tsx'
import { FORMATS_PUBLIES, type FormatPublie } from '../tables.ts'
import { listTelechargements } from '../telechargement.store.ts'

export const LIBELLES_DOCUMENTS: Record<FormatPublie, string> = {
  pdf: 'Le contrat et ses fiches',
  docx: 'Le contrat, modifiable dans Word',
  odt: 'Le contrat, modifiable dans LibreOffice',
  json: 'Toutes les données du contrat',
  xlsx: 'Les fiches, une par ligne',
  ods: 'Les fiches, une par ligne',
  csv: 'Les fiches, une par ligne',
}

/** What the public sees at an address. @throws Introuvable when nothing is published there */
export async function loadVuePublique(c: C, adresse: string): Promise<VuePublique> {
  return readHttp(c, async (tx) => {
    const version = await findVersionEnLigne(tx, { adresse })
    if (version === null || version.publieLe === null) throw new Introuvable('Aucun contrat n’est publié à cette adresse.')
    const telechargements = await listTelechargements(tx, version.id)
    const base = `/contrats/${adresse}`
    return {
      instantane: JSON.parse(version.contenu) as Instantane,
      telechargements:
        telechargements.length === 0
          ? null
          : telechargements.map(
              (t): DocumentPublic => ({
                format: t.format,
                libelle: LIBELLES_DOCUMENTS[t.format],
                taille: t.taille,
                pages: t.pages,
                href: `${base}/telecharger/${t.format}`,
              }),
            ),
      publieLe: version.publieLe,
      sha256: version.sha256,
      base,
      demo: c.get('configuration').demo,
      apercu: false,
    }
  })
}

export function createRoutesPubliques(cache: CachePublic): Routes {
  const routes = createRoutes()

  /** Serves from memory when it may; the page is the same for everyone, signed in or not. */
  const gardee = async (c: C, adresse: string, rend: () => Promise<{ toString: () => string | Promise<string> }>): Promise<Response> => {
    const chemin = c.req.path
    const connue = cache.get(adresse, chemin)
    if (connue !== null) return envoie(c, connue.html, connue.etag)
    const marque = cache.marque(adresse)
    const html = await (await rend()).toString()
    const etag = `"${Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(html)))
      .toString('hex')
      .slice(0, 24)}"`
    cache.set(adresse, chemin, { html, etag }, marque)
    return envoie(c, html, etag)
  }

  routes.get('/contrats/:adresse', publique, (c) => {
    const adresse = c.req.param('adresse') ?? ''
    return gardee(c, adresse, async () => <ContratPublic vue={await loadVuePublique(c, adresse)} />)
  })

  routes.get('/contrats/:adresse/fiches/:code', publique, (c) => {
    const adresse = c.req.param('adresse') ?? ''
    return gardee(c, adresse, async () => {
      const vue = await loadVuePublique(c, adresse)
      const fiche = vue.instantane.fiches.find((autre) => autre.code === c.req.param('code'))
      if (fiche === undefined) throw new Introuvable('Cette fiche n’est pas publiée.')
      return <FichePublique vue={vue} fiche={fiche} />
    })
  })

  routes.get('/contrats/:adresse/facile', publique, (c) => {
    const adresse = c.req.param('adresse') ?? ''
    return gardee(c, adresse, async () => {
      const vue = await loadVuePublique(c, adresse)
      const { contrat } = vue.instantane
      if (contrat.facile === null) throw new Introuvable('Ce contrat n’a pas encore de version facile à lire.')
      return (
        <PagePublique
          titre={`${contrat.titre}, facile à lire`}
          nom={contrat.titre}
          accueil={vue.base}
          liens={[{ libelle: 'Le contrat', href: vue.base }]}
          demo={vue.demo}
        >
          <div class="pv-page pv-simple pv-facile">
            <h1>{contrat.titre}, facile à lire</h1>
            <Prose texte={contrat.facile} />
          </div>
        </PagePublique>
      )
    })
  })

  routes.get('/contrats/:adresse/telecharger/:format', publique, async (c) => {
    const format = FORMATS_PUBLIES.find((connu) => connu === c.req.param('format'))
    const trouve = await readHttp(c, async (tx) => {
      const version = await findVersionEnLigne(tx, { adresse: c.req.param('adresse') ?? '' })
      const document = version === null ? undefined : (await listTelechargements(tx, version.id)).find((t) => t.format === format)
      if (document === undefined) throw new Introuvable('Ce document n’est pas publié.')
      return { document, fichier: await getFichier(tx, document.fichierId) }
    })
    return sendFichier(c, { ...trouve.fichier, nom: trouve.document.nom, type: trouve.document.type, cache: 'public, max-age=300' })
  })

  routes.get('/contrats/:adresse/documents/:id', publique, async (c) => {
    const adresse = c.req.param('adresse') ?? ''
    const trouve = await readHttp(c, async (tx) => {
      const version = await findVersionEnLigne(tx, { adresse })
      const instantane = version === null ? null : (JSON.parse(version.contenu) as Instantane)
      // Only what the published version lists: a document taken out of the contract since stays in the version that showed it.
      if (instantane?.documents.some((document) => document.id === c.req.param('id')) !== true)
        throw new Introuvable('Ce document n’est pas publié.')
      const document = await getDocument(tx, instantane.contrat.id, c.req.param('id') ?? '')
      return { document, fichier: await getFichier(tx, document.fichierId) }
    })
    return sendFichier(c, { ...trouve.fichier, nom: trouve.document.nomFichier, type: trouve.document.type, cache: 'public, max-age=300' })
  })

  routes.get('/', publique, async (c) => {
    const contrats = await readHttp(c, (tx) => listContratsEnLigne(tx))
    return c.html(
      <PageSimple titre="Contrats de ville" demo={c.get('configuration').demo}>
        <h1>Les contrats de ville publiés ici</h1>
        {contrats.length === 0 ? (
          <Vide titre="Aucun contrat n’est encore publié">
            <p>Un contrat paraît ici quand l’intercommunalité qui le pilote décide de le publier.</p>
            <div class="pv-actions">
              <a class="ds-button" href="/connexion">
                Se connecter
              </a>
            </div>
          </Vide>
        ) : (
          <ul class="pv-lignes pv-contrats">
            {contrats.map((contrat) => (
              <li>
                <h2>
                  <a href={`/contrats/${contrat.adresse}`}>
                    <T>{contrat.titre}</T>
                  </a>
                </h2>
                <p class="pv-note">
                  {[
                    contrat.epciNom,
                    contrat.generationLibelle,
                    contrat.debut === null || contrat.fin === null ? null : `${contrat.debut.slice(0, 4)}-${contrat.fin.slice(0, 4)}`,
                    `publié le ${formatDate(jourParis(contrat.publieLe))}`,
                  ]
                    .filter((mot) => mot !== null)
                    .join(' · ')}
                </p>
              </li>
            ))}
          </ul>
        )}
        <p class="pv-note pv-haut-2">
          {contrats.length > 0 && `${accorde(contrats.length, 'contrat')}. `}Vous travaillez sur un contrat ?{' '}
          <a href="/espace">Ouvrir mon espace</a>.
        </p>
      </PageSimple>,
    )
  })

  return routes
}

function envoie(c: C, html: string, etag: string): Response {
  const entetes = { etag, 'cache-control': 'public, max-age=0, must-revalidate' }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, entetes)
  return c.html(html, 200, entetes)
}
