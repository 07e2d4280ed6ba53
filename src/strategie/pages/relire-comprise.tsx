import type { Child } from 'hono/jsx'
import { formatDate, formatEuros } from '#platform/formats.ts'
import { Icone } from '#ui/icone.tsx'
import { Code, T } from '#ui/pieces.tsx'
import { CHAMPS, type Champ } from '../fiche.ts'
import { LIBELLES_NATURES } from '../fiche-libelles.ts'
import { cleDoute, familleDe, isSeparable } from '../import/revue.ts'
import type { VueRelecture } from './relire.tsx'

/** The fiche as understood, field by field, each with the numbers of its blocks; then the doubts, each a question. */
export function Comprise({ vue, modifiable }: { vue: VueRelecture; modifiable: boolean }) {
  const { fiche, doutes } = vue.relecture
  const attache = fiche.rattachement.map((etape) =>
    [etape.niveau, etape.code, etape.intitule].filter((mot) => mot !== null && mot !== '').join(' '),
  )
  return (
    <section aria-labelledby="h-cp">
      <h2 id="h-cp">
        La fiche comprise{' '}
        <small>
          {CHAMPS.filter((champ) => blocsDe(vue, champ).length > 0).length} champs sur {CHAMPS.length}
        </small>
      </h2>
      <dl class="pv-compris">
        <Ligne famille={1} nom="Code, titre" blocs={[...(fiche.code?.blocs ?? []), ...(fiche.intitule?.blocs ?? [])]} titre>
          {fiche.code !== null && (
            <>
              <Code code={fiche.code.texte} />{' '}
            </>
          )}
          <T>{fiche.intitule?.texte ?? 'Sans intitulé : donnez-lui-en un plus bas'}</T>
        </Ligne>
        <Ligne famille={1} nom="Rattachement" blocs={fiche.rattachement.flatMap((etape) => etape.blocs)}>
          {attache.length === 0 ? null : attache.join(' › ')}
        </Ligne>
        {CHAMPS.map((champ) => (
          <Ligne famille={familleDe(champ)} nom={vue.libelles[champ] ?? champ} blocs={blocsDe(vue, champ)}>
            {contenuDe(vue, champ)}
          </Ligne>
        ))}
        {fiche.aClasser.length > 0 && (
          <Ligne famille={1} nom="À classer, gardé avec la fiche" blocs={fiche.aClasser.flatMap((extrait) => extrait.blocs)}>
            <Puces textes={fiche.aClasser.map((extrait) => extrait.texte)} />
          </Ligne>
        )}
      </dl>
      {doutes.length > 0 && <Doutes vue={vue} modifiable={modifiable} />}
    </section>
  )
}

function Doutes({ vue, modifiable }: { vue: VueRelecture; modifiable: boolean }) {
  const { fiche, doutes } = vue.relecture
  return (
    <form id="doutes" method="post" action={`${vue.base}/fiches/${vue.aRelire.id}/doutes`}>
      {doutes.map((doute, rang) => {
        const cle = cleDoute(doute)
        const reponse = vue.aRelire.decisions.doutes[cle] ?? ''
        return (
          <fieldset class="ds-fieldset pv-doute" disabled={!modifiable}>
            <legend>
              <Icone nom="alerte" />
              {doute.bloc === null ? 'Le document' : <a href={`#b${doute.bloc + 1}`}>{`Bloc ${doute.bloc + 1}`}</a>}
            </legend>
            <p>
              <T>{doute.message}</T>
            </p>
            <input type="hidden" name="cle" value={cle} />
            <div class="ds-field">
              <label for={`doute-${rang}`}>Votre réponse</label>
              <select class="ds-input" id={`doute-${rang}`} name="reponse">
                <option value="" selected={reponse === ''}>
                  Je décide plus tard
                </option>
                <option value="juste" selected={reponse === 'juste'}>
                  C’est juste ainsi, ne rien changer
                </option>
                <option value="reprendre" selected={reponse === 'reprendre'}>
                  À reprendre : le noter en marge de la fiche
                </option>
                {isSeparable(doute, fiche) && (
                  <option value="separer" selected={reponse === 'separer'}>
                    Oui, les séparer
                  </option>
                )}
              </select>
            </div>
          </fieldset>
        )
      })}
      {modifiable && (
        <div class="pv-actions pv-haut-1">
          <button class="ds-button" data-variant="secondary" type="submit">
            Enregistrer mes réponses
          </button>
        </div>
      )}
    </form>
  )
}

function Ligne({
  famille,
  nom,
  blocs,
  titre,
  children,
}: {
  famille: number
  nom: string
  blocs: readonly number[]
  titre?: boolean
  children: Child
}) {
  const numeros = [...new Set(blocs)].sort((a, b) => a - b)
  const vide = children === null || children === undefined || children === false
  return (
    <div class={vide ? 'f0' : `f${famille}`}>
      <dt>
        {nom}
        <span>{numeros.length === 0 ? 'aucun bloc' : <LiensBlocs numeros={numeros} />}</span>
      </dt>
      <dd class={vide ? 'manque' : titre === true ? 't' : undefined}>
        {vide ? 'Le document n’en parle pas. Le champ reste vide : rien n’est inventé.' : children}
      </dd>
    </div>
  )
}

/** « blocs 4, 5 à 8 », each a link. */
function LiensBlocs({ numeros }: { numeros: readonly number[] }) {
  const suites: { debut: number; fin: number }[] = []
  for (const numero of numeros) {
    const derniere = suites.at(-1)
    if (derniere !== undefined && derniere.fin === numero - 1) derniere.fin = numero
    else suites.push({ debut: numero, fin: numero })
  }
  return (
    <>
      {numeros.length > 1 ? 'blocs ' : 'bloc '}
      {suites.map((suite, rang) => (
        <>
          {rang > 0 && ', '}
          <a href={`#b${suite.debut + 1}`}>{suite.debut === suite.fin ? suite.debut + 1 : `${suite.debut + 1} à ${suite.fin + 1}`}</a>
        </>
      ))}
    </>
  )
}

function Puces({ textes }: { textes: readonly string[] }) {
  if (textes.length === 1) return <T>{textes[0] ?? ''}</T>
  return (
    <ul>
      {textes.map((texte) => (
        <li>
          <T>{texte}</T>
        </li>
      ))}
    </ul>
  )
}

function blocsDe(vue: VueRelecture, champ: Champ): number[] {
  const { fiche } = vue.relecture
  switch (champ) {
    case 'enjeu':
      return fiche.enjeu.flatMap((extrait) => extrait.blocs)
    case 'financements':
      return fiche.financements.flatMap((financement) => financement.blocs)
    case 'calendrier':
      return [...fiche.calendrier.blocs, ...fiche.calendrier.phases.flatMap((phase) => phase.blocs)]
    case 'indicateursEffets':
      return fiche.indicateursEffets.flatMap((groupe) => groupe.indicateurs.flatMap((indicateur) => indicateur.blocs))
    case 'liens':
      return fiche.liens.flatMap((lien) => lien.blocs)
    default:
      return fiche.listes[champ].flatMap((extrait) => extrait.blocs)
  }
}

function contenuDe(vue: VueRelecture, champ: Champ): Child {
  const { fiche } = vue.relecture
  if (blocsDe(vue, champ).length === 0) return null
  switch (champ) {
    case 'enjeu':
      return <Puces textes={fiche.enjeu.map((extrait) => extrait.texte)} />
    case 'financements':
      return (
        <Puces
          textes={fiche.financements.map((financement) =>
            [
              financement.texte,
              `[${LIBELLES_NATURES[financement.nature]}${financement.montantCents === null ? '' : `, ${formatEuros(financement.montantCents)}`}]`,
            ].join(' '),
          )}
        />
      )
    case 'calendrier':
      return (
        <Puces
          textes={[
            ...(fiche.calendrier.texte === null ? [] : [fiche.calendrier.texte]),
            ...fiche.calendrier.phases.map(
              (phase) =>
                `${phase.libelle} : ${[phase.debut, phase.fin]
                  .filter((date) => date !== null)
                  .map(formatDate)
                  .join(' – ')}`,
            ),
          ]}
        />
      )
    case 'indicateursEffets':
      return (
        <>
          {fiche.indicateursEffets.map((groupe) => (
            <div>
              <strong>
                <T>{groupe.effet ?? 'Sans effet nommé'}</T>
              </strong>
              <ul>
                {groupe.indicateurs.map((indicateur) => (
                  <li>
                    <T>{indicateur.texte}</T>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </>
      )
    case 'liens':
      return <Puces textes={fiche.liens.map((lien) => [lien.code, lien.intitule ?? lien.texte].filter((mot) => mot !== null).join(' '))} />
    default:
      return <Puces textes={fiche.listes[champ].map((extrait) => extrait.texte)} />
  }
}
