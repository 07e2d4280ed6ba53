import type { Child } from 'hono/jsx'
import type { RegleViolee } from '#platform/errors.ts'
import { accorde, FINE, formatDate, INSECABLE, typographie } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { Message } from '#ui/pieces.tsx'
import { listCommunesDansBoite, listGenerationsDessinees, listQuartiersDansBoite } from '../adresse.store.ts'
import type { Sujet } from '../adresse-phrases.ts'
import { judgeAdresse, judgePoint } from '../certitude.ts'
import { listCommunesByCode, searchCommunes } from '../commune.store.ts'
import type { Geocodeur } from '../geocodeur.ts'
import { type EchecGeocodage, LIBELLES_ECHECS_GEOCODAGE } from '../geocodeur.ts'
import { type Boite, boiteCommune, boiteOf, type Position, quantise } from '../geometrie.ts'
import { listContours, listQuartiersDesCommunes } from '../quartier.store.ts'
import type { ReglagesAdresse } from '../reglages-adresse.ts'
import { situate } from '../situation.store.ts'
import { mesureOf, situationOf } from '../situation.ts'
import { boxAround } from '../tape.ts'
import { CarteATapper, type Decor } from './mon-adresse-carte.tsx'
import { AutresChemins, FormulaireAdresse, MemeQuestion, type SaisieAdresse } from './mon-adresse-formulaire.tsx'
import { AQuiDemander, AVerifier, ListeQuartiers, Reponse } from './mon-adresse-reponse.tsx'

type Base = {
  c: C
  geocodeur: Geocodeur
  reglages: ReglagesAdresse
  /** ISO day asked. */
  jour: string
  aujourdhui: string
  saisie: SaisieAdresse
}

type PropsPage = {
  c: C
  geocodeur: Geocodeur
  saisie: SaisieAdresse
  erreur?: RegleViolee
  message?: string
  ouvert?: 'commune' | 'coordonnees' | null
  /** The answer, which then holds the heading of the page. */
  children?: Child
}

/** The question, under its answer when there is one. The title of the document never holds what was asked. */
export function PageAdresse({ c, geocodeur, saisie, erreur, message, ouvert = null, children }: PropsPage) {
  const repondue = children !== undefined
  return (
    <PageSimple
      titre={repondue ? 'Réponse pour mon adresse' : 'Mon adresse est-elle dans un quartier prioritaire ?'.replace(' ?', `${FINE}?`)}
      demo={c.get('configuration').demo}
      elements={['mon-adresse']}
    >
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {message !== undefined && <Message ton="warning">{typographie(message)}</Message>}
      {repondue ? (
        <>
          {children}
          <h2 class="pv-ecran">Une autre adresse</h2>
        </>
      ) : (
        <>
          <h1>Mon adresse est-elle dans un quartier prioritaire{FINE}?</h1>
          <p class="pv-chapo">
            Écrivez votre adresse. La réponse est tout de suite sur cette page. Vous n’avez pas besoin de compte. Nous ne gardons rien.
          </p>
        </>
      )}
      <div class="pv-ecran">
        {!geocodeur.allume && <p>{LIBELLES_ECHECS_GEOCODAGE.eteint} Cherchez par la commune, ou par les coordonnées.</p>}
        <FormulaireAdresse saisie={saisie} erreurs={erreur?.champs} eteint={!geocodeur.allume} />
      </div>
      <AutresChemins saisie={saisie} erreurs={erreur?.champs} ouvert={ouvert ?? (geocodeur.allume ? null : 'commune')} />
      <p class="pv-note pv-ecran">
        {geocodeur.allume && 'L’adresse est envoyée, seule, au service public des adresses (Géoplateforme) pour être placée sur la carte. '}
        <a href="/api">Pour les logiciels : l’API</a>
      </p>
    </PageSimple>
  )
}

/** Neither an answer nor a guess when the geocoder is not there: other ways still work. */
function showPanne({ c, geocodeur, saisie }: Base, echec: EchecGeocodage): Response | Promise<Response> {
  const message = `${LIBELLES_ECHECS_GEOCODAGE[echec]} Vous pouvez chercher par la commune, sur la carte, ou par les coordonnées.`
  return c.html(<PageAdresse c={c} geocodeur={geocodeur} saisie={saisie} message={message} ouvert="commune" />, 503)
}

/** Places the address, or says why nobody can from what was typed. */
export async function showAdresse(base: Base & { adresse: string }): Promise<Response> {
  const { c, geocodeur, reglages, adresse, jour, aujourdhui, saisie } = base
  const demande = { adresse }
  const reponse = await geocodeur.search(demande, { limite: 6 })
  if (!reponse.ok) return showPanne(base, reponse.echec)
  const jugee = judgeAdresse(demande, reponse, reglages.seuils)
  if (jugee.decide) {
    const { position, libelle } = jugee.candidat
    return showPoint({ ...base, sujet: 'adresse', position, precisionM: null, libelle, champs: { par: 'adresse', adresse } })
  }
  const { candidats, doute } = jugee
  const boite = boiteCommune(candidats.map(({ position: [lon, lat] }): Boite => [lon, lat, lon, lat]))
  const cadre = boite === null ? null : widened(boite)
  const codes = [...new Set(candidats.flatMap(({ codeCommune }) => codeCommune ?? []))]
  const vue = await readHttp(c, async (tx) => ({
    decor: cadre === null ? null : await loadDecor(tx, cadre, jour, reglages),
    // Of one commune alone: of several, the list would say nothing.
    quartiers: codes.length === 1 ? await listQuartiersDesCommunes(tx, codes, jour) : [],
  }))
  return c.html(
    <PageAdresse c={c} geocodeur={geocodeur} saisie={saisie}>
      <AVerifier
        doute={doute}
        candidats={candidats}
        quartiersDeLaCommune={vue.quartiers}
        jour={jour}
        aujourdhui={aujourdhui}
        decor={vue.decor ?? { quartiers: [], communes: [], source: reglages.attribution }}
        cadre={cadre}
        reglages={reglages}
      />
    </PageAdresse>,
  )
}

type Point = {
  sujet: Sujet
  position: Position
  /** Metres; null: the tolerance of the instance. */
  precisionM: number | null
  libelle?: string
  champs: Readonly<Record<string, string>>
  /** Frame of the next map, when the point was touched on one. */
  cadre?: Boite
}

/** Says whether this point lies in a quartier. */
export async function showPoint(base: Base & Point): Promise<Response> {
  const { c, geocodeur, reglages, jour, aujourdhui, sujet, position, libelle, champs } = base
  const vue = await readHttp(c, async (tx) => {
    const [situation] = await situate(tx, [position], jour, aujourdhui)
    if (situation === undefined) throw new Error('a position without situation')
    const rayon = Math.min(3000, Math.max(400, (situation.proche?.distanceM ?? 0) * 1.4))
    const cadre = base.cadre ?? boxAround(position, rayon)
    return { situation, cadre, generations: await listGenerationsDessinees(tx), decor: await loadDecor(tx, cadre, jour, reglages) }
  })
  const precisionM = Math.max(reglages.seuils.toleranceM, base.precisionM ?? 0)
  const mesure = mesureOf(vue.situation, reglages.rayonConnuM, precisionM)
  return c.html(
    <PageAdresse c={c} geocodeur={geocodeur} saisie={{}}>
      <Reponse
        {...vue}
        sujet={sujet}
        verdict={judgePoint(situationOf(vue.situation), mesure)}
        position={position}
        precisionM={precisionM}
        libelle={libelle ?? null}
        aujourdhui={aujourdhui}
        champs={champs}
        reglages={reglages}
        tape={base.cadre !== undefined}
        now={c.get('now')}
      />
    </PageAdresse>,
  )
}

/** The quartiers of a commune, and a map of them to touch. */
export async function showCommune(base: Base & { texte: string }): Promise<Response> {
  const { c, geocodeur, reglages, jour, aujourdhui, saisie, texte } = base
  const vue = await readHttp(c, async (tx) => {
    const exacte = /^code (\w{5})$/.exec(texte)?.[1]
    const communes = exacte === undefined ? await searchCommunes(tx, texte, { limite: 12 }) : await listCommunesByCode(tx, [exacte])
    const seule =
      communes.length === 1
        ? communes[0]
        : communes.find(({ nom }, _, tous) => isSame(nom, texte) && tous.filter((autre) => isSame(autre.nom, texte)).length === 1)
    if (seule === undefined) return { communes, seule: null }
    const quartiers = await listQuartiersDesCommunes(tx, [seule.code], jour)
    const [contour] = await listContours(tx, 'commune', [seule.code])
    const boite =
      contour === undefined ? boiteCommune(quartiers.flatMap((un) => (un.boite === null ? [] : [un.boite]))) : boiteOf(contour.geometrie)
    const cadre = boite === null ? null : widened(boite)
    return { communes, seule, quartiers, cadre, decor: cadre === null ? null : await loadDecor(tx, cadre, jour, reglages) }
  })
  const jourChamp = jour === aujourdhui ? '' : jour
  if (vue.seule === null) {
    return c.html(
      <PageAdresse c={c} geocodeur={geocodeur} saisie={saisie} ouvert="commune">
        <h1>
          {vue.communes.length === 0 ? 'Cette commune n’est pas connue' : 'Quelle commune est la vôtre'}
          {vue.communes.length > 0 && `${FINE}?`}
        </h1>
        {vue.communes.length === 0 ? (
          <p>Vérifiez le nom, ou tapez le code postal.</p>
        ) : (
          <ul class="pv-lignes">
            {vue.communes.map(({ code, nom, departement }) => (
              <li>
                <MemeQuestion
                  champs={{ par: 'commune', commune: `code ${code}` }}
                  jour={jourChamp}
                  libelle={`${nom} (${departement.nom})`}
                />
              </li>
            ))}
          </ul>
        )}
      </PageAdresse>,
      vue.communes.length === 0 ? 404 : 200,
    )
  }
  const { seule, quartiers, cadre, decor } = vue
  const nombre = quartiers.length
  return c.html(
    <PageAdresse c={c} geocodeur={geocodeur} saisie={saisie}>
      <article class="pv-verdict" data-verdict="commune">
        <h1>
          {nombre === 0
            ? `Aucun quartier connu ici à ${seule.nom}`
            : `${accorde(nombre, 'quartier')} à ${seule.nom}, au ${formatDate(jour)}`}
        </h1>
        {nombre === 0 ? (
          <p>Ce site ne connaît aucun quartier dans cette commune. Cela ne veut pas toujours dire qu’il n’y en a pas.</p>
        ) : (
          <ListeQuartiers quartiers={quartiers} />
        )}
        {cadre !== null && decor !== null && (
          <>
            <h2 class="pv-ecran">Où est votre adresse{FINE}?</h2>
            <CarteATapper decor={decor} cadre={cadre} jour={jourChamp} position={null} trouves={[]}>
              <p>Touchez la carte à l’endroit de votre adresse{INSECABLE}: vous avez la réponse, puis une carte plus proche.</p>
            </CarteATapper>
          </>
        )}
        <AQuiDemander contact={reglages.contact} verdict="a_verifier" />
      </article>
    </PageAdresse>,
  )
}

async function loadDecor(
  tx: Parameters<typeof listQuartiersDansBoite>[0],
  cadre: Boite,
  jour: string,
  reglages: ReglagesAdresse,
): Promise<Decor> {
  return {
    quartiers: await listQuartiersDansBoite(tx, cadre, jour),
    communes: await listCommunesDansBoite(tx, cadre),
    source: reglages.attribution,
  }
}

/** A tenth more on each side, and never less than 600 m. */
function widened([ouest, sud, est, nord]: Boite): Boite {
  const [o, s, e, n] = boxAround([(ouest + est) / 2, (sud + nord) / 2], 300)
  const [dx, dy] = [(est - ouest) * 0.1, (nord - sud) * 0.1]
  return [
    quantise(Math.min(o, ouest - dx)),
    quantise(Math.min(s, sud - dy)),
    quantise(Math.max(e, est + dx)),
    quantise(Math.max(n, nord + dy)),
  ]
}

function isSame(nom: string, texte: string): boolean {
  const cle = (mot: string) =>
    mot
      .normalize('NFKD')
      .replace(/[^a-z0-9]/gi, '')
      .toLowerCase()
  return cle(nom) === cle(texte)
}
