import { raw } from 'hono/html'
import { typographie } from '#platform/formats.ts'
import { type Fragment, parseTexte, renderFragments } from '#platform/texte/commonmark.ts'

/** A text of a fiche in a line or a cell: strong, emphasis and links of ours; several paragraphs become line breaks. */
export function Mots({ texte }: { texte: string }) {
  const paragraphes = parseTexte(texte).map((fragments) => renderFragments(fragments.map(francais)))
  return <>{raw(paragraphes.join('<br>'))}</>
}

/** A text of a fiche as paragraphs. */
export function Prose({ texte, classe }: { texte: string; classe?: string }) {
  return (
    <>
      {parseTexte(texte).map((fragments) => (
        <p class={classe}>{raw(renderFragments(fragments.map(francais)))}</p>
      ))}
    </>
  )
}

function francais(fragment: Fragment): Fragment {
  return { ...fragment, texte: typographie(fragment.texte) }
}
