import { LIBELLES_STATUTS, type StatutContrat } from '#contrat/index.ts'
import { canonicalJson, sha256 } from '#platform/canonique.ts'
import { enfantsDe, type FicheInstantane, type Instantane, type NoeudInstantane, rattachementDe } from '../instantane.ts'
import type { ContratAExporter, FicheAExporter, NoeudAExporter } from './modele.ts'

/** The contract at one instant, as the exports read it: a tree instead of rows. */
export function toExport(instantane: Instantane): ContratAExporter {
  const niveauDe = (rang: number) => instantane.niveaux.find((niveau) => niveau.rang === rang)?.singulier ?? ''
  const toFiche = (fiche: FicheInstantane): FicheAExporter => {
    const { noeudId, valideeLe, themes, ...reste } = fiche
    return {
      ...reste,
      empreinte: fiche.statut === 'validee' ? sha256(canonicalJson({ ...reste, valideeLe })) : null,
      rattachement: rattachementDe(instantane, noeudId).map((noeud) => ({
        niveau: niveauDe(noeud.rang),
        code: noeud.code,
        intitule: noeud.intitule,
      })),
    }
  }
  const fichesDe = (noeudId: string | null) => instantane.fiches.filter((fiche) => fiche.noeudId === noeudId).map(toFiche)
  const toNoeud = (noeud: NoeudInstantane): NoeudAExporter => ({
    code: noeud.code,
    niveau: niveauDe(noeud.rang),
    intitule: noeud.intitule,
    description: noeud.description,
    themes: noeud.themes,
    enfants: enfantsDe(instantane, noeud.id).map(toNoeud),
    fiches: fichesDe(noeud.id),
  })
  const { contrat } = instantane
  return {
    titre: contrat.titre,
    generation: contrat.generationLibelle,
    epci: contrat.epciNom,
    communes: contrat.communes,
    debut: contrat.debut,
    fin: contrat.fin,
    statut: LIBELLES_STATUTS[contrat.statut as StatutContrat] ?? contrat.statut,
    resume: contrat.presentation,
    niveaux: instantane.niveaux.map(({ rang, singulier, pluriel }) => ({ rang, singulier, pluriel })),
    signataires: instantane.signataires.map(({ organisation, representant, fonction, role, signeLe }) => ({
      organisation,
      representant,
      fonction,
      role,
      signeLe,
    })),
    champs: instantane.champs,
    arbre: enfantsDe(instantane, null).map(toNoeud),
    fichesRacine: fichesDe(null),
  }
}
