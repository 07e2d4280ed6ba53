import { droitAdministration } from '#compte/index.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { formatInstant, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampFichier } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Statut } from '#ui/pieces.tsx'
import { depositTable } from '../commands/deposit-table.ts'
import { EXTENSIONS_TABLE } from '../lecture-fichier.ts'
import { listTables } from '../table.store.ts'
import { type EtatTable, LIBELLES_ETATS } from '../table.ts'

export const BASE_TABLES = '/administration/indicateurs/tables'
const MONTREES = 50

export const ETATS: Record<EtatTable, 'brouillon' | 'soumise' | 'validee' | 'retard' | 'doute' | 'abandonnee'> = {
  en_lecture: 'soumise',
  illisible: 'retard',
  a_relire: 'doute',
  en_preparation: 'soumise',
  prete: 'doute',
  en_ecriture: 'soumise',
  ecrite: 'validee',
  annulee: 'abandonnee',
  abandonnee: 'abandonnee',
}

/** Tables of figures: dropped, and those dropped before. */
export function addRoutesTables(routes: Routes): void {
  routes.get(BASE_TABLES, droitAdministration, (c) => showTables(c))
  routes.post(BASE_TABLES, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const { tableId } = await actHttp(c, depositTable, {
          table: await fileOf(saisie, 'table'),
          dictionnaire: await fileOf(saisie, 'dictionnaire'),
        })
        return c.redirect(`${BASE_TABLES}/${tableId}`, 303)
      },
      (erreur) => showTables(c, erreur),
    )
  })
}

async function fileOf(saisie: Saisie, champ: string): Promise<{ nom: string; contenu: Uint8Array } | undefined> {
  const fichier = saisie[champ]
  if (!(fichier instanceof File) || fichier.name === '') return undefined
  return { nom: fichier.name, contenu: new Uint8Array(await fichier.arrayBuffer()) }
}

async function showTables(c: C, erreur?: RegleViolee): Promise<Response> {
  const tables = await readHttp(c, (tx) => listTables(tx, MONTREES))
  const accepte = EXTENSIONS_TABLE.map((extension) => `.${extension}`).join(',')
  return c.html(
    <PageSimple titre="Tables de chiffres" demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[
          { libelle: 'Administration', href: '/administration' },
          { libelle: 'Indicateurs', href: '/administration/indicateurs' },
          { libelle: 'Tables de chiffres' },
        ]}
      />
      <h1>Tables de chiffres</h1>
      <p class="pv-chapeau">
        Déposez la table comme sa source la donne. Parvis la lit, vous dites ce que sont ses colonnes, il montre ce qui changerait ; rien
        n’est écrit avant votre accord, et tout import s’annule.
      </p>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" enctype="multipart/form-data" class="pv-formulaire">
        <ChampFichier
          nom="table"
          libelle="La table"
          aide={`Quartiers, communes, EPCI ou unités urbaines en lignes. ${EXTENSIONS_TABLE.join(', ')}, 50 Mo au plus.`}
          accepte={accepte}
          requis
          erreurs={erreur?.champs}
        />
        <ChampFichier
          nom="dictionnaire"
          libelle="Sa liste de variables"
          aide="Quand elle vient dans un fichier à part (le « meta » de l’Insee)."
          accepte={accepte}
          erreurs={erreur?.champs}
        />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Lire la table
          </button>
        </div>
      </form>
      <section class="pv-section">
        <h2>Tables déposées</h2>
        {tables.length === 0 ? (
          <p class="pv-note">Aucune table pour l’instant. Elle paraîtra ici, avec ce qui reste à dire d’elle.</p>
        ) : (
          <section class="pv-defile pv-indicateurs" aria-label="Tables déposées" tabindex={0}>
            <table class="ds-table">
              <caption class="pv-cache">Tables déposées, la plus récente d’abord</caption>
              <thead>
                <tr>
                  <th scope="col">Table</th>
                  <th scope="col">Source</th>
                  <th scope="col">État</th>
                  <th scope="col" class="n">
                    Chiffres en place
                  </th>
                </tr>
              </thead>
              <tbody>
                {tables.map((table) => (
                  <tr>
                    <th scope="row">
                      <a href={`${BASE_TABLES}/${table.id}`}>{table.nomFichier}</a>
                      <span class="pv-detail">déposée le {formatInstant(table.deposeeLe)}</span>
                    </th>
                    <td>
                      {table.sourceNom ?? '–'}
                      {table.millesime !== null && table.millesime !== '' && <span class="pv-detail">millésime {table.millesime}</span>}
                    </td>
                    <td>
                      <Statut etat={ETATS[table.etat]}>{LIBELLES_ETATS[table.etat]}</Statut>
                    </td>
                    <td class="n">{table.valeurs === 0 ? '–' : formatNombre(table.valeurs)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
