import type { ChampFautif } from '#platform/errors.ts'
import { accorde, formatNombre } from '#platform/formats.ts'
import { ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { lettreOf } from '../import/grille.ts'
import type { LectureTable, LigneTexte } from '../import/lecture.ts'
import { LIBELLES_TERRITOIRES, TYPES_TERRITOIRE } from '../observation.ts'

/** « C » → 2; NaN for what is no column, which the command refuses. */
export function rangOf(lettres: string): number {
  const net = lettres.trim().toUpperCase()
  if (!/^[A-Z]{1,3}$/.test(net)) return Number.NaN
  return [...net].reduce((rang, lettre) => rang * 26 + lettre.charCodeAt(0) - 64, 0) - 1
}

/** What was understood of the file, and all that was not. */
export function LectureDite({ lecture }: { lecture: LectureTable }) {
  const { territoire, forme, colonnes, variables } = lecture
  const mesures = forme === 'longue' ? variables.length : colonnes.filter(({ role }) => role === 'mesure').length
  const textes = colonnes.filter(({ role }) => role === 'texte')
  const feuille = lecture.feuilles[lecture.feuille]
  return (
    <section class="pv-section" aria-labelledby="h-lecture">
      <h2 id="h-lecture">Ce que Parvis a lu</h2>
      <p>
        {`${accorde(territoire.reconnus, LIBELLES_TERRITOIRES[territoire.type].un, LIBELLES_TERRITOIRES[territoire.type].des)} en colonne ${lettreOf(territoire.colonne)}, `}
        {forme === 'longue'
          ? `${accorde(mesures, 'variable')}, une ligne par chiffre.`
          : `${accorde(mesures, 'colonne de chiffres', 'colonnes de chiffres')}.`}
        {lecture.feuilles.length > 1 && ` Feuille « ${feuille?.nom ?? '1'} », sur ${lecture.feuilles.length}.`}
      </p>
      <ul class="pv-indicateurs-textes">
        {territoire.inconnus.nombre > 0 && (
          <li>
            <strong>{accorde(territoire.inconnus.nombre, 'territoire inconnu', 'territoires inconnus')}</strong> de la référence :{' '}
            {territoire.inconnus.exemples.join(', ')}
            {territoire.inconnus.nombre > territoire.inconnus.exemples.length && '…'}
          </li>
        )}
        {territoire.repares > 0 && <li>{accorde(territoire.repares, 'code')} dont le premier zéro manquait, rendu.</li>}
        {textes.length > 0 && (
          <li>
            Colonnes de texte, gardées dans le fichier seulement :{' '}
            {textes.map(({ lettre, libelle }) => `${lettre} (${libelle})`).join(', ')}.
          </li>
        )}
        {lecture.avertissements.map((avertissement) => (
          <li>{avertissement}</li>
        ))}
        <Lignes titre="Au-dessus de la table" lignes={lecture.titres} />
        <Lignes
          titre={`Sans territoire, non reprises (${formatNombre(lecture.sansTerritoire.nombre)})`}
          lignes={lecture.sansTerritoire.lignes}
        />
        <Lignes titre="Sous la table" lignes={lecture.notes} />
      </ul>
    </section>
  )
}

function Lignes({ titre, lignes }: { titre: string; lignes: readonly LigneTexte[] }) {
  if (lignes.length === 0) return null
  return (
    <li>
      {titre} :
      <ul class="pv-indicateurs-textes">
        {lignes.slice(0, 20).map(({ ligne, texte }) => (
          <li class="pv-note">
            ligne {ligne} : {texte}
          </li>
        ))}
      </ul>
    </li>
  )
}

/** To say oneself where the codes are, when Parvis has not found them or has taken another column for them. */
export function FormulaireLecture({
  base,
  lecture,
  erreurs,
}: {
  base: string
  lecture: LectureTable | null
  erreurs?: readonly ChampFautif[] | undefined
}) {
  return (
    <details class="ds-details pv-haut-2" open={lecture === null}>
      <summary>Lire une autre feuille, ou une autre colonne de territoires</summary>
      <form method="post" action={`${base}/lire`} class="pv-formulaire" novalidate>
        {lecture !== null && lecture.feuilles.length > 1 ? (
          <ChampChoix
            nom="feuille"
            libelle="Feuille"
            requis
            valeur={String(lecture.feuille)}
            options={lecture.feuilles.map(({ nom, lignes }, rang) => ({
              valeur: String(rang),
              libelle: `${nom ?? `Feuille ${rang + 1}`} (${accorde(lignes, 'ligne')})`,
            }))}
          />
        ) : (
          <input type="hidden" name="feuille" value="0" />
        )}
        <ChampTexte
          nom="colonne"
          libelle="Colonne des codes"
          aide="Sa lettre dans le tableur : A, B…"
          requis
          valeur={lecture === null ? 'A' : lettreOf(lecture.territoire.colonne)}
          longueurMax={3}
          erreurs={erreurs}
        />
        <ChampChoix
          nom="type"
          libelle="Ce que ces codes nomment"
          requis
          valeur={lecture?.territoire.type ?? ''}
          vide="À choisir"
          options={TYPES_TERRITOIRE.map((type) => ({ valeur: type, libelle: LIBELLES_TERRITOIRES[type].des }))}
          erreurs={erreurs}
        />
        <div class="pv-actions">
          <button class="ds-button" data-variant="secondary" type="submit">
            Relire
          </button>
        </div>
      </form>
    </details>
  )
}
