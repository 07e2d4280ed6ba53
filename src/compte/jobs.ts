/** Long and nightly work on personal data: copies, erasures, retention. Done by the worker, as tasks of the platform. */
import PizZip from 'pizzip'
import { noteEvenement } from '#platform/audit/audit.store.ts'
import { eraseContenusAvant } from '#platform/audit/effacement.store.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { listColonnes } from '#platform/donnees-personnelles/colonne.store.ts'
import { listLignes } from '#platform/donnees-personnelles/ligne.store.ts'
import { selectionsOf } from '#platform/donnees-personnelles/selection.ts'
import { listTraitements, registreOf } from '#platform/donnees-personnelles/traitement.ts'
import { RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { getReglages } from '#platform/reglages.ts'
import type { FinDeTravail, Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { ROLES } from './agent.ts'
import {
  type CompteInactif,
  createClotureRow,
  hasSigneDeVie,
  listCloturesDues,
  listComptesInactifs,
  listIndispensables,
  lockCloture,
  saveCloture,
} from './cloture.store.ts'
import { cancelledCloture, moinsMois, nomEfface, obstacleOf, plusJours } from './cloture.ts'
import { courrielInactivite } from './cloture-courriels.ts'
import { purgeConnexions, purgeFichiersDeTaches, purgeMandats, purgeTaches } from './conservation.store.ts'
import { erasePersonne, findPersonneCherchee, RACINES } from './effacement.store.ts'
import { isIndispensable } from './mandat.ts'
import { composeCopie } from './mes-donnees.ts'
import {
  dureeComptesInactifs,
  dureeExports,
  dureeInterets,
  dureeInvitations,
  dureeJetons,
  dureeJournal,
  dureeMandats,
  dureePreavis,
  dureeTentatives,
} from './reglages-instance.ts'
import './traitements.ts'
import { CONSERVER, EXPORTER_DONNEES, FERMER_COMPTES, type ParametresCopie } from './taches.ts'
import { listValeursCitees } from './valeurs-citees.store.ts'

export const travauxCompte: Travaux = {
  [EXPORTER_DONNEES]: copyDonnees,
  [FERMER_COMPTES]: closeComptes,
  [CONSERVER]: applyDurees,
}

/** Everything that concerns a person, in an archive of two files. */
async function copyDonnees({ db, tache, now }: Travail): Promise<FinDeTravail> {
  const { personneId } = tache.parametres as ParametresCopie
  return db.transaction().execute(async (tx) => {
    const personne = await findPersonneCherchee(tx, personneId)
    if (personne === null || personne.utilisateurId === null) throw new RegleViolee('Cette personne n’a plus de compte.')
    const colonnes = await listColonnes(tx)
    const parts = await listLignes(tx, colonnes, selectionsOf(colonnes, personne, RACINES))
    const { prenom, nom, courriel } = personne
    const copie = composeCopie({ prenom, nom, courriel }, parts, registreOf(colonnes, listTraitements()), {
      valeurs: await listValeursCitees(tx),
      now: now(),
    })
    const zip = new PizZip()
    zip.file('donnees.html', copie.html)
    zip.file('donnees.json', copie.json)
    const contenu = zip.generate({ type: 'uint8array', compression: 'DEFLATE' })
    const fichier = await saveFichier(tx, { contenu, type: 'application/zip', now: now() })
    const message = `${accorde(copie.lignes, 'ligne')} dans ${accorde(parts.length, 'table')}`
    return { message, fichier: { id: fichier.id, nom: `mes-donnees-${jourParis(now())}.zip` } }
  })
}

/** Warns accounts long unused, then closes those whose day has come, each in its own transaction. Run twice, it does nothing more. */
async function closeComptes({ db, now, avance }: Travail): Promise<FinDeTravail> {
  const prevenus = await db.transaction().execute((tx) => warnInactifs(tx, now()))
  const dues = await listCloturesDues(db, now())
  const bilan = { prevenus, fermes: 0, gardes: 0, empeches: 0 }
  for (const [rang, id] of dues.entries()) {
    if (!(await avance(rang, dues.length))) return { message: null }
    const suite = await db.transaction().execute((tx) => closeCompte(tx, id, now()))
    if (suite !== null) bilan[suite] += 1
  }
  const message = [
    accorde(bilan.fermes, 'compte fermé', 'comptes fermés'),
    accorde(bilan.prevenus, 'personne prévenue', 'personnes prévenues'),
    ...(bilan.gardes === 0 ? [] : [accorde(bilan.gardes, 'compte de nouveau utilisé', 'comptes de nouveau utilisés')]),
    ...(bilan.empeches === 0 ? [] : [accorde(bilan.empeches, 'fermeture empêchée', 'fermetures empêchées')]),
  ].join(', ')
  return { message, resultat: bilan }
}

async function warnInactifs(tx: Tx, now: Date): Promise<number> {
  const { valeurOf } = await getReglages(tx, [dureeComptesInactifs, dureePreavis])
  const mois = valeurOf(dureeComptesInactifs)
  const inactifs = await listComptesInactifs(tx, moinsMois(now, mois))
  for (const compte of inactifs) await warnInactif(tx, compte, { now, mois, prevueLe: plusJours(now, valeurOf(dureePreavis)) })
  return inactifs.length
}

async function warnInactif(
  tx: Tx,
  compte: CompteInactif,
  { now, mois, prevueLe }: { now: Date; mois: number; prevueLe: Date },
): Promise<void> {
  const { personneId, courriel } = compte
  const id = createId(now.getTime())
  await createClotureRow(tx, { id, personneId, motif: 'inactivite', raison: null, demandeeLe: now, prevueLe }, null)
  await enqueueCourriel(tx, courrielInactivite({ courriel, personneId }, mois, prevueLe), now)
  await noteEvenement(tx, {
    commande: 'compte.prevenir_inactivite',
    contratId: null,
    objet: { type: 'personne', id: personneId },
    libelle: `Fermeture d’un compte inutilisé prévue le ${formatDate(jourParis(prevueLe))}`,
    avant: null,
    apres: { prevueLe: prevueLe.toISOString() },
    acteurId: null,
    requeteId: `cloture-${id}`,
    now,
  })
}

/** @returns what came of it; null when somebody else did it meanwhile */
async function closeCompte(tx: Tx, id: string, now: Date): Promise<'fermes' | 'gardes' | 'empeches' | null> {
  const cloture = await lockCloture(tx, id)
  if (cloture.faiteLe !== null || cloture.annuleeLe !== null || cloture.prevueLe > now) return null
  if (cloture.motif === 'inactivite' && (await hasSigneDeVie(tx, cloture.personneId, cloture.demandeeLe))) {
    await saveCloture(tx, cancelledCloture(cloture, now), null)
    return 'gardes'
  }
  const obstacle = obstacleOf(await listIndispensables(tx, cloture.personneId, ROLES.filter(isIndispensable), jourParis(now)))
  const personne = await findPersonneCherchee(tx, cloture.personneId)
  if (obstacle !== null || personne === null) {
    await saveCloture(tx, { ...cloture, obstacle }, null)
    return 'empeches'
  }
  const bilan = await erasePersonne(tx, personne, cloture.numero, now)
  await saveCloture(tx, { ...cloture, faiteLe: now, obstacle: null }, null)
  const { prenom, nom } = nomEfface(cloture.numero)
  await noteEvenement(tx, {
    commande: 'compte.effacer_personne',
    contratId: null,
    objet: { type: 'personne', id: cloture.personneId },
    libelle: `Compte fermé, personne effacée : elle devient « ${prenom} ${nom} »`,
    avant: null,
    apres: { motif: cloture.motif, ...bilan },
    acteurId: null,
    requeteId: `cloture-${id}`,
    now,
  })
  return 'fermes'
}

const LOT_JOURNAL = 5000

/** Every retention chosen by the instance. Each step is its own transaction: one that fails leaves the others done. */
async function applyDurees({ db, now }: Travail): Promise<FinDeTravail> {
  const instant = now()
  const { valeurOf } = await getReglages(db, [
    dureeMandats,
    dureeJournal,
    dureeInvitations,
    dureeInterets,
    dureeJetons,
    dureeTentatives,
    dureeExports,
  ])
  const jours = (nombre: number) => plusJours(instant, -nombre)
  const exportsAvant = jours(valeurOf(dureeExports))
  const within = <T>(faire: (tx: Tx) => Promise<T>) => db.transaction().execute(faire)
  const resultat = {
    connexions: await within((tx) =>
      purgeConnexions(tx, {
        now: instant,
        jetonsAvant: jours(valeurOf(dureeJetons)),
        tentativesAvant: jours(valeurOf(dureeTentatives)),
        invitationsAvant: moinsMois(instant, valeurOf(dureeInvitations)),
        interetsAvant: moinsMois(instant, 12 * valeurOf(dureeInterets)),
      }),
    ),
    mandats: await within((tx) => purgeMandats(tx, jourParis(moinsMois(instant, 12 * valeurOf(dureeMandats))))),
    fichiers: await within((tx) => purgeFichiersDeTaches(tx, exportsAvant)),
    taches: await within((tx) => purgeTaches(tx, exportsAvant)),
    journal: 0,
  }
  const journalAvant = moinsMois(instant, 12 * valeurOf(dureeJournal))
  for (let effaces = LOT_JOURNAL; effaces === LOT_JOURNAL; resultat.journal += effaces) {
    effaces = await within((tx) => eraseContenusAvant(tx, journalAvant, LOT_JOURNAL, instant))
  }
  const { connexions, mandats, fichiers, taches, journal } = resultat
  return {
    message: `Effacés : ${accorde(connexions, 'donnée de connexion', 'données de connexion')}, ${accorde(mandats, 'mandat')}, ${accorde(fichiers, 'fichier')}, ${accorde(taches, 'tâche')}, ${accorde(journal, 'détail du journal', 'détails du journal')}`,
    resultat,
  }
}
