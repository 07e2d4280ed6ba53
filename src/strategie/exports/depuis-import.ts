import { createId } from '#platform/identifiants.ts'
import { type ContenuFiche, emptyContenu } from '../fiche.ts'
import type { FicheComprise } from '../import/compris.ts'
import { parseEchelle, parseFinancement, parsePartenaire, parsePublic, parseRealisation } from './notation.ts'

/**
 * The content of a fiche out of what recognition understood: every text as it was read, each row with a new id. What our
 * own documents say in parentheses at the end of a row (state, ages, role, nature, amount…) goes to its own field.
 */
export function ficheFromImport(fiche: FicheComprise): ContenuFiche {
  const ligne = <T extends { texte: string }>({ texte }: T) => ({ id: createId(), texte })
  const effets = fiche.listes.effets.map(ligne)
  const effetDe = (texte: string | null) => effets.find((effet) => effet.texte === texte)?.id ?? null
  return {
    ...emptyContenu(fiche.kind.valeur, fiche.intitule?.texte ?? ''),
    enjeu: fiche.enjeu.length === 0 ? null : fiche.enjeu.map((extrait) => extrait.texte).join('\n\n'),
    contexte: fiche.listes.contexte.map(ligne),
    objectifs: fiche.listes.objectifs.map(ligne),
    realisations: fiche.listes.realisations.map((extrait) => {
      const { texte, etat } = parseRealisation(extrait.texte)
      return { id: createId(), texte, etat: etat ?? 'prevue' }
    }),
    effets,
    echelleTerritoriale: fiche.listes.echelleTerritoriale.map((extrait) => {
      const { texte, type } = parseEchelle(extrait.texte)
      return { id: createId(), texte, type: type ?? 'autre' }
    }),
    publics: fiche.listes.publics.map((extrait) => ({ id: createId(), ...parsePublic(extrait.texte) })),
    animateur: fiche.listes.animateur.map(ligne),
    partenaires: fiche.listes.partenaires.map((extrait) => ({ id: createId(), ...parsePartenaire(extrait.texte) })),
    dispositifs: fiche.listes.dispositifs.map(ligne),
    moyens: fiche.listes.moyens.map(ligne),
    financements: fiche.financements.map(({ texte, nature, organisations, montantCents }) => {
      const lu = parseFinancement(texte)
      return { id: createId(), texte: lu.texte, ...(lu.details ?? { nature, organisations, montantCents }) }
    }),
    calendrier: {
      texte: fiche.calendrier.texte,
      precision: fiche.calendrier.precision,
      phases: fiche.calendrier.phases.map(({ libelle, debut, fin, precision }) => ({
        id: createId(),
        texte: libelle,
        debut,
        fin,
        precision,
      })),
    },
    indicateursRealisation: fiche.listes.indicateursRealisation.map(ligne),
    indicateursEffets: fiche.indicateursEffets.flatMap(({ effet, indicateurs }) =>
      indicateurs.map((extrait) => ({ ...ligne(extrait), effetId: effetDe(effet) })),
    ),
    suivi: fiche.listes.suivi.map(ligne),
    liens: fiche.liens.map(({ texte, intitule, code }) => ({ id: createId(), texte: intitule ?? texte, code, ficheId: null })),
    aClasser: fiche.aClasser.map(ligne),
  }
}
