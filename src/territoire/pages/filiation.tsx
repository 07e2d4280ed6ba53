import { assertCan, type RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { getReglages } from '#platform/reglages.ts'
import { listDernieresTaches } from '#platform/taches/tache.store.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, Pagination, T, Vide } from '#ui/pieces.tsx'
import { askFiliation, CALCULER_FILIATION, cancelFiliation } from '../commands/ask-filiation.ts'
import { REFUS_TERRITOIRE } from '../commands/declare-generation.ts'
import { acceptLiensDuType } from '../commands/review-filiation.ts'
import { canImportTerritoire } from '../droits.ts'
import { countLiens, type EtatLien, findCalcul, listLiens, listTypesParNouveau } from '../filiation.store.ts'
import { sayDesaccord } from '../filiation-mots.ts'
import { TYPES_FILIATION } from '../filiation-saisie.ts'
import { getGeometries, listGenerations } from '../quartier.store.ts'
import type { Generation, TypeFiliation } from '../quartier.ts'
import { seuilIdentique, seuilNegligeable } from '../reglages-filiation.ts'
import { addRoutesLien } from './filiation-lien.tsx'
import { LiensFiliation } from './filiation-liste.tsx'
import { CHEMIN_FILIATION, Comptes, EtatCalcul, FormulaireCalcul, type Paire } from './filiation-tete.tsx'

const TAILLE = 12
const ETATS: Record<EtatLien, string> = { a_relire: 'À relire', relus: 'Relus', ecartes: 'Écartés' }

const relire: Droit = {
  nom: 'territoire.relire_filiation',
  verifier: (c) => assertCan(canImportTerritoire(requireAgent(c)), REFUS_TERRITOIRE),
}

/** Review of the filiation between two generations. */
export function createRoutesFiliation(): Routes {
  const routes = createRoutes()
  routes.get(CHEMIN_FILIATION, relire, (c) => showFiliation(c))
  routes.post(`${CHEMIN_FILIATION}/calculer`, relire, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(c, async () => {
      await actHttp(c, askFiliation, saisie)
      return c.redirect(await hrefPaire(c, saisie.ancienneId, saisie.nouvelleId), 303)
    })
  })
  routes.post(`${CHEMIN_FILIATION}/arreter`, relire, async (c) => {
    await actHttp(c, cancelFiliation, await parseFormulaire(c))
    return c.redirect(CHEMIN_FILIATION, 303)
  })
  routes.post(`${CHEMIN_FILIATION}/accepter`, relire, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(c, async () => {
      await actHttp(c, acceptLiensDuType, saisie)
      return c.redirect(`${await hrefPaire(c, saisie.ancienneId, saisie.nouvelleId)}&fait=acceptes`, 303)
    })
  })
  addRoutesLien(routes, relire)
  return routes
}

async function orShow(c: C, faire: () => Promise<Response>): Promise<Response> {
  try {
    return await faire()
  } catch (erreur) {
    if (erreur instanceof Error && erreur.name === 'RegleViolee') return showFiliation(c, erreur as RegleViolee)
    throw erreur
  }
}

async function hrefPaire(c: C, ancienneId: unknown, nouvelleId: unknown): Promise<string> {
  const generations = await readHttp(c, (tx) => listGenerations(tx))
  const code = (id: unknown) => generations.find((une) => une.id === id)?.code ?? ''
  return `${CHEMIN_FILIATION}?${new URLSearchParams({ de: code(ancienneId), vers: code(nouvelleId) })}`
}

/** The pair asked by the address, else the two most recent generations. */
function paireOf(c: C, generations: readonly Generation[]): Paire | null {
  const dates = [...generations].sort((a, b) => (a.debut < b.debut ? 1 : -1))
  const nouvelle = dates.find(({ code }) => code === c.req.query('vers')) ?? dates[0]
  const ancienne =
    dates.find(({ code, id }) => code === c.req.query('de') && id !== nouvelle?.id) ??
    dates.find(({ debut }) => nouvelle !== undefined && debut < nouvelle.debut)
  return nouvelle === undefined || ancienne === undefined ? null : { ancienne, nouvelle }
}

async function showFiliation(c: C, erreur?: RegleViolee): Promise<Response> {
  const filtre = {
    etat: (Object.keys(ETATS) as EtatLien[]).find((un) => un === c.req.query('etat')) ?? null,
    type: TYPES_FILIATION.find((un) => un === c.req.query('type')) ?? null,
    texte: c.req.query('q') ?? '',
  }
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const desaccords = c.req.query('vue') === 'desaccords'
  const { generations, paire, calcul, ...lu } = await readHttp(c, async (tx) => {
    const generations = await listGenerations(tx)
    const paire = paireOf(c, generations)
    if (paire === null) return { generations, paire, calcul: null, tache: null, liens: [], total: 0, comptes: [], types: null }
    const ids = { ancienneId: paire.ancienne.id, nouvelleId: paire.nouvelle.id }
    const calcul = await findCalcul(tx, ids.ancienneId, ids.nouvelleId)
    const [tache] = await listDernieresTaches(tx, [CALCULER_FILIATION])
    const base = { generations, paire, calcul, tache: tache ?? null }
    if (desaccords) {
      return {
        ...base,
        liens: [],
        total: 0,
        comptes: await countLiens(tx, ids),
        types: await listTypesParNouveau(tx, ids),
      }
    }
    const { liens, total } = await listLiens(tx, ids, filtre, { page, taille: TAILLE })
    const bouts = liens.flatMap(({ ancien, nouveau }) => [ancien?.id ?? [], nouveau?.id ?? []].flat())
    const geometries = await getGeometries(tx, bouts)
    return {
      ...base,
      liens: liens.map((lien) => ({
        lien,
        ancien: geometries.get(lien.ancien?.id ?? ''),
        nouveau: geometries.get(lien.nouveau?.id ?? ''),
      })),
      total,
      comptes: await countLiens(tx, ids),
      types: null,
    }
  })
  const seuils = calcul ?? (await readSeuils(c))
  const base = paire === null ? '' : `${CHEMIN_FILIATION}?${new URLSearchParams({ de: paire.ancienne.code, vers: paire.nouvelle.code })}`
  const nombre = lu.comptes.filter(({ etat }) => etat !== 'ecartes').reduce((somme, un) => somme + un.nombre, 0)
  return c.html(
    <PageSimple titre="Filiation des quartiers" demo={c.get('configuration').demo} classe="pv-page pv-simple pv-liste">
      <FilAriane
        etapes={[
          { libelle: 'Administration', href: '/administration' },
          { libelle: 'Territoire', href: '/administration/territoire' },
          { libelle: 'Filiation' },
        ]}
      />
      <h1>Filiation des quartiers</h1>
      <p class="pv-chapeau">
        D’une génération à la suivante, la superposition des contours propose ce que chaque quartier est devenu. Rien n’est tenu pour sûr
        avant relecture.
      </p>
      {c.req.query('fait') === 'acceptes' && <Message ton="success">Les liens sont acceptés.</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {paire === null ? (
        <Vide titre="Il faut deux générations">
          <p>Chargez les quartiers d’au moins deux générations pour en calculer la filiation.</p>
        </Vide>
      ) : (
        <>
          <FormulaireCalcul generations={generations} paire={paire} seuils={seuils} />
          <EtatCalcul calcul={calcul} tache={lu.tache} />
          {nombre > 0 && (
            <>
              <Comptes comptes={lu.comptes} paire={paire} base={base} />
              <nav class="pv-etape-choix pv-haut-2" aria-label="Vue">
                <ul>
                  <li>
                    <a href={base} aria-current={desaccords ? undefined : 'page'}>
                      Liens
                    </a>
                  </li>
                  <li>
                    <a href={`${base}&vue=desaccords`} aria-current={desaccords ? 'page' : undefined}>
                      Lettre officielle et contours
                    </a>
                  </li>
                </ul>
              </nav>
              {lu.types === null ? (
                <LiensFiliation liens={lu.liens} filtre={filtre} total={lu.total} base={base} paire={paire} etats={ETATS}>
                  <Pagination page={page} taille={TAILLE} total={lu.total} href={(autre) => `${base}&${filtreUrl(filtre)}page=${autre}`} />
                </LiensFiliation>
              ) : (
                <Desaccords types={lu.types} base={base} />
              )}
            </>
          )}
        </>
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

async function readSeuils(c: C): Promise<{ identiquePm: number; negligeablePm: number }> {
  const { valeurOf } = await readHttp(c, (tx) => getReglages(tx, [seuilIdentique, seuilNegligeable]))
  return { identiquePm: valeurOf(seuilIdentique), negligeablePm: valeurOf(seuilNegligeable) }
}

function filtreUrl({ etat, type, texte }: { etat: string | null; type: string | null; texte: string }): string {
  const requete = new URLSearchParams({
    ...(etat === null ? {} : { etat }),
    ...(type === null ? {} : { type }),
    ...(texte === '' ? {} : { q: texte }),
  })
  return requete.size === 0 ? '' : `${requete}&`
}

function Desaccords({ types, base }: { types: ReadonlyMap<string, TypeFiliation[]>; base: string }) {
  const phrases = [...types].flatMap(([code, siens]) => {
    const phrase = sayDesaccord(code, siens)
    return phrase === null ? [] : [{ code, phrase }]
  })
  if (phrases.length === 0) return <p class="pv-haut-1">Les contours disent partout ce que dit la lettre officielle.</p>
  return (
    <section aria-labelledby="h-desaccords">
      <h2 id="h-desaccords">{accorde(phrases.length, 'désaccord')} entre la lettre officielle et les contours</h2>
      <p class="pv-note">
        Le code de 2024 finit par N (nouveau), M (modifié) ou I (identique). Les contours publiés sont parfois simplifiés.
      </p>
      <ul class="pv-lignes">
        {phrases.map(({ code, phrase }) => (
          <li>
            <a href={`${base}&q=${code}`}>{code}</a> <T>{phrase}</T>
          </li>
        ))}
      </ul>
    </section>
  )
}
