import type { EspaceDuContrat } from '#compte/index.ts'
import { accorde } from '#platform/formats.ts'
import { type C, requireAgent } from '#platform/http/env.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { FilAriane, Message, T, Vide } from '#ui/pieces.tsx'
import { canEditTerritoire } from '../droits.ts'
import { canEditUnLieu } from '../droits-geographie.ts'
import { type Critere, computeScores } from '../score.ts'
import { computeSensibilite } from '../sensibilite.ts'
import { addRoutesChiffres } from './criteres-chiffres.tsx'
import { readTableau } from './criteres-lecture.ts'
import { addRoutesModifierCriteres } from './criteres-modifier.tsx'
import { BandeauSimulation, Derivations, EssaiPoids, Sensibilite, TableScores } from './criteres-vue.tsx'
import { sayDecision } from './paliers-vue.tsx'

/** Criteria × places: figures, scores with their derivation, what would tip; weights are tried out without being kept. */
export function createRoutesCriteres(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  const lire: Droit = espace.droit('territoire.lire')
  routes.get('/espace/:contrat/territoire/criteres', lire, (c) => showCriteres(c, espace))
  addRoutesModifierCriteres(
    routes,
    espace,
    espace.droit('territoire.definir_geographie', (agent, contrat) => canEditTerritoire(agent, contrat.id)),
  )
  addRoutesChiffres(
    routes,
    espace,
    espace.droit('territoire.tenir_lieux', (agent, contrat) => canEditUnLieu(agent, contrat.id)),
  )
  return routes
}

const MESSAGES: Record<string, string> = {
  criteres: 'Les critères sont enregistrés.',
  chiffres: 'Les chiffres sont enregistrés.',
}

/** Criteria with the weights of the address in the place of theirs; null when none is tried out. */
function triedWeights(c: C, criteres: readonly Critere[]): Critere[] | null {
  const essayes = criteres.map((critere) => {
    const texte = c.req.query(`poids-${critere.id}`) ?? ''
    return /^\d{1,5}$/.test(texte) ? { ...critere, poids: Math.min(10_000, Number(texte)) } : critere
  })
  return essayes.some(({ poids }, rang) => poids !== criteres[rang]?.poids) ? essayes : null
}

async function showCriteres(c: C, espace: EspaceDuContrat): Promise<Response> {
  const tableau = await readTableau(c, espace)
  const { contrat, base, lieux, paliers, criteres, valeurs, generale } = tableau
  const agent = requireAgent(c)
  const essai = triedWeights(c, criteres)
  const cles = lieux.map(({ cle }) => cle)
  const retenus = computeScores(criteres, cles, valeurs, paliers)
  const scores = essai === null ? retenus : computeScores(essai, cles, valeurs, paliers)
  const poses = essai ?? criteres
  const bascules = computeSensibilite(poses, scores, paliers, generale.sensibilitePm)
  const fait = MESSAGES[c.req.query('fait') ?? '']
  const manquent =
    criteres.length * lieux.length - criteres.reduce((somme, { id }) => somme + cles.filter((cle) => valeurs.get(id)?.has(cle)).length, 0)
  return c.html(
    <espace.Espace c={c} titre="Critères et scores" entree="territoire">
      {essai !== null && <BandeauSimulation criteres={criteres} essai={essai} base={base} />}
      <FilAriane
        etapes={[{ libelle: 'Territoire', href: base }, { libelle: 'Géographie locale', href: `${base}/paliers` }, { libelle: 'Critères' }]}
      />
      <div class="pv-titre-page">
        <h1>Critères et scores</h1>
        <div class="pv-actions">
          {canEditTerritoire(agent, contrat.id) && criteres.length > 0 && (
            <a class="ds-button" data-variant="secondary" href={`${base}/criteres/modifier`}>
              Modifier les critères
            </a>
          )}
          {canEditUnLieu(agent, contrat.id) && criteres.length > 0 && lieux.length > 0 && (
            <a class="ds-button" data-variant="secondary" href={`${base}/criteres/chiffres`}>
              Noter les chiffres
            </a>
          )}
        </div>
      </div>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      {criteres.length === 0 ? (
        <Vide titre="Aucun critère défini">
          <p>Des critères chiffrés, avec leur poids et leur source, donnent à chaque quartier un score que chacun peut refaire.</p>
          {canEditTerritoire(agent, contrat.id) && (
            <p>
              <a class="ds-button" href={`${base}/criteres/modifier`}>
                Définir les critères
              </a>
            </p>
          )}
        </Vide>
      ) : (
        <>
          <p class="pv-chapo">
            <T>
              {`${accorde(criteres.length, 'critère')}, ${accorde(lieux.length, 'lieu', 'lieux')}. ${manquent === 0 ? 'Tous les chiffres sont connus.' : `${accorde(manquent, 'chiffre manque', 'chiffres manquent')} : un score sans tous ses chiffres le dit.`}`}
            </T>
          </p>
          <p class="pv-note">
            <T>
              {generale.decision === null
                ? 'Aucune décision n’a encore adopté ces critères.'
                : `Adoptés par : ${sayDecision(generale.decision)}.`}
            </T>
          </p>
          <TableScores tableau={tableau} criteres={poses} scores={scores} avant={essai === null ? null : retenus} />
          <EssaiPoids criteres={poses} base={base} />
          <Sensibilite tableau={tableau} criteres={poses} bascules={bascules} variationPm={generale.sensibilitePm} />
          <Derivations tableau={tableau} criteres={poses} scores={scores} />
        </>
      )}
    </espace.Espace>,
  )
}
