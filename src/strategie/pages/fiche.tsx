/** The fiche as one reads it, prints it and discusses it. */
import { Espace } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { isId } from '#platform/identifiants.ts'
import { texteDe } from '#ui/gestes-lignes.ts'
import { Message } from '#ui/pieces.tsx'
import { addCommentaire } from '../commands/add-commentaire.ts'
import { answerCommentaire } from '../commands/answer-commentaire.ts'
import { setThemesFiche } from '../commands/set-themes-fiche.ts'
import { settleCommentaire } from '../commands/settle-commentaire.ts'
import { canEditFiche } from '../droits.ts'
import { droitCommenter, droitFiche, ficheIdDe, readVueFiche, type VueFiche } from './fiche-acces.ts'
import { Corps } from './fiche-corps.tsx'
import { Marge, type RemarqueRefusee, renvoisOf } from './fiche-marge.tsx'
import { FilFiche, MetaFiche, PiedImprime, TeteFiche, versionCourante } from './fiche-tete.tsx'
import { LignesVersions } from './fiche-versions.tsx'

export const routes = createRoutes()

routes.get('/espace/:contrat/fiches/:fiche', droitFiche, (c) => renderFiche(c, null))

routes.post('/espace/:contrat/fiches/:fiche/remarques', droitCommenter, async (c) => {
  const saisi = await parseFormulaire(c)
  return discuss(c, { commentaireId: null, champ: texteDe(saisi, 'champ'), texte: texteDe(saisi, 'texte') }, async (visee) =>
    actHttp(c, addCommentaire, { ...visee, champ: saisi.champ, texte: saisi.texte }),
  )
})

routes.post('/espace/:contrat/fiches/:fiche/remarques/:remarque/repondre', droitCommenter, async (c) => {
  const saisi = await parseFormulaire(c)
  const commentaireId = c.req.param('remarque') ?? ''
  return discuss(c, { commentaireId, champ: '', texte: texteDe(saisi, 'texte') }, async (visee) =>
    actHttp(c, answerCommentaire, { ...visee, commentaireId, texte: saisi.texte }),
  )
})

routes.post('/espace/:contrat/fiches/:fiche/remarques/:remarque/regler', droitCommenter, async (c) => {
  const commentaireId = c.req.param('remarque') ?? ''
  return discuss(c, { commentaireId, champ: '', texte: '' }, async (visee) => actHttp(c, settleCommentaire, { ...visee, commentaireId }))
})

routes.post('/espace/:contrat/fiches/:fiche/themes', droitFiche, async (c) => {
  const saisi = await parseFormulaire(c)
  const contrat = c.get('contrat')
  const ficheId = ficheIdDe(c)
  await actHttp(c, setThemesFiche, { contratId: contrat.id, ficheId, themeIds: saisi.themeIds })
  return c.redirect(`/espace/${contrat.adresse}/fiches/${ficheId}?fait=etiquetee`, 303)
})

/** Does something in the margin, then shows it; refused, shows what was typed and why. */
async function discuss(
  c: C,
  saisie: Omit<RemarqueRefusee, 'message'>,
  faire: (visee: { contratId: string; ficheId: string }) => Promise<{ id: string }>,
): Promise<Response> {
  const contrat = c.get('contrat')
  const ficheId = ficheIdDe(c)
  try {
    const { id } = await faire({ contratId: contrat.id, ficheId })
    return c.redirect(`/espace/${contrat.adresse}/fiches/${ficheId}#commentaire-${isId(id) ? id : ''}`, 303)
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    const message = erreur.champs[0]?.message ?? erreur.message
    return renderFiche(c, { ...saisie, message })
  }
}

const FAITS: Record<string, string> = {
  enregistree: 'La fiche est enregistrée.',
  situee: 'Les lieux de la fiche sont enregistrés.',
  creee: 'La fiche est créée\u00a0: c’est un brouillon, elle vous attend.',
  soumise: 'La fiche est soumise\u00a0: elle attend d’être validée. Son texte est gardé comme version.',
  validee: 'La fiche est validée. Son texte est gardé comme version.',
  renvoyee: 'La fiche est renvoyée en brouillon. Votre motif est en marge.',
  abandonnee: 'La fiche est abandonnée. Elle reste lisible, et peut être rouverte.',
  rouverte: 'La fiche est rouverte\u00a0: c’est un brouillon.',
  dupliquee: 'Voici la copie\u00a0: c’est un brouillon, avec son propre code.',
  archivee: 'La fiche est archivée\u00a0: elle n’est plus dans l’arbre, et peut être restaurée.',
  etiquetee: 'Les thèmes de la fiche sont gardés.',
  restauree: 'La fiche est restaurée\u00a0: elle est revenue dans l’arbre.',
}

async function renderFiche(c: C, refus: RemarqueRefusee | null): Promise<Response> {
  const vue = await readVueFiche(c)
  return c.html(<PageDeFiche c={c} vue={vue} refus={refus} />, refus === null ? 200 : 422)
}

/** The page itself. @param erreur a refusal to say at the top */
export function PageDeFiche({ c, vue, refus, erreur }: { c: C; vue: VueFiche; refus: RemarqueRefusee | null; erreur?: RegleViolee }) {
  const agent = requireAgent(c)
  const { fiche, versions } = vue
  const fait = erreur === undefined && refus === null ? FAITS[c.req.query('fait') ?? ''] : undefined
  const validee = versions.find((version) => version.acte === 'validation')
  return (
    <Espace c={c} titre={`Fiche ${fiche.code} ${fiche.intitule}`} entree="strategie">
      <FilFiche vue={vue} />
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      {erreur !== undefined && (
        <Message ton="danger">
          {erreur.champs.length < 2 ? (
            erreur.message
          ) : (
            <ul>
              {erreur.champs.map(({ message }) => (
                <li>{message}</li>
              ))}
            </ul>
          )}
        </Message>
      )}
      {fiche.archiveeLe !== null && (
        <Message ton="warning">
          Fiche archivée le {formatDate(jourParis(fiche.archiveeLe))}&nbsp;: elle n’est plus dans l’arbre du contrat.
        </Message>
      )}
      {fiche.statut === 'brouillon' && validee !== undefined && (
        <Message ton="info">
          Un nouveau brouillon est ouvert. Le texte validé le {formatDate(jourParis(validee.creeLe))} reste celui de la{' '}
          <a href={`${vue.adresse}/versions/${validee.numero}`}>version {validee.numero}</a>.
        </Message>
      )}
      <article>
        <TeteFiche vue={vue} />
        <MetaFiche vue={vue} agent={agent} />
        <div class="pv-fiche">
          <div>
            <Corps
              fiche={fiche}
              champs={vue.champs}
              citees={vue.citees}
              citantes={vue.citantes}
              renvois={renvoisOf(vue.commentaires)}
              base={vue.base}
              jour={jourParis(c.get('now'))}
              peutModifier={canEditFiche(agent, fiche) && vue.contrat.archiveLe === null}
            />
            <section class="pv-champ" id="versions">
              <h2>Versions</h2>
              <div>
                <LignesVersions
                  adresse={vue.adresse}
                  versions={versions}
                  modifieeLe={versionCourante(fiche, versions) === null ? fiche.modifieeLe : null}
                />
              </div>
            </section>
          </div>
          <Marge vue={vue} agent={agent} refus={refus} />
        </div>
        <PiedImprime fiche={fiche} versions={versions} />
      </article>
    </Espace>
  )
}
