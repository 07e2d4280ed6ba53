/**
 * The layout of every PDF, in Typst. It reads `/donnees.json` (a DocumentAEcrire with its theme) and never builds code out
 * of data, so that no text needs escaping. Fonts: Bricolage Grotesque for titles, Atkinson Hyperlegible Next for text, the
 * first also lending the narrow space U+202F that the second lacks.
 */
export const GABARIT = String.raw`
#let d = json("/donnees.json")
#let principale = rgb(d.theme.principale)
#let accent = rgb(d.theme.accent)
#let encre = rgb("#1E2A29")
#let encre2 = rgb("#55574F")
#let filet = rgb("#E3DAC9")
#let sable = rgb("#F6F1E7")
#let titres = ("Bricolage Grotesque", "Atkinson Hyperlegible Next")
#let textes = ("Atkinson Hyperlegible Next", "Bricolage Grotesque")

#set document(title: d.titre, author: d.auteur, description: d.sujet, date: none)
#set text(lang: "fr", region: "FR", font: textes, size: 10.5pt, fill: encre, number-width: "tabular", overhang: false, hyphenate: false)
#set par(leading: 0.62em, spacing: 0.85em, justify: false)
#set page(
  paper: "a4",
  margin: (top: 27mm, bottom: 25mm, x: 22mm),
  header-ascent: 9mm,
  footer-descent: 9mm,
  header: text(size: 8.5pt, fill: encre2, d.entete),
  footer: block(width: 100%, stroke: (top: 0.5pt + filet), inset: (top: 2.4mm), text(size: 8.5pt, fill: encre2)[
    #d.pied #h(1fr) page #context counter(page).display("1 sur 1", both: true)
  ]),
)
// Labels of fields are the most numerous headings: their look is the general one.
#show heading: set text(font: titres, size: 10.5pt, weight: 600, fill: principale)
#show heading: set block(above: 0pt, below: 0pt)

// A text without marks comes as a string, another as its fragments.
#let fragment(f) = {
  if type(f) == str { return f }
  let corps = f.texte.split("\n").map(t => text(t)).join(linebreak())
  if f.italique { corps = text(style: "italic", corps) }
  if f.gras { corps = text(weight: 700, corps) }
  if f.lien != none { corps = link(f.lien, text(fill: principale, underline(offset: 2pt, stroke: 0.5pt, corps))) }
  corps
}
#let en-ligne(fragments) = if type(fragments) == str { fragments } else { fragments.map(fragment).join() }
#let longueur(fragments) = if type(fragments) == str { fragments.len() } else { fragments.map(f => if type(f) == str { f.len() } else { f.texte.len() }).sum(default: 0) }
#let chiffre(code) = code.split(".").join(text(fill: accent)[.])

// A list of terms whose term is the bullet: tagged as a list, and laid out twice as fast as list().
#let puce = box(width: 1.05em, box(baseline: -0.2em, square(size: 3.6pt, fill: accent)))
#let puces(items, item) = terms(indent: 0pt, hanging-indent: 1.05em, separator: [], spacing: 0.72em, ..items.map(i => terms.item(puce, item(i))))

#let item(i) = {
  let suite = if i.precision == none { none } else {
    let dite = text(fill: encre2, size: 0.93em)[\(#i.precision)]
    if i.texte.len() > 0 [ ]
    if i.precision.len() < 30 { box(dite) } else { dite }
  }
  i.texte.map(en-ligne).join(parbreak())
  suite
  if i.enfants.len() > 0 { puces(i.enfants, item) }
}

#let avec(lignes) = lignes.filter(x => x != none).join()

#let visuel-ouverture(e) = block(width: 100%, below: 0pt, {
  set par(leading: 0.34em)
  let cote = block({
    if e.famille != none { block(below: 2.6mm, text(font: titres, size: 9.5pt, weight: 600, fill: accent, e.famille)) }
    block(text(font: titres, size: if longueur(e.texte) > 110 { 15pt } else { 19pt }, weight: 600, tracking: -0.02em, fill: encre, en-ligne(e.texte)))
  })
  if e.numero == none { cote } else {
    let taille = if e.numero.len() <= 5 { 50pt } else if e.numero.len() <= 8 { 34pt } else { 24pt }
    grid(columns: (auto, 1fr), column-gutter: 7mm, align: (left + horizon, left + horizon),
      text(font: titres, size: taille, weight: 700, tracking: -0.035em, fill: principale, top-edge: "cap-height", bottom-edge: "baseline", chiffre(e.numero)),
      cote)
  }
})

#let visuel-intercalaire(e) = block(width: 100%, {
  set par(leading: 0.3em)
  if e.famille != none { block(below: 6mm, text(font: titres, size: 13pt, weight: 600, fill: accent, e.famille)) }
  if e.numero != none { block(below: 8mm, text(font: titres, size: 96pt, weight: 700, tracking: -0.035em, fill: principale, top-edge: "cap-height", bottom-edge: "baseline", chiffre(e.numero))) }
  block(text(font: titres, size: 32pt, weight: 700, tracking: -0.03em, fill: encre, en-ligne(e.texte)))
})

#let visuel-simple(e) = block(sticky: true, {
  set par(leading: 0.34em)
  set text(font: titres, fill: encre, size: if e.niveau <= 1 { 22pt } else if e.niveau == 2 { 17pt } else { 14pt }, weight: 600, tracking: -0.018em)
  if e.famille != none or e.numero != none {
    text(fill: principale, weight: 700, avec((e.famille, if e.numero != none { if e.famille != none [ ] }, if e.numero != none { chiffre(e.numero) }, [#sym.space.nobreak: ])))
  }
  en-ligne(e.texte)
})

#let nom-titre(e) = {
  if e.forme != "ouverture" and e.famille != none { e.famille + " " }
  if e.numero != none { e.numero + if e.forme == "ouverture" { "  " } else { sym.space.nobreak + ": " } } else if e.forme != "ouverture" and e.famille != none { ": " }
  en-ligne(e.texte)
}

#let titre(e) = {
  if e.forme == "intercalaire" {
    pagebreak(weak: true)
    v(26%)
    show heading: it => visuel-intercalaire(e)
    heading(level: e.niveau, nom-titre(e))
    v(6mm, weak: true)
    line(length: 24mm, stroke: 3pt + accent)
    v(4mm)
  } else if e.forme == "ouverture" {
    if e.nouvellePage { pagebreak(weak: true) } else { v(9mm, weak: true) }
    show heading: it => visuel-ouverture(e)
    heading(level: e.niveau, nom-titre(e))
    v(5mm, weak: true)
    line(length: 100%, stroke: 1.6pt + encre)
    v(3.2mm, weak: true)
  } else {
    if e.nouvellePage { pagebreak(weak: true) }
    if not e.nouvellePage { v(8mm, weak: true) }
    show heading: it => visuel-simple(e)
    heading(level: e.niveau, nom-titre(e))
    v(4.5mm, weak: true)
  }
}

#let paragraphe(e) = {
  let corps = en-ligne(e.texte)
  if e.ton == "chapeau" { par(text(font: titres, size: 13pt, weight: 500, tracking: -0.01em, corps)) }
  else if e.ton == "vide" { par(text(fill: encre2, style: "italic", corps)) }
  else if e.ton == "discret" {
    v(3mm, weak: true)
    line(length: 100%, stroke: 0.5pt + filet)
    v(2.4mm, weak: true)
    par(text(size: 8.5pt, fill: encre2, corps))
  }
  else { par(corps) }
}

#let reperes(e) = block(below: 4mm, {
  set text(size: 9.5pt)
  set par(leading: 0.5em, spacing: 0.55em)
  for c in e.couples { par[#text(font: titres, weight: 600, fill: accent, c.libelle)#text(fill: encre2)[#sym.space.nobreak: ]#c.valeur] }
})

#let tableau(e) = {
  set text(size: 9.5pt)
  block(below: 3mm, sticky: true, text(fill: encre2, e.legende))
  table(
    columns: e.colonnes.map(c => c.part * 1fr),
    align: e.colonnes.map(c => if c.aligne == "fin" { right } else { left }),
    stroke: (_, y) => (bottom: if y == 0 { 1.2pt + encre } else { 0.5pt + filet }),
    inset: (x: 0pt, y: 3mm),
    column-gutter: 5mm,
    table.header(..e.colonnes.map(c => text(font: titres, weight: 600, fill: principale, c.titre))),
    ..e.lignes.flatten(),
  )
}

#let dessin(e) = {
  block(above: 4mm, below: 2.4mm, sticky: true, width: 100%, image(bytes(e.svg), format: "svg", width: 100%, alt: e.alt))
  block(below: 4mm, text(size: 8.5pt, fill: encre2, e.legende))
}

#let libelle(e) = {
  set par(leading: 0.4em)
  heading(level: e.niveau, outlined: false, bookmarked: false, e.libelle)
}

// The label stands beside its content: placed, which costs three times less than a grid, unless it may be the taller of the two.
#let rubrique(e, element) = {
  let contenu = e.contenu.map(x => element(x)).join()
  let premier = e.contenu.at(0, default: none)
  let court = e.contenu.len() < 2 and (premier == none or premier.sorte != "liste" or premier.items.len() < 2)
  let cadre = block.with(above: 3.1mm, below: 0pt, width: 100%, stroke: (top: 0.5pt + filet))
  if court and e.libelle.len() > 16 {
    cadre(inset: (top: 3.1mm), grid(columns: (37mm, 1fr), column-gutter: 6mm, libelle(e), contenu))
  } else {
    cadre(inset: (top: 3.1mm, left: 43mm), {
      place(left, dx: -43mm, block(width: 37mm, libelle(e)))
      contenu
    })
  }
}

#let element(e) = {
  if e.sorte == "titre" { titre(e) }
  else if e.sorte == "paragraphe" { paragraphe(e) }
  else if e.sorte == "liste" { puces(e.items, item) }
  else if e.sorte == "reperes" { reperes(e) }
  else if e.sorte == "tableau" { tableau(e) }
  else if e.sorte == "image" { dessin(e) }
  else if e.sorte == "rubrique" { rubrique(e, element) }
}

#let en-tete(clair) = {
  if d.theme.logo != none or d.theme.enTete.len() > 0 {
    grid(columns: (auto, 1fr), column-gutter: 8mm, align: horizon,
      if d.theme.logo != none { image(d.theme.logo.chemin, height: 15mm, alt: d.theme.logo.alt) },
      text(size: 9pt, fill: encre2, d.theme.enTete.join(linebreak())))
  }
}

#let paves(p) = {
  set par(leading: 3pt, spacing: 7pt)
  for n in p.groupes { par(range(n).map(_ => box(square(size: 8pt, fill: principale))).join(h(3pt))) }
  v(1mm)
  text(size: 9pt, fill: encre2, p.legende)
}

#if d.couverture != none {
  let c = d.couverture
  page(margin: 0pt, header: none, footer: none, {
    block(width: 100%, height: 56%, above: 0pt, below: 0pt, fill: principale, inset: (x: 22mm, top: 26mm, bottom: 18mm), breakable: false, {
      set text(fill: white)
      set par(leading: 0.32em)
      text(font: titres, size: 12pt, weight: 600, c.surtitre)
      v(1fr)
      show title: it => block(text(font: titres, size: if c.titre.len() > 90 { 28pt } else if c.titre.len() > 50 { 36pt } else { 46pt }, weight: 700, tracking: -0.03em, fill: white, it.body))
      title(c.titre)
      v(6mm)
      text(font: titres, size: 15pt, weight: 500, c.sousTitre)
    })
    block(width: 100%, height: 44%, above: 0pt, below: 0pt, inset: (x: 22mm, top: 12mm, bottom: 16mm), breakable: false, {
      if c.paves != none { paves(c.paves) ; v(7mm) }
      set text(size: 10.5pt)
      grid(columns: (37mm, 1fr), column-gutter: 6mm, row-gutter: 3.2mm,
        ..c.lignes.map(l => (text(font: titres, weight: 600, fill: accent, l.libelle), l.valeur)).flatten())
      v(1fr)
      en-tete(false)
    })
  })
} else { en-tete(true); if d.theme.logo != none or d.theme.enTete.len() > 0 { v(6mm) } }

#if d.sommaire > 0 {
  show heading: it => block(below: 7mm, text(font: titres, size: 26pt, weight: 700, tracking: -0.03em, fill: principale, it.body))
  heading(level: 1, outlined: false, bookmarked: true)[Sommaire]
  set outline.entry(fill: text(fill: filet, repeat(gap: 3pt)[.]))
  set outline(indent: 5mm)
  show outline.entry: set block(above: 2.1mm)
  show outline.entry.where(level: 1): set block(above: 5mm)
  show outline.entry.where(level: 1): set text(font: titres, weight: 600, fill: principale, size: 12pt)
  outline(title: none, depth: d.sommaire)
  pagebreak(weak: true)
}

#for e in d.corps { element(e) }
`
