import type { ChampFautif } from '#platform/errors.ts'
import type { Saisie } from '#platform/http/formulaire.ts'
import { Case, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { CHAMPS, type ChampsOrganisation, LIBELLES_CHAMPS, type TypeOrganisation } from '../organisation.ts'
import { CHAMPS_PROPOSES, type ChampPropose, type Completion } from '../recherche-entreprises.ts'
import { formatSiret } from '../siret.ts'

const SOURCE = 'Recherche d’entreprises'

/** What the fields show. */
export function valeursOf(organisation: ChampsOrganisation): Record<string, string> {
  const valeurs = Object.fromEntries(CHAMPS.map((champ) => [champ, organisation[champ] ?? '']))
  return { ...valeurs, siret: formatSiret(organisation.siret ?? organisation.siren ?? '') }
}

/** What was typed, with the values of the service that the person ticked in the place of her own. */
export function chosenSaisie(saisie: Saisie): Saisie {
  const propose = proposeOf(saisie)
  const coches = Array.isArray(saisie.reprendre) ? saisie.reprendre : []
  const prises = CHAMPS_PROPOSES.flatMap((champ) =>
    coches.includes(champ) && propose[champ] !== undefined ? [[champ, propose[champ]]] : [],
  )
  return { ...saisie, ...Object.fromEntries(prises) }
}

/** What was typed, to be shown again, and the other values that the service had given. */
export function typedCompletion(saisie: Saisie): Completion {
  const choisie = chosenSaisie(saisie)
  const valeurs = Object.fromEntries(CHAMPS.map((champ) => [champ, typeof choisie[champ] === 'string' ? choisie[champ] : '']))
  const autres = Object.fromEntries(Object.entries(proposeOf(saisie)).filter(([champ, valeur]) => valeurs[champ] !== valeur))
  return { valeurs, repris: [], autres }
}

function proposeOf(saisie: Saisie): Partial<Record<ChampPropose, string>> {
  const propose = saisie.propose
  if (typeof propose !== 'object' || propose === null) return {}
  const dits = Object.entries(propose).filter(([champ, valeur]) => CHAMPS_PROPOSES.some((p) => p === champ) && typeof valeur === 'string')
  return Object.fromEntries(dits)
}

/** The fields of an organisation; each says when its value comes from the service, and offers the service's where it differs. */
export function ChampsFormulaire({
  completion: { valeurs, repris, autres },
  types,
  sansRna,
  erreurs,
  ferme,
}: {
  completion: Completion
  types: readonly TypeOrganisation[]
  /** Departments without RNA. */
  sansRna: readonly string[]
  erreurs: readonly ChampFautif[] | undefined
  /** Shows the field of the closing. */
  ferme: boolean
}) {
  const propose = (nom: string) => CHAMPS_PROPOSES.find((champ) => champ === nom)
  const champ = (nom: keyof ChampsOrganisation, aide?: string) => {
    const connu = propose(nom)
    const source = connu !== undefined && repris.includes(connu) ? `Repris de : ${SOURCE}.` : undefined
    const dite = [aide, source].filter((phrase) => phrase !== undefined).join(' ')
    return { nom, valeur: valeurs[nom] ?? '', erreurs, ...(dite === '' ? {} : { aide: dite }) }
  }
  const autre = (nom: ChampPropose) => {
    const valeur = autres[nom]
    if (valeur === undefined) return null
    const lisible =
      nom === 'type' ? (types.find(({ code }) => code === valeur)?.libelle ?? valeur) : nom === 'siret' ? formatSiret(valeur) : valeur
    return (
      <div class="pv-autre-valeur">
        <input type="hidden" name={`propose.${nom}`} value={valeur} />
        <Case nom="reprendre[]" valeur={nom} libelle={`Remplacer par « ${lisible} » (${SOURCE})`} />
      </div>
    )
  }
  return (
    <>
      <ChampTexte {...champ('nom')} libelle="Nom complet" requis longueurMax={300} />
      {autre('nom')}
      <div class="pv-cote">
        <ChampTexte {...champ('sigle')} libelle="Sigle" longueurMax={40} />
        <ChampChoix
          {...champ('type')}
          libelle="Nature"
          requis
          vide="À choisir"
          options={types.map(({ code, libelle }) => ({ valeur: code, libelle }))}
        />
      </div>
      {autre('sigle')}
      {autre('type')}
      <fieldset class="ds-fieldset">
        <legend>Numéros</legend>
        <ChampTexte {...champ('siret', '14 chiffres ; ou les 9 d’un SIREN.')} libelle="SIRET" inputmode="numeric" />
        {autre('siret')}
        <ChampTexte {...champ('rna', 'Pour une association : W suivi de 9 chiffres.')} libelle="RNA" longueurMax={40} />
        {autre('rna')}
        <ChampTexte
          {...champ('inscriptionLocale', `Départements ${sansRna.join(', ')} : à la place du RNA, volume, folio et tribunal.`)}
          libelle={LIBELLES_CHAMPS.inscriptionLocale}
          longueurMax={200}
        />
      </fieldset>
      <fieldset class="ds-fieldset">
        <legend>Adresse</legend>
        <ChampTexte {...champ('adresse')} libelle="Numéro et voie" longueurMax={300} />
        {autre('adresse')}
        <div class="pv-cote">
          <ChampTexte {...champ('codePostal')} libelle="Code postal" inputmode="numeric" longueurMax={10} />
          <ChampTexte {...champ('commune')} libelle="Commune" longueurMax={100} />
        </div>
        {autre('codePostal')}
        {autre('commune')}
      </fieldset>
      <fieldset class="ds-fieldset">
        <legend>Représentant légal</legend>
        <ChampTexte
          {...champ('representantNom', 'La personne qui engage l’organisation : maire, présidente, directeur.')}
          libelle="Prénom et nom"
          longueurMax={200}
        />
        <div class="pv-cote">
          <ChampTexte {...champ('representantFonction')} libelle="Fonction" longueurMax={200} />
          <ChampTexte {...champ('representantDepuis')} libelle="Depuis le" type="date" />
        </div>
      </fieldset>
      {(ferme || autres.fermeeLe !== undefined || (valeurs.fermeeLe ?? '') !== '') && (
        <>
          <ChampTexte
            {...champ('fermeeLe', 'Dissolution, absorption : elle reste dans ce qu’elle a signé.')}
            libelle="Fermée le"
            type="date"
          />
          {autre('fermeeLe')}
        </>
      )}
    </>
  )
}
