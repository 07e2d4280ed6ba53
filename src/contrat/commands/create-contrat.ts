import { z } from 'zod'
import { type Agent, createMandatRow, TOUT_LE_CONTRAT } from '#compte/index.ts'
import { command, extendIdentite } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { type Epci, findEpci } from '#territoire/index.ts'
import { completedChoix } from '../champs-fiche.ts'
import { createContratRow, freeAdresse, isAdresseLibre } from '../contrat.store.ts'
import { type CommuneContrat, fauteAdresse, proposedAdresse } from '../contrat.ts'
import { canCreateContrat } from '../droits.ts'
import { fautesDates } from '../duree.ts'
import { fentesContrat } from '../fentes.ts'
import { saveChampsRows, saveCommunesRows, saveJalonsRows, saveNiveauxRows, saveSignatairesRows, saveThemesRows } from '../listes.store.ts'
import { findModele, type Modele, proposedJalons, proposedParties } from '../modeles.ts'
import { identifiant, jourFacultatif, texte, texteFacultatif } from '../schemas.ts'
import { initialStatut, STATUTS_INITIAUX } from '../statut.ts'
import { assertGeneration } from './assert-generation.ts'
import { nameCommunes } from './edit-contrat.ts'
import { findOrganisationPartie } from './organisation-partie.ts'

const entree = z.object({
  /** Given by an import or a demo that must know it before; made here otherwise. */
  id: identifiant.optional(),
  modele: z.string({ error: 'Choisissez un modèle.' }),
  titre: texte('le titre du contrat', 300),
  generation: texteFacultatif(60),
  epciSiren: z
    .string()
    .regex(/^(\d{9})?$/, 'Un numéro SIREN compte neuf chiffres.')
    .default('')
    .transform((siren) => (siren === '' ? null : siren)),
  /** Name of the pilot when it is not an EPCI of the reference (a commune alone, an old grouping). */
  epciNom: texteFacultatif(300),
  communes: z
    .array(z.string().regex(/^([0-9]{2}|2[AB])[0-9]{3}$/, 'Ce code de commune n’existe pas.'))
    .max(400)
    .default([]),
  debut: jourFacultatif,
  fin: jourFacultatif,
  statut: z.enum(STATUTS_INITIAUX, 'Dites où en est le contrat.').default('preparation'),
  adresse: texteFacultatif(80),
})

/**
 * Creates a contract from a template, with its levels, fields, themes, expected parties and first phases, and gives its
 * creator, if she is a chef de projet, the same mandate on it.
 */
export const createContrat = command('contrat.creer', entree, async (contexte, saisie) => {
  const { tx, agent, now } = contexte
  assertCan(canCreateContrat(agent), 'Seules les personnes cheffes de projet et l’administration de la plateforme créent un contrat.')
  const modele = findModele(saisie.modele)
  if (modele === null) throw fautif('modele', 'Choisissez un modèle de la liste.')
  const generation = await assertGeneration(tx, saisie.generation ?? modele.generation)
  const fautes = fautesDates(saisie)
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  const statut = initialStatut(saisie.statut, saisie, jourParis(now))
  const { epci, epciNom } = await findPilote(tx, saisie)
  const communes = await nameCommunes(tx, saisie.communes, [])
  const contrat = {
    id: saisie.id ?? createId(now.getTime()),
    adresse: await chooseAdresse(tx, saisie, epciNom),
    titre: saisie.titre,
    generation: generation.code,
    epciSiren: epci?.siren ?? null,
    epciNom,
    statut,
    debut: saisie.debut,
    fin: saisie.fin,
    finInitiale: null,
    signeLe: null,
    presentation: null,
    accroche: null,
    presentationFalc: null,
    archiveLe: null,
    statutAvantArchive: null,
  }
  await extendIdentite(tx, contrat.id)
  await createContratRow(tx, contrat, now)
  await fillFromModele(tx, contrat, { modele, communes, departement: epci?.departements[0]?.nom ?? null, now })
  await giveMandatCreateur(tx, agent, contrat.id, now)
  await fentesContrat().apresCreation(contexte, contrat.id, modele.noeuds)
  return {
    valeur: { id: contrat.id, adresse: contrat.adresse },
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: `Contrat « ${contrat.titre} » créé`,
      avant: null,
      apres: { ...contrat, modele: modele.code, communes },
    },
  }
})

async function findPilote(
  tx: Tx,
  saisie: { epciSiren: string | null; epciNom: string | null },
): Promise<{ epci: Epci | null; epciNom: string }> {
  if (saisie.epciSiren === null) {
    if (saisie.epciNom === null) throw fautif('epciNom', 'Choisissez l’intercommunalité qui pilote, ou donnez le nom de la collectivité.')
    return { epci: null, epciNom: saisie.epciNom }
  }
  const epci = await findEpci(tx, saisie.epciSiren)
  if (epci === null) throw fautif('epciSiren', `Aucune intercommunalité ne porte le numéro SIREN ${saisie.epciSiren}.`)
  return { epci, epciNom: epci.nom }
}

async function chooseAdresse(
  tx: Tx,
  saisie: { adresse: string | null; debut: string | null; fin: string | null },
  epciNom: string,
): Promise<string> {
  if (saisie.adresse === null) return freeAdresse(tx, proposedAdresse(epciNom, saisie.debut, saisie.fin))
  const faute = fauteAdresse(saisie.adresse)
  if (faute !== null) throw fautif('adresse', faute)
  if (!(await isAdresseLibre(tx, saisie.adresse)))
    throw fautif('adresse', `L’adresse « ${saisie.adresse} » est déjà celle d’un autre contrat.`)
  return saisie.adresse
}

async function fillFromModele(
  tx: Tx,
  contrat: { id: string; epciNom: string; debut: string | null; fin: string | null },
  { modele, communes, departement, now }: { modele: Modele; communes: readonly CommuneContrat[]; departement: string | null; now: Date },
): Promise<void> {
  const id = () => createId(now.getTime())
  await saveCommunesRows(tx, contrat.id, communes)
  await saveNiveauxRows(
    tx,
    contrat.id,
    modele.niveaux.map((niveau, rang) => ({ rang: rang + 1, ...niveau })),
  )
  await saveChampsRows(
    tx,
    contrat.id,
    completedChoix(
      modele.champs.map((champ) => ({ ...champ, utilise: true })),
      fentesContrat().champsConnus,
    ),
  )
  await saveThemesRows(
    tx,
    contrat.id,
    modele.themes.map((libelle) => ({ id: id(), libelle })),
  )
  const parties = proposedParties(modele, { epci: contrat.epciNom, communes: communes.map((commune) => commune.nom), departement })
  const signataires = []
  for (const partie of parties) {
    const organisationId = await findOrganisationPartie(tx, partie.organisation)
    signataires.push({ ...partie, id: id(), organisationId, representant: null, fonction: null, signeLe: null })
  }
  await saveSignatairesRows(tx, contrat.id, signataires)
  await saveJalonsRows(
    tx,
    contrat.id,
    proposedJalons(modele, contrat).map((jalon) => ({ ...jalon, id: id() })),
  )
}

/** A chef de projet keeps the contract that she creates, under the organisation for which she acts. */
async function giveMandatCreateur(tx: Tx, agent: Agent, contratId: string, now: Date): Promise<void> {
  const mandat = agent.mandats.find((connu) => connu.role === 'chef_projet')
  if (mandat === undefined) return
  await createMandatRow(
    tx,
    {
      id: createId(now.getTime()),
      personneId: agent.personneId,
      organisationId: mandat.organisationId,
      role: 'chef_projet',
      contratId,
      territoire: TOUT_LE_CONTRAT,
      qualite: 'titulaire',
      suppleance: null,
      debut: jourParis(now),
      fin: null,
    },
    { id: agent.personneId, now },
  )
}

function fautif(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
