import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { activateSecondFacteur, findSecretPropose, proposeSecondFacteur, removeFacteur, renewCodes } from '../commands/second-facteur.ts'
import { findSecondFacteurOf } from '../second-facteur.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { countTentative, forgetTentative } from '../tentative.store.ts'
import { phraseAttente } from '../tentatives.ts'
import { adresseOtp, cleEnTexte } from '../totp.ts'
import { findCompte } from '../utilisateur.store.ts'
import { depuisOf, noStore } from './depuis.ts'
import { CodeQr } from './qr.tsx'

const BASE = '/compte/second-facteur'

/** One's own second factor: added, proven, taken away; recovery codes. */
export function addRoutesSecondFacteur(routes: Routes, { sessions }: { sessions: Sessions }): void {
  const { coffre } = sessions
  const sessionOf = async (c: C) => {
    const session = await sessions.findSession(c.req.raw.headers)
    if (session === null) throw new RegleViolee('Cette session vient d’être fermée : reconnectez-vous.')
    return session
  }
  routes.get(BASE, connecte, (c) => showFacteur(c, sessions))

  routes.post(`${BASE}/proposer`, connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { creeLe } = await sessionOf(c)
        await throttled(c, sessions, () =>
          actHttp(c, proposeSecondFacteur, { coffre, motDePasse: typed(saisie, 'motDePasse'), sessionDepuis: creeLe }),
        )
        return c.redirect(`${BASE}/activer`, 303)
      },
      (erreur) => showFacteur(c, sessions, erreur),
    )
  })

  routes.get(`${BASE}/activer`, connecte, (c) => showActivation(c, sessions))
  routes.post(`${BASE}/activer`, connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { id } = await sessionOf(c)
        const { codes } = await actHttp(c, activateSecondFacteur, { coffre, code: typed(saisie, 'code'), sessionId: id })
        return showCodes(c, codes, 'Votre second facteur est actif. Vos autres sessions sont fermées.')
      },
      (erreur) => showActivation(c, sessions, erreur),
    )
  })

  routes.post(`${BASE}/codes`, connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { codes } = await throttled(c, sessions, () => actHttp(c, renewCodes, { coffre, code: typed(saisie, 'code') }))
        return showCodes(c, codes, 'Vos anciens codes de récupération ne valent plus.')
      },
      (erreur) => showFacteur(c, sessions, erreur),
    )
  })

  routes.post(`${BASE}/retirer`, connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { creeLe } = await sessionOf(c)
        const preuve = { coffre, motDePasse: typed(saisie, 'motDePasse'), code: typed(saisie, 'code'), sessionDepuis: creeLe }
        await throttled(c, sessions, () => actHttp(c, removeFacteur, preuve))
        return c.redirect(`${BASE}?fait=retire`, 303)
      },
      (erreur) => showFacteur(c, sessions, erreur),
    )
  })
}

/** Passwords and codes are not guessed from an open session either. */
async function throttled<T>(c: C, sessions: Sessions, faire: () => Promise<T>): Promise<T> {
  const { courriel } = requireAgent(c)
  const { adresse, headers, now } = depuisOf(c)
  const essai = { courriel, adresse, appareil: sessions.appareils.find(headers, courriel) }
  const { db } = c.get('base')
  const comptage = await countTentative(db, 'code', essai, now)
  if (comptage.attente > 0) throw new RegleViolee(phraseAttente(comptage.attente, 'revenez plus tard'))
  const fait = await faire()
  await forgetTentative(db, 'code', essai)
  return fait
}

const MESSAGES: Record<string, string> = {
  retire: 'Votre second facteur est retiré : la connexion ne demande plus de code.',
  secours:
    'Vous êtes entré par un code de récupération, qui ne vaut plus. Téléphone perdu ? Retirez le second facteur, puis ajoutez-en un autre.',
}

async function showFacteur(c: C, sessions: Sessions, erreur?: RegleViolee): Promise<Response> {
  const agent = requireAgent(c)
  const { facteur, compte } = await readHttp(c, async (tx) => ({
    facteur: await findSecondFacteurOf(tx, agent.personneId),
    compte: await findCompte(tx, { personneId: agent.personneId }),
  }))
  const fermes = (await sessions.findAgentDeSession(c.req.raw.headers, c.get('now')))?.mandatsFermes ?? 0
  const fait = MESSAGES[c.req.query('fait') ?? '']
  const sansMotDePasse = compte?.motDePasse === null
  const actif = facteur !== null && facteur.activeLe !== null
  return c.html(
    <Cadre c={c} titre="Second facteur">
      <h1>Second facteur</h1>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      {fermes > 0 && !actif && (
        <Message ton="warning">Votre rôle demande un second facteur : vos droits s’ouvriront dès qu’il sera actif.</Message>
      )}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {facteur !== null && facteur.activeLe !== null ? (
        <Actif depuis={facteur.activeLe} restants={facteur.codesRestants} sansMotDePasse={sansMotDePasse} erreur={erreur} />
      ) : (
        <>
          <p class="pv-chapeau">
            Un code à six chiffres, affiché par une application de votre téléphone, s’ajoute au mot de passe : qui le vole n’entre pas.
          </p>
          <form method="post" action={`${BASE}/proposer`} class="pv-formulaire" novalidate>
            {!sansMotDePasse && <ChampActuel erreur={erreur} />}
            <div class="pv-actions">
              <button class="ds-button" type="submit">
                Ajouter un second facteur
              </button>
            </div>
          </form>
        </>
      )}
    </Cadre>,
    erreur === undefined ? 200 : 422,
  )
}

function Actif(props: { depuis: Date; restants: number; sansMotDePasse: boolean; erreur: RegleViolee | undefined }) {
  const { depuis, restants, sansMotDePasse, erreur } = props
  return (
    <>
      <p class="pv-chapeau">
        Actif depuis le {formatDate(jourParis(depuis))}. {accorde(restants, 'code de récupération', 'codes de récupération')}{' '}
        {restants > 1 ? 'restent' : 'reste'}.
      </p>
      <section class="pv-section">
        <h2>Refaire les codes de récupération</h2>
        <form method="post" action={`${BASE}/codes`} class="pv-formulaire" novalidate>
          <ChampTexte
            nom="code"
            libelle="Code de l’application"
            autocomplete="one-time-code"
            inputmode="numeric"
            requis
            erreurs={erreur?.champs}
          />
          <div class="pv-actions">
            <button class="ds-button" data-variant="secondary" type="submit">
              Refaire les codes
            </button>
          </div>
        </form>
      </section>
      <section class="pv-section">
        <h2>Retirer le second facteur</h2>
        <form method="post" action={`${BASE}/retirer`} class="pv-formulaire" novalidate>
          {!sansMotDePasse && <ChampActuel erreur={erreur} />}
          <div class="ds-field">
            <label for="c-code-retrait">Code de l’application</label>
            <p data-field="description" id="c-code-retrait-aide">
              Téléphone perdu ? Un code de récupération convient aussi.
            </p>
            <input class="ds-input" id="c-code-retrait" name="code" autocomplete="one-time-code" aria-describedby="c-code-retrait-aide" />
          </div>
          <div class="pv-actions">
            <button class="ds-button" data-variant="secondary" data-color="danger" type="submit">
              Retirer le second facteur
            </button>
          </div>
        </form>
      </section>
    </>
  )
}

function ChampActuel({ erreur }: { erreur: RegleViolee | undefined }) {
  return (
    <ChampTexte
      nom="motDePasse"
      libelle="Votre mot de passe"
      type="password"
      autocomplete="current-password"
      requis
      erreurs={erreur?.champs}
    />
  )
}

async function showActivation(c: C, { coffre }: Sessions, erreur?: RegleViolee): Promise<Response> {
  const agent = requireAgent(c)
  const secret = await readHttp(c, (tx) => findSecretPropose(tx, coffre, agent.personneId))
  if (secret === null) return c.redirect(BASE, 303)
  noStore(c)
  return c.html(
    <Cadre c={c} titre="Ajouter un second facteur">
      <h1>Ajouter un second facteur</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <ol class="pv-etapes-facteur">
        <li>
          Ouvrez une application de codes sur votre téléphone (FreeOTP, Aegis, celle de votre gestionnaire de mots de passe…) et visez cette
          image.
          <CodeQr texte={adresseOtp(secret, 'Parvis', agent.courriel)} titre="Code QR de votre clé" />
        </li>
        <li>
          Pas d’appareil photo ? Tapez cette clé : <code class="pv-cle">{cleEnTexte(secret)}</code>
        </li>
        <li>Tapez ci-dessous le code que l’application affiche.</li>
      </ol>
      <form method="post" action={`${BASE}/activer`} class="pv-formulaire" novalidate>
        <ChampTexte
          nom="code"
          libelle="Code à six chiffres"
          autocomplete="one-time-code"
          inputmode="numeric"
          requis
          erreurs={erreur?.champs}
        />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Activer
          </button>
        </div>
      </form>
    </Cadre>,
    erreur === undefined ? 200 : 422,
  )
}

function showCodes(c: C, codes: readonly string[], message: string): Response | Promise<Response> {
  noStore(c)
  return c.html(
    <Cadre c={c} titre="Codes de récupération">
      <h1>Gardez vos codes de récupération</h1>
      <Message ton="success">{message}</Message>
      <p class="pv-chapeau">
        Chacun remplace une fois le code du téléphone, s’il est perdu. Ils ne seront plus affichés : imprimez cette page ou recopiez-les
        maintenant, et rangez-les loin du téléphone.
      </p>
      <ol class="pv-codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="pv-haut-1">
        <a class="ds-button" href="/compte">
          Je les ai gardés
        </a>
      </p>
    </Cadre>,
  )
}

function Cadre({ c, titre, children }: { c: C; titre: string; children: import('hono/jsx').Child }) {
  return (
    <PageSimple titre={titre} demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: titre }]} />
      {children}
    </PageSimple>
  )
}
