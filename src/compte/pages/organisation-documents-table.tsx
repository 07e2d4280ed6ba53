import { extensionDe } from '#platform/fichiers/types.ts'
import { formatTaille } from '#platform/formats.ts'
import { Statut, T } from '#ui/pieces.tsx'
import {
  type DocumentOrganisation,
  type EtatDocument,
  etatDocument,
  LIBELLES_ETATS_DOCUMENT,
  sayValidite,
} from '../organisation-document.ts'

const STATUTS = { a_venir: 'brouillon', valable: 'validee', bientot: 'doute', expire: 'retard' } as const satisfies Record<
  EtatDocument,
  string
>

/** Documents with their days: what is out of date is said, by word and shape. @param base address of the organisation */
export function TableDocuments({
  base,
  documents,
  jour,
  preavis,
  modifie,
}: {
  base: string
  documents: readonly DocumentOrganisation[]
  jour: string
  preavis: number
  /** Links to correct or put away. */
  modifie?: true
}) {
  return (
    <section class="pv-defile" aria-label="Documents" tabindex={0}>
      <table class="ds-table">
        <caption class="pv-cache">Documents et leur validité</caption>
        <thead>
          <tr>
            <th scope="col">Document</th>
            <th scope="col">Valable</th>
            <th scope="col">État</th>
            {modifie === true && (
              <th scope="col">
                <span class="pv-cache">Gestes</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {documents.map((document) => {
            const etat = etatDocument(document, jour, preavis)
            return (
              <tr>
                <th scope="row">
                  <a href={`${base}/documents/${document.id}/fichier`}>{document.natureLibelle}</a>
                  <span class="pv-detail">
                    <T>{document.titre ?? document.nomFichier}</T>, {extensionDe(document.nomFichier).toUpperCase()},{' '}
                    {formatTaille(document.taille)}
                  </span>
                </th>
                <td>{sayValidite(document)}</td>
                <td>
                  <Statut etat={STATUTS[etat]}>{LIBELLES_ETATS_DOCUMENT[etat]}</Statut>
                </td>
                {modifie === true && (
                  <td>
                    <a href={`${base}/documents/${document.id}`}>
                      Corriger<span class="pv-cache"> : {document.natureLibelle}</span>
                    </a>
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
