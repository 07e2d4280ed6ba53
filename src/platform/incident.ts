/**
 * One line of the log for what went wrong: what, where in the program, never who nor what was typed. A message of PostgreSQL
 * quotes values (« Key (courriel)=(…) already exists »), so its code and its constraint are kept in its place; addresses are
 * masked in any other message.
 */
export function logIncident(quoi: string, erreur: unknown): void {
  // A fixed first argument: what comes from outside is no format (%s, %c…) and holds no line of its own.
  console.error('%s', `[${quoi}] ${describeErreur(erreur)}`.replace(CONTROLE, ' '))
}

/** Pure part: one line. */
export function describeErreur(erreur: unknown): string {
  if (!(erreur instanceof Error)) return `thrown: ${typeof erreur}`
  const cause = erreur.cause === undefined ? '' : ` | cause: ${describeErreur(erreur.cause)}`
  return `${erreur.name}: ${messageOf(erreur)}${framesOf(erreur)}${cause}`
}

function messageOf(erreur: Error): string {
  if ('severity' in erreur && 'code' in erreur) {
    const lieu = ['table', 'constraint', 'column', 'routine'].flatMap((cle) => {
      const valeur: unknown = Reflect.get(erreur, cle)
      return typeof valeur === 'string' ? [`${cle} ${valeur}`] : []
    })
    return [`PostgreSQL ${String(erreur.code)}`, ...lieu].join(', ')
  }
  return erreur.message.replace(ADRESSE, '<adresse>').replace(JETON, '<jeton>').slice(0, 500)
}

const framesOf = (erreur: Error): string =>
  (erreur.stack ?? '')
    .split('\n')
    .filter((ligne) => /^\s+at /.test(ligne) && !ligne.includes('node_modules'))
    .slice(0, 6)
    .map((ligne) => ` <${ligne.trim()}>`)
    .join('')

const ADRESSE = /[^\s@"'()<>]+@[^\s@"'()<>]+/g
/** Long runs of letters and digits: links, sessions, keys. Identifiers of rows keep their dashes and stay. */
const JETON = /(?<![\w-])(?=[\w-]*\d)(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-)[\w-]{24,}/g
const CONTROLE = /[\p{Cc}\u2028\u2029]+/gu
