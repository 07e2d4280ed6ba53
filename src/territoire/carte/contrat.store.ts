/** The map of a contract: official quartiers of its communes, generation after generation, its communes, what it draws itself. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { accorde } from '#platform/formats.ts'
import { decodeWkb, type MultiPolygone } from '../geometrie.ts'
import { listQuartiersDesCommunes } from '../quartier.store.ts'
import { type Generation, isEnVigueur, type Quartier } from '../quartier.ts'
import type { Calque, DemandeCarte, FormeCarte } from './carte.ts'

export type ContratCarte = {
  id: string
  epciNom: string
  communes: readonly { code: string; nom: string }[]
  /** Address of its workspace, for links; null in a document. */
  adresse: string | null
}
export type GenerationCarte = Pick<Generation, 'id' | 'code' | 'libelle' | 'debut' | 'fin'>
export type CarteContrat = {
  demande: DemandeCarte
  /** Layers of the request that are hidden until someone asks for them. */
  masques: ReadonlySet<string>
  choix: { generation: GenerationCarte; montree: boolean }[]
}

type Dessinee = {
  sorte: 'generation' | 'quartier' | 'commune' | 'perimetre'
  id: string
  code: string | null
  nom: string
  debut: string | null
  fin: string | null
  geometrie: Buffer | null
  /** Tier of a perimeter on that day, by its rank and its place in the palette. */
  palier: string | null
  rang: number | null
  couleur: number | null
}

/** Everything that has a shape, and the generations, in one statement: a page has six. */
async function listDessinees(tx: Tx, { id, communes }: ContratCarte, jour: string): Promise<Dessinee[]> {
  const codes = communes.map(({ code }) => code)
  const { rows } = await sql<Dessinee>`/* prepare carte_contrat */
    select 'generation' as sorte, id::text, code, libelle as nom, debut::text, fin::text, null::bytea as geometrie,
      null as palier, null::int as rang, null::int as couleur
    from territoire.generation
    union all
    select 'quartier', q.id::text, q.code, q.nom, null, null, q.geometrie, null, null, null
    from territoire.quartier q where q.geometrie is not null and exists (select from territoire.quartier_commune c
      left join territoire.commune n on n.code = c.commune_code and n.type <> 'actuelle'
      where c.quartier_id = q.id and (c.commune_code = any (${codes}::text[]) or n.commune_actuelle = any (${codes}::text[])))
    union all
    (select distinct on (code) 'commune', code, code, coalesce(nom, code), null, null, geometrie, null, null, null
    from territoire.contour where type = 'commune' and code = any (${codes}::text[]) order by code, millesime desc)
    union all
    select 'perimetre', p.id::text, null, p.nom, null, null, p.geometrie, l.libelle, l.rang, l.couleur
    from territoire.perimetre p
    left join territoire.perimetre_palier pp on pp.perimetre_id = p.id and pp.debut <= ${jour}::date and coalesce(pp.fin, ${jour}::date) >= ${jour}::date
    left join territoire.palier l on l.id = pp.palier_id
    where p.contrat_id = ${id}::uuid and p.archive_le is null and p.geometrie is not null
    order by 1, 5 desc, 4`.execute(tx)
  return rows
}

/**
 * Two statements. @param jour ISO day
 * @param demandees codes of the generations to show; none of them known: the one in force on that day
 */
export async function readCarteContrat(
  tx: Tx,
  contrat: ContratCarte,
  jour: string,
  demandees: ReadonlySet<string> = new Set(),
): Promise<CarteContrat> {
  const quartiers = await listQuartiersDesCommunes(
    tx,
    contrat.communes.map(({ code }) => code),
    null,
  )
  const dessinees = await listDessinees(tx, contrat, jour)
  const geometries = new Map(dessinees.flatMap(({ id, geometrie }) => (geometrie === null ? [] : [[id, decodeWkb(geometrie)] as const])))
  const presentes = dessinees.flatMap((d) =>
    d.sorte === 'generation' && d.debut !== null && quartiers.some((q) => q.generationId === d.id && geometries.has(q.id))
      ? [{ id: d.id, code: d.code ?? '', libelle: d.nom, debut: d.debut, fin: d.fin }]
      : [],
  )
  const connues = presentes.filter(({ code }) => demandees.has(code))
  const actuelle = presentes.find((g) => isEnVigueur(g, jour)) ?? presentes[0]
  const montrees = connues.length > 0 ? connues : actuelle === undefined ? [] : [actuelle]
  // The elder on top, hatched: laid over a full shape it would not be seen, so the present one is then pale.
  const present = montrees.length > 1 ? 'voisin' : 'quartier'
  const parGeneration = presentes.map((g) =>
    layerGeneration(g, g.id === montrees[0]?.id ? present : 'ancien', { quartiers, geometries, contrat }),
  )
  const calques = [layerCommunes(dessinees, geometries, contrat), ...parGeneration, ...layersPerimetres(dessinees, geometries)]
  return {
    demande: requestOf(contrat, calques, montrees, quartiers),
    masques: new Set(parGeneration.filter(({ generation }) => !montrees.some(({ code }) => code === generation)).map(({ id }) => id)),
    choix: presentes.map((generation) => ({ generation, montree: montrees.includes(generation) })),
  }
}

function requestOf(
  contrat: ContratCarte,
  calques: Calque[],
  montrees: readonly GenerationCarte[],
  quartiers: readonly Quartier[],
): DemandeCarte {
  const comptes = montrees.map(({ code, libelle }) => {
    const nombre = calques.find(({ generation }) => generation === code)?.formes.length ?? 0
    return `${accorde(nombre, 'quartier')} (${libelle})`
  })
  const noms = montrees.map(({ libelle }) => libelle).join(' et ')
  return {
    id: 'carte',
    titre: `Carte du territoire, ${contrat.epciNom}`,
    description: `${comptes.join(' et ')} dans ${accorde(contrat.communes.length, 'commune')}.`,
    calques,
    largeur: 960,
    source: sourceOf(quartiers),
    millesime: noms,
    enteteValeur: 'Population',
  }
}

/** Who drew the outlines: the ANCT, unless what is loaded says otherwise of itself (places drawn for a demonstration). */
function sourceOf(quartiers: readonly Quartier[]): string {
  const dites = new Set(
    quartiers.flatMap(({ populationSource }) => (populationSource?.includes('contour') === true ? [populationSource] : [])),
  )
  return dites.size === 0 ? 'ANCT pour les quartiers officiels, licence ouverte' : [...dites].sort().join(' ; ')
}

type Geometries = ReadonlyMap<string, MultiPolygone>

function layerCommunes(dessinees: readonly Dessinee[], geometries: Geometries, contrat: ContratCarte): Calque {
  const noms = new Map(contrat.communes.map(({ code, nom }) => [code, nom]))
  const formes = dessinees.flatMap(({ sorte, id, nom }): FormeCarte[] => {
    const geometrie = sorte === 'commune' ? geometries.get(id) : undefined
    return geometrie === undefined ? [] : [{ id, code: id, nom: noms.get(id) ?? nom, geometrie }]
  })
  return { id: 'communes', libelle: 'Communes du contrat', style: 'commune', role: 'fond', etiquettes: 'nom', formes }
}

/** What the contract has drawn: a layer for each of its tiers, strongest first, then what stands in none. */
function layersPerimetres(dessinees: readonly Dessinee[], geometries: Geometries): Calque[] {
  const perimetres = dessinees.filter(({ sorte }) => sorte === 'perimetre')
  const rangs = [...new Set(perimetres.map(({ rang }) => rang))].sort((a, b) => (a ?? 99) - (b ?? 99))
  return rangs.map((rang): Calque => {
    const siens = perimetres.filter((p) => p.rang === rang)
    const couleur = siens[0]?.couleur ?? null
    return {
      id: rang === null ? 'perimetres' : `palier-${rang}`,
      libelle: siens[0]?.palier ?? 'Périmètres du contrat',
      style: STYLES_PALIER[(couleur ?? 0) - 1] ?? 'perimetre',
      etiquettes: 'nom',
      formes: siens.flatMap(({ id, nom }): FormeCarte[] => {
        const geometrie = geometries.get(id)
        return geometrie === undefined ? [] : [{ id, nom, geometrie }]
      }),
    }
  })
}

const STYLES_PALIER = ['palier-1', 'palier-2', 'palier-3', 'palier-4', 'palier-5', 'palier-6'] as const

type Contours = { quartiers: readonly Quartier[]; geometries: Geometries; contrat: ContratCarte }

function layerGeneration(generation: GenerationCarte, style: Calque['style'], { quartiers, geometries, contrat }: Contours): Calque {
  return {
    id: `generation-${generation.code.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
    libelle: generation.libelle,
    style,
    generation: generation.code,
    etiquettes: 'nom',
    formes: quartiers.flatMap((quartier): FormeCarte[] => {
      const geometrie = quartier.generationId === generation.id ? geometries.get(quartier.id) : undefined
      if (geometrie === undefined) return []
      const habitants = quartier.population === null ? {} : { valeur: accorde(quartier.population, 'habitant') }
      const lien = contrat.adresse === null ? {} : { href: `/espace/${contrat.adresse}/territoire/quartiers/${quartier.code}` }
      return [{ id: quartier.id, code: quartier.code, nom: quartier.nom, geometrie, ...lien, ...habitants }]
    }),
  }
}
