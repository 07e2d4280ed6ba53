/** What the pages of a fiche begin with: its id in the path, the fiche for who may see it, the words of its contract. */
import { listNoms } from '#compte/index.ts'
import { type CadreFiche, type ContratCourant, droitEspace, getCadreFiche } from '#contrat/index.ts'
import { Introuvable } from '#platform/errors.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { isId } from '#platform/identifiants.ts'
import { canCreateFiche, canReadFiche, mayCommentFiches, mayKeepFiches, mayValidateFiches } from '../droits.ts'
import type { ChoixChamp } from '../fiche.ts'
import { champsUtilises } from '../fiche-contenu.ts'
import { getPageFiche, type PageFiche } from '../fiche-page.store.ts'

export const droitFiche = droitEspace('strategie.lire')
/** Rights that do not depend on the fiche: asked before it is read. The others are asked by the commands. */
export const droitCreer = droitEspace('strategie.creer_fiche', (agent, contrat) => canCreateFiche(agent, contrat.id))
export const droitCommenter = droitEspace('strategie.commenter', (agent, contrat) => mayCommentFiches(agent, contrat.id))
export const droitValider = droitEspace('strategie.valider_fiche', (agent, contrat) => mayValidateFiches(agent, contrat.id))
export const droitTenir = droitEspace('strategie.tenir_fiche', (agent, contrat) => mayKeepFiches(agent, contrat.id))

const ABSENTE = 'Cette fiche n’existe pas, ou vous n’y avez pas accès.'

export type VueFiche = PageFiche & {
  contrat: ContratCourant
  cadre: CadreFiche
  /** Fields that the contract uses, in its order. */
  champs: ChoixChamp[]
  /** Names of those who wrote the remarks. */
  noms: ReadonlyMap<string, string>
  /** /espace/tours */
  base: string
  /** /espace/tours/fiches/… */
  adresse: string
}

/** Id of the fiche in the path. @throws Introuvable */
export function ficheIdDe(c: C): string {
  const id = c.req.param('fiche') ?? ''
  if (!isId(id)) throw new Introuvable(ABSENTE)
  return id
}

/** The fiche of the path with all that surrounds it: three statements. @throws Introuvable */
export async function readVueFiche(c: C): Promise<VueFiche> {
  const contrat = c.get('contrat')
  const id = ficheIdDe(c)
  const { page, cadre, noms } = await readHttp(c, async (tx) => {
    const page = await getPageFiche(tx, contrat.id, id)
    if (!canReadFiche(c.get('agent'), page.fiche)) throw new Introuvable(ABSENTE)
    return {
      page,
      cadre: await getCadreFiche(tx, contrat.id),
      noms: await listNoms(
        tx,
        page.commentaires.map((commentaire) => commentaire.auteurId),
      ),
    }
  })
  const base = `/espace/${contrat.adresse}`
  return { ...page, contrat, cadre, champs: champsUtilises(cadre.champs), noms, base, adresse: `${base}/fiches/${id}` }
}
