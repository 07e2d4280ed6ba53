import { accorde, formatNombre, jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, publique } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { Pagination, T, Vide } from '#ui/pieces.tsx'
import { searchQuartiersPublics } from '../quartier-public.store.ts'

/** Quartiers of the instance, for everyone: by name, code, commune or département. */
export const routesQuartiersPublics = createRoutes()

const TAILLE = 50

routesQuartiersPublics.get('/quartiers', publique, (c) => showListe(c))

async function showListe(c: C): Promise<Response> {
  const texte = (c.req.query('q') ?? '').slice(0, 100)
  const page = Math.min(Math.max(Math.trunc(Number(c.req.query('page'))) || 1, 1), 1000)
  const { quartiers, total } = await readHttp(c, (tx) =>
    searchQuartiersPublics(tx, { texte, jour: jourParis(c.get('now')), page, taille: TAILLE }),
  )
  const href = (numero: number) => `/quartiers?${new URLSearchParams({ ...(texte === '' ? {} : { q: texte }), page: String(numero) })}`
  return c.html(
    <PageSimple titre="Quartiers" demo={c.get('configuration').demo} classe="pv-page pv-page-large">
      <div class="pv-titre-page">
        <h1>Les quartiers</h1>
        <p>
          Les quartiers que la loi désigne comme prioritaires, en vigueur aujourd’hui.{' '}
          <a href="/mon-adresse">Mon adresse est-elle dans l’un d’eux&nbsp;?</a>
        </p>
      </div>
      <search>
        <form method="get" class="pv-cherche-page">
          <div class="ds-field">
            <label for="q">Nom, code ou commune</label>
            <input class="ds-input" id="q" name="q" type="search" value={texte} maxlength={100} />
          </div>
          <button class="ds-button" type="submit">
            Chercher
          </button>
        </form>
      </search>
      {total === 0 ? (
        <Vide titre={texte === '' ? 'Aucun quartier n’est chargé' : 'Aucun quartier de ce nom'}>
          {texte === ''
            ? 'L’organisme qui tient ce site n’a pas encore chargé la liste officielle.'
            : 'Essayez un mot plus court, le nom de la commune, ou le code du quartier.'}
        </Vide>
      ) : (
        <>
          <p class="pv-note pv-haut-1">
            {accorde(total, 'quartier')}
            {texte !== '' && (
              <>
                {' '}
                pour «&nbsp;{texte}&nbsp;», <a href="/quartiers">retirer le filtre</a>
              </>
            )}
            .
          </p>
          <ul class="pv-lignes">
            {quartiers.map(({ code, nom, communes, population }) => (
              <li>
                <a href={`/quartiers/${code}`}>
                  <T>{nom}</T>
                </a>{' '}
                <span class="pv-petit">
                  {[
                    code,
                    communes.map((commune) => commune.nom).join(', '),
                    population === null ? '' : `${formatNombre(population)} habitants`,
                  ]
                    .filter((mot) => mot !== '')
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
          <Pagination page={page} taille={TAILLE} total={total} href={href} />
        </>
      )}
    </PageSimple>,
  )
}
