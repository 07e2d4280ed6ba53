import type { ContratEspace } from '#compte/index.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import type { Saisie } from '#platform/http/formulaire.ts'
import { BilanErreurs, Case, ChampChoix, ChampFichier, ChampLong, ChampTexte, idChamp, Radios } from '#ui/champs.tsx'
import { Message, T } from '#ui/pieces.tsx'
import type { Calque } from '../carte/carte.ts'
import { CarteInteractive } from '../carte/vue-interactive.tsx'
import type { Defaut } from '../defaut.ts'
import type { QuestionGeo } from '../lecture/lecture.ts'
import type { Lieu } from '../lieu.store.ts'
import type { Perimetre } from '../perimetre.store.ts'

export type SuiteFormulaire = { erreur?: RegleViolee; defauts?: readonly Defaut[]; question?: QuestionGeo }

const typed = (saisie: Saisie, champ: string) => (typeof saisie[champ] === 'string' ? saisie[champ] : '')
const ticked = (saisie: Saisie, champ: string) => [saisie[champ]].flat().filter((un): un is string => typeof un === 'string')

/** The form of a perimeter: its name, where it lies, and its contour drawn, pasted, read from a file or made of official quartiers. */
export function FormulairePerimetre(props: {
  contrat: ContratEspace
  action: string
  saisie: Saisie
  perimetre: Perimetre | null
  quartiers: readonly Lieu[]
  calques: readonly Calque[]
  /** Where the shapes of the map come from. */
  donnees: string
  suite: SuiteFormulaire
}) {
  const { contrat, saisie, perimetre, quartiers, suite } = props
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: suite.erreur?.champs })
  const communes = ticked(saisie, 'communes')
  const codes = ticked(saisie, 'codes')
  const sortes = [
    ...(perimetre === null ? [] : [{ valeur: 'garder', libelle: 'Garder le contour actuel' }]),
    { valeur: 'aucun', libelle: 'Aucun contour : un nom seulement' },
    { valeur: 'dessin', libelle: 'Un contour dessiné sur la carte, ou collé' },
    { valeur: 'fichier', libelle: 'Un fichier' },
    { valeur: 'quartiers', libelle: 'La réunion de quartiers officiels' },
  ]
  return (
    <form method="post" action={props.action} enctype="multipart/form-data" class="pv-formulaire pv-formulaire-large" novalidate>
      <BilanErreurs message={suite.erreur?.message} erreurs={suite.erreur?.champs} />
      {suite.defauts !== undefined && <DefautsContour defauts={suite.defauts} />}
      {suite.question !== undefined && <QuestionContour question={suite.question} />}
      {perimetre !== null && <input type="hidden" name="version" value={typed(saisie, 'version') || String(perimetre.version)} />}
      <ChampTexte {...champ('nom')} libelle="Nom" requis longueurMax={200} />
      <fieldset class="ds-fieldset" id={idChamp('communes')}>
        <legend>Communes</legend>
        <div class="pv-lieux">
          {contrat.communes.map(({ code, nom }) => (
            <Case nom="communes[]" valeur={code} libelle={nom} coche={communes.includes(code)} />
          ))}
        </div>
      </fieldset>
      {contrat.quartiers.length > 0 && (
        <ChampChoix
          {...champ('quartierNommeId')}
          libelle="Quartier nommé par le contrat"
          aide="Si ce périmètre est son contour."
          vide="Aucun"
          options={contrat.quartiers.map(({ id, nom }) => ({ valeur: id, libelle: nom }))}
        />
      )}
      <ChampLong {...champ('note')} libelle="Précisions" lignes={3} />
      <Radios nom="sorte" legende="Contour" valeur={typed(saisie, 'sorte')} options={sortes} />
      {props.calques.length > 0 && (
        <CarteInteractive
          demande={{
            id: 'perimetre',
            titre: 'Carte pour dessiner le périmètre',
            description: 'Les quartiers officiels et les périmètres du contrat.',
            calques: props.calques,
            source: 'quartiers officiels tels qu’importés, périmètres du contrat',
          }}
          donnees={props.donnees}
          champ={idChamp('geometrie')}
          tableau="page"
        />
      )}
      <ChampLong
        {...champ('geometrie')}
        libelle="Contour dessiné ou collé"
        aide="GeoJSON ou WKT, en longitude et latitude. Le dessin sur la carte s’écrit ici."
        lignes={4}
      />
      <ChampFichier
        nom="fichier"
        libelle="Fichier"
        aide="GeoJSON, Shapefile (zip), GeoPackage, KML, CSV avec WKT : toutes ses formes sont réunies en un périmètre."
        accepte=".geojson,.json,.topojson,.zip,.gpkg,.kml,.kmz,.csv"
        erreurs={suite.erreur?.champs}
      />
      {quartiers.length > 0 && (
        <fieldset class="ds-fieldset" id={idChamp('codes')}>
          <legend>Quartiers officiels à réunir</legend>
          <div class="pv-lieux">
            {quartiers.map(({ code, nom }) => (
              <Case nom="codes[]" valeur={code ?? ''} libelle={`${nom} (${code})`} coche={codes.includes(code ?? '')} />
            ))}
          </div>
        </fieldset>
      )}
      <div class="pv-actions">
        <button class="ds-button" type="submit">
          {suite.defauts === undefined ? 'Enregistrer le périmètre' : 'Enregistrer le périmètre réparé'}
        </button>
      </div>
    </form>
  )
}

function DefautsContour({ defauts }: { defauts: readonly Defaut[] }) {
  return (
    <Message ton="warning">
      <h2 class="pv-h2">{accorde(defauts.length, 'défaut', 'défauts')} dans ce contour</h2>
      <ul class="ds-list">
        {defauts.map(({ phrase, reparations }) => (
          <li>
            <T>{phrase}</T>
            {reparations[0] !== undefined && (
              <p class="pv-note">
                <T>{`Réparation proposée : ${reparations[0].libelle}`}</T>
              </p>
            )}
          </li>
        ))}
      </ul>
      <Case nom="repare" libelle="J’accepte ces réparations ; le contour reçu est gardé à côté." />
    </Message>
  )
}

function QuestionContour({ question }: { question: QuestionGeo }) {
  return (
    <Message ton="warning">
      <p>
        <T>{question.phrase}</T> Choisissez, puis redonnez le fichier.
      </p>
      <ChampChoix
        nom={question.sur}
        libelle={question.sur === 'epsg' ? 'Système de coordonnées' : 'Couche'}
        requis
        vide="À choisir"
        options={question.choix}
      />
    </Message>
  )
}
