/** The fiches and the tree as sheets: one row a fiche, one column a field, one line of the cell a row of the list. Pure. */
import type { Feuille } from '#platform/documents/ecriture/classeur.ts'
import type { Champ, ChoixChamp } from '../fiche.ts'
import { champsMontres, FAMILLES, groupByEffet } from './document-fiche.ts'
import { A_CLASSER, LIBELLE_KIND, SANS_EFFET, STATUTS_DITS } from './mentions.ts'
import { type ContratAExporter, type FicheAExporter, type NoeudAExporter, nomNoeud } from './modele.ts'
import {
  dit,
  renderCalendrier,
  renderEchelle,
  renderFinancement,
  renderLien,
  renderPartenaire,
  renderPublic,
  renderRealisation,
} from './notation.ts'

export const FEUILLE_FICHES = 'Fiches'
export const FEUILLE_ARBRE = 'Arbre'
/** The columns before and after those of the fields: how an import knows that the sheet is ours. */
export const COLONNES_AVANT = ['Code', LIBELLE_KIND, 'Intitulé', 'Rattachement'] as const
export const COLONNES_APRES = [A_CLASSER, 'État de la fiche', 'Version'] as const
/** Announces an indicator under its effect. */
export const TIRET = '– '

export function buildFeuilles(
  contrat: ContratAExporter,
  arbre: readonly NoeudAExporter[],
  fiches: readonly FicheAExporter[],
): [Feuille, Feuille] {
  return [fichesOf(contrat.champs, fiches), arbreOf(arbre)]
}

function fichesOf(champs: readonly ChoixChamp[], fiches: readonly FicheAExporter[]): Feuille {
  const montres = [...new Map(fiches.flatMap((fiche) => champsMontres(fiche, champs)).map((choix) => [choix.champ, choix])).values()]
  montres.sort((a, b) => a.ordre - b.ordre)
  return {
    nom: FEUILLE_FICHES,
    colonnes: [
      ...COLONNES_AVANT.map((titre) => ({ titre, largeur: titre === 'Code' ? 10 : titre === LIBELLE_KIND ? 18 : 40 })),
      ...montres.map(({ libelle }) => ({ titre: libelle, largeur: 44 })),
      ...COLONNES_APRES.map((titre) => ({ titre, largeur: titre === A_CLASSER ? 30 : 16 })),
    ],
    lignes: fiches.map((fiche) => [
      fiche.code,
      FAMILLES[fiche.kind],
      oneLine(fiche.intitule),
      fiche.rattachement.map((noeud) => `${nomNoeud(noeud)}\u00a0: ${oneLine(noeud.intitule)}`).join('\n'),
      ...montres.map(({ champ }) => linesOf(fiche, champ).join('\n')),
      fiche.aClasser.map(({ texte }) => oneLine(texte)).join('\n'),
      STATUTS_DITS[fiche.statut],
      String(fiche.version),
    ]),
  }
}

function linesOf(fiche: FicheAExporter, champ: Champ): string[] {
  switch (champ) {
    case 'enjeu':
      return fiche.enjeu === null ? [] : fiche.enjeu.split(/\n\s*\n/u).map(oneLine)
    case 'realisations':
      return fiche.realisations.map((ligne) => said(renderRealisation(ligne)))
    case 'echelleTerritoriale':
      return fiche.echelleTerritoriale.map((ligne) => said(renderEchelle(ligne)))
    case 'publics':
      return fiche.publics.map((ligne) => said(renderPublic(ligne)))
    case 'partenaires':
      return fiche.partenaires.map((ligne) => said(renderPartenaire(ligne)))
    case 'financements':
      return fiche.financements.map((ligne) => said(renderFinancement(ligne)))
    case 'liens':
      return fiche.liens.map((lien) => oneLine(renderLien(lien)))
    case 'calendrier': {
      const { paragraphes, phases } = renderCalendrier(fiche.calendrier)
      return [...paragraphes, ...phases].map(oneLine)
    }
    case 'indicateursEffets':
      return groupByEffet(fiche).flatMap(({ effet, indicateurs }) => [
        oneLine(effet ?? SANS_EFFET),
        ...indicateurs.map(({ texte }) => `${TIRET}${oneLine(texte)}`),
      ])
    default:
      return fiche[champ].map(({ texte }) => oneLine(texte))
  }
}

function said(ligne: Parameters<typeof dit>[0]): string {
  return oneLine(dit(ligne))
}

/** A row stays on one line of its cell: a line break inside it is shown by the sign of paragraphs. */
export function oneLine(texte: string): string {
  return texte.replaceAll('¶', '\\¶').replace(/\r\n?|\n/g, '¶')
}

/** Undoes oneLine. */
export function manyLines(texte: string): string {
  return texte.replace(/\\¶|¶/g, (signe) => (signe === '¶' ? '\n' : '¶'))
}

function arbreOf(noeuds: readonly NoeudAExporter[]): Feuille {
  const row = (noeud: NoeudAExporter): string[][] => [
    [noeud.code, noeud.niveau, noeud.intitule, noeud.description ?? '', noeud.themes.join('\n'), String(noeud.fiches.length)],
    ...noeud.enfants.flatMap(row),
  ]
  const titres = [
    ['Code', 10],
    ['Niveau', 18],
    ['Intitulé', 50],
    ['Description', 60],
    ['Thèmes transversaux', 30],
    ['Nombre de fiches', 12],
  ] as const
  return { nom: FEUILLE_ARBRE, colonnes: titres.map(([titre, largeur]) => ({ titre, largeur })), lignes: noeuds.flatMap(row) }
}
