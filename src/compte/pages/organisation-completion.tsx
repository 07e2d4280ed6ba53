import type { C } from '#platform/http/env.ts'
import { T } from '#ui/pieces.tsx'
import { LIBELLES_ECHECS, type RechercheEntreprises, type ResultatRecherche } from '../recherche-entreprises.adaptateur.ts'
import type { Proposition } from '../recherche-entreprises.ts'
import { formatSiret } from '../siret.ts'

/** What the person asked of the public service, and what it said. */
export type Enquete = { cherche: string; resultat: ResultatRecherche | null; prise: Proposition | null }

/** Asks the service what the address says (`cherche`, then `prendre`, the number chosen). Outside any transaction. */
export async function enquete(c: C, recherche: RechercheEntreprises | undefined, active: boolean): Promise<Enquete | null> {
  if (recherche === undefined || !active) return null
  const cherche = (c.req.query('cherche') ?? '').slice(0, 200)
  if (cherche.trim() === '') return { cherche: '', resultat: null, prise: null }
  const resultat = await recherche.search(cherche, c.get('now'))
  const prendre = c.req.query('prendre') ?? ''
  const prise = resultat.ok ? (resultat.propositions.find((proposition) => numeroOf(proposition) === prendre) ?? null) : null
  return { cherche, resultat, prise }
}

/** A number or a name to type, then the proposals, one button each. Everything can be typed by hand all the same. */
export function Completion({ action, enquete: { cherche, resultat, prise } }: { action: string; enquete: Enquete }) {
  return (
    <section class="pv-completion" aria-labelledby="h-completer">
      <h2 id="h-completer">Compléter par le répertoire public</h2>
      <form action={action} class="pv-filtres">
        <div class="ds-field">
          <label for="f-cherche">SIRET, SIREN, RNA ou nom</label>
          <input class="ds-input" id="f-cherche" name="cherche" type="search" value={cherche} />
        </div>
        <button class="ds-button" data-variant="secondary" type="submit">
          Chercher
        </button>
      </form>
      {resultat !== null && !resultat.ok && <p class="pv-haut-1">{LIBELLES_ECHECS[resultat.echec]}</p>}
      {resultat?.ok === true && resultat.propositions.length === 0 && (
        <p class="pv-haut-1">Rien sous ce nom ou ce numéro : vérifiez-le, ou tapez les informations à la main.</p>
      )}
      {resultat?.ok === true && prise === null && resultat.propositions.length > 0 && (
        <>
          <ul class="pv-lignes pv-haut-1">
            {resultat.propositions.map((proposition) => (
              <li>
                <form action={action} class="pv-tete">
                  <span>
                    <T>{proposition.nom}</T>
                    {proposition.sigle !== null && ` (${proposition.sigle})`}
                    <span class="pv-detail">{detailOf(proposition)}</span>
                  </span>
                  <input type="hidden" name="cherche" value={cherche} />
                  <button
                    class="ds-button"
                    data-variant="secondary"
                    data-size="xs"
                    type="submit"
                    name="prendre"
                    value={numeroOf(proposition)}
                  >
                    Reprendre<span class="pv-cache"> {proposition.nom}</span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
          {resultat.total > resultat.propositions.length && (
            <p class="pv-note">Et d’autres : précisez le nom, la commune, ou tapez un numéro.</p>
          )}
        </>
      )}
      {prise !== null && (
        <p class="pv-haut-1">
          Les champs vides sont remplis d’après « <T>{prise.nom}</T> » : relisez, puis enregistrez. Ce qui était déjà écrit n’a pas changé.
        </p>
      )}
      <p class="pv-petit">Source : Recherche d’entreprises (annuaire public de l’État). Ce que vous cherchez lui est envoyé.</p>
    </section>
  )
}

function numeroOf(proposition: Proposition): string {
  return proposition.siret ?? proposition.siren ?? ''
}

function detailOf(proposition: Proposition): string {
  return [
    formatSiret(numeroOf(proposition)),
    [proposition.adresse, proposition.codePostal, proposition.commune].filter((x) => x !== null).join(' '),
    proposition.enActivite ? '' : 'fermée',
  ]
    .filter((x) => x !== '')
    .join(', ')
}
