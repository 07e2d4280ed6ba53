import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { escapeXml, renderFragments } from '#platform/texte/commonmark.ts'
import { type Couverture, type DocumentAEcrire, type Element, type Item, legible, plain, type Theme } from './document.ts'
import { styleOf } from './html-css.ts'
import { nomTitre } from './titres.ts'

/** Writes one HTML page that needs nothing else: styles, fonts and logo are inside; it prints well and reads aloud well. */
export function writeHtml(document: DocumentAEcrire, themeBrut: Theme): Uint8Array {
  const theme = legible(themeBrut)
  const titres = document.corps.filter((element) => element.sorte === 'titre')
  const rangs = new Map<Element, number>(titres.map((titre, rang) => [titre, rang]))
  const seul = document.couverture === null
  const corps = document.corps.map((element) => blockOf(element, (titre) => rangs.get(titre) ?? 0, seul)).join('\n')
  const sommaire = document.sommaire === 0 ? '' : tocOf(titres)
  const page = `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="${escapeXml(document.auteur)}">
<meta name="description" content="${escapeXml(document.sujet)}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<title>${escapeXml(document.titre)}</title>
<style>${styleOf(theme, { texte: fontOf('texte'), titre: fontOf('titre') })}</style>
</head>
<body>
<a class="evitement" href="#contenu">Aller au contenu</a>
${document.couverture === null ? `<header class="entete">${letterhead(theme)}<p>${escapeXml(document.entete)}</p></header>` : coverOf(document.couverture, theme)}
${sommaire}
<main id="contenu" tabindex="-1">
${corps}
</main>
<footer class="pied"><p>${escapeXml(document.pied)}</p></footer>
</body>
</html>
`
  return new TextEncoder().encode(page)
}

function blockOf(element: Element, rankOf: (element: Element) => number, seul: boolean): string {
  switch (element.sorte) {
    case 'titre': {
      const avant = nomTitre(element)
      const nom = avant === '' ? '' : `<span class="code">${escapeXml(avant)}</span>`
      return heading(
        element.niveau + (seul ? 0 : 1),
        `${nom}${renderFragments(element.texte)}`,
        `id="${anchor(rankOf(element))}" class="${element.forme}"`,
      )
    }
    case 'paragraphe':
      return `<p class="${element.ton}">${renderFragments(element.texte)}</p>`
    case 'liste':
      return listOf(element.items)
    case 'reperes':
      return reperesOf(element.couples)
    case 'rubrique':
      return `<section class="rubrique">${heading(element.niveau + (seul ? 0 : 1), escapeXml(element.libelle), 'class="libelle"')}<div>${element.contenu.map((contenu) => blockOf(contenu, rankOf, seul)).join('\n')}</div></section>`
    case 'tableau':
      return tableOf(element)
    case 'image':
      return `<figure><img src="data:image/svg+xml;base64,${Buffer.from(element.svg).toString('base64')}" alt="${escapeXml(element.alt)}" width="${element.largeur}" height="${element.hauteur}"><figcaption class="discret">${escapeXml(element.legende)}</figcaption></figure>`
  }
}

/** h1 to h6, then the same role with its level. */
function heading(niveau: number, html: string, attributs: string): string {
  return niveau <= 6
    ? `<h${niveau} ${attributs}>${html}</h${niveau}>`
    : `<div role="heading" aria-level="${niveau}" ${attributs}>${html}</div>`
}

function listOf(items: readonly Item[]): string {
  return `<ul>${items.map(itemOf).join('')}</ul>`
}

function itemOf(item: Item): string {
  const precision =
    item.precision === null ? '' : `${item.texte.length === 0 ? '' : ' '}<span class="precision">(${escapeXml(item.precision)})</span>`
  const textes = item.texte.map(renderFragments)
  const corps =
    textes.length < 2
      ? `${textes[0] ?? ''}${precision}`
      : textes.map((texte, rang) => `<p>${texte}${rang === textes.length - 1 ? precision : ''}</p>`).join('')
  return `<li>${corps}${item.enfants.length === 0 ? '' : listOf(item.enfants)}</li>`
}

function reperesOf(couples: readonly { libelle: string; valeur: string }[]): string {
  const lignes = couples.map(({ libelle, valeur }) => `<p><b>${escapeXml(libelle)}</b>\u00a0: ${escapeXml(valeur)}</p>`)
  return `<div class="reperes">${lignes.join('')}</div>`
}

function tableOf(tableau: Extract<Element, { sorte: 'tableau' }>): string {
  const aligne = (rang: number) => (tableau.colonnes[rang]?.aligne === 'fin' ? ' class="n"' : '')
  const tete = tableau.colonnes.map(({ titre }, rang) => `<th scope="col"${aligne(rang)}>${escapeXml(titre)}</th>`).join('')
  const lignes = tableau.lignes.map((ligne) => {
    const cases = ligne.map((texte, rang) =>
      rang === 0 ? `<th scope="row">${escapeXml(texte)}</th>` : `<td${aligne(rang)}>${escapeXml(texte)}</td>`,
    )
    return `<tr>${cases.join('')}</tr>`
  })
  return `<div class="defile" role="region" tabindex="0" aria-label="${escapeXml(tableau.legende)}"><table><caption>${escapeXml(tableau.legende)}</caption><thead><tr>${tete}</tr></thead><tbody>${lignes.join('')}</tbody></table></div>`
}

function coverOf(couverture: Couverture, theme: Theme): string {
  const paves =
    couverture.paves === null
      ? ''
      : `<div class="paves" aria-hidden="true">${couverture.paves.groupes.map((nombre) => `<div>${'<i></i>'.repeat(nombre)}</div>`).join('')}</div><p class="discret">${escapeXml(couverture.paves.legende)}</p>`
  return `<header class="couverture"><div class="scene"><div><p>${escapeXml(couverture.surtitre)}</p><h1>${escapeXml(couverture.titre)}</h1><p class="sous-titre">${escapeXml(couverture.sousTitre)}</p></div></div><div class="suite">${paves}${reperesOf(couverture.lignes)}${letterhead(theme)}</div></header>`
}

function letterhead({ logo, enTete }: Theme): string {
  const image =
    logo === null
      ? ''
      : `<img src="data:${logo.type};base64,${Buffer.from(logo.contenu).toString('base64')}" alt="${escapeXml(logo.alt)}" height="57">`
  const lignes = enTete.length === 0 ? '' : `<p class="discret">${enTete.map(escapeXml).join('<br>')}</p>`
  return image + lignes
}

type Titre = Extract<Element, { sorte: 'titre' }>

function tocOf(titres: readonly Titre[]): string {
  const lignes = titres.map(
    (titre, rang) =>
      `<li style="--n:${titre.niveau - 1}"><a href="#${anchor(rang)}">${escapeXml(nomTitre(titre))}${escapeXml(plain(titre.texte))}</a></li>`,
  )
  return `<nav class="sommaire" aria-labelledby="sommaire"><h2 id="sommaire">Sommaire</h2><ol>${lignes.join('')}</ol></nav>`
}

function anchor(rang: number): string {
  return `t${rang + 1}`
}

const require = createRequire(import.meta.url)
const lues = new Map<string, string>()

/** The Latin part of a variable family, as a data address. */
function fontOf(famille: 'texte' | 'titre'): string {
  const lue = lues.get(famille)
  if (lue !== undefined) return lue
  const [paquet, fichier] =
    famille === 'texte'
      ? ['@fontsource-variable/atkinson-hyperlegible-next', 'atkinson-hyperlegible-next-latin-wght-normal.woff2']
      : ['@fontsource-variable/bricolage-grotesque', 'bricolage-grotesque-latin-wght-normal.woff2']
  const adresse = `data:font/woff2;base64,${readFileSync(require.resolve(`${paquet}/files/${fichier}`)).toString('base64')}`
  lues.set(famille, adresse)
  return adresse
}
