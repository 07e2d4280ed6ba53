import type { Child } from 'hono/jsx'
import type { ChampFautif } from '#platform/errors.ts'

/** Id of a field from its name, so that the error summary can link to it. */
export function idChamp(nom: string): string {
  return `c-${nom.replace(/[^\p{L}\p{N}_-]/gu, '-')}`
}

function erreurDe(nom: string, erreurs: readonly ChampFautif[] | undefined): string | undefined {
  return erreurs?.find((erreur) => erreur.champ === nom.replace(/\[\]$/, ''))?.message
}

type Commun = {
  nom: string
  libelle: string
  aide?: string | undefined
  erreurs?: readonly ChampFautif[] | undefined
  requis?: boolean
}

function Enveloppe({ nom, libelle, aide, erreurs, requis, children }: Commun & { children: Child }) {
  const id = idChamp(nom)
  const erreur = erreurDe(nom, erreurs)
  return (
    <div class="ds-field">
      <label for={id}>
        {libelle}
        {requis === true ? '' : ' '}
        {requis !== true && <span class="pv-petit">(facultatif)</span>}
      </label>
      {aide !== undefined && (
        <p data-field="description" id={`${id}-aide`}>
          {aide}
        </p>
      )}
      {children}
      {erreur !== undefined && (
        <p class="ds-validation-message" data-field="validation" id={`${id}-erreur`}>
          {erreur}
        </p>
      )}
    </div>
  )
}

function attributs({ nom, aide, erreurs, requis }: Commun) {
  const id = idChamp(nom)
  const erreur = erreurDe(nom, erreurs)
  const decrit = [aide === undefined ? null : `${id}-aide`, erreur === undefined ? null : `${id}-erreur`]
    .filter((x) => x !== null)
    .join(' ')
  return {
    id,
    name: nom,
    class: 'ds-input',
    'aria-invalid': erreur === undefined ? undefined : ('true' as const),
    'aria-describedby': decrit === '' ? undefined : decrit,
    'aria-required': requis === true ? ('true' as const) : undefined,
  }
}

/** One line of text. Numbers are typed as text (`inputmode`), so that « 1 200,50 » is accepted. */
export function ChampTexte(
  props: Commun & {
    valeur?: string | null | undefined
    type?: 'text' | 'email' | 'password' | 'date' | 'search' | 'month'
    autocomplete?: string
    inputmode?: 'numeric' | 'decimal'
    longueurMax?: number
  },
) {
  return (
    <Enveloppe {...props}>
      <input
        {...attributs(props)}
        type={props.type ?? 'text'}
        value={props.valeur ?? ''}
        autocomplete={props.autocomplete}
        inputmode={props.inputmode}
        maxlength={props.longueurMax}
      />
    </Enveloppe>
  )
}

export function ChampLong(props: Commun & { valeur?: string | null | undefined; lignes?: number }) {
  return (
    <Enveloppe {...props}>
      <textarea {...attributs(props)} rows={props.lignes ?? 4}>
        {props.valeur ?? ''}
      </textarea>
    </Enveloppe>
  )
}

export type Option = { valeur: string; libelle: string }

export function ChampChoix(props: Commun & { valeur?: string | null | undefined; options: readonly Option[]; vide?: string }) {
  return (
    <Enveloppe {...props}>
      <select {...attributs(props)}>
        {props.vide !== undefined && <option value="">{props.vide}</option>}
        {props.options.map((option) => (
          <option value={option.valeur} selected={option.valeur === (props.valeur ?? '')}>
            {option.libelle}
          </option>
        ))}
      </select>
    </Enveloppe>
  )
}

export function ChampFichier(props: Commun & { accepte?: string; plusieurs?: boolean }) {
  return (
    <Enveloppe {...props}>
      <input {...attributs(props)} type="file" accept={props.accepte} multiple={props.plusieurs === true} />
    </Enveloppe>
  )
}

/** One box to tick. */
export function Case({ nom, libelle, coche, valeur = 'oui' }: { nom: string; libelle: string; coche?: boolean; valeur?: string }) {
  const id = `${idChamp(nom)}-${idChamp(valeur)}`
  return (
    <div class="ds-field">
      <input class="ds-input" type="checkbox" id={id} name={nom} value={valeur} checked={coche === true} />
      <label for={id}>{libelle}</label>
    </div>
  )
}

/** One choice among a few, all visible. */
export function Radios({
  nom,
  legende,
  valeur,
  options,
}: {
  nom: string
  legende: string
  valeur?: string | null
  options: readonly Option[]
}) {
  return (
    <fieldset class="ds-fieldset" id={idChamp(nom)}>
      <legend>{legende}</legend>
      {options.map((option) => (
        <div class="ds-field">
          <input
            class="ds-input"
            type="radio"
            id={`${idChamp(nom)}-${option.valeur}`}
            name={nom}
            value={option.valeur}
            checked={option.valeur === valeur}
          />
          <label for={`${idChamp(nom)}-${option.valeur}`}>{option.libelle}</label>
        </div>
      ))}
    </fieldset>
  )
}

/** Every error at the top, each a link to its field. */
export function BilanErreurs({ message, erreurs }: { message?: string | undefined; erreurs?: readonly ChampFautif[] | undefined }) {
  if (message === undefined && (erreurs === undefined || erreurs.length === 0)) return null
  return (
    <div class="ds-error-summary pv-message" role="alert" tabindex={-1}>
      <h2>{erreurs !== undefined && erreurs.length > 1 ? `${erreurs.length} points sont à corriger` : 'Un point est à corriger'}</h2>
      {erreurs === undefined || erreurs.length === 0 ? (
        <p>{message}</p>
      ) : (
        <ul>
          {erreurs.map((erreur) => (
            <li>{erreur.champ === '' ? erreur.message : <a href={`#${idChamp(erreur.champ)}`}>{erreur.message}</a>}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
