/** Versions of a fiche as they are kept: written once, never changed. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { Fiche } from './fiche.ts'
import { type ActeVersion, ecritVersion, parseVersion, type VersionComplete, type VersionFiche } from './version.ts'

/** Keeps the text of a locked fiche as its next version. @param motif for people: « Validée », « Importée de « a.docx », 31 blocs » */
export async function createVersion(
  tx: Tx,
  fiche: Fiche,
  { acte, motif, now, par }: { acte: ActeVersion; motif: string; now: Date; par: string },
): Promise<VersionFiche> {
  const { contenu, sha256 } = ecritVersion(fiche)
  const { rows } = await sql<{ numero: number }>`
    insert into strategie.fiche_version (id, fiche_id, numero, contenu, sha256, acte, motif, cree_le, cree_par)
    select ${createId(now.getTime())}, ${fiche.id}, coalesce(max(numero), 0) + 1, ${contenu}, ${sha256}, ${acte}, ${motif}, ${now}, ${par}
    from strategie.fiche_version where fiche_id = ${fiche.id}
    returning numero`.execute(tx)
  return { numero: rows[0]?.numero ?? 1, acte, motif, sha256, creeLe: now, creePar: par }
}

/** Versions of a fiche, newest first. */
export async function listVersions(tx: Tx, ficheId: string): Promise<VersionFiche[]> {
  const { rows } = await sql<VersionFiche>`
    select numero, acte, motif, sha256, cree_le as "creeLe", cree_par as "creePar" from strategie.fiche_version
    where fiche_id = ${ficheId} order by numero desc`.execute(tx)
  return rows
}

/** Versions by their numbers, with their texts, oldest first. @throws Introuvable when one of them does not exist */
export async function getVersions(tx: Tx, ficheId: string, numeros: readonly number[]): Promise<VersionComplete[]> {
  const { rows } = await sql<VersionFiche & { texte: string }>`
    select numero, acte, motif, sha256, cree_le as "creeLe", cree_par as "creePar", contenu as texte from strategie.fiche_version
    where fiche_id = ${ficheId} and numero = any (${[...numeros]}::integer[]) order by numero`.execute(tx)
  if (rows.length !== new Set(numeros).size) throw new Introuvable('Cette version de la fiche n’existe pas.')
  return rows.map(({ texte, ...version }) => ({ ...version, ...parseVersion(texte) }))
}

/** @throws Introuvable */
export async function getVersion(tx: Tx, ficheId: string, numero: number): Promise<VersionComplete> {
  const [version] = await getVersions(tx, ficheId, [numero])
  if (version === undefined) throw new Introuvable('Cette version de la fiche n’existe pas.')
  return version
}
