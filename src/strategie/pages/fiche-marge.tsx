import type { Agent } from '#compte/index.ts'
import { formatDate, formatInstant, jourParis } from '#platform/formats.ts'
import { Case, ChampChoix } from '#ui/champs.tsx'
import { Icone } from '#ui/icone.tsx'
import { REMARQUE_MAX } from '../commands/commentaire-entrees.ts'
import { type Commentaire, type Fil, filsOf } from '../commentaire.ts'
import { canAbandonFiche, canArchiveFiche, canCommentFiche, canDuplicateFiche, canEditFiche, canSettleCommentaire } from '../droits.ts'
import type { Champ } from '../fiche.ts'
import { libelleChamp } from '../fiche-contenu.ts'
import { sayPart } from '../lieu.ts'
import type { VueFiche } from './fiche-acces.ts'
import { BoutonActe } from './fiche-tete.tsx'
import { Prose } from './fiche-texte.tsx'

/** What was typed in the margin and refused. */
export type RemarqueRefusee = { commentaireId: string | null; champ: string; texte: string; message: string }

/** Numbers of the open remarks by field, as the margin gives them. */
export function renvoisOf(commentaires: readonly Commentaire[]): Map<Champ | null, { numero: number; id: string }[]> {
  const renvois = new Map<Champ | null, { numero: number; id: string }[]>()
  filsOf(commentaires)
    .filter((fil) => fil.regleLe === null)
    .forEach((fil, rang) => {
      renvois.set(fil.champ, [...(renvois.get(fil.champ) ?? []), { numero: rang + 1, id: fil.id }])
    })
  return renvois
}

/** Remarks by field, settled ones folded; a form for one more; what else can be done with the fiche; where it comes from. */
export function Marge({ vue, agent, refus }: { vue: VueFiche; agent: Agent; refus: RemarqueRefusee | null }) {
  const fils = filsOf(vue.commentaires)
  const ouverts = fils.filter((fil) => fil.regleLe === null)
  const regles = fils.filter((fil) => fil.regleLe !== null)
  const peutEcrire = canCommentFiche(agent, vue.fiche) && vue.contrat.archiveLe === null
  return (
    <aside class="pv-marge" aria-labelledby="hm">
      <h2 id="hm">
        <Icone nom="bulle" />
        En marge
      </h2>
      {fils.length === 0 && <p class="pv-note">Aucune remarque pour l’instant.</p>}
      {ouverts.map((fil, rang) => (
        <Remarque vue={vue} agent={agent} fil={fil} numero={rang + 1} peutEcrire={peutEcrire} refus={refus} />
      ))}
      {regles.length > 0 && (
        <details class="pv-remarque regle">
          <summary>
            <b>
              {regles.length === 1 ? 'Réglée' : 'Réglées'} ({regles.length})
            </b>{' '}
            · {[...new Set(regles.map((fil) => fil.organisation))].join(', ')}
          </summary>
          {regles.map((fil) => (
            <Remarque vue={vue} agent={agent} fil={fil} numero={null} peutEcrire={false} refus={null} />
          ))}
        </details>
      )}
      {peutEcrire && <Ecrire vue={vue} refus={refus?.commentaireId === null ? refus : null} />}
      <Lieux vue={vue} agent={agent} />
      <Themes vue={vue} agent={agent} />
      <Source vue={vue} />
      <Gestes vue={vue} agent={agent} />
    </aside>
  )
}

function Remarque(props: {
  vue: VueFiche
  agent: Agent
  fil: Fil
  numero: number | null
  peutEcrire: boolean
  refus: RemarqueRefusee | null
}) {
  const { vue, agent, fil, numero } = props
  const refus = props.refus?.commentaireId === fil.id ? props.refus : null
  const qui = `${vue.adresse}/remarques/${fil.id}`
  return (
    <article class={numero === null ? 'pv-remarque-fil' : 'pv-remarque'} id={`commentaire-${fil.id}`}>
      <Ecrit vue={vue} commentaire={fil} numero={numero} />
      {fil.champ !== null && (
        <p class="pv-petit">
          <a href={`#${fil.champ}`}>{libelleChamp(vue.champs, fil.champ)}</a>
        </p>
      )}
      <Prose texte={fil.texte} />
      {fil.reponses.map((reponse) => (
        <div class="pv-reponse" id={`commentaire-${reponse.id}`}>
          <Ecrit vue={vue} commentaire={reponse} numero={null} />
          <Prose texte={reponse.texte} />
        </div>
      ))}
      {props.peutEcrire && (
        <footer>
          <details open={refus !== null}>
            <summary class="pv-lien-bouton">
              Répondre<span class="pv-cache"> à la remarque {numero}</span>
            </summary>
            <form method="post" action={`${qui}/repondre`}>
              <TexteRemarque id={`reponse-${fil.id}`} libelle="Votre réponse" refus={refus} />
              <button class="ds-button" data-variant="secondary" data-size="xs" type="submit">
                Publier la réponse
              </button>
            </form>
          </details>
          {canSettleCommentaire(agent, vue.fiche, fil) && (
            <form method="post" action={`${qui}/regler`}>
              <button class="pv-lien-bouton" type="submit">
                Marquer réglée<span class="pv-cache"> la remarque {numero}</span>
              </button>
            </form>
          )}
        </footer>
      )}
    </article>
  )
}

function Ecrit({ vue, commentaire, numero }: { vue: VueFiche; commentaire: Commentaire; numero: number | null }) {
  const nom = vue.noms.get(commentaire.auteurId)
  return (
    <header>
      {numero !== null && <span class="ref">{numero}</span>}
      <div>
        <b>{commentaire.organisation}</b>{' '}
        <span class="pv-petit">
          {nom !== undefined && nom !== commentaire.organisation && `${nom}, `}
          <time datetime={commentaire.ecritLe.toISOString()} title={formatInstant(commentaire.ecritLe)}>
            {formatDate(jourParis(commentaire.ecritLe))}
          </time>
        </span>
      </div>
    </header>
  )
}

function Ecrire({ vue, refus }: { vue: VueFiche; refus: RemarqueRefusee | null }) {
  return (
    <form class="pv-remarquer" method="post" action={`${vue.adresse}/remarques`}>
      <TexteRemarque id="remarque" libelle="Ajouter une remarque" refus={refus} />
      <ChampChoix
        nom="champ"
        libelle="Sur le champ"
        requis
        valeur={refus?.champ}
        vide="Toute la fiche"
        options={vue.champs.map(({ champ, libelle }) => ({ valeur: champ, libelle }))}
      />
      <button class="ds-button" data-variant="secondary" data-size="xs" type="submit">
        Publier
      </button>
    </form>
  )
}

function TexteRemarque({ id, libelle, refus }: { id: string; libelle: string; refus: RemarqueRefusee | null }) {
  return (
    <div class="ds-field">
      <label for={id}>{libelle}</label>
      <textarea
        class="ds-input"
        id={id}
        name="texte"
        rows={3}
        maxlength={REMARQUE_MAX}
        required
        aria-invalid={refus === null ? undefined : 'true'}
        aria-describedby={refus === null ? undefined : `${id}-erreur`}
        autofocus={refus !== null}
      >
        {refus?.texte ?? ''}
      </textarea>
      {refus !== null && (
        <p class="ds-validation-message" data-field="validation" id={`${id}-erreur`}>
          {refus.message}
        </p>
      )}
    </div>
  )
}

/** Places that the fiche points at. */
function Lieux({ vue, agent }: { vue: VueFiche; agent: Agent }) {
  const { lieux } = vue.fiche
  const peut = canEditFiche(agent, vue.fiche) && vue.contrat.archiveLe === null
  if (lieux.length === 0 && !peut) return null
  return (
    <div class="pv-filetee">
      <h2>Où elle agit</h2>
      {lieux.length === 0 ? (
        <p>Aucun lieu choisi.</p>
      ) : (
        <ul class="pv-gestes">
          {lieux.map(({ type, code, nom, partPm }) => (
            <li>
              {type === 'quartier' ? <a href={`${vue.base}/territoire/quartiers/${code}`}>{nom}</a> : nom}
              {partPm !== null && <span class="pv-note"> {sayPart(partPm)}</span>}
            </li>
          ))}
        </ul>
      )}
      {peut && (
        <p>
          <a class="pv-lien-bouton" href={`${vue.adresse}/lieux`}>
            {lieux.length === 0 ? 'Choisir ses quartiers et communes' : 'Changer les lieux'}
          </a>
        </p>
      )}
    </div>
  )
}

/** Transversal themes: tags beside the text, which they do not change. */
function Themes({ vue, agent }: { vue: VueFiche; agent: Agent }) {
  const { themes } = vue.cadre
  if (themes.length === 0) return null
  const portes = themes.filter((theme) => vue.themeIds.includes(theme.id))
  return (
    <div class="pv-filetee">
      <h2>Thèmes transversaux</h2>
      <p>{portes.length === 0 ? 'Aucun thème.' : portes.map((theme) => theme.libelle).join(', ')}</p>
      {canEditFiche(agent, vue.fiche) && vue.contrat.archiveLe === null && (
        <details>
          <summary class="pv-lien-bouton">Changer les thèmes</summary>
          <form class="pv-remarquer" method="post" action={`${vue.adresse}/themes`}>
            <fieldset class="ds-fieldset">
              <legend class="pv-cache">Thèmes de la fiche</legend>
              {themes.map((theme) => (
                <Case nom="themeIds[]" libelle={theme.libelle} valeur={theme.id} coche={vue.themeIds.includes(theme.id)} />
              ))}
            </fieldset>
            <button class="ds-button" data-variant="secondary" data-size="xs" type="submit">
              Garder ces thèmes
            </button>
          </form>
        </details>
      )}
    </div>
  )
}

function Source({ vue }: { vue: VueFiche }) {
  const { source, base } = vue
  if (source === null) return null
  return (
    <div class="pv-filetee">
      <h2>D’où vient cette fiche</h2>
      <p class="pv-note">
        Du document <a href={`${base}/importer/${source.lotId}/fiches/${source.importFicheId}`}>{source.nom}</a>, déposé le{' '}
        {formatDate(jourParis(source.deposeLe))}.
      </p>
    </div>
  )
}

function Gestes({ vue, agent }: { vue: VueFiche; agent: Agent }) {
  const { fiche, adresse } = vue
  const ouvert = vue.contrat.archiveLe === null
  return (
    <div class="pv-filetee">
      <h2>Autres gestes</h2>
      <ul class="pv-gestes">
        <li>
          <a href={`${adresse}/versions`}>Versions et comparaisons</a>
        </li>
        <li>
          <a href={`${adresse}/histoire`}>Histoire de la fiche</a>
        </li>
        {ouvert && canDuplicateFiche(agent, fiche) && (
          <li>
            <BoutonActe vue={vue} acte="dupliquer" mot="Dupliquer" discret />
          </li>
        )}
        {ouvert && canAbandonFiche(agent, fiche) && (
          <li>
            <a href={`${adresse}/abandonner`}>Abandonner l’action</a>
          </li>
        )}
        {ouvert && canArchiveFiche(agent, fiche) && (
          <li>
            <a href={`${adresse}/archiver`}>Archiver</a>
          </li>
        )}
      </ul>
    </div>
  )
}
