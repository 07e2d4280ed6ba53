/** What a page may load: only what this server gives, unless a page names another origin for its pictures and data. */

/** Policy of every page, by directive of hono's secure-headers. */
export const POLITIQUE = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  manifestSrc: ["'self'"],
}

/**
 * The same policy, in which pictures and data may also come from one origin (the server of a basemap); scripts and styles never.
 * @param adresse any address there; only its origin counts, so nothing in it can add a directive
 * @throws TypeError when it is not an address over https
 */
export function writePolitiqueAvec(adresse: string): string {
  const { protocol, origin } = new URL(adresse)
  if (protocol !== 'https:') throw new TypeError('an origin of pictures is read over https')
  const ouvertes: (keyof typeof POLITIQUE)[] = ['imgSrc', 'connectSrc']
  return Object.entries(POLITIQUE)
    .map(([directive, sources]) => {
      const nom = directive.replace(/[A-Z]/g, (majuscule) => `-${majuscule.toLowerCase()}`)
      return [nom, ...sources, ...(ouvertes.some((ouverte) => ouverte === directive) ? [origin] : [])].join(' ')
    })
    .join('; ')
}
