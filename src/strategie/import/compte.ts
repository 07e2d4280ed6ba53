import type { Bloc } from '#platform/documents/bloc.ts'
import type { Anomalie, Placement } from './compris.ts'
import type { Cible } from './dictionnaire.ts'

/**
 * The account of every block. Segments say where they went; a block is placed when one of them is, left to be placed
 * when one was, ignored otherwise: never two of these, never none.
 */
export type Compte = {
  place(bloc: number, fiche: number, cible: Cible, etiquette: boolean): void
  leave(bloc: number, fiche: number | null, raison: string, texte: string): void
  ignore(bloc: number, raison: string): void
  close(): { placements: Placement[]; anomalies: Anomalie[] }
}

type Ligne = {
  champs: Set<Cible>
  fiche: number | null
  place: boolean
  valeur: boolean
  laisse: { fiche: number | null; raison: string; texte: string } | null
  ignore: string | null
}

export function openCompte(blocs: readonly Bloc[]): Compte {
  const lignes = blocs.map((): Ligne => ({ champs: new Set(), fiche: null, place: false, valeur: false, laisse: null, ignore: null }))
  const at = (bloc: number): Ligne => {
    const ligne = lignes[bloc]
    if (ligne === undefined) throw new RangeError(`no block ${bloc}`)
    return ligne
  }
  return {
    place(bloc, fiche, cible, etiquette) {
      const ligne = at(bloc)
      if (!ligne.place) ligne.fiche = fiche
      ligne.place = true
      ligne.champs.add(cible)
      ligne.valeur ||= !etiquette
    },
    leave(bloc, fiche, raison, texte) {
      at(bloc).laisse ??= { fiche, raison, texte }
    },
    ignore(bloc, raison) {
      at(bloc).ignore ??= raison
    },
    close() {
      const anomalies: Anomalie[] = []
      const placements = lignes.map((ligne, bloc): Placement => {
        const champs = [...ligne.champs]
        if (ligne.place) {
          if (ligne.laisse !== null) anomalies.push(leftPart(bloc, ligne.fiche, ligne.laisse.texte))
          return { bloc, statut: 'place', fiche: ligne.fiche, champs, etiquette: !ligne.valeur, raison: null }
        }
        if (ligne.laisse !== null || ligne.ignore === null) {
          const { fiche, raison } = ligne.laisse ?? { fiche: null, raison: 'texte hors de toute fiche' }
          return { bloc, statut: 'a_classer', fiche, champs: [], etiquette: false, raison }
        }
        return { bloc, statut: 'ignore', fiche: null, champs: [], etiquette: false, raison: ligne.ignore }
      })
      return { placements, anomalies }
    },
  }
}

function leftPart(bloc: number, fiche: number | null, texte: string): Anomalie {
  return {
    code: 'partie_a_classer',
    message: `Une partie de ce paragraphe n’a pas trouvé sa place\u00a0: «\u00a0${texte}\u00a0».`,
    bloc,
    fiche,
  }
}
