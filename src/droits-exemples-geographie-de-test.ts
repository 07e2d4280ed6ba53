/** Examples of the commands of filiation and of the local geography of a contract. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { CALCULER_FILIATION } from '#territoire/commands/ask-filiation.ts'
import { defineCriteres } from '#territoire/commands/define-criteres.ts'
import { definePaliers } from '#territoire/commands/define-paliers.ts'
import { savePerimetre } from '#territoire/commands/save-perimetre.ts'
import { listCriteres } from '#territoire/critere.store.ts'
import { getGeographieLocale, listPaliers } from '#territoire/geographie-locale.store.ts'
import { type Exemple, type Ou, prepare, set, un } from './droits-exemples-forme-de-test.ts'

const QPV2015 = '01930000-0000-7000-8000-000000000002'
const QPV2024 = '01930000-0000-7000-8000-000000000003'
const PAIRE = { ancienneId: QPV2015, nouvelleId: QPV2024 }
/** The commune of the référent of the scene, and another. */
const [SIENNE, AUTRE] = ['37261', '37122']
const CAS = [
  { cas: 'dans sa commune', commune: SIENNE },
  { cas: 'dans une autre commune', commune: AUTRE },
]

async function createQuartier(tx: Tx, generationId: string, code: string): Promise<string> {
  const id = createId()
  await sql`insert into territoire.quartier (id, generation_id, code, nom, cle) values (${id}, ${generationId}, ${code}, ${code}, ${` ${code}`})`.execute(
    tx,
  )
  return id
}

async function createLien({ tx }: Ou): Promise<string> {
  const id = createId()
  const [ancien, nouveau] = [await createQuartier(tx, QPV2015, 'QP999001'), await createQuartier(tx, QPV2024, 'QN99901M')]
  await sql`insert into territoire.filiation (id, ancien_id, nouveau_id, type, origine) values (${id}, ${ancien}, ${nouveau}, 'modifie', 'calcul')`.execute(
    tx,
  )
  return id
}

const versionDe = async ({ tx, contratId }: Ou) => (await getGeographieLocale(tx, contratId)).version
const palier = (libelle: string) => ({ libelle, definition: '', conditions: '', couleur: 1, seuilPm: '' })
const createPerimetre = (ou: Ou, commune: string) =>
  prepare(ou, savePerimetre, { contratId: ou.contratId, nom: 'La Rabaterie', communes: [commune] })

export const exemplesGeographie: Readonly<Record<string, readonly Exemple[]>> = {
  'territoire.calculer_filiation': un(() => ({ ...PAIRE, identiquePm: 980, negligeablePm: 20 })),
  'territoire.arreter_filiation': un(async ({ tx }) => ({
    tacheId: await enqueueTache(tx, { genre: CALCULER_FILIATION, contratId: null, demandeurId: null, parametres: PAIRE }),
  })),
  'territoire.accepter_filiation': un(async (ou) => ({ lienId: await createLien(ou) })),
  'territoire.accepter_filiations': un(async (ou) => {
    await createLien(ou)
    return { ...PAIRE, type: 'modifie', nombre: 1 }
  }),
  'territoire.corriger_filiation': un(async (ou) => ({
    lienId: await createLien(ou),
    version: 1,
    type: 'identique',
    motif: 'Rectification',
  })),
  'territoire.ecarter_filiation': un(async (ou) => ({ lienId: await createLien(ou), version: 1, motif: 'Erreur' })),
  'territoire.ajouter_filiation': un(async ({ tx }) => {
    await createQuartier(tx, QPV2024, 'QN99902N')
    return { ...PAIRE, ancienCode: '', nouveauCode: 'QN99902N', type: 'entrant', motif: 'Décret' }
  }),
  'territoire.definir_paliers': un(async (ou) => ({
    contratId: ou.contratId,
    version: await versionDe(ou),
    paliers: [palier('Priorité 1')],
  })),
  'territoire.definir_criteres': un(async (ou) => ({
    contratId: ou.contratId,
    version: await versionDe(ou),
    sensibilitePm: 100,
    criteres: [{ libelle: 'Chômage', sens: 'haut', poids: 10, normalisation: 'rang' }],
  })),
  'territoire.enregistrer_perimetre': CAS.map(({ cas, commune }) => ({
    cas,
    entree: ({ contratId }) => ({ contratId, nom: 'La Rabaterie', communes: [commune] }),
  })),
  'territoire.archiver_perimetre': CAS.map(({ cas, commune }) => ({
    cas,
    entree: async (ou) => ({ contratId: ou.contratId, ...(await createPerimetre(ou, commune)), version: 1 }),
  })),
  'territoire.restaurer_perimetre': CAS.map(({ cas, commune }) => ({
    cas,
    entree: async (ou) => {
      const { perimetreId } = await createPerimetre(ou, commune)
      await set(ou.tx, 'territoire.perimetre', perimetreId, { archive_le: new Date() })
      return { contratId: ou.contratId, perimetreId }
    },
  })),
  'territoire.classer_lieu': CAS.map(({ cas, commune }) => ({
    cas,
    entree: async (ou) => {
      const { contratId } = ou
      await prepare(ou, definePaliers, { contratId, version: await versionDe(ou), paliers: [palier('Priorité 1')] })
      const { perimetreId } = await createPerimetre(ou, commune)
      return { contratId, lieu: `perimetre:${perimetreId}`, palierId: (await listPaliers(ou.tx, contratId))[0]?.id, debut: '2026-01-01' }
    },
  })),
  'territoire.noter_valeurs': CAS.map(({ cas, commune }) => ({
    cas,
    entree: async (ou) => {
      const { contratId } = ou
      const criteres = [{ libelle: 'Chômage', sens: 'haut', poids: 10, normalisation: 'rang' }]
      await prepare(ou, defineCriteres, { contratId, version: await versionDe(ou), sensibilitePm: 100, criteres })
      const { perimetreId } = await createPerimetre(ou, commune)
      const critereId = (await listCriteres(ou.tx, contratId))[0]?.id
      return { contratId, valeurs: [{ critereId, lieu: `perimetre:${perimetreId}`, valeur: '12,5', avant: '' }] }
    },
  })),
}
