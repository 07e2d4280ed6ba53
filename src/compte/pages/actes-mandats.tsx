import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, formatInstant, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import type { Droit, Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { Message, Pagination } from '#ui/pieces.tsx'
import { undoMandats } from '../commands/undo-mandats.ts'
import { listDelegations } from '../delegation.store.ts'
import { listMandatsOfContrats } from '../mandat.store.ts'
import { pageOf } from '../mandat-filtre.ts'
import { completeGroupe, type GroupeLu, getGroupe } from '../mandat-lot.store.ts'
import { obstaclesAnnulation, sayGroupe } from '../mandat-lot.ts'
import type { Perimetre, PerimetreDe } from './fin-groupee-cadre.tsx'
import { TableMandats } from './mandats-table.tsx'

const PAR_PAGE = 50

/** A bulk act on mandates: what it did, undoing it. */
export function addRoutesActesMandats(routes: Routes, base: string, droit: Droit, perimetreDe: PerimetreDe): void {
  routes.get(`${base}/actes/:groupe`, droit, async (c) => showActe(c, await perimetreDe(c)))
  routes.post(`${base}/actes/:groupe/annuler`, droit, async (c) => {
    const perimetre = await perimetreDe(c)
    return orShow(
      async () => {
        await actHttp(c, undoMandats, { groupeId: c.req.param('groupe') })
        return c.redirect(`${perimetre.chemin}/actes/${c.req.param('groupe')}?fait=annulation`, 303)
      },
      (erreur) => showActe(c, perimetre, erreur),
    )
  })
}

/** A bulk act done in this very perimeter. @throws Introuvable otherwise */
function assertIci(groupe: GroupeLu, perimetre: Perimetre): void {
  const ici =
    perimetre.contratId === null
      ? groupe.organisationId === perimetre.organisationId
      : groupe.organisationId === null && groupe.contratIds.includes(perimetre.contratId)
  if (!ici) throw new Introuvable('Cet acte sur plusieurs mandats n’existe pas ici.')
}

async function showActe(c: C, perimetre: Perimetre, erreur?: RegleViolee): Promise<Response> {
  const id = c.req.param('groupe') ?? ''
  if (!isId(id)) throw new Introuvable()
  const { groupe, tous, delegations } = await readHttp(c, async (tx) => {
    const lu = await getGroupe(tx, id)
    assertIci(lu, perimetre)
    const tous = await listMandatsOfContrats(tx, lu.contratIds)
    return { groupe: completeGroupe(lu, tous), tous, delegations: await listDelegations(tx, tous) }
  })
  const jour = jourParis(c.get('now'))
  const obstacles = groupe.annuleLe === null ? obstaclesAnnulation(groupe, tous, delegations, jour) : []
  const { page, lignes } = pageOf(groupe.lignes, Number(c.req.query('page') ?? 1), PAR_PAGE)
  const fin = groupe.genre === 'fin'
  const { Cadre } = perimetre
  return c.html(
    <Cadre c={c} titre={sayGroupe(groupe)} etape="Acte sur plusieurs mandats">
      <div class="pv-titre-page">
        <h1>{sayGroupe(groupe)}</h1>
      </div>
      {c.req.query('fait') === 'annulation' && <Message ton="success">Tout est annulé : chaque mandat est comme avant.</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Par {groupe.auteur}, le {formatInstant(groupe.creeLe)}.
        {groupe.annuleLe !== null && ` Annulé le ${formatDate(jourParis(groupe.annuleLe))}.`}
      </p>
      <TableMandats
        legende={accorde(groupe.lignes.length, 'mandat')}
        mandats={lignes.map(({ mandat }) => mandat)}
        jour={jour}
        noms={perimetre.noms}
        {...(perimetre.contratId === null ? { geste: { titre: 'Contrat', cellule: (mandat) => perimetre.titreDe(mandat.contratId) } } : {})}
      />
      <Pagination page={page} taille={PAR_PAGE} total={groupe.lignes.length} href={(autre) => `?page=${autre}`} />
      {groupe.annuleLe === null && (
        <section class="pv-section">
          <h2>{obstacles.length === 0 ? 'Cet acte peut encore s’annuler' : 'Cet acte ne peut plus s’annuler d’un bloc'}</h2>
          {obstacles.length === 0 ? (
            <form method="post" action={`${perimetre.chemin}/actes/${groupe.id}/annuler`} class="pv-formulaire">
              <p>{fin ? 'Chaque mandat reprendrait comme avant.' : 'Les mandats donnés par ce renouvellement seraient retirés.'}</p>
              <button class="ds-button" data-variant="secondary" type="submit">
                Annuler le tout
              </button>
            </form>
          ) : (
            <ul class="pv-lignes">
              {obstacles.map((obstacle) => (
                <li>{obstacle}</li>
              ))}
            </ul>
          )}
          {fin && perimetre.contratId !== null && (
            <p class="pv-haut-1">
              <a href={`${perimetre.chemin}/renouveler?acte=${groupe.id}`}>Donner ces rôles à nouveau</a>
            </p>
          )}
        </section>
      )}
      <p class="pv-haut-1">
        <a href={perimetre.retour.href}>{perimetre.contratId === null ? 'Revenir à l’organisation' : 'Revenir à l’équipe'}</a>
      </p>
    </Cadre>,
    erreur === undefined ? 200 : 422,
  )
}
