import { formatDate, formatEuros } from '#platform/formats.ts'
import { type Champ, type FicheInstantane, isFilled, LIBELLES_ETATS, LIBELLES_NATURES, rattachementDe } from '#strategie/index.ts'
import { Code, FilAriane, Statut, T } from '#ui/pieces.tsx'
import { PagePublique } from '../cadre.tsx'
import type { VuePublique } from './contrat-public.tsx'
import { Prose } from './prose.tsx'

/** One validated fiche as the public reads it, in the contract's own order of fields. */
export function FichePublique({ vue, fiche }: { vue: VuePublique; fiche: FicheInstantane }) {
  const { instantane, base } = vue
  const chemin = rattachementDe(instantane, fiche.noeudId)
  const niveauDe = (rang: number) => instantane.niveaux.find((niveau) => niveau.rang === rang)?.singulier ?? ''
  const champs = [...instantane.champs].filter((choix) => choix.utilise).sort((a, b) => a.ordre - b.ordre)
  return (
    <PagePublique
      titre={`${fiche.code} ${fiche.intitule}`}
      nom={instantane.contrat.titre}
      accueil={base}
      liens={[
        { libelle: 'Le contrat', href: base },
        { libelle: 'Engagements', href: `${base}#engagements`, courant: true },
        { libelle: 'Documents', href: `${base}#documents` },
      ]}
      demo={vue.demo}
    >
      <div class="pv-page pv-fiche-publique">
        <FilAriane
          etapes={[
            { libelle: 'Engagements', href: `${base}#engagements` },
            ...chemin.map((noeud) => ({ libelle: `${noeud.code} ${noeud.intitule}` })),
          ]}
        />
        <article>
          <header class="pv-fiche-tete">
            <p>
              <span class="pv-cache">Fiche </span>
              <Code code={fiche.code} taille="geant" />
            </p>
            <div>
              <p class="pv-sur">{chemin.map((noeud) => `${niveauDe(noeud.rang)} ${noeud.code}`).join(', ')}</p>
              <h1>
                <T>{fiche.intitule}</T>
              </h1>
            </div>
          </header>
          <div class="pv-fiche-meta">
            <Statut etat="validee">{fiche.valideeLe === null ? 'Validée' : `Validée le ${formatDate(fiche.valideeLe)}`}</Statut>
          </div>
          {champs
            .filter((choix) => isFilled(fiche, choix.champ) && !(choix.champ === 'indicateursEffets' && fiche.effets.length > 0))
            .map((choix) => (
              <section class="pv-champ">
                <h2>{choix.libelle}</h2>
                <div>
                  <ChampPublic champ={choix.champ} fiche={fiche} vue={vue} />
                </div>
              </section>
            ))}
        </article>
      </div>
    </PagePublique>
  )
}

function ChampPublic({ champ, fiche, vue }: { champ: Champ; fiche: FicheInstantane; vue: VuePublique }) {
  switch (champ) {
    case 'enjeu':
      return <Prose texte={fiche.enjeu ?? ''} />
    case 'effets':
      return (
        <>
          {fiche.effets.map((effet, rang) => {
            const indicateurs = fiche.indicateursEffets.filter((indicateur) => indicateur.effetId === effet.id)
            return (
              <div class="pv-effet">
                <h3>
                  <span>{String.fromCharCode(65 + (rang % 26))}</span>
                  <T>{effet.texte}</T>
                </h3>
                {indicateurs.length > 0 && <Liste textes={indicateurs.map((indicateur) => indicateur.texte)} />}
              </div>
            )
          })}
        </>
      )
    case 'realisations':
      return (
        <ul class="ds-list">
          {fiche.realisations.map((realisation) => (
            <li>
              <T>{realisation.texte}</T> <span class="pv-petit">({LIBELLES_ETATS[realisation.etat].toLowerCase()})</span>
            </li>
          ))}
        </ul>
      )
    case 'financements':
      return (
        <section class="pv-defile" tabindex={0} aria-label="Financements de la fiche">
          <table class="ds-table">
            <caption class="pv-cache">Financements, en euros</caption>
            <thead>
              <tr>
                <th scope="col">Nature</th>
                <th scope="col">Financement</th>
                <th scope="col" class="n">
                  Montant
                </th>
              </tr>
            </thead>
            <tbody>
              {fiche.financements.map((financement) => (
                <tr>
                  <th scope="row">{LIBELLES_NATURES[financement.nature]}</th>
                  <td>
                    <T>{financement.texte}</T>
                    {financement.organisations.length > 0 && <span class="pv-petit"> ({financement.organisations.join(', ')})</span>}
                  </td>
                  <td class="n">{financement.montantCents === null ? '–' : formatEuros(financement.montantCents)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )
    case 'calendrier':
      return (
        <>
          {fiche.calendrier.texte !== null && (
            <p>
              <T>{fiche.calendrier.texte}</T>
            </p>
          )}
          {fiche.calendrier.texte === null && fiche.calendrier.precision === 'au_fil_de_leau' && <p>Au fil de l’eau</p>}
          {fiche.calendrier.phases.length > 0 && (
            <ul class="ds-list">
              {fiche.calendrier.phases.map((phase) => (
                <li>
                  <T>{phase.texte}</T>
                  {phase.debut !== null && ` : ${formatDate(phase.debut)}`}
                  {phase.fin !== null && phase.fin !== phase.debut && ` – ${formatDate(phase.fin)}`}
                </li>
              ))}
            </ul>
          )}
        </>
      )
    case 'liens':
      return (
        <ul class="ds-list">
          {fiche.liens.map((lien) => {
            const cible = vue.instantane.fiches.find((autre) =>
              lien.ficheId !== null ? autre.id === lien.ficheId : autre.code === lien.code,
            )
            return (
              <li>
                {cible === undefined ? (
                  <>
                    {lien.code} <T>{lien.texte}</T>
                  </>
                ) : (
                  <a href={`${vue.base}/fiches/${encodeURIComponent(cible.code)}`}>
                    {cible.code} <T>{cible.intitule}</T>
                  </a>
                )}
              </li>
            )
          })}
        </ul>
      )
    case 'partenaires':
      return (
        <Liste
          textes={fiche.partenaires.map(
            (partenaire) =>
              `${partenaire.texte}${partenaire.role === null ? '' : ` (${partenaire.role})`}${partenaire.habitants ? ', habitants' : ''}`,
          )}
        />
      )
    case 'publics':
      return <Liste textes={fiche.publics.map((p) => `${p.texte}${p.nombre === null ? '' : ` : ${p.nombre} personnes`}`)} />
    default:
      return <Liste textes={fiche[champ].map((ligne) => ligne.texte)} />
  }
}

function Liste({ textes }: { textes: readonly string[] }) {
  if (textes.length === 1) {
    return (
      <p>
        <T>{textes[0] ?? ''}</T>
      </p>
    )
  }
  return (
    <ul class="ds-list">
      {textes.map((texte) => (
        <li>
          <T>{texte}</T>
        </li>
      ))}
    </ul>
  )
}
