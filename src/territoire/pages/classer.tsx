import type { EspaceDuContrat } from '#compte/index.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { formatDate, formatInstant, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { FilAriane, T } from '#ui/pieces.tsx'
import { classifyLieu } from '../commands/classify-lieu.ts'
import { canEditLieu, canEditUnLieu } from '../droits-geographie.ts'
import { listActes } from '../filiation-revue.store.ts'
import { listPaliersEtClassements } from '../geographie-locale.store.ts'
import { getLieu } from '../lieu.store.ts'
import { type Classement, type Decision, type Palier, parseCleLieu } from '../palier.ts'
import { hrefLieu } from './paliers-carte.ts'
import { sayDecision } from './paliers-vue.tsx'

/** The tier of one place: its history, and the form that changes it. */
export function createRoutesClasser(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  const lire: Droit = espace.droit('territoire.lire')
  const tenir: Droit = espace.droit('territoire.tenir_lieux', (agent, contrat) => canEditUnLieu(agent, contrat.id))
  const chemin = '/espace/:contrat/territoire/paliers/classer'
  routes.get(chemin, lire, async (c) => {
    if (c.req.query('lieu') !== undefined) return showClasser(c, espace, {})
    return c.redirect(`/espace/${(await espace.contratOf(c)).adresse}/territoire/paliers`, 303)
  })
  routes.post(chemin, tenir, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    try {
      await actHttp(c, classifyLieu, { ...saisie, contratId: contrat.id })
      return c.redirect(`/espace/${contrat.adresse}/territoire/paliers?fait=classement`, 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return showClasser(c, espace, saisie, erreur)
      throw erreur
    }
  })
  return routes
}

const typed = (saisie: Saisie, champ: string) => (typeof saisie[champ] === 'string' ? saisie[champ] : '')

async function showClasser(c: C, espace: EspaceDuContrat, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const cle = parseCleLieu(typed(saisie, 'lieu') || (c.req.query('lieu') ?? ''))
  if (cle === null) throw new Introuvable('Ce lieu n’existe pas, ou plus.')
  const { lieu, paliers, classements, actes } = await readHttp(c, async (tx) => ({
    lieu: await getLieu(tx, contrat.id, cle),
    ...(await listPaliersEtClassements(tx, contrat.id)),
    actes: await listActes(tx, 'classement', [`${cle.sorte}:${cle.id}`]),
  }))
  const decisions = [
    ...new Map(classements.flatMap(({ decision }) => (decision === null ? [] : [[decision.id, decision] as const]))).values(),
  ]
  const siens = classements.filter((un) => un.lieu === lieu.cle)
  const base = `/espace/${contrat.adresse}/territoire`
  const peut = canEditLieu(
    requireAgent(c),
    contrat.id,
    lieu.communes.map(({ code }) => code),
  )
  return c.html(
    <espace.Espace c={c} titre={`Classement de ${lieu.nom}`} entree="territoire">
      <FilAriane
        etapes={[
          { libelle: 'Territoire', href: base },
          { libelle: 'Géographie locale', href: `${base}/paliers` },
          { libelle: 'Classement' },
        ]}
      />
      <p class="pv-sur">
        <a href={hrefLieu(lieu, base)}>{lieu.code ?? 'Périmètre du contrat'}</a>
      </p>
      <h1>
        <T>{lieu.nom}</T>
      </h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <Lignee classements={siens} paliers={paliers} />
      {actes.length > 0 && (
        <details class="ds-details pv-haut-1">
          <summary>Qui a fait quoi</summary>
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
        </details>
      )}
      {peut && paliers.length > 0 && (
        <FormulaireClassement
          saisie={saisie}
          erreur={erreur}
          lieu={lieu.cle}
          enCours={siens.find(({ fin }) => fin === null) ?? null}
          paliers={paliers}
          decisions={decisions}
          jour={jourParis(c.get('now'))}
        />
      )}
    </espace.Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function Lignee({ classements, paliers }: { classements: readonly Classement[]; paliers: readonly Palier[] }) {
  if (classements.length === 0) return <p class="pv-chapo">Ce lieu n’a jamais été classé.</p>
  return (
    <ol class="pv-lignes">
      {classements.map(({ palierId, debut, fin, decision, motif }) => (
        <li>
          <div>
            <strong>
              <T>{paliers.find(({ id }) => id === palierId)?.libelle ?? ''}</T>
            </strong>{' '}
            <span class="pv-note">
              {fin === null ? `depuis le ${formatDate(debut)}` : `du ${formatDate(debut)} au ${formatDate(fin)}`}
              {decision !== null && <T>{`. ${sayDecision(decision)}`}</T>}
              {motif !== null && <T>{`. ${motif}`}</T>}
            </span>
          </div>
        </li>
      ))}
    </ol>
  )
}

function FormulaireClassement(props: {
  saisie: Saisie
  erreur: RegleViolee | undefined
  lieu: string
  enCours: Classement | null
  paliers: readonly Palier[]
  decisions: readonly Decision[]
  jour: string
}) {
  const { saisie, enCours } = props
  const decision = (typeof saisie.decision === 'object' && saisie.decision !== null ? saisie.decision : {}) as Saisie
  const champ = (nom: string) => ({ nom, valeur: typed(saisie, nom), erreurs: props.erreur?.champs })
  const deDecision = (nom: string) => ({ nom: `decision.${nom}`, valeur: typed(decision, nom), erreurs: props.erreur?.champs })
  return (
    <section aria-labelledby="h-classer" class="pv-haut-2">
      <h2 id="h-classer">{enCours === null ? 'Classer ce lieu' : 'Changer son palier'}</h2>
      <form method="post" class="pv-formulaire" novalidate>
        <input type="hidden" name="lieu" value={props.lieu} />
        <input type="hidden" name="vu" value={enCours?.id ?? ''} />
        <div class="pv-cote">
          <ChampChoix
            {...champ('palierId')}
            libelle="Palier"
            requis
            vide={enCours === null ? 'À choisir' : 'Aucun : il quitte son palier'}
            options={props.paliers.map(({ id, libelle }) => ({ valeur: id, libelle }))}
          />
          <ChampTexte {...champ('debut')} valeur={typed(saisie, 'debut') || props.jour} libelle="À partir du" type="date" requis />
        </div>
        <ChampTexte {...champ('motif')} libelle="Raison" longueurMax={500} />
        <fieldset class="ds-fieldset">
          <legend>Décision qui l’adopte</legend>
          {props.decisions.length > 0 && (
            <ChampChoix
              {...deDecision('id')}
              libelle="Décision déjà connue"
              vide="Aucune, ou nouvelle ci-dessous"
              options={props.decisions.map((une) => ({ valeur: une.id, libelle: sayDecision(une) }))}
            />
          )}
          <ChampTexte
            {...deDecision('libelle')}
            libelle="Intitulé"
            longueurMax={200}
            aide="Par exemple : délibération sur la géographie locale."
          />
          <div class="pv-cote">
            <ChampTexte {...deDecision('instance')} libelle="Instance" longueurMax={120} aide="COPIL, conseil communautaire…" />
            <ChampTexte {...deDecision('jour')} libelle="Jour" type="date" />
            <ChampTexte {...deDecision('reference')} libelle="Référence" longueurMax={120} />
          </div>
        </fieldset>
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Enregistrer le classement
          </button>
        </div>
      </form>
    </section>
  )
}
