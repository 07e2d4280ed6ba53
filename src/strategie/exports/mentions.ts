/** Sentences that exports add around the content of a fiche. Read back, they are no content: an import ignores exactly these. Pure. */

/** Said under the label of a field that holds nothing. Read back: null or []. */
export const NON_RENSEIGNE = 'Non renseigné'

/** Heads the indicators that no effect claims yet. */
export const SANS_EFFET = 'Sans effet précisé'

/** Label of what an import could not place. */
export const A_CLASSER = 'À classer'

export const LIBELLE_KIND = 'Type de fiche'

const ETAT = /^Fiche(?: \S+)?, (?:brouillon|à valider|validée|abandonnée), version \d+(?:, empreinte(?: [0-9a-f]{4}){3,16})?$/u

/** « Fiche 2.1.5, à valider, version 3, empreinte 9f2c 41ab 07de 11aa »: closes every exported fiche. */
export function renderEtat(fiche: { code: string; statut: keyof typeof STATUTS_DITS; version: number; empreinte: string | null }): string {
  const nom = fiche.code === '' ? 'Fiche' : `Fiche ${fiche.code}`
  const empreinte = fiche.empreinte === null ? '' : `, empreinte ${fiche.empreinte.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')}`
  return `${nom}, ${STATUTS_DITS[fiche.statut]}, version ${fiche.version}${empreinte}`
}

export const STATUTS_DITS = { brouillon: 'brouillon', a_valider: 'à valider', validee: 'validée', abandonnee: 'abandonnée' } as const

/** True for the sentence that closes an exported fiche. */
export function isEtat(texte: string): boolean {
  return ETAT.test(texte.replace(/\s+/gu, ' ').trim())
}
