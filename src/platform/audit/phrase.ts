/** A line of the journal as a sentence that a person understands. Pure. */
import { accorde, FINE, formatJour, INSECABLE } from '#platform/formats.ts'
import { type Difference, differencesOf, type Noms } from './differences.ts'
import { type LexiqueJoint, nameCommande } from './lexique.ts'

export type LigneADire = {
  commande: string
  acteurId: string | null
  /** Under what title she acted, in the words of that day. */
  mandat: string | null
  objetType: string
  /** null once erased. */
  libelle: string | null
  avant: unknown
  apres: unknown
  effaceLe: Date | null
}

export type PhraseActe = {
  /** « Claire Martin »; null when nobody acted. */
  qui: string | null
  titre: string | null
  /** « a modifié la fiche 2.1.5 », or « : axe 2.1 archivé » when the act has no verb phrase. */
  acte: string
  /** « objectifs (2 ajouts), animateur « X » devient « Y » »; '' for none. */
  changements: string
  differences: readonly Difference[]
}

/** Fields named in a sentence; the details hold them all. */
const CHAMPS_DITS = 4
/** A longer value is shown beside its other version, not in a sentence. */
export const VALEUR_COURTE = 80

/** @param noms people and objects by id */
export function sayActe(ligne: LigneADire, lexique: LexiqueJoint, noms: Noms): PhraseActe {
  const qui = ligne.acteurId === null ? null : (noms.get(ligne.acteurId) ?? 'Une personne dont le compte n’existe plus')
  if (ligne.libelle === null) {
    const quand = ligne.effaceLe === null ? '' : ` le ${formatJour(ligne.effaceLe)}`
    const acte = `${INSECABLE}: ${nameCommande(lexique, ligne.commande)} (contenu effacé${quand}, l’empreinte reste)`
    return { qui, titre: null, acte, changements: '', differences: [] }
  }
  const differences = differencesOf(ligne.avant, ligne.apres, lexique.objets[ligne.objetType]?.champs ?? {}, noms)
  const acte = turnActe(ligne.libelle, ligne.commande, lexique)
  // A creation says its name; all it holds is in the details.
  const changements = ligne.avant === null || ligne.apres === null ? '' : sayChangements(differences)
  return { qui, titre: ligne.mandat, acte, changements, differences }
}

/** The whole sentence, for a text: « Claire Martin (préfecture pour …) a modifié la fiche 2.1.5 : objectifs (2 ajouts) ». */
export function writePhrase({ qui, titre, acte, changements }: PhraseActe): string {
  const sujet = qui === null ? 'Parvis' : titre === null ? qui : `${qui} (${titre})`
  return `${sujet}${acte.startsWith(INSECABLE) ? '' : ' '}${acte}${changements === '' ? '' : `${INSECABLE}: ${changements}`}`
}

function sayChangements(differences: readonly Difference[]): string {
  const dites = differences.filter((difference) => !difference.technique)
  const reste = dites.length - CHAMPS_DITS
  const phrases = dites.slice(0, reste === 1 ? CHAMPS_DITS + 1 : CHAMPS_DITS).map(sayDifference)
  if (reste > 1) phrases.push(`et ${accorde(reste, 'autre champ', 'autres champs')}`)
  return phrases.join(', ')
}

/** « animateur « X » devient « Y » », « objectifs (2 ajouts, 1 retrait) », « enjeu (texte modifié) ». */
export function sayDifference(difference: Difference): string {
  const libelle = minuscule(difference.libelle)
  if (difference.sorte === 'liste') {
    const { ajouts, retraits, modifiees, deplacees } = difference
    const comptes = [
      ajouts.length === 0 ? null : accorde(ajouts.length, 'ajout'),
      retraits.length === 0 ? null : accorde(retraits.length, 'retrait'),
      modifiees.length === 0 ? null : accorde(modifiees.length, 'modification'),
      deplacees ? 'autre ordre' : null,
    ].filter((compte) => compte !== null)
    return libelle === '' ? comptes.join(', ') : `${libelle} (${comptes.join(', ')})`
  }
  const { avant, apres } = difference
  if ((avant?.length ?? 0) > VALEUR_COURTE || (apres?.length ?? 0) > VALEUR_COURTE) {
    return `${libelle} (texte ${avant === null ? 'écrit' : apres === null ? 'retiré' : 'modifié'})`
  }
  if (avant === null) return `${libelle}${INSECABLE}: ${cite(apres)}`
  return `${libelle} ${cite(avant)} devient ${cite(apres)}`
}

const cite = (valeur: string | null): string => (valeur === null ? 'vide' : `«${INSECABLE}${valeur}${INSECABLE}»`)

/** Participles that begin the sentences of traces, and nothing else than « a … » before them. */
const PARTICIPES =
  'abandonné|ajouté|annulé|archivé|arrêté|choisi|créé|demandé|déplacé|déposé|donné|dupliqué|écarté|enregistré|envoyé|fait|fermé|fusionné|importé|invité|modifié|ouvert|prolongé|prorogé|publié|remplacé|rendu|renouvelé|renuméroté|renvoyé|restauré|retiré|révoqué|rouvert|réglé|soumis|terminé|validé'
const PARTICIPE = new RegExp(`(?<=[ »])(${PARTICIPES})(?:e|s|es)?(?=$|[ ,:(\\u00a0])`, 'gu')

/** « Fiche 2.1.5 modifiée » devient « a modifié la fiche 2.1.5 »; « : fiche 2.1.5 … » when it cannot be turned without a fault. */
export function turnActe(libelle: string, commande: string, { commandes, tournures, objets, noms }: LexiqueJoint): string {
  const dite = commandes[commande]
  if (typeof dite === 'object') return dite.phrase
  for (const [motif, phrase] of tournures) if (motif.test(libelle)) return libelle.replace(motif, phrase)
  const connus = [...Object.values(objets).map(({ nom }) => nom), ...noms].sort((a, b) => b.length - a.length)
  for (const nom of connus) {
    const debut = majuscule(nom.replace(/^(le |la |les |l’)/, ''))
    if (!libelle.startsWith(`${debut} `)) continue
    for (const trouve of libelle.matchAll(PARTICIPE)) {
      const milieu = libelle.slice(debut.length, trouve.index).trimEnd()
      if (!isClos(milieu)) continue
      return `a ${trouve[1]} ${nom}${milieu}${libelle.slice(trouve.index + trouve[0].length)}`
    }
  }
  return `${INSECABLE}: ${minuscule(libelle)}`
}

/** Quotes that open are closed: a participle inside them is a word of someone. */
function isClos(texte: string): boolean {
  return (texte.match(/«/g)?.length ?? 0) === (texte.match(/»/g)?.length ?? 0)
}

const minuscule = (texte: string): string => (/^\p{Lu}\p{Lu}/u.test(texte) ? texte : texte.charAt(0).toLowerCase() + texte.slice(1))
const majuscule = (texte: string): string => texte.charAt(0).toUpperCase() + texte.slice(1)

/** Every difference as lines of text, for an export: « Objectifs, ajouté : X ». */
export function writeDifferences(differences: readonly Difference[]): string {
  return differences.flatMap((difference) => linesOf(difference)).join('\n')
}

function linesOf(difference: Difference): string[] {
  const libelle = difference.libelle === '' ? 'ligne' : difference.libelle
  if (difference.sorte === 'valeur') {
    return [`${libelle}${INSECABLE}: ${difference.avant ?? 'vide'} devient ${difference.apres ?? 'vide'}`]
  }
  return [
    ...difference.ajouts.map((ligne) => `${libelle}, ajouté${INSECABLE}: ${ligne}`),
    ...difference.retraits.map((ligne) => `${libelle}, retiré${INSECABLE}: ${ligne}`),
    ...difference.modifiees.map(
      (ligne) => `${libelle}, modifié${INSECABLE}: ${ligne.libelle} (${ligne.differences.flatMap(linesOf).join(`${FINE}; `)})`,
    ),
    ...(difference.deplacees ? [`${libelle}${INSECABLE}: autre ordre`] : []),
  ]
}
