import type { Child } from 'hono/jsx'
import type { C } from '#platform/http/env.ts'
import { createRoutes, publique } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'

export const routes = createRoutes()

function page(c: C, titre: string, contenu: Child) {
  return c.html(
    <PageSimple titre={titre} demo={c.get('configuration').demo}>
      <h1>{titre}</h1>
      <div class="pv-texte">{contenu}</div>
    </PageSimple>,
  )
}

routes.get('/accessibilite', publique, (c) =>
  page(
    c,
    'Accessibilité : partiellement conforme',
    <>
      <p>
        Ce site veut être utilisable par tout le monde, au clavier, au lecteur d’écran, sur un petit écran et sans JavaScript. Il vise le
        référentiel général d’amélioration de l’accessibilité (RGAA 4.1), c’est-à-dire les niveaux A et AA des WCAG 2.2.
      </p>
      <h2>État de conformité</h2>
      <p>
        Parvis est <strong>partiellement conforme</strong> : chaque page est vérifiée par un outil automatique (axe) en clair et en sombre,
        et les parcours principaux sont joués au clavier et sans JavaScript à chaque modification. Aucun audit complet par un tiers n’a
        encore été mené.
      </p>
      <h2>Contenus à améliorer</h2>
      <ul class="ds-list">
        <li>
          Les documents joints par les signataires restent tels qu’ils ont été reçus ; une version accessible est proposée à côté quand elle
          existe.
        </li>
        <li>Les images reprises de documents importés n’ont pas toutes une description.</li>
      </ul>
      <h2>Signaler une difficulté</h2>
      <p>
        Écrivez à l’organisme qui pilote le contrat, dont le nom figure en haut de chaque page : il doit vous répondre et vous donner
        l’information autrement. Sans réponse, vous pouvez saisir le Défenseur des droits (09 69 39 00 00, appel gratuit ; courrier gratuit,
        sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07).
      </p>
      <p>Cette déclaration a été établie avec la première version du logiciel.</p>
    </>,
  ),
)

routes.get('/mentions-legales', publique, (c) =>
  page(
    c,
    'Mentions légales',
    <>
      <h2>Qui publie</h2>
      <p>
        Chaque contrat est publié par l’intercommunalité qui le pilote, nommée en haut de sa page. Le directeur ou la directrice de la
        publication est son représentant légal.
      </p>
      <h2>Qui héberge</h2>
      <p>
        L’organisme qui a installé cette copie de Parvis l’héberge, ou la fait héberger. Ses coordonnées sont à demander à
        l’intercommunalité qui pilote.
      </p>
      <h2>Réutiliser</h2>
      <p>
        Les informations publiques du contrat peuvent être réutilisées librement, en citant leur source et leur date (code des relations
        entre le public et l’administration, livre III).
      </p>
    </>,
  ),
)

routes.get('/donnees-personnelles', publique, (c) =>
  page(
    c,
    'Données personnelles',
    <>
      <p>
        Lire les pages publiques ne demande aucun compte et ne dépose aucun traceur. Parvis n’enregistre aucune donnée sur les bénéficiaires
        des actions.
      </p>
      <h2>Si vous avez un compte</h2>
      <p>
        Nous gardons votre nom, votre adresse électronique, votre fonction et vos mandats, pour savoir qui peut agir sur le contrat : c’est
        une mission d’intérêt public (RGPD, article 6.1.e). Chaque acte laisse une trace datée, gardée le temps du contrat et de son
        contrôle. Un témoin de connexion est nécessaire tant que vous êtes connecté ; il n’y en a pas d’autre.
      </p>
      <h2>Vos droits</h2>
      <p>
        Vous pouvez demander à voir, corriger ou effacer vos données auprès de l’intercommunalité qui pilote le contrat. Vous pouvez aussi
        saisir la Commission nationale de l’informatique et des libertés.
      </p>
    </>,
  ),
)

routes.get('/logiciel-libre', publique, (c) =>
  page(
    c,
    'Parvis, logiciel libre',
    <>
      <p>
        Parvis aide à écrire, suivre et publier un contrat de ville. C’est un logiciel libre, sous licence GNU Affero GPL version 3 ou
        ultérieure : chacun peut l’utiliser, l’étudier, le modifier et le partager. L’organisme qui l’a installé doit vous donner accès au
        code qu’il fait fonctionner.
      </p>
      <p>Parvis n’est pas un service de l’État.</p>
    </>,
  ),
)

routes.get('/aide', publique, (c) =>
  page(
    c,
    'Aide et guide',
    <>
      <h2>Lire un contrat</h2>
      <p>
        La page publique dit à quoi le contrat engage, pour qui, avec qui et jusqu’à quand. Tous ses documents se téléchargent en bas de
        page. Aucun compte n’est nécessaire.
      </p>
      <h2>Reprendre vos fiches existantes</h2>
      <ol>
        <li>Dans votre contrat, ouvrez « Stratégie » puis « Importer des fiches ».</li>
        <li>Déposez vos fichiers Word, ODT, PDF, HTML, texte ou tableur, ou un dossier compressé (.zip).</li>
        <li>
          Relisez : le document à gauche, la fiche comprise à droite. Chaque paragraphe est placé, à classer, ou écarté avec sa raison. Les
          doutes sont signalés, jamais corrigés à votre place.
        </li>
        <li>Créez la fiche. Un import s’annule en entier si besoin.</li>
      </ol>
      <h2>Valider</h2>
      <p>
        Une fiche passe de brouillon à « à valider », puis validée. Chaque état validé est gardé, avec son empreinte, et se compare au
        suivant.
      </p>
      <h2>Publier</h2>
      <p>Publier montre d’abord un aperçu. Seules les fiches validées paraissent. La publication peut être retirée.</p>
    </>,
  ),
)
