import type { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import { changeMotDePasse } from '../commands/choose-mot-de-passe.ts'
import { sendsCourriels } from '../connexion.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { findCompte } from '../utilisateur.store.ts'
import { redirectWith } from './connexion.tsx'
import { ChampsMotDePasse } from './mot-de-passe.tsx'

/** Another password, for who knows the present one. */
export function addRoutesChangerMotDePasse(routes: Routes, { sessions }: { sessions: Sessions }): void {
  routes.get('/compte/mot-de-passe', connecte, (c) => showChangement(c))

  routes.post('/compte/mot-de-passe', connecte, async (c) => {
    requireAgent(c)
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const session = await sessions.findSession(c.req.raw.headers)
        const { utilisateurId } = await actHttp(c, changeMotDePasse, {
          ancien: typed(saisie, 'ancien'),
          motDePasse: typed(saisie, 'motDePasse'),
          confirmation: typed(saisie, 'confirmation'),
          sessionId: session?.id ?? null,
        })
        // The session goes on under a new token: a copy of the former cookie dies with the former password.
        const secondFacteur = (session?.secondFacteurLe ?? null) === null ? 'absent' : 'donne'
        const ouverture = { now: c.get('now'), moyen: session?.moyen ?? 'mot_de_passe', secondFacteur } as const
        const cookies = await sessions.openFor(utilisateurId, c.req.raw.headers, ouverture)
        return redirectWith(c, '/compte?fait=mot-de-passe', cookies)
      },
      (erreur) => showChangement(c, erreur),
    )
  })
}

async function showChangement(c: C, erreur?: RegleViolee): Promise<Response> {
  const agent = requireAgent(c)
  const compte = await readHttp(c, (tx) => findCompte(tx, { personneId: agent.personneId }))
  const { demo, ...configuration } = c.get('configuration')
  return c.html(
    <PageSimple titre="Changer de mot de passe" demo={demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Mot de passe' }]} />
      <h1>{compte?.motDePasse === null ? 'Choisir un mot de passe' : 'Changer de mot de passe'}</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {compte?.motDePasse === null ? (
        <SansMotDePasse courriel={agent.courriel} courriels={sendsCourriels(configuration)} />
      ) : (
        <form method="post" action="/compte/mot-de-passe" class="pv-formulaire" novalidate>
          <input type="hidden" name="courriel" autocomplete="username" value={agent.courriel} />
          <ChampTexte
            nom="ancien"
            libelle="Mot de passe actuel"
            type="password"
            autocomplete="current-password"
            requis
            erreurs={erreur?.champs}
          />
          <ChampsMotDePasse nom="motDePasse" libelle="Nouveau mot de passe" erreur={erreur} />
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Changer de mot de passe
            </button>
          </div>
        </form>
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function SansMotDePasse({ courriel, courriels }: { courriel: string; courriels: boolean }) {
  if (!courriels) return <p>Votre compte n’a pas de mot de passe : demandez un lien à la personne qui pilote votre contrat.</p>
  return (
    <form method="post" action="/mot-de-passe" class="pv-formulaire">
      <p class="pv-chapeau">Votre compte n’a pas de mot de passe. Recevez un lien à {courriel} pour en choisir un.</p>
      <input type="hidden" name="courriel" value={courriel} />
      <div class="pv-actions">
        <button class="ds-button" type="submit">
          Recevoir un lien
        </button>
      </div>
    </form>
  )
}
