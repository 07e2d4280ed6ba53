import { accorde, formatDate } from '#platform/formats.ts'
import { enfantsDe, fichesSous, type Instantane } from '#strategie/index.ts'
import { T } from '#ui/pieces.tsx'
import { BandeauApercu, PagePublique } from '../cadre.tsx'
import { enLettres, enTete } from '../nombres.ts'
import { Place } from '../place.tsx'
import { Engagements } from './engagements.tsx'
import { Prose } from './prose.tsx'
import { Agenda, Argent, Documents, Quartiers, Signataires } from './sections.tsx'
import { isEngagee, type VuePublique } from './vue.ts'

const EN_CLAIR =
  'Un contrat de ville est un accord écrit : l’État, les collectivités, les bailleurs et d’autres institutions s’y engagent envers les quartiers où les revenus sont les plus bas.'

/** The page of a published contract: what it is, for whom, where, what is promised, by whom, until when. */
export function ContratPublic({ vue }: { vue: VuePublique }) {
  const { instantane, base } = vue
  const { contrat } = instantane
  const liens = [
    { libelle: 'Le contrat', href: `${base}#contenu`, courant: true },
    ...(instantane.quartiers.length > 0 ? [{ libelle: 'Quartiers', href: `${base}#quartiers` }] : []),
    { libelle: 'Engagements', href: `${base}#engagements` },
    { libelle: 'Argent', href: `${base}#argent` },
    { libelle: 'Documents', href: `${base}#documents` },
  ]
  return (
    <PagePublique
      titre={contrat.titre}
      description={contrat.accroche ?? contrat.titre}
      nom={contrat.titre}
      accueil={base}
      liens={liens}
      {...(vue.apercu === null ? {} : { sortie: { libelle: 'Mon espace', href: vue.apercu.retour } })}
      demo={vue.demo}
    >
      {vue.apercu !== null && <BandeauApercu retour={vue.apercu.retour} />}
      <div class="pv-scene">
        <div>
          <div>
            <p class="pv-sur">
              {contrat.epciNom} · {contrat.generationLibelle}
            </p>
            <h1>
              <T>{contrat.accroche ?? contrat.titre}</T>
            </h1>
            <p class="pv-chapeau">
              <T>{chapeau(instantane)}</T>
            </p>
            <a class="ds-button" href="#engagements">
              Lire les engagements
            </a>
            {contrat.facile !== null && (
              <p>
                <a href={`${base}/facile`}>Lire cette page en facile à lire (FALC)</a>
              </p>
            )}
          </div>
          <Place {...pavesDe(instantane)} mots={['fiche', 'fiches']} />
        </div>
      </div>
      <div class="pv-page">
        <section class="pv-bloc pv-clair" aria-labelledby="h-clair">
          <h2 id="h-clair">En clair</h2>
          <div>
            <Prose texte={contrat.presentation ?? EN_CLAIR} />
            {contrat.debut !== null && contrat.fin !== null && (
              <p>
                Le contrat court du {formatDate(contrat.debut)} au {formatDate(contrat.fin)}.
              </p>
            )}
          </div>
        </section>
        <Signataires instantane={instantane} />
        {instantane.quartiers.length > 0 && <Quartiers instantane={instantane} />}
        <Engagements vue={vue} />
        <Agenda vue={vue} />
        <Argent instantane={instantane} />
        <Documents vue={vue} />
      </div>
    </PagePublique>
  )
}

function pavesDe(instantane: Instantane) {
  const parts = enfantsDe(instantane, null).filter((part) => fichesSous(instantane, part.id).length > 0)
  const seules = instantane.fiches.filter((fiche) => fiche.noeudId === null)
  const groupes = [...parts.map((part) => fichesSous(instantane, part.id)), ...(seules.length > 0 ? [seules] : [])]
  return {
    paves: groupes.flatMap((fiches, rang) => fiches.map((fiche) => ({ serie: rang + 1, engagee: isEngagee(fiche) }))),
    series: [...parts.map((part) => `${part.code} ${part.intitule}`.trim()), ...(seules.length > 0 ? ['Autres engagements'] : [])],
  }
}

function chapeau(instantane: Instantane): string {
  const { contrat, signataires, fiches } = instantane
  const secteurs = instantane.quartiers.flatMap((quartier) =>
    quartier.secteurs.length > 0 ? quartier.secteurs.map((secteur) => secteur.nom) : [quartier.nom],
  )
  const lieux = secteurs.length === 0 ? contrat.communes : secteurs
  const ou =
    lieux.length > 8 ? accorde(lieux.length, secteurs.length === 0 ? 'commune' : 'quartier') : lieux.length === 0 ? '' : enumere(lieux)
  const qui = signataires.length < 2 ? contrat.epciNom : enTete(enLettres(signataires.length, 'institution', 'institutions', 'feminin'))
  return `${qui} ${signataires.length > 1 ? 's’engagent' : 's’engage'} sur ${accorde(fiches.length, 'fiche')}${ou === '' ? '' : ` pour ${ou}`}. Cette page montre ce qui est promis, par qui, et comment on le vérifie.`
}

function enumere(mots: readonly string[]): string {
  return mots.length < 2 ? mots.join('') : `${mots.slice(0, -1).join(', ')} et ${mots.at(-1)}`
}
