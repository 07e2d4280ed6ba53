/** For the proofs of rights: the table of figures that pages and commands open. */
import { sql } from 'kysely'
import type { EtatTable } from '#indicateurs/table.ts'
import type { Tx } from '#platform/db/base.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'

/** « Population municipale », as the migration writes it. */
export const INDICATEUR = '01930000-0000-7000-8000-000000000201'

const COLONNE = {
  entetes: [],
  code: null,
  absences: 0,
  incompris: [],
  exemples: [],
  nombre: { convention: 'virgule', doute: null },
  entreZeroEtUn: false,
  proposition: null,
  periode: null,
}
const LECTURE = {
  feuilles: [{ nom: null, lignes: 2 }],
  feuille: 0,
  forme: 'large',
  titres: [],
  notes: [],
  sansTerritoire: { nombre: 0, lignes: [] },
  premiere: 1,
  derniere: 1,
  territoire: { colonne: 0, type: 'quartier', reconnus: 1, repares: 0, inconnus: { nombre: 0, exemples: [] } },
  colonnes: [
    { ...COLONNE, rang: 0, lettre: 'A', libelle: 'Code', role: 'territoire', remplies: 1, nombres: 0 },
    { ...COLONNE, rang: 1, lettre: 'B', libelle: 'Population', role: 'mesure', remplies: 1, nombres: 1 },
  ],
  variables: [],
  periode: '2021',
  avertissements: [],
}
const BILAN = {
  decompte: {
    total: 2,
    valeurs: 1,
    absences: 0,
    vides: 0,
    incomprises: 0,
    territoiresInconnus: 0,
    ignorees: 0,
    reperes: 1,
    repetees: 0,
    contradictoires: 0,
    arrondies: 0,
  },
  nouvelles: 1,
  changees: 0,
  identiques: 0,
  absentes: 0,
  exemples: [],
  inconnus: [],
  incompris: [],
  contradictions: [],
  nouveauxIndicateurs: [],
  obstacles: [],
}
export const CHOIX = {
  feuille: 0,
  territoire: { colonne: 0, type: 'quartier' },
  forme: 'large',
  colonneVariable: null,
  colonneValeur: null,
  colonnePeriode: null,
  periode: '2021',
  cibles: [{ cle: 'c1', action: 'indicateur', indicateurId: INDICATEUR, nouveau: null, periode: null, cent: 'tel', convention: 'virgule' }],
  source: { nom: 'Essai', producteur: '', licence: '', adresse: '', nature: 'officielle' },
  millesime: '2021',
  statut: 'officiel',
  inconnus: 'refuser',
  incompris: 'refuser',
}

/** A table of figures in this state. */
export async function createTableDeTest(tx: Tx, etat: EtatTable): Promise<string> {
  const id = createId()
  const fichier = await saveFichier(tx, { contenu: Buffer.from(`code;population\n${id};1`), type: 'text/csv', now: new Date() })
  await sql`insert into indicateurs.table_importee (id, nom_fichier, fichier_id, etat, lecture, choix, bilan, deposee_le)
    values (${id}, 'population.csv', ${fichier.id}, ${etat}, ${JSON.stringify(LECTURE)}::jsonb, ${JSON.stringify(CHOIX)}::jsonb,
      ${JSON.stringify(BILAN)}::jsonb, now())`.execute(tx)
  return id
}
