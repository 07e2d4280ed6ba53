import { accorde } from '#platform/formats.ts'
import { Pagination } from '#ui/pieces.tsx'
import { type BlocRelu, destinationDe, familleDe } from '../import/revue.ts'
import type { ImageGardee } from '../lot.store.ts'
import { ChoixDestination } from './relire-bac.tsx'
import { BLOCS_PAR_PAGE, type VueRelecture } from './relire-vue.ts'

/** Blocks of one run that stay open; the rest of it is folded. */
const VISIBLES = 2

/** The document, block by block, each numbered and coloured by where it went; a chosen block can be sent elsewhere. */
export function Source({ vue }: { vue: VueRelecture }) {
  const { aRelire, relecture } = vue
  const blocs = relecture.blocs.slice((vue.page - 1) * BLOCS_PAR_PAGE, vue.page * BLOCS_PAR_PAGE)
  const dossier = `${vue.lot}/documents/${aRelire.source.id}`
  return (
    <section aria-labelledby="h-src">
      <h2 id="h-src">
        Le document{' '}
        <small>
          {aRelire.source.format}, {accorde(relecture.blocs.length, 'bloc')}
          {aRelire.source.fichierId !== null && (
            <>
              {' · '}
              <a href={`${dossier}/original`}>reprendre l’original</a>
            </>
          )}
        </small>
      </h2>
      <div class="pv-feuille">
        <ol>
          {vue.page === 1 && <ImagesApres images={aRelire.source.images} bloc={-1} base={dossier} />}
          {runsOf(vue, blocs).map((suite) => (
            <Suite vue={vue} suite={suite} dossier={dossier} />
          ))}
        </ol>
      </div>
      <Pagination page={vue.page} taille={BLOCS_PAR_PAGE} total={relecture.blocs.length} href={(page) => `?page=${page}#h-src`} />
    </section>
  )
}

/** Neighbours that went to the same place, without a doubt: a long run of them is folded. */
function runsOf(vue: VueRelecture, blocs: readonly BlocRelu[]): BlocRelu[][] {
  const suites: BlocRelu[][] = []
  let cle = ''
  for (const bloc of blocs) {
    const sienne = keyOf(vue, bloc)
    const derniere = suites.at(-1)
    if (derniere !== undefined && sienne !== '' && sienne === cle) derniere.push(bloc)
    else suites.push([bloc])
    cle = sienne
  }
  return suites
}

function keyOf(vue: VueRelecture, bloc: BlocRelu): string {
  if (bloc.bloc === vue.choisi || hasDoute(vue, bloc) || bloc.deplace || bloc.statut === 'a_classer') return ''
  return `${bloc.statut} ${bloc.champs[0] ?? ''}`
}

function hasDoute({ relecture }: VueRelecture, { bloc }: BlocRelu): boolean {
  return relecture.doutes.some((doute) => doute.bloc === bloc && doute.reponse === null)
}

function Suite({ vue, suite, dossier }: { vue: VueRelecture; suite: readonly BlocRelu[]; dossier: string }) {
  const vus = suite.length > VISIBLES + 1 ? suite.slice(0, VISIBLES) : suite
  const replies = suite.slice(vus.length)
  const lignes = (blocs: readonly BlocRelu[]) => blocs.map((bloc) => <Ligne vue={vue} relu={bloc} dossier={dossier} />)
  const [premier, dernier] = [replies[0], replies.at(-1)]
  return (
    <>
      {lignes(vus)}
      {premier !== undefined && dernier !== undefined && (
        <li class="pv-replis">
          <details>
            <summary>
              blocs {premier.bloc + 1} à {dernier.bloc + 1}, repliés
            </summary>
            <ol>{lignes(replies)}</ol>
          </details>
        </li>
      )}
    </>
  )
}

function Ligne({ vue, relu, dossier }: { vue: VueRelecture; relu: BlocRelu; dossier: string }) {
  const { aRelire } = vue
  const bloc = aRelire.source.blocs[relu.bloc]
  if (bloc === undefined) return null
  const numero = relu.bloc + 1
  const classe =
    relu.statut === 'place'
      ? `f${familleDe(relu.champs[0])}${relu.etiquette ? ' etiquette' : ''}`
      : relu.statut === 'a_classer'
        ? 'f0 hors'
        : 'ecarte'
  const ouvert = vue.choisi === relu.bloc && vue.peut.modifier
  return (
    <>
      <li id={`b${numero}`} class={`pv-blocsrc ${classe}${bloc.nature === 'titre' ? ' titre' : ''}${ouvert ? ' vise' : ''}`}>
        <span class="no">{numero}</span>
        <div>
          <span class="ch">
            <span class="lieu">
              {lieuDe(vue, relu)}
              {hasDoute(vue, relu) && (
                <>
                  {' · '}
                  <span class="verif">à vérifier</span>
                </>
              )}
            </span>
            {vue.peut.modifier && !ouvert && (
              <a class="pv-deplacer" href={`?bloc=${numero}#b${numero}`}>
                déplacer<span class="pv-cache"> le bloc {numero}</span>
              </a>
            )}
          </span>
          {bloc.puce !== null && <span class="pv-puce">{bloc.puce} </span>}
          {bloc.texte}
          {ouvert && <Deplacer vue={vue} relu={relu} />}
        </div>
      </li>
      <ImagesApres images={aRelire.source.images} bloc={relu.bloc} base={dossier} />
    </>
  )
}

function lieuDe(vue: VueRelecture, relu: BlocRelu): string {
  const par = relu.deplace ? ', par vous' : ''
  if (relu.statut === 'a_classer') return relu.deplace ? 'gardé à classer, par vous' : 'sans place'
  if (relu.statut === 'ignore') return `écarté : ${relu.raison ?? ''}`
  if (relu.etiquette) return 'étiquette'
  return `${[...new Set(relu.champs.map((champ) => vue.libelles[champ] ?? champ))].join(', ')}${par}`
}

function Deplacer({ vue, relu }: { vue: VueRelecture; relu: BlocRelu }) {
  return (
    <div class="pv-deplacement">
      <ChoixDestination
        nom="vers"
        libelle={`Placer le bloc ${relu.bloc + 1} dans`}
        vue={vue}
        choisie={destinationDe(relu)}
        proposee={null}
        origine={relu.deplace}
        focus
      />
      <button
        class="ds-button"
        data-size="xs"
        data-variant="secondary"
        type="submit"
        form="relecture"
        name="geste"
        value={`deplacer-${relu.bloc}`}
      >
        Placer
      </button>
      <a href={`?page=${vue.page}#b${relu.bloc + 1}`}>Laisser</a>
    </div>
  )
}

/** Images of the document that stand after a block. */
export function ImagesApres({ images, bloc, base }: { images: readonly ImageGardee[]; bloc: number; base: string }) {
  return (
    <>
      {images
        .filter((image) => image.apres === bloc)
        .map((image) => (
          <li class="pv-image-source">
            <img
              src={`${base}/images/${image.fichierId}`}
              alt={image.alt ?? (bloc < 0 ? 'Image du document, avant le premier bloc' : `Image du document, après le bloc ${bloc + 1}`)}
              loading="lazy"
            />
          </li>
        ))}
    </>
  )
}
