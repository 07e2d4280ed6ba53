import type { Child } from 'hono/jsx'
import type { ChampFautif } from '#platform/errors.ts'
import { idChamp } from './champs.tsx'
import { type Geste, lignesDe, rangApres, retireeDe, type Saisi, texteDe, valeurGeste } from './gestes-lignes.ts'

/** What the fields of a row need: the beginning of their names (`signataires.2.`), the row as typed, its rank from 0. */
export type LigneSaisie = { prefixe: string; ligne: Saisi; rang: number }

/**
 * Rows that a person adds, moves and removes, each with its fields. Works without JavaScript: every button submits the
 * form (field `action`, see `parseGeste`), which comes back with all that was typed and the attention on the row.
 */
export function Lignes(props: {
  /** Path of the list in the form: `signataires`, `calendrier.phases`. */
  nom: string
  legende: string
  aide?: string
  saisi: Saisi
  /** « Ajouter un signataire ». Without it the rows are given: they only change places. */
  ajouter?: string | undefined
  /** Name of a row for those who do not see it, and title of its group: « Signataire 2 ». */
  nomLigne: (ligne: Saisi, rang: number) => string
  /** Said when there is no row. */
  vide?: string
  /** `dense`: one field a row, buttons beside it; the name of the row is then heard, not seen. */
  forme?: 'large' | 'dense'
  /** The gesture just made, to keep the keyboard where it was. */
  geste?: Geste | null
  erreurs?: readonly ChampFautif[] | undefined
  champs: (ligne: LigneSaisie) => Child
}) {
  const lignes = lignesDe(props.saisi, props.nom)
  const geste = props.geste?.nom === props.nom ? props.geste : null
  const attention = geste === null ? null : rangApres(props.saisi, geste)
  const retiree = retireeDe(props.saisi)
  const id = idChamp(props.nom)
  const erreur = props.erreurs?.find((fautif) => fautif.champ === props.nom)?.message
  return (
    <fieldset class="ds-fieldset pv-rangees" data-forme={props.forme ?? 'large'} id={id} tabindex={-1}>
      <legend>{props.legende}</legend>
      {props.aide !== undefined && <p data-field="description">{props.aide}</p>}
      {erreur !== undefined && (
        <p class="ds-validation-message" data-field="validation">
          {erreur}
        </p>
      )}
      {lignes.length === 0 && <p class="pv-note">{props.vide ?? 'Aucune ligne pour l’instant.'}</p>}
      {lignes.length > 0 && (
        <ol>
          {lignes.map((ligne, rang) => (
            <li>
              <Rangee {...props} ligne={ligne} rang={rang} derniere={lignes.length - 1} attention={attention === rang ? geste : null} />
            </li>
          ))}
        </ol>
      )}
      {retiree !== null && retiree.nom === props.nom && (
        <p class="pv-retiree">
          <span>Ligne retirée : elle le sera vraiment à l’enregistrement.</span>
          <input type="hidden" name="retiree" value={texteDe(props.saisi, 'retiree')} />
          <button
            class="ds-button"
            data-variant="tertiary"
            data-size="xs"
            type="submit"
            name="action"
            formnovalidate
            value={valeurGeste({ geste: 'remettre', nom: props.nom, rang: retiree.rang })}
            autofocus={geste?.geste === 'retirer'}
          >
            Remettre<span class="pv-cache"> la ligne retirée</span>
          </button>
        </p>
      )}
      {props.ajouter !== undefined && (
        <p>
          <button
            class="ds-button"
            data-variant="secondary"
            data-size="xs"
            type="submit"
            name="action"
            formnovalidate
            value={valeurGeste({ geste: 'ajouter', nom: props.nom, rang: lignes.length })}
          >
            <span class="pv-i" data-i="plus" aria-hidden="true" />
            {props.ajouter}
          </button>
        </p>
      )}
    </fieldset>
  )
}

function Rangee(props: {
  nom: string
  ajouter?: string | undefined
  nomLigne: (ligne: Saisi, rang: number) => string
  champs: (ligne: LigneSaisie) => Child
  ligne: Saisi
  rang: number
  derniere: number
  attention: Geste | null
}) {
  const { nom, ligne, rang, attention } = props
  const titre = props.nomLigne(ligne, rang)
  const prefixe = `${nom}.${rang}.`
  const bouton = (geste: 'monter' | 'descendre' | 'retirer', mot: string, icone: 'haut' | 'bas' | null) => (
    <button
      class="ds-button"
      data-variant="tertiary"
      data-size="xs"
      type="submit"
      name="action"
      formnovalidate
      value={valeurGeste({ geste, nom, rang })}
      autofocus={attention?.geste === geste && geste !== 'retirer'}
    >
      {icone !== null && <span class="pv-i" data-i={icone} aria-hidden="true" />}
      {mot}
      <span class="pv-cache"> : {titre}</span>
    </button>
  )
  return (
    <fieldset
      class="ds-fieldset pv-rangee-saisie"
      id={idChamp(`${nom}.${rang}`)}
      tabindex={-1}
      autofocus={tientAttention(attention, rang, props.derniere)}
    >
      <legend>{titre}</legend>
      <input type="hidden" name={`${prefixe}id`} value={texteDe(ligne, 'id')} />
      <div class="champs">{props.champs({ prefixe, ligne, rang })}</div>
      <div class="gestes">
        {rang > 0 && bouton('monter', 'Monter', 'haut')}
        {rang < props.derniere && bouton('descendre', 'Descendre', 'bas')}
        {props.ajouter !== undefined && bouton('retirer', 'Retirer', null)}
      </div>
    </fieldset>
  )
}

/** The row itself holds the attention when the button pressed is no longer there: a new row, one put back, one moved to an end. */
function tientAttention(attention: Geste | null, rang: number, derniere: number): boolean {
  if (attention === null) return false
  if (attention.geste === 'ajouter' || attention.geste === 'remettre') return true
  return (attention.geste === 'monter' && rang === 0) || (attention.geste === 'descendre' && rang === derniere)
}

/**
 * First button of a form with rows: the key Enter presses the first one, and that must not be « Monter ».
 * Out of sight and out of the keyboard's way; the visible button of the form does the same.
 */
export function EnvoiParDefaut() {
  return (
    <button class="pv-cache" type="submit" name="action" value="enregistrer" tabindex={-1}>
      Enregistrer
    </button>
  )
}
