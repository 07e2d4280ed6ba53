import { actHttp, type C, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { typed } from '#platform/http/saisie.ts'
import { deNom, LIBELLES_ROLES, type Mandat } from '../agent.ts'
import { chooseMandat } from '../commands/choose-mandat.ts'
import type { EspaceDuContrat } from '../contrat-connu.ts'
import { sayTerritoire } from '../mandat-territoire.ts'

/** Who holds several mandates on a contract says under which she acts. */
export function addRoutesMandatChoisi(routes: Routes, espace: EspaceDuContrat): void {
  const lire = espace.droit('mandat sur le contrat')

  routes.get('/espace/:contrat/mandat', lire, (c) => showChoix(c, espace))

  routes.post('/espace/:contrat/mandat', lire, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    await actHttp(c, chooseMandat, { mandatId: typed(saisie, 'mandatId') })
    return c.redirect(`/espace/${contrat.adresse}`, 303)
  })
}

async function showChoix(c: C, espace: EspaceDuContrat): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const agent = requireAgent(c)
  const ici = ({ contratId }: Mandat) => contratId === contrat.id
  const agissant = agent.mandats.find(ici)
  const autres = agent.autresMandats.filter(ici)
  return c.html(
    <espace.Espace c={c} titre="Sous quel mandat agir" entree="equipe">
      <div class="pv-titre-page">
        <h1>Sous quel mandat agissez-vous ?</h1>
      </div>
      <p class="pv-chapeau">
        Vous agissez sous un mandat à la fois : vos droits sont ceux de ce mandat, et chaque acte est signé de lui. Votre choix est gardé
        d’une visite à l’autre.
      </p>
      <ul class="pv-lignes pv-mandats-choix">
        {agissant !== undefined && (
          <li>
            <Titre mandat={agissant} contrat={contrat} />
            <strong>Mandat actuel</strong>
          </li>
        )}
        {autres.map((mandat) => (
          <li>
            <Titre mandat={mandat} contrat={contrat} />
            <form method="post" action={`/espace/${contrat.adresse}/mandat`}>
              <input type="hidden" name="mandatId" value={mandat.id} />
              <button class="ds-button" data-variant="secondary" type="submit">
                Agir sous ce mandat
                <span class="pv-cache">
                  , pour {mandat.organisation}, {LIBELLES_ROLES[mandat.role]}
                </span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      {autres.length === 0 && <p>Vous n’avez qu’un mandat en cours sur ce contrat : il n’y a rien à choisir.</p>}
    </espace.Espace>,
  )
}

function Titre({ mandat, contrat }: { mandat: Mandat; contrat: Parameters<typeof sayTerritoire>[1] }) {
  return (
    <div>
      <strong>{mandat.organisation}</strong>
      <span class="pv-note">
        {LIBELLES_ROLES[mandat.role]}
        {mandat.suppleantDe !== null && `, en suppléance ${deNom(mandat.suppleantDe)}`}, {sayTerritoire(mandat.territoire, contrat)}
      </span>
    </div>
  )
}
