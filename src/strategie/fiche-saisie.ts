/** The edit form of a fiche: its content as texts to type, and what was typed as a content. Pure. */
import { z } from 'zod'
import { ecritDate, parseDatePrecise, precisionDe } from '#contrat/index.ts'
import { parseEntree } from '#platform/entree.ts'
import { RegleViolee } from '#platform/errors.ts'
import { isId } from '#platform/identifiants.ts'
import {
  CHAMPS,
  type Champ,
  type ContenuFiche,
  ECHELLES,
  ETATS_REALISATION,
  GENRES,
  KINDS,
  NATURES_FINANCEMENT,
  type Phase,
  PRECISIONS,
} from './fiche.ts'
import { CHAMPS_LISTES, CHAMPS_SIMPLES, type ChampSimple, isChampSimple } from './fiche-listes.ts'
import { ecritMontant, ecritPourMille, parseEntier, parseEuros, parsePourMille } from './fiche-montants.ts'
import { fautesContenu } from './fiche-regles.ts'
import { AGE_MAX, LIGNES_FICHE_MAX, NOMBRE_MAX, texteIntitule, texteLong } from './fiche-schema.ts'

/** Fields of a row that a form always sends, so that an empty row is known as empty. By path of the list. */
export const TOUJOURS_ENVOYES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(CHAMPS_LISTES.map((champ) => [champ, []])),
  realisations: ['etat'],
  indicateursEffets: ['effetId'],
  echelleTerritoriale: ['type'],
  publics: ['genre'],
  partenaires: ['habitants'],
  financements: ['nature'],
  aClasser: ['vers'],
  'calendrier.phases': ['rythme'],
}

/** A content as its form shows it: everything is text, in the words of the person. */
export function saisieOf(contenu: ContenuFiche): Record<string, unknown> {
  const { publics, partenaires, financements, calendrier, indicateursEffets, liens } = contenu
  return {
    ...contenu,
    enjeu: contenu.enjeu ?? '',
    publics: publics.map(({ id, texte, nombre, ageMin, ageMax, genre, partQpvPourMille }) => ({
      id,
      texte,
      nombre: nombre === null ? '' : String(nombre),
      ageMin: ageMin === null ? '' : String(ageMin),
      ageMax: ageMax === null ? '' : String(ageMax),
      genre: genre ?? '',
      partQpv: partQpvPourMille === null ? '' : ecritPourMille(partQpvPourMille),
    })),
    partenaires: partenaires.map(({ id, texte, role, habitants }) => ({ id, texte, role: role ?? '', habitants: habitants ? 'oui' : '' })),
    financements: financements.map(({ id, texte, nature, organisations, montantCents }) => ({
      id,
      texte,
      nature,
      organisations: organisations.join(' ; '),
      montant: montantCents === null ? '' : ecritMontant(montantCents),
    })),
    calendrier: {
      texte: calendrier.texte ?? '',
      precision: calendrier.precision ?? '',
      phases: calendrier.phases.map(({ id, texte, debut, fin, precision }) => ({
        id,
        texte,
        debut: debut === null ? '' : ecritDate(debut),
        fin: fin === null ? '' : ecritDate(fin),
        rythme: precision === 'au_fil_de_leau' ? precision : '',
      })),
    },
    indicateursEffets: indicateursEffets.map(({ id, texte, effetId }) => ({ id, texte, effetId: effetId ?? '' })),
    liens: liens.map(({ id, texte, code }) => ({ id, texte: texte === code ? '' : texte, code: code ?? '' })),
  }
}

/**
 * What was typed, as a content.
 * @param base the content before, for the fields that the form did not show (`affiches` names those it did)
 * @param newId gives an id to a new row
 * @throws RegleViolee naming each field at fault by its name in the form
 */
export function parseSaisieFiche(saisi: Record<string, unknown>, base: ContenuFiche, newId: () => string): ContenuFiche {
  const saisie = parseEntree(schemaSaisie(newId), saisi)
  const affiches = new Set(saisie.affiches ?? [...CHAMPS, 'aClasser'])
  const tu = Object.fromEntries(
    [...CHAMPS, 'aClasser' as const].filter((champ) => !affiches.has(champ)).map((champ) => [champ, base[champ]]),
  )
  const { affiches: _, aClasser, ...reste } = { ...saisie, ...tu } as ContenuSaisi
  const contenu = withPlaces(reste, aClasser)
  const fautes = fautesContenu(contenu)
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  return contenu
}

type ContenuSaisi = Omit<ContenuFiche, 'aClasser'> & { affiches?: string[] | undefined; aClasser: LigneAPlacer[] }
type LigneAPlacer = { id: string; texte: string; vers?: Champ | null | undefined }

/** Rows of « à classer » for which a field was chosen go to the end of that field. */
function withPlaces(contenu: Omit<ContenuFiche, 'aClasser'>, aClasser: readonly LigneAPlacer[]): ContenuFiche {
  const place: ContenuFiche = { ...contenu, aClasser: aClasser.flatMap(({ id, texte, vers }) => (vers == null ? [{ id, texte }] : [])) }
  return aClasser.reduce((apres, { id, texte, vers }) => (vers == null ? apres : placed(apres, { id, texte }, vers)), place)
}

/** A content with one more row in a field, made of a text alone. A text without place (enjeu, calendrier) joins what is there. */
export function placed(contenu: ContenuFiche, ligne: { id: string; texte: string }, champ: Champ): ContenuFiche {
  if (isChampSimple(champ)) return { ...contenu, [champ]: [...contenu[champ], ligne] }
  const { calendrier } = contenu
  const joint = (texte: string | null) => (texte === null ? ligne.texte : `${texte}\n\n${ligne.texte}`)
  switch (champ) {
    case 'enjeu':
      return { ...contenu, enjeu: joint(contenu.enjeu) }
    case 'calendrier':
      return { ...contenu, calendrier: { ...calendrier, texte: joint(calendrier.texte) } }
    case 'realisations':
      return { ...contenu, realisations: [...contenu.realisations, { ...ligne, etat: 'prevue' }] }
    case 'indicateursEffets':
      return { ...contenu, indicateursEffets: [...contenu.indicateursEffets, { ...ligne, effetId: null }] }
    case 'echelleTerritoriale':
      return { ...contenu, echelleTerritoriale: [...contenu.echelleTerritoriale, { ...ligne, type: 'autre' }] }
    case 'publics': {
      const vide = { nombre: null, ageMin: null, ageMax: null, genre: null, partQpvPourMille: null }
      return { ...contenu, publics: [...contenu.publics, { ...ligne, ...vide }] }
    }
    case 'partenaires':
      return { ...contenu, partenaires: [...contenu.partenaires, { ...ligne, role: null, habitants: false }] }
    case 'financements':
      return { ...contenu, financements: [...contenu.financements, { ...ligne, nature: 'autre', organisations: [], montantCents: null }] }
    case 'liens':
      return { ...contenu, liens: [...contenu.liens, { ...ligne, code: null, ficheId: null }] }
  }
}

/** The coarser of both dates: one does not pretend to know the day of a phase that ends in a year. */
function precisionDes(debut: string | null, fin: string | null): Phase['precision'] {
  const connues = [debut, fin].filter((date) => date !== null).map((date) => precisionDe(date))
  return (['annee', 'trimestre', 'mois', 'jour'] as const).find((precision) => connues.includes(precision)) ?? null
}

function schemaSaisie(newId: () => string): z.ZodType<ContenuSaisi> {
  const id = z
    .string()
    .nullish()
    .transform((brut) => (typeof brut === 'string' && isId(brut) ? brut : newId()))
  const texte = texteLong.min(1, 'Écrivez cette ligne, ou retirez-la.')
  const facultatif = texteLong.nullish().transform((valeur) => (valeur === undefined || valeur === null || valeur === '' ? null : valeur))
  const liste = <F extends z.ZodRawShape>(forme: F) =>
    z
      .array(z.object({ id, texte, ...forme }))
      .max(LIGNES_FICHE_MAX, `Une liste compte ${LIGNES_FICHE_MAX} lignes au plus.`)
      .default([])
  const simple = z.array(z.object({ id, texte })).max(LIGNES_FICHE_MAX, `Une liste compte ${LIGNES_FICHE_MAX} lignes au plus.`).default([])
  const choix = <V extends string>(valeurs: readonly V[]) =>
    z
      .union([z.literal(''), z.enum(valeurs, 'Choisissez dans la liste.')])
      .nullish()
      .transform((valeur): V | null => (valeur === '' || valeur === undefined || valeur === null ? null : (valeur as V)))
  const lu = <T>(parse: (texte: string) => T | null, phrase: (texte: string) => string) =>
    z
      .string()
      .nullish()
      .transform((brut, contexte): T | null => {
        const net = (brut ?? '').trim()
        if (net === '') return null
        const valeur = parse(net)
        if (valeur !== null) return valeur
        contexte.addIssue({ code: 'custom', message: phrase(net.slice(0, 40)) })
        return z.NEVER
      })
  const nombre = (max: number, exemple: string) =>
    lu(
      (brut) => parseEntier(brut, max),
      (brut) =>
        `«\u00a0${brut}\u00a0» n’est pas un nombre entier de 0 à ${max.toLocaleString('fr-FR')}\u00a0: écrivez-le en chiffres, par exemple ${exemple}.`,
    )
  const date = lu(
    parseDatePrecise,
    (brut) => `«\u00a0${brut}\u00a0» n’est pas une date\u00a0: écrivez 15/04/2027, avril 2027, T2 2027 ou 2027.`,
  )
  const simples = Object.fromEntries(CHAMPS_SIMPLES.map((champ) => [champ, simple])) as Record<ChampSimple, typeof simple>
  return z.object({
    affiches: z
      .string()
      .optional()
      .transform((brut) => brut?.split(' ')),
    kind: z.enum(KINDS, 'Choisissez une sorte de fiche.'),
    intitule: texteIntitule,
    enjeu: facultatif,
    ...simples,
    realisations: liste({ etat: z.enum(ETATS_REALISATION, 'Choisissez un état.').default('prevue') }),
    echelleTerritoriale: liste({ type: z.enum(ECHELLES, 'Choisissez une échelle.').default('autre') }),
    publics: liste({
      nombre: nombre(NOMBRE_MAX, '1 200'),
      ageMin: nombre(AGE_MAX, '16'),
      ageMax: nombre(AGE_MAX, '25'),
      genre: choix(GENRES),
      partQpv: lu(
        parsePourMille,
        (brut) => `«\u00a0${brut}\u00a0» n’est pas une part de 0 à 100\u00a0%\u00a0: écrivez par exemple 60 ou 33,3.`,
      ),
    }).transform((lignes) => lignes.map(({ partQpv, ...ligne }) => ({ ...ligne, partQpvPourMille: partQpv }))),
    partenaires: liste({
      role: facultatif,
      habitants: z
        .unknown()
        .optional()
        .transform((coche) => coche === 'oui'),
    }),
    financements: liste({
      nature: z.enum(NATURES_FINANCEMENT, 'Choisissez la nature du financement.').default('autre'),
      organisations: texteLong.default('').transform((brut) =>
        brut
          .split(/[;\n]/)
          .map((nom) => nom.trim())
          .filter((nom) => nom !== ''),
      ),
      montant: lu(
        parseEuros,
        (brut) =>
          `«\u00a0${brut}\u00a0» n’est pas un montant\u00a0: écrivez-le en euros, par exemple 12 000,50. Laissez vide s’il n’est pas connu.`,
      ),
    }).transform((lignes) => lignes.map(({ montant, ...ligne }) => ({ ...ligne, montantCents: montant }))),
    calendrier: z
      .object({
        texte: facultatif,
        precision: choix(PRECISIONS),
        phases: liste({ debut: date, fin: date, rythme: choix(['au_fil_de_leau'] as const) }).transform((lignes) =>
          lignes.map(({ rythme, ...phase }) => ({ ...phase, precision: rythme ?? precisionDes(phase.debut, phase.fin) })),
        ),
      })
      .default({ texte: null, precision: null, phases: [] }),
    indicateursEffets: liste({
      effetId: z
        .string()
        .nullish()
        .transform((brut) => (brut === undefined || brut === null || !isId(brut) ? null : brut)),
    }),
    liens: z
      .array(z.object({ id, texte: texteLong.default(''), code: texteLong.max(40, 'Un code compte 40 caractères au plus.').default('') }))
      .max(LIGNES_FICHE_MAX)
      .default([])
      .transform((lignes) =>
        lignes.map(({ id: cle, texte: mots, code }) => ({
          id: cle,
          texte: mots === '' ? code : mots,
          code: code === '' ? null : code,
          ficheId: null,
        })),
      ),
    aClasser: liste({ vers: choix(CHAMPS) }),
  })
}
