import type { Child } from 'hono/jsx'
import { type Agent, accesSur, LIBELLES_ROLES, mandatsSur, noteLecture, sayAgir } from '#compte/index.ts'
import { Interdit, Introuvable } from '#platform/errors.ts'
import { formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
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
      await checkAcces(c, agent, contrat)
      if (!peut(agent, contrat)) throw new Interdit('Votre mandat sur ce contrat ne permet pas cela.')
    },
  }
}

/** An administrator who reads under an access: reading only, and each page is noted in the chain of the contract before it is shown. */
async function checkAcces(c: C, agent: Agent, contrat: ContratCourant): Promise<void> {
  if (accesSur(agent, contrat.id) === null) return
  if (c.req.method !== 'GET') throw new Interdit('Votre accès à ce contrat permet de le lire, pas de le modifier.')
  const { pathname, search } = new URL(c.req.url)
  await actHttp(c, noteLecture, { contratId: contrat.id, chemin: `${pathname}${search}`.slice(0, 2000) })
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
  const [mandat] = mandatsSur(agent, contrat.id)
  const aChoisir = agent.autresMandats.some(({ contratId }) => contratId === contrat.id)
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
          role: agent.fonction ?? (mandat === undefined ? '' : LIBELLES_ROLES[mandat.role]),
        },
        titre: mandat !== undefined && aChoisir ? { phrase: sayAgir(mandat), href: `${base}/mandat` } : undefined,
        recherche: { action: `${base}/recherche`, ...(props.recherche === undefined ? {} : { valeur: props.recherche }) },
        demo: c.get('configuration').demo,
        ...(mandat?.acces === undefined ? {} : { bandeau: <BandeauAcces acces={mandat.acces} /> }),
      }}
    >
      {props.children}
    </PageEspace>
  )
}

/** Said on every page read under an access: until when, that it is noted, and the way out. */
function BandeauAcces({ acces: { id, fin } }: { acces: { id: string; fin: Date } }) {
  return (
    <div class="pv-bandeau-acces">
      <p>
        <strong>Accès de l’administration jusqu’au {formatInstant(fin)}.</strong> Vous lisez sans pouvoir modifier&nbsp;; chaque page
        ouverte est notée au journal du contrat.
      </p>
      <form method="post" action={`/administration/contrats/acces/${id}/fermer`}>
        <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">
          Fermer l’accès
        </button>
      </form>
    </div>
  )
}
