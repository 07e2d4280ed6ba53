/** The history of a fiche: every act on it, from its audit chain, beside the versions that were kept. */
import { canReadJournal, Espace } from '#contrat/index.ts'
import { sayLignes } from '#platform/audit/dites.store.ts'
import { curseurOf, parseSaisie } from '#platform/audit/filtre.ts'
import { listLignes } from '#platform/audit/journal.store.ts'
import { readHttp, requireAgent } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { LignesJournal, PagesJournal } from '#ui/journal.tsx'
import { Code, T } from '#ui/pieces.tsx'
import { droitFiche, readVueFiche } from './fiche-acces.ts'
import { FilFiche } from './fiche-tete.tsx'

export const routes = createRoutes()

routes.get('/espace/:contrat/fiches/:fiche/histoire', droitFiche, async (c) => {
  const vue = await readVueFiche(c)
  const filtre = { contratId: vue.contrat.id, objetType: 'fiche', objetId: vue.fiche.id }
  const { page, dites } = await readHttp(c, async (tx) => {
    const lu = await listLignes(tx, filtre, curseurOf(c.req.query()))
    return { page: lu, ...(await sayLignes(tx, lu.lignes)) }
  })
  const ici = `/espace/${vue.contrat.adresse}/fiches/${vue.fiche.id}`
  return c.html(
    <Espace c={c} titre={`Histoire · fiche ${vue.fiche.code}`} entree="strategie">
      <FilFiche vue={vue} ici="Histoire" />
      <div class="pv-titre-page">
        <h1>
          Histoire de la fiche <Code code={vue.fiche.code} />
        </h1>
        <p class="pv-note">
          <T>{vue.fiche.intitule}</T>
        </p>
        <p class="pv-note-max">
          Chaque acte laisse une ligne au journal du contrat, qui ne se modifie pas. Les textes gardés se lisent et se comparent dans{' '}
          <a href={`${ici}/versions`}>les versions de la fiche</a>.
        </p>
      </div>
      {dites.length === 0 ? (
        <p class="pv-note">Aucun acte n’est noté&nbsp;: cette fiche était là avant l’ouverture du journal.</p>
      ) : (
        <LignesJournal dites={dites} technique={canReadJournal(requireAgent(c), vue.contrat.id)} />
      )}
      <PagesJournal base={`${ici}/histoire`} saisie={parseSaisie({})} page={page} />
    </Espace>,
  )
})
