/** « Firefox sur Windows »: enough to recognise one's own sessions. Pure. */

const NAVIGATEURS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMES: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bLinux\b/, 'Linux'],
]

/** @param agent the `user-agent` header kept with the session */
export function nomNavigateur(agent: string | null): string {
  const texte = agent ?? ''
  const navigateur = NAVIGATEURS.find(([forme]) => forme.test(texte))?.[1]
  const systeme = SYSTEMES.find(([forme]) => forme.test(texte))?.[1]
  if (navigateur === undefined) return systeme === undefined ? 'Navigateur inconnu' : `Navigateur inconnu sur ${systeme}`
  return systeme === undefined ? navigateur : `${navigateur} sur ${systeme}`
}
