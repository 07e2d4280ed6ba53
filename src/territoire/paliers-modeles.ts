/** Starting points offered to a contract without tiers; each becomes its own, to be changed at will. Data. */
export type ModelePalier = { libelle: string; definition: string; conditions: string | null; couleur: number }
export type ModelePaliers = { code: string; libelle: string; source: string; paliers: readonly ModelePalier[] }

export const MODELES_PALIERS: readonly ModelePaliers[] = [
  {
    code: 'solidarite-differenciee',
    libelle: 'Trois paliers de solidarité différenciée',
    source: 'géographie d’agglomération préparée à Saint-Étienne Métropole pour le contrat 2014-2020',
    paliers: [
      {
        libelle: 'Priorité 1',
        definition: 'Quartiers qui cumulent des dysfonctionnements urbains et sociaux.',
        conditions: 'Difficultés urbaines et difficultés sociales réunies.',
        couleur: 1,
      },
      {
        libelle: 'Intervention sociale forte',
        definition: 'Quartiers où il faut intervenir fortement en développement social.',
        conditions: 'Difficultés sociales, sans cumul urbain.',
        couleur: 2,
      },
      { libelle: 'Veille', definition: 'Quartiers suivis pour prévenir tout décrochage.', conditions: null, couleur: 3 },
    ],
  },
  {
    code: 'autour-des-qpv',
    libelle: 'Autour des quartiers prioritaires',
    source: 'usages des contrats de ville depuis 2015 et de la circulaire du 31 août 2023',
    paliers: [
      {
        libelle: 'Veille active',
        definition: 'Ancien quartier prioritaire, ou quartier fragile, suivi par le contrat.',
        conditions: null,
        couleur: 3,
      },
      { libelle: 'Poche de pauvreté', definition: 'Secteur pauvre hors des quartiers prioritaires.', conditions: null, couleur: 2 },
      {
        libelle: 'Quartier vécu',
        definition: 'Équipements et lieux, hors du périmètre, que fréquentent les habitants d’un quartier prioritaire.',
        conditions: null,
        couleur: 4,
      },
    ],
  },
]
