/** A collectivité's own Word or ODT template, filled with a fiche or a contract. Fields: docs/guide/modeles-de-documents.md. */
import {
  assertModele,
  type DonneesModele,
  fillModele,
  type Modele,
  parseModele,
  type SchemaModele,
} from '#platform/documents/ecriture/modele-document.ts'
import { formatDate, formatEuros } from '#platform/formats.ts'
import { plainTexte } from '#platform/texte/commonmark.ts'
import { FAMILLES, groupByEffet } from './document-fiche.ts'
import type { FichierExporte } from './exporter.ts'
import { STATUTS_DITS } from './mentions.ts'
import { type ContratAExporter, type FicheAExporter, listFiches, nomNoeud } from './modele.ts'
import {
  type Dit,
  renderCalendrier,
  renderEchelle,
  renderFinancement,
  renderPartenaire,
  renderPublic,
  renderRealisation,
} from './notation.ts'

const LIGNE: SchemaModele = { texte: 'texte' }
/** A row with what the document says of it in parentheses. */
const LIGNE_DITE: SchemaModele = { texte: 'texte', precision: 'texte' }

const CHAMPS_FICHE: SchemaModele = {
  code: 'texte',
  type: 'texte',
  intitule: 'texte',
  etat: 'texte',
  version: 'texte',
  empreinte: 'texte',
  rattachement: { niveau: 'texte', code_noeud: 'texte', intitule_noeud: 'texte' },
  enjeu: 'texte',
  contexte: LIGNE,
  objectifs: LIGNE,
  realisations: LIGNE_DITE,
  effets: LIGNE,
  indicateurs_effets: { effet: 'texte', indicateurs: LIGNE },
  indicateurs_realisation: LIGNE,
  echelle_territoriale: LIGNE_DITE,
  publics: LIGNE_DITE,
  animateur: LIGNE,
  partenaires: LIGNE_DITE,
  dispositifs: LIGNE,
  moyens: LIGNE,
  financements: { texte: 'texte', precision: 'texte', organisations: 'texte', montant: 'texte' },
  calendrier: 'texte',
  phases: LIGNE,
  suivi: LIGNE,
  liens: { code_lien: 'texte', texte: 'texte' },
}

const CHAMPS_CONTRAT: SchemaModele = {
  contrat: 'texte',
  generation: 'texte',
  epci: 'texte',
  communes: 'texte',
  debut: 'texte',
  fin: 'texte',
  etat_contrat: 'texte',
  resume: 'texte',
  signataires: { organisation: 'texte', representant: 'texte', fonction: 'texte', role: 'texte', signature: 'texte' },
}

/** Fields of a template for one fiche: those of the fiche and of its contract. */
export const SCHEMA_FICHE: SchemaModele = { ...CHAMPS_CONTRAT, ...CHAMPS_FICHE }
/** Fields of a template for a contract or a branch: those of the contract, and its fiches as a list. */
export const SCHEMA_CONTRAT: SchemaModele = { ...CHAMPS_CONTRAT, fiches: CHAMPS_FICHE }

export type UsageModele = 'fiche' | 'contrat'

/**
 * Checks a template when it is uploaded.
 * @throws RegleViolee that names the file and each mark that is no field
 */
export async function checkModele(nom: string, contenu: Uint8Array, usage: UsageModele): Promise<Modele> {
  const modele = await parseModele(nom, contenu)
  assertModele(modele, usage === 'fiche' ? SCHEMA_FICHE : SCHEMA_CONTRAT)
  return modele
}

/** Fills a template with one fiche. @throws RegleViolee */
export async function fillFiche(
  contrat: ContratAExporter,
  fiche: FicheAExporter,
  nom: string,
  contenu: Uint8Array,
): Promise<FichierExporte> {
  const modele = await checkModele(nom, contenu, 'fiche')
  return filled(modele, `fiche-${fiche.code === '' ? fiche.id.slice(-6) : fiche.code}`, {
    ...dataOfContrat(contrat),
    ...dataOfFiche(fiche),
  })
}

/** Fills a template with the contract and these fiches (all of them when not said). @throws RegleViolee */
export async function fillContrat(
  contrat: ContratAExporter,
  nom: string,
  contenu: Uint8Array,
  fiches: readonly FicheAExporter[] = listFiches(contrat),
): Promise<FichierExporte> {
  const modele = await checkModele(nom, contenu, 'contrat')
  return filled(modele, 'contrat', { ...dataOfContrat(contrat), fiches: fiches.map(dataOfFiche) })
}

const TYPES: Record<Modele['format'], string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
}

function filled(modele: Modele, nom: string, donnees: DonneesModele): FichierExporte {
  return { nom: `${nom}.${modele.format}`, type: TYPES[modele.format], contenu: fillModele(modele, donnees) }
}

function dataOfContrat(contrat: ContratAExporter): DonneesModele {
  return {
    contrat: contrat.titre,
    generation: contrat.generation,
    epci: contrat.epci ?? '',
    communes: contrat.communes.join(', '),
    debut: contrat.debut === null ? '' : formatDate(contrat.debut),
    fin: contrat.fin === null ? '' : formatDate(contrat.fin),
    etat_contrat: contrat.statut,
    resume: plainTexte(contrat.resume ?? ''),
    signataires: contrat.signataires.map(({ organisation, representant, fonction, role, signeLe }) => ({
      organisation,
      representant: representant ?? '',
      fonction: fonction ?? '',
      role,
      signature: signeLe === null ? '' : formatDate(signeLe),
    })),
  }
}

function dataOfFiche(fiche: FicheAExporter): DonneesModele {
  const lignes = (liste: readonly { texte: string }[]) => liste.map(({ texte }) => ({ texte: plainTexte(texte) }))
  const dites = (liste: readonly Dit[]) => liste.map(({ texte, precision }) => ({ texte: plainTexte(texte), precision: precision ?? '' }))
  const calendrier = renderCalendrier(fiche.calendrier)
  return {
    code: fiche.code,
    type: FAMILLES[fiche.kind],
    intitule: fiche.intitule,
    etat: STATUTS_DITS[fiche.statut],
    version: String(fiche.version),
    empreinte: fiche.empreinte ?? '',
    rattachement: fiche.rattachement.map((noeud) => ({ niveau: nomNoeud(noeud), code_noeud: noeud.code, intitule_noeud: noeud.intitule })),
    enjeu: plainTexte(fiche.enjeu ?? ''),
    contexte: lignes(fiche.contexte),
    objectifs: lignes(fiche.objectifs),
    realisations: dites(fiche.realisations.map(renderRealisation)),
    effets: lignes(fiche.effets),
    indicateurs_effets: groupByEffet(fiche).map(({ effet, indicateurs }) => ({
      effet: plainTexte(effet ?? ''),
      indicateurs: lignes(indicateurs),
    })),
    indicateurs_realisation: lignes(fiche.indicateursRealisation),
    echelle_territoriale: dites(fiche.echelleTerritoriale.map(renderEchelle)),
    publics: dites(fiche.publics.map(renderPublic)),
    animateur: lignes(fiche.animateur),
    partenaires: dites(fiche.partenaires.map(renderPartenaire)),
    dispositifs: lignes(fiche.dispositifs),
    moyens: lignes(fiche.moyens),
    financements: fiche.financements.map((ligne) => ({
      texte: plainTexte(ligne.texte),
      precision: renderFinancement(ligne).precision ?? '',
      organisations: ligne.organisations.join(', '),
      montant: ligne.montantCents === null ? '' : formatEuros(ligne.montantCents),
    })),
    calendrier: calendrier.paragraphes.map(plainTexte).join('\n'),
    phases: calendrier.phases.map((texte) => ({ texte: plainTexte(texte) })),
    suivi: lignes(fiche.suivi),
    liens: fiche.liens.map(({ code, texte }) => ({ code_lien: code ?? '', texte: plainTexte(texte) })),
  }
}
