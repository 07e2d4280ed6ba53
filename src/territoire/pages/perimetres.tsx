import type { ContratEspace, EspaceDuContrat } from '#compte/index.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { Carte } from '../carte/vue-carte.tsx'
import { ELEMENTS_CARTE } from '../carte/vue-interactive.tsx'
import { archivePerimetre, savePerimetre } from '../commands/save-perimetre.ts'
import { canEditLieu, canEditUnLieu, REFUS_LIEU } from '../droits-geographie.ts'
import { sayAire } from '../filiation-mots.ts'
import type { AtelierGeo } from '../lecture/atelier-geo.ts'
import { lieuOfPerimetre } from '../lieu.store.ts'
import { classementAu } from '../palier.ts'
import { getPerimetre, type Perimetre } from '../perimetre.store.ts'
import { jourDuContrat } from '../quartier.ts'
import { calquesDesPaliers, styleOf } from './paliers-carte.ts'
import { readGeographie } from './paliers-lecture.ts'
import { sayDecision } from './paliers-vue.tsx'
import { type ContourRecu, pasted, readContour } from './perimetre-contour.ts'
import { FormulairePerimetre, type SuiteFormulaire } from './perimetre-formulaire.tsx'

/** Perimeters of a contract: one, a new one, its changes. */
export function createRoutesPerimetres(espace: EspaceDuContrat, atelier: AtelierGeo): Routes {
  const routes = createRoutes()
  const lire: Droit = espace.droit('territoire.lire')
  const tenir: Droit = espace.droit('territoire.tenir_lieux', (agent, contrat) => canEditUnLieu(agent, contrat.id))
  const base = '/espace/:contrat/territoire/perimetres'
  routes.get(`${base}/nouveau`, tenir, (c) => showFormulaire(c, espace, null, { sorte: 'aucun' }, {}))
  routes.post(`${base}/nouveau`, tenir, (c) => save(c, espace, atelier))
  routes.get(`${base}/:perimetre`, lire, (c) => showPerimetre(c, espace))
  routes.get(`${base}/:perimetre/modifier`, tenir, async (c) => {
    const perimetre = await findPerimetre(c, espace)
    return showFormulaire(c, espace, perimetre, asTyped(perimetre), {})
  })
  routes.post(`${base}/:perimetre/modifier`, tenir, (c) => save(c, espace, atelier))
  routes.post(`${base}/:perimetre/archiver`, tenir, async (c) => {
    const contrat = await espace.contratOf(c)
    const saisie = await parseFormulaire(c)
    await actHttp(c, archivePerimetre, { ...saisie, contratId: contrat.id, perimetreId: c.req.param('perimetre') })
    return c.redirect(`/espace/${contrat.adresse}/territoire/paliers?fait=archive`, 303)
  })
  return routes
}

const asTyped = (p: Perimetre): Saisie => ({
  nom: p.nom,
  note: p.note ?? '',
  communes: p.communes.map(({ code }) => code),
  quartierNommeId: p.quartierNommeId ?? '',
  sorte: 'garder',
  version: String(p.version),
  codes: p.origine === 'quartiers' ? (p.origineDetail ?? '').split(', ') : [],
})

/** The perimeter of the address, for who may change it. @throws Introuvable @throws Interdit */
async function findPerimetre(c: C, espace: EspaceDuContrat): Promise<Perimetre> {
  const contrat = await espace.contratOf(c)
  const perimetre = await readHttp(c, (tx) => getPerimetre(tx, contrat.id, c.req.param('perimetre') ?? ''))
  assertCan(canEdit(c, contrat, perimetre), REFUS_LIEU)
  return perimetre
}

const canEdit = (c: C, contrat: ContratEspace, perimetre: Perimetre) =>
  canEditLieu(
    requireAgent(c),
    contrat.id,
    perimetre.communes.map(({ code }) => code),
  )

async function save(c: C, espace: EspaceDuContrat, atelier: AtelierGeo): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const perimetre = c.req.param('perimetre') === undefined ? null : await findPerimetre(c, espace)
  const saisie = await parseFormulaire(c)
  try {
    const recu = await receivedContour(saisie)
    const lu =
      recu === null
        ? null
        : await readContour(atelier, recu, { repare: saisie.repare === 'oui' ? 'accepte' : 'demande', ...optionsOf(saisie) })
    if (lu?.etat === 'defauts')
      return showFormulaire(c, espace, perimetre, { ...saisie, geometrie: lu.texte, sorte: 'dessin' }, { defauts: lu.defauts })
    if (lu?.etat === 'question') return showFormulaire(c, espace, perimetre, saisie, { question: lu.question })
    const { perimetreId } = await actHttp(c, savePerimetre, {
      contratId: contrat.id,
      ...(perimetre === null ? {} : { perimetreId: perimetre.id, version: saisie.version }),
      nom: saisie.nom,
      note: saisie.note,
      communes: saisie.communes ?? [],
      quartierNommeId: saisie.quartierNommeId,
      ...(lu?.etat === 'lu' ? { contour: lu.contour } : {}),
      ...(saisie.sorte === 'aucun' ? { contour: { sorte: 'aucun' } } : {}),
      ...(saisie.sorte === 'quartiers' ? { contour: { sorte: 'quartiers', codes: saisie.codes ?? [] } } : {}),
    })
    return c.redirect(`/espace/${contrat.adresse}/territoire/perimetres/${perimetreId}?fait=enregistre`, 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return showFormulaire(c, espace, perimetre, saisie, { erreur })
    throw erreur
  }
}

function optionsOf({ epsg, couche }: Saisie): { epsg?: number; couche?: string } {
  return {
    ...(typeof epsg === 'string' && /^\d{4,6}$/.test(epsg) ? { epsg: Number(epsg) } : {}),
    ...(typeof couche === 'string' && couche !== '' ? { couche } : {}),
  }
}

/** What the form says the contour is; null: nothing to read. @throws RegleViolee when it is missing */
async function receivedContour({ sorte, geometrie, fichier }: Saisie): Promise<ContourRecu | null> {
  if (sorte === 'dessin') {
    if (typeof geometrie !== 'string' || geometrie.trim() === '')
      throw manque('geometrie', 'Dessinez un contour sur la carte, ou collez-le.')
    return pasted(geometrie)
  }
  if (sorte !== 'fichier') return null
  if (!(fichier instanceof File) || fichier.size === 0) throw manque('fichier', 'Choisissez le fichier du contour.')
  return { sorte: 'fichier', nom: fichier.name.slice(0, 200), octets: new Uint8Array(await fichier.arrayBuffer()) }
}

function manque(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}

async function showFormulaire(
  c: C,
  espace: EspaceDuContrat,
  perimetre: Perimetre | null,
  saisie: Saisie,
  suite: SuiteFormulaire,
): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const jour = jourDuContrat(contrat, jourParis(c.get('now')))
  const geographie = await readHttp(c, (tx) => readGeographie(tx, contrat, jour))
  const base = `/espace/${contrat.adresse}/territoire`
  const titre = perimetre === null ? 'Nouveau périmètre' : `Modifier ${perimetre.nom}`
  return c.html(
    <espace.Espace c={c} titre={titre} entree="territoire" elements={ELEMENTS_CARTE}>
      <FilAriane
        etapes={[{ libelle: 'Territoire', href: base }, { libelle: 'Géographie locale', href: `${base}/paliers` }, { libelle: titre }]}
      />
      <h1>
        <T>{titre}</T>
      </h1>
      <FormulairePerimetre
        contrat={contrat}
        action={perimetre === null ? `${base}/perimetres/nouveau` : `${base}/perimetres/${perimetre.id}/modifier`}
        saisie={saisie}
        perimetre={perimetre}
        quartiers={geographie.lieux.filter(({ sorte, id }) => sorte === 'quartier' && geographie.contours.has(id))}
        calques={calquesDesPaliers(geographie, jour, base)}
        donnees={`${base}/carte.geojson`}
        suite={suite}
      />
    </espace.Espace>,
    suite.erreur === undefined && suite.defauts === undefined && suite.question === undefined ? 200 : 422,
  )
}

const ORIGINES: Record<Perimetre['origine'], string> = {
  nom: 'Connu par son nom : aucun contour',
  dessin: 'Contour dessiné',
  fichier: 'Contour lu dans un fichier',
  quartiers: 'Réunion de quartiers officiels',
}

async function showPerimetre(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const jour = jourDuContrat(contrat, jourParis(c.get('now')))
  const { perimetre, geographie } = await readHttp(c, async (tx) => ({
    perimetre: await getPerimetre(tx, contrat.id, c.req.param('perimetre') ?? ''),
    geographie: await readGeographie(tx, contrat, jour),
  }))
  const lieu = lieuOfPerimetre(perimetre)
  const base = `/espace/${contrat.adresse}/territoire`
  const contour = geographie.contours.get(perimetre.id)
  const classement = classementAu(geographie.classements, lieu.cle, jour)
  const palier = geographie.paliers.find(({ id }) => id === classement?.palierId)
  const peut = perimetre.archiveLe === null && canEdit(c, contrat, perimetre)
  const autour = calquesDesPaliers({ ...geographie, lieux: geographie.lieux.filter(({ id }) => id !== perimetre.id) }, jour, base)
  return c.html(
    <espace.Espace c={c} titre={perimetre.nom} entree="territoire">
      <FilAriane
        etapes={[
          { libelle: 'Territoire', href: base },
          { libelle: 'Géographie locale', href: `${base}/paliers` },
          { libelle: perimetre.nom },
        ]}
      />
      <p class="pv-sur">{palier === undefined ? 'Sans palier' : palier.libelle}</p>
      <div class="pv-titre-page">
        <h1>
          <T>{perimetre.nom}</T>
        </h1>
        {peut && (
          <div class="pv-actions">
            <a class="ds-button" data-variant="secondary" href={`${base}/perimetres/${perimetre.id}/modifier`}>
              Modifier
            </a>
            {geographie.paliers.length > 0 && (
              <a class="ds-button" data-variant="secondary" href={`${base}/paliers/classer?lieu=${lieu.cle}`}>
                Classer
              </a>
            )}
          </div>
        )}
      </div>
      {c.req.query('fait') === 'enregistre' && <Message ton="success">Le périmètre est enregistré.</Message>}
      {perimetre.archiveLe !== null && <Message ton="warning">Ce périmètre est archivé. Son histoire reste.</Message>}
      <dl class="pv-chiffres">
        <div>
          <dt>Surface</dt>
          <dd>{perimetre.aireM2 === null ? '–' : sayAire(perimetre.aireM2)}</dd>
        </div>
        <div>
          <dt>{perimetre.communes.length > 1 ? 'Communes' : 'Commune'}</dt>
          <dd>{perimetre.communes.length === 0 ? '–' : perimetre.communes.map(({ nom }) => nom).join(', ')}</dd>
        </div>
      </dl>
      {perimetre.note !== null && (
        <p>
          <T>{perimetre.note}</T>
        </p>
      )}
      <p class="pv-note">
        <T>{`${ORIGINES[perimetre.origine]}${perimetre.origineDetail === null ? '' : ` : ${perimetre.origineDetail}`}.`}</T>
        {classement !== null && (
          <T>{` Dans ce palier depuis le ${formatDate(classement.debut)}${classement.decision === null ? '' : `, ${sayDecision(classement.decision)}`}.`}</T>
        )}{' '}
        <a href={`${base}/paliers/classer?lieu=${lieu.cle}`}>Son histoire</a>
      </p>
      {contour !== undefined && (
        <Carte
          demande={{
            id: 'perimetre',
            titre: perimetre.nom,
            description: `${perimetre.nom}, parmi les quartiers et périmètres du contrat.`,
            calques: [
              ...autour,
              {
                id: 'ce-perimetre',
                libelle: palier === undefined ? 'Ce périmètre' : `Ce périmètre (${palier.libelle})`,
                style: palier === undefined ? 'ici' : styleOf(palier),
                formes: [{ id: perimetre.id, nom: perimetre.nom, geometrie: contour }],
                etiquettes: 'nom',
              },
            ],
            source: ORIGINES[perimetre.origine].toLowerCase(),
          }}
        />
      )}
      {peut && (
        <details class="ds-details pv-haut-2">
          <summary>Archiver ce périmètre</summary>
          <p>Il quittera les listes et les cartes. Son histoire, et ce qui le cite, resteront.</p>
          <form method="post" action={`${base}/perimetres/${perimetre.id}/archiver`} class="pv-actions">
            <input type="hidden" name="version" value={perimetre.version} />
            <button class="ds-button" data-color="danger" data-variant="secondary" type="submit">
              Archiver
            </button>
          </form>
        </details>
      )}
    </espace.Espace>,
  )
}
