import type { RegleViolee } from '#platform/errors.ts'
import { formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { saveRegleCommunale } from '../commands/save-regle-communale.ts'
import { listReglesCommunales } from '../eligibilite/regle-communale.store.ts'
import { LIBELLES_COMPARAISON, type RegleCommunale } from '../eligibilite/regle-communale.ts'
import { CadreTerritoire, CHEMIN } from './administration-cadre.tsx'
import { droitTenirEligibilite } from './droit-eligibilite.ts'

const ICI = `${CHEMIN}/parametres/regle`
/** Conditions that the form offers beyond those known. */
const VIDES = 2

/** The form of a rule on communes. A condition without measure is left out. */
export function addRoutesRegles(routes: Routes): void {
  routes.get(ICI, droitTenirEligibilite, async (c) => {
    const regles = await readHttp(c, listReglesCommunales)
    const regle = regles.find(({ id }) => id === c.req.query('id'))
    return showRegle(c, regle === undefined ? {} : saisieOf(regle))
  })
  routes.post(ICI, droitTenirEligibilite, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const conditions = conditionsOf(saisie).filter((une) => typed(une, 'mesure') !== '')
        const regleId = typed(saisie, 'regleId')
        await actHttp(c, saveRegleCommunale, { ...saisie, conditions, regleId: regleId === '' ? undefined : regleId })
        return c.redirect(`${CHEMIN}/parametres?fait=regle`, 303)
      },
      (erreur) => showRegle(c, saisie, erreur),
    )
  })
}

function conditionsOf(saisie: Saisie): Saisie[] {
  const { conditions } = saisie
  return Array.isArray(conditions) ? conditions.filter((une): une is Saisie => typeof une === 'object' && une !== null) : []
}

function saisieOf({ id, conditions, departements, ...regle }: RegleCommunale): Saisie {
  return {
    ...regle,
    regleId: id,
    departements: departements.join(', '),
    conditions: conditions.map(({ seuilMilliemes, ...une }) => ({ ...une, seuil: formatNombre(seuilMilliemes / 1000) })),
  }
}

function showRegle(c: C, saisie: Saisie, erreur?: RegleViolee): Response | Promise<Response> {
  const erreurs = erreur?.champs
  const conditions = conditionsOf(saisie)
  const lignes = [
    ...conditions,
    ...Array.from({ length: Math.max(VIDES - conditions.filter((une) => typed(une, 'mesure') === '').length, 0) }, (): Saisie => ({})),
  ]
  const champ = (nom: string, libelle: string, aide?: string, requis = true) => (
    <ChampTexte
      nom={nom}
      libelle={libelle}
      valeur={typed(saisie, nom)}
      erreurs={erreurs}
      requis={requis}
      {...(aide === undefined ? {} : { aide })}
    />
  )
  return c.html(
    <CadreTerritoire
      c={c}
      titre={typed(saisie, 'regleId') === '' ? 'Ajouter une règle sur les communes' : 'Modifier une règle sur les communes'}
      ariane={[{ libelle: 'Paramètres d’éligibilité', href: `${CHEMIN}/parametres` }]}
      erreur={erreur}
    >
      <form method="post" action={ICI} class="pv-formulaire" novalidate>
        <input type="hidden" name="regleId" value={typed(saisie, 'regleId')} />
        {champ('nom', 'Nom de la règle')}
        {champ('description', 'Ce qu’elle dit', undefined, false)}
        {champ('source', 'Source')}
        {champ('departements', 'Départements', 'Codes séparés par des virgules ; rien : partout.', false)}
        {lignes.map((ligne, rang) => (
          <fieldset class="ds-fieldset">
            <legend>Condition {rang + 1}</legend>
            <ChampTexte
              nom={`conditions.${rang}.mesure`}
              libelle="Code de la mesure"
              aide="Celui du fichier de valeurs, par exemple logement_social_pct."
              valeur={typed(ligne, 'mesure')}
              erreurs={erreurs}
            />
            <ChampTexte nom={`conditions.${rang}.libelle`} libelle="Nom de la mesure" valeur={typed(ligne, 'libelle')} erreurs={erreurs} />
            <ChampTexte nom={`conditions.${rang}.unite`} libelle="Unité" valeur={typed(ligne, 'unite')} erreurs={erreurs} />
            <ChampChoix
              nom={`conditions.${rang}.comparaison`}
              libelle="Comparaison"
              valeur={typed(ligne, 'comparaison') || 'plus_de'}
              erreurs={erreurs}
              options={Object.entries(LIBELLES_COMPARAISON).map(([valeur, libelle]) => ({ valeur, libelle }))}
            />
            <ChampTexte
              nom={`conditions.${rang}.seuil`}
              libelle="Seuil"
              valeur={typed(ligne, 'seuil')}
              erreurs={erreurs}
              inputmode="decimal"
            />
          </fieldset>
        ))}
        <p class="pv-actions">
          <button class="ds-button" type="submit">
            Enregistrer la règle
          </button>
        </p>
      </form>
    </CadreTerritoire>,
    erreur === undefined ? 200 : 422,
  )
}
