import { Espace, listChoixChamps } from '#contrat/index.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { isId } from '#platform/identifiants.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { Code, FilAriane, Message, T } from '#ui/pieces.tsx'
import { relue } from '../commands/open-import.ts'
import { setAsideFicheImportee } from '../commands/set-aside-fiche-importee.ts'
import { updateFicheImportee } from '../commands/update-fiche-importee.ts'
import { getFiche } from '../fiche.store.ts'
import type { Fiche } from '../fiche.ts'
import { champsUtilises, libelleChamp } from '../fiche-contenu.ts'
import { nomCompare } from '../fiche-mots.ts'
import { type ChampDifferent, champsDifferents, matched } from '../fiche-rapproche.ts'
import { contenuImporte } from '../import/vers-contenu.ts'
import { type FicheARelire, getFicheARelire } from '../import-fiche.store.ts'
import { type ChampModifie, diffContenus } from '../version-diff.ts'
import { LigneDiff } from './fiche-versions.tsx'
import { adresseImports, droitImporter } from './importer.tsx'

export const routes = createRoutes()

type VueDifferences = {
  aRelire: FicheARelire
  fiche: Fiche
  change: (ChampModifie & ChampDifferent)[]
  nomDe: (champ: ChampModifie['champ']) => string
  base: string
}

/** Four statements with the contract's own. @throws Introuvable */
async function loadDifferences(c: C): Promise<VueDifferences> {
  const contrat = c.get('contrat')
  const avec = c.req.query('avec') ?? ''
  if (!isId(avec)) throw new Introuvable('Choisissez avec quelle fiche comparer ce document.')
  return readHttp(c, async (tx) => {
    const aRelire = await getFicheARelire(tx, contrat.id, c.req.param('fiche') ?? '')
    const fiche = await getFiche(tx, contrat.id, avec)
    if (fiche.archiveeLe !== null) throw new Introuvable('Cette fiche est archivée : restaurez-la avant de la comparer.')
    const champs = champsUtilises(await listChoixChamps(tx, contrat.id))
    const { fiche: lue } = relue(aRelire, aRelire.decisions)
    const document = matched(contenuImporte({ ...lue, intitule: lue.intitule ?? { texte: fiche.intitule, blocs: [] } }), fiche)
    const differents = new Map(champsDifferents(document, fiche, lue.kind.blocs.length > 0).map((un) => [un.champ, un.propose]))
    const change = diffContenus(fiche, document).map((un) => ({ ...un, propose: differents.get(un.champ) ?? true }))
    return {
      aRelire,
      fiche,
      change,
      nomDe: (champ) => nomCompare(champ, (nomme) => libelleChamp(champs, nomme)),
      base: adresseImports(c, `/${c.req.param('lot')}/fiches/${aRelire.id}`),
    }
  })
}

async function pageDifferences(c: C, erreur?: RegleViolee) {
  const vue = await loadDifferences(c)
  const { aRelire, fiche, change, base } = vue
  const modifier = aRelire.etat === 'a_relire' && aRelire.annuleLe === null
  return c.html(
    <Espace c={c} titre={`Différences avec la fiche ${fiche.code}`} entree="importer">
      <FilAriane
        etapes={[
          { libelle: 'Importer', href: adresseImports(c) },
          { libelle: aRelire.lot, href: adresseImports(c, `/${aRelire.lotId}`) },
          { libelle: aRelire.source.nom, href: base },
          { libelle: 'Différences' },
        ]}
      />
      <div class="pv-titre-page">
        <h1>
          {change.length === 0
            ? 'Le document dit la même chose que la fiche'
            : `${accorde(change.length, 'champ')} ${change.length === 1 ? 'diffère' : 'diffèrent'} entre le document et la fiche`}
        </h1>
        <p class="pv-note">
          <a href={`/espace/${c.get('contrat').adresse}/fiches/${fiche.id}`}>
            <Code code={fiche.code} /> <T>{fiche.intitule}</T>
          </a>{' '}
          et « {aRelire.source.nom} ».
        </p>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {!modifier && (
        <Message ton="info">Cette fiche d’import est déjà traitée : les différences se lisent, elles ne s’appliquent plus.</Message>
      )}
      {change.length > 0 && (
        <>
          <p class="pv-legende-diff">
            <ins>dans le document</ins> <del>dans la fiche seulement</del>
          </p>
          <p class="pv-note-max">
            Un champ coché prend le texte du document. Ce dont le document ne parle pas reste comme il est, sauf si vous le cochez. Le texte
            d’avant est gardé parmi les versions.
          </p>
        </>
      )}
      <form method="post" class="pv-differences">
        <input type="hidden" name="version" value={fiche.version} />
        {change.map((champ) => (
          <Champ champ={champ} nom={vue.nomDe(champ.champ)} modifier={modifier} />
        ))}
        {modifier && (
          <div class="pv-actions pv-haut-2">
            {change.length > 0 && (
              <button class="ds-button" type="submit">
                Mettre à jour la fiche
              </button>
            )}
            <button class="ds-button" data-variant={change.length > 0 ? 'tertiary' : 'primary'} type="submit" name="geste" value="ecarter">
              {change.length > 0 ? 'Ne rien reprendre du document' : 'Terminer cette relecture'}
            </button>
            <a href={base}>Revenir à la relecture</a>
          </div>
        )}
      </form>
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function Champ({
  champ: { champ, lignes, propose },
  nom,
  modifier,
}: {
  champ: ChampModifie & ChampDifferent
  nom: string
  modifier: boolean
}) {
  return (
    <section class="pv-champ" aria-labelledby={`h-${champ}`}>
      <div>
        <h2 id={`h-${champ}`}>
          <T>{nom}</T>
        </h2>
        <div class="ds-field">
          <input
            class="ds-input"
            type="checkbox"
            id={`champ-${champ}`}
            name="champs[]"
            value={champ}
            checked={propose}
            disabled={!modifier}
          />
          <label for={`champ-${champ}`}>
            Reprendre du document<span class="pv-cache"> : {nom}</span>
          </label>
        </div>
      </div>
      <ul class="pv-diff">
        {lignes.map((ligne) => (
          <LigneDiff ligne={ligne} />
        ))}
      </ul>
    </section>
  )
}

routes.get('/espace/:contrat/importer/:lot/fiches/:fiche/differences', droitImporter, (c) => pageDifferences(c))

routes.post('/espace/:contrat/importer/:lot/fiches/:fiche/differences', droitImporter, async (c) => {
  const saisie = await parseFormulaire(c)
  const visee = { contratId: c.get('contrat').id, importFicheId: c.req.param('fiche') }
  try {
    if (saisie.geste === 'ecarter') {
      await actHttp(c, setAsideFicheImportee, { ...visee, geste: 'ecarter' })
      return c.redirect(adresseImports(c, `/${c.req.param('lot')}`), 303)
    }
    const { ficheId } = await actHttp(c, updateFicheImportee, {
      ...visee,
      ficheId: c.req.query('avec'),
      version: saisie.version,
      champs: saisie.champs ?? [],
    })
    return c.redirect(`/espace/${c.get('contrat').adresse}/fiches/${ficheId}`, 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageDifferences(c, erreur)
    throw erreur
  }
})
