import { startPostgres } from './demarrage.ts'
import { chooseEmplacement } from './emplacement.ts'
import { findPostmaster } from './postmaster.ts'
import { connectionUrl } from './verrou.ts'

/**
 * The database of a folder of data, for a command line: the server that runs on it now, else one started for the time of the command.
 * @throws ErreurDemarrage with one French sentence
 */
export async function openEmbedded(dossier: string, base = 'parvis'): Promise<{ url: string; close: () => Promise<void> }> {
  const { donnees } = await chooseEmplacement(dossier)
  const courant = await findPostmaster(donnees)
  if (courant?.pret === true) return { url: await connectionUrl(donnees, courant.port, base), close: async () => {} }
  const serveur = await startPostgres({ dossier })
  return { url: serveur.url, close: serveur.stop }
}
