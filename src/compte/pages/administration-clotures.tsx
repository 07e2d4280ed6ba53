import type { RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampChoix, ChampLong } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { type ClotureListee, listClotures } from '../cloture.store.ts'
import { MOTIFS_CLOTURE } from '../cloture.ts'
import { askCloture } from '../commands/ask-cloture.ts'
import { cancelCloture } from '../commands/cancel-cloture.ts'
import { copyDonnees } from '../commands/copy-donnees.ts'
import { hastenCloture } from '../commands/hasten-cloture.ts'
import { listPersonnes } from '../personne.store.ts'
import { droitAdministration } from './droit-administration.ts'

const PAGE = '/administration/demandes'

/** What people ask about their data: closings that wait, and requests that came otherwise than by their own account. */
export function addRoutesClotures(routes: Routes): void {
  routes.get(PAGE, droitAdministration, (c) => showDemandes(c, {}))
  routes.post(PAGE, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    const entree = { personneId: saisie.personneId, raison: saisie.raison }
    return orShow(
      async () => {
        if (typed(saisie, 'demande') === 'copie') {
          await actHttp(c, copyDonnees, entree)
          return c.redirect('/compte/mes-donnees?fait=autrui', 303)
        }
        await actHttp(c, askCloture, entree)
        return c.redirect(`${PAGE}?fait=demande`, 303)
      },
      (erreur) => showDemandes(c, saisie, erreur),
    )
  })
  for (const [acte, commande] of [
    ['annuler', cancelCloture],
    ['fermer', hastenCloture],
  ] as const) {
    routes.post(`${PAGE}/:cloture/${acte}`, droitAdministration, async (c) =>
      orShow(
        async () => {
          await actHttp(c, commande, { clotureId: c.req.param('cloture') })
          return c.redirect(`${PAGE}?fait=${acte}`, 303)
        },
        (erreur) => showDemandes(c, {}, erreur),
      ),
    )
  }
}

const MESSAGES: Record<string, string> = {
  demande: 'La fermeture est enregistrée : elle se fera au jour dit.',
  annuler: 'La fermeture est annulée.',
  fermer: 'Le compte est en train d’être fermé.',
}

async function showDemandes(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const { clotures, personnes } = await readHttp(c, async (tx) => ({
    clotures: await listClotures(tx, 200),
    personnes: await listPersonnes(tx),
  }))
  const attendent = clotures.filter(({ faiteLe, annuleeLe }) => faiteLe === null && annuleeLe === null)
  const finies = clotures.filter((cloture) => !attendent.includes(cloture))
  const fait = MESSAGES[c.req.query('fait') ?? '']
  return c.html(
    <PageSimple titre="Demandes des personnes" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Administration', href: '/administration' }, { libelle: 'Demandes des personnes' }]} />
      <h1>Demandes des personnes</h1>
      {fait !== undefined && erreur === undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Chacun copie ses données et ferme son compte par lui-même. Cette page sert aux demandes reçues autrement : le RGPD laisse un mois
        pour répondre.
      </p>
      <section class="pv-section">
        <h2>Fermetures en attente</h2>
        {attendent.length === 0 ? (
          <p>Aucune.</p>
        ) : (
          <ul class="pv-lignes">
            {attendent.map((cloture) => (
              <Attente cloture={cloture} />
            ))}
          </ul>
        )}
      </section>
      <section class="pv-section">
        <h2>Enregistrer une demande</h2>
        <form method="post" action={PAGE} class="pv-formulaire" novalidate>
          <ChampChoix
            nom="personneId"
            libelle="Personne"
            requis
            vide="À choisir"
            valeur={typed(saisie, 'personneId')}
            erreurs={erreur?.champs}
            options={personnes.map(({ id, prenom, nom, courriel }) => ({ valeur: id, libelle: `${prenom} ${nom} (${courriel})` }))}
          />
          <ChampChoix
            nom="demande"
            libelle="Ce qu’elle demande"
            requis
            valeur={typed(saisie, 'demande')}
            options={[
              { valeur: 'copie', libelle: 'une copie de ses données (articles 15 et 20)' },
              { valeur: 'effacement', libelle: 'la fermeture de son compte et son effacement (article 17)' },
            ]}
          />
          <ChampLong
            nom="raison"
            libelle="Comment la demande vous est parvenue"
            aide="Gardé au journal, qui sera effacé avec la personne. Vérifiez d’abord que c’est bien elle."
            requis
            lignes={3}
            valeur={typed(saisie, 'raison')}
            erreurs={erreur?.champs}
          />
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Enregistrer la demande
            </button>
          </div>
        </form>
      </section>
      {finies.length > 0 && (
        <section class="pv-section">
          <h2>Terminées</h2>
          <ul class="pv-lignes">
            {finies.map(({ personne, motif, faiteLe, annuleeLe }) => (
              <li>
                {personne}, {MOTIFS_CLOTURE[motif]} :{' '}
                {faiteLe !== null ? `effacée le ${sayJour(faiteLe)}` : `annulée le ${annuleeLe === null ? '' : sayJour(annuleeLe)}`}
              </li>
            ))}
          </ul>
          <p class="pv-note">{accorde(finies.length, 'demande')}.</p>
        </section>
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function Attente({ cloture }: { cloture: ClotureListee }) {
  const { id, personne, motif, demandeeLe, prevueLe, obstacle } = cloture
  return (
    <li>
      <p>
        <strong>{personne}</strong>, {MOTIFS_CLOTURE[motif]} : demandée le {sayJour(demandeeLe)}, prévue le {sayJour(prevueLe)}.
      </p>
      {obstacle !== null && <p class="ds-validation-message">{obstacle}</p>}
      <div class="pv-actions">
        <form method="post" action={`${PAGE}/${id}/fermer`}>
          <button
            class="ds-button"
            data-color="danger"
            data-variant="secondary"
            data-size="sm"
            type="submit"
            aria-label={`Fermer maintenant le compte de ${personne}`}
          >
            Fermer maintenant
          </button>
        </form>
        <form method="post" action={`${PAGE}/${id}/annuler`}>
          <button
            class="ds-button"
            data-variant="tertiary"
            data-size="sm"
            type="submit"
            aria-label={`Annuler la fermeture du compte de ${personne}`}
          >
            Annuler
          </button>
        </form>
      </div>
    </li>
  )
}

function sayJour(instant: Date): string {
  return formatDate(jourParis(instant))
}
