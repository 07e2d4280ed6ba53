import { RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { findEpci, listCommunesOfEpci, searchEpci } from '#territoire/index.ts'
import { BilanErreurs, ChampChoix, ChampLong, ChampTexte } from '#ui/champs.tsx'
import { type Saisi, texteDe, textesDe } from '#ui/gestes-lignes.ts'
import { FilAriane, T } from '#ui/pieces.tsx'
import { editContrat } from '../commands/edit-contrat.ts'
import { listGenerations } from '../contrat.store.ts'
import type { ContratComplet } from '../contrat.ts'
import { getContratComplet } from '../contrat-complet.store.ts'
import { Espace } from '../espace.tsx'
import { VersionPerimee } from '../verrou.ts'
import { ChoixCommunes, ChoixEpci, ditEpci } from './choix-lieu.tsx'
import { droitModifier, Perimee } from './page-liste.tsx'

/** Identity of the contract: kind, title, pilot, communes, dates, words for the public. */
export const routesModifier = createRoutes()
const ADRESSE = '/espace/:contrat/contrat/modifier'

/** Texts and dates of the form, each compared when someone else has saved meanwhile. */
const CHAMPS = ['titre', 'generation', 'debut', 'fin', 'signeLe', 'accroche', 'presentation', 'presentationFalc'] as const
type Champ = (typeof CHAMPS)[number]

routesModifier.get(ADRESSE, droitModifier, async (c) => {
  const contrat = await readContrat(c)
  return show(c, contrat, {
    ...Object.fromEntries(CHAMPS.map((champ) => [champ, contrat[champ] ?? ''])),
    version: String(contrat.version),
    epciSiren: contrat.epciSiren ?? '',
    epciNom: contrat.epciSiren === null ? contrat.epciNom : '',
    communes: contrat.communes.map((commune) => commune.code),
  })
})

routesModifier.post(ADRESSE, droitModifier, async (c) => {
  const saisi: Saisi = await parseFormulaire(c)
  const action = texteDe(saisi, 'action')
  // The key Enter searches when something is to be searched, and saves otherwise.
  if (action === 'chercher' || (action === 'entree' && texteDe(saisi, 'cherche') !== '')) return show(c, await readContrat(c), saisi)
  if (action === 'choisir') return show(c, await readContrat(c), { ...saisi, epciSiren: texteDe(saisi, 'epci'), cherche: '' })
  const { id, adresse } = c.get('contrat')
  try {
    await actHttp(c, editContrat, { ...saisi, communes: textesDe(saisi, 'communes'), contratId: id })
    return c.redirect(`/espace/${adresse}/contrat?fait=modifier`, 303)
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    return show(c, await readContrat(c), saisi, erreur)
  }
})

function readContrat(c: C): Promise<ContratComplet> {
  return readHttp(c, (tx) => getContratComplet(tx, c.get('contrat').id))
}

async function show(c: C, contrat: ContratComplet, saisi: Saisi, erreur?: RegleViolee): Promise<Response> {
  const siren = texteDe(saisi, 'epciSiren')
  const cherche = texteDe(saisi, 'cherche')
  const lieu = await readHttp(c, async (tx) => ({
    generations: await listGenerations(tx),
    epci: /^\d{9}$/.test(siren) ? await findEpci(tx, siren) : null,
    communes: /^\d{9}$/.test(siren) ? await listCommunesOfEpci(tx, siren) : [],
    trouves: cherche === '' ? [] : await searchEpci(tx, cherche),
  }))
  const perimee = erreur instanceof VersionPerimee ? erreur : null
  const erreurs = erreur?.champs
  const valeur = (champ: Champ) => texteDe(saisi, champ)
  const autre = (champ: Champ) => (perimee === null || (contrat[champ] ?? '') === valeur(champ) ? null : (contrat[champ] ?? ''))
  const page = `/espace/${contrat.adresse}/contrat`
  const proroge = contrat.prorogations.length > 0
  return c.html(
    <Espace c={c} titre="Modifier le contrat" entree="contrat">
      <FilAriane etapes={[{ libelle: 'Contrat', href: page }, { libelle: 'Identité' }]} />
      <div class="pv-titre-page">
        <h1>Identité du contrat</h1>
      </div>
      <form method="post" class="pv-formulaire">
        <button class="pv-cache" type="submit" name="action" value="entree" tabindex={-1}>
          Valider
        </button>
        {perimee === null ? (
          <BilanErreurs message={erreur?.message} erreurs={erreurs} />
        ) : (
          <Perimee message={perimee.message}>
            <p>Votre saisie est dans le formulaire ; sous chaque champ qui diffère, ce qui est enregistré aujourd’hui.</p>
          </Perimee>
        )}
        <input type="hidden" name="version" value={perimee?.actuelle ?? texteDe(saisi, 'version')} />
        <ChampTexte nom="titre" libelle="Titre" valeur={valeur('titre')} longueurMax={300} erreurs={erreurs} requis />
        <Entretemps texte={autre('titre')} />
        <ChampChoix
          nom="generation"
          libelle="Type de contrat"
          valeur={valeur('generation')}
          options={lieu.generations.map(({ code, libelle }) => ({ valeur: code, libelle }))}
          erreurs={erreurs}
          requis
        />
        <Entretemps texte={autre('generation')} />
        <fieldset class="ds-fieldset pv-groupe">
          <legend>Qui pilote</legend>
          <input type="hidden" name="epciSiren" value={siren} />
          {lieu.epci === null ? (
            <ChampTexte
              nom="epciNom"
              libelle="Collectivité qui pilote"
              aide="Pour une commune seule ou un ancien groupement. Sinon, cherchez l’intercommunalité ci-dessous."
              valeur={texteDe(saisi, 'epciNom')}
              longueurMax={300}
              erreurs={erreurs}
              requis
            />
          ) : (
            <p>
              <strong>{lieu.epci.nom}</strong>
              <span class="pv-detail">{ditEpci(lieu.epci)}</span>
            </p>
          )}
          <div class="pv-recherche-nulle-part pv-cherche-epci">
            <ChampTexte
              nom="cherche"
              libelle="Chercher une autre intercommunalité"
              aide="Nom ou numéro SIREN"
              type="search"
              valeur={cherche}
            />
            <button class="ds-button" data-variant="secondary" type="submit" name="action" value="chercher">
              Chercher
            </button>
          </div>
          {cherche !== '' && lieu.trouves.length === 0 && <p class="pv-note">Aucune intercommunalité ne répond à « {cherche} ».</p>}
          {lieu.trouves.length > 0 && (
            <>
              <ChoixEpci trouves={lieu.trouves} choisi={siren} />
              <p>
                <button class="ds-button" data-variant="secondary" data-size="xs" type="submit" name="action" value="choisir">
                  Choisir celle-ci
                </button>
              </p>
            </>
          )}
        </fieldset>
        <ChoixCommunes communes={lieu.communes} ailleurs={contrat.communes} choisies={textesDe(saisi, 'communes')} erreurs={erreurs} />
        <div class="pv-cote">
          <ChampTexte nom="debut" libelle="Début" type="date" valeur={valeur('debut')} erreurs={erreurs} />
          {proroge ? (
            <div class="ds-field">
              <p>
                <strong>Fin</strong>
                <span class="pv-detail">
                  {contrat.fin === null ? '' : formatDate(contrat.fin)}, par prorogation. <a href={`${page}/proroger`}>Proroger encore</a>
                </span>
              </p>
              <input type="hidden" name="fin" value={contrat.fin ?? ''} />
            </div>
          ) : (
            <ChampTexte nom="fin" libelle="Fin" type="date" valeur={valeur('fin')} erreurs={erreurs} />
          )}
          <ChampTexte nom="signeLe" libelle="Signé le" type="date" valeur={valeur('signeLe')} erreurs={erreurs} />
        </div>
        <Entretemps texte={dates(autre('debut'), autre('fin'), autre('signeLe'))} />
        <h2 class="pv-h2" id="presentation">
          Pour le public
        </h2>
        <ChampLong
          nom="accroche"
          libelle="Accroche"
          aide="Une phrase, en tête de la page publique."
          valeur={valeur('accroche')}
          lignes={2}
          erreurs={erreurs}
        />
        <Entretemps texte={autre('accroche')} />
        <ChampLong
          nom="presentation"
          libelle="Présentation"
          aide="Ce qu’est ce contrat, pour qui, ce qu’il change. Une ligne vide sépare les paragraphes ; - en début de ligne fait une liste, **ainsi** met en gras."
          valeur={valeur('presentation')}
          lignes={10}
          erreurs={erreurs}
        />
        <Entretemps texte={autre('presentation')} />
        <ChampLong
          nom="presentationFalc"
          libelle="Facile à lire et à comprendre"
          aide="Des phrases courtes, des mots de tous les jours, une idée par phrase."
          valeur={valeur('presentationFalc')}
          lignes={8}
          erreurs={erreurs}
        />
        <Entretemps texte={autre('presentationFalc')} />
        <div class="pv-boutons">
          <button class="ds-button" type="submit" name="action" value="enregistrer">
            {perimee === null ? 'Enregistrer' : 'Enregistrer ma saisie à la place'}
          </button>
          <a class="ds-button" data-variant="secondary" href={page}>
            Ne rien changer
          </a>
        </div>
      </form>
    </Espace>,
    erreur === undefined ? 200 : perimee === null ? 422 : 409,
  )
}

/** What someone else has saved in this field meanwhile. */
function Entretemps({ texte }: { texte: string | null }) {
  if (texte === null) return null
  return (
    <div class="pv-entretemps">
      <strong>Enregistré entre-temps</strong>
      <p>{texte === '' ? 'Ce champ a été vidé.' : <T>{texte}</T>}</p>
    </div>
  )
}

function dates(debut: string | null, fin: string | null, signeLe: string | null): string | null {
  const dites = [
    ['début', debut],
    ['fin', fin],
    ['signé le', signeLe],
  ].flatMap(([quoi, date]) => (date === null || date === undefined ? [] : [`${quoi} : ${date === '' ? 'sans date' : formatDate(date)}`]))
  return dites.length === 0 ? null : dites.join(', ')
}
