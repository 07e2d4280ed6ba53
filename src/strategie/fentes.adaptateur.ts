/** What the strategy brings to the pages of the contract; `app.ts` joins them. */
import { canReadContrat, type Fentes, type NoeudPropose } from '#contrat/index.ts'
import type { Contexte } from '#platform/acte.ts'
import { createId } from '#platform/identifiants.ts'
import { lockArbre, saveArbre } from './arbre.store.ts'
import { placeNouvelle, settled } from './arbre-deplacement.ts'
import { canReadFiche } from './droits.ts'
import { countByTheme, countNoeudsByRang, listCartesStrategie } from './fentes.store.ts'
import { getFiche } from './fiche.store.ts'
import { CHAMPS, LIBELLES_CHAMPS } from './fiche.ts'
import { canImportFiches } from './lot-droits.ts'
import { insertNoeud } from './noeud.store.ts'

export const fentesStrategie: Partial<Fentes> = {
  niveauxUtilises: countNoeudsByRang,
  themesUtilises: countByTheme,
  apresCreation: (contexte, contratId, noeuds) => createPremiers(contexte, contratId, noeuds, null, 1),
  apresNumerotation: async ({ tx, now }, contratId) => {
    const arbre = await lockArbre(tx, contratId)
    await saveArbre(tx, contratId, arbre, settled(arbre), now)
  },
  champsConnus: CHAMPS.map((champ) => ({ champ, libelle: LIBELLES_CHAMPS[champ] })),
  cartesAccueil: [listCartesStrategie],
  liensObjets: {
    fiche: (id) => `fiches/${id}`,
    noeud: (id) => `noeuds/${id}`,
    import: (id) => `importer/${id}`,
    libelle_import: () => 'importer/libelles',
    modele: () => 'exporter/modeles',
    deplacement: () => 'strategie',
  },
  lecturesObjets: {
    fiche: async (tx, agent, contrat, id) => canReadFiche(agent, await getFiche(tx, contrat.id, id)),
    noeud: async (_tx, agent, contrat) => canReadContrat(agent, contrat.id),
    import: async (_tx, agent, contrat) => canImportFiches(agent, contrat.id),
    libelle_import: async (_tx, agent, contrat) => canImportFiches(agent, contrat.id),
    modele: async (_tx, agent, contrat) => canReadContrat(agent, contrat.id),
    deplacement: async (_tx, agent, contrat) => canReadContrat(agent, contrat.id),
  },
}

/** The first nodes of a template, in their order, numbered from 1: part of the act that creates the contract. */
async function createPremiers(
  contexte: Contexte,
  contratId: string,
  noeuds: readonly NoeudPropose[],
  parentId: string | null,
  rang: number,
): Promise<void> {
  const { tx, now } = contexte
  for (const { intitule, enfants = [] } of noeuds) {
    const place = placeNouvelle(await lockArbre(tx, contratId), { type: 'noeud', rang, parentId }, null)
    const id = createId(now.getTime())
    await insertNoeud(tx, { id, contratId, parentId, rang, ...place, intitule, description: null, version: 1, archiveLe: null }, now)
    await createPremiers(contexte, contratId, enfants, id, rang + 1)
  }
}
