import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { canImportTerritoire } from '../droits.ts'
import { insertCarroyage } from '../eligibilite/carroyage.store.ts'
import { formeCarroyage } from '../eligibilite/formes.ts'
import type { FormeGrille } from '../eligibilite/lecture-carroyage.ts'
import { LIRE_CARROYAGE, type ParametresCarroyage } from '../eligibilite/taches.ts'
import { findProjection } from '../projection.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Deposits the file of a statistical grid; a task reads it. No simulation may use it before. */
export const depositCarroyage = command(
  'territoire.deposer_carroyage',
  formeCarroyage.extend({
    fichier: z.object(
      { nom: z.string().min(1).max(255), contenu: z.instanceof(Uint8Array) },
      { error: 'Choisissez le fichier du carroyage.' },
    ),
  }),
  async ({ tx, agent, now }, { fichier, ...saisie }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    if (fichier.contenu.byteLength === 0) {
      throw new RegleViolee('Le fichier du carroyage est vide.', [
        { champ: 'fichier', message: 'Ce fichier est vide : choisissez-en un autre.' },
      ])
    }
    const forme = formeOf(saisie)
    const id = createId(now.getTime())
    const { id: fichierId, taille } = await saveFichier(tx, { contenu: fichier.contenu, type: 'application/octet-stream', now })
    const parametres: ParametresCarroyage = { carroyageId: id, fichierId, octets: taille }
    const tacheId = await enqueueTache(tx, {
      genre: LIRE_CARROYAGE,
      contratId: null,
      demandeurId: agent.personneId,
      parametres,
      total: taille,
      message: 'En file',
    })
    const { nom, source, millesime, coteM } = saisie
    const depot = { id, nom, source, millesime, coteM, forme, fichierNom: fichier.nom, fichierId, tacheId, deposeLe: now }
    await insertCarroyage(tx, depot)
    return {
      valeur: { carroyageId: id, tacheId },
      trace: {
        contratId: null,
        objet: { type: 'carroyage', id },
        libelle: `Carroyage « ${nom} » déposé`,
        avant: null,
        apres: { nom, source, millesime, coteM, fichier: fichier.nom },
      },
    }
  },
)

/** How the cells are placed. @throws RegleViolee naming the field that is missing */
export function formeOf(saisie: Omit<z.infer<typeof formeCarroyage>, 'nom' | 'source' | 'millesime'>): FormeGrille {
  if (saisie.sorte === 'code') return { sorte: 'code' }
  const { epsg } = saisie
  const projection = epsg === null ? null : findProjection(epsg)
  if (epsg === null || projection === null || projection.geographique) {
    const message = 'Indiquez la projection des coordonnées par son code, en mètres : 2154, 3035, 2975…'
    throw new RegleViolee(message, [{ champ: 'epsg', message }])
  }
  if (saisie.sorte === 'metres') return { sorte: 'metres', epsg }
  const { origineX, origineY, tuileX, tuileY, cellulesTuile } = saisie
  const manque = Object.entries({ origineX, origineY, tuileX, tuileY, cellulesTuile }).filter(([, valeur]) => valeur === null)
  if (origineX === null || origineY === null || tuileX === null || tuileY === null || cellulesTuile === null) {
    throw new RegleViolee(
      'Une tuile se lit avec l’origine de la grille, son numéro et son nombre de carreaux.',
      manque.map(([champ]) => ({ champ, message: 'Ce nombre manque.' })),
    )
  }
  return { sorte: 'tuile', epsg, origineX, origineY, tuileX, tuileY, cellulesTuile }
}
