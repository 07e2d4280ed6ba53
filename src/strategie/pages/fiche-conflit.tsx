import { Espace } from '#contrat/index.ts'
import { formatInstant } from '#platform/formats.ts'
import type { C } from '#platform/http/env.ts'
import type { Saisi } from '#ui/gestes-lignes.ts'
import { Code, T } from '#ui/pieces.tsx'
import { type ChampEnConflit, type ChoixConflit, canHoldBoth, conflits } from '../fiche-conflit.ts'
import { libelleChamp } from '../fiche-contenu.ts'
import { type ChampCompare, motsDuChamp, nomCompare } from '../fiche-mots.ts'
import type { FicheModifiee } from '../fiche-verrou.ts'
import { diffLignes, type LigneComparee } from '../version-diff.ts'
import type { VueFiche } from './fiche-acces.ts'
import { FilFiche } from './fiche-tete.tsx'

/**
 * Two texts side by side, field by field: the person chooses, nothing is lost.
 * @param saisi all that was typed, sent again with the choice
 * @param vue what the form was opened on
 */
export function PageConflit(props: { c: C; vue: VueFiche; conflit: FicheModifiee; saisi: Saisi; ouverte: string; auteur: string | null }) {
  const { vue, conflit } = props
  const { actuelle, saisie } = conflit
  if (saisie === null) return null
  const champs = conflits(props.ouverte, saisie, actuelle)
  const aChoisir = champs.filter(({ propose }) => propose === null).length
  return (
    <Espace c={props.c} titre={`Deux textes de la fiche ${actuelle.code}`} entree="strategie">
      <FilFiche vue={vue} ici="Modifier" />
      <div class="pv-titre-page">
        <h1>
          Deux textes de la fiche <Code code={actuelle.code} />
        </h1>
        <p class="pv-note-max">
          {props.auteur ?? 'Quelqu’un'} a enregistré cette fiche le {formatInstant(actuelle.modifieeLe)}, pendant que vous écriviez. Rien
          n’est perdu&nbsp;:{' '}
          {aChoisir === 0
            ? 'vous n’avez pas changé les mêmes champs, le choix proposé garde le travail des deux.'
            : aChoisir === 1
              ? 'un champ a été changé des deux côtés, choisissez.'
              : `${aChoisir} champs ont été changés des deux côtés, choisissez.`}
        </p>
      </div>
      <form method="post" action={`${vue.adresse}/modifier`} class="pv-conflit">
        <input type="hidden" name="version" value={actuelle.version} />
        {flattened(props.saisi).map(([nom, valeur]) => (
          <input type="hidden" name={nom} value={valeur} />
        ))}
        {champs.map((enConflit) => (
          <Choix vue={vue} enConflit={enConflit} conflit={conflit} />
        ))}
        <div class="pv-boutons">
          <button class="ds-button" type="submit" name="action" value="fusionner">
            Enregistrer ce choix
          </button>
          <button class="ds-button" data-variant="secondary" type="submit" name="action" value="relire">
            Revenir à ma saisie
          </button>
          <a class="ds-button" data-variant="tertiary" href={vue.adresse}>
            Abandonner ma saisie
          </a>
        </div>
      </form>
    </Espace>
  )
}

const CHOIX: readonly { valeur: ChoixConflit; libelle: string }[] = [
  { valeur: 'mien', libelle: 'Garder ma saisie' },
  { valeur: 'sien', libelle: 'Garder le texte enregistré' },
  { valeur: 'deux', libelle: 'Garder les deux, l’un après l’autre' },
]

function Choix({ vue, enConflit, conflit }: { vue: VueFiche; enConflit: ChampEnConflit; conflit: FicheModifiee }) {
  const { champ, propose } = enConflit
  const { actuelle, saisie } = conflit
  if (saisie === null) return null
  const compare = diffLignes(motsDuChamp(actuelle, champ), motsDuChamp(saisie, champ))
  const nom = nomCompare(champ, (nomme) => libelleChamp(vue.champs, nomme))
  const coche = propose ?? (canHoldBoth(champ) ? 'deux' : 'mien')
  return (
    <fieldset class="ds-fieldset pv-choix-conflit">
      <legend>
        <T>{nom}</T>
        {propose !== null && (
          <span class="pv-note"> {propose === 'mien' ? 'changé par vous seulement' : 'changé par l’autre personne seulement'}</span>
        )}
      </legend>
      <div class="pv-deux-textes">
        <Cote titre="Votre saisie" lignes={compare} cote="ajoute" />
        <Cote titre="Texte enregistré" lignes={compare} cote="retire" />
      </div>
      <div class="pv-cote">
        {CHOIX.filter(({ valeur }) => valeur !== 'deux' || canHoldBoth(champ)).map(({ valeur, libelle }) => (
          <div class="ds-field">
            <input
              class="ds-input"
              type="radio"
              id={`choix-${champ}-${valeur}`}
              name={`choix.${champ}`}
              value={valeur}
              checked={valeur === coche}
            />
            <label for={`choix-${champ}-${valeur}`}>{libelle}</label>
          </div>
        ))}
      </div>
    </fieldset>
  )
}

/** One side of a comparison: the words kept, and those that this side alone has. */
function Cote({ titre, lignes, cote }: { titre: string; lignes: readonly LigneComparee[]; cote: 'ajoute' | 'retire' }) {
  const vues = lignes
    .map(({ morceaux }) => morceaux.filter(({ etat }) => etat === 'garde' || etat === cote))
    .filter((morceaux) => morceaux.length > 0)
  return (
    <div>
      <h3>{titre}</h3>
      {vues.length === 0 ? (
        <p class="pv-note">Rien.</p>
      ) : (
        <ul>
          {vues.map((morceaux) => (
            <li>{morceaux.map(({ texte, etat }) => (etat === 'garde' ? texte : <mark>{texte}</mark>))}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The choices sent by the page. */
export function parseChoix(saisi: Saisi): Partial<Record<ChampCompare, ChoixConflit>> {
  const { choix } = saisi
  if (typeof choix !== 'object' || choix === null) return {}
  return Object.fromEntries(Object.entries(choix).filter(([, valeur]) => CHOIX.some((connu) => connu.valeur === valeur)))
}

/** Everything typed as the pairs of a form, so that it can be sent again: `phases.0.debut` and its value. */
export function flattened(saisi: Saisi, prefixe = ''): [string, string][] {
  return Object.entries(saisi).flatMap(([cle, valeur]): [string, string][] => {
    const nom = `${prefixe}${cle}`
    if (prefixe === '' && (cle === 'version' || cle === 'action' || cle === 'choix' || cle === 'retiree')) return []
    if (typeof valeur === 'string') return [[nom, valeur]]
    if (Array.isArray(valeur)) {
      return valeur.flatMap((element: unknown, rang): [string, string][] =>
        typeof element === 'object' && element !== null ? flattened(element as Saisi, `${nom}.${rang}.`) : [[`${nom}[]`, String(element)]],
      )
    }
    return typeof valeur === 'object' && valeur !== null ? flattened(valeur as Saisi, `${nom}.`) : []
  })
}
