/** Writing a fiche: its form, the gestures on its rows, its save, and what to do when two people write at once. */
import { listNoms } from '#compte/index.ts'
import { Espace } from '#contrat/index.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { createId } from '#platform/identifiants.ts'
import { applyGeste, dropLignesVides, parseGeste, type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { Code, Message, T } from '#ui/pieces.tsx'
import { saveFiche } from '../commands/save-fiche.ts'
import { canEditFiche } from '../droits.ts'
import { findDernierAuteur } from '../fiche.store.ts'
import { CHAMPS, type ChoixChamp, type ContenuFiche, isFilled, LIBELLES_CHAMPS } from '../fiche.ts'
import { empreintesChamps, merged } from '../fiche-conflit.ts'
import { contenuDe } from '../fiche-contenu.ts'
import { CHAMPS_COMPARES, sameChamp } from '../fiche-mots.ts'
import { parseSaisieFiche, saisieOf, TOUJOURS_ENVOYES } from '../fiche-saisie.ts'
import { FicheModifiee } from '../fiche-verrou.ts'
import { droitFiche, readVueFiche, type VueFiche } from './fiche-acces.ts'
import { PageConflit, parseChoix } from './fiche-conflit.tsx'
import { FormulaireFiche, SommaireFormulaire } from './fiche-formulaire.tsx'
import type { EtatFormulaire } from './fiche-lignes.tsx'
import { FilFiche } from './fiche-tete.tsx'

export const routes = createRoutes()

routes.get('/espace/:contrat/fiches/:fiche/modifier', droitFiche, async (c) => {
  const vue = await readModifiable(c)
  return renderForm(c, vue, { saisi: saisiDe(vue), geste: null, erreur: null })
})

routes.post('/espace/:contrat/fiches/:fiche/modifier', droitFiche, async (c) => {
  const vue = await readModifiable(c)
  const envoye: Saisi = await parseFormulaire(c)
  const geste = parseGeste(envoye.action)
  let saisi = geste === null ? cleaned(envoye) : envoye
  try {
    if (geste !== null) return renderForm(c, vue, { saisi: withIds(applyGeste(envoye, geste)), geste, erreur: null })
    saisi = withIds(saisi)
    // Back from the comparison of two texts, with the version of today: saving then replaces it, knowingly.
    if (envoye.action === 'relire') return renderForm(c, vue, { saisi, geste: null, erreur: null })
    const sien = contenuDe(vue.fiche)
    const mien = parseSaisieFiche(saisi, sien, createId)
    await save(c, vue, saisi, envoye.action === 'fusionner' ? merged(mien, sien, parseChoix(envoye), createId) : mien)
    return c.redirect(`${vue.adresse}?fait=enregistree`, 303)
  } catch (erreur) {
    if (erreur instanceof FicheModifiee) return renderConflit(c, erreur, texteDe(saisi, 'vue'))
    if (!(erreur instanceof RegleViolee)) throw erreur
    return renderForm(c, vue, { saisi, geste: null, erreur: inForm(erreur) })
  }
})

/** Saves, or finds that somebody has already written the same. */
async function save(c: C, vue: VueFiche, saisi: Saisi, contenu: ContenuFiche): Promise<void> {
  const version = Number(texteDe(saisi, 'version'))
  if (version !== vue.fiche.version && CHAMPS_COMPARES.every((champ) => sameChamp(contenu, vue.fiche, champ))) return
  await actHttp(c, saveFiche, { contratId: vue.contrat.id, ficheId: vue.fiche.id, version, contenu })
}

async function readModifiable(c: C): Promise<VueFiche> {
  const vue = await readVueFiche(c)
  if (vue.contrat.archiveLe !== null) throw new Interdit('Ce contrat est archivé\u00a0: ses fiches se lisent, elles ne se modifient plus.')
  if (!canEditFiche(c.get('agent'), vue.fiche))
    throw new Interdit('Votre mandat ne permet pas de modifier cette fiche dans son état actuel.')
  return vue
}

function saisiDe(vue: VueFiche): Saisi {
  const contenu = contenuDe(vue.fiche)
  return { ...saisieOf(contenu), version: String(vue.fiche.version), vue: empreintesChamps(contenu) }
}

/** The form without its empty rows. */
export function cleaned(saisi: Saisi): Saisi {
  return Object.entries(TOUJOURS_ENVOYES).reduce(
    (reste, [nom, ignores]) => (hasListe(reste, nom) ? dropLignesVides(reste, nom, ignores) : reste),
    saisi,
  )
}

function hasListe(saisi: Saisi, nom: string): boolean {
  const [tete = '', suite] = nom.split('.')
  const valeur = saisi[tete]
  if (suite === undefined) return Array.isArray(valeur)
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur) && suite in valeur
}

/** Every row with an id, so that an indicator can choose an effect that is not saved yet. */
export function withIds(saisi: Saisi): Saisi {
  return Object.fromEntries(
    Object.entries(saisi).map(([cle, valeur]): [string, unknown] => {
      if (Array.isArray(valeur)) {
        return [
          cle,
          valeur.map((ligne: unknown) => (isGroupe(ligne) && texteDe(ligne, 'id') === '' ? { ...ligne, id: createId() } : ligne)),
        ]
      }
      return [cle, isGroupe(valeur) && cle !== 'choix' ? withIds(valeur) : valeur]
    }),
  )
}

function isGroupe(valeur: unknown): valeur is Saisi {
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur)
}

/** Errors of the command named as the fields of the form are. */
function inForm(erreur: RegleViolee): RegleViolee {
  return new RegleViolee(
    erreur.message,
    erreur.champs.map(({ champ, message }) => ({ champ: champ.replace(/^contenu\./, ''), message })),
  )
}

/** Fields of the contract, and those it does not use that hold something all the same. */
export function champsDuFormulaire(champs: readonly ChoixChamp[], contenu: ContenuFiche): ChoixChamp[] {
  const utilises = new Set(champs.map((choix) => choix.champ))
  const restes = CHAMPS.filter((champ) => !utilises.has(champ) && isFilled(contenu, champ))
  return [
    ...champs,
    ...restes.map((champ, rang) => ({ champ, libelle: LIBELLES_CHAMPS[champ], ordre: champs.length + rang, utilise: false })),
  ]
}

function renderForm(c: C, vue: VueFiche, etat: EtatFormulaire): Response | Promise<Response> {
  const champs = champsDuFormulaire(vue.champs, vue.fiche)
  return c.html(
    <Espace c={c} titre={`Modifier la fiche ${vue.fiche.code}`} entree="strategie" elements={['brouillon-local']}>
      <FilFiche vue={vue} ici="Modifier" />
      <div class="pv-titre-page">
        <h1>
          Modifier la fiche <Code code={vue.fiche.code} />
        </h1>
        <p class="pv-note">
          <T>{vue.fiche.intitule}</T>
        </p>
      </div>
      {vue.fiche.statut === 'validee' && (
        <Message ton="info">
          Cette fiche est validée. En l’enregistrant, vous ouvrez un nouveau brouillon&nbsp;: le texte validé reste parmi les versions, et
          dans ce qui est publié.
        </Message>
      )}
      <div class="pv-ecrire">
        <brouillon-local
          cle={`fiche ${vue.fiche.id}`}
          version={texteDe(etat.saisi, 'version')}
          rendu={c.req.method === 'GET' ? 'garde' : 'saisie'}
        >
          <FormulaireFiche etat={etat} champs={champs} envoi="Enregistrer" retour={vue.adresse} />
        </brouillon-local>
        <SommaireFormulaire champs={champs} saisi={etat.saisi} />
      </div>
    </Espace>,
    etat.erreur === null ? 200 : 422,
  )
}

/** @param ouverte what the form was opened on */
async function renderConflit(c: C, conflit: FicheModifiee, ouverte: string): Promise<Response> {
  const vue = await readVueFiche(c)
  const saisi = conflit.saisie === null ? {} : { ...saisieOf(conflit.saisie), vue: ouverte }
  const auteur = await readHttp(c, async (tx) => {
    const id = await findDernierAuteur(tx, vue.fiche.id)
    return id === null ? null : ((await listNoms(tx, [id])).get(id) ?? null)
  })
  return c.html(<PageConflit c={c} vue={vue} conflit={conflit} saisi={saisi} ouverte={ouverte} auteur={auteur} />, 409)
}
