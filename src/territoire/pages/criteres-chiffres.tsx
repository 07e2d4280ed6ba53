import type { EspaceDuContrat } from '#compte/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Droit, Routes } from '#platform/http/routes.ts'
import { BilanErreurs, idChamp } from '#ui/champs.tsx'
import { FilAriane, T } from '#ui/pieces.tsx'
import { noteValeurs } from '../commands/define-criteres.ts'
import { canEditLieu } from '../droits-geographie.ts'
import { parseDecimal, sayDecimal } from '../fraction.ts'
import { readTableau } from './criteres-lecture.ts'

/** The figures of the places that the person may touch, cell by cell. */
export function addRoutesChiffres(routes: Routes, espace: EspaceDuContrat, tenir: Droit): void {
  const chemin = '/espace/:contrat/territoire/criteres/chiffres'
  routes.get(chemin, tenir, (c) => showChiffres(c, espace, {}))
  routes.post(chemin, tenir, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    try {
      await actHttp(c, noteValeurs, { contratId: contrat.id, valeurs: saisie.valeurs ?? [] })
      return c.redirect(`/espace/${contrat.adresse}/territoire/criteres?fait=chiffres`, 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return showChiffres(c, espace, saisie, erreur)
      throw erreur
    }
  })
}

/** What was typed in a cell; undefined when the form is shown for the first time. */
function typedCell(saisie: Saisie, rang: number): string | undefined {
  const ligne: unknown = Array.isArray(saisie.valeurs) ? saisie.valeurs[rang] : undefined
  return typeof ligne === 'object' && ligne !== null && 'valeur' in ligne && typeof ligne.valeur === 'string' ? ligne.valeur : undefined
}

function written(texte: string | undefined): string {
  const valeur = texte === undefined ? null : parseDecimal(texte)
  return valeur === null ? '' : sayDecimal(valeur)
}

async function showChiffres(c: C, espace: EspaceDuContrat, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const { contrat, base, lieux, criteres, valeurs } = await readTableau(c, espace)
  const agent = requireAgent(c)
  const miens = lieux.filter((lieu) =>
    canEditLieu(
      agent,
      contrat.id,
      lieu.communes.map(({ code }) => code),
    ),
  )
  return c.html(
    <espace.Espace c={c} titre="Chiffres des critères" entree="territoire">
      <FilAriane
        etapes={[{ libelle: 'Territoire', href: base }, { libelle: 'Critères', href: `${base}/criteres` }, { libelle: 'Chiffres' }]}
      />
      <h1>Chiffres des critères</h1>
      <p class="pv-chapo">
        Une case vide est un chiffre inconnu, pas un zéro.{miens.length < lieux.length && ' Seuls vos lieux sont ici.'}
      </p>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" action={`${base}/criteres/chiffres`}>
        <section class="pv-defile" aria-label="Chiffres" tabindex={0}>
          <table class="ds-table">
            <caption class="pv-cache">Chiffres par lieu et par critère</caption>
            <thead>
              <tr>
                <th scope="col">Lieu</th>
                {criteres.map(({ libelle, unite, source, millesime }) => (
                  <th scope="col">
                    <T>{libelle}</T>
                    <span class="pv-petit"> {[unite, source, millesime].filter((un) => un !== null).join(', ')}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {miens.map((lieu, l) => (
                <tr>
                  <th scope="row">
                    <T>{lieu.nom}</T>
                  </th>
                  {criteres.map((critere, k) => {
                    const rang = l * criteres.length + k
                    const nom = `valeurs.${rang}.valeur`
                    const avant = written(valeurs.get(critere.id)?.get(lieu.cle))
                    const fautif = erreur?.champs.some(({ champ }) => champ === nom)
                    return (
                      <td>
                        <input type="hidden" name={`valeurs.${rang}.critereId`} value={critere.id} />
                        <input type="hidden" name={`valeurs.${rang}.lieu`} value={lieu.cle} />
                        <input type="hidden" name={`valeurs.${rang}.avant`} value={avant} />
                        <input
                          class="ds-input pv-chiffre"
                          id={idChamp(nom)}
                          name={nom}
                          inputmode="decimal"
                          value={typedCell(saisie, rang) ?? avant}
                          aria-label={`${critere.libelle}, ${lieu.nom}`}
                          aria-invalid={fautif === true ? 'true' : undefined}
                        />
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <div class="pv-actions pv-haut-1">
          <button class="ds-button" type="submit">
            Enregistrer les chiffres
          </button>
          <a class="ds-button" data-variant="secondary" href={`${base}/criteres`}>
            Ne rien changer
          </a>
        </div>
      </form>
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}
