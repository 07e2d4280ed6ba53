import { parseEntree } from '#platform/entree.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { Message, Pagination } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import { MANDATS_MAX } from '../commands/end-mandats.ts'
import { listDelegations } from '../delegation.store.ts'
import { jourFacultatif } from '../formes.ts'
import { etatMandat } from '../mandat.ts'
import { chosenMandats, pageOf, parseFiltre } from '../mandat-filtre.ts'
import { type Alerte, type Perte, previewFin } from '../mandat-lot.ts'
import type { Perimetre } from './fin-groupee-cadre.tsx'
import { RoleEtTerritoire } from './mandats-table.tsx'

const PAR_PAGE = 50

/**
 * Who would lose what, and what must be settled first. Nothing is written.
 * @throws RegleViolee when nothing is chosen, too much is, or the day is past
 */
export async function showApercu(c: C, perimetre: Perimetre): Promise<Response> {
  const jour = jourParis(c.get('now'))
  const dernierJour = parseEntree(jourFacultatif, c.req.query('dernierJour'))
  const { mandats, tous, delegations } = await readHttp(c, async (tx) => {
    const mandats = await perimetre.listMandats(tx)
    const tous = await perimetre.listTous(tx, mandats)
    return { mandats, tous, delegations: await listDelegations(tx, tous) }
  })
  const vivants = mandats.filter((mandat) => etatMandat(mandat, jour) !== 'termine')
  const demande = { portee: c.req.query('portee') ?? 'cochees', coches: c.req.queries('m') ?? [], retires: c.req.queries('retire') ?? [] }
  const choisis = chosenMandats(
    vivants,
    parseFiltre((nom) => c.req.query(nom)),
    demande,
  ).map(({ id }) => id)
  if (choisis.length === 0) throw new RegleViolee('Aucun mandat n’est choisi : cochez des lignes, ou choisissez toutes celles du filtre.')
  if (choisis.length > MANDATS_MAX)
    throw new RegleViolee(`${choisis.length} mandats sont choisis : ${MANDATS_MAX} au plus à la fois. Filtrez la liste.`)
  const apercu = previewFin(tous, choisis, delegations, { dernierJour, jour })
  const bloque = apercu.alertes.some(({ gravite }) => gravite === 'bloque')
  const { page, lignes } = pageOf(apercu.pertes, Number(c.req.query('page') ?? 1), PAR_PAGE)
  const avec = (nom: string, valeur: string, ...sans: string[]) => {
    const adresse = new URL(c.req.url).searchParams
    for (const autre of sans) adresse.delete(autre)
    adresse.append(nom, valeur)
    return `${perimetre.chemin}/fin-groupee/apercu?${adresse}`
  }
  const retour = `${perimetre.chemin}/fin-groupee?${new URL(c.req.url).searchParams}`
  const nombre = apercu.pertes.length
  const { Cadre } = perimetre
  return c.html(
    <Cadre c={c} titre="Qui perdrait quoi" etape="Qui perdrait quoi">
      <div class="pv-titre-page">
        <h1>
          {nombre === 0 ? 'Aucun mandat ne prendrait fin' : `${accorde(nombre, 'mandat prendrait fin', 'mandats prendraient fin')} `}
          {nombre > 0 && (dernierJour === null ? 'tout de suite' : `le ${formatDate(dernierJour)} au soir`)}
        </h1>
      </div>
      <Alertes alertes={apercu.alertes} perimetre={perimetre} />
      {nombre > 0 && (
        <section class="pv-defile pv-haut-1" aria-label="Qui perdrait quoi" tabindex={0}>
          <table class="ds-table">
            <caption>Qui perdrait quoi</caption>
            <thead>
              <tr>
                <th scope="col">Personne</th>
                <th scope="col">Perdrait</th>
                <th scope="col">Garderait</th>
                <th scope="col">Choix</th>
              </tr>
            </thead>
            <tbody>
              {lignes.map((perte) => (
                <tr>
                  <th scope="row">{perte.mandat.personne}</th>
                  <td>
                    <RoleEtTerritoire mandat={perte.mandat} jour={jour} noms={perimetre.noms} />
                    <span class="pv-note pv-mandat-suite">
                      {perte.mandat.organisation}
                      {perimetre.contratId === null && `, ${perimetre.titreDe(perte.mandat.contratId)}`}
                    </span>
                  </td>
                  <td>
                    <Garde perte={perte} />
                  </td>
                  <td>
                    <a href={avec('retire', perte.mandat.id, 'page')} aria-label={`Retirer du choix le mandat de ${perte.mandat.personne}`}>
                      Retirer
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Pagination page={page} taille={PAR_PAGE} total={nombre} href={(autre) => avec('page', `${autre}`, 'page')} />
      {apercu.sansEffet.length > 0 && (
        <details class="ds-details pv-haut-1">
          <summary>{accorde(apercu.sansEffet.length, 'mandat choisi ne change pas', 'mandats choisis ne changent pas')}</summary>
          <ul class="pv-lignes">
            {apercu.sansEffet.map(({ mandat, raison }) => (
              <li>
                {mandat.personne}, {LIBELLES_ROLES[mandat.role]} : {raison}
              </li>
            ))}
          </ul>
        </details>
      )}
      <form method="post" action={`${perimetre.chemin}/fin-groupee`} class="pv-actions pv-haut-2">
        <input type="hidden" name="dernierJour" value={dernierJour ?? ''} />
        {apercu.pertes.map(({ mandat }) => (
          <input type="hidden" name="mandatIds[]" value={mandat.id} />
        ))}
        {nombre > 0 && !bloque && (
          <button class="ds-button" data-color="danger" type="submit">
            Mettre fin à {nombre === 1 ? 'ce mandat' : `ces ${accorde(nombre, 'mandat')}`}
          </button>
        )}
        <a class="ds-button" data-variant={bloque ? 'secondary' : 'tertiary'} href={retour}>
          Changer le choix
        </a>
      </form>
    </Cadre>,
  )
}

function Alertes({ alertes, perimetre }: { alertes: readonly Alerte[]; perimetre: Perimetre }) {
  const dite = ({ contratId, phrase }: Alerte) => {
    const titre = perimetre.titreDe(contratId)
    return titre === null ? phrase : `${titre} : ${phrase}`
  }
  const bloquantes = alertes.filter(({ gravite }) => gravite === 'bloque')
  const simples = alertes.filter(({ gravite }) => gravite === 'prevenu')
  return (
    <>
      {bloquantes.length > 0 && (
        <Message ton="danger">
          <h2>Ce choix n’est pas possible</h2>
          <ul>
            {bloquantes.map((alerte) => (
              <li>{dite(alerte)}</li>
            ))}
          </ul>
        </Message>
      )}
      {simples.length > 0 && (
        <Message ton="warning">
          <h2>À savoir avant d’agir</h2>
          <ul>
            {simples.map((alerte) => (
              <li>{dite(alerte)}</li>
            ))}
          </ul>
        </Message>
      )}
    </>
  )
}

function Garde({ perte }: { perte: Perte }) {
  if (perte.garde.length === 0) return <strong>Plus aucun accès au contrat</strong>
  return <>{perte.garde.map(({ role, organisation }) => `${LIBELLES_ROLES[role]}, ${organisation}`).join(' · ')}</>
}
