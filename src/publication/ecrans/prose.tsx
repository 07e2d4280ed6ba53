import { raw } from 'hono/html'
import { typographie } from '#platform/formats.ts'
import { parseTexte, renderFragments, renderHtml } from '#platform/texte/commonmark.ts'

/** Paragraphs of a text typed by a person, with its strong, emphasis and links; nothing else becomes markup. */
export function Prose({ texte }: { texte: string }) {
  return <>{raw(renderHtml(typographie(texte)))}</>
}

/** The same inside a line: paragraphs are parted by a line break. */
export function EnLigne({ texte }: { texte: string }) {
  return <>{raw(parseTexte(typographie(texte)).map(renderFragments).join('<br>'))}</>
}
