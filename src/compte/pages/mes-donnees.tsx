import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import { sendFichier } from '#platform/fichiers/envoi.ts'
import { getFichier } from '#platform/fichiers/fichier.store.ts'
import { formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { connecte, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { getReglages } from '#platform/reglages.ts'
import { getTache, listTachesDe, type Tache } from '#platform/taches/tache.store.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { sayContact } from '#ui/contact.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, Statut } from '#ui/pieces.tsx'
import { findClotureEnCours } from '../cloture.store.ts'
import { copyDonnees } from '../commands/copy-donnees.ts'
import { correctIdentite } from '../commands/correct-identite.ts'
import { getIdentitePersonne, type IdentitePersonne } from '../identite-personne.store.ts'
import { dureeExports, reglageDpo } from '../reglages-instance.ts'
import { EXPORTER_DONNEES } from '../taches.ts'
import { ETATS_TACHE } from './administration-taches.tsx'

/** One's own data: a copy of all of them, one's rights, the way out. */
export function addRoutesMesDonnees(routes: Routes): void {
  routes.get('/compte/mes-donnees', connecte, (c) => showMesDonnees(c))
  routes.post('/compte/mes-donnees', connecte, (c) =>
    orShow(
      async () => {
        await actHttp(c, copyDonnees, { personneId: requireAgent(c).personneId })
        return c.redirect('/compte/mes-donnees?fait=demande', 303)
      },
      (erreur) => showMesDonnees(c, erreur),
    ),
  )
  routes.post('/compte/mes-donnees/identite', connecte, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, correctIdentite, { ...saisie, personneId: requireAgent(c).personneId })
        return c.redirect('/compte/mes-donnees?fait=identite', 303)
      },
      (erreur) => showMesDonnees(c, erreur, saisie),
    )
  })
  routes.get('/compte/mes-donnees/:tache', connecte, async (c) => {
    const id = c.req.param('tache') ?? ''
    if (!isId(id)) throw new Introuvable()
    const { personneId } = requireAgent(c)
    const { fichier, nom } = await readHttp(c, async (tx) => {
      const tache = await getTache(tx, id)
      // Only who asked for it downloads it: not even another administrator.
      if (tache.genre !== EXPORTER_DONNEES || tache.demandeurId !== personneId || tache.fichierId === null) {
        throw new Introuvable('Cette copie n’existe pas, ou plus : demandez-en une autre.')
      }
      return { fichier: await getFichier(tx, tache.fichierId), nom: tache.fichierNom ?? 'mes-donnees.zip' }
    })
    return sendFichier(c, { ...fichier, nom, cache: 'private, no-store' })
  })
}

const MESSAGES: Record<string, string> = {
  demande: 'Votre copie se prépare : elle paraît ci-dessous en une minute environ.',
  identite: 'Votre identité est corrigée.',
  autrui: 'La copie demandée se prépare : téléchargez-la ici, puis remettez-la à la personne par un moyen sûr.',
}

async function showMesDonnees(c: C, erreur?: RegleViolee, saisie?: Saisie): Promise<Response> {
  const agent = requireAgent(c)
  const { taches, reglages, cloture, identite } = await readHttp(c, async (tx) => ({
    taches: await listTachesDe(tx, agent.personneId, EXPORTER_DONNEES, 10),
    reglages: await getReglages(tx, [dureeExports, reglageDpo]),
    cloture: await findClotureEnCours(tx, agent.personneId),
    identite: await getIdentitePersonne(tx, agent.personneId),
  }))
  const fait = MESSAGES[c.req.query('fait') ?? '']
  const enCours = taches.some(({ etat }) => etat === 'en_file' || etat === 'en_cours')
  return c.html(
    <PageSimple titre="Mes données" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Mon compte', href: '/compte' }, { libelle: 'Mes données' }]} />
      <h1>Mes données</h1>
      {fait !== undefined && erreur === undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <section class="pv-section">
        <h2>Copier tout ce qui me concerne</h2>
        <p>
          Votre identité, vos mandats, vos connexions, vos courriels, vos actes et vos remarques, en une archive : une page à lire, et un
          fichier JSON pour une autre application. Elle reste ici {reglages.valeurOf(dureeExports)} jours, et vous seul la téléchargez.
        </p>
        <form method="post" action="/compte/mes-donnees" class="pv-haut-1">
          <button class="ds-button" type="submit" disabled={enCours}>
            Demander une copie
          </button>
        </form>
        {enCours && (
          <p class="pv-haut-1">
            <a href="/compte/mes-donnees">Actualiser</a>
          </p>
        )}
        {taches.length > 0 && (
          <ul class="pv-lignes pv-haut-1">
            {taches.map((tache) => (
              <Copie tache={tache} />
            ))}
          </ul>
        )}
      </section>
      <section class="pv-section">
        <h2>Corriger</h2>
        <FormulaireIdentite identite={identite} saisie={saisie} erreur={erreur} />
      </section>
      <section class="pv-section">
        <h2>Limiter, s’opposer</h2>
        <p>
          Écrivez au délégué à la protection des données : {sayContact(reglages.valeurOf(reglageDpo))}. Vous pouvez aussi saisir la{' '}
          <a href="https://www.cnil.fr/fr/plaintes">Commission nationale de l’informatique et des libertés</a>.
        </p>
        <p>
          <a href="/donnees-personnelles">Ce que ce site fait des données personnelles</a>
        </p>
      </section>
      <section class="pv-section">
        <h2>Fermer mon compte</h2>
        <p>
          {cloture === null
            ? 'Votre nom devient un numéro, votre compte et vos connexions sont supprimés. '
            : 'La fermeture de votre compte est demandée. '}
          <a href="/compte/fermer">{cloture === null ? 'Fermer mon compte' : 'Voir ou annuler la demande'}</a>
        </p>
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

/** What was typed, else what is kept. */
function FormulaireIdentite({
  identite,
  saisie,
  erreur,
}: {
  identite: IdentitePersonne
  saisie: Saisie | undefined
  erreur: RegleViolee | undefined
}) {
  const champ = (nom: 'prenom' | 'nom' | 'fonction') => ({
    nom,
    valeur: saisie === undefined ? (identite[nom] ?? '') : typed(saisie, nom),
    erreurs: erreur?.champs,
  })
  return (
    <form method="post" action="/compte/mes-donnees/identite" class="pv-formulaire" novalidate>
      <input type="hidden" name="version" value={String(identite.version)} />
      <ChampTexte {...champ('prenom')} libelle="Prénom" autocomplete="given-name" requis />
      <ChampTexte {...champ('nom')} libelle="Nom" autocomplete="family-name" requis />
      <ChampTexte
        {...champ('fonction')}
        libelle="Fonction"
        autocomplete="organization-title"
        aide="Ce qui est déjà signé ou publié garde le nom de ce jour-là. La correction laisse une ligne au journal."
      />
      <div class="pv-actions">
        <button class="ds-button" data-variant="secondary" type="submit">
          Corriger mon identité
        </button>
      </div>
    </form>
  )
}

function Copie({ tache }: { tache: Tache }) {
  const { etat, mot } = ETATS_TACHE[tache.etat]
  return (
    <li>
      <Statut etat={etat}>{mot}</Statut> demandée le {formatInstant(tache.creeLe)}
      {tache.fichierId !== null && (
        <>
          {' : '}
          <a href={`/compte/mes-donnees/${tache.id}`}>
            Télécharger<span class="pv-cache"> la copie demandée le {formatInstant(tache.creeLe)}</span> (ZIP)
          </a>
        </>
      )}
      {tache.fichierId === null && tache.etat === 'faite' && ' : effacée, demandez-en une autre'}
      {tache.message !== null && tache.etat !== 'en_cours' && <small>, {tache.message}</small>}
    </li>
  )
}
