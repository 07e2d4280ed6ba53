import type { Agent } from '#compte/index.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { Icone } from '#ui/icone.tsx'
import { Code, FilAriane, Paves, Statut, T } from '#ui/pieces.tsx'
import { canEditFiche, canReopenFiche, canRestoreFiche, canSubmitFiche, canValidateFiche } from '../droits.ts'
import { completeness, type Fiche, type StatutFiche } from '../fiche.ts'
import { LIBELLES_KINDS, LIBELLES_STATUTS_FICHE } from '../fiche-libelles.ts'
import type { Etape } from '../fiche-page.store.ts'
import { courteEmpreinte, ecritVersion, type VersionFiche } from '../version.ts'
import type { VueFiche } from './fiche-acces.ts'

const ETATS: Record<StatutFiche, 'brouillon' | 'soumise' | 'validee' | 'abandonnee'> = {
  brouillon: 'brouillon',
  a_valider: 'soumise',
  validee: 'validee',
  abandonnee: 'abandonnee',
}

export function FilFiche({ vue, ici }: { vue: Pick<VueFiche, 'base' | 'chemin' | 'fiche' | 'adresse'>; ici?: string }) {
  return (
    <FilAriane
      etapes={[
        { libelle: 'Stratégie', href: `${vue.base}/strategie` },
        ...vue.chemin.map((noeud) => ({ libelle: `${noeud.code} ${noeud.intitule}`.trim(), href: `${vue.base}/noeuds/${noeud.id}` })),
        ...(ici === undefined ? [] : [{ libelle: `Fiche ${vue.fiche.code}`, href: vue.adresse }, { libelle: ici }]),
      ]}
    />
  )
}

/** Giant code, where the fiche hangs, its title. */
export function TeteFiche({ vue }: { vue: VueFiche }) {
  const { fiche } = vue
  return (
    <header class="pv-fiche-tete">
      <p>
        <span class="pv-cache">Fiche </span>
        <Code code={fiche.code} taille="geant" />
      </p>
      <div>
        <p class="pv-sur">{surtitre(vue)}</p>
        <h1>
          <T>{fiche.intitule}</T>
        </h1>
      </div>
    </header>
  )
}

/** « Pilier 2, axe 1 · fiche orientation ». */
function surtitre({ fiche, chemin, cadre }: VueFiche): string {
  const nom = (etape: Etape): string => {
    const niveau = cadre.niveaux.find((n) => n.rang === etape.rang)?.singulier ?? ''
    return `${niveau} ${etape.code === '' ? `«\u00a0${etape.intitule}\u00a0»` : (etape.code.split('.').at(-1) ?? '')}`
  }
  const lieu = chemin.map(nom).map((mots, rang) => (rang === 0 ? mots : mots.charAt(0).toLowerCase() + mots.slice(1)))
  const sorte = LIBELLES_KINDS[fiche.kind]
  return lieu.length === 0 ? sorte : `${lieu.join(', ')} · ${sorte.toLowerCase()}`
}

/** Status, completeness, and what this person may do now; one primary act at most. */
export function MetaFiche({ vue, agent }: { vue: VueFiche; agent: Agent }) {
  const { fiche, champs, adresse } = vue
  const { remplis, total } = completeness(
    fiche,
    champs.map((choix) => choix.champ),
  )
  const phrase = `${remplis} champ${remplis < 2 ? '' : 's'} sur ${total}`
  const ouvert = vue.contrat.archiveLe === null
  return (
    <div class="pv-fiche-meta">
      <Statut etat={ETATS[fiche.statut]}>{phraseStatut(fiche)}</Statut>
      <span>
        <Paves pleins={remplis} total={total} libelle={`${remplis} champs remplis sur ${total}`} /> {phrase}
      </span>
      <div class="pv-actions pv-boutons-fins">
        <a class="ds-button" data-variant="tertiary" href={`${adresse}/exporter`}>
          <Icone nom="imprimer" />
          PDF, Word
        </a>
        {ouvert && canEditFiche(agent, fiche) && (
          <a class="ds-button" data-variant="secondary" href={`${adresse}/modifier`}>
            Modifier
          </a>
        )}
        {ouvert && canValidateFiche(agent, fiche) && (
          <>
            <a class="ds-button" data-variant="secondary" href={`${adresse}/renvoyer`}>
              Renvoyer
            </a>
            <BoutonActe vue={vue} acte="valider" mot="Valider" />
          </>
        )}
        {ouvert && canSubmitFiche(agent, fiche) && <BoutonActe vue={vue} acte="soumettre" mot="Soumettre" />}
        {ouvert && canReopenFiche(agent, fiche) && <BoutonActe vue={vue} acte="rouvrir" mot="Rouvrir" />}
        {ouvert && canRestoreFiche(agent, fiche) && <BoutonActe vue={vue} acte="restaurer" mot="Restaurer" />}
      </div>
    </div>
  )
}

export function BoutonActe({ vue, acte, mot, discret = false }: { vue: VueFiche; acte: string; mot: string; discret?: boolean }) {
  return (
    <form class="pv-en-ligne" method="post" action={`${vue.adresse}/${acte}`}>
      <input type="hidden" name="version" value={vue.fiche.version} />
      <button class={discret ? 'pv-lien-bouton' : 'ds-button'} type="submit">
        {mot}
      </button>
    </form>
  )
}

export function phraseStatut(fiche: Pick<Fiche, 'statut' | 'soumiseLe' | 'valideeLe'>): string {
  if (fiche.statut === 'a_valider' && fiche.soumiseLe !== null) return `Soumise le ${formatDate(jourParis(fiche.soumiseLe))}, à valider`
  if (fiche.statut === 'validee' && fiche.valideeLe !== null) return `Validée le ${formatDate(jourParis(fiche.valideeLe))}`
  return LIBELLES_STATUTS_FICHE[fiche.statut]
}

/** The last kept version when the fiche still says the same; null when it has changed since, or was never kept. */
export function versionCourante(fiche: Fiche, versions: readonly VersionFiche[]): VersionFiche | null {
  const [derniere] = versions
  if (derniere === undefined) return null
  return fiche.modifieeLe <= derniere.creeLe || ecritVersion(fiche).sha256 === derniere.sha256 ? derniere : null
}

/** Foot of the printed fiche: which text this is, and its digest. */
export function PiedImprime({ fiche, versions }: Pick<VueFiche, 'fiche' | 'versions'>) {
  const courante = versionCourante(fiche, versions)
  const modifiee = `modifiée le ${formatDate(jourParis(fiche.modifieeLe))}`
  const texte =
    courante === null
      ? `${LIBELLES_STATUTS_FICHE[fiche.statut].toLowerCase()}, ${modifiee}`
      : `version ${courante.numero}, ${courante.motif.charAt(0).toLowerCase()}${courante.motif.slice(1)} le ${formatDate(jourParis(courante.creeLe))} · empreinte ${courteEmpreinte(courante.sha256)}`
  return (
    <p class="pv-imprime">
      Fiche {fiche.code}, {texte} · Parvis
    </p>
  )
}
