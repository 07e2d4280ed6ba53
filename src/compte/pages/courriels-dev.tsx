import { type CourrielLu, getCourriel, listCourriels } from '#platform/courriel/consultation.store.ts'
import { LIBELLES_ETATS } from '#platform/courriel/courriel.ts'
import type { JetonsCourriel } from '#platform/courriel/jeton.ts'
import { renderLettre } from '#platform/courriel/message.ts'
import { Introuvable } from '#platform/errors.ts'
import { accorde, formatInstant } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { publique, type Routes } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Pagination, Vide } from '#ui/pieces.tsx'

const TAILLE = 50
/** The page of a mail: its own looks, nothing fetched, nothing run. */
const POLITIQUE =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-top-navigation-by-user-activation"

/**
 * True when /dev/courriels may be mounted.
 * @throws Error in production: links that open accounts would be readable by anyone
 */
export function assertCourrielsCaches(configuration: { production: boolean; courrielsMontres: boolean }): boolean {
  if (configuration.production && configuration.courrielsMontres) {
    throw new Error('/dev/courriels montre des liens qui ouvrent des comptes\u00a0: Parvis refuse de démarrer ainsi en production.')
  }
  return configuration.courrielsMontres
}

/** The mails that would leave, or have left, where nobody real works: developers, tests, the demo. */
export function addRoutesCourrielsDev(
  routes: Routes,
  { jetons, configuration }: { jetons: JetonsCourriel; configuration: { production: boolean; courrielsMontres: boolean } },
): void {
  if (!assertCourrielsCaches(configuration)) return
  routes.get('/dev/courriels', publique, showCourriels)
  routes.get('/dev/courriels/:courriel', publique, (c) => showCourriel(c, jetons))
  routes.get('/dev/courriels/:courriel/page', publique, async (c) => {
    const { html } = letterOf(c, await readHttp(c, (tx) => getCourriel(tx, c.req.param('courriel') ?? '')), jetons)
    c.header('content-security-policy', POLITIQUE)
    return c.html(html)
  })
}

function letterOf(c: C, { objet, corps, personneId, envoi }: CourrielLu, jetons: JetonsCourriel): { texte: string; html: string } {
  if (objet === null || corps === null) throw new Introuvable('Le contenu de ce courriel a été effacé.')
  return renderLettre({ objet, corps, personneId, envoi }, { site: new URL(c.req.url).origin, jetons })
}

async function showCourriels(c: C): Promise<Response> {
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const { courriels, total } = await readHttp(c, (tx) => listCourriels(tx, { page, taille: TAILLE }))
  return c.html(
    <PageSimple titre="Courriels de l’essai" demo={c.get('configuration').demo}>
      <h1>Courriels de l’essai</h1>
      <p class="pv-chapeau">Ce que Parvis écrit ici : rien ne part sans serveur d’envoi. Cette page n’existe pas en production.</p>
      {total === 0 ? (
        <Vide titre="Aucun courriel">
          <p>Une invitation, un lien de connexion ou un récapitulatif s’affichera ici dès qu’il sera écrit.</p>
        </Vide>
      ) : (
        <>
          <section class="pv-defile pv-haut-1" aria-label="Courriels" tabindex={0}>
            <table class="ds-table">
              <caption>{accorde(total, 'courriel')}</caption>
              <thead>
                <tr>
                  <th scope="col">Objet</th>
                  <th scope="col">À</th>
                  <th scope="col">Écrit</th>
                  <th scope="col">État</th>
                </tr>
              </thead>
              <tbody>
                {courriels.map((courriel) => (
                  <tr>
                    <th scope="row">
                      <a href={`/dev/courriels/${courriel.id}`}>{courriel.objet ?? 'contenu effacé'}</a>
                    </th>
                    <td>{courriel.destinataire ?? ''}</td>
                    <td>{formatInstant(courriel.creeLe)}</td>
                    <td>{LIBELLES_ETATS[courriel.etat]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <Pagination page={page} taille={TAILLE} total={total} href={(autre) => `/dev/courriels?page=${autre}`} />
        </>
      )}
    </PageSimple>,
  )
}

async function showCourriel(c: C, jetons: JetonsCourriel): Promise<Response> {
  const courriel = await readHttp(c, (tx) => getCourriel(tx, c.req.param('courriel') ?? ''))
  const { texte } = letterOf(c, courriel, jetons)
  return c.html(
    <PageSimple titre={courriel.objet ?? ''} demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Courriels de l’essai', href: '/dev/courriels' }, { libelle: courriel.objet ?? '' }]} />
      <h1>{courriel.objet}</h1>
      <p class="pv-chapeau">
        À {courriel.destinataire}, {formatInstant(courriel.creeLe)} : {LIBELLES_ETATS[courriel.etat]}
        {courriel.erreur !== null && ` (${courriel.erreur})`}.
      </p>
      <ul class="pv-lignes pv-haut-1">
        {(courriel.corps?.rubriques ?? []).map(
          ({ action, titre }) =>
            action !== undefined && (
              <li>
                <a href={action.href}>{titre === undefined ? action.libelle : `${action.libelle}\u00a0: ${titre}`}</a>
              </li>
            ),
        )}
        <li>
          <a href={`/dev/courriels/${courriel.id}/page`}>Voir la page, comme la montre une messagerie</a>
        </li>
      </ul>
      <section class="pv-section">
        <h2>Le texte, comme le lit un lecteur d’écran</h2>
        <pre class="pv-courriel">{texte}</pre>
      </section>
    </PageSimple>,
  )
}
