import { createHash } from 'node:crypto'
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
import { type CachePublic, LISTES } from '../cache.ts'
import { ContratPublic } from '../ecrans/contrat-public.tsx'
import { PageFacile } from '../ecrans/facile.tsx'
import { FichePublique } from '../ecrans/fiche-publique.tsx'
import type { VuePublique } from '../ecrans/vue.ts'
import { FORMATS_PUBLIES } from '../tables.ts'
import { listTelechargements } from '../telechargement.store.ts'

/** What the public sees at an address: two statements. @throws Introuvable when nothing is published there */
async function loadVuePublique(c: C, adresse: string): Promise<VuePublique> {
  return readHttp(c, async (tx) => {
    const version = await findVersionEnLigne(tx, { adresse })
    if (version === null || version.publieLe === null) throw new Introuvable('Aucun contrat n’est publié à cette adresse.')
    const base = `/contrats/${adresse}`
    return {
      instantane: JSON.parse(version.contenu) as Instantane,
      telechargements: (await listTelechargements(tx, version.id)).map(({ format, taille, pages }) => ({
        format,
        taille,
        pages,
        href: `${base}/telecharger/${format}`,
      })),
      publieLe: version.publieLe,
      sha256: version.sha256,
      jour: jourParis(c.get('now')),
      base,
      demo: c.get('configuration').demo,
      apercu: null,
    }
  })
}

type Rendu = { toString: () => string | Promise<string> }

export function createRoutesPubliques(cache: CachePublic): Routes {
  const routes = createRoutes()

  /** Serves from memory when it may: the page is the same for everyone, signed in or not, on a given day. */
  const kept = async (c: C, adresse: string, page: string, rend: () => Promise<Rendu>): Promise<Response> => {
    const cle = `${jourParis(c.get('now'))} ${page}`
    const connue = cache.get(adresse, cle)
    if (connue !== null) return send(c, connue.html, connue.etag)
    const marque = cache.marque(adresse)
    const html = await (await rend()).toString()
    const etag = `"${createHash('sha256').update(html).digest('hex').slice(0, 24)}"`
    cache.set(adresse, cle, { html, etag }, marque)
    return send(c, html, etag)
  }
  const adresseDe = (c: C) => c.req.param('adresse') ?? ''

  routes.get('/', publique, (c) => kept(c, LISTES, '', () => pageListe(c)))

  routes.get('/contrats/:adresse', publique, (c) =>
    kept(c, adresseDe(c), '', async () => <ContratPublic vue={await loadVuePublique(c, adresseDe(c))} />),
  )

  routes.get('/contrats/:adresse/fiches/:code', publique, (c) => {
    const code = c.req.param('code') ?? ''
    return kept(c, adresseDe(c), `fiche ${code}`, async () => {
      const vue = await loadVuePublique(c, adresseDe(c))
      const fiche = vue.instantane.fiches.find((autre) => autre.code === code)
      if (fiche === undefined) throw new Introuvable('Cette fiche n’est pas publiée.')
      return <FichePublique vue={vue} fiche={fiche} />
    })
  })

  routes.get('/contrats/:adresse/facile', publique, (c) =>
    kept(c, adresseDe(c), 'facile', async () => {
      const vue = await loadVuePublique(c, adresseDe(c))
      const { facile } = vue.instantane.contrat
      if (facile === null) throw new Introuvable('Ce contrat n’a pas encore de version facile à lire.')
      return <PageFacile vue={vue} texte={facile} />
    }),
  )

  routes.get('/contrats/:adresse/telecharger/:format', publique, async (c) => {
    const format = FORMATS_PUBLIES.find((connu) => connu === c.req.param('format'))
    const { document, fichier } = await readHttp(c, async (tx) => {
      const version = await findVersionEnLigne(tx, { adresse: adresseDe(c) })
      const document = version === null ? undefined : (await listTelechargements(tx, version.id)).find((autre) => autre.format === format)
      if (document === undefined) throw new Introuvable('Ce document n’est pas publié.')
      return { document, fichier: await getFichier(tx, document.fichierId) }
    })
    return sendFichier(c, { ...fichier, nom: document.nom, type: document.type, cache: PUBLIC })
  })

  routes.get('/contrats/:adresse/documents/:id', publique, async (c) => {
    const id = c.req.param('id') ?? ''
    const { document, fichier } = await readHttp(c, async (tx) => {
      const version = await findVersionEnLigne(tx, { adresse: adresseDe(c) })
      const instantane = version === null ? null : (JSON.parse(version.contenu) as Instantane)
      // Only what the published version lists: a document added to the contract since waits for the next one.
      if (instantane?.documents.some((autre) => autre.id === id) !== true) throw new Introuvable('Ce document n’est pas publié.')
      const document = await getDocument(tx, instantane.contrat.id, id)
      return { document, fichier: await getFichier(tx, document.fichierId) }
    })
    return sendFichier(c, { ...fichier, nom: document.nomFichier, type: document.type, cache: PUBLIC })
  })

  return routes
}

async function pageListe(c: C): Promise<Rendu> {
  const contrats = await readHttp(c, (tx) => listContratsEnLigne(tx))
  return (
    <PageSimple titre="Contrats de ville" demo={c.get('configuration').demo}>
      <h1>{contrats.length === 1 ? 'Un contrat de ville publié ici' : 'Les contrats de ville publiés ici'}</h1>
      <p>
        Vous habitez ici{'\u202f'}? <a href="/mon-adresse">Mon adresse est-elle dans un quartier prioritaire{'\u202f'}?</a>
      </p>
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
        {contrats.length > 1 && `${accorde(contrats.length, 'contrat')}. `}Vous travaillez sur un contrat ?{' '}
        <a href="/espace">Ouvrir mon espace</a>.
      </p>
    </PageSimple>
  )
}

/** Kept by anyone, asked again each time: what is withdrawn is gone at once. */
const PUBLIC = 'public, no-cache'

function send(c: C, html: string, etag: string): Response {
  const entetes = { etag, 'cache-control': PUBLIC }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, entetes)
  return c.html(html, 200, entetes)
}
