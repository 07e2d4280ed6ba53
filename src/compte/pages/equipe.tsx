import type { RegleViolee } from '#platform/errors.ts'
import { accorde, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { Message, Pagination, Vide } from '#ui/pieces.tsx'
import type { Coffre } from '../coffre.adaptateur.ts'
import { createLienMotDePasse } from '../commands/create-lien-mot-de-passe.ts'
import { inviteMembre } from '../commands/invite-membre.ts'
import { welcomeMembre } from '../commands/welcome-membre.ts'
import { sendsCourriels } from '../connexion.ts'
import type { EspaceDuContrat } from '../contrat-connu.ts'
import { canManageEquipe } from '../droits.ts'
import { listInvitationsSansReponse } from '../invitation.store.ts'
import { listMandatsOfContrat } from '../mandat.store.ts'
import { etatMandat } from '../mandat.ts'
import { filteredMandats, pageOf, parseFiltre, queryOf } from '../mandat-filtre.ts'
import { assertTerritoireConnu } from '../mandat-territoire.ts'
import { listSuspensions } from '../oidc.store.ts'
import { listOrganisations, listTypesOrganisation } from '../organisation.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { InvitationsSansReponse } from './invitations.tsx'
import { LienMotDePasse } from './lien.tsx'
import { FiltresMandats, TableMandats } from './mandats-table.tsx'
import { FormulaireMembre, lieuxSaisis } from './membre.tsx'

/** Mandates shown on one page of a list. */
const PAR_PAGE = 50

/** The team of a contract: who holds which mandate; the chef de projet gives and ends them. */
export function addRoutesEquipe(routes: Routes, { sessions, espace }: { sessions: Sessions; espace: EspaceDuContrat }): void {
  const { coffre } = sessions
  const lire = espace.droit('mandat sur le contrat')
  const gerer = espace.droit('chef de projet du contrat', (agent, contrat) => canManageEquipe(agent, contrat.id))
  const base = '/espace/:contrat/equipe'

  routes.get(base, lire, (c) => showEquipe(c, espace))

  routes.get(`${base}/ajouter`, gerer, (c) => showAjout(c, espace, { debut: jourParis(c.get('now')), remplaceId: c.req.query('supplee') }))

  routes.post(`${base}/ajouter`, gerer, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    return orShow(
      async () => {
        assertTerritoireConnu(lieuxSaisis(saisie), contrat)
        if (sendsCourriels(c.get('configuration'))) {
          await actHttp(c, inviteMembre, { ...saisie, coffre, contratId: contrat.id, contrat: contrat.titre })
          return c.redirect(`/espace/${contrat.adresse}/equipe?fait=invitation`, 303)
        }
        const membre = await actHttp(c, welcomeMembre, { ...saisie, contratId: contrat.id })
        if (!membre.nouvelle) return c.redirect(`/espace/${contrat.adresse}/equipe?fait=mandat`, 303)
        return showLien(c, { coffre, espace }, membre.personneId)
      },
      (erreur) => showAjout(c, espace, saisie, erreur),
    )
  })

  routes.post(`${base}/personnes/:personne/lien`, gerer, (c) => showLien(c, { coffre, espace }, c.req.param('personne') ?? ''))
}

const MESSAGES: Record<string, string> = {
  mandat: 'Le mandat est donné. Cette personne avait déjà un compte : elle le verra à sa prochaine connexion.',
  fin: 'La fin du mandat est enregistrée.',
  invitation: 'L’invitation est envoyée. Le mandat sera donné quand cette personne l’aura acceptée.',
  renvoi: 'L’invitation est renvoyée : seul le nouveau courriel ouvre encore.',
  retrait: 'L’invitation est retirée : son lien ne sert plus.',
}

async function showEquipe(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const gere = canManageEquipe(requireAgent(c), contrat.id)
  const { mandats, types, invitations, suspensions } = await readHttp(c, async (tx) => ({
    mandats: await listMandatsOfContrat(tx, contrat.id),
    types: await listTypesOrganisation(tx),
    invitations: gere ? await listInvitationsSansReponse(tx, contrat.id) : [],
    suspensions: gere ? await listSuspensions(tx, { contrats: [contrat.id] }) : [],
  }))
  const jour = jourParis(c.get('now'))
  const filtre = parseFiltre((nom) => c.req.query(nom))
  const passes = c.req.query('etat') === 'termines'
  const courants = mandats.filter((mandat) => etatMandat(mandat, jour) !== 'termine')
  const termines = mandats.filter((mandat) => etatMandat(mandat, jour) === 'termine')
  const retenus = filteredMandats(passes ? termines : courants, filtre)
  const { page, lignes } = pageOf(retenus, Number(c.req.query('page') ?? 1), PAR_PAGE)
  const chemin = `/espace/${contrat.adresse}/equipe`
  const adresse = (etat: string, numero: number) =>
    `?${new URLSearchParams([...queryOf(filtre), ...(etat === '' ? [] : [['etat', etat]]), ...(numero > 1 ? [['page', `${numero}`]] : [])])}`
  const fait = MESSAGES[c.req.query('fait') ?? '']
  return c.html(
    <espace.Espace c={c} titre="Équipe" entree="equipe">
      <div class="pv-titre-page">
        <h1>Équipe</h1>
        {gere && (
          <a class="ds-button" href={`${chemin}/ajouter`}>
            Ajouter une personne
          </a>
        )}
      </div>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      {suspensions.length > 0 && (
        <Message ton="warning">
          {accorde(suspensions.length, 'mandat')} en attente : ces personnes ont changé d’organisation.{' '}
          <a href="/mandats-a-confirmer">Confirmer, ou y mettre fin</a>
        </Message>
      )}
      <p class="pv-chapeau">
        {accorde(new Set(courants.map(({ personneId }) => personneId)).size, 'personne')} de{' '}
        {accorde(new Set(courants.map(({ organisationId }) => organisationId)).size, 'organisation')}. Un mandat donne un rôle à une
        personne, au nom d’une organisation, sur un territoire, entre deux dates.
      </p>
      <ul class="pv-mandats-liens">
        <li>
          <a href={`${chemin}/delegations`}>Délégations de signature</a>
        </li>
        <li>
          <a href={`/espace/${contrat.adresse}/droits`}>Qui peut quoi</a>
        </li>
        {gere && (
          <li>
            <a href={`${chemin}/fin-groupee`}>Mettre fin à plusieurs mandats</a>
          </li>
        )}
        {gere && (
          <li>
            <a href={`${chemin}/renouveler`}>Renouveler des mandats</a>
          </li>
        )}
      </ul>
      <InvitationsSansReponse chemin={chemin} invitations={invitations} noms={contrat} now={c.get('now')} />
      <FiltresMandats
        action={chemin}
        filtre={filtre}
        communes={contrat.communes}
        types={types}
        garde={passes ? [['etat', 'termines']] : []}
      />
      {retenus.length === 0 ? (
        <Vide titre={courants.length === 0 ? 'Personne n’a de mandat aujourd’hui' : 'Aucun mandat ne répond à ce filtre'}>
          <p>Cette page dit qui agit sur le contrat, pour quelle organisation et jusqu’à quand.</p>
        </Vide>
      ) : (
        <TableMandats
          legende={passes ? 'Mandats terminés' : 'Mandats en cours et à venir'}
          mandats={lignes}
          jour={jour}
          noms={contrat}
          courriels={gere}
          href={(mandat) => `${chemin}/mandats/${mandat.id}`}
          {...(gere && !passes
            ? {
                geste: {
                  titre: 'Gérer',
                  cellule: (mandat) => (
                    <a href={`${chemin}/mandats/${mandat.id}/fin`} aria-label={`Mettre fin au mandat de ${mandat.personne}`}>
                      Mettre fin
                    </a>
                  ),
                },
              }
            : {})}
        />
      )}
      <Pagination page={page} taille={PAR_PAGE} total={retenus.length} href={(autre) => adresse(passes ? 'termines' : '', autre)} />
      <p class="pv-haut-1">
        {passes ? (
          <a href={adresse('', 1)}>Voir les mandats en cours</a>
        ) : (
          termines.length > 0 && <a href={adresse('termines', 1)}>{accorde(termines.length, 'mandat terminé', 'mandats terminés')}</a>
        )}
      </p>
    </espace.Espace>,
  )
}

async function showAjout(c: C, espace: EspaceDuContrat, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const { organisations, types, mandats } = await readHttp(c, async (tx) => ({
    organisations: await listOrganisations(tx),
    types: await listTypesOrganisation(tx),
    mandats: await listMandatsOfContrat(tx, contrat.id),
  }))
  const jour = jourParis(c.get('now'))
  return c.html(
    <espace.Espace c={c} titre="Ajouter une personne" entree="equipe">
      <div class="pv-titre-page">
        <h1>Ajouter une personne à l’équipe</h1>
      </div>
      {sendsCourriels(c.get('configuration')) && (
        <p class="pv-chapeau">Cette personne reçoit un courriel et accepte, ou non. Le mandat n’est donné que si elle accepte.</p>
      )}
      <FormulaireMembre
        action={`/espace/${contrat.adresse}/equipe/ajouter`}
        contrat={contrat}
        organisations={organisations}
        types={types}
        bouton={sendsCourriels(c.get('configuration')) ? 'Envoyer l’invitation' : 'Ajouter à l’équipe'}
        titulaires={mandats.filter((mandat) => mandat.qualite === 'titulaire' && etatMandat(mandat, jour) !== 'termine')}
        saisie={saisie}
        erreur={erreur}
      />
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}

async function showLien(c: C, { coffre, espace }: { coffre: Coffre; espace: EspaceDuContrat }, personneId: string): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const lien = await actHttp(c, createLienMotDePasse, { personneId, coffre })
  c.header('cache-control', 'no-store')
  return c.html(
    <espace.Espace c={c} titre="Lien de connexion" entree="equipe">
      <h1>
        Transmettez ce lien à {lien.personne.prenom} {lien.personne.nom}
      </h1>
      <LienMotDePasse c={c} lien={lien} />
      <p>
        <a href={`/espace/${contrat.adresse}/equipe`}>Revenir à l’équipe</a>
      </p>
    </espace.Espace>,
  )
}
