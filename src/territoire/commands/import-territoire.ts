import { z } from 'zod'
import { type Contexte, command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { getGeneration } from '../generation.store.ts'
import { identifiant } from '../generation-formes.ts'
import { LIBELLES_COLONNE, missingColonnes } from '../import/correspondance.ts'
import type { DetailDefaut } from '../import/defauts-gardes.ts'
import { type BilanImport, type Import, LIBELLES_TYPE_CONTOUR } from '../import/forme.ts'
import { repairEntite } from '../import/geometries.ts'
import { markImporte } from '../import.store.ts'
import { writeContours, writeUnites } from '../import-contour.store.ts'
import { writeQuartiers } from '../import-ecriture.store.ts'
import {
  countReparations,
  findBloquants,
  listDefautsDesEntites,
  listEntitesMelees,
  loadGeometriesEntites,
  saveGeometriesEntites,
} from '../import-entite.store.ts'
import { assertLu, openImportTerritoire } from './open-import-territoire.ts'

/**
 * Writes what was read into the reference: all of it or nothing, in one transaction. Doing it again with the same file changes
 * nothing. A quartier that the file does not name is left as it is.
 */
export const importTerritoire = command('territoire.importer', z.object({ importId: identifiant }), async (contexte, { importId }) => {
  const { tx, agent, now } = contexte
  const un = await openImportTerritoire(contexte, importId)
  assertLu(un)
  assertComplet(un)
  const bloquants = await findBloquants(tx, importId)
  if (bloquants.nombre > 0) {
    const suite = bloquants.nombre > bloquants.premiers.length ? ' …' : ''
    throw new RegleViolee(
      `${accorde(bloquants.nombre, 'défaut empêche', 'défauts empêchent')} l’import, rien n’est enregistré. Réparez, écartez l’entité ou corrigez le fichier : ${bloquants.premiers.join(' ')}${suite}`,
    )
  }
  await repairMelees(contexte, un)
  const reparations = await countReparations(tx, importId)
  const { phrase, ...bilan } = await write(contexte, un)
  await markImporte(tx, importId, { bilan: { ...bilan, reparations }, now, par: agent.personneId })
  return {
    valeur: { bilan: { ...bilan, reparations } },
    trace: {
      contratId: null,
      objet: { type: 'import_territoire', id: importId },
      libelle: `Fichier « ${un.nom} » importé, ${phrase} : ${sayBilan(bilan)}`,
      avant: null,
      apres: { ...bilan, reparations, sha256: un.sha256, reglages: un.reglages },
    },
  }
})

type Comptes = Omit<BilanImport, 'reparations'>

/** « 12 nouveaux, 3 modifiés, 2 inchangés » */
export function sayBilan({ nouveaux, modifies, identiques }: Comptes): string {
  if (nouveaux + modifies === 0) return 'rien n’a changé'
  return `${accorde(nouveaux, 'nouveau', 'nouveaux')}, ${accorde(modifies, 'modifié', 'modifiés')}, ${accorde(identiques, 'inchangé', 'inchangés')}`
}

function assertComplet({ genre, lecture, reglages }: Import): void {
  const manque = missingColonnes(genre, lecture?.correspondance ?? {})
  if (manque[0] !== undefined)
    throw fautif(`colonnes.${manque[0]}`, `Dites quelle colonne donne : ${LIBELLES_COLONNE[manque[0]].toLowerCase()}.`)
  if (genre === 'quartiers') {
    if (reglages.generationId === undefined) throw fautif('generationId', 'Choisissez la génération dans laquelle entrent ces quartiers.')
    return
  }
  if (genre === 'contours' && reglages.typeContour === undefined) throw fautif('typeContour', 'Dites de quels lieux ce sont les contours.')
  if (reglages.millesime === undefined) throw fautif('millesime', 'Donnez le millésime de ce fichier, par exemple 2024.')
  if (reglages.source === undefined) throw fautif('source', 'Dites d’où vient ce fichier, par exemple « IGN, Admin Express ».')
}

async function write({ tx, agent, now }: Contexte, { id, genre, reglages }: Import): Promise<Comptes & { phrase: string }> {
  const { generationId, decretId, typeContour, millesime, source } = reglages
  if (genre === 'quartiers' && generationId !== undefined) {
    const generation = await getGeneration(tx, generationId)
    const decret = generation.decrets.find((un) => un.id === decretId) ?? null
    const ecrits = await writeQuartiers(tx, { importId: id, generationId, decretId: decret?.id ?? null, now, par: agent.personneId })
    const phrase = `génération ${generation.code}${decret === null ? '' : `, décret n° ${decret.numero}`}`
    return { nouveaux: ecrits.nouveau, modifies: ecrits.modifie, identiques: ecrits.identique, absents: ecrits.absent, phrase }
  }
  if (millesime === undefined || source === undefined) throw new Error('import without vintage or source')
  if (genre === 'contours' && typeContour !== undefined) {
    const phrase = `contours de ${LIBELLES_TYPE_CONTOUR[typeContour]}, millésime ${millesime}`
    return { ...(await writeContours(tx, { importId: id, type: typeContour, millesime, source })), phrase }
  }
  const ecrites = await writeUnites(tx, { importId: id, millesime, source, populationMillesime: reglages.populationMillesime ?? null })
  return { ...ecrites, phrase: `unités urbaines, millésime ${millesime}` }
}

/** Features whose repairs were not all accepted as advised are made again from what was published; then what overlaps is taken off. */
async function repairMelees({ tx }: Contexte, { id, lecture }: Import): Promise<void> {
  const melees = await listEntitesMelees(tx, id)
  if (melees.length === 0 || lecture === null || lecture.format === 'tableur') return
  const { format } = lecture
  const rangs = melees.map(({ rang }) => rang)
  const acceptes = (await listDefautsDesEntites(tx, id, rangs)).filter(({ decision }) => decision === 'accepte')
  const voisines = await loadGeometriesEntites(tx, id, [...new Set(acceptes.flatMap(({ autre }) => autre ?? []))])
  const refaites = melees.map(({ rang, geometrieLue }) => {
    const siens = acceptes.filter(({ entite }) => entite === rang)
    const acceptees = siens.map(({ genre, variante, detail, autre }) => ({
      genre,
      variante: variante ?? (detail as DetailDefaut | null)?.reparations[0]?.variante ?? '',
      voisine: autre === null ? null : (voisines.get(autre) ?? null),
    }))
    return { rang, ...repairEntite(geometrieLue, format, acceptees) }
  })
  await saveGeometriesEntites(tx, id, refaites)
}

function fautif(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
