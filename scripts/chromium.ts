import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const NOMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium of this machine, or undefined: PARVIS_CHROMIUM, else the system's, else the one playwright has downloaded. */
export function findChromium(): string | undefined {
  const choisi = process.env.PARVIS_CHROMIUM
  if (choisi && existsSync(choisi)) return choisi
  for (const nom of NOMS) {
    const trouve = spawnSync('sh', ['-c', `command -v ${nom}`], { encoding: 'utf8' }).stdout.trim()
    if (trouve) return trouve
  }
  const telecharge = chromium.executablePath()
  return telecharge && existsSync(telecharge) ? telecharge : undefined
}

/** Finds Chromium, or installs it: Debian's package when root, else playwright's own download. */
export function ensureChromium(say: (phrase: string) => void): string | undefined {
  const present = findChromium()
  if (present) return present
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Aucun Chromium trouvé : installation du paquet de Debian…')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'], env })
    const installe = findChromium()
    if (installe) return installe
  }
  say('Aucun Chromium trouvé : téléchargement par Playwright…')
  const cli = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url))
  spawnSync(process.execPath, [cli, 'install', 'chromium', '--no-shell'], { stdio: ['ignore', 'ignore', 'inherit'] })
  return findChromium()
}
