import type { RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { getReglage } from '#platform/reglages.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { isAdminPlateforme } from '../agent.ts'
import { archiveOrganisation } from '../commands/archive-organisation.ts'
import { addNom, removeNom } from '../commands/name-organisation.ts'
import { restoreOrganisation } from '../commands/restore-organisation.ts'
import { getOrganisationComplete } from '../organisation.store.ts'
import type { OrganisationComplete } from '../organisation.ts'
import { listDocumentsOrganisation } from '../organisation-document.store.ts'
import { canEditOrganisation, canListOrganisations, canUseDocuments } from '../organisation-droits.ts'
import { type Fusion, listFusionsOf } from '../organisation-fusion.store.ts'
import { preavisDocuments } from '../organisation-reglages.ts'
import { formatSiret } from '../siret.ts'
import { droitLireOrganisation, droitModifierOrganisation, organisationOf } from './droit-organisations.ts'
import { TableDocuments } from './organisation-documents-table.tsx'

const BASE = '/organisations/:organisation'

/** One organisation: who it is, what proves it, its other names, what was merged into it. */
export function addRoutesOrganisation(routes: Routes): void {
  routes.get(BASE, droitLireOrganisation, (c) => showOrganisation(c, ''))

  routes.post(`${BASE}/noms`, droitModifierOrganisation, async (c) => {
    const saisie = await parseFormulaire(c)
    const organisationId = organisationOf(c)
    const variante = typed(saisie, 'variante')
    return orShow(
      async () => {
        await actHttp(c, typed(saisie, 'action') === 'retirer' ? removeNom : addNom, { organisationId, variante })
        return c.redirect(`/organisations/${organisationId}?fait=noms`, 303)
      },
      (erreur) => showOrganisation(c, variante, erreur),
    )
  })

  routes.post(`${BASE}/archiver`, droitModifierOrganisation, async (c) => {
    const organisationId = organisationOf(c)
    return orShow(
      async () => {
        await actHttp(c, archiveOrganisation, { organisationId })
        return c.redirect(`/organisations/${organisationId}?fait=archivage`, 303)
      },
      (erreur) => showOrganisation(c, '', erreur),
    )
  })

  routes.post(`${BASE}/restaurer`, droitModifierOrganisation, async (c) => {
    const organisationId = organisationOf(c)
    return orShow(
      async () => {
        await actHttp(c, restoreOrganisation, { organisationId })
        return c.redirect(`/organisations/${organisationId}?fait=restauration`, 303)
      },
      (erreur) => showOrganisation(c, '', erreur),
    )
  })
}

const FAITS: Record<string, string> = {
  ajout: 'L’organisation est ajoutée.',
  modification: 'Les informations sont enregistrées.',
  noms: 'La liste des autres noms est à jour.',
  archivage: 'L’organisation est archivée : elle n’est plus proposée. Ce qu’elle a signé reste, et elle peut être restaurée.',
  restauration: 'L’organisation est restaurée.',
  reunion: 'Les deux organisations n’en font plus qu’une. Tout ce qui désignait l’autre la désigne maintenant.',
}

async function showOrganisation(c: C, variante: string, erreur?: RegleViolee): Promise<Response> {
  const agent = requireAgent(c)
  const situee = c.get('organisationSituee')
  const peut = { modifier: canEditOrganisation(agent, situee), documents: canUseDocuments(agent, situee) }
  const { organisation, documents, fusions, preavis } = await readHttp(c, async (tx) => ({
    organisation: await getOrganisationComplete(tx, situee.id),
    documents: peut.documents ? await listDocumentsOrganisation(tx, situee.id) : [],
    fusions: peut.modifier ? await listFusionsOf(tx, situee.id) : [],
    preavis: peut.documents ? await getReglage(tx, preavisDocuments) : 0,
  }))
  const base = `/organisations/${organisation.id}`
  const fait = FAITS[c.req.query('fait') ?? '']
  const courants = documents.filter(({ archiveLe }) => archiveLe === null)
  return c.html(
    <PageSimple titre={organisation.nom} demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[
          canListOrganisations(agent) ? { libelle: 'Organisations', href: '/organisations' } : { libelle: 'Mon compte', href: '/compte' },
          { libelle: organisation.nom },
        ]}
      />
      <h1>
        <T>{organisation.nom}</T>
        {organisation.sigle !== null && ` (${organisation.sigle})`}
      </h1>
      {fait !== undefined && erreur === undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <EtatOrganisation organisation={organisation} />
      <Identite organisation={organisation} />
      {peut.modifier && (
        <div class="pv-actions pv-haut-1">
          {organisation.archiveLe === null && (
            <a class="ds-button" href={`${base}/modifier`}>
              Modifier
            </a>
          )}
          {isAdminPlateforme(agent) && (
            <a class="ds-button" data-variant="secondary" href={`/administration/historique/organisation/${organisation.id}`}>
              Historique
            </a>
          )}
          {isAdminPlateforme(agent) && (
            <a class="ds-button" data-variant="secondary" href={`/administration/organisations/${organisation.id}/fin-groupee`}>
              Mettre fin à ses mandats
            </a>
          )}
          {organisation.fusionneeDans === null && (
            <form method="post" action={`${base}/${organisation.archiveLe === null ? 'archiver' : 'restaurer'}`}>
              <button class="ds-button" data-variant={organisation.archiveLe === null ? 'tertiary' : 'secondary'} type="submit">
                {organisation.archiveLe === null ? 'Archiver' : 'Restaurer'}
              </button>
            </form>
          )}
        </div>
      )}
      {peut.documents && (
        <section class="pv-section" aria-labelledby="h-documents">
          <div class="pv-tete">
            <h2 id="h-documents">Documents</h2>
            <a href={`${base}/documents`}>{courants.length === 0 ? 'Déposer un document' : 'Déposer, corriger, archiver'}</a>
          </div>
          {courants.length === 0 ? (
            <p class="pv-note">Aucun document déposé : statuts, RIB, comptes, attestations auront ici leurs dates de validité.</p>
          ) : (
            <TableDocuments base={base} documents={courants} jour={jourParis(c.get('now'))} preavis={preavis} />
          )}
        </section>
      )}
      <AutresNoms
        organisation={organisation}
        modifie={peut.modifier && organisation.archiveLe === null}
        variante={variante}
        erreur={erreur}
      />
      {fusions.length > 0 && <Reunions fusions={fusions} organisationId={organisation.id} />}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function EtatOrganisation({ organisation }: { organisation: OrganisationComplete }) {
  if (organisation.fusionneeDans !== null) {
    return (
      <Message ton="info">
        Cette organisation a été réunie à une autre : <a href={`/organisations/${organisation.fusionneeDans}`}>ouvrir celle qui reste</a>.
      </Message>
    )
  }
  if (organisation.archiveLe !== null) {
    return <Message ton="info">Archivée le {formatDate(jourParis(organisation.archiveLe))} : elle n’est plus proposée.</Message>
  }
  if (organisation.fermeeLe === null) return null
  return <Message ton="warning">Fermée le {formatDate(organisation.fermeeLe)} : elle reste dans ce qu’elle a signé.</Message>
}

function Identite({ organisation: o }: { organisation: OrganisationComplete }) {
  const adresse = [o.adresse, [o.codePostal, o.commune].filter((x) => x !== null).join(' ')]
    .filter((x) => x !== null && x !== '')
    .join(', ')
  const representant = [o.representantNom, o.representantFonction].filter((x) => x !== null).join(', ')
  return (
    <dl class="pv-identite-organisation">
      <Ligne terme="Nature" valeur={o.typeLibelle} />
      {o.siret === null && o.siren !== null ? (
        <Ligne terme="SIREN" valeur={formatSiret(o.siren)} chiffres />
      ) : (
        <Ligne terme="SIRET" valeur={o.siret === null ? null : formatSiret(o.siret)} chiffres />
      )}
      {(o.rna !== null || (o.numeroAttendu === 'rna' && o.inscriptionLocale === null)) && <Ligne terme="RNA" valeur={o.rna} chiffres />}
      {o.inscriptionLocale !== null && <Ligne terme="Registre du tribunal" valeur={o.inscriptionLocale} />}
      <Ligne terme="Adresse" valeur={adresse === '' ? null : adresse} />
      <Ligne
        terme="Représentant légal"
        valeur={
          representant === ''
            ? null
            : `${representant}${o.representantDepuis === null ? '' : `, depuis le ${formatDate(o.representantDepuis)}`}`
        }
      />
    </dl>
  )
}

function Ligne({ terme, valeur, chiffres }: { terme: string; valeur: string | null; chiffres?: true }) {
  return (
    <div>
      <dt>{terme}</dt>
      <dd class={chiffres === true ? 'pv-num' : undefined}>{valeur ?? <span class="pv-note">non renseigné</span>}</dd>
    </div>
  )
}

function AutresNoms(props: { organisation: OrganisationComplete; modifie: boolean; variante: string; erreur: RegleViolee | undefined }) {
  const { organisation, modifie } = props
  if (!modifie && organisation.noms.length === 0) return null
  const action = `/organisations/${organisation.id}/noms`
  return (
    <section class="pv-section" aria-labelledby="h-noms">
      <h2 id="h-noms">Autres noms</h2>
      <p class="pv-note">Tels que les documents l’écrivent : les imports la reconnaissent sous ces noms.</p>
      {organisation.noms.length > 0 && (
        <ul class="pv-lignes pv-haut-1">
          {organisation.noms.map((nom) => (
            <li>
              {modifie ? (
                <form method="post" action={action} class="pv-tete">
                  <T>{nom}</T>
                  <input type="hidden" name="variante" value={nom} />
                  <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit" name="action" value="retirer">
                    Retirer<span class="pv-cache"> : {nom}</span>
                  </button>
                </form>
              ) : (
                <T>{nom}</T>
              )}
            </li>
          ))}
        </ul>
      )}
      {modifie && (
        <form method="post" action={action} class="pv-formulaire pv-haut-1" novalidate>
          <ChampTexte
            nom="variante"
            libelle="Ajouter un nom"
            requis
            valeur={props.variante}
            longueurMax={300}
            erreurs={props.erreur?.champs}
          />
          <div class="pv-actions">
            <button class="ds-button" data-variant="secondary" type="submit" name="action" value="ajouter">
              Ajouter ce nom
            </button>
          </div>
        </form>
      )}
    </section>
  )
}

function Reunions({ fusions, organisationId }: { fusions: readonly Fusion[]; organisationId: string }) {
  return (
    <section class="pv-section" aria-labelledby="h-reunions">
      <h2 id="h-reunions">Réunions d’organisations</h2>
      <ul class="pv-lignes">
        {fusions.map((fusion) => (
          <li class="pv-tete">
            <span>
              « <T>{fusion.avant.absorbe.nom}</T> » réunie à{' '}
              {fusion.gardeId === organisationId ? (
                'celle-ci'
              ) : (
                <>
                  « <T>{fusion.nomGarde}</T> »
                </>
              )}{' '}
              le {formatDate(jourParis(fusion.faiteLe))}
              {fusion.annuleeLe !== null && `, annulée le ${formatDate(jourParis(fusion.annuleeLe))}`}
            </span>
            {fusion.annuleeLe === null && (
              <a href={`/organisations/reunions/${fusion.id}/annuler`}>
                Annuler<span class="pv-cache"> la réunion de {fusion.avant.absorbe.nom}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
