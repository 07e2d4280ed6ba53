import { formatDate, INSECABLE, jourParis } from '#platform/formats.ts'
import { Icone } from '#ui/icone.tsx'
import { Code, Paves, Statut, T } from '#ui/pieces.tsx'
import { type Arbre, enfantsDe, nomme } from '../arbre.ts'
import { adresseFiltre, completudeDe, type FicheListee, type Filtre, type Rang, type Tri } from '../arbre-filtre.ts'
import type { Champ, StatutFiche } from '../fiche.ts'
import { LIBELLES_STATUTS_FICHE } from './strategie-filtres.tsx'

export type PropsTable = {
  arbre: Arbre
  rangs: readonly Rang[]
  fiches: ReadonlyMap<string, FicheListee>
  champs: readonly Champ[]
  filtre: Filtre
  /** /espace/<contrat> */
  base: string
  now: Date
  /** Right to move, and to add a fiche. */
  peut: { deplacer: boolean; ajouter: boolean }
  /** Boxes to tick instead of moves. */
  mode: 'lire' | 'choisir'
  /** The object just moved, and the gesture that moved it. */
  vise: { id: string; geste: string } | null
}

/** The tree, or the flat list when a sort is asked. */
export function TableArbre(props: PropsTable) {
  const { mode, filtre, peut } = props
  const bouge = mode === 'lire' && peut.deplacer && filtre.tri === null
  const codesLongs = props.rangs.some(({ objet }) => objet.code.length > 6)
  return (
    <table
      class="ds-table pv-arbre"
      data-mode={mode}
      data-paves={Math.ceil(props.champs.length / 2)}
      data-codes={codesLongs ? 'longs' : undefined}
    >
      <caption class="pv-cache">{filtre.tri === null ? 'Fiches dans l’arbre du contrat' : 'Fiches triées'}</caption>
      <thead>
        <tr>
          {mode === 'choisir' && (
            <th scope="col">
              <span class="pv-cache">Choisir</span>
            </th>
          )}
          <Entete {...props} tri="intitule" libelle="Fiche et animateur" />
          <Entete {...props} tri="complet" libelle="Complétude" />
          <Entete {...props} tri="statut" libelle="Statut" />
          <Entete {...props} tri="modifiee" libelle="Modifiée" />
          {mode === 'lire' && (
            <th scope="col" class="n">
              {bouge ? 'Déplacer' : <span class="pv-cache">Gestes</span>}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {props.rangs.map(({ objet, profondeur }) => {
          const fiche = props.fiches.get(objet.id)
          return fiche === undefined ? (
            <LigneNoeud {...props} rang={{ objet, profondeur }} />
          ) : (
            <LigneFiche {...props} fiche={fiche} bouge={bouge} />
          )
        })}
      </tbody>
    </table>
  )
}

function Entete({ tri, libelle, filtre, base }: PropsTable & { tri: Tri; libelle: string }) {
  const actif = filtre.tri === tri
  const sens = actif && filtre.sens === 'croissant' ? 'decroissant' : 'croissant'
  return (
    <th scope="col" aria-sort={actif ? (filtre.sens === 'croissant' ? 'ascending' : 'descending') : undefined}>
      <a href={`${base}/strategie${adresseFiltre(filtre, { tri, sens })}`}>{libelle}</a>
      {actif && <Icone nom={filtre.sens === 'croissant' ? 'haut' : 'bas'} />}
    </th>
  )
}

function LigneNoeud({ rang: { objet, profondeur }, arbre, base, peut, mode, vise }: PropsTable & { rang: Rang }) {
  const numero = ((objet.numero - 1) % 6) + 1
  return (
    <tr
      id={`o-${objet.id}`}
      class={profondeur === 0 ? `pilier d${numero}` : `axe${profondeur > 1 ? ` sous-axe` : ''}${vise?.id === objet.id ? ' vise' : ''}`}
      data-noeud={objet.id}
    >
      {mode === 'choisir' && <td />}
      <th scope="rowgroup" colspan={4}>
        {objet.code !== '' && (
          <>
            <Code code={objet.code} />{' '}
          </>
        )}
        <a href={`${base}/noeuds/${objet.id}`}>
          <T>{objet.intitule}</T>
        </a>
      </th>
      {mode === 'lire' && (
        <td class="bouge">
          {peut.ajouter && (
            <a
              class="ds-button"
              data-variant="tertiary"
              href={`${base}/fiches/nouvelle?noeud=${objet.id}`}
              aria-label={`Ajouter une fiche sous ${nomme(arbre, objet.id)}`}
            >
              <Icone nom="plus" />
              Fiche
            </a>
          )}
        </td>
      )}
    </tr>
  )
}

function LigneFiche({ fiche, arbre, champs, base, now, mode, bouge, vise, filtre }: PropsTable & { fiche: FicheListee; bouge: boolean }) {
  const { remplis, total } = completudeDe(fiche, champs)
  const libelle = `${remplis} champ${remplis > 1 ? 's' : ''} rempli${remplis > 1 ? 's' : ''} sur ${total}`
  return (
    <tr
      id={`o-${fiche.id}`}
      class={`fiche${vise?.id === fiche.id ? ' vise' : ''}`}
      data-fiche={fiche.id}
      data-code={fiche.code}
      data-parent={fiche.noeudId ?? ''}
    >
      {mode === 'choisir' && (
        <td class="choix">
          <input class="ds-input" type="checkbox" name="fiches[]" value={fiche.id} aria-label={`Choisir la fiche ${fiche.code}`} />
        </td>
      )}
      <th scope="row">
        <Code code={fiche.code} />
        <a href={`${base}/fiches/${fiche.id}`}>
          <T>{fiche.intitule}</T>
        </a>
        {fiche.animateurs.length > 0 && (
          <small>
            <T>{fiche.animateurs.join(', ')}</T>
          </small>
        )}
      </th>
      <td data-libelle="Complétude">
        <Paves pleins={remplis} total={total} libelle={libelle} />
      </td>
      <td data-libelle="Statut">
        <StatutDeFiche statut={fiche.statut} soumiseLe={fiche.soumiseLe} now={now} />
      </td>
      <td data-libelle="Modifiée">
        <time datetime={jourParis(fiche.modifieeLe)}>{dateCourte(fiche.modifieeLe, now)}</time>
      </td>
      {mode === 'lire' && (
        <td class="bouge">
          {bouge && <Boutons fiche={fiche} arbre={arbre} base={base} geste={vise?.id === fiche.id ? vise.geste : null} filtre={filtre} />}
        </td>
      )}
    </tr>
  )
}

function Boutons({
  fiche,
  arbre,
  base,
  geste,
  filtre,
}: {
  fiche: FicheListee
  arbre: Arbre
  base: string
  geste: string | null
  filtre: Filtre
}) {
  const freres = enfantsDe(arbre, fiche.noeudId, 'fiche')
  const rang = freres.findIndex((frere) => frere.id === fiche.id)
  const valeur = `${fiche.id}:${fiche.code}`
  const [premier, dernier] = [rang <= 0, rang === freres.length - 1]
  // The button that moved the fiche keeps the focus; at the end of the list, the other one takes it.
  const focus = geste === null ? null : geste === 'monter' ? (premier ? 'descendre' : 'monter') : dernier ? 'monter' : 'descendre'
  return (
    <>
      <button
        class="ds-button"
        data-variant="tertiary"
        data-icon
        type="submit"
        name="monter"
        value={valeur}
        aria-label={`Monter la fiche ${fiche.code}`}
        disabled={premier}
        autofocus={focus === 'monter'}
      >
        <Icone nom="haut" />
      </button>
      <button
        class="ds-button"
        data-variant="tertiary"
        data-icon
        type="submit"
        name="descendre"
        value={valeur}
        aria-label={`Descendre la fiche ${fiche.code}`}
        disabled={dernier}
        autofocus={focus === 'descendre'}
      >
        <Icone nom="bas" />
      </button>
      <a
        class="ds-button"
        data-variant="tertiary"
        href={`${base}/strategie/deplacer/fiche/${fiche.id}${adresseFiltre(filtre)}`}
        aria-label={`Vers… : déplacer la fiche ${fiche.code}`}
      >
        Vers…
      </a>
    </>
  )
}

const ETATS: Record<StatutFiche, 'brouillon' | 'soumise' | 'validee' | 'abandonnee'> = {
  brouillon: 'brouillon',
  a_valider: 'soumise',
  validee: 'validee',
  abandonnee: 'abandonnee',
}

/** The status of a fiche: shape and word; since when it waits. */
export function StatutDeFiche({ statut, soumiseLe, now }: { statut: StatutFiche; soumiseLe: Date | null; now: Date }) {
  return (
    <Statut etat={ETATS[statut]}>
      {LIBELLES_STATUTS_FICHE[statut]}
      {statut === 'a_valider' && soumiseLe !== null && `, ${dateCourte(soumiseLe, now)}`}
    </Statut>
  )
}

/** « 12 mars », with the year when it is not this one. */
export function dateCourte(date: Date, now: Date): string {
  const jour = formatDate(jourParis(date))
  const annee = jourParis(now).slice(0, 4)
  return jour.endsWith(` ${annee}`) || jour.endsWith(`${INSECABLE}${annee}`) ? jour.slice(0, -5) : jour
}
