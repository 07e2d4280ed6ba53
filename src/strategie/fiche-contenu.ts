/** The content of a fiche as a value: taken out, copied, put into words for search. Pure. */
import { CHAMPS, type Champ, type ChoixChamp, type ContenuFiche, LIBELLES_CHAMPS } from './fiche.ts'
import { CHAMPS_LISTES, LISTES_FICHE } from './fiche-listes.ts'

/** What a person writes in a fiche, without its place, its status or its dates. */
export function contenuDe(fiche: ContenuFiche): ContenuFiche {
  const { kind, intitule, enjeu, calendrier } = fiche
  const { contexte, objectifs, realisations, effets, echelleTerritoriale, publics, animateur, partenaires } = fiche
  const { dispositifs, moyens, financements, indicateursRealisation, indicateursEffets, suivi, liens, aClasser } = fiche
  return {
    kind,
    intitule,
    enjeu,
    contexte,
    objectifs,
    realisations,
    effets,
    echelleTerritoriale,
    publics,
    animateur,
    partenaires,
    dispositifs,
    moyens,
    financements,
    calendrier,
    indicateursRealisation,
    indicateursEffets,
    suivi,
    liens,
    aClasser,
  }
}

/** The same content with new ids for its rows; the indicators follow their effects. @param newId gives a fresh id at each call */
export function copiedContenu(contenu: ContenuFiche, newId: () => string): ContenuFiche {
  const ids = new Map<string, string>()
  for (const { lignes } of LISTES_FICHE) for (const ligne of lignes(contenu)) ids.set(ligne.id, newId())
  const renomme = <L extends { id: string }>(lignes: readonly L[]): L[] =>
    lignes.map((ligne) => ({ ...ligne, id: ids.get(ligne.id) ?? newId() }))
  return {
    ...contenu,
    contexte: renomme(contenu.contexte),
    objectifs: renomme(contenu.objectifs),
    realisations: renomme(contenu.realisations),
    effets: renomme(contenu.effets),
    echelleTerritoriale: renomme(contenu.echelleTerritoriale),
    publics: renomme(contenu.publics),
    animateur: renomme(contenu.animateur),
    partenaires: renomme(contenu.partenaires),
    dispositifs: renomme(contenu.dispositifs),
    moyens: renomme(contenu.moyens),
    financements: renomme(contenu.financements),
    calendrier: { ...contenu.calendrier, phases: renomme(contenu.calendrier.phases) },
    indicateursRealisation: renomme(contenu.indicateursRealisation),
    indicateursEffets: renomme(contenu.indicateursEffets).map((indicateur) => ({
      ...indicateur,
      effetId: indicateur.effetId === null ? null : (ids.get(indicateur.effetId) ?? null),
    })),
    suivi: renomme(contenu.suivi),
    liens: renomme(contenu.liens),
    aClasser: renomme(contenu.aClasser),
  }
}

/** Every word of a content but its title, for search. */
export function texteRecherche(contenu: ContenuFiche): string {
  const lignes = CHAMPS_LISTES.flatMap((champ) => contenu[champ].map((ligne) => ligne.texte))
  const roles = contenu.partenaires.flatMap((partenaire) => partenaire.role ?? [])
  const organisations = contenu.financements.flatMap((financement) => financement.organisations)
  const phases = contenu.calendrier.phases.map((phase) => phase.texte)
  return [contenu.enjeu, ...lignes, ...roles, ...organisations, contenu.calendrier.texte, ...phases]
    .filter((texte) => texte !== null && texte !== '')
    .join('\n')
}

/** The fields that a contract uses with its own words, in its own order; all of them, under their usual names, when it chose none. */
export function champsUtilises(choix: readonly { champ: string; libelle: string; ordre: number; utilise: boolean }[]): ChoixChamp[] {
  const connus = choix.flatMap((ligne) => {
    const champ = CHAMPS.find((nom) => nom === ligne.champ)
    return champ === undefined ? [] : [{ ...ligne, champ }]
  })
  if (connus.length === 0) return CHAMPS.map((champ, ordre) => ({ champ, libelle: LIBELLES_CHAMPS[champ], ordre, utilise: true }))
  return connus.filter((ligne) => ligne.utilise).sort((a, b) => a.ordre - b.ordre)
}

/** Name of a field in a contract. */
export function libelleChamp(champs: readonly ChoixChamp[], champ: Champ): string {
  return champs.find((choix) => choix.champ === champ)?.libelle ?? LIBELLES_CHAMPS[champ]
}
