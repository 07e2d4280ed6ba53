import type { Child } from 'hono/jsx'
import { Statut, T } from '#ui/pieces.tsx'
import {
  CHAMPS,
  type Champ,
  type ChoixChamp,
  ECHELLES,
  type Echelle,
  type Fiche,
  isFilled,
  LIBELLES_CHAMPS,
  type TypeEchelle,
} from '../fiche.ts'
import { LIBELLES_ECHELLES, LIBELLES_ETATS } from '../fiche-libelles.ts'
import { precisionsPublic } from '../fiche-mots.ts'
import type { FicheCitante, FicheCitee } from '../fiche-page.store.ts'
import { Calendrier } from './fiche-calendrier.tsx'
import { Effets } from './fiche-effets.tsx'
import { Financements } from './fiche-financements.tsx'
import { Liens } from './fiche-liens.tsx'
import { Mots, Prose } from './fiche-texte.tsx'

/** What the text of a fiche is shown with. */
export type VueCorps = {
  fiche: Fiche
  champs: readonly ChoixChamp[]
  citees: readonly FicheCitee[]
  citantes: readonly FicheCitante[]
  /** Numbers of the open remarks, by field. */
  renvois: ReadonlyMap<Champ | null, readonly { numero: number; id: string }[]>
  /** /espace/tours */
  base: string
  /** Today, ISO. */
  jour: string
  peutModifier: boolean
}

/** Every field that the contract uses, in its order and under its names; the empty ones are said so. */
export function Corps(vue: VueCorps) {
  const { champs, fiche } = vue
  const ensemble = champs.some((choix) => choix.champ === 'effets')
  const hors = horsChoix(vue)
  return (
    <>
      {champs
        .filter((choix) => !(ensemble && choix.champ === 'indicateursEffets'))
        .map(({ champ, libelle }) => (
          <ChampFiche vue={vue} champ={champ} libelle={champ === 'effets' ? titreEffets(vue) : libelle} />
        ))}
      {hors.map(({ champ, libelle }) => (
        <ChampFiche vue={vue} champ={champ} libelle={`${libelle} (champ que le contrat n’utilise pas)`} />
      ))}
      {fiche.aClasser.length > 0 && (
        <section class="pv-champ" id="aClasser">
          <h2>À classer</h2>
          <div>
            <p class="pv-note">Ces lignes du document importé n’ont pas encore trouvé leur champ. Rien n’en est perdu.</p>
            <Puces textes={fiche.aClasser.map((ligne) => ligne.texte)} />
            {vue.peutModifier && (
              <p class="pv-a-faire">
                <a href={`${vue.base}/fiches/${fiche.id}/modifier#c-aClasser`}>Ranger ces lignes</a>
              </p>
            )}
          </div>
        </section>
      )}
    </>
  )
}

/** Fields that are filled though the contract does not use them: shown all the same. */
function horsChoix({ champs, fiche }: VueCorps): { champ: Champ; libelle: string }[] {
  const utilises = new Set(champs.map((choix) => choix.champ))
  return CHAMPS.filter((champ) => !utilises.has(champ) && isFilled(fiche, champ))
    .filter((champ) => !(champ === 'indicateursEffets' && (utilises.has('effets') || isFilled(fiche, 'effets'))))
    .map((champ) => ({ champ, libelle: LIBELLES_CHAMPS[champ] }))
}

function titreEffets({ champs }: VueCorps): string {
  const nom = (champ: Champ) => champs.find((choix) => choix.champ === champ)?.libelle
  return nom('indicateursEffets') === undefined ? (nom('effets') ?? '') : `${nom('effets')} et leurs indicateurs`
}

function ChampFiche({ vue, champ, libelle }: { vue: VueCorps; champ: Champ; libelle: string }) {
  const { fiche, base } = vue
  const rempli =
    isFilled(fiche, champ) || (champ === 'effets' && fiche.indicateursEffets.length > 0) || (champ === 'liens' && vue.citantes.length > 0)
  const renvois = [...(vue.renvois.get(champ) ?? []), ...(champ === 'effets' ? (vue.renvois.get('indicateursEffets') ?? []) : [])]
  return (
    <section class={rempli ? 'pv-champ' : 'pv-champ vide'} id={champ}>
      <h2>
        <T>{libelle}</T>
        {renvois.map(({ numero, id }) => (
          <a class="pv-renvoi" href={`#commentaire-${id}`}>
            <span class="pv-cache">remarque </span>
            {numero}
          </a>
        ))}
      </h2>
      <div>
        {rempli ? (
          <Valeur vue={vue} champ={champ} />
        ) : (
          <p class="pv-note">
            Non renseigné
            {vue.peutModifier && (
              <>
                .{' '}
                <a href={`${base}/fiches/${fiche.id}/modifier#c-${champ}`}>
                  Compléter<span class="pv-cache"> le champ {libelle}</span>
                </a>
              </>
            )}
          </p>
        )}
      </div>
    </section>
  )
}

function Valeur({ vue, champ }: { vue: VueCorps; champ: Champ }): Child {
  const { fiche } = vue
  switch (champ) {
    case 'enjeu':
      return <Prose texte={fiche.enjeu ?? ''} classe="enjeu" />
    case 'realisations':
      return (
        <ul class="ds-list">
          {fiche.realisations.map(({ texte, etat }) => (
            <li>
              <Mots texte={texte} />
              {etat !== 'prevue' && (
                <>
                  {' '}
                  <Statut etat={etat === 'realisee' ? 'validee' : etat === 'en_cours' ? 'soumise' : 'abandonnee'}>
                    {LIBELLES_ETATS[etat]}
                  </Statut>
                </>
              )}
            </li>
          ))}
        </ul>
      )
    case 'effets':
      return <Effets fiche={fiche} />
    case 'indicateursEffets':
      return <Puces textes={fiche.indicateursEffets.map((ligne) => ligne.texte)} />
    case 'echelleTerritoriale':
      return <Echelles echelles={fiche.echelleTerritoriale} />
    case 'publics':
      return (
        <ul class="ds-list">
          {fiche.publics.map((public_) => (
            <li>
              <Mots texte={public_.texte} />
              <Note texte={precisionsPublic(public_).join(', ')} />
            </li>
          ))}
        </ul>
      )
    case 'animateur':
      return <Suite elements={fiche.animateur.map(({ texte }) => ({ texte, note: '' }))} fort />
    case 'partenaires':
      return (
        <Suite
          elements={fiche.partenaires.map(({ texte, role, habitants }) => ({
            texte,
            note: [role, habitants ? 'dont habitants' : null].filter((mot) => mot !== null).join(', '),
          }))}
        />
      )
    case 'dispositifs':
      return <Suite elements={fiche.dispositifs.map(({ texte }) => ({ texte, note: '' }))} />
    case 'financements':
      return <Financements financements={fiche.financements} />
    case 'calendrier':
      return <Calendrier calendrier={fiche.calendrier} jour={vue.jour} />
    case 'liens':
      return <Liens {...vue} />
    default:
      return <Puces textes={fiche[champ].map((ligne) => ligne.texte)} />
  }
}

function Puces({ textes }: { textes: readonly string[] }) {
  return (
    <ul class="ds-list">
      {textes.map((texte) => (
        <li>
          <Mots texte={texte} />
        </li>
      ))}
    </ul>
  )
}

const ECHELLES_PLURIEL: Record<TypeEchelle, string> = {
  agglomeration: 'Agglomération',
  commune: 'Communes',
  quartier: 'Quartiers',
  autre: '',
}

/** « Quartiers : Sanitas, Rabière », one line a scale. */
function Echelles({ echelles }: { echelles: readonly Echelle[] }) {
  const types = ECHELLES.filter((type) => echelles.some((echelle) => echelle.type === type))
  return (
    <>
      {types.map((type) => {
        const noms = echelles.filter((echelle) => echelle.type === type)
        const sorte = noms.length === 1 ? LIBELLES_ECHELLES[type] : ECHELLES_PLURIEL[type]
        return <Suite elements={noms.map(({ texte }) => ({ texte, note: '' }))} avant={type === 'autre' ? '' : `${sorte}\u00a0: `} />
      })}
    </>
  )
}

function Note({ texte }: { texte: string }) {
  return texte === '' ? null : <span class="pv-note"> {texte}</span>
}

/** Short names on one line, as one would say them; a list as soon as one of them is a sentence. */
function Suite({
  elements,
  fort = false,
  avant = '',
}: {
  elements: readonly { texte: string; note: string }[]
  fort?: boolean
  avant?: string
}) {
  const long = elements.some(({ texte }) => texte.length > 80 || texte.includes('\n'))
  if (!long) {
    return (
      <p>
        {avant}
        {elements.map(({ texte, note }, rang) => (
          <>
            {rang > 0 && ', '}
            {fort ? (
              <strong>
                <Mots texte={texte} />
              </strong>
            ) : (
              <Mots texte={texte} />
            )}
            {note !== '' && <span class="pv-note"> ({note})</span>}
          </>
        ))}
      </p>
    )
  }
  return (
    <ul class="ds-list">
      {elements.map(({ texte, note }) => (
        <li>
          <Mots texte={texte} />
          <Note texte={note} />
        </li>
      ))}
    </ul>
  )
}
