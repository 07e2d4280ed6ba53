import { act } from '#platform/acte.ts'
import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { publique, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { chooseMotDePasse } from '../commands/choose-mot-de-passe.ts'
import { LIEN_PERIME } from '../commands/use-lien.ts'
import { findJeton } from '../jeton.store.ts'
import { AIDE_MOT_DE_PASSE } from '../mot-de-passe.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { noStore } from './depuis.ts'

/** Choosing a password by a link, mailed or handed over. Whoever holds the link may; looking at the page does not use it. */
export function addRoutesMotDePasse(routes: Routes, { sessions }: { sessions: Sessions }): void {
  const { coffre } = sessions
  routes.get('/mot-de-passe/:jeton', publique, async (c) => showMotDePasse(c, await getPersonneDuLien(c, sessions)))

  routes.post('/mot-de-passe/:jeton', publique, async (c) => {
    const saisie = await parseFormulaire(c)
    const personne = await getPersonneDuLien(c, sessions)
    const { personneId, prenom, nom, courriel } = personne
    return orShow(
      async () => {
        await act(
          {
            db: c.get('base').db,
            agent: { personneId, prenom, nom, courriel, fonction: null, mandats: [], autresMandats: [] },
            now: c.get('now'),
            requeteId: c.get('requeteId'),
          },
          chooseMotDePasse,
          {
            coffre,
            secret: c.req.param('jeton'),
            motDePasse: typed(saisie, 'motDePasse'),
            confirmation: typed(saisie, 'confirmation'),
          },
        )
        return c.redirect('/connexion?fait=mot-de-passe', 303)
      },
      (erreur) => showMotDePasse(c, personne, erreur),
    )
  })
}

async function getPersonneDuLien(c: C, { coffre }: Sessions) {
  const jeton = await readHttp(c, (tx) => findJeton(tx, coffre, 'mot_de_passe', c.req.param('jeton') ?? '', c.get('now')))
  if (jeton === null) throw new Introuvable(LIEN_PERIME)
  return jeton
}

function showMotDePasse(
  c: C,
  personne: { prenom: string; nom: string; courriel: string },
  erreur?: RegleViolee,
): Response | Promise<Response> {
  noStore(c)
  return c.html(
    <PageSimple titre="Choisir un mot de passe" demo={c.get('configuration').demo}>
      <h1>Choisir votre mot de passe</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Compte de{' '}
        <strong>
          {personne.prenom} {personne.nom}
        </strong>
        , {personne.courriel}.
      </p>
      <form method="post" class="pv-formulaire" novalidate>
        <input type="hidden" name="courriel" autocomplete="username" value={personne.courriel} />
        <ChampsMotDePasse nom="motDePasse" libelle="Mot de passe" erreur={erreur} />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Enregistrer le mot de passe
          </button>
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

/** A new password, typed twice. `facultatif`: both may stay empty. */
export function ChampsMotDePasse(props: { nom: string; libelle: string; erreur: RegleViolee | undefined; facultatif?: true }) {
  const { nom, libelle, erreur, facultatif } = props
  const commun = { type: 'password', autocomplete: 'new-password', requis: facultatif !== true, erreurs: erreur?.champs } as const
  return (
    <>
      <ChampTexte {...commun} nom={nom} libelle={libelle} aide={AIDE_MOT_DE_PASSE} />
      <ChampTexte {...commun} nom="confirmation" libelle="Le même, encore une fois" />
    </>
  )
}
