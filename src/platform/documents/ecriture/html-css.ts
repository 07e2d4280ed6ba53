import { ENCRE, ENCRE_2, FILET, SABLE, type Theme } from './document.ts'

/** The styles of an exported page, screen and paper. `polices` are data addresses. */
export function styleOf({ principale, accent }: Theme, polices: { texte: string; titre: string }): string {
  return `
@font-face{font-family:"Atkinson Hyperlegible Next";src:url(${polices.texte}) format("woff2");font-weight:200 800}
@font-face{font-family:"Bricolage Grotesque";src:url(${polices.titre}) format("woff2");font-weight:200 800}
:root{--p:${principale};--a:${accent};--encre:${ENCRE};--encre2:${ENCRE_2};--filet:${FILET};--sable:${SABLE}}
*{box-sizing:border-box}
body{margin:0;font:1.0625rem/1.5 "Atkinson Hyperlegible Next",system-ui,sans-serif;color:var(--encre);background:#fff;font-variant-numeric:tabular-nums}
h1,h2,h3,h4,h5,h6,[role=heading],.sous-titre,.chapeau{font-family:"Bricolage Grotesque",system-ui,sans-serif;font-weight:600;letter-spacing:-.015em;line-height:1.15;overflow-wrap:anywhere}
main,.sommaire,.entete,.pied,.suite,.scene div{max-width:56rem;margin-inline:auto;padding-inline:clamp(16px,4vw,40px)}
a{color:var(--p)}
a:focus-visible,main:focus-visible,.defile:focus-visible{outline:3px solid var(--a);outline-offset:2px}
.evitement{position:absolute;left:-999px}.evitement:focus{left:8px;top:8px;background:#fff;padding:8px;z-index:1}
.scene{background:var(--p);color:#fff;padding-block:clamp(32px,8vw,96px)}
.scene h1{font-size:clamp(2rem,6vw,4.25rem);font-weight:700;letter-spacing:-.035em;line-height:1;margin:.4em 0}
.sous-titre{font-size:1.4375rem;margin:0}
.suite{padding-block:32px}
.paves div{display:flex;flex-wrap:wrap;gap:4px;margin-bottom:8px}.paves i{width:12px;height:12px;background:var(--p)}
.code,.reperes b{color:var(--a);font-weight:600}
.discret{font-size:.875rem;color:var(--encre2)}
.sommaire{padding-block:32px;border-block:1px solid var(--filet)}
.sommaire ol{list-style:none;padding:0;margin:0}.sommaire li{padding-left:calc(var(--n)*20px);margin:4px 0}.sommaire a{text-decoration:none}.sommaire a:hover{text-decoration:underline}
.intercalaire{font-size:2.5rem;color:var(--p);margin:96px 0 24px}
.ouverture{font-size:1.75rem;border-bottom:2px solid var(--encre);padding-bottom:12px;margin:72px 0 12px}
.simple{font-size:1.4375rem;margin:48px 0 12px}
.reperes{font-size:.9375rem;margin:0 0 12px}.reperes p{margin:0}
.rubrique{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,3fr);gap:4px 24px;border-top:1px solid var(--filet);padding-block:12px}
.rubrique .libelle{font-size:1.0625rem;color:var(--p);margin:0}
.rubrique p{margin:0 0 8px}.chapeau{font-size:1.1875rem;font-weight:500}
.vide{font-style:italic;color:var(--encre2)}.precision{color:var(--encre2);font-size:.9375em}
ul{margin:0;padding-left:1.1em}li{margin-bottom:4px;overflow-wrap:anywhere}main li::marker{color:var(--a);content:"▪  "}
.defile{overflow-x:auto;position:relative}table{border-collapse:collapse;width:100%;font-size:.9375rem}caption{text-align:left;color:var(--encre2);padding-bottom:8px}
th,td{text-align:left;vertical-align:top;padding:8px 16px 8px 0;border-bottom:1px solid var(--filet)}thead th{border-bottom:2px solid var(--encre);color:var(--p)}tbody th{font-weight:400}.n{text-align:right}
.pied{padding-block:32px;color:var(--encre2);font-size:.875rem}.entete{padding-top:24px;color:var(--encre2)}
@media (max-width:45rem){.rubrique{grid-template-columns:minmax(0,1fr)}}
@media print{@page{margin:20mm 18mm}body{font-size:10.5pt}.evitement{display:none}.scene{print-color-adjust:exact;-webkit-print-color-adjust:exact}.couverture{break-after:page}.sommaire{break-after:page;border:0}.ouverture,.intercalaire{break-before:page;margin-top:0}h1,h2,h3,h4,h5,h6,[role=heading]{break-after:avoid}main,.sommaire,.pied{max-width:none;padding-inline:0}a{color:inherit}}
`.trim()
}
