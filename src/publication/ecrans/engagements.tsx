import { enfantsDe, type FicheInstantane, fichesSous, type Instantane, type NoeudInstantane } from '#strategie/index.ts'
import { Code, Paves, T } from '#ui/pieces.tsx'
import { enLettres, enTete } from '../nombres.ts'
import { Prose } from './prose.tsx'
import { adresseFiche, isEngagee, type VuePublique } from './vue.ts'

/** Beyond, the fiches of a part are shown under the nodes that hold them. */
const FICHES_SANS_GROUPE = 8

/** The parts of the contract with their fiches, and those that hang from none. */
export function Engagements({ vue }: { vue: VuePublique }) {
  const { instantane } = vue
  const parts = enfantsDe(instantane, null).filter((part) => fichesSous(instantane, part.id).length > 0)
  const seules = instantane.fiches.filter((fiche) => fiche.noeudId === null)
  const titre = titreDe(instantane, parts.length, seules.length)
  return (
    <section class="pv-bloc" id="engagements" aria-labelledby="h-e">
      <div>
        <h2 id="h-e">{titre}</h2>
        <p class="pv-note">Chaque engagement nomme qui le tient et comment on le vérifie.</p>
      </div>
      <div class="pv-pile">
        {parts.length > 0 && (
          <ol class={`pv-axes${parts.length === 1 ? ' seul' : ''}`}>
            {parts.map((part, rang) => (
              <Part vue={vue} part={part} rang={rang} />
            ))}
          </ol>
        )}
        {seules.length > 0 && (
          <div>
            {parts.length > 0 && <h3>Autres engagements</h3>}
            <Fiches vue={vue} fiches={seules} />
          </div>
        )}
      </div>
    </section>
  )
}

function titreDe({ niveaux }: Instantane, parts: number, seules: number): string {
  const niveau = niveaux[0]
  if (parts < 2 || seules > 0 || niveau === undefined) return 'Les engagements'
  const nom = enLettres(parts, niveau.singulier.toLowerCase(), niveau.pluriel.toLowerCase(), niveau.feminin ? 'feminin' : 'masculin')
  return `${enTete(nom)} d’engagement`
}

function Part({ vue, part, rang }: { vue: VuePublique; part: NoeudInstantane; rang: number }) {
  const fiches = fichesSous(vue.instantane, part.id)
  const engagees = fiches.filter(isEngagee).length
  const dit = `${engagees} en cours ou ${engagees > 1 ? 'faites' : 'faite'} sur ${fiches.length}`
  return (
    <li class={`d${(rang % 6) + 1}`}>
      <span class="gros" aria-hidden="true">
        {part.code === '' ? rang + 1 : part.code}
      </span>
      <h3>
        {part.code !== '' && <span class="pv-cache">{`${part.code} `}</span>}
        <T>{part.intitule}</T>
      </h3>
      {part.description !== null && (
        <div class="pv-prose">
          <Prose texte={part.description} />
        </div>
      )}
      <p class="compte">
        {fiches.length <= 40 && <Paves pleins={engagees} total={fiches.length} libelle={`Fiches : ${dit}`} />}
        <span class="pv-petit" aria-hidden={fiches.length <= 40 ? 'true' : undefined}>
          {dit}
        </span>
      </p>
      {fiches.length <= FICHES_SANS_GROUPE ? <Fiches vue={vue} fiches={fiches} /> : <Groupes vue={vue} part={part} />}
    </li>
  )
}

/** Fiches under each node right below a part; those of the part itself first. */
function Groupes({ vue, part }: { vue: VuePublique; part: NoeudInstantane }) {
  const { instantane } = vue
  const siennes = instantane.fiches.filter((fiche) => fiche.noeudId === part.id)
  const groupes = enfantsDe(instantane, part.id).flatMap((noeud) => {
    const fiches = fichesSous(instantane, noeud.id)
    return fiches.length === 0 ? [] : [{ noeud, fiches }]
  })
  return (
    <div class="pv-groupes">
      {siennes.length > 0 && <Fiches vue={vue} fiches={siennes} />}
      {groupes.map(({ noeud, fiches }) => (
        <>
          <h4>
            <T>{noeud.intitule}</T>
          </h4>
          <Fiches vue={vue} fiches={fiches} />
        </>
      ))}
    </div>
  )
}

function Fiches({ vue, fiches }: { vue: VuePublique; fiches: readonly FicheInstantane[] }) {
  return (
    <ul class="pv-fiches-publiques">
      {fiches.map((fiche) => (
        <li>
          <Code code={fiche.code} />{' '}
          <a href={adresseFiche(vue, fiche)}>
            <T>{fiche.intitule}</T>
          </a>
        </li>
      ))}
    </ul>
  )
}
