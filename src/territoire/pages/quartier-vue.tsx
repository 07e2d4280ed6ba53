import type { Child } from 'hono/jsx'
import { formatDate, formatNombre } from '#platform/formats.ts'
import { FilAriane, T } from '#ui/pieces.tsx'
import type { FormeAlentour } from '../alentours.store.ts'
import type { Calque, DemandeCarte, StyleCarte } from '../carte/carte.ts'
import { Carte } from '../carte/vue-carte.tsx'
import type { LienFiliation } from '../filiation.store.ts'
import { sayAire, sayLien } from '../filiation-mots.ts'
import type { Generation, PartCommune, Quartier } from '../quartier.ts'

export type VueQuartier = {
  quartier: Quartier
  generations: readonly Generation[]
  alentours: readonly FormeAlentour[]
  filiation: readonly LienFiliation[]
  /** Blocks of higher capabilities, in their order. */
  blocs: readonly Child[]
  /** Where its pages stand: in the workspace of a contract, or on the public site. */
  base: string
  etapes: { libelle: string; href?: string }[]
  interactive?: Child
}

/** A quartier from top to bottom: who and where it is, its map, its generations, then what other capabilities say of it. */
export function FicheQuartier({ quartier, generations, alentours, filiation, blocs, base, etapes, interactive }: VueQuartier) {
  const generation = generations.find(({ id }) => id === quartier.generationId)
  return (
    <>
      <FilAriane etapes={[...etapes, { libelle: quartier.nom }]} />
      <div class="pv-q-tete">
        <div>
          <p class="pv-sur">
            <T>{`${quartier.nature.charAt(0).toUpperCase()}${quartier.nature.slice(1)} ${quartier.code}`}</T>
          </p>
          <h1>
            <T>{quartier.nom}</T>
          </h1>
          <Identite quartier={quartier} generation={generation} />
        </div>
        {alentours.length === 0 ? (
          <p class="pv-note">Aucun contour n’est chargé pour ce quartier&nbsp;: il n’est connu que par son nom et son code.</p>
        ) : (
          <div>
            <Carte demande={carteOf(quartier, alentours, base)}>
              <a href={`/api/v1/quartiers/${quartier.code}.geojson`}>Contour en GeoJSON</a>
            </Carte>
            {interactive}
          </div>
        )}
      </div>
      <Filiation quartier={quartier} generations={generations} filiation={filiation} base={base} />
      {blocs}
    </>
  )
}

function Identite({ quartier, generation }: { quartier: Quartier; generation: Generation | undefined }) {
  const decret = generation?.decrets.find(({ objet }) => objet === 'liste')
  const corrections = generation?.decrets.filter(({ objet }) => objet === 'correction') ?? []
  return (
    <dl class="pv-identite">
      <div>
        <dt>{quartier.communes.length > 1 ? 'Communes' : 'Commune'}</dt>
        <dd>{quartier.communes.map(sayCommune).join(', ')}</dd>
      </div>
      {quartier.sousQuartiers.length > 0 && (
        <div>
          <dt>Il réunit</dt>
          <dd>{quartier.sousQuartiers.join(', ')}</dd>
        </div>
      )}
      <div>
        <dt>Habitants</dt>
        <dd class="pv-num">
          {quartier.population === null ? (
            'non communiqué'
          ) : (
            <>
              {formatNombre(quartier.population)}{' '}
              <span class="pv-petit">
                {[quartier.populationSource, quartier.populationMillesime].filter((mot) => mot !== null).join(', ')}
              </span>
            </>
          )}
        </dd>
      </div>
      {quartier.aireM2 !== null && (
        <div>
          <dt>Surface</dt>
          <dd class="pv-num">{sayAire(quartier.aireM2)}</dd>
        </div>
      )}
      <div>
        <dt>Validité</dt>
        <dd>
          {quartier.fin === null
            ? `Depuis le ${formatDate(quartier.debut)}`
            : `Du ${formatDate(quartier.debut)} au ${formatDate(quartier.fin)}`}
        </dd>
      </div>
      {decret !== undefined && (
        <div>
          <dt>Texte</dt>
          <dd>
            <T>{`Décret n° ${decret.numero}`}</T>
            {decret.signeLe !== null && ` du ${formatDate(decret.signeLe)}`}
            {corrections.length > 0 && (
              <span class="pv-petit">
                , <T>{`corrigé par le n° ${corrections.map(({ numero }) => numero).join(', le n° ')}`}</T>
              </span>
            )}
          </dd>
        </div>
      )}
    </dl>
  )
}

/** « Tours (97,9 %) »: a share that nobody measured is not said. */
function sayCommune({ nom, surfacePm }: PartCommune): string {
  if (surfacePm === null || surfacePm === 1000) return nom
  return `${nom} (${(surfacePm / 10).toLocaleString('fr-FR')} %)`
}

const CALQUES: { role: FormeAlentour['role']; libelle: string; style: StyleCarte }[] = [
  { role: 'commune', libelle: 'Commune', style: 'commune' },
  { role: 'ancien', libelle: 'Autre génération, au même endroit', style: 'ancien' },
  { role: 'voisin', libelle: 'Quartiers voisins', style: 'voisin' },
  { role: 'ici', libelle: 'Ce quartier', style: 'ici' },
]

function carteOf(quartier: Quartier, alentours: readonly FormeAlentour[], base: string): DemandeCarte {
  const du = (role: FormeAlentour['role']) => alentours.filter((forme) => forme.role === role)
  const sources = [...new Set(alentours.flatMap(({ source }) => source ?? [])), `${quartier.generation} tels qu’importés`]
  return {
    titre: `Carte de ${quartier.nom}`,
    description: `${quartier.nom}, à ${quartier.communes.map(({ nom }) => nom).join(' et ')}${
      du('voisin').length === 0
        ? ''
        : `, entre ${du('voisin')
            .map(({ nom }) => nom)
            .join(', ')}`
    }.`,
    calques: CALQUES.flatMap(({ role, libelle, style }): Calque[] => {
      const formes = du(role)
      if (formes.length === 0) return []
      return [
        {
          id: role,
          libelle: role === 'ancien' ? (formes[0]?.generation ?? libelle) : libelle,
          style,
          ...(role === 'ancien' ? {} : { etiquettes: 'nom' as const }),
          ...(role === 'commune' ? { role: 'fond' as const } : {}),
          formes: formes.map(({ id, code, nom, geometrie }) => ({
            id,
            nom,
            code,
            geometrie,
            ...(role === 'voisin' || role === 'ancien' ? { href: `${base}/quartiers/${code}` } : {}),
          })),
        },
      ]
    }),
    source: sources.join(' ; '),
  }
}

const NOMBRES = ['Aucune génération', 'Une génération', 'Deux générations', 'Trois générations', 'Quatre générations']

/** The generations of this place, the oldest first, each with what it took up. */
function Filiation(props: Pick<VueQuartier, 'quartier' | 'generations' | 'filiation' | 'base'>) {
  const { quartier, generations, filiation, base } = props
  const bouts = new Map<string, { code: string; nom: string; generation: string; aireM2: number | null }>()
  for (const { ancien, nouveau } of filiation) for (const bout of [ancien, nouveau]) if (bout !== null) bouts.set(bout.id, bout)
  bouts.set(quartier.id, quartier)
  const debutDe = (code: string) => generations.find((une) => une.code === code)?.debut ?? ''
  const rangees = [...bouts].sort(([, a], [, b]) => (debutDe(a.generation) < debutDe(b.generation) ? -1 : 1))
  const relues = filiation.every(({ revueLe }) => revueLe !== null)
  return (
    <section class="pv-section" aria-labelledby="h-generations">
      <h2 id="h-generations">{NOMBRES[new Set([...bouts.values()].map(({ generation }) => generation)).size] ?? 'Ses générations'}</h2>
      <ol class="pv-filiation">
        {rangees.map(([id, bout]) => {
          const generation = generations.find((une) => une.code === bout.generation)
          const liens = filiation.filter(({ nouveau, ancien }) => nouveau?.id === id || (nouveau === null && ancien?.id === id))
          return (
            <li>
              <b>
                {id === quartier.id ? bout.code : <a href={`${base}/quartiers/${bout.code}`}>{bout.code}</a>}
                {generation !== undefined &&
                  `, ${generation.fin === null ? `depuis ${generation.debut.slice(0, 4)}` : `${generation.debut.slice(0, 4)}-${generation.fin.slice(0, 4)}`}`}
              </b>
              <T>{bout.nom}</T>
              {bout.aireM2 !== null && `, ${sayAire(bout.aireM2)}`}
              {liens.map((lien) => (
                <span class="pv-petit pv-bloc-ligne">
                  <T>{sayLien(lien)}</T>
                </span>
              ))}
            </li>
          )
        })}
      </ol>
      {filiation.length > 0 && !relues && (
        <p class="pv-note">Liens calculés par superposition des contours, pas encore tous relus par une personne.</p>
      )}
    </section>
  )
}
