/** The copy of one's data: a JSON that machines read, a page that people read. Pure. */
import { filled, type Registre } from '#platform/donnees-personnelles/traitement.ts'
import { formatInstant } from '#platform/formats.ts'
import { escapeXml } from '#platform/texte/commonmark.ts'

type PartDonnees = { tableau: string; lignes: readonly Record<string, unknown>[]; complete: boolean }

type CopieDonnees = { json: string; html: string; lignes: number }

/**
 * Joins what was found with what the register says of it, processing by processing.
 * @param valeurs settings cited by the durations
 */
export function composeCopie(
  personne: { prenom: string; nom: string; courriel: string | null },
  parts: readonly PartDonnees[],
  registre: Registre,
  { valeurs, now }: { valeurs: ReadonlyMap<string, string>; now: Date },
): CopieDonnees {
  const groupes = registre.lignes
    .map(({ traitement, colonnes }) => {
      const tableaux = new Set(colonnes.map((colonne) => colonne.tableau))
      return { traitement, parts: parts.filter((part) => tableaux.has(part.tableau)) }
    })
    .filter((groupe) => groupe.parts.length > 0)
  const couvertes = new Set(groupes.flatMap((groupe) => groupe.parts))
  const autres = parts.filter((part) => !couvertes.has(part))
  if (autres.length > 0) groupes.push({ traitement: AUTRES, parts: autres })
  const json = {
    personne,
    copie_faite_le: now.toISOString(),
    traitements: groupes.map(({ traitement, parts: siennes }) => ({
      nom: traitement.nom,
      finalite: traitement.finalite,
      base: traitement.base,
      conservation: filled(traitement.conservation, valeurs),
      destinataires: traitement.destinataires,
      donnees: Object.fromEntries(siennes.map(({ tableau, lignes }) => [tableau, lignes])),
    })),
    incomplets: parts.filter(({ complete }) => !complete).map(({ tableau }) => tableau),
  }
  const corps = groupes.map(({ traitement, parts: siennes }) =>
    [
      `<section><h2>${texte(traitement.nom)}</h2><p>${texte(traitement.finalite)}</p>`,
      `<dl><dt>Base</dt><dd>${texte(traitement.base)}</dd><dt>Durée</dt><dd>${texte(filled(traitement.conservation, valeurs))}</dd>`,
      `<dt>Destinataires</dt><dd>${texte(traitement.destinataires)}</dd></dl>`,
      ...siennes.map(tableOf),
      '</section>',
    ].join('\n'),
  )
  const titre = `Données de ${personne.prenom} ${personne.nom}`
  const html = `<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${texte(titre)}</title>
<style>${STYLE}</style></head><body><main><h1>${texte(titre)}</h1>
<p>Copie faite le ${texte(formatInstant(now))}. Le fichier donnees.json contient la même chose, pour une autre application.</p>
${corps.join('\n')}
</main></body></html>
`
  return { json: `${JSON.stringify(json, null, 2)}\n`, html, lignes: parts.reduce((total, { lignes }) => total + lignes.length, 0) }
}

/** What no processing covers, if ever: it is given all the same. */
const AUTRES = {
  code: 'autres',
  nom: 'Autres données',
  finalite: 'Ces tables ne sont rattachées à aucun traitement du registre : signalez-le à l’administration.',
  base: '',
  personnes: '',
  categories: '',
  destinataires: '',
  conservation: '',
  mesures: '',
  tableaux: [],
} as const

const STYLE =
  'body{font-family:sans-serif;line-height:1.5;margin:0;color:#1c2b2a;background:#fff}main{max-width:70rem;margin:auto;padding:1rem}' +
  'table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #b9b2a3;padding:.3rem .5rem;text-align:left;vertical-align:top;' +
  'overflow-wrap:anywhere}caption{text-align:left;font-weight:bold;padding:.3rem 0}dt{font-weight:bold}.defile{overflow-x:auto}'

function tableOf({ tableau, lignes, complete }: PartDonnees): string {
  const noms = [...new Set(lignes.flatMap((ligne) => Object.keys(ligne)))]
  const tete = noms.map((nom) => `<th scope="col">${texte(sayNom(nom))}</th>`).join('')
  const rangees = lignes.map((ligne) => `<tr>${noms.map((nom) => `<td>${texte(sayValeur(ligne[nom]))}</td>`).join('')}</tr>`)
  const suite = complete ? '' : ' (les premières lignes seulement)'
  return `<div class="defile"><table><caption>${texte(sayTableau(tableau))}${suite}</caption><thead><tr>${tete}</tr></thead><tbody>${rangees.join('\n')}</tbody></table></div>`
}

/** « compte.mandat_choisi » → « Mandat choisi ». */
export function sayTableau(tableau: string): string {
  const nom = sayNom(tableau.split('.').at(-1) ?? tableau)
  return nom.charAt(0).toUpperCase() + nom.slice(1)
}

function sayNom(nom: string): string {
  return nom.replaceAll('_', ' ')
}

function sayValeur(valeur: unknown): string {
  if (valeur === null || valeur === undefined) return ''
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non'
  return typeof valeur === 'object' ? JSON.stringify(valeur) : String(valeur)
}

function texte(brut: string): string {
  return escapeXml(brut)
}
