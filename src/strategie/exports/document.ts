/** A contract, a branch or a fiche as one format-neutral document, from which every writer renders the same content. Pure. */
import type { Couverture, DocumentAEcrire, Element } from '#platform/documents/ecriture/document.ts'
import { accorde, formatDate } from '#platform/formats.ts'
import { buildFiche, nu, paragraphes } from './document-fiche.ts'
import {
  type ContratAExporter,
  fichesOf,
  listFiches,
  type NoeudAExporter,
  nomNoeud,
  type Portee,
  type SignataireAExporter,
} from './modele.ts'

/**
 * @param date instant of the export, written in the properties of the file and on its cover; null for neither
 * @param territoire the map of the contract and its table, for the whole contract only
 */
export function buildDocument(
  contrat: ContratAExporter,
  portee: Portee,
  date: Date | null = null,
  territoire: readonly Element[] = [],
): DocumentAEcrire {
  const commun = { auteur: contrat.epci ?? contrat.titre, sujet: contrat.generation, entete: contrat.titre, date }
  if (portee.sorte === 'fiche') {
    const { fiche } = portee
    const nom = fiche.code === '' ? fiche.intitule : `Fiche ${fiche.code}\u00a0: ${fiche.intitule}`
    const pied = `${contrat.generation}, ${contrat.titre}`
    return {
      ...commun,
      titre: nom,
      pied,
      couverture: null,
      sommaire: 0,
      corps: buildFiche(fiche, contrat.champs, { niveau: 1, nouvellePage: false }),
    }
  }
  if (portee.sorte === 'branche') {
    const { noeud, ancetres } = portee
    const titre = `${nomNoeud(noeud)}\u00a0: ${noeud.intitule}`
    const lignes = ancetres.map((ancetre) => ({ libelle: nomNoeud(ancetre), valeur: ancetre.intitule }))
    return {
      ...commun,
      titre,
      pied: `${contrat.titre}, ${nomNoeud(noeud)}`,
      couverture: coverOf(contrat, titre, contrat.titre, lignes, [fichesOf(noeud).length]),
      sommaire: 9,
      corps: buildNoeud(noeud, contrat, { niveau: 1, nouvellePage: true }),
    }
  }
  return {
    ...commun,
    titre: contrat.titre,
    pied: contrat.generation,
    couverture: coverOf(contrat, contrat.titre, contrat.epci ?? '', [], stonesOf(contrat)),
    sommaire: 9,
    corps: [
      ...summaryOf(contrat),
      ...(territoire.length === 0 ? [] : [simple('Le territoire du contrat'), ...territoire]),
      ...contrat.fichesRacine.flatMap((fiche) => buildFiche(fiche, contrat.champs, { niveau: 1, nouvellePage: true })),
      ...contrat.arbre.flatMap((noeud) => buildNoeud(noeud, contrat, { niveau: 1, nouvellePage: true })),
      ...signatoriesOf(contrat.signataires),
    ],
  }
}

const ROLES: Record<SignataireAExporter['role'], string> = { pilote: 'Pilote', obligatoire: 'Obligatoire', facultatif: 'Facultatif' }

// A part has a divider page of its own; what stands right under a smaller heading shares its page.
function buildNoeud(noeud: NoeudAExporter, contrat: ContratAExporter, place: { niveau: number; nouvellePage: boolean }): Element[] {
  const forme = place.niveau === 1 ? 'intercalaire' : 'simple'
  const themes = noeud.themes.map((theme) => ({ libelle: 'Thème transversal', valeur: theme }))
  const dessous = (rang: number) => ({ niveau: place.niveau + 1, nouvellePage: forme === 'intercalaire' || rang > 0 })
  return [
    { sorte: 'titre', ...place, forme, famille: noeud.niveau, numero: noeud.code === '' ? null : noeud.code, texte: nu(noeud.intitule) },
    ...paragraphes(noeud.description ?? '').map((texte) => ({ sorte: 'paragraphe', ton: 'normal', texte }) as const),
    ...(themes.length === 0 ? [] : [{ sorte: 'reperes', couples: themes } as const]),
    ...noeud.fiches.flatMap((fiche, rang) => buildFiche(fiche, contrat.champs, dessous(rang))),
    ...noeud.enfants.flatMap((enfant, rang) => buildNoeud(enfant, contrat, dessous(rang + noeud.fiches.length))),
  ]
}

function coverOf(contrat: ContratAExporter, titre: string, sousTitre: string, lignes: Couverture['lignes'], groupes: number[]): Couverture {
  const fiches = groupes.reduce((somme, nombre) => somme + nombre, 0)
  return {
    surtitre: contrat.generation,
    titre,
    sousTitre,
    lignes: [...lignes, ...factsOf(contrat)],
    paves:
      fiches === 0
        ? null
        : { groupes: groupes.filter((nombre) => nombre > 0), legende: `${accorde(fiches, 'fiche')}\u00a0: un pavé pour chacune` },
  }
}

function factsOf(contrat: ContratAExporter): { libelle: string; valeur: string }[] {
  const periode = [contrat.debut, contrat.fin].filter((date) => date !== null).map(formatDate)
  return [
    ...(contrat.communes.length === 0
      ? []
      : [{ libelle: accordeSeul(contrat.communes.length, 'Commune'), valeur: contrat.communes.join(', ') }]),
    ...(periode.length === 0
      ? []
      : [{ libelle: 'Période', valeur: periode.length === 2 ? `du ${periode.join(' au ')}` : (periode[0] ?? '') }]),
    { libelle: 'État du contrat', valeur: contrat.statut },
  ]
}

function accordeSeul(nombre: number, nom: string): string {
  return nombre < 2 ? nom : `${nom}s`
}

function stonesOf(contrat: ContratAExporter): number[] {
  const racine = contrat.fichesRacine.length
  return [racine, ...contrat.arbre.map((noeud) => fichesOf(noeud).length)]
}

function summaryOf(contrat: ContratAExporter): Element[] {
  const textes = paragraphes(contrat.resume ?? '')
  if (textes.length === 0) return []
  const nombre = listFiches(contrat).length
  return [
    simple('Le contrat en bref'),
    ...textes.map((texte) => ({ sorte: 'paragraphe', ton: 'normal', texte }) as const),
    { sorte: 'reperes', couples: [...factsOf(contrat), { libelle: 'Ce contrat compte', valeur: accorde(nombre, 'fiche') }] },
  ]
}

function signatoriesOf(signataires: readonly SignataireAExporter[]): Element[] {
  if (signataires.length === 0) return []
  const signes = signataires.filter(({ signeLe }) => signeLe !== null).length
  return [
    simple('Liste des signataires'),
    {
      sorte: 'tableau',
      legende: `${accorde(signataires.length, 'signataire')}, dont ${signes} ${signes < 2 ? 'a' : 'ont'} signé`,
      colonnes: [
        { titre: 'Organisation', part: 32, aligne: 'debut' },
        { titre: 'Représentée par', part: 26, aligne: 'debut' },
        { titre: 'Rôle', part: 16, aligne: 'debut' },
        { titre: 'Signature', part: 26, aligne: 'debut' },
      ],
      lignes: signataires.map(({ organisation, representant, fonction, role, signeLe }) => [
        organisation,
        [representant, fonction].filter((part) => part !== null && part !== '').join(', ') || 'À désigner',
        ROLES[role],
        signeLe === null ? 'À signer' : `Signé le ${formatDate(signeLe)}`,
      ]),
    },
  ]
}

function simple(texte: string): Element {
  return { sorte: 'titre', niveau: 1, forme: 'simple', famille: null, numero: null, nouvellePage: true, texte: nu(texte) }
}
