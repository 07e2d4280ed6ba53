/** The mark: paving stones opening on a square. */
export function Pierres() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <g class="pierre">
        <rect width="12" height="7" rx="1" />
        <rect x="13.5" width="18.5" height="7" rx="1" />
        <rect y="8.5" width="7" height="7" rx="1" />
        <rect x="25" y="8.5" width="7" height="7" rx="1" />
        <rect y="17" width="9.5" height="7" rx="1" />
        <rect x="22.5" y="17" width="9.5" height="7" rx="1" />
        <rect y="25.5" width="7" height="6.5" rx="1" />
        <rect x="25" y="25.5" width="7" height="6.5" rx="1" />
      </g>
      <rect class="place" x="12" y="12.5" width="8" height="8" rx="1" />
    </svg>
  )
}

/** Name of the product or of the contract, beside the mark, linked to its home. */
export function Marque({ mot, href }: { mot: string; href: string }) {
  return (
    <a class="pv-marque" href={href}>
      <Pierres />
      <span class="mot">{mot}</span>
    </a>
  )
}
