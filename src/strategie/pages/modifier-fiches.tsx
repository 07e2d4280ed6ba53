import { type CadreFiche, droitEspace, Espace, getCadreFiche } from '#contrat/index.ts'
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { texteDe, textesDe } from '#ui/gestes-lignes.ts'
import { Code, FilAriane, Message, T } from '#ui/pieces.tsx'
import { buildArbre, parcours } from '../arbre.ts'
import { type FicheListee, valeursDe } from '../arbre-filtre.ts'
import { listFichesArbre, listNoeuds, toObjet } from '../arbre-liste.store.ts'
import { bulkEditFiches, previewFiches, type SortFiche } from '../commands/bulk-edit-fiches.ts'
import { canCreateFiche } from '../droits.ts'

export const routes = createRoutes()
const droitModifier = droitEspace('strategie.modifier_fiches', (agent, contrat) => canCreateFiche(agent, contrat.id))

routes.get('/espace/:contrat/strategie/lot', droitModifier, (c) =>
  c.redirect(`/espace/${c.get('contrat').adresse}/strategie?choisir=oui`, 303),
)

/** Three steps of one form: what changes, what it would do to each fiche, done. */
routes.post('/espace/:contrat/strategie/lot', droitModifier, async (c) => {
  const saisi = await parseFormulaire(c)
  const contrat = c.get('contrat')
  const etape = texteDe(saisi, 'etape')
  if (etape === 'choix') return renderChoix(c, saisi, null)
  const entree = { contratId: contrat.id, fiches: saisi.fiches, modification: saisi.modification }
  try {
    if (etape === 'apercu') return renderApercu(c, saisi, await actHttp(c, previewFiches, entree))
    const sorts = await actHttp(c, bulkEditFiches, entree)
    const nombre = sorts.filter((sort) => sort.fait !== null).length
    return c.redirect(`/espace/${contrat.adresse}/strategie?modifiees=${nombre}`, 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return renderChoix(c, saisi, erreur)
    throw erreur
  }
})

/** Ids of the fiches chosen, whatever the step that sends them. */
function idsChoisis(saisi: Saisie): Set<string> {
  const { fiches } = saisi
  if (!Array.isArray(fiches)) return new Set()
  return new Set(fiches.map((fiche) => (typeof fiche === 'string' ? fiche : texteDe(fiche as Saisie, 'id'))))
}

async function renderChoix(c: C, saisi: Saisie, refus: RegleViolee | null) {
  const contrat = c.get('contrat')
  const base = `/espace/${contrat.adresse}`
  const { cadre, noeuds, fiches } = await readHttp(c, async (tx) => ({
    cadre: await getCadreFiche(tx, contrat.id),
    noeuds: await listNoeuds(tx, contrat.id),
    fiches: await listFichesArbre(tx, c.get('agent'), contrat.id),
  }))
  const ids = idsChoisis(saisi)
  const arbre = buildArbre(cadre.niveaux, [...noeuds, ...fiches.map(toObjet)])
  const choisies = parcours(arbre).flatMap(({ objet }) => fiches.filter((fiche) => fiche.id === objet.id && ids.has(fiche.id)))
  const titre = `Modifier ${accorde(choisies.length, 'fiche')}`
  return c.html(
    <Espace c={c} titre={titre} entree="strategie">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `${base}/strategie` }, { libelle: 'Modifier plusieurs fiches' }]} />
      <div class="pv-titre-page">
        <h1>{titre}</h1>
      </div>
      {choisies.length === 0 ? (
        <Message ton="warning">
          Aucune fiche n’est choisie. <a href={`${base}/strategie?choisir=oui`}>Choisir des fiches</a>
        </Message>
      ) : (
        <form method="post" class="pv-formulaire" action={`${base}/strategie/lot`}>
          <BilanErreurs message={refus?.message} erreurs={refus === null ? undefined : sansDoublon(refus)} />
          <Choisies fiches={choisies} />
          <Gestes
            saisi={(saisi.modification ?? {}) as Saisie}
            cadre={cadre}
            noeuds={parcours(arbre).flatMap(({ objet, profondeur }) => (objet.type === 'noeud' ? [{ objet, profondeur }] : []))}
            animateurs={valeursDe(fiches, 'animateurs')}
          />
          <p class="pv-actions">
            <button class="ds-button" type="submit" name="etape" value="apercu">
              Voir ce qui changera
            </button>
            <a href={`${base}/strategie`}>Ne rien changer</a>
          </p>
        </form>
      )}
    </Espace>,
    refus === null ? 200 : 422,
  )
}

function sansDoublon(refus: RegleViolee): ChampFautif[] {
  return refus.champs.map(({ champ, message }) => ({ champ: champ.startsWith('modification') ? 'modification.geste' : '', message }))
}

function Choisies({ fiches }: { fiches: readonly FicheListee[] }) {
  return (
    <ul class="pv-lignes">
      {fiches.map((fiche, rang) => (
        <li>
          <input type="hidden" name={`fiches.${rang}.id`} value={fiche.id} />
          <input type="hidden" name={`fiches.${rang}.version`} value={String(fiche.version)} />
          <Code code={fiche.code} /> <T>{fiche.intitule}</T>
        </li>
      ))}
    </ul>
  )
}

const GESTES: { geste: string; libelle: string }[] = [
  { geste: 'soumettre', libelle: 'Soumettre à validation' },
  { geste: 'valider', libelle: 'Valider' },
  { geste: 'abandonner', libelle: 'Abandonner' },
  { geste: 'rouvrir', libelle: 'Rouvrir en brouillon' },
  { geste: 'archiver', libelle: 'Archiver' },
]

type PropsGestes = {
  saisi: Saisie
  cadre: CadreFiche
  noeuds: readonly { objet: { id: string; code: string; intitule: string }; profondeur: number }[]
  animateurs: readonly string[]
}

function Gestes({ saisi, cadre, noeuds, animateurs }: PropsGestes) {
  const geste = texteDe(saisi, 'geste')
  const choisis = new Set(textesDe(saisi, 'themeId'))
  const themes = cadre.themes.map((theme) => (
    <option value={theme.id} selected={choisis.has(theme.id)}>
      {theme.libelle}
    </option>
  ))
  return (
    <fieldset class="ds-fieldset" id="c-modification-geste">
      <legend>Ce qui change</legend>
      {GESTES.map((choix) => (
        <Choix {...choix} actuel={geste} />
      ))}
      {cadre.themes.length > 0 && (
        <>
          <Choix geste="ajouter_theme" libelle="Ajouter le thème" actuel={geste} />
          <Choix geste="retirer_theme" libelle="Retirer le thème" actuel={geste} />
          <div class="ds-field pv-suite">
            <label for="lot-theme">Thème</label>
            <select class="ds-input" id="lot-theme" name="modification.themeId">
              {themes}
            </select>
          </div>
        </>
      )}
      <Choix geste="animateur" libelle="Confier l’animation à" actuel={geste} />
      <div class="ds-field pv-suite">
        <label for="lot-animateur">Organisation qui anime</label>
        <input
          class="ds-input"
          id="lot-animateur"
          name="modification.animateur"
          list="lot-animateurs"
          value={texteDe(saisi, 'animateur')}
          maxlength={500}
        />
        <datalist id="lot-animateurs">
          {animateurs.map((animateur) => (
            <option value={animateur} />
          ))}
        </datalist>
      </div>
      <Choix geste="deplacer" libelle="Déplacer sous" actuel={geste} />
      <div class="ds-field pv-suite">
        <label for="lot-noeud">Nœud de l’arbre</label>
        <select class="ds-input" id="lot-noeud" name="modification.noeudId">
          {noeuds.map(({ objet, profondeur }) => (
            <option value={objet.id} selected={texteDe(saisi, 'noeudId') === objet.id}>
              {'\u00a0\u00a0'.repeat(profondeur)}
              {objet.code === '' ? '' : `${objet.code} `}
              {objet.intitule}
            </option>
          ))}
          <option value="" selected={saisi.noeudId === ''}>
            Racine du contrat
          </option>
        </select>
      </div>
    </fieldset>
  )
}

function Choix({ geste, libelle, actuel }: { geste: string; libelle: string; actuel: string }) {
  return (
    <div class="ds-field">
      <input class="ds-input" type="radio" id={`lot-${geste}`} name="modification.geste" value={geste} checked={geste === actuel} />
      <label for={`lot-${geste}`}>{libelle}</label>
    </div>
  )
}

function renderApercu(c: C, saisi: Saisie, sorts: readonly SortFiche[]) {
  const base = `/espace/${c.get('contrat').adresse}`
  const refus = sorts.filter((sort) => sort.refus !== null).length
  const faits = sorts.filter((sort) => sort.fait !== null).length
  const titre =
    refus > 0
      ? `${accorde(refus, 'fiche')} sur ${sorts.length} ${refus > 1 ? 'ne peuvent' : 'ne peut'} pas être modifiée${refus > 1 ? 's' : ''} ainsi`
      : faits === 0
        ? 'Rien ne changerait'
        : `${accorde(faits, 'fiche')} ${faits > 1 ? 'changeront' : 'changera'}`
  const { modification } = saisi
  const champs = Object.entries((modification ?? {}) as Saisie)
  return c.html(
    <Espace c={c} titre={titre} entree="strategie">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `${base}/strategie` }, { libelle: 'Modifier plusieurs fiches' }]} />
      <div class="pv-titre-page">
        <h1>{titre}</h1>
        <p class="pv-note">
          {refus > 0 ? 'C’est tout ou rien : retirez ces fiches du choix, ou choisissez autre chose.' : 'Rien n’est encore enregistré.'}
        </p>
      </div>
      <form method="post" action={`${base}/strategie/lot`}>
        {champs.map(([nom, valeur]) => (
          <input type="hidden" name={`modification.${nom}`} value={typeof valeur === 'string' ? valeur : ''} />
        ))}
        <table class="ds-table">
          <caption class="pv-cache">Ce que devient chaque fiche</caption>
          <thead>
            <tr>
              <th scope="col">Fiche</th>
              <th scope="col">Ce qui lui arrive</th>
            </tr>
          </thead>
          <tbody>
            {sorts.map((sort, rang) => (
              <tr>
                <th scope="row">
                  <input type="hidden" name={`fiches.${rang}.id`} value={sort.ficheId} />
                  <input type="hidden" name={`fiches.${rang}.version`} value={String(versionDe(saisi, sort.ficheId))} />
                  <Code code={sort.code} /> <T>{sort.intitule}</T>
                </th>
                <td>
                  {sort.refus !== null ? (
                    <span class="pv-retard">{sort.refus}</span>
                  ) : (
                    <T>{sort.fait ?? 'Rien ne change : c’est déjà fait.'}</T>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="pv-actions pv-haut-2">
          {refus === 0 && faits > 0 && (
            <button class="ds-button" type="submit" name="etape" value="appliquer">
              Modifier {accorde(faits, 'fiche')}
            </button>
          )}
          <button class="ds-button" data-variant="secondary" type="submit" name="etape" value="choix">
            Choisir autre chose
          </button>
          <a href={`${base}/strategie`}>Ne rien changer</a>
        </p>
      </form>
    </Espace>,
  )
}

function versionDe(saisi: Saisie, id: string): unknown {
  const { fiches } = saisi
  if (!Array.isArray(fiches)) return ''
  return fiches.flatMap((fiche) => (texteDe(fiche as Saisie, 'id') === id ? [texteDe(fiche as Saisie, 'version')] : []))[0] ?? ''
}
