/** What moving a node and moving a fiche share. */
import { z } from 'zod'
import type { Contexte, Fait } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createDeplacement, lockArbre, saveArbre } from '../arbre.store.ts'
import { type Arbre, acteSur, getObjet, nomme, type Objet, type TypeObjet } from '../arbre.ts'
import { moved, shifted } from '../arbre-deplacement.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { champId, champParent } from './noeud-entrees.ts'

/** Up or down by one, or under a node (null: the root) before a sibling (null: at the end). */
export const champVers = z.union([
  z.enum(['haut', 'bas']),
  z.object({
    parentId: champParent,
    avantId: z
      .union([z.literal(''), champId])
      .nullish()
      .transform((id) => (id === undefined || id === '' ? null : id)),
  }),
])

export type EntreeDeplacement = {
  contratId: string
  id: string
  /** The code that the page showed: the move is refused when it is no longer that one. Absent: not checked. */
  code?: string | undefined
  vers: z.output<typeof champVers>
}

/** @throws Interdit, RegleViolee */
export async function moveObjet(
  { tx, agent, now }: Contexte,
  type: TypeObjet,
  entree: EntreeDeplacement,
): Promise<Fait<{ code: string; libelle: string }>> {
  assertCan(canEditArbre(agent, entree.contratId), 'Seule la cheffe ou le chef de projet déplace les éléments de l’arbre.')
  const avant = await lockArbre(tx, entree.contratId)
  const objet = getObjet(avant, entree.id)
  if (objet.type !== type) throw new RegleViolee('Cet élément de l’arbre n’est pas de la nature attendue : rechargez la page.')
  if (entree.code !== undefined && entree.code !== objet.code) {
    throw new RegleViolee(
      `L’arbre a changé depuis l’affichage de la page : ${entree.code === '' ? objet.intitule : entree.code} porte maintenant le code ${objet.code}. Vérifiez, puis recommencez.`,
    )
  }
  const apres = typeof entree.vers === 'string' ? shifted(avant, objet.id, entree.vers) : moved(avant, objet.id, entree.vers)
  const { mouvement, codes } = await saveArbre(tx, entree.contratId, avant, apres, now)
  const code = codes.find((change) => change.id === objet.id)?.apres ?? objet.code
  const libelle = libelleDeplacement(avant, apres, objet, code)
  await createDeplacement(tx, { contratId: entree.contratId, libelle, mouvement, faitPar: agent.personneId, faitLe: now })
  return {
    valeur: { code, libelle },
    trace: {
      contratId: entree.contratId,
      objet: { type, id: objet.id },
      libelle: `${acteSur(avant, objet.id, 'déplacé')} : ${libelle}`,
      avant: { places: mouvement.avant, codes: codes.map(({ id, avant: ancien }) => ({ id, code: ancien })) },
      apres: { places: mouvement.apres, codes: codes.map(({ id, apres: nouveau }) => ({ id, code: nouveau })) },
    },
  }
}

/** « 2.1.7, de 2.2 vers 2.1 », or « 2.1.6, qui portait 2.1.7 » when the parent is the same. */
export function libelleDeplacement(avant: Arbre, apres: Arbre, objet: Objet, code: string): string {
  const la = getObjet(apres, objet.id)
  const nom = code === '' ? `«\u00a0${objet.intitule}\u00a0»` : code
  if (la.parentId !== objet.parentId) return `${nom}, de ${court(avant, objet.parentId)} vers ${court(apres, la.parentId)}`
  return code === objet.code ? `${nom}, changé de rang` : `${nom}, qui portait ${objet.code}`
}

function court(arbre: Arbre, id: string | null): string {
  const noeud = id === null ? undefined : arbre.objets.get(id)
  if (noeud === undefined) return 'la racine'
  return noeud.code === '' ? nomme(arbre, id) : noeud.code
}
