import { droitAdministration } from '#compte/index.ts'
import type { RegleViolee } from '#platform/errors.ts'
import { Introuvable } from '#platform/errors.ts'
import { accorde, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { BilanErreurs, Case, ChampChoix, ChampLong, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { archiveIndicateur } from '../commands/archive-indicateur.ts'
import { saveDefinition } from '../commands/save-indicateur.ts'
import { countObservations, getIndicateur, listIndicateurs } from '../indicateur.store.ts'
import { type Indicateur, LIBELLES_SENS, LIBELLES_TYPES, LIBELLES_UNITES, SENS, TYPES_INDICATEUR, UNITES } from '../indicateur.ts'

const BASE = '/administration/indicateurs'
const FAITS: Record<string, string> = {
  cree: 'L’indicateur est créé.',
  modifie: 'L’indicateur est modifié.',
  archive: 'L’indicateur est archivé : ses chiffres restent, les pages ne le montrent plus.',
  restaure: 'L’indicateur est restauré.',
}

/** Definitions of indicators, for the administrators. */
export function addRoutesDefinitions(routes: Routes): void {
  routes.get(BASE, droitAdministration, showListe)
  routes.get(`${BASE}/definitions/nouvelle`, droitAdministration, (c) => showFormulaire(c, null, NOUVEAU))
  routes.post(`${BASE}/definitions/nouvelle`, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, saveDefinition, { ...saisie, id: undefined })
        return c.redirect(`${BASE}?fait=cree`, 303)
      },
      (erreur) => showFormulaire(c, null, saisie, erreur),
    )
  })
  routes.get(`${BASE}/definitions/:indicateur`, droitAdministration, async (c) => {
    const indicateur = await readHttp(c, (tx) => getIndicateur(tx, idOf(c)))
    return showFormulaire(c, indicateur, typedOf(indicateur))
  })
  routes.post(`${BASE}/definitions/:indicateur`, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    return orShow(
      async () => {
        await actHttp(c, saveDefinition, { ...saisie, id: idOf(c) })
        return c.redirect(`${BASE}?fait=modifie`, 303)
      },
      async (erreur) => showFormulaire(c, await readHttp(c, (tx) => getIndicateur(tx, idOf(c))), saisie, erreur),
    )
  })
  routes.post(`${BASE}/definitions/:indicateur/archive`, droitAdministration, async (c) => {
    const geste = typed(await parseFormulaire(c), 'geste')
    await actHttp(c, archiveIndicateur, { id: idOf(c), geste })
    return c.redirect(`${BASE}?fait=${geste === 'restaurer' ? 'restaure' : 'archive'}`, 303)
  })
}

const NOUVEAU: Saisie = {
  type: 'contexte',
  unite: 'pourcent',
  sens: 'neutre',
  decimales: '1',
  millesimes: 'comparables',
  facteur: '1',
  ordre: '1000',
}

function idOf(c: C): string {
  const id = c.req.param('indicateur') ?? ''
  if (!isId(id)) throw new Introuvable('Cet indicateur n’existe pas, ou plus.')
  return id
}

function typedOf(indicateur: Indicateur): Saisie {
  return {
    ...indicateur,
    decimales: String(indicateur.decimales),
    facteur: String(indicateur.facteur),
    ordre: String(indicateur.ordre),
    sommable: indicateur.sommable ? 'oui' : '',
    numerateurCode: indicateur.numerateurCode ?? '',
    denominateurCode: indicateur.denominateurCode ?? '',
  }
}

async function showListe(c: C): Promise<Response> {
  const [indicateurs, comptes] = await readHttp(c, async (tx) => [await listIndicateurs(tx), await countObservations(tx)] as const)
  const vivants = indicateurs.filter(({ archiveLe }) => archiveLe === null)
  const archives = indicateurs.filter(({ archiveLe }) => archiveLe !== null)
  const suivis = vivants.filter(({ id }) => comptes.has(id)).length
  const themes = [...new Set(vivants.map(({ theme }) => theme))]
  const fait = FAITS[c.req.query('fait') ?? '']
  return c.html(
    <PageSimple titre="Indicateurs" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Administration', href: '/administration' }, { libelle: 'Indicateurs' }]} />
      <h1>Indicateurs</h1>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <p class="pv-chapeau">
        {`${accorde(vivants.length, 'indicateur défini', 'indicateurs définis')}, ${accorde(suivis, 'avec des chiffres', 'avec des chiffres')}. Ces définitions et ces chiffres valent pour tous les contrats.`}
      </p>
      <div class="pv-actions">
        <a class="ds-button" href={`${BASE}/tables`}>
          Importer une table de chiffres
        </a>
        <a class="ds-button" data-variant="secondary" href={`${BASE}/definitions/nouvelle`}>
          Définir un indicateur
        </a>
      </div>
      <p class="pv-haut-1">
        <a href={`${BASE}/signes`}>Signes convenus des tables (secret, non disponible…)</a>
      </p>
      {themes.map((theme) => (
        <section class="pv-section">
          <h2>{theme === '' ? 'Sans thème' : theme}</h2>
          <Table
            titre={theme === '' ? 'Indicateurs sans thème' : `Indicateurs, ${theme}`}
            indicateurs={vivants.filter((indicateur) => indicateur.theme === theme)}
            comptes={comptes}
          />
        </section>
      ))}
      {archives.length > 0 && (
        <details class="ds-details pv-haut-2">
          <summary>{accorde(archives.length, 'indicateur archivé', 'indicateurs archivés')}</summary>
          <ul class="pv-lignes">
            {archives.map(({ id, libelle }) => (
              <li>
                <form method="post" action={`${BASE}/definitions/${id}/archive`} class="pv-tete">
                  <span>{libelle}</span>
                  <button class="ds-button" data-variant="secondary" data-size="xs" type="submit" name="geste" value="restaurer">
                    Restaurer<span class="pv-cache"> : {libelle}</span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </details>
      )}
    </PageSimple>,
  )
}

function Table(props: { titre: string; indicateurs: readonly Indicateur[]; comptes: Awaited<ReturnType<typeof countObservations>> }) {
  return (
    <section class="pv-defile pv-indicateurs" aria-label={props.titre} tabindex={0}>
      <table class="ds-table">
        <caption class="pv-cache">{props.titre}</caption>
        <thead>
          <tr>
            <th scope="col">Indicateur</th>
            <th scope="col">Unité et sens</th>
            <th scope="col" class="n">
              Chiffres
            </th>
            <th scope="col">Jusqu’à</th>
          </tr>
        </thead>
        <tbody>
          {props.indicateurs.map((indicateur) => {
            const compte = props.comptes.get(indicateur.id)
            return (
              <tr>
                <th scope="row">
                  <a href={`${BASE}/definitions/${indicateur.id}`}>{indicateur.libelle}</a>
                  <span class="pv-detail">{indicateur.code}</span>
                </th>
                <td>
                  {LIBELLES_UNITES[indicateur.unite]}
                  <span class="pv-detail">
                    {[
                      LIBELLES_SENS[indicateur.sens],
                      indicateur.sommable ? 'se somme' : null,
                      indicateur.millesimes === 'non_comparables' ? 'millésimes non comparables' : null,
                    ]
                      .filter((mot) => mot !== null)
                      .join(', ')}
                  </span>
                </td>
                <td class="n">{compte === undefined ? '–' : formatNombre(compte.valeurs)}</td>
                <td>{compte?.derniere ?? '–'}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

async function showFormulaire(c: C, indicateur: Indicateur | null, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const autres = await readHttp(c, listIndicateurs)
  const sommables = autres
    .filter(({ sommable, archiveLe }) => sommable && archiveLe === null)
    .map(({ code, libelle }) => ({ valeur: code, libelle }))
  const titre = indicateur === null ? 'Définir un indicateur' : indicateur.libelle
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  const options = <T extends string>(liste: readonly T[], libelles: Record<T, string>) =>
    liste.map((valeur) => ({ valeur, libelle: libelles[valeur] }))
  return c.html(
    <PageSimple titre={titre} demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[{ libelle: 'Administration', href: '/administration' }, { libelle: 'Indicateurs', href: BASE }, { libelle: titre }]}
      />
      <h1>{titre}</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" class="pv-formulaire" novalidate>
        <input type="hidden" name="version" value={typed(saisie, 'version') || String(indicateur?.version ?? 1)} />
        <ChampTexte {...champ('libelle')} libelle="Nom" requis longueurMax={200} />
        <ChampTexte
          {...champ('code')}
          libelle="Code"
          aide="Minuscules sans accent, chiffres, tirets bas : taux_emploi."
          requis
          longueurMax={60}
        />
        <ChampLong {...champ('definition')} libelle="Définition" aide="Ce qui est compté, parmi qui." />
        <ChampTexte {...champ('theme')} libelle="Thème" longueurMax={100} />
        <div class="pv-cote">
          <ChampChoix {...champ('type')} libelle="Type" requis options={options(TYPES_INDICATEUR, LIBELLES_TYPES)} />
          <ChampChoix {...champ('unite')} libelle="Unité" requis options={options(UNITES, LIBELLES_UNITES)} />
        </div>
        <div class="pv-cote">
          <ChampChoix {...champ('sens')} libelle="Évolution souhaitée" requis options={options(SENS, LIBELLES_SENS)} />
          <ChampTexte {...champ('decimales')} libelle="Décimales montrées" requis inputmode="numeric" />
        </div>
        <ChampChoix
          {...champ('millesimes')}
          libelle="D’une année à l’autre"
          aide="Certaines sources interdisent de comparer leurs millésimes à l’échelle du quartier."
          requis
          options={[
            { valeur: 'comparables', libelle: 'les millésimes se comparent' },
            { valeur: 'non_comparables', libelle: 'ne pas comparer les millésimes' },
          ]}
        />
        <Case
          nom="sommable"
          libelle="Se somme d’un territoire à l’autre (un effectif, jamais un taux)"
          coche={typed(saisie, 'sommable') === 'oui'}
        />
        <fieldset class="ds-fieldset">
          <legend>Recalcul sur plusieurs quartiers</legend>
          <p class="pv-note">Un taux ne s’additionne pas. S’il est le rapport de deux effectifs connus, il se recalcule de leurs sommes.</p>
          <ChampChoix {...champ('numerateurCode')} libelle="Numérateur" vide="Aucun" options={sommables} />
          <ChampChoix {...champ('denominateurCode')} libelle="Dénominateur" vide="Aucun" options={sommables} />
          <ChampTexte
            {...champ('facteur')}
            libelle="Exprimé pour"
            aide="100 pour un pourcentage, 10 000 pour « pour 10 000 habitants »."
            requis
            inputmode="numeric"
          />
        </fieldset>
        <ChampTexte {...champ('ordre')} libelle="Rang dans les pages" requis inputmode="numeric" />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            {indicateur === null ? 'Créer l’indicateur' : 'Enregistrer'}
          </button>
          <a href={BASE}>Revenir à la liste</a>
        </div>
      </form>
      {indicateur !== null && indicateur.archiveLe === null && (
        <form method="post" action={`${BASE}/definitions/${indicateur.id}/archive`} class="pv-section">
          <h2>Archiver</h2>
          <p>Les chiffres restent ; les pages ne montrent plus cet indicateur. Il peut être restauré.</p>
          <button class="ds-button" data-variant="secondary" type="submit" name="geste" value="archiver">
            Archiver cet indicateur
          </button>
        </form>
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
