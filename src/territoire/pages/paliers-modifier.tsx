import type { EspaceDuContrat } from '#compte/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampChoix, ChampLong, ChampTexte } from '#ui/champs.tsx'
import { applyGeste, type Geste, parseGeste, type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { EnvoiParDefaut, Lignes } from '#ui/lignes.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { definePaliers } from '../commands/define-paliers.ts'
import { canEditTerritoire } from '../droits.ts'
import { getGeographieLocale, listPaliers } from '../geographie-locale.store.ts'
import type { Palier } from '../palier.ts'
import { MODELES_PALIERS } from '../paliers-modeles.ts'

/** The tiers of a contract, edited as a list; models to start from. */
export function createRoutesModifierPaliers(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  const definir: Droit = espace.droit('territoire.definir_geographie', (agent, contrat) => canEditTerritoire(agent, contrat.id))
  const chemin = '/espace/:contrat/territoire/paliers/modifier'
  routes.get(chemin, definir, (c) => showModifier(c, espace, null, {}))
  routes.post(chemin, definir, async (c) => {
    const saisi: Saisi = await parseFormulaire(c)
    const geste = parseGeste(saisi.action)
    if (geste !== null) return showModifier(c, espace, applyGeste(saisi, geste), { geste })
    const contrat = await espace.contratOf(c)
    try {
      await actHttp(c, definePaliers, { paliers: [], ...saisi, contratId: contrat.id })
      return c.redirect(`/espace/${contrat.adresse}/territoire/paliers?fait=paliers`, 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return showModifier(c, espace, saisi, { erreur })
      throw erreur
    }
  })
  return routes
}

const COULEURS = ['1, sarcelle', '2, brique', '3, ocre', '4, bleu', '5, prune', '6, olive']

const ligneOf = (p: Palier): Saisi => ({
  id: p.id,
  libelle: p.libelle,
  definition: p.definition ?? '',
  conditions: p.conditions ?? '',
  couleur: String(p.couleur),
  seuilPm: p.seuilPm === null ? '' : String(p.seuilPm),
})

async function showModifier(
  c: C,
  espace: EspaceDuContrat,
  envoye: Saisi | null,
  suite: { geste?: Geste; erreur?: RegleViolee },
): Promise<Response> {
  const contrat = await espace.contratOf(c)
  const { generale, paliers } = await readHttp(c, async (tx) => ({
    generale: await getGeographieLocale(tx, contrat.id),
    paliers: await listPaliers(tx, contrat.id),
  }))
  const modele = MODELES_PALIERS.find(({ code }) => code === c.req.query('modele'))
  const depart = [
    ...paliers.map(ligneOf),
    ...(modele?.paliers ?? []).map((un) => ({ ...un, conditions: un.conditions ?? '', couleur: String(un.couleur), seuilPm: '' })),
  ]
  const saisi: Saisi = envoye ?? { version: String(generale.version), paliers: depart }
  const perimee = envoye !== null && texteDe(saisi, 'version') !== String(generale.version)
  const base = `/espace/${contrat.adresse}/territoire`
  const { erreur } = suite
  return c.html(
    <espace.Espace c={c} titre="Paliers du contrat" entree="territoire">
      <FilAriane
        etapes={[{ libelle: 'Territoire', href: base }, { libelle: 'Géographie locale', href: `${base}/paliers` }, { libelle: 'Paliers' }]}
      />
      <div class="pv-titre-page">
        <h1>Paliers du contrat</h1>
        <p class="pv-note pv-note-max">
          Du plus fort au plus léger. Un palier qui a déjà compté des quartiers se renomme mais ne se retire pas : son histoire se garde.
        </p>
      </div>
      {paliers.length === 0 && envoye === null && (
        <section aria-labelledby="h-modeles">
          <h2 id="h-modeles" class="pv-h2">
            Partir d’un modèle
          </h2>
          <ul class="pv-lignes">
            {MODELES_PALIERS.map(({ code, libelle, source, paliers: siens }) => (
              <li>
                <div>
                  <a href={`?modele=${code}`} aria-current={modele?.code === code ? 'true' : undefined}>
                    {libelle}
                  </a>
                  <p class="pv-note">
                    {siens.map(({ libelle: nom }) => nom).join(', ')}. D’après : {source}.
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <form method="post" action={`${base}/paliers/modifier`} class="pv-formulaire pv-formulaire-large">
        <EnvoiParDefaut />
        {perimee && (
          <Message ton="warning">
            <p>
              Une autre personne a modifié la géographie locale entre-temps. Voici les paliers enregistrés aujourd’hui, au-dessus de votre
              saisie :
            </p>
            <ol class="ds-list">
              {paliers.map(({ libelle }) => (
                <li>{libelle}</li>
              ))}
            </ol>
          </Message>
        )}
        {!perimee && <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />}
        <input type="hidden" name="version" value={generale.version} />
        <Lignes
          nom="paliers"
          legende="Paliers"
          ajouter="Ajouter un palier"
          vide="Aucun palier : ajoutez le premier, ou partez d’un modèle."
          saisi={saisi}
          geste={suite.geste ?? null}
          erreurs={erreur?.champs}
          nomLigne={(ligne, rang) => texteDe(ligne, 'libelle') || `Palier ${rang + 1}`}
          champs={({ prefixe, ligne }) => (
            <>
              <ChampTexte
                nom={`${prefixe}libelle`}
                libelle="Nom"
                requis
                valeur={texteDe(ligne, 'libelle')}
                erreurs={erreur?.champs}
                longueurMax={120}
              />
              <ChampLong
                nom={`${prefixe}definition`}
                libelle="Définition"
                lignes={4}
                valeur={texteDe(ligne, 'definition')}
                erreurs={erreur?.champs}
              />
              <ChampLong
                nom={`${prefixe}conditions`}
                libelle="Conditions"
                aide="Ce qu’un lieu doit réunir, en mots."
                lignes={4}
                valeur={texteDe(ligne, 'conditions')}
                erreurs={erreur?.champs}
              />
              <div class="pv-cote">
                <ChampChoix
                  nom={`${prefixe}couleur`}
                  libelle="Couleur et motif"
                  requis
                  valeur={texteDe(ligne, 'couleur') || '1'}
                  options={COULEURS.map((libelle, rang) => ({ valeur: String(rang + 1), libelle }))}
                />
                <ChampTexte
                  nom={`${prefixe}seuilPm`}
                  libelle="Score requis, sur 1 000"
                  aide="Vide : le score n’y mène pas."
                  inputmode="numeric"
                  valeur={texteDe(ligne, 'seuilPm')}
                  erreurs={erreur?.champs}
                />
              </div>
            </>
          )}
        />
        <div class="pv-boutons">
          <button class="ds-button" type="submit" name="action" value="enregistrer">
            {perimee ? 'Enregistrer ma saisie à la place' : 'Enregistrer'}
          </button>
          <a class="ds-button" data-variant="secondary" href={`${base}/paliers`}>
            Ne rien changer
          </a>
        </div>
      </form>
    </espace.Espace>,
    erreur === undefined ? 200 : perimee ? 409 : 422,
  )
}
