import type { NatureFinancement } from '../fiche.ts'
import type { FinancementCompris } from './compris.ts'
import { findMontants, parseMontantNu } from './montants.ts'
import { cleanItem, collapsed, isLegible, isOpenEnd, normalized, splitOutside } from './texte.ts'

// In order: what a line calls itself wins over what it lists.
const NATURES: readonly { nature: NatureFinancement; forme: RegExp }[] = [
  { nature: 'tfpb', forme: /\btfpb\b|\btaxes? foncieres?\b|\babattements?\b/ },
  { nature: 'droit_commun', forme: /\bdroits? communs?\b/ },
  {
    nature: 'specifique',
    forme:
      /\bspecifiques?\b|\bpolitique de la ville\b|\bp ?147\b|\bbop ?147\b|\bprogramme 147\b|\banru\b|\banct\b|\bnpnru\b|\bcontrat de ville\b|\bdotation politique\b|\bdpv\b|\bacse\b|\bfonds de participation\b|\bfph\b|\bcredits? ville\b/,
  },
  { nature: 'cper', forme: /\bcper\b|\bcontrats? de plan\b/ },
  { nature: 'europe', forme: /\bfse\b|\bfeder\b|\bfeader\b|\beuropeen(?:ne)?s?\b|\beurope\b|\bfami\b|\berasmus\b|\biti\b|\bleader\b/ },
  { nature: 'fondation', forme: /\bfondations?\b|\bmecen\w*\b|\bprives?\b|\bprivees?\b|\bsponsors?\b|\bdons?\b|\bentreprises?\b/ },
]

/** What kind of money a line speaks of, by the words of a closed list; 'autre' when none is there. */
export function natureOf(texte: string): NatureFinancement {
  const plat = normalized(texte)
  return NATURES.find(({ forme }) => forme.test(plat))?.nature ?? 'autre'
}

export type LigneFinancement = {
  texte: string
  blocs: number[]
  /** Words of the label above, which may say the nature ("Crédits de droit commun"). */
  libelle: string
  puce: boolean
}

/** Reads the lines of funding in order; a line that ends with a colon lends its nature to the bullets under it. */
export function readFinancements(lignes: readonly LigneFinancement[]): FinancementCompris[] {
  const lus: FinancementCompris[] = []
  let annoncee: NatureFinancement | null = null
  for (const ligne of lignes) {
    for (const texte of splitAmounts(ligne.texte)) {
      const net = cleanItem(texte)
      if (!isLegible(net)) continue
      const propre = natureOf(net)
      if (!ligne.puce) annoncee = /:$/u.test(net) && propre !== 'autre' ? propre : null
      const nature = propre !== 'autre' ? propre : (annoncee ?? natureOf(ligne.libelle))
      const montantCents = amountOf(net)
      lus.push({ texte: net, blocs: ligne.blocs, nature, organisations: organisationsOf(net), montantCents })
    }
  }
  return lus
}

// "Ville : 5 000 €, CAF : 3 000 €" is two lines; a list of names without amounts is one.
function splitAmounts(texte: string): string[] {
  for (const signes of [';', ',']) {
    const parts = splitOutside(texte, signes).filter((part) => isLegible(part))
    if (parts.length > 1 && parts.every((part) => (signes === ',' ? findMontants(part).length === 1 : findMontants(part).length > 0)))
      return parts
  }
  return [texte]
}

function amountOf(texte: string): number | null {
  const montants = findMontants(texte)
  if (montants.length === 1) return montants[0]?.cents ?? null
  // "12 000 € dont 5 000 € de la Ville": the first is the whole.
  if (montants.length > 1 && /\bdont\b|\bsoit\b/iu.test(texte.slice(montants[0]?.index ?? 0, montants[1]?.index)))
    return montants[0]?.cents ?? null
  return montants.length === 0 ? parseMontantNu(texte) : null
}

const PAS_UNE_ORGANISATION =
  /^(?:p ?147|bop ?147|programme ?\d+|ttc|ht|hors taxes?|(?:sous )?total.*|montant.*|cout.*|budget.*|subvention.*|plan de financement.*|sollicite|acquis|demande|a confirmer|a definir|en cours|prevu|previsionnel|estimation|environ|soit|dont|par an|annuel|sur \d ans?|20\d\d.*|\d.*|tfpb|droit commun|politique de la ville|fse|feder|feader|cper|npnru|fph|pre|credits?.*|financements?.*|valorisation.*|autres?|autres? financeurs?|abattement.*|etc|.*\bsous reserve\b.*|fonctionnement|investissement|recettes?|depenses?|charges?|produits?|a mobiliser|a rechercher|fonds propres|aucun|neant|achats?|personnel|services? exterieurs?|charges? .*|depenses? .*|taux .*|participation .*|valorisation|dont .*|specifiques?)$/

/** Organisations named after a colon, in brackets, or before an amount: the source's own words. */
export function organisationsOf(texte: string): string[] {
  const montant = findMontants(texte)[0]
  const deuxPoints = /^([^(:]*(?:\([^)]*\)[^(:]*)*?)\s*:\s*(.*)$/u.exec(texte)
  if (deuxPoints?.[1] !== undefined && deuxPoints[2] !== undefined && deuxPoints[2] !== '') {
    if (findMontants(deuxPoints[2]).length === 0 && parseMontantNu(deuxPoints[2]) === null) return names(deuxPoints[2])
    const apres = names(withoutAmounts(deuxPoints[2]).replace(/^\s*(?:dont|par|de la part de)\s+/iu, ''))
    return natureOf(deuxPoints[1]) === 'autre' || apres.length === 0 ? named(deuxPoints[1]) : apres
  }
  const entre = parentheses(texte)
  if (montant !== undefined) {
    const avant = named(texte.slice(0, montant.index))
    return avant.length > 0 ? avant : names(entre)
  }
  if (entre !== '') return names(entre)
  const cites = names(texte)
  return cites.every((nom) => FINANCEUR.test(normalized(nom))) ? cites : []
}

const FINANCEUR =
  /^(?:(?:l |la |le |les )?(?:etat|region|departement|ville|villes|commune|communes|caf|metropole|agglomeration|epci|bailleurs?|banque des territoires|caisse|cdc|ars|drac|dsden|ddets|dreets|anct|anru|msa|cpam|conseil (?:departemental|regional)|communaute|intercommunalite|france travail|pole emploi|mission locale|agence regionale|prefecture|education nationale)\b.*|fondation (?!privee).*)$/

function withoutAmounts(texte: string): string {
  let net = texte
  for (const { index, longueur } of findMontants(texte).reverse()) net = net.slice(0, index) + net.slice(index + longueur)
  return collapsed(net).replace(/^[\s(–—,-]+|[\s)–—,-]+$/gu, '')
}

// "(s)" inside a word is no bracket.
function parentheses(texte: string): string {
  return [...texte.matchAll(/(?:^|\s)\(([^()]*(?:\([^()]*\)[^()]*)*)\)/gu)].map((trouve) => trouve[1] ?? '').join(', ')
}

function names(texte: string): string[] {
  return splitOutside(withoutAmounts(texte), ',;')
    .flatMap((part) => (/\s\/\s/u.test(part) ? part.split(/\s\/\s/u) : [part]))
    .map((part) =>
      cleanItem(part)
        .replace(/\s*(?:\.{2,}|…|\betc\.?|:)$/u, '')
        .trim(),
    )
    .filter((part) => isLegible(part) && !isOpenEnd(part) && !PAS_UNE_ORGANISATION.test(normalized(part)) && part.length <= 80)
}

// "Ville de X (P147) 5 000 €": what stands before the amount, without its bracket.
function named(texte: string): string[] {
  const nu = collapsed(texte.replace(/\s\([^()]*\)/gu, ' ')).replace(/[\s:=–—-]+$/u, '')
  return names(nu).filter((nom) => natureOf(nom) === 'autre' || /fondation|anru|anct|europe/iu.test(nom))
}

/** A line that sums the others up. */
export function isTotal(texte: string): boolean {
  return /^(?:(?:cout|montant|budget|depenses?|recettes?|plan de financement|financement) )?(?:global|totaux|total|ensemble)\b|^(?:cout|budget|montant) (?:de l action|du projet|estime|previsionnel)\b/.test(
    normalized(texte),
  )
}
