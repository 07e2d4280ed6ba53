import { parseEntree } from '#platform/entree.ts'
import type { ChampFautif, RegleViolee } from '#platform/errors.ts'
import { accorde, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { FilAriane, Pagination, Vide } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { renewMandats } from '../commands/renew-mandats.ts'
import type { ContratEspace, EspaceDuContrat } from '../contrat-connu.ts'
import { canManageEquipe } from '../droits.ts'
import { jourFacultatif } from '../formes.ts'
import { listMandatsOfContrat } from '../mandat.store.ts'
import { datesOf, type MandatComplet } from '../mandat.ts'
import { pageOf } from '../mandat-filtre.ts'
import { getGroupe } from '../mandat-lot.store.ts'
import { renouvelables } from '../mandat-renouvellement.ts'
import { sayTerritoire } from '../mandat-territoire.ts'

const PAR_PAGE = 25

/** Roles given again after their mandates have ended, from one date, to the same people or to others. */
export function addRoutesRenouveler(routes: Routes, espace: EspaceDuContrat): void {
  const gerer = espace.droit('chef de projet du contrat', (agent, contrat) => canManageEquipe(agent, contrat.id))
  const chemin = '/espace/:contrat/equipe/renouveler'

  routes.get(chemin, gerer, (c) => showRenouveler(c, espace, {}))

  routes.post(chemin, gerer, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    return orShow(
      async () => {
        const { groupeId } = await actHttp(c, renewMandats, { ...saisie, contratId: contrat.id })
        return c.redirect(`/espace/${contrat.adresse}/equipe/actes/${groupeId}`, 303)
      },
      (erreur) => showRenouveler(c, espace, saisie, erreur),
    )
  })
}

const CHOIX = [
  { valeur: 'aucun', libelle: 'Ne pas renouveler' },
  { valeur: 'meme', libelle: 'La même personne' },
  { valeur: 'autre', libelle: 'Une autre personne' },
]

async function showRenouveler(c: C, espace: EspaceDuContrat, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const jour = jourParis(c.get('now'))
  const debut = typed(saisie, 'debut') || (parseEntree(jourFacultatif, c.req.query('avant')) ?? jour)
  const acte = c.req.query('acte') ?? ''
  const { mandats, duLot } = await readHttp(c, async (tx) => ({
    mandats: await listMandatsOfContrat(tx, contrat.id),
    duLot: isId(acte) ? new Set((await getGroupe(tx, acte)).lignesLues.map(({ mandatId }) => mandatId)) : null,
  }))
  const aRenouveler = renouvelables(mandats, debut).filter(({ id }) => duLot === null || duLot.has(id))
  const { page, lignes } = pageOf(aRenouveler, Number(c.req.query('page') ?? 1), PAR_PAGE)
  const equipe = `/espace/${contrat.adresse}/equipe`
  const adresse = (autre: number) =>
    `${equipe}/renouveler?${new URLSearchParams({ avant: debut, ...(acte === '' ? {} : { acte }), page: `${autre}` })}`
  return c.html(
    <espace.Espace c={c} titre="Renouveler des mandats" entree="equipe">
      <FilAriane etapes={[{ libelle: 'Équipe', href: equipe }, { libelle: 'Renouveler des mandats' }]} />
      <div class="pv-titre-page">
        <h1>Renouveler des mandats</h1>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">Donnez à nouveau les rôles de mandats finis, à la même personne ou à une autre, à partir d’un même jour.</p>
      <form class="pv-filtres pv-haut-1" method="get" action={`${equipe}/renouveler`} aria-label="Mandats finis à une date">
        {acte !== '' && <input type="hidden" name="acte" value={acte} />}
        <ChampTexte nom="avant" libelle="Mandats finis avant le" type="date" requis valeur={debut} />
        <button class="ds-button" data-variant="secondary" type="submit">
          Voir ces mandats
        </button>
        {acte !== '' && <a href={`${equipe}/renouveler`}>Voir tous les mandats finis</a>}
      </form>
      {aRenouveler.length === 0 ? (
        <Vide titre="Aucun mandat à renouveler à cette date">
          <p>
            Un mandat se renouvelle quand il est fini : mettez-y fin d’abord, ou choisissez une date plus tardive.{' '}
            <a href={`${equipe}/fin-groupee`}>Mettre fin à plusieurs mandats</a>
          </p>
        </Vide>
      ) : (
        <form method="post" action={adresse(page)} class="pv-haut-1" novalidate>
          <div class="pv-formulaire">
            <div class="pv-cote">
              <ChampTexte nom="debut" libelle="Premier jour" type="date" requis valeur={debut} erreurs={erreur?.champs} />
              <ChampTexte
                nom="fin"
                libelle="Dernier jour"
                type="date"
                aide="Vide : sans terme."
                valeur={typed(saisie, 'fin')}
                erreurs={erreur?.champs}
              />
            </div>
          </div>
          {lignes.map((mandat, rang) => (
            <LigneRenouvelee
              mandat={mandat}
              rang={rang}
              jour={jour}
              contrat={contrat}
              saisie={ligneTapee(saisie, mandat.id)}
              erreurs={erreur?.champs}
            />
          ))}
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Renouveler
            </button>
          </div>
          <Pagination page={page} taille={PAR_PAGE} total={aRenouveler.length} href={adresse} />
          {aRenouveler.length > PAR_PAGE && <p class="pv-note">{accorde(aRenouveler.length, 'mandat')} : renouvelez page par page.</p>}
        </form>
      )}
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}

/** What was typed for a mandate, wherever its line stood. */
function ligneTapee(saisie: Saisie, mandatId: string): Saisie {
  const lignes = Array.isArray(saisie.lignes) ? saisie.lignes : []
  const ligne: unknown = lignes.find((candidate: unknown) => isSaisie(candidate) && candidate.mandatId === mandatId)
  return isSaisie(ligne) ? ligne : {}
}
function isSaisie(valeur: unknown): valeur is Saisie {
  return typeof valeur === 'object' && valeur !== null
}

function LigneRenouvelee(props: {
  mandat: MandatComplet
  rang: number
  jour: string
  contrat: ContratEspace
  saisie: Saisie
  erreurs: readonly ChampFautif[] | undefined
}) {
  const { mandat, rang } = props
  const champ = (nom: string) => ({ nom: `lignes.${rang}.${nom}`, valeur: typed(props.saisie, nom), erreurs: props.erreurs })
  return (
    <fieldset class="ds-fieldset pv-renouvelle">
      <legend>
        {LIBELLES_ROLES[mandat.role]}
        {mandat.territoire.type !== 'contrat' && `, ${sayTerritoire(mandat.territoire, props.contrat)}`}
      </legend>
      <p class="pv-note">
        {mandat.personne}, {mandat.organisation}, {datesOf(mandat, props.jour)}
      </p>
      <input type="hidden" name={`lignes.${rang}.mandatId`} value={mandat.id} />
      <div class="pv-renouvelle-champs">
        <ChampChoix {...champ('choix')} libelle="À qui" requis options={CHOIX} />
        <ChampTexte {...champ('courriel')} libelle="Adresse de l’autre personne" type="email" autocomplete="off" />
        <ChampTexte {...champ('prenom')} libelle="Prénom" autocomplete="off" />
        <ChampTexte {...champ('nom')} libelle="Nom" autocomplete="off" />
      </div>
    </fieldset>
  )
}
