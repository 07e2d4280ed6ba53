import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canImportTerritoire } from '../droits.ts'
import { getGeneration, lockGeneration, removeDecret as removeDecretRow, saveDecret } from '../generation.store.ts'
import { assertJours, OBJETS_DECRET } from '../generation.ts'
import { identifiant, jourFacultatif, ligneFacultative, ligneRequise } from '../generation-formes.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Adds a text to a generation, or corrects one: number, day signed, day published, day in force are kept apart. */
export const declareDecret = command(
  'territoire.declarer_decret',
  z.object({
    generationId: identifiant,
    decretId: identifiant.optional(),
    numero: ligneRequise('Donnez le numéro du texte, par exemple 2023-1314.', 40),
    objet: z.enum(OBJETS_DECRET, 'Choisissez ce que fait ce texte.'),
    intitule: ligneFacultative(300),
    signeLe: jourFacultatif,
    publieLe: jourFacultatif,
    enVigueurLe: jourFacultatif,
    adresse: ligneFacultative(500).refine(
      (texte) => texte === null || /^https?:\/\/\S+$/.test(texte),
      'L’adresse du texte commence par https://.',
    ),
  }),
  async ({ tx, agent, now }, { generationId, decretId, ...saisie }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    assertJours(saisie)
    await lockGeneration(tx, generationId)
    const generation = await getGeneration(tx, generationId)
    const avant = generation.decrets.find(({ id }) => id === decretId) ?? null
    if (decretId !== undefined && avant === null) throw new Introuvable('Ce texte n’est pas, ou plus, dans cette génération.')
    if (generation.decrets.some(({ id, numero }) => numero === saisie.numero && id !== decretId)) {
      const message = `Le texte n° ${saisie.numero} est déjà dans cette génération.`
      throw new RegleViolee(message, [{ champ: 'numero', message }])
    }
    const decret = { id: decretId ?? createId(now.getTime()), ...saisie }
    await saveDecret(tx, generationId, decret)
    return {
      valeur: { decretId: decret.id },
      trace: {
        contratId: null,
        objet: { type: 'generation', id: generationId },
        libelle: `Texte n° ${decret.numero} ${avant === null ? 'ajouté à' : 'corrigé dans'} la génération ${generation.code}`,
        avant,
        apres: decret,
      },
    }
  },
)

/** Takes a text typed by mistake off a generation. Its quartiers stay. */
export const removeDecret = command(
  'territoire.retirer_decret',
  z.object({ generationId: identifiant, decretId: identifiant }),
  async ({ tx, agent }, { generationId, decretId }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    await lockGeneration(tx, generationId)
    const generation = await getGeneration(tx, generationId)
    const decret = generation.decrets.find(({ id }) => id === decretId)
    if (decret === undefined) throw new Introuvable('Ce texte n’est pas, ou plus, dans cette génération.')
    await removeDecretRow(tx, decretId)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'generation', id: generationId },
        libelle: `Texte n° ${decret.numero} retiré de la génération ${generation.code}`,
        avant: decret,
        apres: null,
      },
    }
  },
)
