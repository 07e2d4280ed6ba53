import type { RegleViolee } from '#platform/errors.ts'
import { accorde, formatInstant, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { ChampChoix, ChampFichier, ChampTexte } from '#ui/champs.tsx'
import { T } from '#ui/pieces.tsx'
import { correctParametre } from '../commands/correct-parametre.ts'
import { loadMesuresCommunes } from '../commands/load-mesures-communes.ts'
import { listHistoireParametre, listParametres, type ParametreDate } from '../eligibilite/parametre.store.ts'
import { listMesuresConnues, listReglesCommunales } from '../eligibilite/regle-communale.store.ts'
import { CadreTerritoire, CHEMIN } from './administration-cadre.tsx'
import { addRoutesCarroyages, fileOf } from './carroyages.tsx'
import { droitTenirEligibilite } from './droit-eligibilite.ts'
import { TableParametres } from './parametres-table.tsx'
import { addRoutesRegles } from './regle-communale-formulaire.tsx'

const ICI = `${CHEMIN}/parametres`
const FAITS: Readonly<Record<string, string>> = {
  corrige: 'La ligne est enregistrée. L’ancienne reste dans son histoire, avec les simulations qui l’utilisent.',
  mesures: 'Les valeurs sont chargées.',
  regle: 'La règle est enregistrée.',
}

/** What decides of eligibility, kept by those who run the instance: grids, parameters of decrees, rules on communes. */
export function createRoutesReferenceEligibilite(): Routes {
  const routes = createRoutes()
  addRoutesCarroyages(routes)
  routes.get(ICI, droitTenirEligibilite, (c) => showParametres(c))
  routes.get(`${ICI}/corriger`, droitTenirEligibilite, (c) => showLigne(c, c.req.query('cle') ?? '', null))
  routes.post(`${ICI}/corriger`, droitTenirEligibilite, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, correctParametre, saisie)
        return c.redirect(`${ICI}?fait=corrige`, 303)
      },
      (erreur) => showLigne(c, typed(saisie, 'cle'), saisie, erreur),
    )
  })
  routes.post(`${ICI}/mesures`, droitTenirEligibilite, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, loadMesuresCommunes, { fichier: await fileOf(saisie.fichier) })
        return c.redirect(`${ICI}?fait=mesures`, 303)
      },
      (erreur) => showParametres(c, erreur),
    )
  })
  addRoutesRegles(routes)
  return routes
}

async function showParametres(c: C, erreur?: RegleViolee): Promise<Response> {
  const { parametres, regles, mesures } = await readHttp(c, async (tx) => ({
    parametres: await listParametres(tx),
    regles: await listReglesCommunales(tx),
    mesures: await listMesuresConnues(tx),
  }))
  return c.html(
    <CadreTerritoire c={c} titre="Paramètres d’éligibilité" fait={FAITS[c.req.query('fait') ?? '']} erreur={erreur}>
      <section class="pv-section" aria-labelledby="decrets">
        <h2 id="decrets">Paramètres des décrets</h2>
        <TableParametres parametres={parametres} lien={(cle) => `${ICI}/corriger?cle=${encodeURIComponent(cle)}`} />
        <p class="pv-haut-1">
          <a href={`${ICI}/corriger`}>Ajouter une ligne</a>
        </p>
      </section>
      <section class="pv-section" aria-labelledby="regles">
        <h2 id="regles">Règles sur les communes</h2>
        <ul class="pv-lignes">
          {regles.map((regle) => (
            <li>
              <a href={`${ICI}/regle?id=${regle.id}`}>
                <T>{regle.nom}</T>
              </a>
              . <T>{regle.description}</T>
              {regle.departements.length > 0 && ` Départements : ${regle.departements.join(', ')}.`}
            </li>
          ))}
        </ul>
        <p class="pv-haut-1">
          <a href={`${ICI}/regle`}>Ajouter une règle</a>
        </p>
        <h3 class="pv-haut-1">Valeurs par commune</h3>
        {mesures.length === 0 ? (
          <p>Aucune valeur n’est chargée : chaque règle répond « on ne sait pas ».</p>
        ) : (
          <ul class="pv-lignes">
            {mesures.map(({ mesure, millesime, communes, source }) => (
              <li>
                <code>{mesure}</code>, {millesime} : {accorde(communes, 'commune')}. <T>{source}</T>
              </li>
            ))}
          </ul>
        )}
        <form method="post" action={`${ICI}/mesures`} enctype="multipart/form-data" class="pv-formulaire">
          <ChampFichier
            nom="fichier"
            libelle="Charger des valeurs"
            aide="CSV aux colonnes mesure ; commune ; millesime ; valeur ; source. Une case vide veut dire inconnu."
            erreurs={erreur?.champs}
            requis
            accepte=".csv,.txt"
          />
          <p class="pv-actions">
            <button class="ds-button" data-variant="secondary" type="submit">
              Charger
            </button>
          </p>
        </form>
      </section>
    </CadreTerritoire>,
    erreur === undefined ? 200 : 422,
  )
}

/** The fields of a line as they would be typed. */
function saisieOf(un: ParametreDate): Saisie {
  const pourCent = (pm: number) => formatNombre(pm / 10)
  return {
    ...un,
    tailleMin: formatNombre(un.tailleMin),
    tailleMax: un.tailleMax === null ? '' : formatNombre(un.tailleMax),
    coteM: String(un.coteM),
    populationMin: formatNombre(un.populationMin),
    unitePopulationMin: formatNombre(un.unitePopulationMin),
    uniteArrondi: String(un.uniteArrondi),
    facteurPm: pourCent(un.facteurPm),
    poidsNationalPm: pourCent(un.poidsNationalPm),
    poidsUnitePm: pourCent(un.poidsUnitePm),
    derogationAnnees: String(un.derogationAnnees),
    voisinage: String(un.voisinage),
    motif: '',
  }
}

async function showLigne(c: C, cle: string, typee: Saisie | null, erreur?: RegleViolee): Promise<Response> {
  const histoire = cle === '' ? [] : await readHttp(c, (tx) => listHistoireParametre(tx, cle))
  const saisie = typee ?? (histoire[0] === undefined ? {} : saisieOf(histoire[0]))
  const erreurs = erreur?.champs
  const champ = (nom: string, libelle: string, options: { aide?: string; type?: 'date'; facultatif?: boolean } = {}) => (
    <ChampTexte
      nom={nom}
      libelle={libelle}
      valeur={typed(saisie, nom)}
      erreurs={erreurs}
      requis={options.facultatif !== true}
      {...(options.aide === undefined ? {} : { aide: options.aide })}
      {...(options.type === undefined ? {} : { type: options.type })}
    />
  )
  const choix = (nom: string, libelle: string, options: readonly { valeur: string; libelle: string }[]) => (
    <ChampChoix nom={nom} libelle={libelle} valeur={typed(saisie, nom)} erreurs={erreurs} requis options={options} />
  )
  return c.html(
    <CadreTerritoire
      c={c}
      titre={histoire.length === 0 ? 'Ajouter une ligne de paramètres' : 'Corriger une ligne de paramètres'}
      ariane={[{ libelle: 'Paramètres d’éligibilité', href: ICI }]}
      erreur={erreur}
    >
      <form method="post" action={`${ICI}/corriger`} class="pv-formulaire" novalidate>
        {champ('cle', 'Clé', {
          aide: 'La même clé corrige la ligne ; une autre en ajoute une. Par exemple 2023-1312/moins-de-5-millions.',
        })}
        {champ('decret', 'Texte', { aide: 'Numéro du décret.' })}
        {champ('libelle', 'S’applique à')}
        {choix('champ', 'Territoire', [
          { valeur: 'metropole', libelle: 'Métropole' },
          { valeur: 'outre_mer', libelle: 'Outre-mer : aucun seuil calculé' },
        ])}
        {champ('debut', 'En vigueur depuis le', { type: 'date' })}
        {champ('fin', 'Jusqu’au', { type: 'date', facultatif: true })}
        {champ('tailleMin', 'Unités urbaines à partir de (habitants)')}
        {champ('tailleMax', 'Et de moins de (habitants)', { facultatif: true })}
        {champ('coteM', 'Côté d’un carreau (m)')}
        {champ('populationMin', 'Population minimale du quartier')}
        {champ('unitePopulationMin', 'Population minimale de l’unité urbaine')}
        {champ('uniteArrondi', 'Arrondie au multiple supérieur de')}
        {champ('facteurPm', 'Facteur (%)')}
        {champ('poidsNationalPm', 'Poids du revenu national (%)')}
        {champ('poidsUnitePm', 'Poids du revenu de l’unité urbaine (%)')}
        {choix('inegalite', 'Comparaison au seuil', [
          { valeur: 'stricte', libelle: 'strictement inférieur' },
          { valeur: 'large', libelle: 'inférieur ou égal' },
        ])}
        {champ('derogationAnnees', 'Dérogation des quartiers déjà inscrits (années)')}
        {choix('voisinage', 'Deux carreaux se touchent', [
          { valeur: '8', libelle: 'par un côté ou par un coin' },
          { valeur: '4', libelle: 'par un côté seulement' },
        ])}
        {champ('source', 'Source', { aide: 'Décret et articles.' })}
        {champ('verifieLe', 'Vérifiée sur le texte le', {
          type: 'date',
          facultatif: true,
          aide: 'Vide : la ligne est montrée « non vérifiée ».',
        })}
        {champ('motif', 'Pourquoi ce changement')}
        <p class="pv-actions">
          <button class="ds-button" type="submit">
            Enregistrer
          </button>
          <a href={ICI}>Annuler</a>
        </p>
      </form>
      {histoire.length > 0 && (
        <section class="pv-section" aria-labelledby="histoire">
          <h2 id="histoire">Histoire de la ligne</h2>
          <ol class="pv-lignes">
            {histoire.map(({ numero, creeLe, motif, source, verifieLe }) => (
              <li>
                Version {numero}, {formatInstant(creeLe)}. {motif !== null && <T>{`${motif} `}</T>}
                <T>{source}</T>
                {verifieLe === null && ' Non vérifiée.'}
              </li>
            ))}
          </ol>
        </section>
      )}
    </CadreTerritoire>,
    erreur === undefined ? 200 : 422,
  )
}
