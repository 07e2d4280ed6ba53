import { Espace } from '#contrat/index.ts'
import { Introuvable } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { loadArbre } from '../arbre.store.ts'
import { type Arbre, assertPeutPendre, codeEn, enfantsDe, nomme, type Objet, parcours } from '../arbre.ts'
import { nextNumero } from '../arbre-deplacement.ts'
import { adresseFiltre, parseFiltre } from '../arbre-filtre.ts'
import { moveFiche } from '../commands/move-fiche.ts'
import { moveNoeud } from '../commands/move-noeud.ts'
import { droitDeplacer, phraseDe } from './strategie-acces.ts'

export const routes = createRoutes()

routes.get('/espace/:contrat/strategie/deplacer/:type/:id', droitDeplacer, (c) => renderDeplacer(c, null))

routes.post('/espace/:contrat/strategie/deplacer/:type/:id', droitDeplacer, async (c) => {
  const contrat = c.get('contrat')
  const { type, id } = cibleDe(c)
  const saisi = await parseFormulaire(c)
  const place = typeof saisi.place === 'string' ? saisi.place : ''
  if (place === '') return renderDeplacer(c, 'Choisissez une place dans la liste.')
  const [parentId = '', avantId = ''] = place.split(':')
  const vers = { parentId, avantId }
  const commun = { contratId: contrat.id, code: saisi.code, vers }
  try {
    if (type === 'fiche') await actHttp(c, moveFiche, { ...commun, ficheId: id })
    else await actHttp(c, moveNoeud, { ...commun, noeudId: id })
  } catch (erreur) {
    return renderDeplacer(c, phraseDe(erreur))
  }
  const filtre = adresseFiltre(parseFiltre((nom) => c.req.query(nom)))
  return c.redirect(`/espace/${contrat.adresse}/strategie${filtre === '' ? '?' : `${filtre}&`}vise=${id}#o-${id}`, 303)
})

function cibleDe(c: C): { type: 'fiche' | 'noeud'; id: string } {
  const type = c.req.param('type')
  if (type !== 'fiche' && type !== 'noeud') throw new Introuvable()
  return { type, id: c.req.param('id') ?? '' }
}

async function renderDeplacer(c: C, erreur: string | null) {
  const contrat = c.get('contrat')
  const { type, id } = cibleDe(c)
  const arbre = await readHttp(c, (tx) => loadArbre(tx, contrat.id))
  const objet = arbre.objets.get(id)
  if (objet === undefined || objet.type !== type) throw new Introuvable('Cet élément n’est pas dans l’arbre de ce contrat, ou plus.')
  const base = `/espace/${contrat.adresse}`
  return c.html(
    <Espace c={c} titre={`Déplacer ${nomme(arbre, id)}`} entree="strategie">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `${base}/strategie` }, { libelle: 'Déplacer' }]} />
      {erreur !== null && <Message ton="danger">{erreur}</Message>}
      <div class="pv-titre-page">
        <h1>Déplacer {nomme(arbre, id)}</h1>
        <p class="pv-note">
          <T>{objet.intitule}</T>. Son code changera ; l’ancien restera trouvable.
        </p>
      </div>
      <form method="post" class="pv-formulaire">
        <input type="hidden" name="code" value={objet.code} />
        <div class="ds-field">
          <label for="place">Nouvelle place</label>
          <p data-field="description" id="place-aide">
            À la fin d’un nœud, {type === 'fiche' ? 'la fiche' : 'l’élément'} prend le numéro suivant. Avant un autre, il prend son numéro
            et les suivants se décalent jusqu’au premier trou.
          </p>
          <select class="ds-input" id="place" name="place" aria-describedby="place-aide" required>
            <option value="">Choisir une place</option>
            {groupesDe(arbre, objet).map((groupe) => (
              <optgroup label={groupe.libelle}>
                {groupe.places.map((place) => (
                  <option value={place.valeur}>{place.libelle}</option>
                ))}
              </optgroup>
            ))}
          </select>
        </div>
        <p class="pv-actions">
          <button class="ds-button" type="submit">
            Déplacer
          </button>
          <a href={`${base}/strategie${adresseFiltre(parseFiltre((nom) => c.req.query(nom)))}`}>Ne rien changer</a>
        </p>
      </form>
    </Espace>,
    erreur === null ? 200 : 422,
  )
}

type Groupe = { libelle: string; places: { valeur: string; libelle: string }[] }

/** Every place where the object may go: at the end of each node that accepts it, or before each sibling of its kind. */
function groupesDe(arbre: Arbre, objet: Objet): Groupe[] {
  const parents = [...parcours(arbre).flatMap(({ objet: autre }) => (autre.type === 'noeud' ? [autre.id] : [])), null]
  return parents.filter((parentId) => accepte(arbre, objet, parentId)).map((parentId) => groupeDePlaces(arbre, objet, parentId))
}

function accepte(arbre: Arbre, objet: Objet, parentId: string | null): boolean {
  try {
    assertPeutPendre(arbre, objet, parentId)
    return true
  } catch (erreur) {
    phraseDe(erreur)
    return false
  }
}

function groupeDePlaces(arbre: Arbre, objet: Objet, parentId: string | null): Groupe {
  const noeud = parentId === null ? undefined : arbre.objets.get(parentId)
  const freres = enfantsDe(arbre, parentId, objet.type).filter((frere) => frere.id !== objet.id)
  const ici = objet.parentId === parentId
  const fin = ici || objet.type === 'noeud' ? null : codeEn(arbre, objet, parentId, nextNumero(arbre, objet, parentId))
  return {
    libelle:
      noeud === undefined
        ? 'Racine du contrat'
        : `${noeud.code === '' ? '' : `${noeud.code} `}${noeud.intitule}${ici ? ' (place actuelle)' : ''}`,
    places: [
      ...freres.map((frere) => ({ valeur: `${parentId ?? ''}:${frere.id}`, libelle: `avant ${frere.code} ${frere.intitule}` })),
      { valeur: `${parentId ?? ''}:`, libelle: `à la fin${fin === null ? '' : ` (${fin})`}` },
    ],
  }
}
