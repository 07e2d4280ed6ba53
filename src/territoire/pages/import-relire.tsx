import type { RegleViolee } from '#platform/errors.ts'
import { accorde, formatInstant, formatNombre } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { getTache, type Tache } from '#platform/taches/tache.store.ts'
import { Message, Paves, T } from '#ui/pieces.tsx'
import { sayBilan } from '../commands/import-territoire.ts'
import { etatOf, type Import, LIBELLES_GENRE } from '../import/forme.ts'
import { findImportDuMemeFichier, getImport } from '../import.store.ts'
import { countContours, countUnites } from '../import-contour.store.ts'
import { listDifferences } from '../import-ecriture.store.ts'
import { type FiltreDefauts, getDefauts, listApercu } from '../import-entite.store.ts'
import { nomProjection } from '../projection.ts'
import { listGenerations } from '../quartier.store.ts'
import { CadreTerritoire, CHEMIN } from './administration-cadre.tsx'
import { CarteImport } from './import-carte.tsx'
import { DEFAUTS_PAR_PAGE, Defauts, MASSE } from './import-defauts.tsx'
import { Comptes, Differences, isEtatDifference, ResumeContours } from './import-differences.tsx'
import { Reglages } from './import-reglages.tsx'

const FORMES_DESSINEES = 80
const PAVES = 20

const FAITS: Readonly<Record<string, string>> = {
  regle: 'Vos choix sont enregistrés.',
  relu: 'Vos choix sont enregistrés, le fichier est relu.',
  arret: 'La lecture est arrêtée. Rien n’a changé.',
  decide: 'Décision enregistrée.',
}

/** All that the review shows, in six statements at most. */
async function loadRelecture(c: C) {
  const id = c.req.param('import') ?? ''
  const genre = c.req.query('defaut')
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const filtre: FiltreDefauts = {
    ...(genre === undefined || genre === '' ? { masse: MASSE } : { genre }),
    ...(c.req.query('reste') === 'oui' ? { reste: 'oui' as const } : {}),
    limite: DEFAUTS_PAR_PAGE,
    debut: (page - 1) * DEFAUTS_PAR_PAGE,
  }
  return readHttp(c, async (tx) => {
    const un = await getImport(tx, id)
    const etat = etatOf(un)
    if (etat === 'lecture' || etat === 'question') {
      return { un, tache: un.tacheId === null ? null : await getTache(tx, un.tacheId), generations: await listGenerations(tx), page }
    }
    const generations = await listGenerations(tx)
    const defauts = await getDefauts(tx, id, filtre)
    const apercu = un.genre === 'unites_urbaines' ? [] : await listApercu(tx, id, FORMES_DESSINEES)
    const { generationId, typeContour, millesime, source } = un.reglages
    const relecture = etat === 'a_relire'
    const differences =
      un.genre === 'quartiers' && generationId !== undefined && relecture
        ? await listDifferences(tx, { importId: id, generationId }, { limite: 5000, debut: 0 })
        : null
    const resume =
      !relecture || millesime === undefined
        ? null
        : un.genre === 'contours' && typeContour !== undefined
          ? await countContours(tx, { importId: id, type: typeContour, millesime, source: source ?? '' })
          : un.genre === 'unites_urbaines'
            ? await countUnites(tx, {
                importId: id,
                millesime,
                source: source ?? '',
                populationMillesime: un.reglages.populationMillesime ?? null,
              })
            : null
    const meme = relecture ? await findImportDuMemeFichier(tx, un) : null
    return { un, tache: null, generations, page, relecture: { ...defauts, apercu, differences, resume, meme } }
  })
}

/** The review of a file: how it was understood, every defect at once, what would change; then the import. */
export async function pageImport(c: C, erreur?: RegleViolee): Promise<Response> {
  const lu = await loadRelecture(c)
  const { un, tache, generations } = lu
  const etat = etatOf(un)
  const adresse = `${CHEMIN}/imports/${un.id}`
  const { relecture } = lu
  return c.html(
    <CadreTerritoire
      c={c}
      titre={un.nom}
      ariane={[{ libelle: 'Imports', href: CHEMIN }]}
      fait={FAITS[c.req.query('fait') ?? '']}
      erreur={erreur}
    >
      <p class="pv-note">
        {LIBELLES_GENRE[un.genre]}, déposé le {formatInstant(un.deposeLe)}.{' '}
        {un.lecture !== null && un.lecture.question === null && <SayLecture un={un} />}
      </p>
      {tache !== null && <Avancement adresse={adresse} tache={tache} />}
      {etat === 'lecture' && tache === null && (
        <Message ton="warning">Ce fichier n’a pas été lu jusqu’au bout : déposez-le à nouveau.</Message>
      )}
      {etat === 'importe' && un.bilan !== null && un.importeLe !== null && (
        <Message ton="success">
          Importé le {formatInstant(un.importeLe)} : {sayBilan(un.bilan)}
          {un.bilan.reparations > 0 && `, ${accorde(un.bilan.reparations, 'réparation acceptée', 'réparations acceptées')}`}
          {un.bilan.absents > 0 && ` ; ${accorde(un.bilan.absents, 'absent du fichier, laissé', 'absents du fichier, laissés')} tels quels`}
          .
        </Message>
      )}
      {etat === 'annule' && un.annuleLe !== null && (
        <Message ton="warning">Cet import a été annulé le {formatInstant(un.annuleLe)} : la géographie est comme avant lui.</Message>
      )}
      {(etat === 'question' || etat === 'a_relire') && (
        <Reglages un={un} generations={generations} adresse={adresse} erreurs={erreur?.champs} />
      )}
      {relecture !== undefined && (
        <>
          {relecture.meme !== null && (
            <Message ton="info">
              Ce même fichier est déjà importé (<a href={`${CHEMIN}/imports/${relecture.meme.id}`}>{relecture.meme.nom}</a>) : l’importer à
              nouveau ne changera que ce qui a bougé depuis.
            </Message>
          )}
          {relecture.differences !== null && <Comptes un={un} differences={relecture.differences} generations={generations} />}
          {relecture.apercu.length > 0 && un.lecture !== null && (
            <CarteImport un={un} apercu={relecture.apercu} limite={FORMES_DESSINEES} />
          )}
          <Defauts
            c={c}
            un={un}
            comptes={relecture.comptes}
            defauts={relecture.defauts}
            page={lu.page}
            adresse={adresse}
            ouvert={etat === 'a_relire'}
          />
          {relecture.differences !== null && (
            <Differences differences={relecture.differences} etat={isEtatDifference(c.req.query('etat'))} adresse={adresse} />
          )}
          {relecture.resume !== null && <ResumeContours un={un} resume={relecture.resume} />}
        </>
      )}
      {etat === 'a_relire' && <Importer adresse={adresse} />}
      {etat === 'importe' && un.genre === 'quartiers' && (
        <p>
          <a href={`${CHEMIN}/filiation`}>Calculer la filiation avec la génération précédente</a>
        </p>
      )}
      {etat === 'importe' && <Annuler adresse={adresse} />}
    </CadreTerritoire>,
    erreur === undefined ? 200 : 422,
  )
}

function SayLecture({ un }: { un: Import }) {
  const { lecture } = un
  if (lecture === null) return null
  const morceaux = [
    accorde(lecture.entites, lecture.format === 'tableur' ? 'ligne' : 'entité'),
    lecture.sommets > 0 ? `${formatNombre(lecture.sommets)} sommets` : null,
    lecture.projection === null ? null : nomProjection(lecture.projection.epsg),
    lecture.fichier === null ? null : `lu dans « ${lecture.fichier} »`,
    lecture.annonce !== null && lecture.annonce !== lecture.entites ? `le fichier en annonce ${formatNombre(lecture.annonce)}` : null,
    lecture.contours === null ? null : `parts de surface mesurées sur les contours ${lecture.contours.millesime}`,
  ].filter((un) => un !== null)
  return (
    <>
      <T>{`${morceaux.join(', ')}.`}</T>
      {lecture.avertissements.map((phrase) => (
        <>
          {' '}
          <T>{phrase}</T>
        </>
      ))}
    </>
  )
}

function Avancement({ adresse, tache }: { adresse: string; tache: Tache }) {
  if (tache.etat === 'faite') return null
  if (tache.etat === 'echouee') return <Message ton="danger">{tache.message ?? 'La lecture a échoué.'}</Message>
  if (tache.etat === 'annulee')
    return <Message ton="warning">La lecture a été arrêtée : rien n’a changé. Déposez le fichier à nouveau pour la reprendre.</Message>
  return (
    <div class="pv-bilan-import">
      <Paves pleins={Math.floor((PAVES * tache.fait) / Math.max(1, tache.total))} total={PAVES} libelle={`Lu à ${tache.fait}\u00a0%`} />
      <span role="status">{tache.message ?? 'Lecture en cours'}</span>
      <a href={adresse}>Actualiser</a>
      <form method="post" action={`${adresse}/arreter`} class="pv-en-ligne">
        <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit">
          Arrêter la lecture
        </button>
      </form>
      <span class="pv-note">Vous pouvez quitter cette page : la lecture continue.</span>
    </div>
  )
}

function Importer({ adresse }: { adresse: string }) {
  return (
    <section class="pv-section">
      <h2>Importer</h2>
      <p class="pv-note-max">
        Tout est enregistré d’un coup, ou rien. Les quartiers que le fichier ne cite pas restent comme ils sont, et l’import pourra être
        annulé.
      </p>
      <div class="pv-actions">
        <form method="post" action={`${adresse}/importer`}>
          <button class="ds-button" type="submit">
            Importer
          </button>
        </form>
        <form method="post" action={`${adresse}/abandonner`}>
          <button class="ds-button" data-variant="tertiary" type="submit">
            Abandonner ce fichier
          </button>
        </form>
      </div>
    </section>
  )
}

function Annuler({ adresse }: { adresse: string }) {
  return (
    <details class="ds-details pv-haut-2">
      <summary>Annuler cet import</summary>
      <form method="post" action={`${adresse}/annuler`} class="pv-pile">
        <p class="pv-note-max">
          Ce qu’il a créé disparaît, ce qu’il a changé redevient comme avant, sauf ce que quelque chose d’autre a changé depuis. Si un
          contrat se sert déjà d’un quartier qu’il a créé, rien ne se passe et la page le dit.
        </p>
        <div class="pv-actions">
          <button class="ds-button" data-variant="secondary" data-color="danger" type="submit">
            Annuler l’import
          </button>
        </div>
      </form>
    </details>
  )
}
