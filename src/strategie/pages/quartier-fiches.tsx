import { accorde } from '#platform/formats.ts'
import type { BlocQuartier } from '#territoire/index.ts'
import { Code, T, Vide } from '#ui/pieces.tsx'
import { LIBELLES_STATUTS_FICHE } from '../fiche-libelles.ts'
import { listFichesDuLieu } from '../lieu.store.ts'
import { sayPart } from '../lieu.ts'

/** The fiches of the contract that point at a quartier, on its page in the workspace. The public page has none: see the contract. */
export const blocFichesQuartier: BlocQuartier = async ({ tx, contrat, quartier }) => {
  if (contrat === null) return null
  const fiches = await listFichesDuLieu(tx, contrat.id, { type: 'quartier', code: quartier.code })
  const base = `/espace/${contrat.adresse}`
  return {
    ordre: 20,
    rend: () => (
      <section class="pv-section" aria-labelledby="h-fiches">
        <h2 id="h-fiches">
          <T>{`Les fiches qui touchent ${quartier.nom}`}</T>
        </h2>
        {fiches.length === 0 ? (
          <Vide titre="Aucune fiche ne vise ce quartier">
            Une fiche le vise dès que vous l’ajoutez à ses lieux, ou qu’un import le reconnaît dans son échelle territoriale.
          </Vide>
        ) : (
          <>
            <p class="pv-note">
              {accorde(fiches.length, 'fiche')}
              {fiches.some(({ partPm }) => partPm !== null) && ', avec la part de ce quartier quand elle est partagée'}.
            </p>
            <ul class="pv-lignes pv-listefiches">
              {fiches.map(({ id, code, intitule, statut, partPm }) => (
                <li>
                  <Code code={code} />
                  <a href={`${base}/fiches/${id}`}>
                    <T>{intitule}</T>
                  </a>
                  <span class="pv-petit">{partPm === null ? LIBELLES_STATUTS_FICHE[statut] : `${sayPart(partPm)} de la fiche`}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    ),
  }
}
