/** Splits a CSV into lines of cells, with the line of the file where each starts. Quotes as RFC 4180, tolerated elsewhere. */
export type Rangee = { ligne: number; cellules: string[] }

/** The separator that stands most often outside quotes in the first line. */
export function separatorOf(texte: string): string {
  const comptes = new Map([';', ',', '\t', '|'].map((signe): [string, number] => [signe, 0]))
  let cite = false
  for (const signe of texte.slice(0, 20_000)) {
    if (signe === '"') cite = !cite
    else if (!cite && signe === '\n') break
    else if (!cite && comptes.has(signe)) comptes.set(signe, (comptes.get(signe) ?? 0) + 1)
  }
  return [...comptes].reduce((a, b) => (b[1] > a[1] ? b : a))[1] === 0 ? ';' : [...comptes].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}

/** Lines one by one; empty ones are left out. @throws RangeError when a quote never closes */
export function* rangeesOf(texte: string, separateur: string): Generator<Rangee> {
  let ici = 0
  let ligne = 1
  while (ici < texte.length) {
    const debut = ligne
    const cellules: string[] = []
    for (;;) {
      let cellule: string
      if (texte[ici] === '"') {
        const fin = endOfQuote(texte, ici)
        const brut = texte.slice(ici + 1, fin)
        for (let saut = brut.indexOf('\n'); saut !== -1; saut = brut.indexOf('\n', saut + 1)) ligne += 1
        cellule = brut.includes('"') ? brut.replaceAll('""', '"') : brut
        ici = fin + 1
        // What stands between the closing quote and the separator is kept: the file is not of the rule, its text is still whole.
        const suite = nextEnd(texte, ici, separateur)
        cellule += texte.slice(ici, suite)
        ici = suite
      } else {
        const fin = nextEnd(texte, ici, separateur)
        cellule = texte.slice(ici, fin)
        ici = fin
      }
      cellules.push(cellule)
      const signe = texte[ici]
      ici += 1
      if (signe === separateur) continue
      ligne += 1
      break
    }
    if (cellules.length > 1 || (cellules[0] ?? '').trim() !== '') yield { ligne: debut, cellules }
  }
}

function endOfQuote(texte: string, debut: number): number {
  let i = debut + 1
  for (;;) {
    const fin = texte.indexOf('"', i)
    if (fin === -1) throw new RangeError('a quote never closes')
    if (texte[fin + 1] !== '"') return fin
    i = fin + 2
  }
}

function nextEnd(texte: string, debut: number, separateur: string): number {
  let i = debut
  while (i < texte.length && texte[i] !== separateur && texte[i] !== '\n') i += 1
  return i
}
