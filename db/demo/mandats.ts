/** The parts of the people of the story on one contract: mandates, suppléance, absence, delegation of signature. */
import { createAbsenceRow, createDelegationRow, createMandatRow, TOUT_LE_CONTRAT } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { DELEGATIONS, type MandatEcrit, PERSONAS } from './personnes.ts'

type Noms = { organisations: ReadonlyMap<string, string>; personnes: ReadonlyMap<string, string> }

/** Titulaires stand before their suppléants in the list of the personas. @returns id of each mandate, by `courriel role` */
export async function writeMandats(
  tx: Tx,
  contrat: { id: string; adresse: string },
  { organisations, personnes }: Noms,
  now: Date,
): Promise<void> {
  const mandats = new Map<string, string>()
  for (const persona of PERSONAS) {
    for (const mandat of persona.mandats.filter((ecrit) => ecrit.contrat === contrat.adresse)) {
      const id = createId(now.getTime())
      const remplace = mandat.supplee === undefined ? undefined : mandats.get(`${mandat.supplee} ${mandat.role}`)
      await createMandatRow(
        tx,
        {
          id,
          personneId: personnes.get(persona.courriel) ?? '',
          organisationId: organisations.get(mandat.organisation) ?? '',
          role: mandat.role,
          contratId: contrat.id,
          territoire: territoireOf(mandat),
          qualite: remplace === undefined ? 'titulaire' : 'suppleant',
          suppleance: remplace === undefined ? null : { mandatId: remplace, quand: 'absence' },
          debut: mandat.depuis ?? '2007-01-01',
          fin: null,
        },
        { id: null, now },
      )
      mandats.set(`${persona.courriel} ${mandat.role}`, id)
      if (mandat.absente !== undefined) {
        const [debut, fin] = mandat.absente.map((jours) => dayFrom(now, jours))
        const absence = { id: createId(now.getTime()), debut: debut ?? '', fin: fin ?? '' }
        await createAbsenceRow(tx, { id, contratId: contrat.id }, absence, { id: personnes.get(persona.courriel) ?? '', now })
      }
    }
  }
  for (const { contrat: adresse, de, a, ...delegation } of DELEGATIONS) {
    const [mandatId, delegataireId] = [mandats.get(de), mandats.get(a)]
    if (adresse !== contrat.adresse || mandatId === undefined || delegataireId === undefined) continue
    const dates = { debut: dayFrom(now, -90), fin: null }
    await createDelegationRow(
      tx,
      { ...delegation, ...dates, id: createId(now.getTime()), contratId: contrat.id, mandatId, delegataireId },
      { id: null, now },
    )
  }
}

/** Who runs the machine, contracts apart. */
export async function writeAdministration(tx: Tx, { organisations, personnes }: Noms, now: Date): Promise<void> {
  for (const { courriel, administre } of PERSONAS) {
    if (administre === undefined) continue
    const personneId = personnes.get(courriel) ?? ''
    const organisationId = organisations.get(administre) ?? ''
    const mandat = { personneId, organisationId, contratId: null, role: 'admin_plateforme' as const, territoire: TOUT_LE_CONTRAT }
    const dates = { debut: '2007-01-01', fin: null }
    await createMandatRow(
      tx,
      { ...mandat, ...dates, id: createId(now.getTime()), qualite: 'titulaire', suppleance: null },
      { id: null, now },
    )
  }
}

function territoireOf({ commune }: MandatEcrit) {
  return commune === undefined ? TOUT_LE_CONTRAT : { type: 'communes' as const, codes: [commune] }
}

function dayFrom(now: Date, jours: number): string {
  return new Date(now.getTime() + jours * 86_400_000).toISOString().slice(0, 10)
}
