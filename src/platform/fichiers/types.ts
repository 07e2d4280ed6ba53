/** Types of files by the end of their name: what a browser declares is not to be trusted. Pure. */

const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  odt: 'application/vnd.oasis.opendocument.text',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xls: 'application/vnd.ms-excel',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  csv: 'text/csv; charset=utf-8',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odp: 'application/vnd.oasis.opendocument.presentation',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  zip: 'application/zip',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
}

/** Images that a page may show; an SVG is a program and is not one of them. */
const IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** « Avenant n° 2.PDF » → « pdf »; '' without an end. */
export function extensionDe(nom: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(nom)?.[1]?.toLowerCase() ?? ''
}

/** Media type of a file by its name; `application/octet-stream` when unknown. */
export function typeDe(nom: string): string {
  return TYPES[extensionDe(nom)] ?? 'application/octet-stream'
}

/** True for the images that may be shown in a page. */
export function isImage(type: string): boolean {
  return IMAGES.has(type)
}

/** A name as a file system takes it: no path, no control character, 150 characters at most. */
export function nomSur(nom: string): string {
  const dernier = nom.split(/[\\/]/).at(-1) ?? ''
  const propre = Array.from(dernier, (signe) => (isControl(signe) || '<>:"|?*'.includes(signe) ? ' ' : signe))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
  if (propre === '') return 'document'
  if (propre.length <= 150) return propre
  const fin = extensionDe(propre)
  return fin === '' ? propre.slice(0, 150) : `${propre.slice(0, 149 - fin.length)}.${fin}`
}

function isControl(signe: string): boolean {
  const code = signe.codePointAt(0) ?? 0
  return code < 32 || (code >= 127 && code < 160) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
}
