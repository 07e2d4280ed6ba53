/** Width and height in pixels out of the header of a PNG; null when it is not one. */
export function sizeOfPng(contenu: Uint8Array): { largeur: number; hauteur: number } | null {
  if (contenu.byteLength < 24 || contenu[0] !== 0x89 || contenu[1] !== 0x50) return null
  const vue = new DataView(contenu.buffer, contenu.byteOffset, contenu.byteLength)
  const [largeur, hauteur] = [vue.getUint32(16), vue.getUint32(20)]
  return largeur === 0 || hauteur === 0 ? null : { largeur, hauteur }
}
