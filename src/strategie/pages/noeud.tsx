import { raw } from 'hono/html'
import { Espace, getCadreFiche } from '#contrat/index.ts'
import { Introuvable } from '#platform/errors.ts'
import { accorde, formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { renderHtml } from '#platform/texte/commonmark.ts'
import { Icone } from '#ui/icone.tsx'
import { Code, FilAriane, Message, T } from '#ui/pieces.tsx'
import { loadArbre } from '../arbre.store.ts'
import { type Arbre, ancetres, branche, enfantsDe, nomme, type Objet } from '../arbre.ts'
import { archiveNoeud } from '../commands/archive-noeud.ts'
import { moveNoeud } from '../commands/move-noeud.ts'
import { restoreNoeud } from '../commands/restore-noeud.ts'
import { canCreateFiche } from '../droits.ts'
import { getNoeud, listAnciensCodes, listThemesNoeud } from '../noeud.store.ts'
import { avecIndefini, type Noeud } from '../noeud.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { droitDeplacer, droitLire, idDe, phraseDe } from './strategie-acces.ts'

export const routes = createRoutes()

routes.get('/espace/:contrat/noeuds/:noeud', droitLire, (c) => renderNoeud(c, null))

routes.post('/espace/:contrat/noeuds/:noeud/deplacer', droitDeplacer, async (c) => {
  const saisi = await parseFormulaire(c)
  const contrat = c.get('contrat')
  const noeudId = idDe(c, 'noeud')
  try {
    await actHttp(c, moveNoeud, { contratId: contrat.id, noeudId, code: saisi.code, vers: saisi.vers })
  } catch (erreur) {
    return renderNoeud(c, phraseDe(erreur))
  }
  return c.redirect(`/espace/${contrat.adresse}/noeuds/${noeudId}`, 303)
})

/** Putting a node away asks first, and says what goes with it. */
routes.get('/espace/:contrat/noeuds/:noeud/archiver', droitDeplacer, (c) => renderArchiver(c, null))

routes.post('/espace/:contrat/noeuds/:noeud/archiver', droitDeplacer, async (c) => {
  const saisi = await parseFormulaire(c)
  const contrat = c.get('contrat')
  try {
    await actHttp(c, archiveNoeud, { contratId: contrat.id, noeudId: idDe(c, 'noeud'), contenu: saisi.contenu })
  } catch (erreur) {
    return renderArchiver(c, phraseDe(erreur))
  }
  return c.redirect(`/espace/${contrat.adresse}/strategie/archives`, 303)
})

routes.post('/espace/:contrat/noeuds/:noeud/restaurer', droitDeplacer, async (c) => {
  const contrat = c.get('contrat')
  const noeudId = idDe(c, 'noeud')
  await actHttp(c, restoreNoeud, { contratId: contrat.id, noeudId })
  return c.redirect(`/espace/${contrat.adresse}/strategie?vise=${noeudId}#o-${noeudId}`, 303)
})

async function renderNoeud(c: C, refus: string | null) {
  const contrat = c.get('contrat')
  const agent = c.get('agent')
  const noeudId = idDe(c, 'noeud')
  const { noeud, anciens, themeIds, cadre, arbre } = await readHttp(c, async (tx) => ({
    noeud: await getNoeud(tx, contrat.id, noeudId),
    anciens: await listAnciensCodes(tx, noeudId),
    themeIds: await listThemesNoeud(tx, noeudId),
    cadre: await getCadreFiche(tx, contrat.id),
    arbre: await loadArbre(tx, contrat.id),
  }))
  const base = `/espace/${contrat.adresse}`
  // What is archived is seen by those who can bring it back.
  if (noeud.archiveLe !== null && !canEditArbre(agent, contrat.id)) throw new Introuvable('Ce nœud n’existe pas dans ce contrat.')
  const nom = noeud.code === '' ? noeud.intitule : noeud.code
  const themes = cadre.themes.filter((theme) => themeIds.includes(theme.id))
  const gestes = canEditArbre(agent, contrat.id) && contrat.archiveLe === null
  return c.html(
    <Espace c={c} titre={`${nom} ${noeud.code === '' ? '' : noeud.intitule}`} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Stratégie', href: `${base}/strategie` },
          ...ancetres(arbre, noeud.parentId).map((autre) => ({
            libelle: autre.code || autre.intitule,
            href: `${base}/noeuds/${autre.id}`,
          })),
          { libelle: nom },
        ]}
      />
      {refus !== null && <Message ton="danger">{refus}</Message>}
      {noeud.archiveLe !== null && (
        <Message ton="warning">
          Archivé le {formatDate(jourParis(noeud.archiveLe))}.{' '}
          {gestes && (
            <form class="pv-en-ligne" method="post" action={`${base}/noeuds/${noeud.id}/restaurer`}>
              <button class="pv-lien-bouton" type="submit">
                Restaurer
              </button>
            </form>
          )}
        </Message>
      )}
      <div class="pv-titre-page">
        {noeud.code !== '' && (
          <p>
            <Code code={noeud.code} taille="grand" />
          </p>
        )}
        <h1>
          <T>{noeud.intitule}</T>
        </h1>
        <p class="pv-note">
          {cadre.niveaux.find((niveau) => niveau.rang === noeud.rang)?.singulier ?? 'Nœud'}
          {themes.length > 0 && ` ; thèmes : ${themes.map((theme) => theme.libelle).join(', ')}`}
          {anciens.length > 0 &&
            `. A porté ${anciens.map(({ code, jusquAu }) => `le code ${code} jusqu’au ${formatDate(jourParis(jusquAu))}`).join(', ')}`}
          {'. '}
          <a href={`${base}/historique/noeud/${noeud.id}`}>Historique</a>
        </p>
      </div>
      {noeud.description !== null && <div class="pv-note-max">{raw(renderHtml(noeud.description))}</div>}
      <Contenu arbre={arbre} noeud={noeud} base={base} />
      {gestes && noeud.archiveLe === null && (
        <Gestes arbre={arbre} noeud={noeud} base={base} peutFiche={canCreateFiche(agent, contrat.id)} />
      )}
    </Espace>,
    refus === null ? 200 : 422,
  )
}

function Contenu({ arbre, noeud, base }: { arbre: Arbre; noeud: Noeud; base: string }) {
  const fiches = enfantsDe(arbre, noeud.id, 'fiche')
  const noeuds = enfantsDe(arbre, noeud.id, 'noeud')
  if (fiches.length + noeuds.length === 0) return <p class="pv-note pv-haut-2">Rien n’est encore rangé ici.</p>
  const ligne = (objet: Objet, chemin: string, note: string | null) => (
    <li>
      {objet.code !== '' && <Code code={objet.code} />}{' '}
      <a href={`${base}/${chemin}/${objet.id}`}>
        <T>{objet.intitule}</T>
      </a>
      {note !== null && <span class="pv-note"> {note}</span>}
    </li>
  )
  return (
    <ul class="pv-lignes pv-haut-2">
      {fiches.map((fiche) => ligne(fiche, 'fiches', null))}
      {noeuds.map((autre) => {
        const nombre = branche(arbre, autre.id).filter((objet) => objet.type === 'fiche').length
        return ligne(autre, 'noeuds', nombre === 0 ? 'aucune fiche' : accorde(nombre, 'fiche'))
      })}
    </ul>
  )
}

function Gestes({ arbre, noeud, base, peutFiche }: { arbre: Arbre; noeud: Noeud; base: string; peutFiche: boolean }) {
  const freres = enfantsDe(arbre, noeud.parentId, 'noeud')
  const rang = freres.findIndex((frere) => frere.id === noeud.id)
  const dessous = arbre.niveaux.find((niveau) => niveau.rang === noeud.rang + 1)
  const ici = `${base}/noeuds/${noeud.id}`
  return (
    <section class="pv-section" aria-label={`Gestes sur ${nomme(arbre, noeud.id)}`}>
      <div class="pv-actions">
        <a class="ds-button" data-variant="secondary" href={`${ici}/modifier`}>
          Modifier
        </a>
        {dessous !== undefined && (
          <a class="ds-button" data-variant="tertiary" href={`${base}/noeuds/nouveau?parent=${noeud.id}`}>
            <Icone nom="plus" />
            Ajouter {avecIndefini(dessous)}
          </a>
        )}
        {peutFiche && (
          <a class="ds-button" data-variant="tertiary" href={`${base}/fiches/nouvelle?noeud=${noeud.id}`}>
            <Icone nom="plus" />
            Ajouter une fiche
          </a>
        )}
      </div>
      <form class="pv-actions pv-haut-1" method="post" action={`${ici}/deplacer`}>
        <input type="hidden" name="code" value={noeud.code} />
        <button class="ds-button" data-variant="tertiary" type="submit" name="vers" value="haut" disabled={rang <= 0}>
          <Icone nom="haut" />
          Monter
        </button>
        <button class="ds-button" data-variant="tertiary" type="submit" name="vers" value="bas" disabled={rang === freres.length - 1}>
          <Icone nom="bas" />
          Descendre
        </button>
        <a href={`${base}/strategie/deplacer/noeud/${noeud.id}`}>Vers…</a>
        <a href={`${base}/strategie/renumeroter?noeud=${noeud.id}`}>Renuméroter</a>
        <a href={`${ici}/archiver`}>Archiver</a>
      </form>
    </section>
  )
}

async function renderArchiver(c: C, refus: string | null) {
  const contrat = c.get('contrat')
  const noeudId = idDe(c, 'noeud')
  const { noeud, arbre } = await readHttp(c, async (tx) => ({
    noeud: await getNoeud(tx, contrat.id, noeudId),
    arbre: await loadArbre(tx, contrat.id),
  }))
  const base = `/espace/${contrat.adresse}`
  const dedans = arbre.objets.has(noeudId) ? branche(arbre, noeudId).slice(1) : []
  const nom = nomme(arbre, noeudId)
  return c.html(
    <Espace c={c} titre={`Archiver ${nom}`} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Stratégie', href: `${base}/strategie` },
          { libelle: noeud.code || noeud.intitule, href: `${base}/noeuds/${noeudId}` },
          { libelle: 'Archiver' },
        ]}
      />
      {refus !== null && <Message ton="danger">{refus}</Message>}
      <div class="pv-titre-page">
        <h1>Archiver {nom} ?</h1>
        <p class="pv-note-max">
          {dedans.length === 0
            ? 'Rien n’y est rangé. On pourra le restaurer à tout moment.'
            : `Il porte ${accorde(dedans.length, 'élément')}, qui seront archivés avec lui. On pourra restaurer le tout à tout moment.`}
        </p>
      </div>
      {dedans.length > 0 && (
        <ul class="pv-lignes">
          {dedans.map((objet) => (
            <li>
              {objet.code !== '' && <Code code={objet.code} />} <T>{objet.intitule}</T>
            </li>
          ))}
        </ul>
      )}
      <form class="pv-actions pv-haut-2" method="post">
        {dedans.length > 0 && <input type="hidden" name="contenu" value="archiver" />}
        <button class="ds-button" type="submit">
          {dedans.length === 0 ? 'Archiver' : 'Archiver le tout'}
        </button>
        <a href={`${base}/noeuds/${noeudId}`}>Ne rien changer</a>
      </form>
    </Espace>,
    refus === null ? 200 : 422,
  )
}
