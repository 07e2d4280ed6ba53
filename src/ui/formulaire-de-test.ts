import { type DefaultTreeAdapterTypes as Arbre, parse } from 'parse5'

/**
 * What a browser without JavaScript would send of a form of this page, in order: for tests of journeys.
 * @param choix `bouton`: value of the button pressed (field `action`); `vers`: end of the address of the form, the first posted one otherwise
 */
export function champsEnvoyes(html: string, choix: { bouton?: string; vers?: string } = {}): [string, string][] {
  const formulaires = elements(parse(html)).filter((noeud) => noeud.tagName === 'form' && attribut(noeud, 'method') === 'post')
  const formulaire = formulaires.find((noeud) => choix.vers === undefined || attribut(noeud, 'action')?.endsWith(choix.vers))
  if (formulaire === undefined) throw new Error(`no form to post ${choix.vers ?? ''}`)
  const champs = champsDe(formulaire)
  return choix.bouton === undefined ? champs : [...champs, ['action', choix.bouton]]
}

/** Fields of one form as the page fills them, in order. */
export function champsDe(formulaire: Arbre.Element): [string, string][] {
  return elements(formulaire).flatMap((noeud): [string, string][] => {
    const nom = attribut(noeud, 'name')
    if (nom === undefined || attribut(noeud, 'disabled') !== undefined) return []
    if (noeud.tagName === 'textarea') return [[nom, texte(noeud)]]
    if (noeud.tagName === 'select') return [[nom, optionChoisie(noeud)]]
    if (noeud.tagName !== 'input' || attribut(noeud, 'type') === 'file') return []
    const aCocher = ['checkbox', 'radio'].includes(attribut(noeud, 'type') ?? '')
    return aCocher && attribut(noeud, 'checked') === undefined ? [] : [[nom, attribut(noeud, 'value') ?? (aCocher ? 'on' : '')]]
  })
}

/** The same with another value in these fields. */
export function withChamps(champs: readonly [string, string][], autres: Record<string, string>): [string, string][] {
  return champs.map(([nom, valeur]) => [nom, autres[nom] ?? valeur])
}

function optionChoisie(select: Arbre.Element): string {
  const options = elements(select).filter((noeud) => noeud.tagName === 'option')
  const choisie = options.find((option) => attribut(option, 'selected') !== undefined) ?? options[0]
  return choisie === undefined ? '' : (attribut(choisie, 'value') ?? texte(choisie))
}

/** Elements under a node, in the order of the page. */
export function elements(racine: Arbre.Node): Arbre.Element[] {
  if (!('childNodes' in racine)) return []
  return racine.childNodes.flatMap((noeud) => ('tagName' in noeud ? [noeud, ...elements(noeud)] : []))
}

export function attribut(noeud: Arbre.Element, nom: string): string | undefined {
  return noeud.attrs.find((attr) => attr.name === nom)?.value
}

function texte(noeud: Arbre.Element): string {
  return noeud.childNodes.map((enfant) => ('value' in enfant ? enfant.value : '')).join('')
}
