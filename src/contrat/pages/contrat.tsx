import { jourParis } from '#platform/formats.ts'
import { readHttp, requireAgent } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { Message, T } from '#ui/pieces.tsx'
import { listGenerations } from '../contrat.store.ts'
import { getContratComplet } from '../contrat-complet.store.ts'
import { canEditContrat } from '../droits.ts'
import { droitEspace, Espace } from '../espace.tsx'
import { Frise } from '../frise.tsx'
import { avancementSignatures } from '../signataire.ts'
import { Champs, Documents, Identite, Niveaux, Presentation, Quartiers, Signataires, Themes } from './rubriques.tsx'
import { EtatDuContrat } from './statut.tsx'

/** The contract itself, read from top to bottom; each part leads to its form. */
export const routesContratPage = createRoutes()

const FAITS: Record<string, string> = {
  modifier: 'Le contrat est enregistré.',
  signataires: 'Les signataires sont enregistrés.',
  niveaux: 'Les niveaux sont enregistrés.',
  champs: 'Les champs des fiches sont enregistrés.',
  themes: 'Les thèmes sont enregistrés.',
  quartiers: 'Les quartiers sont enregistrés.',
  calendrier: 'Le calendrier est enregistré.',
  documents: 'Les documents sont à jour.',
  statut: 'Le statut du contrat a changé.',
  prorogation: 'Le contrat est prorogé.',
  archive: 'Le contrat est archivé : il n’est plus en ligne ni dans les listes. Tout y est gardé, et il peut être restauré.',
  restaure: 'Le contrat est restauré, tel qu’il était.',
  cree: 'Le contrat est créé d’après son modèle. Relisez ce qui suit, puis déposez vos fiches.',
}

routesContratPage.get('/espace/:contrat/contrat', droitEspace('contrat.lire'), async (c) => {
  const { id } = c.get('contrat')
  const { contrat, generations } = await readHttp(c, async (tx) => ({
    contrat: await getContratComplet(tx, id),
    generations: await listGenerations(tx),
  }))
  const jour = jourParis(c.get('now'))
  const peutModifier = canEditContrat(requireAgent(c), id)
  const modifiable = peutModifier && contrat.archiveLe === null
  const base = `/espace/${contrat.adresse}/contrat`
  const { signees, attendues } = avancementSignatures(contrat.signataires)
  const fait = FAITS[c.req.query('fait') ?? '']
  const commun = { contrat, base, modifiable }
  return c.html(
    <Espace c={c} titre="Contrat" entree="contrat">
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <header class="pv-contrat-tete">
        <p class="pv-sur">
          <T>{`${contrat.generationLibelle} · ${contrat.epciNom}`}</T>
        </p>
        <h1>
          <T>{contrat.titre}</T>
        </h1>
      </header>
      <div class="pv-fiche-meta">
        <EtatDuContrat.Resume contrat={contrat} />
        {attendues > 0 && (
          <span>
            {signees} {signees < 2 ? 'signature' : 'signatures'} sur {attendues}
          </span>
        )}
        <span>
          <a href={`/espace/${contrat.adresse}/historique/contrat/${contrat.id}`}>Historique</a>
        </span>
        {modifiable && (
          <div class="pv-actions pv-boutons-fins">
            <a class="ds-button" data-variant="secondary" href={`${base}/modifier`}>
              Modifier<span class="pv-cache"> l’identité du contrat</span>
            </a>
          </div>
        )}
      </div>
      <div class="pv-fiche">
        <div>
          <Identite {...commun} generation={generations.find((generation) => generation.code === contrat.generation)} />
          <Presentation {...commun} />
          <Signataires {...commun} />
          <Quartiers {...commun} />
          <Niveaux {...commun} />
          <Champs {...commun} />
          <Themes {...commun} />
          <Documents {...commun} />
        </div>
        <aside class="pv-contrat-cote" aria-label="Statut du contrat">
          <EtatDuContrat.Suite contrat={contrat} jour={jour} base={base} peutModifier={peutModifier} />
        </aside>
      </div>
      <section class="pv-section" id="calendrier" aria-labelledby="h-calendrier">
        <div class="pv-tete">
          <h2 id="h-calendrier">Le calendrier</h2>
          {modifiable && (
            <p>
              <a href={`${base}/calendrier`}>
                Modifier<span class="pv-cache"> le calendrier</span>
              </a>
            </p>
          )}
        </div>
        {contrat.jalons.length === 0 ? (
          <p class="pv-note">Aucune phase ni date n’est encore écrite.</p>
        ) : (
          <Frise jalons={contrat.jalons} jour={jour} prefixe="calendrier" />
        )}
      </section>
    </Espace>,
  )
})
