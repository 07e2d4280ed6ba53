/** Text as it stands in XML, between tags or in an attribute in double quotes. Pure. */
export function ecritXml(texte: string): string {
  return texte.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
