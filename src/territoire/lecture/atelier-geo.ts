import { createAtelierDe } from '#platform/documents/lecture/atelier.ts'
import { entryPoint } from '#platform/documents/lecture/processus.ts'
import type { DemandeExamen, ExamenGeo } from './examiner.ts'
import { LIMITES_GEO } from './limites-geo.ts'

/** A pool of processes that read geographic files: whatever a file does to one never reaches the program that asked. */
export type AtelierGeo = {
  /** As `readGeo`, within limits of size, time and memory. @throws RegleViolee with one French sentence */
  examine(nom: string, octets: Uint8Array, demande?: DemandeExamen): Promise<ExamenGeo>
  close(): Promise<void>
}

export function createAtelierGeo(options: { taille?: number; delai?: number; memoire?: number } = {}): AtelierGeo {
  const delai = options.delai ?? LIMITES_GEO.delai
  const atelier = createAtelierDe<ExamenGeo>(() => entryPoint(import.meta.url, './geo-ouvrier.ts', 'geo-ouvrier'), {
    taille: options.taille ?? 1,
    delai,
    delaiBureautique: delai,
    memoire: options.memoire ?? LIMITES_GEO.memoire,
    octetsEntree: LIMITES_GEO.octetsEntree,
  })
  return { examine: (nom, octets, demande) => atelier.read(nom, octets, demande), close: atelier.close }
}
