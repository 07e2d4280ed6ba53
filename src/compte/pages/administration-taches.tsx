import type { RegleViolee } from '#platform/errors.ts'
import { formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { listPeriodiques } from '#platform/periodique.ts'
import { type EtatTache, listDernieresTaches, listTachesPlateforme, type Tache } from '#platform/taches/tache.store.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, Statut } from '#ui/pieces.tsx'
import { runPeriodique } from '../commands/run-periodique.ts'
import { EXPORTER_DONNEES } from '../taches.ts'
import { droitAdministration } from './droit-administration.ts'

export const ETATS_TACHE: Record<EtatTache, { etat: 'brouillon' | 'soumise' | 'validee' | 'retard' | 'abandonnee'; mot: string }> = {
  en_file: { etat: 'brouillon', mot: 'en file' },
  en_cours: { etat: 'soumise', mot: 'en cours' },
  faite: { etat: 'validee', mot: 'faite' },
  echouee: { etat: 'retard', mot: 'échouée' },
  annulee: { etat: 'abandonnee', mot: 'arrêtée' },
}

/** What the machine does by itself: when it last ran, what came of it, and the latest tasks of the platform. */
export function addRoutesTaches(routes: Routes): void {
  routes.get('/administration/taches', droitAdministration, (c) => showTaches(c))
  routes.post('/administration/taches', droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, runPeriodique, { genre: typed(saisie, 'genre') })
        return c.redirect('/administration/taches?fait=lancee', 303)
      },
      (erreur) => showTaches(c, erreur),
    )
  })
}

async function showTaches(c: C, erreur?: RegleViolee): Promise<Response> {
  const periodiques = listPeriodiques()
  const { dernieres, taches } = await readHttp(c, async (tx) => ({
    dernieres: new Map(
      (
        await listDernieresTaches(
          tx,
          periodiques.map(({ genre }) => genre),
        )
      ).map((tache) => [tache.genre, tache]),
    ),
    taches: await listTachesPlateforme(tx, { limite: 30 }),
  }))
  const libelles = new Map([
    ...periodiques.map(({ genre, libelle }) => [genre, libelle] as const),
    [EXPORTER_DONNEES, 'Copier les données d’une personne'],
  ])
  return c.html(
    <PageSimple titre="Tâches" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Administration', href: '/administration' }, { libelle: 'Tâches' }]} />
      <h1>Tâches</h1>
      {c.req.query('fait') === 'lancee' && <Message ton="success">La tâche est lancée. Actualisez la page pour voir son résultat.</Message>}
      {erreur !== undefined && <Message ton="danger">{erreur.message}</Message>}
      <section class="pv-section">
        <h2>Ce qui revient</h2>
        <ul class="pv-lignes">
          {periodiques.map(({ genre, libelle, quand }) => (
            <li>
              <p>
                <strong>{libelle}</strong>, {quand}.
              </p>
              <p>
                <Derniere tache={dernieres.get(genre)} />
              </p>
              <form method="post" action="/administration/taches" class="pv-haut-1">
                <input type="hidden" name="genre" value={genre} />
                <button
                  class="ds-button"
                  data-variant="secondary"
                  data-size="sm"
                  type="submit"
                  aria-label={`Lancer maintenant : ${libelle}`}
                >
                  Lancer maintenant
                </button>
              </form>
            </li>
          ))}
        </ul>
      </section>
      <section class="pv-section">
        <h2>Les dernières</h2>
        {taches.length === 0 ? <p>Aucune tâche de la plateforme n’a encore couru.</p> : <Table taches={taches} libelles={libelles} />}
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function Derniere({ tache }: { tache: Tache | undefined }) {
  if (tache === undefined) return <>N’a pas encore couru.</>
  const { etat, mot } = ETATS_TACHE[tache.etat]
  return (
    <>
      <Statut etat={etat}>{mot}</Statut> {formatInstant(tache.finieLe ?? tache.creeLe)}
      {tache.message !== null && ` : ${tache.message}`}
    </>
  )
}

function Table({ taches, libelles }: { taches: readonly Tache[]; libelles: ReadonlyMap<string, string> }) {
  return (
    <section class="pv-defile" aria-label="Dernières tâches" tabindex={0}>
      <table class="ds-table">
        <caption class="pv-cache">Dernières tâches de la plateforme</caption>
        <thead>
          <tr>
            <th scope="col">Tâche</th>
            <th scope="col">Demandée le</th>
            <th scope="col">État</th>
            <th scope="col">Résultat</th>
          </tr>
        </thead>
        <tbody>
          {taches.map((tache) => (
            <tr>
              <th scope="row">{libelles.get(tache.genre) ?? tache.genre}</th>
              <td>{formatInstant(tache.creeLe)}</td>
              <td>
                <Statut etat={ETATS_TACHE[tache.etat].etat}>{ETATS_TACHE[tache.etat].mot}</Statut>
              </td>
              <td>{tache.message ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
