/** What every act on a fiche begins with, and the trace that it leaves. */
import { z } from 'zod'
import type { Agent } from '#compte/index.ts'
import { assertModifiable, getContrat, listChoixChamps } from '#contrat/index.ts'
import type { Contexte, Fait } from '#platform/acte.ts'
import { assertCan, Introuvable } from '#platform/errors.ts'
import { canReadFiche } from '../droits.ts'
import { lockFiche } from '../fiche.store.ts'
import type { Champ, Fiche } from '../fiche.ts'
import { champsUtilises, contenuDe } from '../fiche-contenu.ts'
import { FicheModifiee } from '../fiche-verrou.ts'

const identifiant = z.uuid('L’identifiant reçu n’a pas la forme attendue\u00a0: rechargez la page.')

/** Which fiche, and the version that the page showed: the act is refused when it is no longer that one. */
export const ficheVisee = {
  contratId: identifiant,
  ficheId: identifiant,
  version: z.coerce.number<unknown>('Rechargez la page.').int().positive('Rechargez la page.'),
}
export { identifiant }

/** The right that an act on a fiche asks before it looks at the state, and what is said to who does not have it. */
export type DroitFiche = { may: (agent: Agent, fiche: Fiche) => boolean | Promise<boolean>; refus: string }

const ABSENTE = 'Cette fiche n’existe pas, ou vous n’y avez pas accès.'

/**
 * The fiche, held until the end of the transaction, in a contract that may be changed. The right comes first.
 * @throws Introuvable when it does not exist for this agent, Interdit, RegleViolee when the contract is archived, FicheModifiee when stale
 */
export async function openFiche(
  { tx, agent }: Pick<Contexte, 'tx' | 'agent'>,
  { contratId, ficheId, version }: { contratId: string; ficheId: string; version: number | null },
  { may, refus }: DroitFiche,
): Promise<Fiche> {
  if (!canReadFiche(agent, { contratId, archiveeLe: null })) throw new Introuvable(ABSENTE)
  const fiche = await lockFiche(tx, contratId, ficheId, null)
  if (!canReadFiche(agent, fiche)) throw new Introuvable(ABSENTE)
  assertCan(await may(agent, fiche), refus)
  assertModifiable(await getContrat(tx, contratId))
  if (version !== null && fiche.version !== version) throw new FicheModifiee(fiche)
  return fiche
}

/** The fields that this contract uses, in its order. */
export async function listChampsUtilises(tx: Contexte['tx'], contratId: string): Promise<Champ[]> {
  return champsUtilises(await listChoixChamps(tx, contratId)).map((choix) => choix.champ)
}

/** What an act on a fiche gives back. @param acte « soumise à validation », « modifiée » */
export function ficheFaite(avant: Fiche | null, apres: Fiche, acte: string, precisions: Record<string, unknown> = {}): Fait<Fiche> {
  return {
    valeur: apres,
    trace: {
      contratId: apres.contratId,
      objet: { type: 'fiche', id: apres.id },
      libelle: `Fiche ${apres.code} ${acte}`,
      avant: avant === null ? null : etatDe(avant),
      apres: { ...etatDe(apres), ...precisions },
    },
  }
}

function etatDe(fiche: Fiche): Record<string, unknown> {
  return { version: fiche.version, statut: fiche.statut, code: fiche.code, archiveeLe: fiche.archiveeLe, contenu: contenuDe(fiche) }
}
