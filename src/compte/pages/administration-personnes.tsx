import type { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { ChampTexte } from '#ui/champs.tsx'
import { createPersonne } from '../commands/create-personne.ts'
import { listPersonnes } from '../personne.store.ts'
import { CadreListe, FiltreTexte } from './cadre-liste.tsx'
import { droitAdministration } from './droit-administration.ts'

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
    <CadreListe
      titre="Personnes"
      demo={c.get('configuration').demo}
      ariane={[{ libelle: 'Administration', href: '/administration' }, { libelle: 'Personnes' }]}
      erreur={erreur}
      filtres={<FiltreTexte nom="q" libelle="Nom ou adresse" valeur={texte} />}
      legende={accorde(personnes.length, 'personne')}
      entetes={[{ libelle: 'Nom' }, { libelle: 'Adresse électronique' }, { libelle: 'Mot de passe' }]}
      lignes={personnes.map((personne) => (
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
    >
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
    </CadreListe>,
    erreur === undefined ? 200 : 422,
  )
}
