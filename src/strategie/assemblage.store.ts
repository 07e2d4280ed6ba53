import { sql } from 'kysely'
import { getContratComplet } from '#contrat/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { jourParis } from '#platform/formats.ts'
import { compareCodes, listFichesCompletes } from './fiche.store.ts'
import { CHAMPS, type Champ, type ChoixChamp, LIBELLES_CHAMPS } from './fiche.ts'
import { type FicheInstantane, type Instantane, type NoeudInstantane, publicPart } from './instantane.ts'
import { listTextesValides } from './version-validee.store.ts'

/**
 * The whole contract as it stands in this transaction: parties, levels, tree, fiches. What is published, exported or compared.
 * Five statements, however large the contract. @throws Introuvable
 */
export async function assembleInstantane(tx: Tx, contratId: string): Promise<Instantane> {
  const contrat = await getContratComplet(tx, contratId)
  const themes = new Map(contrat.themes.map((theme) => [theme.id, theme.libelle]))
  const libellesDe = (ids: readonly string[]) => ids.flatMap((id) => themes.get(id) ?? []).sort((a, b) => a.localeCompare(b, 'fr'))
  const noeuds = await listNoeudsComplets(tx, contratId)
  const fiches = await listFichesCompletes(tx, contratId)
  return {
    schema: 'parvis-instantane-1',
    contrat: {
      id: contrat.id,
      adresse: contrat.adresse,
      titre: contrat.titre,
      generation: contrat.generation,
      generationLibelle: contrat.generationLibelle,
      epciNom: contrat.epciNom,
      statut: contrat.statut,
      debut: contrat.debut,
      fin: contrat.fin,
      signeLe: contrat.signeLe,
      accroche: contrat.accroche,
      presentation: contrat.presentation,
      facile: contrat.presentationFalc,
      communes: contrat.communes.map((commune) => commune.nom),
    },
    niveaux: contrat.niveaux,
    champs: choixChamps(contrat.champs),
    quartiers: contrat.quartiers
      .filter((quartier) => quartier.parentId === null)
      .map((quartier) => ({
        nom: quartier.nom,
        commune: quartier.commune,
        code: quartier.codeOfficiel,
        description: quartier.description,
        secteurs: contrat.quartiers
          .filter((partie) => partie.parentId === quartier.id)
          .map(({ nom, description }) => ({ nom, description })),
      })),
    signataires: contrat.signataires.map(({ organisation, precisionRole, representant, fonction, role, signeLe }) => ({
      organisation,
      precision: precisionRole,
      representant,
      fonction,
      role,
      signeLe,
    })),
    jalons: contrat.jalons.map(({ libelle, detail, debut, fin }) => ({
      libelle,
      detail,
      debut,
      fin,
    })),
    documents: contrat.documents
      .filter((document) => document.public)
      .map(({ id, titre, nomFichier, type, taille }) => ({ id, titre, nom: nomFichier, type, taille })),
    noeuds: noeuds.map(({ themeIds, ...noeud }) => ({ ...noeud, themes: libellesDe(themeIds) })),
    fiches: fiches.map(
      ({
        themeIds,
        contratId: _contrat,
        numero: _numero,
        soumiseLe: _soumise,
        archiveeLe: _archivee,
        modifieeLe: _modifiee,
        valideeLe,
        lieux,
        ...fiche
      }) => ({
        ...fiche,
        lieux: lieux.map(({ type, code, nom, partPm }) => ({ type, code, nom, partPm })),
        valideeLe: valideeLe === null ? null : jourParis(valideeLe),
        themes: libellesDe(themeIds),
      }),
    ),
  }
}

/**
 * What would be published now: each fiche as it was last validated. One that is being written again keeps its validated
 * text until the new one is validated in its turn; one given up leaves. Four statements. @throws Introuvable
 */
export async function assemblePublic(tx: Tx, contratId: string): Promise<Instantane> {
  const instantane = await assembleInstantane(tx, contratId)
  const enCours = instantane.fiches.filter((fiche) => fiche.statut === 'brouillon' || fiche.statut === 'a_valider')
  const valides = await listTextesValides(
    tx,
    enCours.map((fiche) => fiche.id),
  )
  return publicPart({
    ...instantane,
    fiches: instantane.fiches.map((fiche): FicheInstantane => {
      const valide = valides.get(fiche.id)
      return valide === undefined ? fiche : { ...fiche, ...valide.contenu, statut: 'validee', valideeLe: jourParis(valide.valideeLe) }
    }),
  })
}

/** The contract's choice of fields; those it never chose come after, with their usual labels. */
export function choixChamps(choix: readonly { champ: string; libelle: string; ordre: number; utilise: boolean }[]): ChoixChamp[] {
  const faits = choix.flatMap((un): ChoixChamp[] => {
    const champ = CHAMPS.find((connu) => connu === un.champ)
    return champ === undefined ? [] : [{ ...un, champ }]
  })
  const restants = CHAMPS.filter((champ: Champ) => !faits.some((fait) => fait.champ === champ))
  return [
    ...faits,
    ...restants.map((champ, rang) => ({ champ, libelle: LIBELLES_CHAMPS[champ], ordre: 1000 + rang, utilise: faits.length === 0 })),
  ]
}

async function listNoeudsComplets(tx: Tx, contratId: string): Promise<(Omit<NoeudInstantane, 'themes'> & { themeIds: string[] })[]> {
  const { rows } = await sql<Omit<NoeudInstantane, 'themes'> & { themeIds: string[]; numero: number }>`
    select n.id, n.parent_id as "parentId", n.rang, n.code, n.numero, n.intitule, n.description,
      coalesce((select json_agg(t.theme_id) from strategie.noeud_theme t where t.noeud_id = n.id), '[]') as "themeIds"
    from strategie.noeud n where n.contrat_id = ${contratId} and n.archive_le is null`.execute(tx)
  return rows
    .sort((a, b) => a.rang - b.rang || compareCodes(a.code, b.code) || a.numero - b.numero)
    .map(({ numero: _numero, ...noeud }) => noeud)
}
