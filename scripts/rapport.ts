/** node:test's own `spec` report; when tests have failed, their details come after the summary, so the summary is told again, last. */
import { Readable } from 'node:stream'
import { spec } from 'node:test/reporters'

type Evenement = { type: string; data: { nesting?: number; message?: string; file?: string } }

const COMPTE = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/

export default async function* report(source: AsyncIterable<Evenement>): AsyncGenerator<string> {
  const comptes: string[] = []
  let echec = false
  async function* listen() {
    for await (const evenement of source) {
      const { nesting, message } = evenement.data
      if (evenement.type === 'test:fail') echec = true
      if (evenement.type === 'test:diagnostic' && nesting === 0 && message && COMPTE.test(message)) comptes.push(message)
      yield evenement
    }
  }
  for await (const morceau of Readable.from(listen()).pipe(new spec())) yield String(morceau)
  if (echec)
    yield `\n${comptes
      .slice(-8)
      .map((compte) => `ℹ ${compte}`)
      .join('\n')}\n`
}
