import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { lockArbre, saveArbre } from '../arbre.store.ts'
import { type Arbre, buildArbre, codesOf } from '../arbre.ts'
import { placeRestauree } from '../arbre-deplacement.ts'
import { getNoeud, listArchivesAvec, unarchive } from '../noeud.store.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { champId } from './noeud-entrees.ts'

/** Brings back an archived node with what was archived with it; a number taken since is replaced by the next free one. */
export const restoreNoeud = command(
  'strategie.restaurer_noeud',
  z.object({ contratId: champId, noeudId: champId }),
  async ({ tx, agent, now }, { contratId, noeudId }) => {
    assertCan(canEditArbre(agent, contratId), 'Seule la cheffe ou le chef de projet restaure un nœud de l’arbre.')
    const arbre = await lockArbre(tx, contratId)
    const noeud = await getNoeud(tx, contratId, noeudId)
    if (noeud.archiveLe === null) throw new RegleViolee('Ce nœud n’est pas archivé.')
    if (noeud.parentId !== null && !arbre.objets.has(noeud.parentId)) {
      throw new RegleViolee('Le nœud qui portait celui-ci est archivé lui aussi : restaurez-le d’abord.')
    }
    const revenus = await listArchivesAvec(tx, { ...noeud, archiveLe: noeud.archiveLe })
    let avant: Arbre = arbre
    let apres: Arbre = arbre
    // From the top down: each takes its place in a tree that already holds its parent.
    for (const objet of revenus) {
      const { numero } = placeRestauree(apres, objet)
      avant = buildArbre(arbre.niveaux, [...avant.objets.values(), objet])
      apres = buildArbre(arbre.niveaux, [...apres.objets.values(), { ...objet, numero }])
    }
    await unarchive(tx, revenus)
    const { codes } = await saveArbre(tx, contratId, avant, apres, now)
    const code = codesOf(apres).get(noeudId) ?? ''
    return {
      valeur: { code, objets: revenus.length },
      trace: {
        contratId,
        objet: { type: 'noeud', id: noeudId },
        libelle: `Nœud ${code === '' ? `«\u00a0${noeud.intitule}\u00a0»` : code} restauré${revenus.length > 1 ? ` avec ${accorde(revenus.length - 1, 'élément')}` : ''}`,
        avant: { archiveLe: noeud.archiveLe },
        apres: { objets: revenus.map(({ type, id, intitule }) => ({ type, id, intitule })), codes },
      },
    }
  },
)
