/** The levels of the tree as this contract names them. Pure. */
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import type { Niveau } from './contrat.ts'

export const NIVEAUX_MAX = 6

/** A level to keep: `rangAvant` is its rank until now, null for a new one. */
export type NiveauSaisi = Omit<Niveau, 'rang'> & { rangAvant: number | null }

/**
 * The levels of the contract after the change. A level that holds elements of the tree keeps its rank: it can be renamed,
 * neither removed nor moved. @param utilises rank → number of elements, archived ones included
 * @throws RegleViolee naming each row at fault
 */
export function changedNiveaux(avant: readonly Niveau[], saisis: readonly NiveauSaisi[], utilises: ReadonlyMap<number, number>): Niveau[] {
  if (saisis.length === 0)
    throw new RegleViolee('Un contrat a au moins un niveau.', [{ champ: 'niveaux', message: 'Gardez au moins un niveau.' }])
  if (saisis.length > NIVEAUX_MAX) {
    const message = `Un contrat a ${NIVEAUX_MAX} niveaux au plus : au-delà, personne ne s’y retrouve.`
    throw new RegleViolee(message, [{ champ: 'niveaux', message }])
  }
  const fautes: ChampFautif[] = []
  for (const niveau of avant) {
    const nombre = utilises.get(niveau.rang) ?? 0
    if (nombre === 0) continue
    const rang = saisis.findIndex((saisi) => saisi.rangAvant === niveau.rang)
    const porte = `porte ${accorde(nombre, 'élément')} de la stratégie`
    if (rang === -1) fautes.push({ champ: 'niveaux', message: `Le niveau « ${niveau.singulier} » ${porte} : il ne peut pas être retiré.` })
    else if (rang + 1 !== niveau.rang) {
      fautes.push({
        champ: `niveaux.${rang}.singulier`,
        message: `Le niveau « ${niveau.singulier} » ${porte} : il garde sa place, la ${niveau.rang}${niveau.rang === 1 ? 're' : 'e'}.`,
      })
    }
  }
  const vus = new Set<string>()
  for (const [rang, { singulier, pluriel }] of saisis.entries()) {
    if (singulier === '') fautes.push({ champ: `niveaux.${rang}.singulier`, message: `Niveau ${rang + 1} : donnez son nom au singulier.` })
    else if (vus.has(singulier.toLowerCase()))
      fautes.push({ champ: `niveaux.${rang}.singulier`, message: `Deux niveaux se nomment « ${singulier} ».` })
    vus.add(singulier.toLowerCase())
    if (pluriel === '') fautes.push({ champ: `niveaux.${rang}.pluriel`, message: `Niveau ${rang + 1} : donnez son nom au pluriel.` })
  }
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  return saisis.map(({ singulier, pluriel, feminin, numerotation }, rang) => ({
    rang: rang + 1,
    singulier,
    pluriel,
    feminin,
    numerotation,
  }))
}

/** A level renamed keeps its codes; one numbered otherwise changes them all. */
export function changesCodes(avant: readonly Niveau[], apres: readonly Niveau[]): boolean {
  return apres.some((niveau) => {
    const ancien = avant.find((autre) => autre.rang === niveau.rang)
    return ancien !== undefined && ancien.numerotation !== niveau.numerotation
  })
}

/** « Pilier > Axe > Objectif ». */
export function cheminNiveaux(niveaux: readonly Pick<Niveau, 'singulier'>[]): string {
  return niveaux.map((niveau) => niveau.singulier).join(' > ')
}
