import { accorde, formatNombre } from '#platform/formats.ts'
import { Code, Statut, T } from '#ui/pieces.tsx'
import { countQuartiers, findEcartsComptes, nameCompte } from '../generation.ts'
import type { Import } from '../import/forme.ts'
import type { Difference } from '../import-ecriture.store.ts'
import type { Generation } from '../quartier.ts'
import { CHAMPS_DIFFERENCE, ETATS_DIFFERENCE } from './import-mots.ts'

const LIGNES_MONTREES = 200

export function isEtatDifference(texte: string | undefined): Difference['etat'] | null {
  return texte === 'nouveau' || texte === 'modifie' || texte === 'identique' || texte === 'absent' ? texte : null
}

/** Counts made again from the codes, beside what the texts announce and what the person may know (BR-05). */
export function Comptes({
  un,
  differences,
  generations,
}: {
  un: Import
  differences: readonly Difference[]
  generations: readonly Generation[]
}) {
  const generation = generations.find(({ id }) => id === un.reglages.generationId)
  const trouves = countQuartiers(differences.filter(({ rang }) => rang !== null))
  const apres = countQuartiers(differences)
  const annonces = generation?.compteAnnonce ?? null
  const ecarts = new Map(findEcartsComptes(annonces, apres).map((ecart) => [ecart.cle, ecart]))
  const cles = [...new Set([...Object.keys(trouves).filter((cle) => !/^\d|^2[AB]/.test(cle)), ...Object.keys(annonces ?? {})])]
  const departements = Object.entries(trouves).filter(([cle]) => /^\d|^2[AB]/.test(cle))
  return (
    <section class="pv-section">
      <h2>Comptes refaits</h2>
      <p class="pv-note-max">
        Comptés sur les codes du fichier, sans croire ce qu’il annonce. « Après l’import » compte toute la génération, avec les quartiers
        que le fichier ne cite pas.
      </p>
      <section class="pv-defile" aria-label="Comptes refaits" tabindex={0}>
        <table class="ds-table">
          <caption class="pv-cache">Nombre de quartiers dans le fichier, après l’import, et d’après les textes</caption>
          <thead>
            <tr>
              <th scope="col">Quartiers</th>
              <th scope="col" class="n">
                Dans le fichier
              </th>
              <th scope="col" class="n">
                Après l’import
              </th>
              <th scope="col" class="n">
                Selon les textes
              </th>
            </tr>
          </thead>
          <tbody>
            {cles.map((cle) => {
              const annonce = ecarts.get(cle)?.annonce
              return (
                <tr>
                  <th scope="row">{nameCompte(cle)}</th>
                  <td class="n">{formatNombre(trouves[cle] ?? 0)}</td>
                  <td class="n">{formatNombre(apres[cle] ?? 0)}</td>
                  <td class="n">
                    {annonce === undefined ? '–' : formatNombre(annonce)}
                    {annonce !== undefined && annonce !== (apres[cle] ?? 0) && (
                      <>
                        {' '}
                        <Statut etat="doute">écart</Statut>
                      </>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      {departements.length > 0 && (
        <p class="pv-note pv-haut-1">
          Par département dans le fichier{'\u00a0'}: {departements.map(([cle, nombre]) => `${cle} (${nombre})`).join(', ')}.
        </p>
      )}
    </section>
  )
}

const ORDRE: Record<Difference['etat'], number> = { nouveau: 0, modifie: 1, absent: 2, identique: 3 }

/** What the import would change, quartier by quartier. */
export function Differences({
  differences,
  etat,
  adresse,
}: {
  differences: readonly Difference[]
  etat: Difference['etat'] | null
  adresse: string
}) {
  const comptes = { nouveau: 0, modifie: 0, identique: 0, absent: 0 }
  for (const une of differences) comptes[une.etat] += 1
  const retenues = differences
    .filter((une) => (etat === null ? une.etat !== 'identique' : une.etat === etat))
    .sort((a, b) => ORDRE[a.etat] - ORDRE[b.etat])
  return (
    <section class="pv-section" id="differences">
      <h2>Ce qui changera</h2>
      <p class="pv-chapeau">
        {comptes.nouveau + comptes.modifie === 0
          ? 'Rien ne changera : la base contient déjà ce que dit ce fichier.'
          : `${accorde(comptes.nouveau, 'nouveau', 'nouveaux')}, ${accorde(comptes.modifie, 'modifié', 'modifiés')}, ${accorde(comptes.identique, 'inchangé', 'inchangés')}${
              comptes.absent === 0
                ? ''
                : ` ; ${accorde(comptes.absent, 'quartier de la génération n’est pas', 'quartiers de la génération ne sont pas')} dans le fichier, et restent`
            }.`}
      </p>
      <ul class="pv-etats">
        {(['nouveau', 'modifie', 'identique', 'absent'] as const)
          .filter((un) => comptes[un] > 0)
          .map((un) => (
            <li>
              <a href={`${adresse}?etat=${un}#differences`} aria-current={un === etat ? 'true' : undefined}>
                {ETATS_DIFFERENCE[un]} ({formatNombre(comptes[un])})
              </a>
            </li>
          ))}
      </ul>
      {retenues.length > 0 && (
        <section class="pv-defile" aria-label="Différences avec la base" tabindex={0}>
          <table class="ds-table">
            <caption class="pv-cache">Différences avec la base</caption>
            <thead>
              <tr>
                <th scope="col">Quartier</th>
                <th scope="col">Code</th>
                <th scope="col">État</th>
                <th scope="col">Ce qui change</th>
              </tr>
            </thead>
            <tbody>
              {retenues.slice(0, LIGNES_MONTREES).map((une) => (
                <tr>
                  <th scope="row">
                    <T>{une.nom}</T>
                  </th>
                  <td>
                    <Code code={une.code} />
                  </td>
                  <td>{ETATS_DIFFERENCE[une.etat]}</td>
                  <td>
                    {une.champs.map((champ) => CHAMPS_DIFFERENCE[champ] ?? champ).join(', ')}
                    {une.etat === 'modifie' && une.ancienNom !== null && (
                      <>
                        {' '}
                        (<T>{`« ${une.ancienNom} » auparavant`}</T>)
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {retenues.length > LIGNES_MONTREES && (
        <p class="pv-note">
          Les {LIGNES_MONTREES} premiers sur {formatNombre(retenues.length)}.
        </p>
      )}
    </section>
  )
}

type Resume = { nouveaux: number; modifies: number; identiques: number; absents: number; sansPopulation?: number; communes?: number }

/** What the import of outlines or of urban units would change, in numbers. */
export function ResumeContours({ un, resume }: { un: Import; resume: Resume }) {
  const unites = un.genre === 'unites_urbaines'
  const quoi = (nombre: number) => (unites ? accorde(nombre, 'unité') : accorde(nombre, 'contour'))
  return (
    <section class="pv-section">
      <h2>Ce qui changera</h2>
      <ul>
        <li>{quoi(resume.nouveaux)} à ajouter.</li>
        <li>{quoi(resume.modifies)} à remplacer.</li>
        <li>{quoi(resume.identiques)} sans changement.</li>
        {resume.absents > 0 && <li>{quoi(resume.absents)} du même millésime hors du fichier, sans changement.</li>}
        {unites && <li>{accorde(resume.communes ?? 0, 'commune rattachée', 'communes rattachées')}.</li>}
        {unites && (resume.sansPopulation ?? 0) > 0 && (
          <li>{quoi(resume.sansPopulation ?? 0)} sans population dans ce fichier : importez-la par un second fichier.</li>
        )}
      </ul>
    </section>
  )
}
