import { accorde, formatNombre } from '#platform/formats.ts'
import { Message } from '#ui/pieces.tsx'
import { formatPeriode } from '../periode.ts'
import type { TableSuivie } from '../table.store.ts'
import type { BilanTable } from '../table.ts'

const CASES: readonly { cle: keyof BilanTable['decompte']; libelle: string }[] = [
  { cle: 'valeurs', libelle: 'valeurs' },
  { cle: 'absences', libelle: 'secrets ou sans valeur, gardés comme tels' },
  { cle: 'vides', libelle: 'vides' },
  { cle: 'incomprises', libelle: 'non comprises, non reprises' },
  { cle: 'territoiresInconnus', libelle: 'de territoires inconnus, non reprises' },
  { cle: 'repetees', libelle: 'répétées à l’identique' },
  { cle: 'contradictoires', libelle: 'contredites' },
  { cle: 'reperes', libelle: 'codes, années et variables' },
  { cle: 'ignorees', libelle: 'de colonnes ou de lignes laissées de côté' },
]

/** What the import changes (or has changed), cell by cell. */
export function Bilan({ base, table, bilan }: { base: string; table: TableSuivie; bilan: BilanTable }) {
  const { etat } = table
  return (
    <section class="pv-section" aria-labelledby="h-bilan">
      <h2 id="h-bilan">{etat === 'prete' ? 'Avant d’importer' : 'Ce que l’import a fait'}</h2>
      {bilan.obstacles.map((obstacle) => (
        <Message ton="warning">{obstacle}</Message>
      ))}
      <dl class="pv-chiffres">
        <Chiffre terme="valeurs nouvelles" nombre={bilan.nouvelles} />
        <Chiffre terme="valeurs changées" nombre={bilan.changees} />
        <Chiffre terme="déjà là, identiques" nombre={bilan.identiques} />
        <Chiffre terme="en place, absentes du fichier, gardées" nombre={bilan.absentes} />
      </dl>
      {bilan.nouveauxIndicateurs.length > 0 && (
        <p>
          {accorde(bilan.nouveauxIndicateurs.length, 'indicateur nouveau', 'indicateurs nouveaux')} : {bilan.nouveauxIndicateurs.join(', ')}
          .
        </p>
      )}
      {etat === 'prete' && bilan.obstacles.length === 0 && (
        <form method="post" action={`${base}/importer`} class="pv-actions pv-haut-1">
          <button class="ds-button" type="submit">
            Importer ces chiffres
          </button>
        </form>
      )}
      {etat === 'ecrite' && (
        <form method="post" action={`${base}/annuler`} class="pv-actions pv-haut-1">
          <button class="ds-button" data-variant="secondary" type="submit">
            Annuler cet import
          </button>
          <span class="pv-note">Ses valeurs se retirent, celles qu’il avait remplacées reviennent.</span>
        </form>
      )}
      <Exemples exemples={bilan.exemples} total={bilan.changees} />
      <Liste
        titre={accorde(bilan.inconnus.length, 'territoire inconnu', 'territoires inconnus')}
        lignes={bilan.inconnus.map(({ code, nom, ligne }) => `${code}${nom === '' ? '' : `, ${nom}`} (ligne ${ligne})`)}
      />
      <Liste
        titre={accorde(bilan.decompte.incomprises, 'case non comprise', 'cases non comprises')}
        lignes={bilan.incompris.map(({ ligne, colonne, texte }) => `ligne ${ligne}, colonne ${colonne} : « ${texte} »`)}
      />
      <Liste
        titre={accorde(bilan.decompte.contradictoires, 'valeur contredite', 'valeurs contredites')}
        lignes={bilan.contradictions.map(({ ligne, colonne, texte }) => `ligne ${ligne}, colonne ${colonne} : ${texte}`)}
      />
      <details class="ds-details pv-haut-1">
        <summary>Le compte de chaque case</summary>
        <p class="pv-note">La somme de ces nombres est celle des cases de la table : {formatNombre(bilan.decompte.total)}.</p>
        <ul class="pv-indicateurs-textes">
          {CASES.filter(({ cle }) => bilan.decompte[cle] > 0).map(({ cle, libelle }) => (
            <li>
              {formatNombre(bilan.decompte[cle])} {libelle}
              {cle === 'valeurs' &&
                bilan.decompte.arrondies > 0 &&
                `, dont ${formatNombre(bilan.decompte.arrondies)} arrondies à six décimales`}
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}

function Chiffre({ terme, nombre }: { terme: string; nombre: number }) {
  return (
    <div>
      <dt>{terme}</dt>
      <dd>{formatNombre(nombre)}</dd>
    </div>
  )
}

function Exemples({ exemples, total }: { exemples: BilanTable['exemples']; total: number }) {
  if (exemples.length === 0) return null
  return (
    <section class="pv-defile pv-haut-1" aria-label="Valeurs changées" tabindex={0}>
      <table class="ds-table">
        <caption>
          {total > exemples.length ? `Les ${exemples.length} premières valeurs changées, sur ${formatNombre(total)}` : 'Valeurs changées'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Indicateur</th>
            <th scope="col">Territoire</th>
            <th scope="col">Période</th>
            <th scope="col" class="n">
              Avant
            </th>
            <th scope="col" class="n">
              Après
            </th>
          </tr>
        </thead>
        <tbody>
          {exemples.map(({ indicateur, territoire, periode, avant, apres }) => (
            <tr>
              <td>{indicateur}</td>
              <th scope="row">{territoire}</th>
              <td>{formatPeriode(periode)}</td>
              <td class="n">{avant}</td>
              <td class="n">{apres}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Liste({ titre, lignes }: { titre: string; lignes: readonly string[] }) {
  if (lignes.length === 0) return null
  return (
    <details class="ds-details pv-haut-1" open>
      <summary>{titre}</summary>
      <ul class="pv-indicateurs-textes">
        {lignes.map((ligne) => (
          <li>{ligne}</li>
        ))}
      </ul>
    </details>
  )
}
