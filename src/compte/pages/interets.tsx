import type { RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { declareInteret, endInteret } from '../commands/declare-interet.ts'
import { getRegleConflit, type Interet, listAppartenances, listInterets } from '../conflit.store.ts'
import { type Appartenance, compte, LIBELLES_NATURES, NATURES_INTERET, type RegleConflit } from '../conflit.ts'
import { listOrganisations } from '../organisation.store.ts'

/** Ties with organisations that a person declares, and what they bar her from. */
export function addRoutesInterets(routes: Routes): void {
  routes.get('/compte/interets', connecte, (c) => showInterets(c, {}))

  routes.post('/compte/interets', connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, declareInteret, { ...saisie, personneId: requireAgent(c).personneId })
        return c.redirect('/compte/interets?fait=declaration', 303)
      },
      (erreur) => showInterets(c, saisie, erreur),
    )
  })

  routes.post('/compte/interets/:interet/fin', connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        const fin = typed(saisie, 'geste') === 'retirer' ? '' : typed(saisie, 'fin') || jourParis(c.get('now'))
        await actHttp(c, endInteret, { personneId: requireAgent(c).personneId, interetId: c.req.param('interet'), fin })
        return c.redirect('/compte/interets?fait=fin', 303)
      },
      (erreur) => showInterets(c, {}, erreur),
    )
  })
}

const MESSAGES: Record<string, string> = { declaration: 'Le lien est déclaré.', fin: 'C’est enregistré.' }

async function showInterets(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const agent = requireAgent(c)
  const jour = jourParis(c.get('now'))
  const { liens, interets, regle, organisations } = await readHttp(c, async (tx) => ({
    liens: await listAppartenances(tx, agent.personneId),
    interets: await listInterets(tx, agent.personneId),
    regle: await getRegleConflit(tx, jour),
    organisations: await listOrganisations(tx),
  }))
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  const fait = MESSAGES[c.req.query('fait') ?? '']
  return c.html(
    <PageSimple titre="Mes liens d’intérêts" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Mes liens d’intérêts' }]} />
      <h1>Vos liens d’intérêts</h1>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Qui appartient à une organisation ne donne ni avis ni décision sur ce qui la concerne
        {regle.mois > 0 && `, et encore ${accorde(regle.mois, 'mois', 'mois')} après l’avoir quittée`}. Vos mandats comptent d’eux-mêmes :
        déclarez ici vos autres liens.
      </p>
      <ListeAppartenances liens={liens} regle={regle} />
      {interets.length > 0 && (
        <section class="pv-section">
          <h2>Ce que vous avez déclaré</h2>
          <ul class="pv-lignes">
            {interets.map((interet) => (
              <LigneInteret interet={interet} jour={jour} />
            ))}
          </ul>
        </section>
      )}
      <section class="pv-section">
        <h2>Déclarer un lien</h2>
        <form method="post" action="/compte/interets" class="pv-formulaire" novalidate>
          <ChampChoix
            {...champ('organisationId')}
            libelle="Organisation"
            aide="Absente de la liste ? Demandez à la personne qui pilote le contrat de l’ajouter."
            requis
            vide="À choisir"
            options={organisations.map(({ id, nom }) => ({ valeur: id, libelle: nom }))}
          />
          <ChampChoix
            {...champ('nature')}
            libelle="Nature du lien"
            requis
            vide="À choisir"
            options={NATURES_INTERET.map((nature) => ({ valeur: nature, libelle: LIBELLES_NATURES[nature] }))}
          />
          <div class="pv-cote">
            <ChampTexte {...champ('debut')} libelle="Depuis le" type="date" requis />
            <ChampTexte {...champ('fin')} libelle="Jusqu’au" type="date" aide="Vide : le lien dure." />
          </div>
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Déclarer ce lien
            </button>
          </div>
        </form>
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function LigneInteret({ interet, jour }: { interet: Interet; jour: string }) {
  const dure = interet.fin === null || interet.fin >= jour
  return (
    <li>
      <strong>{interet.organisation}</strong>, {LIBELLES_NATURES[interet.nature]}, depuis le {formatDate(interet.debut)}
      {interet.fin !== null && `, jusqu’au ${formatDate(interet.fin)}`}
      <form method="post" action={`/compte/interets/${interet.id}/fin`} class="pv-actions">
        {dure && (
          <button class="ds-button" data-variant="secondary" data-size="xs" type="submit" name="geste" value="finir">
            Ce lien finit aujourd’hui<span class="pv-cache"> ({interet.organisation})</span>
          </button>
        )}
        <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit" name="geste" value="retirer">
          Déclaré par erreur<span class="pv-cache"> ({interet.organisation})</span>
        </button>
      </form>
    </li>
  )
}

/** Organisations from whose affairs a person is barred today, by her mandates or by what she declared. */
export function ListeAppartenances({ liens, regle }: { liens: readonly Appartenance[]; regle: RegleConflit }) {
  const parOrganisation = new Map<string, Appartenance[]>()
  for (const lien of liens.filter((candidat) => compte(candidat, regle))) {
    parOrganisation.set(lien.organisationId, [...(parOrganisation.get(lien.organisationId) ?? []), lien])
  }
  return (
    <section class="pv-section">
      <h2>{parOrganisation.size === 0 ? 'Aucune organisation n’engage l’impartialité' : 'Organisations qui engagent l’impartialité'}</h2>
      {parOrganisation.size > 0 && (
        <ul class="pv-lignes">
          {[...parOrganisation.values()].map((siens) => (
            <li>
              <strong>{siens[0]?.organisation}</strong> : {[...new Set(siens.map((lien) => sayLien(lien, regle.jour)))].join(', ')}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function sayLien(lien: Appartenance, jour: string): string {
  const quoi = lien.source === 'mandat' ? 'mandat' : 'lien déclaré'
  return lien.fin === null || lien.fin >= jour ? `${quoi} en cours` : `${quoi} jusqu’au ${formatDate(lien.fin)}`
}
