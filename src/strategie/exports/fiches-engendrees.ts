/** Fiches that look real and hold what breaks exports: for property tests and benchmarks. French words, invented facts. */
import fc from 'fast-check'
import { createId } from '#platform/identifiants.ts'
import { plainTexte } from '#platform/texte/commonmark.ts'
import { CHAMPS, ECHELLES, ETATS_REALISATION, GENRES, KINDS, LIBELLES_CHAMPS, NATURES_FINANCEMENT, PRECISIONS, STATUTS } from '../fiche.ts'
import type { ContratAExporter, FicheAExporter, NoeudAExporter, RepereNoeud } from './modele.ts'

const DEBUTS =
  'Ouvrir|Renforcer|Accompagner|Soutenir|Créer|Animer|Développer|Faciliter|Maintenir|Former|Rapprocher|Inviter|Préparer|Aménager|Rendre visible|Étendre|Mieux connaître'
const COMPLEMENTS =
  'une maison de projet|la présence humaine|les familles monoparentales|des ateliers de cuisine partagée|l’accès aux soins|un jardin nourricier|les démarches en ligne|la médiation de rue|des parcours d’insertion|l’apprentissage du français|les fêtes de quartier|une permanence juridique|le sport des femmes|l’entretien des halls|les chantiers éducatifs|la mémoire des lieux|des marches exploratoires|l’aide aux devoirs|le tri des déchets|un conseil d’enfants'
const LIEUX =
  'au Sanitas|dans les cinq quartiers|près des écoles|au pied des immeubles|avec le conseil citoyen|chaque mercredi|pendant la durée du contrat|avec les bailleurs|dès la première année|hors des horaires de bureau|à l’échelle de l’agglomération|avec le soutien du Département'
const ORGANISATIONS =
  'État|Métropole|Ville de Saint-Avertin-la-Neuve|Caf|Conseil départemental|Région|Bailleur des Trois Rivières|Tour(s)plus|Régie de quartier|Mission locale|Agence, de santé|Association “Le Pont”|Fondation (privée'
const ABORDS =
  '<b>gras</b> & <script>alert(1)</script>|#set text(red) $x^2$ @ref ~|👩‍👩‍👧 fête 🎉|שלום לכולם|مرحبا بالجميع|-20 % de plaintes|=SOMME(A1:A3)|@compte et +33|« guillemets » et “anglais”|l\'apostrophe droite|[bookmark: _Toc1] signet|Objectifs : et dynamiques|fin avec virgule,|1. numéroté|texte (état : réalisée)|Publics (16 à 25 ans)|(parenthèses (imbriquées))|2.1.6|"citation"; suite|`code` // commentaire /* x */|2 * 3 * 4|\\deux/barres\\|Ω ≥ ½ œ Œ Ÿ €|été comme hiver…|&amp; &lt;|{champ} {{x}}|\'=1+1|N’oublier personne : ni les aînés, ni les enfants ; ni les autres !'

function among(liste: string): fc.Arbitrary<string> {
  return fc.constantFrom(...liste.split('|'))
}

const phrase = fc
  .tuple(among(DEBUTS), among(COMPLEMENTS), among(LIEUX), fc.integer({ min: 1, max: 9999 }))
  .map(([a, b, c, n]) => `${a} ${b} ${c}, ${n} fois`)
const longue = fc.array(phrase, { minLength: 4, maxLength: 12 }).map((phrases) => `${phrases.join('. ')}.`)
const abord = fc.tuple(among(ABORDS), phrase).map(([a, b]) => `${a} ${b}`)
const marquee = fc.tuple(phrase, phrase).map(([a, b]) => `**${a}** puis *${b}*, voir [le site](https://exemple.fr/a?b=1&c=(2))`)

/** One paragraph, as a row holds it: spaces are single, none at the ends. */
export const texteEngendre: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: phrase },
  { weight: 3, arbitrary: abord },
  { weight: 2, arbitrary: among(ABORDS) },
  { weight: 1, arbitrary: longue },
  { weight: 1, arbitrary: marquee },
)

const id = fc.integer({ min: 0, max: 2 ** 40 }).map((at) => createId(at))
const ligne = fc.record({ id, texte: texteEngendre })
const lignes = fc.array(ligne, { maxLength: 5 })
const entier = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null })
const annee = fc.integer({ min: 2007, max: 2030 })
const date = fc.oneof(
  annee.map(String),
  fc.tuple(annee, fc.integer({ min: 1, max: 4 })).map(([a, t]) => `${a}-T${t}`),
  fc.tuple(annee, fc.integer({ min: 1, max: 12 })).map(([a, m]) => `${a}-${deux(m)}`),
  fc.tuple(annee, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([a, m, j]) => `${a}-${deux(m)}-${deux(j)}`),
)
const precision = fc.option(fc.constantFrom(...PRECISIONS), { nil: null })
const phase = fc.record({ id, texte: texteEngendre, debut: fc.option(date, { nil: null }), fin: fc.option(date, { nil: null }), precision })
const lien = fc
  .record({
    id,
    texte: texteEngendre,
    code: fc.option(fc.oneof(among('2.1.6|1|II.3|B.2|A|4.1.2'), fc.integer({ min: 1, max: 9 }).map(String)), { nil: null }),
    ficheId: fc.constant(null),
  })
  // The title of a linked fiche does not say its code again.
  .filter(({ texte, code }) => code === null || !texte.startsWith(code))
const effets = fc.uniqueArray(ligne, { maxLength: 4, selector: ({ texte }) => plainTexte(texte) })

/** Any fiche: all kinds, statuses, fields, empty or full. */
export const ficheEngendree: fc.Arbitrary<FicheAExporter> = effets
  .chain((effetsChoisis) =>
    fc.record({
      id,
      kind: fc.constantFrom(...KINDS),
      intitule: texteEngendre.map((texte) => texte.slice(0, 240).trim()),
      enjeu: fc.option(
        fc.array(texteEngendre, { minLength: 1, maxLength: 2 }).map((textes) => textes.join('\n\n')),
        { nil: null },
      ),
      contexte: lignes,
      objectifs: lignes,
      realisations: fc.array(fc.record({ id, texte: texteEngendre, etat: fc.constantFrom(...ETATS_REALISATION) }), { maxLength: 6 }),
      effets: fc.constant(effetsChoisis),
      echelleTerritoriale: fc.array(fc.record({ id, texte: texteEngendre, type: fc.constantFrom(...ECHELLES) }), { maxLength: 3 }),
      publics: fc.array(
        fc.record({
          id,
          texte: texteEngendre,
          nombre: entier(50_000),
          ageMin: entier(99),
          ageMax: entier(99),
          genre: fc.option(fc.constantFrom(...GENRES), { nil: null }),
          partQpvPourMille: entier(1000),
        }),
        { maxLength: 3 },
      ),
      animateur: lignes,
      partenaires: fc.array(
        fc.record({ id, texte: texteEngendre, role: fc.option(texteEngendre.map(collapsed), { nil: null }), habitants: fc.boolean() }),
        { maxLength: 6 },
      ),
      dispositifs: lignes,
      moyens: lignes,
      financements: fc.array(
        fc.record({
          id,
          texte: texteEngendre,
          nature: fc.constantFrom(...NATURES_FINANCEMENT),
          organisations: fc.array(among(ORGANISATIONS), { maxLength: 3 }),
          montantCents: fc.option(fc.integer({ min: 0, max: 9_000_000_000 }), { nil: null }),
        }),
        { maxLength: 4 },
      ),
      calendrier: fc.record({
        texte: fc.option(fc.oneof(texteEngendre, fc.constant('Au fil de l’eau')), { nil: null }),
        precision,
        phases: fc.array(phase, { maxLength: 3 }),
      }),
      indicateursRealisation: lignes,
      indicateursEffets: fc
        .array(fc.tuple(ligne, fc.option(fc.nat(), { nil: null, freq: 4 })), { maxLength: 5 })
        .map((tires) =>
          tires.map(([indicateur, n]) => ({
            ...indicateur,
            effetId: n === null ? null : (effetsChoisis[n % Math.max(1, effetsChoisis.length)]?.id ?? null),
          })),
        )
        .map((tires) =>
          byEffet(
            tires,
            effetsChoisis.map((effet) => effet.id),
          ),
        ),
      suivi: lignes,
      liens: fc.array(lien, { maxLength: 3 }),
      aClasser: fc.array(ligne, { maxLength: 2 }),
      code: fc
        .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 30 }))
        .map((numeros) => numeros.join('.')),
      statut: fc.constantFrom(...STATUTS),
      version: fc.integer({ min: 1, max: 40 }),
      empreinte: fc.option(fc.constant('9f2c41ab07de11aa'.repeat(4)), { nil: null }),
      rattachement: fc.constant<RepereNoeud[]>([
        { niveau: 'Pilier', code: '2', intitule: 'Cadre de vie' },
        { niveau: 'Axe', code: '2.1', intitule: 'Gérer ensemble les quartiers' },
      ]),
    }),
  )
  // Records of fast-check have no prototype.
  .map((fiche) => structuredClone(fiche))

/** A contract of `nombre` distinct fiches on a tree of two levels; the same seed gives the same contract. */
export function buildContratEngendre(nombre: number, graine: number): ContratAExporter {
  const fiches = fc.sample(ficheEngendree, { numRuns: nombre, seed: graine })
  const arbre: NoeudAExporter[] = ['Cohésion sociale', 'Cadre de vie', 'Emploi et activité', 'Vie citoyenne'].map((intitule, p) => ({
    code: `${p + 1}`,
    niveau: 'Pilier',
    intitule,
    description: 'Ce que les signataires veulent changer, et comment ils le verront.',
    themes: p === 0 ? ['Jeunesse', 'Égalité entre les femmes et les hommes'] : [],
    fiches: [],
    enfants: [1, 2].map((a) => ({
      code: `${p + 1}.${a}`,
      niveau: 'Axe',
      intitule: a === 1 ? 'Agir au plus près' : 'Mieux vivre ensemble',
      description: null,
      themes: [],
      enfants: [],
      fiches: [],
    })),
  }))
  const axes = arbre.flatMap((pilier) => pilier.enfants.map((axe) => ({ pilier, axe })))
  fiches.forEach((fiche, rang) => {
    const place = axes[Math.floor((rang * axes.length) / nombre)]
    if (place === undefined) return
    const rattachement = [place.pilier, place.axe].map(({ niveau, code, intitule }) => ({ niveau, code, intitule }))
    place.axe.fiches.push({ ...fiche, code: `${place.axe.code}.${place.axe.fiches.length + 1}`, rattachement })
  })
  return {
    titre: 'Contrat de ville du Val-Clair',
    generation: 'Engagements Quartiers 2030',
    epci: 'Métropole du Val-Clair',
    communes: ['Saint-Avertin-la-Neuve', 'Les Ormes', 'Val-Clair'],
    debut: '2024-01-01',
    fin: '2030-12-31',
    statut: 'En vigueur',
    resume: 'Ce contrat dit ce que les signataires feront **ensemble**, pour qui, et comment chacun pourra le vérifier.',
    niveaux: [
      { rang: 1, singulier: 'Pilier', pluriel: 'Piliers' },
      { rang: 2, singulier: 'Axe', pluriel: 'Axes' },
    ],
    signataires: [
      {
        organisation: 'Métropole du Val-Clair',
        representant: 'Amina Duval',
        fonction: 'présidente',
        role: 'pilote',
        signeLe: '2024-04-12',
      },
      { organisation: 'État', representant: 'Paul Lestrade', fonction: 'préfet', role: 'obligatoire', signeLe: '2024-04-12' },
      { organisation: 'Ville des Ormes', representant: null, fonction: 'maire', role: 'obligatoire', signeLe: null },
      { organisation: 'Caf', representant: null, fonction: null, role: 'facultatif', signeLe: null },
    ],
    champs: CHAMPS.map((champ, ordre) => ({ champ, libelle: LIBELLES_CHAMPS[champ], ordre, utilise: true })),
    arbre,
    fichesRacine: [],
  }
}

/** In the order of the effects, unclaimed ones last, as documents give them. */
function byEffet<T extends { effetId: string | null }>(indicateurs: readonly T[], ordre: readonly string[]): T[] {
  const rang = ({ effetId }: T) => (effetId === null ? ordre.length : ordre.indexOf(effetId))
  return [...indicateurs].sort((a, b) => rang(a) - rang(b))
}

function collapsed(texte: string): string {
  return texte.replace(/\s+/gu, ' ').trim()
}

function deux(nombre: number): string {
  return String(nombre).padStart(2, '0')
}
