/** Under which type a file leaves: the one that it bears when its first bytes agree. Pure. */

const INCONNU = 'application/octet-stream'
const latin = (texte: string): readonly number[] => Array.from(texte, (signe) => signe.charCodeAt(0))
const ZIP = [latin('PK\u0003\u0004'), latin('PK\u0005\u0006')]
const OLE = [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]]

/** First bytes of each type that has some. */
const DEBUTS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'application/pdf': [latin('%PDF-')],
  'image/png': [[0x89, ...latin('PNG\r\n\u001a\n')]],
  'image/jpeg': [[0xff, 0xd8, 0xff]],
  'image/gif': [latin('GIF87a'), latin('GIF89a')],
  'image/webp': [latin('RIFF')],
  'application/zip': ZIP,
  'application/msword': OLE,
  'application/vnd.ms-excel': OLE,
}
const PAQUET_ZIP = /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\./

/**
 * The type to send. A type that the first bytes belie becomes `application/octet-stream`: no program opens a file for what its name
 * pretends. A text holds no NUL.
 * @param debut first bytes of the file, 16 or more when it has as many
 */
export function typeServi(type: string, debut: Uint8Array): string {
  const debuts = PAQUET_ZIP.test(type) ? ZIP : DEBUTS[type]
  if (debuts !== undefined) return debuts.some((octets) => octets.every((octet, rang) => debut[rang] === octet)) ? type : INCONNU
  const texte = type.startsWith('text/') || type === 'application/json'
  return texte && !debut.includes(0) ? type : INCONNU
}
