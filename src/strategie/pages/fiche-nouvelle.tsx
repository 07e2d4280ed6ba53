/** A new fiche: where it hangs, its title; then its form. */
import { Espace } from '#contrat/index.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampChoix, ChampLong, ChampTexte, Radios } from '#ui/champs.tsx'
import { type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { FilAriane } from '#ui/pieces.tsx'
import { loadArbre } from '../arbre.store.ts'
import { type Arbre, codeEn, parcours } from '../arbre.ts'
import { nextNumero } from '../arbre-deplacement.ts'
import { createFiche } from '../commands/create-fiche.ts'
import { canCreateFiche } from '../droits.ts'
import { emptyContenu, KINDS } from '../fiche.ts'
import { LIBELLES_KINDS } from '../fiche-libelles.ts'
import { droitCreer } from './fiche-acces.ts'

export const routes = createRoutes()

routes.get('/espace/:contrat/fiches/nouvelle', droitCreer, (c) =>
  renderNouvelle(c, { noeudId: c.req.query('noeud') ?? '', kind: 'action', intitule: '', numero: '' }, null),
)

routes.post('/espace/:contrat/fiches/nouvelle', droitCreer, async (c) => {
  const saisi: Saisi = await parseFormulaire(c)
  const contrat = c.get('contrat')
  const kind = KINDS.find((connu) => connu === texteDe(saisi, 'kind')) ?? 'action'
  const noeudId = texteDe(saisi, 'noeudId')
  try {
    const fiche = await actHttp(c, createFiche, {
      contratId: contrat.id,
      noeudId: noeudId === '' ? null : noeudId,
      numero: texteDe(saisi, 'numero'),
      contenu: emptyContenu(kind, texteDe(saisi, 'intitule')),
    })
    return c.redirect(`/espace/${contrat.adresse}/fiches/${fiche.id}/modifier`, 303)
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    return renderNouvelle(c, saisi, erreur)
  }
})

async function renderNouvelle(c: C, saisi: Saisi, erreur: RegleViolee | null): Promise<Response> {
  const contrat = c.get('contrat')
  const base = `/espace/${contrat.adresse}`
  if (!canCreateFiche(c.get('agent'), contrat.id)) throw new Interdit('Votre mandat sur ce contrat ne permet pas d’y écrire une fiche.')
  if (contrat.archiveLe !== null) throw new Interdit('Ce contrat est archivé\u00a0: restaurez-le avant d’y ajouter une fiche.')
  const arbre = await readHttp(c, (tx) => loadArbre(tx, contrat.id))
  const erreurs = erreur?.champs.map(({ champ, message }) => ({ champ: champ.replace(/^contenu\./, ''), message }))
  return c.html(
    <Espace c={c} titre="Nouvelle fiche" entree="strategie">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `${base}/strategie` }, { libelle: 'Nouvelle fiche' }]} />
      <div class="pv-titre-page">
        <h1>Nouvelle fiche</h1>
        <p class="pv-note-max">
          Dites où elle se range et comment elle s’appelle&#8239;; vous remplirez ses champs ensuite, en plusieurs fois si vous voulez. Vous
          pouvez aussi <a href={`${base}/importer`}>importer un document</a>.
        </p>
      </div>
      <form class="pv-formulaire pv-haut-1" method="post">
        <BilanErreurs message={erreur?.message} erreurs={erreurs} />
        <ChampLong nom="intitule" libelle="Intitulé" requis lignes={2} valeur={texteDe(saisi, 'intitule')} erreurs={erreurs} />
        <ChampChoix
          nom="noeudId"
          libelle="Où elle se range"
          requis
          vide={placeDe(arbre, null, 'À la racine du contrat')}
          valeur={texteDe(saisi, 'noeudId')}
          options={parcours(arbre)
            .filter(({ objet }) => objet.type === 'noeud')
            .map(({ objet, profondeur }) => ({
              valeur: objet.id,
              libelle: placeDe(arbre, objet.id, `${'\u2003'.repeat(profondeur)}${objet.code} ${objet.intitule}`.trimEnd()),
            }))}
          erreurs={erreurs}
        />
        <Radios
          nom="kind"
          legende="Sorte de fiche"
          valeur={texteDe(saisi, 'kind')}
          options={KINDS.map((kind) => ({ valeur: kind, libelle: LIBELLES_KINDS[kind] }))}
        />
        <ChampTexte
          nom="numero"
          libelle="Numéro"
          aide="Laissez vide pour prendre le prochain numéro libre à cet endroit."
          inputmode="numeric"
          valeur={texteDe(saisi, 'numero')}
          erreurs={erreurs}
        />
        <div class="pv-boutons">
          <button class="ds-button" type="submit">
            Créer le brouillon
          </button>
          <a class="ds-button" data-variant="secondary" href={`${base}/strategie`}>
            Ne rien créer
          </a>
        </div>
      </form>
    </Espace>,
    erreur === null ? 200 : 422,
  )
}

/** A place and the code that the fiche would bear there. */
function placeDe(arbre: Arbre, noeudId: string | null, nom: string): string {
  const fiche = { type: 'fiche', rang: null } as const
  return `${nom}, fiche ${codeEn(arbre, fiche, noeudId, nextNumero(arbre, fiche, noeudId))}`
}
