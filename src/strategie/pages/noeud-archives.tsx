import { Espace, getCadreFiche } from '#contrat/index.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { Code, FilAriane, Message, T, Vide } from '#ui/pieces.tsx'
import { loadArbre } from '../arbre.store.ts'
import { type Arbre, codesChanges, nomme } from '../arbre.ts'
import { renumbered } from '../arbre-deplacement.ts'
import { listFichesArbre, listNoeuds } from '../arbre-liste.store.ts'
import { renumberNoeuds } from '../commands/renumber-noeuds.ts'
import { droitDeplacer, phraseDe } from './strategie-acces.ts'

export const routes = createRoutes()

/** What is put away: nothing is destroyed by a click, all can come back. */
routes.get('/espace/:contrat/strategie/archives', droitDeplacer, async (c) => {
  const contrat = c.get('contrat')
  const base = `/espace/${contrat.adresse}`
  const { noeuds, fiches, cadre } = await readHttp(c, async (tx) => ({
    noeuds: await listNoeuds(tx, contrat.id, 'archives'),
    fiches: await listFichesArbre(tx, c.get('agent'), contrat.id, null, 'archives'),
    cadre: await getCadreFiche(tx, contrat.id),
  }))
  const peut = contrat.archiveLe === null
  const ensemble = new Map(noeuds.map((noeud) => [noeud.id, noeud]))
  // What went away with a node comes back with it: only the top of each batch is offered.
  const avecSonNoeud = (parentId: string | null, le: Date | null) =>
    parentId !== null && ensemble.get(parentId)?.archiveLe?.getTime() === le?.getTime()
  return c.html(
    <Espace c={c} titre="Stratégie, ce qui est archivé" entree="strategie">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `${base}/strategie` }, { libelle: 'Archives' }]} />
      <div class="pv-titre-page">
        <h1>Ce qui est archivé</h1>
        <p class="pv-note">Rien n’est détruit : ce qui est rangé ici revient d’un geste, à sa place si elle est libre.</p>
      </div>
      {noeuds.length + fiches.length === 0 ? (
        <Vide titre="Rien n’est archivé">
          <p>Les fiches et les nœuds que vous archiverez attendront ici.</p>
          <p>
            <a href={`${base}/strategie`}>Revenir à la stratégie</a>
          </p>
        </Vide>
      ) : (
        <ul class="pv-lignes">
          {noeuds
            .filter((noeud) => !avecSonNoeud(noeud.parentId, noeud.archiveLe))
            .map((noeud) => {
              const dedans =
                noeuds.filter((autre) => autre.id !== noeud.id && autre.archiveLe?.getTime() === noeud.archiveLe?.getTime()).length +
                fiches.filter((fiche) => fiche.archiveeLe?.getTime() === noeud.archiveLe?.getTime()).length
              return (
                <li>
                  {noeud.code !== '' && <Code code={noeud.code} />}{' '}
                  <a href={`${base}/noeuds/${noeud.id}`}>
                    <T>{noeud.intitule}</T>
                  </a>{' '}
                  <span class="pv-note">
                    {cadre.niveaux.find((niveau) => niveau.rang === noeud.rang)?.singulier ?? 'Nœud'} archivé le{' '}
                    {formatDate(jourParis(noeud.archiveLe ?? c.get('now')))}
                    {dedans > 0 && `, avec ce qu’il portait (${dedans})`}
                  </span>{' '}
                  {peut && (
                    <form class="pv-en-ligne" method="post" action={`${base}/noeuds/${noeud.id}/restaurer`}>
                      <button class="pv-lien-bouton" type="submit" aria-label={`Restaurer ${noeud.code || noeud.intitule}`}>
                        Restaurer
                      </button>
                    </form>
                  )}
                </li>
              )
            })}
          {fiches
            .filter((fiche) => !avecSonNoeud(fiche.noeudId, fiche.archiveeLe))
            .map((fiche) => (
              <li>
                <Code code={fiche.code} />{' '}
                <a href={`${base}/fiches/${fiche.id}`}>
                  <T>{fiche.intitule}</T>
                </a>{' '}
                <span class="pv-note">Fiche archivée le {formatDate(jourParis(fiche.archiveeLe ?? c.get('now')))}</span>
              </li>
            ))}
        </ul>
      )}
    </Espace>,
  )
})

/** Closing the holes shows first every code that changes. */
routes.get('/espace/:contrat/strategie/renumeroter', droitDeplacer, (c) => renderRenumeroter(c))

routes.post('/espace/:contrat/strategie/renumeroter', droitDeplacer, async (c) => {
  const saisi = await parseFormulaire(c)
  const contrat = c.get('contrat')
  const noeudId = typeof saisi.noeudId === 'string' ? saisi.noeudId : ''
  await actHttp(c, renumberNoeuds, { contratId: contrat.id, noeudId })
  return c.redirect(`/espace/${contrat.adresse}/strategie${noeudId === '' ? '' : `?vise=${noeudId}#o-${noeudId}`}`, 303)
})

async function renderRenumeroter(c: C) {
  const contrat = c.get('contrat')
  const base = `/espace/${contrat.adresse}`
  const arbre = await readHttp(c, (tx) => loadArbre(tx, contrat.id))
  const demande = c.req.query('noeud') ?? ''
  const noeudId = arbre.objets.get(demande)?.type === 'noeud' ? demande : null
  const { changes, refus } = apercu(arbre, noeudId)
  const titre = `Renuméroter ${noeudId === null ? 'tout le contrat' : nomme(arbre, noeudId)}`
  return c.html(
    <Espace c={c} titre={titre} entree="strategie">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `${base}/strategie` }, { libelle: 'Renuméroter' }]} />
      <div class="pv-titre-page">
        <h1>{titre}</h1>
        <p class="pv-note-max">
          Les trous de la numérotation se referment, l’ordre ne change pas. Les anciens codes restent trouvables, et ce geste s’annule.
        </p>
      </div>
      {refus !== null ? (
        <Message ton="info">{refus}</Message>
      ) : (
        <form method="post">
          <input type="hidden" name="noeudId" value={noeudId ?? ''} />
          <table class="ds-table">
            <caption>
              {changes.length} code{changes.length > 1 ? 's changent' : ' change'}
            </caption>
            <thead>
              <tr>
                <th scope="col">Aujourd’hui</th>
                <th scope="col">Après</th>
                <th scope="col">Intitulé</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ objet, code }) => (
                <tr>
                  <td>
                    <Code code={objet.code} />
                  </td>
                  <td>
                    <Code code={code} />
                  </td>
                  <td>
                    <T>{objet.intitule}</T>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="pv-actions pv-haut-2">
            <button class="ds-button" type="submit">
              Renuméroter
            </button>
            <a href={`${base}/strategie`}>Ne rien changer</a>
          </p>
        </form>
      )}
    </Espace>,
  )
}

function apercu(arbre: Arbre, noeudId: string | null): { changes: ReturnType<typeof codesChanges>; refus: string | null } {
  try {
    return { changes: codesChanges(renumbered(arbre, noeudId)), refus: null }
  } catch (erreur) {
    return { changes: [], refus: phraseDe(erreur) }
  }
}
