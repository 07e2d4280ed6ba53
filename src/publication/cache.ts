/** Public pages kept in memory, dropped at the instant a publication changes. Pure but for its own memory. */

export type PageGardee = { html: string; etag: string }

export type CachePublic = {
  /** null when the page is not kept, or when nothing may be served from memory. */
  get: (adresse: string, page: string) => PageGardee | null
  /** Mark to take before reading the database; `set` refuses a page read under an older mark. */
  marque: (adresse: string) => number
  set: (adresse: string, page: string, contenu: PageGardee, marque: number) => void
  /** Drops the pages of a contract, and those that list contracts. */
  forget: (adresse: string) => void
  /** Drops every page: what all of them show has changed. */
  forgetAll: () => void
  suspend: () => void
  resume: () => void
}

/** Where pages that list contracts are kept: no contract has this address. */
export const LISTES = ''

/** @param max pages kept; beyond, the address longest unseen leaves */
export function createCachePublic(max = 2000): CachePublic {
  const pages = new Map<string, Map<string, PageGardee>>()
  const marques = new Map<string, number>()
  let generation = 1
  let actif = true
  const marque = (adresse: string) => (marques.get(adresse) ?? 0) + generation * 1_000_000
  const drop = (adresse: string) => {
    pages.delete(adresse)
    marques.set(adresse, (marques.get(adresse) ?? 0) + 1)
  }
  return {
    get: (adresse, page) => (actif ? (pages.get(adresse)?.get(page) ?? null) : null),
    marque,
    set: (adresse, page, contenu, lueSous) => {
      if (!actif || lueSous !== marque(adresse)) return
      const gardees = pages.get(adresse) ?? new Map<string, PageGardee>()
      pages.delete(adresse)
      pages.set(adresse, gardees.set(page, contenu))
      evict(pages, max, adresse)
    },
    forget: (adresse) => {
      drop(adresse)
      drop(LISTES)
    },
    forgetAll: () => {
      generation += 1
      pages.clear()
    },
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

function evict(pages: Map<string, Map<string, PageGardee>>, max: number, gardee: string): void {
  let nombre = 0
  for (const groupe of pages.values()) nombre += groupe.size
  for (const [autre, groupe] of pages) {
    if (nombre <= max || autre === gardee) return
    nombre -= groupe.size
    pages.delete(autre)
  }
}
