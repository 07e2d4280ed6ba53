import type { LectureFiche } from './cloture.ts'
import type { Anomalie } from './compris.ts'
import type { Entete } from './entete.ts'
import type { Flux } from './flux.ts'
import { editDistance, normalized } from './texte.ts'

type Graphie = { mot: string; rang: number; fois: number }

/** Proper names that a fiche spells two ways ("IGNY", "IGNUY"): one letter apart, both with a capital. */
export function findSpellings(flux: Flux, lecture: LectureFiche, entete: Entete): Omit<Anomalie, 'fiche'>[] {
  const rangs = new Set([
    ...lecture.tete,
    ...entete.contexte,
    ...lecture.perdus.map(({ rang }) => rang),
    ...lecture.releves.flatMap((releve) => releve.valeurs.map((valeur) => valeur.rang)),
  ])
  const noms = new Map<string, Graphie>()
  const communs = new Set<string>()
  for (const rang of [...rangs].sort((a, b) => a - b)) {
    const segment = flux.segments[rang]
    if (segment === undefined) continue
    for (const mot of segment.texte.matchAll(/\p{L}[\p{L}-]*/gu)) {
      const plat = normalized(mot[0]).replaceAll(' ', '')
      if (plat.length < 4) continue
      if (!/^\p{Lu}/u.test(mot[0]) || segment.majuscules) {
        if (/^\p{Ll}/u.test(mot[0])) communs.add(plat)
        continue
      }
      const debut = /(?:^|[.!?:;•–—]\s*|\d\s)$/u.test(segment.texte.slice(0, mot.index))
      const deja = noms.get(plat)
      if (deja !== undefined) deja.fois += 1
      else if (!debut || /^\p{Lu}{3,}$/u.test(mot[0])) noms.set(plat, { mot: mot[0], rang, fois: 1 })
    }
  }
  const liste = [...noms.entries()].filter(
    ([plat]) => !communs.has(plat) && !communs.has(`${plat}s`) && !communs.has(plat.replace(/s$/, '')),
  )
  const remarques: Omit<Anomalie, 'fiche'>[] = []
  for (const [rang, [a, un]] of liste.entries()) {
    for (const [b, autre] of liste.slice(rang + 1)) {
      if (a[0] !== b[0] || editDistance(a, b) !== 1 || isInflexion(a, b)) continue
      const [rare, courant] = un.fois < autre.fois ? [un, autre] : [autre, un]
      const message = `«\u00a0${rare.mot}\u00a0» et «\u00a0${courant.mot}\u00a0» se ressemblent\u00a0: est-ce le même nom\u202f?`
      remarques.push({ code: 'nom_deux_graphies', message, bloc: flux.segments[rare.rang]?.bloc ?? null })
    }
  }
  return remarques
}

// Plural, feminine: the same word, not a slip.
function isInflexion(a: string, b: string): boolean {
  const [court, long] = a.length < b.length ? [a, b] : [b, a]
  return long.startsWith(court) && /^[sxe]$/.test(long.slice(court.length))
}
