import type { Child, FC } from 'hono/jsx'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, Introuvable } from '#platform/errors.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { isId } from '#platform/identifiants.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import type { EspaceDuContrat, ListContrats } from '../contrat-connu.ts'
import { canAdministerComptes } from '../droits.ts'
import { listMandatsOfContrats, listMandatsOfOrganisation } from '../mandat.store.ts'
import type { MandatComplet } from '../mandat.ts'
import type { NomsTerritoire } from '../mandat-territoire.ts'
import { getOrganisation } from '../organisation.store.ts'

/** Where mandates are ended together: a contract, or one organisation over all its contracts. */
export type Perimetre = {
  contratId: string | null
  organisationId: string | null
  /** Page to go back to, and base of the addresses of the act. */
  retour: { libelle: string; href: string }
  chemin: string
  noms: NomsTerritoire
  /** Title of a contract, when there are several. */
  titreDe: (contratId: string | null) => string | null
  /** The mandates among which to choose. */
  listMandats: (tx: Tx) => Promise<MandatComplet[]>
  /** Every mandate of the contracts of these: what is left is judged on them. */
  listTous: (tx: Tx, mandats: readonly MandatComplet[]) => Promise<MandatComplet[]>
  Cadre: FC<{ c: C; titre: string; etape: string; children: Child }>
}
export type PerimetreDe = (c: C) => Promise<Perimetre>

/** Pages under /espace/:contrat/equipe. */
export function perimetreContrat(espace: EspaceDuContrat): PerimetreDe {
  return async (c) => {
    const contrat = await espace.contratOf(c)
    const href = `/espace/${contrat.adresse}/equipe`
    return {
      contratId: contrat.id,
      organisationId: null,
      retour: { libelle: 'Équipe', href },
      chemin: href,
      noms: contrat,
      titreDe: () => null,
      listMandats: (tx) => listMandatsOfContrats(tx, [contrat.id]),
      listTous: async (_, mandats) => [...mandats],
      Cadre: ({ c: page, titre, etape, children }) => (
        <espace.Espace c={page} titre={titre} entree="equipe">
          <FilAriane etapes={[{ libelle: 'Équipe', href }, { libelle: etape }]} />
          {children}
        </espace.Espace>
      ),
    }
  }
}

/** Pages under /administration/organisations/:organisation, for the administrators. */
export function perimetreOrganisation(listContrats: ListContrats): PerimetreDe {
  return async (c) => {
    assertCan(canAdministerComptes(requireAgent(c)))
    const id = c.req.param('organisation') ?? ''
    if (!isId(id)) throw new Introuvable()
    const { organisation, contrats } = await readHttp(c, async (tx) => ({
      organisation: await getOrganisation(tx, id),
      contrats: await listContrats(tx),
    }))
    const titres = new Map(contrats.map((contrat) => [contrat.id, contrat.titre]))
    const communes = new Map(contrats.flatMap((contrat) => contrat.communes.map((commune) => [commune.code, commune] as const)))
    const retour = { libelle: organisation.nom, href: `/organisations/${organisation.id}` }
    return {
      contratId: null,
      organisationId: organisation.id,
      retour,
      chemin: `/administration/organisations/${organisation.id}`,
      noms: { communes: [...communes.values()] },
      titreDe: (contratId) => (contratId === null ? null : (titres.get(contratId) ?? 'contrat archivé')),
      listMandats: (tx) => listMandatsOfOrganisation(tx, organisation.id),
      listTous: (tx, mandats) => listMandatsOfContrats(tx, [...new Set(mandats.flatMap(({ contratId }) => contratId ?? []))]),
      Cadre: ({ c: page, titre, etape, children }) => (
        <PageSimple titre={titre} demo={page.get('configuration').demo}>
          <FilAriane etapes={[retour, { libelle: etape }]} />
          {children}
        </PageSimple>
      ),
    }
  }
}
