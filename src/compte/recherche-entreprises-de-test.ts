/** Replies in the form of the public service (https://recherche-entreprises.api.gouv.fr/search), of bodies that do not exist. */

function etablissement(partiel: Record<string, unknown>) {
  return {
    activite_principale: '88.99B',
    ancien_siege: false,
    annee_tranche_effectif_salarie: '2023',
    caractere_employeur: 'O',
    commune: '37261',
    complement_adresse: null,
    coordonnees: '47.386,0.695',
    date_creation: '2009-03-02',
    date_debut_activite: '2009-03-02',
    date_fermeture: null,
    departement: '37',
    est_siege: true,
    etat_administratif: 'A',
    latitude: '47.386',
    longitude: '0.695',
    liste_enseignes: null,
    nom_commercial: null,
    region: '24',
    statut_diffusion_etablissement: 'O',
    tranche_effectif_salarie: '11',
    ...partiel,
  }
}

function resultat(partiel: Record<string, unknown>) {
  return {
    nombre_etablissements: 1,
    nombre_etablissements_ouverts: 1,
    activite_principale: '88.99B',
    categorie_entreprise: 'PME',
    date_creation: '2009-03-02',
    date_fermeture: null,
    date_mise_a_jour: '2026-01-12T10:00:00',
    etat_administratif: 'A',
    section_activite_principale: 'Q',
    statut_diffusion: 'O',
    dirigeants: [],
    finances: null,
    ...partiel,
  }
}

const page = (results: unknown[], total = results.length) => ({ results, total_results: total, page: 1, per_page: 10, total_pages: 1 })

export const ASSOCIATION = page([
  resultat({
    siren: '000000018',
    nom_complet: 'REGIE PLURIELLE DU SANITAS (RPS)',
    nom_raison_sociale: 'RÉGIE PLURIELLE DU SANITAS',
    sigle: 'RPS',
    nature_juridique: '9220',
    siege: etablissement({
      siret: '00000001800010',
      adresse: '12 PLACE DU PARVIS 37000 TOURS',
      code_postal: '37000',
      libelle_commune: 'TOURS',
    }),
    matching_etablissements: [],
    complements: { est_association: true, est_ess: true, identifiant_association: 'W372900001' },
  }),
])

export const DEUX_ETABLISSEMENTS = page([
  resultat({
    siren: '000000026',
    nom_complet: 'FOYER DES RIVES',
    nom_raison_sociale: 'FOYER DES RIVES',
    sigle: null,
    nature_juridique: '9220',
    siege: etablissement({ siret: '00000002600013', adresse: '3 RUE DU PONT 37000 TOURS', code_postal: '37000', libelle_commune: 'TOURS' }),
    matching_etablissements: [
      etablissement({
        siret: '00000002600021',
        adresse: '8 ALLEE DES SAULES 37700 SAINT-PIERRE-DES-CORPS',
        code_postal: '37700',
        libelle_commune: 'SAINT-PIERRE-DES-CORPS',
        est_siege: false,
        etat_administratif: 'F',
        date_fermeture: '2024-12-31',
      }),
    ],
    complements: { est_association: true, identifiant_association: null },
  }),
])

export const COMMUNE = page([
  resultat({
    siren: '000000034',
    nom_complet: 'COMMUNE DE VILLE-EXEMPLE',
    nom_raison_sociale: 'COMMUNE DE VILLE-EXEMPLE',
    sigle: null,
    nature_juridique: '7210',
    siege: etablissement({
      siret: '00000003400017',
      adresse: 'PLACE DE LA MAIRIE 37999 VILLE-EXEMPLE',
      code_postal: '37999',
      libelle_commune: 'VILLE-EXEMPLE',
    }),
    matching_etablissements: [],
    complements: { est_association: false, identifiant_association: null },
  }),
])

/** What a person who opposed the diffusion of her data leaves. */
export const PROTEGEE = page([
  resultat({
    siren: '000000042',
    nom_complet: '[NON-DIFFUSIBLE]',
    nom_raison_sociale: null,
    sigle: null,
    nature_juridique: '1000',
    statut_diffusion: 'P',
    siege: etablissement({
      siret: '00000004200010',
      adresse: '[NON-DIFFUSIBLE]',
      code_postal: '[NON-DIFFUSIBLE]',
      libelle_commune: 'TOURS',
      statut_diffusion_etablissement: 'P',
    }),
    matching_etablissements: null,
    complements: {},
  }),
])

export const VIDE = page([])
