import type { RegleViolee } from '#platform/errors.ts'
import { accorde, formatInstant, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { ChampChoix, ChampFichier, ChampTexte } from '#ui/champs.tsx'
import { Statut, T, Vide } from '#ui/pieces.tsx'
import { depositCarroyage } from '../commands/deposit-carroyage.ts'
import { retireCarroyage } from '../commands/retire-carroyage.ts'
import { type CarroyageDepose, listCarroyagesDeposes } from '../eligibilite/carroyage.store.ts'
import { sourceCarroyage } from '../eligibilite/mots.ts'
import { nomProjection, PROJECTIONS } from '../projection.ts'
import { CadreTerritoire, CHEMIN } from './administration-cadre.tsx'
import { droitTenirEligibilite } from './droit-eligibilite.ts'

const ICI = `${CHEMIN}/carroyages`
const FAITS: Readonly<Record<string, string>> = {
  depose: 'Le fichier est déposé. Sa lecture prend quelques secondes ; actualisez la page pour voir où elle en est.',
  retire: 'Le carroyage est retiré des choix. Les simulations qui l’utilisent le gardent.',
  supprime: 'Le carroyage est supprimé.',
}

/** Statistical grids of the instance. */
export function addRoutesCarroyages(routes: Routes): void {
  routes.get(ICI, droitTenirEligibilite, (c) => showCarroyages(c, {}))
  routes.post(ICI, droitTenirEligibilite, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, depositCarroyage, { ...saisie, fichier: await fileOf(saisie.fichier) })
        return c.redirect(`${ICI}?fait=depose`, 303)
      },
      (erreur) => showCarroyages(c, saisie, erreur),
    )
  })
  routes.post(`${ICI}/:carroyage/retirer`, droitTenirEligibilite, async (c) => {
    const { fait } = await actHttp(c, retireCarroyage, { carroyageId: c.req.param('carroyage') })
    return c.redirect(`${ICI}?fait=${fait}`, 303)
  })
}

/** The file of a form, undefined when none was chosen. */
export async function fileOf(valeur: unknown): Promise<{ nom: string; contenu: Uint8Array } | undefined> {
  if (!(valeur instanceof File) || valeur.name === '') return undefined
  return { nom: valeur.name, contenu: new Uint8Array(await valeur.arrayBuffer()) }
}

async function showCarroyages(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const carroyages = await readHttp(c, listCarroyagesDeposes)
  return c.html(
    <CadreTerritoire c={c} titre="Carroyages" fait={FAITS[c.req.query('fait') ?? '']} erreur={erreur}>
      <p class="pv-chapeau">
        Les carreaux de 200 m de l’Insee, sur lesquels les contrats font leurs simulations d’éligibilité.{' '}
        <a href={`${CHEMIN}/parametres`}>Paramètres des décrets</a>
      </p>
      {carroyages.length === 0 ? (
        <Vide titre="Aucun carroyage">
          Déposez le CSV ou le GeoPackage des « Données carroyées à 200 m » de l’Insee. Au-delà de 64 Mo, chargez-le par la ligne de
          commande{'\u00a0'}: parvis territoire carroyage FICHIER.
        </Vide>
      ) : (
        <Liste carroyages={carroyages} />
      )}
      <Depot saisie={saisie} erreur={erreur} />
    </CadreTerritoire>,
    erreur === undefined ? 200 : 422,
  )
}

function Liste({ carroyages }: { carroyages: readonly CarroyageDepose[] }) {
  const enCours = carroyages.some(({ etat }) => etat === 'en_file' || etat === 'en_cours')
  return (
    <section class="pv-section" aria-labelledby="charges">
      <h2 id="charges">
        {accorde(
          carroyages.filter(({ pretLe, retireLe }) => pretLe !== null && retireLe === null).length,
          'carroyage prêt',
          'carroyages prêts',
        )}
      </h2>
      {enCours && (
        <p>
          <a class="ds-button" data-variant="secondary" data-size="sm" href={ICI}>
            Actualiser
          </a>
        </p>
      )}
      <ul class="pv-lignes">
        {carroyages.map((un) => (
          <li>
            <p>
              <strong>
                <T>{un.nom}</T>
              </strong>{' '}
              <Etat carroyage={un} />
            </p>
            <p class="pv-note">
              <T>{`${sourceCarroyage(un)}. Fichier ${un.fichierNom}, déposé le ${formatInstant(un.deposeLe)}.`}</T>
            </p>
            {un.retireLe === null && (
              <form method="post" action={`${ICI}/${un.id}/retirer`}>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" aria-label={`${gesteOf(un)} : ${un.nom}`}>
                  {gesteOf(un)}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function gesteOf({ pretLe, scenarios }: CarroyageDepose): string {
  return pretLe === null ? 'Arrêter et supprimer' : scenarios > 0 ? 'Retirer des choix' : 'Supprimer'
}

function Etat({ carroyage: un }: { carroyage: CarroyageDepose }) {
  if (un.retireLe !== null)
    return <Statut etat="abandonnee">retiré, {accorde(un.scenarios, 'simulation le garde', 'simulations le gardent')}</Statut>
  if (un.pretLe !== null && un.cellules !== null) {
    const donne = [un.avecNiveau === true ? 'niveaux de vie' : null, un.avecMenages === true ? 'ménages pauvres' : null]
      .filter((x) => x !== null)
      .join(', ')
    return (
      <>
        <Statut etat="validee">prêt</Statut>{' '}
        <T>{`${formatNombre(un.cellules)} carreaux de ${un.coteM} m, dont ${formatNombre(un.imputees ?? 0)} imputés ; ${nomProjection(un.epsg ?? 0)} ; ${donne}`}</T>
      </>
    )
  }
  if (un.etat === 'echouee') {
    return (
      <>
        <Statut etat="retard">non lu</Statut> <T>{un.message ?? 'La lecture a échoué.'}</T>
      </>
    )
  }
  const part = un.total === null || un.total === 0 ? 0 : Math.floor(((un.fait ?? 0) * 100) / un.total)
  return (
    <>
      <Statut etat="soumise">{un.etat === 'en_file' ? 'en file' : `en lecture, ${part} %`}</Statut> <T>{un.message ?? ''}</T>
    </>
  )
}

function Depot({ saisie, erreur }: { saisie: Saisie; erreur: RegleViolee | undefined }) {
  const erreurs = erreur?.champs
  const champ = (nom: string, libelle: string, aide?: string, requis = false) => (
    <ChampTexte
      nom={nom}
      libelle={libelle}
      valeur={typed(saisie, nom)}
      erreurs={erreurs}
      requis={requis}
      {...(aide === undefined ? {} : { aide })}
    />
  )
  return (
    <section class="pv-section" aria-labelledby="deposer">
      <h2 id="deposer">Déposer un carroyage</h2>
      <form method="post" action={ICI} enctype="multipart/form-data" class="pv-formulaire" novalidate>
        {champ('nom', 'Nom', 'Par exemple : Filosofi 2021, métropole.', true)}
        {champ('source', 'Source', 'Par exemple : Insee, Données carroyées, Filosofi 2021, licence ouverte.', true)}
        {champ('millesime', 'Millésime', 'Une année.', true)}
        <ChampFichier
          nom="fichier"
          libelle="Fichier"
          aide="CSV, CSV compressé (.gz, .zip) ou GeoPackage, 64 Mo au plus."
          erreurs={erreurs}
          requis
          accepte=".csv,.txt,.gz,.zip,.gpkg"
        />
        <ChampChoix
          nom="sorte"
          libelle="Comment les carreaux sont repérés"
          valeur={typed(saisie, 'sorte') || 'code'}
          erreurs={erreurs}
          requis
          options={[
            { valeur: 'code', libelle: 'par leur code (idcar_200m, idINSPIRE)' },
            { valeur: 'metres', libelle: 'par leurs coordonnées x et y, en mètres' },
            { valeur: 'tuile', libelle: 'par leurs indices x et y dans une tuile' },
          ]}
        />
        <details
          class="ds-details"
          open={erreurs?.some(({ champ: nom }) => !['nom', 'source', 'millesime', 'fichier'].includes(nom)) === true}
        >
          <summary>Coordonnées et tuiles</summary>
          <div>
            {champ('coteM', 'Côté d’un carreau (m)', '200 si vous ne dites rien.')}
            <ChampChoix
              nom="epsg"
              libelle="Projection des coordonnées"
              valeur={typed(saisie, 'epsg')}
              erreurs={erreurs}
              vide="Choisir"
              options={PROJECTIONS.filter(({ geographique }) => !geographique).map(({ epsg, nom }) => ({
                valeur: String(epsg),
                libelle: `${nom} (EPSG:${epsg})`,
              }))}
            />
            {champ('origineX', 'Origine de la grille, x (m)', 'Pour une tuile seulement, avec les quatre champs suivants.')}
            {champ('origineY', 'Origine de la grille, y (m)')}
            {champ('tuileX', 'Numéro de la tuile, x')}
            {champ('tuileY', 'Numéro de la tuile, y')}
            {champ('cellulesTuile', 'Carreaux sur un côté de la tuile')}
          </div>
        </details>
        <p class="pv-actions">
          <button class="ds-button" type="submit">
            Déposer et lire
          </button>
        </p>
      </form>
    </section>
  )
}
