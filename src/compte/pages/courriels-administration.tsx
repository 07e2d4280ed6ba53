import { type CompteCourriels, countCourriels, type EchecCourriel, listEchecs } from '#platform/courriel/consultation.store.ts'
import { type EtatCourriel, LIBELLES_ETATS, nameGenre, sayErreur } from '#platform/courriel/courriel.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { accorde, formatInstant, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, Pagination } from '#ui/pieces.tsx'
import { resendCourriel } from '../commands/resend-courriel.ts'
import { droitAdministration } from './droit-administration.ts'

const TAILLE = 50
const JOUR_MS = 24 * 3600_000

/** The queue of mail, for those who run the machine: counts and failures, neither addresses nor content. */
export function addRoutesCourrielsAdministration(routes: Routes): void {
  routes.get('/administration/courriels', droitAdministration, (c) => showFile(c))
  routes.post('/administration/courriels/:courriel/renvoyer', droitAdministration, (c) =>
    orShow(
      async () => {
        await actHttp(c, resendCourriel, { courrielId: c.req.param('courriel') })
        return c.redirect('/administration/courriels?fait=renvoi', 303)
      },
      (erreur) => showFile(c, erreur),
    ),
  )
}

async function showFile(c: C, erreur?: RegleViolee): Promise<Response> {
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const { comptes, echecs, total } = await readHttp(c, async (tx) => ({
    comptes: await countCourriels(tx, new Date(c.get('now').getTime() - JOUR_MS)),
    ...(await listEchecs(tx, { page, taille: TAILLE })),
  }))
  const serveur = c.get('configuration').courriel
  return c.html(
    <PageSimple titre="Courriels" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Courriels' }]} />
      <h1>Courriels</h1>
      {c.req.query('fait') === 'renvoi' && <Message ton="success">Le courriel est remis dans la file : il part dans la minute.</Message>}
      {erreur !== undefined && <Message ton="danger">{erreur.message}</Message>}
      {serveur === null ? (
        <Message ton="warning">Aucun serveur d’envoi n’est réglé (PARVIS_SMTP_URL) : les courriels sont gardés et ne partent pas.</Message>
      ) : (
        <p class="pv-chapeau">
          Envoi par {serveur.serveur.hote}, port {serveur.serveur.port}
          {serveur.serveur.exigeTls ? ', chiffré' : ', en clair'}.
        </p>
      )}
      <Comptes comptes={comptes} />
      <section class="pv-section">
        <h2>À regarder</h2>
        {total === 0 ? (
          <p>Aucun échec : rien n’attend une décision.</p>
        ) : (
          <>
            <p>
              Un envoi incertain est un courriel que le serveur a peut-être pris avant que la ligne ne coupe : il n’est jamais renvoyé tout
              seul. S’il est renvoyé, il garde son identifiant, et la plupart des messageries n’en montrent qu’un.
            </p>
            <Echecs echecs={echecs} total={total} />
            <Pagination page={page} taille={TAILLE} total={total} href={(autre) => `/administration/courriels?page=${autre}`} />
          </>
        )}
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

const MONTRES: readonly EtatCourriel[] = ['en_attente', 'a_recueillir', 'envoye', 'incertain', 'abandonne']

function Comptes({ comptes }: { comptes: readonly CompteCourriels[] }) {
  const of = (etats: readonly EtatCourriel[], quoi: 'nombre' | 'recents') =>
    comptes.filter(({ etat }) => etats.includes(etat)).reduce((somme, compte) => somme + compte[quoi], 0)
  // A mail being sent waits still, as far as anyone is concerned.
  const groupes = MONTRES.map((etat) => ({ etat, etats: etat === 'en_attente' ? (['en_attente', 'en_cours', 'remise'] as const) : [etat] }))
  const attend = comptes.find(({ etat }) => etat === 'en_attente')?.plusAncien ?? null
  return (
    <section class="pv-defile pv-haut-1" aria-label="Courriels par état" tabindex={0}>
      {attend !== null && <p>Le plus ancien de ceux qui attendent a été écrit le {formatInstant(attend)}.</p>}
      <table class="ds-table pv-haut-1">
        <caption>Courriels par état</caption>
        <thead>
          <tr>
            <th scope="col">État</th>
            <th scope="col" class="pv-num">
              Écrits depuis un jour
            </th>
            <th scope="col" class="pv-num">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {groupes.map(({ etat, etats }) => (
            <tr>
              <th scope="row">{LIBELLES_ETATS[etat]}</th>
              <td class="pv-num">{formatNombre(of(etats, 'recents'))}</td>
              <td class="pv-num">{formatNombre(of(etats, 'nombre'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Echecs({ echecs, total }: { echecs: readonly EchecCourriel[]; total: number }) {
  return (
    <section class="pv-defile pv-haut-1" aria-label="Échecs" tabindex={0}>
      <table class="ds-table">
        <caption>{accorde(total, 'courriel')} sans succès</caption>
        <thead>
          <tr>
            <th scope="col">Genre</th>
            <th scope="col">Écrit</th>
            <th scope="col">État</th>
            <th scope="col">Dernière réponse</th>
            <th scope="col">Suite</th>
          </tr>
        </thead>
        <tbody>
          {echecs.map((echec) => (
            <tr>
              <th scope="row">{nameGenre(echec.genre)}</th>
              <td>{formatInstant(echec.creeLe)}</td>
              <td>
                {LIBELLES_ETATS[echec.etat]}, {accorde(echec.essais, 'essai')}
              </td>
              <td>{sayErreur(echec.erreur)}</td>
              <td>
                {echec.relancable ? (
                  <form method="post" action={`/administration/courriels/${echec.id}/renvoyer`}>
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">
                      Renvoyer
                      <span class="pv-cache">
                        {' '}
                        le courriel « {nameGenre(echec.genre)} » du {formatInstant(echec.creeLe)}
                      </span>
                    </button>
                  </form>
                ) : echec.prochainEssaiLe === null ? (
                  'effacé'
                ) : (
                  `nouvel essai le ${formatInstant(echec.prochainEssaiLe)}`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
