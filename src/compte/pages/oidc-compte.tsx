import type { Tx } from '#platform/db/base.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { connecte, publique, type Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { Message } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { linkIdentite, unlinkIdentite } from '../commands/link-identite.ts'
import type { Fournisseurs } from '../oidc.adaptateur.ts'
import { getCompteOf, getMoyens, type IdentiteReliee, listSuspensions, type Suspension } from '../oidc.store.ts'
import { ConnexionRefusee } from '../oidc.ts'
import type { Fournisseur } from '../oidc-configuration.ts'
import { formeAttente } from '../oidc-forme.ts'
import { formatSiret } from '../siret.ts'
import { getFournisseur } from './oidc.tsx'
import { forgetScelle, readScelle } from './oidc-cookies.ts'
import { type DepsOidc, isRetourDeSortie } from './oidc-session.ts'

/** Linking a provider to an account that was there before, unlinking it; the return from its sign-out. */
export function addRoutesOidcCompte(routes: Routes, deps: DepsOidc): void {
  // Signed in or not: who is not yet is told to sign in to her account first, by what it has.
  routes.get('/connexion/fournisseur/:fournisseur/relier', publique, (c) => showLiaison(c, deps))
  routes.get('/compte/fournisseurs/:fournisseur/relier', connecte, (c) => showLiaison(c, deps))

  routes.post('/compte/fournisseurs/:fournisseur/confirmer', connecte, (c) =>
    orShow(
      async () => {
        const { fournisseur } = getFournisseur(c, deps)
        const attente = findAttente(c, deps, fournisseur)
        if (attente === null) throw new ConnexionRefusee('depart_inconnu', fournisseur)
        const compte = await readHttp(c, (tx) => getCompteOf(tx, requireAgent(c).personneId, fournisseur.id))
        if (compte.utilisateurId !== attente.utilisateurId) throw new ConnexionRefusee('autre_personne', fournisseur)
        await actHttp(c, linkIdentite, { identite: attente.identite, libelle: fournisseur.libelle })
        forgetScelle(c, deps.sessions, 'oidc_attente')
        return c.redirect('/compte?fait=relie', 303)
      },
      (erreur) => showLiaison(c, deps, erreur),
    ),
  )

  routes.post('/compte/fournisseurs/:fournisseur/delier', connecte, (c) =>
    orShow(
      async () => {
        const { fournisseur } = getFournisseur(c, deps)
        await actHttp(c, unlinkIdentite, { fournisseur: fournisseur.id, libelle: fournisseur.libelle })
        return c.redirect('/compte?fait=delie', 303)
      },
      (erreur) => showRefusDelier(c, erreur),
    ),
  )

  routes.get('/deconnexion/retour', publique, (c) =>
    c.redirect(isRetourDeSortie(c, deps.sessions) ? '/connexion?fait=deconnexion' : '/connexion', 303),
  )
}

function findAttente(c: C, deps: DepsOidc, fournisseur: Fournisseur) {
  const attente = readScelle(c, deps.sessions, 'oidc_attente', formeAttente)
  return attente?.identite.fournisseur === fournisseur.id ? attente : null
}

async function showLiaison(c: C, deps: DepsOidc, erreur?: RegleViolee): Promise<Response> {
  const { fournisseur } = getFournisseur(c, deps)
  const { libelle, id } = fournisseur
  const attente = findAttente(c, deps, fournisseur)
  const agent = c.get('agent')
  const compte = agent === null ? null : await readHttp(c, (tx) => getCompteOf(tx, agent.personneId, id))
  const sien = attente !== null && compte?.utilisateurId === attente.utilisateurId
  c.header('cache-control', 'no-store')
  return c.html(
    <PageSimple titre={`Relier ${libelle}`} demo={c.get('configuration').demo}>
      <h1>Relier {libelle} à votre compte</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {attente === null ? (
        <>
          <p class="pv-chapeau">Cette liaison a expiré, ou a déjà été faite : recommencez depuis la page de connexion.</p>
          <p class="pv-haut-1">
            <a class="ds-button" href={agent === null ? '/connexion' : '/compte'}>
              {agent === null ? 'Revenir à la page de connexion' : 'Revenir à mon compte'}
            </a>
          </p>
        </>
      ) : (
        <>
          <p class="pv-chapeau">
            Un compte existe déjà ici pour <strong>{attente.identite.courriel}</strong>.
          </p>
          {sien ? (
            <form method="post" action={`/compte/fournisseurs/${id}/confirmer`} class="pv-formulaire">
              <p class="pv-haut-1">
                Vous vous êtes identifié sur {libelle}, et vous êtes connecté à ce compte. En les reliant, vous pourrez entrer ici par{' '}
                {libelle} sans autre mot de passe.
              </p>
              <div class="pv-actions">
                <button class="ds-button" type="submit">
                  Relier {libelle} à mon compte
                </button>
                <a class="ds-button" data-variant="tertiary" href="/compte">
                  Ne pas relier
                </a>
              </div>
            </form>
          ) : (
            <>
              <p class="pv-haut-1">
                Pour vérifier qu’il est bien à vous, connectez-vous une fois comme d’habitude, par mot de passe ou par un lien reçu par
                courriel. {libelle} pourra ensuite être relié, et suffira les fois suivantes. Vous avez dix minutes.
              </p>
              <p class="pv-haut-1">
                <a class="ds-button" href={`/connexion?suite=${encodeURIComponent(`/compte/fournisseurs/${id}/relier`)}`}>
                  Me connecter à mon compte
                </a>
              </p>
            </>
          )}
        </>
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function showRefusDelier(c: C, erreur: RegleViolee): Response | Promise<Response> {
  return c.html(
    <PageSimple titre="Mon compte" demo={c.get('configuration').demo}>
      <h1>Ce fournisseur reste relié</h1>
      <Message ton="danger">{erreur.message}</Message>
      <p class="pv-haut-1">
        <a class="ds-button" href="/compte">
          Revenir à mon compte
        </a>
      </p>
    </PageSimple>,
    422,
  )
}

const FAITS: Record<string, { ton: 'success' | 'warning'; phrase: string } | undefined> = {
  relie: { ton: 'success', phrase: 'Ce fournisseur est relié à votre compte\u00a0: vous pouvez désormais entrer par lui.' },
  delie: { ton: 'success', phrase: 'Ce fournisseur n’est plus relié à votre compte.' },
  'compte-cree': {
    ton: 'success',
    phrase: 'Votre compte est créé. Il n’ouvre encore aucun droit\u00a0: demandez un mandat à la personne qui pilote votre contrat.',
  },
  'adresse-fournisseur': {
    ton: 'warning',
    phrase: 'Votre fournisseur d’identité annonce une autre adresse électronique. Votre compte garde la sienne\u00a0: rien n’a changé ici.',
  },
  'organisation-changee': {
    ton: 'warning',
    phrase:
      'Votre fournisseur d’identité annonce une autre organisation que la dernière fois. Les mandats que vous teniez pour la précédente attendent d’être confirmés.',
  },
}

export type VueFournisseurs = {
  fournisseurs: readonly Fournisseur[]
  identites: readonly IdentiteReliee[]
  suspensions: readonly Suspension[]
}

/** What « Mon compte » shows of providers; null when the instance has none. Two statements. */
export async function loadFournisseurs(
  tx: Tx,
  fournisseurs: Fournisseurs | undefined,
  personneId: string,
): Promise<VueFournisseurs | null> {
  if (fournisseurs === undefined || fournisseurs.liste.length === 0) return null
  const { identites } = await getMoyens(tx, personneId)
  return { fournisseurs: fournisseurs.liste, identites, suspensions: await listSuspensions(tx, { personneId }) }
}

/** Message of what was just done with a provider, for the top of « Mon compte ». */
export function FaitFournisseur({ fait }: { fait: string | undefined }) {
  const dit = FAITS[fait ?? '']
  return dit === undefined ? null : <Message ton={dit.ton}>{dit.phrase}</Message>
}

/** Providers of « Mon compte »: linked or to link, the organisation they announce, mandates that wait. */
export function SectionFournisseurs({ vue, courriel }: { vue: VueFournisseurs; courriel: string }) {
  return (
    <section class="pv-section" id="fournisseurs">
      <h2>Fournisseurs d’identité</h2>
      {vue.suspensions.length > 0 && (
        <Message ton="warning">
          {vue.suspensions.map(({ role, organisation }) => (
            <p>
              Votre mandat « {LIBELLES_ROLES[role]} » pour {organisation} attend d’être confirmé par la personne qui pilote le contrat :
              votre fournisseur d’identité annonce une autre organisation.
            </p>
          ))}
        </Message>
      )}
      <ul class="pv-lignes">
        {vue.fournisseurs.map((fournisseur) => {
          const reliee = vue.identites.find((identite) => identite.fournisseur === fournisseur.id)
          return <LigneFournisseur fournisseur={fournisseur} reliee={reliee} courriel={courriel} />
        })}
      </ul>
    </section>
  )
}

function LigneFournisseur({
  fournisseur,
  reliee,
  courriel,
}: {
  fournisseur: Fournisseur
  reliee: IdentiteReliee | undefined
  courriel: string
}) {
  const action = `/compte/fournisseurs/${fournisseur.id}/${reliee === undefined ? 'relier' : 'delier'}`
  return (
    <li>
      <strong>{fournisseur.libelle}</strong>
      {reliee === undefined ? (
        '\u00a0: non relié'
      ) : (
        <>
          {'\u00a0'}: relié le {formatDate(jourParis(reliee.relieLe))}
          {reliee.siret !== null && (
            <p class="pv-note">
              {reliee.organisation === null
                ? `Organisation annoncée\u00a0: SIRET ${formatSiret(reliee.siret)}, qui n’est pas encore connue ici.`
                : `Organisation annoncée\u00a0: ${reliee.organisation} (SIRET ${formatSiret(reliee.siret)}). Elle ne donne aucun droit par elle-même.`}
            </p>
          )}
          {reliee.courriel !== null && reliee.courriel !== courriel && (
            <p class="pv-note">
              Adresse annoncée : {reliee.courriel}. Votre compte garde {courriel}.
            </p>
          )}
        </>
      )}
      <form method="post" action={action} class="pv-haut-1">
        <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">
          {reliee === undefined ? 'Relier' : 'Délier'} {fournisseur.libelle}
        </button>
      </form>
    </li>
  )
}
