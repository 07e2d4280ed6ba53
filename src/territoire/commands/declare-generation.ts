import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canImportTerritoire } from '../droits.ts'
import { getGeneration, isCodePris, isGrammaire, lockGeneration, saveGeneration } from '../generation.store.ts'
import { assertJours, parseComptes } from '../generation.ts'
import { identifiant, jour, jourFacultatif, ligneFacultative, ligneRequise } from '../generation-formes.ts'
import type { Generation } from '../quartier.ts'

export const REFUS_TERRITOIRE = 'La géographie de référence est tenue par l’administration de la plateforme.'

/** Declares a generation of quartiers, or changes one: nothing about a generation stands in the code. */
export const declareGeneration = command(
  'territoire.declarer_generation',
  z.object({
    generationId: identifiant.optional(),
    version: z.coerce.number<unknown>().int().optional(),
    code: z
      .string({ error: 'Donnez un code à la génération.' })
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9][A-Z0-9-]{1,19}$/, 'Le code compte 2 à 20 lettres, chiffres ou traits d’union, par exemple QPV2024.'),
    libelle: ligneRequise('Donnez un nom à la génération.', 120),
    nature: ligneRequise('Dites ce qu’est un de ses quartiers, par exemple « quartier prioritaire ».', 80),
    grammaireCode: ligneFacultative(200),
    comptes: z.string().max(4000).default(''),
    debut: jour,
    fin: jourFacultatif,
  }),
  async ({ tx, agent, now }, { generationId, version, comptes, ...saisie }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    assertJours(saisie)
    const compteAnnonce = parseComptes(comptes)
    const id = generationId ?? createId(now.getTime())
    const connue = await lockGeneration(tx, id)
    const avant = generationId === undefined ? null : await getGeneration(tx, id)
    if (avant !== null && version !== undefined && connue !== version)
      throw new RegleViolee('Cette génération a été modifiée entre-temps : rechargez la page, puis refaites votre correction.')
    if (await isCodePris(tx, { id, code: saisie.code }))
      throw fautif('code', `Une autre génération porte déjà le code ${saisie.code} : choisissez-en un autre.`)
    if (saisie.grammaireCode !== null && !(await isGrammaire(tx, saisie.grammaireCode)))
      throw fautif('grammaireCode', 'Cette forme de code n’est pas une expression régulière : corrigez-la ou laissez-la vide.')
    const apres = { id, ...saisie, compteAnnonce }
    await saveGeneration(tx, apres)
    return {
      valeur: { generationId: id },
      trace: {
        contratId: null,
        objet: { type: 'generation', id },
        libelle: `Génération de quartiers ${saisie.code} ${avant === null ? 'déclarée' : 'modifiée'}`,
        avant: avant === null ? null : withoutDecrets(avant),
        apres,
      },
    }
  },
)

function withoutDecrets({ decrets: _, ...generation }: Generation): Omit<Generation, 'decrets'> {
  return generation
}

function fautif(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
