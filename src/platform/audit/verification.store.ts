import type { Selectable } from 'kysely'
import type { TablesPlatform, Tx } from '#platform/db/base.ts'
import type { Ancre, Tete } from './ancre.ts'
import { empreinteContenu, empreinteLigne } from './chaine.ts'

/** A defect and where: its chain, the number of its line (0: the whole chain). */
export type DefautAudit = { chaine: string; numero: number; defaut: string }
export type ConstatAudit = { lignes: number; chaines: number; defauts: DefautAudit[] }

/** Lines read at once. */
const LOT = 1000

/**
 * Recomputes every chain and says which line was altered, removed or inserted, and where. No defect: all is as written.
 *
 * Someone who holds the database may rewrite a line, then every line after it and the head. Only heads kept elsewhere show it:
 * give the `ancre` that was taken before. Read with the owner's role, in one snapshot, so that lines written meanwhile are no defect.
 */
export async function verifyAudit(tx: Tx, ancre: Ancre | null = null): Promise<ConstatAudit> {
  const defauts: DefautAudit[] = []
  let lignes = 0
  const tetes = await listTetes(tx)
  for (const tete of tetes) {
    const ancree = ancre?.chaines.find(({ chaine }) => chaine === tete.chaine)
    lignes += await verifyChaine(tx, tete, ancree, (numero, defaut) => defauts.push({ chaine: tete.chaine, numero, defaut }))
  }
  const connues = new Set(tetes.map(({ chaine }) => chaine))
  const presentes = await tx.selectFrom('platform.audit_ligne').select('chaine').distinct().orderBy('chaine').execute()
  for (const { chaine } of presentes) {
    if (!connues.has(chaine)) defauts.push({ chaine, numero: 0, defaut: 'la tête de cette chaîne a disparu' })
  }
  for (const { chaine, numero } of ancre?.chaines ?? []) {
    if (numero > 0 && !connues.has(chaine))
      defauts.push({ chaine, numero: 0, defaut: `la chaîne a disparu : l’ancre en connaît ${numero} lignes` })
  }
  return { lignes, chaines: tetes.length, defauts }
}

/** The head of each chain: number and digest of its last line. */
export async function listTetes(tx: Tx): Promise<Tete[]> {
  return tx
    .selectFrom('platform.audit_chaine')
    .select(['chaine', 'dernier_numero as numero', 'derniere_empreinte as empreinte'])
    .orderBy('chaine')
    .execute()
}

type Ligne = Selectable<TablesPlatform['platform.audit_ligne']> & {
  ligne_id: string | null
  sel: Buffer | null
  libelle: string | null
  mandat: string | null
  avant: unknown
  apres: unknown
  efface_le: Date | null
}

/** @returns how many lines the chain holds */
async function verifyChaine(tx: Tx, tete: Tete, ancree: Tete | undefined, dire: (numero: number, defaut: string) => void): Promise<number> {
  let total = 0
  let attendu = 1
  let precedente = ''
  let ancreVue = ancree === undefined || ancree.numero === 0
  for (let lot = await listLot(tx, tete.chaine, attendu); lot.length > 0; lot = await listLot(tx, tete.chaine, attendu)) {
    for (const ligne of lot) {
      total += 1
      if (ligne.numero !== attendu) dire(ligne.numero, sayManque(attendu, ligne.numero - 1))
      if (ligne.empreinte_precedente !== precedente) dire(ligne.numero, 'la ligne ne suit pas celle qui la précède')
      for (const defaut of defautsOf(ligne)) dire(ligne.numero, defaut)
      if (ligne.numero === ancree?.numero) {
        ancreVue = true
        if (ligne.empreinte !== ancree.empreinte)
          dire(ligne.numero, 'la ligne n’est plus celle que l’ancre a notée : elle, ou une ligne avant elle, a été réécrite')
      }
      precedente = ligne.empreinte
      attendu = ligne.numero + 1
    }
  }
  if (attendu - 1 < tete.numero) dire(attendu, `${sayManque(attendu, tete.numero)} à la fin de la chaîne`)
  else if (attendu - 1 > tete.numero) dire(tete.numero + 1, `la chaîne finit à la ligne ${tete.numero} : ce qui la suit a été ajouté`)
  else if (precedente !== tete.empreinte) dire(tete.numero, 'la tête de la chaîne n’est pas l’empreinte de sa dernière ligne')
  if (!ancreVue && ancree !== undefined) dire(ancree.numero, 'la ligne que l’ancre a notée a disparu')
  return total
}

function listLot(tx: Tx, chaine: string, depuis: number): Promise<Ligne[]> {
  return tx
    .selectFrom('platform.audit_ligne as l')
    .leftJoin('platform.audit_contenu as c', 'c.ligne_id', 'l.id')
    .selectAll('l')
    .select(['c.ligne_id', 'c.sel', 'c.libelle', 'c.mandat', 'c.avant', 'c.apres', 'c.efface_le'])
    .where('l.chaine', '=', chaine)
    .where('l.numero', '>=', depuis)
    .orderBy('l.numero')
    .limit(LOT)
    .execute()
}

function sayManque(premiere: number, derniere: number): string {
  return premiere === derniere ? `la ligne ${premiere} manque` : `les lignes ${premiere} à ${derniere} manquent`
}

/** What is wrong with a line taken alone. */
function defautsOf(ligne: Ligne): string[] {
  const faits = {
    chaine: ligne.chaine,
    numero: ligne.numero,
    instant: ligne.instant.toISOString(),
    commande: ligne.commande,
    acteurId: ligne.acteur_id,
    mandatId: ligne.mandat_id,
    objetType: ligne.objet_type,
    objetId: ligne.objet_id,
    requeteId: ligne.requete_id,
    empreinteContenu: ligne.empreinte_contenu,
  }
  const defauts = empreinteLigne(faits, ligne.empreinte_precedente) === ligne.empreinte ? [] : ['la ligne a été modifiée']
  if (ligne.ligne_id === null) defauts.push('le contenu de la ligne a disparu')
  else if (ligne.efface_le === null) {
    const { sel, libelle, mandat, avant, apres } = ligne
    // A payload neither whole nor erased was emptied by another way.
    if (sel === null || libelle === null || empreinteContenu(sel, { libelle, mandat, avant, apres }) !== ligne.empreinte_contenu)
      defauts.push('le contenu de la ligne a été modifié')
  } else if (ligne.sel !== null || ligne.libelle !== null || ligne.mandat !== null || ligne.avant !== null || ligne.apres !== null) {
    defauts.push('le contenu de la ligne a été modifié après son effacement')
  }
  return defauts
}
