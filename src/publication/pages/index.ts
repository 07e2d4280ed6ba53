import type { EntreeEspace } from '#contrat/index.ts'
import type { Routes } from '#platform/http/routes.ts'
import type { CachePublic } from '../cache.ts'
import { routes as apercu } from './apercu.tsx'
import { routes as legales } from './legales.tsx'
import { routes as mentions } from './mentions.tsx'
import { createRoutesPubliques } from './public.tsx'
import { createRoutesPublier } from './publication.tsx'

/** Every page of the capability. @param cache memory of the public pages, shared by the whole process */
export function createRoutesPublication(cache: CachePublic): readonly Routes[] {
  return [createRoutesPubliques(cache), createRoutesPublier(cache), apercu, legales, mentions]
}

export const entreesPublication: readonly EntreeEspace[] = [{ libelle: 'Publication', chemin: 'publication', ordre: 90, coupe: true }]
