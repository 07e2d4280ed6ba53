/** Local geography of the demo: three tiers, a perimeter beside the official ones, criteria with invented figures. */
import { type Appel, actIn } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import {
  classifyLieu,
  defineCriteres,
  definePaliers,
  getGeographieLocale,
  listCriteres,
  listPaliers,
  listQuartiersDesCommunes,
  noteValeurs,
  savePerimetre,
} from '#territoire/index.ts'

const PALIERS = [
  { libelle: 'Priorité 1', definition: 'Difficultés sociales et urbaines cumulées.', couleur: 1, seuilPm: 600 },
  { libelle: 'Développement social fort', definition: 'Difficultés sociales, cadre de vie rénové.', couleur: 2, seuilPm: 300 },
  { libelle: 'Veille', definition: 'Suivi des indicateurs, sans crédits réservés.', couleur: 3, seuilPm: 0 },
]
const SOURCE = 'Démonstration, chiffres inventés'
const CRITERES = [
  { libelle: 'Taux de pauvreté', unite: '%', sens: 'haut', poids: 50, normalisation: 'min_max', source: SOURCE, millesime: 2021 },
  { libelle: 'Logements en mauvais état', unite: '%', sens: 'haut', poids: 30, normalisation: 'min_max', source: SOURCE, millesime: 2024 },
  {
    libelle: 'Équipements à moins de 500 m',
    unite: 'nombre',
    sens: 'bas',
    poids: 20,
    normalisation: 'rang',
    source: SOURCE,
    millesime: 2025,
  },
]
/** By code: tier, then the figures in the order of the criteria; '' is not known. */
const CHIFFRES: Readonly<Record<string, { palier: number; valeurs: readonly string[] }>> = {
  QN03709M: { palier: 0, valeurs: ['48', '14', '9'] },
  QN03704M: { palier: 0, valeurs: ['44', '17', '6'] },
  QN03708M: { palier: 1, valeurs: ['41', '6', '5'] },
  QN03790M: { palier: 1, valeurs: ['39', '9', '7'] },
  QN03707I: { palier: 1, valeurs: ['37', '4', '4'] },
  QN03710M: { palier: 2, valeurs: ['34', '5', '5'] },
  QN03715N: { palier: 2, valeurs: ['31', '', '2'] },
}

/** Written by the acts of the chef de projet, as on screen. */
export async function writePaliers(
  tx: Tx,
  contrat: { id: string; communes: readonly string[] },
  agent: Appel['agent'],
  now: Date,
): Promise<void> {
  const fait = <E, T>(commande: Parameters<typeof actIn<E, T>>[2], entree: unknown) =>
    actIn(tx, { agent, now, requeteId: 'demonstration' }, commande, commande.entree.parse(entree))
  const contratId = contrat.id
  const version = async () => (await getGeographieLocale(tx, contratId)).version
  await fait(definePaliers, { contratId, version: await version(), paliers: PALIERS.map((palier) => ({ ...palier, conditions: '' })) })
  await fait(defineCriteres, { contratId, version: await version(), sensibilitePm: 100, criteres: CRITERES })
  const paliers = await listPaliers(tx, contratId)
  const criteres = await listCriteres(tx, contratId)
  const decision = { libelle: 'Géographie locale du contrat', instance: 'Comité de pilotage', jour: '2024-03-12', reference: 'CP-2024-02' }
  const quartiers = await listQuartiersDesCommunes(tx, contrat.communes, now.toISOString().slice(0, 10))
  for (const { id, code } of quartiers) {
    const voulu = CHIFFRES[code]
    if (voulu === undefined) continue
    const lieu = `quartier:${id}`
    await fait(classifyLieu, { contratId, lieu, palierId: paliers[voulu.palier]?.id ?? '', debut: '2024-03-12', decision })
    const valeurs = voulu.valeurs.flatMap((valeur, rang) => {
      const critereId = criteres[rang]?.id
      return valeur === '' || critereId === undefined ? [] : [{ critereId, lieu, valeur, avant: '' }]
    })
    await fait(noteValeurs, { contratId, valeurs })
  }
  const { perimetreId } = await fait(savePerimetre, {
    contratId,
    nom: 'La Riche, site volontaire',
    note: 'Site associé à la gestion urbaine de proximité, hors des quartiers prioritaires.',
    communes: ['37195'],
  })
  await fait(classifyLieu, { contratId, lieu: `perimetre:${perimetreId}`, palierId: paliers[2]?.id ?? '', debut: '2024-03-12', decision })
}
