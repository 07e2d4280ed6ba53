/** The map of a contract, for its documents: what the territory draws, as parts of a page. */
import { listCommunesContrat } from '#contrat/index.ts'
import type { Tx } from '#platform/db/base.ts'
import type { Element } from '#platform/documents/ecriture/document.ts'
import { jourParis } from '#platform/formats.ts'
import { elementsOfCarte, jourDuContrat, readCarteContrat } from '#territoire/index.ts'
import type { FormatExport } from './formats.ts'
import type { ContratAExporter } from './modele.ts'

/** Formats that hold pictures. */
const ILLUSTRES: readonly FormatExport[] = ['pdf', 'docx', 'odt', 'html']

/** The quartiers in force, on a map then in a table; nothing for a format without pictures, or where no contour is known. */
export async function readTerritoire(
  tx: Tx,
  contratId: string,
  contrat: ContratAExporter,
  { format, now }: { format: FormatExport; now: Date },
): Promise<readonly Element[]> {
  if (!ILLUSTRES.includes(format)) return []
  const communes = await listCommunesContrat(tx, contratId)
  const lu = { id: contratId, epciNom: contrat.epci ?? contrat.titre, communes, adresse: null }
  const { demande, masques } = await readCarteContrat(tx, lu, jourDuContrat(contrat, jourParis(now)))
  const calques = demande.calques.filter(({ id }) => !masques.has(id))
  if (!calques.some(({ role, formes }) => role !== 'fond' && formes.length > 0)) return []
  return elementsOfCarte({ ...demande, calques, largeur: 640 }, format === 'docx' ? 'oui' : 'non')
}
