import { RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { getReglages } from '#platform/reglages.ts'
import { BilanErreurs, Case } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { ROLES } from '../agent.ts'
import { findClotureEnCours, listIndispensables } from '../cloture.store.ts'
import { type Cloture, obstacleOf } from '../cloture.ts'
import { askCloture } from '../commands/ask-cloture.ts'
import { cancelCloture } from '../commands/cancel-cloture.ts'
import { isIndispensable } from '../mandat.ts'
import { dureeDelaiCloture, dureeJournal } from '../reglages-instance.ts'

/** Closing one's own account: what goes, what stays and why, one box to tick; called off until its day. */
export function addRoutesFermer(routes: Routes): void {
  routes.get('/compte/fermer', connecte, (c) => showFermer(c))
  routes.post('/compte/fermer', connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        if (typed(saisie, 'confirme') !== 'oui') {
          const message = 'Cochez la case pour confirmer que vous fermez votre compte.'
          throw new RegleViolee(message, [{ champ: 'confirme', message }])
        }
        await actHttp(c, askCloture, { personneId: requireAgent(c).personneId })
        return c.redirect('/compte/fermer?fait=demande', 303)
      },
      (erreur) => showFermer(c, erreur),
    )
  })
  routes.post('/compte/fermer/annuler', connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, cancelCloture, { clotureId: typed(saisie, 'clotureId') })
        return c.redirect('/compte/fermer?fait=annulee', 303)
      },
      (erreur) => showFermer(c, erreur),
    )
  })
}

async function showFermer(c: C, erreur?: RegleViolee): Promise<Response> {
  const { personneId } = requireAgent(c)
  const jour = jourParis(c.get('now'))
  const { cloture, reglages, obstacle } = await readHttp(c, async (tx) => ({
    cloture: await findClotureEnCours(tx, personneId),
    reglages: await getReglages(tx, [dureeDelaiCloture, dureeJournal]),
    obstacle: obstacleOf(await listIndispensables(tx, personneId, ROLES.filter(isIndispensable), jour)),
  }))
  const fait = c.req.query('fait')
  return c.html(
    <PageSimple titre="Fermer mon compte" demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[
          { libelle: 'Mon compte', href: '/compte' },
          { libelle: 'Mes données', href: '/compte/mes-donnees' },
          { libelle: 'Fermer mon compte' },
        ]}
      />
      <h1>Fermer mon compte</h1>
      {fait === 'annulee' && erreur === undefined && (
        <Message ton="success">Votre demande est annulée : votre compte reste ouvert.</Message>
      )}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {cloture === null ? (
        <Demande delai={reglages.valeurOf(dureeDelaiCloture)} journal={reglages.valeurOf(dureeJournal)} obstacle={obstacle} />
      ) : (
        <Attente cloture={cloture} />
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function Demande({ delai, journal, obstacle }: { delai: number; journal: number; obstacle: string | null }) {
  return (
    <>
      <div class="pv-deux">
        <section>
          <h2>Ce qui part</h2>
          <ul class="ds-list">
            <li>votre compte, votre adresse, votre mot de passe, vos sessions ;</li>
            <li>vos mandats en cours, qui prennent fin ;</li>
            <li>votre nom, partout où vous avez agi : il devient « Personne effacée n° … » ;</li>
            <li>le détail des lignes du journal qui vous nomment, et les courriels envoyés.</li>
          </ul>
        </section>
        <section>
          <h2>Ce qui reste, et pourquoi</h2>
          <ul class="ds-list">
            <li>votre nom dans ce que vous avez signé, dans les fiches et les versions publiées : ce sont des archives publiques ;</li>
            <li>la trace qu’un acte a eu lieu, sans votre nom ; les autres lignes du journal gardent leur détail {journal} ans.</li>
          </ul>
        </section>
      </div>
      {obstacle !== null ? (
        <div class="pv-haut-2">
          <Message ton="warning">{obstacle}</Message>
        </div>
      ) : (
        <form method="post" action="/compte/fermer" class="pv-formulaire pv-haut-2">
          <Case nom="confirme" libelle="Je ferme mon compte et je demande mon effacement." />
          <p class="pv-note">
            {delai === 0
              ? 'Ce sera fait la nuit prochaine.'
              : `Ce sera fait dans ${delai} jours : d’ici là, vous pouvez changer d’avis sur cette page.`}{' '}
            Pensez d’abord à <a href="/compte/mes-donnees">copier vos données</a>.
          </p>
          <div class="pv-actions">
            <button class="ds-button" data-color="danger" type="submit">
              Fermer mon compte
            </button>
            <a class="ds-button" data-variant="tertiary" href="/compte">
              Garder mon compte
            </a>
          </div>
        </form>
      )}
    </>
  )
}

function Attente({ cloture }: { cloture: Cloture }) {
  return (
    <>
      <Message ton="warning">
        Votre compte sera fermé le {formatDate(jourParis(cloture.prevueLe))}. Jusque-là, il fonctionne comme avant.
      </Message>
      {cloture.obstacle !== null && <p class="ds-validation-message">{cloture.obstacle}</p>}
      <form method="post" action="/compte/fermer/annuler">
        <input type="hidden" name="clotureId" value={cloture.id} />
        <button class="ds-button" type="submit">
          Garder mon compte
        </button>
      </form>
    </>
  )
}
