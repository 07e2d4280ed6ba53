import type { ContratEspace, EspaceDuContrat } from '#compte/index.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { accorde, formatNombre } from '#platform/formats.ts'
import type { C } from '#platform/http/env.ts'
import { BilanErreurs, ChampChoix, ChampFichier, ChampTexte, Radios } from '#ui/champs.tsx'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import type { BilanDeLot } from '../lot.ts'
import { CLASSES, type Compte, LIBELLES_CLASSES, masked, sumOf, type TableMontree } from '../lot-comptes.ts'
import { type Fondement, phrasesDuFondement } from '../lot-rendu.ts'
import { PROJECTIONS } from '../projection.ts'
import { NavTerritoire } from './nav-territoire.tsx'

const SORTIES = [
  { valeur: 'zip', libelle: 'Mon fichier complété et ses comptes, à télécharger (.zip)' },
  { valeur: 'comptes', libelle: 'Les comptes seulement, à l’écran' },
]

function filAriane(adresse: string) {
  return <FilAriane etapes={[{ libelle: 'Territoire', href: `/espace/${adresse}/territoire` }, { libelle: 'Repérer un fichier' }]} />
}

/** The form. The file comes last: it is read as it arrives, once all the rest is known. */
export function FormulaireLot(props: {
  c: C
  espace: EspaceDuContrat
  bandesAge: string
  adresses: boolean
  erreur: RegleViolee | undefined
  dit: (champ: string) => string
}) {
  const { c, espace, dit, erreur } = props
  const erreurs = erreur?.champs
  const ouvert = ['lon', 'lat', 'adresse', 'age', 'groupes', 'bandes', 'jour', 'projection'].some(
    (champ) => dit(champ) !== '' || erreurs?.some((une) => une.champ === champ),
  )
  return (
    <espace.Espace c={c} titre="Repérer un fichier" entree="territoire" elements={['reperer-fichier']}>
      {filAriane(c.req.param('contrat') ?? '')}
      <div class="pv-titre-page">
        <h1>Repérer un fichier de bénéficiaires</h1>
        <p class="pv-note-max">
          <T>
            Déposez une liste : chaque ligne revient avec le quartier prioritaire où elle se trouve, la distance à sa limite et ce qui reste
            à vérifier.
          </T>
        </p>
      </div>
      <NavTerritoire base={`/espace/${c.req.param('contrat') ?? ''}/territoire`} ici="reperer" />
      <BilanErreurs message={erreur?.message} erreurs={erreurs} />
      <Message ton="info">
        <T>
          {`Rien n’est gardé : ni le fichier, ni une seule de ses lignes, ni dans la base, ni sur le disque, ni dans un journal. ${
            props.adresses
              ? 'Des adresses sans coordonnées sont envoyées, sans les autres colonnes, au service public des adresses (Géoplateforme de l’IGN).'
              : 'La recherche d’adresses est éteinte ici : le fichier doit donner longitude et latitude.'
          }`}
        </T>
      </Message>
      <reperer-fichier>
        <form method="post" enctype="multipart/form-data" class="pv-formulaire pv-depot">
          <Radios nom="sortie" legende="Ce que vous voulez" valeur={dit('sortie') || 'zip'} options={SORTIES} />
          <details class="ds-details" open={ouvert}>
            <summary>Colonnes, date et tranches d’âge</summary>
            <div>
              <p class="pv-note">
                <T>Les colonnes usuelles (longitude, latitude, adresse, commune, âge, date de naissance…) sont reconnues toutes seules.</T>
              </p>
              <ChampTexte nom="lon" libelle="Colonne de longitude" valeur={dit('lon')} longueurMax={100} erreurs={erreurs} />
              <ChampTexte nom="lat" libelle="Colonne de latitude" valeur={dit('lat')} longueurMax={100} erreurs={erreurs} />
              <ChampChoix
                nom="projection"
                libelle="Système de coordonnées"
                valeur={dit('projection') || '4326'}
                options={PROJECTIONS.map(({ epsg, nom }) => ({ valeur: String(epsg), libelle: nom }))}
                erreurs={erreurs}
              />
              <ChampTexte nom="adresse" libelle="Colonne d’adresse" valeur={dit('adresse')} longueurMax={100} erreurs={erreurs} />
              <ChampTexte
                nom="age"
                libelle="Colonne d’âge ou de date de naissance"
                valeur={dit('age')}
                longueurMax={100}
                erreurs={erreurs}
              />
              <ChampTexte
                nom="bandes"
                libelle="Tranches d’âge"
                aide={`Le premier âge de chaque tranche. Sans réponse : ${props.bandesAge}.`}
                valeur={dit('bandes')}
                longueurMax={120}
                erreurs={erreurs}
              />
              <ChampTexte
                nom="groupes"
                libelle="Compter aussi par"
                aide="Noms de colonnes, séparés par des points-virgules, par exemple : sexe ; dispositif."
                valeur={dit('groupes')}
                longueurMax={300}
                erreurs={erreurs}
              />
              <ChampTexte
                nom="jour"
                type="date"
                libelle="Quartiers en vigueur le"
                aide="Sans réponse : aujourd’hui."
                valeur={dit('jour')}
                erreurs={erreurs}
              />
            </div>
          </details>
          <ChampFichier
            nom="fichier"
            libelle="Votre fichier"
            aide="CSV (point-virgule, virgule ou tabulation) jusqu’à 64 Mo, ou Excel et ODS jusqu’à 20 Mo. La première ligne porte les titres."
            accepte=".csv,.txt,.tsv,.xlsx,.xls,.ods"
            requis
            erreurs={erreurs}
          />
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Repérer ce fichier
            </button>
          </div>
        </form>
      </reperer-fichier>
    </espace.Espace>
  )
}

/** The counts on the screen. */
export function PageComptes(props: { c: C; espace: EspaceDuContrat; contrat: ContratEspace; bilan: BilanDeLot; fondement: Fondement }) {
  const { c, espace, contrat, bilan, fondement } = props
  return (
    <espace.Espace c={c} titre="Comptes du fichier" entree="territoire">
      {filAriane(contrat.adresse)}
      <h1>Comptes du fichier</h1>
      <p class="pv-chapo">
        <T>{`${accorde(bilan.lignes, 'ligne lue', 'lignes lues')}. Rien n’a été gardé : cette page disparaît quand vous la quittez.`}</T>
      </p>
      {bilan.arret !== null && (
        <Message ton="danger">
          <T>{`La lecture s’est arrêtée. ${bilan.arret}`}</T>
        </Message>
      )}
      {bilan.tables.map((table) => (
        <TableComptes table={masked(table, fondement.seuil)} />
      ))}
      <section class="pv-section">
        <h2>Ce que valent ces comptes</h2>
        <ul>
          {phrasesDuFondement(fondement).map((phrase) => (
            <li>
              <T>{phrase}</T>
            </li>
          ))}
        </ul>
        <p>
          <a href={`/espace/${contrat.adresse}/territoire/reperer`}>Repérer un autre fichier</a>
        </p>
      </section>
    </espace.Espace>
  )
}

function TableComptes({ table }: { table: TableMontree }) {
  return (
    <section class="pv-section">
      <h2>
        <T>{table.titre}</T>
      </h2>
      {table.abandon !== null && (
        <p class="pv-note">
          <T>{table.abandon}</T>
        </p>
      )}
      <section class="pv-defile" tabindex={0} aria-label={table.titre}>
        <table class="ds-table">
          <thead>
            <tr>
              <th scope="col">Ligne</th>
              {CLASSES.map((classe) => (
                <th scope="col" class="n">
                  <T>{LIBELLES_CLASSES[classe]}</T>
                </th>
              ))}
              <th scope="col" class="n">
                Total
              </th>
            </tr>
          </thead>
          <tbody>
            {table.lignes.map(({ libelle, compte }) => (
              <Ligne libelle={libelle} compte={compte} />
            ))}
            {table.masquees !== null && (
              <Ligne libelle={`Les ${formatNombre(table.masquees.nombre)} lignes masquées ensemble`} compte={table.masquees.compte} />
            )}
          </tbody>
          <tfoot>
            <Ligne libelle="Total" compte={table.total} />
          </tfoot>
        </table>
      </section>
    </section>
  )
}

function Ligne({ libelle, compte }: { libelle: string; compte: Compte | null }) {
  return (
    <tr>
      <th scope="row">
        <T>{libelle}</T>
      </th>
      {[...CLASSES.map((classe) => compte?.[classe]), compte === null ? undefined : sumOf(compte)].map((nombre) => (
        <td class="n">{nombre === undefined ? <span class="pv-note">masqué</span> : formatNombre(nombre)}</td>
      ))}
    </tr>
  )
}
