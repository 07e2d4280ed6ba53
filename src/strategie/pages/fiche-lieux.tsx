import { Espace } from '#contrat/index.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { accorde, formatNombre } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { groupOf } from '#platform/http/saisie.ts'
import type { ChoixLieu } from '#territoire/index.ts'
import { BilanErreurs, idChamp, Radios } from '#ui/champs.tsx'
import { FilAriane, Message, T, Vide } from '#ui/pieces.tsx'
import { listChoixDuContrat, situateFiche } from '../commands/situate-fiche.ts'
import { canEditFiche, canReadFiche } from '../droits.ts'
import { getFiche } from '../fiche.store.ts'
import type { Fiche } from '../fiche.ts'
import { ecritPourMille, parsePourMille } from '../fiche-montants.ts'
import { LIBELLES_REPARTITION, type LieuFiche, REPARTITIONS } from '../lieu.ts'
import { type LieuxReconnus, recognizedLieux } from '../lieux-reconnus.ts'
import { droitFiche, ficheIdDe } from './fiche-acces.ts'

/** The places that a fiche points at, with their shares. */
export const routes = createRoutes()

routes.get('/espace/:contrat/fiches/:fiche/lieux', droitFiche, (c) => renderLieux(c))

routes.post('/espace/:contrat/fiches/:fiche/lieux', droitFiche, async (c) => {
  const saisie = await parseFormulaire(c)
  const contrat = c.get('contrat')
  const ficheId = ficheIdDe(c)
  try {
    await actHttp(c, situateFiche, { contratId: contrat.id, ficheId, ...parseLieux(saisie) })
    return c.redirect(`/espace/${contrat.adresse}/fiches/${ficheId}?fait=situee`, 303)
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    c.status(422)
    return renderLieux(c, { saisie, erreur })
  }
})

const texteDe = (valeur: unknown): string => (typeof valeur === 'string' ? valeur : '')
const choisisDe = (saisie: Saisie): string[] => (Array.isArray(saisie.choisis) ? saisie.choisis.map(texteDe) : [])

/** @throws RegleViolee when a share is not one */
function parseLieux(saisie: Saisie) {
  const parts = groupOf(saisie, 'part')
  const saisies = texteDe(saisie.repartition) === 'saisie'
  const lieux = choisisDe(saisie).map((cle) => {
    const [type = '', ...code] = cle.split('-')
    const ecrite = texteDe(parts[cle]).trim()
    const partPm = saisies && ecrite !== '' ? parsePourMille(ecrite) : null
    if (saisies && ecrite !== '' && partPm === null) {
      const message = `« ${ecrite.slice(0, 40)} » n’est pas une part de 0 à 100 % : écrivez par exemple 60 ou 33,3.`
      throw new RegleViolee(message, [{ champ: `part.${cle}`, message }])
    }
    return { type, code: code.join('-'), partPm }
  })
  return { version: saisie.version, repartition: texteDe(saisie.repartition) || 'aucune', lieux }
}

async function renderLieux(c: C, refuse?: { saisie: Saisie; erreur: RegleViolee }): Promise<Response> {
  const contrat = c.get('contrat')
  const { fiche, choix } = await readHttp(c, async (tx) => {
    const fiche = await getFiche(tx, contrat.id, ficheIdDe(c))
    if (!canReadFiche(c.get('agent'), fiche)) throw new Introuvable('Cette fiche n’existe pas, ou vous n’y avez pas accès.')
    assertCan(
      canEditFiche(c.get('agent'), fiche) && contrat.archiveLe === null,
      'Votre mandat ne permet pas de changer les lieux de cette fiche dans son état actuel.',
    )
    return { fiche, choix: await listChoixDuContrat(tx, contrat, c.get('now')) }
  })
  const base = `/espace/${contrat.adresse}`
  const adresse = `${base}/fiches/${fiche.id}`
  const reconnus = recognizedLieux(fiche, choix)
  const proposes = fiche.lieux.length === 0 && refuse === undefined
  const coches = new Set(
    refuse !== undefined ? choisisDe(refuse.saisie) : (proposes ? reconnus.surs : fiche.lieux).map(({ type, code }) => `${type}-${code}`),
  )
  const parts = new Map(
    refuse !== undefined
      ? Object.entries(groupOf(refuse.saisie, 'part')).map(([cle, valeur]) => [cle, texteDe(valeur)] as const)
      : fiche.lieux.flatMap(({ type, code, partPm }) => (partPm === null ? [] : [[`${type}-${code}`, ecritPourMille(partPm)] as const])),
  )
  const repartition = refuse === undefined ? (parts.size > 0 ? 'saisie' : 'aucune') : texteDe(refuse.saisie.repartition)
  const perdus = fiche.lieux.filter((lieu) => !choix.some(({ type, code }) => type === lieu.type && code === lieu.code))
  return c.html(
    <Espace c={c} titre={`Lieux de la fiche ${fiche.code}`} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Stratégie', href: `${base}/strategie` },
          { libelle: `Fiche ${fiche.code}`, href: adresse },
          { libelle: 'Lieux' },
        ]}
      />
      <div class="pv-titre-page">
        <h1>Où agit cette fiche</h1>
        <p>
          <T>{fiche.intitule}</T>
        </p>
      </div>
      <BilanErreurs message={refuse?.erreur.message} erreurs={refuse?.erreur.champs} />
      <Reconnu fiche={fiche} reconnus={reconnus} proposes={proposes} />
      {choix.length === 0 ? (
        <Vide titre="Aucun lieu à choisir">
          Ce contrat n’a pas encore de communes. Ajoutez-les à la page Contrat : leurs quartiers apparaîtront ici.
        </Vide>
      ) : (
        <form method="post" class="pv-formulaire pv-fiche-lieux">
          <input type="hidden" name="version" value={refuse === undefined ? String(fiche.version) : texteDe(refuse.saisie.version)} />
          <Groupe titre="Quartiers" type="quartier" choix={choix} coches={coches} parts={parts} />
          <Groupe titre="Périmètres du contrat" type="perimetre" choix={choix} coches={coches} parts={parts} />
          <Groupe titre="Communes" type="commune" choix={choix} coches={coches} parts={parts} />
          <Groupe titre="Intercommunalité" type="epci" choix={choix} coches={coches} parts={parts} />
          {perdus.length > 0 && (
            <Groupe titre="Gardés, absents de la liste d’aujourd’hui" choix={perdus.map(choixOf)} coches={coches} parts={parts} />
          )}
          <Radios
            nom="repartition"
            legende="Partage entre ces lieux"
            valeur={repartition}
            options={REPARTITIONS.map((valeur) => ({ valeur, libelle: LIBELLES_REPARTITION[valeur] }))}
          />
          <p class="pv-note">
            Les parts disent comment l’effort se répartit ; elles font 100 % en tout. Sans parts, la fiche vise ces lieux ensemble.
          </p>
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Garder ces lieux
            </button>
            <a class="ds-button" data-variant="tertiary" href={adresse}>
              Revenir à la fiche
            </a>
          </div>
        </form>
      )}
    </Espace>,
  )
}

function choixOf({ type, code, nom, communes }: LieuFiche): ChoixLieu {
  return { type, code, nom, communes, parties: [], population: null }
}

/** What the text of the fiche says of its places. */
function Reconnu({ fiche, reconnus, proposes }: { fiche: Fiche; reconnus: LieuxReconnus; proposes: boolean }) {
  const { surs, ambigus, introuvables } = reconnus
  if (fiche.echelleTerritoriale.length === 0) return null
  return (
    <>
      {proposes && surs.length > 0 && (
        <Message ton="info">
          {accorde(surs.length, 'lieu', 'lieux')} {surs.length > 1 ? 'sont nommés' : 'est nommé'} dans l’échelle territoriale de la fiche,
          et
          {surs.length > 1 ? ' cochés' : ' coché'} ci-dessous : {surs.map(({ nom }) => nom).join(', ')}. Rien n’est gardé avant que vous ne
          l’enregistriez.
        </Message>
      )}
      {ambigus.map(({ nom, lieux }) => (
        <Message ton="warning">
          « {nom} » est le nom de {lieux.length} lieux ({lieux.map(({ code }) => code).join(', ')}) : cochez le bon.
        </Message>
      ))}
      {introuvables.length > 0 && (
        <Message ton="warning">
          Introuvable dans la liste des lieux : {introuvables.map((texte) => `« ${texte} »`).join(', ')}. Le texte de la fiche le garde ;
          cochez un lieu s’il en est un.
        </Message>
      )}
    </>
  )
}

function Groupe(props: {
  titre: string
  type?: ChoixLieu['type']
  choix: readonly ChoixLieu[]
  coches: ReadonlySet<string>
  parts: ReadonlyMap<string, string>
}) {
  const lieux = props.type === undefined ? props.choix : props.choix.filter(({ type }) => type === props.type)
  if (lieux.length === 0) return null
  return (
    <fieldset class="ds-fieldset">
      <legend>{props.titre}</legend>
      <ul class="pv-fiche-lieux-choix">
        {lieux.map((lieu) => {
          const cle = `${lieu.type}-${lieu.code}`
          const id = `choisi-${idChamp(cle)}`
          return (
            <li>
              <div class="ds-field">
                <input class="ds-input" type="checkbox" id={id} name="choisis[]" value={cle} checked={props.coches.has(cle)} />
                <label for={id}>
                  <T>{lieu.nom}</T>{' '}
                  <span class="pv-petit">
                    {lieu.type === 'quartier' && lieu.code}
                    {lieu.population !== null && ` · ${formatNombre(lieu.population)} habitants`}
                    {lieu.parties.length > 0 && ` · ${lieu.parties.join(', ')}`}
                  </span>
                </label>
              </div>
              <div class="ds-field pv-fiche-lieux-part">
                <label for={idChamp(`part.${cle}`)}>
                  Part, en %<span class="pv-cache"> de {lieu.nom}</span>
                </label>
                <input
                  class="ds-input"
                  id={idChamp(`part.${cle}`)}
                  name={`part.${cle}`}
                  inputmode="decimal"
                  size={6}
                  value={props.parts.get(cle) ?? ''}
                />
              </div>
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}
