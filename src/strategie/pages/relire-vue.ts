/** What the pages of a review begin with: the fiche after decisions, its source, its place, a fiche that it may be again. */
import { getCadreFiche } from '#contrat/index.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { loadArbre } from '../arbre.store.ts'
import type { Arbre } from '../arbre.ts'
import { relue } from '../commands/open-import.ts'
import { canEditFiche } from '../droits.ts'
import type { Champ } from '../fiche.ts'
import { champsUtilises } from '../fiche-contenu.ts'
import { type FicheSemblable, findFicheSemblable } from '../fiche-semblable.store.ts'
import { LIBELLES_CIBLES } from '../import/libelles-cibles.ts'
import type { Relecture } from '../import/revue.ts'
import { type FicheARelire, getFicheARelire } from '../import-fiche.store.ts'
import { canEditLibelles } from '../lot-droits.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { type Attache, attached, placePrevue } from '../rattachement.ts'
import { adresseImports } from './importer.tsx'

/** Blocks of the source shown at once: beyond, it is read page by page. */
export const BLOCS_PAR_PAGE = 400

export type VueRelecture = {
  aRelire: FicheARelire
  relecture: Relecture
  attache: Attache
  arbre: Arbre
  /** Fields that the contract uses, in its order, with what the document filled besides. */
  champs: Champ[]
  /** Names of the fields as the contract says them, and of what is no field. */
  libelles: Record<string, string>
  semblable: FicheSemblable | null
  /** The number that the document gives is borne already: by what, and which code is free. */
  place: ReturnType<typeof placePrevue>
  /** Page of the source that is shown, and the block opened to be moved. */
  page: number
  choisi: number | null
  peut: { modifier: boolean; mettreAJour: boolean; creerNoeuds: boolean; enseigner: boolean }
  /** Address of this review, and of its batch. */
  base: string
  lot: string
}

/** Five statements with the contract's own. @throws Introuvable */
export async function loadVue(c: C): Promise<VueRelecture> {
  const contrat = c.get('contrat')
  const agent = requireAgent(c)
  const lot = adresseImports(c, `/${c.req.param('lot')}`)
  const { aRelire, relecture, arbre, attache, cadre, place, semblable } = await readHttp(c, async (tx) => {
    const aRelire = await getFicheARelire(tx, contrat.id, c.req.param('fiche') ?? '')
    const cadre = await getCadreFiche(tx, contrat.id)
    const arbre = await loadArbre(tx, contrat.id, cadre.niveaux)
    const relecture = relue(aRelire, aRelire.decisions)
    const { fiche } = relecture
    const attache = attached(arbre, cadre.niveaux, fiche.rattachement, fiche.code?.texte ?? null)
    const { noeudId } = aRelire.decisions
    const nouveau = noeudId === undefined && attache.aCreer.length > 0
    const place = nouveau
      ? { prisPar: null, codeLibre: '' }
      : placePrevue(
          arbre,
          noeudId === undefined ? attache.noeudId : noeudId === '' || !arbre.objets.has(noeudId) ? null : noeudId,
          attache.numero,
        )
    const codes = [fiche.code?.texte, place.prisPar?.type === 'fiche' ? place.prisPar.code : undefined]
    const semblable =
      aRelire.etat !== 'a_relire'
        ? null
        : await findFicheSemblable(tx, contrat.id, {
            codes: codes.filter((code) => code !== undefined),
            intitule: fiche.intitule?.texte ?? null,
            source: { nom: aRelire.source.nom, rang: aRelire.rang },
            lotId: aRelire.lotId,
          })
    return { aRelire, relecture, arbre, attache, cadre, place, semblable }
  })
  const utilises = champsUtilises(cadre.champs)
  const page = pageDemandee(c, relecture)
  return {
    aRelire,
    relecture,
    arbre,
    attache,
    champs: utilises.map((choix) => choix.champ),
    libelles: { ...LIBELLES_CIBLES, autre: 'Étiquette', ...Object.fromEntries(utilises.map((choix) => [choix.champ, choix.libelle])) },
    semblable,
    place,
    ...page,
    peut: {
      modifier: aRelire.etat === 'a_relire' && aRelire.annuleLe === null,
      mettreAJour:
        semblable !== null &&
        canEditFiche(agent, {
          contratId: contrat.id,
          statut: semblable.statut,
          archiveeLe: null,
          animateur: [],
          partenaires: [],
          lieux: [],
        }),
      creerNoeuds: canEditArbre(agent, contrat.id),
      enseigner: canEditLibelles(agent, contrat.id),
    },
    base: `${lot}/fiches/${aRelire.id}`,
    lot,
  }
}

function pageDemandee(c: C, { blocs }: Relecture): { page: number; choisi: number | null } {
  const numero = Number(c.req.query('bloc'))
  const rang = blocs.findIndex((bloc) => bloc.bloc === numero - 1)
  if (rang !== -1) return { page: pageDuRang(rang), choisi: numero - 1 }
  const page = Math.trunc(Number(c.req.query('page')))
  return { page: page >= 1 && page <= pageDuRang(Math.max(0, blocs.length - 1)) ? page : 1, choisi: null }
}

function pageDuRang(rang: number): number {
  return Math.floor(rang / BLOCS_PAR_PAGE) + 1
}

/** Address of a block in the review, on its page of the source. */
export function lienBloc(vue: Pick<VueRelecture, 'relecture' | 'page'>, bloc: number): string {
  if (vue.relecture.blocs.length <= BLOCS_PAR_PAGE) return `#b${bloc + 1}`
  const page = pageDuRang(vue.relecture.blocs.findIndex((relu) => relu.bloc === bloc))
  return page === vue.page ? `#b${bloc + 1}` : `?page=${page}#b${bloc + 1}`
}
