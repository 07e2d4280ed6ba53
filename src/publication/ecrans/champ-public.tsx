import type { Child } from 'hono/jsx'
import { ecritPeriode } from '#contrat/index.ts'
import { formatEuros } from '#platform/formats.ts'
import {
  type Champ,
  type FicheInstantane,
  LIBELLES_ECHELLES,
  LIBELLES_ETATS,
  LIBELLES_NATURES,
  precisionsPublic,
  sayPart,
} from '#strategie/index.ts'
import { T } from '#ui/pieces.tsx'
import { EnLigne, Prose } from './prose.tsx'
import { adresseFiche, type VuePublique } from './vue.ts'

/** The content of one field for the public. */
export function ChampPublic({ champ, fiche, vue }: { champ: Champ; fiche: FicheInstantane; vue: VuePublique }) {
  switch (champ) {
    case 'enjeu':
      return (
        <div class="pv-prose">
          <Prose texte={fiche.enjeu ?? ''} />
        </div>
      )
    case 'effets':
      return <Effets fiche={fiche} />
    case 'indicateursEffets':
      return <Liste lignes={fiche.indicateursEffets.filter((un) => !fiche.effets.some((effet) => effet.id === un.effetId))} />
    case 'realisations':
      return <Liste lignes={fiche.realisations} suite={({ etat }) => (etat === 'prevue' ? [] : [LIBELLES_ETATS[etat].toLowerCase()])} />
    case 'echelleTerritoriale':
      return (
        <>
          <Liste
            lignes={fiche.echelleTerritoriale}
            suite={({ type }) => (type === 'autre' ? [] : [LIBELLES_ECHELLES[type].toLowerCase()])}
          />
          <LiensQuartiers fiche={fiche} />
        </>
      )
    case 'publics':
      return <Liste lignes={fiche.publics} suite={precisionsPublic} />
    case 'partenaires':
      return (
        <Liste
          lignes={fiche.partenaires}
          suite={({ role, habitants }) => [role, habitants ? 'dont habitants' : null].filter((mot) => mot !== null)}
        />
      )
    case 'financements':
      return <Financements fiche={fiche} />
    case 'calendrier':
      return <Calendrier calendrier={fiche.calendrier} />
    case 'liens':
      return <Liens fiche={fiche} vue={vue} />
    default:
      return <Liste lignes={fiche[champ]} />
  }
}

/** The quartiers that it points at, each with its page. */
function LiensQuartiers({ fiche }: { fiche: FicheInstantane }) {
  const quartiers = (fiche.lieux ?? []).filter(({ type }) => type === 'quartier')
  if (quartiers.length === 0) return null
  return (
    <p class="pv-note">
      {quartiers.length > 1 ? 'Voir ces quartiers' : 'Voir ce quartier'}&nbsp;:{' '}
      {quartiers.map(({ code, nom, partPm }, rang) => (
        <>
          {rang > 0 && ', '}
          <a href={`/quartiers/${code}`}>{nom}</a>
          {partPm !== null && ` (${sayPart(partPm)})`}
        </>
      ))}
    </p>
  )
}

/** Rows as a list, or as a paragraph when there is one. @param suite what is known of a row besides its text */
function Liste<L extends { texte: string }>({ lignes, suite }: { lignes: readonly L[]; suite?: (ligne: L) => readonly string[] }) {
  const rendu = (ligne: L): Child => {
    const mots = suite?.(ligne) ?? []
    return (
      <>
        <EnLigne texte={ligne.texte} />
        {mots.length > 0 && <span class="pv-petit"> ({mots.join(', ')})</span>}
      </>
    )
  }
  const [seule] = lignes
  if (seule !== undefined && lignes.length === 1) return <p>{rendu(seule)}</p>
  return (
    <ul class="ds-list">
      {lignes.map((ligne) => (
        <li>{rendu(ligne)}</li>
      ))}
    </ul>
  )
}

function Effets({ fiche }: { fiche: FicheInstantane }) {
  return (
    <>
      {fiche.effets.map((effet, rang) => {
        const indicateurs = fiche.indicateursEffets.filter((indicateur) => indicateur.effetId === effet.id)
        return (
          <div class="pv-effet">
            <h3>
              <span>{String.fromCharCode(65 + (rang % 26))}</span>
              <EnLigne texte={effet.texte} />
            </h3>
            {indicateurs.length > 0 && <Liste lignes={indicateurs} />}
          </div>
        )
      })}
    </>
  )
}

function Financements({ fiche }: { fiche: FicheInstantane }) {
  const sansMontant = fiche.financements.every((financement) => financement.montantCents === null)
  return (
    <section class="pv-defile" tabindex={0} aria-label="Financements de la fiche">
      <table class="ds-table pv-financements-publics">
        <caption class="pv-cache">Financements{sansMontant ? '' : ', en euros'}</caption>
        <thead>
          <tr>
            <th scope="col">Nature</th>
            <th scope="col">Financement</th>
            {!sansMontant && (
              <th scope="col" class="n">
                Montant
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {fiche.financements.map(({ nature, texte, organisations, montantCents }) => (
            <tr>
              <th scope="row">{LIBELLES_NATURES[nature]}</th>
              <td>
                <EnLigne texte={texte} />
                {organisations.length > 0 && <span class="pv-petit"> ({organisations.join(', ')})</span>}
              </td>
              {!sansMontant && <td class="n">{montantCents === null ? '–' : formatEuros(montantCents)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Calendrier({ calendrier }: { calendrier: FicheInstantane['calendrier'] }) {
  const { texte, precision, phases } = calendrier
  return (
    <>
      {texte !== null && (
        <div class="pv-prose">
          <Prose texte={texte} />
        </div>
      )}
      {texte === null && precision === 'au_fil_de_leau' && <p>Au fil de l’eau</p>}
      {phases.length > 0 && (
        <ul class="ds-list">
          {phases.map((phase) => (
            <li>
              <EnLigne texte={phase.texte} />
              {(phase.debut !== null || phase.fin !== null) && <span class="pv-petit">, {ecritPeriode(phase)}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Liens({ fiche, vue }: { fiche: FicheInstantane; vue: VuePublique }) {
  return (
    <ul class="ds-list">
      {fiche.liens.map((lien) => {
        const cible = vue.instantane.fiches.find((autre) => (lien.ficheId !== null ? autre.id === lien.ficheId : autre.code === lien.code))
        return (
          <li>
            {cible === undefined ? (
              <T>{[lien.code, lien.texte].filter((mot) => mot !== null && mot !== '').join(' ')}</T>
            ) : (
              <a href={adresseFiche(vue, cible)}>
                {cible.code} <T>{cible.intitule}</T>
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}
