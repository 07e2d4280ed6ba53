/** How many pages a PDF of ours has, said by the root of its page tree; null when it does not say. Pure. */
export function countPages(pdf: Uint8Array): number | null {
  const texte = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1')
  const comptes = [...texte.matchAll(/\/Type\s*\/Pages\b[^<>]*?\/Count\s+(\d+)/g)].map((trouve) => Number(trouve[1]))
  return comptes.length === 0 ? null : Math.max(...comptes)
}
