/** A fiche put into words, row by row: for comparisons, where a status, an amount or a date is a text like any other. Pure. */
import { ecritPeriode } from '#contrat/index.ts'
import { formatEuros, formatNombre, INSECABLE } from '#platform/formats.ts'
import { CHAMPS, type Champ, type ContenuFiche, type Public } from './fiche.ts'
import {
  LIBELLES_ECHELLES,
  LIBELLES_ETATS,
  LIBELLES_GENRES,
  LIBELLES_KINDS,
  LIBELLES_NATURES,
  LIBELLES_PRECISIONS,
} from './fiche-libelles.ts'
import { ecritPourMille } from './fiche-montants.ts'

/** What is compared: the fields, and what stands around them. */
export const CHAMPS_COMPARES = ['kind', 'intitule', ...CHAMPS, 'aClasser'] as const
export type ChampCompare = (typeof CHAMPS_COMPARES)[number]

/** A row in words. `id` follows it from version to version; '' for a text that is not a row. */
export type LigneEnMots = { id: string; texte: string }

/** Everything that a field says. [] when it says nothing. */
export function motsDuChamp(contenu: ContenuFiche, champ: ChampCompare): LigneEnMots[] {
  switch (champ) {
    case 'kind':
      return [{ id: '', texte: LIBELLES_KINDS[contenu.kind] }]
    case 'intitule':
      return [{ id: '', texte: contenu.intitule }]
    case 'enjeu':
      return contenu.enjeu === null ? [] : [{ id: '', texte: contenu.enjeu }]
    case 'realisations':
      return contenu.realisations.map(({ id, texte, etat }) => ({
        id,
        texte: etat === 'prevue' ? texte : joint(texte, LIBELLES_ETATS[etat]),
      }))
    case 'indicateursEffets':
      return contenu.indicateursEffets.map(({ id, texte, effetId }) => ({
        id,
        texte: joint(texte, `effet\u00a0: ${contenu.effets.find((effet) => effet.id === effetId)?.texte ?? 'à rattacher'}`),
      }))
    case 'echelleTerritoriale':
      return contenu.echelleTerritoriale.map(({ id, texte, type }) => ({
        id,
        texte: joint(texte, type === 'autre' ? null : LIBELLES_ECHELLES[type]),
      }))
    case 'publics':
      return contenu.publics.map((public_) => ({ id: public_.id, texte: joint(public_.texte, ...precisionsPublic(public_)) }))
    case 'partenaires':
      return contenu.partenaires.map(({ id, texte, role, habitants }) => ({
        id,
        texte: joint(texte, role, habitants ? 'dont habitants' : null),
      }))
    case 'financements':
      return contenu.financements.map(({ id, texte, nature, organisations, montantCents }) => ({
        id,
        texte: joint(
          texte,
          LIBELLES_NATURES[nature],
          organisations.length === 0 ? null : organisations.join(', '),
          montantCents === null ? null : formatEuros(montantCents),
        ),
      }))
    case 'calendrier':
      return [
        ...(contenu.calendrier.texte === null ? [] : [{ id: '', texte: contenu.calendrier.texte }]),
        ...(contenu.calendrier.precision === null ? [] : [{ id: 'precision', texte: LIBELLES_PRECISIONS[contenu.calendrier.precision] }]),
        ...contenu.calendrier.phases.map((phase) => ({ id: phase.id, texte: joint(phase.texte, ecritPeriode(phase)) })),
      ]
    case 'liens':
      return contenu.liens.map(({ id, code, texte }) => ({ id, texte: code === null || texte === code ? texte : `${code} ${texte}` }))
    default:
      return contenu[champ].map(({ id, texte }) => ({ id, texte }))
  }
}

/** « 120 personnes », « de 16 à 25 ans », « Femmes », « 60 % de quartier prioritaire »: what is known of a public. */
export function precisionsPublic({ nombre, ageMin, ageMax, genre, partQpvPourMille }: Omit<Public, 'id' | 'texte'>): string[] {
  return [
    nombre === null ? null : `${formatNombre(nombre)}${INSECABLE}personne${nombre < 2 ? '' : 's'}`,
    ages(ageMin, ageMax),
    genre === null ? null : LIBELLES_GENRES[genre].toLowerCase(),
    partQpvPourMille === null ? null : `${ecritPourMille(partQpvPourMille)}${INSECABLE}% venant des quartiers prioritaires`,
  ].filter((mot) => mot !== null)
}

function ages(min: number | null, max: number | null): string | null {
  if (min === null && max === null) return null
  if (max === null) return `${min}${INSECABLE}ans et plus`
  if (min === null) return `jusqu’à ${max}${INSECABLE}ans`
  return min === max ? `${min}${INSECABLE}ans` : `de ${min} à ${max}${INSECABLE}ans`
}

function joint(texte: string, ...precisions: (string | null)[]): string {
  const connues = precisions.filter((mot) => mot !== null && mot !== '')
  return connues.length === 0 ? texte : `${texte} (${connues.join(', ')})`
}

/** True when both contents say the same in this field. */
export function sameChamp(a: ContenuFiche, b: ContenuFiche, champ: ChampCompare): boolean {
  const [mots, autres] = [motsDuChamp(a, champ), motsDuChamp(b, champ)]
  return mots.length === autres.length && mots.every((ligne, rang) => ligne.texte === autres[rang]?.texte)
}

/** Name of what is compared. @param libelles names that the contract gives to its fields */
export function nomCompare(champ: ChampCompare, libelle: (champ: Champ) => string): string {
  if (champ === 'kind') return 'Sorte de fiche'
  if (champ === 'intitule') return 'Intitulé'
  return champ === 'aClasser' ? 'À classer' : libelle(champ)
}
