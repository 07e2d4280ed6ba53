import type { Child } from 'hono/jsx'
import { extensionDe } from '#platform/fichiers/types.ts'
import { accorde, formatDate, formatTaille } from '#platform/formats.ts'
import { T } from '#ui/pieces.tsx'
import { type ContratComplet, formatNumero } from '../contrat.ts'
import { dureeEnMots, ecartsDuree, type Generation } from '../duree.ts'
import { LIBELLES_ROLES_SIGNATAIRES, type Signataire } from '../signataire.ts'

type Commun = { contrat: ContratComplet; base: string; modifiable: boolean }

/** A part of the contract: its name at the left, what it holds at the right, the way to its form. */
function Rubrique({ id, titre, modifier, children }: { id: string; titre: string; modifier: string | null; children: Child }) {
  return (
    <section class="pv-champ pv-rubrique" id={id} aria-labelledby={`h-${id}`}>
      <div class="titre">
        <h2 id={`h-${id}`}>{titre}</h2>
        {modifier !== null && (
          <a href={modifier}>
            Modifier<span class="pv-cache"> : {titre}</span>
          </a>
        )}
      </div>
      <div>{children}</div>
    </section>
  )
}

const lien = ({ base, modifiable }: Commun, chemin: string) => (modifiable ? `${base}/${chemin}` : null)

export function Identite(props: Commun & { generation: Generation | undefined }) {
  const { contrat, generation } = props
  const finSignee = contrat.finInitiale ?? contrat.fin
  const ecarts = generation === undefined ? [] : ecartsDuree({ debut: contrat.debut, fin: finSignee }, generation)
  return (
    <Rubrique id="identite" titre="Identité" modifier={lien(props, 'modifier')}>
      <dl class="pv-identite">
        <div>
          <dt>Pilote</dt>
          <dd>
            <T>{contrat.epciNom}</T>{' '}
            {contrat.epciSiren !== null && <span class="pv-petit pv-num">SIREN {groupeSiren(contrat.epciSiren)}</span>}
          </dd>
        </div>
        <div>
          <dt>Communes</dt>
          <dd>{contrat.communes.length === 0 ? 'Aucune n’est indiquée' : contrat.communes.map((commune) => commune.nom).join(', ')}</dd>
        </div>
        <div>
          <dt>Durée</dt>
          <dd class="pv-num">
            <Duree contrat={contrat} />
            {ecarts.map((ecart) => (
              <p class="pv-ecart">{ecart}</p>
            ))}
          </dd>
        </div>
        {contrat.prorogations.length > 0 && (
          <div>
            <dt>Prorogations</dt>
            <dd class="pv-num">
              <ol class="pv-prorogations">
                {contrat.prorogations.map((prorogation) => (
                  <li>
                    jusqu’au {formatDate(prorogation.fin)}
                    <span class="pv-detail">
                      <T>{prorogation.motif}</T>
                      {prorogation.decideeLe !== null && `, ${formatDate(prorogation.decideeLe)}`}
                    </span>
                  </li>
                ))}
              </ol>
            </dd>
          </div>
        )}
        <div>
          <dt>Signature</dt>
          <dd class="pv-num">{contrat.signeLe === null ? 'Pas encore datée' : formatDate(contrat.signeLe)}</dd>
        </div>
        <div>
          <dt>Adresse</dt>
          <dd>/espace/{contrat.adresse}</dd>
        </div>
      </dl>
    </Rubrique>
  )
}

function Duree({ contrat }: { contrat: ContratComplet }) {
  const { debut, fin } = contrat
  if (debut === null && fin === null) return <>Ni début ni fin pour l’instant</>
  if (debut === null) return <>jusqu’au {formatDate(fin ?? '')}</>
  if (fin === null) return <>à partir du {formatDate(debut)}, sans fin indiquée</>
  return (
    <>
      {dureeEnMots(debut, fin)}, du {formatDate(debut)} au {formatDate(fin)}
    </>
  )
}

function groupeSiren(siren: string): string {
  return siren.replace(/(\d{3})(?=\d)/g, '$1\u202f')
}

export function Presentation(props: Commun) {
  const { accroche, presentation, presentationFalc } = props.contrat
  const textes = [
    ['Accroche', accroche],
    ['Présentation', presentation],
    ['Facile à lire et à comprendre', presentationFalc],
  ] as const
  if (textes.every(([, texte]) => texte === null)) {
    return (
      <Rubrique id="presentation" titre="Pour le public" modifier={lien(props, 'modifier#presentation')}>
        <p class="pv-note">Rien n’est encore écrit pour la page publique : en une phrase, ce qu’est ce contrat et pour qui.</p>
      </Rubrique>
    )
  }
  return (
    <Rubrique id="presentation" titre="Pour le public" modifier={lien(props, 'modifier#presentation')}>
      {accroche !== null && (
        <p class="enjeu">
          <T>{accroche}</T>
        </p>
      )}
      {presentation !== null && <Paragraphes texte={presentation} />}
      <p class="pv-note">
        {presentationFalc === null
          ? 'Le texte facile à lire et à comprendre reste à écrire.'
          : 'Un texte facile à lire et à comprendre accompagne cette page.'}
      </p>
    </Rubrique>
  )
}

/** Paragraphs of a text as typed; the public page renders its marks. */
function Paragraphes({ texte }: { texte: string }) {
  return (
    <>
      {texte
        .split(/\n{2,}/)
        .slice(0, 3)
        .map((paragraphe) => (
          <p class="pv-paragraphe">
            <T>{paragraphe}</T>
          </p>
        ))}
    </>
  )
}

export function Signataires(props: Commun) {
  const { signataires } = props.contrat
  return (
    <Rubrique id="signataires" titre="Signataires" modifier={lien(props, 'signataires')}>
      {signataires.length === 0 ? (
        <p class="pv-note">Aucun signataire n’est inscrit.</p>
      ) : (
        <ul class="pv-signataires pv-signataires-contrat">
          {signataires.map((signataire) => (
            <li>
              <T>{signataire.organisation}</T>
              <small>{situation(signataire)}</small>
              {signataire.representant !== null && (
                <small>
                  <T>{[signataire.representant, signataire.fonction].filter(Boolean).join(', ')}</T>
                </small>
              )}
            </li>
          ))}
        </ul>
      )}
    </Rubrique>
  )
}

function situation({ role, signeLe, precisionRole }: Signataire): string {
  const signature = signeLe === null ? (role === 'facultatif' ? 'peut signer' : 'signature attendue') : `signé le ${formatDate(signeLe)}`
  return [role === 'pilote' ? LIBELLES_ROLES_SIGNATAIRES.pilote.toLowerCase() : null, precisionRole, signature].filter(Boolean).join(' · ')
}

export function Quartiers(props: Commun) {
  const { quartiers } = props.contrat
  const racines = quartiers.filter((quartier) => quartier.parentId === null)
  return (
    <Rubrique id="quartiers" titre="Quartiers" modifier={lien(props, 'quartiers')}>
      {racines.length === 0 ? (
        <p class="pv-note">Aucun quartier n’est nommé.</p>
      ) : (
        <ul class="pv-lignes pv-quartiers-nommes">
          {racines.map((quartier) => {
            const parties = quartiers.filter((partie) => partie.parentId === quartier.id)
            return (
              <li>
                <strong>{quartier.nom}</strong>{' '}
                <span class="pv-note pv-num">{[quartier.commune, quartier.codeOfficiel].filter(Boolean).join(', ')}</span>
                {quartier.description !== null && (
                  <p>
                    <T>{quartier.description}</T>
                  </p>
                )}
                {parties.length > 0 && (
                  <p class="pv-note">{`${accorde(parties.length, 'partie')} : ${parties.map((partie) => partie.nom).join(', ')}`}</p>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Rubrique>
  )
}

export function Niveaux(props: Commun) {
  const { niveaux } = props.contrat
  const exemple = (rang: number) =>
    niveaux
      .slice(0, rang)
      .filter((niveau) => niveau.numerotation !== 'aucune')
      .map((niveau) => formatNumero(1, niveau.numerotation))
      .join('.')
  return (
    <Rubrique id="niveaux" titre="Niveaux" modifier={lien(props, 'niveaux')}>
      <ol class="pv-niveaux">
        {niveaux.map((niveau) => (
          <li>
            <span class="pv-num">{exemple(niveau.rang)}</span> {niveau.singulier}
          </li>
        ))}
      </ol>
    </Rubrique>
  )
}

export function Champs(props: Commun) {
  const { champs } = props.contrat
  const utilises = champs.filter((choix) => choix.utilise)
  return (
    <Rubrique id="champs" titre="Champs des fiches" modifier={lien(props, 'champs')}>
      <p>{utilises.length === 0 ? 'Tous les champs de la fiche.' : utilises.map((choix) => choix.libelle).join(', ')}</p>
      {utilises.length > 0 && (
        <p class="pv-note">
          {accorde(utilises.length, 'champ')} sur {champs.length}, dans cet ordre.
        </p>
      )}
    </Rubrique>
  )
}

export function Themes(props: Commun) {
  const { themes } = props.contrat
  return (
    <Rubrique id="themes" titre="Thèmes transversaux" modifier={lien(props, 'themes')}>
      <p>{themes.length === 0 ? 'Aucun thème transversal.' : themes.map((theme) => theme.libelle).join(', ')}</p>
    </Rubrique>
  )
}

export function Documents(props: Commun) {
  const { contrat, base } = props
  return (
    <Rubrique id="documents" titre="Documents" modifier={lien(props, 'documents')}>
      {contrat.documents.length === 0 ? (
        <p class="pv-note">Aucun document n’est joint : le contrat signé, ses annexes, les délibérations.</p>
      ) : (
        <ul class="pv-lignes pv-docs">
          {contrat.documents.map((document) => (
            <li>
              <a href={`${base}/documents/${document.id}`}>
                <span class="pv-i" data-i="telecharger" aria-hidden="true" />
                <T>{document.titre}</T>
              </a>
              <span>
                {extensionDe(document.nomFichier).toUpperCase()} · {formatTaille(document.taille)}
                {document.public ? ' · public' : ''}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Rubrique>
  )
}
