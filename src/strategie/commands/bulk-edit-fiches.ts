import { z } from 'zod'
import { type Contexte, command, type Fait } from '#platform/acte.ts'
import { assertCan, Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { lockArbre } from '../arbre.store.ts'
import { attempt, rehearse } from '../bulk.store.ts'
import { canCreateFiche } from '../droits.ts'
import { getFiche } from '../fiche.store.ts'
import { contenuDe } from '../fiche-contenu.ts'
import { listThemesFiche } from '../fiche-ecriture.store.ts'
import { abandonFiche } from './abandon-fiche.ts'
import { archiveFiche } from './archive-fiche.ts'
import { moveFiche } from './move-fiche.ts'
import { champId, champParent } from './noeud-entrees.ts'
import { reopenFiche } from './reopen-fiche.ts'
import { saveFiche } from './save-fiche.ts'
import { setThemesFiche } from './set-themes-fiche.ts'
import { submitFiche } from './submit-fiche.ts'
import { validateFiche } from './validate-fiche.ts'

export const FICHES_MAX = 500

/** One change for many fiches. */
const champModification = z.discriminatedUnion(
  'geste',
  [
    z.object({ geste: z.enum(['soumettre', 'valider', 'abandonner', 'rouvrir', 'archiver']) }),
    z.object({ geste: z.enum(['ajouter_theme', 'retirer_theme']), themeId: champId }),
    z.object({
      geste: z.literal('animateur'),
      animateur: z.string().trim().min(1, 'Donnez le nom de l’organisation qui anime.').max(500, 'Ce nom dépasse 500 caractères.'),
    }),
    z.object({ geste: z.literal('deplacer'), noeudId: champParent }),
  ],
  'Choisissez ce qui doit changer.',
)
export type Modification = z.output<typeof champModification>

const entree = z.object({
  contratId: champId,
  fiches: z
    .array(z.object({ id: champId, version: z.coerce.number<unknown>().int() }), 'Choisissez au moins une fiche.')
    .min(1, 'Choisissez au moins une fiche.')
    .max(FICHES_MAX, `Choisissez ${FICHES_MAX} fiches au plus.`),
  modification: champModification,
})

/** What becomes of one fiche: what is done to it, or why it cannot be (`refus`). Both null: nothing changes. */
export type SortFiche = { ficheId: string; code: string; intitule: string; fait: string | null; refus: string | null }

/**
 * Changes many fiches at once, as if each were changed alone: same rights, same rules, one line in the journal for each. All
 * or nothing: one refusal, and none is changed.
 */
export const bulkEditFiches = command('strategie.modifier_fiches', entree, async (contexte, saisie) => {
  const { sorts, traces } = await editAll(contexte, saisie)
  const refus = sorts.filter((sort) => sort.refus !== null)
  if (refus.length > 0) {
    throw new RegleViolee(
      `Rien n’a été modifié : ${accorde(refus.length, 'fiche')} sur ${sorts.length} ${refus.length > 1 ? 'ne peuvent pas l’être' : 'ne peut pas l’être'}.`,
      refus.map((sort) => ({ champ: '', message: `${sort.code} ${sort.intitule} : ${sort.refus}` })),
    )
  }
  return { valeur: sorts, trace: traces }
})

/** The same, undone before it ends: what would change, fiche by fiche, and what would be refused. */
export const previewFiches = command('strategie.apercu_fiches', entree, async (contexte, saisie) => {
  const { sorts } = await rehearse(contexte.tx, () => editAll(contexte, saisie))
  return { valeur: sorts, trace: null }
})

async function editAll(contexte: Contexte, { contratId, fiches, modification }: z.output<typeof entree>) {
  const { tx, agent } = contexte
  assertCan(canCreateFiche(agent, contratId), 'Votre mandat sur ce contrat ne permet pas d’y écrire des fiches.')
  // The tree before the fiches, as every act does, so that two acts wait for each other instead of blocking each other.
  if (modification.geste === 'deplacer' || modification.geste === 'archiver') await lockArbre(tx, contratId)
  const sorts: SortFiche[] = []
  const traces: Exclude<Fait<unknown>['trace'], null | readonly unknown[]>[] = []
  for (const { id, version } of fiches) {
    const { code, intitule } = await getFiche(tx, contratId, id)
    try {
      const { trace } = await attempt(tx, () => editOne(contexte, { contratId, ficheId: id, version }, modification))
      const lignes = trace === null ? [] : 'contratId' in trace ? [trace] : trace
      traces.push(...lignes)
      sorts.push({ ficheId: id, code, intitule, fait: lignes[0]?.libelle ?? null, refus: null })
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee || erreur instanceof Interdit || erreur instanceof Introuvable)) throw erreur
      sorts.push({ ficheId: id, code, intitule, fait: null, refus: erreur.message })
    }
  }
  return { sorts, traces }
}

/** The very command of each change, so that a bulk edit can do nothing that the page of the fiche could not. */
async function editOne(
  contexte: Contexte,
  visee: { contratId: string; ficheId: string; version: number },
  modification: Modification,
): Promise<Fait<unknown>> {
  const { tx } = contexte
  switch (modification.geste) {
    case 'soumettre':
      return submitFiche.faire(contexte, visee)
    case 'valider':
      return validateFiche.faire(contexte, visee)
    case 'abandonner':
      return abandonFiche.faire(contexte, visee)
    case 'rouvrir':
      return reopenFiche.faire(contexte, visee)
    case 'archiver':
      return archiveFiche.faire(contexte, visee)
    case 'deplacer':
      if ((await getFiche(tx, visee.contratId, visee.ficheId)).noeudId === modification.noeudId) return { valeur: null, trace: null }
      return moveFiche.faire(contexte, {
        contratId: visee.contratId,
        ficheId: visee.ficheId,
        vers: { parentId: modification.noeudId, avantId: null },
      })
    case 'animateur': {
      const fiche = await getFiche(tx, visee.contratId, visee.ficheId)
      if (fiche.animateur.length === 1 && fiche.animateur[0]?.texte === modification.animateur) return { valeur: fiche, trace: null }
      const animateur = [{ id: createId(contexte.now.getTime()), texte: modification.animateur }]
      return saveFiche.faire(contexte, { ...visee, contenu: { ...contenuDe(fiche), animateur } })
    }
    case 'ajouter_theme':
    case 'retirer_theme': {
      const themes = await listThemesFiche(tx, visee.ficheId)
      const autres = themes.filter((id) => id !== modification.themeId)
      const themeIds = modification.geste === 'ajouter_theme' ? [...autres, modification.themeId] : autres
      return setThemesFiche.faire(contexte, { contratId: visee.contratId, ficheId: visee.ficheId, themeIds })
    }
  }
}
