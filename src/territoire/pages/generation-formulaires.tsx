import type { ChampFautif } from '#platform/errors.ts'
import type { Saisie } from '#platform/http/formulaire.ts'
import { ChampChoix, ChampLong, ChampTexte } from '#ui/champs.tsx'
import { LIBELLES_OBJET_DECRET, OBJETS_DECRET } from '../generation.ts'
import type { Decret } from '../quartier.ts'

/** A text of the gazette as its form is filled. */
export const saisieOf = ({ id, ...decret }: Decret): Saisie => ({ decretId: id, ...decret })

export function FormulaireDecret({
  adresse,
  decret,
  erreurs,
}: {
  adresse: string
  decret: Saisie
  erreurs?: readonly ChampFautif[] | undefined
}) {
  const dit = (champ: string) => (typeof decret[champ] === 'string' ? decret[champ] : '')
  return (
    <form method="post" action={adresse} class="pv-formulaire">
      <input type="hidden" name="decretId" value={dit('decretId')} />
      <ChampTexte
        nom="numero"
        libelle="Numéro"
        aide="Par exemple 2023-1314."
        valeur={dit('numero')}
        longueurMax={40}
        erreurs={erreurs}
        requis
      />
      <ChampChoix
        nom="objet"
        libelle="Ce qu’il fait"
        valeur={dit('objet') || 'liste'}
        options={OBJETS_DECRET.map((valeur) => ({ valeur, libelle: LIBELLES_OBJET_DECRET[valeur] }))}
        erreurs={erreurs}
      />
      <ChampTexte nom="intitule" libelle="Intitulé court" valeur={dit('intitule')} longueurMax={300} erreurs={erreurs} />
      <ChampTexte nom="signeLe" libelle="Signé le" type="date" valeur={dit('signeLe')} erreurs={erreurs} />
      <ChampTexte nom="publieLe" libelle="Publié le" type="date" valeur={dit('publieLe')} erreurs={erreurs} />
      <ChampTexte nom="enVigueurLe" libelle="En vigueur le" type="date" valeur={dit('enVigueurLe')} erreurs={erreurs} />
      <ChampTexte
        nom="adresse"
        libelle="Adresse du texte"
        aide="Sur legifrance.gouv.fr, par exemple."
        valeur={dit('adresse')}
        longueurMax={500}
        erreurs={erreurs}
      />
      <div class="pv-actions">
        <button class="ds-button" data-variant="secondary" type="submit">
          Enregistrer ce texte
        </button>
      </div>
    </form>
  )
}

export function FormulaireGeneration({
  saisie,
  erreurs,
  mot,
  version,
}: {
  saisie: Saisie
  erreurs?: readonly ChampFautif[] | undefined
  mot: string
  version?: number
}) {
  const dit = (champ: string) => (typeof saisie[champ] === 'string' ? saisie[champ] : '')
  return (
    <form method="post" class="pv-formulaire">
      {version !== undefined && <input type="hidden" name="version" value={dit('version') || String(version)} />}
      <ChampTexte
        nom="code"
        libelle="Code court"
        aide="Par exemple QPV2024."
        valeur={dit('code')}
        longueurMax={20}
        erreurs={erreurs}
        requis
      />
      <ChampTexte nom="libelle" libelle="Nom" valeur={dit('libelle')} longueurMax={120} erreurs={erreurs} requis />
      <ChampTexte
        nom="nature"
        libelle="Un de ses quartiers s’appelle"
        aide="Par exemple « quartier prioritaire »."
        valeur={dit('nature')}
        longueurMax={80}
        erreurs={erreurs}
        requis
      />
      <ChampTexte nom="debut" libelle="En vigueur depuis le" type="date" valeur={dit('debut')} erreurs={erreurs} requis />
      <ChampTexte nom="fin" libelle="Jusqu’au" type="date" valeur={dit('fin')} erreurs={erreurs} />
      <ChampTexte
        nom="grammaireCode"
        libelle="Forme des codes"
        aide="Une expression régulière ; vide, tout code convient."
        valeur={dit('grammaireCode')}
        longueurMax={200}
        erreurs={erreurs}
      />
      <ChampLong
        nom="comptes"
        libelle="Nombres annoncés par les textes"
        aide="Un par ligne : « metropole : 1362 », « N : 111 », « 37 : 11 ». Ils servent à vérifier, jamais à compter."
        valeur={dit('comptes')}
        lignes={4}
        erreurs={erreurs}
      />
      <div class="pv-actions">
        <button class="ds-button" type="submit">
          {mot}
        </button>
      </div>
    </form>
  )
}
