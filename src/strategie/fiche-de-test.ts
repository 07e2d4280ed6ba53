/** For tests: contents of fiches, built by hand or drawn at random. */
import fc from 'fast-check'
import { createId } from '#platform/identifiants.ts'
import {
  type ContenuFiche,
  ECHELLES,
  ETATS_REALISATION,
  emptyContenu,
  type Fiche,
  GENRES,
  KINDS,
  type Ligne,
  NATURES_FINANCEMENT,
  PRECISIONS,
} from './fiche.ts'
import { MONTANT_MAX_CENTS } from './fiche-montants.ts'
import { AGE_MAX, NOMBRE_MAX } from './fiche-schema.ts'

export function ligne(texte: string): Ligne {
  return { id: createId(), texte }
}

export function buildContenu(change: Partial<ContenuFiche> = {}): ContenuFiche {
  return { ...emptyContenu('orientation', 'Une gestion adaptée aux quartiers'), ...change }
}

export function buildFiche(change: Partial<Fiche> = {}): Fiche {
  return {
    ...buildContenu(),
    id: createId(),
    contratId: createId(),
    noeudId: null,
    numero: 1,
    code: '1',
    statut: 'brouillon',
    version: 1,
    soumiseLe: null,
    valideeLe: null,
    archiveeLe: null,
    modifieeLe: new Date('2026-03-02T09:00:00Z'),
    lieux: [],
    ...change,
  }
}

/** Texts as people paste them: accents, emoji, right-to-left, quotes, line ends; never blank. */
const texte = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
  .map((brut) => brut.replaceAll('\u0000', '').trim())
  .filter((net) => net !== '' && net.isWellFormed())
const facultatif = fc.option(texte, { nil: null })
const id = fc.integer({ min: 0, max: 2 ** 32 }).map(() => createId())
const date = fc.oneof(
  fc.integer({ min: 1990, max: 2100 }).map((annee) => String(annee)),
  fc.tuple(fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 4 })).map(([annee, t]) => `${annee}-T${t}`),
  fc
    .tuple(fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 12 }))
    .map(([annee, m]) => `${annee}-${String(m).padStart(2, '0')}`),
  fc
    .tuple(fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([annee, m, j]) => `${annee}-${String(m).padStart(2, '0')}-${String(j).padStart(2, '0')}`),
)

const liste = <T>(element: fc.Arbitrary<T>) => fc.array(element, { maxLength: 4 })
const simples = liste(fc.record({ id, texte }))
const entier = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null })

/** Any content that the rules allow. */
export const contenuArbitraire: fc.Arbitrary<ContenuFiche> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    intitule: texte,
    enjeu: facultatif,
    contexte: simples,
    objectifs: simples,
    realisations: liste(fc.record({ id, texte, etat: fc.constantFrom(...ETATS_REALISATION) })),
    effets: simples,
    echelleTerritoriale: liste(fc.record({ id, texte, type: fc.constantFrom(...ECHELLES) })),
    publics: liste(
      fc
        .record({
          id,
          texte,
          nombre: entier(NOMBRE_MAX),
          ages: fc.tuple(entier(AGE_MAX), entier(AGE_MAX)),
          genre: fc.option(fc.constantFrom(...GENRES), { nil: null }),
          partQpvPourMille: entier(1000),
        })
        .map(({ ages: [a, b], ...reste }) => {
          const [ageMin, ageMax] = a !== null && b !== null && a > b ? [b, a] : [a, b]
          return { ...reste, ageMin, ageMax }
        }),
    ),
    animateur: simples,
    partenaires: liste(fc.record({ id, texte, role: facultatif, habitants: fc.boolean() })),
    dispositifs: simples,
    moyens: simples,
    financements: liste(
      fc.record({
        id,
        texte,
        nature: fc.constantFrom(...NATURES_FINANCEMENT),
        organisations: fc.array(
          texte.map((nom) => nom.replaceAll(';', ',').replaceAll('\n', ' ')),
          { maxLength: 3 },
        ),
        montantCents: entier(MONTANT_MAX_CENTS),
      }),
    ),
    calendrier: fc.record({
      texte: facultatif,
      precision: fc.option(fc.constantFrom(...PRECISIONS), { nil: null }),
      phases: liste(
        fc
          .record({ id, texte, debut: fc.option(date, { nil: null }), precision: fc.option(fc.constantFrom(...PRECISIONS), { nil: null }) })
          .map((phase) => ({ ...phase, fin: phase.debut })),
      ),
    }),
    indicateursRealisation: simples,
    indicateursEffets: liste(fc.record({ id, texte, effet: fc.option(fc.nat(), { nil: null }) })),
    suivi: simples,
    liens: liste(
      fc.record({ id, texte, code: fc.option(fc.constantFrom('7.7.1', '7.7.2', '9'), { nil: null }), ficheId: fc.constant(null) }),
    ),
    aClasser: simples,
  })
  .map((brut) => structuredClone(brut)) // plain objects: fast-check draws some without a prototype
  .map((brut) => ({
    ...brut,
    indicateursEffets: brut.indicateursEffets.map(({ effet, ...indicateur }) => ({
      ...indicateur,
      effetId: effet === null ? null : (brut.effets[effet % Math.max(1, brut.effets.length)]?.id ?? null),
    })),
  }))
