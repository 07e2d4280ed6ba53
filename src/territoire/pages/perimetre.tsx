import type { EspaceDuContrat } from '#compte/index.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { Carte } from '../carte/vue-carte.tsx'
import { canEditLieu } from '../droits-geographie.ts'
import { sayAire } from '../filiation-mots.ts'
import { lieuOfPerimetre } from '../lieu.store.ts'
import { classementAu } from '../palier.ts'
import { getPerimetre, type Perimetre } from '../perimetre.store.ts'
import { jourDuContrat } from '../quartier.ts'
import { calquesDesPaliers, styleOf } from './paliers-carte.ts'
import { readGeographie } from './paliers-lecture.ts'
import { sayDecision } from './paliers-vue.tsx'

const ORIGINES: Record<Perimetre['origine'], string> = {
  nom: 'Connu par son nom : aucun contour',
  dessin: 'Contour dessiné',
  fichier: 'Contour lu dans un fichier',
  quartiers: 'Réunion de quartiers officiels',
}

/** One perimeter: where, since when in which tier, its map. Archived ones are still read. */
export async function showPerimetre(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const jour = jourDuContrat(contrat, jourParis(c.get('now')))
  const id = c.req.param('perimetre') ?? ''
  const { perimetre, geographie } = await readHttp(c, async (tx) => {
    const geographie = await readGeographie(tx, contrat, jour)
    return { geographie, perimetre: geographie.perimetres.find((un) => un.id === id) ?? (await getPerimetre(tx, contrat.id, id)) }
  })
  const lieu = lieuOfPerimetre(perimetre)
  const base = `/espace/${contrat.adresse}/territoire`
  const contour = geographie.contours.get(perimetre.id)
  const classement = classementAu(geographie.classements, lieu.cle, jour)
  const palier = geographie.paliers.find(({ id }) => id === classement?.palierId)
  const tient = canEditLieu(
    requireAgent(c),
    contrat.id,
    perimetre.communes.map(({ code }) => code),
  )
  const peut = perimetre.archiveLe === null && tient
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
      {c.req.query('fait') === 'restaure' && <Message ton="success">Le périmètre est restauré.</Message>}
      {perimetre.archiveLe !== null && (
        <Message ton="warning">
          <p>Ce périmètre est archivé. Son histoire reste.</p>
          {tient && (
            <form method="post" action={`${base}/perimetres/${perimetre.id}/restaurer`} class="pv-actions">
              <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">
                Restaurer ce périmètre
              </button>
            </form>
          )}
        </Message>
      )}
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
