import { Espace, getCadreFiche } from '#contrat/index.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { isId } from '#platform/identifiants.ts'
import { Icone } from '#ui/icone.tsx'
import { Message, Pagination, Statut, T, Vide } from '#ui/pieces.tsx'
import { type Deplacement, findDernierDeplacement } from '../arbre.store.ts'
import { type Arbre, buildArbre } from '../arbre.ts'
import {
  adresseFiltre,
  countStatuts,
  type FicheListee,
  type Filtre,
  filtered,
  isFiltre,
  parseFiltre,
  phraseNiveaux,
  rangsDePage,
  sorted,
} from '../arbre-filtre.ts'
import { listFichesArbre, listNoeuds, toObjet } from '../arbre-liste.store.ts'
import { moveFiche } from '../commands/move-fiche.ts'
import { undoDeplacement } from '../commands/undo-deplacement.ts'
import { canCreateFiche } from '../droits.ts'
import { champsUtilises } from '../fiche-contenu.ts'
import { canImportFiches } from '../lot-droits.ts'
import { avecIndefini } from '../noeud.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { droitDeplacer, droitLire, phraseDe } from './strategie-acces.ts'
import { Filtres, PhraseFiltre } from './strategie-filtres.tsx'
import { TableArbre } from './strategie-table.tsx'

export const routes = createRoutes()

/** Fiches a page: a contract holds about sixty; an imported one may hold thousands. */
const TAILLE = 150

routes.get('/espace/:contrat/strategie', droitLire, (c) => renderStrategie(c, { filtre: parseFiltre((nom) => c.req.query(nom)) }))

/** Up and down by the buttons of a row; the drop of a drag says its place. */
routes.post('/espace/:contrat/strategie/deplacer', droitDeplacer, async (c) => {
  const saisi = await parseFormulaire(c)
  const retour = new URLSearchParams(typeof saisi.retour === 'string' ? saisi.retour : '')
  const geste = typeof saisi.monter === 'string' ? 'monter' : typeof saisi.descendre === 'string' ? 'descendre' : 'glisser'
  const [ficheId = '', code] = String(saisi[geste === 'glisser' ? 'fiche' : geste] ?? '').split(':')
  const vers = geste === 'glisser' ? { parentId: saisi.parentId ?? '', avantId: saisi.avantId ?? '' } : geste === 'monter' ? 'haut' : 'bas'
  try {
    await actHttp(c, moveFiche, { contratId: c.get('contrat').id, ficheId, code, vers })
  } catch (erreur) {
    return renderStrategie(c, { filtre: parseFiltre((nom) => retour.get(nom) ?? undefined), refus: phraseDe(erreur) })
  }
  retour.set('vise', ficheId)
  retour.set('geste', geste)
  // A button takes the focus back; a fragment would forbid it.
  return c.redirect(`/espace/${c.get('contrat').adresse}/strategie?${retour}${geste === 'glisser' ? `#o-${ficheId}` : ''}`, 303)
})

routes.post('/espace/:contrat/strategie/annuler', droitDeplacer, async (c) => {
  const saisi = await parseFormulaire(c)
  try {
    await actHttp(c, undoDeplacement, { contratId: c.get('contrat').id, deplacementId: saisi.deplacementId })
  } catch (erreur) {
    return renderStrategie(c, { filtre: parseFiltre(() => undefined), refus: phraseDe(erreur) })
  }
  return c.redirect(`/espace/${c.get('contrat').adresse}/strategie?annule=oui`, 303)
})

/** The page of the tree; `refus`: the sentence of a rule that said no (422). */
async function renderStrategie(c: C, { filtre, refus = null }: { filtre: Filtre; refus?: string | null }) {
  const contrat = c.get('contrat')
  const agent = c.get('agent')
  const base = `/espace/${contrat.adresse}`
  const { cadre, noeuds, fiches, dernier } = await readHttp(c, async (tx) => ({
    cadre: await getCadreFiche(tx, contrat.id),
    noeuds: await listNoeuds(tx, contrat.id),
    fiches: await listFichesArbre(tx, c.get('agent'), contrat.id, filtre.texte),
    dernier: await findDernierDeplacement(tx, contrat.id),
  }))
  const arbre = buildArbre(cadre.niveaux, [...noeuds, ...fiches.map(toObjet)])
  const champs = champsUtilises(cadre.champs).map((choix) => choix.champ)
  const parId = new Map(fiches.map((fiche) => [fiche.id, fiche]))
  const montrees = sorted(filtered(fiches, filtre, arbre, champs), filtre, champs)
  const vue = { page: filtre.page, taille: TAILLE, vides: isFiltre(filtre) ? 'caches' : 'montres' } as const
  const rangs =
    filtre.tri === null
      ? rangsDePage(arbre, new Set(montrees.map((fiche) => fiche.id)), vue)
      : montrees.slice((filtre.page - 1) * TAILLE, filtre.page * TAILLE).flatMap((fiche) => ({ objet: toObjet(fiche), profondeur: 0 }))
  const peut = {
    deplacer: canEditArbre(agent, contrat.id) && contrat.archiveLe === null,
    ajouter: canCreateFiche(agent, contrat.id) && contrat.archiveLe === null,
    importer: canImportFiches(agent, contrat.id) && contrat.archiveLe === null,
  }
  const mode = c.req.query('choisir') === 'oui' ? 'choisir' : 'lire'
  const vise = viseDe(c)
  const props = { arbre, rangs, fiches: parId, champs, filtre, base, now: c.get('now'), peut, mode, vise } as const
  const chemin = `${base}/strategie`
  return c.html(
    <Espace
      c={c}
      titre={`La stratégie, ${accorde(fiches.length, 'fiche')}`}
      entree="strategie"
      elements={peut.deplacer && mode === 'lire' ? ['glisser-fiches'] : []}
    >
      <Messages c={c} dernier={dernier} vise={vise?.id ?? null} refus={refus} />
      <Tete arbre={arbre} fiches={fiches} base={base} peut={peut} mode={mode} />
      {arbre.objets.size === 0 ? (
        <ArbreVide arbre={arbre} base={base} peut={peut} />
      ) : (
        <>
          <Filtres arbre={arbre} fiches={fiches} themes={cadre.themes} filtre={filtre} chemin={chemin} />
          <PhraseFiltre
            arbre={arbre}
            fiches={fiches}
            themes={cadre.themes}
            filtre={filtre}
            chemin={chemin}
            nombre={montrees.length}
            total={fiches.length}
          />
          {mode === 'choisir' ? (
            <form action={`${chemin}/lot`} method="post">
              <section class="pv-defile" tabindex={0} aria-label="Arbre des fiches">
                <TableArbre {...props} />
              </section>
              <p class="pv-actions pv-pied-arbre">
                <button class="ds-button" type="submit" name="etape" value="choix">
                  Modifier les fiches choisies
                </button>
                <a href={`${chemin}${adresseFiltre(filtre)}`}>Revenir à la lecture</a>
              </p>
            </form>
          ) : (
            <glisser-fiches>
              <form action={`${chemin}/deplacer`} method="post">
                <input type="hidden" name="retour" value={adresseFiltre(filtre, { page: filtre.page }).slice(1)} />
                <section class="pv-defile" tabindex={0} aria-label="Arbre des fiches">
                  <TableArbre {...props} />
                </section>
              </form>
            </glisser-fiches>
          )}
          <Pagination
            page={filtre.page}
            taille={TAILLE}
            total={montrees.length}
            href={(page) => `${chemin}${adresseFiltre(filtre, { page })}`}
          />
          {mode === 'lire' && <PiedArbre arbre={arbre} base={base} filtre={filtre} dernier={dernier} peut={peut} />}
        </>
      )}
    </Espace>,
    refus === null ? 200 : 422,
  )
}

function viseDe(c: C): { id: string; geste: string } | null {
  const id = c.req.query('vise') ?? ''
  return isId(id) ? { id, geste: c.req.query('geste') ?? '' } : null
}

function Messages({ c, dernier, vise, refus }: { c: C; dernier: Deplacement | null; vise: string | null; refus: string | null }) {
  if (refus !== null) return <Message ton="danger">{refus}</Message>
  const deplacee = vise !== null && dernier?.mouvement.apres.some((place) => place.id === vise) === true
  if (c.req.query('annule') === 'oui') return <Message ton="success">Le déplacement est annulé : chaque fiche a repris son code.</Message>
  if (deplacee && dernier !== null) {
    return (
      <Message ton="success">
        Déplacement fait : <T>{dernier.libelle}</T>. L’ancien code reste trouvable.
      </Message>
    )
  }
  const nombre = Number(c.req.query('modifiees') ?? '0')
  return nombre > 0 && nombre < 10_000 ? (
    <Message ton="success">
      {accorde(nombre, 'fiche')} {nombre > 1 ? 'modifiées' : 'modifiée'}.
    </Message>
  ) : null
}

type Peut = { deplacer: boolean; ajouter: boolean; importer: boolean }

type PropsTete = { arbre: Arbre; fiches: readonly FicheListee[]; base: string; peut: Peut; mode: 'lire' | 'choisir' }

function Tete({ arbre, fiches, base, peut, mode }: PropsTete) {
  const nombres = countStatuts(fiches)
  const niveaux = phraseNiveaux(arbre)
  return (
    <div class="pv-tete pv-tete-arbre">
      <div class="pv-titre-page">
        <h1>{fiches.length === 0 ? 'La stratégie' : `La stratégie, ${accorde(fiches.length, 'fiche')}`}</h1>
        <p class="pv-note pv-compte-statuts">
          {niveaux !== '' && <span>{niveaux}.</span>}
          {nombres.validee > 0 && <Statut etat="validee">{accorde(nombres.validee, 'validée')}</Statut>}
          {nombres.a_valider > 0 && <Statut etat="soumise">{nombres.a_valider} à valider</Statut>}
          {nombres.brouillon > 0 && <Statut etat="brouillon">{accorde(nombres.brouillon, 'brouillon')}</Statut>}
          {nombres.abandonnee > 0 && <Statut etat="abandonnee">{accorde(nombres.abandonnee, 'abandonnée')}</Statut>}
        </p>
      </div>
      {mode === 'lire' && (
        <div class="pv-actions">
          {peut.importer && (
            <a class="ds-button" data-variant="secondary" href={`${base}/importer`}>
              Importer des fiches
            </a>
          )}
          {peut.ajouter && (
            <a class="ds-button" href={`${base}/fiches/nouvelle`}>
              <Icone nom="plus" />
              Nouvelle fiche
            </a>
          )}
        </div>
      )}
    </div>
  )
}

function ArbreVide({ arbre, base, peut }: { arbre: Arbre; base: string; peut: Peut }) {
  const premier = arbre.niveaux[0]
  return (
    <Vide titre="La stratégie est encore vide">
      <p>Elle rassemblera les fiches du contrat, rangées et numérotées : le plus court est d’importer vos documents Word, ODT ou PDF.</p>
      {peut.ajouter && (
        <div class="pv-actions">
          <a class="ds-button" href={`${base}/importer`}>
            Importer des fiches
          </a>
          {peut.deplacer && premier !== undefined && <a href={`${base}/noeuds/nouveau`}>Ajouter {avecIndefini(premier)}</a>}
        </div>
      )}
      {peut.deplacer && (
        <p>
          <a href={`${base}/strategie/archives`}>Voir ce qui est archivé</a>
        </p>
      )}
    </Vide>
  )
}

function PiedArbre({
  arbre,
  base,
  filtre,
  dernier,
  peut,
}: {
  arbre: Arbre
  base: string
  filtre: Filtre
  dernier: Deplacement | null
  peut: Peut
}) {
  const premier = arbre.niveaux[0]
  const choisir = adresseFiltre(filtre)
  return (
    <div class="pv-pied-arbre">
      {peut.deplacer && (
        <div class="pv-note">
          Déplacer une fiche change son code ; l’ancien code reste trouvable.{' '}
          {dernier !== null && (
            <form class="pv-en-ligne" action={`${base}/strategie/annuler`} method="post">
              <input type="hidden" name="deplacementId" value={dernier.id} />
              <button class="pv-lien-bouton" type="submit">
                Annuler le dernier déplacement : <T>{dernier.libelle}</T>
              </button>
            </form>
          )}
        </div>
      )}
      <ul class="pv-actions pv-haut-1">
        {peut.deplacer && premier !== undefined && (
          <li>
            <a href={`${base}/noeuds/nouveau`}>Ajouter {avecIndefini(premier)}</a>
          </li>
        )}
        {peut.ajouter && (
          <li>
            <a href={`${base}/strategie${choisir === '' ? '?' : `${choisir}&`}choisir=oui`}>Modifier plusieurs fiches</a>
          </li>
        )}
        {peut.deplacer && (
          <li>
            <a href={`${base}/strategie/renumeroter`}>Renuméroter</a>
          </li>
        )}
        {peut.deplacer && (
          <li>
            <a href={`${base}/strategie/archives`}>Voir ce qui est archivé</a>
          </li>
        )}
      </ul>
    </div>
  )
}
