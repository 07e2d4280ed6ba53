import { sayLignes } from '#platform/audit/dites.store.ts'
import { EXPORT_MAX, exportJournal } from '#platform/audit/export-journal.ts'
import { curseurOf, filtreOf, hrefJournal, parseSaisie, type SaisieJournal } from '#platform/audit/filtre.ts'
import { listLignes, readJournal } from '#platform/audit/journal.store.ts'
import { lexique, nameCommande, nameType } from '#platform/audit/lexique.ts'
import { Interdit } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { FiltresJournal, isFiltre, LignesJournal, PagesJournal } from '#ui/journal.tsx'
import { FilAriane, T, Vide } from '#ui/pieces.tsx'
import { canReadJournal } from '../droits.ts'
import { droitEspace, Espace } from '../espace.tsx'
import { canReadHistorique, lienObjet } from '../journal-objets.ts'

/** The journal of the contract for who pilots it, and the history of each of its objects. */
export const routesJournal = createRoutes()

const droitJournal = droitEspace('contrat.lire_journal', (agent, contrat) => canReadJournal(agent, contrat.id))

routesJournal.get('/espace/:contrat/journal', droitJournal, async (c) => {
  const contrat = c.get('contrat')
  const base = `/espace/${contrat.adresse}/journal`
  const saisie = parseSaisie(c.req.query())
  const { page, dites, noms } = await readHttp(c, async (tx) => {
    const lu = await readJournal(tx, filtreOf(contrat.id, saisie), curseurOf(c.req.query()))
    return { page: lu, ...(await sayLignes(tx, lu.lignes, lu.facettes.acteurs)) }
  })
  return c.html(
    <Espace c={c} titre="Journal" entree="journal">
      <div class="pv-titre-page">
        <h1>Journal</h1>
        <p class="pv-note pv-note-max">
          Chaque acte laisse une ligne, qui ne se modifie pas&nbsp;: les lignes sont chaînées par leur empreinte.{' '}
          <a href={hrefJournal(`${base}/telecharger`, saisie)}>Télécharger {isFiltre(saisie) ? 'ce qui est filtré' : 'le journal'} (CSV)</a>
        </p>
      </div>
      <FiltresJournal base={base} saisie={saisie} facettes={page.facettes} noms={noms} mots={lexique()} />
      {dites.length === 0 ? (
        <Rien saisie={saisie} base={base} />
      ) : (
        <LignesJournal dites={dites} lien={(type, id) => lienObjet(`/espace/${contrat.adresse}`, type, id)} technique />
      )}
      <PagesJournal base={base} saisie={saisie} page={page} />
    </Espace>,
  )
})

function Rien({ saisie, base }: { saisie: SaisieJournal; base: string }) {
  if (!isFiltre(saisie)) return <Vide titre="Le journal est vide">Le premier acte sur ce contrat y laissera une ligne.</Vide>
  return (
    <Vide titre="Aucun acte ne répond à ces filtres">
      <a href={base}>Voir tout le journal</a>
    </Vide>
  )
}

routesJournal.get('/espace/:contrat/journal/telecharger', droitJournal, async (c) => {
  const contrat = c.get('contrat')
  const { contenu, complet } = await readHttp(c, (tx) => exportJournal(tx, filtreOf(contrat.id, parseSaisie(c.req.query()))))
  const nom = `journal-${contrat.adresse}-${jourParis(c.get('now'))}${complet ? '' : `-${EXPORT_MAX}-dernieres-lignes`}.csv`
  c.header('content-type', 'text/csv; charset=utf-8')
  c.header('content-disposition', `attachment; filename="${nom}"`)
  return c.body(new Uint8Array(contenu))
})

routesJournal.get('/espace/:contrat/historique/:type/:id', droitEspace('contrat.lire_historique'), showHistorique)

async function showHistorique(c: C): Promise<Response> {
  const contrat = c.get('contrat')
  const agent = requireAgent(c)
  const [type = '', id = ''] = [c.req.param('type'), c.req.param('id')]
  const saisie = { ...parseSaisie({}), acte: parseSaisie(c.req.query()).acte }
  const espace = `/espace/${contrat.adresse}`
  const { page, dites, noms } = await readHttp(c, async (tx) => {
    if (!(await canReadHistorique(tx, agent, contrat, { type, id }))) {
      throw new Interdit('Votre mandat sur ce contrat ne permet pas de lire cet historique.')
    }
    const lu = await listLignes(tx, { ...filtreOf(contrat.id, saisie), objetType: type, objetId: id }, curseurOf(c.req.query()))
    return { page: lu, ...(await sayLignes(tx, lu.lignes, [id])) }
  })
  const nom = noms.get(id) ?? nameType(lexique(), type)
  const lien = lienObjet(espace, type, id)
  return c.html(
    <Espace c={c} titre={`Historique : ${nom}`} entree={type === 'fiche' || type === 'noeud' ? 'strategie' : 'contrat'}>
      <FilAriane etapes={[{ libelle: nom, ...(lien === null ? {} : { href: lien }) }, { libelle: 'Historique' }]} />
      <div class="pv-titre-page">
        <h1>Historique</h1>
        <p class="pv-chapeau">
          <T>{nom}</T>
          {saisie.acte !== '' && `, ${nameCommande(lexique(), saisie.acte)}`}
        </p>
        <p class="pv-note pv-note-max">
          Chaque acte laisse une ligne au journal du contrat, qui ne se modifie pas.
          {type === 'fiche' && (
            <>
              {' '}
              <a href={`${espace}/fiches/${id}/versions`}>Comparer les versions de la fiche</a>
            </>
          )}
        </p>
      </div>
      {dites.length === 0 ? (
        <p class="pv-note">Aucun acte n’est noté sur cet objet.</p>
      ) : (
        <LignesJournal dites={dites} technique={canReadJournal(agent, contrat.id)} />
      )}
      <PagesJournal base={`${espace}/historique/${encodeURIComponent(type)}/${encodeURIComponent(id)}`} saisie={saisie} page={page} />
    </Espace>,
  )
}
