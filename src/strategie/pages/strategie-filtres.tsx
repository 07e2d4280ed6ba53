import type { Theme } from '#contrat/index.ts'
import { accorde } from '#platform/formats.ts'
import { T } from '#ui/pieces.tsx'
import { type Arbre, nomme, parcours } from '../arbre.ts'
import { adresseFiltre, type Completude, type FicheListee, type Filtre, isFiltre, valeursDe } from '../arbre-filtre.ts'
import type { StatutFiche } from '../fiche.ts'

export const LIBELLES_STATUTS_FICHE: Record<StatutFiche, string> = {
  brouillon: 'Brouillon',
  a_valider: 'À valider',
  validee: 'Validée',
  abandonnee: 'Abandonnée',
}

const LIBELLES_COMPLETUDE: Record<Completude, string> = {
  complete: 'Complètes',
  a_completer: 'À compléter',
  moitie: 'Moins de la moitié',
}

type Props = {
  arbre: Arbre
  fiches: readonly FicheListee[]
  themes: readonly Theme[]
  filtre: Filtre
  /** Path of the page, without its query. */
  chemin: string
}

/** The filters: a GET form, its state is the address. A filter that has nothing to offer is not shown. */
export function Filtres({ arbre, fiches, themes, filtre, chemin }: Props) {
  const noeuds = parcours(arbre).filter(({ objet }) => objet.type === 'noeud')
  const texte = (valeurs: readonly string[]) => valeurs.map((valeur) => ({ valeur, libelle: valeur }))
  return (
    <search>
      <form class="pv-filtres pv-filtres-arbre" action={chemin} method="get" aria-label="Filtrer les fiches">
        <div class="ds-field">
          <label for="f-q">Texte ou code</label>
          <input class="ds-input" id="f-q" name="q" type="search" value={filtre.texte ?? ''} />
        </div>
        <Choix
          nom="noeud"
          libelle={arbre.niveaux[0]?.singulier ?? 'Nœud'}
          valeur={filtre.noeudId}
          options={noeuds.map(({ objet, profondeur }) => ({
            valeur: objet.id,
            libelle: `${'\u00a0\u00a0'.repeat(profondeur)}${objet.code === '' ? '' : `${objet.code} `}${objet.intitule}`,
          }))}
        />
        <Choix
          nom="statut"
          libelle="Statut"
          valeur={filtre.statut}
          options={Object.entries(LIBELLES_STATUTS_FICHE).map(([valeur, libelle]) => ({ valeur, libelle }))}
        />
        <Choix nom="territoire" libelle="Territoire" valeur={filtre.territoire} options={texte(valeursDe(fiches, 'territoires'))} />
        <Choix nom="animateur" libelle="Animateur" valeur={filtre.animateur} options={texte(valeursDe(fiches, 'animateurs'))} />
        <Choix nom="financeur" libelle="Financeur" valeur={filtre.financeur} options={texte(valeursDe(fiches, 'financeurs'))} />
        <Choix
          nom="theme"
          libelle="Thème"
          valeur={filtre.themeId}
          options={themes.map((theme) => ({ valeur: theme.id, libelle: theme.libelle }))}
        />
        <Choix
          nom="completude"
          libelle="Complétude"
          valeur={filtre.completude}
          options={Object.entries(LIBELLES_COMPLETUDE).map(([valeur, libelle]) => ({ valeur, libelle }))}
        />
        {filtre.tri !== null && <input type="hidden" name="tri" value={filtre.tri} />}
        {filtre.tri !== null && filtre.sens === 'decroissant' && <input type="hidden" name="sens" value="decroissant" />}
        <button class="ds-button" data-variant="secondary" data-size="xs" type="submit">
          Filtrer
        </button>
      </form>
    </search>
  )
}

function Choix(props: { nom: string; libelle: string; valeur: string | null; options: readonly { valeur: string; libelle: string }[] }) {
  if (props.options.length === 0) return null
  return (
    <div class="ds-field">
      <label for={`f-${props.nom}`}>{props.libelle}</label>
      <select class="ds-input" id={`f-${props.nom}`} name={props.nom}>
        <option value="">Tous</option>
        {props.options.map((option) => (
          <option value={option.valeur} selected={option.valeur === props.valeur}>
            {option.libelle}
          </option>
        ))}
      </select>
    </div>
  )
}

/** What the list shows, in words, with the way back. */
export function PhraseFiltre({ nombre, total, ...props }: Props & { nombre: number; total: number }) {
  const { filtre, chemin } = props
  if (!isFiltre(filtre) && filtre.tri === null) return null
  const dits = motsDuFiltre(props)
  const sansFiltre = `${chemin}${adresseFiltre({ ...SANS_FILTRE, tri: filtre.tri, sens: filtre.sens })}`
  return (
    <p class="pv-note pv-phrase-filtre" role="status">
      {isFiltre(filtre) && (
        <>
          <strong>{accorde(nombre, 'fiche')}</strong> sur {total} : <T>{dits.join(', ')}</T>.{' '}
          <a href={sansFiltre}>{dits.length > 1 ? 'Retirer les filtres' : 'Retirer le filtre'}</a>{' '}
        </>
      )}
      {filtre.tri !== null && <a href={`${chemin}${adresseFiltre(filtre, { tri: null, sens: 'croissant' })}`}>Revenir à l’arbre</a>}
    </p>
  )
}

const SANS_FILTRE: Filtre = {
  texte: null,
  noeudId: null,
  statut: null,
  animateur: null,
  territoire: null,
  financeur: null,
  themeId: null,
  completude: null,
  tri: null,
  sens: 'croissant',
  page: 1,
}

function motsDuFiltre({ arbre, themes, filtre }: Props): string[] {
  const cite = (quoi: string, valeur: string) => `${quoi} «\u00a0${valeur}\u00a0»`
  const mots: (string | null)[] = [
    filtre.texte === null ? null : cite('texte', filtre.texte),
    filtre.noeudId === null ? null : `sous ${nomme(arbre, filtre.noeudId)}`,
    filtre.statut === null ? null : cite('statut', LIBELLES_STATUTS_FICHE[filtre.statut]),
    filtre.territoire === null ? null : cite('territoire', filtre.territoire),
    filtre.animateur === null ? null : cite('animateur', filtre.animateur),
    filtre.financeur === null ? null : cite('financeur', filtre.financeur),
    filtre.themeId === null ? null : cite('thème', themes.find((theme) => theme.id === filtre.themeId)?.libelle ?? 'inconnu'),
    filtre.completude === null ? null : LIBELLES_COMPLETUDE[filtre.completude].toLocaleLowerCase('fr'),
  ]
  return mots.filter((mot) => mot !== null)
}
