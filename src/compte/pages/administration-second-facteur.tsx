import { Introuvable, type RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { isId } from '#platform/identifiants.ts'
import { BilanErreurs, ChampLong } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import { removeFacteurOf } from '../commands/second-facteur.ts'
import { getPersonne } from '../personne.store.ts'
import { findSecondFacteurOf } from '../second-facteur.store.ts'
import { droitAdministration } from './droit-administration.ts'

const CHEMIN = '/administration/personnes/:personne/second-facteur'

/** The administrators take away the second factor of someone who has lost device and codes. */
export function addRoutesAdministrationSecondFacteur(routes: Routes): void {
  routes.get(CHEMIN, droitAdministration, (c) => showRetrait(c))

  routes.post(CHEMIN, droitAdministration, async (c) => {
    const motif = typed(await parseFormulaire(c), 'motif')
    return orShow(
      async () => {
        await actHttp(c, removeFacteurOf, { personneId: idOf(c), motif })
        return c.redirect(`/administration/personnes/${idOf(c)}?fait=second-facteur`, 303)
      },
      (erreur) => showRetrait(c, motif, erreur),
    )
  })
}

/** @throws Introuvable when the address holds no id */
function idOf(c: C): string {
  const id = c.req.param('personne') ?? ''
  if (!isId(id)) throw new Introuvable()
  return id
}

async function showRetrait(c: C, motif = '', erreur?: RegleViolee): Promise<Response> {
  const id = idOf(c)
  const { personne, facteur } = await readHttp(c, async (tx) => ({
    personne: await getPersonne(tx, id),
    facteur: await findSecondFacteurOf(tx, id),
  }))
  if (facteur === null || facteur.activeLe === null) throw new Introuvable('Cette personne n’a pas de second facteur.')
  const nom = `${personne.prenom} ${personne.nom}`
  return c.html(
    <PageSimple titre="Retirer un second facteur" demo={c.get('configuration').demo}>
      <FilAriane
        etapes={[
          { libelle: 'Personnes', href: '/administration/personnes' },
          { libelle: nom, href: `/administration/personnes/${id}` },
          { libelle: 'Second facteur' },
        ]}
      />
      <h1>Retirer le second facteur de {nom}</h1>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        Faites-le seulement si vous êtes certain de parler à cette personne : de vive voix, ou devant vous. Ses sessions seront fermées et
        elle en sera prévenue à {personne.courriel}.
      </p>
      <form method="post" class="pv-formulaire" novalidate>
        <ChampLong
          nom="motif"
          libelle="Comment avez-vous vérifié son identité"
          aide="Ce texte est gardé dans le journal."
          requis
          lignes={2}
          valeur={motif}
          erreurs={erreur?.champs}
        />
        <div class="pv-actions">
          <button class="ds-button" data-color="danger" type="submit">
            Retirer le second facteur
          </button>
          <a href={`/administration/personnes/${id}`}>Ne rien faire</a>
        </div>
      </form>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
