import { droitEspace, Espace, listVersions, type VersionContrat } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { listTaches, type Tache } from '#platform/taches/tache.store.ts'
import { countPubliables } from '#strategie/index.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { Message, Statut, T } from '#ui/pieces.tsx'
import type { CachePublic } from '../cache.ts'
import { COMPOSER_VERSION, publishContrat } from '../commands/publish-contrat.ts'
import { recomposeVersion } from '../commands/recompose-version.ts'
import { withdrawContrat } from '../commands/withdraw-contrat.ts'
import { canPublishContrat } from '../droits.ts'
import { FORMATS_PUBLIES } from '../tables.ts'
import { listTelechargements } from '../telechargement.store.ts'

export const droitVoir = droitEspace('publication.voir')
const droitPublier = droitEspace(
  'publication.publier',
  (agent, contrat) => canPublishContrat(agent, contrat.id) && contrat.archiveLe === null,
)

type Geste = 'publier' | 'retirer'
type Retour = { geste: Geste; erreur: RegleViolee; saisie: Saisie }

async function pagePublication(c: C, retour?: Retour) {
  const contrat = c.get('contrat')
  const peut = canPublishContrat(requireAgent(c), contrat.id) && contrat.archiveLe === null
  const { versions, enLigne, publiables, documents, composition } = await readHttp(c, async (tx) => {
    const versions = await listVersions(tx, contrat.id)
    const enLigne =
      contrat.archiveLe === null ? versions.find((version) => version.publieLe !== null && version.retireLe === null) : undefined
    const taches = enLigne === undefined ? [] : await listTaches(tx, contrat.id, 20)
    return {
      versions,
      enLigne,
      publiables: await countPubliables(tx, contrat.id),
      documents: enLigne === undefined ? FORMATS_PUBLIES.length : (await listTelechargements(tx, enLigne.id)).length,
      composition: taches.find((tache) => tache.genre === COMPOSER_VERSION),
    }
  })
  const base = `/espace/${contrat.adresse}/publication`
  const { erreur } = retour ?? {}
  const texte = (geste: Geste, champ: string) => {
    const valeur = retour?.geste === geste ? retour.saisie[champ] : undefined
    return typeof valeur === 'string' ? valeur : ''
  }
  return c.html(
    <Espace c={c} titre="Publication" entree="publication">
      <div class="pv-tete">
        <div class="pv-titre-page">
          <h1>{enLigne === undefined ? 'Ce contrat n’est pas publié' : `La version ${enLigne.numero} est en ligne`}</h1>
          <p class="pv-note">
            {enLigne?.publieLe == null ? (
              'Le public ne voit rien de ce contrat.'
            ) : (
              <>
                Publiée le {formatInstant(enLigne.publieLe)}. <a href={`/contrats/${contrat.adresse}`}>Voir la page publique</a>,{' '}
                <a href={`${base.replace(/publication$/, '')}historique/publication/${enLigne.id}`}>historique</a>
              </>
            )}
          </p>
        </div>
        <div class="pv-actions">
          <a class="ds-button" data-variant="secondary" href={`${base}/apercu`}>
            Voir l’aperçu
          </a>
        </div>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {documents < FORMATS_PUBLIES.length && <Composition base={base} documents={documents} tache={composition} peut={peut} />}
      <section class="pv-section">
        <h2>{enLigne === undefined ? 'Publier' : 'Publier une nouvelle version'}</h2>
        <p class="pv-note-max">
          {aParaitre(publiables)} Les brouillons, les remarques et les textes à classer restent entre vous. Regardez l’aperçu d’abord : il
          montre exactement ce qui paraîtra.
        </p>
        {peut ? (
          <form method="post" class="pv-formulaire pv-haut-1" action={base}>
            <ChampTexte
              nom="motif"
              libelle="Ce que cette version apporte"
              aide="Une phrase, gardée dans l’historique."
              requis
              valeur={texte('publier', 'motif')}
              erreurs={retour?.geste === 'publier' ? erreur?.champs : undefined}
              longueurMax={300}
            />
            <div class="pv-actions">
              <button class="ds-button" type="submit">
                Publier
              </button>
            </div>
          </form>
        ) : (
          <p class="pv-note">
            {contrat.archiveLe === null
              ? 'Publier revient à la cheffe ou au chef de projet du contrat.'
              : 'Ce contrat est archivé : il ne se publie plus.'}
          </p>
        )}
      </section>
      {peut && enLigne !== undefined && (
        <section class="pv-section">
          <h2>Retirer</h2>
          <details class="ds-details" open={retour?.geste === 'retirer'}>
            <summary>Retirer la publication</summary>
            <form method="post" action={`${base}/retirer`} class="pv-formulaire">
              <ChampTexte
                nom="raison"
                libelle="Pourquoi la retirer"
                requis
                aide="La page disparaît aussitôt. La version et ses documents restent gardés."
                valeur={texte('retirer', 'raison')}
                erreurs={retour?.geste === 'retirer' ? erreur?.champs : undefined}
                longueurMax={300}
              />
              <div class="pv-actions">
                <button class="ds-button" data-variant="secondary" data-color="danger" type="submit">
                  Retirer de la vue du public
                </button>
              </div>
            </form>
          </details>
        </section>
      )}
      <Versions versions={versions} enLigne={enLigne} />
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function aParaitre({ total, validees, reprises }: { total: number; validees: number; reprises: number }): string {
  const publiees = validees + reprises
  if (publiees === 0) return 'Aucune fiche n’est encore validée : seules les fiches validées paraissent.'
  const reprise = reprises === 0 ? '' : `, dont ${reprises} dans leur dernier texte validé, car on les récrit`
  return `${publiees < 2 ? 'Paraîtra' : 'Paraîtront'} ${accorde(publiees, 'fiche validée', 'fiches validées')} sur ${total}${reprise}.`
}

function Composition({ base, documents, tache, peut }: { base: string; documents: number; tache: Tache | undefined; peut: boolean }) {
  const enCours = tache?.etat === 'en_file' || tache?.etat === 'en_cours'
  return (
    <Message ton={enCours ? 'info' : 'warning'}>
      {enCours ? (
        <>
          Les documents à télécharger se composent : {documents} sur {FORMATS_PUBLIES.length}. <a href={base}>Actualiser</a>
        </>
      ) : (
        <>
          <p>
            Il manque {accorde(FORMATS_PUBLIES.length - documents, 'document')} à télécharger. {tache?.message}
          </p>
          {peut && (
            <form method="post" action={`${base}/composer`} class="pv-haut-1">
              <button class="ds-button" data-variant="secondary" data-size="xs" type="submit">
                Composer les documents
              </button>
            </form>
          )}
        </>
      )}
    </Message>
  )
}

function Versions({ versions, enLigne }: { versions: readonly VersionContrat[]; enLigne: VersionContrat | undefined }) {
  return (
    <section class="pv-section">
      <h2>Versions</h2>
      {versions.length === 0 ? (
        <p class="pv-note">Aucune version n’a encore été gardée. Chaque publication en garde une, avec son empreinte.</p>
      ) : (
        <ul class="pv-lignes pv-versions-contrat">
          {versions.map((version) => (
            <li>
              <Statut etat={version.id === enLigne?.id ? 'validee' : 'abandonnee'}>
                Version {version.numero}, {etatDe(version, enLigne)}
              </Statut>
              <p>
                <T>{version.motif}</T>
              </p>
              <p class="pv-petit">
                {formatInstant(version.creeLe)} · empreinte <span class="pv-empreinte">{version.sha256.slice(0, 12)}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function etatDe(version: VersionContrat, enLigne: VersionContrat | undefined): string {
  if (version.id === enLigne?.id) return 'en ligne'
  return version.retireLe === null ? 'gardée' : `retirée le ${formatInstant(version.retireLe)}`
}

/** @param cache forgotten at once by the process that publishes; the others hear of it at the commit */
export function createRoutesPublier(cache: CachePublic): Routes {
  const routes = createRoutes()
  routes.get('/espace/:contrat/publication', droitVoir, (c) => pagePublication(c))

  const post = (suite: string, geste: Geste, faire: (c: C, saisie: Saisie) => Promise<unknown>) =>
    routes.post(`/espace/:contrat/publication${suite}`, droitPublier, async (c) => {
      const saisie = await parseFormulaire(c)
      try {
        await faire(c, saisie)
      } catch (erreur) {
        if (erreur instanceof RegleViolee) return pagePublication(c, { geste, erreur, saisie })
        throw erreur
      }
      cache.forget(c.get('contrat').adresse)
      return c.redirect(`/espace/${c.get('contrat').adresse}/publication`, 303)
    })
  const contratId = (c: C) => c.get('contrat').id
  post('', 'publier', (c, saisie) => actHttp(c, publishContrat, { contratId: contratId(c), motif: saisie.motif ?? '' }))
  post('/retirer', 'retirer', (c, saisie) => actHttp(c, withdrawContrat, { contratId: contratId(c), raison: saisie.raison ?? '' }))
  post('/composer', 'publier', (c) => actHttp(c, recomposeVersion, { contratId: contratId(c) }))
  return routes
}
