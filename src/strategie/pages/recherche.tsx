import { type DocumentContrat, Espace, listDocuments } from '#contrat/index.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { readHttp } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { type QuartierTrouve, searchQuartiers } from '#territoire/index.ts'
import { Code, Pagination, T, Vide } from '#ui/pieces.tsx'
import { type Resultat, searchStrategie, type Trouve } from '../recherche.store.ts'
import { parseRequete, type Requete, toExtraits, withMots } from '../recherche.ts'
import { droitLire } from './strategie-acces.ts'

export const routes = createRoutes()

const TAILLE = 20

/** Search over the contract: fiches, nodes, remarks, old codes, titles of documents. The state is the address. */
routes.get('/espace/:contrat/recherche', droitLire, async (c) => {
  const contrat = c.get('contrat')
  const base = `/espace/${contrat.adresse}`
  const requete = parseRequete(c.req.query('q'))
  const demandee = Number(c.req.query('page') ?? '1')
  const page = Number.isInteger(demandee) && demandee > 0 && demandee < 10_000 ? demandee : 1
  const { resultat, documents, quartiers } =
    requete === null
      ? { resultat: null, documents: [], quartiers: [] }
      : await readHttp(c, async (tx) => {
          const resultat = await searchStrategie(tx, contrat.id, requete, { page, taille: TAILLE })
          const documents = (await listDocuments(tx, c.get('agent'), contrat.id)).filter((document) => document.archiveLe === null)
          // Words read otherwise have cost two statements more: they are those of fiches, not of places.
          const communes = contrat.communes.map(({ code }) => code)
          const quartiers = resultat.remplaces.length > 0 ? [] : await searchQuartiers(tx, requete.texte, { communes, limite: 5 })
          return { resultat, documents: withMots(documents, requete), quartiers }
        })
  const total = (resultat?.total ?? 0) + documents.length + quartiers.length
  return c.html(
    <Espace
      c={c}
      titre={requete === null ? 'Chercher' : `${requete.texte}, recherche`}
      entree="strategie"
      {...(requete === null ? {} : { recherche: requete.texte })}
    >
      <div class="pv-titre-page">
        <h1>{requete === null ? 'Chercher dans le contrat' : <Titre requete={requete} total={total} />}</h1>
      </div>
      <search>
        <form class="pv-cherche-page" action={`${base}/recherche`}>
          <div class="ds-field">
            <label for="q-page">Un mot, un titre, un code, même ancien</label>
            <input class="ds-input" id="q-page" name="q" type="search" value={requete?.texte ?? ''} maxlength={200} />
          </div>
          <button class="ds-button" type="submit">
            Chercher
          </button>
        </form>
      </search>
      {requete !== null && resultat !== null && (
        <>
          <Remplaces resultat={resultat} />
          {total === 0 ? (
            <Rien base={base} />
          ) : (
            <ul class="pv-lignes pv-resultats pv-haut-2">
              {page === 1 && quartiers.map((quartier) => <LigneQuartier quartier={quartier} base={base} />)}
              {resultat.trouves.map((trouve) => (
                <Ligne trouve={trouve} base={base} />
              ))}
              {page === 1 && documents.map((document) => <LigneDocument document={document} base={base} />)}
            </ul>
          )}
          <Pagination
            page={page}
            taille={TAILLE}
            total={resultat.total}
            href={(p) => `${base}/recherche?${new URLSearchParams({ q: requete.texte, page: String(p) })}`}
          />
        </>
      )}
    </Espace>,
  )
})

function Titre({ requete, total }: { requete: Requete; total: number }) {
  return (
    <>
      {total === 0 ? 'Aucun résultat' : accorde(total, 'résultat')} pour «{'\u00a0'}
      {requete.texte}
      {'\u00a0'}»
    </>
  )
}

/** Nothing was found as typed: say which words were read otherwise. */
function Remplaces({ resultat }: { resultat: Resultat }) {
  if (resultat.remplaces.length === 0) return null
  return (
    <p class="pv-note pv-haut-1" role="status">
      Rien ne contient exactement ces mots. Voici ce qui s’en approche :{' '}
      {resultat.remplaces.map(({ saisi, retenus }, rang) => (
        <>
          {rang > 0 && ', '}«{'\u00a0'}
          <strong>{retenus.join(', ')}</strong>
          {'\u00a0'}» pour «{'\u00a0'}
          {saisi}
          {'\u00a0'}»
        </>
      ))}
      .
    </p>
  )
}

function Ligne({ trouve, base }: { trouve: Trouve; base: string }) {
  const href =
    trouve.genre === 'noeud'
      ? `${base}/noeuds/${trouve.id}`
      : trouve.genre === 'commentaire'
        ? `${base}/fiches/${trouve.id}#commentaire-${trouve.commentaireId}`
        : `${base}/fiches/${trouve.id}`
  return (
    <li>
      <h2>
        {trouve.code !== '' && <Code code={trouve.code} />}
        <a href={href}>
          <T>{trouve.intitule}</T>
        </a>
      </h2>
      {trouve.genre === 'commentaire' && <p class="genre">Dans une remarque</p>}
      {trouve.ancienCode !== null && trouve.jusquAu !== null && (
        <p class="genre">
          portait le code {trouve.ancienCode} jusqu’au {formatDate(jourParis(trouve.jusquAu))}
        </p>
      )}
      {trouve.extrait !== '' && (
        <p class="pv-note">
          <Extrait snippet={trouve.extrait} />
        </p>
      )}
    </li>
  )
}

/** Text around the words found; the marks are ours, the text stays text. */
export function Extrait({ snippet }: { snippet: string }) {
  return <>{toExtraits(snippet).map(({ texte, marque }) => (marque ? <mark>{texte}</mark> : texte))}</>
}

function LigneQuartier({ quartier, base }: { quartier: QuartierTrouve; base: string }) {
  return (
    <li>
      <h2>
        <a href={`${base}/territoire/quartiers/${quartier.code}`}>
          <T>{quartier.nom}</T>
        </a>
      </h2>
      <p class="genre">
        Quartier {quartier.code}, {quartier.communes.map(({ nom }) => nom).join(', ')}
        {quartier.fin !== null && `, jusqu’au ${formatDate(quartier.fin)}`}
      </p>
    </li>
  )
}

function LigneDocument({ document, base }: { document: DocumentContrat; base: string }) {
  return (
    <li>
      <h2>
        <a href={`${base}/contrat/documents/${document.id}`}>
          <T>{document.titre}</T>
        </a>
      </h2>
      <p class="genre">Document du contrat</p>
    </li>
  )
}

function Rien({ base }: { base: string }) {
  return (
    <Vide titre="Rien ne correspond">
      <p>
        La recherche porte sur les quartiers, les fiches, les nœuds de l’arbre, les remarques, les anciens codes et les titres des documents
        de ce contrat. Essayez un seul mot, ou un code comme 2.1.5.
      </p>
      <p>
        <a href={`${base}/strategie`}>Voir toute la stratégie</a>
      </p>
    </Vide>
  )
}
