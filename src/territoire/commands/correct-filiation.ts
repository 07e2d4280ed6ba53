import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { aireCommuneM2, prepareContour } from '../aire-commune.ts'
import { canImportTerritoire } from '../droits.ts'
import { type getLien, type LienFiliation, lockLien } from '../filiation.store.ts'
import { sayLien } from '../filiation-mots.ts'
import {
  addLien as addLienRow,
  correctLien as correctLienRow,
  removeLiensContredits,
  setAsideLien as setAsideRow,
} from '../filiation-revue.store.ts'
import { assertType, TYPES_FILIATION } from '../filiation-saisie.ts'
import { getGeneration } from '../generation.store.ts'
import { identifiant, ligneRequise } from '../generation-formes.ts'
import { getGeometries, listQuartiersByCode } from '../quartier.store.ts'
import type { Generation, Quartier } from '../quartier.ts'
import { partPm } from '../superposition.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

const type = z.enum(TYPES_FILIATION, 'Choisissez une sorte de lien.')
const motif = ligneRequise('Dites pourquoi, en une phrase : la raison reste dans l’historique.', 500)
const version = z.coerce.number<unknown>().int()

/** Changes the kind of a link, with the reason. */
export const correctLien = command(
  'territoire.corriger_filiation',
  z.object({ lienId: identifiant, version, type, motif }),
  async ({ tx, agent, now }, { lienId, version, type, motif }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const avant = await lockLien(tx, lienId)
    assertVersion(avant, version)
    assertType(type, { ancien: avant.ancien !== null, nouveau: avant.nouveau !== null })
    await correctLienRow(tx, { id: lienId, type, motif }, now)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'filiation', id: lienId },
        libelle: `Lien corrigé : ${sayLien({ ...avant, type })}`,
        avant: { type: avant.type, motif: avant.motif },
        apres: { type, motif },
      },
    }
  },
)

/** Sets a link aside, with the reason: the next computation does not bring it back. */
export const setAsideLien = command(
  'territoire.ecarter_filiation',
  z.object({ lienId: identifiant, version, motif }),
  async ({ tx, agent, now }, { lienId, version, motif }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const avant = await lockLien(tx, lienId)
    assertVersion(avant, version)
    if (avant.ecarteLe !== null) throw new RegleViolee('Ce lien est déjà écarté.')
    await setAsideRow(tx, { id: lienId, motif }, now)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'filiation', id: lienId },
        libelle: `Lien écarté : ${sayLien(avant)}`,
        avant: { ecarte: false, motif: avant.motif },
        apres: { ecarte: true, motif },
      },
    }
  },
)

const code = z
  .string()
  .nullish()
  .transform((texte) => texte?.replace(/\s/g, '').toUpperCase() ?? '')

/** Adds a link that the overlay does not show, with the reason; its shares of area are measured when both contours are known. */
export const addLien = command(
  'territoire.ajouter_filiation',
  z.object({ ancienneId: identifiant, nouvelleId: identifiant, ancienCode: code, nouveauCode: code, type, motif }),
  async ({ tx, agent, now }, saisie) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const [ancienne, nouvelle] = [await getGeneration(tx, saisie.ancienneId), await getGeneration(tx, saisie.nouvelleId)]
    if (saisie.ancienCode === '' && saisie.nouveauCode === '') throw fautif('nouveauCode', 'Donnez au moins un code de quartier.')
    const trouves = await listQuartiersByCode(
      tx,
      [saisie.ancienCode, saisie.nouveauCode].filter((un) => un !== ''),
    )
    const ancien = endOf(trouves, saisie.ancienCode, ancienne, 'ancienCode')
    const nouveau = endOf(trouves, saisie.nouveauCode, nouvelle, 'nouveauCode')
    assertType(saisie.type, { ancien: ancien !== null, nouveau: nouveau !== null })
    const lien = {
      id: createId(now.getTime()),
      ancienId: ancien?.id ?? null,
      nouveauId: nouveau?.id ?? null,
      type: saisie.type,
      motif: saisie.motif,
      ...(await measure(tx, ancien, nouveau)),
    }
    if (!(await addLienRow(tx, lien, now))) throw fautif('nouveauCode', 'Ce lien existe déjà : corrigez-le plutôt.')
    if (ancien !== null && nouveau !== null) await removeLiensContredits(tx, { ancienId: ancien.id, nouveauId: nouveau.id })
    return {
      valeur: { lienId: lien.id },
      trace: {
        contratId: null,
        objet: { type: 'filiation', id: lien.id },
        libelle: `Lien ajouté : ${sayLien({ ...lien, ancien, nouveau })}`,
        avant: null,
        apres: { type: lien.type, motif: lien.motif, ancien: ancien?.code ?? null, nouveau: nouveau?.code ?? null },
      },
    }
  },
)

/** Two people do not correct the same link without seeing each other's. @throws RegleViolee */
function assertVersion(lien: LienFiliation, version: number): void {
  if (lien.version !== version)
    throw new RegleViolee('Ce lien a été relu entre-temps par une autre personne : rechargez la page pour voir sa version.')
}

function endOf(quartiers: readonly Quartier[], code: string, generation: Generation, champ: string): Quartier | null {
  if (code === '') return null
  const trouve = quartiers.find((quartier) => quartier.code === code && quartier.generationId === generation.id)
  if (trouve === undefined) throw fautif(champ, `Aucun quartier de « ${generation.libelle} » ne porte le code ${code}.`)
  return trouve
}

async function measure(tx: Parameters<typeof getLien>[0], ancien: Quartier | null, nouveau: Quartier | null) {
  const inconnues = { partAncienPm: null, partNouveauPm: null }
  if (ancien === null || nouveau === null) return inconnues
  const geometries = await getGeometries(tx, [ancien.id, nouveau.id])
  const [a, n] = [geometries.get(ancien.id), geometries.get(nouveau.id)]
  if (a === undefined || n === undefined) return inconnues
  const [pa, pn] = [prepareContour(a), prepareContour(n)]
  const commune = aireCommuneM2(pa, pn)
  return { partAncienPm: partPm(commune, pa.aireM2), partNouveauPm: partPm(commune, pn.aireM2) }
}

function fautif(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
