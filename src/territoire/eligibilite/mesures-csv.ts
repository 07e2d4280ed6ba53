/** Reads the table of figures of communes that rules compare: one figure a line. Pure. */
import { parse } from 'csv-parse/sync'
import { RegleViolee } from '#platform/errors.ts'
import { parseDecimal } from './formes.ts'
import type { MesureCommune } from './regle-communale.ts'

const COLONNES = ['mesure', 'commune', 'millesime', 'valeur', 'source'] as const
const LIGNES_MAX = 200_000

/**
 * Columns « mesure ; commune ; millesime ; valeur ; source », commas or semicolons. An empty value is left out: not known.
 * @throws RegleViolee naming every bad line (the first twenty)
 */
export function parseMesures(contenu: Uint8Array): MesureCommune[] {
  const texte = new TextDecoder('utf-8').decode(contenu)
  const premiere = texte.slice(0, texte.indexOf('\n') < 0 ? undefined : texte.indexOf('\n'))
  let rangees: string[][]
  try {
    rangees = parse(texte, { bom: true, delimiter: premiere.includes(';') ? ';' : ',', relax_column_count: true, skip_empty_lines: true })
  } catch {
    throw fautif('Le fichier n’est pas un CSV lisible : un guillemet n’est pas fermé.')
  }
  const [entetes = [], ...lignes] = rangees
  const places = COLONNES.map((nom) => entetes.findIndex((un) => un.trim().toLowerCase() === nom))
  const manque = COLONNES.filter((_, rang) => (places[rang] ?? -1) < 0)
  if (manque.length > 0)
    throw fautif(
      `Il manque ${manque.length === 1 ? 'la colonne' : 'les colonnes'} ${manque.join(', ')} : l’en-tête attendu est « ${COLONNES.join(', ')} ».`,
    )
  if (lignes.length > LIGNES_MAX) throw fautif('Le fichier compte plus de 200 000 lignes : découpez-le.')
  const fautes: string[] = []
  const mesures = lignes.flatMap((ligne, rang): MesureCommune[] => {
    const [mesure = '', communeCode = '', annee = '', valeur = '', source = ''] = places.map((place) => ligne[place]?.trim() ?? '')
    if (valeur === '') return []
    const milliemes = parseDecimal(valeur, 3)
    const faute = !/^[a-z][a-z0-9_]{1,39}$/.test(mesure)
      ? `« ${mesure} » n’est pas un code de mesure (minuscules, chiffres, soulignés)`
      : !/^(\d{5}|2[AB]\d{3})$/.test(communeCode)
        ? `« ${communeCode} » n’est pas un code de commune`
        : !/^(19|20)\d{2}$/.test(annee)
          ? `« ${annee} » n’est pas une année`
          : milliemes === null
            ? `« ${valeur} » n’est pas un nombre à trois décimales au plus`
            : source === ''
              ? 'la source manque'
              : null
    if (faute === null && milliemes !== null)
      return [{ mesure, communeCode, millesime: Number(annee), valeurMilliemes: milliemes, source: source.slice(0, 200) }]
    fautes.push(`ligne ${rang + 2} : ${faute}`)
    return []
  })
  if (fautes.length > 0) {
    const suite = fautes.length > 20 ? ` ; et ${fautes.length - 20} autres` : ''
    throw fautif(`Rien n’est enregistré. Corrigez, puis envoyez de nouveau : ${fautes.slice(0, 20).join(' ; ')}${suite}.`)
  }
  const parCle = new Map(mesures.map((une) => [`${une.mesure}/${une.communeCode}/${une.millesime}`, une]))
  if (parCle.size !== mesures.length)
    throw fautif('Une même mesure figure deux fois pour une commune et une année : gardez une seule ligne.')
  if (mesures.length === 0) throw fautif('Le fichier ne contient aucune valeur.')
  return mesures
}

function fautif(message: string): RegleViolee {
  return new RegleViolee(message, [{ champ: 'fichier', message }])
}
