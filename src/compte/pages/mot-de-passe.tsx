import { act } from '#platform/acte.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { publique, type Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { noteMotDePasse } from '../commands/note-session.ts'
import { findPersonneByLien } from '../lien.store.ts'
import { AIDE_MOT_DE_PASSE, acceptedMotDePasse } from '../mot-de-passe.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { orShow, typed } from './formulaire.ts'

/** Choosing a password by the link that someone handed over. Whoever holds the link may. */
export function addRoutesMotDePasse(routes: Routes, { sessions }: { sessions: Sessions }): void {
  routes.get('/mot-de-passe/:jeton', publique, async (c) => showMotDePasse(c, await getPersonneDuLien(c)))

  routes.post('/mot-de-passe/:jeton', publique, async (c) => {
    const saisie = await parseFormulaire(c)
    const personne = await getPersonneDuLien(c)
    return orShow(
      async () => {
        const motDePasse = acceptedMotDePasse(typed(saisie, 'motDePasse'), [
          personne.prenom,
          personne.nom,
          personne.courriel.split('@')[0] ?? '',
        ])
        assertMeme(motDePasse, typed(saisie, 'confirmation'))
        await sessions.chooseMotDePasse({ jeton: c.req.param('jeton') ?? '', motDePasse })
        await act(
          {
            db: c.get('base').db,
            agent: { ...personne, fonction: null, mandats: [] },
            now: c.get('now'),
            requeteId: c.get('requeteId'),
          },
          noteMotDePasse,
          {},
        )
        return c.redirect('/connexion?fait=mot-de-passe', 303)
      },
      (erreur) => showMotDePasse(c, personne, erreur),
    )
  })
}

/** @throws RegleViolee when the second typing differs */
export function assertMeme(motDePasse: string, confirmation: string): void {
  if (motDePasse === confirmation) return
  const message = 'Les deux mots de passe diffèrent : tapez deux fois le même.'
  throw new RegleViolee(message, [{ champ: 'confirmation', message }])
}

async function getPersonneDuLien(c: C) {
  const personne = await readHttp(c, (tx) => findPersonneByLien(tx, c.req.param('jeton') ?? '', c.get('now')))
  if (personne === null) {
    throw new Introuvable(
      'Ce lien ne sert plus : il a déjà servi, ou sa semaine est passée. Demandez-en un autre à la personne qui vous l’a donné.',
    )
  }
  return personne
}

function showMotDePasse(
  c: C,
  personne: { prenom: string; nom: string; courriel: string },
  erreur?: RegleViolee,
): Response | Promise<Response> {
  // The link is a secret: no cache keeps it (the site's policy already sends it to no other).
  c.header('cache-control', 'no-store')
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

/** A new password, typed twice. */
export function ChampsMotDePasse({ nom, libelle, erreur }: { nom: string; libelle: string; erreur: RegleViolee | undefined }) {
  return (
    <>
      <ChampTexte
        nom={nom}
        libelle={libelle}
        type="password"
        autocomplete="new-password"
        aide={AIDE_MOT_DE_PASSE}
        requis
        erreurs={erreur?.champs}
      />
      <ChampTexte
        nom="confirmation"
        libelle="Le même, encore une fois"
        type="password"
        autocomplete="new-password"
        requis
        erreurs={erreur?.champs}
      />
    </>
  )
}
