/** The name of an organisation without what people write or leave out: accents, legal forms, abbreviations. Pure. */

/** What is written in full or in short, to one writing. The longest first. */
const ECRITURES: readonly (readonly [RegExp, string])[] = [
  [/\bcentre communal d action sociale\b/g, 'ccas'],
  [/\bcentre intercommunal d action sociale\b/g, 'cias'],
  [/\bcaisse d allocations? familiales?\b/g, 'caf'],
  [/\bcaisse primaire d assurance maladie\b/g, 'cpam'],
  [/\bcommunaute d agglomeration\b|\bagglomeration\b/g, 'agglo'],
  [/\bcommunaute de communes\b/g, 'cc'],
  [/\bcommunaute urbaine\b/g, 'cu'],
  [/\bmaison des? jeunes et de la culture\b/g, 'mjc'],
  [/\bcentre social et culturel\b|\bcentre socio ?culturel\b/g, 'csc'],
  [/\bunion departementale des associations familiales\b/g, 'udaf'],
  [/\bdirection departementale de l emploi(?: et)? du travail et des solidarites\b/g, 'ddets'],
  [/\bagence regionale de sante\b/g, 'ars'],
  [/\brectorat de l academie\b/g, 'rectorat'],
  [/\bconseil departemental\b|\bconseil general\b/g, 'departement'],
  [/\bconseil regional\b/g, 'region'],
  [/\boffice public de l habitat\b|\boffice public hlm\b/g, 'oph'],
  [/\bhabitations? a loyers? moderes?\b/g, 'hlm'],
  [/\bste\b/g, 'sainte'],
  [/\bsts?\b/g, 'saint'],
]

/** Legal forms, and the words that link the others: the same body bears them or not. */
const FAIBLES = new Set(
  (
    'association asso assoc ass loi 1901 sa sas sarl sasu eurl scop scic snc sem spl sci esh oph ' +
    'mairie ville commune municipalite ' +
    'de du des d la le les l et a au aux en un une pour par sur sous dans avec'
  ).split(' '),
)

/** Words of a name, in lower case, without accents or punctuation, in one writing. */
function motsOf(nom: string): string[] {
  let texte = nom
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('&', ' et ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\b([a-z])\.(?=[a-z]\b)/g, '$1') // C.C.A.S. is one word
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  for (const [ecriture, courte] of ECRITURES) texte = texte.replace(ecriture, courte)
  return texte.split(' ').filter((mot) => mot !== '')
}

/** The words that make the name, singular; all of them when none is more than a form. */
export function motsForts(nom: string): string[] {
  const mots = motsOf(nom)
  const forts = mots.filter((mot) => !FAIBLES.has(mot))
  return (forts.length === 0 ? mots : forts).map((mot) => (mot.length > 3 ? mot.replace(/[sx]$/, '') : mot))
}

/** What two writings of one name share. Empty for a name without a letter or a digit. */
export function cleNom(nom: string): string {
  return motsForts(nom).join(' ')
}

/** « val touraine habitat » → « vth ». */
export function initialesOf(mots: readonly string[]): string {
  return mots.map((mot) => mot[0] ?? '').join('')
}
