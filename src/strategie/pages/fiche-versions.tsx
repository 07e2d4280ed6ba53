/** Kept versions of a fiche: their list, the text of one, what changed between two. */
import type { Child } from 'hono/jsx'
import { Espace } from '#contrat/index.ts'
import { Introuvable } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { Code, Message, T, Vide } from '#ui/pieces.tsx'
import { saveFiche } from '../commands/save-fiche.ts'
import { canEditFiche } from '../droits.ts'
import { libelleChamp } from '../fiche-contenu.ts'
import { nomCompare } from '../fiche-mots.ts'
import { getVersion, getVersions } from '../version.store.ts'
import { courteEmpreinte, type VersionComplete, type VersionFiche } from '../version.ts'
import { type ChampModifie, diffContenus, type LigneComparee } from '../version-diff.ts'
import { droitFiche, readVueFiche, type VueFiche } from './fiche-acces.ts'
import { Corps } from './fiche-corps.tsx'
import { FilFiche, versionCourante } from './fiche-tete.tsx'

export const routes = createRoutes()

/** Rows of the list of versions, on the page of the fiche and on their own. @param modifieeLe when the text of today is not one of them */
export function LignesVersions({
  adresse,
  versions,
  modifieeLe,
}: {
  adresse: string
  versions: readonly VersionFiche[]
  modifieeLe: Date | null
}) {
  const [derniere] = versions
  return (
    <ol class="pv-lignes pv-versions">
      {modifieeLe !== null && (
        <li>
          <strong>en cours</strong>
          <span>{formatDate(jourParis(modifieeLe))}</span>
          <span>
            {derniere === undefined
              ? 'Aucune version gardée\u00a0: la première le sera quand la fiche sera soumise'
              : 'Texte modifié depuis'}
          </span>
          {derniere !== undefined && (
            <a href={`${adresse}/versions/${derniere.numero}..courante`}>
              comparer<span class="pv-cache"> le texte en cours avec la version {derniere.numero}</span>
            </a>
          )}
        </li>
      )}
      {versions.map((version, rang) => {
        const precedente = versions[rang + 1]
        return (
          <li>
            <strong>v{version.numero}</strong>
            <span>{formatDate(jourParis(version.creeLe))}</span>
            <span>
              <T>{version.motif}</T>{' '}
              <a class="pv-petit" href={`${adresse}/versions/${version.numero}`}>
                lire<span class="pv-cache"> la version {version.numero}</span>
              </a>
              {precedente !== undefined && (
                <>
                  {' '}
                  <a class="pv-petit" href={`${adresse}/versions/${precedente.numero}..${version.numero}`}>
                    comparer<span class="pv-cache"> la version {version.numero}</span> à la v{precedente.numero}
                  </a>
                </>
              )}
            </span>
            <span class="pv-empreinte">
              <span class="pv-cache">empreinte </span>
              {courteEmpreinte(version.sha256)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

routes.get('/espace/:contrat/fiches/:fiche/versions', droitFiche, async (c) => {
  const vue = await readVueFiche(c)
  const { de, a } = c.req.query()
  if (de !== undefined && a !== undefined && /^\d+$/.test(de) && /^(\d+|courante)$/.test(a))
    return c.redirect(`${vue.adresse}/versions/${de}..${a}`)
  return c.html(
    <Cadre
      c={c}
      vue={vue}
      titre="Versions"
      chapeau="Un texte est gardé, avec son empreinte, chaque fois que la fiche est soumise, validée ou importée."
    >
      {vue.versions.length === 0 ? (
        <Vide titre="Aucune version gardée">
          <p>La première le sera quand la fiche sera soumise à validation.</p>
        </Vide>
      ) : (
        <>
          <LignesVersions
            adresse={vue.adresse}
            versions={vue.versions}
            modifieeLe={versionCourante(vue.fiche, vue.versions) === null ? vue.fiche.modifieeLe : null}
          />
          <Choisir vue={vue} />
        </>
      )}
    </Cadre>,
  )
})

routes.get('/espace/:contrat/fiches/:fiche/versions/:plage', droitFiche, async (c) => {
  const vue = await readVueFiche(c)
  const plage = /^(\d{1,6})(?:\.\.(\d{1,6}|courante))?$/.exec(c.req.param('plage') ?? '')
  if (plage === null) throw new Introuvable('Cette version de la fiche n’existe pas.')
  const [de, a] = [Number(plage[1]), plage[2]]
  if (a === undefined) return c.html(<PageVersion c={c} vue={vue} version={await readHttp(c, (tx) => getVersion(tx, vue.fiche.id, de))} />)
  const bouts = a === 'courante' ? [de] : [de, Number(a)]
  const versions = await readHttp(c, (tx) => getVersions(tx, vue.fiche.id, bouts))
  const avant = versions.find((version) => version.numero === de)
  const apres = versions.find((version) => version.numero === Number(a))
  if (avant === undefined) throw new Introuvable('Cette version de la fiche n’existe pas.')
  const change = diffContenus(avant.contenu, apres?.contenu ?? vue.fiche)
  return c.html(<PageComparaison c={c} vue={vue} avant={avant} apres={apres ?? null} change={change} />)
})

/** Takes the text of a version as the text of today: an edit like another. */
routes.post('/espace/:contrat/fiches/:fiche/versions/:numero/reprendre', droitFiche, async (c) => {
  const vue = await readVueFiche(c)
  const { contenu } = await readHttp(c, (tx) => getVersion(tx, vue.fiche.id, Number(c.req.param('numero'))))
  await actHttp(c, saveFiche, { contratId: vue.contrat.id, ficheId: vue.fiche.id, version: vue.fiche.version, contenu })
  return c.redirect(`${vue.adresse}?fait=enregistree`, 303)
})

function Cadre(props: { c: C; vue: VueFiche; titre: string; chapeau: string; children: Child }) {
  const { vue, titre } = props
  return (
    <Espace c={props.c} titre={`${titre} · fiche ${vue.fiche.code}`} entree="strategie">
      <FilFiche vue={vue} ici={titre} />
      <div class="pv-titre-page">
        <h1>{titre}</h1>
        <p class="pv-note">
          <span class="pv-cache">Fiche </span>
          <Code code={vue.fiche.code} /> <T>{vue.fiche.intitule}</T>
        </p>
        <p class="pv-note-max">{props.chapeau}</p>
      </div>
      {props.children}
    </Espace>
  )
}

function Choisir({ vue }: { vue: VueFiche }) {
  if (vue.versions.length < 2) return null
  const choix = (nom: string, libelle: string, choisi: string, courante: boolean) => (
    <div class="ds-field">
      <label for={nom}>{libelle}</label>
      <select class="ds-input" id={nom} name={nom}>
        {courante && <option value="courante">le texte en cours</option>}
        {vue.versions.map((version) => (
          <option value={String(version.numero)} selected={String(version.numero) === choisi}>
            v{version.numero}, {formatDate(jourParis(version.creeLe))}
          </option>
        ))}
      </select>
    </div>
  )
  return (
    <form class="pv-cote pv-comparer" method="get" action={`${vue.adresse}/versions`}>
      {choix('de', 'Comparer', String(vue.versions.at(-1)?.numero ?? 1), false)}
      {choix('a', 'avec', '', true)}
      <button class="ds-button" data-variant="secondary" type="submit">
        Comparer
      </button>
    </form>
  )
}

function PageVersion({ c, vue, version }: { c: C; vue: VueFiche; version: VersionComplete }) {
  const peut = canEditFiche(c.get('agent'), vue.fiche) && vue.contrat.archiveLe === null
  return (
    <Cadre
      c={c}
      vue={vue}
      titre={`Version ${version.numero}`}
      chapeau={`${version.motif}, le ${formatDate(jourParis(version.creeLe))}. La fiche portait le code ${version.code}. Ce texte ne change plus.`}
    >
      <p class="pv-note">
        Empreinte <span class="pv-empreinte">{version.sha256}</span>
      </p>
      <div class="pv-boutons-fins pv-actions-version">
        <a class="ds-button" data-variant="secondary" href={`${vue.adresse}/versions/${version.numero}..courante`}>
          Comparer au texte en cours
        </a>
        {peut && (
          <form method="post" action={`${vue.adresse}/versions/${version.numero}/reprendre`}>
            <button class="ds-button" data-variant="tertiary" type="submit">
              Reprendre ce texte
            </button>
          </form>
        )}
      </div>
      <h2 class="pv-titre-version">
        <T>{version.contenu.intitule}</T>
      </h2>
      <Corps
        fiche={{ ...vue.fiche, ...version.contenu }}
        champs={vue.champs}
        citees={vue.citees}
        citantes={[]}
        renvois={new Map()}
        base={vue.base}
        jour={jourParis(c.get('now'))}
        peutModifier={false}
      />
    </Cadre>
  )
}

function PageComparaison(props: { c: C; vue: VueFiche; avant: VersionComplete; apres: VersionComplete | null; change: ChampModifie[] }) {
  const { c, vue, avant, apres, change } = props
  const nom = (version: VersionComplete | null) => (version === null ? 'le texte en cours' : `la version ${version.numero}`)
  const quand = (version: VersionComplete | null) => formatDate(jourParis(version?.creeLe ?? vue.fiche.modifieeLe))
  return (
    <Cadre
      c={c}
      vue={vue}
      titre={
        change.length === 0 ? 'Aucun champ n’a changé' : change.length === 1 ? 'Un champ a changé' : `${change.length} champs ont changé`
      }
      chapeau={`De ${nom(avant)} (${quand(avant)}) à ${nom(apres)} (${quand(apres)}).`}
    >
      {change.length === 0 ? (
        <Message ton="info">Les deux textes disent la même chose, champ par champ.</Message>
      ) : (
        <>
          <p class="pv-legende-diff">
            <ins>ajouté</ins> <del>retiré</del> <span class="pv-note">Le reste est inchangé.</span>
          </p>
          {change.map(({ champ, lignes }) => (
            <section class="pv-champ">
              <h2>
                <T>{nomCompare(champ, (nomme) => libelleChamp(vue.champs, nomme))}</T>
              </h2>
              <ul class="pv-diff">
                {lignes.map((ligne) => (
                  <LigneDiff ligne={ligne} />
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
    </Cadre>
  )
}

const MOTS_ETAT: Record<LigneComparee['etat'], string> = {
  gardee: '',
  ajoutee: 'ajoutée',
  retiree: 'retirée',
  modifiee: 'modifiée',
  deplacee: 'déplacée',
}

/** A row with its words kept, added, removed; said in words too, for who does not see the strokes. */
export function LigneDiff({ ligne }: { ligne: LigneComparee }) {
  return (
    <li data-etat={ligne.etat}>
      {ligne.etat !== 'gardee' && <span class="etat">{MOTS_ETAT[ligne.etat]}</span>}
      <p>
        {ligne.morceaux.map(({ texte, etat }) => (etat === 'ajoute' ? <ins>{texte}</ins> : etat === 'retire' ? <del>{texte}</del> : texte))}
      </p>
    </li>
  )
}
