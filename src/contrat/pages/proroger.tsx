import { RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { FilAriane } from '#ui/pieces.tsx'
import { prolongContrat } from '../commands/prolong-contrat.ts'
import { getContrat } from '../contrat.store.ts'
import { Espace } from '../espace.tsx'
import { VersionPerimee } from '../verrou.ts'
import { droitModifier } from './page-liste.tsx'

/** A prorogation: a new end, and the text that decides it. */
export const routesProroger = createRoutes()

routesProroger.get('/espace/:contrat/contrat/proroger', droitModifier, (c) => show(c, { version: String(c.get('contrat').version) }))

routesProroger.post('/espace/:contrat/contrat/proroger', droitModifier, async (c) => {
  const saisi = await parseFormulaire(c)
  const { id, adresse } = c.get('contrat')
  try {
    await actHttp(c, prolongContrat, { ...saisi, contratId: id })
    return c.redirect(`/espace/${adresse}/contrat?fait=prorogation`, 303)
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    return show(c, erreur instanceof VersionPerimee ? { ...saisi, version: erreur.actuelle } : saisi, erreur)
  }
})

async function show(c: C, saisi: Saisi, erreur?: RegleViolee): Promise<Response> {
  const contrat = await readHttp(c, (tx) => getContrat(tx, c.get('contrat').id))
  const page = `/espace/${contrat.adresse}/contrat`
  return c.html(
    <Espace c={c} titre="Proroger le contrat" entree="contrat">
      <FilAriane etapes={[{ libelle: 'Contrat', href: page }, { libelle: 'Proroger' }]} />
      <div class="pv-titre-page">
        <h1>Proroger le contrat</h1>
        <p class="pv-note">
          {contrat.fin === null
            ? 'Ce contrat n’a pas encore de fin.'
            : `Sa fin actuelle est le ${formatDate(contrat.fin)}. Celle qui a été signée reste connue.`}
        </p>
      </div>
      <form method="post" class="pv-formulaire">
        <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
        <input type="hidden" name="version" value={texteDe(saisi, 'version')} />
        <ChampTexte nom="fin" libelle="Nouvelle fin" type="date" valeur={texteDe(saisi, 'fin')} erreurs={erreur?.champs} requis />
        <ChampTexte
          nom="motif"
          libelle="Texte ou décision"
          aide="Loi de finances, avenant, délibération…"
          valeur={texteDe(saisi, 'motif')}
          longueurMax={500}
          erreurs={erreur?.champs}
          requis
        />
        <ChampTexte
          nom="decideeLe"
          libelle="Date de la décision"
          type="date"
          valeur={texteDe(saisi, 'decideeLe')}
          erreurs={erreur?.champs}
        />
        <div class="pv-boutons">
          <button class="ds-button" type="submit">
            Proroger
          </button>
          <a class="ds-button" data-variant="secondary" href={page}>
            Ne rien changer
          </a>
        </div>
      </form>
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}
