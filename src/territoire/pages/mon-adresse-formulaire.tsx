import type { ChampFautif } from '#platform/errors.ts'
import { ChampTexte } from '#ui/champs.tsx'

/** What was typed, shown again as it was. */
export type SaisieAdresse = {
  adresse?: string
  jour?: string
  commune?: string
  lat?: string
  lon?: string
}

type Props = { saisie: SaisieAdresse; erreurs?: readonly ChampFautif[] | undefined }

/** The address, on one line. Works as it is; <mon-adresse> adds proposals and the position of the device. */
export function FormulaireAdresse({ saisie, erreurs, eteint }: Props & { eteint: boolean }) {
  if (eteint) return null
  return (
    <mon-adresse>
      <form action="/mon-adresse" method="post" class="pv-pile pv-adresse" novalidate autocomplete="off">
        <input type="hidden" name="par" value="adresse" />
        <ChampTexte
          nom="adresse"
          libelle="Votre adresse"
          aide="Le numéro, la rue, la commune. Par exemple : 8 boulevard du Port, Cergy"
          autocomplete="street-address"
          longueurMax={200}
          requis
          valeur={saisie.adresse}
          erreurs={erreurs}
        />
        <AutreDate saisie={saisie} erreurs={erreurs} />
        <button class="ds-button" type="submit">
          Vérifier mon adresse
        </button>
      </form>
    </mon-adresse>
  )
}

function AutreDate({ saisie, erreurs }: Props) {
  const ouvert = saisie.jour !== undefined && saisie.jour !== ''
  return (
    <details class="ds-details" open={ouvert}>
      <summary>À une autre date</summary>
      <ChampTexte
        nom="jour"
        libelle="Date"
        type="date"
        aide="La liste des quartiers a changé. Sans date, c’est aujourd’hui."
        valeur={saisie.jour}
        erreurs={erreurs}
      />
    </details>
  )
}

/** Other ways in, each a form that works alone. */
export function AutresChemins({ saisie, erreurs, ouvert }: Props & { ouvert: 'commune' | 'coordonnees' | null }) {
  return (
    <section class="pv-autres-chemins pv-ecran" aria-labelledby="autrement">
      <h2 id="autrement">Chercher autrement</h2>
      <details class="ds-details" open={ouvert === 'commune'}>
        <summary>Par la commune, puis sur une carte</summary>
        <form action="/mon-adresse" method="post" class="pv-pile" novalidate>
          <input type="hidden" name="par" value="commune" />
          <input type="hidden" name="jour" value={saisie.jour ?? ''} />
          <ChampTexte
            nom="commune"
            libelle="Commune"
            aide="Son nom ou son code postal"
            longueurMax={100}
            requis
            valeur={saisie.commune}
            erreurs={erreurs}
          />
          <button class="ds-button" data-variant="secondary" type="submit">
            Voir les quartiers de cette commune
          </button>
        </form>
      </details>
      <details class="ds-details" open={ouvert === 'coordonnees'}>
        <summary>Par les coordonnées</summary>
        <form action="/mon-adresse" method="post" class="pv-pile" novalidate>
          <input type="hidden" name="par" value="coordonnees" />
          <input type="hidden" name="jour" value={saisie.jour ?? ''} />
          <ChampTexte
            nom="lat"
            libelle="Latitude"
            aide="En degrés, par exemple 47,39"
            inputmode="decimal"
            longueurMax={25}
            requis
            valeur={saisie.lat}
            erreurs={erreurs}
          />
          <ChampTexte
            nom="lon"
            libelle="Longitude"
            aide="En degrés, par exemple 0,6889"
            inputmode="decimal"
            longueurMax={25}
            requis
            valeur={saisie.lon}
            erreurs={erreurs}
          />
          <button class="ds-button" data-variant="secondary" type="submit">
            Vérifier ce point
          </button>
        </form>
      </details>
    </section>
  )
}

/** Asks the same again, of another day. What was asked stands in the page alone, never in its address. */
export function MemeQuestion({ champs, jour, libelle }: { champs: Readonly<Record<string, string>>; jour: string; libelle: string }) {
  return (
    <form action="/mon-adresse" method="post">
      {Object.entries({ ...champs, jour }).map(([nom, valeur]) => (
        <input type="hidden" name={nom} value={valeur} />
      ))}
      <button class="pv-lien-bouton" type="submit">
        {libelle}
      </button>
    </form>
  )
}
