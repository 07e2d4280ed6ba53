import { writeCsv } from '#platform/documents/ecriture/classeur.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import type { Routes } from '#platform/http/routes.ts'
import { Pagination, Statut, T, Vide } from '#ui/pieces.tsx'
import { isAdminPlateforme } from '../agent.ts'
import { listTypesOrganisation } from '../organisation.store.ts'
import { LIBELLES_PROBLEMES, PROBLEMES, type Probleme } from '../organisation.ts'
import { listPairesDoublons } from '../organisation-doublon.store.ts'
import {
  type FiltreOrganisations,
  listOrganisationsFiltrees,
  type OrganisationListee,
  TRIS_ORGANISATIONS,
  type TriOrganisations,
} from '../organisation-liste.store.ts'
import { formatSiret } from '../siret.ts'
import { CadreListe, type EnteteListe, FiltreChoix, FiltreTexte } from './cadre-liste.tsx'
import { droitAdministration } from './droit-administration.ts'
import { droitOrganisations } from './droit-organisations.ts'

const PAGE = 50
const EXPORT_MAX = 20_000

/** Organisations: all of them for the administrators, those of her contracts for a chef de projet. */
export function addRoutesOrganisations(routes: Routes): void {
  routes.get('/administration/organisations', droitAdministration, (c) => c.redirect('/organisations', 303))
  routes.get('/organisations', droitOrganisations, showOrganisations)
  routes.get('/organisations/export.csv', droitOrganisations, exportOrganisations)
}

const FAITS: Record<string, string> = {
  archivage: 'L’organisation est archivée. Vous la retrouverez parmi les archivées.',
}
const ETATS: Record<FiltreOrganisations['etat'], string> = {
  en_activite: 'en usage',
  fermees: 'fermées',
  archivees: 'archivées',
}

async function showOrganisations(c: C): Promise<Response> {
  const agent = requireAgent(c)
  const filtre = parseFiltre(c)
  const page = Math.min(Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1), 1000)
  const jour = jourParis(c.get('now'))
  const { types, organisations, total, doublons } = await readHttp(c, async (tx) => ({
    types: await listTypesOrganisation(tx),
    ...(await listOrganisationsFiltrees(tx, agent, filtre, { jour, limite: PAGE, debut: (page - 1) * PAGE })),
    doublons: (await listPairesDoublons(tx, agent, { ecartes: false, limite: 1, debut: 0 })).total,
  }))
  const href = (partiel: Partial<FiltreOrganisations>, numero = 1) => `/organisations${adresseFiltre({ ...filtre, ...partiel }, numero)}`
  return c.html(
    <CadreListe
      titre="Organisations"
      demo={c.get('configuration').demo}
      ariane={[
        isAdminPlateforme(agent) ? { libelle: 'Administration', href: '/administration' } : { libelle: 'Mon espace', href: '/espace' },
        { libelle: 'Organisations' },
      ]}
      fait={FAITS[c.req.query('fait') ?? '']}
      actions={
        <>
          <a class="ds-button" href="/organisations/nouvelle">
            Ajouter une organisation
          </a>
          {doublons > 0 && (
            <a class="ds-button" data-variant="secondary" href="/organisations/doublons">
              {accorde(doublons, 'doublon possible', 'doublons possibles')}
            </a>
          )}
        </>
      }
      filtres={
        <>
          <FiltreTexte nom="q" libelle="Nom, sigle ou numéro" valeur={filtre.texte} />
          <FiltreChoix
            nom="type"
            libelle="Nature"
            valeur={filtre.type}
            vide="Toutes"
            options={types.map(({ code, libelle }) => ({ valeur: code, libelle }))}
          />
          <FiltreChoix
            nom="probleme"
            libelle="À corriger"
            valeur={filtre.probleme}
            vide="Toutes"
            options={PROBLEMES.map((valeur) => ({ valeur, libelle: LIBELLES_PROBLEMES[valeur] }))}
          />
          <FiltreChoix
            nom="etat"
            libelle="État"
            valeur={filtre.etat}
            options={Object.entries(ETATS).map(([valeur, libelle]) => ({ valeur, libelle }))}
          />
        </>
      }
      legende={`${accorde(total, 'organisation')}, ${ETATS[filtre.etat]}`}
      entetes={[
        entete('nom', 'Nom'),
        entete('type', 'Nature'),
        entete('commune', 'Commune'),
        { libelle: 'SIRET ou SIREN' },
        { libelle: 'À corriger' },
      ]}
      vide={total === 0 ? <Rien filtre={filtre} /> : undefined}
      lignes={organisations.map((organisation) => <LigneOrganisation organisation={organisation} />)}
      pied={
        <>
          <Pagination page={page} taille={PAGE} total={total} href={(numero) => href({}, numero)} />
          {total > 0 && (
            <p class="pv-haut-1">
              <a href={`/organisations/export.csv${adresseFiltre(filtre, 1)}`}>Télécharger ces organisations (CSV)</a>
              {isAdminPlateforme(agent) && (
                <>
                  {' · '}
                  <a href="/organisations/natures">Natures d’organisations et de documents</a>
                </>
              )}
            </p>
          )}
        </>
      }
    />,
  )

  function entete(tri: TriOrganisations, libelle: string): EnteteListe {
    const actif = filtre.tri === tri
    const sens = actif && filtre.sens === 'croissant' ? 'decroissant' : 'croissant'
    return { libelle, href: href({ tri, sens }), sens: actif ? filtre.sens : null }
  }
}

function LigneOrganisation({ organisation }: { organisation: OrganisationListee }) {
  const problemes = problemesOf(organisation)
  return (
    <tr>
      <th scope="row">
        <a href={`/organisations/${organisation.id}`}>
          <T>{organisation.nom}</T>
        </a>
        {organisation.sigle !== null && ` (${organisation.sigle})`}
        {organisation.fermeeLe !== null && <span class="pv-detail">fermée le {formatDate(organisation.fermeeLe)}</span>}
      </th>
      <td>{organisation.typeLibelle}</td>
      <td>{organisation.commune ?? '–'}</td>
      <td class="pv-num">{formatSiret(organisation.siret ?? organisation.siren ?? '–')}</td>
      <td>
        {problemes.length === 0
          ? '–'
          : problemes.map((probleme) => (
              <span class="pv-bloc-ligne">
                <Statut etat={probleme === 'document_expire' ? 'retard' : 'doute'}>{LIBELLES_PROBLEMES[probleme]}</Statut>
              </span>
            ))}
      </td>
    </tr>
  )
}

function Rien({ filtre }: { filtre: FiltreOrganisations }) {
  const filtree = filtre.texte !== '' || filtre.type !== null || filtre.probleme !== null || filtre.etat !== 'en_activite'
  return (
    <Vide titre={filtree ? 'Aucune organisation ne répond à ces filtres' : 'Aucune organisation sur vos contrats'}>
      <p>
        {filtree ? (
          <a href="/organisations">Retirer les filtres</a>
        ) : (
          'Une organisation apparaît ici dès qu’une personne agit en son nom, ou qu’elle signe un contrat.'
        )}
      </p>
    </Vide>
  )
}

async function exportOrganisations(c: C): Promise<Response> {
  const jour = jourParis(c.get('now'))
  const { organisations } = await readHttp(c, (tx) =>
    listOrganisationsFiltrees(tx, requireAgent(c), parseFiltre(c), { jour, limite: EXPORT_MAX, debut: 0 }),
  )
  const colonnes = [
    'Nom',
    'Sigle',
    'Nature',
    'SIREN',
    'SIRET',
    'RNA',
    'Adresse',
    'Code postal',
    'Commune',
    'Représentant légal',
    'Fonction',
    'Fermée le',
    'À corriger',
  ]
  const contenu = writeCsv({
    nom: 'Organisations',
    colonnes: colonnes.map((titre) => ({ titre, largeur: 20 })),
    lignes: organisations.map((o) => [
      o.nom,
      o.sigle ?? '',
      o.typeLibelle,
      o.siren ?? '',
      o.siret ?? '',
      o.rna ?? '',
      o.adresse ?? '',
      o.codePostal ?? '',
      o.commune ?? '',
      o.representantNom ?? '',
      o.representantFonction ?? '',
      o.fermeeLe ?? '',
      problemesOf(o)
        .map((probleme) => LIBELLES_PROBLEMES[probleme])
        .join(', '),
    ]),
  })
  return c.body(new Uint8Array(contenu), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="organisations-${jour}.csv"`,
  })
}

function problemesOf(organisation: OrganisationListee): Probleme[] {
  const a: Record<Probleme, boolean> = {
    sans_siret: organisation.sansSiret,
    sans_rna: organisation.sansRna,
    document_expire: organisation.documentExpire,
    doublon: organisation.doublon,
  }
  return PROBLEMES.filter((probleme) => a[probleme])
}

/** Filters from the address; what is unknown there is no filter. */
function parseFiltre(c: C): FiltreOrganisations {
  const dit = (nom: string) => (c.req.query(nom) ?? '').trim().slice(0, 200)
  const parmi = <V extends string>(valeurs: readonly V[], texte: string): V | null => valeurs.find((valeur) => valeur === texte) ?? null
  return {
    texte: dit('q').replaceAll('\0', ''),
    type: /^[a-z_]+$/.test(dit('type')) ? dit('type') : null,
    probleme: parmi(PROBLEMES, dit('probleme')),
    etat: parmi(['en_activite', 'fermees', 'archivees'] as const, dit('etat')) ?? 'en_activite',
    tri: parmi(TRIS_ORGANISATIONS, dit('tri')) ?? 'nom',
    sens: dit('sens') === 'decroissant' ? 'decroissant' : 'croissant',
  }
}

function adresseFiltre(filtre: FiltreOrganisations, page: number): string {
  const dits = new URLSearchParams()
  if (filtre.texte !== '') dits.set('q', filtre.texte)
  if (filtre.type !== null) dits.set('type', filtre.type)
  if (filtre.probleme !== null) dits.set('probleme', filtre.probleme)
  if (filtre.etat !== 'en_activite') dits.set('etat', filtre.etat)
  if (filtre.tri !== 'nom') dits.set('tri', filtre.tri)
  if (filtre.sens !== 'croissant') dits.set('sens', filtre.sens)
  if (page > 1) dits.set('page', String(page))
  return dits.size === 0 ? '' : `?${dits}`
}
