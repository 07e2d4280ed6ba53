import { canEditContrat, droitEspace, Espace } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, Case, ChampFichier, ChampLong, ChampTexte } from '#ui/champs.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import { getApparence } from '../apparence.store.ts'
import { saveApparence } from '../commands/save-apparence.ts'

export const routes = createRoutes()
const droit = droitEspace('strategie.choisir_apparence', (agent, contrat) => canEditContrat(agent, contrat.id))

async function page(c: C, saisie?: Saisie, erreur?: RegleViolee) {
  const contrat = c.get('contrat')
  const apparence = await readHttp(c, (tx) => getApparence(tx, contrat.id))
  const valeur = (champ: string, connue: string) => (typeof saisie?.[champ] === 'string' ? saisie[champ] : connue)
  return c.html(
    <Espace c={c} titre="Apparence des documents" entree="exporter">
      <FilAriane etapes={[{ libelle: 'Exporter', href: `/espace/${contrat.adresse}/exporter` }, { libelle: 'Apparence des documents' }]} />
      <div class="pv-titre-page">
        <h1>Apparence des documents</h1>
        <p class="pv-note">
          Elle vaut pour les PDF, Word, ODT et tableurs de ce contrat. Une couleur trop pâle pour être lue est assombrie dans le document.
        </p>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" enctype="multipart/form-data" class="pv-formulaire">
        <div class="pv-cote">
          <ChampTexte
            nom="principale"
            libelle="Couleur principale"
            aide="Titres et codes, par exemple #0B5351."
            requis
            valeur={valeur('principale', apparence.principale)}
            erreurs={erreur?.champs}
          />
          <ChampTexte
            nom="accent"
            libelle="Couleur d’accent"
            aide="Points des codes et filets, par exemple #A9491F."
            requis
            valeur={valeur('accent', apparence.accent)}
            erreurs={erreur?.champs}
          />
        </div>
        <ChampLong
          nom="enTete"
          libelle="En-tête"
          aide="Une ligne par ligne : nom, service, adresse. Six lignes au plus."
          valeur={valeur('enTete', apparence.enTete.join('\n'))}
          erreurs={erreur?.champs}
        />
        <ChampFichier
          nom="logo"
          libelle={apparence.logo === null ? 'Logo' : 'Remplacer le logo'}
          aide="Image PNG, 512 ko au plus."
          accepte=".png,image/png"
          erreurs={erreur?.champs}
        />
        <ChampTexte nom="alt" libelle="Description du logo" valeur={valeur('alt', apparence.logo?.alt ?? '')} erreurs={erreur?.champs} />
        {apparence.logo !== null && <Case nom="retirer" libelle="Retirer le logo" />}
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Enregistrer
          </button>
        </div>
      </form>
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

routes.get('/espace/:contrat/exporter/apparence', droit, (c) => page(c))

routes.post('/espace/:contrat/exporter/apparence', droit, async (c) => {
  const saisie = await parseFormulaire(c)
  const { logo } = saisie
  const fichier = logo instanceof File && logo.size > 0 ? new Uint8Array(await logo.arrayBuffer()) : ''
  try {
    await actHttp(c, saveApparence, {
      contratId: c.get('contrat').id,
      principale: saisie.principale,
      accent: saisie.accent,
      enTete: saisie.enTete ?? '',
      alt: saisie.alt ?? '',
      logo: saisie.retirer === 'oui' ? 'retirer' : fichier,
    })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return page(c, saisie, erreur)
    throw erreur
  }
  return c.redirect(`/espace/${c.get('contrat').adresse}/exporter`, 303)
})
