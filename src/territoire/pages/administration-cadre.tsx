import type { Child } from 'hono/jsx'
import { assertCan, type RegleViolee } from '#platform/errors.ts'
import { type C, requireAgent } from '#platform/http/env.ts'
import type { Droit } from '#platform/http/routes.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { REFUS_TERRITOIRE } from '../commands/declare-generation.ts'
import { canImportTerritoire } from '../droits.ts'

/** Pages of the reference geography of the instance. */
export const droitAdministrerTerritoire: Droit = {
  nom: 'territoire.administrer',
  verifier: (c) => assertCan(canImportTerritoire(requireAgent(c)), REFUS_TERRITOIRE),
}

export const CHEMIN = '/administration/territoire'

/** Page of the reference geography, under « Administration, Territoire ». */
export function CadreTerritoire(props: {
  c: C
  titre: string
  ariane?: readonly { libelle: string; href?: string }[]
  /** Said once at the top: what was just done. */
  fait?: string | undefined
  erreur?: RegleViolee | undefined
  children: Child
}) {
  const { c, titre, ariane = [], fait, erreur } = props
  const accueil = ariane.length === 0 && titre === 'Territoire'
  return (
    <PageSimple titre={titre} demo={c.get('configuration').demo} classe="pv-page pv-simple pv-territoire-admin">
      <FilAriane
        etapes={[
          { libelle: 'Administration', href: '/administration' },
          { libelle: 'Territoire', ...(accueil ? {} : { href: CHEMIN }) },
          ...ariane,
          ...(accueil ? [] : [{ libelle: titre }]),
        ]}
      />
      <h1>
        <T>{titre}</T>
      </h1>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {props.children}
    </PageSimple>
  )
}
