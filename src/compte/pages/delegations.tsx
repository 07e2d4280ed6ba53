import { assertCan, Introuvable, type RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, Case, ChampChoix, ChampTexte, idChamp } from '#ui/champs.tsx'
import { FilAriane, Message, Vide } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { delegateMandat, REFUS, revokeDelegation } from '../commands/delegate-mandat.ts'
import type { ContratEspace, EspaceDuContrat } from '../contrat-connu.ts'
import { listDelegations, listMatieres } from '../delegation.store.ts'
import { type Delegation, type EtatDelegation, etatDelegation, type Matiere, matieresOf } from '../delegation.ts'
import { canDelegate } from '../droits.ts'
import { listMandatsOfContrat } from '../mandat.store.ts'
import { etatMandat } from '../mandat.ts'

/** Who signs in whose name: delegations of signature of a contract. */
export function addRoutesDelegations(routes: Routes, espace: EspaceDuContrat): void {
  const lire = espace.droit('mandat sur le contrat')
  const base = '/espace/:contrat/equipe/delegations'

  routes.get(base, lire, (c) => showDelegations(c, espace))
  routes.get(`${base}/nouvelle`, lire, (c) => showNouvelle(c, espace, { debut: jourParis(c.get('now')), mandatId: c.req.query('de') }))

  routes.post(`${base}/nouvelle`, lire, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    return orShow(
      async () => {
        await actHttp(c, delegateMandat, saisie)
        return c.redirect(`/espace/${contrat.adresse}/equipe/delegations?fait=delegation`, 303)
      },
      (erreur) => showNouvelle(c, espace, saisie, erreur),
    )
  })

  routes.get(`${base}/:delegation/revoquer`, lire, (c) => showRevocation(c, espace))

  routes.post(`${base}/:delegation/revoquer`, lire, async (c) => {
    const { contrat, delegation } = await getDelegation(c, espace)
    return orShow(
      async () => {
        await actHttp(c, revokeDelegation, { delegationId: delegation.id })
        return c.redirect(`/espace/${contrat.adresse}/equipe/delegations?fait=revocation`, 303)
      },
      (erreur) => showRevocation(c, espace, erreur),
    )
  })
}

const MESSAGES: Record<string, string> = {
  delegation: 'La délégation est enregistrée.',
  revocation: 'La délégation est révoquée. Ce qui a été signé le reste.',
}
const ETATS: Record<EtatDelegation, string> = {
  en_cours: 'en cours',
  a_venir: 'à venir',
  suspendue: 'suspendue, en attente d’une absence',
  terminee: 'terminée',
}

/** A delegation of this very contract. @throws Introuvable when the address names another's */
async function getDelegation(c: C, espace: EspaceDuContrat): Promise<{ contrat: ContratEspace; delegation: Delegation }> {
  const contrat = await espace.contratOf(c)
  const delegations = await readHttp(c, async (tx) => listDelegations(tx, await listMandatsOfContrat(tx, contrat.id)))
  const delegation = delegations.find(({ id }) => id === c.req.param('delegation'))
  if (delegation === undefined) throw new Introuvable('Cette délégation n’existe pas sur ce contrat.')
  return { contrat, delegation }
}

const nommer = (codes: readonly string[], matieres: readonly Matiere[]) =>
  codes.map((code) => matieres.find((matiere) => matiere.code === code)?.libelle ?? code).join(', ')

async function showDelegations(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const { delegations, matieres } = await readHttp(c, async (tx) => ({
    delegations: await listDelegations(tx, await listMandatsOfContrat(tx, contrat.id)),
    matieres: await listMatieres(tx),
  }))
  const agent = requireAgent(c)
  const jour = jourParis(c.get('now'))
  const chemin = `/espace/${contrat.adresse}/equipe`
  const vives = delegations.filter((delegation) => etatDelegation(delegation, jour) !== 'terminee')
  const finies = delegations.filter((delegation) => etatDelegation(delegation, jour) === 'terminee')
  const fait = MESSAGES[c.req.query('fait') ?? '']
  const [agissant] = agent.mandats.filter(({ contratId }) => contratId === contrat.id)
  const peutUne = agissant !== undefined && (canDelegate(agent, agissant) || agissant.role === 'chef_projet')
  const ligne = (delegation: Delegation) => (
    <li>
      <div>
        <strong>{delegation.delegataire.personne}</strong> signe pour {delegation.delegant.personne} (
        {LIBELLES_ROLES[delegation.delegant.role]}, {delegation.delegant.organisation})
        <span class="pv-note pv-mandat-suite">
          {nommer(delegation.matieres, matieres)}. Arrêté {delegation.arrete}, du {formatDate(delegation.debut)}
          {delegation.fin === null ? ', sans terme' : ` au ${formatDate(delegation.fin)}`}, {ETATS[etatDelegation(delegation, jour)]}.
        </span>
      </div>
      {etatDelegation(delegation, jour) !== 'terminee' && canDelegate(agent, delegation.delegant) && (
        <a
          href={`${chemin}/delegations/${delegation.id}/revoquer`}
          aria-label={`Révoquer la délégation à ${delegation.delegataire.personne}`}
        >
          Révoquer
        </a>
      )}
    </li>
  )
  return c.html(
    <espace.Espace c={c} titre="Délégations de signature" entree="equipe">
      <FilAriane etapes={[{ libelle: 'Équipe', href: chemin }, { libelle: 'Délégations de signature' }]} />
      <div class="pv-titre-page">
        <h1>Délégations de signature</h1>
        {peutUne && (
          <a class="ds-button" href={`${chemin}/delegations/nouvelle`}>
            Enregistrer une délégation
          </a>
        )}
      </div>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <p class="pv-chapeau">Une délégation finit avec le mandat de qui l’a donnée, à son terme, ou quand elle est révoquée.</p>
      {vives.length === 0 ? (
        <Vide titre="Personne ne signe au nom d’une autre">
          <p>Les délégations données par arrêté paraîtront ici, avec les actes qu’elles couvrent.</p>
        </Vide>
      ) : (
        <ul class="pv-lignes pv-mandats-choix">{vives.map(ligne)}</ul>
      )}
      {finies.length > 0 && (
        <details class="ds-details pv-haut-2">
          <summary>Délégations terminées ({finies.length})</summary>
          <ul class="pv-lignes pv-mandats-choix">{finies.map(ligne)}</ul>
        </details>
      )}
    </espace.Espace>,
  )
}

async function showNouvelle(c: C, espace: EspaceDuContrat, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const { mandats, matieres } = await readHttp(c, async (tx) => ({
    mandats: await listMandatsOfContrat(tx, contrat.id),
    matieres: await listMatieres(tx),
  }))
  const agent = requireAgent(c)
  const jour = jourParis(c.get('now'))
  const vivants = mandats.filter((mandat) => etatMandat(mandat, jour) !== 'termine')
  const delegants = vivants.filter(
    (mandat) => mandat.qualite === 'titulaire' && matieresOf(mandat.role, matieres).length > 0 && canDelegate(agent, mandat),
  )
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  const dit = (mandat: (typeof vivants)[number]) => `${mandat.personne}, ${LIBELLES_ROLES[mandat.role]} (${mandat.organisation})`
  const cochees = [saisie.matieres].flat()
  const erreurMatieres = erreur?.champs.find(({ champ: nom }) => nom === 'matieres')?.message
  const chemin = `/espace/${contrat.adresse}/equipe/delegations`
  return c.html(
    <espace.Espace c={c} titre="Enregistrer une délégation" entree="equipe">
      <FilAriane
        etapes={[
          { libelle: 'Équipe', href: `/espace/${contrat.adresse}/equipe` },
          { libelle: 'Délégations de signature', href: chemin },
          { libelle: 'Nouvelle' },
        ]}
      />
      <div class="pv-titre-page">
        <h1>Enregistrer une délégation de signature</h1>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {delegants.length === 0 ? (
        <Vide titre="Votre mandat ne porte pas de signature">
          <p>Une délégation s’enregistre par la personne qui signe, ou par la personne cheffe de projet.</p>
        </Vide>
      ) : (
        <form method="post" action={`${chemin}/nouvelle`} class="pv-formulaire" novalidate>
          <ChampChoix
            {...champ('mandatId')}
            libelle="Qui délègue"
            requis
            vide="À choisir"
            options={delegants.map((mandat) => ({ valeur: mandat.id, libelle: dit(mandat) }))}
          />
          <ChampChoix
            {...champ('delegataireId')}
            libelle="À qui"
            aide="Une personne de la même organisation, qui a un mandat sur ce contrat."
            requis
            vide="À choisir"
            options={vivants
              .filter((mandat) => delegants.some((delegant) => delegant.organisationId === mandat.organisationId))
              .map((mandat) => ({ valeur: mandat.id, libelle: dit(mandat) }))}
          />
          <fieldset class="ds-fieldset" id={idChamp('matieres')} tabindex={-1}>
            <legend>Actes à signer</legend>
            <div class="pv-lieux">
              {matieres.map(({ code, libelle }) => (
                <Case nom="matieres[]" valeur={code} libelle={libelle} coche={cochees.includes(code)} />
              ))}
            </div>
            {erreurMatieres !== undefined && <p class="ds-validation-message">{erreurMatieres}</p>}
          </fieldset>
          <ChampTexte {...champ('arrete')} libelle="Référence de l’arrêté" requis aide="Par exemple : 2026-118 du 4 avril 2026." />
          <div class="pv-cote">
            <ChampTexte {...champ('debut')} libelle="Premier jour" type="date" requis />
            <ChampTexte {...champ('fin')} libelle="Dernier jour" type="date" aide="Vide : tant que dure le mandat." />
          </div>
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Enregistrer la délégation
            </button>
          </div>
        </form>
      )}
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}

async function showRevocation(c: C, espace: EspaceDuContrat, erreur?: RegleViolee): Promise<Response> {
  const { contrat, delegation } = await getDelegation(c, espace)
  assertCan(canDelegate(requireAgent(c), delegation.delegant), REFUS)
  const chemin = `/espace/${contrat.adresse}/equipe/delegations`
  return c.html(
    <espace.Espace c={c} titre="Révoquer une délégation" entree="equipe">
      <div class="pv-titre-page">
        <h1>Révoquer la délégation à {delegation.delegataire.personne}</h1>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        {delegation.delegataire.personne} ne signera plus au nom de {delegation.delegant.personne} (arrêté {delegation.arrete}). Ce qui a
        été signé le reste.
      </p>
      <form method="post" action={`${chemin}/${delegation.id}/revoquer`} class="pv-actions pv-haut-1">
        <button class="ds-button" data-color="danger" type="submit">
          Révoquer la délégation
        </button>
        <a class="ds-button" data-variant="tertiary" href={chemin}>
          Ne rien changer
        </a>
      </form>
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}
