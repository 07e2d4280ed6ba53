import { sayLignes } from '#platform/audit/dites.store.ts'
import { exportJournal } from '#platform/audit/export-journal.ts'
import { curseurOf, filtreOf, hrefJournal, LIGNES_PAGE, parseSaisie } from '#platform/audit/filtre.ts'
import { listActivite, listLignes, readJournal } from '#platform/audit/journal.store.ts'
import { lexique, nameType } from '#platform/audit/lexique.ts'
import { jourParis } from '#platform/formats.ts'
import { readHttp, requireAgent } from '#platform/http/env.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { FiltresJournal, isFiltre, LignesJournal, PagesJournal } from '#ui/journal.tsx'
import { FilAriane, T } from '#ui/pieces.tsx'
import { droitAdministration } from './droit-administration.ts'

const BASE = '/administration/journal'

/** The chain of the platform, for its administrators: sign-ins and failures, accounts, organisations. No content of contracts. */
export function addRoutesJournalPlateforme(routes: Routes): void {
  routes.get(BASE, droitAdministration, async (c) => {
    const saisie = parseSaisie(c.req.query())
    const { page, dites, noms } = await readHttp(c, async (tx) => {
      const lu = await readJournal(tx, filtreOf(null, saisie), curseurOf(c.req.query()))
      return { page: lu, ...(await sayLignes(tx, lu.lignes, lu.facettes.acteurs)) }
    })
    return c.html(
      <PageSimple titre="Journal de la plateforme" demo={c.get('configuration').demo} classe="pv-page pv-page-large">
        <div class="pv-titre-page">
          <h1>Journal de la plateforme</h1>
          <p class="pv-note-max">
            Connexions et refus, comptes, organisations, réglages. Les actes sur un contrat sont au journal de ce contrat, que lit qui le
            pilote.{' '}
            <a href={hrefJournal(`${BASE}/telecharger`, saisie)}>
              Télécharger {isFiltre(saisie) ? 'ce qui est filtré' : 'le journal'} (CSV)
            </a>
          </p>
        </div>
        <FiltresJournal base={BASE} saisie={saisie} facettes={page.facettes} noms={noms} mots={lexique()} />
        {dites.length === 0 ? (
          <p class="pv-note">Aucune ligne ne répond à ces filtres.</p>
        ) : (
          <LignesJournal dites={dites} lien={lienAdministration} technique />
        )}
        <PagesJournal base={BASE} saisie={saisie} page={page} />
      </PageSimple>,
    )
  })

  routes.get(`${BASE}/telecharger`, droitAdministration, async (c) => {
    const { contenu } = await readHttp(c, (tx) => exportJournal(tx, filtreOf(null, parseSaisie(c.req.query()))))
    c.header('content-type', 'text/csv; charset=utf-8')
    c.header('content-disposition', `attachment; filename="journal-plateforme-${jourParis(c.get('now'))}.csv"`)
    return c.body(new Uint8Array(contenu))
  })

  routes.get('/administration/historique/:type/:id', droitAdministration, async (c) => {
    const [type = '', id = ''] = [c.req.param('type'), c.req.param('id')]
    const { page, dites, noms } = await readHttp(c, async (tx) => {
      const lu = await listLignes(tx, { contratId: null, objetType: type, objetId: id }, curseurOf(c.req.query()))
      return { page: lu, ...(await sayLignes(tx, lu.lignes, [id])) }
    })
    const nom = noms.get(id) ?? nameType(lexique(), type)
    const lien = lienAdministration(type, id)
    return c.html(
      <PageSimple titre={`Historique : ${nom}`} demo={c.get('configuration').demo}>
        <FilAriane etapes={[{ libelle: nom, ...(lien === null ? {} : { href: lien }) }, { libelle: 'Historique' }]} />
        <h1>Historique</h1>
        <p class="pv-chapeau">
          <T>{nom}</T>
        </p>
        {dites.length === 0 ? <p>Aucun acte n’est noté sur cet objet.</p> : <LignesJournal dites={dites} technique />}
        <PagesJournal
          base={`/administration/historique/${encodeURIComponent(type)}/${encodeURIComponent(id)}`}
          saisie={parseSaisie({})}
          page={page}
        />
      </PageSimple>,
    )
  })

  routes.get('/compte/activite', connecte, async (c) => {
    const { personneId } = requireAgent(c)
    const { page, dites } = await readHttp(c, async (tx) => {
      const lu = await listActivite(tx, personneId, curseurOf(c.req.query(), LIGNES_PAGE))
      return { page: lu, ...(await sayLignes(tx, lu.lignes)) }
    })
    return c.html(
      <PageSimple titre="Activité de mon compte" demo={c.get('configuration').demo}>
        <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Activité' }]} />
        <h1>Activité de mon compte</h1>
        <p class="pv-chapeau">
          Vos connexions, celles qui ont été refusées, et ce qui a changé dans votre compte. Si une ligne n’est pas de vous, changez votre
          mot de passe&nbsp;: vos autres sessions se fermeront.
        </p>
        {dites.length === 0 ? <p>Rien n’est encore noté.</p> : <LignesJournal dites={dites} />}
        <PagesJournal base="/compte/activite" saisie={parseSaisie({})} page={page} />
      </PageSimple>,
    )
  })
}

function lienAdministration(type: string, id: string): string | null {
  if (type === 'personne') return `/administration/personnes/${id}`
  return type === 'organisation' && id !== 'toutes' ? `/organisations/${id}` : null
}
