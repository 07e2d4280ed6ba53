/** A journal on a page: lines by day, filters in the address, older and newer. It knows no capability. */
import type { LigneDite } from '#platform/audit/dites.store.ts'
import { hrefJournal, type SaisieJournal } from '#platform/audit/filtre.ts'
import type { Facettes, PageJournal } from '#platform/audit/journal.store.ts'
import { type LexiqueJoint, nameCommande, nameType } from '#platform/audit/lexique.ts'
import { formatInstant, formatJour, jourParis } from '#platform/formats.ts'
import { ChampChoix, ChampTexte, type Option } from './champs.tsx'
import { Differences } from './difference.tsx'
import { T } from './pieces.tsx'

/** Address of an object by its type and id; null when it has no page. */
export type LienObjet = (type: string, id: string) => string | null

/** @param technique numbers, ids and digests too, for those who check the journal */
export function LignesJournal(props: { dites: readonly LigneDite[]; lien?: LienObjet; technique?: boolean }) {
  const jours = Map.groupBy(props.dites, ({ ligne }) => jourParis(ligne.instant))
  return (
    <div class="pv-journal">
      {[...jours].map(([jour, dites]) => (
        <section aria-labelledby={`j-${jour}`}>
          <h2 id={`j-${jour}`}>{dites[0] === undefined ? jour : majuscule(formatJour(dites[0].ligne.instant))}</h2>
          <ol>
            {dites.map((dite) => (
              <Ligne
                dite={dite}
                lien={props.lien?.(dite.ligne.objetType, dite.ligne.objetId) ?? null}
                technique={props.technique === true}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}

function Ligne({ dite: { ligne, phrase }, lien, technique }: { dite: LigneDite; lien: string | null; technique: boolean }) {
  const visibles = phrase.differences.filter((difference) => technique || !difference.technique)
  return (
    <li id={`n-${ligne.numero}`}>
      <time datetime={ligne.instant.toISOString()}>{formatInstant(ligne.instant).split(' à ')[1]}</time>
      <div>
        <p>
          <strong>{phrase.qui ?? 'Parvis'}</strong>
          {phrase.titre !== null && <span class="pv-titre-acte"> ({phrase.titre})</span>}
          {phrase.acte.startsWith('\u00a0') ? '' : ' '}
          {lien === null ? (
            <T>{phrase.acte}</T>
          ) : (
            <a href={lien}>
              <T>{phrase.acte}</T>
            </a>
          )}
          {phrase.changements !== '' && (
            <>
              {'\u00a0: '}
              <T>{phrase.changements}</T>
            </>
          )}
        </p>
        {(visibles.length > 0 || technique) && (
          <details>
            <summary>
              {visibles.length === 0 ? 'Détails techniques' : ligne.avant === null ? 'Voir le détail' : 'Voir la différence'}
              <span class="pv-cache"> de la ligne {ligne.numero}</span>
            </summary>
            {visibles.length > 0 && <Differences differences={visibles} />}
            {technique && (
              <p class="pv-preuve">
                {ligne.libelle !== null && <>Libellé gardé : «&nbsp;{ligne.libelle}&nbsp;». </>}Ligne {ligne.numero}, acte{' '}
                <code>{ligne.commande}</code>, objet <code>{ligne.objetType}</code> <code>{ligne.objetId}</code>, requête{' '}
                <code>{ligne.requeteId}</code>, empreinte <code>{ligne.empreinte}</code>
              </p>
            )}
          </details>
        )}
      </div>
    </li>
  )
}

/** The filters as a GET form. @param noms of the people of the facets */
export function FiltresJournal(props: {
  base: string
  saisie: SaisieJournal
  facettes: Facettes
  noms: ReadonlyMap<string, string>
  mots: LexiqueJoint
}) {
  const { saisie, facettes, noms, mots } = props
  const personnes = sorted(facettes.acteurs.map((id) => ({ valeur: id, libelle: noms.get(id) ?? 'Compte fermé' })))
  const capacites = [...new Set(facettes.commandes.map((nom) => `${nom.split('.')[0]}.`))]
  const actes = [
    ...(capacites.length > 1 ? capacites.map((debut) => ({ valeur: debut, libelle: `Tout : ${debut.slice(0, -1)}` })) : []),
    ...sorted(facettes.commandes.map((nom) => ({ valeur: nom, libelle: majuscule(nameCommande(mots, nom)) }))),
  ]
  const types = sorted(facettes.types.map((type) => ({ valeur: type, libelle: majuscule(nameType(mots, type)) })))
  return (
    <search>
      <form class="pv-filtres pv-filtres-journal" action={props.base}>
        <ChampChoix nom="personne" libelle="Personne" requis vide="Toutes" valeur={saisie.personne} options={personnes} />
        <ChampChoix nom="acte" libelle="Acte" requis vide="Tous" valeur={saisie.acte} options={actes} />
        <ChampChoix nom="objet" libelle="Objet" requis vide="Tous" valeur={saisie.objet} options={types} />
        <ChampTexte nom="du" libelle="Du" requis type="date" valeur={saisie.du} />
        <ChampTexte nom="au" libelle="Au" requis type="date" valeur={saisie.au} />
        <ChampTexte nom="q" libelle="Texte" requis type="search" valeur={saisie.q} />
        <div class="pv-actions">
          <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">
            Filtrer
          </button>
          {isFiltre(saisie) && <a href={props.base}>Tout voir</a>}
        </div>
      </form>
    </search>
  )
}

/** Older and newer lines, by the number of the line at the edge of the page. */
export function PagesJournal({ base, saisie, page }: { base: string; saisie: SaisieJournal; page: PageJournal }) {
  const { lignes, plusRecentes, plusAnciennes } = page
  const [premiere, derniere] = [lignes[0], lignes.at(-1)]
  if (premiere === undefined || derniere === undefined || (!plusRecentes && !plusAnciennes)) return null
  return (
    <nav class="pv-pagination" aria-label="Pages du journal">
      {plusRecentes && (
        <>
          <a href={hrefJournal(base, saisie)}>Les plus récentes</a>
          <a href={hrefJournal(base, saisie, { apres: String(premiere.numero) })} rel="prev">
            Plus récentes
          </a>
        </>
      )}
      {plusAnciennes && (
        <a href={hrefJournal(base, saisie, { avant: String(derniere.numero) })} rel="next">
          Plus anciennes
        </a>
      )}
    </nav>
  )
}

export function isFiltre(saisie: SaisieJournal): boolean {
  return Object.values(saisie).some((valeur) => valeur !== '')
}

const ORDRE = new Intl.Collator('fr')
function sorted(options: Option[]): Option[] {
  return options.sort((a, b) => ORDRE.compare(a.libelle, b.libelle))
}

function majuscule(texte: string): string {
  return texte.charAt(0).toUpperCase() + texte.slice(1)
}
