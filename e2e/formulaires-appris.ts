/** A browser without a window, and what it learns of the forms of the product by reading its pages. */
import { parse } from 'parse5'
import { attribut, champsDe, elements } from '#ui/formulaire-de-test.ts'

export type Tentative = { methode: 'GET' | 'POST'; chemin: string; corps?: { type: string; contenu: string } }

export type Navigateur = {
  get: (chemin: string) => Promise<Response>
  send: (tentative: Tentative) => Promise<Response>
  signIn: () => Promise<void>
}

export function createNavigateur(origine: string, fetch: (chemin: string, options: RequestInit) => Promise<Response>): Navigateur {
  let cookie = ''
  const send = ({ methode, chemin, corps }: Tentative) =>
    fetch(chemin, {
      method: methode,
      headers: { cookie, origin: origine, ...(corps === undefined ? {} : { 'content-type': corps.type }) },
      ...(corps === undefined ? {} : { body: corps.contenu }),
      redirect: 'manual',
    })
  const get = (chemin: string) => send({ methode: 'GET', chemin })
  return {
    get,
    send,
    signIn: async () => {
      cookie = ''
      const page = await (await get('/connexion')).text()
      const action = /action="(\/connexion\/persona\/[^"]+)"/.exec(page)?.[1]
      if (action === undefined) throw new Error('no persona on the sign-in page')
      const reponse = await send({
        methode: 'POST',
        chemin: action,
        corps: { type: 'application/x-www-form-urlencoded', contenu: 'suite=' },
      })
      cookie = reponse.headers
        .getSetCookie()
        .map((biscuit) => biscuit.split(';')[0])
        .join('; ')
      if (cookie === '') throw new Error(`signing in was refused: ${reponse.status}`)
    },
  }
}

/** A form as a page of the product fills it: its address and its fields. */
export type FormulaireAppris = { chemin: string; champs: [string, string][] }
export type Appris = { formulaires: FormulaireAppris[]; pages: string[]; noms: string[]; requetes: string[] }

/** What the pages of the product send and where they lead, learnt by reading them: each shape of form and of address once. */
export async function learnPages(demander: Navigateur, depart: readonly string[]): Promise<Appris> {
  const vus = new Set<string>()
  const aVoir = [...depart]
  const formulaires = new Map<string, FormulaireAppris>()
  const pages = new Map<string, string>()
  const noms = new Set<string>()
  const requetes = new Set<string>()
  while (aVoir.length > 0 && vus.size < 200) {
    const chemin = aVoir.shift() ?? ''
    const forme = shapeOf(chemin)
    if (vus.has(forme)) continue
    vus.add(forme)
    const reponse = await demander.get(chemin)
    if (reponse.status !== 200 || !(reponse.headers.get('content-type') ?? '').startsWith('text/html')) continue
    pages.set(forme, chemin)
    for (const element of elements(parse(await reponse.text()))) {
      const href = attribut(element, 'href')
      if (href?.startsWith('/') && !href.startsWith('/actifs')) {
        aVoir.push(href)
        for (const nom of new URL(href, 'http://localhost').searchParams.keys()) requetes.add(nom)
      }
      if (element.tagName !== 'form') continue
      const champs = champsDe(element)
      const post = attribut(element, 'method') === 'post'
      for (const [nom] of champs) (post ? noms : requetes).add(nom)
      const action = attribut(element, 'action') ?? chemin
      if (post) formulaires.set(shapeOf(action), { chemin: action, champs })
    }
  }
  return { formulaires: [...formulaires.values()], pages: [...pages.values()], noms: [...noms], requetes: [...requetes] }
}

const shapeOf = (chemin: string): string => chemin.replace(ID, ':id').replace(/=[^&]*/g, '=')
/** Identifiers, wherever they stand in an address or a field. */
export const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
