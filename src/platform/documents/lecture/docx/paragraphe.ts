import type { Morceau, Paragraphe, Place } from '../recueil.ts'
import { cleanText } from '../recueil.ts'
import { childOf, childrenOf, type Noeud, textOf } from '../xml.ts'
import { type Contexte, isShown } from './contexte.ts'
import { walkDrawing } from './dessin.ts'
import { isOn, type Look, readParagraphLook, readRunLook, valOf } from './styles.ts'
import { symbolOf } from './symboles.ts'

type Encours = {
  contexte: Contexte
  place: Place
  look: Look
  morceaux: Morceau[]
  supprime: string
  masque: string
  aRemplir: boolean
  dessins: Noeud[]
}

/** Text carried from a paragraph whose mark was deleted under tracked changes: it joins the next one. */
export type Report = { morceaux: Morceau[] }

/** Adds a w:p: its text, then the text boxes and images anchored in it. */
export function addParagraph(contexte: Contexte, noeud: Noeud, place: Place, report: Report): void {
  const pPr = childOf(noeud, 'w:pPr')
  const style = contexte.styles.ofParagraph(valOf(childOf(pPr, 'w:pStyle')))
  const direct = readParagraphLook(pPr)
  const encours: Encours = { contexte, place, look: style, morceaux: [], supprime: '', masque: '', aRemplir: false, dessins: [] }
  walkInline(encours, noeud, false)
  const marque = childOf(pPr, 'w:rPr')
  if (childOf(marque, 'w:del') !== undefined || childOf(marque, 'w:moveFrom') !== undefined) {
    report.morceaux.push(...encours.morceaux)
    warnHidden(encours)
    addDrawings(encours)
    return
  }
  const morceaux = [...report.morceaux.splice(0), ...encours.morceaux]
  const avant = contexte.recueil.blocs.length
  contexte.recueil.add({ ...describe(contexte, style, direct), morceaux }, place)
  warnHidden(encours)
  if (encours.aRemplir && contexte.recueil.blocs.length > avant) {
    contexte.recueil.warn('texte_a_remplir', 'Un champ du modèle n’a pas été rempli\u00a0: son texte d’attente a été lu.', avant)
  }
  addDrawings(encours)
}

function describe(contexte: Contexte, style: Look & { id: string | null }, direct: Look): Omit<Paragraphe, 'morceaux'> {
  const numId = direct.numId ?? style.numId
  const titre = direct.titre ?? style.titre ?? 0
  if (numId === undefined || numId === '0') return titre > 0 ? { nature: 'titre', niveau: titre } : {}
  const ilvl = direct.ilvl ?? contexte.numerotation.levelOfStyle(numId, style.id) ?? style.ilvl ?? 0
  const puce = contexte.numerotation.next(numId, ilvl)
  if (titre > 0) return { nature: 'titre', niveau: titre, puce }
  return puce === null ? {} : { nature: 'item', niveau: ilvl + 1, puce }
}

function warnHidden({ contexte, supprime, masque }: Encours): void {
  const bloc = contexte.recueil.blocs.length - 1
  if (cleanText(supprime) !== '') {
    contexte.recueil.warn(
      'texte_supprime',
      `Texte supprimé en suivi des modifications, non repris\u00a0: «\u00a0${cut(supprime)}\u00a0».`,
      Math.max(bloc, 0),
    )
  }
  if (cleanText(masque) !== '') {
    contexte.recueil.warn(
      'texte_masque',
      `Texte masqué dans le document, non repris\u00a0: «\u00a0${cut(masque)}\u00a0».`,
      Math.max(bloc, 0),
    )
  }
}

function cut(texte: string): string {
  const propre = cleanText(texte)
  return propre.length > 200 ? `${propre.slice(0, 200).toWellFormed()}…` : propre
}

function addDrawings({ contexte, place, dessins }: Encours): void {
  for (const noeud of dessins) walkDrawing(contexte, noeud, place, null)
}

function walkInline(encours: Encours, parent: Noeud, supprime: boolean): void {
  for (const noeud of parent.enfants) {
    if (typeof noeud === 'string') continue
    switch (noeud.nom) {
      case 'w:r':
        walkRun(encours, noeud, supprime)
        break
      case 'w:ins':
      case 'w:moveTo':
      case 'w:smartTag':
      case 'w:customXml':
      case 'w:fldSimple':
      case 'w:dir':
      case 'w:bdo':
        walkInline(encours, noeud, supprime)
        break
      case 'w:hyperlink': {
        const look = encours.look
        encours.look = { ...look, souligne: false }
        walkInline(encours, noeud, supprime)
        encours.look = look
        break
      }
      case 'w:sdt':
        if (childOf(childOf(noeud, 'w:sdtPr'), 'w:showingPlcHdr') !== undefined) encours.aRemplir = true
        for (const contenu of childrenOf(noeud, 'w:sdtContent')) walkInline(encours, contenu, supprime)
        break
      case 'w:del':
      case 'w:moveFrom':
        walkInline(encours, noeud, true)
        break
      case 'm:oMath':
      case 'm:oMathPara':
        push(encours, mathText(noeud), false, supprime, false)
        break
      case 'mc:AlternateContent':
        walkAlternate(encours, noeud, (branche) => walkInline(encours, branche, supprime))
        break
      default:
        break
    }
  }
}

function mathText(noeud: Noeud): string {
  if (noeud.nom === 'm:t') return textOf(noeud)
  return childrenOf(noeud).map(mathText).join('')
}

/** The first branch that shows something stands for all: the others say the same for older programs. */
function walkAlternate(encours: Encours, noeud: Noeud, walk: (branche: Noeud) => void): void {
  for (const branche of childrenOf(noeud)) {
    const avant = encours.morceaux.length + encours.dessins.length
    walk(branche)
    if (encours.morceaux.length + encours.dessins.length > avant) return
  }
}

function walkRun(encours: Encours, run: Noeud, supprime: boolean): void {
  const rPr = childOf(run, 'w:rPr')
  const direct = readRunLook(rPr)
  const rStyle = valOf(childOf(rPr, 'w:rStyle'))
  const lien = encours.look.souligne === false
  const nomme = rStyle === null ? {} : encours.contexte.styles.ofCharacter(rStyle)
  const look = { ...encours.look, ...(lien ? { ...nomme, souligne: false } : nomme), ...direct }
  const accent = (look.gras ?? false) || ((look.souligne ?? false) && !lien) || (look.capitales ?? false)
  walkRunContent(encours, run, accent, supprime || childOf(rPr, 'w:del') !== undefined, look.cache ?? false)
}

function walkRunContent(encours: Encours, run: Noeud, accent: boolean, supprime: boolean, cache: boolean): void {
  for (const noeud of run.enfants) {
    if (typeof noeud === 'string') continue
    const texte = (signe: string) => push(encours, signe, accent, supprime, cache)
    switch (noeud.nom) {
      case 'w:t':
        texte(textOf(noeud))
        break
      case 'w:delText':
        push(encours, textOf(noeud), accent, true, cache)
        break
      case 'w:tab':
      case 'w:ptab':
        texte('\t')
        break
      case 'w:br':
      case 'w:cr':
        texte('\n')
        break
      case 'w:noBreakHyphen':
        texte('\u2011')
        break
      case 'w:sym':
        texte(symbolOf(noeud.attributs['w:font'] ?? '', noeud.attributs['w:char'] ?? ''))
        break
      case 'w:fldChar':
        followField(encours, noeud, texte)
        break
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        if (!supprime) {
          const sorte = noeud.nom === 'w:footnoteReference' ? 'footnotes' : 'endnotes'
          encours.contexte.notes.push({ sorte, id: noeud.attributs['w:id'] ?? '' })
        }
        break
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        if (!supprime && !cache) encours.dessins.push(noeud)
        break
      case 'w:ruby':
        for (const part of childrenOf(noeud)) if (part.nom === 'w:rubyBase' || part.nom === 'w:rt') walkInline(encours, part, supprime)
        break
      case 'mc:AlternateContent':
        walkAlternate(encours, noeud, (branche) => walkRunContent(encours, branche, accent, supprime, cache))
        break
      default:
        break
    }
  }
}

function followField({ contexte }: Encours, noeud: Noeud, texte: (signe: string) => void): void {
  const sorte = noeud.attributs['w:fldCharType']
  if (sorte === 'begin') {
    const donnees = childOf(noeud, 'w:ffData')
    const liste = childOf(donnees, 'w:ddList')
    const choix = childrenOf(liste, 'w:listEntry')[Number(valOf(childOf(liste, 'w:result')) ?? 0)]
    const coche = childOf(donnees, 'w:checkBox')
    // A form field shows its state itself: it has no result to read.
    if (choix !== undefined) texte(valOf(choix) ?? '')
    if (coche !== undefined) texte(isChecked(coche) ? '☒' : '☐')
    contexte.champs.push({ resultat: false })
  }
  const dernier = contexte.champs.at(-1)
  if (sorte === 'separate' && dernier !== undefined) dernier.resultat = true
  if (sorte === 'end') contexte.champs.pop()
}

function isChecked(coche: Noeud): boolean {
  const etat = childOf(coche, 'w:checked') ?? childOf(coche, 'w:default')
  return etat !== undefined && isOn(valOf(etat))
}

function push(encours: Encours, texte: string, accent: boolean, supprime: boolean, cache: boolean): void {
  if (texte === '' || !isShown(encours.contexte)) return
  if (supprime) encours.supprime += texte
  else if (cache) encours.masque += texte
  else encours.morceaux.push({ texte, accent })
}
