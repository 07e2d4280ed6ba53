import { Code, T } from '#ui/pieces.tsx'
import type { Fiche } from '../fiche.ts'
import { LIBELLES_STATUTS_FICHE } from '../fiche-libelles.ts'
import type { FicheCitante, FicheCitee } from '../fiche-page.store.ts'
import { Mots } from './fiche-texte.tsx'

/** The fiches that this one cites, then those that cite it. */
export function Liens({
  fiche,
  citees,
  citantes,
  base,
}: {
  fiche: Pick<Fiche, 'liens'>
  citees: readonly FicheCitee[]
  citantes: readonly FicheCitante[]
  base: string
}) {
  const autres = citantes.filter((autre) => !citees.some((citee) => citee.id === autre.id))
  return (
    <>
      {fiche.liens.length > 0 && (
        <ul class="pv-liens">
          {fiche.liens.map((lien) => {
            const citee = citees.find((autre) => autre.ligneId === lien.id)
            return (
              <li>
                {citee === undefined ? (
                  <>
                    {lien.code !== null && <Code code={lien.code} />} <Mots texte={lien.texte === lien.code ? '' : lien.texte} />
                    <span class="pv-note"> {lien.code === null ? 'sans code' : 'pas encore dans ce contrat'}</span>
                  </>
                ) : (
                  <>
                    <Code code={citee.code} />{' '}
                    <a href={`${base}/fiches/${citee.id}`}>
                      <T>{citee.intitule}</T>
                    </a>
                    {(citee.archivee || citee.statut === 'abandonnee') && (
                      <span class="pv-note"> {citee.archivee ? 'archivée' : LIBELLES_STATUTS_FICHE.abandonnee.toLowerCase()}</span>
                    )}
                  </>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {autres.length > 0 && (
        <>
          <h3 class="pv-liens-titre">Citée par</h3>
          <ul class="pv-liens">
            {autres.map((autre) => (
              <li>
                <Code code={autre.code} />{' '}
                <a href={`${base}/fiches/${autre.id}`}>
                  <T>{autre.intitule}</T>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
