/** What a person says of the columns of a table: proposed from what was understood, checked when it comes back. Pure. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { definedIndicateur, type Indicateur, MILLESIMES, SENS, UNITES } from '../indicateur.ts'
import { FORME_PERIODE } from '../periode.ts'
import type { ChoixTable, Cible, LectureTable } from './lecture.ts'
import { indicateurOf, type PlanTable } from './plan.ts'

/** What the page shows before anybody has said anything: what was recognised, everything else left aside. */
export function proposedChoix(lecture: LectureTable): ChoixTable {
  const rang = (role: string) => lecture.colonnes.find((colonne) => colonne.role === role)?.rang ?? null
  const valeur = lecture.colonnes.find(({ role }) => role === 'valeur')
  const cibles: Cible[] =
    lecture.forme === 'longue'
      ? lecture.variables.map(({ cle, proposition }) => ({
          ...cibleOf(`v:${cle}`, proposition?.indicateurId ?? null, proposition?.periode ?? null),
          convention: valeur?.nombre.convention ?? 'virgule',
        }))
      : lecture.colonnes
          .filter(({ role }) => role === 'mesure')
          .map(({ rang: colonne, proposition, periode, nombre, entreZeroEtUn }) => ({
            ...cibleOf(`c${colonne}`, proposition?.indicateurId ?? null, periode),
            convention: nombre.convention,
            cent: entreZeroEtUn && proposition !== null ? 'cent' : 'tel',
          }))
  return {
    feuille: lecture.feuille,
    territoire: { colonne: lecture.territoire.colonne, type: lecture.territoire.type },
    forme: lecture.forme,
    colonneVariable: rang('variable'),
    colonneValeur: rang('valeur'),
    colonnePeriode: rang('periode'),
    periode: lecture.periode,
    cibles,
    source: { nom: '', producteur: '', licence: '', adresse: '', nature: 'officielle' },
    millesime: '',
    statut: 'officiel',
    inconnus: 'refuser',
    incompris: 'refuser',
  }
}

function cibleOf(cle: string, indicateurId: string | null, periode: string | null): Cible {
  const action = indicateurId === null ? 'ignorer' : 'indicateur'
  return { cle, action, indicateurId, nouveau: null, periode, cent: 'tel', convention: 'virgule' }
}

/** A column or a variable, as people know it. */
export function nameCible(cle: string, lecture: LectureTable): string {
  if (cle.startsWith('v:')) return lecture.variables.find((variable) => `v:${variable.cle}` === cle)?.libelle ?? cle.slice(2)
  const colonne = lecture.colonnes.find(({ rang }) => `c${rang}` === cle)
  return colonne === undefined ? cle : `colonne ${colonne.lettre}, ${colonne.libelle}`
}

/** The choice as it may be applied. @param indicateurs those that exist @throws RegleViolee naming each field at fault */
export function checkedChoix(choix: ChoixTable, lecture: LectureTable, indicateurs: readonly Indicateur[]): ChoixTable {
  const champs: ChampFautif[] = []
  const fault = (champ: string, message: string) => champs.push({ champ, message })
  const retenues = choix.cibles.filter(({ action }) => action !== 'ignorer')
  if (retenues.length === 0) fault('cibles', 'Dites au moins une colonne : quel indicateur elle mesure.')
  if ('nom' in choix.source && choix.source.nom.trim() === '')
    fault('sourceNom', 'Nommez la source de ces chiffres : un chiffre se montre avec elle.')
  if (choix.forme === 'longue' && (choix.colonneVariable === null || choix.colonneValeur === null))
    fault('forme', 'Une table longue a une colonne de variables et une colonne de valeurs.')
  const connues = new Set(
    lecture.forme === 'longue' ? lecture.variables.map(({ cle }) => `v:${cle}`) : lecture.colonnes.map(({ rang }) => `c${rang}`),
  )
  const prises = new Map<string, string>()
  const nouveaux = new Map<string, string>()
  for (const [rang, cible] of choix.cibles.entries()) {
    if (cible.action === 'ignorer') continue
    const nom = nameCible(cible.cle, lecture)
    const champ = (quoi: string) => `cibles.${rang}.${quoi}`
    if (!connues.has(cible.cle)) {
      fault('cibles', `« ${cible.cle} » n’est pas une colonne de cette table : rechargez la page.`)
      continue
    }
    if (cible.action === 'indicateur' && !indicateurs.some(({ id, archiveLe }) => id === cible.indicateurId && archiveLe === null))
      fault(champ('cible'), `${nom} : choisissez un indicateur de la liste.`)
    if (cible.action === 'nouveau') {
      const refus = refusNouveau(cible, indicateurs)
      if (refus !== null) fault(champ('code'), `${nom} : ${refus}`)
      const code = cible.nouveau?.code ?? ''
      if (nouveaux.has(code)) fault(champ('code'), `${nom} : le code « ${code} » est aussi celui de ${nouveaux.get(code)}.`)
      nouveaux.set(code, nom)
    }
    const periode = cible.periode ?? choix.periode
    if (choix.colonnePeriode === null && (periode === null || !FORME_PERIODE.test(periode)))
      fault(champ('periode'), `${nom} : dites la période (2021, 2019-2021, T4 2021), ici ou pour toute la table.`)
    const cle = `${indicateurOf(cible)} ${choix.colonnePeriode === null ? periode : ''}`
    const autre = prises.get(cle)
    if (autre !== undefined) fault(champ('cible'), `${nom} : même indicateur et même période que ${autre}.`)
    prises.set(cle, nom)
  }
  if (champs.length > 0) throw new RegleViolee(champs[0]?.message ?? '', champs)
  return choix
}

function refusNouveau({ nouveau }: Cible, indicateurs: readonly Indicateur[]): string | null {
  if (nouveau === null) return 'donnez sa définition.'
  if (indicateurs.some(({ code }) => code === nouveau.code)) return `le code « ${nouveau.code} » est déjà pris.`
  try {
    definedNouveau(nouveau)
    return null
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return erreur.message
    throw erreur
  }
}

/** The indicator that a column creates. @throws RegleViolee */
export function definedNouveau(nouveau: NonNullable<Cible['nouveau']>): Indicateur {
  const known = <T extends string>(liste: readonly T[], texte: string, quoi: string): T => {
    const trouve = liste.find((valeur) => valeur === texte)
    if (trouve === undefined) throw new RegleViolee(`Choisissez ${quoi} dans la liste.`)
    return trouve
  }
  return definedIndicateur({
    id: '',
    code: nouveau.code,
    libelle: nouveau.libelle,
    definition: '',
    theme: '',
    type: 'contexte',
    unite: known(UNITES, nouveau.unite, 'l’unité'),
    sens: known(SENS, nouveau.sens, 'le sens souhaité'),
    sommable: nouveau.sommable,
    decimales: nouveau.decimales,
    millesimes: known(MILLESIMES, nouveau.millesimes, 'si les millésimes se comparent'),
    numerateurCode: null,
    denominateurCode: null,
    facteur: 1,
    ordre: 1000,
    version: 1,
    archiveLe: null,
  })
}

/** Why the table cannot be written as it is: each with what to do. */
export function obstaclesOf(plan: PlanTable, choix: ChoixTable): string[] {
  const obstacles: string[] = []
  if (plan.observations.length === 0) obstacles.push('Aucune valeur à importer : vérifiez les colonnes choisies.')
  if (plan.inconnus.length > 0 && choix.inconnus === 'refuser')
    obstacles.push(
      `${accorde(plan.inconnus.length, 'territoire')} que la référence ne connaît pas : complétez-la d’abord, ou choisissez de laisser ces lignes de côté.`,
    )
  if (plan.decompte.incomprises > 0 && choix.incompris === 'refuser')
    obstacles.push(
      `${accorde(plan.decompte.incomprises, 'case')} ni nombre ni signe connu : complétez la liste des signes, corrigez la colonne, ou choisissez de les laisser de côté.`,
    )
  if (plan.decompte.contradictoires > 0)
    obstacles.push(
      `${accorde(plan.decompte.contradictoires, 'valeur contredite', 'valeurs contredites')} : la table donne deux valeurs différentes pour le même territoire et la même période.`,
    )
  return obstacles
}

/** A code made of a label or of the name of a variable: « Taux d’activité 2021 » → taux_d_activite. */
export function codeOf(texte: string): string {
  const code = texte
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\b(19|20)\d\d\b/g, ' ')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 60)
    .replace(/_+$/, '')
  return code.length < 2 ? 'indicateur' : code
}
