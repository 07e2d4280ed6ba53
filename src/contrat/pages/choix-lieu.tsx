import type { ChampFautif } from '#platform/errors.ts'
import { formatNombre } from '#platform/formats.ts'
import { type Commune, type Epci, LIBELLES_EPCI } from '#territoire/index.ts'
import { Case, idChamp } from '#ui/champs.tsx'

/** The intercommunalities found, one to choose. */
export function ChoixEpci({ trouves, choisi, nom = 'epci' }: { trouves: readonly Epci[]; choisi: string; nom?: string }) {
  return (
    <fieldset class="ds-fieldset" id={idChamp(nom)}>
      <legend>{trouves.length === 1 ? 'Une intercommunalité trouvée' : `${trouves.length} intercommunalités trouvées`}</legend>
      {trouves.map((epci, rang) => (
        <div class="ds-field">
          <input
            class="ds-input"
            type="radio"
            id={`${nom}-${epci.siren}`}
            name={nom}
            value={epci.siren}
            checked={choisi === epci.siren || (choisi === '' && rang === 0)}
          />
          <label for={`${nom}-${epci.siren}`}>
            {epci.nom}
            <span class="pv-detail">{ditEpci(epci)}</span>
          </label>
        </div>
      ))}
    </fieldset>
  )
}

/** « métropole, Indre-et-Loire, 300 000 habitants, SIREN 243 700 754 ». */
export function ditEpci(epci: Epci): string {
  const habitants = epci.population === null ? null : `${formatNombre(epci.population)}\u00a0habitants`
  const departements = epci.departements.map((departement) => departement.nom).join(', ')
  return [LIBELLES_EPCI[epci.type], departements, habitants, `SIREN\u00a0${epci.siren.replace(/(\d{3})(?=\d)/g, '$1\u202f')}`]
    .filter(Boolean)
    .join(', ')
}

/** The communes of the contract among those of its intercommunality; those already chosen elsewhere stay in the list. */
export function ChoixCommunes(props: {
  communes: readonly Pick<Commune, 'code' | 'nom'>[]
  ailleurs: readonly { code: string; nom: string }[]
  choisies: readonly string[]
  erreurs?: readonly ChampFautif[] | undefined
}) {
  const connues = new Set(props.communes.map((commune) => commune.code))
  const toutes = [...props.communes, ...props.ailleurs.filter((commune) => !connues.has(commune.code))]
  const erreur = props.erreurs?.find((fautif) => fautif.champ.startsWith('communes'))?.message
  return (
    <fieldset class="ds-fieldset" id={idChamp('communes')}>
      <legend>Communes du contrat</legend>
      <p data-field="description">Celles qui ont un quartier prioritaire ou qui s’engagent au contrat.</p>
      {erreur !== undefined && (
        <p class="ds-validation-message" data-field="validation">
          {erreur}
        </p>
      )}
      {toutes.length === 0 && <p class="pv-note">Choisissez d’abord l’intercommunalité.</p>}
      <div class="pv-cases">
        {toutes.map((commune) => (
          <Case nom="communes[]" libelle={commune.nom} valeur={commune.code} coche={props.choisies.includes(commune.code)} />
        ))}
      </div>
    </fieldset>
  )
}
