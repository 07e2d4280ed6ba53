import { Espace, listChoixChamps, listNiveaux } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { Code, FilAriane, Message, T } from '#ui/pieces.tsx'
import { loadArbre } from '../arbre.store.ts'
import { type Arbre, parcours } from '../arbre.ts'
import { createFicheImportee } from '../commands/create-fiches-importees.ts'
import { decideImport } from '../commands/decide-import.ts'
import { KINDS, LIBELLES_CHAMPS } from '../fiche.ts'
import { LIBELLES_KINDS } from '../fiche-libelles.ts'
import { type FicheSemblable, findFicheSemblable } from '../fiche-semblable.store.ts'
import { type Destination, type Relecture, reviewed } from '../import/revue.ts'
import { type FicheARelire, getFicheARelire, listFichesDuLot } from '../lot.store.ts'
import { type Attache, attached } from '../rattachement.ts'
import { droitImporter } from './importer.tsx'
import { Comprise } from './relire-comprise.tsx'
import { Source } from './relire-source.tsx'

export const routes = createRoutes()

/** What the review shows: the source, the fiche after decisions, where it hangs, a fiche that it may be again. */
export type VueRelecture = {
  aRelire: FicheARelire
  relecture: Relecture
  attache: Attache
  arbre: Arbre
  libelles: Record<string, string>
  semblable: FicheSemblable | null
  suivante: string | null
  rangDansLot: { rang: number; total: number }
  base: string
}

async function loadVue(c: C): Promise<VueRelecture> {
  const contrat = c.get('contrat')
  const base = `/espace/${contrat.adresse}/importer/${c.req.param('lot')}`
  return readHttp(c, async (tx) => {
    const aRelire = await getFicheARelire(tx, contrat.id, c.req.param('fiche') ?? '')
    const { compris, blocs } = aRelire.source
    if (compris === null) throw new RegleViolee('Ce document n’a pas pu être lu.')
    const relecture = reviewed(compris, aRelire.rang, aRelire.decisions, (bloc) => blocs[bloc]?.texte ?? '')
    const arbre = await loadArbre(tx, contrat.id)
    const niveaux = await listNiveaux(tx, contrat.id)
    const { fiche } = relecture
    const attache = attached(arbre, niveaux, fiche.rattachement, fiche.code?.texte ?? null)
    const champs = await listChoixChamps(tx, contrat.id)
    const libelles = { ...LIBELLES_CHAMPS, ...Object.fromEntries(champs.map((choix) => [choix.champ, choix.libelle])) }
    const semblable = await findFicheSemblable(tx, contrat.id, {
      code: fiche.code?.texte ?? null,
      intitule: fiche.intitule?.texte ?? null,
      sha256: aRelire.source.sha256,
    })
    const fiches = await listFichesDuLot(tx, aRelire.lotId)
    const rang = fiches.findIndex((autre) => autre.id === aRelire.id)
    const suivante = [...fiches.slice(rang + 1), ...fiches.slice(0, rang)].find((autre) => autre.etat === 'a_relire')?.id ?? null
    return {
      aRelire,
      relecture,
      attache,
      arbre,
      libelles,
      semblable,
      suivante,
      rangDansLot: { rang: rang + 1, total: fiches.length },
      base,
    }
  })
}

async function pageRelire(c: C, erreur?: RegleViolee) {
  const vue = await loadVue(c)
  const { aRelire, relecture } = vue
  const places = relecture.blocs.filter((bloc) => bloc.statut === 'place').length
  const sansPlace = relecture.blocs.filter((bloc) => bloc.statut === 'a_classer')
  const ecartes = relecture.blocs.filter((bloc) => bloc.statut === 'ignore').length
  const traitee = aRelire.etat !== 'a_relire'
  return c.html(
    <Espace c={c} titre={`Relire ${aRelire.source.nom}`} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Stratégie', href: `/espace/${c.get('contrat').adresse}/strategie` },
          { libelle: 'Importer', href: `/espace/${c.get('contrat').adresse}/importer` },
          { libelle: aRelire.lot, href: vue.base },
          { libelle: aRelire.source.nom },
        ]}
      />
      <div class="pv-tete">
        <div class="pv-titre-page">
          <h1>Relire ce que Parvis a compris</h1>
          <p class="pv-note">
            « {aRelire.source.nom} », fiche {vue.rangDansLot.rang} sur {vue.rangDansLot.total} de l’import « {aRelire.lot} ».
          </p>
        </div>
        <div class="pv-actions">
          {vue.suivante !== null && (
            <a class="ds-button" data-variant="secondary" href={`${vue.base}/fiches/${vue.suivante}`}>
              Fiche suivante
            </a>
          )}
          {!traitee && (
            <button class="ds-button" type="submit" form="creer">
              {vue.semblable === null ? 'Créer la fiche' : 'Enregistrer'}
            </button>
          )}
        </div>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {traitee && (
        <Message ton="info">
          Cette fiche est déjà traitée.{' '}
          {aRelire.ficheId !== null && <a href={`/espace/${c.get('contrat').adresse}/fiches/${aRelire.ficheId}`}>Ouvrir la fiche</a>}
        </Message>
      )}
      <BilanBlocs relecture={relecture} places={places} sansPlace={sansPlace.length} ecartes={ecartes} />
      <ul class="pv-legende pv-haut-1" aria-label="Familles de champs">
        <li class="d1">Repérage</li>
        <li class="d6">Pourquoi</li>
        <li class="d4">Quoi</li>
        <li class="d5">Effets et indicateurs</li>
        <li class="d3">Qui, où</li>
        <li class="d2">Moyens, calendrier</li>
      </ul>
      <div class="pv-import">
        <Source vue={vue} choisi={c.req.query('bloc') ?? null} modifiable={!traitee} />
        <Comprise vue={vue} modifiable={!traitee} />
      </div>
      {sansPlace.length > 0 && !traitee && (
        <section class="pv-bac" id="bac">
          <div class="pv-tete">
            <h2>{sansPlace.length === 1 ? 'Un bloc sans place' : `${accorde(sansPlace.length, 'bloc')} sans place`}</h2>
            <p class="pv-note">Ils restent ici tant que vous n’avez pas décidé. Le document d’origine est gardé dans tous les cas.</p>
          </div>
          <ul>
            {sansPlace.map((bloc) => (
              <li>
                <div>
                  <p class="pv-petit">
                    Bloc <a href={`#b${bloc.bloc + 1}`}>{bloc.bloc + 1}</a>
                    {bloc.raison !== null && `, ${bloc.raison}`}
                  </p>
                  <p>
                    <strong>{aRelire.source.blocs[bloc.bloc]?.texte}</strong>
                  </p>
                </div>
                <FormPlacer vue={vue} bloc={bloc.bloc} courant="aClasser" />
              </li>
            ))}
          </ul>
        </section>
      )}
      {!traitee && <FormCreer vue={vue} />}
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function BilanBlocs({
  relecture,
  places,
  sansPlace,
  ecartes,
}: {
  relecture: Relecture
  places: number
  sansPlace: number
  ecartes: number
}) {
  const total = relecture.blocs.length
  return (
    <div class="pv-bilan-import">
      <span>
        <strong>{accorde(total, 'bloc lu', 'blocs lus')}</strong> : {accorde(places, 'placé', 'placés')},{' '}
        {sansPlace > 0 ? <a href="#bac">{sansPlace} sans place</a> : 'aucun sans place'}, {accorde(ecartes, 'écarté', 'écartés')} avec leur
        raison ;{' '}
        {relecture.doutesOuverts > 0 ? (
          <a href="#doutes">{accorde(relecture.doutesOuverts, 'doute')} à trancher</a>
        ) : (
          'aucun doute à trancher'
        )}
      </span>
    </div>
  )
}

/** One gesture: a list of fields and a button. */
export function FormPlacer({ vue, bloc, courant }: { vue: VueRelecture; bloc: number; courant: Destination | null }) {
  const id = `placer-${bloc}`
  return (
    <form method="post" action={`${vue.base}/fiches/${vue.aRelire.id}/placer`}>
      <input type="hidden" name="bloc" value={bloc} />
      <div class="ds-field">
        <label for={id}>Placer le bloc {bloc + 1} dans</label>
        <select class="ds-input" id={id} name="destination">
          {Object.entries(vue.libelles).map(([champ, libelle]) => (
            <option value={champ} selected={champ === courant}>
              {libelle}
            </option>
          ))}
          <option value="aClasser" selected={courant === 'aClasser'}>
            À classer plus tard, avec la fiche
          </option>
          <option value="ignore" selected={courant === 'ignore'}>
            Écarter : ne fait pas partie de la fiche
          </option>
        </select>
      </div>
      <button class="ds-button" data-variant="secondary" type="submit">
        Placer
      </button>
    </form>
  )
}

function FormCreer({ vue }: { vue: VueRelecture }) {
  const { relecture, attache, arbre, semblable, aRelire } = vue
  const noeuds = parcours(arbre).filter(({ objet }) => objet.type === 'noeud')
  const propose = aRelire.decisions.noeudId ?? (attache.aCreer.length > 0 ? 'creer' : (attache.noeudId ?? ''))
  return (
    <section class="pv-section" id="fin">
      <h2>{semblable === null ? 'Créer la fiche' : 'Cette fiche existe peut-être déjà'}</h2>
      <form method="post" id="creer" class="pv-formulaire" action={`${vue.base}/fiches/${aRelire.id}`}>
        {semblable !== null && (
          <fieldset class="ds-fieldset pv-doute">
            <legend>
              <Code code={semblable.code} /> <T>{semblable.intitule}</T>
            </legend>
            <p>{semblable.raison}</p>
            <div class="ds-field">
              <input class="ds-input" type="radio" name="cible" id="cible-maj" value={semblable.id} checked />
              <label for="cible-maj">
                C’est la même : la mettre à jour (
                <a href={`${vue.base}/fiches/${aRelire.id}/differences?avec=${semblable.id}`}>voir les différences</a>)
              </label>
            </div>
            <div class="ds-field">
              <input class="ds-input" type="radio" name="cible" id="cible-neuve" value="" />
              <label for="cible-neuve">C’en est une autre : créer une nouvelle fiche</label>
            </div>
          </fieldset>
        )}
        <ChampTexte nom="intitule" libelle="Intitulé" requis valeur={relecture.fiche.intitule?.texte ?? ''} />
        <div class="pv-cote">
          <ChampTexte
            nom="code"
            libelle="Code"
            aide="Tel que le document le donne. Vide : le prochain numéro libre."
            valeur={relecture.fiche.code?.texte ?? ''}
          />
          <ChampChoix
            nom="kind"
            libelle="Sorte de fiche"
            requis
            valeur={relecture.fiche.kind.valeur}
            options={KINDS.map((kind) => ({ valeur: kind, libelle: LIBELLES_KINDS[kind] }))}
          />
        </div>
        <div class="ds-field">
          <label for="noeud">Rattachement</label>
          {attache.doute !== null && <p data-field="description">{attache.doute}</p>}
          <select class="ds-input" id="noeud" name="noeudId">
            {attache.aCreer.length > 0 && (
              <option value="creer" selected={propose === 'creer'}>
                À créer : {attache.aCreer.map((noeud) => `${noeud.numero ?? ''} ${noeud.intitule}`.trim()).join(' › ')}
              </option>
            )}
            <option value="" selected={propose === ''}>
              À la racine du contrat
            </option>
            {noeuds.map(({ objet, profondeur }) => (
              <option value={objet.id} selected={propose === objet.id}>
                {`${'\u00a0'.repeat(3 * profondeur)}${objet.code} ${objet.intitule}`}
              </option>
            ))}
          </select>
        </div>
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            {semblable === null ? 'Créer la fiche' : 'Enregistrer'}
          </button>
          <button class="ds-button" data-variant="tertiary" type="submit" name="geste" value="ecarter">
            Écarter cette fiche de l’import
          </button>
        </div>
      </form>
    </section>
  )
}

const ici = (c: C) => `/espace/${c.get('contrat').adresse}/importer/${c.req.param('lot')}/fiches/${c.req.param('fiche')}`

routes.get('/espace/:contrat/importer/:lot/fiches/:fiche', droitImporter, (c) => pageRelire(c))

routes.post('/espace/:contrat/importer/:lot/fiches/:fiche/placer', droitImporter, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    await actHttp(c, decideImport, {
      contratId: c.get('contrat').id,
      importFicheId: c.req.param('fiche'),
      placements: { [String(saisie.bloc)]: saisie.destination },
    })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageRelire(c, erreur)
    throw erreur
  }
  return c.redirect(`${ici(c)}#b${Number(saisie.bloc) + 1}`, 303)
})

routes.post('/espace/:contrat/importer/:lot/fiches/:fiche/doutes', droitImporter, async (c) => {
  const saisie = await parseFormulaire(c)
  const cles = Array.isArray(saisie.cle) ? saisie.cle : [saisie.cle]
  const reponses = Array.isArray(saisie.reponse) ? saisie.reponse : [saisie.reponse]
  const doutes = Object.fromEntries(
    cles.flatMap((cle, rang) => (reponses[rang] === undefined || reponses[rang] === '' ? [] : [[String(cle), reponses[rang]]])),
  )
  await actHttp(c, decideImport, { contratId: c.get('contrat').id, importFicheId: c.req.param('fiche'), doutes })
  return c.redirect(`${ici(c)}#doutes`, 303)
})

routes.post('/espace/:contrat/importer/:lot/fiches/:fiche', droitImporter, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    const { ficheId } = await actHttp(c, createFicheImportee, {
      contratId: c.get('contrat').id,
      importFicheId: c.req.param('fiche'),
      geste: saisie.geste === 'ecarter' ? 'ecarter' : 'creer',
      cible: saisie.cible === undefined || saisie.cible === '' ? null : saisie.cible,
      intitule: saisie.intitule ?? '',
      code: saisie.code ?? '',
      kind: saisie.kind,
      noeud: saisie.noeudId ?? '',
    })
    const base = `/espace/${c.get('contrat').adresse}`
    return c.redirect(ficheId === null ? `${base}/importer/${c.req.param('lot')}` : `${base}/fiches/${ficheId}`, 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageRelire(c, erreur)
    throw erreur
  }
})
