import { accorde, formatNombre } from '#platform/formats.ts'
import type { C } from '#platform/http/env.ts'
import { Pagination, Statut, T } from '#ui/pieces.tsx'
import { LIBELLES_DEFAUT } from '../import/defauts-mots.ts'
import type { Import } from '../import/forme.ts'
import type { CompteDefauts, DefautMontre } from '../import-entite.store.ts'

export const DEFAUTS_PAR_PAGE = 50
/** A kind found more often than this in a file is one fault of the file: decided at once, its places listed on demand. */
export const MASSE = 12

function isMasse({ gravite, nombre }: CompteDefauts): boolean {
  return gravite !== 'bloquant' && nombre > MASSE
}

type Props = {
  c: C
  un: Import
  comptes: readonly CompteDefauts[]
  defauts: readonly DefautMontre[]
  page: number
  adresse: string
  /** Decisions can still be taken. */
  ouvert: boolean
}

/** Every defect at once: by kind with one decision for all, then one by one. */
export function Defauts({ c, comptes, defauts, page, adresse, ouvert }: Props) {
  const total = comptes.reduce((somme, { nombre }) => somme + nombre, 0)
  const choisi = c.req.query('defaut') ?? ''
  const reste = c.req.query('reste') === 'oui'
  const montres =
    choisi === ''
      ? comptes.filter((une) => !isMasse(une)).reduce((somme, { nombre }) => somme + nombre, 0)
      : comptes.filter(({ genre }) => genre === choisi).reduce((somme, { nombre }) => somme + nombre, 0)
  const bloquants = comptes
    .filter(({ gravite }) => gravite === 'bloquant')
    .reduce((somme, une) => somme + une.nombre - une.acceptes - une.ecartes, 0)
  const indecis = comptes.reduce((somme, une) => somme + une.reparables - une.acceptes - une.refuses, 0)
  const masses = choisi === '' ? comptes.filter(isMasse) : []
  const href = (numero: number) =>
    `${adresse}?${new URLSearchParams({ ...(choisi === '' ? {} : { defaut: choisi }), ...(reste ? { reste: 'oui' } : {}), page: String(numero) })}#defauts`
  return (
    <section class="pv-section" id="defauts">
      <h2>Défauts</h2>
      {total === 0 ? (
        <p>Aucun défaut : contours fermés, sans recoupement, codes et communes connus.</p>
      ) : (
        <>
          <p class="pv-chapeau">
            {accorde(total, 'défaut')}
            {bloquants > 0 ? `, dont ${accorde(bloquants, 'empêche', 'empêchent')} l’import\u00a0: à réparer, ou à écarter` : ''}. Rien
            n’est réparé sans votre accord, et le contour publié est gardé à côté du contour réparé.
          </p>
          {ouvert && indecis > 0 && (
            <div class="pv-actions">
              <Decider
                adresse={adresse}
                sur="tous"
                decision="accepte"
                mot={indecis === 1 ? 'Accepter la réparation proposée' : `Accepter les ${formatNombre(indecis)} réparations proposées`}
                variante="secondary"
              />
            </div>
          )}
          <Genres comptes={comptes} adresse={adresse} choisi={choisi} ouvert={ouvert} />
          {masses.length > 0 && (
            <p class="pv-note-max pv-haut-1">
              Une sorte qui revient plus de {MASSE} fois se décide en bloc. Un par un{'\u00a0'}:{' '}
              {masses.map(({ genre, nombre }, rang) => (
                <>
                  {rang > 0 && ', '}
                  <a href={`${adresse}?defaut=${genre}#defauts`}>
                    {(LIBELLES_DEFAUT[genre] ?? genre).toLowerCase()} ({formatNombre(nombre)})
                  </a>
                </>
              ))}
              .
            </p>
          )}
          <ul class="pv-lignes">
            {defauts.map((defaut) => (
              <Defaut defaut={defaut} adresse={adresse} ouvert={ouvert} />
            ))}
          </ul>
          {!reste && <Pagination page={page} taille={DEFAUTS_PAR_PAGE} total={montres} href={href} />}
        </>
      )}
    </section>
  )
}

function Genres({ comptes, adresse, choisi, ouvert }: Pick<Props, 'comptes' | 'adresse' | 'ouvert'> & { choisi: string }) {
  return (
    <section class="pv-defile" aria-label="Défauts par sorte" tabindex={0}>
      <table class="ds-table">
        <caption class="pv-cache">Défauts par sorte</caption>
        <thead>
          <tr>
            <th scope="col">Sorte</th>
            <th scope="col" class="n">
              Nombre
            </th>
            <th scope="col">Décidés</th>
            {ouvert && <th scope="col">Décider pour tous</th>}
          </tr>
        </thead>
        <tbody>
          {comptes.map(({ genre, gravite, nombre, reparables, acceptes, refuses, ecartes }) => (
            <tr>
              <th scope="row">
                <a href={`${adresse}?defaut=${genre}#defauts`} aria-current={genre === choisi ? 'true' : undefined}>
                  {LIBELLES_DEFAUT[genre] ?? genre}
                </a>
                {gravite === 'bloquant' && (
                  <>
                    {' '}
                    <Statut etat="retard">bloquant</Statut>
                  </>
                )}
              </th>
              <td class="n">{formatNombre(nombre)}</td>
              <td>{sayDecides(acceptes, refuses, ecartes, gravite)}</td>
              {ouvert && (
                <td>
                  {reparables > 0 ? (
                    <div class="pv-decisions">
                      <Decider
                        adresse={adresse}
                        sur={genre}
                        decision="accepte"
                        mot="Réparer"
                        apres={`: ${LIBELLES_DEFAUT[genre] ?? genre}`}
                      />
                      <Decider
                        adresse={adresse}
                        sur={genre}
                        decision="refuse"
                        mot="Laisser"
                        apres={`: ${LIBELLES_DEFAUT[genre] ?? genre}`}
                      />
                    </div>
                  ) : (
                    '–'
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {choisi !== '' && (
        <p class="pv-haut-1">
          <a href={`${adresse}#defauts`}>Voir tous les défauts</a>
        </p>
      )}
    </section>
  )
}

function sayDecides(acceptes: number, refuses: number, ecartes: number, gravite: string): string {
  const dits = [
    acceptes > 0 ? accorde(acceptes, 'réparé') : null,
    refuses > 0 ? accorde(refuses, 'laissé') : null,
    ecartes > 0 ? accorde(ecartes, 'écarté') : null,
  ].filter((un) => un !== null)
  return dits.length > 0 ? dits.join(', ') : gravite === 'a_voir' ? 'à savoir' : 'aucun'
}

function Defaut({ defaut, adresse, ouvert }: { defaut: DefautMontre; adresse: string; ouvert: boolean }) {
  const { rang, entite, gravite, phrase, reparation, lon, lat, decision, variante, detail } = defaut
  const reparations = detail?.reparations ?? []
  const lieu = lon === null || lat === null ? null : `POINT (${lon} ${lat})`
  return (
    <li id={`defaut-${rang}`}>
      <p>
        {gravite === 'bloquant' && decision !== 'accepte' && decision !== 'ecarte' && <Statut etat="retard">bloquant</Statut>}{' '}
        <T>{phrase}</T>
        {lieu !== null && <span class="pv-note pv-lieu-defaut"> {lieu}</span>}
      </p>
      {reparation !== null && (
        <p class="pv-note">
          Réparation proposée{'\u00a0'}: <T>{reparation}</T>.{' '}
          {decision === 'accepte' ? (
            <strong>Acceptée{sayVariante(variante, reparations)}.</strong>
          ) : decision === 'refuse' ? (
            <strong>Laissé tel quel.</strong>
          ) : null}
        </p>
      )}
      {decision === 'ecarte' && (
        <p class="pv-note">
          <strong>Entité écartée de l’import.</strong>
        </p>
      )}
      {ouvert && (
        <div class="pv-decisions">
          {reparations.map((une) => (
            <Decider
              adresse={adresse}
              sur={String(rang)}
              decision="accepte"
              mot={reparations.length === 1 ? 'Réparer' : une.libelle}
              choix={une === reparations[0] ? undefined : une.variante}
              apres={` le défaut ${rang}`}
            />
          ))}
          {reparation !== null && (
            <Decider adresse={adresse} sur={String(rang)} decision="refuse" mot="Laisser" apres={` le défaut ${rang}`} />
          )}
          {entite !== null && gravite === 'bloquant' && decision !== 'ecarte' && (
            <Decider adresse={adresse} sur={String(rang)} decision="ecarte" mot="Écarter l’entité" apres={`, défaut ${rang}`} />
          )}
          {decision !== null && (
            <Decider adresse={adresse} sur={String(rang)} decision="rien" mot="Revenir sur ce choix" apres={`, défaut ${rang}`} />
          )}
        </div>
      )}
    </li>
  )
}

function sayVariante(variante: string | null, reparations: readonly { variante: string; libelle: string }[]): string {
  const choisie = reparations.find((une) => une.variante === variante)
  return choisie === undefined ? '' : ` (${choisie.libelle.toLowerCase()})`
}

function Decider(props: {
  adresse: string
  sur: string
  decision: string
  mot: string
  apres?: string
  choix?: string | undefined
  variante?: 'secondary'
}) {
  return (
    <form method="post" action={`${props.adresse}/decider`} class="pv-en-ligne">
      <input type="hidden" name="sur" value={props.sur} />
      <input type="hidden" name="decision" value={props.decision} />
      {props.choix !== undefined && <input type="hidden" name="variante" value={props.choix} />}
      <button
        class="ds-button"
        data-variant={props.variante ?? 'tertiary'}
        data-size={props.variante === undefined ? 'xs' : 'sm'}
        type="submit"
      >
        {props.mot}
        {props.apres !== undefined && <span class="pv-cache">{props.apres}</span>}
      </button>
    </form>
  )
}
