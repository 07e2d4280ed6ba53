import type { EspaceDuContrat } from '#compte/index.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampLong, ChampTexte, Radios } from '#ui/champs.tsx'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { toDonneesCarte } from '../carte/donnees-carte.ts'
import { CarteInteractive, ELEMENTS_CARTE } from '../carte/vue-interactive.tsx'
import { adjustSimulation } from '../commands/adjust-simulation.ts'
import { listRetenues } from '../eligibilite/candidats.ts'
import { demandeOf } from '../eligibilite/carte-simulation.ts'
import { formatCode } from '../eligibilite/lecture-carroyage.ts'
import { buildPlan, findVue, type Vue } from '../eligibilite/plan.ts'
import { getScenario } from '../eligibilite/scenario.store.ts'
import { regleOf } from '../eligibilite/scenario.ts'
import { computeSimulation } from '../eligibilite/simulation.store.ts'
import type { DroitsEligibilite } from './eligibilite.tsx'
import { PlanCarreaux } from './plan-carreaux.tsx'
import { BanniereSimulation } from './simulation-seuil.tsx'

/** Adjustments by hand: on a plan of cells, by codes, or by a perimeter drawn or pasted. */
export function addRoutesAjuster(routes: Routes, espace: EspaceDuContrat, { simuler }: DroitsEligibilite): void {
  const chemin = '/espace/:contrat/territoire/eligibilite/:scenario/ajuster'
  routes.get(chemin, simuler, (c) => showAjuster(c, espace, {}))
  routes.post(chemin, simuler, async (c) => {
    const contrat = await espace.contratOf(c)
    const saisie = await parseFormulaire(c)
    const scenarioId = c.req.param('scenario') ?? ''
    const ici = `/espace/${contrat.adresse}/territoire/eligibilite/${scenarioId}`
    return orShow(
      async () => {
        await actHttp(c, adjustSimulation, {
          ...gestesOf(saisie),
          contratId: contrat.id,
          scenarioId,
          version: saisie.version,
          motif: typed(saisie, 'motif'),
        })
        const vue = typed(saisie, 'vue')
        return c.redirect(vue === '' ? `${ici}?fait=ajustee` : `${ici}/ajuster?fait=ajustee&vue=${encodeURIComponent(vue)}`, 303)
      },
      (erreur) => showAjuster(c, espace, saisie, erreur),
    )
  })
}

/**
 * What a form asks. On the plan, each cell shown comes in `vus` with a sign before its place (`+` kept until now, `-` not), and
 * in `gardes` when its box is ticked: what changed is the difference.
 */
function gestesOf(saisie: Saisie): Record<string, unknown> {
  const liste = (champ: string) => {
    const valeur = saisie[champ]
    return (Array.isArray(valeur) ? valeur : [valeur]).filter((un): un is string => typeof un === 'string' && un !== '')
  }
  const codes = typed(saisie, 'carreaux')
    .split(/[\s;]+/)
    .filter((code) => code !== '')
  const gardes = new Set(liste('gardes'))
  const vus = typed(saisie, 'vus')
    .split(' ')
    .filter((un) => un !== '')
  const ajouter = vus.filter((un) => un.startsWith('-') && gardes.has(un.slice(1))).map((un) => un.slice(1))
  const retirer = vus.filter((un) => un.startsWith('+') && !gardes.has(un.slice(1))).map((un) => un.slice(1))
  const geste = typed(saisie, 'geste') === 'retiree' ? 'retiree' : 'ajoutee'
  return {
    ajouter: [...ajouter, ...(geste === 'ajoutee' ? codes : [])],
    retirer: [...retirer, ...(geste === 'retiree' ? codes : [])],
    perimetre: typed(saisie, 'perimetre'),
    gestePerimetre: geste,
    ...(saisie.effacer === 'oui' ? { effacer: 'oui' } : {}),
  }
}

async function showAjuster(c: C, espace: EspaceDuContrat, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const { complet, simulation } = await readHttp(c, async (tx) => {
    const lu = await getScenario(tx, contrat.id, c.req.param('scenario') ?? '')
    return { complet: lu, simulation: await computeSimulation(tx, lu, contrat.communes) }
  })
  const { scenario, carroyage, parametre, ajustements } = complet
  const { grille, retenue, candidats, proches } = simulation.resultat
  const demandee: Vue | null = findVue(typed(saisie, 'vue') || (c.req.query('vue') ?? ''))
  const ensemble =
    [...candidats, ...proches].find(({ rang }) => String(rang) === c.req.query('ensemble')) ?? candidats[0] ?? proches[0] ?? null
  const regle = regleOf(scenario, parametre)
  const plan = buildPlan({
    grille,
    retenue,
    sousLeSeuil: listRetenues(grille, regle.critere),
    repere: carroyage,
    emprise: scenario,
    quartiers: simulation.quartiers,
    centre:
      demandee ??
      (ensemble === null
        ? null
        : {
            x: grille.x[ensemble.rangs[ensemble.rangs.length >> 1] as number] as number,
            y: grille.y[ensemble.rangs[ensemble.rangs.length >> 1] as number] as number,
          }),
  })
  const base = `/espace/${contrat.adresse}/territoire/eligibilite`
  const ici = `${base}/${scenario.id}`
  const demande = demandeOf(scenario, carroyage, simulation)
  const version = typed(saisie, 'version') || String(scenario.version)
  return c.html(
    <espace.Espace c={c} titre="Ajuster les carreaux" entree="territoire" elements={[...ELEMENTS_CARTE, 'plan-carreaux']}>
      <BanniereSimulation>Ajouter ou retirer un carreau ne change que cette simulation.</BanniereSimulation>
      <FilAriane etapes={[{ libelle: 'Éligibilité', href: base }, { libelle: scenario.nom, href: ici }, { libelle: 'Ajuster' }]} />
      <h1>Ajuster les carreaux</h1>
      {c.req.query('fait') === 'ajustee' && erreur === undefined && (
        <Message ton="success">Les carreaux sont enregistrés, et le résultat recalculé.</Message>
      )}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        <T>
          {ajustements.length === 0
            ? 'Aucun carreau n’est ajusté : les ensembles suivent le seuil.'
            : `${accorde(ajustements.filter(({ geste }) => geste === 'ajoutee').length, 'carreau ajouté', 'carreaux ajoutés')} et ${accorde(ajustements.filter(({ geste }) => geste === 'retiree').length, 'carreau retiré', 'carreaux retirés')} à la main.`}
        </T>
      </p>
      <section class="pv-section" aria-labelledby="plan">
        <h2 id="plan">Carreau par carreau</h2>
        <PlanCarreaux plan={plan} repere={carroyage} critere={scenario.critere} ici={`${ici}/ajuster`} version={version} />
      </section>
      <section class="pv-section" aria-labelledby="perimetre">
        <h2 id="perimetre">Par un périmètre ou par des codes</h2>
        <CarteInteractive demande={demande} donnees={toDonneesCarte(demande)} champ="c-perimetre" tableau="page">
          Dessinez un périmètre sur la carte, ou collez-le dessous.
        </CarteInteractive>
        <form method="post" action={`${ici}/ajuster`} class="pv-formulaire">
          <input type="hidden" name="version" value={version} />
          <Radios
            nom="geste"
            legende="Les carreaux dont le centre est dans le périmètre, et ceux dont le code est donné"
            valeur={typed(saisie, 'geste') || 'ajoutee'}
            options={[
              { valeur: 'ajoutee', libelle: 'sont ajoutés' },
              { valeur: 'retiree', libelle: 'sont retirés' },
            ]}
          />
          <ChampLong
            nom="perimetre"
            libelle="Périmètre (GeoJSON)"
            valeur={typed(saisie, 'perimetre')}
            erreurs={erreur?.champs}
            lignes={3}
          />
          <ChampLong
            nom="carreaux"
            libelle="Codes de carreaux"
            aide={`Séparés par un espace ou un retour à la ligne, par exemple ${formatCode(carroyage, scenario.x0, scenario.y0)}.`}
            valeur={typed(saisie, 'carreaux')}
            erreurs={erreur?.champs}
            lignes={2}
          />
          <ChampTexte nom="motif" libelle="Pourquoi cet ajustement" valeur={typed(saisie, 'motif')} longueurMax={200} />
          <p class="pv-actions">
            <button class="ds-button" type="submit">
              Enregistrer
            </button>
          </p>
        </form>
        {ajustements.length > 0 && (
          <form method="post" action={`${ici}/ajuster`} class="pv-haut-1">
            <input type="hidden" name="version" value={version} />
            <input type="hidden" name="motif" value="Retour au seuil" />
            <button class="ds-button" data-variant="tertiary" type="submit" name="effacer" value="oui">
              Retirer tous les ajustements
            </button>
            <span class="pv-note"> L’état d’avant reste dans les versions.</span>
          </form>
        )}
      </section>
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}
