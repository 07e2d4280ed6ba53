/** What the text of a fiche says of its places, against the reference of its contract. Exact names; nothing guessed. Pure. */
import { type ChoixLieu, lieuxConnus, recognizeLieux } from '#territoire/index.ts'
import type { ContenuFiche } from './fiche.ts'
import type { LieuFiche } from './lieu.ts'

export type LieuxReconnus = {
  /** Places named without doubt. */
  surs: ChoixLieu[]
  /** Names that several places share: a person says which. */
  ambigus: { nom: string; lieux: readonly ChoixLieu[] }[]
  /** Rows of the territorial scale in which no place was found, as they stand: « Site de la Gare ». */
  introuvables: string[]
  /** The scale names none: these come from the title, the objectives and the actions. */
  horsEchelle: boolean
}

type Lu = Pick<ContenuFiche, 'intitule' | 'echelleTerritoriale' | 'objectifs' | 'realisations'>

/**
 * Reads the rows of the territorial scale. When a commune stands beside a quartier of its own (« Sanitas, à Tours »), the
 * quartier alone is meant; a commune named by itself is meant. When the scale names no place at all (« chaque quartier »), the title, the
 * objectives and the actions are read instead, and said to be where the places come from.
 */
export function recognizedLieux(contenu: Lu, choix: readonly ChoixLieu[]): LieuxReconnus {
  const connus = lieuxConnus(choix)
  const trouves = contenu.echelleTerritoriale.map(({ texte, type }) => ({ texte, type, ...readRow(texte, connus) }))
  const introuvables = trouves.flatMap(({ texte, type, vide }) => (vide && type !== 'agglomeration' ? [texte] : []))
  if (trouves.some(({ vide }) => !vide)) return { ...joined(trouves), introuvables, horsEchelle: false }
  const textes = [contenu.intitule, ...[...contenu.objectifs, ...contenu.realisations].map(({ texte }) => texte)]
  const ailleurs = joined(textes.map((texte) => readRow(texte, connus)))
  return { ...ailleurs, introuvables, horsEchelle: ailleurs.surs.length + ailleurs.ambigus.length > 0 }
}

type Rangee = { surs: ChoixLieu[]; ambigus: LieuxReconnus['ambigus']; vide: boolean }

function readRow(texte: string, connus: ReturnType<typeof lieuxConnus>): Rangee {
  const trouves = recognizeLieux(texte, connus)
  const communes = trouves.flatMap(({ lieux: [lieu, ...autres] }) => (autres.length === 0 && lieu?.type === 'commune' ? [lieu] : []))
  const ambigus: Rangee['ambigus'] = []
  // In the order of the text; a name that several places share stands for the one that a commune of the row tells apart.
  const suite = trouves.flatMap(({ nom, lieux }): ChoixLieu[] => {
    const [seul, ...autres] = lieux.length === 1 ? lieux : lieux.filter((lieu) => communes.some((commune) => isIn(lieu, commune)))
    if (seul !== undefined && autres.length === 0) return [seul]
    ambigus.push({ nom, lieux })
    return []
  })
  const situe = (commune: ChoixLieu, rang: number) =>
    [suite[rang - 1], suite[rang + 1]].some((voisin) => voisin !== undefined && isIn(voisin, commune))
  return { surs: suite.filter((lieu, rang) => !situe(lieu, rang)), ambigus, vide: trouves.length === 0 }
}

/** Each place once, each ambiguous name once. */
function joined(rangees: readonly Pick<Rangee, 'surs' | 'ambigus'>[]): Pick<LieuxReconnus, 'surs' | 'ambigus'> {
  const surs = new Map(rangees.flatMap((rangee) => rangee.surs.map((lieu) => [`${lieu.type} ${lieu.code}`, lieu] as const)))
  const ambigus = new Map(rangees.flatMap((rangee) => rangee.ambigus.map((un) => [un.nom, un] as const)))
  return { surs: [...surs.values()], ambigus: [...ambigus.values()] }
}

/** Is this quartier in this commune? Then the commune only says where it is. */
function isIn(quartier: ChoixLieu, commune: ChoixLieu): boolean {
  return quartier.type === 'quartier' && commune.type === 'commune' && quartier.communes.includes(commune.code)
}

/** Places named without doubt, as an import keeps them: no shares, which the text does not give. */
export function lieuxImportes(reconnus: LieuxReconnus): LieuFiche[] {
  return reconnus.surs.map(({ type, code, nom, communes }) => ({ type, code, nom, communes, partPm: null, origine: 'import' }))
}

/** What a person has to look at after an import, one sentence each. */
export function lieuxAVerifier({ surs, ambigus, introuvables, horsEchelle }: LieuxReconnus): string[] {
  return [
    ...(horsEchelle && surs.length > 0
      ? [
          `Lieux à confirmer : ${surs.map(({ nom }) => nom).join(', ')}, cités dans les objectifs ou les réalisations, pas dans l’échelle territoriale.`,
        ]
      : []),
    ...ambigus.map(({ nom, lieux }) => `Lieu à préciser : « ${nom} » est le nom de ${lieux.map(({ code }) => code).join(' et de ')}.`),
    ...introuvables.map((texte) => `Lieu à vérifier : « ${texte} » n’est pas dans la liste des quartiers et communes du contrat.`),
  ]
}
