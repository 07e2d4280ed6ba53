import type { Child } from 'hono/jsx'
import { formatDate, formatInstant, formatNombre, INSECABLE, typographie } from '#platform/formats.ts'
import { parseTexte } from '#platform/texte/commonmark.ts'
import type { GenerationDessinee } from '../adresse.store.ts'
import { explainVerdict, formatMetres, type Sujet, sayListe, sayVerdict } from '../adresse-phrases.ts'
import { Carte } from '../carte/vue-carte.tsx'
import { type Doute, LIBELLES_DOUTES, type Verdict } from '../certitude.ts'
import type { Candidat } from '../geocodeur.ts'
import type { Boite, Position } from '../geometrie.ts'
import type { Quartier } from '../quartier.ts'
import type { ReglagesAdresse } from '../reglages-adresse.ts'
import { bandeOf, type SituationDatee } from '../situation.ts'
import { CarteATapper, type Decor, demandeReponse } from './mon-adresse-carte.tsx'
import { MemeQuestion } from './mon-adresse-formulaire.tsx'

export type VueReponse = {
  sujet: Sujet
  verdict: Verdict
  situation: SituationDatee
  position: Position
  precisionM: number
  /** The address as the geocoder knows it, to be checked by the person. */
  libelle: string | null
  aujourdhui: string
  /** Fields that ask the same again, without its date. */
  champs: Readonly<Record<string, string>>
  /** Generations known here, the most recent first. */
  generations: readonly GenerationDessinee[]
  reglages: ReglagesAdresse
  decor: Decor
  cadre: Boite
  /** The point comes from a map that was touched: it is shown again, nearer. */
  tape: boolean
  now: Date
}

/** The verdict in the heading, then what it rests on, what it opens, whom to ask. */
export function Reponse(vue: VueReponse) {
  const { verdict, situation, sujet, aujourdhui, reglages, decor, cadre, position } = vue
  const trouves = situation.dedans.map(({ code }) => code)
  const pourquoi = explainVerdict(verdict, situation, vue.precisionM)
  return (
    <article class="pv-verdict" data-verdict={verdict}>
      <h1>{typographie(sayVerdict(verdict, situation, sujet, situation.jour === aujourdhui))}</h1>
      {vue.libelle !== null && (
        <p>
          Adresse reconnue{INSECABLE}: <strong>{typographie(vue.libelle)}</strong>.
        </p>
      )}
      {pourquoi !== '' && <p>{typographie(pourquoi)}</p>}
      <Faits {...vue} />
      {verdict === 'oui' && <CeQueCelaOuvre texte={reglages.ouvre} />}
      <AQuiDemander contact={reglages.contact} verdict={verdict} />
      {vue.tape ? (
        <>
          <h2 class="pv-ecran">Préciser le point</h2>
          <CarteATapper decor={decor} cadre={cadre} jour={jourDit(vue)} position={position} trouves={trouves}>
            <p>Touchez encore la carte, plus près{INSECABLE}: le point sera plus précis.</p>
          </CarteATapper>
        </>
      ) : (
        situation.connus > 0 && (
          <>
            <h2>Sur la carte</h2>
            <Carte demande={demandeReponse(decor, cadre, [{ nom: 'L’endroit cherché', position }], trouves)} />
          </>
        )
      )}
      <AutresDates {...vue} />
      <p class="pv-note">
        Réponse donnée le {formatInstant(vue.now)}. Elle renseigne, elle ne vaut pas décision. Rien n’est gardé de votre question. Imprimez
        cette page pour garder la réponse.
      </p>
    </article>
  )
}

function jourDit({ situation, aujourdhui }: Pick<VueReponse, 'situation' | 'aujourdhui'>): string {
  return situation.jour === aujourdhui ? '' : situation.jour
}

function Faits({ verdict, situation, reglages }: VueReponse) {
  const { dedans, proche, generations } = situation
  const dehors = dedans.length === 0
  const montres = dehors ? (proche === null || verdict === 'inconnu' ? [] : [proche]) : dedans
  const bande = dehors && montres[0] !== undefined ? bandeOf(montres[0].distanceM, reglages.bandes) : null
  if (generations.length === 0) return null
  return (
    <dl class="pv-notice">
      {montres.map((un) => (
        <>
          <Fait titre={dehors ? 'Quartier le plus proche' : 'Quartier'}>
            <a href={`/quartiers/${un.code}`}>{typographie(un.nom)}</a>, code {un.code}
          </Fait>
          {!dehors && <Fait titre="Distance à la limite">{formatMetres(un.distanceM)}, à l’intérieur</Fait>}
        </>
      ))}
      {verdict === 'non' && reglages.bandes.length > 0 && (
        <Fait titre="Autour du quartier">
          {bande === null
            ? `À plus de ${formatNombre(reglages.bandes.at(-1) ?? 0)}${INSECABLE}m de tout quartier.`
            : `À moins de ${formatNombre(bande)}${INSECABLE}m d’un quartier, à vol d’oiseau.`}
          {bande !== null && reglages.texteBandes !== null && <Prose texte={reglages.texteBandes} />}
        </Fait>
      )}
      {generations.map((generation) => (
        <Fait titre="Liste officielle">{typographie(sayListe(generation))}</Fait>
      ))}
      <Fait titre="Valable">au {formatDate(situation.jour)}</Fait>
      <Fait titre="Contours">{typographie(reglages.attribution)}</Fait>
    </dl>
  )
}

function Fait({ titre, children }: { titre: string; children: Child }) {
  return (
    <div>
      <dt>{titre}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function CeQueCelaOuvre({ texte }: { texte: string | null }) {
  return (
    <>
      <h2>Ce que cela ouvre</h2>
      {texte === null ? (
        <p>
          Habiter ou travailler dans un quartier prioritaire peut donner accès à des aides ou à des services. Ce site n’en tient pas la
          liste. Chaque aide a ses propres conditions{INSECABLE}: demandez avant de compter dessus.
        </p>
      ) : (
        <Prose texte={texte} />
      )}
    </>
  )
}

export function AQuiDemander({ contact, verdict }: { contact: string | null; verdict: Verdict | 'a_verifier' }) {
  const sur = verdict === 'oui' || verdict === 'non'
  return (
    <>
      <h2>{sur ? 'À qui demander' : 'À qui demander de vérifier'}</h2>
      {contact === null ? <p>À votre mairie, ou à l’intercommunalité qui pilote le contrat de ville.</p> : <Prose texte={contact} />}
    </>
  )
}

/** A text of the instance, with its strong, emphasis and links. */
function Prose({ texte }: { texte: string }) {
  return (
    <>
      {parseTexte(typographie(texte)).map((fragments) => (
        <p>
          {fragments.map(({ texte: mots, gras, italique, lien }) => {
            const penche = italique ? <em>{mots}</em> : mots
            const appuye = gras ? <strong>{penche}</strong> : penche
            return lien === null ? appuye : <a href={lien}>{appuye}</a>
          })}
        </p>
      ))}
    </>
  )
}

/** The day each other generation ended, or began when it has not. */
function AutresDates({ generations, situation, champs, aujourdhui }: VueReponse) {
  const enVigueur = new Set(situation.generations.map(({ id }) => id))
  const autres = generations.filter(({ id, debut }) => !enVigueur.has(id) && debut <= aujourdhui)
  const jourOf = ({ debut, fin }: GenerationDessinee) => (fin !== null && fin < aujourdhui ? fin : debut > aujourdhui ? debut : aujourdhui)
  if (autres.length === 0 && situation.jour === aujourdhui) return null
  return (
    <div class="pv-ecran">
      <h2>À une autre date</h2>
      <ul class="pv-lignes">
        {situation.jour !== aujourdhui && (
          <li>
            <MemeQuestion champs={champs} jour="" libelle="Aujourd’hui" />
          </li>
        )}
        {autres.map((generation) => (
          <li>
            <MemeQuestion
              champs={champs}
              jour={jourOf(generation)}
              libelle={`Au ${formatDate(jourOf(generation))} : ${typographie(generation.libelle)}`.replace(' :', `${INSECABLE}:`)}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

export type VueAVerifier = {
  doute: Doute
  candidats: readonly Candidat[]
  quartiersDeLaCommune: readonly Quartier[]
  jour: string
  aujourdhui: string
  decor: Decor
  cadre: Boite | null
  reglages: ReglagesAdresse
}

/** Neither yes nor no: the candidates, on a map and in a list where one may be chosen. */
export function AVerifier({ doute, candidats, quartiersDeLaCommune, jour, aujourdhui, decor, cadre, reglages }: VueAVerifier) {
  const points = candidats.map(({ libelle, position }, rang) => ({ nom: `${rang + 1}. ${libelle}`, position }))
  const jourChamp = jour === aujourdhui ? '' : jour
  return (
    <article class="pv-verdict" data-verdict="a_verifier">
      <h1>À vérifier{INSECABLE}: l’adresse n’est pas assez précise pour répondre</h1>
      <p>{LIBELLES_DOUTES[doute]}</p>
      {candidats.length > 0 && (
        <>
          <h2>Est-ce l’une de ces adresses{'\u202f'}?</h2>
          <ol class="pv-candidats">
            {candidats.map((candidat) => (
              <li>
                {candidat.type === 'housenumber' ? (
                  <MemeQuestion
                    champs={{ par: 'adresse', adresse: candidat.libelle }}
                    jour={jourChamp}
                    libelle={typographie(candidat.libelle)}
                  />
                ) : (
                  <>
                    {typographie(candidat.libelle)} <span class="pv-note">({SORTES[candidat.type]})</span>
                  </>
                )}
              </li>
            ))}
          </ol>
          {candidats.every(({ type }) => type !== 'housenumber') && <p>Ajoutez le numéro, et la commune, puis recommencez.</p>}
        </>
      )}
      {quartiersDeLaCommune.length > 0 && (
        <>
          <h2>Les quartiers de la commune</h2>
          <ListeQuartiers quartiers={quartiersDeLaCommune} />
        </>
      )}
      {cadre !== null && (
        <>
          <h2>Sur la carte</h2>
          <Carte demande={demandeReponse(decor, cadre, points, [])} />
        </>
      )}
      <AQuiDemander contact={reglages.contact} verdict="a_verifier" />
    </article>
  )
}

const SORTES: Record<Candidat['type'], string> = {
  housenumber: 'adresse',
  street: 'rue entière, sans numéro',
  locality: 'lieu-dit, sans numéro',
  municipality: 'commune entière',
  autre: 'lieu',
}

export function ListeQuartiers({ quartiers }: { quartiers: readonly Quartier[] }) {
  return (
    <ul class="pv-lignes">
      {quartiers.map(({ nom, code, nature }) => (
        <li>
          <a href={`/quartiers/${code}`}>{typographie(nom)}</a> <span class="pv-note">{`${nature}, code ${code}`}</span>
        </li>
      ))}
    </ul>
  )
}
