import { closeAcces, DUREE_MAX_H, droitAdministration, dureeMaxAcces, listAcces, listNoms, openAcces } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { accorde, formatDate, formatInstant, formatNombre, formatTaille, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { getReglage } from '#platform/reglages.ts'
import { BilanErreurs, ChampChoix, ChampLong } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { findContratByAdresse } from '../contrat.store.ts'
import { type ContratCourant, LIBELLES_STATUTS } from '../contrat.ts'
import { listMesures, type MesureContrat } from '../mesures.store.ts'

/** The contracts as technique, for the platform's administrators, and the door to the content of one: with a reason, in sight. */
export const routesAdministrationContrats = createRoutes()

const BASE = '/administration/contrats'
/** Past accesses shown under the list. */
const ACCES = 20

routesAdministrationContrats.get(BASE, droitAdministration, async (c) => {
  const now = c.get('now')
  const { contrats, acces, noms } = await readHttp(c, async (tx) => {
    const liste = await listAcces(tx, ACCES)
    return {
      contrats: await listMesures(tx, jourParis(now)),
      acces: liste,
      noms: await listNoms(
        tx,
        liste.map(({ personneId }) => personneId),
      ),
    }
  })
  const moi = requireAgent(c).personneId
  const ouverts = acces.filter(({ fermeLe, fin }) => fermeLe === null && fin > now)
  const titres = new Map(contrats.map(({ id, titre }) => [id, titre]))
  const fait = c.req.query('fait') === 'ferme'
  return c.html(
    <PageSimple titre="Contrats" demo={c.get('configuration').demo} classe="pv-page pv-page-large">
      <div class="pv-titre-page">
        <h1>Contrats</h1>
        <p class="pv-note-max">
          Ce qu’il faut pour faire tourner la plateforme&nbsp;: des tailles et des dates, pas de contenu. Pour lire un contrat, dites
          pourquoi et pour combien de temps&nbsp;; qui le pilote en est prévenu.
        </p>
      </div>
      {fait && <Message ton="success">L’accès est fermé.</Message>}
      <section class="pv-defile" aria-label="Contrats de la plateforme" tabindex={0}>
        <table class="ds-table">
          <caption class="pv-cache">Contrats de la plateforme</caption>
          <thead>
            <tr>
              <th scope="col">Contrat</th>
              <th scope="col">Contenu</th>
              <th scope="col">Statut</th>
              <th scope="col">Dates</th>
              <th scope="col" class="pv-num">
                Membres
              </th>
              <th scope="col" class="pv-num">
                Fiches
              </th>
              <th scope="col" class="pv-num">
                Fichiers
              </th>
              <th scope="col" class="pv-num">
                Actes
              </th>
              <th scope="col">Dernier acte</th>
            </tr>
          </thead>
          <tbody>
            {contrats.map((contrat) => (
              <Rangee
                contrat={contrat}
                ouvert={ouverts.find(({ contratId, personneId }) => contratId === contrat.id && personneId === moi)}
              />
            ))}
          </tbody>
        </table>
      </section>
      <section class="pv-section">
        <h2>Accès au contenu</h2>
        {acces.length === 0 ? (
          <p>Personne n’a encore ouvert le contenu d’un contrat.</p>
        ) : (
          <ul class="pv-lignes">
            {acces.map(({ contratId, personneId, motif, ouvertLe, fin, fermeLe }) => (
              <li>
                <strong>{noms.get(personneId) ?? 'Compte fermé'}</strong>, <T>{titres.get(contratId) ?? 'contrat'}</T>, du{' '}
                {formatInstant(ouvertLe)} au {formatInstant(fermeLe ?? fin)}
                {fermeLe === null && fin > now && ' (ouvert)'}&nbsp;: <T>{motif}</T>
              </li>
            ))}
          </ul>
        )}
      </section>
    </PageSimple>,
  )
})

function Rangee({ contrat, ouvert }: { contrat: MesureContrat; ouvert: { fin: Date } | undefined }) {
  const { debut, fin } = contrat
  return (
    <tr>
      <th scope="row">
        <T>{contrat.titre}</T>
      </th>
      <td>
        {ouvert === undefined ? (
          <a href={`${BASE}/${contrat.adresse}/acces`}>
            Ouvrir<span class="pv-cache"> le contenu de {contrat.titre}</span>
          </a>
        ) : (
          <a href={`/espace/${contrat.adresse}`}>Lire jusqu’à {formatInstant(ouvert.fin).split(' à ')[1]}</a>
        )}
      </td>
      <td>{LIBELLES_STATUTS[contrat.statut]}</td>
      <td>
        {debut === null && fin === null
          ? 'sans dates'
          : `${debut === null ? '?' : formatDate(debut)} – ${fin === null ? '?' : formatDate(fin)}`}
      </td>
      <td class="pv-num">{formatNombre(contrat.membres)}</td>
      <td class="pv-num">{formatNombre(contrat.fiches)}</td>
      <td class="pv-num">
        {formatNombre(contrat.fichiers)} ({formatTaille(contrat.octets)})
      </td>
      <td class="pv-num">{formatNombre(contrat.actes)}</td>
      <td>{contrat.dernierActe === null ? 'aucun' : formatInstant(contrat.dernierActe)}</td>
    </tr>
  )
}

routesAdministrationContrats.get(`${BASE}/:contrat/acces`, droitAdministration, (c) => showOuverture(c, {}))

routesAdministrationContrats.post(`${BASE}/:contrat/acces`, droitAdministration, async (c) => {
  const saisi = await parseFormulaire(c)
  try {
    await actHttp(c, openAcces, { contratId: (await readHttp(c, (tx) => getVise(tx, c))).id, motif: saisi.motif, duree: saisi.duree })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return showOuverture(c, saisi, erreur)
    throw erreur
  }
  return c.redirect(`/espace/${c.req.param('contrat')}`, 303)
})

routesAdministrationContrats.post(`${BASE}/acces/:acces/fermer`, droitAdministration, async (c) => {
  await actHttp(c, closeAcces, { accesId: c.req.param('acces') })
  return c.redirect(`${BASE}?fait=ferme`, 303)
})

/** The contract of the address. @throws Introuvable */
async function getVise(tx: Tx, c: C): Promise<ContratCourant> {
  const contrat = await findContratByAdresse(tx, c.req.param('contrat') ?? '')
  if (contrat === null) throw new Introuvable('Ce contrat n’existe pas.')
  return contrat
}

async function showOuverture(c: C, saisi: Saisi, erreur?: RegleViolee): Promise<Response> {
  const { contrat, maxH } = await readHttp(c, async (tx) => ({
    contrat: await getVise(tx, c),
    maxH: Math.min(DUREE_MAX_H, await getReglage(tx, dureeMaxAcces)),
  }))
  const durees = Array.from({ length: maxH }, (_, rang) => ({ valeur: String(rang + 1), libelle: accorde(rang + 1, 'heure') }))
  return c.html(
    <PageSimple titre="Ouvrir le contenu" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Contrats', href: BASE }, { libelle: 'Ouvrir le contenu' }]} />
      <h1>
        <T>{`Ouvrir le contenu de « ${contrat.titre} »`}</T>
      </h1>
      <p class="pv-chapeau">
        Votre motif et la durée sont écrits au journal du contrat, et envoyés par courriel à qui le pilote. Vous pourrez lire, pas
        modifier&nbsp;; l’adresse de chaque page ouverte sera notée.
      </p>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" action={`${BASE}/${contrat.adresse}/acces`} class="pv-formulaire" novalidate>
        <ChampLong
          nom="motif"
          libelle="Motif"
          requis
          aide="Vingt caractères au moins : la demande, qui l’a faite, ce qu’il faut regarder."
          valeur={texteDe(saisi, 'motif')}
          erreurs={erreur?.champs}
        />
        <ChampChoix nom="duree" libelle="Durée" requis valeur={texteDe(saisi, 'duree') || '1'} options={durees} erreurs={erreur?.champs} />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Ouvrir le contenu
          </button>
          <a href={BASE}>Ne pas ouvrir</a>
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
