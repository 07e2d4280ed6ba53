import { T } from '#ui/pieces.tsx'

/** Paragraphs of a text typed by a person. */
export function Prose({ texte }: { texte: string }) {
  return (
    <>
      {texte
        .split(/\n{2,}/)
        .filter((paragraphe) => paragraphe.trim() !== '')
        .map((paragraphe) => (
          <p>
            <T>{paragraphe}</T>
          </p>
        ))}
    </>
  )
}
