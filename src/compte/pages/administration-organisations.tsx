import type { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { createOrganisation } from '../commands/create-organisation.ts'
import { listOrganisations, listTypesOrganisation } from '../organisation.store.ts'
import { formatSiret } from '../siret.ts'
import { droitAdministration } from './droit-administration.ts'
import { orShow, typed } from './formulaire.ts'

/** Organisations of the platform: list, search, add. */
export function addRoutesOrganisations(routes: Routes): void {
  routes.get('/administration/organisations', droitAdministration, (c) => showOrganisations(c, {}))
  routes.post('/administration/organisations', droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, createOrganisation, saisie)
        return c.redirect('/administration/organisations?fait=ajout', 303)
      },
      (erreur) => showOrganisations(c, saisie, erreur),
    )
  })
}

async function showOrganisations(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const texte = c.req.query('q') ?? ''
  const [organisations, types] = await readHttp(
    c,
    async (tx) => [await listOrganisations(tx, { texte }), await listTypesOrganisation(tx)] as const,
  )
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  return c.html(
    <PageSimple titre="Organisations" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Organisations' }]} />
      <h1>Organisations</h1>
      {c.req.query('fait') === 'ajout' && <Message ton="success">L’organisation est ajoutée.</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <search>
        <form class="pv-filtres">
          <ChampTexte nom="q" libelle="Nom ou numéro" type="search" valeur={texte} />
          <button class="ds-button" data-variant="secondary" type="submit">
            Chercher
          </button>
        </form>
      </search>
      <section class="pv-defile" aria-label="Organisations" tabindex={0}>
        <table class="ds-table">
          <caption>{accorde(organisations.length, 'organisation')}</caption>
          <thead>
            <tr>
              <th scope="col">Nom</th>
              <th scope="col">Nature</th>
              <th scope="col">SIRET ou SIREN</th>
            </tr>
          </thead>
          <tbody>
            {organisations.map((organisation) => (
              <tr>
                <th scope="row">
                  {organisation.nom}
                  {organisation.sigle !== null && ` (${organisation.sigle})`}
                </th>
                <td>{organisation.typeLibelle}</td>
                <td class="pv-num">{formatSiret(organisation.siret ?? organisation.siren ?? '–')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section class="pv-section">
        <h2>Ajouter une organisation</h2>
        <form method="post" action="/administration/organisations" class="pv-formulaire" novalidate>
          <ChampTexte {...champ('nom')} libelle="Nom complet" requis />
          <ChampTexte {...champ('sigle')} libelle="Sigle" />
          <ChampChoix
            {...champ('type')}
            libelle="Nature"
            requis
            vide="À choisir"
            options={types.map(({ code, libelle }) => ({ valeur: code, libelle }))}
          />
          <ChampTexte {...champ('siret')} libelle="Numéro SIRET" inputmode="numeric" aide="14 chiffres ; ou les 9 d’un SIREN." />
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Ajouter l’organisation
            </button>
          </div>
        </form>
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
