import type { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canImportTerritoire } from '../droits.ts'
import { checkParametre } from '../eligibilite/decret.ts'
import { formeParametre } from '../eligibilite/formes.ts'
import { listHistoireParametre, replaceParametre } from '../eligibilite/parametre.store.ts'
import { ligneRequise } from '../generation-formes.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Corrects a line of parameters of a decree, or adds one. The former line stays, with the simulations that used it. */
export const correctParametre = command(
  'territoire.corriger_parametre',
  formeParametre.extend({ motif: ligneRequise('Dites pourquoi la ligne change : elle vaut pour tous.', 400) }),
  async ({ tx, agent, now }, { motif, ...saisie }: z.infer<typeof formeParametre> & { motif: string }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    checkParametre(saisie)
    const [avant = null] = await listHistoireParametre(tx, saisie.cle)
    const id = createId(now.getTime())
    const numero = await replaceParametre(tx, id, { saisie, motif, now })
    return {
      valeur: { parametreId: id, numero },
      trace: {
        contratId: null,
        objet: { type: 'parametre_decret', id },
        libelle: `Paramètres « ${saisie.libelle} » ${avant === null ? 'ajoutés' : 'corrigés'}`,
        avant: avant === null ? null : { ...avant, creeLe: undefined, remplaceLe: undefined },
        apres: { ...saisie, motif },
      },
    }
  },
)
