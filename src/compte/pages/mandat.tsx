import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { deNom } from '../agent.ts'
import { isLienFaisable } from '../commands/create-lien-mot-de-passe.ts'
import { cancelAbsence, declareAbsence } from '../commands/declare-absence.ts'
import { endMandat } from '../commands/end-mandat.ts'
import type { ContratEspace, EspaceDuContrat } from '../contrat-connu.ts'
import { canDeclareAbsence, canManageEquipe } from '../droits.ts'
import { listMandatsOfContrat } from '../mandat.store.ts'
import { datesOf, etatMandat, type MandatComplet, saySuppleance } from '../mandat.ts'
import { FormulaireFin } from './fin-mandat.tsx'
import { RoleEtTerritoire } from './mandats-table.tsx'

/** One mandate of a contract: what it is, who stands in for its holder and when, its end. */
export function addRoutesMandat(routes: Routes, espace: EspaceDuContrat): void {
  const lire = espace.droit('mandat sur le contrat')
  const gerer = espace.droit('chef de projet du contrat', (agent, contrat) => canManageEquipe(agent, contrat.id))
  const base = '/espace/:contrat/equipe/mandats/:mandat'

  routes.get(base, lire, (c) => showMandat(c, espace))

  routes.post(`${base}/absences`, lire, async (c) => {
    const saisie = await parseFormulaire(c)
    const { contrat, mandat } = await getMandatDuContrat(c, espace)
    return orShow(
      async () => {
        await actHttp(c, declareAbsence, { ...saisie, mandatId: mandat.id })
        return c.redirect(`/espace/${contrat.adresse}/equipe/mandats/${mandat.id}?fait=absence`, 303)
      },
      (erreur) => showMandat(c, espace, saisie, erreur),
    )
  })

  routes.post(`${base}/absences/:absence/annuler`, lire, async (c) => {
    const { contrat, mandat } = await getMandatDuContrat(c, espace)
    await actHttp(c, cancelAbsence, { mandatId: mandat.id, absenceId: c.req.param('absence') })
    return c.redirect(`/espace/${contrat.adresse}/equipe/mandats/${mandat.id}?fait=annulation`, 303)
  })

  routes.get(`${base}/fin`, gerer, (c) => showFin(c, espace))

  routes.post(`${base}/fin`, gerer, async (c) => {
    const saisie = await parseFormulaire(c)
    const { contrat, mandat } = await getMandatDuContrat(c, espace)
    return orShow(
      async () => {
        await actHttp(c, endMandat, { mandatId: mandat.id, dernierJour: typed(saisie, 'dernierJour') })
        return c.redirect(`/espace/${contrat.adresse}/equipe?fait=fin`, 303)
      },
      (erreur) => showFin(c, espace, typed(saisie, 'dernierJour'), erreur),
    )
  })
}

const MESSAGES: Record<string, string> = {
  absence: 'L’absence est déclarée : la suppléance jouera ces jours-là.',
  annulation: 'L’absence est annulée : la suppléance ne joue plus.',
}

/** A mandate of this very contract, among all of them. @throws Introuvable when the address names another's */
async function getMandatDuContrat(
  c: C,
  espace: EspaceDuContrat,
): Promise<{ contrat: ContratEspace; mandat: MandatComplet; mandats: MandatComplet[] }> {
  const contrat = await espace.contratOf(c)
  const mandats = await readHttp(c, (tx) => listMandatsOfContrat(tx, contrat.id))
  const mandat = mandats.find(({ id }) => id === c.req.param('mandat'))
  if (mandat === undefined) throw new Introuvable('Ce mandat n’existe pas sur ce contrat.')
  return { contrat, mandat, mandats }
}

async function showMandat(c: C, espace: EspaceDuContrat, saisie: Saisie = {}, erreur?: RegleViolee): Promise<Response> {
  const { contrat, mandat, mandats } = await getMandatDuContrat(c, espace)
  const agent = requireAgent(c)
  const jour = jourParis(c.get('now'))
  const chemin = `/espace/${contrat.adresse}/equipe`
  const gere = canManageEquipe(agent, contrat.id)
  const vivant = etatMandat(mandat, jour) !== 'termine'
  const titulaire = mandat.qualite === 'titulaire'
  const suppleants = mandats.filter(({ suppleance }) => suppleance?.mandatId === mandat.id)
  const fait = MESSAGES[c.req.query('fait') ?? '']
  return c.html(
    <espace.Espace c={c} titre={`Mandat ${deNom(mandat.personne)}`} entree="equipe">
      <FilAriane etapes={[{ libelle: 'Équipe', href: chemin }, { libelle: mandat.personne }]} />
      <div class="pv-titre-page">
        <h1>{mandat.personne}</h1>
        {gere && vivant && (
          <a class="ds-button" data-variant="secondary" href={`${chemin}/mandats/${mandat.id}/fin`}>
            Mettre fin au mandat
          </a>
        )}
      </div>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau pv-capitale">
        <RoleEtTerritoire mandat={mandat} jour={jour} noms={contrat} />, pour {mandat.organisation}, {datesOf(mandat, jour)}.
        {gere && (
          <>
            {' '}
            <a href={`/espace/${contrat.adresse}/historique/mandat/${mandat.id}`}>Historique</a>
          </>
        )}
      </p>
      {titulaire && vivant && (
        <section class="pv-section">
          <h2>Suppléance</h2>
          {suppleants.length === 0 ? (
            <p>Personne ne supplée {mandat.personne}.</p>
          ) : (
            <ul class="pv-lignes">
              {suppleants.map((autre) => (
                <li>
                  <a href={`${chemin}/mandats/${autre.id}`}>{autre.personne}</a>, {saySuppleance(autre, jour)}, {datesOf(autre, jour)}
                </li>
              ))}
            </ul>
          )}
          {gere && (
            <p class="pv-haut-1">
              <a href={`${chemin}/ajouter?supplee=${mandat.id}`}>Nommer une suppléante ou un suppléant</a>
            </p>
          )}
        </section>
      )}
      {titulaire && vivant && (
        <Absences
          chemin={`${chemin}/mandats/${mandat.id}`}
          mandat={mandat}
          peut={canDeclareAbsence(agent, mandat)}
          jour={jour}
          saisie={saisie}
          erreur={erreur}
        />
      )}
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function Absences(props: {
  chemin: string
  mandat: MandatComplet
  peut: boolean
  jour: string
  saisie: Saisie
  erreur: RegleViolee | undefined
}) {
  const { mandat, saisie, erreur } = props
  const aVenir = mandat.absences.filter(({ fin }) => fin >= props.jour)
  return (
    <section class="pv-section">
      <h2>Absences</h2>
      {aVenir.length === 0 ? (
        <p>Aucune absence en cours ni à venir.</p>
      ) : (
        <ul class="pv-lignes pv-mandats-choix">
          {aVenir.map((absence) => (
            <li>
              <span>
                Du {formatDate(absence.debut)} au {formatDate(absence.fin)}
              </span>
              {props.peut && (
                <form method="post" action={`${props.chemin}/absences/${absence.id}/annuler`}>
                  <button
                    class="ds-button"
                    data-variant="secondary"
                    data-size="xs"
                    type="submit"
                    aria-label={`Annuler l’absence du ${formatDate(absence.debut)}`}
                  >
                    Annuler l’absence
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      {props.peut && (
        <form method="post" action={`${props.chemin}/absences`} class="pv-formulaire pv-haut-1" novalidate>
          <div class="pv-cote">
            <ChampTexte
              nom="debut"
              libelle="Premier jour d’absence"
              type="date"
              requis
              valeur={typed(saisie, 'debut')}
              erreurs={erreur?.champs}
            />
            <ChampTexte
              nom="fin"
              libelle="Dernier jour d’absence"
              type="date"
              requis
              valeur={typed(saisie, 'fin')}
              erreurs={erreur?.champs}
            />
          </div>
          <p class="pv-note">Le motif n’est pas demandé.</p>
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Déclarer l’absence
            </button>
          </div>
        </form>
      )}
    </section>
  )
}

async function showFin(c: C, espace: EspaceDuContrat, dernierJour = '', erreur?: RegleViolee): Promise<Response> {
  const { contrat, mandat, mandats } = await getMandatDuContrat(c, espace)
  const retour = `/espace/${contrat.adresse}/equipe`
  const jour = jourParis(c.get('now'))
  const faisable = await readHttp(c, (tx) => isLienFaisable(tx, requireAgent(c), mandat.personneId, jour))
  const tombent = mandats.filter((autre) => autre.suppleance?.mandatId === mandat.id && etatMandat(autre, jour) !== 'termine')
  return c.html(
    <espace.Espace c={c} titre="Mettre fin à un mandat" entree="equipe">
      <div class="pv-titre-page">
        <h1>Mettre fin au mandat {deNom(mandat.personne)}</h1>
      </div>
      <FormulaireFin
        action={`${retour}/mandats/${mandat.id}/fin`}
        retour={retour}
        mandat={mandat}
        tombent={tombent}
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
