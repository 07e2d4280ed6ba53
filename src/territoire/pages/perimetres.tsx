import type { ContratEspace, EspaceDuContrat } from '#compte/index.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { FilAriane, T } from '#ui/pieces.tsx'
import { ELEMENTS_CARTE } from '../carte/vue-interactive.tsx'
import { archivePerimetre, restorePerimetre, savePerimetre } from '../commands/save-perimetre.ts'
import { canEditLieu, canEditUnLieu, REFUS_LIEU } from '../droits-geographie.ts'
import type { AtelierGeo } from '../lecture/atelier-geo.ts'
import { getPerimetre, type Perimetre } from '../perimetre.store.ts'
import { jourDuContrat } from '../quartier.ts'
import { calquesDesPaliers } from './paliers-carte.ts'
import { type GeographieLue, readGeographie } from './paliers-lecture.ts'
import { showPerimetre } from './perimetre.tsx'
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
  routes.get(`${base}/:perimetre/modifier`, tenir, (c) => showModifier(c, espace))
  routes.post(`${base}/:perimetre/modifier`, tenir, (c) => save(c, espace, atelier))
  routes.post(`${base}/:perimetre/archiver`, tenir, async (c) => {
    const contrat = await espace.contratOf(c)
    const saisie = await parseFormulaire(c)
    await actHttp(c, archivePerimetre, { ...saisie, contratId: contrat.id, perimetreId: c.req.param('perimetre') })
    return c.redirect(`/espace/${contrat.adresse}/territoire/paliers?fait=archive`, 303)
  })
  routes.post(`${base}/:perimetre/restaurer`, tenir, async (c) => {
    const contrat = await espace.contratOf(c)
    await actHttp(c, restorePerimetre, { contratId: contrat.id, perimetreId: c.req.param('perimetre') })
    return c.redirect(`/espace/${contrat.adresse}/territoire/perimetres/${c.req.param('perimetre')}?fait=restaure`, 303)
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
async function findPerimetre(c: C, contrat: ContratEspace): Promise<Perimetre> {
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
  const perimetre = c.req.param('perimetre') === undefined ? null : await findPerimetre(c, contrat)
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

/** The form of a perimeter as it is kept. */
async function showModifier(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const geographie = await readIci(c, contrat)
  const perimetre = geographie.perimetres.find(({ id }) => id === c.req.param('perimetre'))
  if (perimetre === undefined) throw new Introuvable('Ce périmètre n’existe pas dans ce contrat, ou plus.')
  assertCan(canEdit(c, contrat, perimetre), REFUS_LIEU)
  return renderFormulaire(c, espace, { contrat, geographie, perimetre, saisie: asTyped(perimetre), suite: {} })
}

async function showFormulaire(
  c: C,
  espace: EspaceDuContrat,
  perimetre: Perimetre | null,
  saisie: Saisie,
  suite: SuiteFormulaire,
): Promise<Response> {
  const contrat = await espace.contratOf(c)
  return renderFormulaire(c, espace, { contrat, geographie: await readIci(c, contrat), perimetre, saisie, suite })
}

const jourDe = (c: C, contrat: ContratEspace) => jourDuContrat(contrat, jourParis(c.get('now')))
const readIci = (c: C, contrat: ContratEspace) => readHttp(c, (tx) => readGeographie(tx, contrat, jourDe(c, contrat)))

function renderFormulaire(
  c: C,
  espace: EspaceDuContrat,
  lu: { contrat: ContratEspace; geographie: GeographieLue; perimetre: Perimetre | null; saisie: Saisie; suite: SuiteFormulaire },
): Response | Promise<Response> {
  const { contrat, geographie, perimetre, saisie, suite } = lu
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
        calques={calquesDesPaliers(geographie, jourDe(c, contrat), base)}
        donnees={`${base}/carte.geojson`}
        suite={suite}
      />
    </espace.Espace>,
    suite.erreur === undefined && suite.defauts === undefined && suite.question === undefined ? 200 : 422,
  )
}
