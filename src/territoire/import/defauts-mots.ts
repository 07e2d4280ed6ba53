/** Kinds of defects in words, for headings: those of geometry, and those that the reference shows. Pure. */
import { LIBELLES_DEFAUT as GEOMETRIE } from '../defauts-phrases.ts'

export const LIBELLES_DEFAUT: Readonly<Record<string, string>> = {
  ...GEOMETRIE,
  commune_non_citee: 'Commune touchée mais non citée',
}
