import type { ChampFautif } from '#platform/errors.ts'
import { ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { T } from '#ui/pieces.tsx'
import { citeDecret, LIBELLES_OBJET_DECRET } from '../generation.ts'
import { LIBELLES_COLONNE, missingColonnes } from '../import/correspondance.ts'
import { type Import, LIBELLES_TYPE_CONTOUR, ROLES_DU_GENRE, type RoleColonne, TYPES_CONTOUR } from '../import/forme.ts'
import { PROJECTIONS } from '../projection.ts'
import type { Generation } from '../quartier.ts'

type Props = { un: Import; generations: readonly Generation[]; adresse: string; erreurs?: readonly ChampFautif[] | undefined }

/** How the file was understood, each choice open to correction; open when something is missing. */
export function Reglages({ un, generations, adresse, erreurs }: Props) {
  const { lecture, reglages, genre } = un
  const question = lecture?.question ?? null
  const manque = question !== null || missingColonnes(genre, lecture?.correspondance ?? {}).length > 0 || isIncomplete(un)
  const generation = generations.find(({ id }) => id === reglages.generationId) ?? null
  return (
    <section class="pv-section">
      <h2>{manque ? 'À préciser' : 'Comment il a été compris'}</h2>
      {!manque && <p class="pv-note-max">{sayCompris(un, generation)}</p>}
      <details class="ds-details" open={manque || (erreurs?.length ?? 0) > 0}>
        <summary>{manque ? 'Dites comment le lire' : 'Changer'}</summary>
        <form method="post" action={`${adresse}/regler`} class="pv-formulaire">
          {question !== null && (
            <ChampChoix
              nom={question.sur}
              libelle={question.phrase}
              vide="Choisissez"
              options={question.choix.map(({ valeur, libelle }) => ({ valeur, libelle }))}
              erreurs={erreurs}
              requis
            />
          )}
          {question === null && (
            <>
              {genre === 'quartiers' && <ChoixGeneration generations={generations} generation={generation} un={un} erreurs={erreurs} />}
              {genre !== 'quartiers' && <Millesime un={un} erreurs={erreurs} />}
              <Colonnes un={un} erreurs={erreurs} />
              {lecture?.projection != null && (
                <ChampChoix
                  nom="epsg"
                  libelle="Système de coordonnées"
                  valeur={String(reglages.epsg ?? '')}
                  vide="Celui que dit le fichier"
                  options={PROJECTIONS.map(({ epsg, nom }) => ({ valeur: String(epsg), libelle: nom }))}
                  erreurs={erreurs}
                />
              )}
            </>
          )}
          <div class="pv-actions">
            <button class="ds-button" data-variant={manque ? 'primary' : 'secondary'} type="submit">
              {question === null ? 'Enregistrer ces choix' : 'Lire ainsi'}
            </button>
          </div>
        </form>
      </details>
    </section>
  )
}

function isIncomplete({ genre, reglages }: Import): boolean {
  if (genre === 'quartiers') return reglages.generationId === undefined
  return reglages.millesime === undefined || reglages.source === undefined || (genre === 'contours' && reglages.typeContour === undefined)
}

function sayCompris({ lecture, reglages, genre }: Import, generation: Generation | null) {
  const colonnes = Object.entries(lecture?.correspondance ?? {}).flatMap(([role, colonne]) =>
    colonne == null ? [] : [`${LIBELLES_COLONNE[role as RoleColonne].toLowerCase()} : ${colonne}`],
  )
  const decret = generation?.decrets.find(({ id }) => id === reglages.decretId)
  const ou =
    genre === 'quartiers'
      ? `${generation?.libelle ?? ''}${decret === undefined ? ', sans texte cité' : `, ${citeDecret(decret)}`}.`
      : `Millésime ${reglages.millesime ?? ''}, ${reglages.source ?? ''}.`
  return <T>{`${ou} Colonnes lues : ${colonnes.join(' ; ')}.`}</T>
}

function ChoixGeneration({ generations, generation, un, erreurs }: Omit<Props, 'adresse'> & { generation: Generation | null }) {
  return (
    <>
      <ChampChoix
        nom="generationId"
        libelle="Génération"
        aide="Une génération qui n’est pas dans la liste se déclare depuis la page Territoire."
        valeur={generation?.id ?? ''}
        vide="Choisissez"
        options={generations.map(({ id, libelle }) => ({ valeur: id, libelle }))}
        erreurs={erreurs}
        requis
      />
      {generation !== null && (
        <ChampChoix
          nom="decretId"
          libelle="Texte au nom duquel on importe"
          aide="Une correction (noms, communes) garde l’ancien état dans l’histoire de chaque quartier."
          valeur={un.reglages.decretId ?? ''}
          vide="Aucun"
          options={generation.decrets.map((decret) => ({
            valeur: decret.id,
            libelle: `${citeDecret(decret)} (${LIBELLES_OBJET_DECRET[decret.objet]})`,
          }))}
          erreurs={erreurs}
        />
      )}
    </>
  )
}

function Millesime({ un, erreurs }: Pick<Props, 'un' | 'erreurs'>) {
  const { reglages, genre } = un
  return (
    <>
      {genre === 'contours' && (
        <ChampChoix
          nom="typeContour"
          libelle="Contours de"
          valeur={reglages.typeContour ?? ''}
          vide="Choisissez"
          options={TYPES_CONTOUR.map((valeur) => ({ valeur, libelle: LIBELLES_TYPE_CONTOUR[valeur] }))}
          erreurs={erreurs}
          requis
        />
      )}
      <ChampTexte
        nom="millesime"
        libelle={genre === 'contours' ? 'Millésime des contours' : 'Millésime du découpage'}
        aide="Une année, par exemple 2024."
        inputmode="numeric"
        valeur={String(reglages.millesime ?? '')}
        longueurMax={4}
        erreurs={erreurs}
        requis
      />
      {genre === 'unites_urbaines' && (
        <ChampTexte
          nom="populationMillesime"
          libelle="Année des populations"
          inputmode="numeric"
          valeur={String(reglages.populationMillesime ?? '')}
          longueurMax={4}
          erreurs={erreurs}
        />
      )}
      <ChampTexte nom="source" libelle="Source" valeur={reglages.source ?? ''} longueurMax={200} erreurs={erreurs} requis />
    </>
  )
}

/** Which column is what, with examples of its values. */
function Colonnes({ un, erreurs }: Pick<Props, 'un' | 'erreurs'>) {
  const { lecture, genre } = un
  if (lecture === null) return null
  const { requis, autres } = ROLES_DU_GENRE[genre]
  const options = lecture.colonnes.map(({ nom, exemples }) => ({
    valeur: nom,
    libelle: exemples.length === 0 ? `${nom} (vide)` : `${nom} : ${exemples.join(', ')}`.slice(0, 90),
  }))
  return (
    <fieldset class="ds-fieldset">
      <legend>Colonnes du fichier</legend>
      {[...requis, ...autres].map((role) => (
        <ChampChoix
          nom={`colonnes.${role}`}
          libelle={LIBELLES_COLONNE[role]}
          valeur={lecture.correspondance[role] ?? ''}
          vide={requis.includes(role) ? 'Choisissez' : 'Aucune'}
          options={options}
          erreurs={erreurs}
          requis={requis.includes(role)}
        />
      ))}
    </fieldset>
  )
}
