// How many signs tell a place in the text from any other.
const EMPREINTE = 14

/**
 * The places where the page shows a soft hyphen, which pdf.js leaves out of its text: each as the last signs before it,
 * blanks left out. Typst and others cut words so.
 */
export function listCesures(fns: readonly number[], args: readonly unknown[], showText: number): string[] {
  const cesures: string[] = []
  let fin = ''
  fns.forEach((fn, rang) => {
    const arg = args[rang]
    if (fn !== showText || !Array.isArray(arg) || !Array.isArray(arg[0])) return
    for (const glyphe of arg[0]) {
      const signe: unknown = typeof glyphe === 'object' && glyphe !== null && 'unicode' in glyphe ? glyphe.unicode : ''
      if (signe === '\u00ad') cesures.push(fin)
      else if (typeof signe === 'string') fin = slide(fin, signe)
    }
  })
  return cesures
}

/** Adds text to a print: its last signs, blanks left out, ligatures undone. */
export function slide(fin: string, texte: string): string {
  return (fin + texte.normalize('NFKC').replace(/\s+/g, '')).slice(-EMPREINTE)
}
