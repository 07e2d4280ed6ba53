import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { accorde, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { Message, Vide } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { createLienMotDePasse, isLienFaisable } from '../commands/create-lien-mot-de-passe.ts'
import { endMandat } from '../commands/end-mandat.ts'
import { welcomeMembre } from '../commands/welcome-membre.ts'
import type { ContratConnu, EspaceDuContrat } from '../contrat-connu.ts'
import { canManageEquipe } from '../droits.ts'
import { listMandatsOfContrat } from '../mandat.store.ts'
import { datesOf, etatMandat, LIBELLES_QUALITES, type MandatComplet } from '../mandat.ts'
import { listOrganisations, listTypesOrganisation } from '../organisation.store.ts'
import { FormulaireFin } from './fin-mandat.tsx'
import { orShow, typed } from './formulaire.ts'
import { LienMotDePasse } from './lien.tsx'
import { FormulaireMembre } from './membre.tsx'

/** The team of a contract: who holds which mandate; the chef de projet gives and ends them. */
export function addRoutesEquipe(routes: Routes, espace: EspaceDuContrat): void {
  const lire = espace.droit('mandat sur le contrat')
  const gerer = espace.droit('chef de projet du contrat', (agent, contrat) => canManageEquipe(agent, contrat.id))
  const base = '/espace/:contrat/equipe'

  routes.get(base, lire, (c) => showEquipe(c, espace))

  routes.get(`${base}/ajouter`, gerer, (c) => showAjout(c, espace, { debut: jourParis(c.get('now')) }))

  routes.post(`${base}/ajouter`, gerer, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    return orShow(
      async () => {
        assertCommuneDuContrat(contrat, typed(saisie, 'communeCode'))
        const membre = await actHttp(c, welcomeMembre, { ...saisie, contratId: contrat.id })
        if (!membre.nouvelle) return c.redirect(`/espace/${contrat.adresse}/equipe?fait=mandat`, 303)
        return showLien(c, espace, membre.personneId)
      },
      (erreur) => showAjout(c, espace, saisie, erreur),
    )
  })

  routes.post(`${base}/personnes/:personne/lien`, gerer, (c) => showLien(c, espace, c.req.param('personne') ?? ''))

  routes.get(`${base}/mandats/:mandat/fin`, gerer, async (c) => showFin(c, espace, await getMandatDuContrat(c, espace)))

  routes.post(`${base}/mandats/:mandat/fin`, gerer, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    const mandat = await getMandatDuContrat(c, espace)
    return orShow(
      async () => {
        await actHttp(c, endMandat, { mandatId: mandat.id, dernierJour: typed(saisie, 'dernierJour') })
        return c.redirect(`/espace/${contrat.adresse}/equipe?fait=fin`, 303)
      },
      (erreur) => showFin(c, espace, mandat, typed(saisie, 'dernierJour'), erreur),
    )
  })
}

const MESSAGES: Record<string, string> = {
  mandat: 'Le mandat est donné. Cette personne avait déjà un compte : elle le verra à sa prochaine connexion.',
  fin: 'La fin du mandat est enregistrée.',
}

/** A commune outside the contract has no place in its team. */
function assertCommuneDuContrat(contrat: ContratConnu, code: string): void {
  if (code === '' || contrat.communes.some((commune) => commune.code === code)) return
  const message = 'Choisissez une commune du contrat.'
  throw new RegleViolee(message, [{ champ: 'communeCode', message }])
}

/** A mandate of this very contract. @throws Introuvable when the address names another's */
async function getMandatDuContrat(c: C, espace: EspaceDuContrat): Promise<MandatComplet> {
  const contrat = await espace.contratOf(c)
  const mandats = await readHttp(c, (tx) => listMandatsOfContrat(tx, contrat.id))
  const mandat = mandats.find(({ id }) => id === c.req.param('mandat'))
  if (mandat === undefined) throw new Introuvable('Ce mandat n’existe pas sur ce contrat.')
  return mandat
}

async function showEquipe(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const mandats = await readHttp(c, (tx) => listMandatsOfContrat(tx, contrat.id))
  const jour = jourParis(c.get('now'))
  const courants = mandats.filter((mandat) => etatMandat(mandat, jour) !== 'termine')
  const termines = mandats.filter((mandat) => etatMandat(mandat, jour) === 'termine')
  const gere = canManageEquipe(requireAgent(c), contrat.id)
  const chemin = `/espace/${contrat.adresse}/equipe`
  const fait = MESSAGES[c.req.query('fait') ?? '']
  const commun = { chemin, gere, jour, communes: contrat.communes }
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
      <p class="pv-chapeau">
        {accorde(new Set(courants.map(({ personneId }) => personneId)).size, 'personne')} de{' '}
        {accorde(new Set(courants.map(({ organisationId }) => organisationId)).size, 'organisation')}. Un mandat donne un rôle à une
        personne, au nom d’une organisation, entre deux dates.
      </p>
      {courants.length === 0 ? (
        <Vide titre="Personne n’a de mandat aujourd’hui">
          <p>Cette page dira qui agit sur le contrat, pour quelle organisation et jusqu’à quand.</p>
        </Vide>
      ) : (
        <TableMandats {...commun} legende="Mandats en cours et à venir" mandats={courants} />
      )}
      {termines.length > 0 && (
        <details class="ds-details pv-haut-2">
          <summary>{accorde(termines.length, 'mandat terminé', 'mandats terminés')}</summary>
          <TableMandats {...commun} gere={false} legende="Mandats terminés" mandats={termines} />
        </details>
      )}
    </espace.Espace>,
  )
}

function TableMandats(props: {
  chemin: string
  gere: boolean
  jour: string
  communes: ContratConnu['communes']
  legende: string
  mandats: readonly MandatComplet[]
}) {
  const nomCommune = new Map(props.communes.map(({ code, nom }) => [code, nom]))
  return (
    <section class="pv-defile pv-haut-1" aria-label={props.legende} tabindex={0}>
      <table class="ds-table">
        <caption>{props.legende}</caption>
        <thead>
          <tr>
            <th scope="col">Personne</th>
            <th scope="col">Organisation</th>
            <th scope="col">Rôle</th>
            <th scope="col">Dates</th>
            {props.gere && <th scope="col">Gérer</th>}
          </tr>
        </thead>
        <tbody>
          {props.mandats.map((mandat) => (
            <tr>
              <th scope="row">
                {mandat.personne}
                {props.gere && <span class="pv-note"> {mandat.courriel}</span>}
              </th>
              <td>{mandat.organisation}</td>
              <td>
                {LIBELLES_ROLES[mandat.role]}
                {mandat.communeCode !== null && `, ${nomCommune.get(mandat.communeCode) ?? mandat.communeCode}`}
                {mandat.qualite === 'suppleant' && ` (${LIBELLES_QUALITES.suppleant})`}
              </td>
              <td>{datesOf(mandat, props.jour)}</td>
              {props.gere && (
                <td>
                  <a href={`${props.chemin}/mandats/${mandat.id}/fin`} aria-label={`Mettre fin au mandat de ${mandat.personne}`}>
                    Mettre fin
                  </a>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

async function showAjout(c: C, espace: EspaceDuContrat, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const [organisations, types] = await readHttp(c, async (tx) => [await listOrganisations(tx), await listTypesOrganisation(tx)] as const)
  return c.html(
    <espace.Espace c={c} titre="Ajouter une personne" entree="equipe">
      <div class="pv-titre-page">
        <h1>Ajouter une personne à l’équipe</h1>
      </div>
      <FormulaireMembre
        action={`/espace/${contrat.adresse}/equipe/ajouter`}
        communes={contrat.communes}
        organisations={organisations}
        types={types}
        saisie={saisie}
        erreur={erreur}
      />
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}

async function showLien(c: C, espace: EspaceDuContrat, personneId: string): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const lien = await actHttp(c, createLienMotDePasse, { personneId })
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

async function showFin(c: C, espace: EspaceDuContrat, mandat: MandatComplet, dernierJour = '', erreur?: RegleViolee): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const retour = `/espace/${contrat.adresse}/equipe`
  const faisable = await readHttp(c, (tx) => isLienFaisable(tx, requireAgent(c), mandat.personneId, jourParis(c.get('now'))))
  return c.html(
    <espace.Espace c={c} titre="Mettre fin à un mandat" entree="equipe">
      <div class="pv-titre-page">
        <h1>Mettre fin au mandat de {mandat.personne}</h1>
      </div>
      <FormulaireFin
        action={`${retour}/mandats/${mandat.id}/fin`}
        retour={retour}
        mandat={mandat}
        dernierJour={dernierJour}
        erreur={erreur}
      />
      {faisable && (
        <form method="post" action={`${retour}/personnes/${mandat.personneId}/lien`} class="pv-haut-2">
          <p class="pv-note">Cette personne n’a pas encore choisi de mot de passe. A-t-elle perdu son lien ?</p>
          <button class="ds-button" data-variant="secondary" type="submit">
            Faire un nouveau lien
          </button>
        </form>
      )}
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}
