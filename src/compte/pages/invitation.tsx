import { act } from '#platform/acte.ts'
import { Interdit, type RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { connecte, publique, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { createId } from '#platform/identifiants.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { acceptEnCreant, acceptInvitation } from '../commands/accept-invitation.ts'
import { empreinteInvitation } from '../commands/invite-membre.ts'
import { openSession } from '../commands/sign-in.ts'
import { findInvitationByEmpreinte } from '../invitation.store.ts'
import { assertAcceptable, type Invitation } from '../invitation.ts'
import { findPersonneByCourriel } from '../personne.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { redirectWith } from './connexion.tsx'
import { depuisOf, noStore, porteOf } from './depuis.ts'
import { ChampsMotDePasse } from './mot-de-passe.tsx'

/** An invitation received by mail: who invites, to what; accepted with one's account, or by making one. */
export function addRoutesInvitation(routes: Routes, { sessions }: { sessions: Sessions }): void {
  const { coffre } = sessions
  const secretOf = (c: C) => c.req.param('jeton') ?? ''

  routes.get('/invitation/:jeton', publique, (c) => showInvitation(c, sessions, {}))

  routes.post('/invitation/:jeton/accepter', connecte, async (c) => {
    await actHttp(c, acceptInvitation, { coffre, secret: secretOf(c) })
    return c.redirect('/espace', 303)
  })

  routes.post('/invitation/:jeton/compte', publique, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        if (c.get('agent') !== null) throw new Interdit('Vous êtes connecté : acceptez avec votre compte, ou déconnectez-vous.')
        const [prenom, nom] = [typed(saisie, 'prenom'), typed(saisie, 'nom')]
        const personneId = createId(c.get('now').getTime())
        const { utilisateurId, courriel } = await act(
          {
            db: c.get('base').db,
            agent: { personneId, prenom, nom, courriel: '', fonction: null, mandats: [], autresMandats: [] },
            now: c.get('now'),
            requeteId: c.get('requeteId'),
          },
          acceptEnCreant,
          { ...saisie, coffre, secret: secretOf(c), personneId },
        )
        const ouverture = { compte: { utilisateurId, courriel }, moyen: 'invitation', suite: '/espace', facteur: 'absent' } as const
        const entree = await openSession(porteOf(c, sessions), ouverture, depuisOf(c))
        return redirectWith(c, entree.vers, entree.cookies)
      },
      (erreur) => showInvitation(c, sessions, saisie, erreur),
    )
  })
}

async function showInvitation(c: C, { coffre }: Sessions, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  noStore(c)
  const secret = c.req.param('jeton') ?? ''
  const { invitation, connue } = await readHttp(c, async (tx) => {
    const trouvee = await findInvitationByEmpreinte(tx, empreinteInvitation(coffre, secret))
    return { invitation: trouvee, connue: trouvee === null ? null : await findPersonneByCourriel(tx, trouvee.courriel) }
  })
  assertAcceptable(invitation, c.get('now'))
  const agent = c.get('agent')
  return c.html(
    <PageSimple titre="Invitation" demo={c.get('configuration').demo}>
      <h1>{invitation.inviteur} vous invite</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <Contenu invitation={invitation} />
      {agent === null ? (
        connue === null ? (
          <CreerCompte secret={secret} invitation={invitation} saisie={saisie} erreur={erreur} />
        ) : (
          <p class="pv-haut-1">
            <a class="ds-button" href={`/connexion?suite=${encodeURIComponent(`/invitation/${secret}`)}`}>
              Me connecter pour accepter
            </a>
          </p>
        )
      ) : agent.courriel === invitation.courriel ? (
        <form method="post" action={`/invitation/${secret}/accepter`} class="pv-haut-1">
          <button class="ds-button" type="submit">
            Accepter l’invitation
          </button>
        </form>
      ) : (
        <MauvaisCompte ici={agent.courriel} attendu={invitation.courriel} />
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function Contenu({ invitation }: { invitation: Invitation }) {
  const dates = `à partir du ${formatDate(invitation.debut)}${invitation.fin === null ? '' : `, jusqu’au ${formatDate(invitation.fin)}`}`
  return (
    <>
      <p class="pv-chapeau">
        À agir sur <strong>{invitation.contrat}</strong>, au nom de <strong>{invitation.organisation}</strong>, avec le rôle «&nbsp;
        {LIBELLES_ROLES[invitation.role]}&nbsp;», {dates}.
      </p>
      <p class="pv-note pv-note-max">
        Invitation envoyée à {invitation.courriel}. Elle vaut jusqu’au {formatDate(jourParis(invitation.expireLe))}. Rien n’est fait tant
        que vous n’acceptez pas.
      </p>
    </>
  )
}

function MauvaisCompte({ ici, attendu }: { ici: string; attendu: string }) {
  return (
    <form method="post" action="/deconnexion" class="pv-haut-1">
      <p class="pv-note-max">
        Vous êtes connecté avec {ici}, et l’invitation est pour {attendu}. Déconnectez-vous, puis rouvrez le lien du courriel.
      </p>
      <button class="ds-button" data-variant="secondary" type="submit">
        Me déconnecter
      </button>
    </form>
  )
}

function CreerCompte(props: { secret: string; invitation: Invitation; saisie: Saisie; erreur: RegleViolee | undefined }) {
  const { invitation, saisie, erreur } = props
  const valeur = (nom: string, connu: string | null) => (nom in saisie ? typed(saisie, nom) : (connu ?? ''))
  return (
    <section class="pv-section">
      <h2>Créer votre compte et accepter</h2>
      <form method="post" action={`/invitation/${props.secret}/compte`} class="pv-formulaire" novalidate>
        <input type="hidden" name="courriel" autocomplete="username" value={invitation.courriel} />
        <div class="pv-cote">
          <ChampTexte
            nom="prenom"
            libelle="Prénom"
            autocomplete="given-name"
            requis
            valeur={valeur('prenom', invitation.prenom)}
            erreurs={erreur?.champs}
          />
          <ChampTexte
            nom="nom"
            libelle="Nom"
            autocomplete="family-name"
            requis
            valeur={valeur('nom', invitation.nom)}
            erreurs={erreur?.champs}
          />
        </div>
        <ChampsMotDePasse nom="motDePasse" libelle="Mot de passe" erreur={erreur} />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Créer mon compte et accepter
          </button>
        </div>
      </form>
    </section>
  )
}
