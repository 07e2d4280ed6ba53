/** Public pages kept in memory, dropped at the instant a publication changes. Pure but for its own memory. */

export type PageGardee = { html: string; etag: string }

export type CachePublic = {
  /** null when the page is not kept, or when nothing may be served from memory. */
  get: (adresse: string, chemin: string) => PageGardee | null
  /** Mark to take before reading the database; `set` refuses a page read under an older mark. */
  marque: (adresse: string) => number
  set: (adresse: string, chemin: string, page: PageGardee, marque: number) => void
  forget: (adresse: string) => void
  suspend: () => void
  resume: () => void
}

/** @param max pages kept; beyond, the address longest unseen leaves */
export function createCachePublic(max = 2000): CachePublic {
  const pages = new Map<string, Map<string, PageGardee>>()
  const marques = new Map<string, number>()
  let generation = 1
  let actif = true
  const marque = (adresse: string) => (marques.get(adresse) ?? 0) + generation * 1_000_000
  const forget = (adresse: string) => {
    pages.delete(adresse)
    marques.set(adresse, (marques.get(adresse) ?? 0) + 1)
  }
  return {
    get: (adresse, chemin) => (actif ? (pages.get(adresse)?.get(chemin) ?? null) : null),
    marque,
    set: (adresse, chemin, page, lueSous) => {
      if (!actif || lueSous !== marque(adresse)) return
      const gardees = pages.get(adresse) ?? new Map<string, PageGardee>()
      pages.delete(adresse)
      pages.set(adresse, gardees.set(chemin, page))
      let nombre = 0
      for (const groupe of pages.values()) nombre += groupe.size
      for (const [autre, groupe] of pages) {
        if (nombre <= max || autre === adresse) break
        nombre -= groupe.size
        pages.delete(autre)
      }
    },
    forget,
    suspend: () => {
      actif = false
      generation += 1
      pages.clear()
    },
    resume: () => {
      actif = true
    },
  }
}
