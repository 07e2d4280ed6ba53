import type { Child } from 'hono/jsx'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes, type Droit } from '#platform/http/routes.ts'
import { type Epci, findEpci, listCommunesOfEpci, searchEpci } from '#territoire/index.ts'
import { BilanErreurs, ChampChoix, ChampTexte, Radios } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { type Saisi, texteDe, textesDe } from '#ui/gestes-lignes.ts'
import { Paves } from '#ui/pieces.tsx'
import { createContrat } from '../commands/create-contrat.ts'
import { listGenerations } from '../contrat.store.ts'
import { proposedAdresse } from '../contrat.ts'
import { canCreateContrat } from '../droits.ts'
import { ecartsDuree, usualDates } from '../duree.ts'
import { findModele, MODELES, type Modele } from '../modeles.ts'
import { cheminNiveaux } from '../niveaux.ts'
import { ChoixCommunes, ChoixEpci, ditEpci } from './choix-lieu.tsx'

/** A new contract in three steps, each with its address: a template, who pilots, what it is. */
export const routesNouveau = createRoutes()

const creer: Droit = {
  nom: 'contrat.creer',
  verifier: (c) => {
    assertCan(
      canCreateContrat(requireAgent(c)),
      'Seules les personnes cheffes de projet et l’administration de la plateforme créent un contrat.',
    )
  },
}

routesNouveau.get('/espace/nouveau', creer, async (c) => {
  const modele = findModele(c.req.query('modele') ?? '')
  if (modele === null) return c.html(<ChoixModele c={c} />)
  const siren = c.req.query('epci') ?? ''
  if (siren === 'autre') return showFormulaire(c, modele, null, {})
  const choisi = /^\d{9}$/.test(siren) ? await readHttp(c, (tx) => findEpci(tx, siren)) : null
  if (choisi !== null) return showFormulaire(c, modele, choisi, {})
  const cherche = (c.req.query('q') ?? '').trim()
  const trouves = cherche === '' ? [] : await readHttp(c, (tx) => searchEpci(tx, cherche))
  return c.html(<ChoixPilote c={c} modele={modele} cherche={cherche} trouves={trouves} />)
})

routesNouveau.post('/espace/nouveau', creer, async (c) => {
  const saisi = await parseFormulaire(c)
  try {
    const contrat = await actHttp(c, createContrat, { ...saisi, communes: textesDe(saisi, 'communes') })
    const mien = requireAgent(c).mandats.some((mandat) => mandat.role === 'chef_projet')
    return c.redirect(mien ? `/espace/${contrat.adresse}/contrat?fait=cree` : '/espace?fait=cree', 303)
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    const modele = findModele(texteDe(saisi, 'modele'))
    if (modele === null) return c.html(<ChoixModele c={c} />, 422)
    const siren = texteDe(saisi, 'epciSiren')
    const epci = /^\d{9}$/.test(siren) ? await readHttp(c, (tx) => findEpci(tx, siren)) : null
    return showFormulaire(c, modele, epci, saisi, erreur)
  }
})

function Cadre({ c, etape, titre, children }: { c: C; etape: 1 | 2 | 3; titre: string; children: Child }) {
  return (
    <PageSimple titre={titre} demo={c.get('configuration').demo}>
      <div class="pv-titre-page">
        <p class="pv-sur">
          <Paves pleins={etape} total={3} libelle={`Étape ${etape} sur 3`} /> Nouveau contrat, étape {etape} sur 3
        </p>
        <h1>{titre}</h1>
      </div>
      {children}
    </PageSimple>
  )
}

function ChoixModele({ c }: { c: C }) {
  return (
    <Cadre c={c} etape={1} titre="De quel modèle partir">
      <p class="pv-note-max">
        Un modèle donne les niveaux, les champs des fiches, les signataires attendus et les premières dates. Tout se change ensuite.
      </p>
      <ul class="pv-lignes pv-modeles">
        {MODELES.map((modele) => (
          <li>
            <h2>
              <a href={`/espace/nouveau?modele=${modele.code}`}>{modele.libelle}</a>
            </h2>
            <p>{modele.description}</p>
            <p class="pv-note">
              {cheminNiveaux(modele.niveaux)}
              {modele.noeuds.length > 0 && ` · ${modele.noeuds.map((noeud) => noeud.intitule).join(', ')}`}
            </p>
          </li>
        ))}
      </ul>
    </Cadre>
  )
}

function ChoixPilote({ c, modele, cherche, trouves }: { c: C; modele: Modele; cherche: string; trouves: readonly Epci[] }) {
  return (
    <Cadre c={c} etape={2} titre="Qui pilote le contrat">
      <p>
        Modèle : {modele.libelle}. <a href="/espace/nouveau">En prendre un autre</a>
      </p>
      <search>
        <form action="/espace/nouveau" class="pv-recherche-nulle-part">
          <input type="hidden" name="modele" value={modele.code} />
          <ChampTexte
            nom="q"
            libelle="Intercommunalité"
            aide="Son nom, même approché, ou son numéro SIREN"
            type="search"
            valeur={cherche}
            requis
          />
          <button class="ds-button" data-variant={trouves.length === 0 ? 'primary' : 'secondary'} type="submit">
            Chercher
          </button>
        </form>
      </search>
      {cherche !== '' && trouves.length === 0 && (
        <p class="pv-haut-1" role="status">
          Aucune intercommunalité ne répond à « {cherche} ». Essayez un mot de son nom, ou son numéro SIREN.
        </p>
      )}
      {trouves.length > 0 && (
        <form action="/espace/nouveau" class="pv-formulaire pv-haut-2">
          <input type="hidden" name="modele" value={modele.code} />
          <ChoixEpci trouves={trouves} choisi="" />
          <p>
            <button class="ds-button" type="submit">
              Continuer
            </button>
          </p>
        </form>
      )}
      <p class="pv-note pv-haut-2">
        Le pilote est une commune seule, ou un groupement qui n’existe plus ?{' '}
        <a href={`/espace/nouveau?modele=${modele.code}&epci=autre`}>Écrire son nom</a>
      </p>
    </Cadre>
  )
}

const STATUTS = [
  { valeur: 'preparation', libelle: 'Il se prépare' },
  { valeur: 'en_vigueur', libelle: 'Il est signé et en vigueur' },
  { valeur: 'echu', libelle: 'Il est terminé : je le reprends pour son bilan' },
]

async function showFormulaire(c: C, modele: Modele, epci: Epci | null, saisi: Saisi, erreur?: RegleViolee): Promise<Response> {
  const { generations, communes } = await readHttp(c, async (tx) => ({
    generations: await listGenerations(tx),
    communes: epci === null ? [] : await listCommunesOfEpci(tx, epci.siren),
  }))
  const neuf = texteDe(saisi, 'modele') === ''
  const codeGeneration = texteDe(saisi, 'generation') || modele.generation
  const generation = generations.find((connue) => connue.code === codeGeneration)
  const dates = generation === undefined ? { debut: null, fin: null } : usualDates(generation, Number(jourParis(c.get('now')).slice(0, 4)))
  const debut = neuf ? (dates.debut ?? '') : texteDe(saisi, 'debut')
  const fin = neuf ? (dates.fin ?? '') : texteDe(saisi, 'fin')
  const ecarts = generation === undefined || neuf ? [] : ecartsDuree({ debut: debut || null, fin: fin || null }, generation)
  const erreurs = erreur?.champs
  const titre = neuf ? (generation?.libelle ?? '') : texteDe(saisi, 'titre')
  return c.html(
    <Cadre c={c} etape={3} titre="Le contrat">
      <form method="post" action="/espace/nouveau" class="pv-formulaire">
        <BilanErreurs message={erreur?.message} erreurs={erreurs} />
        <input type="hidden" name="modele" value={modele.code} />
        <p>
          Modèle : {modele.libelle}. <a href="/espace/nouveau">En prendre un autre</a>
        </p>
        {epci === null ? (
          <ChampTexte
            nom="epciNom"
            libelle="Collectivité qui pilote"
            aide="Par exemple : Ville d’Igny"
            valeur={texteDe(saisi, 'epciNom')}
            longueurMax={300}
            erreurs={erreurs}
            requis
          />
        ) : (
          <p>
            <input type="hidden" name="epciSiren" value={epci.siren} />
            Pilote : <strong>{epci.nom}</strong>. <a href={`/espace/nouveau?modele=${modele.code}`}>En choisir un autre</a>
            <span class="pv-detail">{ditEpci(epci)}</span>
          </p>
        )}
        <ChampTexte nom="titre" libelle="Titre" valeur={titre} longueurMax={300} erreurs={erreurs} requis />
        <ChampChoix
          nom="generation"
          libelle="Type de contrat"
          valeur={codeGeneration}
          options={generations.map(({ code, libelle }) => ({ valeur: code, libelle }))}
          erreurs={erreurs}
          requis
        />
        <Radios nom="statut" legende="Où en est-il" valeur={texteDe(saisi, 'statut') || 'preparation'} options={STATUTS} />
        <div class="pv-cote">
          <ChampTexte nom="debut" libelle="Début" type="date" valeur={debut} erreurs={erreurs} />
          <ChampTexte nom="fin" libelle="Fin" type="date" valeur={fin} erreurs={erreurs} />
        </div>
        {generation !== undefined && (
          <p class="pv-note">
            La durée habituelle est de {generation.dureeAns} ans à partir d’un 1er janvier
            {generation.dureeSiRetardAns === null ? '' : `, ${generation.dureeSiRetardAns} si la signature a pris un an de retard`}
            {generation.source === null ? '' : ` (${generation.source})`}. Une autre durée reste possible.
          </p>
        )}
        {ecarts.map((ecart) => (
          <p class="pv-ecart">{ecart}</p>
        ))}
        {epci !== null && <ChoixCommunes communes={communes} ailleurs={[]} choisies={textesDe(saisi, 'communes')} erreurs={erreurs} />}
        <ChampTexte
          nom="adresse"
          libelle="Adresse de l’espace et de la page publique"
          aide={`Elle ne change plus ensuite. Laissée vide : ${proposedAdresse(epci?.nom ?? 'nom-du-pilote', debut || null, fin || null)}`}
          valeur={texteDe(saisi, 'adresse')}
          longueurMax={80}
          erreurs={erreurs}
        />
        <p>
          <button class="ds-button" type="submit">
            Créer le contrat
          </button>
        </p>
      </form>
    </Cadre>,
    erreur === undefined ? 200 : 422,
  )
}
