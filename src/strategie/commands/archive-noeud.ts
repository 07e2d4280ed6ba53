import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { lockArbre } from '../arbre.store.ts'
import { type Arbre, acteSur, branche, getObjet, nomme, nommeEnTete } from '../arbre.ts'
import { archiveBranche } from '../noeud.store.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { champId } from './noeud-entrees.ts'

/** Puts a node away. What hangs from it is moved first, or archived with it when one says so; all comes back by `restoreNoeud`. */
export const archiveNoeud = command(
  'strategie.archiver_noeud',
  z.object({ contratId: champId, noeudId: champId, contenu: z.enum(['refuser', 'archiver']).default('refuser') }),
  async ({ tx, agent, now }, { contratId, noeudId, contenu }) => {
    assertCan(canEditArbre(agent, contratId), 'Seule la cheffe ou le chef de projet archive un nœud de l’arbre.')
    const arbre = await lockArbre(tx, contratId)
    const noeud = getObjet(arbre, noeudId)
    if (noeud.type !== 'noeud') throw new RegleViolee('Cet élément est une fiche : archivez-la depuis sa page.')
    const objets = branche(arbre, noeudId)
    if (objets.length > 1 && contenu === 'refuser') throw new RegleViolee(phraseContenu(arbre, noeudId))
    const ids = (type: 'noeud' | 'fiche') => objets.filter((objet) => objet.type === type).map((objet) => objet.id)
    await archiveBranche(tx, { noeuds: ids('noeud'), fiches: ids('fiche') }, now)
    return {
      valeur: { fiches: ids('fiche').length, noeuds: ids('noeud').length },
      trace: {
        contratId,
        objet: { type: 'noeud', id: noeudId },
        libelle: `${acteSur(arbre, noeudId, 'archivé')}${objets.length > 1 ? ` avec ${accorde(objets.length - 1, 'élément')}` : ''}`,
        avant: { objets: objets.map(({ type, id, code, intitule }) => ({ type, id, code, intitule })) },
        apres: { archiveLe: now },
      },
    }
  },
)

/** « L’axe 2.1 porte 4 fiches : déplacez-les d’abord, ou archivez-les avec lui. » */
function phraseContenu(arbre: Arbre, noeudId: string): string {
  const dedans = branche(arbre, noeudId).slice(1)
  const fiches = dedans.filter((objet) => objet.type === 'fiche').length
  const noeuds = dedans.length - fiches
  const compte = [fiches > 0 ? accorde(fiches, 'fiche') : '', noeuds > 0 ? accorde(noeuds, 'nœud') : '']
    .filter((x) => x !== '')
    .join(' et ')
  return `${nommeEnTete(arbre, noeudId)} porte ${compte} : déplacez ce contenu d’abord, ou archivez-le avec ${nomme(arbre, noeudId)}.`
}
