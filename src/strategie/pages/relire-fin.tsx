import type { ChampFautif } from '#platform/errors.ts'
import { ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { Code, T } from '#ui/pieces.tsx'
import { parcours } from '../arbre.ts'
import { KINDS } from '../fiche.ts'
import { LIBELLES_KINDS } from '../fiche-libelles.ts'
import type { VueRelecture } from './relire-vue.ts'

/** What was typed in the last form of the review, to be shown again. */
export type SaisieFin = { intitule: string; code: string; kind: string; noeud: string }

/** The end of the review: title, code, place; a new fiche, or the one that it is again. */
export function Fin({ vue, saisie, erreurs }: { vue: VueRelecture; saisie: SaisieFin; erreurs: readonly ChampFautif[] | undefined }) {
  const { attache, place, semblable } = vue
  return (
    <section class="pv-section" id="fin" aria-labelledby="h-fin">
      <h2 id="h-fin">{semblable === null ? 'Créer la fiche' : 'Cette fiche existe peut-être déjà'}</h2>
      <div class="pv-formulaire">
        {semblable !== null && <Semblable vue={vue} />}
        <ChampTexte nom="intitule" libelle="Intitulé" requis valeur={saisie.intitule} longueurMax={500} erreurs={erreurs} />
        <div class="pv-cote">
          <ChampTexte
            nom="code"
            libelle="Code"
            aide={
              place.prisPar !== null && semblable?.id !== place.prisPar.id
                ? `Déjà porté par « ${place.prisPar.intitule} ». Vide : ${place.codeLibre}, le prochain libre.`
                : 'Tel que le document le donne. Vide : le prochain numéro libre.'
            }
            valeur={saisie.code}
            longueurMax={40}
            erreurs={erreurs}
          />
          <ChampChoix
            nom="kind"
            libelle="Sorte de fiche"
            requis
            valeur={saisie.kind}
            options={KINDS.map((kind) => ({ valeur: kind, libelle: LIBELLES_KINDS[kind] }))}
            erreurs={erreurs}
          />
        </div>
        <ChampChoix
          nom="noeud"
          libelle="Rattachement"
          requis
          {...(attache.doute === null ? {} : { aide: attache.doute })}
          valeur={saisie.noeud}
          options={noeudsProposes(vue)}
          erreurs={erreurs}
        />
        <div class="pv-actions">
          <button class="ds-button" type="submit" name="geste" value="finir">
            {semblable === null ? 'Créer la fiche' : 'Continuer'}
          </button>
          <button class="ds-button" data-variant="tertiary" type="submit" name="geste" value="ecarter">
            Écarter cette fiche de l’import
          </button>
        </div>
      </div>
    </section>
  )
}

function Semblable({ vue }: { vue: VueRelecture }) {
  const { semblable, place } = vue
  if (semblable === null) return null
  const memePlace = place.prisPar?.id === semblable.id
  return (
    <fieldset class="ds-fieldset pv-doute">
      <legend>
        <Code code={semblable.code} /> <T>{semblable.intitule}</T>
      </legend>
      <p>{semblable.raison}</p>
      {vue.peut.mettreAJour ? (
        <div class="ds-field">
          <input class="ds-input" type="radio" name="suite" id="suite-meme" value="meme" checked={semblable.sure} />
          <label for="suite-meme">C’est la même : voir les différences, puis la mettre à jour</label>
        </div>
      ) : (
        <p class="pv-note">Votre mandat ne permet pas de la modifier dans son état actuel.</p>
      )}
      <div class="ds-field">
        <input
          class="ds-input"
          type="radio"
          name="suite"
          id="suite-neuve"
          value="neuve"
          checked={!semblable.sure || !vue.peut.mettreAJour}
        />
        <label for="suite-neuve">C’en est une autre : créer une nouvelle fiche{memePlace ? `, sous le code ${place.codeLibre}` : ''}</label>
      </div>
    </fieldset>
  )
}

function noeudsProposes({ attache, arbre, peut }: VueRelecture): { valeur: string; libelle: string }[] {
  const aCreer = attache.aCreer.map((noeud) => [noeud.numero, noeud.intitule].filter((mot) => mot !== null).join(' ')).join(' › ')
  return [
    ...(attache.aCreer.length > 0 && peut.creerNoeuds ? [{ valeur: 'creer', libelle: `À créer avec la fiche : ${aCreer}` }] : []),
    { valeur: '', libelle: 'À la racine du contrat' },
    ...parcours(arbre)
      .filter(({ objet }) => objet.type === 'noeud')
      .map(({ objet, profondeur }) => ({
        valeur: objet.id,
        libelle: `${'\u00a0'.repeat(3 * profondeur)}${objet.code} ${objet.intitule}`.slice(0, 140),
      })),
  ]
}

/** What the form shows before anyone typed in it. */
export function saisieInitiale({ relecture, aRelire, attache, peut }: VueRelecture): SaisieFin {
  return {
    intitule: relecture.fiche.intitule?.texte ?? '',
    code: relecture.fiche.code?.texte ?? '',
    kind: relecture.fiche.kind.valeur,
    noeud: aRelire.decisions.noeudId ?? (attache.aCreer.length > 0 && peut.creerNoeuds ? 'creer' : (attache.noeudId ?? '')),
  }
}
