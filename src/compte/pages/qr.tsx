import qrcode from 'qrcode-generator'

/** A QR code as server SVG, with its quiet zone. Dark on white whatever the scheme: cameras need it. */
export function CodeQr({ texte, titre }: { texte: string; titre: string }) {
  const code = qrcode(0, 'M')
  code.addData(texte)
  code.make()
  const cote = code.getModuleCount()
  const rangs = Array.from({ length: cote }, (_, rang) => rang)
  const trace = rangs.flatMap((y) => rangs.filter((x) => code.isDark(y, x)).map((x) => `M${x + 4} ${y + 4}h1v1h-1z`)).join('')
  return (
    <svg class="pv-qr" viewBox={`0 0 ${cote + 8} ${cote + 8}`} role="img" aria-label={titre} shape-rendering="crispEdges">
      <rect width={cote + 8} height={cote + 8} fill="#ffffff" />
      <path d={trace} fill="#000000" />
    </svg>
  )
}
