import type { RegleViolee } from '#platform/errors.ts'
import { Introuvable } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { LIBELLES_ROLES, ROLES } from '../agent.ts'
import { createLienMotDePasse } from '../commands/create-lien-mot-de-passe.ts'
import { endMandat } from '../commands/end-mandat.ts'
import { giveMandat } from '../commands/give-mandat.ts'
import { getRegleConflit, listAppartenances } from '../conflit.store.ts'
import type { ListContrats } from '../contrat-connu.ts'
import { listMandatsOfPersonne } from '../mandat.store.ts'
import { datesOf, etatMandat, LIBELLES_QUALITES, QUALITES, saySuppleance } from '../mandat.ts'
import { sayTerritoire } from '../mandat-territoire.ts'
import { listOrganisations } from '../organisation.store.ts'
import { getPersonne } from '../personne.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { droitAdministration } from './droit-administration.ts'
import { FormulaireFin } from './fin-mandat.tsx'
import { ListeAppartenances } from './interets.tsx'
import { LienMotDePasse } from './lien.tsx'

/** One person, for the administrators: mandates given and ended, link to choose a password. */
export function addRoutesPersonne(routes: Routes, deps: { sessions: Sessions; listContrats: ListContrats }): void {
  const base = '/administration/personnes/:personne'
  routes.get(base, droitAdministration, (c) => showPersonne(c, deps.listContrats, { debut: jourParis(c.get('now')) }))

  routes.post(`${base}/mandats`, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    const personneId = idOf(c)
    return orShow(
      async () => {
        await actHttp(c, giveMandat, { ...saisie, personneId })
        return c.redirect(`/administration/personnes/${personneId}?fait=mandat`, 303)
      },
      (erreur) => showPersonne(c, deps.listContrats, saisie, erreur),
    )
  })

  routes.post(`${base}/lien`, droitAdministration, async (c) => {
    const lien = await actHttp(c, createLienMotDePasse, { personneId: idOf(c), coffre: deps.sessions.coffre })
    c.header('cache-control', 'no-store')
    const { prenom, nom } = lien.personne
    return c.html(
      <PageSimple titre="Lien de connexion">
        <Ariane personne={{ id: idOf(c), prenom, nom }} etape="Lien de connexion" />
        <h1>
          Transmettez ce lien à {prenom} {nom}
        </h1>
        <LienMotDePasse c={c} lien={lien} />
      </PageSimple>,
    )
  })

  routes.get(`${base}/mandats/:mandat/fin`, droitAdministration, (c) => showFin(c))
  routes.post(`${base}/mandats/:mandat/fin`, droitAdministration, async (c) => {
    const dernierJour = typed(await parseFormulaire(c), 'dernierJour')
    return orShow(
      async () => {
        await actHttp(c, endMandat, { mandatId: c.req.param('mandat'), dernierJour })
        return c.redirect(`/administration/personnes/${idOf(c)}?fait=fin`, 303)
      },
      (erreur) => showFin(c, dernierJour, erreur),
    )
  })
}

const MESSAGES: Record<string, string> = {
  creation: 'Le compte est créé. Donnez-lui un mandat, puis transmettez le lien de connexion.',
  mandat: 'Le mandat est donné.',
  fin: 'La fin du mandat est enregistrée.',
  'second-facteur': 'Le second facteur est retiré, les sessions de cette personne sont fermées.',
}

/** @throws Introuvable when the address holds no id */
function idOf(c: C): string {
  const id = c.req.param('personne') ?? ''
  if (!isId(id)) throw new Introuvable()
  return id
}

function Ariane({ personne, etape }: { personne: { id: string; prenom: string; nom: string }; etape: string }) {
  return (
    <FilAriane
      etapes={[
        { libelle: 'Personnes', href: '/administration/personnes' },
        { libelle: `${personne.prenom} ${personne.nom}`, href: `/administration/personnes/${personne.id}` },
        { libelle: etape },
      ]}
    />
  )
}

async function showPersonne(c: C, listContrats: ListContrats, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const id = idOf(c)
  const jour = jourParis(c.get('now'))
  const { personne, mandats, organisations, contrats, liens, regle } = await readHttp(c, async (tx) => ({
    personne: await getPersonne(tx, id),
    mandats: await listMandatsOfPersonne(tx, id),
    organisations: await listOrganisations(tx),
    contrats: await listContrats(tx),
    liens: await listAppartenances(tx, id),
    regle: await getRegleConflit(tx, jour),
  }))
  const fait = MESSAGES[c.req.query('fait') ?? '']
  const titreDe = new Map(contrats.map((contrat) => [contrat.id, contrat.titre]))
  const communes = [...new Map(contrats.flatMap((contrat) => contrat.communes.map((commune) => [commune.code, commune] as const))).values()]
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  return c.html(
    <PageSimple titre={`${personne.prenom} ${personne.nom}`} demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[{ libelle: 'Personnes', href: '/administration/personnes' }, { libelle: `${personne.prenom} ${personne.nom}` }]}
      />
      <h1>
        {personne.prenom} {personne.nom}
      </h1>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        {personne.courriel}
        {personne.fonction !== null && `, ${personne.fonction}`}. <a href={`/administration/historique/personne/${id}`}>Historique</a>
      </p>
      <form method="post" action={`/administration/personnes/${id}/lien`}>
        <button class="ds-button" data-variant="secondary" type="submit">
          {personne.motDePasseChoisi ? 'Faire un lien pour changer de mot de passe' : 'Faire un lien pour choisir un mot de passe'}
        </button>
      </form>
      {personne.secondFacteurActif && (
        <p class="pv-haut-1">
          Second facteur actif. <a href={`/administration/personnes/${id}/second-facteur`}>Téléphone et codes perdus : le retirer</a>
        </p>
      )}
      <section class="pv-section">
        <h2>Mandats</h2>
        <ul class="pv-lignes">
          {mandats.map((mandat) => (
            <li>
              <strong>{LIBELLES_ROLES[mandat.role]}</strong>, {mandat.organisation}
              {mandat.contratId !== null && `, ${titreDe.get(mandat.contratId) ?? 'contrat archivé'}`}
              {mandat.territoire.type !== 'contrat' && ` (${sayTerritoire(mandat.territoire, { communes })})`},{' '}
              {saySuppleance(mandat, jour) ?? ''}
              {saySuppleance(mandat, jour) !== null && ', '}
              {datesOf(mandat, jour)}{' '}
              {etatMandat(mandat, jour) !== 'termine' && (
                <a
                  href={`/administration/personnes/${id}/mandats/${mandat.id}/fin`}
                  aria-label={`Mettre fin au mandat « ${LIBELLES_ROLES[mandat.role]} »`}
                >
                  Mettre fin
                </a>
              )}
            </li>
          ))}
        </ul>
        {mandats.length === 0 && <p>Aucun mandat : ce compte n’ouvre encore aucun droit.</p>}
      </section>
      <ListeAppartenances liens={liens} regle={regle} />
      <section class="pv-section">
        <h2>Donner un mandat</h2>
        <form method="post" action={`/administration/personnes/${id}/mandats`} class="pv-formulaire" novalidate>
          <ChampChoix
            {...champ('role')}
            libelle="Rôle"
            requis
            vide="À choisir"
            options={ROLES.map((role) => ({ valeur: role, libelle: LIBELLES_ROLES[role] }))}
          />
          <ChampChoix
            {...champ('organisationId')}
            libelle="Organisation"
            requis
            vide="À choisir"
            options={organisations.map(({ id: valeur, nom }) => ({ valeur, libelle: nom }))}
          />
          <ChampChoix
            {...champ('contratId')}
            libelle="Contrat"
            vide="Toute la plateforme"
            aide="Seule l’administration se donne sur toute la plateforme."
            options={contrats.map(({ id: valeur, titre }) => ({ valeur, libelle: titre }))}
          />
          <ChampChoix
            {...champ('communes')}
            libelle="Commune"
            vide="Tout le contrat"
            options={communes.map(({ code, nom }) => ({ valeur: code, libelle: nom }))}
          />
          <ChampChoix
            {...champ('qualite')}
            libelle="Qualité"
            requis
            options={QUALITES.map((qualite) => ({ valeur: qualite, libelle: LIBELLES_QUALITES[qualite] }))}
          />
          <div class="pv-cote">
            <ChampTexte {...champ('debut')} libelle="Premier jour" type="date" requis />
            <ChampTexte {...champ('fin')} libelle="Dernier jour" type="date" aide="Vide : sans terme." />
          </div>
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Donner le mandat
            </button>
          </div>
        </form>
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

async function showFin(c: C, dernierJour = '', erreur?: RegleViolee): Promise<Response> {
  const id = idOf(c)
  const { personne, mandats } = await readHttp(c, async (tx) => ({
    personne: await getPersonne(tx, id),
    mandats: await listMandatsOfPersonne(tx, id),
  }))
  const mandat = mandats.find((candidat) => candidat.id === c.req.param('mandat'))
  if (mandat === undefined) throw new Introuvable('Cette personne n’a pas ce mandat.')
  const retour = `/administration/personnes/${id}`
  return c.html(
    <PageSimple titre="Mettre fin à un mandat" demo={c.get('configuration').demo}>
      <Ariane personne={personne} etape="Fin d’un mandat" />
      <h1>Mettre fin au mandat de {mandat.personne}</h1>
      <FormulaireFin
        action={`${retour}/mandats/${mandat.id}/fin`}
        retour={retour}
        mandat={mandat}
        dernierJour={dernierJour}
        erreur={erreur}
      />
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
