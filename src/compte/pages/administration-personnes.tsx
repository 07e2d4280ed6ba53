import type { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import { createPersonne } from '../commands/create-personne.ts'
import { listPersonnes } from '../personne.store.ts'
import { droitAdministration } from './droit-administration.ts'
import { orShow, typed } from './formulaire.ts'

/** People of the platform: list, search, create. One's mandates are on one's own page. */
export function addRoutesPersonnes(routes: Routes): void {
  routes.get('/administration/personnes', droitAdministration, (c) => showPersonnes(c, {}))
  routes.post('/administration/personnes', droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { personneId } = await actHttp(c, createPersonne, saisie)
        return c.redirect(`/administration/personnes/${personneId}?fait=creation`, 303)
      },
      (erreur) => showPersonnes(c, saisie, erreur),
    )
  })
}

async function showPersonnes(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const texte = c.req.query('q') ?? ''
  const personnes = await readHttp(c, (tx) => listPersonnes(tx, { texte }))
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  return c.html(
    <PageSimple titre="Personnes" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Personnes' }]} />
      <h1>Personnes</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <search>
        <form class="pv-filtres">
          <ChampTexte nom="q" libelle="Nom ou adresse" type="search" valeur={texte} />
          <button class="ds-button" data-variant="secondary" type="submit">
            Chercher
          </button>
        </form>
      </search>
      <section class="pv-defile" aria-label="Personnes" tabindex={0}>
        <table class="ds-table">
          <caption>{accorde(personnes.length, 'personne')}</caption>
          <thead>
            <tr>
              <th scope="col">Nom</th>
              <th scope="col">Adresse électronique</th>
              <th scope="col">Mot de passe</th>
            </tr>
          </thead>
          <tbody>
            {personnes.map((personne) => (
              <tr>
                <th scope="row">
                  <a href={`/administration/personnes/${personne.id}`}>
                    {personne.prenom} {personne.nom}
                  </a>
                </th>
                <td>{personne.courriel}</td>
                <td>{personne.motDePasseChoisi ? 'choisi' : 'à choisir'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section class="pv-section">
        <h2>Créer un compte</h2>
        <form method="post" action="/administration/personnes" class="pv-formulaire" novalidate>
          <ChampTexte {...champ('courriel')} libelle="Adresse électronique" type="email" autocomplete="off" requis />
          <div class="pv-cote">
            <ChampTexte {...champ('prenom')} libelle="Prénom" autocomplete="off" requis />
            <ChampTexte {...champ('nom')} libelle="Nom" autocomplete="off" requis />
          </div>
          <ChampTexte {...champ('fonction')} libelle="Fonction" autocomplete="off" />
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Créer le compte
            </button>
          </div>
        </form>
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
