import { droitAdministration } from '#compte/index.ts'
import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import { formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, Statut } from '#ui/pieces.tsx'
import { checkTable, rereadTable, stopTable, undoTable, writeTableFigures } from '../commands/table-acts.ts'
import { proposedChoix } from '../import/choix.ts'
import type { ChoixTable } from '../import/lecture.ts'
import { listIndicateurs, listSources } from '../indicateur.store.ts'
import { getTable, type TableSuivie } from '../table.store.ts'
import { LIBELLES_ETATS } from '../table.ts'
import { choixOf } from './choix-saisi.ts'
import { Bilan } from './table-bilan.tsx'
import { FormulaireColonnes } from './table-colonnes.tsx'
import { FormulaireLecture, LectureDite, rangOf } from './table-lecture.tsx'
import { BASE_TABLES, ETATS } from './tables.tsx'

const CHEMIN = `${BASE_TABLES}/:table`
const FAITS: Record<string, string> = {
  annulee: 'L’import est annulé : les valeurs d’avant sont revenues.',
  arretee: 'Le travail est arrêté. Rien n’a été écrit à moitié.',
}

/** One table of figures, from its reading to its import. */
export function addRoutesTable(routes: Routes): void {
  routes.get(CHEMIN, droitAdministration, (c) => showTable(c))
  routes.post(`${CHEMIN}/lire`, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, rereadTable, {
          tableId: idOf(c),
          feuille: Number(typed(saisie, 'feuille') || '0'),
          colonne: rangOf(typed(saisie, 'colonne')),
          type: typed(saisie, 'type'),
        })
        return back(c)
      },
      (erreur) => showTable(c, erreur),
    )
  })
  routes.post(`${CHEMIN}/verifier`, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    const { lecture } = await readHttp(c, (tx) => getTable(tx, idOf(c)))
    const choix = lecture === null ? null : choixOf(saisie, lecture)
    return orShow(
      async () => {
        await actHttp(c, checkTable, { tableId: idOf(c), choix })
        return back(c)
      },
      (erreur) => showTable(c, erreur, choix),
    )
  })
  for (const [geste, commande, fait] of [
    ['importer', writeTableFigures, ''],
    ['arreter', stopTable, '?fait=arretee'],
    ['annuler', undoTable, '?fait=annulee'],
  ] as const)
    routes.post(`${CHEMIN}/${geste}`, droitAdministration, (c) =>
      orShow(
        async () => {
          await (commande === stopTable
            ? actHttp(c, stopTable, { tableId: idOf(c) })
            : commande === undoTable
              ? actHttp(c, undoTable, { tableId: idOf(c) })
              : actHttp(c, writeTableFigures, { tableId: idOf(c) }))
          return back(c, fait)
        },
        (erreur) => showTable(c, erreur),
      ),
    )
}

function idOf(c: C): string {
  const id = c.req.param('table') ?? ''
  if (!isId(id)) throw new Introuvable('Cette table n’existe pas, ou plus.')
  return id
}

function back(c: C, suite = ''): Response {
  return c.redirect(`${BASE_TABLES}/${idOf(c)}${suite}`, 303)
}

async function showTable(c: C, erreur?: RegleViolee, saisi: ChoixTable | null = null): Promise<Response> {
  const { table, indicateurs, sources } = await readHttp(c, async (tx) => ({
    table: await getTable(tx, idOf(c)),
    indicateurs: await listIndicateurs(tx),
    sources: await listSources(tx),
  }))
  const base = `${BASE_TABLES}/${table.id}`
  const { lecture, etat } = table
  const relisable = etat === 'a_relire' || etat === 'prete'
  const choix = saisi ?? table.choix ?? (lecture === null ? null : proposedChoix(lecture))
  const fait = FAITS[c.req.query('fait') ?? '']
  return c.html(
    <PageSimple titre={table.nomFichier} classe="pv-page pv-simple pv-large" demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[
          { libelle: 'Administration', href: '/administration' },
          { libelle: 'Indicateurs', href: '/administration/indicateurs' },
          { libelle: 'Tables de chiffres', href: BASE_TABLES },
          { libelle: table.nomFichier },
        ]}
      />
      <h1>{titleOf(table)}</h1>
      <p class="pv-note">
        <Statut etat={ETATS[etat]}>{LIBELLES_ETATS[etat]}</Statut> {table.nomFichier}, déposée le {formatInstant(table.deposeeLe)}
      </p>
      {fait !== undefined && erreur === undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {table.erreur !== null && <Message ton="danger">{table.erreur}</Message>}
      {table.tache?.etat === 'echouee' && table.erreur === null && (
        <Message ton="danger">{table.tache.message ?? 'Le travail a échoué. Rien n’a été écrit à moitié.'}</Message>
      )}
      <Travail base={base} table={table} />
      {table.bilan !== null && etat !== 'a_relire' && <Bilan base={base} table={table} bilan={table.bilan} />}
      {lecture !== null && <LectureDite lecture={lecture} />}
      {relisable && lecture !== null && choix !== null && (
        <FormulaireColonnes
          base={base}
          lecture={lecture}
          choix={choix}
          indicateurs={indicateurs}
          sources={sources}
          erreurs={erreur?.champs}
          verifiee={etat === 'prete' && table.bilan?.obstacles.length === 0 ? 'oui' : 'non'}
        />
      )}
      {(relisable || etat === 'illisible') && <FormulaireLecture base={base} lecture={lecture} erreurs={erreur?.champs} />}
      {(relisable || etat === 'illisible') && (
        <form method="post" action={`${base}/arreter`} class="pv-section">
          <button class="ds-button" data-variant="secondary" type="submit">
            Abandonner cette table
          </button>
        </form>
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function titleOf({ etat, nomFichier }: TableSuivie): string {
  if (etat === 'a_relire') return 'Dites ce que sont ces colonnes'
  if (etat === 'prete') return 'Voici ce que l’import changerait'
  if (etat === 'ecrite') return 'Ces chiffres sont importés'
  return nomFichier
}

/** Long work under way: how far it is; the person may leave and come back. */
function Travail({ base, table: { etat, tache } }: { base: string; table: TableSuivie }) {
  if (etat !== 'en_lecture' && etat !== 'en_preparation' && etat !== 'en_ecriture') return null
  return (
    <section class="pv-section" aria-labelledby="h-travail">
      <h2 id="h-travail">{LIBELLES_ETATS[etat].charAt(0).toUpperCase() + LIBELLES_ETATS[etat].slice(1)}</h2>
      <p>
        {tache === null || tache.etat === 'en_file' ? 'En file.' : (tache.message ?? 'En cours.')} Vous pouvez quitter cette page et y
        revenir.
        {tache !== null && tache.total > 0 && (
          <>
            {' '}
            <progress max={tache.total} value={tache.fait} aria-label="Avancement" />
          </>
        )}
      </p>
      <div class="pv-actions">
        <a class="ds-button" href={base}>
          Actualiser
        </a>
        <form method="post" action={`${base}/arreter`}>
          <button class="ds-button" data-variant="secondary" type="submit">
            Arrêter
          </button>
        </form>
      </div>
    </section>
  )
}
