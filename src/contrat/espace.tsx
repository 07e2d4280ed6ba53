import type { Child } from 'hono/jsx'
import { type Agent, LIBELLES_ROLES, mandatsSur } from '#compte/index.ts'
import { Interdit, Introuvable } from '#platform/errors.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import type { Droit } from '#platform/http/routes.ts'
import { PageEspace } from '#ui/gabarits.tsx'
import { findContratByAdresse } from './contrat.store.ts'
import type { ContratCourant } from './contrat.ts'
import { canReadContrat } from './droits.ts'

declare module '#platform/http/env.ts' {
  interface Variables {
    /** The contract of the workspace, once its right is checked. */
    contrat: ContratCourant
  }
}

/**
 * The right of a page under /espace/:contrat: signed in, with a mandate on this contract, and `peut` on top.
 * Someone without any mandate on it learns nothing of the contract, not even that it exists.
 */
export function droitEspace(nom: string, peut: (agent: Agent, contrat: ContratCourant) => boolean = () => true): Droit {
  return {
    nom,
    verifier: async (c) => {
      const agent = requireAgent(c)
      const contrat = await readHttp(c, (tx) => findContratByAdresse(tx, c.req.param('contrat') ?? ''))
      if (contrat === null || !canReadContrat(agent, contrat.id))
        throw new Introuvable('Ce contrat n’existe pas, ou vous n’y avez pas de mandat.')
      c.set('contrat', contrat)
      if (!peut(agent, contrat)) throw new Interdit('Votre mandat sur ce contrat ne permet pas cela.')
    },
  }
}

/** An entry of the rail of the workspace, contributed by a capability; `app.tsx` joins them. */
export type EntreeEspace = {
  libelle: string
  chemin: string
  ordre: number
  coupe?: boolean
  visible?: (agent: Agent, contrat: ContratCourant) => boolean
}

let entrees: readonly EntreeEspace[] = []

/** Called once by `app.tsx` with the entries of all capabilities. */
export function setEntreesEspace(toutes: readonly EntreeEspace[]): void {
  entrees = [...toutes].sort((a, b) => a.ordre - b.ordre)
}

/** A page of the workspace of the current contract. `entree` is the path of its entry in the rail ('' for the home page). */
export function Espace(props: { c: C; titre: string; entree: string; recherche?: string; elements?: readonly string[]; children: Child }) {
  const { c } = props
  const contrat = c.get('contrat')
  const agent = requireAgent(c)
  const base = `/espace/${contrat.adresse}`
  const role = mandatsSur(agent, contrat.id)[0]?.role
  return (
    <PageEspace
      titre={props.titre}
      {...(props.elements ? { elements: props.elements } : {})}
      cadre={{
        lieu: { organisme: contrat.epciNom, contrat: contrat.titre, href: base },
        navigation: entrees
          .filter((entree) => entree.visible?.(agent, contrat) ?? true)
          .map((entree) => ({
            libelle: entree.libelle,
            href: entree.chemin === '' ? base : `${base}/${entree.chemin}`,
            courante: entree.chemin === props.entree,
            ...(entree.coupe === true ? { coupe: true } : {}),
          })),
        moi: {
          initiales: `${agent.prenom.charAt(0)}${agent.nom.charAt(0)}`,
          nom: `${agent.prenom} ${agent.nom}`,
          role: agent.fonction ?? (role === undefined ? '' : LIBELLES_ROLES[role]),
        },
        recherche: { action: `${base}/recherche`, ...(props.recherche === undefined ? {} : { valeur: props.recherche }) },
        demo: c.get('configuration').demo,
      }}
    >
      {props.children}
    </PageEspace>
  )
}
