import type { RegleViolee } from '#platform/errors.ts'
import { formatInstant, formatJour } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { getReglages } from '#platform/reglages.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { closeAutresSessions, closeSession } from '../commands/close-sessions.ts'
import { nomNavigateur } from '../navigateur.ts'
import { dureeSession, inactivite } from '../reglages-connexion.ts'
import { listSessions, type SessionOuverte } from '../session.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'

/** One's own open sessions: where, since when; each can be closed. */
export function addRoutesMesSessions(routes: Routes, { sessions }: { sessions: Sessions }): void {
  const base = '/compte/sessions'
  routes.get(base, connecte, (c) => showSessions(c, sessions))

  routes.post(`${base}/fermer-les-autres`, connecte, async (c) => {
    const session = await sessions.findSession(c.req.raw.headers)
    return orShow(
      async () => {
        await actHttp(c, closeAutresSessions, { sessionId: session?.id })
        return c.redirect(`${base}?fait=autres`, 303)
      },
      (erreur) => showSessions(c, sessions, erreur),
    )
  })

  routes.post(`${base}/:session/fermer`, connecte, async (c) => {
    await actHttp(c, closeSession, { sessionId: c.req.param('session') })
    return c.redirect(`${base}?fait=une`, 303)
  })
}

const MESSAGES: Record<string, string> = {
  une: 'La session est fermée.',
  autres: 'Toutes vos autres sessions sont fermées.',
}
const MOYENS: Record<string, string> = {
  mot_de_passe: 'par mot de passe',
  lien: 'par un lien reçu',
  inscription: 'à l’inscription',
  invitation: 'par une invitation',
  persona: 'personnage de la démonstration',
}

const HEURE_MS = 3600_000

async function showSessions(c: C, sessions: Sessions, erreur?: RegleViolee): Promise<Response> {
  const agent = requireAgent(c)
  const now = c.get('now')
  const { ouvertes, dureeHeures, inactiviteHeures } = await readHttp(c, async (tx) => {
    const { valeurOf } = await getReglages(tx, [dureeSession, inactivite])
    const [duree, oubli] = [valeurOf(dureeSession), valeurOf(inactivite)]
    const limites = { now, creeApres: new Date(now.getTime() - duree * HEURE_MS), vueApres: new Date(now.getTime() - oubli * HEURE_MS) }
    return { ouvertes: await listSessions(tx, agent.personneId, limites), dureeHeures: duree, inactiviteHeures: oubli }
  })
  const courante = (await sessions.findSession(c.req.raw.headers))?.id
  const fait = MESSAGES[c.req.query('fait') ?? '']
  return c.html(
    <PageSimple titre="Sessions ouvertes" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Sessions ouvertes' }]} />
      <h1>Sessions ouvertes</h1>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Les navigateurs où votre compte est ouvert. Vous n’en reconnaissez pas un ? Fermez-le, puis{' '}
        <a href="/compte/mot-de-passe">changez de mot de passe</a>.
      </p>
      <ul class="pv-lignes pv-sessions">
        {ouvertes.map((session) => (
          <LigneSession session={session} courante={session.id === courante} />
        ))}
      </ul>
      {ouvertes.length > 1 && (
        <form method="post" action="/compte/sessions/fermer-les-autres" class="pv-haut-1">
          <button class="ds-button" data-variant="secondary" type="submit">
            Fermer toutes les autres
          </button>
        </form>
      )}
      <p class="pv-note pv-note-max pv-haut-2">
        Une session se ferme d’elle-même {sayHeures(dureeHeures)} après son ouverture, ou {sayHeures(inactiviteHeures)} après avoir servi
        pour la dernière fois.
      </p>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function LigneSession({ session, courante }: { session: SessionOuverte; courante: boolean }) {
  const nom = nomNavigateur(session.navigateur)
  const moyen = MOYENS[session.moyen] ?? (session.moyen.startsWith('oidc:') ? 'par un fournisseur d’identité' : '')
  return (
    <li>
      <div>
        <strong>{nom}</strong> {courante && <span class="ds-tag">cette session</span>}
        <br />
        <span class="pv-note">
          Ouverte le {formatInstant(session.creeLe)} {moyen}
          {session.secondFacteurLe !== null && session.moyen !== 'persona' && ', avec second facteur'}. A servi {formatJour(session.vueLe)}.
        </span>
      </div>
      {!courante && (
        <form method="post" action={`/compte/sessions/${session.id}/fermer`}>
          <button class="ds-button" data-variant="secondary" data-size="xs" type="submit" aria-label={`Fermer la session ${nom}`}>
            Fermer
          </button>
        </form>
      )}
    </li>
  )
}

function sayHeures(heures: number): string {
  if (heures % 24 === 0) return `${heures / 24}\u00a0jour${heures === 24 ? '' : 's'}`
  return `${heures}\u00a0heure${heures === 1 ? '' : 's'}`
}
