import { droitEspace, Espace } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { FilAriane, T } from '#ui/pieces.tsx'
import { addLibelle } from '../commands/add-libelle.ts'
import { removeLibelle } from '../commands/remove-libelle.ts'
import { LIBELLES } from '../import/dictionnaire.ts'
import { CIBLES, LIBELLES_CIBLES } from '../import/libelles-cibles.ts'
import { listLibelles } from '../libelle-import.store.ts'
import { canEditLibelles } from '../lot-droits.ts'
import { adresseImports, droitImporter } from './importer.tsx'

export const routes = createRoutes()

const droitEnseigner = droitEspace(
  'strategie.enseigner_libelle',
  (agent, contrat) => canEditLibelles(agent, contrat.id) && contrat.archiveLe === null,
)

async function pageLibelles(c: C, erreur?: RegleViolee, saisie: Saisie = {}) {
  const contrat = c.get('contrat')
  const libelles = await readHttp(c, (tx) => listLibelles(tx, contrat.id))
  const peut = canEditLibelles(requireAgent(c), contrat.id)
  const texte = (champ: string) => (typeof saisie[champ] === 'string' ? saisie[champ] : '')
  return c.html(
    <Espace c={c} titre="Dictionnaire des étiquettes" entree="importer">
      <FilAriane etapes={[{ libelle: 'Importer', href: adresseImports(c) }, { libelle: 'Dictionnaire des étiquettes' }]} />
      <div class="pv-titre-page">
        <h1>Dictionnaire des étiquettes</h1>
        <p class="pv-note-max">
          Parvis reconnaît les champs d’une fiche aux mots qui les annoncent : « Contexte », « Porteur », « Résultats attendus »… Si vos
          documents en emploient d’autres, dites-les une fois : les prochains imports de ce contrat les connaîtront.
        </p>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {peut && (
        <form method="post" class="pv-formulaire">
          <ChampTexte
            nom="libelle"
            libelle="Étiquette"
            aide="Telle que vos documents la portent, sans les deux-points. Accents, majuscules et pluriels ne comptent pas."
            requis
            valeur={texte('libelle')}
            longueurMax={110}
            erreurs={erreur?.champs}
          />
          <ChampChoix
            nom="cible"
            libelle="Ce qu’elle annonce"
            requis
            vide="Choisir…"
            valeur={texte('cible')}
            options={CIBLES.map((cible) => ({ valeur: cible, libelle: LIBELLES_CIBLES[cible] }))}
            erreurs={erreur?.champs}
          />
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Ajouter
            </button>
          </div>
        </form>
      )}
      <section class="pv-section">
        <h2>
          {libelles.length === 0
            ? 'Aucune étiquette propre à ce contrat'
            : accorde(libelles.length, 'étiquette propre à ce contrat', 'étiquettes propres à ce contrat')}
        </h2>
        {libelles.length === 0 ? (
          <p class="pv-note">Celles du dictionnaire commun, ci-dessous, suffisent le plus souvent.</p>
        ) : (
          <ul class="pv-lignes pv-libelles">
            {libelles.map((libelle) => (
              <li>
                <strong>
                  <T>{libelle.libelle}</T>
                </strong>
                <span>{LIBELLES_CIBLES[libelle.cible]}</span>
                {peut && (
                  <form method="post" action={adresseImports(c, '/libelles/retirer')}>
                    <input type="hidden" name="libelleId" value={libelle.id} />
                    <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit">
                      Retirer<span class="pv-cache"> « {libelle.libelle} »</span>
                    </button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section class="pv-section">
        <h2>Le dictionnaire commun</h2>
        <p class="pv-note-max">
          Il vaut pour tous les contrats. Un mot reste reconnu au singulier, au pluriel, sans accent ou en capitales.
        </p>
        <div class="pv-dictionnaire">
          {CIBLES.map((cible) => (
            <details>
              <summary>
                {LIBELLES_CIBLES[cible]} <span class="pv-petit">{LIBELLES[cible].length}</span>
              </summary>
              <p class="pv-note">{LIBELLES[cible].join(' · ')}</p>
            </details>
          ))}
        </div>
      </section>
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

routes.get('/espace/:contrat/importer/libelles', droitImporter, (c) => pageLibelles(c))

routes.post('/espace/:contrat/importer/libelles', droitEnseigner, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    await actHttp(c, addLibelle, { contratId: c.get('contrat').id, libelle: saisie.libelle, cible: saisie.cible })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageLibelles(c, erreur, saisie)
    throw erreur
  }
  return c.redirect(adresseImports(c, '/libelles'), 303)
})

routes.post('/espace/:contrat/importer/libelles/retirer', droitEnseigner, async (c) => {
  const { libelleId } = await parseFormulaire(c)
  await actHttp(c, removeLibelle, { contratId: c.get('contrat').id, libelleId })
  return c.redirect(adresseImports(c, '/libelles'), 303)
})
