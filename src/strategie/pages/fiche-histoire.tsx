/** The history of a fiche: every act on it, from its audit chain. */
import { listNoms } from '#compte/index.ts'
import { Espace } from '#contrat/index.ts'
import { type LigneJournal, listJournal } from '#platform/audit/audit.store.ts'
import { formatInstant } from '#platform/formats.ts'
import { readHttp } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { Code, T } from '#ui/pieces.tsx'
import { droitFiche, readVueFiche } from './fiche-acces.ts'
import { FilFiche } from './fiche-tete.tsx'

export const routes = createRoutes()

const LIGNES = 200

routes.get('/espace/:contrat/fiches/:fiche/histoire', droitFiche, async (c) => {
  const vue = await readVueFiche(c)
  const { journal, noms } = await readHttp(c, async (tx) => {
    const journal = await listJournal(tx, { contratId: vue.contrat.id, objet: { type: 'fiche', id: vue.fiche.id }, limite: LIGNES })
    return {
      journal,
      noms: await listNoms(
        tx,
        journal.flatMap((ligne) => ligne.acteurId ?? []),
      ),
    }
  })
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
          Chaque acte laisse une ligne au journal du contrat, qui ne se modifie pas.
          {journal.length === LIGNES && ` Voici les ${LIGNES} plus récents.`}
        </p>
      </div>
      {journal.length === 0 ? (
        <p class="pv-note">Aucun acte n’est noté&nbsp;: cette fiche était là avant l’ouverture du journal.</p>
      ) : (
        <ol class="pv-lignes pv-histoire">
          {journal.map((ligne) => (
            <Ligne ligne={ligne} nom={ligne.acteurId === null ? null : (noms.get(ligne.acteurId) ?? null)} />
          ))}
        </ol>
      )}
    </Espace>,
  )
})

function Ligne({ ligne, nom }: { ligne: LigneJournal; nom: string | null }) {
  return (
    <li>
      <time datetime={ligne.instant.toISOString()}>{formatInstant(ligne.instant)}</time>
      <span>{ligne.libelle === null ? 'Contenu de la ligne effacé' : <T>{ligne.libelle}</T>}</span>
      <span class="pv-note">{nom ?? 'personne inconnue'}</span>
    </li>
  )
}
