/** The journal as a CSV file that a spreadsheet opens, every cell a text. */

import type { Tx } from '#platform/db/base.ts'
import { writeCsv } from '#platform/documents/ecriture/classeur.ts'
import { jourParis } from '#platform/formats.ts'
import { sayLignes } from './dites.store.ts'
import { type FiltreJournal, type LigneLue, listLignes } from './journal.store.ts'
import { lexique, nameCommande, nameType } from './lexique.ts'
import { writeDifferences, writePhrase } from './phrase.ts'

/** Lines of one file, the latest ones. More would not fit in the memory of one request. */
export const EXPORT_MAX = 20_000
const LOT = 1000
const HEURE = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit', second: '2-digit' })

const COLONNES = [
  'Numéro',
  'Jour',
  'Heure de Paris',
  'Personne',
  'À quel titre',
  'Phrase',
  'Libellé gardé',
  'Acte',
  'Objet',
  'Identifiant de l’objet',
  'Différences',
  'Requête',
  'Empreinte',
]

/** What is filtered, newest first; `complet` false when more lines match than one file holds. */
export async function exportJournal(tx: Tx, filtre: FiltreJournal): Promise<{ contenu: Uint8Array; complet: boolean }> {
  const lignes: string[][] = []
  let avant: number | undefined
  for (;;) {
    const page = await listLignes(tx, filtre, { limite: LOT, avant })
    lignes.push(...(await cellsOf(tx, page.lignes)))
    avant = page.lignes.at(-1)?.numero
    const complet = !page.plusAnciennes
    if (complet || lignes.length >= EXPORT_MAX) return { contenu: write(lignes), complet }
  }
}

function write(lignes: readonly string[][]): Uint8Array {
  return writeCsv({ nom: 'Journal', colonnes: COLONNES.map((titre) => ({ titre, largeur: 20 })), lignes })
}

async function cellsOf(tx: Tx, lues: readonly LigneLue[]): Promise<string[][]> {
  const mots = lexique()
  const { dites } = await sayLignes(tx, lues)
  return dites.map(({ ligne, phrase }) => [
    String(ligne.numero),
    jourParis(ligne.instant),
    HEURE.format(ligne.instant),
    phrase.qui ?? '',
    phrase.titre ?? '',
    writePhrase(phrase),
    ligne.libelle ?? '',
    nameCommande(mots, ligne.commande),
    nameType(mots, ligne.objetType),
    ligne.objetId,
    writeDifferences(phrase.differences),
    ligne.requeteId,
    ligne.empreinte,
  ])
}
