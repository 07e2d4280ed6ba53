import { Espace } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { getTache, type Tache } from '#platform/taches/tache.store.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { Code, FilAriane, Message, Pagination, Paves, Statut, T, Vide } from '#ui/pieces.tsx'
import { cancelLot } from '../commands/cancel-lot.ts'
import { createFichesDuLot } from '../commands/create-fiches-du-lot.ts'
import { type FicheDuLot, listFichesDuLot } from '../import-fiche.store.ts'
import { type EtatImport, getLotCompte, listSourcesSansFiche } from '../lot.store.ts'
import { canCancelLot } from '../lot-droits.ts'
import { adresseImports, droitImporter } from './importer.tsx'

export const routes = createRoutes()

const FICHES_PAR_PAGE = 100

const ETATS: Record<EtatImport, { etat: 'brouillon' | 'validee' | 'abandonnee'; mot: string }> = {
  a_relire: { etat: 'brouillon', mot: 'À relire' },
  creee: { etat: 'validee', mot: 'Créée' },
  mise_a_jour: { etat: 'validee', mot: 'Mise à jour' },
  ecartee: { etat: 'abandonnee', mot: 'Écartée' },
  annulee: { etat: 'abandonnee', mot: 'Annulée' },
}

async function loadLot(c: C, page: number) {
  const contrat = c.get('contrat')
  return readHttp(c, async (tx) => {
    const lot = await getLotCompte(tx, contrat.id, c.req.param('lot') ?? '')
    const tache = lot.tacheId === null ? null : await getTache(tx, lot.tacheId)
    const fiches = await listFichesDuLot(tx, lot.id, { limite: FICHES_PAR_PAGE, depuis: (page - 1) * FICHES_PAR_PAGE })
    return { lot, tache, fiches, sansFiche: await listSourcesSansFiche(tx, lot.id) }
  })
}

async function pageLot(c: C, erreur?: RegleViolee) {
  const page = Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1)
  const { lot, tache, fiches, sansFiche } = await loadLot(c, page)
  const total = Object.values(lot.compte).reduce((somme, nombre) => somme + nombre, 0)
  const restent = lot.compte.a_relire ?? 0
  const traitees = total - restent
  const premiere = fiches.find((fiche) => fiche.etat === 'a_relire')
  const sansDoute = fiches.filter(isSansDoute).length
  const ouverte = lot.annuleLe === null
  return c.html(
    <Espace c={c} titre={`Import ${lot.libelle}`} entree="importer">
      <FilAriane etapes={[{ libelle: 'Importer', href: adresseImports(c) }, { libelle: lot.libelle }]} />
      <div class="pv-tete">
        <div class="pv-titre-page">
          <h1>
            <T>{lot.libelle}</T>
          </h1>
          <p class="pv-note">
            Déposé le {formatInstant(lot.deposeLe)}.{total > 0 && ` ${accorde(total, 'fiche')}, ${accorde(traitees, 'traitée')}.`}{' '}
            <a href={`/espace/${c.get('contrat').adresse}/historique/import/${lot.id}`}>Historique</a>
          </p>
        </div>
        {premiere !== undefined && ouverte && (
          <div class="pv-actions">
            <a class="ds-button" href={adresseImports(c, `/${lot.id}/fiches/${premiere.id}`)}>
              {traitees === 0 ? 'Commencer la relecture' : 'Reprendre la relecture'}
            </a>
          </div>
        )}
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {lot.annuleLe !== null && <Message ton="warning">Cet import a été annulé en entier le {formatInstant(lot.annuleLe)}.</Message>}
      <MessageFait c={c} />
      {tache !== null && <Avancement c={c} tache={tache} />}
      {fiches.length > 0 && (
        <>
          {total <= 60 && (
            <p class="pv-bilan-import">
              <Paves pleins={traitees} total={total} libelle={`${traitees} fiches traitées sur ${total}`} />
              <span>{restent === 0 ? 'Tout est relu.' : `${accorde(restent, 'fiche')} à relire.`}</span>
            </p>
          )}
          <TableFiches c={c} lotId={lot.id} fiches={fiches} />
          <Pagination page={page} taille={FICHES_PAR_PAGE} total={total} href={(autre) => `?page=${autre}`} />
        </>
      )}
      {tache?.etat === 'faite' && total === 0 && (
        <Vide titre="Aucune fiche reconnue dans ces documents">
          <p>Ils sont gardés avec tout leur texte : rien n’a été inventé. Ouvrez-les ci-dessous pour le vérifier.</p>
        </Vide>
      )}
      {sansFiche.length > 0 && <SansFiche c={c} lotId={lot.id} sources={sansFiche} />}
      {ouverte && (
        <section class="pv-section">
          <h2>L’import entier</h2>
          {sansDoute > 0 && (
            <form method="post" action={adresseImports(c, `/${lot.id}/creer`)} class="pv-pile pv-tout-creer">
              <p class="pv-note-max">
                {accorde(sansDoute, 'fiche de cette page n’a', 'fiches de cette page n’ont')} ni bloc sans place ni doute. Elles se créent
                d’un coup, en brouillon ; celles qui ressemblent à une fiche du contrat restent à relire.
              </p>
              <div class="pv-actions">
                <button class="ds-button" data-variant="secondary" type="submit">
                  Créer les fiches sans doute
                </button>
              </div>
            </form>
          )}
          {canCancelLot(requireAgent(c), lot) && <Annuler action={adresseImports(c, `/${lot.id}/annuler`)} />}
        </section>
      )}
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function isSansDoute({ etat, aClasser, doutes, intitule }: FicheDuLot): boolean {
  return etat === 'a_relire' && aClasser === 0 && doutes === 0 && intitule !== null
}

function MessageFait({ c }: { c: C }) {
  const creees = Number(c.req.query('creees'))
  const laissees = c.req.query('laissees')
  if (creees > 0) return <Message ton="success">{accorde(creees, 'fiche créée', 'fiches créées')}, en brouillon.</Message>
  if (laissees !== undefined && /^[\p{L}\p{N}. ,-]{1,300}$/u.test(laissees))
    return <Message ton="info">Fiches laissées telles quelles, car modifiées depuis l’import : {laissees}.</Message>
  return null
}

function Annuler({ action }: { action: string }) {
  return (
    <details class="ds-details pv-haut-1">
      <summary>Annuler cet import en entier</summary>
      <form method="post" action={action} class="pv-pile">
        <p class="pv-note-max">
          Les fiches qu’il a créées sont archivées, celles qu’il a mises à jour retrouvent leur texte d’avant, sauf si quelqu’un les a
          modifiées depuis. Les documents restent gardés, et les fiches archivées peuvent être restaurées.
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

function Avancement({ c, tache }: { c: C; tache: Tache }) {
  if (tache.etat === 'faite') return null
  if (tache.etat === 'echouee') return <Message ton="danger">{tache.message ?? 'La lecture a échoué.'}</Message>
  if (tache.etat === 'annulee')
    return <Message ton="warning">La lecture a été arrêtée après {accorde(tache.fait, 'document lu', 'documents lus')}.</Message>
  return (
    <div class="pv-bilan-import">
      {tache.total <= 60 && (
        <Paves pleins={tache.fait} total={Math.max(1, tache.total)} libelle={`${tache.fait} documents lus sur ${tache.total}`} />
      )}
      <span role="status">{tache.message ?? 'Lecture en cours'}</span>
      <a href={c.req.path}>Actualiser</a>
      <form method="post" action={`${adresseImports(c)}/${c.req.param('lot')}/arreter`} class="pv-en-ligne">
        <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit">
          Arrêter la lecture
        </button>
      </form>
      <span class="pv-note">Vous pouvez quitter cette page : la lecture continue.</span>
    </div>
  )
}

function TableFiches({ c, lotId, fiches }: { c: C; lotId: string; fiches: readonly FicheDuLot[] }) {
  return (
    <section class="pv-defile" tabindex={0} aria-label="Fiches de cet import">
      <table class="ds-table pv-table-lot">
        <caption class="pv-cache">Fiches comprises dans cet import, dans l’ordre des documents</caption>
        <thead>
          <tr>
            <th scope="col">Fiche</th>
            <th scope="col">Document</th>
            <th scope="col" class="n">
              Blocs
            </th>
            <th scope="col" class="n">
              Sans place
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
                <a href={adresseImports(c, `/${lotId}/fiches/${fiche.id}`)}>
                  <T>{fiche.intitule ?? 'Sans intitulé'}</T>
                </a>
              </th>
              <td class="pv-note">{fiche.source}</td>
              <td class="n">{fiche.blocs}</td>
              <td class="n">{fiche.aClasser === 0 ? '–' : fiche.aClasser}</td>
              <td class="n">{fiche.doutes === 0 ? '–' : fiche.doutes}</td>
              <td>
                <Statut etat={ETATS[fiche.etat].etat}>{ETATS[fiche.etat].mot}</Statut>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function SansFiche({ c, lotId, sources }: { c: C; lotId: string; sources: Awaited<ReturnType<typeof listSourcesSansFiche>> }) {
  return (
    <section class="pv-section">
      <h2>{sources.length === 1 ? 'Un document sans fiche' : 'Documents sans fiche'}</h2>
      <ul class="pv-lignes pv-lots">
        {sources.map((source) => {
          const adresse = adresseImports(c, `/${lotId}/documents/${source.id}`)
          return (
            <li>
              {source.blocs > 0 ? <a href={adresse}>{source.nom}</a> : <strong>{source.nom}</strong>}
              <span class="pv-note">{source.erreur ?? 'Aucune étiquette de fiche n’y a été reconnue.'}</span>
              <span class="pv-note">
                {source.blocs > 0 ? (
                  `${accorde(source.blocs, 'bloc')} à classer`
                ) : source.fichierId !== null ? (
                  <a href={`${adresse}/original`}>Reprendre l’original</a>
                ) : (
                  'Non lu'
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

routes.get('/espace/:contrat/importer/:lot', droitImporter, (c) => pageLot(c))

routes.post('/espace/:contrat/importer/:lot/creer', droitImporter, async (c) => {
  try {
    const { creees } = await actHttp(c, createFichesDuLot, { contratId: c.get('contrat').id, lotId: c.req.param('lot') })
    return c.redirect(adresseImports(c, `/${c.req.param('lot')}?creees=${creees}`), 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageLot(c, erreur)
    throw erreur
  }
})

for (const geste of ['annuler', 'arreter'] as const) {
  routes.post(`/espace/:contrat/importer/:lot/${geste}`, droitImporter, async (c) => {
    try {
      const portee = geste === 'annuler' ? 'tout' : 'lecture'
      const { laissees } = await actHttp(c, cancelLot, { contratId: c.get('contrat').id, lotId: c.req.param('lot'), portee })
      const suite = laissees.length === 0 ? '' : `?laissees=${encodeURIComponent(laissees.slice(0, 30).join(', '))}`
      return c.redirect(adresseImports(c, `/${c.req.param('lot')}${suite}`), 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return pageLot(c, erreur)
      throw erreur
    }
  })
}
