import { formatDate } from '#platform/formats.ts'
import { type FicheInstantane, isFilled, rattachementDe } from '#strategie/index.ts'
import { Code, FilAriane, Statut, T } from '#ui/pieces.tsx'
import { BandeauApercu, PagePublique } from '../cadre.tsx'
import { ChampPublic } from './champ-public.tsx'
import { adresseFiche, type VuePublique } from './vue.ts'

/** One validated fiche as the public reads it, in the contract's own order of fields. */
export function FichePublique({ vue, fiche }: { vue: VuePublique; fiche: FicheInstantane }) {
  const { instantane, base } = vue
  const chemin = rattachementDe(instantane, fiche.noeudId)
  const niveauDe = (rang: number) => instantane.niveaux.find((niveau) => niveau.rang === rang)?.singulier ?? ''
  const champs = [...instantane.champs].filter((choix) => choix.utilise).sort((a, b) => a.ordre - b.ordre)
  // Indicators of an effect are read under it.
  const montres = champs.filter(
    (choix) => choix.champ !== 'indicateursEffets' || fiche.indicateursEffets.some((un) => isOrphelin(fiche, un.effetId)),
  )
  const vides = champs.filter((choix) => !isFilled(fiche, choix.champ) && choix.champ !== 'indicateursEffets')
  const rang = instantane.fiches.findIndex((autre) => autre.id === fiche.id)
  return (
    <PagePublique
      titre={`${fiche.code} ${fiche.intitule} · ${instantane.contrat.titre}`}
      description={fiche.enjeu ?? fiche.intitule}
      nom={instantane.contrat.titre}
      accueil={base}
      liens={[
        { libelle: 'Le contrat', href: base },
        { libelle: 'Engagements', href: `${base}#engagements`, courant: true },
        { libelle: 'Documents', href: `${base}#documents` },
      ]}
      {...(vue.apercu === null ? {} : { sortie: { libelle: 'Mon espace', href: vue.apercu.retour } })}
      demo={vue.demo}
    >
      {vue.apercu !== null && <BandeauApercu retour={vue.apercu.retour} />}
      <div class="pv-page pv-fiche-publique">
        <FilAriane
          etapes={[
            { libelle: 'Engagements', href: `${base}#engagements` },
            ...chemin.map((noeud) => ({ libelle: `${noeud.code} ${noeud.intitule}`.trim() })),
          ]}
        />
        <article>
          <header class="pv-fiche-tete">
            <p>
              <span class="pv-cache">Fiche </span>
              <Code code={fiche.code} taille="geant" />
            </p>
            <div>
              <p class="pv-sur">{chemin.map((noeud) => `${niveauDe(noeud.rang)} ${noeud.code}`.trim()).join(', ')}</p>
              <h1>
                <T>{fiche.intitule}</T>
              </h1>
            </div>
          </header>
          <div class="pv-fiche-meta">
            <Statut etat="validee">{fiche.valideeLe === null ? 'Validée' : `Validée le ${formatDate(fiche.valideeLe)}`}</Statut>
          </div>
          {montres
            .filter((choix) => isFilled(fiche, choix.champ))
            .map((choix) => (
              <section class="pv-champ">
                <h2>
                  <T>{choix.libelle}</T>
                </h2>
                <div>
                  <ChampPublic champ={choix.champ} fiche={fiche} vue={vue} />
                </div>
              </section>
            ))}
          {vides.length > 0 && (
            <p class="pv-note pv-haut-2">
              Cette fiche ne dit rien de : <T>{vides.map((choix) => choix.libelle.toLowerCase()).join(', ')}</T>.
            </p>
          )}
        </article>
        <Voisines vue={vue} avant={instantane.fiches[rang - 1]} apres={instantane.fiches[rang + 1]} />
      </div>
    </PagePublique>
  )
}

function isOrphelin(fiche: Pick<FicheInstantane, 'effets'>, effetId: string | null): boolean {
  return !fiche.effets.some((effet) => effet.id === effetId)
}

function Voisines({ vue, avant, apres }: { vue: VuePublique; avant: FicheInstantane | undefined; apres: FicheInstantane | undefined }) {
  const lien = (fiche: FicheInstantane, sens: 'prev' | 'next') => (
    <a href={adresseFiche(vue, fiche)} rel={sens}>
      <small>{sens === 'prev' ? 'Fiche précédente' : 'Fiche suivante'}</small>
      <span>
        {fiche.code} <T>{fiche.intitule}</T>
      </span>
    </a>
  )
  return (
    <nav class="pv-voisines" aria-label="Autres fiches">
      {avant === undefined ? <span /> : lien(avant, 'prev')}
      {apres === undefined ? null : lien(apres, 'next')}
    </nav>
  )
}
