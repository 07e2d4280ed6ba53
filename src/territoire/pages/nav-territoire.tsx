/** The pages of the geography of a contract, on top of each of them. */
const PAGES = [
  { cle: 'quartiers', chemin: '', libelle: 'Quartiers' },
  { cle: 'carte', chemin: '/carte', libelle: 'Carte' },
  { cle: 'paliers', chemin: '/paliers', libelle: 'Géographie locale' },
  { cle: 'reperer', chemin: '/reperer', libelle: 'Repérer des adresses' },
  { cle: 'eligibilite', chemin: '/eligibilite', libelle: 'Éligibilité' },
] as const

export function NavTerritoire({ base, ici }: { base: string; ici: (typeof PAGES)[number]['cle'] }) {
  return (
    <nav class="pv-nav-territoire" aria-label="Pages du territoire">
      {PAGES.map(({ cle, chemin, libelle }) => (
        <a href={`${base}${chemin}`} aria-current={cle === ici ? 'page' : undefined}>
          {libelle}
        </a>
      ))}
    </nav>
  )
}
