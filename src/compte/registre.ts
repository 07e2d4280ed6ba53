/** The register of processings, as a spreadsheet and as a page of the documentation. Pure. */
import type { Feuille } from '#platform/documents/ecriture/classeur.ts'
import type { ColonnePersonnelle, Effacement } from '#platform/donnees-personnelles/declaration.ts'
import { filled, type Registre, type Traitement } from '#platform/donnees-personnelles/traitement.ts'

export const LIBELLES_EFFACEMENT: Record<Effacement, string> = {
  ligne: 'la ligne est supprimée',
  vide: 'la donnée est vidée',
  mention: 'vidée là où la personne est nommée',
  remplace: 'remplacée par un numéro',
  garde: 'gardée',
  reference: 'ne désigne plus personne',
}

/** « gardée : archives publiques… » */
export function sayEffacement({ declaration }: ColonnePersonnelle): string {
  const libelle = LIBELLES_EFFACEMENT[declaration.effacement]
  return declaration.raison === null ? libelle : `${libelle} : ${declaration.raison}`
}

/** What the register says of a processing, in the order of article 30. */
export const RUBRIQUES: readonly { titre: string; lire: (traitement: Traitement) => string }[] = [
  { titre: 'Finalité', lire: ({ finalite }) => finalite },
  { titre: 'Base légale', lire: ({ base }) => base },
  { titre: 'Personnes concernées', lire: ({ personnes }) => personnes },
  { titre: 'Catégories de données', lire: ({ categories }) => categories },
  { titre: 'Destinataires', lire: ({ destinataires }) => destinataires },
  { titre: 'Durée de conservation', lire: ({ conservation }) => conservation },
  { titre: 'Mesures de sécurité', lire: ({ mesures }) => mesures },
]

export const TRANSFERTS = 'Aucun transfert hors de l’Union européenne par le logiciel.'

/** Two sheets: the processings, then every column that holds personal data. */
export function registreFeuilles(registre: Registre, valeurs: ReadonlyMap<string, string>): [Feuille, Feuille] {
  return [
    {
      nom: 'Traitements',
      colonnes: [
        { titre: 'Traitement', largeur: 28 },
        ...RUBRIQUES.map(({ titre }) => ({ titre, largeur: 40 })),
        { titre: 'Transferts', largeur: 28 },
      ],
      lignes: registre.lignes.map(({ traitement }) => [
        traitement.nom,
        ...RUBRIQUES.map(({ lire }) => filled(lire(traitement), valeurs)),
        TRANSFERTS,
      ]),
    },
    {
      nom: 'Données',
      colonnes: ['Traitement', 'Table', 'Colonne', 'Finalité', 'Base légale', 'Conservation', 'À l’effacement'].map((titre, rang) => ({
        titre,
        largeur: rang < 3 ? 24 : 40,
      })),
      lignes: registre.lignes.flatMap(({ traitement, colonnes }) =>
        colonnes.map((colonne) => [
          traitement.nom,
          colonne.tableau,
          colonne.nom,
          colonne.declaration.finalite,
          colonne.declaration.base,
          filled(colonne.declaration.conservation, valeurs),
          sayEffacement(colonne),
        ]),
      ),
    },
  ]
}

/** The register as the schema makes it, with the durations by default: docs/registre-traitements.md. */
export function registreMarkdown(registre: Registre, valeurs: ReadonlyMap<string, string>): string {
  const cell = (texte: string) => texte.replaceAll('|', '\\|')
  const parts = registre.lignes.map(({ traitement, colonnes }) =>
    [
      `## ${traitement.nom}`,
      '',
      ...RUBRIQUES.map(({ titre, lire }) => `- **${titre}** : ${filled(lire(traitement), valeurs)}`),
      `- **Transferts** : ${TRANSFERTS}`,
      '',
      '| Donnée | Finalité | Conservation | À l’effacement |',
      '|---|---|---|---|',
      ...colonnes.map(
        (colonne) =>
          `| \`${colonne.tableau}.${colonne.nom}\` | ${cell(colonne.declaration.finalite)} | ${cell(filled(colonne.declaration.conservation, valeurs))} | ${cell(sayEffacement(colonne))} |`,
      ),
    ].join('\n'),
  )
  return `# Registre des traitements

Écrit par \`npm run docs:registre\`, à partir de ce que chaque colonne de la base déclare et de ce que chaque capacité dit de ses traitements (RGPD, article 30). Les durées sont celles par défaut : une instance choisit les siennes, et son registre est sur \`/administration/registre\`.

${parts.join('\n\n')}
`
}
