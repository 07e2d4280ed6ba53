import { droitEspace, Espace } from '#contrat/index.ts'
import { Introuvable } from '#platform/errors.ts'
import { contentDisposition } from '#platform/fichiers/envoi.ts'
import { loadFichier } from '#platform/fichiers/fichier.store.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { Icone } from '#ui/icone.tsx'
import { Code, FilAriane, T } from '#ui/pieces.tsx'
import { loadTheme } from '../apparence.store.ts'
import { assembleInstantane } from '../assemblage.store.ts'
import { canReadFiche } from '../droits.ts'
import { toExport } from '../exports/depuis-instantane.ts'
import { exportFiche, type FichierExporte } from '../exports/exporter.ts'
import { FORMATS_EXPORT, isFormatExport, LIBELLES_FORMATS } from '../exports/formats.ts'
import { getFiche as getFicheAExporter } from '../exports/modele.ts'
import { fillFiche } from '../exports/modeles-collectivite.ts'
import { getFiche } from '../fiche.store.ts'
import { getModeleDocument, listModelesDocument } from '../modele-document.store.ts'

export const routes = createRoutes()

const droitExporter = droitEspace('strategie.exporter')

/** The formats of one fiche. */
routes.get('/espace/:contrat/fiches/:fiche/exporter', droitExporter, async (c) => {
  const contrat = c.get('contrat')
  const { fiche, modeles } = await readHttp(c, async (tx) => ({
    fiche: await getFiche(tx, contrat.id, c.req.param('fiche') ?? ''),
    modeles: (await listModelesDocument(tx, contrat.id)).filter((modele) => modele.usage === 'fiche'),
  }))
  if (!canReadFiche(requireAgent(c), fiche)) throw new Introuvable('Cette fiche n’existe pas, ou vous n’y avez pas accès.')
  const adresse = `/espace/${contrat.adresse}/fiches/${fiche.id}`
  return c.html(
    <Espace c={c} titre={`Exporter la fiche ${fiche.code}`} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Stratégie', href: `/espace/${contrat.adresse}/strategie` },
          { libelle: `Fiche ${fiche.code}`, href: adresse },
          { libelle: 'Exporter' },
        ]}
      />
      <div class="pv-titre-page">
        <h1>Exporter la fiche</h1>
        <p class="pv-note">
          <Code code={fiche.code} /> <T>{fiche.intitule}</T>
        </p>
      </div>
      <ul class="pv-lignes pv-docs">
        {FORMATS_EXPORT.map((format) => (
          <li>
            <a href={`${adresse}/telecharger/${format}`}>
              <Icone nom="telecharger" />
              {LIBELLES_FORMATS[format].nom}
            </a>
            <span>{LIBELLES_FORMATS[format].usage}</span>
          </li>
        ))}
        {modeles.map((modele) => (
          <li>
            <a href={`${adresse}/modeles/${modele.id}`}>
              <Icone nom="telecharger" />
              {modele.nom}
            </a>
            <span>modèle de votre collectivité, rempli</span>
          </li>
        ))}
      </ul>
      <p class="pv-note pv-haut-1">
        Pour une branche ou tout le contrat&nbsp;: <a href={`/espace/${contrat.adresse}/exporter`}>exporter le contrat</a>.
      </p>
    </Espace>,
  )
})

/** One fiche in a template of the collectivité. */
routes.get('/espace/:contrat/fiches/:fiche/modeles/:modele', droitExporter, async (c) => {
  const contratId = c.get('contrat').id
  const { contrat, modele, contenu } = await readHttp(c, async (tx) => {
    const modele = await getModeleDocument(tx, contratId, c.req.param('modele') ?? '')
    return { modele, contenu: await loadFichier(tx, modele.fichierId), contrat: toExport(await assembleInstantane(tx, contratId)) }
  })
  return sendExport(c, await fillFiche(contrat, getFicheAExporter(contrat, c.req.param('fiche') ?? ''), modele.nom, contenu))
})

/** One fiche in a format, composed at once. */
routes.get('/espace/:contrat/fiches/:fiche/telecharger/:format', droitExporter, async (c) => {
  const format = c.req.param('format') ?? ''
  if (!isFormatExport(format)) throw new Introuvable('Parvis n’exporte pas dans ce format.')
  const contratId = c.get('contrat').id
  const { instantane, theme } = await readHttp(c, async (tx) => ({
    instantane: await assembleInstantane(tx, contratId),
    theme: await loadTheme(tx, contratId),
  }))
  const ficheId = c.req.param('fiche') ?? ''
  if (!instantane.fiches.some((fiche) => fiche.id === ficheId))
    throw new Introuvable('Cette fiche n’existe pas dans ce contrat, ou elle est archivée.')
  return sendExport(c, await exportFiche(toExport(instantane), ficheId, format, theme, { date: c.get('now') }))
})

function sendExport(c: C, { nom, type, contenu }: FichierExporte): Response {
  return c.body(new Uint8Array(contenu), 200, {
    'content-type': type,
    'content-disposition': contentDisposition(nom),
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
}
