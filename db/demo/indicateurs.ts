/** Figures of the demo: every one is invented, and its source says so wherever it shows. */
import { z } from 'zod'
import {
  decimal,
  ensureSource,
  listIndicateurs,
  type NouvelleObservation,
  type TypeTerritoire,
  writeObservations,
} from '#indicateurs/index.ts'
import { command } from '#platform/acte.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { listReperes, type RepereQuartier, saveUniteUrbaine } from '#territoire/index.ts'

const COMMUNES = ['37261', '37122', '37195', '37233', '37214', '37109', '56007']
const UNITES = [
  { code: '37701', nom: 'Tours', communes: ['37261', '37122', '37195', '37233', '37214', '37109'] },
  { code: '56501', nom: 'Auray', communes: ['56007'] },
] as const
const SOURCE = 'Démonstration, valeurs inventées'

/** By code of indicator: value of the reference, usual gap of a quartier, how both move in three years. In tenths (units for euros, numbers). */
type Serie = {
  code: string
  reference: number
  ecart: number
  pas: number
  echelle: 0 | 1
  annees: readonly string[]
  ancien?: true
  secrets?: true
}
const SERIES: readonly Serie[] = [
  { code: 'taux_pauvrete_60', reference: 169, ecart: 270, pas: 6, echelle: 1, annees: ['2018', '2021'], secrets: true },
  { code: 'revenu_median_uc', reference: 21_300, ecart: -8200, pas: 300, echelle: 0, annees: ['2021'], secrets: true },
  { code: 'familles_monoparentales', reference: 162, ecart: 110, pas: 4, echelle: 1, annees: ['2018', '2021'], ancien: true },
  { code: 'taux_emploi_15_64', reference: 643, ecart: -190, pas: 14, echelle: 1, annees: ['2018', '2021'] },
  { code: 'jeunes_ni_emploi_ni_etudes', reference: 172, ecart: 130, pas: -9, echelle: 1, annees: ['2018', '2021'] },
  { code: 'reussite_brevet', reference: 870, ecart: -150, pas: 16, echelle: 1, annees: ['2018', '2021'] },
  { code: 'logements_vacants', reference: 79, ecart: -18, pas: -3, echelle: 1, annees: ['2021'] },
  { code: 'population', reference: 363_000, ecart: 0, pas: 0, echelle: 0, annees: ['2021'] },
]

/** Figures for the quartiers of the demo contracts and the places around them; nothing where there is no quartier. */
export const writeIndicateurs = command('demo.inventer_chiffres', z.object({}), async ({ tx, now }) => {
  for (const { code, nom, communes } of UNITES)
    await saveUniteUrbaine(tx, { code, nom, millesime: 2020, population: null, source: `${SOURCE} (délimitation simplifiée)`, communes })
  const reperes = await listReperes(tx, { communes: COMMUNES, jour: jourParis(now) })
  const ids = new Map((await listIndicateurs(tx)).map(({ code, id }) => [code, id]))
  const sourceId = await ensureSource(
    tx,
    { id: createId(now.getTime()), nom: SOURCE, producteur: 'Parvis', licence: '', adresse: '', nature: 'demonstration' },
    now,
  )
  const observations = SERIES.flatMap((serie) => {
    const indicateurId = ids.get(serie.code)
    return indicateurId === undefined ? [] : observationsOf(serie, indicateurId, reperes)
  })
  await writeObservations(tx, { tableId: null, sourceId, statut: 'declare' }, observations)
  return {
    valeur: observations.length,
    trace: {
      contratId: null,
      objet: { type: 'table_indicateurs', id: sourceId },
      libelle: `${observations.length} chiffres inventés pour la démonstration`,
      avant: null,
      apres: { nouvelles: observations.length },
    },
  }
})

function observationsOf(serie: Serie, indicateurId: string, reperes: readonly RepereQuartier[]): NouvelleObservation[] {
  const lieux = new Map<string, NouvelleObservation>()
  const put = (type: TypeTerritoire, code: string, generationCode: string | null, periode: string, entier: number | null) =>
    lieux.set(`${type} ${code} ${periode}`, {
      indicateurId,
      type,
      code,
      generationCode,
      periode,
      valeur: entier === null ? null : decimal(entier, serie.echelle),
      absence: entier === null ? 'secret' : null,
      ligne: null,
      remplace: null,
    })
  for (const [rang, annee] of serie.annees.entries()) {
    for (const repere of reperes) {
      const premiere = rang === 0 && serie.annees.length > 1
      // Some sources publish on the former perimeter, others redraw the past on today's.
      const ancien = premiere && serie.ancien === true ? repere.ancetres[0] : undefined
      const secret = serie.secrets === true && chance(repere.code, serie.code, 9) === 0
      put(
        'quartier',
        ancien?.code ?? repere.code,
        ancien?.generationCode ?? repere.generationCode,
        annee,
        secret ? null : valeurQuartier(serie, repere.code, premiere ? 1 : 0),
      )
      for (const { code } of repere.unitesUrbaines) put('unite_urbaine', code, null, annee, serie.reference - (premiere ? serie.pas : 0))
      for (const { code } of repere.epci) put('epci', code, null, annee, Math.round(serie.reference * 0.97) - (premiere ? serie.pas : 0))
      for (const { code } of repere.communes) put('commune', code, null, annee, valeurCommune(serie, code) - (premiere ? serie.pas : 0))
    }
  }
  return [...lieux.values()]
}

function valeurQuartier({ reference, ecart, pas, code }: Serie, quartier: string, avant: 0 | 1): number {
  if (code === 'population') return 1100 + chance(quartier, code, 70) * 100
  const gap = Math.round((ecart * (70 + chance(quartier, code, 60))) / 100)
  return reference + gap - avant * (pas + chance(quartier, `${code} avant`, 9) * 5 - 20)
}

function valeurCommune({ reference, code }: Serie, commune: string): number {
  if (code === 'population') return 9000 + chance(commune, code, 130) * 1000
  return Math.round((reference * (96 + chance(commune, code, 10))) / 100)
}

/** The same number every time for the same words, below `borne`. */
function chance(lieu: string, quoi: string, borne: number): number {
  let somme = 7
  for (const lettre of `${lieu} ${quoi}`) somme = (somme * 31 + lettre.charCodeAt(0)) % 1_000_003
  return somme % borne
}
