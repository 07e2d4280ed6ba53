import { act } from '#platform/acte.ts'
import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { connecte, publique, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { createId } from '#platform/identifiants.ts'
import { getReglage } from '#platform/reglages.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { Vide } from '#ui/pieces.tsx'
import { askInscription, createCompte, findInscrit, INSCRIPTION_PERIMEE } from '../commands/register.ts'
import { atLeast } from '../commands/send-lien.ts'
import { openSession } from '../commands/sign-in.ts'
import { inscriptionOuverte } from '../reglages-connexion.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { redirectWith } from './connexion.tsx'
import { assertCourriels, REPONSE_MIN_MS } from './connexion-lien.tsx'
import { depuisOf, noStore, porteOf } from './depuis.ts'
import { ChampsMotDePasse } from './mot-de-passe.tsx'

/** Applicants make their own account: the address is proven first, then the password is chosen. */
export function addRoutesInscription(routes: Routes, { sessions }: { sessions: Sessions }): void {
  const { coffre } = sessions
  routes.get('/inscription', publique, (c) => (c.get('agent') === null ? showInscription(c, {}) : c.redirect('/porteur', 303)))

  routes.post('/inscription', publique, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        assertCourriels(c)
        await atLeast(REPONSE_MIN_MS, () => askInscription(porteOf(c, sessions), saisie, depuisOf(c)))
        return c.redirect('/inscription/envoyee', 303)
      },
      (erreur) => showInscription(c, saisie, erreur),
    )
  })
  routes.get('/inscription/envoyee', publique, (c) => showEnvoyee(c))

  routes.get('/inscription/:jeton', publique, (c) => showPreuve(c, sessions))
  routes.post('/inscription/:jeton', publique, async (c) => {
    const saisie = await parseFormulaire(c)
    const inscrit = await getInscrit(c, sessions)
    return orShow(
      async () => {
        const personneId = createId(c.get('now').getTime())
        const { utilisateurId, courriel } = await act(
          {
            db: c.get('base').db,
            agent: { ...inscrit, personneId, fonction: null, mandats: [], autresMandats: [] },
            now: c.get('now'),
            requeteId: c.get('requeteId'),
          },
          createCompte,
          {
            coffre,
            secret: c.req.param('jeton'),
            personneId,
            motDePasse: typed(saisie, 'motDePasse'),
            confirmation: typed(saisie, 'confirmation'),
          },
        )
        const ouverture = { compte: { utilisateurId, courriel }, moyen: 'inscription', suite: '/porteur', facteur: 'absent' } as const
        const entree = await openSession(porteOf(c, sessions), ouverture, depuisOf(c))
        return redirectWith(c, entree.vers, entree.cookies)
      },
      (erreur) => showPreuve(c, sessions, erreur),
    )
  })

  routes.get('/porteur', connecte, (c) => showPorteur(c))
}

/** @throws Introuvable when the link has served or is over */
async function getInscrit(c: C, { coffre }: Sessions) {
  const inscrit = await readHttp(c, (tx) => findInscrit(tx, coffre, c.req.param('jeton') ?? '', c.get('now')))
  if (inscrit === null) throw new Introuvable(INSCRIPTION_PERIMEE)
  const { courriel, prenom, nom } = inscrit
  return { courriel, prenom, nom }
}

async function showInscription(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  assertCourriels(c)
  if (!(await readHttp(c, (tx) => getReglage(tx, inscriptionOuverte)))) {
    throw new Introuvable('Les inscriptions sont fermées : écrivez à la collectivité qui pilote le contrat.')
  }
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  return c.html(
    <PageSimple titre="Créer un compte" demo={c.get('configuration').demo}>
      <h1>Créer votre compte de porteur de projet</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Pour une association, une collectivité ou un établissement qui porte une action. Vous recevez d’abord un courriel pour prouver votre
        adresse ; le mot de passe se choisit ensuite.
      </p>
      <form method="post" action="/inscription" class="pv-formulaire" novalidate>
        <div class="pv-cote">
          <ChampTexte {...champ('prenom')} libelle="Prénom" autocomplete="given-name" requis />
          <ChampTexte {...champ('nom')} libelle="Nom" autocomplete="family-name" requis />
        </div>
        <ChampTexte {...champ('courriel')} libelle="Adresse électronique" type="email" autocomplete="email" requis />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Créer mon compte
          </button>
          <a href="/connexion">J’ai déjà un compte</a>
        </div>
      </form>
      <p class="pv-note pv-note-max pv-haut-2">
        Agent d’une collectivité, de l’État ou d’un bailleur : la personne qui pilote votre contrat vous invite, ne créez pas de compte ici.
      </p>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function showEnvoyee(c: C): Response | Promise<Response> {
  return c.html(
    <PageSimple titre="Regardez vos courriels" demo={c.get('configuration').demo}>
      <h1>Regardez vos courriels</h1>
      <p class="pv-chapeau">Un message vient d’être envoyé à l’adresse que vous avez tapée. Ouvrez-le pour continuer.</p>
      <p class="pv-note-max">
        Rien n’arrive ? Regardez dans les indésirables, puis recommencez en vérifiant l’adresse. Sans preuve de l’adresse dans la journée,
        ce que vous avez tapé est effacé.
      </p>
    </PageSimple>,
  )
}

async function showPreuve(c: C, sessions: Sessions, erreur?: RegleViolee): Promise<Response> {
  noStore(c)
  const inscrit = await getInscrit(c, sessions)
  return c.html(
    <PageSimple titre="Terminer votre inscription" demo={c.get('configuration').demo}>
      <h1>Bienvenue {inscrit.prenom}</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Compte de{' '}
        <strong>
          {inscrit.prenom} {inscrit.nom}
        </strong>
        , {inscrit.courriel}. Choisissez un mot de passe ; laissez les deux champs vides pour recevoir plutôt un lien à chaque connexion.
      </p>
      <form method="post" class="pv-formulaire" novalidate>
        <input type="hidden" name="courriel" autocomplete="username" value={inscrit.courriel} />
        <ChampsMotDePasse nom="motDePasse" libelle="Mot de passe" erreur={erreur} facultatif />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Créer mon compte
          </button>
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

/** The space of an applicant, before there is a call for projects. */
function showPorteur(c: C): Response | Promise<Response> {
  const agent = requireAgent(c)
  return c.html(
    <PageSimple titre="Espace porteur" demo={c.get('configuration').demo}>
      <h1>Votre espace de porteur</h1>
      <p class="pv-chapeau">
        {agent.prenom} {agent.nom}, {agent.courriel}. <a href="/compte">Mon compte</a>
      </p>
      <section class="pv-section">
        <h2>Vos organisations</h2>
        <Vide titre="Aucune organisation pour l’instant">
          <p>
            Votre compte existe, sans aucun droit encore. Vous y rattacherez votre association ou votre organisme, puis vous y déposerez vos
            demandes quand un appel à projets sera ouvert.
          </p>
        </Vide>
      </section>
    </PageSimple>,
  )
}
