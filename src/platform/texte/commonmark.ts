import { parse, postprocess, preprocess } from 'micromark'

/** A run of text of one look. "\n" is a forced line break. `lien` is an http(s) or mailto address. */
export type Fragment = { texte: string; gras: boolean; italique: boolean; lien: string | null }

/**
 * Reads a text of ours: a CommonMark subset of paragraphs, **strong**, *emphasis*, [links](https://…) and backslash
 * escapes. Everything else (headings, lists, HTML, entities, code) is kept as the characters that were typed, so that
 * no text is ever lost or turned into markup. One parser for every output, so that they all say the same.
 * @returns one list of fragments a paragraph; [] when the text is blank
 */
export function parseTexte(texte: string): Fragment[][] {
  const net = withoutControls(texte)
  if (net.trim() === '') return []
  if (!SIGNES.test(net) || net.length > LONGUEUR_MAX) return paragraphsOf(net)
  return walk(
    postprocess(
      parse({ extensions: [SOUS_ENSEMBLE] })
        .document()
        .write(preprocess()(net, undefined, true)),
    ),
  )
}

/** The visible text alone, paragraphs parted by an empty line. */
export function plainTexte(texte: string): string {
  return parseTexte(texte)
    .map((fragments) => fragments.map((fragment) => fragment.texte).join(''))
    .join('\n\n')
}

/** Safe HTML: p, strong, em, br and a (http, https, mailto) only. */
export function renderHtml(texte: string): string {
  return parseTexte(texte)
    .map((fragments) => `<p>${renderFragments(fragments)}</p>`)
    .join('')
}

/** Safe inline HTML of one paragraph. */
export function renderFragments(fragments: readonly Fragment[]): string {
  return fragments.map(renderFragment).join('')
}

/** Text with &, <, > and quotes written as references: safe in HTML and XML, elements and attributes. */
export function escapeXml(texte: string): string {
  return texte.replace(/[&<>"']/g, (signe) => REFERENCES[signe] ?? signe)
}

/** A text without marks as one fragment; null bytes and other signs that no document may hold are removed. */
export function brut(texte: string): Fragment {
  return { texte: withoutControls(texte), gras: false, italique: false, lien: null }
}

const REFERENCES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

// A text without one of these is plain: most of them, read without a parser. A line of spaces or two ends a paragraph.
const SIGNES = /[*_[\\]/
const LONGUEUR_MAX = 200_000

// « lineEnding » must stay: without it micromark never ends.
const SOUS_ENSEMBLE = {
  disable: {
    null: [
      'autolink',
      'blockQuote',
      'characterReference',
      'codeFenced',
      'codeIndented',
      'codeText',
      'definition',
      'hardBreakEscape',
      'headingAtx',
      'htmlFlow',
      'htmlText',
      'labelStartImage',
      'list',
      'setextUnderline',
      'thematicBreak',
    ],
  },
}

function renderFragment(fragment: Fragment): string {
  let html = escapeXml(fragment.texte).replaceAll('\n', '<br>')
  if (fragment.italique) html = `<em>${html}</em>`
  if (fragment.gras) html = `<strong>${html}</strong>`
  return fragment.lien === null ? html : `<a href="${escapeXml(fragment.lien)}">${html}</a>`
}

function paragraphsOf(texte: string): Fragment[][] {
  return texte
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((paragraphe) => paragraphe.trim())
    .filter((paragraphe) => paragraphe !== '')
    .map((paragraphe) => [brut(paragraphe.replace(/( {2,})?[ \t]*\n[ \t]*/g, (_, dur?: string) => (dur === undefined ? ' ' : '\n')))])
}

type Evenements = ReturnType<typeof postprocess>

function walk(evenements: Evenements): Fragment[][] {
  const paragraphes: Fragment[][] = []
  let courant: Fragment[] = []
  let gras = 0
  let italique = 0
  const liens: (string | null)[] = []
  let cache = 0
  for (let rang = 0; rang < evenements.length; rang += 1) {
    const evenement = evenements[rang]
    if (evenement === undefined) continue
    const [sens, jeton, contexte] = evenement
    const pas = sens === 'enter' ? 1 : -1
    if (jeton.type === 'paragraph') {
      if (sens === 'enter') courant = []
      else if (courant.length > 0) paragraphes.push(merged(courant))
    } else if (jeton.type === 'strong') gras += pas
    else if (jeton.type === 'emphasis') italique += pas
    else if (jeton.type === 'link') {
      if (sens === 'enter') liens.push(destinationOf(evenements, rang))
      else liens.pop()
    } else if (jeton.type === 'resource') cache += pas
    else if (sens === 'enter' && cache === 0) {
      const texte = visibleOf(jeton.type, () => contexte.sliceSerialize(jeton))
      if (texte !== '') courant.push({ texte, gras: gras > 0, italique: italique > 0, lien: liens.at(-1) ?? null })
    }
  }
  return paragraphes
}

function visibleOf(type: string, source: () => string): string {
  if (type === 'data' || type === 'characterEscapeValue') return source()
  if (type === 'hardBreakTrailing') return '\n'
  return type === 'lineEnding' ? ' ' : ''
}

/** The address of the link entered at this event; null when it is not one we allow. */
function destinationOf(evenements: Evenements, depuis: number): string | null {
  let profondeur = 0
  let adresse = ''
  for (let rang = depuis; rang < evenements.length; rang += 1) {
    const evenement = evenements[rang]
    if (evenement === undefined) break
    const [sens, jeton, contexte] = evenement
    if (jeton.type === 'link') profondeur += sens === 'enter' ? 1 : -1
    if (profondeur === 0) break
    if (sens === 'enter' && profondeur === 1 && jeton.type === 'resourceDestinationString') {
      adresse = contexte.sliceSerialize(jeton).replace(/\\([!-/:-@[-`{-~])/g, '$1')
    }
  }
  return isAllowed(adresse) ? adresse : null
}

/** Only http, https and mailto addresses become links. */
export function isAllowed(adresse: string): boolean {
  if (!/^(https?:\/\/|mailto:)/i.test(adresse)) return false
  return URL.canParse(adresse)
}

function merged(fragments: readonly Fragment[]): Fragment[] {
  const resultat: Fragment[] = []
  for (const fragment of fragments) {
    const dernier = resultat.at(-1)
    // The space of a soft break after a hard one is not seen.
    const texte = dernier?.texte.endsWith('\n') ? fragment.texte.replace(/^ /, '') : fragment.texte
    if (texte === '') continue
    if (
      dernier !== undefined &&
      dernier.gras === fragment.gras &&
      dernier.italique === fragment.italique &&
      dernier.lien === fragment.lien
    ) {
      dernier.texte += texte
    } else resultat.push({ ...fragment, texte })
  }
  return resultat
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
const CONTROLES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g

function withoutControls(texte: string): string {
  return texte.replace(/\r\n?/g, '\n').replace(CONTROLES, '').toWellFormed()
}
