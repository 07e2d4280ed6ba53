/** Attempts to reach another contract, and what row-level security costs beside the same statements without it. */
import { sql } from 'kysely'
import { setFentesContrat } from '#contrat/index.ts'
import { setIdentite } from '#platform/acte.ts'
import { openBase, type RoleBase, type Tx } from '#platform/db/base.ts'
import { createClone, dropClone } from '#platform/db/base-de-test.ts'
import { fentesStrategie, getFiche } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../db/demo/charger.ts'
import { attemptOtherContract } from '../e2e/tentatives.ts'

export const titre = 'Partition by contract'

const TENTATIVES = 100_000
const TOURS = 1500

/** Attempts and leaks; then statements under row-level security beside the same without, taken in turns in one run. */
export async function measure(): Promise<string> {
  const essais = await createClone()
  const debut = performance.now()
  const bilan = await attemptOtherContract(essais.url, TENTATIVES, { graine: 7 }).finally(() => dropClone(essais.nom))
  const secondes = (performance.now() - debut) / 1000
  return [
    `${bilan.tentatives.toLocaleString('en')} generated attempts by someone with every right on another contract, over ${bilan.routes} routes: **${bilan.fuites.length} leaks or changes**. Answers: ${Object.entries(
      bilan.statuts,
    )
      .map(([statut, nombre]) => `${statut} × ${nombre}`)
      .join(', ')}. ${Math.round(secondes)} s.`,
    ...bilan.fuites,
    '',
    ...(await measureCout()),
  ].join('\n')
}

async function measureCout(): Promise<string[]> {
  const { nom, url } = await createClone()
  const proprietaire = openBase(url, { role: null, max: 1 })
  setFentesContrat(fentesStrategie)
  await proprietaire.db.transaction().execute((tx) => loadDecoupageIn(tx, new Date()))
  await loadDemo(proprietaire.db, new Date())
  const { rows } = await sql<{ contratId: string; ficheId: string }>`
    select f.contrat_id as "contratId", f.id as "ficheId" from strategie.fiche f join contrat.contrat c on c.id = f.contrat_id
    where c.adresse = 'tours-2015' and f.code = '2.1.5'`.execute(proprietaire.db)
  await proprietaire.close()
  const cible = rows[0]
  if (cible === undefined) throw new Error('no fiche 2.1.5 in the demo')
  const { contratId, ficheId } = cible
  const requetes: [string, (tx: Tx) => Promise<unknown>][] = [
    ['one fiche, all its lines', (tx) => getFiche(tx, contratId, ficheId)],
    ['all lines of the contract', (tx) => sql`select id from strategie.fiche_ligne where contrat_id = ${contratId}`.execute(tx)],
    [
      'words searched in the contract',
      (tx) =>
        sql`select id from strategie.fiche where contrat_id = ${contratId} and recherche @@ websearch_to_tsquery('platform.francais', 'quartier')`.execute(
          tx,
        ),
    ],
  ]
  const avec = openBase(url, { max: 1 })
  const sans = openBase(url, { role: 'parvis_essai' satisfies RoleBase, max: 1 })
  try {
    const lignes: string[] = []
    for (const [quoi, requete] of requetes) {
      const temps = { avec: 0, sans: 0 }
      for (let tour = -100; tour < TOURS; tour += 1) {
        for (const [cle, base] of [
          ['avec', avec],
          ['sans', sans],
        ] as const) {
          const duree = await base.db.transaction().execute(async (tx) => {
            await setIdentite(tx, { personneId: null, contrats: [contratId], technique: false })
            const debut = performance.now()
            await requete(tx)
            return performance.now() - debut
          })
          if (tour >= 0) temps[cle] += duree
        }
      }
      lignes.push(
        `| ${quoi} | ${(temps.avec / TOURS).toFixed(3)} | ${(temps.sans / TOURS).toFixed(3)} | ${(temps.avec / temps.sans).toFixed(2)} |`,
      )
    }
    return [
      '| statement | ms under row-level security | ms without | ratio |',
      '| --- | ---: | ---: | ---: |',
      ...lignes,
      '',
      `Mean of ${TOURS} rounds, one and the other in turns, same database, same tables.`,
    ]
  } finally {
    await avec.close()
    await sans.close()
    await dropClone(nom)
  }
}
