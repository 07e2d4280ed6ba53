import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId, isId } from '#platform/identifiants.ts'
import { createPersonneRow } from './personne.store.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** A person of the demo, whose part one takes by one click. */
export type Persona = {
  personneId: string
  utilisateurId: string
  prenom: string
  nom: string
  fonction: string | null
  presentation: string
}

function selectPersonas(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.persona as x')
    .innerJoin('compte.personne as p', 'p.id', 'x.personne_id')
    .innerJoin('compte.utilisateur as u', 'u.personne_id', 'p.id')
    .select(['p.id as personneId', 'u.id as utilisateurId', 'p.prenom', 'p.nom', 'p.fonction', 'x.presentation'])
    .where('p.archive_le', 'is', null)
}

/** Personas of the demo, in the order of the story. */
export async function listPersonas(tx: Tx): Promise<Persona[]> {
  return selectPersonas(tx).orderBy('x.ordre').orderBy('p.id').execute()
}

/** @throws Introuvable when this person is no persona: a real account is never opened without its password */
export async function getPersona(tx: Tx, personneId: string): Promise<Persona> {
  const persona = isId(personneId) ? await selectPersonas(tx).where('p.id', '=', personneId).executeTakeFirst() : undefined
  if (persona === undefined) throw new Introuvable('Ce personnage n’existe pas dans la démonstration.')
  return persona
}

/** Makes a person a persona. Only the demo calls it. @param presentation what this person does, in one sentence */
export async function savePersona(tx: Tx, persona: { personneId: string; presentation: string; ordre: number }): Promise<void> {
  const ligne = { personne_id: persona.personneId, presentation: persona.presentation, ordre: persona.ordre }
  await compte(tx)
    .insertInto('compte.persona')
    .values(ligne)
    .onConflict((conflit) => conflit.column('personne_id').doUpdateSet({ presentation: ligne.presentation, ordre: ligne.ordre }))
    .execute()
}

/** A person of the demo, with her account but no password. Only the demo calls it. @param persona.courriel in lower case */
export async function createPersona(
  tx: Tx,
  persona: { prenom: string; nom: string; fonction: string | null; courriel: string; presentation: string; ordre: number },
  now: Date,
): Promise<{ personneId: string; utilisateurId: string }> {
  const { presentation, ordre, ...personne } = persona
  const personneId = createId(now.getTime())
  const utilisateurId = createId(now.getTime())
  await createPersonneRow(tx, { ...personne, id: personneId, utilisateurId }, now)
  await savePersona(tx, { personneId, presentation, ordre })
  return { personneId, utilisateurId }
}
