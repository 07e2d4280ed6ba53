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
