import { listNoms } from '#compte/index.ts'
import { listJournal } from '#platform/audit/audit.store.ts'
import { formatJour, jourParis } from '#platform/formats.ts'
import { type C, noteHttp, readHttp, requireAgent } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { T } from '#ui/pieces.tsx'
import { type Accueil, openAccueil } from '../accueil.store.ts'
import { ditDepuis, ditEcheance, ditQuand, rangeCartes, regroupe, saluer } from '../accueil.ts'
import { type ContratCourant, LIBELLES_STATUTS } from '../contrat.ts'
import { canEditContrat } from '../droits.ts'
import { droitEspace, Espace } from '../espace.tsx'
import { type CarteAccueil, fentesContrat } from '../fentes.ts'
import { Frise } from '../frise.tsx'
import { retardStatut } from '../statut.ts'

/** Home of the workspace: what awaits the person, what changed since her last visit, where the contract stands. */
export const routesAccueil = createRoutes()

/** Objects of the contract itself, for the lines of the journal. */
const LIENS: Record<string, (id: string) => string> = { contrat: () => 'contrat', document: () => 'contrat#documents' }
/** Changes shown; the journal holds the others. */
const CHANGEMENTS = 8

routesAccueil.get('/espace/:contrat', droitEspace('contrat.lire'), async (c) => {
  const agent = requireAgent(c)
  const contrat = c.get('contrat')
  const now = c.get('now')
  const jour = jourParis(now)
  // In a transaction of its own: the row of the visit is not held while the page is read.
  const accueil = await noteHttp(c, (tx) => openAccueil(tx, contrat.id, agent.personneId, now))
  const { cartes, blocs, journal, noms } = await readHttp(c, async (tx) => {
    const lignes = await listJournal(tx, {
      contratId: contrat.id,
      limite: CHANGEMENTS * 4,
      // Pages read by an administrator are in the journal of who pilots, and no news for the others.
      sauf: 'compte.lire_contenu',
      ...(accueil.derniereVisite === null ? {} : { depuis: accueil.derniereVisite }),
    })
    const autres = lignes.flatMap((ligne) => (ligne.acteurId === null || ligne.acteurId === agent.personneId ? [] : [ligne.acteurId]))
    const { cartesAccueil, blocsAccueil } = fentesContrat()
    return {
      journal: lignes,
      noms: await listNoms(tx, autres),
      cartes: await sequence(cartesAccueil, (carte) => carte(tx, agent, contrat, now)),
      blocs: await sequence(blocsAccueil, (bloc) => bloc(tx, agent, contrat, now)),
    }
  })
  const attendent = rangeCartes([...cartesContrat(contrat, accueil, jour, canEditContrat(agent, contrat.id)), ...cartes.flat()], jour)
  const montres = blocs.filter((bloc) => bloc !== null).sort((a, b) => a.ordre - b.ordre)
  // What she did herself is no news; at the first visit everything is.
  const nouvelles = accueil.derniereVisite === null ? journal : journal.filter((ligne) => ligne.acteurId !== agent.personneId)
  const changements = regroupe(
    nouvelles.map((ligne) => ({
      ...ligne,
      libelle: ligne.libelle ?? 'Acte effacé',
      qui: ligne.acteurId === agent.personneId ? 'vous' : (noms.get(ligne.acteurId ?? '') ?? null),
    })),
  ).slice(0, CHANGEMENTS)
  return c.html(
    <Espace c={c} titre="Accueil" entree="">
      <div class="pv-titre-page">
        <p class="pv-sur">{majuscule(formatJour(now))}</p>
        <h1>
          <T>{saluer(agent.prenom, attendent.length)}</T>
        </h1>
      </div>
      <div class="pv-deux">
        <div>
          <CeQuiAttend c={c} cartes={attendent} jour={jour} />
          {montres.filter((bloc) => bloc.place === 'corps').map((bloc) => bloc.rend())}
        </div>
        <div class="pv-cote-accueil">
          {montres.filter((bloc) => bloc.place === 'cote').map((bloc) => bloc.rend())}
          <section aria-labelledby="h-change">
            <div class="pv-tete">
              <h2 id="h-change" class="pv-h-cote">
                {ditDepuis(accueil.derniereVisite, now)}
              </h2>
            </div>
            {changements.length === 0 ? (
              <p class="pv-note">Rien n’a changé.</p>
            ) : (
              <ul class="pv-change">
                {changements.map((ligne) => (
                  <li>
                    <time datetime={ligne.instant.toISOString()}>{ditQuand(ligne.instant, now)}</time>
                    <span>
                      <Objet ligne={ligne} base={`/espace/${contrat.adresse}`} />
                      {ligne.fois > 1 && `, ${ligne.fois} fois`}
                      {ligne.qui !== null && <span class="pv-detail">{ligne.qui}</span>}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
      </div>
      <section class="pv-section" aria-labelledby="h-phases">
        <div class="pv-tete">
          <h2 id="h-phases">{ouEnEst(contrat)}</h2>
          <p>
            <a href={`/espace/${contrat.adresse}/contrat`}>Le contrat en détail</a>
          </p>
        </div>
        {accueil.jalons.length === 0 ? (
          <p class="pv-note">
            Le calendrier est encore vide.{' '}
            {canEditContrat(agent, contrat.id) && (
              <a href={`/espace/${contrat.adresse}/contrat/calendrier`}>Écrire ses phases et ses dates</a>
            )}
          </p>
        ) : (
          <Frise jalons={accueil.jalons} jour={jour} prefixe="phases" />
        )}
      </section>
    </Espace>,
  )
})

/** One after the other: they share one connection. */
async function sequence<F, R>(fonctions: readonly F[], appel: (fonction: F) => Promise<R>): Promise<R[]> {
  const resultats: R[] = []
  for (const fonction of fonctions) resultats.push(await appel(fonction))
  return resultats
}

function majuscule(texte: string): string {
  return texte.charAt(0).toUpperCase() + texte.slice(1)
}

function ouEnEst(contrat: ContratCourant): string {
  const statut = LIBELLES_STATUTS[contrat.statut].toLowerCase()
  return `Le contrat est ${statut}`
}

/** What the contract itself asks of its chef de projet. */
function cartesContrat(contrat: ContratCourant, accueil: Accueil, jour: string, peutModifier: boolean): CarteAccueil[] {
  if (!peutModifier || contrat.archiveLe !== null) return []
  const cartes: CarteAccueil[] = []
  const retard = retardStatut(contrat, jour)
  if (retard !== null) {
    cartes.push({ echeance: retard.jour, titre: retard.titre, pourquoi: retard.message, chemin: 'contrat', verbe: 'Ouvrir' })
  }
  const { attendues, signees } = accueil.signatures
  if (contrat.statut === 'validation' && signees < attendues) {
    cartes.push({
      echeance: contrat.debut,
      titre: signees === 0 ? 'Réunir les signatures du contrat' : `Réunir les ${attendues - signees} signatures qui manquent`,
      pourquoi: `${signees} sur ${attendues} parties obligatoires ont signé.`,
      chemin: 'contrat/signataires',
      verbe: 'Compléter',
    })
  }
  if (contrat.debut === null || contrat.fin === null) {
    cartes.push({
      echeance: null,
      titre: 'Donner ses dates au contrat',
      pourquoi: 'Sans début ni fin, il ne peut pas entrer en vigueur.',
      chemin: 'contrat/modifier',
      verbe: 'Compléter',
    })
  }
  return cartes
}

function CeQuiAttend({ c, cartes, jour }: { c: C; cartes: readonly CarteAccueil[]; jour: string }) {
  const base = `/espace/${c.get('contrat').adresse}`
  return (
    <section aria-labelledby="h-attend">
      <h2 class="pv-cache" id="h-attend">
        Ce qui vous attend
      </h2>
      {cartes.length === 0 ? (
        <p class="pv-chapeau pv-rien">Tout est à jour. Ce qui demandera votre avis, votre signature ou une date viendra ici.</p>
      ) : (
        <ol class="pv-attend">
          {cartes.map((carte, rang) => {
            const quand = ditEcheance(carte.echeance, jour)
            return (
              <li class={quand?.tard ? 'tard' : undefined}>
                <span class="jour">
                  {quand !== null && (
                    <>
                      <b>{quand.grand}</b> {quand.petit}
                    </>
                  )}
                </span>
                <div>
                  <h3>
                    <a href={`${base}/${carte.chemin}`}>
                      <T>{carte.titre}</T>
                    </a>
                  </h3>
                  <p>
                    <T>{carte.pourquoi}</T>
                  </p>
                </div>
                <a
                  class="ds-button"
                  data-variant={rang === 0 ? 'primary' : 'secondary'}
                  data-size="xs"
                  href={`${base}/${carte.chemin}`}
                  aria-label={`${carte.verbe} : ${carte.titre}`}
                >
                  {carte.verbe}
                </a>
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}

function Objet({ ligne, base }: { ligne: { objetType: string; objetId: string; libelle: string }; base: string }) {
  const lien = { ...fentesContrat().liensObjets, ...LIENS }[ligne.objetType]
  if (lien === undefined) return <T>{ligne.libelle}</T>
  return (
    <a href={`${base}/${lien(ligne.objetId)}`}>
      <T>{ligne.libelle}</T>
    </a>
  )
}
