import { act } from '#platform/acte.ts'
import { noteEvenement } from '#platform/audit/audit.store.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { connecte, publique, type Routes } from '#platform/http/routes.ts'
import { createId } from '#platform/identifiants.ts'
import { findAgentByPersonne } from '../agent.store.ts'
import { createCompteOidc } from '../commands/create-compte-oidc.ts'
import { linkIdentite } from '../commands/link-identite.ts'
import { noteIdentite } from '../commands/note-identite.ts'
import { enter, openSession } from '../commands/sign-in.ts'
import { safeSuite } from '../connexion.ts'
import type { ClientOidc, Retour } from '../oidc.adaptateur.ts'
import { findHomonyme, findLien } from '../oidc.store.ts'
import { type CompteConnu, ConnexionRefusee, type Identite, type Ouverture, openedBy } from '../oidc.ts'
import type { Fournisseur } from '../oidc-configuration.ts'
import { type Depart, formeDepart } from '../oidc-forme.ts'
import { redirectWith } from './connexion.tsx'
import { depuisOf, porteOf } from './depuis.ts'
import { forgetScelle, readScelle, writeScelle } from './oidc-cookies.ts'
import { PageDepart, PageRefus } from './oidc-pages.tsx'
import { adressePublique, type DepsOidc, keepJeton, tieJeton } from './oidc-session.ts'

/** Where one goes after signing in when nothing else was asked. */
const ACCUEIL = safeSuite(undefined)

/** Signing in by an identity provider: the departure, the return. */
export function addRoutesOidc(routes: Routes, deps: DepsOidc): void {
  routes.get('/connexion/fournisseur/:fournisseur', publique, async (c) => {
    const suite = safeSuite(c.req.query('suite'))
    if (c.get('agent') !== null) return c.redirect(suite, 303)
    const connu = getFournisseur(c, deps)
    return orRefuse(c, connu.fournisseur, { suite }, async () => {
      const adresse = await depart(c, deps, connu, { suite, personneId: null })
      return c.redirect(adresse, 303)
    })
  })

  // A form of ours may not lead to another site (form-action of the policy): the page that answers goes there by itself.
  routes.post('/compte/fournisseurs/:fournisseur/relier', connecte, async (c) => {
    const connu = getFournisseur(c, deps)
    return orRefuse(c, connu.fournisseur, { suite: '/compte' }, async () => {
      const adresse = await depart(c, deps, connu, { suite: '/compte', personneId: requireAgent(c).personneId })
      c.header('refresh', `0; url=${adresse}`)
      c.header('cache-control', 'no-store')
      return c.html(<PageDepart fournisseur={connu.fournisseur} adresse={adresse} demo={c.get('configuration').demo} />)
    })
  })

  routes.get('/api/auth/callback/:fournisseur', publique, async (c) => {
    const connu = getFournisseur(c, deps)
    const parti = readScelle(c, deps.sessions, 'oidc_depart', formeDepart)
    // One return a departure, whatever comes of it.
    forgetScelle(c, deps.sessions, 'oidc_depart')
    c.header('cache-control', 'no-store')
    const ici = parti?.fournisseur === connu.fournisseur.id ? parti : null
    const qui = { suite: ici?.suite ?? ACCUEIL, parti: ici !== null }
    return orRefuse(c, connu.fournisseur, qui, async () => {
      if (ici === null) throw new ConnexionRefusee('depart_inconnu', connu.fournisseur)
      const { pathname, search } = new URL(c.req.url)
      const retour = await connu.client.finish(new URL(adressePublique(c) + pathname + search), ici)
      return ici.personneId === null
        ? await land(c, deps, connu.fournisseur, { retour, suite: ici.suite })
        : await linkHere(c, connu.fournisseur, retour.identite, ici.personneId)
    })
  })
}

type Connu = { fournisseur: Fournisseur; client: ClientOidc }

/** @throws Introuvable for a provider that is not configured */
export function getFournisseur(c: C, deps: DepsOidc): Connu {
  const connu = deps.fournisseurs.find(c.req.param('fournisseur') ?? '')
  if (connu === null) throw new Introuvable('Ce fournisseur d’identité n’est pas connu ici.')
  return connu
}

async function depart(c: C, deps: DepsOidc, { fournisseur, client }: Connu, vers: Pick<Depart, 'suite' | 'personneId'>): Promise<string> {
  const { adresse, preuves } = await client.begin(`${adressePublique(c)}/api/auth/callback/${fournisseur.id}`)
  const valeur: Depart = { fournisseur: fournisseur.id, ...preuves, ...vers }
  writeScelle(c, deps.sessions, 'oidc_depart', valeur)
  return adresse
}

/** A person is back, known by her provider: which account that opens, if any. */
async function land(
  c: C,
  deps: DepsOidc,
  fournisseur: Fournisseur,
  { retour, suite }: { retour: Retour; suite: string },
): Promise<Response> {
  const { identite } = retour
  const ouverture = await readHttp(c, async (tx) =>
    openedBy(fournisseur, identite, {
      lien: await findLien(tx, identite),
      homonyme: await findHomonyme(tx, identite.courriel, fournisseur.id),
    }),
  )
  if (ouverture.genre === 'prouver') {
    writeScelle(c, deps.sessions, 'oidc_attente', { identite, utilisateurId: ouverture.compte.utilisateurId })
    return c.redirect(`/connexion/fournisseur/${fournisseur.id}/relier`, 303)
  }
  const { compte, vers } = await apply(c, fournisseur, identite, ouverture, suite)
  return open(c, deps, fournisseur, { compte, vers, retour })
}

/** Writes what this sign-in changes, before any session is opened. */
async function apply(
  c: C,
  fournisseur: Fournisseur,
  identite: Identite,
  ouverture: Exclude<Ouverture, { genre: 'prouver' }>,
  suite: string,
): Promise<{ compte: Pick<CompteConnu, 'utilisateurId' | 'courriel'>; vers: string }> {
  const appel = { db: c.get('base').db, now: c.get('now'), requeteId: c.get('requeteId') }
  const { libelle } = fournisseur
  if (ouverture.genre === 'creer') {
    const personneId = createId(appel.now.getTime())
    const { prenom, nom } = identite
    const agent = { personneId, prenom, nom, courriel: ouverture.courriel, fonction: null, mandats: [], autresMandats: [] }
    const entree = { personneId, identite, prenom, nom, courriel: ouverture.courriel, libelle }
    const { utilisateurId } = await act({ ...appel, agent }, createCompteOidc, entree)
    const vers = suite === ACCUEIL ? '/compte?fait=compte-cree' : suite
    return { compte: { utilisateurId, courriel: ouverture.courriel }, vers }
  }
  const { compte } = ouverture
  const agent = await findAgentByPersonne(appel.db, compte.personneId, jourParis(appel.now))
  if (agent === null) throw new ConnexionRefusee('compte_ferme', fournisseur)
  if (ouverture.genre === 'relier') {
    await act({ ...appel, agent }, linkIdentite, { identite, libelle })
    return { compte, vers: suite }
  }
  const { adresseChangee, siretChange } = ouverture
  const { suspendus } = await act({ ...appel, agent }, noteIdentite, { identite, libelle, adresseChangee, siretChange })
  const dit = suspendus > 0 ? '/compte?fait=organisation-changee' : adresseChangee ? '/compte?fait=adresse-fournisseur' : suite
  return { compte, vers: dit }
}

async function open(
  c: C,
  deps: DepsOidc,
  fournisseur: Fournisseur,
  { compte, vers, retour }: { compte: Pick<CompteConnu, 'utilisateurId' | 'courriel'>; vers: string; retour: Retour },
): Promise<Response> {
  const [porte, depuis] = [porteOf(c, deps.sessions), depuisOf(c)]
  const entree = { compte, moyen: `oidc:${fournisseur.id}`, suite: vers }
  const jeton = { fournisseur: fournisseur.id, utilisateurId: compte.utilisateurId, jeton: retour.jetonIdentite }
  // A provider that vouches for a second factor is not asked twice; otherwise hers, when she has one, still protects the account.
  const suite = retour.secondFacteur
    ? await openSession(porte, { ...entree, facteur: 'donne' }, depuis)
    : await enter(porte, entree, depuis)
  if (suite.vers === '/connexion/code') keepJeton(c, deps.sessions, jeton)
  else await tieJeton(c, deps.sessions, suite.cookies, jeton)
  return redirectWith(c, suite.vers, suite.cookies)
}

/** The person signed in here has proven an identity there: the two are linked, by her own wish. */
async function linkHere(c: C, fournisseur: Fournisseur, identite: Identite, personneId: string): Promise<Response> {
  if (c.get('agent')?.personneId !== personneId) throw new ConnexionRefusee('autre_personne', fournisseur)
  await actHttp(c, linkIdentite, { identite, libelle: fournisseur.libelle })
  return c.redirect(`/compte?fait=relie`, 303)
}

/** A refusal is said on a page, and in the audit when the sign-in began in this browser: anyone may call the address of return. */
async function orRefuse(
  c: C,
  fournisseur: Fournisseur,
  { suite, parti = true }: { suite: string; parti?: boolean },
  faire: () => Promise<Response>,
): Promise<Response> {
  try {
    return await faire()
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    const refus = erreur instanceof ConnexionRefusee ? erreur : null
    if (parti) await noteRefus(c, fournisseur, refus)
    const statut = refus?.motif === 'injoignable' ? 503 : 422
    const relie = c.get('agent') !== null
    return c.html(
      <PageRefus fournisseur={fournisseur} message={erreur.message} suite={suite} relie={relie} demo={c.get('configuration').demo} />,
      statut,
    )
  }
}

async function noteRefus(c: C, fournisseur: Fournisseur, refus: ConnexionRefusee | null): Promise<void> {
  const agent = c.get('agent')
  await noteEvenement(c.get('base').db, {
    commande: 'compte.refuser_fournisseur',
    acteurId: agent?.personneId ?? null,
    contratId: null,
    objet: { type: 'fournisseur', id: fournisseur.id },
    libelle: `Connexion par ${fournisseur.libelle} refusée`,
    avant: null,
    apres: { motif: refus?.motif ?? 'regle', precision: refus?.precision ?? null },
    requeteId: c.get('requeteId'),
    now: c.get('now'),
  })
}
