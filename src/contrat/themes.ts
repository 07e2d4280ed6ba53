/** Transversal themes of a contract: youth, equality, discrimination… Pure. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import type { Theme } from './contrat.ts'

/**
 * The themes after the change. @param utilises id → fiches and nodes that bear it: such a theme is renamed, not removed
 * @throws RegleViolee naming each row at fault
 */
export function changedThemes(avant: readonly Theme[], apres: readonly Theme[], utilises: ReadonlyMap<string, number>): Theme[] {
  const fautes: ChampFautif[] = []
  const vus = new Set<string>()
  for (const [rang, { libelle }] of apres.entries()) {
    const cle = libelle.toLowerCase()
    if (libelle === '') fautes.push({ champ: `themes.${rang}.libelle`, message: `Thème ${rang + 1} : donnez son nom.` })
    else if (vus.has(cle)) fautes.push({ champ: `themes.${rang}.libelle`, message: `Le thème « ${libelle} » figure deux fois.` })
    vus.add(cle)
  }
  for (const theme of avant) {
    const nombre = utilises.get(theme.id) ?? 0
    if (nombre > 0 && !apres.some((garde) => garde.id === theme.id)) {
      fautes.push({
        champ: 'themes',
        message: `Le thème « ${theme.libelle} » marque ${accorde(nombre, 'fiche ou nœud', 'fiches ou nœuds')} : retirez-le d’abord de là, ou renommez-le.`,
      })
    }
  }
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  return [...apres]
}
