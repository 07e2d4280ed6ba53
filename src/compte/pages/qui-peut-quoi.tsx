import { writeCsv } from '#platform/documents/ecriture/classeur.ts'
import { type Chapitre, type LigneDroits, nameCas, type Sujet } from '#platform/droits.ts'
import { jourParis } from '#platform/formats.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import type { Routes } from '#platform/http/routes.ts'
import { ChampChoix } from '#ui/champs.tsx'
import { Icone } from '#ui/icone.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import { LIBELLES_ROLES, ROLES, type Role } from '../agent.ts'
import type { EspaceDuContrat } from '../contrat-connu.ts'
import { listMandatsOfContrat } from '../mandat.store.ts'
import { etatMandat, type MandatComplet } from '../mandat.ts'
import { type Detenteur, sayDonneurs, sayMandat } from '../pourquoi.ts'
import { type FiltreDroits, lignesOf, monRole, parseFiltreDroits, refusesTo, sujetsOf } from '../qui-peut-quoi.ts'
import { SUJETS } from '../sujets.ts'

/** « Qui peut quoi » : the rights of the product, as commands and pages ask them, and who holds which role here. */
export function addRoutesDroits(routes: Routes, espace: EspaceDuContrat, chapitres: readonly Chapitre[]): void {
  const lire = espace.droit('mandat sur le contrat')

  routes.get('/espace/:contrat/droits', lire, (c) => showDroits(c, espace, chapitres))

  routes.get('/espace/:contrat/droits.csv', lire, async (c) => {
    const contrat = await espace.contratOf(c)
    c.header('content-type', 'text/csv; charset=utf-8')
    c.header('content-disposition', `attachment; filename="droits-${contrat.adresse}.csv"`)
    return c.body(writeCsv(feuilleOf(lignesOf(chapitres, contrat.id, { role: null, chapitre: null }))).slice().buffer)
  })
}

/** Mandates in force on the contract today, as those who hold roles. */
export async function listDetenteurs(c: C, contratId: string): Promise<(Detenteur & { organisation: string })[]> {
  const mandats = await readHttp(c, (tx) => listMandatsOfContrat(tx, contratId))
  const jour = jourParis(c.get('now'))
  return mandats.filter((mandat) => etatMandat(mandat, jour) === 'en_cours').map(detenteurOf)
}

const detenteurOf = ({ personneId, personne, role, organisation }: MandatComplet) => ({ personneId, personne, role, organisation })

function feuilleOf(lignes: readonly LigneDroits[]) {
  return {
    nom: 'Qui peut quoi',
    colonnes: [
      { titre: 'Partie', largeur: 20 },
      { titre: 'Action', largeur: 60 },
      { titre: 'Cas', largeur: 30 },
      ...SUJETS.map(({ libelle }) => ({ titre: libelle, largeur: 12 })),
    ],
    lignes: lignes.map(({ chapitre, action, cas, permis }) => [
      chapitre.libelle,
      action.libelle,
      cas.libelle,
      ...SUJETS.map(({ cle }) => (permis.has(cle) ? 'oui' : 'non')),
    ]),
  }
}

async function showDroits(c: C, espace: EspaceDuContrat, chapitres: readonly Chapitre[]): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const agent = requireAgent(c)
  const detenteurs = await listDetenteurs(c, contrat.id)
  const filtre = parseFiltreDroits((nom) => c.req.query(nom), chapitres)
  const lignes = lignesOf(chapitres, contrat.id, filtre)
  const mien = monRole(agent, contrat.id)
  const chemin = `/espace/${contrat.adresse}/droits`
  const refus = refusesTo(agent, chapitres, contrat.id)
  return c.html(
    <espace.Espace c={c} titre="Qui peut quoi" entree="equipe">
      <FilAriane etapes={[{ libelle: 'Équipe', href: `/espace/${contrat.adresse}/equipe` }, { libelle: 'Qui peut quoi' }]} />
      <div class="pv-titre-page">
        <h1>Qui peut quoi</h1>
        <a class="ds-button" data-variant="secondary" href={`${chemin}.csv`}>
          <Icone nom="telecharger" /> Télécharger (CSV)
        </a>
      </div>
      <p class="pv-chapeau">
        Un rôle ouvre des droits, les mêmes pour toutes les personnes qui le portent. Ce tableau est calculé à l’instant, avec les règles
        que le logiciel applique à chaque geste.
        {mien !== null && ` Votre rôle sur ce contrat : ${LIBELLES_ROLES[mien]}.`}
      </p>
      <Filtres chemin={chemin} filtre={filtre} chapitres={chapitres} />
      <TableDroits lignes={lignes} sujets={sujetsOf(filtre)} mien={mien} />
      {filtre.role === null && mien !== null && (
        <p class="pv-note pv-droits-etroit">
          Sur un petit écran, seule la colonne de votre rôle est montrée : choisissez-en une autre plus haut.
        </p>
      )}
      {refus.length > 0 && (
        <section class="pv-haut-2" aria-labelledby="refus">
          <h2 id="refus">Ce que votre mandat ne permet pas</h2>
          {refus.map(({ roles, actes }) => (
            <>
              <p class="pv-haut-1">
                Pour ce qui suit, {sayMandat(roles)}. {sayDonneurs(roles, agent, contrat.id, detenteurs)}
              </p>
              <ul class="ds-list">
                {actes.map(({ action, cas }) => (
                  <li>{cas.length === action.cas.length ? action.libelle : cas.map((un) => nameCas(action, un)).join(', ')}</li>
                ))}
              </ul>
            </>
          ))}
        </section>
      )}
      <TableRoles detenteurs={detenteurs} mien={mien} />
    </espace.Espace>,
  )
}

function Filtres({ chemin, filtre, chapitres }: { chemin: string; filtre: FiltreDroits; chapitres: readonly Chapitre[] }) {
  return (
    <form class="pv-filtres pv-haut-1" method="get" action={chemin} aria-label="Choisir un rôle et une partie">
      <ChampChoix
        nom="role"
        libelle="Rôle"
        requis
        vide="Tous"
        valeur={filtre.role}
        options={ROLES.map((role) => ({ valeur: role, libelle: LIBELLES_ROLES[role] }))}
      />
      <ChampChoix
        nom="partie"
        libelle="Partie"
        requis
        vide="Toutes"
        valeur={filtre.chapitre}
        options={chapitres.map(({ capacite, libelle }) => ({ valeur: capacite, libelle }))}
      />
      <button class="ds-button" data-variant="secondary" type="submit">
        Montrer
      </button>
      {(filtre.role !== null || filtre.chapitre !== null) && <a href={chemin}>Tout montrer</a>}
    </form>
  )
}

function TableDroits({ lignes, sujets, mien }: { lignes: readonly LigneDroits[]; sujets: readonly Sujet[]; mien: Role | null }) {
  const chapitres = [...new Set(lignes.map((ligne) => ligne.chapitre))]
  const reperable = sujets.length > 1 && sujets.some(({ cle }) => cle === mien)
  const moi = (cle: string) => (cle === mien ? { class: 'pv-mienne' } : {})
  return (
    <section class="pv-defile pv-haut-1" aria-label="Droits de chaque rôle" tabindex={0}>
      <table class={`ds-table pv-droits${reperable ? ' pv-droits-mien' : ''}`}>
        <caption>Droits de chaque rôle, avec un mandat en cours sur ce contrat</caption>
        <thead>
          <tr>
            <th scope="col">Action</th>
            {sujets.map(({ cle, libelle }) => (
              <th scope="col" {...moi(cle)}>
                <span class={sujets.length > 1 ? 'pv-debout' : ''}>{libelle}</span>
              </th>
            ))}
          </tr>
        </thead>
        {chapitres.map((chapitre) => (
          <tbody>
            <tr class="pv-partie">
              <th scope="rowgroup" colspan={sujets.length + 1}>
                {chapitre.libelle}
              </th>
            </tr>
            {lignes
              .filter((ligne) => ligne.chapitre === chapitre)
              .map(({ action, cas, permis }) => (
                <tr>
                  <th scope="row">
                    {action.libelle.charAt(0).toUpperCase() + action.libelle.slice(1)}
                    {cas.libelle !== '' && <span class="pv-note pv-cas">{cas.libelle}</span>}
                  </th>
                  {sujets.map(({ cle }) => (
                    <td {...moi(cle)}>
                      <Oui oui={permis.has(cle)} />
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

/** A sign, and the word for who does not see it. */
function Oui({ oui }: { oui: boolean }) {
  if (!oui) return <span class="pv-non">non</span>
  return (
    <>
      <Icone nom="coche" />
      <span class="pv-cache">oui</span>
    </>
  )
}

function TableRoles({ detenteurs, mien }: { detenteurs: readonly (Detenteur & { organisation: string })[]; mien: Role | null }) {
  return (
    <section class="pv-defile pv-haut-2" aria-label="Qui porte chaque rôle" tabindex={0}>
      <table class="ds-table">
        <caption>Qui porte chaque rôle sur ce contrat aujourd’hui</caption>
        <thead>
          <tr>
            <th scope="col">Rôle</th>
            <th scope="col">Personnes</th>
          </tr>
        </thead>
        <tbody>
          {ROLES.filter((role) => role !== 'admin_plateforme').map((role) => (
            <tr {...(role === mien ? { class: 'pv-mienne' } : {})}>
              <th scope="row">{LIBELLES_ROLES[role]}</th>
              <td>
                {detenteurs
                  .filter((detenteur) => detenteur.role === role)
                  .map(({ personne, organisation }) => `${personne} (${organisation})`)
                  .join(', ') || <span class="pv-note">aucun mandat en cours</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
