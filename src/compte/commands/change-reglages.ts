import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { champReglage, getReglages, listReglagesDeclares, parseReglage, setReglage, writeReglage } from '#platform/reglages.ts'
import { canAdministerInstance } from '../donnees-droits.ts'

const forme = z.object({
  section: z.string({ error: 'Dites quels réglages vous changez.' }).min(1, 'Dites quels réglages vous changez.'),
  /** Texts typed, by the name of their field. */
  valeurs: z.record(z.string(), z.unknown()),
})

/** Changes the settings of one section; those that were not typed, or did not change, stay. All are kept, or none. */
export const changeReglages = command('compte.changer_reglages', forme, async ({ tx, agent, now }, { section, valeurs }) => {
  assertCan(canAdministerInstance(agent), 'Les réglages sont changés par l’administration de la plateforme.')
  const reglages = listReglagesDeclares().filter((reglage) => reglage.section === section)
  if (reglages.length === 0) throw new RegleViolee('Ces réglages n’existent pas, ou plus : rechargez la page.')
  const { valeurOf } = await getReglages(tx, reglages)
  const champs: ChampFautif[] = []
  const changes: { cle: string; libelle: string; avant: unknown; apres: unknown }[] = []
  for (const reglage of reglages) {
    const tape = valeurs[champReglage(reglage.cle)]
    if (typeof tape !== 'string') continue
    const avant = valeurOf(reglage)
    try {
      const apres = parseReglage(reglage, tape)
      if (writeReglage(apres) !== writeReglage(avant)) changes.push({ cle: reglage.cle, libelle: reglage.libelle, avant, apres })
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee)) throw erreur
      champs.push(...erreur.champs)
    }
  }
  if (champs.length > 0) throw new RegleViolee('La saisie est à corriger.', champs)
  for (const { cle, apres } of changes) {
    const reglage = reglages.find((candidat) => candidat.cle === cle)
    if (reglage !== undefined) await setReglage(tx, reglage, apres, now)
  }
  const values = (quand: 'avant' | 'apres') => Object.fromEntries(changes.map((change) => [change.cle, change[quand]]))
  return {
    valeur: { changes: changes.length },
    trace:
      changes.length === 0
        ? null
        : {
            contratId: null,
            objet: { type: 'reglages', id: section },
            libelle: `Réglages « ${section} » changés : ${changes.map(({ libelle }) => libelle).join(', ')}`,
            avant: values('avant'),
            apres: values('apres'),
          },
  }
})
