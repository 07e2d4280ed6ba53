import { accorde } from '#platform/formats.ts'
import { cleDoute, type Destination, familleDe, isDestination } from '../import/revue.ts'
import { FormPlacer, type VueRelecture } from './relire.tsx'

const NOMS: Record<string, string> = {
  code: 'Code',
  intitule: 'Intitulé',
  kind: 'Sorte de fiche',
  niveau: 'Rattachement',
  debut: 'Début',
  fin: 'Fin',
  autre: 'Étiquette',
}

/** The document, block by block, each numbered and coloured by where it went; a chosen block can be sent elsewhere. */
export function Source({ vue, choisi, modifiable }: { vue: VueRelecture; choisi: string | null; modifiable: boolean }) {
  const { aRelire, relecture } = vue
  const original = `${vue.base}/documents/${aRelire.source.id}/original`
  return (
    <section aria-labelledby="h-src">
      <h2 id="h-src">
        Le document{' '}
        <small>
          {aRelire.source.format}, {accorde(relecture.blocs.length, 'bloc')}
          {aRelire.source.fichierId !== null && (
            <>
              {' · '}
              <a href={original}>télécharger l’original</a>
            </>
          )}
        </small>
      </h2>
      <div class="pv-feuille">
        <ol>
          {relecture.blocs.map((relu) => {
            const bloc = aRelire.source.blocs[relu.bloc]
            if (bloc === undefined) return null
            const doute = relecture.doutes.some(
              (anomalie) => anomalie.bloc === relu.bloc && aRelire.decisions.doutes[cleDoute(anomalie)] === undefined,
            )
            const cible = relu.champs[0]
            const classe = relu.statut === 'place' ? `f${familleDe(cible)}` : 'f0 hors'
            const courant: Destination | null =
              relu.statut === 'ignore'
                ? 'ignore'
                : relu.statut === 'a_classer'
                  ? 'aClasser'
                  : cible !== undefined && isDestination(cible)
                    ? cible
                    : null
            const lieu =
              relu.statut === 'place'
                ? relu.champs.map((champ) => vue.libelles[champ] ?? NOMS[champ] ?? champ).join(', ')
                : relu.statut === 'ignore'
                  ? `écarté : ${relu.raison ?? ''}`
                  : 'sans place'
            const ouvert = choisi === String(relu.bloc + 1)
            return (
              <li id={`b${relu.bloc + 1}`} class={`pv-blocsrc ${classe}${bloc.nature === 'titre' ? ' titre' : ''}${ouvert ? ' vise' : ''}`}>
                <span class="no">{relu.bloc + 1}</span>
                <div>
                  <span class="ch">
                    {lieu}
                    {relu.deplace && ' · placé par vous'}
                    {doute && (
                      <>
                        {' · '}
                        <span class="verif">à vérifier</span>
                      </>
                    )}
                    {modifiable && !ouvert && (
                      <>
                        {' · '}
                        <a href={`?bloc=${relu.bloc + 1}#b${relu.bloc + 1}`} aria-label={`Déplacer le bloc ${relu.bloc + 1}`}>
                          déplacer
                        </a>
                      </>
                    )}
                  </span>
                  {bloc.puce !== null && <span class="pv-petit">{bloc.puce} </span>}
                  {bloc.texte}
                  {ouvert && modifiable && <FormPlacer vue={vue} bloc={relu.bloc} courant={courant} />}
                  {aRelire.source.images
                    .filter((image) => image.apres === relu.bloc)
                    .map((image) => (
                      <img
                        class="pv-image-source"
                        src={`${vue.base}/documents/${aRelire.source.id}/images/${image.fichierId}`}
                        alt={image.alt ?? `Image du document, après le bloc ${relu.bloc + 1}`}
                      />
                    ))}
                </div>
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
}
