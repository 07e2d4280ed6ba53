import { droitAdministration } from '#compte/index.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { saveSigne } from '../commands/save-marqueur.ts'
import { listMarqueurs } from '../indicateur.store.ts'
import { ABSENCES, LIBELLES_ABSENCES } from '../observation.ts'

const CHEMIN = '/administration/indicateurs/signes'

/** What tables write in a cell instead of a figure. */
export function addRoutesSignes(routes: Routes): void {
  routes.get(CHEMIN, droitAdministration, (c) => showSignes(c, {}))
  routes.post(CHEMIN, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, saveSigne, { texte: typed(saisie, 'texte'), sens: typed(saisie, 'sens') })
        return c.redirect(`${CHEMIN}?fait=${typed(saisie, 'sens') === 'retirer' ? 'retire' : 'garde'}`, 303)
      },
      (erreur) => showSignes(c, saisie, erreur),
    )
  })
}

async function showSignes(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const signes = [...(await readHttp(c, listMarqueurs))]
  const fait = c.req.query('fait')
  return c.html(
    <PageSimple titre="Signes convenus" demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[
          { libelle: 'Administration', href: '/administration' },
          { libelle: 'Indicateurs', href: '/administration/indicateurs' },
          { libelle: 'Signes convenus' },
        ]}
      />
      <h1>Signes convenus</h1>
      {(fait === 'garde' || fait === 'retire') && (
        <Message ton="success">{fait === 'garde' ? 'Le signe est enregistré.' : 'Le signe est retiré.'}</Message>
      )}
      <p class="pv-chapeau">
        Une table écrit parfois un signe à la place d’un chiffre. Parvis le garde pour ce qu’il dit : ni zéro, ni case vide.
      </p>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {ABSENCES.map((sens) => {
        const siens = signes.filter(([, autre]) => autre === sens)
        return (
          <section class="pv-section">
            <h2>{`${LIBELLES_ABSENCES[sens].charAt(0).toUpperCase()}${LIBELLES_ABSENCES[sens].slice(1)}`}</h2>
            {siens.length === 0 ? (
              <p class="pv-note">Aucun signe.</p>
            ) : (
              <ul class="pv-lignes">
                {siens.map(([texte]) => (
                  <li>
                    <form method="post" class="pv-tete">
                      <input type="hidden" name="texte" value={texte} />
                      <code>{texte}</code>
                      <button class="ds-button" data-variant="secondary" data-size="xs" type="submit" name="sens" value="retirer">
                        Retirer<span class="pv-cache"> le signe {texte}</span>
                      </button>
                    </form>
                  </li>
                ))}
              </ul>
            )}
          </section>
        )
      })}
      <section class="pv-section">
        <h2>Ajouter un signe</h2>
        <form method="post" class="pv-formulaire" novalidate>
          <ChampTexte
            nom="texte"
            libelle="Signe"
            aide="Tel que la table l’écrit ; majuscules et minuscules se valent."
            requis
            valeur={typed(saisie, 'texte')}
            longueurMax={40}
            erreurs={erreur?.champs}
          />
          <ChampChoix
            nom="sens"
            libelle="Ce qu’il veut dire"
            requis
            vide="À choisir"
            valeur={typed(saisie, 'sens')}
            erreurs={erreur?.champs}
            options={ABSENCES.map((valeur) => ({ valeur, libelle: LIBELLES_ABSENCES[valeur] }))}
          />
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Ajouter le signe
            </button>
          </div>
        </form>
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
