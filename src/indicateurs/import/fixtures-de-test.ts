/** Shapes of public tables, with invented values: what INSEE and others publish on quartiers, communes, EPCI and urban units. */
import { utils, write } from '@e965/xlsx'
import type { TerritoireConnu } from './codes-territoires.ts'

export type FichierDeTest = { nom: string; octets: Uint8Array }

const csv = (nom: string, texte: string, encodage: BufferEncoding = 'utf8'): FichierDeTest => ({
  nom,
  octets: Buffer.from(texte, encodage),
})

export type CelluleDeTest = string | number | null | { v: number; z: string }

export function xlsx(nom: string, feuilles: Record<string, CelluleDeTest[][]>, fusions: string[] = []): FichierDeTest {
  const livre = utils.book_new()
  for (const [titre, lignes] of Object.entries(feuilles)) {
    const page = utils.aoa_to_sheet(
      lignes.map((ligne) => ligne.map((valeur) => (valeur !== null && typeof valeur === 'object' ? valeur.v : valeur))),
    )
    lignes.forEach((ligne, r) => {
      ligne.forEach((valeur, c) => {
        if (valeur !== null && typeof valeur === 'object') page[utils.encode_cell({ r, c })] = { t: 'n', v: valeur.v, z: valeur.z }
      })
    })
    if (fusions.length > 0) page['!merges'] = fusions.map((plage) => utils.decode_range(plage))
    utils.book_append_sheet(livre, page, titre)
  }
  return { nom, octets: new Uint8Array(write(livre, { type: 'buffer', bookType: 'xlsx' })) }
}

/** Places that the reference of the tests knows. */
export const CONNUS: readonly TerritoireConnu[] = [
  { type: 'quartier', code: 'QN03701I', nom: 'Sanitas', generationCode: 'QPV2024' },
  { type: 'quartier', code: 'QN03702M', nom: 'Europe', generationCode: 'QPV2024' },
  { type: 'quartier', code: 'QN03703N', nom: 'Rives du Cher', generationCode: 'QPV2024' },
  { type: 'quartier', code: 'QP037001', nom: 'Sanitas', generationCode: 'QPV2015' },
  { type: 'commune', code: '37261', nom: 'Tours', generationCode: null },
  { type: 'commune', code: '37122', nom: 'Joué-lès-Tours', generationCode: null },
  { type: 'commune', code: '01004', nom: 'Ambérieu-en-Bugey', generationCode: null },
  { type: 'commune', code: '2A004', nom: 'Ajaccio', generationCode: null },
  { type: 'epci', code: '243700754', nom: 'Tours Métropole Val de Loire', generationCode: null },
  { type: 'epci', code: '200043123', nom: 'Auray Quiberon Terre Atlantique', generationCode: null },
  { type: 'unite_urbaine', code: '37701', nom: 'Tours', generationCode: null },
  { type: 'unite_urbaine', code: '00851', nom: 'Paris', generationCode: null },
  { type: 'france', code: 'FR', nom: 'France', generationCode: null },
]

/** A workbook on quartiers: title, source, labels above names of variables, signs, footnote, list of variables in another sheet. */
export const qpvClasseur = (): FichierDeTest =>
  xlsx('revenus-qpv.xlsx', {
    Données: [
      ['Revenus et pauvreté dans les quartiers prioritaires en 2021'],
      ['Source : essai, valeurs inventées'],
      [],
      ['Code du quartier', 'Libellé du quartier', 'Taux de pauvreté', 'Médiane du revenu', 'Ménages fiscaux'],
      ['CODGEO', 'LIBGEO', 'TP6021', 'MED21', 'NBMEN21'],
      ['QN03701I', 'Sanitas', 48.1, 12740, 4180],
      ['QN03702M', 'Europe', 's', 's', 1250],
      ['QN03703N', 'Rives du Cher', { v: 41.25, z: '0.00' }, { v: 13100, z: '#,##0' }, 'ns'],
      [],
      ['s : secret statistique. ns : non significatif.'],
    ],
    Documentation: [
      ['Variable', 'Libellé'],
      ['TP6021', 'Taux de pauvreté au seuil de 60 % du niveau de vie médian'],
      ['MED21', 'Médiane du niveau de vie'],
      ['NBMEN21', 'Nombre de ménages fiscaux'],
    ],
  })

/** Communes, semicolons, decimal comma, narrow spaces, a lost zero, Corsica, in Windows-1252. */
export const communesCsv = (): FichierDeTest =>
  csv(
    'base-communes.csv',
    'CODGEO;LIBGEO;P21_POP;MED21;TP6021\r\n37261;Tours;"138\u00a0588";"21 300";"17,4"\r\n1004;Ambérieu-en-Bugey;14 288;20 900;15,2\r\n2A004;Ajaccio;72 907;;"c"\r\n',
    'latin1',
  )

/** Decimal points and commas between thousands. */
export const pointsCsv = (): FichierDeTest =>
  csv('points.csv', 'EPCI,taux,effectif\n243700754,16.9,"294,220"\n200043123,9.25,"1,088,120"\n')

/** One line a figure, a column of years. */
export const longueCsv = (): FichierDeTest =>
  csv(
    'observations.csv',
    'GEO;MEASURE;LIBELLE;TIME_PERIOD;OBS_VALUE\nQN03701I;TXPAUV;Taux de pauvreté;2018;45,0\nQN03701I;TXPAUV;Taux de pauvreté;2021;48,1\nQN03701I;TXEMP;Taux d’emploi;2021;44,6\nQN03702M;TXPAUV;Taux de pauvreté;2018;40,1\nQN03702M;TXPAUV;Taux de pauvreté;2021;s\nQN03702M;TXEMP;Taux d’emploi;2021;50,2\n',
  )

/** Percentages of a spreadsheet, and shares between 0 and 1. */
export const pourcents = (): FichierDeTest =>
  xlsx('parts.xlsx', {
    Feuille: [
      ['Code QPV', 'Familles monoparentales (2020)', 'Logements vacants (2020)'],
      ['QN03701I', { v: 0.274, z: '0.0%' }, 0.052],
      ['QN03702M', { v: 0.3, z: '0.0%' }, 0.101],
    ],
  })

/** Headings on two lines, the first merged over its columns: two years of two indicators. */
export const deuxAnnees = (): FichierDeTest =>
  xlsx(
    'deux-annees.xlsx',
    {
      Table: [
        ['Code QP', 'Quartier', 'Taux d’emploi', null, 'Part des moins de 25 ans', null],
        [null, null, '2018', '2021', '2018', '2021'],
        ['QN03701I', 'Sanitas', 44.0, 44.6, 38.1, 37.9],
        ['QN03702M', 'Europe', 51.0, 52.5, 36, 35.5],
      ],
    },
    ['C1:D1', 'E1:F1'],
  )

/** Urban units, tabulations, a total line in the middle, a quartier's code that nobody knows. */
export const unitesTsv = (): FichierDeTest =>
  csv(
    'uu.tsv',
    'Unité urbaine (code UU2020)\tNom\tTaux de pauvreté 2021\n37701\tTours\t16,9 %\n\tEnsemble\t15,0 %\n851\tParis\t15,9 %\n99999\tInconnue\t12,0 %\n',
  )

/** A figure that nobody can read, and twice the same place. */
export const fautesCsv = (): FichierDeTest =>
  csv('fautes.csv', 'code_qp;Taux de pauvreté 2021\nQN03701I;48,1\nQN03702M;env. 40\nQN03701I;47,0\nQN03703N;12,3,4\n')

/** Every figure has exactly three digits after its sign. */
export const ambiguCsv = (): FichierDeTest => csv('ambigu.csv', 'commune;Population municipale 2021\n37261;138,588\n37122;38,250\n')

/** The former generation and the new one in one table. */
export const deuxGenerations = (): FichierDeTest =>
  csv('generations.csv', 'Code quartier;Taux de pauvreté 2021\nQP037001;46,2\nQN03701I;48,1\n')

/** France and its quartiers: the place named in words. */
export const franceCsv = (): FichierDeTest => csv('france.csv', 'Pays;Taux de pauvreté 2021\nFrance;14,5\n')

/** A list of variables as a file of its own, as INSEE gives it with its CSV. */
export const dictionnaireCsv = (): FichierDeTest =>
  csv(
    'meta.csv',
    'COD_VAR;LIB_VAR;LIB_VAR_LONG\nP21_POP;Population;Population municipale en 2021\nMED21;Médiane;Médiane du niveau de vie en 2021\nTP6021;Taux;Taux de pauvreté en 2021\n',
  )

export const sansTerritoire = (): FichierDeTest => csv('budget.csv', 'Action;Montant\nAtelier vélo;1200\nJardin;800\n')
