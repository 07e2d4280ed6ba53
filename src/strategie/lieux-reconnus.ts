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
}

/**
 * Reads the rows of the territorial scale. When a row names a quartier and its commune (« Sanitas, à Tours »), the quartier
 * alone is meant; a commune named by itself is meant.
 */
export function recognizedLieux(contenu: Pick<ContenuFiche, 'echelleTerritoriale'>, choix: readonly ChoixLieu[]): LieuxReconnus {
  const connus = lieuxConnus(choix)
  const surs = new Map<string, ChoixLieu>()
  const ambigus = new Map<string, readonly ChoixLieu[]>()
  const introuvables: string[] = []
  for (const { texte, type } of contenu.echelleTerritoriale) {
    const trouves = recognizeLieux(texte, connus)
    if (trouves.length === 0 && type !== 'agglomeration') introuvables.push(texte)
    const seuls = trouves.flatMap(({ lieux }) => (lieux.length === 1 ? lieux : []))
    const communes = seuls.filter(({ type }) => type === 'commune')
    for (const { nom, lieux } of trouves.filter((un) => un.lieux.length > 1)) {
      const [seul, ...autres] = lieux.filter((lieu) => communes.some((commune) => isIn(lieu, commune)))
      if (seul !== undefined && autres.length === 0) seuls.push(seul)
      else ambigus.set(nom, lieux)
    }
    for (const lieu of seuls.filter((un) => !seuls.some((quartier) => isIn(quartier, un)))) surs.set(`${lieu.type} ${lieu.code}`, lieu)
  }
  return { surs: [...surs.values()], ambigus: [...ambigus].map(([nom, lieux]) => ({ nom, lieux })), introuvables }
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
export function lieuxAVerifier({ ambigus, introuvables }: LieuxReconnus): string[] {
  return [
    ...ambigus.map(({ nom, lieux }) => `Lieu à préciser : « ${nom} » est le nom de ${lieux.map(({ code }) => code).join(' et de ')}.`),
    ...introuvables.map((texte) => `Lieu à vérifier : « ${texte} » n’est pas dans la liste des quartiers et communes du contrat.`),
  ]
}
