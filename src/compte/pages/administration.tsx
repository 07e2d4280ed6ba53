import { countCourriels } from '#platform/courriel/consultation.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { listColonnes } from '#platform/donnees-personnelles/colonne.store.ts'
import { findDefauts } from '#platform/donnees-personnelles/declaration.ts'
import { accorde } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import type { Routes } from '#platform/http/routes.ts'
import { listPeriodiques } from '#platform/periodique.ts'
import { getReglages, listReglagesDeclares } from '#platform/reglages.ts'
import { listDernieresTaches } from '#platform/taches/tache.store.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import { listClotures } from '../cloture.store.ts'
import { droitAdministration } from './droit-administration.ts'

const JOUR_MS = 24 * 3600_000

type Entree = { href: string; libelle: string; aide: string; alerte?: keyof Alertes }
/** What waits for the administrators; null: nothing. */
type Alertes = {
  reglages: string | null
  registre: string | null
  demandes: string | null
  taches: string | null
  courriels: string | null
}

const GROUPES: readonly { titre: string; entrees: readonly Entree[] }[] = [
  {
    titre: 'Personnes et organisations',
    entrees: [
      { href: '/administration/personnes', libelle: 'Personnes', aide: 'Comptes, mandats, liens de connexion.' },
      { href: '/administration/organisations', libelle: 'Organisations', aide: 'SIRET, représentants, documents, doublons.' },
      {
        href: '/administration/demandes',
        libelle: 'Demandes des personnes',
        aide: 'Copies de données, fermetures de comptes.',
        alerte: 'demandes',
      },
    ],
  },
  {
    titre: 'Instance',
    entrees: [
      { href: '/administration/reglages', libelle: 'Réglages', aide: 'Mentions légales, contacts, connexion, durées.', alerte: 'reglages' },
      {
        href: '/administration/registre',
        libelle: 'Registre des traitements',
        aide: 'Ce que la base sait des personnes, et pourquoi.',
        alerte: 'registre',
      },
      {
        href: '/administration/territoire',
        libelle: 'Territoire',
        aide: 'Quartiers par génération, contours, unités urbaines : imports et relecture.',
      },
      {
        href: '/administration/indicateurs',
        libelle: 'Indicateurs',
        aide: 'Définitions et chiffres de référence, importés avec leur source.',
      },
      { href: '/administration/taches', libelle: 'Tâches', aide: 'Ce que la machine fait la nuit, et ce qu’il en est.', alerte: 'taches' },
      { href: '/administration/courriels', libelle: 'Courriels', aide: 'File d’envoi et échecs.', alerte: 'courriels' },
    ],
  },
  {
    titre: 'Contrôle',
    entrees: [
      { href: '/administration/journal', libelle: 'Journal de la plateforme', aide: 'Comptes, réglages, connexions : qui a fait quoi.' },
      { href: '/administration/contrats', libelle: 'Contrats', aide: 'Mesures, sans contenu ; accès justifié au contenu.' },
    ],
  },
]

/** The door of the administration: every page, and what waits. @param ailleurs addresses of pages of higher capabilities */
export function addRoutesAdministration(routes: Routes, ailleurs: readonly string[] = []): void {
  routes.get('/administration', droitAdministration, (c) =>
    showAdministration(c, new Set([...routes.declarees.map(({ chemin }) => chemin), ...ailleurs])),
  )
}

async function showAdministration(c: C, connues: ReadonlySet<string>): Promise<Response> {
  const alertes = await readHttp(c, (tx) => loadAlertes(tx, c.get('now')))
  const nombre = Object.values(alertes).filter((alerte) => alerte !== null).length
  return c.html(
    <PageSimple titre="Administration" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Administration' }]} />
      <h1>Administration</h1>
      <p class="pv-chapeau">
        {nombre === 0 ? 'Rien n’attend.' : `${accorde(nombre, 'point attend', 'points attendent')} votre attention.`}
      </p>
      {GROUPES.map(({ titre, entrees }) => (
        <section class="pv-section">
          <h2>{titre}</h2>
          <ul class="pv-entrees">
            {entrees
              .filter(({ href }) => connues.has(href))
              .map(({ href, libelle, aide, alerte }) => (
                <li>
                  <a href={href}>{libelle}</a>
                  <p>{aide}</p>
                  {alerte !== undefined && alertes[alerte] !== null && <p class="pv-alerte">{alertes[alerte]}</p>}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </PageSimple>,
  )
}

/** Five statements. */
async function loadAlertes(tx: Tx, now: Date): Promise<Alertes> {
  const reglages = listReglagesDeclares().filter(({ manque }) => manque !== undefined)
  const { valeurOf } = await getReglages(tx, reglages)
  const manques = reglages.filter((reglage) => (reglage.manque?.(valeurOf(reglage)) ?? null) !== null).length
  const defauts = findDefauts(await listColonnes(tx)).length
  const demandes = (await listClotures(tx, 200)).filter(({ faiteLe, annuleeLe }) => faiteLe === null && annuleeLe === null)
  const empechees = demandes.filter(({ obstacle }) => obstacle !== null).length
  const dernieres = await listDernieresTaches(
    tx,
    listPeriodiques().map(({ genre }) => genre),
  )
  const echouees = dernieres.filter(({ etat }) => etat === 'echouee').length
  const courriels = (await countCourriels(tx, new Date(now.getTime() - JOUR_MS)))
    .filter(({ etat }) => etat === 'abandonne' || etat === 'incertain')
    .reduce((total, { nombre }) => total + nombre, 0)
  const say = (nombre: number, singulier: string, pluriel: string) => (nombre === 0 ? null : accorde(nombre, singulier, pluriel))
  return {
    reglages: say(manques, 'réglage à compléter', 'réglages à compléter'),
    registre: say(defauts, 'colonne non déclarée', 'colonnes non déclarées'),
    demandes:
      empechees > 0
        ? say(empechees, 'fermeture empêchée', 'fermetures empêchées')
        : say(demandes.length, 'fermeture en attente', 'fermetures en attente'),
    taches: say(echouees, 'tâche échouée', 'tâches échouées'),
    courriels: say(courriels, 'courriel sans succès', 'courriels sans succès'),
  }
}
