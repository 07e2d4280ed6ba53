import { Espace } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { addLibelle } from '../commands/add-libelle.ts'
import { createFicheImportee } from '../commands/create-fiche-importee.ts'
import { decideImport } from '../commands/decide-import.ts'
import { setAsideFicheImportee } from '../commands/set-aside-fiche-importee.ts'
import { listDoutes } from '../import/doutes.ts'
import { type BlocRelu, familleDe } from '../import/revue.ts'
import { adresseImports, droitImporter } from './importer.tsx'
import { Bac } from './relire-bac.tsx'
import { Comprise } from './relire-comprise.tsx'
import { Fin, saisieInitiale } from './relire-fin.tsx'
import { Source } from './relire-source.tsx'
import { loadVue, type VueRelecture } from './relire-vue.ts'

export const routes = createRoutes()

async function pageRelire(c: C, erreur?: RegleViolee, saisie?: Saisie) {
  const vue = await loadVue(c)
  const { aRelire, semblable } = vue
  const { modifier } = vue.peut
  return c.html(
    <Espace c={c} titre={`Relire ${aRelire.source.nom}`} entree="importer">
      <FilAriane
        etapes={[
          { libelle: 'Importer', href: adresseImports(c) },
          { libelle: aRelire.lot, href: vue.lot },
          { libelle: aRelire.source.nom },
        ]}
      />
      <div class="pv-tete">
        <div class="pv-titre-page">
          <h1>Relire ce que Parvis a compris</h1>
          <p class="pv-note">
            « {aRelire.source.nom} », fiche {aRelire.place} sur {aRelire.total} de l’import « <T>{aRelire.lot}</T> ».
          </p>
        </div>
        <div class="pv-actions">
          {aRelire.suivante !== null && (
            <a class="ds-button" data-variant="secondary" href={`${vue.lot}/fiches/${aRelire.suivante}`}>
              Fiche suivante
            </a>
          )}
          {modifier && (
            <button class="ds-button" type="submit" form="relecture" name="geste" value="finir">
              {semblable === null ? 'Créer la fiche' : 'Continuer'}
            </button>
          )}
        </div>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {!modifier && <Traitee c={c} vue={vue} />}
      <Fait c={c} />
      <BilanBlocs vue={vue} />
      <ul class="pv-legende pv-haut-1" aria-label="Familles de champs">
        <li class="d1">Repérage</li>
        <li class="d6">Pourquoi</li>
        <li class="d4">Quoi</li>
        <li class="d5">Effets et indicateurs</li>
        <li class="d3">Qui, où</li>
        <li class="d2">Moyens, calendrier</li>
      </ul>
      <div class="pv-import">
        <Source vue={vue} />
        <Comprise vue={vue} />
      </div>
      <Bac vue={vue} />
      {modifier && (
        <form method="post" id="relecture" action={vue.base}>
          <Fin vue={vue} saisie={{ ...saisieInitiale(vue), ...textesDe(saisie) }} erreurs={erreur?.champs} />
        </form>
      )}
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function textesDe(saisie: Saisie | undefined): Record<string, string> {
  const champs = ['intitule', 'code', 'kind', 'noeud']
  return Object.fromEntries(champs.flatMap((champ) => (typeof saisie?.[champ] === 'string' ? [[champ, saisie[champ]]] : [])))
}

function Traitee({ c, vue: { aRelire, base } }: { c: C; vue: VueRelecture }) {
  if (aRelire.annuleLe !== null)
    return <Message ton="warning">Cet import a été annulé : la relecture reste lisible, rien ne s’y change plus.</Message>
  if (aRelire.etat === 'ecartee') {
    return (
      <Message ton="info">
        Cette fiche a été écartée de l’import. Son document reste gardé.
        <form method="post" action={`${base}/reprendre`} class="pv-haut-1">
          <button class="ds-button" data-variant="secondary" data-size="xs" type="submit">
            Reprendre la relecture
          </button>
        </form>
      </Message>
    )
  }
  return (
    <Message ton="info">
      Cette fiche est déjà dans le contrat.{' '}
      {aRelire.ficheId !== null && <a href={`/espace/${c.get('contrat').adresse}/fiches/${aRelire.ficheId}`}>Ouvrir la fiche</a>}
    </Message>
  )
}

function Fait({ c }: { c: C }) {
  const ailleurs = Number(c.req.query('ailleurs'))
  if (ailleurs > 0) {
    return (
      <Message ton="success">
        Même choix pour {accorde(ailleurs, 'bloc identique', 'blocs identiques')} dans les autres fiches de cet import.
      </Message>
    )
  }
  const retenue = c.req.query('retenue')
  if (retenue === 'relu')
    return <Message ton="success">Étiquette retenue : le document est relu avec elle, et les prochains imports la connaissent.</Message>
  if (retenue === 'oui') return <Message ton="success">Étiquette retenue : les prochains imports la connaissent.</Message>
  return null
}

const PAVES_MAX = 80

/** One stone a block, in the colour of its place; one for several when there are many. */
function BilanBlocs({ vue: { relecture } }: { vue: VueRelecture }) {
  const { blocs, compte, doutes } = relecture
  const pas = Math.ceil(blocs.length / PAVES_MAX)
  const premierDoute = doutes.findIndex((doute) => doute.reponse === null)
  const libelle = `${accorde(blocs.length, 'bloc')} : ${compte.places} placés, ${compte.aClasser} sans place, ${compte.ignores} écartés`
  const paves = blocs.filter((_, rang) => rang % pas === 0)
  return (
    <div class="pv-bilan-import">
      <span class="pv-paves" role="img" aria-label={libelle}>
        {paves.map((bloc) => (
          <i
            class={classeDuPave(
              bloc,
              doutes.some((doute) => doute.bloc === bloc.bloc && doute.reponse === null),
            )}
          />
        ))}
      </span>
      <span>
        <strong>{accorde(blocs.length, 'bloc lu', 'blocs lus')}</strong> : {accorde(compte.places, 'placé')},{' '}
        {compte.aClasser > 0 ? <a href="#bac">{compte.aClasser} sans place</a> : 'aucun sans place'}
        {compte.ignores > 0 && `, ${accorde(compte.ignores, 'écarté')} avec sa raison`} ;{' '}
        {compte.doutesOuverts > 0 ? (
          <a href={`#doute-${premierDoute}`}>{accorde(compte.doutesOuverts, 'doute')} à trancher</a>
        ) : (
          'aucun doute à trancher'
        )}
        {pas > 1 && <span class="pv-note"> Un pavé pour {pas} blocs.</span>}
      </span>
    </div>
  )
}

function classeDuPave(bloc: BlocRelu, doute: boolean): string {
  if (doute) return 'q'
  if (bloc.statut === 'a_classer') return 'x'
  return bloc.statut === 'ignore' ? 'e' : `d${familleDe(bloc.champs[0])}`
}

routes.get('/espace/:contrat/importer/:lot/fiches/:fiche', droitImporter, (c) => pageRelire(c))

/** One form for the whole review: whatever button is pressed, what was typed is kept. */
routes.post('/espace/:contrat/importer/:lot/fiches/:fiche', droitImporter, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    return c.redirect(await doGeste(c, saisie), 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageRelire(c, erreur, saisie)
    throw erreur
  }
})

routes.post('/espace/:contrat/importer/:lot/fiches/:fiche/reprendre', droitImporter, async (c) => {
  await actHttp(c, setAsideFicheImportee, { ...viseeDe(c), geste: 'reprendre' })
  return c.redirect(c.req.path.replace(/\/reprendre$/, ''), 303)
})

const viseeDe = (c: C) => ({ contratId: c.get('contrat').id, importFicheId: c.req.param('fiche') })

/** @returns the address to go to */
async function doGeste(c: C, saisie: Saisie): Promise<string> {
  const [geste = 'finir', numero] =
    typeof saisie.geste === 'string' ? (/^([a-z]+)(?:-(\d+|tout))?$/.exec(saisie.geste)?.slice(1) ?? []) : []
  const bloc = Number(numero)
  const ici = c.req.path
  const places = champsDe(saisie.places)
  const reponses = reponsesDe(saisie)
  switch (geste) {
    case 'ecarter':
      await actHttp(c, setAsideFicheImportee, { ...viseeDe(c), geste: 'ecarter' })
      return adresseImports(c, `/${c.req.param('lot')}`)
    case 'placer':
    case 'partout': {
      const choisis = numero === 'tout' ? places : { [bloc]: places[bloc] }
      const { ailleurs } = await keep(c, saisie, { placements: choisis, ...(geste === 'partout' ? { partout: bloc } : {}) })
      return `${ici}${ailleurs > 0 ? `?ailleurs=${ailleurs}` : ''}#bac`
    }
    case 'deplacer':
      await keep(c, saisie, { placements: { [bloc]: saisie.vers } })
      return `${ici}#b${bloc + 1}`
    case 'etiquette': {
      await keep(c, saisie, {})
      const { aRelire } = await loadVue(c)
      const cible = champsDe(saisie.etiquettes)[bloc]
      const { relu } = await actHttp(c, addLibelle, { ...viseeDe(c), libelle: aRelire.source.blocs[bloc]?.texte ?? '', cible })
      return `${ici}?retenue=${relu ? 'relu' : 'oui'}#bac`
    }
    default:
      return finish(c, saisie, reponses)
  }
}

/** Ends the review: a new fiche, or the differences with the one that it is again. */
async function finish(c: C, saisie: Saisie, doutes: Record<string, unknown>): Promise<string> {
  if (saisie.suite === 'meme') {
    await keep(c, saisie, { doutes })
    const { semblable } = await loadVue(c)
    return `${c.req.path}/differences${semblable === null ? '' : `?avec=${semblable.id}`}`
  }
  const { ficheId } = await actHttp(c, createFicheImportee, {
    ...viseeDe(c),
    intitule: saisie.intitule ?? '',
    code: saisie.code ?? '',
    kind: saisie.kind,
    noeud: saisie.noeud ?? '',
    siPris: saisie.suite === 'neuve' ? 'suivant' : 'refuser',
    doutes,
  })
  return `/espace/${c.get('contrat').adresse}/fiches/${ficheId}`
}

/** Keeps decisions, with what was typed at the end of the form; answers left as proposed are not yet decisions. */
async function keep(
  c: C,
  saisie: Saisie,
  decisions: { placements?: Record<string, unknown>; partout?: number; doutes?: Record<string, unknown> },
) {
  const { aRelire } = await loadVue(c)
  const proposees = new Map(listDoutes(aRelire.source.compris, aRelire.rang).doutes.map((doute) => [doute.cle, doute.proposee]))
  const changees = Object.entries(reponsesDe(saisie)).filter(
    ([cle, reponse]) => aRelire.decisions.doutes[cle] !== undefined || proposees.get(cle) !== reponse,
  )
  const { intitule, code, kind, noeud } = textesDe(saisie)
  return actHttp(c, decideImport, {
    ...viseeDe(c),
    ...(intitule === undefined || intitule.trim() === '' ? {} : { intitule }),
    ...(code === undefined ? {} : { code }),
    ...(kind === undefined ? {} : { kind }),
    ...(noeud === undefined ? {} : { noeud }),
    doutes: Object.fromEntries(changees),
    ...decisions,
  })
}

/** « b12 » → 12, by block. */
function champsDe(groupe: unknown): Record<string, unknown> {
  if (typeof groupe !== 'object' || groupe === null) return {}
  return Object.fromEntries(Object.entries(groupe).map(([cle, valeur]) => [cle.replace(/^b/, ''), valeur]))
}

function reponsesDe(saisie: Saisie): Record<string, unknown> {
  if (!Array.isArray(saisie.doutes)) return {}
  const doutes = saisie.doutes as { cle?: unknown; reponse?: unknown }[]
  return Object.fromEntries(
    doutes.flatMap(({ cle, reponse }) => (typeof cle === 'string' && typeof reponse === 'string' ? [[cle, reponse]] : [])),
  )
}
