import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { type AccesEnVigueur, mandatDeLecture } from './acces.ts'
import { type Agent, actingMandats, type Mandat } from './agent.ts'
import { territoireOf } from './mandat-territoire.ts'

/** What a session must still be to hold: neither too old nor idle for too long, by the settings of the instance (hours). */
export type LimitesSession = { now: Date; jour: string; dureeHeures: number; inactiviteHeures: number }
/** Who holds a session. `mandatsFermes`: mandates that open nothing until a second factor is given. */
export type AgentDeSession = { agent: Agent; vueLe: Date; mandatsFermes: number }

/**
 * Who holds this session, with the mandates in force that day: one statement. Null when the session is unknown or over. Without a
 * second factor, mandates of the roles that ask for one are left out.
 * @param limites defaults of the settings that the instance has not chosen @param exiges roles that ask for a second factor, by choice
 */
export async function findAgentBySession(
  tx: Tx,
  jeton: string,
  limites: LimitesSession,
  exiges: Readonly<Record<string, readonly string[]>>,
): Promise<AgentDeSession | null> {
  const reglage = (cle: string) => sql`(select r.valeur #>> '{}' from platform.reglage r where r.cle = ${cle})`
  const heures = (cle: string, defaut: number) => sql`make_interval(hours => coalesce(${reglage(cle)}, ${String(defaut)})::int)`
  const lu = await selectAgent(
    tx,
    limites.jour,
    sql`join compte.session s on s.utilisateur_id = u.id where s.jeton = ${jeton} and s.expire_le > ${limites.now} and p.archive_le is null
      and s.cree_le > ${limites.now}::timestamptz - ${heures('compte.duree_session_heures', limites.dureeHeures)}
      and s.vue_le > ${limites.now}::timestamptz - ${heures('compte.inactivite_heures', limites.inactiviteHeures)}`,
    sql`, compte.acces_en_vigueur(p.id, ${limites.jour}::date, ${limites.now}) as acces, s.vue_le as "vueLe", s.second_facteur_le is not null as "secondFacteur", ${reglage('compte.second_facteur')} as exigence`,
    sql`/* prepare compte.agent-de-session */`,
    ({ secondFacteur, exigence }, mandat) => secondFacteur === true || !(exiges[exigence ?? ''] ?? []).includes(mandat.role),
  )
  return lu === null ? null : { agent: lu.agent, vueLe: lu.ligne.vueLe ?? limites.now, mandatsFermes: lu.fermes }
}

/** The person, as an agent of that day (command line, demo). @param jour ISO */
export async function findAgentByPersonne(tx: Tx, personneId: string, jour: string): Promise<Agent | null> {
  return (await selectAgent(tx, jour, sql`where p.id = ${personneId} and p.archive_le is null`))?.agent ?? null
}

/** @param courriel in lower case */
export async function findAgentByCourriel(tx: Tx, courriel: string, jour: string): Promise<Agent | null> {
  return (await selectAgent(tx, jour, sql`where u.courriel = ${courriel} and p.archive_le is null`))?.agent ?? null
}

/** An access to the content of a contract, as a mandate that reads: only beside the administration of the platform, where no mandate stands. */
function withAcces(agent: Agent, acces: readonly AccesEnVigueur[]): Agent {
  const administre = agent.mandats.some(({ role, contratId }) => role === 'admin_plateforme' && contratId === null)
  const ouverts = acces.filter(({ contratId }) => administre && !agent.mandats.some((mandat) => mandat.contratId === contratId))
  return { ...agent, mandats: [...agent.mandats, ...ouverts.map(mandatDeLecture)] }
}

type MandatLu = Omit<Mandat, 'territoire'> & { communes: string[]; quartiers: string[]; choisi: boolean }

/** What the session adds to the line of its holder. */
type LigneSession = { acces?: AccesEnVigueur[]; vueLe?: Date; secondFacteur?: boolean; exigence?: string | null }

/** @param colonnes more of them, from the session @param nom of the prepared statement: this one runs at every request @param garde false for a mandate that opens nothing in this session */
async function selectAgent(
  tx: Tx,
  jour: string,
  suite: RawBuilder<unknown>,
  colonnes: RawBuilder<unknown> = sql``,
  nom: RawBuilder<unknown> = sql``,
  garde: (ligne: LigneSession, mandat: MandatLu) => boolean = () => true,
): Promise<{ agent: Agent; ligne: LigneSession; fermes: number } | null> {
  const { rows } = await sql<Omit<Agent, 'mandats' | 'autresMandats'> & LigneSession & { enVigueur: MandatLu[] }>`${nom}
    select p.id as "personneId", p.prenom, p.nom, u.courriel, p.fonction, compte.mandats_en_vigueur(p.id, ${jour}::date) as "enVigueur"
      ${colonnes}
    from compte.utilisateur u join compte.personne p on p.id = u.personne_id ${suite}`.execute(tx)
  const [ligne] = rows
  if (ligne === undefined) return null
  const { enVigueur: tous, acces = [], vueLe: _vueLe, secondFacteur: _secondFacteur, exigence: _exigence, ...personne } = ligne
  const enVigueur = tous.filter((mandat) => garde(ligne, mandat))
  const mandats = enVigueur.map(
    ({ communes, quartiers, choisi: _, ...mandat }): Mandat => ({
      ...mandat,
      territoire: territoireOf({ communes, quartiers }),
    }),
  )
  const choisis = enVigueur.filter(({ choisi }) => choisi).map(({ id }) => id)
  return { agent: withAcces({ ...personne, ...actingMandats(mandats, choisis) }, acces), ligne, fermes: tous.length - enVigueur.length }
}
