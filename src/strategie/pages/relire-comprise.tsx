import type { Child } from 'hono/jsx'
import { accorde, formatDate, formatEuros } from '#platform/formats.ts'
import { Icone } from '#ui/icone.tsx'
import { Code, T } from '#ui/pieces.tsx'
import { CHAMPS, type Champ } from '../fiche.ts'
import { LIBELLES_NATURES } from '../fiche-libelles.ts'
import type { Reponse } from '../import/doutes.ts'
import { familleDe, type Relecture } from '../import/revue.ts'
import { lienBloc, type VueRelecture } from './relire-vue.ts'

/** The fiche as understood, field by field, each with the numbers of its blocks and the doubts about it as questions. */
export function Comprise({ vue }: { vue: VueRelecture }) {
  const { fiche, remarques } = vue.relecture
  const attache = fiche.rattachement.map((etape) =>
    [etape.niveau, etape.code, etape.intitule].filter((mot) => mot !== null && mot !== '').join(' '),
  )
  const champs = [...vue.champs, ...CHAMPS.filter((champ) => !vue.champs.includes(champ) && blocsDe(vue, champ).length > 0)]
  const remplis = champs.filter((champ) => blocsDe(vue, champ).length > 0).length
  return (
    <section aria-labelledby="h-cp">
      <h2 id="h-cp">
        La fiche comprise{' '}
        <small>
          {accorde(remplis, 'champ')} sur {champs.length}
        </small>
      </h2>
      <dl class="pv-compris">
        <Ligne
          vue={vue}
          famille={1}
          nom="Code, titre"
          blocs={[...(fiche.code?.blocs ?? []), ...(fiche.intitule?.blocs ?? [])]}
          titre
          lieu="identite"
        >
          {fiche.code !== null && (
            <>
              <Code code={fiche.code.texte} />{' '}
            </>
          )}
          {fiche.intitule === null ? <a href="#c-intitule">Sans intitulé : donnez-lui-en un</a> : <T>{fiche.intitule.texte}</T>}
        </Ligne>
        <Ligne vue={vue} famille={1} nom="Rattachement" blocs={fiche.rattachement.flatMap((etape) => etape.blocs)} lieu="document">
          {attache.length === 0 ? null : <T>{attache.join(', ')}</T>}
        </Ligne>
        {champs.map((champ) => (
          <Ligne vue={vue} famille={familleDe(champ)} nom={vue.libelles[champ] ?? champ} blocs={blocsDe(vue, champ)} lieu={champ}>
            {contenuDe(vue, champ)}
          </Ligne>
        ))}
        {fiche.aClasser.length > 0 && (
          <Ligne vue={vue} famille={0} nom="À classer, gardé avec la fiche" blocs={fiche.aClasser.flatMap((extrait) => extrait.blocs)}>
            <Puces textes={fiche.aClasser.map((extrait) => extrait.texte)} />
          </Ligne>
        )}
      </dl>
      {remarques.length > 0 && (
        <details class="pv-remarques">
          <summary>{accorde(remarques.length, 'remarque')} de lecture</summary>
          <ul>
            {remarques.slice(0, 100).map(({ message, bloc }) => (
              <li>
                {bloc !== null && (
                  <>
                    <a href={lienBloc(vue, bloc)}>Bloc {bloc + 1}</a> :{' '}
                  </>
                )}
                <T>{message}</T>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

const REPONSES: Record<Reponse, string> = {
  separer: 'Oui, les séparer',
  juste: 'C’est juste ainsi',
  reprendre: 'Le noter en marge de la fiche, à vérifier',
}

/** The same answers in the words of the question. */
const REPONSES_PROPRES: Record<string, Partial<Record<Reponse, string>>> = {
  contexte_sans_etiquette: { juste: 'Oui, c’est le contexte', reprendre: 'Non : le noter en marge, à reprendre' },
  liste_ouverte: { juste: 'La garder ainsi', reprendre: 'Des noms manquent : le noter en marge' },
  nom_deux_graphies: { juste: 'Ce sont deux noms', reprendre: 'C’est le même nom : le noter en marge, à harmoniser' },
  plusieurs_indicateurs: { juste: 'Non, les laisser ainsi', reprendre: 'Le noter en marge, à vérifier' },
  total_incoherent: { juste: 'Le total est juste ainsi', reprendre: 'À recompter : le noter en marge' },
  virgule_finale: { juste: 'Rien ne manque', reprendre: 'Quelque chose manque : le noter en marge' },
}

type DouteVu = Relecture['doutes'][number] & { rang: number }

/** Each doubt is asked where it bears; what nobody has answered shows the safe answer. */
function Doutes({ vue, doutes }: { vue: VueRelecture; doutes: readonly DouteVu[] }) {
  return (
    <>
      {doutes.map((doute) => (
        <fieldset class="ds-fieldset pv-doute" disabled={!vue.peut.modifier} id={`doute-${doute.rang}`}>
          <legend>
            <Icone nom="alerte" />
            {doute.bloc === null ? 'Tout le document' : <a href={lienBloc(vue, doute.bloc)}>{`Bloc ${doute.bloc + 1}`}</a>}
            {doute.reponse !== null && <span class="pv-petit">décidé</span>}
          </legend>
          <p>
            <T>{doute.message}</T>
          </p>
          <input type="hidden" name={`doutes.${doute.rang}.cle`} value={doute.cle} form="relecture" />
          {doute.reponses.map((reponse) => {
            const id = `doute-${doute.rang}-${reponse}`
            return (
              <div class="ds-field">
                <input
                  class="ds-input"
                  type="radio"
                  form="relecture"
                  name={`doutes.${doute.rang}.reponse`}
                  id={id}
                  value={reponse}
                  checked={reponse === (doute.reponse ?? doute.proposee)}
                />
                <label for={id}>
                  {REPONSES_PROPRES[doute.code]?.[reponse] ?? REPONSES[reponse]}
                  {doute.reponse === null && reponse === doute.proposee && <span class="pv-petit"> (proposé)</span>}
                </label>
              </div>
            )
          })}
        </fieldset>
      ))}
    </>
  )
}

function Ligne(props: {
  vue: VueRelecture
  famille: number
  nom: string
  blocs: readonly number[]
  titre?: boolean
  lieu?: Champ | 'identite' | 'document'
  children: Child
}) {
  const { vue, lieu, children } = props
  const numeros = [...new Set(props.blocs)].sort((a, b) => a - b)
  const vide = children === null || children === undefined || children === false
  const doutes = vue.relecture.doutes.flatMap((doute, rang) => (doute.lieu === lieu ? [{ ...doute, rang }] : []))
  return (
    <div class={vide && doutes.length === 0 ? 'vide' : `f${props.famille}`}>
      <dt>
        {props.nom}
        <span>{numeros.length === 0 ? 'aucun bloc' : <LiensBlocs vue={vue} numeros={numeros} />}</span>
      </dt>
      <dd class={vide ? undefined : props.titre === true ? 't' : undefined}>
        {vide ? <span class="manque">Le document n’en parle pas : le champ reste vide.</span> : children}
      </dd>
      {doutes.length > 0 && (
        <dd>
          <Doutes vue={vue} doutes={doutes} />
        </dd>
      )}
    </div>
  )
}

const SUITES_MONTREES = 8

/** « blocs 4, 5 à 8 », each a link. */
function LiensBlocs({ vue, numeros }: { vue: VueRelecture; numeros: readonly number[] }) {
  const suites: { debut: number; fin: number }[] = []
  for (const numero of numeros) {
    const derniere = suites.at(-1)
    if (derniere !== undefined && derniere.fin === numero - 1) derniere.fin = numero
    else suites.push({ debut: numero, fin: numero })
  }
  return (
    <>
      {numeros.length > 1 ? 'blocs ' : 'bloc '}
      {suites.slice(0, SUITES_MONTREES).map(({ debut, fin }, rang) => (
        <>
          {rang > 0 && ', '}
          <a href={lienBloc(vue, debut)}>{debut === fin ? debut + 1 : `${debut + 1} à ${fin + 1}`}</a>
        </>
      ))}
      {suites.length > SUITES_MONTREES && '…'}
    </>
  )
}

const LIGNES_OUVERTES = 10
const LIGNES_MAX = 200

/** Rows as a list; a long one is folded, a huge one is cut with the number of what is not shown. */
function Puces({ textes }: { textes: readonly string[] }) {
  if (textes.length === 1) return <T>{textes[0] ?? ''}</T>
  const lignes = (parties: readonly string[]) => (
    <ul>
      {parties.map((texte) => (
        <li>
          <T>{texte}</T>
        </li>
      ))}
    </ul>
  )
  if (textes.length <= LIGNES_OUVERTES) return lignes(textes)
  return (
    <>
      {lignes(textes.slice(0, LIGNES_OUVERTES))}
      <details class="pv-suite-lignes">
        <summary>{accorde(textes.length - LIGNES_OUVERTES, 'autre ligne', 'autres lignes')}</summary>
        {lignes(textes.slice(LIGNES_OUVERTES, LIGNES_MAX))}
        {textes.length > LIGNES_MAX && (
          <p class="pv-petit">Et {accorde(textes.length - LIGNES_MAX, 'ligne')} à lire dans le document ci-contre.</p>
        )}
      </details>
    </>
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
          textes={fiche.financements.map(({ texte, nature, montantCents }) => {
            const lu = [LIBELLES_NATURES[nature].toLowerCase(), montantCents === null ? null : formatEuros(montantCents)]
            return `${texte} (${lu.filter((mot) => mot !== null).join(', ')})`
          })}
        />
      )
    case 'calendrier':
      return <Puces textes={textesCalendrier(fiche.calendrier)} />
    case 'indicateursEffets':
      return (
        <>
          {fiche.indicateursEffets.map((groupe, rang) => (
            <div class="pv-groupe-effet">
              <strong>
                {groupe.effet === null ? 'Sans effet nommé' : `${String.fromCharCode(65 + (rang % 26))} `}
                {groupe.effet !== null && <T>{groupe.effet}</T>}
              </strong>
              {groupe.indicateurs.length === 1 && ' : '}
              <Puces textes={groupe.indicateurs.map((indicateur) => indicateur.texte)} />
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

function textesCalendrier({ texte, phases }: Relecture['fiche']['calendrier']): string[] {
  return [
    ...(texte === null ? [] : texte.split('\n')),
    ...phases
      .filter((phase) => phase.debut !== null || phase.fin !== null)
      .map(
        (phase) =>
          `Phase « ${phase.libelle} » : ${[...new Set([phase.debut, phase.fin])]
            .filter((date) => date !== null)
            .map(formatDate)
            .join(' – ')}`,
      ),
  ]
}
