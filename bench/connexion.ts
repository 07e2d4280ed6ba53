/** Signing in by password, over HTTP, beside the password check alone (scrypt) in the same run. */
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { PERSONAS } from '../db/demo/personnes.ts'
import { withDemo } from './banc/demo.ts'

export const titre = 'Signing in'

const FOIS = 240
const A_LA_FOIS = 8
const MOT_DE_PASSE = 'quatre pavés posés de travers'

/** Sign-ins a second, and checks of a password a second, at the same number at a time. */
export async function measure(): Promise<string> {
  const empreinte = await hashPassword(MOT_DE_PASSE)
  const prepare = sql`insert into compte.identite (id, utilisateur_id, fournisseur, compte_externe, mot_de_passe)
    select gen_random_uuid(), u.id, 'credential', u.id::text, ${empreinte} from compte.utilisateur u`
  return withDemo(
    async ({ adresse }) => {
      const signIn = async (rang: number) => {
        const courriel = PERSONAS[rang % PERSONAS.length]?.courriel ?? ''
        const reponse = await fetch(`${adresse}/connexion`, {
          method: 'POST',
          redirect: 'manual',
          headers: { origin: adresse, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ courriel, motDePasse: MOT_DE_PASSE, suite: '' }),
        })
        if (reponse.status !== 303) throw new Error(`sign-in refused: ${reponse.status}`)
      }
      await rate(PERSONAS.length, signIn)
      const connexions = await rate(FOIS, signIn)
      const verifications = await rate(FOIS, async () => {
        if (!(await verifyPassword({ hash: empreinte, password: MOT_DE_PASSE }))) throw new Error('the password is refused')
      })
      return [
        '| what | a second |',
        '| --- | ---: |',
        `| sign-ins over HTTP: throttling, password, session, audit line | ${connexions.toFixed(1)} |`,
        `| the password check alone (scrypt) | ${verifications.toFixed(1)} |`,
        `| ratio | ${(connexions / verifications).toFixed(2)} |`,
        '',
        `${FOIS} of each, ${A_LA_FOIS} at a time, one server process on the same machine. The check is slow by design: it is what a stolen copy of the database would have to do.`,
      ].join('\n')
    },
    (db) => prepare.execute(db),
  )
}

async function rate(nombre: number, faire: (rang: number) => Promise<void>): Promise<number> {
  let rang = 0
  const debut = performance.now()
  const work = async () => {
    while (rang < nombre) {
      rang += 1
      await faire(rang)
    }
  }
  await Promise.all(Array.from({ length: A_LA_FOIS }, work))
  return nombre / ((performance.now() - debut) / 1000)
}
