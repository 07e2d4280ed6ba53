import type { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { getReglage } from '#platform/reglages.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import { createOrganisation } from '../commands/create-organisation.ts'
import { editOrganisation } from '../commands/edit-organisation.ts'
import { getOrganisationComplete, listTypesOrganisation } from '../organisation.store.ts'
import { listDepartementsSansRna } from '../organisation-liste.store.ts'
import { rechercheEntreprisesActive } from '../organisation-reglages.ts'
import type { RechercheEntreprises } from '../recherche-entreprises.adaptateur.ts'
import { type Completion as Complete, completed } from '../recherche-entreprises.ts'
import { droitModifierOrganisation, droitOrganisations, organisationOf } from './droit-organisations.ts'
import { Completion, type Enquete, enquete } from './organisation-completion.tsx'
import { ChampsFormulaire, chosenSaisie, typedCompletion, valeursOf } from './organisation-formulaire.tsx'

const MODIFIER = '/organisations/:organisation/modifier'

/** A new organisation, or what is known of one, typed by hand or completed by the public service. */
export function addRoutesModifierOrganisation(routes: Routes, { recherche }: { recherche?: RechercheEntreprises }): void {
  routes.get('/organisations/nouvelle', droitOrganisations, (c) => showNouvelle(c, recherche))
  routes.post('/organisations/nouvelle', droitOrganisations, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { organisationId } = await actHttp(c, createOrganisation, chosenSaisie(saisie))
        return c.redirect(`/organisations/${organisationId}?fait=ajout`, 303)
      },
      (erreur) => showNouvelle(c, recherche, saisie, erreur),
    )
  })

  routes.get(MODIFIER, droitModifierOrganisation, (c) => showModifier(c, recherche))
  routes.post(MODIFIER, droitModifierOrganisation, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, editOrganisation, { ...chosenSaisie(saisie), organisationId: organisationOf(c) })
        return c.redirect(`/organisations/${organisationOf(c)}?fait=modification`, 303)
      },
      (erreur) => showModifier(c, recherche, saisie, erreur),
    )
  })
}

async function showNouvelle(c: C, recherche: RechercheEntreprises | undefined, saisie?: Saisie, erreur?: RegleViolee): Promise<Response> {
  const lu = await readHttp(c, async (tx) => ({
    types: await listTypesOrganisation(tx),
    sansRna: [...(await listDepartementsSansRna(tx)).keys()],
    active: await getReglage(tx, rechercheEntreprisesActive),
  }))
  const demande = await enquete(c, recherche, lu.active)
  const completion = saisie === undefined ? completionOf({}, demande) : typedCompletion(saisie)
  return c.html(
    <PageSimple titre="Ajouter une organisation" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Organisations', href: '/organisations' }, { libelle: 'Ajouter' }]} />
      <h1>Ajouter une organisation</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {demande !== null && <Completion action="/organisations/nouvelle" enquete={demande} />}
      <form method="post" action="/organisations/nouvelle" class="pv-formulaire" novalidate>
        <ChampsFormulaire {...lu} completion={completion} erreurs={erreur?.champs} ferme={false} />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Ajouter l’organisation
          </button>
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

async function showModifier(c: C, recherche: RechercheEntreprises | undefined, saisie?: Saisie, erreur?: RegleViolee): Promise<Response> {
  const id = organisationOf(c)
  const { organisation, ...lu } = await readHttp(c, async (tx) => ({
    organisation: await getOrganisationComplete(tx, id),
    types: await listTypesOrganisation(tx),
    sansRna: [...(await listDepartementsSansRna(tx)).keys()],
    active: await getReglage(tx, rechercheEntreprisesActive),
  }))
  const demande = await enquete(c, recherche, lu.active)
  const completion = saisie === undefined ? completionOf(valeursOf(organisation), demande) : typedCompletion(saisie)
  const page = `/organisations/${id}`
  return c.html(
    <PageSimple titre={`Modifier ${organisation.nom}`} demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[{ libelle: 'Organisations', href: '/organisations' }, { libelle: organisation.nom, href: page }, { libelle: 'Modifier' }]}
      />
      <h1>Modifier l’organisation</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {demande !== null && <Completion action={`${page}/modifier`} enquete={demande} />}
      <form method="post" action={`${page}/modifier`} class="pv-formulaire" novalidate>
        {/* After a conflict, the version that the person has now been told about. */}
        <input type="hidden" name="version" value={String(organisation.version)} />
        <ChampsFormulaire {...lu} completion={completion} erreurs={erreur?.champs} ferme />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Enregistrer
          </button>
          <a class="ds-button" data-variant="tertiary" href={page}>
            Ne rien changer
          </a>
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function completionOf(valeurs: Record<string, string>, demande: Enquete | null): Complete {
  const prise = demande?.prise ?? null
  return prise === null ? { valeurs, repris: [], autres: {} } : completed(valeurs, prise)
}
