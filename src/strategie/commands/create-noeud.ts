import { z } from 'zod'
import { listThemes } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { lockArbre } from '../arbre.store.ts'
import { getObjet, nomme } from '../arbre.ts'
import { placeNouvelle } from '../arbre-deplacement.ts'
import { insertNoeud, saveThemesNoeud } from '../noeud.store.ts'
import { assertIntitule, assertThemesConnus, edited, type Noeud, niveauDe } from '../noeud.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { champId, champNumero, champTexte, champThemes } from './noeud-entrees.ts'

/** Adds a node under another, or at the root; its number is the next free one unless one is chosen. */
export const createNoeud = command(
  'strategie.creer_noeud',
  z.object({
    contratId: champId,
    parentId: champId.nullable(),
    intitule: z.string(),
    description: champTexte,
    numero: champNumero,
    themeIds: champThemes,
  }),
  async ({ tx, agent, now }, entree) => {
    assertCan(canEditArbre(agent, entree.contratId), 'Seule la cheffe ou le chef de projet ajoute un nœud à l’arbre.')
    const arbre = await lockArbre(tx, entree.contratId)
    const rang = entree.parentId === null ? 1 : (getObjet(arbre, entree.parentId).rang ?? 0) + 1
    const niveau = niveauDe(arbre.niveaux, rang)
    const place = placeNouvelle(arbre, { type: 'noeud', rang, parentId: entree.parentId }, entree.numero)
    const vide: Noeud = {
      id: createId(now.getTime()),
      contratId: entree.contratId,
      parentId: entree.parentId,
      rang,
      ...place,
      intitule: assertIntitule(entree.intitule),
      description: null,
      version: 1,
      archiveLe: null,
    }
    const noeud = edited(vide, entree)
    await insertNoeud(tx, noeud, now)
    assertThemesConnus(await listThemes(tx, entree.contratId), entree.themeIds)
    await saveThemesNoeud(tx, noeud.id, entree.themeIds)
    const nom = noeud.code === '' ? `«\u00a0${noeud.intitule}\u00a0»` : noeud.code
    return {
      valeur: noeud,
      trace: {
        contratId: noeud.contratId,
        objet: { type: 'noeud', id: noeud.id },
        libelle: `${niveau.singulier} ${nom} ajouté${niveau.feminin ? 'e' : ''} sous ${nomme(arbre, entree.parentId)}`,
        avant: null,
        apres: { ...place, parentId: noeud.parentId, intitule: noeud.intitule, description: noeud.description, themeIds: entree.themeIds },
      },
    }
  },
)
