import { sql } from 'kysely'
import { ordreFrancais, type Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

export type Personne = {
  id: string
  prenom: string
  nom: string
  fonction: string | null
  courriel: string
  utilisateurId: string
  /** The person has chosen a password: no link may be made for her without the platform's administrators. */
  motDePasseChoisi: boolean
  secondFacteurActif: boolean
  archiveLe: Date | null
}

function selectPersonnes(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.personne as p')
    .innerJoin('compte.utilisateur as u', 'u.personne_id', 'p.id')
    .select(['p.id', 'p.prenom', 'p.nom', 'p.fonction', 'u.courriel', 'u.id as utilisateurId', 'p.archive_le as archiveLe'])
    .select([
      sql<boolean>`exists (select from compte.identite i where i.utilisateur_id = u.id and i.mot_de_passe is not null)`.as(
        'motDePasseChoisi',
      ),
      sql<boolean>`exists (select from compte.second_facteur f where f.utilisateur_id = u.id and f.active_le is not null)`.as(
        'secondFacteurActif',
      ),
    ])
}

/** People with an account, in French alphabetical order. @param filtre.texte part of a name or of an address */
export async function listPersonnes(tx: Tx, filtre: { texte?: string; limite?: number } = {}): Promise<Personne[]> {
  let requete = selectPersonnes(tx)
  const texte = filtre.texte?.trim() ?? ''
  if (texte !== '') {
    requete = requete.where(
      sql<boolean>`strpos(platform.sans_accents(p.prenom || ' ' || p.nom || ' ' || u.courriel), platform.sans_accents(${texte})) > 0`,
    )
  }
  return requete
    .orderBy(ordreFrancais(sql`p.nom`))
    .orderBy(ordreFrancais(sql`p.prenom`))
    .orderBy('p.id')
    .limit(filtre.limite ?? 500)
    .execute()
}

/** @throws Introuvable */
export async function getPersonne(tx: Tx, id: string): Promise<Personne> {
  const personne = await selectPersonnes(tx).where('p.id', '=', id).executeTakeFirst()
  if (personne === undefined) throw new Introuvable('Cette personne n’a pas, ou plus, de compte ici.')
  return personne
}

/** @param courriel in lower case */
export async function findPersonneByCourriel(tx: Tx, courriel: string): Promise<Personne | null> {
  return (await selectPersonnes(tx).where('u.courriel', '=', courriel).executeTakeFirst()) ?? null
}

/** Names of people by their ids, for what they wrote or did. Unknown ids are left out. */
export async function listNoms(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const lignes = await compte(tx)
    .selectFrom('compte.personne')
    .select(['id', 'prenom', 'nom'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(lignes.map(({ id, prenom, nom }) => [id, `${prenom} ${nom}`]))
}

/** The person and her account, without a password. @param personne.courriel in lower case */
export async function createPersonneRow(
  tx: Tx,
  personne: Pick<Personne, 'id' | 'prenom' | 'nom' | 'fonction' | 'courriel' | 'utilisateurId'>,
  now: Date,
): Promise<void> {
  const { id, prenom, nom, fonction, courriel, utilisateurId } = personne
  await compte(tx).insertInto('compte.personne').values({ id, prenom, nom, fonction, cree_le: now, modifie_le: now }).execute()
  await compte(tx)
    .insertInto('compte.utilisateur')
    .values({ id: utilisateurId, personne_id: id, nom: `${prenom} ${nom}`, courriel, cree_le: now, modifie_le: now })
    .execute()
}
