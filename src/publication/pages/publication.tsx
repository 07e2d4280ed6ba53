import { droitEspace, Espace, findVersionEnLigne, listVersions } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { assembleInstantane, publicPart } from '#strategie/index.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { Message, Statut, T } from '#ui/pieces.tsx'
import { publishContrat } from '../commands/publish-contrat.ts'
import { withdrawContrat } from '../commands/withdraw-contrat.ts'
import { canPublishContrat } from '../droits.ts'
import { ContratPublic } from '../ecrans/contrat-public.tsx'
import { FichePublique } from '../ecrans/fiche-publique.tsx'
import { FORMATS_PUBLIES } from '../tables.ts'
import { listTelechargements } from '../telechargement.store.ts'

export const routes = createRoutes()

const droitVoir = droitEspace('publication.voir')
const droitPublier = droitEspace('publication.publier', (agent, contrat) => canPublishContrat(agent, contrat.id))

async function pagePublication(c: C, erreur?: RegleViolee, saisie?: { motif?: unknown }) {
  const contrat = c.get('contrat')
  const peut = canPublishContrat(requireAgent(c), contrat.id)
  const { enLigne, versions, apercu, documents } = await readHttp(c, async (tx) => {
    const enLigne = await findVersionEnLigne(tx, { id: contrat.id })
    return {
      enLigne,
      versions: await listVersions(tx, contrat.id),
      apercu: await assembleInstantane(tx, contrat.id),
      documents: enLigne === null ? [] : await listTelechargements(tx, enLigne.id),
    }
  })
  const publiables = publicPart(apercu).fiches.length
  const base = `/espace/${contrat.adresse}/publication`
  return c.html(
    <Espace c={c} titre="Publication" entree="publication">
      <div class="pv-tete">
        <div class="pv-titre-page">
          <h1>{enLigne === null ? 'Ce contrat n’est pas publié' : `La version ${enLigne.numero} est en ligne`}</h1>
          <p class="pv-note">
            {enLigne?.publieLe == null ? 'Le public ne voit rien de ce contrat.' : `Publiée le ${formatInstant(enLigne.publieLe)}. `}
            {enLigne !== null && <a href={`/contrats/${contrat.adresse}`}>Voir la page publique</a>}
          </p>
        </div>
        <div class="pv-actions">
          <a class="ds-button" data-variant="secondary" href={`${base}/apercu`}>
            Voir l’aperçu
          </a>
        </div>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {enLigne !== null && documents.length < FORMATS_PUBLIES.length && (
        <Message ton="info">
          Les documents à télécharger sont en cours de composition : {documents.length} sur {FORMATS_PUBLIES.length}.{' '}
          <a href={base}>Actualiser</a>
        </Message>
      )}
      <section class="pv-section">
        <h2>{enLigne === null ? 'Publier' : 'Publier une nouvelle version'}</h2>
        <p>
          Paraîtront {accorde(publiables, 'fiche validée', 'fiches validées')} sur {apercu.fiches.length}. Les brouillons, les remarques et
          les textes à classer restent entre vous.
        </p>
        {peut ? (
          <form method="post" class="pv-formulaire pv-haut-1">
            <ChampTexte
              nom="motif"
              libelle="Ce que cette version apporte"
              aide="Une phrase, gardée dans l’historique."
              requis
              valeur={typeof saisie?.motif === 'string' ? saisie.motif : ''}
              erreurs={erreur?.champs}
              longueurMax={300}
            />
            <div class="pv-actions">
              <button class="ds-button" type="submit">
                Publier
              </button>
            </div>
          </form>
        ) : (
          <p class="pv-note">Publier revient à la cheffe ou au chef de projet du contrat.</p>
        )}
      </section>
      {peut && enLigne !== null && (
        <section class="pv-section">
          <h2>Retirer</h2>
          <details class="ds-details" open={erreur?.champs.some(({ champ }) => champ === 'raison') === true}>
            <summary>Retirer la publication</summary>
            <form method="post" action={`${base}/retirer`} class="pv-formulaire">
              <ChampTexte
                nom="raison"
                libelle="Pourquoi la retirer"
                requis
                erreurs={erreur?.champs}
                aide="La page disparaît aussitôt. La version et ses documents restent gardés."
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
      <section class="pv-section">
        <h2>Versions</h2>
        {versions.length === 0 ? (
          <p class="pv-note">Aucune version n’a encore été gardée.</p>
        ) : (
          <ul class="pv-lignes">
            {versions.map((version) => (
              <li>
                <Statut etat={version.id === enLigne?.id ? 'validee' : 'abandonnee'}>
                  Version {version.numero},{' '}
                  {version.id === enLigne?.id
                    ? 'en ligne'
                    : version.retireLe === null
                      ? 'gardée'
                      : `retirée le ${formatInstant(version.retireLe)}`}
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
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

routes.get('/espace/:contrat/publication', droitVoir, (c) => pagePublication(c))

routes.post('/espace/:contrat/publication', droitPublier, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    await actHttp(c, publishContrat, { contratId: c.get('contrat').id, motif: saisie.motif ?? '' })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pagePublication(c, erreur, saisie)
    throw erreur
  }
  return c.redirect(`/espace/${c.get('contrat').adresse}/publication`, 303)
})

routes.post('/espace/:contrat/publication/retirer', droitPublier, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    await actHttp(c, withdrawContrat, { contratId: c.get('contrat').id, motif: saisie.raison ?? '' })
  } catch (erreur) {
    // Two forms on one page: each has a field of its own name, so that a label leads to one field only.
    if (erreur instanceof RegleViolee)
      return pagePublication(
        c,
        new RegleViolee(
          erreur.message,
          erreur.champs.map((fautif) => ({ ...fautif, champ: 'raison' })),
        ),
      )
    throw erreur
  }
  return c.redirect(`/espace/${c.get('contrat').adresse}/publication`, 303)
})

async function vueApercu(c: C) {
  const contrat = c.get('contrat')
  const instantane = publicPart(await readHttp(c, (tx) => assembleInstantane(tx, contrat.id)))
  return {
    instantane,
    telechargements: [],
    publieLe: c.get('now'),
    sha256: 'aperçu',
    base: `/espace/${contrat.adresse}/publication/apercu`,
    demo: c.get('configuration').demo,
    apercu: true,
  }
}

routes.get('/espace/:contrat/publication/apercu', droitVoir, async (c) => c.html(<ContratPublic vue={await vueApercu(c)} />))

routes.get('/espace/:contrat/publication/apercu/fiches/:code', droitVoir, async (c) => {
  const vue = await vueApercu(c)
  const fiche = vue.instantane.fiches.find((autre) => autre.code === c.req.param('code'))
  if (fiche === undefined) return c.redirect(vue.base, 303)
  return c.html(<FichePublique vue={vue} fiche={fiche} />)
})
