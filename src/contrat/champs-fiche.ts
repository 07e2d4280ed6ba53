/** Which fields of the fiche a contract uses, how it calls them, in which order. Their keys are opaque here. Pure. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import type { ChoixChampContrat } from './contrat.ts'
import type { ChampPropose } from './modeles.ts'

/**
 * The choice of a contract completed with every field that exists: those it does not name come last, unused, under their
 * usual label. Without any choice, all are used.
 */
export function completedChoix(choix: readonly Omit<ChoixChampContrat, 'ordre'>[], connus: readonly ChampPropose[]): ChoixChampContrat[] {
  const retenus = connus.length === 0 ? choix : choix.filter((ligne) => connus.some((connu) => connu.champ === ligne.champ))
  const nommes = new Set(retenus.map((ligne) => ligne.champ))
  const reste = connus.filter((connu) => !nommes.has(connu.champ)).map((connu) => ({ ...connu, utilise: choix.length === 0 }))
  return [...retenus, ...reste].map((ligne, ordre) => ({ champ: ligne.champ, libelle: ligne.libelle, utilise: ligne.utilise, ordre }))
}

/**
 * The choice after the change.
 * @throws RegleViolee naming each row at fault: an unknown field, one twice, no label, none used
 */
export function changedChoix(saisis: readonly Omit<ChoixChampContrat, 'ordre'>[], connus: readonly ChampPropose[]): ChoixChampContrat[] {
  const fautes: ChampFautif[] = []
  const vus = new Set<string>()
  for (const [rang, { champ, libelle }] of saisis.entries()) {
    if (connus.length > 0 && !connus.some((connu) => connu.champ === champ)) {
      fautes.push({ champ: `champs.${rang}.libelle`, message: `Le champ « ${champ} » n’existe pas.` })
    } else if (vus.has(champ)) fautes.push({ champ: `champs.${rang}.libelle`, message: `Le champ « ${libelle} » figure deux fois.` })
    else if (libelle === '') fautes.push({ champ: `champs.${rang}.libelle`, message: `Champ ${rang + 1} : donnez-lui un nom.` })
    vus.add(champ)
  }
  if (!saisis.some((ligne) => ligne.utilise)) fautes.push({ champ: 'champs', message: 'Une fiche a au moins un champ : cochez-en un.' })
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  return completedChoix(saisis, connus)
}
