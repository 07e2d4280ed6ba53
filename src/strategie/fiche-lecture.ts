/** A fiche out of its rows, and its rows out of a fiche: the one place that knows how lists are kept. Pure. */
import type { ContenuFiche, EtatRealisation, Fiche, Genre, Kind, NatureFinancement, Precision, StatutFiche, TypeEchelle } from './fiche.ts'
import { LISTES_FICHE } from './fiche-listes.ts'
import type { LieuFiche } from './lieu.ts'

/** A row of strategie.fiche_ligne, members without value left out. `champ` is the field, « calendrier » for a phase. */
export type LigneGardee = {
  id: string
  champ: string
  texte: string
  effetId?: string
  etat?: EtatRealisation
  typeEchelle?: TypeEchelle
  nombre?: number
  ageMin?: number
  ageMax?: number
  genre?: Genre
  partQpv?: number
  role?: string
  habitants?: boolean
  nature?: NatureFinancement
  organisations?: string[]
  montantCents?: number
  debut?: string
  fin?: string
  precision?: Precision
  lienCode?: string
  lienFicheId?: string
}

/** The columns of strategie.fiche that a fiche is made of. */
export type FicheGardee = {
  id: string
  contratId: string
  noeudId: string | null
  numero: number
  code: string
  kind: Kind
  intitule: string
  enjeu: string | null
  calendrierTexte: string | null
  calendrierPrecision: Precision | null
  statut: StatutFiche
  version: number
  soumiseLe: Date | null
  valideeLe: Date | null
  archiveeLe: Date | null
  modifieeLe: Date
  lieux: LieuFiche[]
  lignes: LigneGardee[]
}

/** @param ligne rows in the order of their lists */
export function ficheOf({ lignes, calendrierTexte, calendrierPrecision, ...fiche }: FicheGardee): Fiche {
  const du = (champ: string): LigneGardee[] => lignes.filter((ligne) => ligne.champ === champ)
  const simples = (champ: string) => du(champ).map(({ id, texte }) => ({ id, texte }))
  return {
    ...fiche,
    contexte: simples('contexte'),
    objectifs: simples('objectifs'),
    realisations: du('realisations').map(({ id, texte, etat = 'prevue' }) => ({ id, texte, etat })),
    effets: simples('effets'),
    echelleTerritoriale: du('echelleTerritoriale').map(({ id, texte, typeEchelle = 'autre' }) => ({ id, texte, type: typeEchelle })),
    publics: du('publics').map(({ id, texte, nombre = null, ageMin = null, ageMax = null, genre = null, partQpv = null }) => ({
      id,
      texte,
      nombre,
      ageMin,
      ageMax,
      genre,
      partQpvPourMille: partQpv,
    })),
    animateur: simples('animateur'),
    partenaires: du('partenaires').map(({ id, texte, role = null, habitants = false }) => ({ id, texte, role, habitants })),
    dispositifs: simples('dispositifs'),
    moyens: simples('moyens'),
    financements: du('financements').map(({ id, texte, nature = 'autre', organisations = [], montantCents = null }) => ({
      id,
      texte,
      nature,
      organisations,
      montantCents,
    })),
    calendrier: {
      texte: calendrierTexte,
      precision: calendrierPrecision,
      phases: du('calendrier').map(({ id, texte, debut = null, fin = null, precision = null }) => ({ id, texte, debut, fin, precision })),
    },
    indicateursRealisation: simples('indicateursRealisation'),
    indicateursEffets: du('indicateursEffets').map(({ id, texte, effetId = null }) => ({ id, texte, effetId })),
    suivi: simples('suivi'),
    liens: du('liens').map(({ id, texte, lienCode = null, lienFicheId = null }) => ({ id, texte, code: lienCode, ficheId: lienFicheId })),
    aClasser: simples('aClasser'),
  }
}

/** The rows of a content, as the store writes them: `ordre` from 0 in each list. */
export function lignesOf(contenu: ContenuFiche): (LigneGardee & { ordre: number })[] {
  const realisations = new Map(contenu.realisations.map((ligne) => [ligne.id, { etat: ligne.etat }]))
  const echelles = new Map(contenu.echelleTerritoriale.map((ligne) => [ligne.id, { typeEchelle: ligne.type }]))
  const indicateurs = new Map(contenu.indicateursEffets.map((ligne) => [ligne.id, { effetId: ligne.effetId }]))
  const partenaires = new Map(contenu.partenaires.map(({ id, role, habitants }) => [id, { role, habitants }]))
  const publics = new Map(
    contenu.publics.map(({ id, nombre, ageMin, ageMax, genre, partQpvPourMille }) => [
      id,
      { nombre, ageMin, ageMax, genre, partQpv: partQpvPourMille },
    ]),
  )
  const financements = new Map(
    contenu.financements.map(({ id, nature, organisations, montantCents }) => [id, { nature, organisations, montantCents }]),
  )
  const phases = new Map(contenu.calendrier.phases.map(({ id, debut, fin, precision }) => [id, { debut, fin, precision }]))
  const liens = new Map(contenu.liens.map(({ id, code, ficheId }) => [id, { lienCode: code, lienFicheId: ficheId }]))
  const propres: Record<string, Map<string, Record<string, unknown>>> = {
    realisations,
    echelleTerritoriale: echelles,
    indicateursEffets: indicateurs,
    partenaires,
    publics,
    financements,
    calendrier: phases,
    liens,
  }
  return LISTES_FICHE.flatMap(({ champ, lignes }) =>
    lignes(contenu).map(({ id, texte }, ordre) => ({ id, champ, ordre, texte, ...withoutNulls(propres[champ]?.get(id)) })),
  )
}

function withoutNulls(colonnes: Record<string, unknown> | undefined): Partial<LigneGardee> {
  return Object.fromEntries(Object.entries(colonnes ?? {}).filter(([, valeur]) => valeur !== null))
}
