import { Espace } from '#contrat/index.ts'
import { Introuvable } from '#platform/errors.ts'
import { sendFichier } from '#platform/fichiers/envoi.ts'
import { getFichier } from '#platform/fichiers/fichier.store.ts'
import { typeDe } from '#platform/fichiers/types.ts'
import { accorde } from '#platform/formats.ts'
import { readHttp } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { FilAriane, Pagination } from '#ui/pieces.tsx'
import { getFichiersSource, getSource } from '../lot.store.ts'
import { adresseImports, droitImporter } from './importer.tsx'
import { ImagesApres } from './relire-source.tsx'

export const routes = createRoutes()

const BLOCS_PAR_PAGE = 500

/** The whole text of a document that holds no fiche: every block, none lost. */
routes.get('/espace/:contrat/importer/:lot/documents/:source', droitImporter, async (c) => {
  const source = await readHttp(c, (tx) => getSource(tx, c.get('contrat').id, c.req.param('source') ?? ''))
  const page = Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1)
  const base = adresseImports(c, `/${source.lotId}/documents/${source.id}`)
  const blocs = source.blocs.slice((page - 1) * BLOCS_PAR_PAGE, page * BLOCS_PAR_PAGE)
  return c.html(
    <Espace c={c} titre={source.nom} entree="importer">
      <FilAriane
        etapes={[
          { libelle: 'Importer', href: adresseImports(c) },
          { libelle: 'Cet import', href: adresseImports(c, `/${source.lotId}`) },
          { libelle: source.nom },
        ]}
      />
      <div class="pv-titre-page">
        <h1>{source.nom}</h1>
        <p class="pv-note">
          {accorde(source.blocs.length, 'bloc')}.{' '}
          {source.erreur ?? 'Aucune fiche n’y a été reconnue : tout est gardé ici, rien n’est inventé.'}{' '}
          {source.fichierId !== null && <a href={`${base}/original`}>Reprendre l’original</a>}
        </p>
      </div>
      <div class="pv-feuille pv-feuille-seule">
        <ol>
          {page === 1 && <ImagesApres images={source.images} bloc={-1} base={base} />}
          {blocs.map((bloc) => (
            <>
              <li class={`pv-blocsrc f0 nu${bloc.nature === 'titre' ? ' titre' : ''}`} id={`b${bloc.index + 1}`}>
                <span class="no">{bloc.index + 1}</span>
                <div>{bloc.texte}</div>
              </li>
              <ImagesApres images={source.images} bloc={bloc.index} base={base} />
            </>
          ))}
        </ol>
      </div>
      <Pagination page={page} taille={BLOCS_PAR_PAGE} total={source.blocs.length} href={(autre) => `?page=${autre}`} />
    </Espace>,
  )
})

routes.get('/espace/:contrat/importer/:lot/documents/:source/original', droitImporter, async (c) => {
  const { source, fichier } = await readHttp(c, async (tx) => {
    const source = await getFichiersSource(tx, c.get('contrat').id, c.req.param('source') ?? '')
    if (source.fichierId === null) throw new Introuvable('L’original est dans le dossier compressé que vous avez déposé.')
    return { source, fichier: await getFichier(tx, source.fichierId) }
  })
  return sendFichier(c, { ...fichier, nom: source.nom, type: typeDe(source.nom) })
})

/** An image of this document, and of no other. */
routes.get('/espace/:contrat/importer/:lot/documents/:source/images/:fichier', droitImporter, async (c) => {
  const { image, fichier } = await readHttp(c, async (tx) => {
    const source = await getFichiersSource(tx, c.get('contrat').id, c.req.param('source') ?? '')
    const image = source.images.find((autre) => autre.fichierId === c.req.param('fichier'))
    if (image === undefined) throw new Introuvable('Cette image n’est pas dans ce document.')
    return { image, fichier: await getFichier(tx, image.fichierId) }
  })
  return sendFichier(c, { ...fichier, nom: image.nom, type: image.type, presentation: 'image', cache: 'private, max-age=3600' })
})
