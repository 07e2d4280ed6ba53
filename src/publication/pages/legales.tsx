import type { Child } from 'hono/jsx'
import {
  dureeComptesInactifs,
  ETATS_ACCESSIBILITE,
  listValeursCitees,
  reglageAccessibilite,
  reglageAudit,
  reglageContact,
  reglageContactAccessibilite,
  reglageDirecteur,
  reglageDpo,
  reglageEditeur,
  reglageHebergeur,
  reglageResponsable,
} from '#compte/index.ts'
import { filled, listTraitements } from '#platform/donnees-personnelles/traitement.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, publique } from '#platform/http/routes.ts'
import { getReglages } from '#platform/reglages.ts'
import { ACompleter, sayContact } from '#ui/contact.tsx'
import { PageSimple } from '#ui/gabarits.tsx'

/** The pages that the law asks for, made of what the instance has chosen: what it has not said is « à compléter », never invented. */
export const routes = createRoutes()

function page(c: C, titre: string, contenu: Child) {
  return c.html(
    <PageSimple titre={titre} demo={c.get('configuration').demo}>
      <h1>{titre}</h1>
      <div class="pv-texte">{contenu}</div>
    </PageSimple>,
  )
}

/** Lines typed in a setting, or « à compléter ». */
function say(valeur: string | null): Child {
  if (valeur === null) return <ACompleter />
  return valeur.split('\n').map((ligne, rang) => (
    <>
      {rang > 0 && <br />}
      {ligne}
    </>
  ))
}

routes.get('/mentions-legales', publique, async (c) => {
  const { valeurOf } = await readHttp(c, (tx) => getReglages(tx, [reglageEditeur, reglageDirecteur, reglageHebergeur, reglageContact]))
  return page(
    c,
    'Mentions légales',
    <>
      <h2>Qui publie</h2>
      <p>{say(valeurOf(reglageEditeur))}</p>
      <p>Directeur ou directrice de la publication : {say(valeurOf(reglageDirecteur))}</p>
      <p>Contact : {sayContact(valeurOf(reglageContact))}</p>
      <p>Chaque contrat est celui de l’intercommunalité qui le pilote, nommée en haut de sa page.</p>
      <h2>Qui héberge</h2>
      <p>{say(valeurOf(reglageHebergeur))}</p>
      <h2>Réutiliser</h2>
      <p>
        Les informations publiques du contrat peuvent être réutilisées librement, en citant leur source et leur date (code des relations
        entre le public et l’administration, livre III).
      </p>
    </>,
  )
})

routes.get('/donnees-personnelles', publique, async (c) => {
  const { reglages, valeurs } = await readHttp(c, async (tx) => ({
    reglages: await getReglages(tx, [reglageResponsable, reglageDpo, dureeComptesInactifs]),
    valeurs: await listValeursCitees(tx),
  }))
  return page(
    c,
    'Données personnelles',
    <>
      <p>
        Lire les pages publiques ne demande aucun compte. Ce site n’enregistre aucune donnée sur les bénéficiaires des actions, ne fait
        aucune mesure d’audience et ne partage rien avec un réseau social ou une régie.
      </p>
      <h2>Qui est responsable</h2>
      <p>Responsable du traitement : {say(reglages.valeurOf(reglageResponsable))}</p>
      <p>Délégué à la protection des données : {sayContact(reglages.valeurOf(reglageDpo))}</p>
      <h2>Cookies</h2>
      <p>
        Aucun cookie à la lecture. Quand vous vous connectez, un cookie tient votre session ouverte, un autre reconnaît pendant un an un
        appareil où vous vous êtes déjà connecté, pour que personne ne bloque votre compte à distance ; d’autres, de quelques minutes,
        servent pendant la connexion elle-même. Strictement nécessaires, ils ne demandent pas de consentement (loi Informatique et libertés,
        article 82) : c’est pourquoi ce site n’a pas de bandeau.
      </p>
      <h2>Ce que nous faisons des données</h2>
      {listTraitements().map((traitement) => (
        <section>
          <h3>{traitement.nom}</h3>
          <dl class="pv-notice">
            {[
              ['Pourquoi', traitement.finalite],
              ['Sur quelle base', traitement.base],
              ['Qui est concerné', traitement.personnes],
              ['Quelles données', traitement.categories],
              ['Qui les voit', traitement.destinataires],
              ['Combien de temps', traitement.conservation],
            ].map(([titre, texte]) => (
              <div>
                <dt>{titre}</dt>
                <dd>{filled(texte ?? '', valeurs)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <h2>Consentement</h2>
      <p>
        Aucun de ces traitements ne repose sur votre consentement. Le récapitulatif par courriel dit ce qui vous attend : son rythme se
        règle, et chaque courriel dit comment l’arrêter.
      </p>
      <h2>Vos droits</h2>
      <p>
        Avec un compte, vous copiez vos données et fermez votre compte par vous-même : <a href="/compte/mes-donnees">Mes données</a>. Un
        compte inutilisé {reglages.valeurOf(dureeComptesInactifs)} mois est fermé, après un courriel. Sans compte, écrivez au délégué à la
        protection des données pour voir, corriger, limiter ou effacer ce qui vous concerne, ou vous y opposer. Ce qui a été signé ou publié
        au nom d’une collectivité est une archive publique : un nom n’y est pas effacé (RGPD, article 17.3).
      </p>
      <p>
        Vous pouvez aussi saisir la <a href="https://www.cnil.fr/fr/plaintes">Commission nationale de l’informatique et des libertés</a>.
      </p>
    </>,
  )
})

routes.get('/accessibilite', publique, async (c) => {
  const { valeurOf } = await readHttp(c, (tx) =>
    getReglages(tx, [reglageAccessibilite, reglageAudit, reglageContactAccessibilite, reglageContact]),
  )
  const etat = valeurOf(reglageAccessibilite)
  return page(
    c,
    `Accessibilité : ${ETATS_ACCESSIBILITE[etat]}`,
    <>
      <p>
        Ce site veut être utilisable par tout le monde, au clavier, au lecteur d’écran, sur un petit écran et sans JavaScript. Il vise le
        référentiel général d’amélioration de l’accessibilité (RGAA 4.1), c’est-à-dire les niveaux A et AA des WCAG 2.2.
      </p>
      <h2>État de conformité</h2>
      <p>
        Ce site est <strong>{ETATS_ACCESSIBILITE[etat]}</strong>. Audit : {say(valeurOf(reglageAudit))}
      </p>
      {etat === 'non' && valeurOf(reglageAudit) === null && (
        <p>Sans audit, un site se déclare non conforme, quelle que soit sa qualité : c’est la règle du référentiel.</p>
      )}
      <p>
        Le logiciel, lui, est vérifié à chaque modification : chaque page par un outil automatique (axe), en clair et en sombre, et les
        parcours principaux au clavier et sans JavaScript.
      </p>
      <h2>Contenus à améliorer</h2>
      <ul class="ds-list">
        <li>
          Les documents joints par les signataires restent tels qu’ils ont été reçus ; une version accessible est proposée à côté quand elle
          existe.
        </li>
        <li>Les images reprises de documents importés n’ont pas toutes une description.</li>
      </ul>
      <h2>Signaler une difficulté</h2>
      <p>
        Écrivez-nous : {sayContact(valeurOf(reglageContactAccessibilite) ?? valeurOf(reglageContact))}. Nous devons vous répondre et vous
        donner l’information autrement. Sans réponse, vous pouvez saisir le Défenseur des droits (09 69 39 00 00, appel gratuit ; courrier
        gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07).
      </p>
    </>,
  )
})
