import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Droit, Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { Carte } from '../carte/vue-carte.tsx'
import { addLien, correctLien, setAsideLien } from '../commands/correct-filiation.ts'
import { acceptLien } from '../commands/review-filiation.ts'
import { getLien, getNegligeable, type LienFiliation } from '../filiation.store.ts'
import { sayDesaccord, sayLien } from '../filiation-mots.ts'
import { listActes } from '../filiation-revue.store.ts'
import { TYPES_FILIATION, typesPossibles } from '../filiation-saisie.ts'
import { aireM2, type MultiPolygone } from '../geometrie.ts'
import { getGeometries, listGenerations } from '../quartier.store.ts'
import { LIBELLES_FILIATION } from '../quartier.ts'
import { difference } from '../superposition.ts'
import { carteDeLien, type LienDessine } from './filiation-carte.ts'
import { Etat, Parts } from './filiation-liste.tsx'
import { CHEMIN_FILIATION } from './filiation-tete.tsx'

/** One link, to be accepted, corrected or set aside; and the form that adds one. */
export function addRoutesLien(routes: Routes, relire: Droit): void {
  routes.get(`${CHEMIN_FILIATION}/ajouter`, relire, (c) => showAjout(c, {}))
  routes.post(`${CHEMIN_FILIATION}/ajouter`, relire, async (c) => {
    const saisie = await parseFormulaire(c)
    try {
      const { lienId } = await actHttp(c, addLien, saisie)
      return c.redirect(`${CHEMIN_FILIATION}/${lienId}?fait=ajoute`, 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return showAjout(c, saisie, erreur)
      throw erreur
    }
  })
  routes.get(`${CHEMIN_FILIATION}/:lien`, relire, (c) => showLien(c, {}))
  const act = (geste: string, commande: typeof acceptLien | typeof correctLien | typeof setAsideLien, fait: string) =>
    routes.post(`${CHEMIN_FILIATION}/:lien/${geste}`, relire, async (c) => {
      const saisie = await parseFormulaire(c)
      try {
        await actHttp(c, commande as typeof acceptLien, { ...saisie, lienId: c.req.param('lien') })
        return c.redirect(`${CHEMIN_FILIATION}/${c.req.param('lien')}?fait=${fait}`, 303)
      } catch (erreur) {
        if (erreur instanceof RegleViolee) return showLien(c, saisie, erreur)
        throw erreur
      }
    })
  act('accepter', acceptLien, 'accepte')
  act('corriger', correctLien, 'corrige')
  act('ecarter', setAsideLien, 'ecarte')
}

const MESSAGES: Record<string, string> = {
  accepte: 'Le lien est accepté.',
  corrige: 'Le lien est corrigé.',
  ecarte: 'Le lien est écarté. Un prochain calcul ne le proposera plus.',
  ajoute: 'Le lien est ajouté.',
}

const typed = (saisie: Saisie, champ: string) => (typeof saisie[champ] === 'string' ? saisie[champ] : '')

/** Pieces under that share of the larger contour are the thickness of a line between two drawings, not blocks of houses. */
function ilotsOf(m: MultiPolygone, reference: number, negligeablePm: number): MultiPolygone {
  return m.filter((polygone) => aireM2([polygone]) * 1000 >= reference * negligeablePm)
}

async function showLien(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const { lien, ancien, nouveau, actes, negligeablePm } = await readHttp(c, async (tx) => {
    const lien = await getLien(tx, c.req.param('lien') ?? '')
    const geometries = await getGeometries(tx, [lien.ancien?.id ?? [], lien.nouveau?.id ?? []].flat())
    return {
      lien,
      ancien: geometries.get(lien.ancien?.id ?? ''),
      nouveau: geometries.get(lien.nouveau?.id ?? ''),
      actes: await listActes(tx, 'filiation', [lien.id]),
      negligeablePm: await getNegligeable(tx, lien.id),
    }
  })
  const plus = overlay({ lien, ancien, nouveau }, negligeablePm)
  const demande = carteDeLien({ lien, ancien, nouveau }, { largeur: 640, source: 'quartiers tels qu’importés' }, plus)
  const phrase = sayLien(lien, plus === null ? null : { ajoutes: plus.ajoute.length, retires: plus.retire.length })
  const desaccord = lien.nouveau === null ? null : sayDesaccord(lien.nouveau.code, [lien.type])
  const retour = `${CHEMIN_FILIATION}?${new URLSearchParams({ ...(lien.ancien === null ? {} : { de: lien.ancien.generation }), ...(lien.nouveau === null ? {} : { vers: lien.nouveau.generation }) })}`
  const nom = (lien.nouveau ?? lien.ancien)?.nom ?? ''
  const fait = MESSAGES[c.req.query('fait') ?? '']
  return c.html(
    <PageSimple titre={`Filiation de ${nom}`} demo={c.get('configuration').demo} classe="pv-page pv-simple pv-liste">
      <FilAriane
        etapes={[{ libelle: 'Administration', href: '/administration' }, { libelle: 'Filiation', href: retour }, { libelle: nom }]}
      />
      <p class="pv-sur">{LIBELLES_FILIATION[lien.type]}</p>
      <h1>
        <T>{nom}</T>
      </h1>
      {fait !== undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        <T>{phrase}</T>
      </p>
      <p>
        <Etat lien={lien} /> <Parts lien={lien} />
      </p>
      {desaccord !== null && (
        <p class="pv-alerte">
          <T>{desaccord}</T>
        </p>
      )}
      {lien.motif !== null && (
        <p class="pv-note">
          <T>{`Raison : ${lien.motif}`}</T>
        </p>
      )}
      {demande === null ? <p class="pv-note">Aucun contour connu.</p> : <Carte demande={demande} tableau="page" />}
      {lien.revueLe === null && lien.ecarteLe === null && (
        <form method="post" action={`${CHEMIN_FILIATION}/${lien.id}/accepter`} class="pv-actions pv-haut-1">
          <button class="ds-button" type="submit">
            Accepter ce lien
          </button>
        </form>
      )}
      {lien.ecarteLe === null && <Formulaires lien={lien} saisie={saisie} erreur={erreur} />}
      <h2 class="pv-haut-2">Historique</h2>
      {actes.length === 0 ? (
        <p class="pv-note">Proposé par le calcul ; personne n’y a encore touché.</p>
      ) : (
        <ol class="pv-lignes">
          {actes.map(({ instant, par, libelle }) => (
            <li>
              <T>{libelle ?? ''}</T>{' '}
              <span class="pv-note">
                {formatInstant(instant)}
                {par === null ? '' : `, ${par}`}
              </span>
            </li>
          ))}
        </ol>
      )}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

/** What the new one adds and takes off; null when a contour is missing, or when they cannot be overlaid. */
function overlay({ lien, ancien, nouveau }: LienDessine, negligeablePm: number) {
  if (ancien === undefined || nouveau === undefined || lien.type === 'identique') return null
  const reference = Math.max(aireM2(ancien), aireM2(nouveau))
  try {
    return {
      ajoute: ilotsOf(difference(nouveau, ancien), reference, negligeablePm),
      retire: ilotsOf(difference(ancien, nouveau), reference, negligeablePm),
    }
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return null
    throw erreur
  }
}

function Formulaires({ lien, saisie, erreur }: { lien: LienFiliation; saisie: Saisie; erreur: RegleViolee | undefined }) {
  const types = typesPossibles({ ancien: lien.ancien !== null, nouveau: lien.nouveau !== null })
  return (
    <>
      {types.length > 1 && (
        <details class="ds-details pv-haut-1" open={erreur !== undefined}>
          <summary>Corriger la sorte de lien</summary>
          <form method="post" action={`${CHEMIN_FILIATION}/${lien.id}/corriger`} class="pv-formulaire">
            <input type="hidden" name="version" value={lien.version} />
            <ChampChoix
              nom="type"
              libelle="Sorte de lien"
              requis
              valeur={typed(saisie, 'type') || lien.type}
              erreurs={erreur?.champs}
              options={types.map((type) => ({ valeur: type, libelle: LIBELLES_FILIATION[type] }))}
            />
            <ChampTexte nom="motif" libelle="Raison" requis valeur={typed(saisie, 'motif')} erreurs={erreur?.champs} longueurMax={500} />
            <div class="pv-actions">
              <button class="ds-button" data-variant="secondary" type="submit">
                Corriger
              </button>
            </div>
          </form>
        </details>
      )}
      <details class="ds-details pv-haut-1">
        <summary>Écarter ce lien</summary>
        <form method="post" action={`${CHEMIN_FILIATION}/${lien.id}/ecarter`} class="pv-formulaire">
          <input type="hidden" name="version" value={lien.version} />
          <div class="ds-field">
            <label for="motif-ecart">Raison</label>
            <input class="ds-input" id="motif-ecart" name="motif" maxlength={500} aria-required="true" />
          </div>
          <div class="pv-actions">
            <button class="ds-button" data-color="danger" data-variant="secondary" type="submit">
              Écarter
            </button>
          </div>
        </form>
      </details>
    </>
  )
}

async function showAjout(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const generations = await readHttp(c, (tx) => listGenerations(tx))
  const dates = [...generations].sort((a, b) => (a.debut < b.debut ? 1 : -1))
  const trouve = (champ: string, code: string | undefined) => dates.find(({ id, code: sien }) => id === saisie[champ] || sien === code)
  const nouvelle = trouve('nouvelleId', c.req.query('vers')) ?? dates[0]
  const ancienne = trouve('ancienneId', c.req.query('de')) ?? dates[1]
  if (ancienne === undefined || nouvelle === undefined) throw new Introuvable('Il faut deux générations de quartiers pour les relier.')
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: erreur?.champs })
  return c.html(
    <PageSimple titre="Ajouter un lien de filiation" demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[
          { libelle: 'Administration', href: '/administration' },
          { libelle: 'Filiation', href: `${CHEMIN_FILIATION}?${new URLSearchParams({ de: ancienne.code, vers: nouvelle.code })}` },
          { libelle: 'Ajouter un lien' },
        ]}
      />
      <h1>Ajouter un lien de filiation</h1>
      <p class="pv-chapeau">Pour ce que la superposition ne montre pas : un relogement, un contour publié trop tard.</p>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" class="pv-formulaire" novalidate>
        <input type="hidden" name="ancienneId" value={ancienne.id} />
        <input type="hidden" name="nouvelleId" value={nouvelle.id} />
        <ChampTexte
          {...champ('ancienCode')}
          libelle={`Code dans « ${ancienne.libelle} »`}
          aide="Vide : le nouveau quartier n’a pas d’ancêtre."
        />
        <ChampTexte
          {...champ('nouveauCode')}
          libelle={`Code dans « ${nouvelle.libelle} »`}
          aide="Vide : l’ancien quartier n’a pas de suite."
        />
        <ChampChoix
          {...champ('type')}
          libelle="Sorte de lien"
          requis
          vide="À choisir"
          options={TYPES_FILIATION.map((type) => ({ valeur: type, libelle: LIBELLES_FILIATION[type] }))}
        />
        <ChampTexte {...champ('motif')} libelle="Raison" requis longueurMax={500} aide="Une phrase ; elle reste dans l’historique." />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Ajouter le lien
          </button>
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
