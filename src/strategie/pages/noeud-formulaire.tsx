import { Espace, getCadreFiche } from '#contrat/index.ts'
import { type ChampFautif, Introuvable, RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, Case, ChampLong, ChampTexte } from '#ui/champs.tsx'
import { texteDe, textesDe } from '#ui/gestes-lignes.ts'
import { FilAriane, Message, T } from '#ui/pieces.tsx'
import { loadArbre } from '../arbre.store.ts'
import { ancetres, nomme } from '../arbre.ts'
import { nextNumero } from '../arbre-deplacement.ts'
import { createNoeud } from '../commands/create-noeud.ts'
import { editNoeud } from '../commands/edit-noeud.ts'
import { getNoeud, listThemesNoeud } from '../noeud.store.ts'
import { avecIndefini, type Noeud, NoeudModifie, niveauDe } from '../noeud.ts'
import { droitDeplacer, idDe } from './strategie-acces.ts'

export const routes = createRoutes()

type Refus = { message: string; champs: readonly ChampFautif[]; actuel: Noeud | null }
const refusDe = (erreur: unknown): Refus => {
  if (erreur instanceof RegleViolee)
    return { message: erreur.message, champs: erreur.champs, actuel: erreur instanceof NoeudModifie ? erreur.actuel : null }
  throw erreur
}

routes.get('/espace/:contrat/noeuds/nouveau', droitDeplacer, (c) => renderNouveau(c, { parentId: c.req.query('parent') ?? '' }, null))

routes.post('/espace/:contrat/noeuds/nouveau', droitDeplacer, async (c) => {
  const saisi = await parseFormulaire(c)
  const contrat = c.get('contrat')
  try {
    const noeud = await actHttp(c, createNoeud, {
      ...saisi,
      contratId: contrat.id,
      parentId: texteDe(saisi, 'parentId') === '' ? null : texteDe(saisi, 'parentId'),
    })
    return c.redirect(`/espace/${contrat.adresse}/strategie?vise=${noeud.id}#o-${noeud.id}`, 303)
  } catch (erreur) {
    return renderNouveau(c, saisi, refusDe(erreur))
  }
})

routes.get('/espace/:contrat/noeuds/:noeud/modifier', droitDeplacer, (c) => renderModifier(c, null, null))

routes.post('/espace/:contrat/noeuds/:noeud/modifier', droitDeplacer, async (c) => {
  const saisi = await parseFormulaire(c)
  const contrat = c.get('contrat')
  const noeudId = idDe(c, 'noeud')
  try {
    await actHttp(c, editNoeud, { ...saisi, contratId: contrat.id, noeudId })
    return c.redirect(`/espace/${contrat.adresse}/noeuds/${noeudId}`, 303)
  } catch (erreur) {
    return renderModifier(c, saisi, refusDe(erreur))
  }
})

async function renderNouveau(c: C, saisi: Saisie, refus: Refus | null) {
  const contrat = c.get('contrat')
  const parentId = texteDe(saisi, 'parentId') === '' ? null : texteDe(saisi, 'parentId')
  const { arbre, cadre } = await readHttp(c, async (tx) => ({
    arbre: await loadArbre(tx, contrat.id),
    cadre: await getCadreFiche(tx, contrat.id),
  }))
  const parent = parentId === null ? null : arbre.objets.get(parentId)
  if (parent === undefined || parent?.type === 'fiche') throw new Introuvable('Ce nœud n’existe pas dans ce contrat.')
  const rang = (parent?.rang ?? 0) + 1
  const niveau = niveauDe(arbre.niveaux, rang)
  const titre = `Ajouter ${avecIndefini(niveau)}`
  const base = `/espace/${contrat.adresse}`
  return c.html(
    <Espace c={c} titre={titre} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Stratégie', href: `${base}/strategie` },
          ...ancetres(arbre, parentId).map((noeud) => ({ libelle: nomme(arbre, noeud.id), href: `${base}/noeuds/${noeud.id}` })),
          { libelle: titre },
        ]}
      />
      <div class="pv-titre-page">
        <h1>{titre}</h1>
        <p class="pv-note">Sous {nomme(arbre, parentId)}.</p>
      </div>
      <Formulaire
        saisi={{ ...saisi, numero: saisi.numero ?? String(nextNumero(arbre, { type: 'noeud', rang }, parentId)) }}
        refus={refus}
        themes={cadre.themes}
        numero={niveau.numerotation !== 'aucune'}
        retour={`${base}/strategie`}
      >
        <input type="hidden" name="parentId" value={parentId ?? ''} />
      </Formulaire>
    </Espace>,
    refus === null ? 200 : 422,
  )
}

async function renderModifier(c: C, saisi: Saisie | null, refus: Refus | null) {
  const contrat = c.get('contrat')
  const noeudId = idDe(c, 'noeud')
  const { noeud, themeIds, cadre } = await readHttp(c, async (tx) => ({
    noeud: await getNoeud(tx, contrat.id, noeudId),
    themeIds: await listThemesNoeud(tx, noeudId),
    cadre: await getCadreFiche(tx, contrat.id),
  }))
  const base = `/espace/${contrat.adresse}`
  const nom = noeud.code === '' ? noeud.intitule : noeud.code
  const valeurs = saisi ?? { intitule: noeud.intitule, description: noeud.description ?? '', themeIds }
  return c.html(
    <Espace c={c} titre={`Modifier ${nom}`} entree="strategie">
      <FilAriane
        etapes={[
          { libelle: 'Stratégie', href: `${base}/strategie` },
          { libelle: nom, href: `${base}/noeuds/${noeud.id}` },
          { libelle: 'Modifier' },
        ]}
      />
      <div class="pv-titre-page">
        <h1>Modifier {nom}</h1>
      </div>
      {refus?.actuel != null && (
        <Message ton="warning">
          <p>{refus.message}</p>
          <p>
            Texte gardé : <strong>{refus.actuel.intitule}</strong>
          </p>
          {refus.actuel.description !== null && (
            <p>
              <T>{refus.actuel.description}</T>
            </p>
          )}
          <p>Le formulaire ci-dessous garde ce que vous avez écrit.</p>
        </Message>
      )}
      <Formulaire
        saisi={valeurs}
        refus={refus?.actuel == null ? refus : null}
        themes={cadre.themes}
        numero={false}
        retour={`${base}/noeuds/${noeud.id}`}
      >
        <input type="hidden" name="version" value={String(refus?.actuel?.version ?? saisi?.version ?? noeud.version)} />
      </Formulaire>
    </Espace>,
    refus === null ? 200 : 422,
  )
}

function Formulaire(props: {
  saisi: Saisie
  refus: Refus | null
  themes: readonly { id: string; libelle: string }[]
  numero: boolean
  retour: string
  children: unknown
}) {
  const { saisi, refus, themes } = props
  const choisis = new Set(textesDe(saisi, 'themeIds'))
  return (
    <form method="post" class="pv-formulaire">
      <BilanErreurs message={refus?.message} erreurs={refus?.champs} />
      {props.children}
      <ChampTexte
        nom="intitule"
        libelle="Intitulé"
        valeur={texteDe(saisi, 'intitule')}
        erreurs={refus?.champs}
        longueurMax={500}
        requis={true}
      />
      {props.numero && (
        <ChampTexte
          nom="numero"
          libelle="Numéro"
          aide="Celui du code ; le suivant est proposé."
          valeur={texteDe(saisi, 'numero')}
          inputmode="numeric"
          erreurs={refus?.champs}
        />
      )}
      <ChampLong
        nom="description"
        libelle="Description"
        aide="Ce que ce nœud rassemble, en quelques phrases."
        valeur={texteDe(saisi, 'description')}
        erreurs={refus?.champs}
        lignes={6}
      />
      {themes.length > 0 && (
        <fieldset class="ds-fieldset">
          <legend>Thèmes transversaux</legend>
          {themes.map((theme) => (
            <Case nom="themeIds[]" valeur={theme.id} libelle={theme.libelle} coche={choisis.has(theme.id)} />
          ))}
        </fieldset>
      )}
      <p class="pv-actions">
        <button class="ds-button" type="submit">
          Enregistrer
        </button>
        <a href={props.retour}>Ne rien changer</a>
      </p>
    </form>
  )
}
