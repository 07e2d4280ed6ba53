/** The map of a simulation: candidates, near misses, official quartiers found or missed. Pure. */
import type { Calque, DemandeCarte, FormeCarte } from '../carte/carte.ts'
import type { Candidat } from './candidats.ts'
import { contourOf } from './geometrie-cellules.ts'
import { formatCompte, nomEnsemble, phraseBilan, sourceCarroyage } from './mots.ts'
import type { Carroyage, Scenario } from './scenario.ts'
import type { Simulation } from './simulation.store.ts'

/** The outline of a set of cells. */
export function contourCandidat(
  { rangs }: Pick<Candidat, 'rangs'>,
  { resultat: { grille } }: Pick<Simulation, 'resultat'>,
  carroyage: Carroyage,
) {
  return contourOf(
    carroyage,
    [...rangs].map((i) => [grille.x[i] as number, grille.y[i] as number] as const),
  )
}

/** @param base address of the page, for links to the lines of its tables */
export function demandeOf(scenario: Scenario, carroyage: Carroyage, simulation: Simulation): DemandeCarte {
  const { resultat, comparaison, quartiers, communes } = simulation
  const exces = new Set(comparaison.candidats.filter(({ statut }) => statut === 'exces').map(({ rang }) => rang))
  const manques = new Set(comparaison.quartiers.filter(({ statut }) => statut === 'manque').map(({ code }) => code))
  const compare = quartiers.length > 0
  const forme = (candidat: Candidat): FormeCarte => ({
    id: String(candidat.rang),
    nom: nomEnsemble(candidat.rang),
    geometrie: contourCandidat(candidat, simulation, carroyage),
    valeur: candidat.population === null ? `${formatCompte(candidat.menages)} ménages` : `${formatCompte(candidat.population)} habitants`,
  })
  const quartierDe = ({ code, nom, geometrie }: (typeof quartiers)[number]): FormeCarte => ({ id: code, code, nom, geometrie })
  const calques: Calque[] = [
    {
      id: 'communes',
      libelle: 'Communes',
      style: 'commune',
      role: 'fond',
      formes: communes.map(({ code, nom, geometrie }) => ({ id: code, nom, geometrie })),
    },
    { id: 'proches', libelle: 'Ensembles proches du minimum', style: 'cellule-retenue', formes: resultat.proches.map(forme) },
    {
      id: 'candidats',
      libelle: compare ? 'Ensembles éligibles, dans un quartier officiel' : 'Ensembles éligibles',
      style: 'candidat',
      etiquettes: 'nom',
      formes: resultat.candidats.filter(({ rang }) => !compare || !exces.has(rang)).map(forme),
    },
    {
      id: 'exces',
      libelle: 'Ensembles éligibles, hors des quartiers officiels',
      style: 'exces',
      etiquettes: 'nom',
      formes: resultat.candidats.filter(({ rang }) => compare && exces.has(rang)).map(forme),
    },
    {
      id: 'quartiers',
      libelle: 'Quartiers officiels retrouvés',
      style: 'ancien',
      formes: quartiers.filter(({ code }) => !manques.has(code)).map(quartierDe),
    },
    {
      id: 'manques',
      libelle: 'Quartiers officiels manqués',
      style: 'manque',
      formes: quartiers.filter(({ code }) => manques.has(code)).map(quartierDe),
    },
  ]
  return {
    id: 'simulation',
    titre: `Simulation : ${scenario.nom}`,
    description: phraseBilan(scenario, {
      candidats: resultat.candidats.length,
      proches: resultat.proches.length,
      manques: manques.size,
      excedents: exces.size,
      quartiers: quartiers.length,
    }),
    calques,
    largeur: 960,
    source: `carreaux ${sourceCarroyage(carroyage)} ; quartiers officiels, ANCT`,
    enteteValeur: 'Habitants ou ménages',
  }
}
