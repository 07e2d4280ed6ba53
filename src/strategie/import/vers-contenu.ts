/** The content of a fiche out of what an import understood, within what a fiche can hold. Pure but for new ids. */
import { RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { ficheFromImport } from '../exports/depuis-import.ts'
import type { ContenuFiche, Ligne } from '../fiche.ts'
import { MONTANT_MAX_CENTS } from '../fiche-montants.ts'
import { LIGNES_FICHE_MAX, schemaContenu, TEXTE_MAX } from '../fiche-schema.ts'
import type { FicheComprise } from './compris.ts'

/**
 * A text too long for one row is cut between words, a list too long is packed, several paragraphs a row; what a scalar
 * cannot hold is left « à classer ». No word is lost.
 * @throws RegleViolee when the document holds more than a fiche can
 */
export function contenuImporte(comprise: FicheComprise): ContenuFiche {
  const contenu = ficheFromImport(comprise)
  const [enjeu, ...suiteEnjeu] = cut(contenu.enjeu ?? '')
  const [calendrier, ...suiteCalendrier] = cut(contenu.calendrier.texte ?? '')
  const restes = [...suiteEnjeu, ...suiteCalendrier].map((texte) => ({ id: createId(), texte }))
  const borne: ContenuFiche = {
    ...contenu,
    enjeu: contenu.enjeu === null ? null : (enjeu ?? null),
    contexte: fitted(contenu.contexte),
    objectifs: fitted(contenu.objectifs),
    realisations: fitted(contenu.realisations),
    effets: fitted(contenu.effets),
    echelleTerritoriale: fitted(contenu.echelleTerritoriale),
    publics: fitted(contenu.publics),
    animateur: fitted(contenu.animateur),
    partenaires: fitted(contenu.partenaires),
    dispositifs: fitted(contenu.dispositifs),
    moyens: fitted(contenu.moyens),
    financements: fitted(
      contenu.financements.map((ligne) => ({
        ...ligne,
        organisations: ligne.organisations.slice(0, 100),
        montantCents: ligne.montantCents !== null && ligne.montantCents > MONTANT_MAX_CENTS ? null : ligne.montantCents,
      })),
    ),
    calendrier: {
      ...contenu.calendrier,
      texte: contenu.calendrier.texte === null ? null : (calendrier ?? null),
      phases: fitted(contenu.calendrier.phases),
    },
    indicateursRealisation: fitted(contenu.indicateursRealisation),
    indicateursEffets: fitted(contenu.indicateursEffets),
    suivi: fitted(contenu.suivi),
    liens: fitted(contenu.liens.map((lien) => ({ ...lien, code: lien.code !== null && lien.code.length > 40 ? null : lien.code }))),
    aClasser: fitted([...contenu.aClasser, ...restes]),
  }
  const effets = new Set(borne.effets.map((effet) => effet.id))
  const valide = schemaContenu.safeParse({
    ...borne,
    indicateursEffets: borne.indicateursEffets.map((ligne) => (effets.has(ligne.effetId ?? '') ? ligne : { ...ligne, effetId: null })),
  })
  if (valide.success) return valide.data
  const faute = valide.error.issues[0]
  if (faute?.path[0] === 'intitule') throw new RegleViolee(faute.message, [{ champ: 'intitule', message: faute.message }])
  throw new RegleViolee(`Ce document ne tient pas dans une fiche : ${faute?.message ?? ''} Écartez des blocs, ou découpez-le.`)
}

function fitted<L extends Ligne>(lignes: readonly L[]): L[] {
  const courtes = lignes.flatMap((ligne) =>
    cut(ligne.texte).map((texte, rang) => (rang === 0 ? { ...ligne, texte } : { ...ligne, id: createId(), texte })),
  )
  if (courtes.length <= LIGNES_FICHE_MAX) return courtes
  const parLigne = Math.ceil(courtes.length / LIGNES_FICHE_MAX)
  const paquets: L[] = []
  let dedans = 0
  for (const ligne of courtes) {
    const dernier = paquets.at(-1)
    if (dernier !== undefined && dedans < parLigne && dernier.texte.length + ligne.texte.length + 2 <= TEXTE_MAX) {
      dernier.texte = `${dernier.texte}\n\n${ligne.texte}`
      dedans += 1
    } else {
      paquets.push({ ...ligne })
      dedans = 1
    }
  }
  return paquets
}

/** Pieces of at most TEXTE_MAX characters, cut between words when there are any; without NUL and half characters. */
function cut(brut: string): string[] {
  const morceaux: string[] = []
  let reste = brut.replaceAll('\u0000', '').toWellFormed().trim()
  while (reste.length > TEXTE_MAX) {
    const espace = reste.lastIndexOf(' ', TEXTE_MAX)
    const fin = espace > TEXTE_MAX / 2 ? espace : isHalf(reste, TEXTE_MAX) ? TEXTE_MAX - 1 : TEXTE_MAX
    morceaux.push(reste.slice(0, fin).trim())
    reste = reste.slice(fin).trim()
  }
  if (reste !== '') morceaux.push(reste)
  return morceaux
}

function isHalf(texte: string, rang: number): boolean {
  const signe = texte.charCodeAt(rang)
  return signe >= 0xdc00 && signe <= 0xdfff
}
