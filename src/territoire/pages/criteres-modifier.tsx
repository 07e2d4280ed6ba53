import type { EspaceDuContrat } from '#compte/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Droit, Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { applyGeste, dropLignesVides, type Geste, parseGeste, type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { EnvoiParDefaut, Lignes } from '#ui/lignes.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { defineCriteres } from '../commands/define-criteres.ts'
import { readCriteres } from '../critere.store.ts'
import { parseDecimal, sayDecimal } from '../fraction.ts'
import { listDecisions } from '../geographie-locale.store.ts'
import type { Decision } from '../palier.ts'
import type { Critere } from '../score.ts'
import { sayDecision } from './paliers-vue.tsx'

/** The criteria of a contract, edited as a list, and the decision that adopts them. */
export function addRoutesModifierCriteres(routes: Routes, espace: EspaceDuContrat, definir: Droit): void {
  const chemin = '/espace/:contrat/territoire/criteres/modifier'
  routes.get(chemin, definir, (c) => showModifier(c, espace, null, {}))
  routes.post(chemin, definir, async (c) => {
    const saisi: Saisi = await parseFormulaire(c)
    const geste = parseGeste(saisi.action)
    if (geste !== null) return showModifier(c, espace, applyGeste(saisi, geste), { geste })
    const contrat = await espace.contratOf(c)
    const net = dropLignesVides(saisi, 'criteres', ['sens', 'normalisation'])
    try {
      await actHttp(c, defineCriteres, { criteres: [], ...net, contratId: contrat.id })
      return c.redirect(`/espace/${contrat.adresse}/territoire/criteres?fait=criteres`, 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return showModifier(c, espace, net, { erreur })
      throw erreur
    }
  })
}

const ligneOf = (c: Critere): Saisi => {
  const seuil = c.seuil === null ? null : parseDecimal(c.seuil)
  return {
    id: c.id,
    libelle: c.libelle,
    unite: c.unite ?? '',
    sens: c.sens,
    poids: String(c.poids),
    normalisation: c.normalisation,
    seuil: seuil === null ? '' : sayDecimal(seuil),
    source: c.source ?? '',
    millesime: c.millesime === null ? '' : String(c.millesime),
  }
}

async function showModifier(
  c: C,
  espace: EspaceDuContrat,
  envoye: Saisi | null,
  suite: { geste?: Geste; erreur?: RegleViolee },
): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const { criteres, generale, decisions } = await readHttp(c, async (tx) => ({
    ...(await readCriteres(tx, contrat.id)),
    decisions: await listDecisions(tx, contrat.id),
  }))
  const saisi: Saisi = envoye ?? {
    version: String(generale.version),
    criteres: criteres.map(ligneOf),
    sensibilitePm: String(generale.sensibilitePm),
    decision: { id: generale.decision?.id ?? '' },
  }
  const perimee = envoye !== null && texteDe(saisi, 'version') !== String(generale.version)
  const base = `/espace/${contrat.adresse}/territoire`
  const { erreur } = suite
  return c.html(
    <espace.Espace c={c} titre="Définir les critères" entree="territoire">
      <FilAriane
        etapes={[{ libelle: 'Territoire', href: base }, { libelle: 'Critères', href: `${base}/criteres` }, { libelle: 'Définir' }]}
      />
      <div class="pv-titre-page">
        <h1>Définir les critères</h1>
        <p class="pv-note pv-note-max">
          Un critère retiré part avec ses chiffres. Les poids sont des points entiers : seule leur proportion compte.
        </p>
      </div>
      <form method="post" action={`${base}/criteres/modifier`} class="pv-formulaire pv-formulaire-large">
        <EnvoiParDefaut />
        {perimee ? (
          <Message ton="warning">
            <p>Une autre personne a modifié la géographie locale entre-temps. Les critères enregistrés aujourd’hui :</p>
            <ol class="ds-list">
              {criteres.map(({ libelle, poids }) => (
                <li>{`${libelle}, ${poids} points`}</li>
              ))}
            </ol>
          </Message>
        ) : (
          <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
        )}
        <input type="hidden" name="version" value={generale.version} />
        <Lignes
          nom="criteres"
          legende="Critères"
          ajouter="Ajouter un critère"
          saisi={saisi}
          geste={suite.geste ?? null}
          erreurs={erreur?.champs}
          nomLigne={(ligne, rang) => texteDe(ligne, 'libelle') || `Critère ${rang + 1}`}
          champs={({ prefixe, ligne }) => <ChampsCritere prefixe={prefixe} ligne={ligne} erreur={erreur} />}
        />
        <ChampTexte
          nom="sensibilitePm"
          libelle="Variation des poids essayée, en ‰"
          aide="Ce qui basculerait se dit pour une variation de chaque poids de cette part : 100 pour dix pour cent."
          requis
          inputmode="numeric"
          valeur={texteDe(saisi, 'sensibilitePm')}
          erreurs={erreur?.champs}
        />
        <ChampsDecision saisi={saisi} decisions={decisions} erreur={erreur} />
        <div class="pv-boutons">
          <button class="ds-button" type="submit" name="action" value="enregistrer">
            {perimee ? 'Enregistrer ma saisie à la place' : 'Enregistrer'}
          </button>
          <a class="ds-button" data-variant="secondary" href={`${base}/criteres`}>
            Ne rien changer
          </a>
        </div>
      </form>
    </espace.Espace>,
    erreur === undefined ? 200 : perimee ? 409 : 422,
  )
}

function ChampsCritere({ prefixe, ligne, erreur }: { prefixe: string; ligne: Saisi; erreur: RegleViolee | undefined }) {
  const champ = (nom: string) => ({ nom: `${prefixe}${nom}`, valeur: texteDe(ligne, nom), erreurs: erreur?.champs })
  return (
    <>
      <ChampTexte {...champ('libelle')} libelle="Nom" requis longueurMax={200} />
      <div class="pv-cote">
        <ChampTexte {...champ('poids')} libelle="Poids, en points" requis inputmode="numeric" />
        <ChampTexte {...champ('unite')} libelle="Unité" longueurMax={40} />
        <ChampChoix
          {...champ('sens')}
          valeur={texteDe(ligne, 'sens') || 'haut'}
          libelle="Marque un besoin"
          requis
          options={[
            { valeur: 'haut', libelle: 'un chiffre haut' },
            { valeur: 'bas', libelle: 'un chiffre bas' },
          ]}
        />
      </div>
      <div class="pv-cote">
        <ChampChoix
          {...champ('normalisation')}
          valeur={texteDe(ligne, 'normalisation') || 'min_max'}
          libelle="Devient une note"
          requis
          options={[
            { valeur: 'min_max', libelle: 'entre le plus faible et le plus fort' },
            { valeur: 'rang', libelle: 'par le rang' },
            { valeur: 'seuil', libelle: 'par un seuil' },
          ]}
        />
        <ChampTexte {...champ('seuil')} libelle="Seuil" aide="Pour la méthode par un seuil." inputmode="decimal" />
      </div>
      <div class="pv-cote">
        <ChampTexte {...champ('source')} libelle="Source" longueurMax={200} />
        <ChampTexte {...champ('millesime')} libelle="Millésime" inputmode="numeric" />
      </div>
    </>
  )
}

function ChampsDecision({ saisi, decisions, erreur }: { saisi: Saisi; decisions: readonly Decision[]; erreur: RegleViolee | undefined }) {
  const decision = typeof saisi.decision === 'object' && saisi.decision !== null ? (saisi.decision as Saisi) : {}
  const champ = (nom: string) => ({ nom: `decision.${nom}`, valeur: texteDe(decision, nom), erreurs: erreur?.champs })
  return (
    <fieldset class="ds-fieldset">
      <legend>Décision qui adopte ces critères</legend>
      {decisions.length > 0 && (
        <ChampChoix
          {...champ('id')}
          libelle="Décision déjà connue"
          vide="Aucune, ou nouvelle ci-dessous"
          options={decisions.map((une) => ({ valeur: une.id, libelle: sayDecision(une) }))}
        />
      )}
      <ChampTexte {...champ('libelle')} libelle="Intitulé" longueurMax={200} />
      <div class="pv-cote">
        <ChampTexte {...champ('instance')} libelle="Instance" longueurMax={120} />
        <ChampTexte {...champ('jour')} libelle="Jour" type="date" />
        <ChampTexte {...champ('reference')} libelle="Référence" longueurMax={120} />
      </div>
    </fieldset>
  )
}
