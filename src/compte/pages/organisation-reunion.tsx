import type { RegleViolee } from '#platform/errors.ts'
import { Introuvable } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { mergeOrganisations, sayReferences } from '../commands/merge-organisations.ts'
import { assertCanMerge } from '../commands/open-organisation.ts'
import { type RestesFusion, undoFusion } from '../commands/undo-fusion-organisations.ts'
import { listOrganisationsCompletes } from '../organisation.store.ts'
import type { OrganisationComplete } from '../organisation.ts'
import { getFusion, listReferences } from '../organisation-fusion.store.ts'
import { differingGroupes, GROUPES_FUSION, type GroupeFusion, nomsAjoutes, proposedChoix } from '../organisation-fusion.ts'
import { formatSiret } from '../siret.ts'
import { droitOrganisations } from './droit-organisations.ts'

const ADRESSE = '/organisations/reunir'

/** Two organisations side by side, merged field by field; and a merge undone. */
export function addRoutesReunion(routes: Routes): void {
  routes.get(ADRESSE, droitOrganisations, (c) => showReunion(c, idOf(c.req.query('garde')), idOf(c.req.query('absorbe')), {}))
  routes.post(ADRESSE, droitOrganisations, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { gardeId } = await actHttp(c, mergeOrganisations, saisie)
        return c.redirect(`/organisations/${gardeId}?fait=reunion`, 303)
      },
      (erreur) => showReunion(c, idOf(saisie.gardeId), idOf(saisie.absorbeId), saisie, erreur),
    )
  })

  routes.get('/organisations/reunions/:fusion/annuler', droitOrganisations, (c) => showAnnulation(c))
  routes.post('/organisations/reunions/:fusion/annuler', droitOrganisations, async (c) =>
    orShow(
      async () => {
        const { gardeId, absorbeId, restes } = await actHttp(c, undoFusion, { fusionId: idOf(c.req.param('fusion')) })
        return showSeparees(c, [gardeId, absorbeId], restes)
      },
      (erreur) => showAnnulation(c, erreur),
    ),
  )
}

/** @throws Introuvable when it is no id */
function idOf(texte: unknown): string {
  if (typeof texte !== 'string' || !isId(texte)) throw new Introuvable('Cette organisation n’existe pas, ou plus.')
  return texte
}

async function showReunion(c: C, gardeId: string, absorbeId: string, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const { completes, references } = await readHttp(c, async (tx) => {
    await assertCanMerge(tx, requireAgent(c), [gardeId, absorbeId])
    return { completes: await listOrganisationsCompletes(tx, [gardeId, absorbeId]), references: await listReferences(tx, absorbeId) }
  })
  const [garde, absorbe] = [gardeId, absorbeId].map((id) => completes.find((organisation) => organisation.id === id))
  if (garde === undefined || absorbe === undefined || gardeId === absorbeId)
    throw new Introuvable('Choisissez deux organisations différentes.')
  const groupes = differingGroupes(garde, absorbe)
  const choisis = typeof saisie.choix === 'object' && saisie.choix !== null ? (saisie.choix as Record<string, unknown>) : {}
  const choix: Record<string, unknown> = { ...proposedChoix(garde, absorbe), ...choisis }
  const noms = nomsAjoutes(garde, absorbe, garde.nom)
  return c.html(
    <PageSimple titre="Réunir deux organisations" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Doublons possibles', href: '/organisations/doublons' }, { libelle: 'Réunir' }]} />
      <h1>Réunir deux organisations</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        « <T>{garde.nom}</T> » reste. Choisissez ce qu’elle garde ; « <T>{absorbe.nom}</T> » est archivée et la réunion peut être annulée.{' '}
        <a href={`${ADRESSE}?garde=${absorbe.id}&absorbe=${garde.id}`}>Garder plutôt l’autre</a>
      </p>
      <form method="post" action={ADRESSE} class="pv-reunion">
        <input type="hidden" name="gardeId" value={garde.id} />
        <input type="hidden" name="absorbeId" value={absorbe.id} />
        <input type="hidden" name="versionGarde" value={String(garde.version)} />
        <input type="hidden" name="versionAbsorbe" value={String(absorbe.version)} />
        {groupes.length > 0 && (
          <p class="pv-cotes-reunion" aria-hidden="true">
            <span>Celle qui reste</span>
            <span>L’autre</span>
          </p>
        )}
        {groupes.map((groupe) => (
          <Choix groupe={groupe} garde={garde} absorbe={absorbe} choisi={choix[groupe] === 'absorbe' ? 'absorbe' : 'garde'} />
        ))}
        <section class="pv-section" aria-labelledby="h-suit">
          <h2 id="h-suit">Ce qui suit</h2>
          <ul class="pv-lignes">
            <li>
              {references.length === 0
                ? `Rien d’autre ne désigne « ${absorbe.nom} ».`
                : `Suivent, sur tous les contrats : ${sayReferences(references)}.`}
            </li>
            {noms.length > 0 && <li>Autres noms gardés : {noms.map((nom) => `« ${nom} »`).join(', ')}.</li>}
            <li>Une personne qui tient le même mandat pour les deux n’en a plus qu’un, sans perdre un jour.</li>
          </ul>
        </section>
        <div class="pv-actions pv-haut-2">
          <button class="ds-button" type="submit">
            Réunir
          </button>
          <a class="ds-button" data-variant="tertiary" href="/organisations/doublons">
            Ne rien changer
          </a>
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function Choix(props: { groupe: GroupeFusion; garde: OrganisationComplete; absorbe: OrganisationComplete; choisi: 'garde' | 'absorbe' }) {
  const { groupe, garde, absorbe, choisi } = props
  return (
    <fieldset class="ds-fieldset pv-choix-reunion">
      <legend>{GROUPES_FUSION[groupe].libelle}</legend>
      {(['garde', 'absorbe'] as const).map((cote) => (
        <div class="ds-field">
          <input
            class="ds-input"
            type="radio"
            id={`choix-${groupe}-${cote}`}
            name={`choix.${groupe}`}
            value={cote}
            checked={choisi === cote}
          />
          <label for={`choix-${groupe}-${cote}`}>
            {sayGroupe(cote === 'garde' ? garde : absorbe, groupe) ?? <span class="pv-note">vide</span>}
            <span class="pv-cache"> ({cote === 'garde' ? 'celle qui reste' : 'l’autre'})</span>
          </label>
        </div>
      ))}
    </fieldset>
  )
}

/** The values of a group in one line; null when there is none. */
function sayGroupe(organisation: OrganisationComplete, groupe: GroupeFusion): string | null {
  if (groupe === 'type') return organisation.typeLibelle
  if (groupe === 'numeros') {
    const numero = organisation.siret ?? organisation.siren
    return numero === null ? null : `${formatSiret(numero)}${organisation.siret === null ? ' (SIREN)' : ''}`
  }
  const valeurs = GROUPES_FUSION[groupe].champs.flatMap((champ) => {
    const valeur = organisation[champ]
    return valeur === null ? [] : [/^\d{4}-\d{2}-\d{2}$/.test(valeur) ? formatDate(valeur) : valeur]
  })
  return valeurs.length === 0 ? null : valeurs.join(', ')
}

async function showAnnulation(c: C, erreur?: RegleViolee): Promise<Response> {
  const fusion = await readHttp(c, async (tx) => {
    const lue = await getFusion(tx, idOf(c.req.param('fusion')))
    await assertCanMerge(tx, requireAgent(c), [lue.porteurId])
    return lue
  })
  return c.html(
    <PageSimple titre="Annuler une réunion" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: fusion.nomGarde, href: `/organisations/${fusion.gardeId}` }, { libelle: 'Annuler une réunion' }]} />
      <h1>Séparer de nouveau ces deux organisations ?</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        « <T>{fusion.avant.absorbe.nom}</T> » a été réunie à « <T>{fusion.nomGarde}</T> » le {formatDate(jourParis(fusion.faiteLe))}.
      </p>
      <ul class="pv-lignes">
        <li>Les deux redeviennent ce qu’elles étaient ce jour-là.</li>
        <li>
          {fusion.avant.references.length === 0
            ? 'Aucune référence n’avait été déplacée.'
            : `Reviennent à « ${fusion.avant.absorbe.nom} » : ${sayReferences(fusion.avant.references)}.`}
        </li>
        <li>Ce qui a été changé ou ajouté depuis reste à « {fusion.nomGarde} », et vous sera dit.</li>
      </ul>
      <form method="post" action={`/organisations/reunions/${fusion.id}/annuler`} class="pv-actions pv-haut-1">
        <button class="ds-button" type="submit">
          Annuler la réunion
        </button>
        <a class="ds-button" data-variant="tertiary" href={`/organisations/${fusion.gardeId}`}>
          La garder
        </a>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

/** What was given back, and what stays: shown once, after the act. */
async function showSeparees(c: C, ids: string[], restes: RestesFusion): Promise<Response> {
  const completes = await readHttp(c, (tx) => listOrganisationsCompletes(tx, ids))
  const [garde, absorbe] = ids.map((id) => completes.find((organisation) => organisation.id === id))
  const reste = [
    ...restes.champs.map((champ) => `${champ} : changé depuis`),
    ...restes.references.map((reference) => `${sayReferences([reference])} : depuis la réunion`),
    ...(restes.mandats === 0 ? [] : ['Des mandats réunis ont changé depuis : ils restent comme ils sont.']),
  ]
  return c.html(
    <PageSimple titre="Réunion annulée" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Organisations', href: '/organisations' }, { libelle: 'Réunion annulée' }]} />
      <h1>La réunion est annulée</h1>
      <Message ton="success">
        <a href={`/organisations/${garde?.id}`}>{garde?.nom}</a> et <a href={`/organisations/${absorbe?.id}`}>{absorbe?.nom}</a> sont de
        nouveau deux organisations.
      </Message>
      {reste.length > 0 && (
        <>
          <h2>Ce qui reste à « {garde?.nom} »</h2>
          <ul class="pv-lignes">
            {reste.map((phrase) => (
              <li>{phrase}</li>
            ))}
          </ul>
        </>
      )}
    </PageSimple>,
  )
}
