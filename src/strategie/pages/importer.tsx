import { droitEspace, Espace } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { sendFichier } from '#platform/fichiers/envoi.ts'
import { getFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde, formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { getTache, type Tache } from '#platform/taches/tache.store.ts'
import { BilanErreurs, ChampFichier, ChampTexte } from '#ui/champs.tsx'
import { Code, FilAriane, Message, Paves, Statut, T, Vide } from '#ui/pieces.tsx'
import { cancelLot } from '../commands/cancel-lot.ts'
import { createFichesDuLot } from '../commands/create-fiches-importees.ts'
import { createLot } from '../commands/create-lot.ts'
import {
  type EtatImport,
  type FicheDuLot,
  getLot,
  getSource,
  type LotListe,
  listFichesDuLot,
  listLots,
  listSourcesSansFiche,
} from '../lot.store.ts'
import { canImportFiches } from '../lot-droits.ts'

export const routes = createRoutes()
export const droitImporter = droitEspace(
  'strategie.importer',
  (agent, contrat) => canImportFiches(agent, contrat.id) && contrat.archiveLe === null,
)

/** Formats said on the page and to the file chooser. */
const ACCEPTES = '.docx,.doc,.odt,.pdf,.html,.htm,.txt,.md,.xlsx,.xls,.ods,.csv,.zip'

const adresse = (c: C, suite = '') => `/espace/${c.get('contrat').adresse}/importer${suite}`

async function pageDepot(c: C, erreur?: RegleViolee) {
  const lots = await readHttp(c, (tx) => listLots(tx, c.get('contrat').id, 20))
  return c.html(
    <Espace c={c} titre="Importer des fiches" entree="strategie">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `/espace/${c.get('contrat').adresse}/strategie` }, { libelle: 'Importer' }]} />
      <div class="pv-titre-page">
        <h1>Importer des fiches</h1>
        <p class="pv-note">
          Rien n’est enregistré comme fiche avant votre relecture. Chaque paragraphe est placé, à classer, ou écarté avec sa raison.
        </p>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" enctype="multipart/form-data" class="pv-formulaire">
        <ChampFichier
          nom="fichiers[]"
          libelle="Vos fichiers"
          aide="Word, ODT, PDF, HTML, texte, tableur, ou un dossier compressé (.zip). Plusieurs fichiers à la fois, plusieurs fiches par fichier."
          accepte={ACCEPTES}
          plusieurs
          requis
          erreurs={erreur?.champs.map((champ) => ({ ...champ, champ: champ.champ.replace(/^fichiers.*/, 'fichiers') }))}
        />
        <ChampTexte
          nom="libelle"
          libelle="Nom de cet import"
          aide="Pour le retrouver, par exemple « Fiches du pilier 2 »."
          longueurMax={200}
        />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Lire ces fichiers
          </button>
        </div>
      </form>
      <section class="pv-section">
        <h2>Imports précédents</h2>
        {lots.length === 0 ? <p class="pv-note">Aucun import dans ce contrat pour l’instant.</p> : <Lots c={c} lots={lots} />}
      </section>
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function Lots({ c, lots }: { c: C; lots: readonly LotListe[] }) {
  return (
    <ul class="pv-lignes">
      {lots.map((lot) => (
        <li>
          <a href={adresse(c, `/${lot.id}`)}>
            <T>{lot.libelle}</T>
          </a>{' '}
          <span class="pv-note">
            {formatInstant(lot.deposeLe)} · {accorde(lot.documents, 'document')}, {accorde(lot.fiches, 'fiche')}
            {lot.annuleLe === null ? (lot.aRelire > 0 ? `, ${lot.aRelire} à relire` : '') : ', annulé'}
          </span>
        </li>
      ))}
    </ul>
  )
}

routes.get('/espace/:contrat/importer', droitImporter, (c) => pageDepot(c))

routes.post('/espace/:contrat/importer', droitImporter, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    const recus = Array.isArray(saisie.fichiers) ? saisie.fichiers : []
    const fichiers: { nom: string; contenu: Uint8Array }[] = []
    for (const fichier of recus) {
      if (fichier instanceof File && fichier.name !== '')
        fichiers.push({ nom: fichier.name, contenu: new Uint8Array(await fichier.arrayBuffer()) })
    }
    const { lotId } = await actHttp(c, createLot, {
      contratId: c.get('contrat').id,
      libelle: typeof saisie.libelle === 'string' ? saisie.libelle : '',
      fichiers,
    })
    return c.redirect(adresse(c, `/${lotId}`), 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageDepot(c, erreur)
    throw erreur
  }
})

const ETATS: Record<EtatImport, { etat: 'brouillon' | 'validee' | 'abandonnee'; mot: string }> = {
  a_relire: { etat: 'brouillon', mot: 'À relire' },
  creee: { etat: 'validee', mot: 'Créée' },
  mise_a_jour: { etat: 'validee', mot: 'Mise à jour' },
  ecartee: { etat: 'abandonnee', mot: 'Écartée' },
  annulee: { etat: 'abandonnee', mot: 'Annulée' },
}

async function pageLot(c: C, erreur?: RegleViolee) {
  const lotId = c.req.param('lot') ?? ''
  const { lot, tache, fiches, sansFiche } = await readHttp(c, async (tx) => {
    const lot = await getLot(tx, c.get('contrat').id, lotId)
    const tache = lot.tacheId === null ? null : await getTache(tx, lot.tacheId)
    return { lot, tache, fiches: await listFichesDuLot(tx, lot.id), sansFiche: await listSourcesSansFiche(tx, lot.id) }
  })
  const aRelire = fiches.filter((fiche) => fiche.etat === 'a_relire')
  const sansDoute = aRelire.filter((fiche) => fiche.doutes <= fiche.decides && fiche.aClasser === 0 && fiche.intitule !== null)
  const premiere = aRelire[0]
  return c.html(
    <Espace c={c} titre={`Import ${lot.libelle}`} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Stratégie', href: `/espace/${c.get('contrat').adresse}/strategie` },
          { libelle: 'Importer', href: adresse(c) },
          { libelle: lot.libelle },
        ]}
      />
      <div class="pv-tete">
        <div class="pv-titre-page">
          <h1>
            <T>{lot.libelle}</T>
          </h1>
          <p class="pv-note">Déposé le {formatInstant(lot.deposeLe)}.</p>
        </div>
        <div class="pv-actions">
          {premiere !== undefined && lot.annuleLe === null && (
            <a class="ds-button" href={adresse(c, `/${lot.id}/fiches/${premiere.id}`)}>
              Relire
            </a>
          )}
        </div>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {lot.annuleLe !== null && <Message ton="warning">Cet import a été annulé en entier le {formatInstant(lot.annuleLe)}.</Message>}
      {tache !== null && <Avancement c={c} tache={tache} />}
      {fiches.length > 0 && <TableFiches c={c} lotId={lot.id} fiches={fiches} />}
      {tache?.etat === 'faite' && fiches.length === 0 && (
        <Vide titre="Aucune fiche reconnue dans ces documents">
          <p>Les documents sont gardés, tout leur texte est à classer : rien n’a été inventé. Ouvrez-les ci-dessous pour le vérifier.</p>
        </Vide>
      )}
      {sansFiche.length > 0 && (
        <section class="pv-section">
          <h2>Documents sans fiche</h2>
          <ul class="pv-lignes">
            {sansFiche.map((source) => (
              <li>
                {source.erreur === null ? (
                  <a href={adresse(c, `/${lot.id}/documents/${source.id}`)}>{source.nom}</a>
                ) : (
                  <strong>{source.nom}</strong>
                )}{' '}
                <span class="pv-note">{source.erreur ?? `${accorde(source.blocs, 'bloc')} à classer`}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {lot.annuleLe === null && (
        <section class="pv-section">
          <h2>Tout d’un coup</h2>
          <div class="pv-actions">
            {sansDoute.length > 0 && (
              <form method="post" action={adresse(c, `/${lot.id}/creer`)}>
                <button class="ds-button" data-variant="secondary" type="submit">
                  Créer {accorde(sansDoute.length, 'fiche sans doute', 'fiches sans doute')}
                </button>
              </form>
            )}
            <details class="ds-details">
              <summary>Annuler cet import en entier</summary>
              <form method="post" action={adresse(c, `/${lot.id}/annuler`)} class="pv-pile">
                <p>
                  Les fiches créées par cet import sont archivées, celles qu’il a mises à jour retrouvent leur version d’avant, sauf si
                  quelqu’un les a modifiées depuis. Les documents restent gardés.
                </p>
                <div class="pv-actions">
                  <button class="ds-button" data-variant="secondary" data-color="danger" type="submit">
                    Annuler l’import
                  </button>
                </div>
              </form>
            </details>
          </div>
        </section>
      )}
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function Avancement({ c, tache }: { c: C; tache: Tache }) {
  if (tache.etat === 'faite') return null
  if (tache.etat === 'echouee') return <Message ton="danger">{tache.message ?? 'La lecture a échoué.'}</Message>
  if (tache.etat === 'annulee')
    return <Message ton="warning">La lecture a été arrêtée : {accorde(tache.fait, 'document lu', 'documents lus')}.</Message>
  return (
    <div class="pv-bilan-import" aria-live="polite">
      <Paves
        pleins={tache.fait}
        total={Math.max(1, Math.min(tache.total, 60))}
        libelle={`${tache.fait} documents lus sur ${tache.total}`}
      />
      <span>{tache.message ?? 'Lecture en cours'}</span>
      <a href={c.req.path}>Actualiser</a>
      <form method="post" action={`${c.req.path}/arreter`} class="pv-en-ligne">
        <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit">
          Arrêter la lecture
        </button>
      </form>
    </div>
  )
}

function TableFiches({ c, lotId, fiches }: { c: C; lotId: string; fiches: readonly FicheDuLot[] }) {
  return (
    <div class="pv-defile" tabindex={0} role="region" aria-label="Fiches de cet import">
      <table class="ds-table">
        <caption class="pv-cache">Fiches comprises dans cet import</caption>
        <thead>
          <tr>
            <th scope="col">Fiche</th>
            <th scope="col">Document</th>
            <th scope="col" class="n">
              Blocs
            </th>
            <th scope="col" class="n">
              À classer
            </th>
            <th scope="col" class="n">
              Doutes
            </th>
            <th scope="col">État</th>
          </tr>
        </thead>
        <tbody>
          {fiches.map((fiche) => (
            <tr>
              <th scope="row">
                {fiche.code !== null && (
                  <>
                    <Code code={fiche.code} />{' '}
                  </>
                )}
                <a href={adresse(c, `/${lotId}/fiches/${fiche.id}`)}>
                  <T>{fiche.intitule ?? 'Sans intitulé'}</T>
                </a>
              </th>
              <td>{fiche.source}</td>
              <td class="n">{fiche.blocs}</td>
              <td class="n">{fiche.aClasser === 0 ? '–' : fiche.aClasser}</td>
              <td class="n">{fiche.doutes - fiche.decides <= 0 ? '–' : fiche.doutes - fiche.decides}</td>
              <td>
                <Statut etat={ETATS[fiche.etat].etat}>{ETATS[fiche.etat].mot}</Statut>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

routes.get('/espace/:contrat/importer/:lot', droitImporter, (c) => pageLot(c))

routes.post('/espace/:contrat/importer/:lot/creer', droitImporter, async (c) => {
  try {
    await actHttp(c, createFichesDuLot, { contratId: c.get('contrat').id, lotId: c.req.param('lot') })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageLot(c, erreur)
    throw erreur
  }
  return c.redirect(adresse(c, `/${c.req.param('lot')}`), 303)
})

for (const geste of ['annuler', 'arreter'] as const) {
  routes.post(`/espace/:contrat/importer/:lot/${geste}`, droitImporter, async (c) => {
    await actHttp(c, cancelLot, {
      contratId: c.get('contrat').id,
      lotId: c.req.param('lot'),
      portee: geste === 'annuler' ? 'tout' : 'lecture',
    })
    return c.redirect(adresse(c, `/${c.req.param('lot')}`), 303)
  })
}

/** The whole text of a document that holds no fiche: every block, none lost. */
routes.get('/espace/:contrat/importer/:lot/documents/:source', droitImporter, async (c) => {
  const source = await readHttp(c, (tx) => getSource(tx, c.get('contrat').id, c.req.param('source') ?? ''))
  return c.html(
    <Espace c={c} titre={source.nom} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Importer', href: adresse(c) },
          { libelle: 'Import', href: adresse(c, `/${source.lotId}`) },
          { libelle: source.nom },
        ]}
      />
      <div class="pv-titre-page">
        <h1>{source.nom}</h1>
        <p class="pv-note">
          {accorde(source.blocs.length, 'bloc')}.{' '}
          {source.fichierId !== null && <a href={adresse(c, `/${source.lotId}/documents/${source.id}/original`)}>Télécharger l’original</a>}
        </p>
      </div>
      <div class="pv-feuille">
        <ol>
          {source.blocs.map((bloc) => (
            <li class="pv-blocsrc f0" id={`b${bloc.index + 1}`}>
              <span class="no">{bloc.index + 1}</span>
              <div>{bloc.texte}</div>
            </li>
          ))}
        </ol>
      </div>
    </Espace>,
  )
})

routes.get('/espace/:contrat/importer/:lot/documents/:source/original', droitImporter, async (c) => {
  const { source, fichier } = await readHttp(c, async (tx) => {
    const source = await getSource(tx, c.get('contrat').id, c.req.param('source') ?? '')
    return { source, fichier: await getFichier(tx, source.fichierId ?? '') }
  })
  return sendFichier(c, { ...fichier, nom: source.nom })
})
