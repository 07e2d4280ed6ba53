import type { ChampFautif } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { Case, ChampChoix, ChampTexte, type Option, Radios } from '#ui/champs.tsx'
import type { ChoixTable, Cible, ColonneLue, LectureTable } from '../import/lecture.ts'
import { type Indicateur, LIBELLES_SENS, LIBELLES_UNITES, SENS, UNITES } from '../indicateur.ts'
import type { Source } from '../observation.ts'
import { NOUVEAU, proposedNouveau } from './choix-saisi.ts'
import { SourceTable } from './table-source.tsx'

type Props = {
  base: string
  lecture: LectureTable
  choix: ChoixTable
  indicateurs: readonly Indicateur[]
  sources: readonly Source[]
  erreurs?: readonly ChampFautif[] | undefined
  /** The import may be done as it is: checking again is no longer the first thing to do. */
  verifiee: 'oui' | 'non'
}

/** What each column (or variable) is, where the figures come from, what to do of what is not understood. */
export function FormulaireColonnes({ base, lecture, choix, indicateurs, sources, erreurs, verifiee }: Props) {
  const vivants = indicateurs.filter(({ archiveLe }) => archiveLe === null)
  const options = [{ valeur: NOUVEAU, libelle: 'Un indicateur nouveau…' }, ...vivants.map(({ id, libelle }) => ({ valeur: id, libelle }))]
  const lignes = linesOf(lecture)
  const colonneAnnee = lecture.colonnes.find(({ role }) => role === 'periode')
  return (
    <form method="post" action={`${base}/verifier`} class="pv-section" novalidate>
      <h2>{lecture.forme === 'longue' ? 'Les variables' : 'Les colonnes'}</h2>
      {colonneAnnee === undefined ? (
        <ChampTexte
          nom="periode"
          libelle="Période de toute la table"
          aide="2021, 2019-2021, T4 2021. Une colonne qui dit la sienne la garde."
          valeur={choix.periode ?? ''}
          longueurMax={20}
          erreurs={erreurs}
        />
      ) : (
        <p class="pv-note">La période de chaque ligne est en colonne {colonneAnnee.lettre}.</p>
      )}
      <ul class="pv-lignes pv-cibles pv-haut-1">
        {lignes.map((ligne, rang) => (
          <LigneCible
            ligne={ligne}
            rang={rang}
            cible={choix.cibles.find(({ cle }) => cle === ligne.cle)}
            options={options}
            avecPeriode={colonneAnnee === undefined ? 'oui' : 'non'}
            indicateurs={vivants}
            erreurs={erreurs}
          />
        ))}
      </ul>
      <div class="pv-formulaire">
        <SourceTable choix={choix} sources={sources} erreurs={erreurs} />
        <Radios
          nom="inconnus"
          legende="Territoires que la référence ne connaît pas"
          valeur={choix.inconnus}
          options={[
            { valeur: 'refuser', libelle: 'arrêter l’import' },
            { valeur: 'laisser', libelle: 'laisser leurs lignes de côté, et le dire' },
          ]}
        />
        <Radios
          nom="incompris"
          legende="Cases ni nombre ni signe connu"
          valeur={choix.incompris}
          options={[
            { valeur: 'refuser', libelle: 'arrêter l’import' },
            { valeur: 'laisser', libelle: 'les laisser de côté, et le dire' },
          ]}
        />
        <div class="pv-actions">
          <button class="ds-button" data-variant={verifiee === 'oui' ? 'secondary' : undefined} type="submit">
            Voir ce qui changerait
          </button>
        </div>
      </div>
    </form>
  )
}

type Ligne = {
  cle: string
  titre: string
  libelle: string
  detail: string
  doutes: string[]
  code: string | null
  exemples: readonly string[]
  periode: string | null
  colonne: ColonneLue | null
}

function linesOf(lecture: LectureTable): Ligne[] {
  if (lecture.forme === 'longue') {
    const valeur = lecture.colonnes.find(({ role }) => role === 'valeur') ?? null
    return lecture.variables.map(({ cle, libelle, nombre }) => ({
      cle: `v:${cle}`,
      titre: libelle,
      libelle,
      detail: `${cle === libelle ? '' : `${cle}, `}${accorde(nombre, 'ligne')}`,
      doutes: valeur === null ? [] : doubtsOf(valeur),
      code: cle,
      exemples: valeur?.exemples ?? [],
      periode: null,
      colonne: valeur,
    }))
  }
  return lecture.colonnes
    .filter(({ role }) => role === 'mesure')
    .map((colonne) => ({
      cle: `c${colonne.rang}`,
      titre: `${colonne.lettre}. ${colonne.libelle}`,
      libelle: colonne.libelle,
      detail: `${colonne.code === null || colonne.code === colonne.libelle ? '' : `${colonne.code}, `}${accorde(colonne.nombres, 'nombre')}${colonne.absences > 0 ? `, ${accorde(colonne.absences, 'sans valeur', 'sans valeur')}` : ''}${colonne.exemples.length > 0 ? ` : ${colonne.exemples.join(' ; ')}` : ''}`,
      doutes: doubtsOf(colonne),
      code: colonne.code,
      exemples: colonne.exemples,
      periode: colonne.periode,
      colonne,
    }))
}

/** What a person must settle: the program does not guess. */
function doubtsOf({ nombre, entreZeroEtUn, incompris }: ColonneLue): string[] {
  const doutes: string[] = []
  if (nombre.doute === 'ambigu') doutes.push('Trois chiffres après chaque virgule ou point : décimales, ou milliers ?')
  if (nombre.doute === 'melange') doutes.push('Des virgules décimales et des points décimaux dans la même colonne.')
  if (entreZeroEtUn) doutes.push('Valeurs entre 0 et 1 : des parts à multiplier par cent ?')
  if (incompris.length > 0) doutes.push(`Non compris : ${incompris.map(({ texte, nombre: fois }) => `« ${texte} » (${fois})`).join(', ')}`)
  return doutes
}

function LigneCible(props: {
  ligne: Ligne
  rang: number
  cible: Cible | undefined
  options: readonly Option[]
  avecPeriode: 'oui' | 'non'
  indicateurs: readonly Indicateur[]
  erreurs?: readonly ChampFautif[] | undefined
}) {
  const { ligne, rang, cible, erreurs } = props
  const nom = (champ: string) => `cibles.${rang}.${champ}`
  const nouveau = cible?.nouveau ?? proposedNouveau(ligne.libelle, ligne.code, ligne.exemples, props.indicateurs)
  const valeur = cible === undefined || cible.action === 'ignorer' ? '' : cible.action === 'nouveau' ? NOUVEAU : (cible.indicateurId ?? '')
  return (
    <li>
      <div>
        <strong>{ligne.titre}</strong>
        <p class="pv-note">{ligne.detail}</p>
        {ligne.doutes.map((doute) => (
          <p class="pv-statut" data-etat="doute">
            {doute}
          </p>
        ))}
      </div>
      <div class="pv-choix-cible">
        <input type="hidden" name={nom('cle')} value={ligne.cle} />
        <div class="tout">
          <ChampChoix
            nom={nom('cible')}
            libelle="Ce qu’elle mesure"
            requis
            vide="Ne pas reprendre"
            valeur={valeur}
            options={props.options}
            erreurs={erreurs}
          />
        </div>
        {props.avecPeriode === 'oui' && (
          <ChampTexte
            nom={nom('periode')}
            libelle="Période"
            valeur={cible?.periode === null || cible === undefined ? (ligne.periode ?? '') : cible.periode}
            longueurMax={20}
            erreurs={erreurs}
          />
        )}
        <ChampChoix
          nom={nom('convention')}
          libelle="Décimales"
          requis
          valeur={cible?.convention ?? 'virgule'}
          options={[
            { valeur: 'virgule', libelle: 'virgule : 12,5' },
            { valeur: 'point', libelle: 'point : 12.5' },
          ]}
        />
        <ChampChoix
          nom={nom('cent')}
          libelle="Échelle"
          requis
          valeur={cible?.cent ?? 'tel'}
          options={[
            { valeur: 'tel', libelle: 'telle quelle' },
            { valeur: 'cent', libelle: 'multiplier par cent' },
          ]}
        />
        <details class="ds-details tout" open={valeur === NOUVEAU}>
          <summary>Définir l’indicateur nouveau</summary>
          <div class="pv-choix-cible">
            <ChampTexte nom={nom('nouveau.libelle')} libelle="Nom" requis valeur={nouveau.libelle} longueurMax={200} erreurs={erreurs} />
            <ChampTexte nom={nom('nouveau.code')} libelle="Code" requis valeur={nouveau.code} longueurMax={60} erreurs={erreurs} />
            <ChampChoix
              nom={nom('nouveau.unite')}
              libelle="Unité"
              requis
              valeur={nouveau.unite}
              options={UNITES.map((unite) => ({ valeur: unite, libelle: LIBELLES_UNITES[unite] }))}
            />
            <ChampChoix
              nom={nom('nouveau.sens')}
              libelle="Évolution souhaitée"
              requis
              valeur={nouveau.sens}
              options={SENS.map((sens) => ({ valeur: sens, libelle: LIBELLES_SENS[sens] }))}
            />
            <ChampChoix
              nom={nom('nouveau.millesimes')}
              libelle="D’une année à l’autre"
              requis
              valeur={nouveau.millesimes}
              options={[
                { valeur: 'comparables', libelle: 'comparables' },
                { valeur: 'non_comparables', libelle: 'ne pas comparer' },
              ]}
            />
            <ChampTexte
              nom={nom('nouveau.decimales')}
              libelle="Décimales montrées"
              requis
              inputmode="numeric"
              valeur={String(nouveau.decimales)}
              longueurMax={1}
            />
            <Case nom={nom('nouveau.sommable')} libelle="Se somme" coche={nouveau.sommable} />
          </div>
        </details>
      </div>
    </li>
  )
}
